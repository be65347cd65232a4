internal import Article
internal import Bytes

/// A sentence that may stand in a summary.
struct SummaryCandidate {
    /// Index into `Text.sentences`.
    var sentence: Int
    /// The sentence without a dateline at its start.
    var span: Span
    var tokens: Range<Int>
    /// Words and numbers.
    var words: Int
    /// Among the paragraphs that hold prose, and the sentence's place in it.
    var paragraph: Int
    var place: Int
}

/// The sentences fit for a summary: no captions, credits, calls to read on, headings or fragments. In reading order.
///
/// At most `limit`, the first ones: a summary never comes from the depths of a very long text.
func summaryCandidates(_ text: Text, document: Document, dateline: Span?, limit: Int = 400) -> [SummaryCandidate] {
    var found: [SummaryCandidate] = []
    var paragraph = 0
    var prose = -1
    var place = 0
    var lastProse = -1
    for (index, sentence) in text.sentences.enumerated() {
        guard found.count < limit else { break }
        while paragraph + 1 < text.paragraphs.count, text.paragraphs[paragraph].end <= sentence.start { paragraph += 1 }
        if document.asides.contains(paragraph) { continue }
        var span = sentence
        var tokens = text.sentenceTokens[index]
        if let dateline, dateline.end > span.start {
            guard dateline.end < span.end else { continue }
            span.start = text.skipOpening(dateline.end, span.end)
            while tokens.lowerBound < tokens.upperBound, Int(text.tokens[tokens.lowerBound].start) < span.start {
                tokens = tokens.lowerBound + 1..<tokens.upperBound
            }
        }
        if dateline == nil, index == 0, let body = text.behindBareAgency(tokens) ?? text.behindGluedAgency(tokens) {
            span.start = body.start
            tokens = body.tokens
        }
        if let body = text.behindPlayer(tokens) ?? text.behindShare(tokens) ?? text.behindGluedHeading(tokens) {
            span.start = body.start
            tokens = body.tokens
        }
        guard !tokens.isEmpty else { continue }
        let counts = Counts(text, tokens)
        if isNoise(text, tokens, counts, span: span) { continue }
        if lastProse != paragraph {
            prose += 1
            place = 0
            lastProse = paragraph
        }
        found.append(
            SummaryCandidate(
                sentence: index, span: span, tokens: tokens, words: counts.words, paragraph: prose, place: place))
        place += 1
    }
    return found
}

/// What one pass over a sentence counts.
private struct Counts {
    /// Words and numbers.
    var words = 0
    var capitalised = 0
    var isEastern = false
    var addresses = 0
    /// "©", and the words "rights", "reserved" and "copyright".
    var copyrights = 0
    var reserved = 0
    /// "(left)": what a caption says of its picture.
    var isCaption = false
    /// "ALSO READ", "FULL COVERAGE": a link that ran into the text.
    var isLink = false

    init(_ text: Text, _ tokens: Range<Int>) {
        let noise = SummaryNoise.shared
        let all = text.tokens
        for i in tokens {
            let token = all[i]
            switch token.kind {
            case .word:
                words += 1
                if token.has(.capitalised) { capitalised += 1 }
                let hash = token.hash
                if token.has(.allCaps), i + 1 < tokens.upperBound, all[i + 1].has(.allCaps),
                    noise.words[hash] & SummaryNoise.link != 0,
                    noise.words[all[i + 1].hash] & SummaryNoise.linkEnd != 0
                {
                    isLink = true
                }
                if i > tokens.lowerBound, text.byte(all[i - 1]) == 0x28, i + 1 < tokens.upperBound,
                    text.closesBracket(all[i + 1]), noise.words[hash] & SummaryNoise.side != 0
                {
                    isCaption = true
                }
                if hash == noise.rights || hash == noise.reserved || hash == noise.copyright { reserved += 1 }
            case .number, .katakana, .hiragana: words += 1
            case .han:
                words += 1
                isEastern = true
            case .address: addresses += 1
            default: if text.isCopyright(token) { copyrights += 1 }
            }
        }
    }
}

