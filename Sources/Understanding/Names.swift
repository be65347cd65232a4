internal import Article
internal import Bytes
internal import Facts

/// People, organisations, places (and events that name themselves) of a text, the most salient first.
///
/// - Parameters:
///   - dateline: its place is an entity; its agency is none.
///   - headline: what it names is more salient.
///   - language: BCP 47.
func findNames(in text: Text, dateline: Dateline?, headline: String?, language: String?) -> [Entity] {
    var finder = NameFinder(text, language: language)
    finder.find()
    var links = NameLinks(text: text, finder: finder, dateline: dateline)
    return links.entities(headline: headline)
}

/// Unites mentions of one thing: full names with short ones, acronyms with what they stand for.
struct NameLinks {
    private let text: Text
    private let tokens: [Token]
    private let table = Table()
    private let dateline: Dateline?
    private var mentions: [NameMention]
    private let acronyms: [(acronym: UInt64, mention: Int)]
    private let hangul: [(token: Int, end: Int, meaning: Meaning)]
    private let commonAcronyms: Set<UInt64>

    /// One thing, while it is put together.
    private struct Thing {
        var kind: Entity.Kind
        var mentions: [Int] = []
        var fact: Meaning?
        /// The mention with the longest name.
        var fullest = 0
        var words = 0
        var confidence: Float = 0
        var roles: [Role] = []
        var country: Int?
    }
    private var things: [Thing] = []
    /// How often each country is named: ambiguous cities go by it.
    private var countries: [UInt16]

    init(text: Text, finder: NameFinder, dateline: Dateline?) {
        self.text = text
        tokens = text.tokens
        self.dateline = dateline
        mentions = finder.mentions
        acronyms = finder.acronyms
        hangul = finder.hangul
        commonAcronyms = finder.commonAcronyms
        countries = [UInt16](repeating: 0, count: 256)
    }

    // MARK: Words of a mention

    private func isNameWord(_ i: Int) -> Bool { tokens[i].kind != .punctuation && tokens[i].kind != .symbol }

    private func key(_ mention: NameMention) -> UInt64 {
        var key: PhraseKey?
        for i in mention.first..<mention.end where isNameWord(i) {
            if key == nil { key = PhraseKey(tokens[i].hash) } else { key?.add(tokens[i].hash) }
        }
        return key?.value ?? 0
    }

    private func wordCount(_ mention: NameMention) -> Int {
        var count = 0
        for i in mention.first..<mention.end where isNameWord(i) { count += 1 }
        return count
    }

    private func firstWord(_ mention: NameMention) -> UInt64 { tokens[mention.first].hash }

    /// The last word that is no "Jr."
    private func lastWord(_ mention: NameMention) -> UInt64 {
        var i = mention.end - 1
        while i > mention.first, !isNameWord(i) || NameWord(word: tokens[i].hash).has(.generation) { i -= 1 }
        return tokens[i].hash
    }

    private func span(_ mention: NameMention) -> Span {
        Span(Int(tokens[mention.first].start), Int(tokens[mention.end - 1].end))
    }

    // MARK: The whole

    mutating func entities(headline: String?) -> [Entity] {
        dropDateline()
        decideOpen()
        countCountries()
        link()
        readRoles()
        return finish(headline)
    }

    /// Of the dateline only the place is a name in the news.
    private mutating func dropDateline() {
        guard let dateline, !dateline.span.isEmpty else { return }
        mentions = mentions.filter { !dateline.span.contains(span($0)) || $0.kind == .place }
    }

