internal import Article
internal import Bytes
internal import Facts

/// A name at one place of the text.
struct NameMention {
    /// Tokens, the end exclusive.
    var first: Int
    var end: Int
    /// `nil` while nothing at this place tells the kind; the rest of the text may.
    var kind: Entity.Kind?
    /// 0 to 1.
    var confidence: Float
    /// What the table of facts knows it as.
    var fact: Meaning?
    /// Tokens of the title before it: "Chinese President".
    var title: Range<Int>?
    /// A country's adjective before it: index of the country.
    var adjective: Int?
    /// For an open mention: where it stands a place is likely, or a person.
    var placeLikely = false
    var personLikely = false
    /// `wordHash` of the acronym in brackets behind it; 0 where there is none.
    var acronym: UInt64 = 0
    /// Index of its entity, once linked.
    var entity = -1
}

/// Words seen in small letters, as a Bloom filter (Bloom 1970) with one hash: a capitalised word that is among them is
/// at the start of a sentence hardly a name.
struct LowerWords {
    private var bits: [UInt64]
    private let mask: Int

    init(_ tokens: [Token]) {
        var size = 64
        while size * 4 < tokens.count, size < 1 << 16 { size *= 2 }
        mask = size * 64 - 1
        bits = [UInt64](repeating: 0, count: size)
        for token in tokens where token.kind == .word && !token.has(.capitalised) {
            let at = Int(truncatingIfNeeded: token.hash) & mask
            bits[at >> 6] |= 1 << UInt64(at & 63)
        }
    }

    @inline(__always) func contains(_ hash: UInt64) -> Bool {
        let at = Int(truncatingIfNeeded: hash) & mask
        return bits[at >> 6] >> UInt64(at & 63) & 1 != 0
    }
}

/// Finds names by rules over capitalised words, the table of facts and lists of words that begin and end names.
struct NameFinder {
    let text: Text
    let tokens: [Token]
    let body: UnsafeBufferPointer<UInt8>
    let table = Table()
    let language: KnownLanguage
    let functionWords: WordTable
    let englishFunctionWords: WordTable
    private let lower: LowerWords
    private(set) var mentions: [NameMention] = []
    /// A capitalised word of the run that is being read.
    private struct Word {
        var token: Int
        var role: NameWord
        var isFunction: Bool
        /// An ordinary English word in small letters.
        var isEnglish: Bool
        var isGiven = false
        var isSurname = false
        var isFamily = false
        var adjective: Int?
        var isInitial = false
    }
    private var run: [Word] = []
    /// What each token may mean alone, for the capitalised ones: `MeaningKinds`.
    private var alone: [UInt16]
    /// How often each country's adjective is used.
    private(set) var adjectives = [UInt16](repeating: 0, count: 256)
    /// The token behind the run.
    private var runEnd = 0
    private var isHeadline = false
    private var isAllCaps = false
    private var limit = 0

    init(_ text: Text, language: String?) {
        self.text = text
        tokens = text.tokens
        body = text.body
        self.language = KnownLanguage(tag: language ?? "en")
        functionWords = FunctionWords.table(self.language)
        englishFunctionWords = FunctionWords.table(.english)
        lower = LowerWords(text.tokens)
        alone = [UInt16](repeating: NameFinder.notYet, count: text.tokens.count)
        let capitalised = text.tokens.indices.filter {
            text.tokens[$0].kind == .word && text.tokens[$0].has(.capitalised)
        }
        table.prepare(capitalised.map { text.tokens[$0].hash })
        for i in capitalised { alone[i] = NameFinder.lookUp(table, text.tokens[i].hash) }
        mentions.reserveCapacity(64)
        run.reserveCapacity(16)
    }

    // MARK: Small questions

    /// Stands for "not looked up": no token is an abbreviation alone.
    private static let notYet: UInt16 = 0x8000

    /// The kinds of things that token `i` alone may mean, and whether longer phrases begin with it (`.start`).
    @inline(__always) private func kinds(_ i: Int) -> MeaningKinds {
        let known = alone[i]
        return MeaningKinds(rawValue: known == NameFinder.notYet ? NameFinder.lookUp(table, tokens[i].hash) : known)
    }

    private static func lookUp(_ table: Table, _ word: UInt64) -> UInt16 {
        var kinds: UInt16 = 0
        for meaning in table.lookUp(PhraseKey(word)) where meaning.kind != .abbreviation {
            kinds |= 1 << UInt16(meaning.kind.rawValue)
        }
        return kinds
    }

    /// `longestPhrase` from token `i` on.
    private func phrase(_ i: Int, _ wanted: MeaningKinds, to end: Int? = nil) -> PhraseMatch? {
        if kinds(i).isDisjoint(with: wanted.union(MeaningKinds(.start))) { return nil }
        return longestPhrase(table, tokens, body, from: i, to: end ?? limit, kinds: wanted)
    }

    @inline(__always) private func byte(_ i: Int) -> UInt8 {
        i < tokens.count && tokens[i].end - tokens[i].start == 1 ? body[Int(tokens[i].start)] : 0
    }

    @inline(__always) private func isWord(_ i: Int, _ words: StaticString...) -> Bool {
        guard i >= 0, i < tokens.count, tokens[i].kind == .word else { return false }
        for word in words where tokens[i].hash == wordHash(word) { return true }
        return false
    }

    /// A word of a name: capitalised, or with a capital inside ("iPhone", "al-Qaida" is two tokens).
    @inline(__always) private func isCapital(_ i: Int) -> Bool {
        i < limit && tokens[i].kind == .word && tokens[i].has([.capitalised])
            || i < limit && tokens[i].kind == .word && tokens[i].has(.innerCapital)
    }

    /// Whether token `i` stands right behind the one before it, without space.
    @inline(__always) private func touches(_ i: Int) -> Bool {
        i < tokens.count && !tokens[i].has(.spaceBefore) && !tokens[i].has(.lineStart)
    }