/// Lines that newsrooms put around a text, and what is no sentence.
private func isNoise(_ text: Text, _ tokens: Range<Int>, _ counts: Counts, span: Span) -> Bool {
    let noise = SummaryNoise.shared
    let all = text.tokens
    let words = counts.words
    let isEastern = counts.isEastern
    if counts.copyrights > 0 || counts.isCaption || counts.isLink { return true }
    if words < (isEastern ? 8 : 5) { return true }
    let start = all[tokens.lowerBound]
    if text.isBullet(start) || text.isNumbered(tokens) || tokens.lowerBound > 0 && text.isFragment(start) {
        return true
    }
    // A heading or caption: without an end, and short or In Capitals Like This.
    let ended = text.endsLikeSentence(span)
    if !ended, words < (isEastern ? 30 : 12) || counts.capitalised * 10 > words * 6 { return true }
    if text.byte(all[tokens.upperBound - 1]) == 0x3A { return true }

    var i = tokens.lowerBound
    var bracket = false
    while i < tokens.upperBound, all[i].kind == .punctuation || all[i].kind == .symbol {
        if text.byte(all[i]) == 0x28 || text.byte(all[i]) == 0x5B { bracket = true }
        i += 1
    }
    guard i < tokens.upperBound else { return true }
    // A sentence in brackets: "(Reporting by …; editing by …)", "(This story corrects …)".
    if bracket, text.closesBracket(all[tokens.upperBound - 1]) { return true }

    let first = noise.words[all[i].hash]
    if first & SummaryNoise.credit != 0, bracket || i == tokens.lowerBound, i + 1 < tokens.upperBound {
        // "Reporting by", "Additional reporting by", "Photograph: …"
        var at = i + 1
        if noise.words[all[at].hash] & SummaryNoise.credit != 0 { at += 1 }
        if at < tokens.upperBound {
            if all[at].hash == noise.by { return true }
            if text.byte(all[at]) == 0x3A { return true }
        }
    }
    if first & SummaryNoise.label != 0, i + 1 < tokens.upperBound,
        text.byte(all[i + 1]) == 0x3A || all[i].has(.allCaps) && words < 25
    {
        return true
    }
    if first & SummaryNoise.call != 0, i + 1 < tokens.upperBound {
        if noise.words[all[i + 1].hash] & SummaryNoise.callEnd != 0 { return true }
    }
    // "By John Smith", "By Associated Press": names only.
    if all[i].hash == noise.by, words < 12,
        all[tokens].dropFirst().allSatisfy({ !$0.isWord || $0.has(.capitalised) || $0.hash == noise.and })
    {
        return true
    }
    let reserved = counts.reserved
    if reserved > 1 || reserved > 0 && all[i].hash == noise.copyright { return true }
    return counts.addresses > 0 && words < 15
}

/// Words that give noise away; one instance, so that a sentence costs one look at the global.
private struct SummaryNoise: Sendable {
    static let shared = SummaryNoise()

    static let credit: UInt32 = 1
    static let label: UInt32 = 2
    static let call: UInt32 = 4
    static let callEnd: UInt32 = 8
    static let link: UInt32 = 16
    static let linkEnd: UInt32 = 32
    static let side: UInt32 = 64

    let words = WordTable(
        [
            (
                credit,
                "reporting additional editing edited writing written compiled photo photos photograph photographs image images picture pictures video graphic illustration report story translated translation graphics"
            ),
            (
                SummaryNoise.label,
                """
                photo photos photograph image images picture pictured pictures video watch related read more updated update \
                published posted source sources credit caption listen advertisement correction note file getty exclusive \
                breaking contact email phone tags topics keywords location date time share lire video foto bild quelle leia \
                lea publicidad anzeige
                """
            ),
            (
                call,
                "read click scroll follow sign share watch see subscribe join listen find download tap lesen lire leer leia continue visit view check get like"
            ),
            (
                callEnd,
                "more here down us up this also our the full to out below next aussi también mehr sie plus now story reading"
            ),
            (link, "also read full must watch related see"),
            (linkEnd, "read more coverage watch see story stories here"),
            (side, "left right l r above below centre center"),
        ], combining: true)

