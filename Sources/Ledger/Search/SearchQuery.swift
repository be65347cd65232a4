/// What a user searches for, as typed.
///
/// Words must all be there; `"…"` is a phrase, `word*` a beginning, `-word` must not be there. No other sign has a
/// meaning: what is typed can break no syntax.
package struct SearchQuery: Sendable {
    package struct Term: Hashable, Sendable {
        package var text: String
        package var isPrefix = false
        package var isExcluded = false
    }
    package private(set) var terms: [Term] = []

    package init(_ typed: String) {
        var rest = Substring(typed)
        while terms.count < 32 {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { break }
            var term = Term(text: "")
            if first == "-" {
                term.isExcluded = true
                rest.removeFirst()
            }
            if let quote = rest.first, let closing = SearchQuery.quotes[quote] {
                rest.removeFirst()
                let phrase = rest.prefix { $0 != closing }
                term.text = String(phrase)
                rest = rest.dropFirst(phrase.count + 1)
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                rest = rest.dropFirst(word.count)
                term.isPrefix = word.last == "*"
                term.text = String(word)
            }
            if hasToken(term.text) { terms.append(term) }
        }
    }

    private static let quotes: [Character: Character] = ["\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」"]

    package var isEmpty: Bool { !terms.contains { !$0.isExcluded } }

    /// As an expression of FTS5 over these columns, `nil` where nothing is asked for.
    func expression(in columns: String) -> String? {
        let wanted = terms.filter { !$0.isExcluded }.map(\.expression)
        guard !wanted.isEmpty else { return nil }
        let base = "{\(columns)} : (" + wanted.joined(separator: " AND ") + ")"
        let excluded = terms.filter(\.isExcluded).map(\.expression)
        return excluded.isEmpty ? base : "(\(base) NOT {\(columns)} : (" + excluded.joined(separator: " OR ") + "))"
    }
}

extension SearchQuery.Term {
    var expression: String { phrase(text) + (isPrefix ? " *" : "") }
}

/// An FTS5 string: its tokens in a row.
func phrase(_ text: String) -> String {
    // By code points: a quotation mark with an accent on it is one character, and still ends the string.
    var out = "\"".unicodeScalars
    for scalar in searchable(text).unicodeScalars where scalar != "\"" && scalar != "\0" { out.append(scalar) }
    out.append("\"")
    return String(out)
}