    /// Gives a kind to mentions that their own place left open, and takes it back where the text contradicts.
    private mutating func decideOpen() {
        var people: [UInt64: Int] = [:]
        var votes: [UInt64: (kind: Entity.Kind, weight: Float)] = [:]
        for mention in mentions {
            guard let kind = mention.kind else { continue }
            if kind == .person, mention.confidence >= 0.6 {
                if wordCount(mention) > 1 {
                    people[lastWord(mention), default: 0] += 2
                    people[firstWord(mention), default: 0] += 1
                } else if mention.confidence >= 0.8 {
                    people[firstWord(mention), default: 0] += 1
                }
            }
            let name = key(mention)
            if let vote = votes[name], vote.weight >= mention.confidence { continue }
            votes[name] = (kind, mention.confidence)
        }
        for (acronym, index) in acronyms {
            if votes[acronym].map({ $0.weight < 0.9 }) ?? true {
                votes[acronym] = (index < mentions.count ? .organisation : .organisation, 0.9)
            }
        }
        for i in mentions.indices {
            let mention = mentions[i]
            let name = key(mention)
            let single = wordCount(mention) == 1
            if mention.kind == nil {
                if single, let weight = people[name], weight > 0, !mention.placeLikely || weight > 1 {
                    mentions[i].kind = .person
                    mentions[i].confidence = 0.8
                } else if let vote = votes[name] {
                    mentions[i].kind = vote.kind
                    mentions[i].confidence = vote.weight * 0.9
                } else if mention.placeLikely, mention.confidence > 0.3 {
                    mentions[i].kind = .place
                    mentions[i].confidence = 0.5
                } else if mention.personLikely, mention.confidence > 0.3 {
                    mentions[i].kind = .person
                    mentions[i].confidence = 0.55
                }
            } else if single, mention.kind == .place, mention.confidence < 0.93, let weight = people[name], weight > 1 {
                mentions[i].kind = .person
                mentions[i].fact = nil
                mentions[i].confidence = 0.7
            } else if let kind = mention.kind, mention.confidence < 0.6, let vote = votes[name], vote.kind != kind,
                vote.weight > mention.confidence + 0.2
            {
                mentions[i].kind = vote.kind
                mentions[i].fact = nil
                mentions[i].confidence = vote.weight * 0.9
            }
        }
        mentions.removeAll { $0.kind == nil }
        if !commonAcronyms.isEmpty {
            mentions = mentions.filter {
                $0.fact != nil || !commonAcronyms.contains(tokens[$0.first].hash) || $0.end > $0.first + 1
            }
        }
    }

    private mutating func countCountries() {
        for mention in mentions {
            guard let fact = mention.fact else {
                if let adjective = mention.adjective, adjective < 256 { countries[adjective] &+= 1 }
                continue
            }
            switch fact.kind {
            case .country where !isGeorgia(fact): countries[fact.index & 0xFF] &+= 2
            case .region: countries[table.region(fact.index).country & 0xFF] &+= 1
            case .city where table.city(fact.index).population > 1_000_000:
                countries[table.city(fact.index).country & 0xFF] &+= 1
            default: break
            }
        }
        for token in tokens where token.has(.capitalised) && token.kind == .word {
            for meaning in table.lookUp(PhraseKey(token.hash)) where meaning.kind == .adjective && meaning.index < 256 {
                countries[meaning.index] &+= 1
            }
        }
    }

    private func isGeorgia(_ meaning: Meaning) -> Bool {
        meaning.kind == .country && table.country(meaning.index).code.is("GE")
    }