    @inline(__always) private func isUncased(_ token: Token) -> Bool {
        guard token.kind == .word, token.has(.nonASCII), !token.has(.capitalised) else { return false }
        let c = codePoint(at: Int(token.start), in: body, end: Int(token.end)).value
        return c >= 0x590 && classOf(codePoint: c) == .letter
    }

    // MARK: The walk

    mutating func find() {
        for sentence in text.sentenceTokens {
            limit = sentence.upperBound
            look(at: sentence)
            var i = sentence.lowerBound
            while i < limit {
                let token = tokens[i]
                switch token.kind {
                case .word:
                    if token.has(.capitalised) || token.has(.innerCapital) {
                        i = readRun(i)
                    } else if isUncased(token) {
                        i = uncased(i)
                    } else if NameWord(word: token.hash).has(.particle), i + 1 < limit, arabicArticle(i) {
                        i = readRun(i)
                    } else {
                        i += 1
                    }
                case .han, .katakana: i = eastAsian(i)
                case .number:
                    // "30 Seconds to Mars": only what the table knows.
                    i += 1
                default: i += 1
                }
            }
        }
    }

    /// "al-Sadr", "bin Laden" at the beginning of a name.
    private func arabicArticle(_ i: Int) -> Bool {
        if byte(i + 1) == 0x2D, touches(i + 1), touches(i + 2), isCapital(i + 2) {
            return isWord(i, "al", "el", "ul", "ad", "as", "ash", "az")
        }
        return isWord(i, "bin", "van", "von", "de") && isCapital(i + 1) && tokens[i].has(.spaceBefore) && false
    }

    /// Tells headlines, where every word is capitalised, and lines all in capitals.
    private mutating func look(at sentence: Range<Int>) {
        var words = 0
        var capitals = 0
        var all = 0
        for i in sentence where tokens[i].kind == .word && tokens[i].end - tokens[i].start > 3 {
            words += 1
            if tokens[i].has(.capitalised) { capitals += 1 }
            if tokens[i].has(.allCaps) { all += 1 }
        }
        isHeadline = words >= 4 && capitals * 5 >= words * 4
        isAllCaps = words >= 3 && all * 5 >= words * 4
    }

    private mutating func describe(_ i: Int) -> Word {
        let token = tokens[i]
        // "US", "IT", "WHO" in capitals are no function words.
        let acronym = token.has(.allCaps) && !isAllCaps
        var word = Word(
            token: i, role: NameWord(word: token.hash),
            isFunction: !acronym
                && (functionWords.contains(token.hash)
                    || englishFunctionWords.contains(token.hash) && language != .german),
            isEnglish: false)
        if acronym, token.has(.dotted) == false {
            word.role = word.role.has([.legalForm, .noName, .generation]) ? word.role : []
        }
        word.isInitial = token.end - token.start == 1 || token.has(.dotted) && token.end - token.start <= 4
        let kinds = kinds(i)
        word.isGiven = kinds.holds(.givenName) && !acronym
        word.isSurname = kinds.holds(.surname) && !acronym
        word.isFamily = kinds.holds(.familyName) && !acronym
        if kinds.holds(.adjective) {
            for meaning in table.lookUp(PhraseKey(token.hash)) where meaning.kind == .adjective {
                word.adjective = meaning.index
            }
            if let index = word.adjective, index < 256 { adjectives[index] &+= 1 }
        }
        word.isEnglish = table.isEnglishWord(token.hash)
        return word
    }

    /// Reads a run of capitalised words from token `i` on, finds the names in it; gives the token to go on with.
    private mutating func readRun(_ start: Int) -> Int {
        run.removeAll(keepingCapacity: true)
        var i = start
        while i < limit, run.count < 14 {
            let token = tokens[i]
            guard token.kind == .word else { break }
            if token.has(.capitalised) || token.has(.innerCapital) {
                run.append(describe(i))
            } else if NameWord(word: token.hash).has(.particle), particleLeads(i) || i == start {
                run.append(Word(token: i, role: .particle, isFunction: false, isEnglish: false))
            } else {
                break
            }
            i += 1
            guard i < limit else { break }
            if token.has(.apostropheS) { break }
            // What joins words of one name.
            switch byte(i) {
            case 0x2D:
                guard touches(i), touches(i + 1), i + 1 < limit, tokens[i + 1].kind == .word,
                    tokens[i + 1].has(.capitalised)
                        || NameWord(word: tokens[i + 1].hash).has(.particle) && joinsAfterParticle(i + 1)
                        || isSecondSyllable(i + 1)
                else { break }
                // "India-Pakistan" are two.
                if isPlaceName(i - 1), isPlaceName(i + 1) { break }
                i += 1
                if !tokens[i].has(.capitalised), isSecondSyllable(i) {
                    run[0].isFamily = true
                    run.append(Word(token: i, role: [], isFunction: false, isEnglish: false))
                    i += 1
                }
            case 0x2E:
                // "John F. Kennedy", "St. Louis", "Gen. Smith"
                guard touches(i), i + 1 < limit, isCapital(i + 1),
                    token.end - token.start == 1 || NameWord(word: token.hash).has(.abbreviation)
                else { break }
                i += 1
            case 0x26:
                // "Lee Tate & Ann Poe" are two.
                guard i + 1 < limit, isCapital(i + 1), !(run.count > 1 && run[0].isGiven && personFollows(i + 1)) else {
                    break
                }
                i += 1
            default: break
            }
            if i < limit, tokens[i].has(.lineStart) { break }
        }
        runEnd = i
        segment()
        return max(runEnd, start + 1)
    }

