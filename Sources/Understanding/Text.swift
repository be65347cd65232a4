internal import Article

/// A body and how it is cut up: what every stage of understanding takes.
///
/// Valid only inside the closure that lends the body's bytes.
struct Text {
    /// UTF-8, as in `Document.body`; at most `Text.limit` bytes of it.
    let body: UnsafeBufferPointer<UInt8>
    let paragraphs: [Span]
    /// In order; none crosses a paragraph, and together they hold every token.
    let sentences: [Span]
    let tokens: [Token]
    /// The tokens of each sentence.
    let sentenceTokens: [Range<Int>]

    /// What lies behind it is not understood: an article is never that long, and a hostile file may be.
    static let limit = 2 << 20

    /// `tokens` are those of `tokenize(body, paragraphs)`; `language` is BCP 47, for the abbreviations that end no sentence; `nil` when unknown.
    init(body: UnsafeBufferPointer<UInt8>, paragraphs: [Span], tokens: [Token], language: String?) {
        self.body = body
        self.paragraphs = paragraphs
        var tokens = tokens
        sentences = splitSentences(body, paragraphs, language: language)
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(sentences.count)
        var at = 0
        for sentence in sentences {
            let first = at
            while at < tokens.count, Int(tokens[at].start) < sentence.end { at += 1 }
            if first < at { tokens[first].flags.insert(.sentenceStart) }
            ranges.append(first..<at)
        }
        self.tokens = tokens
        sentenceTokens = ranges
    }

    /// Index of the sentence that holds the token, by binary search.
    func sentence(ofToken index: Int) -> Int {
        var low = 0
        var high = sentenceTokens.count
        while low < high {
            let middle = (low + high) / 2
            if sentenceTokens[middle].upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return min(low, max(0, sentenceTokens.count - 1))
    }

    func bytes(_ span: Span) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: body[max(0, span.start)..<min(body.count, max(span.start, span.end))])
    }

    func string(_ span: Span) -> String { String(decoding: bytes(span), as: UTF8.self) }
    func string(_ token: Token) -> String { string(token.span) }

    /// The first byte of a token: enough to tell ASCII marks apart.
    @inline(__always) func byte(_ token: Token) -> UInt8 { body[Int(token.start)] }
}