    let by = wordHash("by")
    let and = wordHash("and")
    let rights = wordHash("rights")
    let reserved = wordHash("reserved")
    let copyright = wordHash("copyright")
    let media = wordHash("media")
    let playback = wordHash("playback")
    let device = wordHash("device")
    let share = wordHash("share")
    let this = wordHash("this")
}

extension Text {
    /// Behind spaces, dashes and colons that part a dateline from the story.
    fileprivate func skipOpening(_ from: Int, _ end: Int) -> Int {
        var i = from
        while i < end {
            let (value, length) = codePoint(at: i, in: body, end: end)
            switch value {
            case 0x20, 0xA0, 0x3000, 0x2D, 0x2013, 0x2014, 0x2012, 0x2015, 0x3A: i += length
            default: return i
            }
        }
        return i
    }

    /// Behind an agency that stands in brackets where a dateline would: "(CNN)Five men …", "(Reuters) - The …".
    fileprivate func behindBareAgency(_ range: Range<Int>) -> (start: Int, tokens: Range<Int>)? {
        guard let first = range.first, byte(tokens[first]) == 0x28, range.count > 6 else { return nil }
        var i = first + 1
        while i < first + 5, byte(tokens[i]) != 0x29 {
            guard tokens[i].kind == .word, tokens[i].has(.capitalised) else { return nil }
            i += 1
        }
        guard i > first + 1, byte(tokens[i]) == 0x29, let end = sentenceEnd(range) else { return nil }
        let start = skipOpening(Int(tokens[i].end), end)
        while i < range.upperBound, Int(tokens[i].start) < start { i += 1 }
        // "(Bloomberg) -- the" is no beginning, and a name in brackets may be part of the sentence.
        guard i < range.upperBound, !tokens[i].isWord || tokens[i].has(.capitalised) else { return nil }
        return (start, i..<range.upperBound)
    }

    /// Behind a place and an agency with no space after them: "Port Ellen, Norland (ABC)A third man …".
    fileprivate func behindGluedAgency(_ range: Range<Int>) -> (start: Int, tokens: Range<Int>)? {
        for i in range.dropFirst().prefix(8) {
            let token = tokens[i]
            if byte(token) == 0x28 {
                let behind = i + 3
                guard behind < range.upperBound, tokens[i + 1].has(.allCaps), byte(tokens[i + 2]) == 0x29,
                    tokens[behind].isWord, tokens[behind].has(.capitalised), !tokens[behind].has(.spaceBefore)
                else { return nil }
                return (Int(tokens[behind].start), behind..<range.upperBound)
            }
            guard token.has(.capitalised) || byte(token) == 0x2C || byte(token) == 0x2E else { return nil }
        }
        return nil
    }

    /// Behind what a page shows where its player can't play: "Media playback is not supported on this device".
    fileprivate func behindPlayer(_ range: Range<Int>) -> (start: Int, tokens: Range<Int>)? {
        let noise = SummaryNoise.shared
        guard range.count > 8, tokens[range.lowerBound].hash == noise.media,
            tokens[range.lowerBound + 1].hash == noise.playback,
            let device = range.prefix(10).first(where: { tokens[$0].hash == noise.device }),
            device + 1 < range.upperBound
        else { return nil }
        return (Int(tokens[device + 1].start), device + 1..<range.upperBound)
    }

    /// Behind the buttons of a page that ran into its text: "Share this with … Copy this linkThe mayor".
    fileprivate func behindShare(_ range: Range<Int>) -> (start: Int, tokens: Range<Int>)? {
        let noise = SummaryNoise.shared
        guard range.count > 6 else { return nil }
        let isShare = tokens[range.lowerBound].hash == noise.share && tokens[range.lowerBound + 1].hash == noise.this
        guard isShare || tokens[range.lowerBound].hash == noise.this else { return nil }
        for i in range.dropFirst(isShare ? 3 : 1).prefix(isShare ? 12 : 1) where tokens[i - 1].hash == noise.this {
            let start = Int(tokens[i].start)
            let text = start + 4
            guard text < Int(tokens[i].end), body[start..<text].elementsEqual("link".utf8), 0x41...0x5A ~= body[text]
            else { continue }
            return (text, i..<range.upperBound)
        }
        return nil
    }

