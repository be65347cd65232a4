package import Article

/// Encodes one record's files: `article.json` (ninjs 3.2), `analysis.json` and `summary.txt`.
///
/// Each is complete with its final newline; the same values always give the same bytes.
package func encode(
    _ document: Document, _ findings: Findings, id: Digest, decision: Decision, provenance: Provenance
) -> Outputs {
    Outputs(article: [], analysis: [], summary: [])
}
