package import Article
package import Bytes
internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Host
internal import Synchronization

/// The record of every arrival and its outcome, in SQLite (`state/ledger.sqlite`), durable before anything is published.
///
/// Two connections: one writes (by the filing thread alone), one reads what the decisions need. `synchronous=FULL`, so
/// that a commit is on disk when it returns.
package final class Ledger: Sendable {
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    /// Names this ledger in cursors: eight hex digits, made with it.
    package let name: String
    /// Names this daemon's folder of claims.
    package let instance: String
    private let chain: Mutex<Digest>

    package static func file(in folder: Path) -> Path { folder.appending("ledger.sqlite") }

    /// Opens the ledger, and makes it where there is none.
    package init(folder: Path) throws(LedgerError) {
        let path = Ledger.file(in: folder).string
        do {
            writer = try Ledger.openWriter(path)
            reader = try Ledger.openReader(path)
            let meta = try writer.read { db in try Meta(db) }
            name = meta.name
            instance = meta.instance
            chain = Mutex(meta.chain)
        } catch {
            throw ledgerError(error, path)
        }
    }

    /// Opens a database to write, whose log stays when it is closed.
    static func openWAL(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // Readers without write permission need the log to stay when the last writer goes.
            var keep: CInt = 1
            sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &keep)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    static func openWriter(_ path: String) throws -> DatabaseQueue {
        let queue = try openWAL(path)
        // GRDB sets synchronous back to NORMAL when it prepares a WAL database, so it is set after opening.
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000; PRAGMA cache_size = -8192")
        }
        try migrate(queue)
        return queue
    }

    private static func openReader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// 2 is FULL: what a test asserts.
    package func synchronousLevel() throws(LedgerError) -> Int {
        try writing { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1 }
    }

    // MARK: What was under way

    /// What an earlier run has left.
    package struct UnderWay: Sendable {
        /// Claims whose original is not in its place yet.
        package var claims: [ClaimRow] = []
        /// Outcomes that were decided and not done, in `seq` order.
        package var decided: [OutcomeRow] = []
        /// Of claims that are not finished, by their key: the outcomes that are done, by ordinal. A repeat leaves them out.
        package var done: [Path: [Int: OutcomeKind]] = [:]
    }

    package func underWay() throws(LedgerError) -> UnderWay {
        try reading { db in
            var all = UnderWay()
            all.claims = try Row.fetchAll(db, sql: "SELECT * FROM claim").compactMap(ClaimRow.init(row:))
            // Without the index named, SQLite walks through all that ever was, since that comes in the wanted order.
            all.decided = try Row.fetchAll(
                db, sql: "SELECT * FROM outcome INDEXED BY outcome_under_way WHERE state = 0 ORDER BY seq"
            )
            .compactMap(OutcomeRow.init(row:))
            guard all.claims.contains(where: { !$0.isFinished }) else { return all }
            // One walk through all outcomes, since none is found by its claim. A later arrival of the same name has the
            // same key: the time of the arrival tells them apart.
            let done = try Row.fetchCursor(
                db,
                sql: """
                    SELECT outcome.claim, outcome.ordinal, outcome.kind FROM outcome CROSS JOIN claim
                    ON claim.key = outcome.claim AND claim.arrived = outcome.arrived
                    WHERE outcome.state = 1 AND claim.finished = 0
                    """)
            while let row = try done.next() {
                all.done[Path(Array(row[0] as Data)), default: [:]][row[1]] = OutcomeKind(rawValue: row[2])
            }
            return all
        }
    }

    package func lastSequence() throws(LedgerError) -> Int64 {
        try writing { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM outcome") ?? 0 }
    }

    // MARK: Commits, by the filing thread

    /// Stores arrivals and decisions; nothing of them may be published before this returned.
    ///
    /// - Parameter obsolete: Numbers under which an earlier run decided some of these, and did not get further.
    /// - Parameter ended: Claims that have no more articles, with the ordinal of the last.
    package func commit(
        decided outcomes: [OutcomeRow], obsolete: [Int64] = [], claims: [ClaimRow], ended: [(Path, Int)] = [],
        archived: [Path]
    ) throws(LedgerError) {
        try writing { db in
            try db.inTransaction {
                try Ledger.forget(archived, db)
                for seq in obsolete {
                    try db.execute(sql: "DELETE FROM outcome WHERE seq = ? AND state = 0", arguments: [seq])
                }
                // What an earlier run decided for the same article of the same claim, and came to another end now.
                let drop = try db.cachedStatement(
                    sql: "DELETE FROM outcome WHERE claim = ? AND ordinal = ? AND state = 0")
                for outcome in outcomes { try drop.execute(arguments: [outcome.claim.data, outcome.ordinal]) }
                let dropRest = try db.cachedStatement(
                    sql: "DELETE FROM outcome WHERE claim = ? AND ordinal > ? AND state = 0")
                for (claim, ordinal) in ended { try dropRest.execute(arguments: [claim.data, ordinal]) }
                let put = try db.cachedStatement(
                    sql: """
                        INSERT OR REPLACE INTO claim (key, arrived, inode, sha256, bytes, original, finished)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                for claim in claims {
                    try put.execute(arguments: [
                        claim.key.data, claim.arrived.microseconds, Int64(bitPattern: claim.inode), claim.sha256.data,
                        claim.bytes, claim.original,
                        claim.isFinished,
                    ])
                }
                for outcome in outcomes { try outcome.insert(db) }
                return .commit
            }
        }
    }

    /// Stores that outcomes are published, and which claims have all of theirs; gives each its link in the chain.
    package func commit(done outcomes: [OutcomeRow], finished: [ClaimRow]) throws(LedgerError) {
        let start = chain.withLock { $0 }
        let end = try writing { db in
            var link = start
            try db.inTransaction {
                let mark = try db.cachedStatement(
                    sql: "UPDATE outcome SET state = 1, duration = ?, chain = ? WHERE seq = ? AND state = 0")
                let count = try db.cachedStatement(
                    sql: """
                        INSERT INTO tally (source, kind, reason, count, last_arrival) VALUES (?, ?, ?, 1, ?)
                        ON CONFLICT (source, kind, reason) DO UPDATE
                        SET count = count + 1, last_arrival = max(last_arrival, excluded.last_arrival)
                        """)
                for outcome in outcomes {
                    link = outcome.link(after: link)
                    try mark.execute(arguments: [outcome.duration, link.data, outcome.seq])
                    // A commit whose answer was lost is repeated: nothing is counted twice.
                    guard db.changesCount > 0 else { continue }
                    try count.execute(arguments: [
                        outcome.source, outcome.kind.rawValue, outcome.reason?.rawValue ?? "",
                        outcome.arrived.microseconds,
                    ])
                }
                let finish = try db.cachedStatement(sql: "UPDATE claim SET finished = 1, original = ? WHERE key = ?")
                for claim in finished { try finish.execute(arguments: [claim.original, claim.key.data]) }
                return .commit
            }
            return link
        }
        chain.withLock { $0 = end }
        // A commit ends with a word in shared memory, of which the kernel tells nobody: followers are told by this.
        Files.touch(Path(writer.path))
    }

    /// Forgets claims whose original lies in its place. Not urgent: else it happens with the next decision.
    package func commit(archived: [Path]) throws(LedgerError) {
        guard !archived.isEmpty else { return }
        try writing { db in
            try db.inTransaction {
                try Ledger.forget(archived, db)
                return .commit
            }
        }
    }

    /// Forgets decisions that will never be carried out, because their claim is gone: at a start.
    package func forget(decided: [Int64], claims: [Path]) throws(LedgerError) {
        try writing { db in
            try db.inTransaction {
                for seq in decided {
                    try db.execute(sql: "DELETE FROM outcome WHERE seq = ? AND state = 0", arguments: [seq])
                }
                try Ledger.forget(claims, db)
                return .commit
            }
        }
    }

    private static func forget(_ keys: [Path], _ db: Database) throws {
        let delete = try db.cachedStatement(sql: "DELETE FROM claim WHERE key = ?")
        for key in keys { try delete.execute(arguments: [key.data]) }
    }

    // MARK: Retention

    /// Stores that one kind of output (`originals`, `rejected`, `articles`) was removed of all outcomes up to this number.
    package func commit(expired output: String, upTo seq: Int64) throws(LedgerError) {
        try writing { db in
            try db.execute(
                sql: """
                    INSERT INTO retention VALUES (?, ?)
                    ON CONFLICT (output) DO UPDATE SET seq = max(seq, excluded.seq)
                    """, arguments: [output, seq])
        }
    }

    /// Up to which outcome each kind of output was removed.
    package func expired() throws(LedgerError) -> [String: Int64] { try reading { db in try Ledger.expired(db) } }

    /// Those that are done with a number above `seq`, in their order.
    package func done(after seq: Int64, limit: Int) throws(LedgerError) -> [OutcomeRow] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outcome WHERE state = 1 AND seq > ? ORDER BY seq LIMIT ?",
                arguments: [seq, limit]
            ).compactMap(OutcomeRow.init(row:))
        }
    }

    // MARK: What decisions need

    /// The record that was filed from these bytes.
    package func filed(_ id: Digest) throws(LedgerError) -> OutcomeRow? {
        try asking { db in
            let statement = try db.cachedStatement(sql: Ledger.filedQuery)
            return try Row.fetchOne(statement, arguments: [id.key64, id.data]).flatMap(OutcomeRow.init(row:))
        }
    }

    /// Story and folder of the record with this id: what another record says of it.
    package func address(of id: Digest) throws(LedgerError) -> (uri: String, path: String)? {
        try asking { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT uri, path FROM outcome
                    WHERE id64 = ? AND state = 1 AND kind IN ('filed', 'superseded') AND id = ? LIMIT 1
                    """)
            let row = try Row.fetchOne(statement, arguments: [id.key64, id.data])
            guard let row, let uri = row[0] as String?, let path = row[1] as String? else { return nil }
            return (uri, path)
        }
    }

    /// What replays made of the bytes with this id, oldest first.
    package func readings(of id: Digest) throws(LedgerError) -> [OutcomeRow] {
        try reading { db in try Ledger.readings(of: id, db) }
    }

    private static let filedQuery =
        "SELECT * FROM outcome WHERE id64 = ? AND state = 1 AND kind IN ('filed', 'superseded') AND id = ? LIMIT 1"

    /// Whether anything ever ended with this id.
    package func hasOutcome(_ id: Digest) throws(LedgerError) -> Bool {
        try asking { db in
            let statement = try db.cachedStatement(
                sql: "SELECT 1 FROM outcome WHERE id64 = ? AND id = ? AND state = 1 LIMIT 1")
            return try Int.fetchOne(statement, arguments: [id.key64, id.data]) != nil
        }
    }

    /// The last outcomes that are done, newest first.
    package func latest(_ count: Int) throws(LedgerError) -> [OutcomeRow] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outcome WHERE state = 1 ORDER BY seq DESC LIMIT ?", arguments: [count]
            )
            .compactMap(OutcomeRow.init(row:))
        }
    }

    /// Source and time of the latest arrivals, oldest first.
    package func arrivals(latest count: Int) throws(LedgerError) -> [(source: String, time: Instant)] {
        try reading { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT source, arrived FROM outcome
                    WHERE seq > (SELECT max(seq) FROM outcome) - ? AND state = 1 ORDER BY seq
                    """, arguments: [count])
            var out: [(String, Instant)] = []
            while let row = try rows.next() { out.append((row[0], Instant(microseconds: row[1]))) }
            return out
        }
    }

    package func tallies() throws(LedgerError) -> [Tally] { try reading { db in try Ledger.tallies(db) } }

    /// From claim to outcome, in microseconds, of the latest outcomes.
    package func durations(limit: Int) throws(LedgerError) -> [Int64] {
        try reading { db in try Ledger.durations(db, limit) }
    }

    /// What is known of an article, in one look.
    package struct Recollection: Sendable {
        /// The record that was filed from the same bytes; then nothing else was looked for.
        package var filed: OutcomeRow?
        /// Records of the stories that its identifier can mean, of any source.
        package var identified: [OutcomeRow] = []
        /// Records of the same source under one of its names, newest first.
        package var named: [OutcomeRow] = []
    }

    /// - Parameters:
    ///   - stories: The one or two stories that its identifier can mean; empty without one.
    ///   - titles: Keys of headlines; of each the newest records are given.
    ///   - slugs: Keys of sluglines, likewise.
    package func recall(_ id: Digest, stories: [Int64], titles: [Int64], slugs: [Int64], source: String)
        throws(LedgerError) -> Recollection
    {
        // Without a transaction: what is done meanwhile is among the decisions that the asker knows himself.
        try asking { db in
            var known = Recollection()
            let same = try db.cachedStatement(sql: Ledger.filedQuery)
            known.filed = try Row.fetchOne(same, arguments: [id.key64, id.data]).flatMap(OutcomeRow.init(row:))
            guard known.filed == nil else { return known }
            var meant = stories
            if let first = stories.first, let last = stories.last {
                let other = try db.cachedStatement(
                    sql: "SELECT DISTINCT story FROM outcome WHERE guid IN (?, ?) AND state = 1")
                meant += try Int64.fetchAll(other, arguments: [first, last])
            }
            for story in meant { known.identified += try Ledger.versions(story, db, latest: Ledger.mostVersions) }
            for (column, keys) in [("title_key", titles), ("slug_key", slugs)] where !keys.isEmpty {
                let named = try db.cachedStatement(
                    sql:
                        "SELECT * FROM outcome WHERE \(column) = ? AND state = 1 AND source = ? ORDER BY seq DESC LIMIT 8"
                )
                for key in keys {
                    known.named += try Row.fetchAll(named, arguments: [key, source]).compactMap(OutcomeRow.init(row:))
                }
            }
            return known
        }
    }

    /// Records of one story that a decision looks at: one that is written anew ten thousand times must not cost ten thousand
    /// looks each time.
    private static let mostVersions = 30

    /// A story's latest records, and the current one, by revision.
    package func versions(ofStory story: Int64) throws(LedgerError) -> [OutcomeRow] {
        try asking { db in try Ledger.versions(story, db, latest: Ledger.mostVersions) }
    }

    static func versions(_ story: Int64, _ db: Database, latest count: Int) throws -> [OutcomeRow] {
        let latest = try db.cachedStatement(
            sql: "SELECT * FROM outcome WHERE story = ? AND state = 1 ORDER BY revision DESC LIMIT ?")
        var rows = try Row.fetchAll(latest, arguments: [story, count]).compactMap(OutcomeRow.init(row:))
        if rows.count == count, !rows.contains(where: { $0.supersededBy == nil }) {
            let current = try db.cachedStatement(
                sql: """
                    SELECT * FROM outcome WHERE story = ? AND state = 1 AND superseded_by IS NULL
                    ORDER BY revision DESC LIMIT 1
                    """)
            rows += try Row.fetchAll(current, arguments: [story]).compactMap(OutcomeRow.init(row:))
        }
        if rows.count < count {
            // The first record of a story without an identifier is found by its id.
            let first = try db.cachedStatement(
                sql: """
                    SELECT * FROM outcome WHERE id64 = ? AND story IS NULL AND state = 1
                    AND kind IN ('filed', 'superseded') LIMIT 1
                    """)
            rows += try Row.fetchAll(first, arguments: [story]).compactMap(OutcomeRow.init(row:))
        }
        return rows.reversed()
    }

    /// Ids and sketches of the latest records that have one, oldest first.
    package func sketches(latest count: Int) throws(LedgerError) -> [(id: Digest, sketch: Sketch)] {
        try reading { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT id, sketch FROM outcome
                    WHERE seq > (SELECT max(seq) FROM outcome) - ? AND state = 1 AND sketch IS NOT NULL ORDER BY seq
                    """, arguments: [count])
            var found: [(Digest, Sketch)] = []
            while let row = try rows.next() {
                if let record = row.idAndSketch { found.append(record) }
            }
            return found
        }
    }

    // MARK: -

    private func writing<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try writer.writeWithoutTransaction(body) } catch { throw ledgerError(error, writer.path) }
    }

    /// One statement is whole by itself, and needs no transaction around it.
    private func asking<T: Sendable>(_ statement: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try reader.unsafeRead(statement) } catch { throw ledgerError(error, reader.path) }
    }

    private func reading<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try reader.read(body) } catch { throw ledgerError(error, reader.path) }
    }
}

/// What is wrong with the ledger, as trouble that passes or does not.
func ledgerError(_ error: any Error, _ path: String) -> LedgerError {
    if let error = error as? LedgerError { return error }
    guard let error = error as? DatabaseError else { return .fault("The ledger \(path) can't be used: \(error).") }
    let what = "ledger \(path): \(error.message ?? "\(error.resultCode)")"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return .fault("The \(what). `dateline audit --rebuild` moves it aside and makes it anew from the outbox.")
    case .SQLITE_FULL: return .setback(Setback(.diskFull, what))
    case .SQLITE_IOERR: return .setback(Setback(.inputOutput, what))
    case .SQLITE_NOMEM: return .setback(Setback(.memory, what))
    case .SQLITE_READONLY: return .setback(Setback(.readOnly, what))
    default: return .setback(Setback(.ledger, what))
    }
}
