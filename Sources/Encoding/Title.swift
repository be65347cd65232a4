package import Article

/// The one line by which a record is known: the source's headline, else the one derived from the text.
///
/// There always is one: where nothing could be derived it is the text's beginning, cut between words.
package struct Title: Hashable, Sendable {
    package var text: String
    /// Not the source's: `headlines[0].role` is then `derived`.
    package var isDerived: Bool

    package init(_ document: Document, _ findings: Findings) {
        if let headline = document.headline, !headline.isEmpty {
            (text, isDerived) = (headline, false)
        } else if let headline = findings.derivedHeadline, !headline.isEmpty {
            (text, isDerived) = (headline, true)
        } else {
            let beginning = beginning(of: document.body, after: findings.dateline?.span.end ?? 0)
            (text, isDerived) = (beginning.isEmpty ? "(untitled)" : beginning, true)
        }
    }
}

/// The line that starts at or after byte `start`, of more than 100 bytes what fits into them, and `…`.
private func beginning(of body: [UInt8], after start: Int) -> String {
    var from = max(0, min(start, body.count))
    while from < body.count, body[from] <= 0x20 || body[from] & 0xC0 == 0x80 { from += 1 }
    var until = from
    var lastSpace = from
    while until < body.count, body[until] != 0x0A {
        if until - from == 100 {
            var cut = lastSpace
            if cut - from < 40 {  // no spaces between words, or one very long word
                cut = until
                while cut > from, body[cut] & 0xC0 == 0x80 { cut -= 1 }
            }
            return String(decoding: body[from..<cut], as: UTF8.self) + "…"
        }
        if body[until] == 0x20 { lastSpace = until }
        until += 1
    }
    return String(decoding: body[from..<until], as: UTF8.self)
}
