internal import Article
internal import Bytes

/// A headline for a text without one: the lead sentence, its dateline and attribution cut off, at most 100 characters.
///
/// Words only leave; none is changed. Cut at a word's end, and never behind a word that leads on ("of", "the", "and").
/// `nil` when the text has no word.
func deriveHeadline(_ text: Text, document: Document, dateline: Span?, language: KnownLanguage) -> String? {
    let candidates = summaryCandidates(text, document: document, dateline: dateline, limit: 1)
    guard let lead = candidates.first ?? firstWords(text, dateline) else { return nil }
    var tokens = lead.tokens
    tokens = withoutAttribution(text, tokens)
    tokens = withoutOpeners(text, tokens)
    guard !tokens.isEmpty else { return nil }
    let start = Int(text.tokens[tokens.lowerBound].start)
    var end = Int(text.tokens[tokens.upperBound - 1].end)
    if characters(text, start, end) > longest {
        guard let cut = shortened(text, tokens, language) else { return nil }
        end = cut
    }
    end = withoutTail(text, start, end)
    guard end > start else { return nil }
    return String(decoding: text.body[start..<end].map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
}

/// In characters.
private let longest = 100

private func firstWords(_ text: Text, _ dateline: Span?) -> SummaryCandidate? {
    for (i, range) in text.sentenceTokens.enumerated() {
        var range = range
        if let dateline {
            while range.lowerBound < range.upperBound, Int(text.tokens[range.lowerBound].start) < dateline.end {
                range = range.lowerBound + 1..<range.upperBound
            }
        }
        guard range.contains(where: { text.tokens[$0].kind != .punctuation && text.tokens[$0].kind != .symbol }) else {
            continue
        }
        let span = Span(Int(text.tokens[range.lowerBound].start), text.sentences[i].end)
        return SummaryCandidate(sentence: i, span: span, tokens: range, words: range.count, paragraph: 0, place: 0)
    }
    return nil
}

private func characters(_ text: Text, _ start: Int, _ end: Int) -> Int {
    var n = 0
    for c in text.body[start..<end] where c & 0xC0 != 0x80 { n += 1 }
    return n
}

/// ", officials said on Monday." and the like at the end.
private func withoutAttribution(_ text: Text, _ tokens: Range<Int>) -> Range<Int> {
    // The last comma, with a verb of saying behind it and not much else.
    var comma: Int?
    var i = tokens.upperBound - 1
    while i > tokens.lowerBound + 5, tokens.upperBound - i <= 14 {
        if text.byte(text.tokens[i]) == 0x2C {
            comma = i
            break
        }
        i -= 1
    }
    guard let comma else { return tokens }
    let tail = comma + 1..<tokens.upperBound
    guard tail.contains(where: { HeadlineWords.saying.contains(text.tokens[$0].hash) }) else { return tokens }
    // "…, who said he was ill" belongs to the sentence.
    if HeadlineWords.relative.contains(text.tokens[tail.lowerBound].hash) { return tokens }
    return tokens.lowerBound..<comma
}

/// "But ", "Meanwhile, ", an opening quotation mark without its end.
private func withoutOpeners(_ text: Text, _ tokens: Range<Int>) -> Range<Int> {
    var tokens = tokens
    while let first = tokens.first, tokens.count > 3 {
        let token = text.tokens[first]
        let mark = text.quoteMark(token)
        let closes = mark != .none && tokens.dropFirst().contains { text.quoteMark(text.tokens[$0]) != .none }
        guard mark != .none && !closes || token.kind == .punctuation && mark == .none && text.byte(token) != 0x28 else {
            break
        }
        tokens = first + 1..<tokens.upperBound
    }
    return tokens
}

/// Where to cut so that at most `longest` characters stay: at the end of a clause where one is near, else of a word.
private func shortened(_ text: Text, _ tokens: Range<Int>, _ language: KnownLanguage) -> Int? {
    let functionWords = FunctionWords.table(language)
    let start = Int(text.tokens[tokens.lowerBound].start)
    var last: Int?
    var clause: Int?
    var count = 0
    var at = start
    for i in tokens {
        let token = text.tokens[i]
        count += characters(text, at, Int(token.end))
        at = Int(token.end)
        guard count <= longest else { break }
        if token.kind == .punctuation {
            if i > tokens.lowerBound, count > 45, isClauseMark(text, token) { clause = Int(text.tokens[i - 1].end) }
            continue
        }
        // A cut must fall between words: not in "three-day", not in "1.5%".
        let next = i + 1 < tokens.upperBound ? text.tokens[i + 1] : nil
        let isFree =
            next.map { $0.has(.spaceBefore) || $0.kind == .punctuation && text.byte($0) != 0x2D || token.kind == .han }
            ?? true
        if isFree, !functionWords.contains(token.hash), token.kind != .number || next?.kind != .word {
            last = Int(token.end)
        }
    }
    if let clause { return clause }
    return last
}

private func isClauseMark(_ text: Text, _ token: Token) -> Bool {
    switch codePoint(at: Int(token.start), in: text.body, end: Int(token.end)).value {
    case 0x2C, 0x3B, 0x2013, 0x2014, 0x3001, 0xFF0C, 0xFF1B: true
    case 0x2D: token.has(.spaceBefore)
    default: false
    }
}

/// The end without full stop, comma, dash, lone quotation mark.
private func withoutTail(_ text: Text, _ start: Int, _ stop: Int) -> Int {
    var end = stop
    while end > start {
        var lead = end - 1
        while lead > start, text.body[lead] & 0xC0 == 0x80 { lead -= 1 }
        switch codePoint(at: lead, in: text.body, end: end).value {
        case 0x2E where !isInitialism(text, start, lead): end = lead
        case 0x2C, 0x3B, 0x3A, 0x20, 0x2D, 0x2013, 0x2014, 0x3002, 0x3001, 0xFF0C: end = lead
        default: return end
        }
    }
    return end
}

/// The full stop at `i` ends "U.S." or "p.m.".
private func isInitialism(_ text: Text, _ start: Int, _ i: Int) -> Bool {
    i - 3 >= start && text.body[i - 2] == 0x2E && classOf(ascii: text.body[i - 1]) != .space && text.body[i - 1] < 0x80
}

private enum HeadlineWords {
    static let saying = WordTable([
        (
            1,
            """
            said says say told according reported reports announced officials sources added confirmed teilte sagte berichtete \
            hieß erklärte mitteilte déclaré annoncé indiqué selon dijo informó según anunció detto secondo riferito disse \
            segundo informou zei meldt volgens сообщил сообщила сообщает заявил
            """
        )
    ])
    static let relative = WordTable([(1, "who which whose whom where when but and")])
}
