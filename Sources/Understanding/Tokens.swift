internal import Article
internal import Bytes

/// A word, number or mark of the body: what all later stages walk over.
///
/// Hyphens split ("three", "-", "day"), so do slashes and colons; numbers keep their separators ("1,250.5"),
/// dotted letters their dots ("U.S.", "a.m."). A trailing "'s" belongs to no token: the word carries a flag instead.
struct Token {
    enum Kind: UInt8 {
        /// Letters of a script that writes spaces between words (Thai too: a run); may hold digits after the first letter.
        case word
        /// Begins with a digit of any script; may end in letters ("19th", "1990s", "20m").
        case number
        /// One mark, or a run of the same one ("...", "--").
        case punctuation
        case symbol
        /// One Han character.
        case han
        /// A run of kana.
        case hiragana, katakana
        /// URL or e-mail address.
        case address
    }

    struct Flags: OptionSet {
        let rawValue: UInt16
        /// The first letter is upper case.
        static let capitalised = Flags(rawValue: 1)
        /// Two letters or more, all upper case.
        static let allCaps = Flags(rawValue: 2)
        /// An upper-case letter follows a lower-case one ("McDonald", "iPhone").
        static let innerCapital = Flags(rawValue: 4)
        static let paragraphStart = Flags(rawValue: 8)
        static let sentenceStart = Flags(rawValue: 16)
        /// Followed by "'s" or "’s".
        static let apostropheS = Flags(rawValue: 32)
        static let spaceBefore = Flags(rawValue: 64)
        static let hasDigit = Flags(rawValue: 128)
        static let nonASCII = Flags(rawValue: 256)
        /// Letters with dots between: "U.S.", "p.m".
        static let dotted = Flags(rawValue: 512)
        /// A number with letters behind: "19th", "1990s".
        static let letterSuffix = Flags(rawValue: 1024)
        /// A line break stands before it, inside a paragraph.
        static let lineStart = Flags(rawValue: 2048)
    }

    /// Bytes into the body.
    var start: Int32
    var end: Int32
    /// `wordHash` of its bytes.
    var hash: UInt64
    var kind: Kind
    var flags: Flags

    var span: Span { Span(Int(start), Int(end)) }
    @inline(__always) func has(_ flag: Flags) -> Bool { flags.contains(flag) }
    var isWord: Bool { kind == .word }
}

/// Cuts the paragraphs of a body (valid UTF-8, at most 2 GiB) into tokens, in order. Linear.
func tokenize(_ body: UnsafeBufferPointer<UInt8>, _ paragraphs: [Span]) -> [Token] {
    var scanner = Tokenizer(body: body)
    var bytes = 0
    for paragraph in paragraphs { bytes += paragraph.count }
    scanner.tokens.reserveCapacity(bytes / 4 + 8)
    for paragraph in paragraphs {
        scanner.scan(max(0, paragraph.start), min(body.count, paragraph.end))
    }
    return scanner.tokens
}

/// What a code point is to the tokenizer.
enum CharacterClass: UInt8 {
    case space, lower, upper, letter, digit, punctuation, symbol, han, hiragana, katakana
    var isLetter: Bool { self == .lower || self == .upper || self == .letter }
}

/// Class of an ASCII byte, as a letter: space, `.` punctuation, `$` symbol, `0` digit, `A` upper, `a` lower case.
private let asciiClasses: StaticString =
    "                                 ..$$$$...$$....0000000000..$$$.$AAAAAAAAAAAAAAAAAAAAAAAAAA.$.$$.aaaaaaaaaaaaaaaaaaaaaaaaaa.$.$ "

@inline(__always) func classOf(ascii c: UInt8) -> CharacterClass {
    switch asciiClasses.utf8Start[Int(c & 0x7F)] {
    case 0x61: .lower
    case 0x41: .upper
    case 0x30: .digit
    case 0x2E: .punctuation
    case 0x24: .symbol
    default: .space
    }
}

