internal import Article
internal import Bytes
internal import CLanguage

/// The language of a document, or `nil` when nothing tells.
///
/// A script that only one language uses decides at once; then a clear majority of English function words; else CLD2 on the
/// beginning of the text, its candidates weighed by the function words found and, where the text is short, by its letters and by
/// the language that the source declares or the configuration expects. Asides (captions, tables) are not looked at.
func language(of document: Document, tokens: [Token], settings: SourceSettings) -> LanguageGuess? {
    let expected = (document.language ?? settings.language).flatMap(canonicalTag)
    var words = FunctionWordVotes()
    let sampled = words.count(tokens, in: document)
    if words.isPlainlyEnglish { return LanguageGuess(tag: "en", confidence: 0.99) }

    let sample = languageSample(document)
    let scripts = sample.withUnsafeBufferPointer { ScriptCensus($0) }
    if let tag = scripts.soleLanguage { return LanguageGuess(tag: tag, confidence: 0.99) }
    guard scripts.letters > 0 else { return expected.map { LanguageGuess(tag: $0, confidence: 0.3) } }

    var guesses = detect(sample, hint: expected.map { String($0.prefix { $0 != "-" }) })
    let first = guesses.best
    if sampled < 160 { words.count(sample) }
    guesses.weigh(by: words, tokens: sampled)
    // Letters tell more than words of a few words. A language that they do not know is left to CLD2, where it is sure
    // and has seen something.
    if scripts.isLatin, scripts.letters < 400, let letters = LetterModel.embedded,
        first.map({ letters.knows($0.0) || guesses.weight(of: $0.0) < 0.8 || scripts.letters < 45 }) ?? true
    {
        let shares = sample.withUnsafeBufferPointer { letters.shares(of: $0) }
        guesses.blend(shares, weight: 0.7 * (1 - Double(scripts.letters) / 400))
    }
    // What a newsroom's system states of a short text is worth more than what a page's template does.
    let (weight, half) = document.isFielded ? (1.0, 120.0) : (0.5, 20.0)
    if let expected, scripts.letters < 400 {
        // Its own word decides between languages that are told apart by few words.
        let trust = guesses.best.map { areSiblings($0.0, expected) } == true ? 4 : weight
        guesses.add(expected, trust * half / (half + Double(scripts.letters)))
    }
    guard let (tag, share) = guesses.best else { return expected.map { LanguageGuess(tag: $0, confidence: 0.3) } }
    return LanguageGuess(tag: scripts.variant(of: tag), confidence: share)
}

/// Whether two languages share most of their words in writing.
private func areSiblings(_ one: String, _ other: String) -> Bool {
    let families: [Set<String>] = [
        ["nb", "nn", "da", "sv"], ["es", "pt", "gl", "ca"], ["id", "ms"], ["cs", "sk"], ["hr", "sr", "bs", "sl"],
        ["bg", "mk"], ["nl", "af"],
    ]
    let one = String(one.prefix { $0 != "-" })
    let other = String(other.prefix { $0 != "-" })
    return one != other && families.contains { $0.contains(one) && $0.contains(other) }
}

// MARK: Function words

/// How many function words of each known language the first tokens are.
private struct FunctionWordVotes {
    /// By `KnownLanguage.rawValue`; a word of n languages counts 1/√n in each.
    private(set) var votes = [Double](repeating: 0, count: KnownLanguage.allCases.count)
    private(set) var words = 0
    private(set) var english = 0
    private(set) var foreign = 0

    /// Looks at up to 160 words outside asides; gives how many there were.
    mutating func count(_ tokens: [Token], in document: Document) -> Int {
        let table = FunctionWords.languages
        let asides = asideSpans(document)
        var aside = 0
        for token in tokens {
            while aside < asides.count, asides[aside].end <= token.start { aside += 1 }
            if aside < asides.count, asides[aside].start <= token.start { continue }
            guard token.kind == .word else { continue }
            words += 1
            let mask = table[token.hash]
            if mask != 0 {
                if mask & 1 == 1 { english += 1 } else { foreign += 1 }
                let share = 1 / Double(mask.nonzeroBitCount).squareRoot()
                var rest = mask
                while rest != 0 {
                    votes[rest.trailingZeroBitCount] += share
                    rest &= rest - 1
                }
            }
            if words == 160 { break }
        }
        return words
    }

    /// Counts letters that few languages have, each as much as a word of theirs.
    mutating func count(_ sample: [UInt8]) {
        sample.withUnsafeBufferPointer { text in
            var i = 0
            while i < text.count {
                if text[i] < 0x80 {
                    i += 1
                    continue
                }
                let (c, length) = codePoint(at: i, in: text, end: text.count)
                i += length
                let users = FunctionWordVotes.users(ofLetter: c)
                for language in users { votes[language.rawValue] += 1 / Double(users.count) }
            }
        }
    }