    /// Among namesakes the place meant: what stands beside it decides, then what the text speaks of, then size.
    private func resolve(_ i: Int) -> Meaning? {
        let mention = mentions[i]
        guard let fact = mention.fact, fact.kind == .city || fact.kind == .region || isGeorgia(fact),
            let match = longestPhrase(table, tokens, text.body, from: mention.first, to: mention.end, kinds: .anyPlace),
            match.end == mention.end
        else { return mention.fact }
        var region: Int?
        var country: Int?
        if i + 1 < mentions.count, mentions[i + 1].first <= mention.end + 1, mention.end < tokens.count,
            text.byte(tokens[mention.end]) == 0x2C, let next = mentions[i + 1].fact
        {
            switch next.kind {
            case .region: region = next.index
            case .country: country = next.index
            default: break
            }
        }
        if let dateline, dateline.span.contains(span(mention)), let code = dateline.country {
            for meaning in match.meanings
            where meaning.kind == .city && table.country(table.city(meaning.index).country).code.text == code {
                if region == nil { country = table.city(meaning.index).country }
                break
            }
        }
        if fact.kind == .region || isGeorgia(fact) {
            if country != nil, fact.kind == .region { return fact }
            // Punjab of India or of Pakistan, Georgia the state or the country.
            var best = fact
            var most = -1
            for meaning in match.meanings where meaning.kind == .region || meaning.kind == .country {
                let index = meaning.kind == .region ? table.region(meaning.index).country : meaning.index
                var weight = Int(countries[index & 0xFF]) * 2
                // The country, unless the other's is spoken of.
                if meaning.kind == .country { weight = weight * 3 + 3 }
                if weight > most {
                    most = weight
                    best = meaning
                }
            }
            return best
        }
        var best = fact
        var most = -1.0
        for meaning in match.meanings where meaning.kind == .city {
            let city = table.city(meaning.index)
            var weight = Double(city.population) + 1000
            if let region {
                let given = table.region(region)
                weight *= city.region == region ? 1e6 : city.country == given.country ? 1 : 1e-6
            } else if let country {
                weight *= city.country == country ? 1e6 : 1e-6
            } else if countries[city.country & 0xFF] > 0 {
                weight *= 8
            }
            if weight > most {
                most = weight
                best = meaning
            }
        }
        return best
    }

    private mutating func link() {
        var byFact: [Int: Int] = [:]
        var byName: [UInt64: Int] = [:]
        var peopleByWord: [UInt64: Int] = [:]
        var bodiesByWord: [UInt64: Int] = [:]
        let defined = Dictionary(acronyms.map { ($0.acronym, $0.mention) }, uniquingKeysWith: { first, _ in first })
        // The mentions that spell an acronym out are found again by their first token.
        var pending: [(UInt64, Int)] = []
        for i in mentions.indices {
            var mention = mentions[i]
            guard let kind = mention.kind else { continue }
            if kind == .place {
                mention.fact = resolve(i)
                mentions[i].fact = mention.fact
            }
            let name = key(mention) ^ (UInt64(kindNumber(kind)) << 60)
            let single = wordCount(mention) == 1
            var thing: Int?
            // A surname means the one of that name whom the text has named in full, before anybody well known.
            if single, kind == .person { thing = peopleByWord[firstWord(mention)] }
            if thing == nil, let fact = mention.fact { thing = byFact[Int(fact.kind.rawValue) << 32 | fact.index] }
            if thing == nil { thing = byName[name] }
            if thing == nil, kind == .person {
                if single {
                    thing = peopleByWord[firstWord(mention)]
                } else {
                    thing = peopleByWord[firstWord(mention) &* 31 ^ lastWord(mention)]
                }
            }
            if thing == nil, kind == .organisation, single {
                thing = bodiesByWord[firstWord(mention)]
            }
            if let known = thing, things[known].kind != kind { thing = nil }
            let at: Int
            if let thing {
                at = thing
            } else {
                at = things.count
                things.append(Thing(kind: kind))
            }
            add(i, to: at)
            if let fact = mention.fact {
                byFact[Int(fact.kind.rawValue) << 32 | fact.index] = at
                if things[at].fact == nil { things[at].fact = fact }
            }
            byName[name] = at
            if kind == .person {
                if !single {
                    peopleByWord[lastWord(mention)] = at
                    if peopleByWord[firstWord(mention)] == nil { peopleByWord[firstWord(mention)] = at }
                    peopleByWord[firstWord(mention) &* 31 ^ lastWord(mention)] = at
                }
            } else if kind == .organisation {
                for (acronym, _) in defined
                where mention.end + 1 < tokens.count && tokens[mention.end + 1].hash == acronym {
                    pending.append((acronym, at))
                }
                for (acronym, thing) in pending { bodiesByWord[acronym] = thing }
                if !single {
                    let role = NameWord(word: firstWord(mention))
                    if !role.has(.bodyHead), !role.has(.direction), bodiesByWord[firstWord(mention)] == nil {
                        bodiesByWord[firstWord(mention)] = at
                    }
                }
            }
        }
    }

