internal import Article
internal import Bytes
internal import Foundation
internal import Ledger

/// The place of a text that shows why it was found.
struct Snippet {
    struct Piece: Hashable {
        var text: String
        var isHit: Bool
    }
    private(set) var pieces: [Piece] = []

    var text: String { pieces.map(\.text).joined() }

    /// Around the first place where most of the words come together; the beginning where none is found.
    init(of text: String, for query: SearchQuery, length: Int = 180) {
        let wanted = query.terms.filter { !$0.isExcluded }.flatMap { term in
            Snippet.tokens(term.text[...]).map { (Snippet.folded(term.text[$0]), term.isPrefix) }
        }
        let text = String(text.prefix(200_000))
        var hits: [(range: Range<String.Index>, word: Int)] = []
        for token in Snippet.tokens(text[...]) where !wanted.isEmpty && hits.count < 500 {
            let folded = Snippet.folded(text[token])
            if let word = wanted.firstIndex(where: { $0.1 ? folded.hasPrefix($0.0) : folded == $0.0 }) {
                hits.append((token, word))
            }
        }
        let start = Snippet.start(hits, in: text, length: length)
        let end = text.index(start, offsetBy: length, limitedBy: text.endIndex) ?? text.endIndex
        var at = start
        if start > text.startIndex { add("…", false) }
        for hit in hits where hit.range.lowerBound >= at && hit.range.upperBound <= end {
            add(text[at..<hit.range.lowerBound], false)
            add(text[hit.range], true)
            at = hit.range.upperBound
        }
        add(text[at..<end], false)
        if end < text.endIndex { add("…", false) }
    }

    private mutating func add(_ text: some StringProtocol, _ isHit: Bool) {
        guard !text.isEmpty else { return }
        let line = plainLine(String(text), atMost: 4000)
        if let last = pieces.indices.last, pieces[last].isHit == isHit {
            pieces[last].text += line
        } else {
            pieces.append(Piece(text: line, isHit: isHit))
        }
    }

    /// Some words before the hit whose window has most of the words asked for.
    private static func start(
        _ hits: [(range: Range<String.Index>, word: Int)], in text: String, length: Int
    ) -> String.Index {
        var best = (score: 0, at: text.startIndex)
        for (i, hit) in hits.prefix(100).enumerated() {
            let end =
                text.index(hit.range.lowerBound, offsetBy: length * 2 / 3, limitedBy: text.endIndex) ?? text.endIndex
            let words = Set(hits[i...].prefix { $0.range.upperBound <= end }.map(\.word))
            if words.count > best.score { best = (words.count, hit.range.lowerBound) }
        }
        guard best.score > 0 else { return text.startIndex }
        let early = text.index(best.at, offsetBy: -length / 4, limitedBy: text.startIndex) ?? text.startIndex
        guard early > text.startIndex else { return early }
        // Not in the middle of a word.
        let space = text[early..<best.at].firstIndex(of: " ")
        return space.map { text.index(after: $0) } ?? early
    }

    /// Runs of letters and digits; a Han character or kana is one by itself, as in the index.
    private static func tokens(_ text: Substring) -> [Range<String.Index>] {
        var tokens: [Range<String.Index>] = []
        var start: String.Index?
        var at = text.startIndex
        while at < text.endIndex {
            let next = text.index(after: at)
            let c = text[at]
            let isAlone = c.unicodeScalars.first.map { (0x3040...0x9FFF).contains($0.value) } ?? false
            if !c.isLetter && !c.isNumber || isAlone {
                if let begun = start { tokens.append(begun..<at) }
                start = nil
                if isAlone { tokens.append(at..<next) }
            } else if start == nil {
                start = at
            }
            at = next
        }
        if let start { tokens.append(start..<text.endIndex) }
        return tokens
    }

    private static func folded(_ token: Substring) -> String {
        if token.utf8.allSatisfy({ $0 < 0x80 }) { return token.lowercased() }
        return searchKey(String(token)).folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    }
}
