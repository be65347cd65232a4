internal import Article
internal import Bytes
internal import Filing
internal import Foundation
internal import Host
internal import Ledger
internal import Wire

/// Makes a lost or corrupt ledger anew from what lies in the outbox, and from what can still be read of the old one,
/// which is moved aside.
package func rebuildLedger(_ settings: Settings, json: Bool) throws(Fault) -> Int32 {
    try actAsDaemon(settings, command: "audit --rebuild")
    let lock: Descriptor
    do { lock = try lockState(settings.state) } catch {
        throw error as? Fault ?? Fault(ExitCode.noLedger, "The state folder can't be used: \(error).")
    }
    defer { withExtendedLifetime(lock) {} }
    let output = Output()
    let rebuild = Rebuild(settings)
    do throws(LedgerError) {
        let aside = try rebuild.run()
        if json {
            output.write(rebuild.encoded(aside))
        } else {
            rebuild.show(on: output, aside)
        }
    } catch { throw Fault(error) }
    output.flush()
    return ExitCode.done
}

private final class Rebuild {
    private let settings: Settings
    private let layout: Layout
    private var rows: [OutcomeRow] = []
    private var instance: String?
    private var others: OtherDaemons?
    /// Up to which number of the old ledger each kind of output was removed when its time was over.
    private var expired: [String: Int64] = [:]
    /// What the sender called those that were read from records.
    private var senderIDs: [Digest: String] = [:]
    private var salvaged = 0
    private var fromRecords = 0
    private var fromReasons = 0
    private var claims = 0
    /// Originals that nothing in the outbox names.
    private var unexplained: [String] = []
    /// Records and reason files that can't be understood.
    private var unreadable: [String] = []

    init(_ settings: Settings) {
        self.settings = settings
        layout = settings.layout
    }

    /// Returns the old ledger's new name.
    func run() throws(LedgerError) -> Path? {
        salvage()
        // What other daemons filed there is theirs.
        others = OtherDaemons(settings, instance: instance)
        let known = Set(rows.compactMap(\.path))
        readRecords(known)
        readReasons(known)
        listUnexplained()
        // In the order of their arrival; what the old ledger numbered keeps its order, which is that of the outcomes.
        var place = rows.map(\.arrived)
        var last: Instant?
        for i in rows.indices.filter({ rows[$0].seq > 0 }).sorted(by: { rows[$0].seq < rows[$1].seq }) {
            last = max(last ?? place[i], place[i])
            place[i] = last ?? place[i]
        }
        let order = rows.indices.sorted {
            let (a, b) = (rows[$0], rows[$1])
            return (place[$0], a.seq, a.path ?? "") < (place[$1], b.seq, b.path ?? "")
        }
        rows = order.map { rows[$0] }
        nameStories()
        var expiredNow: [String: Int64] = [:]
        for i in rows.indices {
            let old = rows[i].seq
            rows[i].seq = Int64(i + 1)
            guard old > 0 else { continue }
            for (output, last) in expired where old <= last { expiredNow[output] = rows[i].seq }
        }
        findOrigins()
        let aside = try moveAside()
        let ledger = try Ledger.make(folder: settings.state, instance: instance ?? onlyInstance())
        let progress = Progress("outcomes written")
        defer { progress.end() }
        for start in stride(from: 0, to: rows.count, by: 500) {
            let batch = Array(rows[start..<min(start + 500, rows.count)])
            try ledger.commit(decided: batch, claims: [], archived: [])
            try ledger.commit(done: batch, finished: [])
            progress.show(start + batch.count, of: rows.count)
        }
        progress.end()
        try ledger.commit(decided: [], claims: finishedClaims(), archived: [])
        for (output, last) in expiredNow { try ledger.commit(expired: output, upTo: last) }
        return aside
    }

    // MARK: What there is

    /// All rows of the old ledger that can be read; a damaged page loses its rows only.
    private func salvage() {
        guard let old = try? LedgerReader(folder: settings.state) else { return }
        instance = old.instance
        expired = (try? old.expired()) ?? [:]
        var last: Int64 = 0
        var failures = 0
        while failures < 1000 {
            guard let page = try? old.links(after: last, limit: failures == 0 ? 500 : 1) else {
                if failures > 0 { last += 1 }
                failures += 1
                continue
            }
            guard let end = page.last else { break }
            failures = 0
            rows += page.compactMap(\.outcome)
            last = end.seq
        }
        salvaged = rows.count
    }

    private func readRecords(_ known: Set<String>) {
        let progress = Progress("records read")
        defer { progress.end() }
        walk(layout.outbox.appending("articles"), "articles") { path in
            guard !known.contains(path) else { return }
            progress.show(fromRecords, of: 0)
            guard let row = record(path) else { return unreadable.append(path) }
            rows.append(row)
            fromRecords += 1
        }
    }

