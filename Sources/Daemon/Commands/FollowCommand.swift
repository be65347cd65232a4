internal import Article
internal import Bytes
internal import CSystem
internal import Glibc
internal import Host
internal import Ledger

/// Prints each outcome, one JSON line, in the order of their numbers, from now on or after a cursor.
///
/// - Parameters:
///   - cursor: The last one a consumer has done with; `0` is before the first.
///   - waits: Goes on when all that is there has been printed.
package func followOutcomes(_ settings: Settings, after cursor: String?, waits: Bool, outcome: String?) throws(Fault) {
    var kinds: [OutcomeKind]?
    if let outcome {
        let (known, isWaiting) = try outcomeKinds(outcome)
        guard !isWaiting else {
            throw Fault(ExitCode.usage, "What waits has no outcome yet: dateline list --outcome waiting.")
        }
        kinds = known
    }
    let output = Output()
    let news = LedgerNews(settings.state)
    var ledger = try needLedger(settings)
    var last = try start(cursor, ledger)
    var json = JSONWriter(capacity: 16_384)
    while true {
        let seq = last
        let rows = try asking { () throws(LedgerError) in try ledger.done(after: seq, limit: 256) }
        for row in rows where kinds?.contains(row.kind) ?? true {
            row.write(to: &json, ledger: ledger.name)
            json.newline()
        }
        output.write(json.take())
        output.flush()
        if let row = rows.last {
            last = row.seq
            continue
        }
        guard waits else { return }
        if news.isReaderGone() { return }
        guard let fresh = try news.reopened(ledger, settings) else { continue }
        guard fresh.name == ledger.name else { throw foreign(last, fresh) }
        ledger = fresh
    }
}

private func start(_ cursor: String?, _ ledger: LedgerReader) throws(Fault) -> Int64 {
    let newest = try asking { () throws(LedgerError) in try ledger.lastSequence() }
    guard let cursor else { return newest }
    if cursor == "0" { return 0 }
    let parts = cursor.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let seq = Int64(parts[1]), seq >= 0 else {
        throw Fault(
            ExitCode.usage,
            "--after \"\(cursor)\" is no cursor; take it from the last line's \"cursor\", or 0 for the first outcome.")
    }
    guard parts[0] == ledger.name, seq <= newest else { throw foreign(seq, ledger) }
    return seq
}

private func foreign(_ seq: Int64, _ ledger: LedgerReader) -> Fault {
    Fault(
        ExitCode.foreignCursor,
        "The cursor is of another ledger than \(ledger.name), or of one that lost what came last. Begin anew with --after 0; ids tell what is known."
    )
}

/// Waits until the ledger may have changed.
private final class LedgerNews {
    private let state: Path
    private let events: Descriptor?
    private var identity: FileStatus?

    init(_ state: Path) {
        self.state = state
        let fd = dateline_inotify_init()
        let events = fd >= 0 ? Descriptor(fd) : nil
        let mask = UInt32(bitPattern: IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_MOVED_TO)
        let isWatched =
            events.map { fd in state.withCString { path in fd.use { inotify_add_watch($0, path, mask) } } >= 0 }
            ?? false
        self.events = isWatched ? events : nil
        identity = current
    }

    private var current: FileStatus? { (try? Files.status(at: Ledger.file(in: state))) ?? nil }

    /// Waits; `true` when the one who reads our output went away meanwhile.
    func isReaderGone() -> Bool {
        // Standard output is only watched for its end: a terminal is readable whenever somebody types.
        var polled = [pollfd(fd: 1, events: 0, revents: 0)]
        if let events { polled.append(pollfd(fd: events.raw, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&polled, nfds_t(polled.count), events == nil ? 500 : 10_000)
        if let events {
            var buffer = [UInt8](repeating: 0, count: 1 << 14)
            _ = buffer.withUnsafeMutableBytes { b in events.use { read($0, b.baseAddress, b.count) } }
        }
        return polled[0].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
    }

    /// The ledger opened again where another file has its name, or the one open does not see what is written.
    func reopened(_ ledger: LedgerReader, _ settings: Settings) throws(Fault) -> LedgerReader? {
        let now = current
        guard let now, now.inode != identity?.inode || now.device != identity?.device || ledger.isFrozen else {
            return nil
        }
        identity = now
        return try needLedger(settings)
    }
}
