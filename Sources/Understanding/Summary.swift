internal import Article

/// The sentences that tell a text, in its own words, and the one that tells it shortest.
struct Summary {
    /// In reading order.
    var sentences: [SummarySentence] = []
    var brief: SummarySentence?
}

/// Chooses two to four sentences of at most 110 words together, and one for a list.
///
/// In English a model scores the sentences, and a second one the sets of the best of them (`SummaryModel`). Elsewhere
/// they are scored by rules (`summaryScores`) and taken greedily while they add something new.
func summarize(
    _ text: Text, document: Document, dateline: Span?, terms: Terms, language: KnownLanguage
) -> Summary {
    let candidates = summaryCandidates(text, document: document, dateline: dateline)
    guard !candidates.isEmpty else { return fallback(text, dateline: dateline) }
    let features = SummaryFeatures(
        text, candidates, terms, titleTerms: titleTerms(document, terms, language), language: language)
    let scores: [Float]
    let chosen: [Int]
    if language == .english, let model = SummaryModel.embedded {
        scores = model.sentences.values(features.figures)
        chosen = SummarySets(features, scores: scores, terms: terms).best(model.sets)
    } else {
        scores = summaryScores(features, count: features.rows)
        chosen = choose(candidates, scores, text, terms)
    }
    var summary = Summary()
    for (place, i) in chosen.enumerated() {
        let follows = place > 0 && chosen[place - 1] == i - 1
        let opening = follows ? .none : features.openings[i]
        summary.sentences.append(text.summarySentence(candidates[i].span, opening))
    }
    summary.brief = brief(candidates, features, scores).map { i in
        text.summarySentence(candidates[i].span, features.openings[i])
    }
    return summary
}

private let mostWords = 110
private let mostSentences = 3

/// The best sentences that together say no thing twice, as indices in reading order.
private func choose(_ candidates: [SummaryCandidate], _ scores: [Float], _ text: Text, _ terms: Terms) -> [Int] {
    var chosen: [Int] = []
    var words = 0
    var covered = [Bool](repeating: false, count: terms.terms.count)
    // The candidate that looked at a term last.
    var looked = [Int32](repeating: -1, count: terms.terms.count)
    for i in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) }) {
        guard chosen.count < mostSentences else { break }
        let length = candidates[i].words
        if !chosen.isEmpty, words + length > mostWords { continue }
        var own = 0
        var known = 0
        for token in candidates[i].tokens {
            let term = Int(terms.ofToken[token])
            guard term >= 0, looked[term] != Int32(i) else { continue }
            looked[term] = Int32(i)
            own += 1
            if covered[term] { known += 1 }
        }
        if !chosen.isEmpty, known * 20 > own * 13 { continue }
        for token in candidates[i].tokens where terms.ofToken[token] >= 0 { covered[Int(terms.ofToken[token])] = true }
        words += length
        chosen.append(i)
    }
    return chosen.sorted()
}

/// The best of the first sentences that is not too long for a list and that stands alone.
private func brief(_ candidates: [SummaryCandidate], _ features: SummaryFeatures, _ scores: [Float]) -> Int? {
    let near = candidates.indices.prefix(min(5, scores.count))
    var fit = near.filter { candidates[$0].words <= 45 }
    let alone = fit.filter {
        features.anchor($0) == nil && (features[$0, .brokenQuote] == 0 || features[$0, .attribution] > 0)
    }
    if !alone.isEmpty { fit = alone }
    // A speaker's words seldom tell what happened.
    func worth(_ i: Int) -> Float { scores[i] - features[i, .opensQuote] }
    return (fit.isEmpty ? Array(near.prefix(1)) : fit).max { (worth($0), $1) < (worth($1), $0) }
}

/// A text of fragments only: its first sentences as they are.
private func fallback(_ text: Text, dateline: Span?) -> Summary {
    var summary = Summary()
    var bytes = 0
    for sentence in text.sentences where summary.sentences.count < 2 {
        if let dateline, dateline.end >= sentence.end { continue }
        bytes += sentence.count
        guard bytes < 1000 || summary.sentences.isEmpty else { break }
        var span = sentence
        if let dateline, dateline.end > span.start { span.start = min(span.end, dateline.end) }
        while span.start < span.end, text.body[span.start] == 0x20 { span.start += 1 }
        guard !span.isEmpty, sentence.count < 2000 else { continue }
        summary.sentences.append(text.summarySentence(span))
    }
    summary.brief = summary.sentences.first
    return summary
}

/// The terms of the text that its headline holds.
func titleTerms(_ document: Document, _ terms: Terms, _ language: KnownLanguage) -> [Int] {
    guard let headline = document.headline else { return [] }
    let bytes = Array(headline.utf8)
    return bytes.withUnsafeBufferPointer { title in
        var found: [Int] = []
        for token in tokenize(title, [Span(0, title.count)]) where token.kind == .word {
            let hash = language == .english ? Terms.stem(token, title) : token.hash
            if let term = terms.find(hash), !found.contains(term) { found.append(term) }
            if found.count == 30 { break }
        }
        return found
    }
}

extension Text {
    /// A sentence without a connective at its start that ties it to one that is not told; then it may need a capital.
    fileprivate func summarySentence(_ span: Span, _ opening: SummaryOpening = .none) -> SummarySentence {
        guard let start = opening.behindConnective else { return SummarySentence(text: string(span), span: span) }
        let rest = Span(start, span.end)
        let words = string(rest)
        return SummarySentence(text: words.prefix(1).uppercased() + words.dropFirst(), span: rest)
    }
}