    private func record(_ path: String) -> OutcomeRow? {
        let files = RecordFiles(layout.absolute(path))
        guard let article = files.article, let analysis = files.analysis, let provenance = analysis.provenance,
            let articleBytes = files.articleBytes, let analysisBytes = files.analysisBytes,
            let summaryBytes = files.summaryBytes,
            let id = analysis.id.flatMap({ Digest(hex: $0) }),
            let sha256 = provenance.sha256.flatMap({ Digest(hex: $0) }),
            let arrived = provenance.arrived.flatMap({ LocalTime.parse($0) }), let source = provenance.source
        else { return nil }
        let written = (try? Files.status(at: files.folder.appending("article.json")))??.modified
        let superseding = analysis.supersededBy.flatMap { Digest(hex: $0) }
        var row = OutcomeRow(
            claim: Path([]), ordinal: 0, kind: superseding == nil ? .filed : .superseded,
            time: written.map { Instant(microseconds: $0 / 1000) } ?? arrived, arrived: arrived, id: id, sha256: sha256,
            bytes: provenance.bytes ?? 0, source: source, name: Rebuild.droppedName(provenance.original))
        row.member = provenance.member
        row.path = path
        row.original = provenance.original
        row.title = article.title
        row.language = analysis.language?.tag
        row.format = provenance.format
        row.day = path.split(separator: "/").dropFirst().prefix(3).joined(separator: "-")
        row.place = article.located
        row.uri = analysis.uri
        row.version = article.version
        row.revision = analysis.revision
        row.replaces = analysis.replaces.flatMap { Digest(hex: $0) }
        row.supersededBy = superseding
        // A replay's reading is known by how its id was made.
        if let replaces = row.replaces, let revision = row.revision,
            id == SHA256.digest(Array("\(replaces.hex) \(revision)".utf8))
        {
            row.readingOf = replaces
        }
        row.related = (analysis.related ?? []).compactMap(Rebuild.related)
        row.status = article.pubStatus.flatMap { PublicationStatus(rawValue: $0) }
        row.versionTime = (article.versionCreated ?? article.contentCreated).flatMap { LocalTime.parse($0) }
        row.titleKey = nameKey(article.title, source: source)
        row.slugKey = nameKey(article.slugline, source: source)
        let text = Array((article.body ?? "").utf8)
        row.textDigest = textDigest(text)
        row.sketch = Sketch(of: text)
        senderIDs[id] = article.text("sender", of: article.altIds)
        row.articleHash = SHA256.digest(articleBytes)
        row.analysisHash = SHA256.digest(analysisBytes)
        row.summaryHash = SHA256.digest(summaryBytes)
        row.pageHash = files.pageBytes.map { SHA256.digest($0) }
        return row
    }

    /// Of a reading of a reading, the bytes that the first was made of.
    private func findOrigins() {
        var readings: [Digest: Digest] = [:]
        for row in rows { if let from = row.readingOf { readings[row.id] = from } }
        for i in rows.indices {
            while let from = rows[i].readingOf, let before = readings[from], before != from {
                rows[i].readingOf = before
            }
        }
    }

    /// The stories of records that the old ledger did not tell: those with one `uri` of one source are one.
    private func nameStories() {
        var stories: [String: Int64] = [:]
        for i in rows.indices where rows[i].kind == .filed || rows[i].kind == .superseded {
            let row = rows[i]
            let name = row.source + "\n" + (row.uri ?? "")
            if let senderID = senderIDs[row.id] {
                rows[i].story = storyKey(senderID: senderID, source: row.source, isShared: row.uri != senderID)
            }
            if let story = stories[name], story != rows[i].story {
                rows[i].guid = rows[i].story
                rows[i].story = story
            }
            stories[name] = rows[i].storyOfVersions
        }
    }

    private static func related(_ filed: FiledAnalysis.Related) -> Decision.Related? {
        guard let id = filed.id.flatMap({ Digest(hex: $0) }), let uri = filed.uri, let path = filed.path,
            let relation = filed.relation.flatMap({ Decision.Related.Relation(rawValue: $0) })
        else { return nil }
        return Decision.Related(id: id, uri: uri, path: path, relation: relation, similarity: filed.similarity ?? 0)
    }

    /// `originals/2026/11/24/<id8>-<name>`
    private static func droppedName(_ original: String?) -> [UInt8] {
        let name = Path(original ?? "").name
        guard let dash = name.firstIndex(of: 0x2D) else { return name }
        return Array(name[(dash + 1)...])
    }

    private func readReasons(_ known: Set<String>) {
        walk(layout.rejected, "rejected") { path in
            guard path.hasSuffix(".reason.json"), !known.contains(path) else { return }
            guard let row = rejection(path) else { return unreadable.append(path) }
            rows.append(row)
            fromReasons += 1
        }
    }

    private func rejection(_ path: String) -> OutcomeRow? {
        guard let reason = FiledReason(layout.absolute(path)), let id = reason.id.flatMap({ Digest(hex: $0) }),
            let code = reason.code.flatMap({ Rejection.Code(rawValue: $0) }),
            let arrived = reason.arrived.flatMap({ LocalTime.parse($0) }), let source = reason.source
        else { return nil }
        var row = OutcomeRow(
            claim: Path([]), ordinal: 0, kind: .rejected,
            time: reason.rejected.flatMap { LocalTime.parse($0) } ?? arrived,
            arrived: arrived, id: id, sha256: reason.sha256.flatMap { Digest(hex: $0) } ?? id, bytes: reason.bytes ?? 0,
            source: source,
            name: reason.nameBase64.flatMap { Data(base64Encoded: $0) }.map(Array.init)
                ?? Array((reason.name ?? "").utf8))
        row.seq = reason.seq ?? 0
        row.member = reason.member
        row.path = path
        row.original = reason.original
        row.format = reason.format
        row.reason = code
        row.message = reason.message
        return row
    }

