package import Article
internal import Bytes
internal import Foundation
internal import GRDB
internal import Host

// Between rows and values.

extension Path {
    var data: Data { Data(bytes) }
    var string: String { String(decoding: bytes, as: UTF8.self) }
}

extension Digest {
    var data: Data { Data(bytes) }
    /// The first eight bytes, as SQLite keeps integers.
    package var key64: Int64 { Int64(bitPattern: words.0) }
}

extension Row {
    fileprivate func bytes(_ column: String) -> [UInt8]? { (self[column] as Data?).map(Array.init) }
    fileprivate func digest(_ column: String) -> Digest? { bytes(column).flatMap { Digest(bytes: $0) } }
    fileprivate func instant(_ column: String) -> Instant? {
        (self[column] as Int64?).map { Instant(microseconds: $0) }
    }
}

extension Row {
    /// Of a row with these two columns.
    var idAndSketch: (Digest, Sketch)? {
        guard let id = digest("id"), let sketch = bytes("sketch").flatMap({ Sketch(packed: $0) }) else { return nil }
        return (id, sketch)
    }
}

extension ClaimRow {
    init?(row: Row) {
        guard let key = row.bytes("key"), let arrived = row.instant("arrived"), let sha256 = row.digest("sha256") else {
            return nil
        }
        self.init(
            key: Path(key), arrived: arrived, inode: UInt64(bitPattern: row["inode"]), sha256: sha256,
            bytes: row["bytes"], original: row["original"],
            isFinished: row["finished"])
    }
}

extension OutcomeRow {
    init?(row: Row) {
        guard let claim = row.bytes("claim"), let kind = OutcomeKind(rawValue: row["kind"]),
            let time = row.instant("time"), let arrived = row.instant("arrived"), let id = row.digest("id"),
            let sha256 = row.digest("sha256"), let name = row.bytes("name")
        else { return nil }
        self.init(
            claim: Path(claim), ordinal: row["ordinal"], kind: kind, time: time, arrived: arrived, id: id,
            sha256: sha256,
            bytes: row["bytes"], source: row["source"], name: name)
        seq = row["seq"]
        isDone = row["state"] == 1
        member = row["member"]
        path = row["path"]
        original = row["original"]
        title = row["title"]
        language = row["language"]
        format = row["format"]
        day = row["day"]
        place = row["place"]
        uri = row["uri"]
        version = row["version"]
        revision = row["revision"]
        replaces = row.digest("replaces")
        supersededBy = row.digest("superseded_by")
        related = row.bytes("related").flatMap { try? Decision.Related.unpack($0) } ?? []
        status = (row["status"] as String?).flatMap(PublicationStatus.init(rawValue:))
        versionTime = row.instant("version_time")
        textDigest = UInt64(bitPattern: row["text_digest"])
        story = row["story"]
        guid = row["guid"]
        titleKey = row["title_key"]
        slugKey = row["slug_key"]
        sketch = row.bytes("sketch").flatMap { Sketch(packed: $0) }
        articleHash = row.digest("article_hash")
        analysisHash = row.digest("analysis_hash")
        summaryHash = row.digest("summary_hash")
        pageHash = row.digest("page_hash")
        readingOf = row.digest("reading_of")
        reason = (row["reason"] as String?).flatMap(Rejection.Code.init(rawValue:))
        message = row["message"]
        duration = row["duration"]
    }

    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO outcome (seq, state, claim, ordinal, kind, time, arrived, id, id64, sha256, bytes,
                source, name, member, path, original, title, language, format, day, place, uri, version, revision, replaces,
                superseded_by, related, status, version_time, text_digest, story, article_hash, analysis_hash, summary_hash,
                page_hash, reading_of, reason, message, duration, guid, title_key, slug_key, sketch)
                VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let values: [(any DatabaseValueConvertible)?] = [
            seq, claim.data, ordinal, kind.rawValue, time.microseconds, arrived.microseconds, id.data, id.key64,
            sha256.data,
            bytes, source, Data(name), member, path, original, title, language, format, day, place, uri, version,
            revision,
            replaces?.data, supersededBy?.data, related.isEmpty ? nil : Data(Decision.Related.pack(related)),
            status?.rawValue, versionTime?.microseconds, Int64(bitPattern: textDigest), story, articleHash?.data,
            analysisHash?.data, summaryHash?.data, pageHash?.data, readingOf?.data, reason?.rawValue, message, duration,
            guid,
            titleKey, slugKey, sketch.map { Data($0.packed) },
        ]
        try statement.execute(arguments: StatementArguments(values))
    }

    /// The link of the hash chain that this outcome makes: SHA-256 over the link before it and all that an outcome says.
    package func link(after previous: Digest) -> Digest {
        var packer = Packer()
        packer.pack(previous.bytes)
        packer.pack(seq)
        packer.pack(kind.rawValue)
        packer.pack(time.microseconds)
        packer.pack(arrived.microseconds)
        packer.pack(id.bytes)
        packer.pack(sha256.bytes)
        packer.pack(bytes)
        packer.pack(source)
        packer.pack(name)
        packer.pack(member)
        packer.pack(path)
        packer.pack(original)
        packer.pack(uri)
        packer.pack(version)
        packer.pack(revision)
        packer.pack(replaces?.hex)
        packer.pack(supersededBy?.hex)
        packer.pack(articleHash?.hex)
        packer.pack(analysisHash?.hex)
        packer.pack(summaryHash?.hex)
        packer.pack(reason?.rawValue)
        // What was linked before there were pages keeps its link.
        if let pageHash { packer.pack(pageHash.hex) }
        if let readingOf { packer.pack("reading of \(readingOf.hex)") }
        return SHA256.digest(packer.bytes)
    }
}

extension Decision.Related {
    static func pack(_ related: [Decision.Related]) -> [UInt8] {
        var packer = Packer()
        packer.pack(related.count)
        for one in related {
            packer.pack(one.id.bytes)
            packer.pack(one.uri)
            packer.pack(one.path)
            packer.pack(one.relation.rawValue)
            packer.pack(one.similarity)
        }
        return packer.bytes
    }

    static func unpack(_ bytes: [UInt8]) throws(Unpacker.Malformed) -> [Decision.Related] {
        var unpacker = Unpacker(bytes)
        var out: [Decision.Related] = []
        for _ in 0..<max(0, try unpacker.int()) {
            guard let id = Digest(bytes: try unpacker.array()) else { throw Unpacker.Malformed() }
            let uri = try unpacker.string()
            let path = try unpacker.string()
            guard let relation = Relation(rawValue: try unpacker.string()) else { throw Unpacker.Malformed() }
            out.append(
                Decision.Related(id: id, uri: uri, path: path, relation: relation, similarity: try unpacker.double()))
        }
        return out
    }
}
