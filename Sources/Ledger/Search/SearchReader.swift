package import Article
package import Bytes
internal import Foundation
internal import GRDB

/// What is asked of the index; what is not set does not restrict.
package struct SearchRequest: Sendable {
    package var query: SearchQuery
    /// Of the article's own day, `YYYY-MM-DD`, both inclusive.
    package var from: CalendarDay?
    package var until: CalendarDay?
    package var source: String?
    /// BCP 47; `zh` finds `zh-Hans` too.
    package var language: String?
    package var person: String?
    package var place: String?
    package var organisation: String?
    package var subject: String?
    /// Also versions that were replaced.
    package var withReplaced = false
    package var limit = 20
    package init(_ query: SearchQuery) { self.query = query }
}

/// Searches the index while a daemon works on it or none does; needs no right to write.
package final class SearchReader: Sendable {
    private let queue: DatabaseQueue

    /// - Throws: `.fault` also where there is no index.
    package init(folder: Path) throws(LedgerError) {
        let path = SearchIndex.file(in: folder).string
        do { queue = try LedgerReader.open(path).0 } catch { throw ledgerError(error, path) }
    }

    /// Whether outcomes after this one are not in it yet.
    package func isBehind(_ seq: Int64) throws(LedgerError) -> Bool {
        try reading { db in (try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'cursor'") ?? 0) < seq }
    }

    /// Newest first.
    package func newest(_ request: SearchRequest) throws(LedgerError) -> [Card] {
        let (sql, arguments) = request.statement(limit: request.limit)
        return try reading { db in
            try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).compactMap(
                Card.init(row:))
        }
    }

    /// By relevance among the newest hits: words in the headline weigh most, then those in the summary, then the words as
    /// one phrase; equal ones newest first.
    ///
    /// Not BM25, which counts all hits of each word first: over half a second where a million articles are filed.
    package func best(_ request: SearchRequest) throws(LedgerError) -> [Card] {
        let (sql, arguments) = request.statement(limit: SearchReader.candidates, columns: "article.seq")
        let boosts = request.boosts
        let limit = request.limit
        return try reading { db in
            let hits = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
            var scores: [Int64: Int] = [:]
            if let oldest = hits.last {
                for hit in hits { scores[hit] = 0 }
                for (expression, weight) in boosts {
                    // Upwards from the oldest hit: downwards, FTS5 looks for a match through all that is older too.
                    let found = try Int64.fetchAll(
                        db,
                        sql: "SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? ORDER BY rowid LIMIT ?",
                        arguments: [expression, oldest, 40 * SearchReader.candidates])
                    for seq in found { if let score = scores[seq] { scores[seq] = score + weight } }
                }
            }
            let order = hits.sorted { (scores[$0] ?? 0, $0) > (scores[$1] ?? 0, $1) }
            var cards: [Card] = []
            for seq in order.prefix(limit) {
                if let row = try Row.fetchOne(db, sql: "SELECT * FROM article WHERE seq = ?", arguments: [seq]),
                    let card = Card(row: row)
                {
                    cards.append(card)
                }
            }
            return cards
        }
    }

    /// The newest hits, among which `best` looks.
    private static let candidates = 1000

    private func reading<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try queue.read(body) } catch { throw ledgerError(error, queue.path) }
    }
}

extension SearchRequest {
    private static let text = "title lead body people organisations places subjects"

    /// As an expression of FTS5; `nil` where nothing is asked for that is in the text's index.
    fileprivate var expression: String? {
        var parts: [String] = []
        if let asked = query.expression(in: SearchRequest.text) { parts.append(asked) }
        for (column, value) in [
            ("people", person), ("places", place), ("organisations", organisation), ("subjects", subject),
        ] {
            if let value, hasToken(value) { parts.append("{\(column)} : \(phrase(value))") }
        }
        if let source { parts.append("{tags} : \(phrase(tag("src", source)))") }
        if let language { parts.append("{tags} : \(phrase(tag("lang", language)))") }
        if let months { parts.append("{tags} : (" + months.map(phrase).joined(separator: " OR ") + ")") }
        return parts.isEmpty ? nil : parts.map { "(\($0))" }.joined(separator: " AND ")
    }

    /// The months that the days asked for lie in, where they are few: they lead to the days.
    private var months: [String]? {
        guard let from, let until, from <= until, until.daysSince1970 - from.daysSince1970 < 800 else { return nil }
        var months: [String] = []
        var (year, month) = (from.year, from.month)
        while (year, month) <= (until.year, until.month) {
            months.append("month" + padded(year, 4) + padded(month, 2))
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return months
    }

    fileprivate func statement(limit: Int, columns: String = "article.*") -> (String, StatementArguments) {
        var conditions = ["article.standing <= ?"]
        var arguments: [(any DatabaseValueConvertible)?] = [withReplaced ? 1 : 0]
        if let from {
            conditions.append("article.day >= ?")
            arguments.append(from.text)
        }
        if let until {
            conditions.append("article.day <= ?")
            arguments.append(until.text)
        }
        guard let expression else {
            let sql = "SELECT \(columns) FROM article WHERE " + conditions.joined(separator: " AND ")
            return (sql + " ORDER BY article.seq DESC LIMIT ?", StatementArguments(arguments + [limit]))
        }
        // The order of the join is ours: SQLite must not begin with the articles.
        let sql =
            "SELECT \(columns) FROM words CROSS JOIN article ON article.seq = words.rowid WHERE words MATCH ? AND "
            + conditions.joined(separator: " AND ") + " ORDER BY words.rowid DESC LIMIT ?"
        return (sql, StatementArguments([expression] + arguments + [limit]))
    }

    /// What lifts a hit, and how much.
    fileprivate var boosts: [(String, Int)] {
        let terms = query.terms.filter { !$0.isExcluded }
        guard let base = query.expression(in: SearchRequest.text) else { return [] }
        var boosts: [(String, Int)] = []
        for term in terms.prefix(6) {
            boosts.append(("(\(base)) AND {title} : \(term.expression)", 8))
            boosts.append(("(\(base)) AND {lead} : \(term.expression)", 3))
            boosts.append(("(\(base)) AND {people organisations places subjects} : \(term.expression)", 2))
        }
        if terms.count > 1 {
            let together = terms.map(\.text).joined(separator: " ")
            boosts.append(("{title lead body} : \(phrase(together))", 6))
        }
        return boosts
    }
}