    /// "jae-in" after its capital: "Moon Jae-in", "Kim Jong-un".
    private func isSecondSyllable(_ i: Int) -> Bool {
        guard run.count == 2, tokens[i].end - tokens[i].start <= 6,
            tokens[run[1].token].end - tokens[run[1].token].start <= 6
        else { return false }
        return run[0].isFamily || !run[0].isEnglish && !run[1].isEnglish && !table.isEnglishWord(tokens[i].hash)
    }

    /// A small particle inside a name, with a capital behind it: "Osama bin Laden", "Leonardo da Vinci".
    private func particleLeads(_ i: Int) -> Bool {
        guard !run.isEmpty, i + 1 < limit else { return false }
        if byte(i + 1) == 0x2D { return touches(i + 1) && touches(i + 2) && isCapital(i + 2) }
        if isCapital(i + 1) {
            return !isWord(i, "y", "e", "as", "ad", "le", "la") || isWord(i, "la", "le") && isParticle(i - 1)
        }
        return NameWord(word: tokens[i + 1].hash).has(.particle) && i + 2 < limit && isCapital(i + 2)
            && !isWord(i, "as")
    }

    private func isParticle(_ i: Int) -> Bool {
        i >= 0 && tokens[i].kind == .word && NameWord(word: tokens[i].hash).has(.particle)
    }

    private func joinsAfterParticle(_ i: Int) -> Bool { byte(i + 1) == 0x2D && touches(i + 1) && isCapital(i + 2) }

    // MARK: Names in a run

    private mutating func emit(
        _ first: Int, _ end: Int, _ kind: Entity.Kind?, _ confidence: Float, fact: Meaning? = nil,
        title: Range<Int>? = nil,
        adjective: Int? = nil
    ) {
        var end = end
        var first = first
        // "The" belongs to no name but The Hague's.
        if end > first + 1, kind == .organisation || kind == .place || kind == .event, isWord(first, "the"),
            !(kind == .place && fact?.kind == .city)
        {
            first += 1
        }
        // The full stop of "Inc." belongs to the name.
        if end < tokens.count, byte(end) == 0x2E, touches(end), end > first, kind == .organisation || kind == .person,
            NameWord(word: tokens[end - 1].hash).has(.abbreviation), tokens[end - 1].end - tokens[end - 1].start <= 4
        {
            end += 1
        }
        mentions.append(
            NameMention(
                first: first, end: end, kind: kind, confidence: confidence, fact: fact, title: title,
                adjective: adjective))
        if kind == .organisation || kind == .event || kind == nil { defineAcronym(mentions.count - 1) }
    }

    /// "Shanghai Cooperation Organization (SCO)"
    private mutating func defineAcronym(_ index: Int) {
        let end = mentions[index].end
        guard byte(end) == 0x28, end + 2 < tokens.count, byte(end + 2) == 0x29, tokens[end + 1].kind == .word,
            tokens[end + 1].has(.allCaps)
        else { return }
        let acronym = tokens[end + 1]
        // Its letters begin words of the name, in order.
        var at = Int(acronym.start)
        let stop = Int(acronym.end)
        var matched = 0
        for i in mentions[index].first..<end where tokens[i].kind == .word && at < stop {
            if body[Int(tokens[i].start)] & 0xDF == body[at] & 0xDF {
                matched += 1
                at += 1
            }
        }
        guard matched >= 2, matched * 3 >= (stop - Int(acronym.start)) * 2 else { return }
        mentions[index].acronym = acronym.hash
        if mentions[index].kind == nil { mentions[index].kind = .organisation }
    }

    /// Index into the run of the first word at or behind token `i`.
    private func runIndex(_ i: Int) -> Int {
        var k = 0
        while k < run.count, run[k].token < i { k += 1 }
        return k
    }

    private func endToken(_ k: Int) -> Int { run[k].token + 1 }

    /// A small word before the run that says what follows: "spokesman", "in".
    private func wordBefore(_ i: Int) -> NameWord {
        guard i > 0, tokens[i - 1].kind == .word, !tokens[i].has(.paragraphStart), !tokens[i].has(.sentenceStart) else {
            return []
        }
        return NameWord(word: tokens[i - 1].hash)
    }

    /// The title in small letters before token `i`: "foreign minister", "spokesman".
    private func titleBefore(_ i: Int) -> Range<Int>? {
        // No title ends in a function word.
        guard i > 0, !tokens[i].has(.sentenceStart), !functionWords.contains(tokens[i - 1].hash) else { return nil }
        var best: Range<Int>?
        var first = i - 1
        var steps = 0
        while first >= 0, steps < 4, tokens[first].kind == .word || byte(first) == 0x2D {
            if tokens[first].kind == .word, !tokens[first].has(.capitalised) || steps > 0,
                let match = phrase(first, .office, to: i), match.end == i
            {
                best = first..<i
            }
            if tokens[first].has(.sentenceStart) { break }
            first -= 1
            steps += 1
        }
        return best
    }

