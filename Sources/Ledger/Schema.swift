internal import Article
internal import Foundation
internal import GRDB
internal import Host

/// The ledger's tables, step by step: a step that has been released is never changed, only followed.
func migrate(_ queue: DatabaseQueue) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
        try db.execute(
            sql: """
                CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE claim (
                    key BLOB PRIMARY KEY, arrived INTEGER NOT NULL, inode INTEGER NOT NULL, sha256 BLOB NOT NULL,
                    bytes INTEGER NOT NULL, original TEXT NOT NULL, finished INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE outcome (
                    seq INTEGER PRIMARY KEY, state INTEGER NOT NULL, claim BLOB NOT NULL, ordinal INTEGER NOT NULL,
                    kind TEXT NOT NULL, time INTEGER NOT NULL, arrived INTEGER NOT NULL, id BLOB NOT NULL,
                    id64 INTEGER NOT NULL, sha256 BLOB NOT NULL, bytes INTEGER NOT NULL, source TEXT NOT NULL,
                    name BLOB NOT NULL, member TEXT, path TEXT, original TEXT, title TEXT, language TEXT, format TEXT,
                    day TEXT, place TEXT, uri TEXT, version TEXT, revision INTEGER, replaces BLOB, superseded_by BLOB,
                    related BLOB, status TEXT, version_time INTEGER, text_digest INTEGER NOT NULL, story INTEGER,
                    article_hash BLOB, analysis_hash BLOB, summary_hash BLOB, reason TEXT, message TEXT,
                    duration INTEGER NOT NULL, chain BLOB
                );
                -- Eight bytes of the id find it as well as 32, in a quarter of the index.
                CREATE INDEX outcome_id ON outcome (id64);
                CREATE INDEX outcome_story ON outcome (story, revision) WHERE story IS NOT NULL;
                CREATE INDEX outcome_under_way ON outcome (claim) WHERE state = 0;
                CREATE TABLE tally (
                    source TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
                    last_arrival INTEGER NOT NULL, PRIMARY KEY (source, kind, reason)
                ) WITHOUT ROWID;
                """)
        for key in ["name", "instance"] {
            try db.execute(
                sql: "INSERT INTO meta VALUES (?, lower(hex(randomblob(4))))", arguments: [key])
        }
    }
    migrator.registerMigration("2") { db in try db.execute(sql: "ALTER TABLE outcome ADD COLUMN page_hash BLOB") }
    migrator.registerMigration("retention") { db in
        // What was removed when its time was over: of all outcomes up to this number, the one kind of output.
        try db.execute(sql: "CREATE TABLE retention (output TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID")
    }
    migrator.registerMigration("readings") { db in
        try db.execute(
            sql: """
                ALTER TABLE outcome ADD COLUMN reading_of BLOB;
                CREATE INDEX outcome_reading ON outcome (reading_of) WHERE reading_of IS NOT NULL;
                """)
    }
    migrator.registerMigration("likeness") { db in
        try db.execute(
            sql: """
                ALTER TABLE outcome ADD COLUMN sketch BLOB;
                ALTER TABLE outcome ADD COLUMN title_key INTEGER;
                ALTER TABLE outcome ADD COLUMN slug_key INTEGER;
                ALTER TABLE outcome ADD COLUMN guid INTEGER;
                CREATE INDEX outcome_title ON outcome (title_key) WHERE title_key IS NOT NULL;
                CREATE INDEX outcome_slug ON outcome (slug_key) WHERE slug_key IS NOT NULL;
                CREATE INDEX outcome_guid ON outcome (guid) WHERE guid IS NOT NULL;
                """)
    }
    try migrator.migrate(queue)
}

/// What is known of the ledger as a whole.
struct Meta {
    var name: String
    var instance: String
    /// The last link of the chain of outcomes.
    var chain: Digest

    init(_ db: Database) throws {
        func value(_ key: String) throws -> String {
            try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) ?? ""
        }
        name = try value("name")
        instance = try value("instance")
        let last = try [UInt8].fetchLast(db)
        chain = last.flatMap { Digest(bytes: $0) } ?? Digest(words: (0, 0, 0, 0))
    }
}

extension [UInt8] {
    fileprivate static func fetchLast(_ db: Database) throws -> [UInt8]? {
        let row = try Row.fetchOne(db, sql: "SELECT chain FROM outcome WHERE state = 1 ORDER BY seq DESC LIMIT 1")
        return (row?["chain"] as Data?).map(Array.init)
    }
}
