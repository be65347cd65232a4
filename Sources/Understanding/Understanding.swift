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
    var f = Findings()
    f.language = language(of: document, settings: context.settings)
    document.body.withUnsafeBufferPointer { body in
        let text = Text(body: body, paragraphs: document.paragraphs, language: f.language?.tag)
        f.sentences = text.sentences
    }
    return f
}
