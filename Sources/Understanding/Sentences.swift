package import Article
internal import Bytes

/// Cuts paragraphs into sentences: closing quotes and brackets belong to the sentence, white space between to none.
///
/// One pass over the bytes stops at the marks that may end a sentence; rules look at the word before and the word behind.
/// `language` is BCP 47 and chooses the abbreviations; `nil` takes those common to all. Linear.
package func splitSentences(
    _ body: UnsafeBufferPointer<UInt8>, _ paragraphs: [Span], language: String?
) -> [Span] {
    var splitter = SentenceSplitter(body: body, language: KnownLanguage(tag: language), tag: language)
    splitter.sentences.reserveCapacity(body.count / 100 + paragraphs.count)
    for paragraph in paragraphs {
        splitter.split(max(0, paragraph.start), min(body.count, paragraph.end))
    }
    return splitter.sentences
}

/// The bytes where the splitter must look closer; everything else is skipped.
private enum Mark {
    @inline(__always) static func isStop(_ c: UInt8) -> Bool {
        switch c {
        case 0x21, 0x2E, 0x3F, 0x0A: true  // ! . ? line feed
        case 0xE2, 0xE3, 0xEF: true  // … and bullets, 。 ｡, ！ ？ ．
        case 0xD6, 0xD8, 0xDB: true  // Armenian ։, Arabic ؟ ۔
        case 0xE0, 0xE1: true  // danda; Ethiopic, Khmer, Myanmar full stops
        default: false
        }
    }

    /// The high bit of the first of eight bytes that is . ! ? or a line feed, or no ASCII; bits above it mean nothing.
    ///
    /// Looks at all at once (Lamport, "Multiple byte processing with full-word instructions", 1975): a carry out of a byte
    /// comes from one that is no ASCII, and so is found before the byte it spoils.
    @inline(__always) static func candidates(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let below = ones * 0x7F
        // High bit clear where equal.
        let dot = (word ^ ones * 0x2E) &+ below
        let loud = (word ^ ones * 0x21) &+ below
        let question = (word ^ ones * 0x3F) &+ below
        let line = (word ^ ones * 0x0A) &+ below
        return (~(dot & loud & question & line) | word) & ones << 7
    }
}

private struct SentenceSplitter {
    let body: UnsafeBufferPointer<UInt8>
    let abbreviations: WordTable
    let functionWords: WordTable
    /// Languages that write ordinal numbers with a full stop ("am 3. März").
    let ordinalDot: Bool
    var sentences: [Span] = []

    private var end = 0
    /// First character of the sentence under way.
    private var start = 0
    /// The list whose next entry may stand in the middle of a line ("1) … 2) …").
    private var list: ListMarker?
    /// The bullet the paragraph began with, as its three bytes.
    private var bullet: UInt32 = 0
    /// Depth of 「 and 『: a full stop inside them ends no sentence.
    private var cornerQuotes = 0

    init(body: UnsafeBufferPointer<UInt8>, language: KnownLanguage, tag: String?) {
        self.body = body
        abbreviations = Abbreviations.tables[language.rawValue]
        functionWords = FunctionWords.table(language)
        ordinalDot = SentenceSplitter.ordinalDots.contains(languageCode(tag))
    }

    private static let ordinalDots = [
        "de", "da", "nb", "nn", "no", "fi", "is", "et", "lv", "cs", "sk", "sl", "hr", "bs", "sr", "hu", "pl", "tr",
        "lb",
    ].map(languageCode)

    mutating func split(_ from: Int, _ stop: Int) {
        end = stop
        start = skipSpace(from)
        cornerQuotes = 0
        bullet = bulletBytes(start)
        list = nil
        startList()
        var i = start
        while i < end {
            i = nextStop(i)
            guard i < end else { break }
            if body[i] == 0x20 {
                i += 1
                if i < end, continuesList(i) {
                    cut(i, next: i)
                    startList()
                }
            } else {
                // Broken UTF-8 may look like a mark and be none.
                i = max(i + 1, look(i))
            }
        }
        cut(end, next: end)
    }

