package import Article

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
    let paragraphs = soundParagraphs(document, &findings)
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
        // All three outputs show names and dates: the summary in its fact line.
        let today = dayOfReference(findings.created, arrived: context.arrived)
        findings.dates = findDates(
            text, language: tag, today: today, dayFirst: isDayFirst(document.language ?? tag))
        findings.entities = findNames(
            in: text, dateline: findings.dateline, headline: document.headline, language: tag)
        let terms = Terms(text, language: known)
        if !wanted.isDisjoint(with: [.analysis, .page]) { findings.keyphrases = findKeyphrases(text, terms) }
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

/// The document's paragraphs, by the same index, within the body and `Text.limit`, in order and apart: what a reader broke
/// becomes an empty paragraph. What lies behind the limit is named in a warning.
private func soundParagraphs(_ document: Document, _ findings: inout Findings) -> [Span] {
    var limit = document.body.count
    if limit > Text.limit {
        limit = Text.limit
        while limit > 0, document.body[limit] & 0xC0 == 0x80 { limit -= 1 }
        findings.warnings.append(
            Warning(
                code: "text-too-long", message: "only the first \(Text.limit >> 20) MiB of the text were analysed",
                span: Span(0, limit)))
    }
    var last = 0
    return document.paragraphs.map { paragraph in
        let start = min(max(paragraph.start, last), limit)
        let end = max(start, min(paragraph.end, limit))
        last = end
        return Span(start, end)
    }
}