/// Class of a code point of U+0080 or more. Blocks of the Unicode Standard, with what news texts use of them.
func classOf(codePoint c: UInt32) -> CharacterClass {
    switch c {
    case 0x80...0xA0, 0xAD: return .space
    case 0xAA, 0xB5, 0xBA: return .lower
    case 0xA1, 0xA7, 0xAB, 0xB6, 0xB7, 0xBB, 0xBF: return .punctuation
    case 0xA2...0xBE, 0xD7, 0xF7: return .symbol
    case 0x130: return .upper  // İ: its small form is ASCII
    case 0xC0...0x24F: return lowerCase(c) != c ? .upper : .lower
    case 0x250...0x36F: return .letter
    case 0x37E, 0x387: return .punctuation
    case 0x370...0x52F: return lowerCase(c) != c ? .upper : .lower
    case 0x55A...0x55F, 0x589, 0x58A, 0x5BE, 0x5C0, 0x5C3, 0x60C, 0x60D, 0x61B, 0x61E, 0x61F, 0x66A...0x66D, 0x6D4:
        return .punctuation
    case 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F, 0x9E6...0x9EF, 0xE50...0xE59: return .digit
    case 0x964, 0x965, 0x970, 0xE2F, 0xE5A, 0xE5B, 0x104A, 0x104B, 0x1361...0x1368, 0x17D4...0x17DA: return .punctuation
    case 0x1E00...0x1EFF: return c & 1 == 0 ? .upper : .lower
    case 0x200C, 0x200D: return .letter
    case 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000, 0xFEFF: return .space
    case 0x2010...0x2027, 0x2030...0x205E, 0x2E00...0x2E7F: return .punctuation
    case 0x2070...0x2BFF: return .symbol
    case 0x3005...0x3007, 0x3021...0x3029, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
        return .han
    case 0x3001...0x3004, 0x3008...0x303F, 0x30FB: return .punctuation
    case 0x3041...0x309F: return .hiragana
    case 0x30A0...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return .katakana
    case 0xFF10...0xFF19: return .digit
    case 0xFF21...0xFF3A: return .upper
    case 0xFF41...0xFF5A: return .lower
    case 0xFF00...0xFF65, 0xFE10...0xFE1F, 0xFE30...0xFE6F: return .punctuation
    case 0xFFE0...0xFFFF, 0xE000...0xF8FF, 0x1F000...0x1FBFF: return .symbol
    default: return .letter
    }
}

/// The code point that begins at `i`, and its length in bytes. Broken UTF-8 gives U+FFFD, never a read past `end`.
@inline(__always)
func codePoint(at i: Int, in body: UnsafeBufferPointer<UInt8>, end: Int) -> (value: UInt32, length: Int) {
    let c = body[i]
    if c < 0x80 { return (UInt32(c), 1) }
    if c < 0xE0 {
        guard c >= 0xC0, i + 1 < end else { return (0xFFFD, 1) }
        return (UInt32(c & 0x1F) << 6 | UInt32(body[i + 1] & 0x3F), 2)
    }
    if c < 0xF0 {
        guard i + 2 < end else { return (0xFFFD, end - i) }
        return (UInt32(c & 0x0F) << 12 | UInt32(body[i + 1] & 0x3F) << 6 | UInt32(body[i + 2] & 0x3F), 3)
    }
    guard i + 3 < end else { return (0xFFFD, end - i) }
    let high = UInt32(c & 0x07) << 18 | UInt32(body[i + 1] & 0x3F) << 12
    return (high | UInt32(body[i + 2] & 0x3F) << 6 | UInt32(body[i + 3] & 0x3F), 4)
}

private struct Tokenizer {
    let body: UnsafeBufferPointer<UInt8>
    var tokens: [Token] = []
    /// End of the paragraph.
    private var end = 0
    /// Flags that the next token gets from what stands before it.
    private var before: Token.Flags = []

    init(body: UnsafeBufferPointer<UInt8>) { self.body = body }

    @inline(__always) private func look(_ i: Int) -> (type: CharacterClass, length: Int) {
        let c = body[i]
        if c < 0x80 { return (classOf(ascii: c), 1) }
        let (value, length) = codePoint(at: i, in: body, end: end)
        return (classOf(codePoint: value), length)
    }

    mutating func scan(_ start: Int, _ stop: Int) {
        end = stop
        before = [.paragraphStart, .lineStart]
        var i = start
        while i < end {
            let (type, length) = look(i)
            switch type {
            case .space:
                before.insert(.spaceBefore)
                if body[i] == 0x0A { before.insert(.lineStart) }
                i += length
            case .lower, .upper, .letter: i = word(i)
            case .digit: i = number(i)
            case .punctuation, .symbol: i = mark(i, length, type == .symbol ? .symbol : .punctuation)
            case .han:
                append(i, i + length, .han, .nonASCII)
                i += length
            case .hiragana: i = run(i, .hiragana, .hiragana)
            case .katakana: i = run(i, .katakana, .katakana)
            }
        }
    }

    private mutating func append(_ start: Int, _ stop: Int, _ kind: Token.Kind, _ flags: Token.Flags) {
        let hash = wordHash(UnsafeBufferPointer(rebasing: body[start..<stop]))
        append(start, stop, kind, flags, hash)
    }