    private func listUnexplained() {
        let named = Set(rows.compactMap(\.original))
        for (root, name) in [(layout.originals, "originals"), (layout.rejected, "rejected")] {
            walk(root, name) { path in
                if !path.hasSuffix(".reason.json"), !named.contains(path) { unexplained.append(path) }
            }
        }
    }

    /// The outputs that are not another daemon's.
    private func walk(_ folder: Path, _ name: String, _ each: (String) -> Void) {
        eachOutput(below: folder, name) { if others?.know($0) != true { each($0) } }
    }

    // MARK: The new ledger

    private func moveAside() throws(LedgerError) -> Path? {
        let stamp = Clock.now().text.replacing(":", with: "").replacing("-", with: "")
        var moved: Path?
        do throws(SystemError) {
            // Twice in one second: each old ledger keeps a name of its own.
            var prefix = "before-\(stamp)-"
            var tries = 1
            while try isTaken(prefix) {
                tries += 1
                prefix = "before-\(stamp)-\(tries)-"
            }
            for file in Ledger.files(in: settings.state) where try Files.exists(file) {
                let target = file.parent.appending(Array(prefix.utf8) + file.name)
                try Files.renameNew(file, target)
                if moved == nil { moved = target }
            }
            try Files.syncDirectory(settings.state)
        } catch { throw .setback(error.setback) }
        return moved
    }

    private func isTaken(_ prefix: String) throws(SystemError) -> Bool {
        for file in Ledger.files(in: settings.state) {
            if try Files.exists(file.parent.appending(Array(prefix.utf8) + file.name)) { return true }
        }
        return false
    }

    /// The folder of claims that a daemon left, where there is just one.
    private func onlyInstance() -> String? {
        var names: [String] = []
        let folder = settings.inbox.appending(".dateline")
        try? Files.list(folder) { name, _ in
            let lock = folder.appending(name).appending("lock")
            // Another daemon on the same inbox holds its own.
            if let fd = try? Files.open(lock, Files.readWriteCreate), (try? Files.lock(fd, lock)) != nil {
                names.append(String(decoding: name, as: UTF8.self))
            }
        }
        return names.count == 1 ? names[0] : nil
    }

    /// Claimed files whose records are filed: only the original is still to be moved to its place.
    private func finishedClaims() -> [ClaimRow] {
        var originals: [Digest: OutcomeRow] = [:]
        for row in rows where row.original != nil && row.kind != .duplicate { originals[row.sha256] = row }
        var found: [ClaimRow] = []
        for key in InboxLook(settings).claimKeys() {
            let path = settings.inbox.appending(key)
            guard let file = try? Files.openToRead(path), let status = try? Files.status(file),
                let sha256 = try? Fingerprint(file, size: status.size).digest, let row = originals[sha256],
                let original = row.original,
                (try? Files.exists(layout.absolute(original))) == false
            else { continue }
            found.append(
                ClaimRow(
                    key: key, arrived: row.arrived, inode: status.inode, sha256: sha256, bytes: status.size,
                    original: original,
                    isFinished: true))
        }
        claims = found.count
        return found
    }

    // MARK: What is told

    func show(on output: Output, _ aside: Path?) {
        if let aside { output.line("The old ledger is now \(aside).") }
        output.line(
            "The ledger has \(grouped(rows.count)) outcomes: \(grouped(salvaged)) from the old one, \(grouped(fromRecords)) from records, \(grouped(fromReasons)) from reason files."
        )
        if claims > 0 { output.line("\(grouped(claims)) originals are moved to their places at the next start.") }
        for (paths, what) in [
            (unreadable, "can't be understood and are left out"),
            (unexplained, "are originals of no record and no reason; what became of them the outbox does not tell"),
        ] where !paths.isEmpty {
            output.line("\(grouped(paths.count)) \(what):")
            for path in paths.prefix(20) { output.line("  \(printable(path))") }
            if paths.count > 20 { output.line("  …") }
        }
        output.line("Cursors of `follow` begin anew. `dateline audit` checks the result.")
    }

    func encoded(_ aside: Path?) -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("schema", "dateline-rebuild-1")
            json.member("outcomes", rows.count)
            json.member("fromLedger", salvaged)
            json.member("fromRecords", fromRecords)
            json.member("fromReasons", fromReasons)
            json.member("oldLedger", aside?.description)
            for (key, paths) in [("unreadable", unreadable), ("unexplained", unexplained)] {
                json.key(key)
                json.array { json in for path in paths { json.string(path) } }
            }
        }
        return json.take() + [0x0A]
    }
}