    private static func users(ofLetter c: UInt32) -> [KnownLanguage] {
        switch lowerCase(c) {
        case 0xDF: [.german]  // ß
        case 0xE4, 0xF6: [.german, .swedish, .finnish]  // ä ö
        case 0xFC: [.german, .turkish, .hungarian]  // ü
        case 0xE5: [.swedish, .danish, .norwegian]  // å
        case 0xE6, 0xF8: [.danish, .norwegian]  // æ ø
        case 0xF1, 0xBF, 0xA1: [.spanish]  // ñ ¿ ¡
        case 0xE3, 0xF5: [.portuguese]  // ã õ
        case 0xEA, 0xE2: [.french, .portuguese]  // ê â
        case 0xEE, 0xFB, 0xEB, 0x153: [.french]  // î û ë œ
        case 0xE7: [.french, .portuguese, .turkish, .catalan]  // ç
        case 0xE8, 0xE0: [.french, .italian, .catalan]  // è à
        case 0xEC, 0xF2, 0xF9: [.italian]  // ì ò ù
        case 0xE1, 0xED: [.spanish, .portuguese, .czech, .hungarian]  // á í
        case 0xF3: [.spanish, .portuguese, .polish, .hungarian]  // ó
        case 0x105, 0x107, 0x119, 0x142, 0x144, 0x15B, 0x17A, 0x17C: [.polish]  // ą ć ę ł ń ś ź ż
        case 0x10D, 0x10F, 0x11B, 0x159, 0x165, 0x16F: [.czech]  // č ď ě ř ť ů
        case 0x103, 0x219, 0x21B: [.romanian]  // ă ș ț
        case 0x11F, 0x131, 0x15F: [.turkish]  // ğ ı ş
        case 0x151, 0x171: [.hungarian]  // ő ű
        case 0x44B, 0x44D, 0x44A, 0x451: [.russian]  // ы э ъ ё
        case 0x456, 0x457, 0x454, 0x491: [.ukrainian]  // і ї є ґ
        default: []
        }
    }

    /// Running English text: every third word is one of its function words, and next to none is another language's.
    var isPlainlyEnglish: Bool { words >= 40 && english * 10 >= words * 3 && foreign * 20 <= english }
}

private func asideSpans(_ document: Document) -> [Span] {
    guard !document.asides.isEmpty else { return [] }
    return document.paragraphs.indices.filter { document.asides.contains($0) }.map { document.paragraphs[$0] }
}

// MARK: CLD2

/// Candidates by tag with a weight each; the weights of all are compared in the end.
private struct Guesses {
    private(set) var weights: [(tag: String, weight: Double)] = []

    mutating func add(_ tag: String, _ weight: Double) {
        if let i = weights.firstIndex(where: { $0.tag == tag }) {
            weights[i].weight += weight
        } else {
            weights.append((tag, weight))
        }
    }

    func weight(of tag: String) -> Double { weights.first { $0.tag == tag }?.weight ?? 0 }

    /// Takes a part of the belief from all candidates and gives it to these.
    mutating func blend(_ shares: [(tag: String, share: Double)], weight: Double) {
        let sum = weights.reduce(0) { $0 + $1.weight }
        for i in weights.indices { weights[i].weight *= 1 - weight }
        for (tag, share) in shares { add(tag, share * weight * (sum > 0 ? sum : 1)) }
    }

    /// Adds each known language's share of the function words, the more the shorter the text.
    mutating func weigh(by words: FunctionWordVotes, tokens: Int) {
        guard tokens > 0 else { return }
        let total = words.votes.reduce(0) { $0 + $1 * $1 }
        guard total > 0 else { return }
        let trust = tokens < 40 ? 4 : 0.6
        for language in KnownLanguage.allCases {
            let votes = words.votes[language.rawValue]
            guard votes > 0, language != .other else { continue }
            add(language.tag, trust * votes * votes / (total + 0.5))
        }
    }

    /// The heaviest and its share of all.
    var best: (String, Double)? {
        guard let top = weights.max(by: { $0.weight < $1.weight }), top.weight > 0 else { return nil }
        let sum = weights.reduce(0) { $0 + $1.weight }
        return (top.tag, min(0.99, top.weight / sum))
    }
}