    /// The first byte from `from` on that needs a closer look, else `end`: in a list a space, too.
    @inline(__always) private func nextStop(_ from: Int) -> Int {
        var i = from
        let bytes = UnsafeRawBufferPointer(body)
        let end = end
        if list != nil {
            while i < end, body[i] != 0x20, !Mark.isStop(body[i]) { i += 1 }
            return i
        }
        while i + 8 <= end {
            let found = Mark.candidates(bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            guard found != 0 else {
                i += 8
                continue
            }
            i += found.trailingZeroBitCount / 8
            // What is no ASCII comes in runs.
            while i < end, body[i] >= 0x80, !Mark.isStop(body[i]) { i += 1 }
            if i < end, Mark.isStop(body[i]) { return i }
        }
        while i < end, !Mark.isStop(body[i]) { i += 1 }
        return i
    }

    /// Ends the sentence before `stop`, white space cut off; the next begins at `next`.
    private mutating func cut(_ stop: Int, next: Int) {
        var last = min(stop, end)
        while last > start, let length = spaceLength(endingAt: last) { last -= length }
        if last > start { sentences.append(Span(start, last)) }
        start = skipSpace(next)
    }

    /// Looks at a byte of `Mark.stops` and gives where to go on.
    private mutating func look(_ i: Int) -> Int {
        let c = body[i]
        switch c {
        case 0x0A:
            cut(i, next: i + 1)
            startList()
            return max(start, i + 1)
        case 0x2E, 0x21, 0x3F: return western(i, i)
        case 0xE2:
            // Quotation marks and dashes, by far the most of these.
            if i + 2 < end, body[i + 1] == 0x80, body[i + 2] &- 0x90 < 0x10 { return i + 3 }
        default: break
        }
        let (value, length) = codePoint(at: i, in: body, end: end)
        switch value {
        case 0x2026: return western(i, i)  // …
        case 0x203C, 0x2047...0x2049: return western(i, i)  // ‼ ⁇ ⁈ ⁉
        case 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0xFF61: return eastern(i + length)
        case 0x300C, 0x300E: cornerQuotes += 1
        case 0x300D, 0x300F: cornerQuotes = max(0, cornerQuotes - 1)
        case 0x61F, 0x6D4, 0x589, 0x964, 0x965, 0x1362, 0x1367, 0x17D4, 0x17D5, 0x104A, 0x104B:
            // Full stops and question marks of scripts without capitals: nothing else they can mean.
            return plainStop(i + length)
        case 0x2022, 0x2043, 0x25AA, 0x25CF, 0x25E6, 0x2023, 0x25A0, 0x25B6:
            if bullet != 0, i > start, bulletBytes(i) == bullet {
                cut(i, next: i)
                return i + length
            }
        default: break
        }
        return i + length
    }

    // MARK: Full stops

    /// A run of Western marks begins at `first`; decides whether it ends the sentence.
    private mutating func western(_ first: Int, _ from: Int) -> Int {
        var i = from
        var dots = 0
        var loud = false
        var ellipsis = false
        while i < end {
            switch body[i] {
            case 0x2E: dots += 1
            case 0x21, 0x3F: loud = true
            case 0xE2:
                guard i + 2 < end, body[i + 1] == 0x80 || body[i + 1] == 0x81 else { break }
                let third = body[i + 2]
                guard body[i + 1] == 0x80 ? third == 0xA6 || third == 0xBC : third >= 0x87 && third <= 0x89 else {
                    break
                }
                if body[i + 1] == 0x80 && third == 0xA6 { ellipsis = true } else { loud = true }
                i += 3
                continue
            default: break
            }
            guard body[i] == 0x2E || body[i] == 0x21 || body[i] == 0x3F else { break }
            i += 1
        }
        if i + 1 < end, body[i] == 0x20, body[i + 1] == 0x2E, !loud, i - first == 1, let stop = spacedDots(first, i) {
            return stop
        }
        if dots > 1 { ellipsis = true }
        let marks = i
        i = skipClosers(i)
        let closed = i > marks
        if i < end, body[i] != 0x20 { i = skipNotes(first, i) }
        guard i < end else { return i }
        // What is left out ends nothing: "[...]", and in a quotation "to credit … While this".
        if ellipsis, !loud, first > start {
            let before = body[first - 1]
            if before == 0x5B || before == 0x28 || before == 0x20 && !closed && isQuoting(first) { return i }
        }
        guard let space = spaceLength(at: i) else {
            if isGlued(first, i, closed) {
                cut(i, next: i)
                startList()
            }
            return i
        }
        let next = Following(after: i + space, in: body, end: end)
        guard next.kind != .nothing else { return i }
        if endsSentence(first, marks, closed: closed, loud: loud, ellipsis: ellipsis, next) {
            cut(i, next: i)
            startList()
            return max(i, start)
        }
        return i
    }

    /// Four dots with spaces between ("word. . . . Next") end a sentence; three do not. The first ends at `i`, where a
    /// space and a second one follow. `nil` where they are two.
    private mutating func spacedDots(_ first: Int, _ i: Int) -> Int? {
        var stop = i
        var dots = 1
        while stop + 1 < end, body[stop] == 0x20, body[stop + 1] == 0x2E,
            stop + 2 >= end || body[stop + 2] != 0x2E
        {
            stop += 2
            dots += 1
        }
        guard dots > 2 else { return nil }
        let attached = first > start && spaceLength(endingAt: first) == nil
        let after = skipClosers(stop)
        guard dots > 3, after < end, let space = spaceLength(at: after) else { return stop }
        let next = Following(after: after + space, in: body, end: end)
        guard next.kind == .upper || next.kind == .digit || next.kind == .uncased else { return stop }
        // The first dot ends the sentence where it stands at its last word; the rest is the ellipsis.
        let at = attached ? first + 1 : after
        cut(at, next: at)
        return stop
    }

    /// A mark after which no other meaning is possible.
    private mutating func plainStop(_ i: Int) -> Int {
        let stop = skipClosers(skipMarks(i))
        guard stop < end else { return stop }
        cut(stop, next: stop)
        startList()
        return max(stop, start)
    }

    /// 。！？: need no space behind them.
    private mutating func eastern(_ i: Int) -> Int {
        let marks = skipMarks(i)
        var stop = marks
        while stop < end {
            let (value, length) = codePoint(at: stop, in: body, end: end)
            switch value {
            case 0x300D, 0x300F: cornerQuotes = max(0, cornerQuotes - 1)
            case 0x201D, 0x2019, 0xFF09, 0x3011, 0x300B, 0x3009, 0x22, 0x29: break
            default:
                guard cornerQuotes == 0 else { return stop }
                // 「…。」と述べた: a particle or comma behind the quotation goes on with it.
                if stop > marks, value == 0x3001 || value == 0xFF0C || (0x3041...0x309F).contains(value) { return stop }
                cut(stop, next: stop)
                startList()
                return max(stop, start)
            }
            stop += length
        }
        return stop
    }

    private func skipMarks(_ i: Int) -> Int {
        var i = i
        while i < end {
            let (value, length) = codePoint(at: i, in: body, end: end)
            switch value {
            case 0x21, 0x2E, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0x61F, 0x6D4, 0x964, 0x965: i += length
            default: return i
            }
        }
        return i
    }

    /// Closing quotes and brackets. A straight quote counts as closing: what opens has a space before it.
    private func skipClosers(_ i: Int) -> Int {
        var i = i
        while i < end {
            switch body[i] {
            case 0x22, 0x27, 0x29, 0x5D, 0x7D: i += 1
            case 0xE2:
                guard i + 2 < end, body[i + 1] == 0x80 else { return i }
                switch body[i + 2] {
                case 0x99, 0x9D, 0xBA: i += 3  // ’ ” ›
                case 0x9C, 0x98:
                    // “ and ‘ close German quotations; elsewhere a space follows only by mistake.
                    guard i + 3 >= end || spaceLength(at: i + 3) != nil else { return i }
                    i += 3
                default: return i
                }
            case 0xC2:
                guard i + 1 < end, body[i + 1] == 0xBB || body[i + 1] == 0xAB else { return i }
                if body[i + 1] == 0xAB, i + 2 < end, spaceLength(at: i + 2) == nil { return i }
                i += 2
            default:
                // French puts a space before its closing »: "… fini. »".
                if let space = spaceLength(at: i), i + space + 1 < end, body[i + space] == 0xC2,
                    body[i + space + 1] == 0xBB
                {
                    i += space + 2
                    continue
                }
                return i
            }
        }
        return i
    }

    /// References glued to the end of a sentence: "…in 1971.[1] Then", "…of a fee.8 Yet".
    private func skipNotes(_ first: Int, _ from: Int) -> Int {
        var i = from
        while i + 2 < end, body[i] == 0x5B {
            var stop = i + 1
            while stop < end, stop - i < 5, body[stop] &- 0x30 < 10 { stop += 1 }
            guard stop > i + 1, stop < end, body[stop] == 0x5D else { return i }
            i = stop + 1
        }
        if i == from, first > start, body[first - 1] >= 0x80 || classOf(ascii: body[first - 1]) == .lower {
            var stop = i
            while stop < end, stop - i < 3, body[stop] &- 0x30 < 10 { stop += 1 }
            if stop > i, stop < end, body[stop] == 0x20 { return stop }
        }
        return i
    }

    /// Whether a quotation that began in this sentence is open at `i`; looks back 600 bytes at most.
    private func isQuoting(_ i: Int) -> Bool {
        var open = 0
        var straight = 0
        var p = max(start, i - 600)
        while p < i {
            if body[p] == 0x22 { straight += 1 }
            if body[p] == 0xE2, p + 2 < i, body[p + 1] == 0x80 {
                if body[p + 2] == 0x9C || body[p + 2] == 0x9E { open += 1 }
                if body[p + 2] == 0x9D { open -= 1 }
            }
            p += 1
        }
        return open > 0 || straight & 1 == 1
    }

    // MARK: The rules

    private func endsSentence(
        _ first: Int, _ marks: Int, closed: Bool, loud: Bool, ellipsis: Bool, _ next: Following
    ) -> Bool {
        switch next.kind {
        case .nothing, .other: return false
        case .lower:
            // "iPhone sales rose": the capital inside says that the word is a name.
            guard next.innerCapital, !loud || !closed else { return false }
        case .upper, .digit, .uncased, .symbol: break
        }
        if loud || ellipsis {
            if ellipsis, !loud, first <= start { return false }
            return !(closed && loud && next.kind == .upper && isAttributed(next))
        }
        let word = Preceding(before: first, in: body, from: start)
        if word.count == 0 { return true }
        if word.start <= contentStart() {
            // "1. The first item", "Q. What is his name?", "J. Smith"
            if word.isNumber { return !(word.count <= 3) }
            if word.letters == 1 && word.count == word.lastCount { return false }
        }
        let starter =
            next.kind == .upper && next.hash != nil && functionWords.contains(next.hash ?? 0) && !next.isInitial
        if word.isNumber {
            // "am 3. März", "der 2. Weltkrieg": the capital of a noun says nothing.
            if ordinalDot, word.count <= 2, !closed { return next.kind == .upper && starter || next.opener }
            return true
        }
        if word.letters == 1, word.count == word.lastCount {
            if closed { return true }
            switch next.kind {
            case .upper: return starter
            case .uncased: return false
            case .digit: return false
            default: return next.opener && word.isUpper
            }
        }
        let kind = Abbreviations.Kind(rawValue: abbreviations[word.hash]) ?? .none
        if kind == .none, word.isDotted {
            if word.isClock { return endsAfterClock(word, next) }
            if word.longest > 3 { return true }  // a domain name, a file name
            if closed { return true }
            switch next.kind {
            case .upper: return starter || next.quoted
            case .digit: return false
            case .uncased: return false
            default: return !next.bracketed
            }
        }
        switch kind {
        case .none: return true
        case .title: return closed || !word.isUpper
        case .never: return false
        case .beforeName: return starter || next.quoted || !word.isUpper
        case .beforeNumber: return next.kind != .digit && (starter || !word.isUpper || next.kind == .upper)
        case .afterName:
            if !word.isUpper, word.count > 4 { return true }
            return closed && !next.bracketed || starter || next.quoted || next.kind == .symbol
        case .calendar:
            if !word.isUpper { return true }
            return next.kind != .digit && (starter || next.quoted)
        case .tail: return next.kind != .lower
        }
    }

    /// "a.m." and "p.m.": a capital begins a sentence unless it names the zone or the day.
    private func endsAfterClock(_ word: Preceding, _ next: Following) -> Bool {
        guard next.kind == .upper else { return next.opener && !next.bracketed }
        if let hash = next.hash, SentenceSplitter.clockFollowers.contains(hash) { return false }
        // "At 5 a.m. Mr. Smith went": too little stands before it for a sentence.
        var words = 0
        var i = start
        while i < word.start, words < 4 {
            if body[i] == 0x20 { words += 1 }
            i += 1
        }
        return words > 2
    }

    static let clockFollowers = WordTable([
        (
            1,
            """
            gmt utc est edt et cst cdt ct mst mdt mt pst pdt pt bst cet cest ist msk hkt sgt aest jst eastern central mountain \
            pacific greenwich local moscow beijing monday tuesday wednesday thursday friday saturday sunday mon tue tues wed \
            thu thur thurs fri sat sun january february march april may june july august september october november december \
            jan feb mar apr jun jul aug sept sep oct nov dec
            """
        )
    ])

    /// `"Did you?" Mr. Smith asked.`: the speaker follows the quotation, and the sentence goes on.
    private func isAttributed(_ next: Following) -> Bool {
        var i = next.start
        for _ in 0..<4 {
            var hash = WordHasher()
            let wordStart = i
            while i < end, classOf(ascii: body[i]) == .lower || classOf(ascii: body[i]) == .upper || body[i] >= 0x80 {
                if body[i] < 0x80 {
                    hash.add(ascii: body[i])
                    i += 1
                } else {
                    i += hash.add(sequenceAt: i, in: body, end: end)
                }
            }
            guard i > wordStart else { return false }
            if SentenceSplitter.cues.contains(hash.value) { return true }
            let c = body[wordStart]
            // Names, titles and "I" only.
            guard c >= 0x80 || classOf(ascii: c) == .upper else { return false }
            if i < end, body[i] == 0x2E { i += 1 }
            guard i < end, body[i] == 0x20 else { return false }
            i += 1
        }
        return false
    }

    static let cues = WordTable([
        (
            1,
            """
            said says asked asks added adds told replied shouted wrote writes wondered cried exclaimed yelled joked tweeted \
            quipped recalled responded demanded remarked declared mused whispered screamed insisted continued answered \
            say ask call called yell cry laughed smiled nodded sighed grinned thought
            sagt sagte fragt fragte rief erklärte meinte demande dit demandé preguntó dijo chiese disse perguntou vroeg zei
            """
        )
    ])

    /// "…world.Today is …": no space, but a capital after a small letter, and no address around it.
    private func isGlued(_ first: Int, _ i: Int, _ closed: Bool) -> Bool {
        guard first > start, i + 1 < end else { return false }
        var p = first
        // `"…last long".Replying`: the quotation mark before the full stop is passed over.
        if body[p - 1] == 0x22 {
            p -= 1
        } else if p - 3 > start, body[p - 3] == 0xE2, body[p - 2] == 0x80, body[p - 1] == 0x9D || body[p - 1] == 0x99 {
            p -= 3
        }
        guard p > start else { return false }
        // The word before: two small letters, or digits.
        let last = body[p - 1]
        let lastClass = last < 0x80 ? classOf(ascii: last) : .lower
        guard lastClass == .lower || lastClass == .digit else { return false }
        let (value, length) = codePoint(at: i, in: body, end: end)
        let type = value < 0x80 ? classOf(ascii: UInt8(value)) : classOf(codePoint: value)
        guard type == .upper, i + length < end else { return false }
        let after = body[i + length]
        let second = after < 0x80 ? classOf(ascii: after) : .lower
        if lastClass == .digit {
            guard second == .lower, p - 1 > start, body[p - 1] >= 0x30 else { return false }
        } else {
            guard second == .lower || second == .space || after == 0x27, p - 2 >= start else { return false }
            let before = body[p - 2]
            guard before >= 0x80 || classOf(ascii: before) == .lower || classOf(ascii: before) == .upper else {
                return false
            }
        }
        // Addresses: a slash, at-sign or www in the same run.
        var length2 = 0
        while p > start, length2 < 64, body[p - 1] > 0x20 {
            p -= 1
            length2 += 1
            if body[p] == 0x40 || body[p] == 0x2F || body[p] == 0x5F { return false }
            if p + 3 < end, body[p] | 0x20 == 0x77, body[p + 1] | 0x20 == 0x77, body[p + 2] | 0x20 == 0x77,
                body[p + 3] == 0x2E
            {
                return false
            }
        }
        var q = i
        while q < end, q - i < 64, body[q] > 0x20 {
            if body[q] == 0x40 || body[q] == 0x2F || body[q] == 0x5F { return false }
            q += 1
        }
        return true
    }

    // MARK: Lists in running text

    /// How an entry of a list is marked, and its place.
    private struct ListMarker {
        enum Style { case dot, dotBracket, bracket, brackets }
        var style: Style
        var letters: Bool
        var value: Int
    }

    /// Remembers the marker when the sentence begins with one.
    private mutating func startList() {
        guard start < end else { return }
        if let found = marker(contentStart()) { list = found.marker }
    }

    /// Whether the next entry of the list under way begins at `i`.
    private func continuesList(_ i: Int) -> Bool {
        guard let list, i > contentStart(), let found = marker(i), found.marker.style == list.style,
            found.marker.letters == list.letters,
            found.marker.value == list.value + 1
        else { return false }
        guard list.style == .dot else { return true }
        if ordinalDot && !list.letters { return false }
        // "2. The second item": a capital must follow.
        return found.stop < end && classOf(ascii: body[found.stop]) == .upper && body[found.stop] < 0x80
            || list.letters && found.stop < end
    }

    /// A marker such as "12.", "3.)", "b)" or "(c)" at `i`, with a space behind it; `stop` is behind the space.
    private func marker(_ i: Int) -> (marker: ListMarker, stop: Int)? {
        var i = i
        guard i < end else { return nil }
        let open = body[i] == 0x28
        if open { i += 1 }
        var value = 0
        var letters = false
        let first = i
        while i < end, i - first < 3, body[i] &- 0x30 < 10 {
            value = value * 10 + Int(body[i] - 0x30)
            i += 1
        }
        if i == first {
            guard i < end, body[i] < 0x80 else { return nil }
            let type = classOf(ascii: body[i])
            guard type == .lower || type == .upper else { return nil }
            letters = true
            value = Int(body[i])
            i += 1
        }
        guard i < end else { return nil }
        var style: ListMarker.Style
        switch body[i] {
        case 0x2E:
            guard !open, !letters || value >= 0x61 else { return nil }
            style = .dot
            i += 1
            if i < end, body[i] == 0x29 {
                style = .dotBracket
                i += 1
            }
        case 0x29:
            style = open ? .brackets : .bracket
            i += 1
        default: return nil
        }
        guard i < end, body[i] == 0x20 else { return nil }
        return (ListMarker(style: style, letters: letters, value: value), i + 1)
    }

    /// The three bytes of a bullet at `i`, else 0.
    @inline(__always) private func bulletBytes(_ i: Int) -> UInt32 {
        guard i + 2 < end, body[i] == 0xE2 else { return 0 }
        let three = UInt32(body[i]) << 16 | UInt32(body[i + 1]) << 8 | UInt32(body[i + 2])
        switch three {
        case 0xE280A2, 0xE28183, 0xE296AA, 0xE2978F, 0xE297A6, 0xE280A3, 0xE296A0, 0xE296B6: return three
        default: return 0
        }
    }

    /// The first character of the sentence behind a bullet and opening marks.
    @inline(__always) private func contentStart() -> Int {
        var i = start
        if bulletBytes(i) != 0 { i = skipSpace(i + 3) }
        while i < end, body[i] == 0x22 || body[i] == 0x5B { i += 1 }
        return i
    }

    // MARK: White space

    /// Length of the white space character at `i`, `nil` if there is none. A line feed counts.
    @inline(__always) private func spaceLength(at i: Int) -> Int? { whiteSpace(at: i, in: body, end: end) }

    @inline(__always) private func spaceLength(endingAt stop: Int) -> Int? {
        if body[stop - 1] <= 0x20 { return 1 }
        if body[stop - 1] < 0x80 { return nil }
        if stop - 2 >= start, let length = spaceLength(at: stop - 2), length == 2 { return 2 }
        if stop - 3 >= start, let length = spaceLength(at: stop - 3), length == 3 { return 3 }
        return nil
    }

    @inline(__always) private func skipSpace(_ i: Int) -> Int { skipWhiteSpace(i, in: body, end: end) }

    // MARK: The word behind

    /// What stands behind a possible end, white space and opening marks skipped.
    private struct Following {
        enum Kind { case nothing, lower, upper, uncased, digit, symbol, other }
        var kind = Kind.nothing
        /// A quote or bracket opens before the word.
        var opener = false
        var bracketed = false
        var quoted: Bool { opener && !bracketed }
        /// Of the word, where it is one.
        var hash: UInt64?
        /// One letter with a full stop behind: "J. Smith".
        var isInitial = false
        var innerCapital = false
        /// First byte of the word.
        var start = 0

        init(after i: Int, in body: UnsafeBufferPointer<UInt8>, end: Int) {
            var i = skipWhiteSpace(i, in: body, end: end)
            // A dash opens direct speech in many languages, and goes on with the sentence before a small letter.
            scan: while i < end {
                let (value, length) = codePoint(at: i, in: body, end: end)
                switch value {
                case 0x22, 0x27, 0x201C, 0x2018, 0x201E, 0x201A, 0xAB, 0x2039, 0xBF, 0xA1, 0x201D, 0x2019, 0x300C,
                    0x300E:
                    opener = true
                case 0x28, 0x5B, 0xFF08:
                    opener = true
                    bracketed = true
                case 0x2013, 0x2014, 0x2015: break
                case 0x2D: guard i + 1 < end, body[i + 1] == 0x20 || body[i + 1] == 0x2D else { break scan }
                default: break scan
                }
                i = skipWhiteSpace(i + length, in: body, end: end)
            }
            guard i < end else { return }
            start = i
            let (value, length) = codePoint(at: i, in: body, end: end)
            switch value < 0x80 ? classOf(ascii: UInt8(value)) : classOf(codePoint: value) {
            case .lower:
                kind = .lower
                innerCapital = i + 1 < end && body[i + 1] < 0x80 && classOf(ascii: body[i + 1]) == .upper
            case .upper:
                kind = .upper
                var hash = WordHasher()
                var letters = 0
                let from = i
                while i < end, i - from < 40 {
                    let c = body[i]
                    if c < 0x80 {
                        let type = classOf(ascii: c)
                        guard type == .lower || type == .upper || c == 0x27 else { break }
                        // "He's", "It's": the pronoun counts.
                        if c == 0x27, i + 1 < end, body[i + 1] == 0x73 { break }
                        hash.add(ascii: c)
                        i += 1
                    } else {
                        let (value, length) = codePoint(at: i, in: body, end: end)
                        if value == 0x2019 {
                            if i + 3 < end, body[i + 3] == 0x73 { break }
                        } else if !classOf(codePoint: value).isLetter {
                            break
                        }
                        _ = hash.add(sequenceAt: i, in: body, end: end)
                        i += length
                    }
                    letters += 1
                }
                self.hash = hash.value
                isInitial = letters == 1 && i < end && body[i] == 0x2E
            case .letter, .han, .hiragana, .katakana: kind = .uncased
            case .digit: kind = .digit
            case .symbol: kind = value == 0x26 || value == 0x2B || value == 0x3D ? .other : .symbol
            case .punctuation:
                // Bullets and stars begin something new.
                kind = value == 0x2022 || value == 0x2043 || value == 0x2026 ? .symbol : .other
            case .space: kind = .other
            }
            _ = length
        }
    }

    // MARK: The word before

    /// The word that ends at a full stop, with its inner dots.
    private struct Preceding {
        var start: Int
        /// Bytes; those after the last inner dot; the most between two dots.
        var count = 0
        var lastCount = 0
        var longest = 0
        /// Letters (code points) after the last inner dot.
        var letters = 0
        var isNumber = false
        var isDotted = false
        var isUpper = false
        /// "a.m", "p.m" in any case.
        var isClock = false
        var hash: UInt64 = 0

        init(before dot: Int, in body: UnsafeBufferPointer<UInt8>, from first: Int) {
            var i = dot
            var digits = 0
            var total = 0
            var pieceEnd = dot
            scan: while i > first, dot - i < 40 {
                let c = body[i - 1]
                if c >= 0x80 {
                    var lead = i - 1
                    while lead > first, body[lead] & 0xC0 == 0x80 { lead -= 1 }
                    let (value, length) = codePoint(at: lead, in: body, end: dot)
                    let type = classOf(codePoint: value)
                    guard lead + length == i, type.isLetter || type == .digit || value == 0xB0 || value == 0x2019 else {
                        break
                    }
                    if type == .digit { digits += 1 }
                    total += 1
                    i = lead
                    continue
                }
                switch classOf(ascii: c) {
                case .lower, .upper: total += 1
                case .digit:
                    digits += 1
                    total += 1
                case .punctuation:
                    let inside = total > 0 && i - 1 > first && body[i - 2] > 0x2F
                    if c == 0x2E, inside {
                        if !isDotted {
                            letters = total
                            lastCount = dot - i
                        }
                        isDotted = true
                        longest = max(longest, pieceEnd - i)
                        pieceEnd = i - 1
                    } else {
                        guard c == 0x2C, inside, digits == total else { break scan }
                    }
                default: break scan
                }
                i -= 1
            }
            start = i
            count = dot - i
            longest = max(longest, pieceEnd - i)
            if !isDotted {
                letters = total
                lastCount = count
            }
            guard count > 0 else { return }
            isNumber = digits > 0 && digits == total
            let (value, _) = codePoint(at: i, in: body, end: dot)
            isUpper = (value < 0x80 ? classOf(ascii: UInt8(value)) : classOf(codePoint: value)) == .upper
            hash = wordHash(UnsafeBufferPointer(rebasing: body[i..<dot]))
            isClock =
                count == 3 && isDotted && body[dot - 1] | 0x20 == 0x6D
                && (body[i] | 0x20 == 0x61 || body[i] | 0x20 == 0x70)
        }
    }
}

/// Length of the white space character at `i`, `nil` if there is none. A line feed counts.
@inline(__always)
private func whiteSpace(at i: Int, in body: UnsafeBufferPointer<UInt8>, end: Int) -> Int? {
    guard i < end else { return nil }
    let c = body[i]
    if c <= 0x20 { return 1 }
    if c < 0xC2 { return nil }
    if c == 0xC2 { return i + 1 < end && body[i + 1] == 0xA0 ? 2 : nil }
    guard c == 0xE2 || c == 0xE3 || c == 0xEF, i + 2 < end else { return nil }
    let (value, length) = codePoint(at: i, in: body, end: end)
    return classOf(codePoint: value) == .space ? length : nil
}

private func skipWhiteSpace(_ from: Int, in body: UnsafeBufferPointer<UInt8>, end: Int) -> Int {
    var i = from
    while let length = whiteSpace(at: i, in: body, end: end) { i += length }
    return i
}