    private mutating func append(_ start: Int, _ stop: Int, _ kind: Token.Kind, _ flags: Token.Flags, _ hash: UInt64) {
        tokens.append(
            Token(start: Int32(start), end: Int32(stop), hash: hash, kind: kind, flags: flags.union(before)))
        before = []
    }

    private mutating func run(_ start: Int, _ type: CharacterClass, _ kind: Token.Kind) -> Int {
        var i = start
        while i < end {
            let (next, length) = look(i)
            guard next == type else { break }
            i += length
        }
        append(start, i, kind, .nonASCII)
        return i
    }

    private mutating func mark(_ start: Int, _ length: Int, _ kind: Token.Kind) -> Int {
        var i = start + length
        if length == 1 {
            while i < end, body[i] == body[start] { i += 1 }
        }
        append(start, i, kind, length > 1 ? .nonASCII : [])
        return i
    }

    /// Length of an apostrophe (`'` or `’`) at `i`, else 0.
    @inline(__always) private func apostrophe(_ i: Int) -> Int {
        guard i < end else { return 0 }
        if body[i] == 0x27 { return 1 }
        if body[i] == 0xE2, i + 2 < end, body[i + 1] == 0x80, body[i + 2] == 0x99 { return 3 }
        return 0
    }

    @inline(__always) private func isLetter(_ i: Int) -> Bool { i < end && look(i).type.isLetter }

    private mutating func word(_ start: Int) -> Int {
        let body = body
        let end = end
        var hash = WordHasher()
        var flags: Token.Flags = []
        var upper = 0
        var i = start
        // Most words are a letter of either case, then small ones, then a space or a mark that ends them.
        if body[i] &- 0x41 < 26 {
            hash.add(ascii: body[i])
            flags = .capitalised
            upper = 1
            i += 1
        }
        let small = i
        while i < end, body[i] &- 0x61 < 26 {
            hash.add(ascii: body[i])
            i += 1
        }
        var lower = i - small
        if i - start > 1, i == end || Tokenizer.endsWord(body[i]) {
            append(start, i, .word, flags, hash.value)
            return i
        }
        scan: while i < end {
            let c = body[i]
            if c < 0x80 {
                switch asciiClasses.utf8Start[Int(c)] {
                case 0x61: lower += 1
                case 0x41:
                    if i == start { flags.insert(.capitalised) } else if lower > 0 { flags.insert(.innerCapital) }
                    upper += 1
                case 0x30: flags.insert(.hasDigit)
                default:
                    let mark = apostrophe(i)
                    guard mark > 0, isLetter(i + mark) else { break scan }
                    if endsInApostropheS(i, mark) { break scan }
                    if isElision(start, i, i + mark) {
                        i += mark
                        hash.add(ascii: 0x27)
                        break scan
                    }
                }
                hash.add(ascii: c)
                i += 1
                continue
            }
            let (value, length) = codePoint(at: i, in: body, end: end)
            switch classOf(codePoint: value) {
            case .lower, .letter: lower += 1
            case .upper:
                if i == start { flags.insert(.capitalised) } else if lower > 0 { flags.insert(.innerCapital) }
                upper += 1
            case .digit: flags.insert(.hasDigit)
            default:
                let mark = apostrophe(i)
                guard mark > 0, isLetter(i + mark) else { break scan }
                if endsInApostropheS(i, mark) { break scan }
                if isElision(start, i, i + mark) {
                    i += mark
                    hash.add(ascii: 0x27)
                    break scan
                }
            }
            flags.insert(.nonASCII)
            _ = hash.add(sequenceAt: i, in: body, end: end)
            i += length
        }
        if upper > 1 && lower == 0 { flags.insert(.allCaps) }
        let letters = i - start
        if letters == 1, let stop = dotted(i) {
            let caps = upper == 1
            flags.insert(.dotted)
            if caps { flags.insert(.allCaps) }
            append(start, stop, .word, flags)
            return possessive(stop)
        }
        if i < end, body[i] == 0x40 || body[i] == 0x3A, let stop = address(start, i) {
            append(start, stop, .address, [])
            return stop
        }
        append(start, i, .word, flags, hash.value)
        return possessive(i)
    }

    /// ASCII white space and marks that can only follow a word: no apostrophe, full stop, colon, at-sign.
    @inline(__always) private static func endsWord(_ c: UInt8) -> Bool {
        c == 0x20 || c == 0x2C || c == 0x2D || c == 0x0A || c == 0x22 || c == 0x29
    }