/// `sample` must be well-formed; `hint` is a primary language subtag.
private func detect(_ sample: [UInt8], hint: String?) -> Guesses {
    var best = [dateline_language](repeating: dateline_language(), count: 3)
    let reliable = sample.withUnsafeBytes { bytes -> Int32 in
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return 0 }
        return dateline_detect_language(base, bytes.count, hint, &best)
    }
    var guesses = Guesses()
    for guess in best where guess.percent > 0 {
        var code = guess.code
        let name = withUnsafeBytes(of: &code) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard let tag = canonicalTag(name) else { continue }
        guesses.add(tag, Double(guess.percent) / 100 * (reliable == 1 ? 1 : 0.7))
    }
    return guesses
}

/// Headline and the beginning of the prose: 800 bytes say as much as a whole article.
///
/// CLD2 reads beyond its tables on broken UTF-8: whatever is not well-formed, a control or a noncharacter becomes a space.
private func languageSample(_ document: Document) -> [UInt8] {
    let limit = 800
    var sample: [UInt8] = []
    sample.reserveCapacity(limit + 4)
    func append(_ text: UnsafeBufferPointer<UInt8>) {
        var i = 0
        while i < text.count, sample.count < limit {
            let length = wellFormedLength(at: i, in: text)
            if length == 0 {
                sample.append(0x20)
                i += 1
            } else {
                sample.append(contentsOf: text[i..<i + length])
                i += length
            }
        }
        sample.append(0x0A)
    }
    if var headline = document.headline { headline.withUTF8 { append($0) } }
    document.body.withUnsafeBufferPointer { body in
        for (i, paragraph) in document.paragraphs.enumerated() where !document.asides.contains(i) {
            guard sample.count < limit else { break }
            append(UnsafeBufferPointer(rebasing: body[paragraph.range.clamped(to: 0..<body.count)]))
        }
        if sample.isEmpty { append(body) }
    }
    return sample
}

/// Length of the UTF-8 sequence at `i`, 0 when it is not well-formed or no character of a text.
///
/// Source: The Unicode Standard, table 3-7 (Well-Formed UTF-8 Byte Sequences).
private func wellFormedLength(at i: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    let c = text[i]
    if c < 0x80 { return c >= 0x20 && c != 0x7F ? 1 : 0 }
    guard c >= 0xC2, c <= 0xF4 else { return 0 }
    let length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4
    guard i + length <= text.count, text[i + 1..<i + length].allSatisfy({ $0 & 0xC0 == 0x80 }) else { return 0 }
    let (value, _) = codePoint(at: i, in: text, end: text.count)
    switch value {
    case 0x80...0x9F, 0xD800...0xDFFF, 0xFDD0...0xFDEF: return 0
    case 0...0x7F, 0x110000...: return 0
    default: break
    }
    if length == 3 && value < 0x800 || length == 4 && value < 0x10000 || value & 0xFFFE == 0xFFFE { return 0 }
    return length
}

/// A code of CLD2 or of a source as BCP 47 in its usual case; `nil` for "unknown" and what is no tag.
func canonicalTag(_ code: String) -> String? {
    var parts = code.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { String($0) }
    guard let first = parts.first?.lowercased(), (2...3).contains(first.utf8.count),
        first.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    switch first {
    case "un", "und", "xxx", "mul", "zxx": return nil
    case "no": parts[0] = "nb"
    case "iw": parts[0] = "he"
    case "in": parts[0] = "id"
    case "jw": parts[0] = "jv"
    case "ji": parts[0] = "yi"
    case "mo": parts[0] = "ro"
    case "tl": parts[0] = "fil"
    case "sh": parts[0] = "sr"
    default: parts[0] = first
    }
    parts.removeAll { part in
        part.isEmpty || part.utf8.count > 8
            || !part.utf8.allSatisfy {
                $0 < 0x80 && classOf(ascii: $0) != .punctuation && classOf(ascii: $0) != .symbol
                    && classOf(ascii: $0) != .space
            }
    }
    for i in parts.indices.dropFirst() {
        switch parts[i].utf8.count {
        case 2: parts[i] = parts[i].uppercased()
        case 4: parts[i] = parts[i].prefix(1).uppercased() + parts[i].dropFirst().lowercased()
        default: parts[i] = parts[i].lowercased()
        }
    }
    if parts[0] == "zh", parts.count > 1 {
        switch parts[1] {
        case "CN", "SG": parts[1] = "Hans"
        case "TW", "HK", "MO": parts[1] = "Hant"
        default: break
        }
    }
    return parts.joined(separator: "-")
}

// MARK: Scripts

