package import Article
internal import Bytes

/// Encodes one record's files: `article.json` (ninjs 3.2), `analysis.json`, `summary.txt` and
/// `article.html`.
///
/// Each is complete with its final newline, or empty where it is not wanted; the same values always give the same
/// bytes. Spans that lie outside the body or cut a character are moved into it, so that whatever a stage got wrong, the
/// files are well formed.
package func encode(
    _ document: Document, _ findings: Findings, id: Digest, decision: Decision, provenance: Provenance,
    article: Bool = true, analysis: Bool = true, summary: Bool = true, page: Bool = true
) -> Outputs {
    let record = Record(document, findings, id: id, decision: decision, provenance: provenance)
    return Outputs(
        article: article ? writeArticle(record) : [], analysis: analysis ? writeAnalysis(record) : [],
        summary: summary ? writeSummary(record) : [], page: page ? writePage(record) : [])
}

/// What the four writers write from: the values of one record and what more than one of them needs of it.
struct Record {
    let document: Document
    let findings: Findings
    let id: Digest
    let decision: Decision
    let provenance: Provenance
    let body: CodePointIndex
    let title: Title

    init(_ document: Document, _ findings: Findings, id: Digest, decision: Decision, provenance: Provenance) {
        self.document = document
        self.findings = findings
        self.id = id
        self.decision = decision
        self.provenance = provenance
        body = CodePointIndex(document.body)
        title = Title(document, findings)
    }

    /// The article's own date; `nil` where neither its source nor its text has one.
    var created: Created? {
        findings.created ?? document.contentCreated.map { Created(stamp: $0, basis: document.createdBasis) }
    }

    /// The dateline as it was written: the source's own field for it, else the text's beginning.
    var dateline: String? {
        document.statedDateline ?? findings.dateline.map { words($0.span) }
    }

    /// Summary sentences as one text: a space between two, none after a sentence of a script that sets none.
    var summary: String {
        var summary = ""
        for sentence in findings.summary where !sentence.text.isEmpty {
            if let last = summary.unicodeScalars.last, !isWide(last) { summary += " " }
            summary += sentence.text
        }
        return summary
    }

    /// First and last day of the main event, where its time is a date that could be resolved.
    var mainDays: (from: CalendarDay, until: CalendarDay?)? {
        guard let when = findings.main.when else { return nil }
        for date in findings.dates where date.span.overlaps(when.span) {
            if let from = date.from, from.dated != nil { return (from, date.until) }
        }
        return nil
    }

    /// The body's own words at `span`.
    func words(_ span: Span) -> String { String(decoding: body.text(span), as: UTF8.self) }

    /// The entity at `index`, `nil` where there is none.
    func entity(_ index: Int?) -> Entity? {
        guard let index, findings.entities.indices.contains(index) else { return nil }
        return findings.entities[index]
    }
}

/// Ideographs, kana and the punctuation that belongs to them (blocks of the Unicode Character Database).
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3000...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF: true
    default: false
    }
}