    /// Marks the last token when "'s" follows at `i`; gives where to go on.
    private mutating func possessive(_ i: Int) -> Int {
        let mark = apostrophe(i)
        guard mark > 0, endsInApostropheS(i, mark) else { return i }
        tokens[tokens.count - 1].flags.insert(.apostropheS)
        return i + mark + 1
    }

    /// Whether an apostrophe at `i` and an "s" end the word.
    private func endsInApostropheS(_ i: Int, _ mark: Int) -> Bool {
        let s = i + mark
        guard s < end, body[s] | 0x20 == 0x73 else { return false }
        guard s + 1 < end else { return true }
        let next = look(s + 1).type
        return !(next.isLetter || next == .digit)
    }

    /// French and Italian articles and particles before an apostrophe: a token of their own ("l'", "dell'").
    /// Before a capital they stay joined when they have one: "L'Aquila", "O'Neill", "D'Angelo"; "L'an" is two.
    private func isElision(_ start: Int, _ stop: Int, _ next: Int) -> Bool {
        let first = body[start]
        if classOf(ascii: first) == .upper, look(next).type == .upper { return false }
        switch stop - start {
        case 1:
            switch first | 0x20 {
            case 0x6C, 0x64, 0x63, 0x6E, 0x6A, 0x6D, 0x74, 0x73: return true
            default: return false
            }
        case 2: return first | 0x20 == 0x71 && body[start + 1] == 0x75  // qu'
        case 3, 4, 5:
            // all', dell', nell', dall', sull', quell'
            guard body[stop - 1] == 0x6C, body[stop - 2] == 0x6C, stop - start > 3 || first | 0x20 == 0x61 else {
                return false
            }
            let vowel = body[stop - 3] | 0x20
            return vowel == 0x65 || vowel == 0x61 || vowel == 0x75
        default: return false
        }
    }

    /// One letter stands before `i`: where a run of dotted letters ("U.S.", "a.m", "J.R.R.") ends, `nil` if it is none.
    private func dotted(_ i: Int) -> Int? {
        var i = i
        var pieces = 1
        while i + 1 < end, body[i] == 0x2E,
            classOf(ascii: body[i + 1]) == .upper || classOf(ascii: body[i + 1]) == .lower,
            body[i + 1] < 0x80
        {
            // The piece is one letter: no letter or digit behind it.
            if i + 2 < end {
                let next = look(i + 2).type
                if next.isLetter || next == .digit { break }
            }
            i += 2
            pieces += 1
        }
        guard pieces > 1 else { return nil }
        return i < end && body[i] == 0x2E ? i + 1 : i
    }

    /// A URL ("scheme://…") or e-mail address, of which `start..<i` is the first word: its end, without closing marks.
    private func address(_ start: Int, _ i: Int) -> Int? {
        if body[i] == 0x3A {
            guard i + 3 < end, body[i + 1] == 0x2F, body[i + 2] == 0x2F else { return nil }
        } else {
            guard isLetter(i + 1) else { return nil }
        }
        var stop = i
        while stop < end, body[stop] > 0x20, body[stop] < 0x80, body[stop] != 0x22, body[stop] != 0x3C,
            body[stop] != 0x3E
        {
            stop += 1
        }
        while stop > i {
            switch body[stop - 1] {
            case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x29, 0x5D, 0x27: stop -= 1
            default: return stop > i + 1 ? stop : nil
            }
        }
        return nil
    }

    private mutating func number(_ start: Int) -> Int {
        var flags: Token.Flags = .hasDigit
        var i = start
        while i < end {
            let c = body[i]
            if c < 0x80 {
                switch asciiClasses.utf8Start[Int(c)] {
                case 0x30: i += 1
                case 0x61, 0x41:
                    flags.insert(.letterSuffix)
                    i += 1
                case 0x2E:
                    // "1,250.5" and "1'250": the separator stands between digits.
                    guard c == 0x2C || c == 0x2E || c == 0x27, !flags.contains(.letterSuffix), i + 1 < end,
                        look(i + 1).type == .digit
                    else { return finish(start, i, flags) }
                    i += 1
                default: return finish(start, i, flags)
                }
                continue
            }
            let (type, length) = look(i)
            guard type == .digit || type.isLetter else { break }
            flags.insert(type == .digit ? .nonASCII : [.nonASCII, .letterSuffix])
            i += length
        }
        return finish(start, i, flags)
    }

    private mutating func finish(_ start: Int, _ stop: Int, _ flags: Token.Flags) -> Int {
        append(start, stop, .number, flags)
        return possessive(stop)
    }
}
