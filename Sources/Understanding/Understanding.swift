package import Article

/// Which findings are wanted; what is not needed for them is not computed.
package struct Wanted: OptionSet, Sendable {
    package var rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let article = Wanted(rawValue: 1)
    package static let analysis = Wanted(rawValue: 2)
    package static let summary = Wanted(rawValue: 4)
    package static let all: Wanted = [.article, .analysis, .summary]
}

package func prepareUnderstanding() {}

/// Finds language, dateline, names, dates, keyphrases and summary in a document. Pure: the same document and
/// context always give the same findings.
package func understand(_ document: Document, context: ReadingContext, wanted: Wanted = .all) -> Findings {
    var findings = Findings()
    document.body.withUnsafeBufferPointer { body in
        let tokens = tokenize(body, document.paragraphs)
        findings.language = language(of: document, tokens: tokens, settings: context.settings)
        let text = Text(body: body, paragraphs: document.paragraphs, tokens: tokens, language: findings.language?.tag)
        findings.sentences = text.sentences
        let today = document.contentCreated?.instant.day ?? context.arrived.day
        let known = KnownLanguage(tag: findings.language?.tag)
        let terms = Terms(text, language: known)
        let summary = summarize(text, document: document, dateline: nil, terms: terms, language: known)
        findings.summary = summary.sentences
        findings.brief = summary.brief
        findings.keyphrases = findKeyphrases(text, terms)
        findings.dates = findDates(text, language: findings.language?.tag, today: today, dayFirst: false)
    }
    return findings
}
