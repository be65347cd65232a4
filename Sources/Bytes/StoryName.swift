/// A headline or slugline without what agencies put before or behind it to say which version it is, and what that said.
///
/// `CORRECTED-UPDATE 2-Ferry talks fail`, `Ferry talks fail (2nd LD)` and `FERRY TALKS FAIL` have one name.
package struct StoryName: Hashable, Sendable {
    /// Lower-case words with a space between two; empty where the line was nothing but marks.
    package private(set) var folded: [UInt8] = []
    /// "UPDATE 2", "2nd Lead": the number; 1 where there is none with the mark; 0 without a mark.
    package private(set) var update = 0
    package private(set) var isCorrection = false
    /// It says that the story is withdrawn.
    package private(set) var isKill = false

    /// A version with a higher one is later, where nothing else tells.
    package var rank: Int { update * 2 + (isCorrection ? 1 : 0) }
    package var isMarked: Bool { rank > 0 || isKill }

    package init(_ line: String) {
        var line = line
        self = line.withUTF8 { StoryName(bytes: $0) }
    }

    package init(bytes line: UnsafeBufferPointer<UInt8>) {
        let words = Words(line[view: 0..<min(line.count, StoryName.longest)])
        var rest = 0..<words.all.count
        if words.isAdvisoryOfKill { isKill = true }
        while let end = takeOpening(words, rest) { rest = end..<rest.upperBound }
        while let start = takeEnding(words, rest) { rest = rest.lowerBound..<start }
        for (n, i) in rest.enumerated() {
            if n > 0 { folded.append(0x20) }
            folded += words.folded[words.all[i].place]
        }
    }

    /// In bytes; no headline is longer.
    private static let longest = 1000

    /// Takes in the mark at the beginning of the words; returns where the rest begins.
    private mutating func takeOpening(_ words: Words, _ rest: Range<Int>) -> Int? {
        var i = rest.lowerBound
        guard i < rest.upperBound else { return nil }
        // A wire's cycle before a slugline: BC-, AM-, PM-.
        if words.all[i].after == .hyphen, rest.count > 1, Marks.cycles.contains(words.text(i)), words.all[i].isCapital {
            return i + 1
        }
        let ordinal = words.ordinal(i)
        if ordinal != nil { i += 1 }
        guard i < rest.upperBound else { return nil }
        // "Mandatory kill", "bulletin kill"
        if i + 1 < rest.upperBound, Marks.urging.contains(words.text(i)), words.text(i + 1) == Marks.kill { i += 1 }
        guard let kind = Marks.kind(words.text(i)) else { return nil }
        let mark = i
        i += 1
        var number: Int?
        if i < rest.upperBound, words.all[mark].after != .strong, let value = words.number(i) {
            number = value
            i += 1
        }
        // "1st Ld-Writethru"
        if i < rest.upperBound, ordinal != nil, Marks.kind(words.text(i)) == .update { i += 1 }
        let last = words.all[i - 1]
        let next = i < rest.upperBound ? words.all[i] : nil
        let isSetOff =
            switch last.after {
            case .strong: true
            // "LEAD-free paint", "KILL-SWITCH LAW": a hyphen sets a mark off where the rest is written otherwise.
            case .hyphen: number != nil || last.isCapital && next.map { !$0.isCapital } ?? true || kind == .correction
            // "CORRECTED Ferry talks fail"
            case .space: ordinal != nil || words.all[mark].isCapital && next.map { !$0.isCapital } ?? true
            case .end: true
            }
        guard isSetOff, kind != .kill || words.all[mark].isCapital || i - rest.lowerBound > 1 else { return nil }
        take(kind, number ?? ordinal)
        return i
    }

    /// The same at the end: "…, 1st Ld-Writethru", "… (CORRECTED)", "… - update 2".
    private mutating func takeEnding(_ words: Words, _ rest: Range<Int>) -> Int? {
        var start = rest.upperBound
        var kind: Marks.Kind?
        var number: Int?
        while start - 1 > rest.lowerBound, rest.upperBound - start < 4 {
            let i = start - 1
            if let found = Marks.kind(words.text(i)) {
                guard found != .kill || words.all[i].isCapital else { return nil }
                kind = found == .update ? kind ?? .update : found
            } else if let found = words.number(i) ?? words.ordinal(i) {
                number = found
            } else {
                return nil
            }
            start = i
            let before = words.all[i - 1].after
            // "Agency seeks clarification" ends in no mark.
            guard before != .space, kind != nil else { continue }
            // "Talks on arms-lead": a hyphen within a word.
            if before == .hyphen, !words.all[i].isCapital { continue }
            take(kind ?? .update, number)
            return start
        }
        return nil
    }

    private mutating func take(_ kind: Marks.Kind, _ number: Int?) {
        switch kind {
        case .update: update = max(update, number ?? 1)
        case .correction: isCorrection = true
        case .other: break
        case .kill: isKill = true
        }
    }
}

/// The words that mark versions, in lower case.
private enum Marks {
    enum Kind { case update, correction, other, kill }

    static let kill = Array("kill".utf8)[...]
    static let cycles = words("bc am pm ap")
    static let urging = words("mandatory bulletin story")
    static let told = words("story stories item article headline alert report version brief snap")
    static let killed = words("kill killed withdraw withdrawn withdraws withdrawing")

    static func kind(_ word: ArraySlice<UInt8>) -> Kind? { kinds[word] }