    private mutating func segment() {
        let n = run.count
        var k = 0
        var title: Range<Int>?
        var titleKind: Office.Kind?
        var adjective: Int?
        while k < n {
            let word = run[k]
            let t = word.token
            let match = phrase(t, [.anyPlace, .organisation, .person, .office, .agency, .month, .weekday])
            let isLong = (match?.end ?? t) > t + 1

            // Words that stand before names and belong to none.
            if word.isFunction && !isLong {
                title = nil
                adjective = nil
                k += 1
                continue
            }
            if let match, isLong {
                if match.kinds.holds(.office), match.kinds.isDisjoint(with: [.person, .organisation]),
                    let index = match.first(.office)
                {
                    titleKind = table.office(index).kind
                    title = (adjective == nil ? t : adjectiveToken(before: t))..<match.end
                    runEnd = max(runEnd, match.end)
                    k = max(runIndex(match.end), k + 1)
                    continue
                }
                // "New York Mercantile Exchange" goes on behind what the table knows.
                let longer =
                    isHeadline || match.kinds.holds(.person)
                    ? nil : takeBody(k, title: title, adjective: adjective, beyond: match.end)
                if let next = longer ?? takeKnown(match, k, title, adjective) {
                    k = next
                    title = nil
                    titleKind = nil
                    adjective = nil
                    continue
                }
            }
            if let next = takeBody(k, title: title, adjective: adjective) ?? takePlaceName(k) ?? takeEvent(k) {
                k = next
                title = nil
                adjective = nil
                continue
            }
            // A title, when a name follows or it stands alone.
            if let match, match.kinds.holds(.office), let index = match.first(.office),
                !word.isFamily || k + 1 < n || title == nil, !isAllCaps || isLong
            {
                let kind = table.office(index).kind
                title = (title?.lowerBound ?? t)..<match.end
                if let current = adjective, current >= 0, title?.lowerBound == t {
                    title = max(0, adjectiveToken(before: t))..<match.end
                }
                titleKind = titleKind == .office ? .office : kind
                k = max(k + 1, runIndex(match.end))
                if byte(match.end) == 0x2E, k >= n { runEnd = max(runEnd, match.end) }
                continue
            }
            if word.adjective != nil, !(match?.kinds.holds(.country) ?? false) {
                adjective = word.adjective
                k += 1
                continue
            }
            if word.role.has(.noName),
                !word.isGiven || k + 1 >= n || match?.kinds.holds(.month) == true
                    || match?.kinds.holds(.weekday) == true, title == nil
            {
                adjective = nil
                k += 1
                continue
            }
            if let next = takePerson(k, match, title: title, titleKind: titleKind, adjective: adjective) {
                k = next
                title = nil
                titleKind = nil
                adjective = nil
                continue
            }
            if let match, let next = takeKnown(match, k, title, adjective) {
                k = next
                // "Президент России Владимир Путин": the genitive is the title's.
                if title != nil, language == .russian || language == .ukrainian, let country = match.first(.country) {
                    adjective = country
                    continue
                }
                title = nil
                titleKind = nil
                adjective = nil
                continue
            }
            k = takeUnknown(k, title: title, adjective: adjective)
            title = nil
            titleKind = nil
            adjective = nil
        }
    }

    private func adjectiveToken(before i: Int) -> Int {
        var at = i - 1
        while at >= 0, i - at < 3 {
            if kinds(at).holds(.adjective) { return at }
            at -= 1
        }
        return i
    }

    /// Takes a name that the table knows. `nil`: it is none here.
    private mutating func takeKnown(_ match: PhraseMatch, _ k: Int, _ title: Range<Int>?, _ adjective: Int?) -> Int? {
        let t = run[k].token
        let after = runIndex(match.end)
        let isLong = match.end > t + 1
        if match.kinds.holds(.person), let index = match.first(.person) {
            // "Jordan" is no person for that; a whole name is.
            if isLong || match.kinds.isDisjoint(with: .anyPlace),
                !(run[k].isEnglish && (tokens[t].has(.sentenceStart) || lower.contains(tokens[t].hash)))
            {
                var end = match.end
                var next = after
                var first = t
                // "Pope Francis": the title stands outside.
                if isLong, isTitle(k), k + 1 < run.count, end > t + 1, run[k].role.isDisjoint(with: .particle),
                    !run[k].isGiven
                {
                    first = run[k + 1].token
                }
                if next < run.count, run[next].role.has(.generation) {
                    end = endToken(next)
                    next += 1
                }
                emit(
                    first, end, .person, isLong ? 0.97 : 0.8, fact: Meaning(.person, index),
                    title: first > t
                        ? (title?.lowerBound ?? t)..<first
                        : title ?? (k == 0 || run[k - 1].isFunction ? titleBefore(t) : nil),
                    adjective: adjective)
                return leave(match, next, k)
            }
        }
        if match.kinds.holds(.organisation), let index = match.first(.organisation) {
            let ambiguous =
                !isLong
                && (run[k].isEnglish && !match.isCapitals || run[k].isGiven || run[k].isSurname && !match.isCapitals)
            if !(ambiguous
                && (tokens[t].has(.sentenceStart) || lower.contains(tokens[t].hash) || isHeadline || after < run.count))
            {
                if !isLong, match.kinds.holds(.city) || match.kinds.holds(.country), wordBefore(t).has(.beforePlace) {
                    return placeKnown(match, k)
                }
                emit(
                    t, match.end, .organisation, isLong ? 0.95 : ambiguous ? 0.55 : 0.85,
                    fact: Meaning(.organisation, index))
                return leave(match, after, k)
            }
            if match.kinds.isDisjoint(with: .anyPlace) { return nil }
        }
        if !match.kinds.isDisjoint(with: .anyPlace) { return placeKnown(match, k) }
        if match.kinds.holds(.agency), !isLong, match.isCapitals, !isAllCaps {
            emit(t, match.end, .organisation, 0.6)
            return leave(match, after, k)
        }
        return nil
    }

    /// The word of the run to go on with behind a phrase of the table, which may reach out of the run.
    private mutating func leave(_ match: PhraseMatch, _ after: Int, _ k: Int) -> Int {
        runEnd = max(runEnd, match.end)
        return max(after, k + 1)
    }

