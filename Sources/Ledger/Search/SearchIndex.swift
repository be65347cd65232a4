package import Article
package import Bytes
internal import Foundation
internal import GRDB
internal import Host

/// What a follower of the ledger keeps for page, feeds and search, in a file of its own (`state/search.sqlite`): all of it
/// can be made anew from ledger and outbox, and nothing waits for it.
///
/// The text's words are in a contentless FTS5 table, whose row numbers are those of the outcomes, so that newest first is
/// the order in which SQLite finds them. Used by one thread.
package final class SearchIndex {
    private let queue: DatabaseQueue

    /// What became of one arrival.
    package enum Entry: Sendable {
        /// - `text`: The whole body, UTF-8.
        /// - `isReading`: A replay's, and no arrival.
        case article(Card, text: [UInt8], status: PublicationStatus?, isSuperseded: Bool, isReading: Bool)
        case rejected(RefusedCard)
        case duplicate(arrived: Instant)
    }

    /// A part of a day's page.
    package struct Part: Sendable {
        package var id: Int64
        /// The local day, `YYYY-MM-DD`.
        package var day: String
        /// 1, 2, 3 … of its day, in the order of arrival.
        package var number: Int
    }

    /// Articles on one part of a day's page.
    package static let partSize = 500

    package static func file(in folder: Path) -> Path { folder.appending("search.sqlite") }

    /// Opens it, or begins anew where there is none, it can't be used, or it is of another ledger.
    package init(folder: Path, ledger: String) throws(LedgerError) {
        let path = SearchIndex.file(in: folder)
        do {
            // One that is new is kept: a queue that is let go starts libdispatch's workers, which then wake each second.
            if let queue = try? SearchIndex.open(path), try SearchIndex.belongs(queue, to: ledger) {
                self.queue = queue
                return
            }
            for ending in ["", "-wal", "-shm"] { try? Files.remove(Path(path.bytes + Array(ending.utf8))) }
            queue = try SearchIndex.open(path)
            _ = try SearchIndex.belongs(queue, to: ledger)
        } catch {
            throw ledgerError(error, path.string)
        }
    }

    private static func open(_ path: Path) throws -> DatabaseQueue {
        let queue = try Ledger.openWAL(path.string)
        // Not durable at once: what a power cut takes is read again.
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096; PRAGMA temp_store = FILE")
        }
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
                    CREATE TABLE article (
                        seq INTEGER PRIMARY KEY, id BLOB NOT NULL, uri TEXT NOT NULL, uri64 INTEGER NOT NULL,
                        revision INTEGER NOT NULL, arrived INTEGER NOT NULL, source TEXT NOT NULL, language TEXT,
                        day TEXT NOT NULL, place TEXT, title TEXT NOT NULL, summary TEXT NOT NULL, people TEXT NOT NULL,
                        organisations TEXT NOT NULL, places TEXT NOT NULL, subjects TEXT NOT NULL, url TEXT,
                        path TEXT NOT NULL, embargo INTEGER, standing INTEGER NOT NULL, part INTEGER NOT NULL
                    );
                    CREATE INDEX article_story ON article (uri64);
                    CREATE INDEX article_part ON article (part);
                    CREATE INDEX article_embargo ON article (embargo) WHERE embargo IS NOT NULL;
                    CREATE TABLE part (
                        id INTEGER PRIMARY KEY, day TEXT NOT NULL, number INTEGER NOT NULL, count INTEGER NOT NULL,
                        changed INTEGER NOT NULL, UNIQUE (day, number)
                    );
                    CREATE INDEX part_changed ON part (id) WHERE changed = 1;
                    CREATE TABLE rejected (
                        seq INTEGER PRIMARY KEY, day TEXT NOT NULL, arrived INTEGER NOT NULL, source TEXT NOT NULL,
                        name TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, path TEXT
                    );
                    CREATE INDEX rejected_day ON rejected (day, seq);
                    CREATE TABLE arrivals (
                        day TEXT NOT NULL, hour INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL,
                        PRIMARY KEY (day, hour, kind)
                    ) WITHOUT ROWID;
                    CREATE VIRTUAL TABLE words USING fts5 (
                        title, lead, body, people, organisations, places, subjects, tags,
                        content = '', tokenize = 'unicode61 remove_diacritics 2'
                    );
                    """)
        }
        migrator.registerMigration("revisions") { db in
            // So that a story of ten thousand versions is not walked through for each.
            try db.execute(
                sql: "DROP INDEX article_story; CREATE INDEX article_version ON article (uri64, revision)")
        }
        try migrator.migrate(queue)
        return queue
    }

    /// Whether it is of this ledger; one that is of none yet becomes so.
    private static func belongs(_ queue: DatabaseQueue, to ledger: String) throws -> Bool {
        try queue.write { db in
            if let known = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'ledger'") {
                return known == ledger
            }
            try db.execute(
                sql: "INSERT INTO meta VALUES ('ledger', ?), ('cursor', 0), ('checked', 0)", arguments: [ledger])
            return true
        }
    }

    /// The last outcome that is in it.
    package func cursor() throws(LedgerError) -> Int64 {
        try reading { db in try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'cursor'") ?? 0 }
    }

    // MARK: Adding

    /// Adds what became of arrivals, and moves the cursor to `seq`; both or neither.
    ///
    /// - Parameter local: The local day of a moment, `YYYY-MM-DD`, and its hour.
    package func add(
        _ entries: [Entry], upTo seq: Int64, local: @Sendable (Instant) -> (day: String, hour: Int)
    ) throws(LedgerError) {
        try writing { db in
            try db.inTransaction {
                for entry in entries {
                    switch entry {
                    case .article(let card, let text, let status, let isSuperseded, let isReading):
                        let (day, hour) = local(card.arrived)
                        if !isReading { try SearchIndex.count("filed", day, hour, db) }
                        try SearchIndex.insert(card, text, status, isSuperseded, day: day, db)
                    case .rejected(let refused):
                        let (day, hour) = local(refused.arrived)
                        try SearchIndex.count("rejected", day, hour, db)
                        try db.cachedStatement(sql: "INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                            .execute(
                                arguments: [
                                    refused.seq, day, refused.arrived.microseconds, refused.source, refused.name,
                                    refused.code, refused.message, refused.path,
                                ])
                        try SearchIndex.touchLastPart(day, db)
                    case .duplicate(let arrived):
                        let (day, hour) = local(arrived)
                        try SearchIndex.count("duplicate", day, hour, db)
                        try SearchIndex.touchLastPart(day, db)
                    }
                }
                try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'cursor'", arguments: [seq])
                return .commit
            }
        }
    }

    private static func count(_ kind: String, _ day: String, _ hour: Int, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO arrivals VALUES (?, ?, ?, 1)
                ON CONFLICT (day, hour, kind) DO UPDATE SET count = count + 1
                """
        ).execute(arguments: [day, hour, kind])
    }

    /// Rejections and counts stand on a day's last part.
    private static func touchLastPart(_ day: String, _ db: Database) throws {
        try db.cachedStatement(
            sql:
                "UPDATE part SET changed = 1 WHERE id = (SELECT id FROM part WHERE day = ? ORDER BY number DESC LIMIT 1)"
        ).execute(arguments: [day])
    }

    private static func part(_ day: String, _ db: Database) throws -> Int64 {
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, number, count FROM part WHERE day = ? ORDER BY number DESC LIMIT 1"),
            arguments: [day])
        if let last, last["count"] < partSize {
            let id: Int64 = last["id"]
            try db.cachedStatement(sql: "UPDATE part SET count = count + 1, changed = 1 WHERE id = ?").execute(
                arguments: [id])
            return id
        }
        let number = (last?["number"] as Int? ?? 0) + 1
        // The part before has a link to this one now.
        if let id = last?["id"] as Int64? {
            try db.execute(sql: "UPDATE part SET changed = 1 WHERE id = ?", arguments: [id])
        }
        try db.execute(
            sql: "INSERT INTO part (day, number, count, changed) VALUES (?, ?, 1, 1)", arguments: [day, number])
        return db.lastInsertedRowID
    }

    private static func insert(
        _ card: Card, _ text: [UInt8], _ status: PublicationStatus?, _ isSuperseded: Bool, day: String, _ db: Database
    ) throws {
        let key = storyKey(card.uri)
        var standing = Card.Standing.current
        // Only the same source can replace or kill.
        func versions(_ which: String) throws -> [Row] {
            try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT seq, standing, part FROM article WHERE uri64 = ? AND uri = ? AND source = ? AND revision \(which)
                        """),
                arguments: [key, card.uri, card.source, card.revision])
        }
        // Lanes file side by side: what was decided later may be here already.
        let overtaking = try versions("> ? AND standing <> 1 ORDER BY revision DESC LIMIT 1").first
        if status == .canceled || status == .withheld {
            standing = .gone
            if status == .canceled { try mark(versions("< ? AND standing < 2"), .gone, db) }
        } else if let newest = try overtaking
            ?? (isSuperseded ? versions("< ? ORDER BY revision DESC LIMIT 1").first : nil)
        {
            // What comes late to a story that was killed meanwhile is killed too.
            standing = newest["standing"] == Card.Standing.gone.rawValue ? .gone : .replaced
        } else if isSuperseded {
            standing = .replaced
        } else {
            try mark(versions("< ? AND standing = 0 ORDER BY revision DESC LIMIT 1"), .replaced, db)
        }
        func list(_ names: [String]) -> String { names.joined(separator: "\n") }
        let values: [(any DatabaseValueConvertible)?] = [
            card.seq, card.id.data, card.uri, key, card.revision, card.arrived.microseconds, card.source,
            card.language, card.day, card.place, card.title, card.summary, list(card.people),
            list(card.organisations), list(card.places), list(card.subjects), card.url, card.path,
            card.embargo?.microseconds, standing.rawValue, try part(day, db),
        ]
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: StatementArguments(values))
        guard standing != .gone else { return }
        var tags = [tag("src", card.source), "month" + card.day.prefix(7).filter { $0 != "-" }]
        if let language = card.language {
            tags.append(tag("lang", language))
            if let dash = language.firstIndex(of: "-") { tags.append(tag("lang", String(language[..<dash]))) }
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO words (rowid, title, lead, body, people, organisations, places, subjects, tags)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            card.seq, searchable(card.title), searchable(card.summary),
            searchable(String(decoding: text, as: UTF8.self)), searchable(list(card.people)),
            searchable(list(card.organisations)), searchable(list(card.places)), searchable(list(card.subjects)),
            tags.joined(separator: " "),
        ])
    }

    private static func mark(_ versions: [Row], _ standing: Card.Standing, _ db: Database) throws {
        for version in versions {
            try db.execute(
                sql: "UPDATE article SET standing = ? WHERE seq = ?",
                arguments: [standing.rawValue, version["seq"] as Int64])
            try db.execute(sql: "UPDATE part SET changed = 1 WHERE id = ?", arguments: [version["part"] as Int64])
        }
    }

    // MARK: What pages show

    /// Parts that are to be written again, at most so many, newest first.
    package func changedParts(limit: Int) throws(LedgerError) -> [Part] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT id, day, number FROM part WHERE changed = 1 ORDER BY id DESC LIMIT ?",
                arguments: [limit]
            ).map(Part.init(row:))
        }
    }

    package func written(_ parts: [Part]) throws(LedgerError) {
        try writing { db in
            for part in parts { try db.execute(sql: "UPDATE part SET changed = 0 WHERE id = ?", arguments: [part.id]) }
        }
    }

    /// The parts of a day, first to last.
    package func parts(of day: String) throws(LedgerError) -> [Part] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT id, day, number FROM part WHERE day = ? ORDER BY number", arguments: [day]
            )
            .map(Part.init(row:))
        }
    }

    /// Days that have pages, newest first, from `day` on backwards.
    package func days(before day: String, limit: Int) throws(LedgerError) -> [String] {
        try reading { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT day FROM part WHERE day < ? ORDER BY day DESC LIMIT ?",
                arguments: [day, limit])
        }
    }

    /// A part's articles that may be shown, newest first.
    package func cards(in part: Part, now: Instant) throws(LedgerError) -> [Card] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM article WHERE part = ? AND standing < 2 AND (embargo IS NULL OR embargo <= ?)
                    ORDER BY arrived DESC, seq DESC
                    """, arguments: [part.id, now.microseconds]
            ).compactMap(Card.init(row:))
        }
    }

    /// The newest current versions of stories, for feeds.
    package func newest(_ limit: Int, now: Instant) throws(LedgerError) -> [Card] {
        try reading { db in
            // In the order of arrival, which is that of the parts: a replay files late what came long ago.
            let parts = try Int64.fetchAll(db, sql: "SELECT id FROM part ORDER BY day DESC, number DESC LIMIT 8")
            var cards: [Card] = []
            for part in parts where cards.count < limit {
                cards += try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM article WHERE part = ? AND standing = 0 AND (embargo IS NULL OR embargo <= ?)
                        ORDER BY arrived DESC, seq DESC LIMIT ?
                        """, arguments: [part, now.microseconds, limit - cards.count]
                ).compactMap(Card.init(row:))
            }
            return cards
        }
    }

    /// A day's rejected arrivals, newest first.
    package func rejected(on day: String, limit: Int) throws(LedgerError) -> [RefusedCard] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM rejected WHERE day = ? ORDER BY seq DESC LIMIT ?", arguments: [day, limit]
            ).map { row in
                RefusedCard(
                    seq: row["seq"], arrived: Instant(microseconds: row["arrived"]), source: row["source"],
                    name: row["name"], code: row["code"], message: row["message"], path: row["path"])
            }
        }
    }

    /// How many arrivals of a day each hour had, by kind of outcome (`filed`, `rejected`, `duplicate`).
    package func arrivals(on day: String) throws(LedgerError) -> [(hour: Int, kind: String, count: Int)] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT hour, kind, count FROM arrivals WHERE day = ?", arguments: [day]).map {
                ($0["hour"], $0["kind"], $0["count"])
            }
        }
    }

    /// Marks the pages of articles whose embargo has ended since it was last asked; returns when the next ends.
    package func endEmbargoes(now: Instant) throws(LedgerError) -> Instant? {
        try writing { db in
            let checked = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'checked'") ?? 0
            let ended =
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM article WHERE embargo > ? AND embargo <= ?)",
                    arguments: [checked, now.microseconds]) ?? false
            if ended {
                try db.execute(
                    sql:
                        "UPDATE part SET changed = 1 WHERE id IN (SELECT part FROM article WHERE embargo > ? AND embargo <= ?)",
                    arguments: [checked, now.microseconds])
                try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'checked'", arguments: [now.microseconds])
            }
            return try Int64.fetchOne(
                db, sql: "SELECT min(embargo) FROM article WHERE embargo > ?", arguments: [now.microseconds]
            ).map { Instant(microseconds: $0) }
        }
    }

    // MARK: -

    private func writing<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try queue.writeWithoutTransaction(body) } catch { throw ledgerError(error, queue.path) }
    }

    private func reading<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws(LedgerError) -> T {
        do { return try queue.read(body) } catch { throw ledgerError(error, queue.path) }
    }
}

extension SearchIndex.Part {
    init(row: Row) {
        id = row["id"]
        day = row["day"]
        number = row["number"]
    }
}

extension Card {
    init?(row: Row) {
        guard let id = Digest(bytes: row["id"] as Data) else { return nil }
        func list(_ column: String) -> [String] {
            (row[column] as String).split(separator: "\n").map { String($0) }
        }
        self.init(
            seq: row["seq"], id: id, uri: row["uri"], revision: row["revision"],
            arrived: Instant(microseconds: row["arrived"]), source: row["source"], day: row["day"],
            title: row["title"], summary: row["summary"], path: row["path"])
        language = row["language"]
        place = row["place"]
        people = list("people")
        organisations = list("organisations")
        places = list("places")
        subjects = list("subjects")
        url = row["url"]
        embargo = (row["embargo"] as Int64?).map { Instant(microseconds: $0) }
        standing = Standing(rawValue: row["standing"]) ?? .gone
    }
}

/// Eight bytes find a story's name as well as all of it, in a fraction of the index.
private func storyKey(_ uri: String) -> Int64 { Int64(bitPattern: SHA256.digest(Array(uri.utf8)).words.0) }
