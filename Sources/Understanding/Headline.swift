internal import Article
internal import Bytes

/// A headline for a text without one: the lead sentence without dateline, attribution and asides, at most 100 characters.
///
/// Words only leave; none is changed, but the first begins with a capital. Cut at a word's end, and never behind a word that
/// leads on ("of", "the", "and"). `nil` when the text has no word.
func deriveHeadline(_ text: Text, document: Document, dateline: Span?, language: KnownLanguage) -> String? {
    let candidates = summaryCandidates(text, document: document, dateline: dateline, limit: 1)
    guard let lead = candidates.first ?? firstWords(text, dateline) else { return nil }
    // What stays of the sentence: runs of tokens in order.
    var pieces = [withoutOpeners(text, withoutAttribution(text, lead.tokens))]
    if characters(text, pieces) > longest { pieces = [withoutIntroduction(text, pieces[0], language)] }
    if characters(text, pieces) > longest { pieces = withoutAppositives(text, pieces[0], language) }
    if characters(text, pieces) > longest { pieces = shortened(text, pieces, language) }
    var line: [UInt8] = []
    for piece in pieces {
        guard let first = piece.first, let last = piece.last else { continue }
        if !line.isEmpty, text.tokens[first].has(.spaceBefore) { line.append(0x20) }
        // A lead may begin within a word that runs on from what is no part of it.
        let start = max(lead.span.start, Int(text.tokens[first].start))
        line += text.body[start..<Int(text.tokens[last].end)].map { $0 == 0x0A ? 0x20 : $0 }
    }
    line = withoutTail(line)
    guard let first = line.first else { return nil }
    if first &- 0x61 < 26, pieces[0].lowerBound != lead.tokens.lowerBound { line[0] = first - 0x20 }
    return String(decoding: line, as: UTF8.self)
}

/// In characters.
private let longest = 100

private func characters(_ text: Text, _ pieces: [Range<Int>]) -> Int {
    var n = 0
    for piece in pieces {
        guard let first = piece.first, let last = piece.last else { continue }
        n += characters(text, Int(text.tokens[first].start), Int(text.tokens[last].end)) + (n > 0 ? 1 : 0)
    }
    return n
}

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

/// The main clause of "In a rare move, the council …": what stands before its comma leaves.
private func withoutIntroduction(_ text: Text, _ tokens: Range<Int>, _ language: KnownLanguage) -> Range<Int> {
    guard let first = tokens.first, language == .english else { return tokens }
    let opening = text.tokens[first]
    let isGerund = text.body[Int(opening.end) - 1] == 0x67 && text.body[max(0, Int(opening.end) - 2)] == 0x6E  // -ng
    guard HeadlineWords.introducing.contains(opening.hash) || isGerund else { return tokens }
    for i in tokens.dropFirst().prefix(16) where text.byte(text.tokens[i]) == 0x2C {
        let rest = i + 1..<tokens.upperBound
        guard let next = rest.first, rest.count > 4 else { return tokens }
        // "In a private, rented room in Berlin, …": two adjectives.
        if i > first + 2, HeadlineWords.article.contains(text.tokens[i - 2].hash), !text.tokens[next].has(.capitalised),
            !FunctionWords.table(language).contains(text.tokens[next].hash)
        {
            continue
        }
        // "By Ann Lee Nordby, Jul 1 (ABC) The council …": byline and dateline, of a place that no list knows.
        if HeadlineWords.by.contains(opening.hash), text.tokens[next].has(.capitalised),
            text.tokens[next + 1].kind == .number
        {
            var start = next + 2
            let agency = (start + 1..<min(start + 4, tokens.upperBound)).first { text.byte(text.tokens[$0]) == 0x29 }
            if text.byte(text.tokens[start]) == 0x28, let agency { start = agency + 1 }
            return start + 5 < tokens.upperBound ? start..<tokens.upperBound : tokens
        }
        guard characters(text, [rest]) > 40, !text.tokens[next].has(.allCaps) else { return tokens }
        // "In Paris, London and Rome, …": a list is no introduction.
        if text.tokens[i - 1].has(.capitalised), text.tokens[next].has(.capitalised),
            rest.dropFirst().prefix(3).contains(where: { text.goesOn(text.tokens[$0]) })
        {
            return tokens
        }
        return HeadlineWords.relative.contains(text.tokens[next].hash) ? tokens : rest
    }
    return tokens
}

/// ", a port on the river," and "(the larger one)" inside a sentence leave, and what stands between commas before a verb: ", in
/// a coma since January, has".
private func withoutAppositives(_ text: Text, _ tokens: Range<Int>, _ language: KnownLanguage) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = tokens.lowerBound
    var i = tokens.lowerBound + 1
    while i < tokens.upperBound {
        let mark = text.byte(text.tokens[i])
        let closing: UInt8 = mark == 0x2C ? 0x2C : mark == 0x28 ? 0x29 : 0
        if closing != 0, i + 1 < tokens.upperBound,
            var end = (i + 2..<max(i + 2, min(tokens.upperBound, i + 30))).first(where: {
                text.byte(text.tokens[$0]) == closing
            }),
            end + 1 < tokens.upperBound,
            closing == 0x29
                || language == .english && HeadlineWords.auxiliary.contains(text.tokens[end + 1].hash)
                || end < i + 16 && end + 3 < tokens.upperBound
                    && HeadlineWords.apposing.contains(text.tokens[i + 1].hash)
        {
            // In 'the star of "The Islands," …' the quotation ends behind the comma.
            if (i..<end).count(where: { text.quoteMark(text.tokens[$0]) != .none }) % 2 == 1 {
                guard text.quoteMark(text.tokens[end + 1]) != .none else {
                    i += 1
                    continue
                }
                end += 1
            }
            if start < i { pieces.append(start..<i) }
            start = end + 1
            i = end
        }
        i += 1
    }
    if start < tokens.upperBound { pieces.append(start..<tokens.upperBound) }
    return pieces
}

