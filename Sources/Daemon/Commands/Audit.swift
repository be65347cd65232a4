internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// What an audit finds.
struct Finding {
    enum Kind: String, CaseIterable {
        /// The bytes are not those that were written.
        case altered
        /// A part is missing.
        case incomplete
        /// It was taken away, whole: users may do that.
        case removed
        /// It lies in the outbox and no outcome names it, neither here nor of another daemon that files there.
        case unexpected
        /// The ledger itself: its chain, its counts, its file.
        case ledger
        /// An arrival with more than one outcome.
        case doubled
        /// An arrival whose file is gone before it had an outcome.
        case lost

        /// The answer is bad, whatever the user allows.
        var isGrave: Bool { self != .removed && self != .unexpected }
    }
    var kind: Kind
    var seq: Int64?
    /// As the ledger has it.
    var path: String?
    var message: String
}

/// Whole, or what is wrong with it, of one kind of thing.
struct AuditCount {
    var checked = 0
    var intact = 0
    var removed = 0
    /// Removed by Dateline itself, when its time was over.
    var expired = 0
    var altered = 0
    var incomplete = 0
    /// Put back into the inbox by `retry`.
    var retried = 0
}

/// Proves that every arrival ended in exactly one outcome, and that every output still has the bytes that were written.
///
/// It reads the ledger first and the disk after, page by page, while a daemon may go on; what changes meanwhile is looked
/// at once more before it counts.
final class Audit {
    private let settings: Settings
    private let ledger: LedgerReader
    private let layout: Layout
    private let progress: (Int64, Int64) -> Void

    private(set) var outcomes: [OutcomeKind: Int64] = [:]
    private(set) var inFlight = 0
    private(set) var records = AuditCount()
    private(set) var originals = AuditCount()
    private(set) var reasons = AuditCount()
    /// The last link of the chain: who keeps it elsewhere can prove later that nothing before it was changed.
    private(set) var chain = Digest(words: (0, 0, 0, 0))
    private(set) var links = 0
    /// What other daemons filed into this outbox; their own audits prove it.
    private(set) var ofOthers = 0
    private(set) var neighbours: [Path] = []
    private(set) var unread: [Path] = []
    private(set) var counts: [Finding.Kind: Int] = [:]
    /// The first thousand.
    private(set) var findings: [Finding] = []

    /// Places that the ledger knows, by hash.
    private var known: Set<Int> = []
    private var last: Int64 = 0
    /// Originals that members of a container share are read once.
    private var judged: (path: String, isIntact: Bool)?
    private var underWay: [Path: ClaimRow] = [:]
    /// Up to which outcome each kind of output was removed when its time was over.
    private var expired: [String: Int64] = [:]

    init(_ settings: Settings, _ ledger: LedgerReader, progress: @escaping (Int64, Int64) -> Void) {
        self.settings = settings
        self.ledger = ledger
        layout = settings.layout
        self.progress = progress
    }

    var arrivals: Int64 { outcomes.values.reduce(0, +) + Int64(inFlight) }
    var isBalanced: Bool { !counts.contains { $0.key == .ledger || $0.key == .doubled || $0.key == .lost } }
    var hasGraveFindings: Bool { counts.contains { $0.key.isGrave && $0.value > 0 } }

    private func find(_ kind: Finding.Kind, _ seq: Int64?, _ path: String?, _ message: String) {
        counts[kind, default: 0] += 1
        if findings.count < 1000 { findings.append(Finding(kind: kind, seq: seq, path: path, message: message)) }
    }

    func run() throws(Fault) {
        guard (try? Files.exists(layout.outbox)) == true else {
            throw Fault(ExitCode.bad, "The outbox \(layout.outbox) is not there; is its disk mounted?")
        }
        for damage in try asking({ () throws(LedgerError) in try ledger.damage() }) {
            find(.ledger, nil, nil, "the ledger's file is damaged: \(damage)")
        }
        try readClaims()
        expired = try asking { () throws(LedgerError) in try ledger.expired() }
        try checkOutcomes(checking: true)
        try checkCounts()
        try checkFolders()
        try checkUnderWay()
    }

    private func readClaims() throws(Fault) {
        let claims = try asking { () throws(LedgerError) in try ledger.claims() }
        underWay = Dictionary(claims.map { ($0.key, $0) }) { _, last in last }
        for claim in claims { known.insert(claim.original.hashValue) }
    }

    // MARK: The ledger