    private mutating func placeKnown(_ match: PhraseMatch, _ k: Int) -> Int? {
        let t = run[k].token
        let after = runIndex(match.end)
        let isLong = match.end > t + 1
        let placeBefore = wordBefore(t).has(.beforePlace)
        // "South Lebanon" goes on; "London Smith" is another thing.
        let nextIsName = after < run.count && touchesRun(after, match.end)
        if !isLong {
            let word = run[k]
            let isWide =
                match.kinds.holds(.country) || match.kinds.holds(.place)
                || match.first(.region).map { table.region($0).isMajor } ?? false
            if word.isGiven, nextIsName, !placeBefore, run[after].isSurname || !run[after].isEnglish,
                !run[after].role.has(.placeTail)
            {
                return nil
            }
            if !isWide {
                // A county or district counts as a town of its size.
                let size = max(largestCity(match), match.kinds.holds(.region) ? 100_000 : 0)
                let named = word.isGiven || word.isSurname || word.isFamily
                let ordinary = word.isEnglish
                let supported = placeBefore || regionFollows(match.end)
                if ordinary, !supported,
                    size < 300_000 || tokens[t].has(.sentenceStart) || lower.contains(tokens[t].hash)
                {
                    return nil
                }
                if named, !supported, size < 700_000 { return nil }
                if !supported, size < 60_000, nextIsName || tokens[t].has(.sentenceStart) { return nil }
                if tokens[t].end - tokens[t].start <= 3, !supported, size < 1_000_000 { return nil }
                emit(t, match.end, .place, supported ? 0.9 : size > 500_000 ? 0.85 : 0.65, fact: best(match))
                return leave(match, after, k)
            }
            if word.isEnglish, word.isGiven || lower.contains(tokens[t].hash), !placeBefore,
                tokens[t].has(.sentenceStart)
            {
                return nil
            }
        }
        emit(t, match.end, .place, 0.93, fact: best(match))
        return leave(match, after, k)
    }

    private func touchesRun(_ k: Int, _ end: Int) -> Bool {
        k < run.count && run[k].token <= end + 1 && !tokens[max(0, end - 1)].has(.apostropheS)
    }

    private func largestCity(_ match: PhraseMatch) -> Int {
        var most = 0
        for meaning in match.meanings where meaning.kind == .city {
            most = max(most, table.city(meaning.index).population)
        }
        return most
    }

    private func best(_ match: PhraseMatch) -> Meaning? {
        var best: Meaning?
        var size = -1
        var city = 0
        for meaning in match.meanings where !meaning.needsCapitals || match.isCapitals {
            switch meaning.kind {
            case .country:
                // "Luxembourg", "Singapore"; but "Mexico" the country and not the city.
                return meaning
            case .region where best == nil || best?.kind == .city: best = meaning
            case .city:
                let population = table.city(meaning.index).population
                if population > size {
                    size = population
                    city = meaning.index
                }
            case .place where best == nil: best = meaning
            default: break
            }
        }
        guard size >= 0 else { return best }
        let cityMeaning = Meaning(.city, city)
        // "Washington", "New York", "Quebec": the city, when it is large.
        if let best, best.kind == .region, size < 500_000 { return best }
        if best?.kind == .place { return best }
        return cityMeaning
    }

    /// ", Texas" or ", Germany" behind a name: it is a place.
    private func regionFollows(_ i: Int) -> Bool {
        guard byte(i) == 0x2C, i + 1 < limit, isCapital(i + 1),
            let match = phrase(i + 1, [.country, .region]),
            !match.kinds.isEmpty
        else { return false }
        return match.end >= limit || !isCapital(match.end)
    }

    /// Ministries, companies, parties …: by the word that ends the name, or the one before "of".
    private mutating func takeBody(_ k: Int, title: Range<Int>?, adjective: Int?, beyond: Int = 0) -> Int? {
        let n = run.count
        // The last tail of the run that no person parts from here.
        var tail = -1
        var m = k
        while m < n {
            let word = run[m]
            if m > k, word.isFunction { break }
            if m > k, beginsTitle(m), tail >= 0 || m + 1 >= n || !run[m + 1].role.has(.bodyTail) || run[m + 1].isGiven {
                break
            }
            if word.role.has(.bodyTail) || word.role.has(.legalForm),
                m > k || word.role.has(.bodyHead) || word.role.has(.bodyAlone)
            {
                tail = m
            }
            m += 1
        }
        guard tail >= 0, run[tail].token >= beyond else { return nil }
        // A person with a name like a tail's: "John Church".
        if run[k].isGiven, tail == k + 1, n == 2,
            isWord(
                run[tail].token, "church", "post", "bank", "press", "band", "club", "guard", "watch", "company",
                "school", "label")
        {
            return nil
        }
        var first = run[k].token
        var end = endToken(tail)
        var reached = tail + 1
        var extended = false
        // "Ministry of Foreign Affairs", "Organization for Security and Cooperation in Europe"
        if tail + 1 == n, run[tail].role.has(.bodyHead), !tokens[run[tail].token].has(.apostropheS),
            let more = extend(end)
        {
            end = more
            extended = true
            runEnd = max(runEnd, more)
            reached = n
        }
        let words = tail - k + 1
        if words == 1, !extended {
            guard run[tail].role.has(.bodyAlone), !run[tail].isFunction,
                !tokens[first].has(.sentenceStart) || !lower.contains(tokens[first].hash)
            else { return nil }
        }
        // Only an adjective and an ordinary word: "Iraqi Police", "Chinese Government".
        if words == 2, !extended, run[k].adjective != nil, run[tail].role.has(.weakTail), run[tail].isEnglish,
            isHeadline || tokens[first].has(.sentenceStart) && lower.contains(tokens[run[tail].token].hash)
        {
            return nil
        }
        if isHeadline, !run[tail].role.has(.legalForm), !extended, run[tail].isEnglish, run[tail].role.has(.weakTail) {
            return nil
        }
        // "Tuesday" and "Former" begin no name.
        var start = k
        while start < tail,
            run[start].role.has(.noName) && run[start].adjective == nil && !run[start].isGiven && isDay(start)
                || run[start].isFunction
        { start += 1 }
        if start > k { first = run[start].token }
        if let found = phrase(first, .organisation, to: end), found.end == end,
            let index = found.first(.organisation)
        {
            emit(first, end, .organisation, 0.95, fact: Meaning(.organisation, index))
        } else {
            emit(
                first, end, .organisation, extended || run[tail].role.has(.legalForm) ? 0.9 : 0.8,
                adjective: run[start].adjective ?? adjective)
        }
        return reached
    }