/// At most `longest` characters: to the end of a clause where one is near the end, else to a word that begins another one
/// ("after", "who"), else to the end of a word.
private func shortened(_ text: Text, _ pieces: [Range<Int>], _ language: KnownLanguage) -> [Range<Int>] {
    let functionWords = FunctionWords.table(language)
    var count = 0
    var best: (piece: Int, end: Int)?
    var clause: (piece: Int, end: Int)?
    var subordinate: (piece: Int, end: Int)?
    var hasVerb = false
    // What begins with "While" or "However hard" says little without what follows.
    let isMain =
        language == .english
        && pieces.first?.first.map { !HeadlineWords.introducing.contains(text.tokens[$0].hash) } ?? false
    cutting: for (index, piece) in pieces.enumerated() {
        guard let first = piece.first else { continue }
        var at = Int(text.tokens[first].start)
        if index > 0 { count += 1 }
        for i in piece {
            let token = text.tokens[i]
            count += characters(text, at, Int(token.end))
            at = Int(token.end)
            guard count <= longest else { break cutting }
            if token.kind == .punctuation {
                if count > 60, i > piece.lowerBound, isClauseMark(text, token),
                    !HeadlineWords.relative.contains(text.tokens[i - 1].hash),
                    !HeadlineWords.and.contains(text.tokens[i - 1].hash)
                {
                    clause = (index, i)
                }
                continue
            }
            if count > 45, isMain, i > piece.lowerBound + 1, HeadlineWords.subordinating.contains(token.hash),
                !HeadlineWords.time.contains(text.tokens[i - 1].hash),
                hasVerb || !HeadlineWords.relative.contains(token.hash)
            {
                // "the car in which": before the "in"; "in the US, assets which": before the comma.
                let isLed = functionWords.contains(text.tokens[i - 1].hash) || text.byte(text.tokens[i - 2]) == 0x2C
                subordinate = (index, isLed ? i - 1 : i)
            }
            hasVerb = hasVerb || text.mayBeVerb(token)
            // A cut falls between words: not in "three-day", not in "1.5%", not before a "'s"; and not behind a word that leads on.
            let next = i + 1 < piece.upperBound ? text.tokens[i + 1] : nil
            let isFree =
                next.map {
                    $0.has(.spaceBefore) || $0.kind == .punctuation && text.byte($0) != 0x2D || token.kind == .han
                }
                ?? true
            if isFree, !token.has(.apostropheS), !functionWords.contains(token.hash),
                token.kind != .number || next?.kind != .word
            {
                best = (index, i + 1)
            }
        }
    }
    guard let cut = clause ?? subordinate ?? best else { return [] }
    return Array(pieces[..<cut.piece]) + [pieces[cut.piece].lowerBound..<cut.end]
}

extension Text {
    /// An auxiliary, or a word in -ed.
    fileprivate func mayBeVerb(_ token: Token) -> Bool {
        HeadlineWords.auxiliary.contains(token.hash)
            || !token.has(.capitalised) && body[Int(token.start)..<Int(token.end)].suffix(2).elementsEqual("ed".utf8)
    }

    /// A comma or an "and", as between the parts of a list.
    fileprivate func goesOn(_ token: Token) -> Bool { byte(token) == 0x2C || HeadlineWords.and.contains(token.hash) }
}

private func isClauseMark(_ text: Text, _ token: Token) -> Bool {
    switch codePoint(at: Int(token.start), in: text.body, end: Int(token.end)).value {
    case 0x2C, 0x3B, 0x2013, 0x2014, 0x3001, 0xFF0C, 0xFF1B: true
    case 0x2D: token.has(.spaceBefore)
    default: false
    }
}

/// The line without full stop, comma, dash at its end.
private func withoutTail(_ line: [UInt8]) -> [UInt8] {
    var end = line.count
    line.withUnsafeBufferPointer { line in
        while end > 0 {
            var lead = end - 1
            while lead > 0, line[lead] & 0xC0 == 0x80 { lead -= 1 }
            switch codePoint(at: lead, in: line, end: end).value {
            // "U.S.", "p.m." keep theirs.
            case 0x2E where !(lead > 2 && line[lead - 2] == 0x2E): end = lead
            case 0x2C, 0x3B, 0x3A, 0x20, 0x2D, 0x2013, 0x2014, 0x3002, 0x3001, 0xFF0C: end = lead
            default: return
            }
        }
    }
    return Array(line[..<end])
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
    static let introducing = WordTable([
        (
            1,
            """
            in on at after before as when while with despite following amid during since although though if even over for \
            under by to from according because once until now then earlier meanwhile however but and just only
            """
        )
    ])
    static let article = WordTable([(1, "a an")])
    static let and = WordTable([(1, "and or yet")])
    static let by = WordTable([(1, "by from")])
    /// Before an "after": "minutes after".
    static let time = WordTable([
        (
            1,
            "seconds minutes hours days weeks months years hour day week month year shortly soon moments just long even"
        )
    ])
    static let auxiliary = WordTable([
        (1, "has have had is are was were will would could may might must can did does do says said")
    ])
    /// Begins a clause without which the one before stands.
    static let subordinating = WordTable([
        (
            1,
            "after before while because since although though when where who whom which but amid following until unless"
        )
    ])
    static let apposing = WordTable([
        (1, "who which whose where including a an the aged also now then formerly based known")
    ])
    static let relative = WordTable([(1, "who which whose whom where when but and")])
}