    /// Goes on from where it stopped before.
    ///
    /// - Parameter checking: `false` only takes note of what is there.
    private func checkOutcomes(checking: Bool) throws(Fault) {
        let end = try asking { () throws(LedgerError) in try ledger.lastSequence() }
        while true {
            let start = last
            let page = try asking { () throws(LedgerError) in try ledger.links(after: start, limit: 500) }
            for link in page {
                last = link.seq
                guard let row = link.outcome else {
                    find(.ledger, link.seq, nil, "the ledger's row can't be understood")
                    continue
                }
                if let path = row.path { known.insert(path.hashValue) }
                if let original = row.original { known.insert(original.hashValue) }
                guard checking else { continue }
                outcomes[row.kind, default: 0] += 1
                check(link, row)
                switch row.kind {
                case .filed, .superseded: checkRecord(row)
                case .rejected: checkReason(row)
                case .duplicate: break
                }
                try checkOriginal(row)
            }
            guard !page.isEmpty else { return }
            progress(last, end)
        }
    }

    private func check(_ link: LedgerReader.Link, _ row: OutcomeRow) {
        links += 1
        let expected = row.link(after: chain)
        if let stored = link.chain {
            if stored != expected {
                find(
                    .ledger, row.seq, nil,
                    "the chain of outcomes breaks here: this outcome, or the one before it, is not as it was written")
            }
            chain = stored
        } else {
            find(.ledger, row.seq, nil, "the outcome has no link in the chain")
            chain = expected
        }
    }

    private func checkCounts() throws(Fault) {
        struct Key: Hashable {
            var source: String
            var kind: OutcomeKind
            var reason: Rejection.Code?
        }
        func table(_ tallies: [Tally]) -> [Key: Int64] {
            Dictionary(
                tallies.map { (Key(source: $0.source, kind: $0.kind, reason: $0.reason), $0.count) },
                uniquingKeysWith: +)
        }
        // Both in one look, else a running daemon would come between them.
        let (kept, counted) = try asking { () throws(LedgerError) in try ledger.bothTallies() }
        let expected = table(kept)
        let found = table(counted)
        for key in Set(expected.keys).union(found.keys) where expected[key] != found[key] {
            find(
                .ledger, nil, nil,
                "\(expected[key] ?? 0) outcomes \(key.kind.rawValue)\(key.reason.map { " (\($0.rawValue))" } ?? "") of \(printable(key.source)) were counted as they came, \(found[key] ?? 0) are there"
            )
        }
        for seq in try asking({ () throws(LedgerError) in try ledger.doubled(limit: 1000) }) {
            find(.doubled, seq, nil, "the same arrival has an earlier outcome")
        }
    }

    // MARK: Outputs

    private func checkRecord(_ row: OutcomeRow) {
        records.checked += 1
        guard let path = row.path else {
            records.incomplete += 1
            return find(.incomplete, row.seq, nil, "the outcome names no record")
        }
        let folder = layout.absolute(path)
        guard isThere(folder) else {
            if hasExpired("articles", row) { return records.expired += 1 }
            records.removed += 1
            return find(.removed, row.seq, path, "the record was taken away")
        }
        var isIncomplete = false
        var isAltered = false
        for (name, hash) in [
            ("article.json", row.articleHash), ("analysis.json", row.analysisHash), ("summary.txt", row.summaryHash),
            ("article.html", row.pageHash),
        ] {
            if name == "article.html", hash == nil { continue }  // filed before there were pages
            switch digest(folder.appending(name)) {
            case nil:
                isIncomplete = true
                find(.incomplete, row.seq, path, "\(name) is missing or can't be read")
            case let found where found != hash:
                isAltered = true
                find(.altered, row.seq, path, "\(name) has not the bytes that were written")
            default: break
            }
        }
        if isAltered {
            records.altered += 1
        } else if isIncomplete {
            records.incomplete += 1
        } else {
            records.intact += 1
        }
    }

    private func checkReason(_ row: OutcomeRow) {
        reasons.checked += 1
        guard let path = row.path else {
            reasons.incomplete += 1
            return find(.incomplete, row.seq, nil, "the rejection has no reason file")
        }
        let place = layout.absolute(path)
        guard isThere(place) else {
            // Without its file it was taken away; a file without its reason is not whole.
            let hasFile =
                row.member == nil
                && row.original.map { $0.hasPrefix("rejected/") && isThere(layout.absolute($0)) } ?? false
            if hasFile {
                reasons.incomplete += 1
                return find(.incomplete, row.seq, path, "the rejected file's reason is missing")
            }
            if hasExpired("rejected", row) { return reasons.expired += 1 }
            reasons.removed += 1
            return find(.removed, row.seq, path, "the reason file was taken away")
        }
        guard let reason = FiledReason(place), reason.id == row.id.hex, reason.code == row.reason?.rawValue,
            reason.message == row.message
        else {
            reasons.altered += 1
            return find(.altered, row.seq, path, "the reason file does not say what was written")
        }
        reasons.intact += 1
    }