    private func isDay(_ k: Int) -> Bool {
        !kinds(run[k].token).isDisjoint(with: [.weekday, .month])
    }

    /// A title of one word or several begins at word `k`.
    private func beginsTitle(_ k: Int) -> Bool {
        phrase(run[k].token, .office) != nil
    }

    private func isTitle(_ k: Int) -> Bool {
        kinds(run[k].token).holds(.office)
    }

    /// Where "of …" or "for …" behind token `i` ends, `nil` if none follows.
    private func extend(_ i: Int) -> Int? {
        guard isWord(i, "of", "for", "on", "de", "des", "del", "für", "du", "della", "di") else { return nil }
        if isWord(i, "on"),
            !NameWord(word: tokens[i - 1].hash).has(.headOn)
                || i + 1 < limit && NameWord(word: tokens[i + 1].hash).has(.noName)
        {
            return nil
        }
        var at = i + 1
        if isWord(at, "the", "la", "los", "las", "les") { at += 1 }
        guard isCapital(at), !isTitleName(at) else { return nil }
        var end = at
        var words = 0
        while at < limit, words < 8 {
            if isCapital(at), !tokens[at].has(.lineStart) {
                if words > 0,
                    NameWord(word: tokens[at].hash).has(.noName)
                        || phrase(at, .office) != nil
                {
                    break
                }
                end = at + 1
                at += 1
                words += 1
                if tokens[end - 1].has(.apostropheS) { break }
                if byte(at) == 0x2D, touches(at), touches(at + 1), isCapital(at + 1) { at += 1 }
            } else if isWord(at, "and", "of", "in", "for", "the", "de", "la", "y", "und", "et"),
                isCapital(at + 1) || isWord(at + 1, "the") && isCapital(at + 2)
            {
                // "in" and "and" go on only inside a long name.
                if isWord(at, "in") && words < 3 { break }
                if isWord(at, "and"), isPlaceName(end - 1) || personFollows(at + 1) { break }
                at += 1
            } else {
                break
            }
        }
        return end
    }

    private func isPlaceName(_ i: Int) -> Bool {
        !kinds(i).isDisjoint(with: .anyPlace)
    }

    private func personFollows(_ i: Int) -> Bool {
        !kinds(i).isDisjoint(with: [.givenName, .office])
    }

    private func isTitleName(_ i: Int) -> Bool { false }

    /// Rivers, airports, streets …: by the word that ends or begins the name.
    private mutating func takePlaceName(_ k: Int) -> Int? {
        let n = run.count
        let word = run[k]
        if word.role.has(.placeHead), !tokens[word.token].has(.apostropheS), k + 1 < n, !run[k + 1].isFunction,
            run[k + 1].token <= word.token + 2,
            !isTitle(k + 1), !word.role.has(.particle), !(word.isGiven && run[k + 1].isSurname)
        {
            var end = k + 2
            while end < n, end - k < 4,
                run[end].role.has(.placeTail) || tokens[run[end].token].has(.spaceBefore) == false
            { end += 1 }
            emit(word.token, endToken(end - 1), .place, 0.75)
            return end
        }
        if word.role.has(.placeHead) || word.role.has(.placeTail), isWord(endToken(k), "of"), k + 1 == n {
            // "Gulf of Aden", "Strait of Hormuz", "Bay of Pigs"
            let next = isWord(endToken(k) + 1, "the") ? endToken(k) + 2 : endToken(k) + 1
            if isCapital(next),
                isWord(
                    word.token, "gulf", "strait", "bay", "sea", "isle", "cape", "city", "lake", "port", "state",
                    "republic", "province")
            {
                let end = isCapital(next + 1) && !isTitleAt(next + 1) ? next + 2 : next + 1
                emit(word.token, end, .place, 0.75)
                runEnd = max(runEnd, end)
                return n
            }
        }
        if isTitle(k) { return nil }
        var m = k + 1
        while m < n, m - k < 5 {
            if run[m].isFunction || isTitle(m) && !run[m].role.has(.placeTail) { return nil }
            if run[m].role.has(.placeTail) {
                // A body's tail further on wins; a person of that name loses ("Linkin Park" too, alas).
                if m + 1 < n, run[m + 1].role.has(.placeTail) { m += 1 }
                if run[k].isGiven, m == k + 1, run[m].isSurname, !wordBefore(run[k].token).has(.beforePlace),
                    !isWord(run[k].token - 1, "the")
                {
                    return nil
                }
                if isHeadline && !wordBefore(run[k].token).has(.beforePlace) && run[m].isEnglish { return nil }
                emit(run[k].token, endToken(m), .place, 0.75)
                return m + 1
            }
            m += 1
        }
        return nil
    }

    private func isTitleAt(_ i: Int) -> Bool {
        kinds(i).holds(.office)
    }

    private mutating func takeEvent(_ k: Int) -> Int? {
        let n = run.count
        if run[k].role.has(.eventHead), k + 1 < n, !run[k + 1].isFunction, !isTitle(k + 1) {
            var end = k + 2
            if isWord(run[k].token, "world", "tropical"), end < n { end += 1 }
            emit(run[k].token, endToken(end - 1), .event, 0.6)
            return end
        }
        var m = k + 1
        while m < n, m - k < 6 {
            if run[m].isFunction { return nil }
            if run[m].role.has(.eventTail) {
                if run[k].isGiven, m == k + 1, run[m].isSurname { return nil }
                while m + 1 < n, run[m + 1].role.has(.eventTail) || run[m + 1].role.has(.generation) { m += 1 }
                emit(run[k].token, endToken(m), .event, 0.5)
                return m + 1
            }
            m += 1
        }
        return nil
    }

