package import Article

/// A text as the summary's model sees it, for the program that trains the model.
package struct SummaryExample: Sendable {
    /// The sentences that may be chosen, in reading order.
    package let sentences: [String]
    private let figures: SummaryFeatures
    private let terms: Terms

    /// Figures of a sentence, and of a set of sentences.
    package static var width: Int { SummaryFeatures.count }
    package static var setWidth: Int { SummarySets.width }

    /// `nil` for a document without a sentence that may be chosen.
    ///
    /// - Parameter keeps: Asked for each sentence that may be chosen, in order: one that is not kept counts as if the text had
    ///   never had it.
    package init?(_ document: Document, context: ReadingContext, keeps: () -> Bool = { true }) {
        let made = document.body.withUnsafeBufferPointer { body -> (([String], SummaryFeatures, Terms))? in
            let tokens = tokenize(body, document.paragraphs)
            let tag = language(of: document, tokens: tokens, settings: context.settings)?.tag
            let known = KnownLanguage(tag: tag)
            let text = Text(body: body, paragraphs: document.paragraphs, tokens: tokens, language: tag)
            let dateline = findDateline(
                in: body, paragraphs: document.paragraphs, stated: document.statedDateline, near: context.arrived.day)
            let terms = Terms(text, language: known)
            let candidates = summaryCandidates(text, document: document, dateline: dateline?.span)
                .filter { _ in keeps() }
            guard !candidates.isEmpty else { return nil }
            let features = SummaryFeatures(
                text, candidates, terms, titleTerms: titleTerms(document, terms, known), language: known)
            let compared = candidates.prefix(SummaryFeatures.compared)
            return (compared.map { text.string($0.span) }, features, terms)
        }
        guard let made else { return nil }
        (sentences, figures, terms) = made
    }

    /// A row a sentence.
    package var features: Figures { figures.figures }

    /// The sets that would be chosen from with these scores of the sentences: their sentences, and a row of figures each.
    package func sets(scores: [Float]) -> (members: [[Int]], figures: Figures) {
        let sets = SummarySets(figures, scores: scores, terms: terms)
        return (sets.masks.indices.map { sets.members($0) }, sets.figures)
    }

    /// How many of these sentences lean on one that is not there.
    package func dangling(_ sentences: [Int]) -> Int {
        sentences.enumerated().count { place, sentence in
            guard let anchor = figures.anchor(sentence) else { return false }
            return place == 0 || sentences[place - 1] < anchor
        }
    }

    /// The sentences that a model chooses.
    package func choice(_ model: SummaryModel) -> [Int] {
        let scores = model.sentences.values(features)
        return SummarySets(figures, scores: scores, terms: terms).best(model.sets)
    }
}
