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

/// Builds the tables that the first article would otherwise wait for, and lets CLD2 load what it loads.
package func prepareUnderstanding() {
    var document = Document(format: "text", formatReason: "warm-up")
    document.body = Array("Über die Lage sprach der Minister am 3. März mit den Räten der Stadt.".utf8)
    document.paragraphs = [Span(0, document.body.count)]
    for language in KnownLanguage.allCases {
        document.language = language.tag
        _ = FunctionWords.table(language)
        _ = Abbreviations.tables[language.rawValue]
        _ = DateVocabulary.tables[language.rawValue]
    }
    let context = ReadingContext(source: "default", name: [], arrived: Instant(seconds: 0))
    _ = understand(document, context: context)
    document.body = Array("The minister spoke on Monday with the city's councillors about the state of things.".utf8)
    document.paragraphs = [Span(0, document.body.count)]
    _ = understand(document, context: context)
}

/// Finds language, dateline, names, dates, keyphrases and summary in a document. Pure: the same document and
/// context always give the same findings.
package func understand(_ document: Document, context: ReadingContext, wanted: Wanted = .all) -> Findings {
    var findings = Findings()
    let paragraphs = boundedParagraphs(document, &findings)
    document.body.withUnsafeBufferPointer { body in
        let tokens = tokenize(body, paragraphs)
        findings.language = language(of: document, tokens: tokens, settings: context.settings)
        let tag = findings.language?.tag
        let known = KnownLanguage(tag: tag)
        let text = Text(body: body, paragraphs: paragraphs, tokens: tokens, language: tag)
        findings.sentences = text.sentences

        findings.dateline = findDateline(
            in: body, paragraphs: paragraphs, stated: document.statedDateline,
            near: document.contentCreated?.instant.day ?? context.arrived.day)
        findings.created = findCreated(
            document, dateline: findings.dateline, text: text, language: tag, arrived: context.arrived)
        let isFull = !wanted.isDisjoint(with: [.article, .analysis])
        if isFull {
            let today = dayOfReference(findings.created, arrived: context.arrived)
            findings.dates = findDates(
                text, language: tag, today: today, dayFirst: isDayFirst(document.language ?? tag))
        }

        if isFull {
            findings.entities = findNames(
                in: text, dateline: findings.dateline, headline: document.headline, language: tag)
        }
        let terms = Terms(text, language: known)
        if wanted.contains(.analysis) { findings.keyphrases = findKeyphrases(text, terms) }
        let summary = summarize(
            text, document: document, dateline: findings.dateline?.span, terms: terms, language: known)
        findings.summary = summary.sentences
        findings.brief = summary.brief
        if document.headline == nil {
            findings.derivedHeadline = deriveHeadline(
                text, document: document, dateline: findings.dateline?.span, language: known)
        }
    }
    return findings
}

/// The paragraphs within `Text.limit`; what lies behind is named in a warning.
private func boundedParagraphs(_ document: Document, _ findings: inout Findings) -> [Span] {
    guard document.body.count > Text.limit else { return document.paragraphs }
    var end = Text.limit
    while end > 0, document.body[end] & 0xC0 == 0x80 { end -= 1 }
    findings.warnings.append(
        Warning(
            code: "text-too-long", message: "only the first \(Text.limit >> 20) MiB of the text were analysed",
            span: Span(0, end)))
    return document.paragraphs.prefix { $0.start < end }.map { Span($0.start, min($0.end, end)) }
}