/// Which scripts the letters of a text belong to.
private struct ScriptCensus {
    private(set) var letters = 0
    private var latin = 0
    private var cyrillic = 0
    private var arabic = 0
    private var devanagari = 0
    private var han = 0
    private var kana = 0
    private var hangul = 0
    /// Scripts with one language that writes news: the count by its tag's index in `soleTags`.
    private var sole = [Int](repeating: 0, count: ScriptCensus.soleTags.count)
    private var simplified = 0
    private var traditional = 0

    private static let soleTags = [
        "el", "he", "hy", "ka", "th", "lo", "my", "km", "am", "si", "ta", "te", "kn", "ml", "gu", "pa", "or", "bn",
    ]

    init(_ text: UnsafeBufferPointer<UInt8>) {
        var i = 0
        while i < text.count {
            let (c, length) = codePoint(at: i, in: text, end: text.count)
            i += length
            count(c)
        }
    }

    private mutating func count(_ c: UInt32) {
        switch c {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: latin += 1
        case 0x400...0x52F: cyrillic += 1
        case 0x620...0x64A, 0x66E...0x6D3, 0xFB50...0xFDFF, 0xFE70...0xFEFC: arabic += 1
        case 0x900...0x963, 0x971...0x97F: devanagari += 1
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF:
            han += 1
            if ChineseVariants.simplified.contains(c) { simplified += 1 }
            if ChineseVariants.traditional.contains(c) { traditional += 1 }
        case 0x3041...0x30FF, 0xFF66...0xFF9F: kana += 1
        case 0x1100...0x11FF, 0xAC00...0xD7AF: hangul += 1
        case 0x370...0x3FF, 0x1F00...0x1FFF: sole[0] += 1
        case 0x5D0...0x5EA: sole[1] += 1
        case 0x531...0x587: sole[2] += 1
        case 0x10A0...0x10FF: sole[3] += 1
        case 0xE00...0xE7F: sole[4] += 1
        case 0xE80...0xEFF: sole[5] += 1
        case 0x1000...0x109F: sole[6] += 1
        case 0x1780...0x17FF: sole[7] += 1
        case 0x1200...0x139F: sole[8] += 1
        case 0xD80...0xDFF: sole[9] += 1
        case 0xB80...0xBFF: sole[10] += 1
        case 0xC00...0xC7F: sole[11] += 1
        case 0xC80...0xCFF: sole[12] += 1
        case 0xD00...0xD7F: sole[13] += 1
        case 0xA80...0xAFF: sole[14] += 1
        case 0xA00...0xA7F: sole[15] += 1
        case 0xB00...0xB7F: sole[16] += 1
        case 0x980...0x9FF: sole[17] += 1
        default: return
        }
        letters += 1
    }

    /// Most letters are Latin.
    var isLatin: Bool { latin * 2 > letters }

    /// The language, where the script leaves no choice. A CJK character weighs as much as three letters.
    var soleLanguage: String? {
        let cjk = han + kana + hangul
        if cjk * 3 > letters - cjk, cjk > 0 {
            if kana * 20 > cjk { return "ja" }
            if hangul * 5 > cjk { return "ko" }
            return variant(of: "zh")
        }
        if let most = sole.indices.max(by: { sole[$0] < sole[$1] }), sole[most] * 2 > letters {
            // Bengali script also writes Assamese, Amharic script Tigrinya: rare enough in news to lean on.
            return ScriptCensus.soleTags[most]
        }
        return nil
    }

    /// The tag with its script, where a language has two.
    func variant(of tag: String) -> String {
        switch tag {
        case "zh", "zh-Hans", "zh-Hant": traditional > simplified ? "zh-Hant" : "zh-Hans"
        case "sr": latin > cyrillic ? "sr-Latn" : "sr"
        default: tag
        }
    }
}

/// Common characters that only one of the two ways to write Chinese has.
private enum ChineseVariants {
    static let simplified = scalars(
        "国这说时会对们发过个来学为经务报长开关东车门马产业电两与实现动进还样种问间体军总书气机战党区医边员华刘张陈杨将应从党议统选举习见习许让认记论讲话计议证评识谈请谁调热爱众应网给级红约纪线组织结终继续绝维红银钱铁铜销错键镇阳队际陆险难顺领题预风飞饭馆骗鱼鸟龙"
    )
    static let traditional = scalars(
        "國這說時會對們發過個來學為經務報長開關東車門馬產業電兩與實現動進還樣種問間體軍總書氣機戰黨區醫邊員華劉張陳楊將應從議統選舉習見許讓認記論講話計證評識談請誰調熱愛眾網給級紅約紀線組織結終繼續絕維銀錢鐵銅銷錯鍵鎮陽隊際陸險難順領題預風飛飯館騙魚鳥龍"
    )

    private static func scalars(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
}