    /// Whether a word of the run can go on a person's name.
    private func goesOnPerson(_ k: Int, _ length: Int) -> Bool {
        guard k < run.count else { return false }
        let word = run[k]
        if word.role.has(.generation) { return true }
        if word.isInitial { return k + 1 < run.count }
        if word.role.has(.particle), !tokens[word.token].has(.capitalised) { return k + 1 < run.count }
        if word.isFunction || isTitle(k) && !word.isSurname || word.adjective != nil && !word.isSurname { return false }
        if word.role.has(.bodyTail) || word.role.has(.legalForm), !word.isSurname { return false }
        if word.role.has(.noName), !word.isSurname, !word.isGiven || isDay(k) { return false }
        // Another name that the table knows begins here.
        if let known = phrase(word.token, [.anyPlace, .organisation, .person]),
            known.end > word.token + 1,
            known.kinds.isDisjoint(with: .city) || !word.isSurname
        {
            return false
        }
        return true
    }

    /// Acronyms that the text defines for things that are no names: "improvised explosive devices (IEDs)".
    private(set) var commonAcronyms: Set<UInt64> = []

    /// A name of a person that begins at word `k`: by given name, family name, initials or the title before it.
    private mutating func takePerson(
        _ k: Int, _ match: PhraseMatch?, title: Range<Int>?, titleKind: Office.Kind?, adjective: Int?
    ) -> Int? {
        let n = run.count
        let word = run[k]
        let t = word.token
        var title = title
        var evidence = title != nil
        if k == 0 || run[k - 1].isFunction, title == nil, let before = titleBefore(t) {
            title = before
            evidence = true
        }
        let personBefore = wordBefore(t).has(.person)
        let isPlace = match.map { !$0.kinds.isDisjoint(with: [.country, .region]) } ?? false
        let placeBefore = wordBefore(t).has(.beforePlace)

        var end = k + 1
        while end < n, end - k < 5, goesOnPerson(end, end - k) {
            // A possessive or another name behind: the word before was the last.
            if run[end].token > endToken(end - 1) + 1 { break }
            end += 1
        }
        let count = end - k
        if word.isFunction { return nil }
        // Given name and another word.
        if word.isGiven, count >= 2, !(isPlace && placeBefore) {
            let next = run[k + 1]
            if !isHeadline || next.isSurname || next.isInitial || !next.isEnglish {
                if next.isEnglish, !next.isSurname, !evidence, word.isEnglish { return nil }
                emit(
                    t, endToken(end - 1), .person, next.isSurname || !next.isEnglish ? 0.92 : 0.75, title: title,
                    adjective: adjective)
                return end
            }
        }
        // Initials: "J. K. Rowling", "W.H. Auden"
        if word.isInitial, count >= 2, !run[end - 1].isInitial,
            tokens[t].has(.dotted) && !isAcronymPlace(match) || byte(t + 1) == 0x2E
        {
            emit(t, endToken(end - 1), .person, 0.85, title: title, adjective: adjective)
            return end
        }
        // Surname first: "Xi Jinping", "Kim Jong Il"
        if word.isFamily, count >= 2, count <= 3 + (byte(endToken(k + 1)) == 0x2D ? 1 : 0),
            !run[k + 1].isEnglish || evidence,
            !run[k + 1].isGiven || evidence || !isPlace, run[k + 1].token == t + 1
        {
            emit(t, endToken(end - 1), .person, 0.85, title: title, adjective: adjective)
            return end
        }
        // A title before it.
        if evidence || personBefore {
            guard !word.role.has(.legalForm), !isDay(k), !(isPlace && titleKind != .address && count == 1) else {
                return nil
            }
            if isPlace, !word.isSurname, !word.isGiven { return nil }
            if let match, match.kinds.holds(.organisation), count == 1, match.isCapitals { return nil }
            if personBefore && !evidence && (word.isEnglish || placeBefore) { return nil }
            if let title, !tokens[title.lowerBound].has(.capitalised), word.isEnglish, !word.isGiven,
                !word.isSurname
            {
                return nil
            }
            emit(t, endToken(end - 1), .person, titleKind == nil ? 0.8 : 0.9, title: title, adjective: adjective)
            return end
        }
        return nil
    }

    private func isAcronymPlace(_ match: PhraseMatch?) -> Bool {
        match.map { !$0.kinds.isDisjoint(with: .anyPlace) } ?? false
    }