    private func kindNumber(_ kind: Entity.Kind) -> Int {
        switch kind {
        case .person: 0
        case .organisation: 1
        case .place: 2
        case .event: 3
        case .product: 4
        case .work: 5
        }
    }

    private mutating func add(_ i: Int, to at: Int) {
        mentions[i].entity = at
        let count = wordCount(mentions[i])
        if things[at].mentions.isEmpty || count > things[at].words {
            things[at].words = count
            things[at].fullest = i
        }
        things[at].mentions.append(i)
        things[at].confidence = max(things[at].confidence, mentions[i].confidence)
    }

    private mutating func readRoles() {
        let reader = RoleReader(text: text, tokens: tokens, table: table)
        var lastOffice: Role?
        for i in mentions.indices where mentions[i].kind == .person && mentions[i].entity >= 0 {
            let mention = mentions[i]
            var role = mention.title.flatMap { reader.role(of: $0, adjective: mention.adjective) }
            if role == nil, let country = reader.counterpart(before: mention.first) {
                if let lastOffice {
                    role = Role(office: lastOffice.office, country: country, isOffice: true)
                } else if let fact = things[mention.entity].fact, fact.kind == .person,
                    table.person(fact.index).country == country
                {
                    role = Role(office: table.person(fact.index).office.text, country: country, isOffice: true)
                }
            }
            if role == nil { role = reader.role(after: mention.end) }
            guard var role else { continue }
            // "President Xi": whose president is known.
            if role.country == nil, role.body == nil, let fact = things[mention.entity].fact, fact.kind == .person {
                let person = table.person(fact.index)
                if person.office.text == role.office { role.country = person.country }
            }
            if role.isOffice { lastOffice = role }
            if role.country != nil, things[mention.entity].country == nil {
                things[mention.entity].country = role.country
            }
            if let known = things[mention.entity].roles.firstIndex(where: { $0.office == role.office }) {
                if things[mention.entity].roles[known].country == nil, things[mention.entity].roles[known].body == nil {
                    things[mention.entity].roles[known] = role
                }
            } else if things[mention.entity].roles.count < 4 {
                things[mention.entity].roles.append(role)
            }
        }
    }

    private mutating func finish(_ headline: String?) -> [Entity] {
        let reader = RoleReader(text: text, tokens: tokens, table: table)
        var headlineWords: Set<UInt64> = []
        if var headline {
            headline.withUTF8 { bytes in
                for token in tokenize(bytes, [Span(0, min(bytes.count, 1000))])
                where token.kind == .word || token.kind == .katakana { headlineWords.insert(token.hash) }
            }
        }
        let most = Double(things.map(\.mentions.count).max() ?? 1)
        let length = Double(max(1, text.body.count))
        var entities: [Entity] = []
        entities.reserveCapacity(things.count)
        for thing in things {
            let fullest = mentions[thing.fullest]
            var entity = Entity(kind: thing.kind, name: name(fullest, thing))
            entity.roles = thing.roles.map(reader.text)
            var country = thing.country
            if let fact = thing.fact { describe(&entity, fact, &country) }
            if country == nil, thing.kind == .organisation,
                let one = thing.mentions.first(where: { mentions[$0].adjective != nil })
            {
                country = mentions[one].adjective
            }
            if let country { entity.country = table.country(country).code.text }
            entity.confidence = Double(min(1, thing.confidence)).rounded2
            let first = Double(span(mentions[thing.mentions[0]]).start) / length
            var salience = 0.45 * Double(thing.mentions.count) / most + 0.35 * (1 - min(1, first * 2))
            if headlineWords.contains(lastWord(fullest)) || headlineWords.contains(firstWord(fullest)) {
                salience += 0.2
            }
            entity.salience = min(1, salience).rounded2
            entity.mentions = thing.mentions.map { span(mentions[$0]) }
            entities.append(entity)
        }
        appendHangul(&entities)
        let order = entities.indices.sorted {
            (entities[$0].salience, -$0) > (entities[$1].salience, -$1)
        }
        return order.map { entities[$0] }
    }

