package import Article
package import Bytes
internal import Foundation
internal import GRDB
internal import Host

/// Which outcomes are asked for; what is not set does not restrict.
package struct OutcomeFilter: Sendable {
    /// Of the arrival, both inclusive.
    package var since: Instant?
    package var until: Instant?
    package var source: String?
    package var kinds: [OutcomeKind]?
    package var reason: Rejection.Code?
    package init() {}

    fileprivate var condition: (sql: String, arguments: [(any DatabaseValueConvertible)?]) {
        var conditions = ["state = 1"]
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ condition: String, _ value: any DatabaseValueConvertible) {
            conditions.append(condition)
            arguments.append(value)
        }
        if let since { add("arrived >= ?", since.microseconds) }
        if let until { add("arrived <= ?", until.microseconds) }
        if let source { add("source = ?", source) }
        if let reason { add("reason = ?", reason.rawValue) }
        if let kinds {
            conditions.append("kind IN (" + kinds.map { _ in "?" }.joined(separator: ", ") + ")")
            arguments += kinds.map { $0.rawValue as (any DatabaseValueConvertible)? }
        }
        return (conditions.joined(separator: " AND "), arguments)
    }
}

/// Reads the ledger while a daemon works with it or none does; needs no right to write.
///
/// SQLite's log of a running daemon is shared with whoever may read it. After a clean stop the log may be gone, and a
/// reader that may not make a new one opens the file as one that nobody changes.
package final class LedgerReader: Sendable {
    private let queue: DatabaseQueue
    /// Nobody changed the ledger when it was opened; what a daemon writes later is not seen.
    package let isFrozen: Bool
    package let name: String
    package let instance: String

    /// - Throws: `.fault` also where there is no ledger.
    package init(folder: Path) throws(LedgerError) {
        let path = Ledger.file(in: folder).string
        do {
            (queue, isFrozen) = try LedgerReader.open(path)
            let meta = try queue.read { db in try Meta(db) }
            name = meta.name
            instance = meta.instance
        } catch {
            throw ledgerError(error, path)
        }
    }

    static func open(_ path: String) throws -> (DatabaseQueue, Bool) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            return (try DatabaseQueue(path: path, configuration: configuration), false)
        } catch let error as DatabaseError {
            guard [.SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode), try !hasLog(path) else {
                throw error
            }
            return (try DatabaseQueue(path: "file:\(escaped(path))?immutable=1", configuration: configuration), true)
        }
    }

    private static func hasLog(_ path: String) throws -> Bool {
        try (Files.status(at: Path(path + "-wal"))?.size ?? 0) > 0
    }

    /// For a URI (RFC 3986 §3.3).
    private static func escaped(_ path: String) -> String {
        path.utf8.map { c in
            let isPlain = (0x61...0x7A).contains(c | 0x20) || (0x2D...0x39).contains(c) || c == 0x5F
            return isPlain ? String(UnicodeScalar(c)) : "%" + (c < 16 ? "0" : "") + String(c, radix: 16)
        }.joined()
    }

    // MARK: Outcomes

    /// Those that are done, newest first; `before` leaves out that number and later ones.
    package func newest(_ filter: OutcomeFilter, before: Int64? = nil, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        let (condition, arguments) = filter.condition
        return try outcomes(
            "seq < ? AND \(condition) ORDER BY seq DESC LIMIT ?", [before ?? .max] + arguments + [limit])
    }

    /// Those that are done with a number above `seq`, in their order.
    package func done(after seq: Int64, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        try outcomes("state = 1 AND seq > ? ORDER BY seq LIMIT ?", [seq, limit])
    }

    /// How many.
    package func count(_ filter: OutcomeFilter) throws(LedgerError) -> Int {
        let (condition, values) = filter.condition
        let arguments = StatementArguments(values)
        return try reading { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM outcome WHERE " + condition, arguments: arguments) ?? 0
        }
    }

    /// The latest reading of what this outcome was read from, where it is another.
    package func laterReading(than row: OutcomeRow) throws(LedgerError) -> OutcomeRow? {
        let readings = try reading { db in try Ledger.readings(of: row.readingOf ?? row.id, db) }
        return readings.last.flatMap { $0.id == row.id ? nil : $0 }
    }

    /// Whose id begins with these hex digits, 4 to 64 of them; in their order.
    package func withID(_ prefix: String, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        guard let (low, high) = LedgerReader.keys(prefix) else { return [] }
        let found = try outcomes(
            "state = 1 AND id64 BETWEEN ? AND ? AND hex(id) LIKE ? ORDER BY seq LIMIT ?",
            [low, high, prefix.uppercased() + "%", limit])
        return found
    }

    /// Records of the story that this record belongs to, by revision; of very many the latest.
    package func versions(of row: OutcomeRow) throws(LedgerError) -> [OutcomeRow] {
        try reading { db in try Ledger.versions(row.storyOfVersions, db, latest: 1000) }
    }

    /// Of a file with these bytes, or an article with this id.
    package func ofBytes(_ sha256: Digest, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        try outcomes("state = 1 AND (sha256 = ? OR id = ?) ORDER BY seq LIMIT ?", [sha256.data, sha256.data, limit])
    }

    /// Dropped under this name.
    package func named(_ name: [UInt8], source: String?, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        try outcomes(
            "state = 1 AND name = ? AND (? IS NULL OR source = ?) ORDER BY seq LIMIT ?",
            [Data(name), source, source, limit])
    }

    /// With this record, reason file or original; each as the ledger has it, relative to its root.
    package func at(_ path: String, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        try outcomes("state = 1 AND (path = ? OR original = ?) ORDER BY seq LIMIT ?", [path, path, limit])
    }

    /// The source's arrivals with the names next below and above this one; of any source where none is given.
    package func neighbours(named name: [UInt8], source: String?) throws(LedgerError) -> (
        before: OutcomeRow?, after: OutcomeRow?
    ) {
        let own = "state = 1 AND (? IS NULL OR source = ?) AND name"
        return (
            try outcomes("\(own) < ? ORDER BY name DESC, seq DESC LIMIT 1", [source, source, Data(name)]).first,
            try outcomes("\(own) > ? ORDER BY name, seq DESC LIMIT 1", [source, source, Data(name)]).first
        )
    }

    /// What is decided and not done yet.
    package func decided(limit: Int) throws(LedgerError) -> [OutcomeRow] {
        // The sign keeps SQLite from walking through all outcomes in their order.
        try outcomes("state = 0 ORDER BY +seq LIMIT ?", [limit])
    }

    /// Whether an outcome with these bytes came after this one.
    package func cameAgain(_ row: OutcomeRow) throws(LedgerError) -> Bool {
        try !outcomes("id64 = ? AND seq > ? AND sha256 = ? LIMIT 1", [row.sha256.key64, row.seq, row.sha256.data])
            .isEmpty
    }

    package func lastSequence() throws(LedgerError) -> Int64 {
        try reading { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM outcome WHERE state = 1") ?? 0 }
    }

    /// From claim to outcome, in microseconds, of the latest.
    package func durations(limit: Int) throws(LedgerError) -> [Int64] {
        try reading { db in try Ledger.durations(db, limit) }
    }

    /// Up to which outcome each kind of output was removed when its time was over.
    package func expired() throws(LedgerError) -> [String: Int64] { try reading { db in try Ledger.expired(db) } }

    // MARK: Counts

    package func tallies() throws(LedgerError) -> [Tally] { try reading { db in try Ledger.tallies(db) } }

    /// The counts as they were kept, and counted anew, outcome by outcome: both of the same moment.
    package func bothTallies() throws(LedgerError) -> (kept: [Tally], counted: [Tally]) {
        try reading { db in
            let counted = try Ledger.tallies(
                db,
                """
                SELECT source, kind, ifnull(reason, '') AS reason, count(*) AS count, max(arrived) AS last_arrival
                FROM outcome WHERE state = 1 GROUP BY source, kind, reason
                """)
            return (try Ledger.tallies(db), counted)
        }
    }

    package func claims() throws(LedgerError) -> [ClaimRow] {
        try reading { db in try Row.fetchAll(db, sql: "SELECT * FROM claim").compactMap(ClaimRow.init(row:)) }
    }

    /// Articles of one arrival that have more than one outcome: there must be none.
    package func doubled(limit: Int) throws(LedgerError) -> [Int64] {
        try reading { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT max(seq) FROM outcome WHERE state = 1 AND claim <> x''
                    GROUP BY claim, arrived, ordinal HAVING count(*) > 1 LIMIT ?
                    """, arguments: [limit])
        }
    }

    // MARK: Audit

    /// What SQLite finds wrong with the file; empty where nothing is.
    package func damage() throws(LedgerError) -> [String] {
        try reading { db in try String.fetchAll(db, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" } }
    }

    /// One outcome with its link of the chain, or the number alone of one that can't be read.
    package struct Link: Sendable {
        package var seq: Int64
        package var outcome: OutcomeRow?
        package var chain: Digest?
    }

    package func links(after seq: Int64, limit: Int) throws(LedgerError) -> [Link] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outcome WHERE state = 1 AND seq > ? ORDER BY seq LIMIT ?",
                arguments: [seq, limit]
            ).map { row in
                Link(
                    seq: row["seq"], outcome: OutcomeRow(row: row),
                    chain: (row["chain"] as Data?).flatMap { Digest(bytes: $0) })
            }
        }
    }

    // MARK: -

    private func outcomes(_ condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws(LedgerError)
        -> [OutcomeRow]
    {
        let arguments = StatementArguments(arguments)
        return try reading { db in
            let statement = try db.cachedStatement(sql: "SELECT * FROM outcome WHERE " + condition)
            return try Row.fetchAll(statement, arguments: arguments).compactMap(OutcomeRow.init(row:))
        }
    }

    /// The first and last `id64` of ids that begin with these hex digits.
    private static func keys(_ prefix: String) -> (Int64, Int64)? {
        let digits = String(prefix.prefix(16))
        guard !digits.isEmpty, let value = UInt64(digits, radix: 16) else { return nil }
        let shift = UInt64(64 - 4 * digits.utf8.count)
        let low = value << shift
        let high = low | (shift == 0 ? 0 : (1 << shift) - 1)
        return (Int64(bitPattern: low), Int64(bitPattern: high))
    }

    private func reading<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try queue.read(body) } catch { throw ledgerError(error, queue.path) }
    }
}

extension Ledger {
    static func tallies(_ db: Database, _ sql: String = "SELECT * FROM tally ORDER BY source, kind, reason") throws
        -> [Tally]
    {
        try Row.fetchAll(db, sql: sql).compactMap { row in
            guard let kind = OutcomeKind(rawValue: row["kind"]) else { return nil }
            return Tally(
                source: row["source"], kind: kind, reason: Rejection.Code(rawValue: row["reason"]), count: row["count"],
                lastArrival: Instant(microseconds: row["last_arrival"]))
        }
    }

    static func readings(of id: Digest, _ db: Database) throws -> [OutcomeRow] {
        // A ledger that no daemon of this version has opened yet has no such column.
        guard try db.columns(in: "outcome").contains(where: { $0.name == "reading_of" }) else { return [] }
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM outcome WHERE reading_of = ? AND state = 1 ORDER BY revision")
        return try Row.fetchAll(statement, arguments: [id.data]).compactMap(OutcomeRow.init(row:))
    }

    static func expired(_ db: Database) throws -> [String: Int64] {
        // A ledger that no daemon of this version has opened yet has no such table.
        guard try db.tableExists("retention") else { return [:] }
        return try Row.fetchAll(db, sql: "SELECT output, seq FROM retention").reduce(into: [:]) { $0[$1[0]] = $1[1] }
    }

    static func durations(_ db: Database, _ limit: Int) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT duration FROM outcome WHERE state = 1 ORDER BY seq DESC LIMIT ?", arguments: [limit])
    }
}