    /// Behind a heading in capitals with no space after it: "MINISTER RESPONDS\"Rules are …", "COURT TO DECIDEThe mayor".
    fileprivate func behindGluedHeading(_ range: Range<Int>) -> (start: Int, tokens: Range<Int>)? {
        var capitals = 0
        for i in range.prefix(20) {
            let token = tokens[i]
            if capitals > 1, quoteMark(token) != .none, !token.has(.spaceBefore), tokens[i - 1].has(.allCaps),
                i + 5 < range.upperBound
            {
                return (Int(token.start), i..<range.upperBound)
            }
            guard token.kind == .word else {
                if capitals == 0 { return nil }
                continue
            }
            if token.has(.allCaps) {
                capitals += 1
            } else if token.end - token.start > 1 || !token.has(.capitalised) {
                guard capitals > 1, let start = endOfCapitals(token), i + 5 < range.upperBound else { return nil }
                return (start, i..<range.upperBound)
            }
        }
        return nil
    }

    /// Where "The" begins in "DECIDEThe".
    private func endOfCapitals(_ token: Token) -> Int? {
        var i = Int(token.start)
        while i < Int(token.end), 0x41...0x5A ~= body[i] { i += 1 }
        let start = i - 1
        guard start - Int(token.start) > 1, Int(token.end) - i > 1,
            body[i..<Int(token.end)].allSatisfy({ 0x61...0x7A ~= $0 })
        else { return nil }
        return start
    }

    private func sentenceEnd(_ range: Range<Int>) -> Int? { range.last.map { Int(tokens[$0].end) } }

    fileprivate func isBullet(_ token: Token) -> Bool {
        switch codePoint(at: Int(token.start), in: body, end: Int(token.end)).value {
        case 0x2022, 0x2023, 0x2043, 0x25A0, 0x25AA, 0x25B6, 0x25CF, 0x25E6: true
        default: false
        }
    }

    /// What a line break tore off: ", their families and carers", or a paragraph that begins with a small letter.
    fileprivate func isFragment(_ first: Token) -> Bool {
        switch byte(first) {
        case 0x2C, 0x3B, 0x29: true
        case 0x61...0x7A: first.has(.paragraphStart) && !first.has(.innerCapital)
        default: false
        }
    }

    /// "1. Is it safe?", "2) The bridge": an entry of a list.
    fileprivate func isNumbered(_ range: Range<Int>) -> Bool {
        let first = tokens[range.lowerBound]
        guard first.kind == .number, first.end - first.start < 3, range.count > 2 else { return false }
        let mark = tokens[range.lowerBound + 1]
        return mark.start == first.end && (byte(mark) == 0x2E || byte(mark) == 0x29)
    }

    /// A full stop or its like at the end, closing marks aside.
    fileprivate func endsLikeSentence(_ span: Span) -> Bool {
        var i = span.end
        while i > span.start {
            var lead = i - 1
            while lead > span.start, body[lead] & 0xC0 == 0x80 { lead -= 1 }
            switch codePoint(at: lead, in: body, end: i).value {
            case 0x22, 0x27, 0x29, 0x5D, 0x2019, 0x201D, 0xBB, 0x203A, 0x300D, 0x300F, 0x201C, 0x20: i = lead
            case 0x2E, 0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x6D4, 0x964, 0x589: return true
            default: return false
            }
        }
        return false
    }

    fileprivate func isCopyright(_ token: Token) -> Bool {
        body[Int(token.start)] == 0xC2 && Int(token.start) + 1 < body.count && body[Int(token.start) + 1] == 0xA9
    }

    fileprivate func closesBracket(_ token: Token) -> Bool { byte(token) == 0x29 || byte(token) == 0x5D }
}
