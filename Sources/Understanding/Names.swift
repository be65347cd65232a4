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
    /// Of each mention, by the same index.
    private var words: [Words]
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
        words = finder.mentions.map { NameLinks.words($0, text.tokens) }
        hangul = finder.hangul
        commonAcronyms = finder.commonAcronyms
        countries = finder.adjectives
    }

    // MARK: Words of a mention

    private func isNameWord(_ i: Int) -> Bool { tokens[i].kind != .punctuation && tokens[i].kind != .symbol }

    /// What a mention is compared by.
    private struct Words {
        /// Of the whole phrase.
        var key: UInt64 = 0
        var first: UInt64 = 0
        /// The last word that is no "Jr."
        var last: UInt64 = 0
        var count = 0
        var pair: UInt64 { first &* 31 ^ last }
    }

    private static func words(_ mention: NameMention, _ tokens: [Token]) -> Words {
        var words = Words()
        var key = PhraseKey(0)
        for i in mention.first..<mention.end where tokens[i].kind != .punctuation && tokens[i].kind != .symbol {
            let hash = tokens[i].hash
            if words.count == 0 {
                key = PhraseKey(hash)
                words.first = hash
                words.last = hash
            } else {
                key.add(hash)
                if !NameWord(word: hash).has(.generation) { words.last = hash }
            }
            words.count += 1
        }
        words.key = key.value
        return words
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
        keep(mentions.indices.filter { !dateline.span.contains(span(mentions[$0])) || mentions[$0].kind == .place })
    }

    /// Gives a kind to mentions that their own place left open, and takes it back where the text contradicts.
    private mutating func decideOpen() {
        // How sure it is that a word is part of a person's name; the surest mention of each name.
        var people = KeyMap(count: mentions.count * 2)
        var votes = KeyMap(count: mentions.count * 2)
        for (i, mention) in mentions.enumerated() {
            guard let kind = mention.kind else { continue }
            let words = words[i]
            if kind == .person, mention.confidence >= 0.6 {
                if words.count > 1 {
                    people[words.last] = (people[words.last] ?? 0) + 2
                    people[words.first] = (people[words.first] ?? 0) + 1
                } else if mention.confidence >= 0.8 {
                    people[words.first] = (people[words.first] ?? 0) + 1
                }
            }
            if let vote = votes[words.key], mentions[vote].confidence >= mention.confidence { continue }
            votes[words.key] = i
        }
        for (i, mention) in mentions.enumerated() where mention.acronym != 0 && mention.kind == .organisation {
            if let vote = votes[mention.acronym], mentions[vote].confidence >= 0.9 { continue }
            votes[mention.acronym] = i
        }
        // Votes count as they were cast.
        let cast = mentions
        for i in mentions.indices {
            let mention = cast[i]
            let words = words[i]
            let single = words.count == 1
            let vote = votes[words.key].map { cast[$0] }
            if mention.kind == nil {
                if single, let weight = people[words.key], !mention.placeLikely || weight > 1 {
                    mentions[i].kind = .person
                    mentions[i].confidence = 0.8
                } else if let vote {
                    mentions[i].kind = vote.kind
                    mentions[i].confidence = vote.confidence * 0.9
                } else if mention.placeLikely, mention.confidence > 0.3 {
                    mentions[i].kind = .place
                    mentions[i].confidence = 0.5
                } else if mention.personLikely, mention.confidence > 0.3 {
                    mentions[i].kind = .person
                    mentions[i].confidence = 0.55
                }
            } else if single, mention.kind == .place, mention.confidence < 0.93, let weight = people[words.key],
                weight > 1
            {
                mentions[i].kind = .person
                mentions[i].fact = nil
                mentions[i].confidence = 0.7
            } else if mention.confidence < 0.6, let vote, vote.kind != mention.kind,
                vote.confidence > mention.confidence + 0.2
            {
                mentions[i].kind = vote.kind
                mentions[i].fact = nil
                mentions[i].confidence = vote.confidence * 0.9
            }
        }
        keep(
            mentions.indices.filter {
                let mention = mentions[$0]
                return mention.kind != nil
                    && (mention.fact != nil || mention.end > mention.first + 1
                        || !commonAcronyms.contains(tokens[mention.first].hash))
            })
    }

    /// Leaves only some of the mentions.
    private mutating func keep(_ kept: [Int]) {
        guard kept.count < mentions.count else { return }
        mentions = kept.map { mentions[$0] }
        words = kept.map { words[$0] }
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
        // One map for names, facts, words of people and words of bodies: the salt keeps them apart.
        var known = KeyMap(count: mentions.count * 6)
        let person: UInt64 = 0x5851_F42D_4C95_7F2D
        let organisation: UInt64 = 0x1405_7B7E_F767_814F
        let fact: UInt64 = 0x2545_F491_4F6C_DD1D
        for i in mentions.indices {
            guard let kind = mentions[i].kind else { continue }
            if kind == .place { mentions[i].fact = resolve(i) }
            let mention = mentions[i]
            let words = words[i]
            let single = words.count == 1
            let name = words.key ^ UInt64(kindNumber(kind)) << 60
            let factKey = mention.fact.map { fact ^ (UInt64($0.kind.rawValue) << 32 | UInt64($0.index)) }
            var thing: Int?
            // A surname means the one of that name whom the text has named in full, before anybody well known.
            if single, kind == .person { thing = known[words.first ^ person] }
            if thing == nil, let factKey { thing = known[factKey] }
            if thing == nil { thing = known[name] }
            if thing == nil, kind == .person, !single { thing = known[words.pair ^ person] }
            if thing == nil, kind == .organisation, single { thing = known[words.first ^ organisation] }
            if let found = thing, things[found].kind != kind { thing = nil }
            let at = thing ?? things.count
            if thing == nil { things.append(Thing(kind: kind)) }
            add(i, to: at)
            if let factKey {
                known[factKey] = at
                if things[at].fact == nil { things[at].fact = mention.fact }
            }
            known[name] = at
            if kind == .person, !single {
                known[words.last ^ person] = at
                if known[words.first ^ person] == nil { known[words.first ^ person] = at }
                known[words.pair ^ person] = at
            } else if kind == .organisation {
                if mention.acronym != 0 { known[mention.acronym ^ organisation] = at }
                if !single {
                    let role = NameWord(word: words.first)
                    if !role.has([.bodyHead, .direction]), known[words.first ^ organisation] == nil {
                        known[words.first ^ organisation] = at
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
        let count = words[i].count
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
        let headlineWords = wordHashes(of: headline)
        let most = Double(things.reduce(1) { max($0, $1.mentions.count) })
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
            if headlineWords.contains(words[thing.fullest].last)
                || headlineWords.contains(words[thing.fullest].first)
            {
                salience += 0.2
            }
            entity.salience = min(1, salience).rounded2
            entity.mentions = thing.mentions.map { span(mentions[$0]) }
            entities.append(entity)
        }
        appendHangul(&entities)
        // Numbers are sorted and entities moved once: an entity is large.
        let order = entities.enumerated().map { (salience: $1.salience, index: $0) }.sorted {
            $0.salience != $1.salience ? $0.salience > $1.salience : $0.index < $1.index
        }
        return order.map { entities[$0.index] }
    }

    /// A headline has few words: they are searched one by one.
    private func wordHashes(of headline: String?) -> [UInt64] {
        guard var headline else { return [] }
        return headline.withUTF8 { bytes in
            tokenize(bytes, [Span(0, min(bytes.count, 1000))])
                .filter { $0.kind == .word || $0.kind == .katakana }.map(\.hash)
        }
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
            if record.geonameID > 0 { entity.uri = geonamesURI(record.geonameID) }
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
            entity.uri = geonamesURI(record.geonameID)
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

private func geonamesURI(_ id: Int) -> String { "https://www.geonames.org/" + String(id) }

extension Double {
    /// To two decimals.
    fileprivate var rounded2: Double { Double(Int(self * 100 + 0.5)) / 100 }
}