    private func checkOriginal(_ row: OutcomeRow) throws(Fault) {
        // A replay's reading has the original of the first one.
        guard let original = row.original, row.readingOf == nil else { return }
        if let judged, judged.path == original { return }
        let place = layout.absolute(original)
        originals.checked += 1
        var isIntact = false
        defer { judged = (original, isIntact) }
        if row.reason == .unreadable, isThere(place) {
            // Its bytes were never seen.
            isIntact = true
            originals.intact += 1
        } else if let found = digest(place) {
            isIntact = found == row.sha256
            if isIntact {
                originals.intact += 1
            } else {
                originals.altered += 1
                find(.altered, row.seq, original, "the original has not the bytes that were dropped")
            }
        } else if isThere(place) {
            originals.incomplete += 1
            find(.incomplete, row.seq, original, "the original can't be read")
        } else if try isStillMoving(row) {
            // Its outcome is given; the file is on its way.
            isIntact = true
            originals.checked -= 1
        } else if hasExpired(original.hasPrefix("rejected/") ? "rejected" : "originals", row) {
            originals.expired += 1
        } else if row.kind == .rejected, try isRetried(row) {
            originals.retried += 1
        } else {
            originals.removed += 1
            find(.removed, row.seq, original, "the original was taken away")
        }
    }

    private func hasExpired(_ output: String, _ row: OutcomeRow) -> Bool { row.seq <= expired[output, default: 0] }

    /// It lies in the inbox again, or has come again since.
    private func isRetried(_ row: OutcomeRow) throws(Fault) -> Bool {
        if digest(settings.inbox.appending(row.dropped)) == row.sha256 { return true }
        return try asking { () throws(LedgerError) in try ledger.cameAgain(row) }
    }

    private func isStillMoving(_ row: OutcomeRow) throws(Fault) -> Bool {
        if let claim = underWay[row.claim], claim.arrived == row.arrived { return true }
        // The daemon may have gone on since the claims were read.
        let claims = try asking { () throws(LedgerError) in try ledger.claims() }
        underWay = Dictionary(claims.map { ($0.key, $0) }) { _, last in last }
        if let claim = underWay[row.claim], claim.arrived == row.arrived { return true }
        return row.original.map { isThere(layout.absolute($0)) } ?? false
    }

    // MARK: What is on disk

    /// Finds what no outcome names.
    private func checkFolders() throws(Fault) {
        var strange: [String] = []
        for (name, root) in [
            ("articles", layout.outbox.appending("articles")), ("originals", layout.originals),
            ("rejected", layout.rejected),
        ] {
            eachOutput(below: root, name) { path in
                if !known.contains(path.hashValue), strange.count < 100_000 { strange.append(path) }
            }
        }
        guard !strange.isEmpty else { return }
        // What was decided before it came to light is in the ledger by now.
        try checkOutcomes(checking: false)
        try readClaims()
        for row in try asking({ () throws(LedgerError) in try ledger.decided(limit: 100_000) }) {
            if let path = row.path { known.insert(path.hashValue) }
            if let original = row.original { known.insert(original.hashValue) }
        }
        strange.removeAll { known.contains($0.hashValue) }
        guard !strange.isEmpty else { return }
        let others = OtherDaemons(settings, instance: ledger.instance)
        neighbours = others.asked
        unread = others.unread
        for path in strange {
            if others.know(path) {
                ofOthers += 1
            } else if let state = others.unread.first {
                find(.unexpected, nil, path, "no outcome names it that can be read; the ledger in \(state) can't be")
            } else {
                find(.unexpected, nil, path, "no outcome names it")
            }
        }
    }

    private func checkUnderWay() throws(Fault) {
        try readClaims()
        let claimed = InboxLook(settings).claimKeys()
        // Of a finished one only the file is still to be moved: its outcomes are counted.
        inFlight = claimed.filter { underWay[$0]?.isFinished != true }.count
        let there = Set(claimed)
        guard case .notRunning = askDaemon(state: settings.state) else { return }
        for (key, row) in underWay where !there.contains(key) && !row.isFinished {
            find(.lost, nil, row.original, "\(key), which arrived \(row.arrived.text), is gone and has no outcome")
        }
    }

    private func isThere(_ path: Path) -> Bool { (try? Files.exists(path)) == true }

    private func digest(_ path: Path) -> Digest? {
        guard let file = try? Files.openToRead(path), let status = try? Files.status(file), status.kind == .file else {
            return nil
        }
        return try? Fingerprint(file, size: status.size).digest
    }
}