    private static let kinds: [ArraySlice<UInt8>: Kind] = {
        var kinds: [ArraySlice<UInt8>: Kind] = [:]
        for (kind, list) in [
            (
                Kind.update,
                """
                update updated updates lead ld writethru writethrough wrapup roundup adds recasts lede \
                actualiza actualización ampliación zusammenfassung aktualisiert uppdaterad opdateret oppdatert \
                aggiornamento actualisation atualização обновлено
                """
            ),
            (
                .correction,
                """
                corrected correction corrections corrects correct clarification clarified refile refiled refiles korrektur \
                berichtigung berichtigt korrigiert corrección corregido corrige rectificación rectificatif correctif \
                rectifié correzione rettifica correção correctie rectificatie rättelse rettelse korrigering исправлено \
                更正 訂正
                """
            ),
            // Of the first version, or of the same once more.
            (
                .other,
                "rpt repeat repeats repeating wiederholung urgent breaking flash snap alert newsalert newsflash eilmeldung"
            ),
            (
                .kill,
                """
                kill killed withdrawn withdrawal retraction retracted annulation annulé anulación anulado annullamento \
                zurückgezogen 撤稿
                """
            ),
        ] {
            for word in words(list) { kinds[word] = kind }
        }
        return kinds
    }()

    private static func words(_ list: String) -> Set<ArraySlice<UInt8>> {
        Set(Array(list.utf8).split { $0 == 0x20 || $0 == 0x0A })
    }
}

/// A line's words, and what stands between them.
private struct Words {
    enum Gap {
        case space, hyphen
        /// Colon, bracket, dash, comma, slash: sets apart.
        case strong
        case end
    }

    struct Word {
        var place: Range<Int>
        var isCapital: Bool
        var after = Gap.end
    }

    /// All words in lower case, without what is between.
    private(set) var folded: [UInt8] = []
    private(set) var all: [Word] = []

    init(_ line: UnsafeBufferPointer<UInt8>) {
        var i = 0
        var start = 0
        var isCapital = true
        var gap = Gap.space
        var isInGap = true
        func end(_ words: inout Words) {
            guard start < words.folded.count else { return }
            words.all.append(Word(place: start..<words.folded.count, isCapital: isCapital))
        }
        while i < line.count {
            let c = line[i]
            let sign = c < 0x80 ? 1 : Words.widthOfSign(at: i, in: line)
            if c < 0x80 ? isLetter(c) || isDigit(c) : sign == nil {
                if isInGap {
                    if !all.isEmpty { all[all.count - 1].after = gap }
                    start = folded.count
                    isCapital = true
                    isInGap = false
                }
                if isLower(c) { isCapital = false }
                i += append(at: i, of: line)
                continue
            }
            if !isInGap {
                end(&self)
                isInGap = true
                gap = c == 0x2D ? .hyphen : Words.gap(at: i, in: line)
            } else {
                // Two signs, or a sign and a space, set apart whatever they are.
                let this = Words.gap(at: i, in: line)
                if gap == .hyphen || this == .strong { gap = .strong }
            }
            i += sign ?? 1
        }
        if !isInGap { end(&self) }
        // A closing bracket or colon behind the last word changes nothing.
        if !all.isEmpty { all[all.count - 1].after = .end }
    }

    func text(_ i: Int) -> ArraySlice<UInt8> { folded[all[i].place] }

    /// "2"; no year and no sum.
    func number(_ i: Int) -> Int? {
        let word = text(i)
        guard word.count <= 2, word.allSatisfy(isDigit) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// "2nd"
    func ordinal(_ i: Int) -> Int? {
        let word = text(i)
        guard (3...4).contains(word.count),
            ["st", "nd", "rd", "th"].contains(String(decoding: word.suffix(2), as: UTF8.self)),
            word.dropLast(2).allSatisfy(isDigit)
        else { return nil }
        return word.dropLast(2).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// "ADVISORY: The story on ferry talks is withdrawn"
    var isAdvisoryOfKill: Bool {
        guard let first = all.first, first.after != .space, text(0) == Array("advisory".utf8)[...] else { return false }
        return all.indices.contains { Marks.told.contains(text($0)) }
            && all.indices.contains { Marks.killed.contains(text($0)) }
    }

    /// Appends one character in lower case; returns its bytes.
    private mutating func append(at i: Int, of line: UnsafeBufferPointer<UInt8>) -> Int {
        let c = line[i]
        if c < 0x80 {
            folded.append(lowered(c))
            return 1
        }
        if c & 0xE0 == 0xC0, i + 1 < line.count {
            let letter = lowerCase(UInt32(c & 0x1F) << 6 | UInt32(line[i + 1] & 0x3F))
            folded.append(UInt8(truncatingIfNeeded: 0xC0 | letter >> 6))
            folded.append(UInt8(truncatingIfNeeded: 0x80 | letter & 0x3F))
            return 2
        }
        let end = min(line.count, i + (c < 0xE0 ? 1 : c < 0xF0 ? 3 : 4))
        folded += line[i..<end]
        return end - i
    }

    private static func gap(at i: Int, in line: UnsafeBufferPointer<UInt8>) -> Gap {
        switch line[i] {
        // Apostrophes, full stops and quotation marks belong to the words.
        case 0x20, 0x09, 0x0A, 0x0D, 0x21, 0x22, 0x23, 0x27, 0x2E, 0x3F, 0xC2: .space
        case 0xE2: line.has("–", at: i) || line.has("—", at: i) || line.has("―", at: i) ? .strong : .space
        default: .strong
        }
    }

    /// Bytes of a sign beyond ASCII: Latin-1's, General Punctuation, East Asian marks.
    private static func widthOfSign(at i: Int, in line: UnsafeBufferPointer<UInt8>) -> Int? {
        guard i + 1 < line.count else { return nil }
        let second = line[i + 1]
        switch line[i] {
        case 0xC2: return 2
        case 0xE2 where second == 0x80 || second == 0x81, 0xE3 where second == 0x80: return min(3, line.count - i)
        case 0xEF where second == 0xBC: return min(3, line.count - i)
        default: return nil
        }
    }
}