    private func appendHangul(_ entities: inout [Entity]) {
        for (token, end, meaning) in hangul {
            let span = Span(Int(tokens[token].start), end)
            let kind: Entity.Kind =
                meaning.kind == .person ? .person : meaning.kind == .organisation ? .organisation : .place
            let name = text.string(span)
            if let known = entities.firstIndex(where: { $0.name == name && $0.kind == kind }) {
                entities[known].mentions.append(span)
                continue
            }
            guard entities.count < 2000 else { return }
            var entity = Entity(kind: kind, name: name)
            var country: Int?
            describe(&entity, meaning, &country)
            if let country { entity.country = table.country(country).code.text }
            entity.confidence = 0.7
            entity.salience = 0.2
            entity.mentions = [span]
            entities.append(entity)
        }
    }

    private func describe(_ entity: inout Entity, _ fact: Meaning, _ country: inout Int?) {
        func locate(_ latitude: Double?, _ longitude: Double?) {
            entity.latitude = latitude
            entity.longitude = longitude
        }
        switch fact.kind {
        case .country:
            let record = table.country(fact.index)
            country = fact.index
            entity.isoCode = record.code.text
            if record.geonameID > 0 { entity.uri = "https://www.geonames.org/\(record.geonameID)" }
            if let capital = record.capital {
                let city = table.city(capital)
                locate(city.latitude, city.longitude)
            }
        case .region:
            let record = table.region(fact.index)
            country = record.country
            entity.isoCode = record.code.text
            locate(record.latitude, record.longitude)
        case .city:
            let record = table.city(fact.index)
            country = record.country
            if record.isRegion, let region = record.region { entity.isoCode = table.region(region).code.text }
            entity.uri = "https://www.geonames.org/\(record.geonameID)"
            locate(record.latitude, record.longitude)
        case .place:
            let record = table.place(fact.index)
            country = record.country
            locate(record.latitude, record.longitude)
        case .organisation:
            if country == nil { country = table.organisation(fact.index).country }
        case .person:
            if country == nil { country = table.person(fact.index).country }
        default: break
        }
    }

    /// The fullest form of the text, in usual capitals.
    private func name(_ mention: NameMention, _ thing: Thing) -> String {
        let bytes = text.bytes(span(mention))
        let capitals = (mention.first..<mention.end).allSatisfy {
            !isNameWord($0) || tokens[$0].has(.allCaps) || tokens[$0].end - tokens[$0].start == 1
        }
        guard capitals, bytes.count > 5 || thing.kind == .place && bytes.count > 3, !tokens[mention.first].has(.dotted)
        else { return String(decoding: bytes, as: UTF8.self) }
        if let fact = thing.fact {
            let known: Phrase? =
                switch fact.kind {
                case .country: table.country(fact.index).name
                case .region: table.region(fact.index).name
                case .city: table.city(fact.index).name
                case .organisation: table.organisation(fact.index).name
                case .person: table.person(fact.index).name
                default: nil
                }
            if let known, equalsIgnoringCase(known.bytes, bytes) { return known.text }
        }
        return thing.kind == .organisation ? String(decoding: bytes, as: UTF8.self) : titleCase(bytes)
    }
}

extension Double {
    /// To two decimals.
    fileprivate var rounded2: Double { Double(Int(self * 100 + 0.5)) / 100 }
}
