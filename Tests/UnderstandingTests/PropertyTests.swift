import Article
import Glibc
import Testing
import Understanding

/// A small fixed generator (SplitMix64, S. Vigna), so that a failure can be repeated.
private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

private let pieces: [String] = [
    "the", "Mr.", "U.S.", "said", "Monday", "March 20", "2023", "20", "-", "–", "—", "\"", "“", "”", "'", "’s", "(",
    ")", ".", "!", "?",
    "…", "...", ". . . .", ",", ":", ";", "3 p.m.", "Nº", "1)", "2)", "•", "a.", "b.", "Ångström", "Москва", "г.", "北京",
    "3月19日", "。", "「",
    "」", "と", "서울", "3월", "مدينة", "؟", "शहर", "।", "🙂", "\u{200B}", "\u{00A0}", "ﬁ", "e\u{301}", "http://x.y/z",
    "a@b.c", "next week",
    "the third quarter of", "three days ago", "between 2001 and", "1990s", "vor drei Tagen", "il y a deux ans",
    "12/31/1999", "99:99", "00",
    "last", "every", "Photo:", "Read more", "©", "\n", "I", "No.", "Inc.", "'82", "32/13/2020", "31.02.2023",
    "9999-99-99", "4 5", "0", "100000000000",
]

private func randomBody(_ random: inout Random) -> String {
    var body = ""
    for _ in 0..<Int.random(in: 1...120, using: &random) {
        body += pieces.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<20, using: &random) {
        case 0: body += "\n\n"
        case 1...3: break
        default: body += " "
        }
    }
    return body
}

private func check(_ document: Document, _ findings: Findings) {
    let body = document.body
    func isBoundary(_ i: Int) -> Bool { i == body.count || i >= 0 && i < body.count && body[i] & 0xC0 != 0x80 }
    func check(_ span: Span) {
        #expect(span.start >= 0 && span.start < span.end && span.end <= body.count)
        #expect(isBoundary(span.start) && isBoundary(span.end))
    }
    var last = 0
    for sentence in findings.sentences {
        check(sentence)
        #expect(sentence.start >= last)
        last = sentence.end
        #expect(document.paragraphs.contains { $0.contains(sentence) })
    }
    last = 0
    for date in findings.dates {
        check(date.span)
        #expect(date.span.start >= last)
        last = date.span.end
        if let from = date.from, let until = date.until { #expect(from.daysSince1970 <= until.daysSince1970) }
        #expect(!date.value.isEmpty)
    }
    for sentence in findings.summary {
        check(sentence.span)
        // Only a capital may be new, where a connective was cut.
        #expect(document.text(sentence.span).dropFirst() == sentence.text.dropFirst())
        #expect(document.text(sentence.span).prefix(1).uppercased() == sentence.text.prefix(1).uppercased())
    }
    for phrase in findings.keyphrases {
        for mention in phrase.mentions { check(mention) }
        #expect(phrase.mentions == phrase.mentions.sorted())
    }
    if let span = findings.created?.span { check(span) }
    if let headline = findings.derivedHeadline {
        #expect(!headline.isEmpty && headline.unicodeScalars.count <= 100)
        #expect(!headline.contains("\n"))
    }
}

@Test(
    "Spans lie in the body, on characters, in order; sentences in paragraphs; summaries are verbatim", arguments: 0..<40
)
func randomArticles(seed: Int) {
    var random = Random(state: UInt64(seed))
    for _ in 0..<25 {
        let document = document(
            randomBody(&random),
            language: ["en", "de", "fr", "zh", "ja", "ar", "ru", "pt", nil].randomElement(using: &random) ?? nil)
        let findings = understand(document, context: context)
        check(document, findings)
        // Pure: the same again.
        let again = understand(document, context: context)
        #expect(
            again.sentences == findings.sentences && again.dates == findings.dates && again.summary == findings.summary)
        #expect(again.language == findings.language && again.keyphrases.map(\.text) == findings.keyphrases.map(\.text))
    }
}

@Test("Bytes that are no text do no harm", arguments: 0..<20)
func randomBytes(seed: Int) {
    var random = Random(state: UInt64(seed) &+ 1000)
    for _ in 0..<25 {
        var document = Document(format: "text", formatReason: "test")
        document.body = (0..<Int.random(in: 0...400, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        var start = 0
        while start < document.body.count {
            let end = min(document.body.count, start + Int.random(in: 1...120, using: &random))
            document.paragraphs.append(Span(start, end))
            start = end + 2
        }
        let findings = understand(document, context: context)
        #expect(findings.sentences.allSatisfy { $0.start >= 0 && $0.end <= document.body.count && !$0.isEmpty })
    }
}

@Test("Bytes that only look like a mark do not hold the splitter up")
func brokenMark() {
    for bytes: [UInt8] in [
        [0xE2, 0x00, 0xA6], [0xE2, 0x40, 0xA6, 0x20, 0x41], [0xE2], [0x2E, 0xE2, 0x00], [0xEF, 0x3C, 0x01],
    ] {
        var document = Document(format: "text", formatReason: "test")
        document.body = bytes
        document.paragraphs = [Span(0, bytes.count)]
        #expect(understand(document, context: context).sentences.count <= 2)
    }
}

@Test("Paragraphs out of order or beyond the body do no harm")
func wrongParagraphs() {
    var document = document("One. Two. Three.")
    document.paragraphs = [Span(10, 400), Span(0, 4), Span(7, 2), Span(-3, 5)]
    document.asides = [7, -1]
    _ = understand(document, context: context)
}

@Test(
    "Hostile texts cost linear time",
    arguments: [
        ". ", "a. ", "a.b", "1) ", "\"", "“", "… … ", "A.A.", "' ", "3 March ", "a@", "a://", "「", "。", "2023-",
        "last ", "a a ", "x", "the third ", "१",
    ])
func hostile(piece: String) {
    /// Seconds of this thread's CPU time.
    func time(_ count: Int) -> Double {
        let document = document(String(repeating: piece, count: count / piece.utf8.count))
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        _ = understand(document, context: context)
        return now() - start
    }
    _ = time(20_000)
    let small = max(min(time(100_000), time(100_000)), 0.004)
    // Sixteen times the text in at most eighty times the time: a quadratic step would take 256 times.
    #expect(time(1_600_000) < small * 80)
}