    /// What no list knows.
    private mutating func takeUnknown(_ k: Int, title: Range<Int>?, adjective: Int?) -> Int {
        let n = run.count
        let word = run[k]
        let t = word.token
        // As far as nothing known begins.
        var end = k + 1
        var english = word.isEnglish ? 1 : 0
        while end < n, end - k < 6 {
            let next = run[end]
            if next.isFunction || next.token > endToken(end - 1) + 1 || tokens[run[end - 1].token].has(.apostropheS) {
                break
            }
            if next.role.has(.noName) || isDay(end) || next.adjective != nil || isTitle(end) && !next.isSurname {
                break
            }
            // "Relief Coordinator Jo Bloggs"
            if next.isGiven, english == end - k, end + 1 < n, !run[end + 1].isEnglish || run[end + 1].isSurname {
                break
            }
            if let found = phrase(next.token, [.country, .region, .person, .place]),
                found.kinds.holds(.person) || !next.isSurname
            {
                break
            }
            english += next.isEnglish ? 1 : 0
            end += 1
        }
        let count = end - k
        let starts = tokens[t].has(.sentenceStart) || isOpening(t - 1)
        var first = k
        // "Former Smith": the sentence's first word is an ordinary one.
        if starts, word.isEnglish, !word.isGiven,
            lower.contains(tokens[t].hash) || count > 1 && !run[k + 1].isEnglish
                || !tokens[t].has(.allCaps) && count == 1
        {
            first += 1
            if first >= end { return end }
        }
        let firstToken = run[first].token
        let length = end - first
        let last = endToken(end - 1)
        let place = wordBefore(firstToken).has(.beforePlace) || regionFollows(last)
        var mention = NameMention(first: firstToken, end: last, kind: nil, confidence: 0.4, adjective: adjective)
        mention.placeLikely = place
        mention.personLikely = speaksAfter(last) || ageFollows(last)
        if isHeadline || isAllCaps {
            if run[first].isEnglish || length > 1 && english > 0 { return end }
        }
        if length >= 2 {
            let lastWord = run[end - 1]
            if regionFollows(last)
                || wordBefore(firstToken).has(.beforePlace) && english == 0 && !mention.personLikely
                    && !lastWord.isSurname && !run[first].isGiven
            {
                mention.kind = .place
                mention.confidence = regionFollows(last) ? 0.8 : 0.55
            } else if tokens[firstToken].has(.allCaps) && !isAllCaps
                || tokens[lastWord.token].has(.allCaps) && !isAllCaps
            {
                mention.confidence = 0.2
            } else if english == 0 || lastWord.isSurname && !run[first].isEnglish || mention.personLikely {
                mention.kind = length <= 3 ? .person : .organisation
                mention.confidence = 0.6
            } else if english > 0, run[first..<end].contains(where: { $0.role.has(.bodyHead) }) {
                mention.kind = .organisation
                mention.confidence = 0.5
            }
        } else {
            let token = tokens[firstToken]
            if regionFollows(last) {
                mention.kind = .place
                mention.confidence = 0.75
            } else if token.has(.allCaps), !isAllCaps, token.end - token.start >= 2,
                !run[first].isEnglish || token.end - token.start <= 3 && !lower.contains(token.hash),
                !run[first].role.has(.noName), !token.has(.hasDigit), !run[first].role.has(.generation)
            {
                let i = firstToken
                if i > 1, byte(i - 1) == 0x28, byte(i + 1) == 0x29, tokens[i - 2].kind == .word,
                    !tokens[i - 2].has(.capitalised), table.isEnglishWord(tokens[i - 2].hash)
                {
                    commonAcronyms.insert(token.hash)
                    return end
                }
                mention.kind = .organisation
                mention.confidence = 0.55
            } else if !run[first].isEnglish, run[first].isGiven || run[first].isSurname || run[first].isFamily {
                mention.personLikely = true
            } else if run[first].isEnglish, !run[first].isSurname, !run[first].isGiven {
                // An ordinary word with a capital in the middle of a sentence.
                mention.confidence = 0.2
            }
        }
        mentions.append(mention)
        if mention.kind != .person { defineAcronym(mentions.count - 1) }
        return end
    }

    private func isOpening(_ i: Int) -> Bool {
        guard i >= 0, tokens[i].kind == .punctuation else { return false }
        switch body[Int(tokens[i].start)] {
        case 0x22, 0x28, 0x3A, 0x60, 0x27: return true
        case 0xE2, 0xC2: return true
        default: return false
        }
    }

    private func speaksAfter(_ i: Int) -> Bool {
        i < limit && tokens[i].kind == .word && NameWord(word: tokens[i].hash).has(.speaks)
    }

    /// ", 45,"
    private func ageFollows(_ i: Int) -> Bool {
        byte(i) == 0x2C && i + 2 < limit && tokens[i + 1].kind == .number && byte(i + 2) == 0x2C
            && tokens[i + 1].end - tokens[i + 1].start == 2
    }

    // MARK: Scripts without capitals

    private mutating func uncased(_ i: Int) -> Int {
        let kinds: MeaningKinds = [.anyPlace, .organisation, .person]
        if let match = phrase(i, kinds) {
            take(i, match)
            return match.end
        }
        // Hangul: particles follow without space.
        let token = tokens[i]
        let c = codePoint(at: Int(token.start), in: body, end: Int(token.end)).value
        guard (0xAC00...0xD7A3).contains(c) else { return i + 1 }
        var stop = Int(token.end) - 3
        while stop >= Int(token.start) + 6 {
            let key = PhraseKey(wordHash(UnsafeBufferPointer(rebasing: body[Int(token.start)..<stop])))
            let meanings = table.lookUp(key)
            for meaning in meanings where kinds.holds(meaning.kind) {
                hangul.append((i, stop, meaning))
                return i + 1
            }
            stop -= 3
        }
        return i + 1
    }

    /// Names at the start of a Hangul word: token, end in bytes, meaning.
    private(set) var hangul: [(token: Int, end: Int, meaning: Meaning)] = []

    private mutating func eastAsian(_ i: Int) -> Int {
        guard
            let match = phrase(i, [.anyPlace, .organisation, .person])
        else { return i + 1 }
        // One Han character is no name; a short one of a small town hardly.
        if tokens[i].kind == .han, match.end - i < 2 { return i + 1 }
        take(i, match)
        return match.end
    }

    private mutating func take(_ i: Int, _ match: PhraseMatch) {
        if let index = match.first(.person) {
            emit(i, match.end, .person, 0.9, fact: Meaning(.person, index))
        } else if let index = match.first(.organisation) {
            emit(i, match.end, .organisation, 0.85, fact: Meaning(.organisation, index))
        } else if match.kinds.holds(.country) || match.kinds.holds(.region) || match.kinds.holds(.place)
            || largestCity(match) > 400_000
        {
            emit(i, match.end, .place, 0.85, fact: best(match))
        }
    }

    /// Decides the kind of a mention, or unites it with others; used by the pass over the whole text.
    mutating func decide(_ index: Int, _ kind: Entity.Kind, _ confidence: Float) {
        mentions[index].kind = kind
        mentions[index].confidence = confidence
    }

    mutating func assign(_ index: Int, to entity: Int) { mentions[index].entity = entity }
}
