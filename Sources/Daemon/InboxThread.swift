internal import Article
internal import Bytes
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization

/// Runs the inbox and hands its claims to the lanes.
final class InboxThread: InboxDelegate {
    private let pipeline: Pipeline
    /// What waited at the end of the thread's last turn.
    private let waitingFiles = Mutex<[WaitingFile]>([])
    private let hasCaughtUp = Atomic<Bool>(false)
    /// What was refused where it lies, and is not in the ledger yet.
    private let refused = Mutex<Set<Digest>>([])
    private let newSettings = Mutex<InboxSettings?>(nil)

    init(_ pipeline: Pipeline) { self.pipeline = pipeline }

    /// As of the thread's last turn.
    var waiting: [WaitingFile] { waitingFiles.withLock { $0 } }

    func apply(_ settings: InboxSettings) {
        newSettings.withLock { $0 = settings }
        pipeline.roomBell.ring()
    }

    /// Until the daemon stops.
    func run(_ inbox: Inbox) {
        while !pipeline.isStopping {
            if let settings = newSettings.withLock({ settings in
                defer { settings = nil }
                return settings
            }) {
                inbox.apply(settings)
            }
            pipeline.inboxPulse.begin()
            let next = inbox.turn()
            pipeline.inboxPulse.end()
            waitingFiles.withLock { $0 = inbox.waiting() }
            // Told after the list of what waits: who sees the one sees the other.
            if hasCaughtUp.exchange(false, ordering: .relaxed) {
                pipeline.caughtUp.store(true, ordering: .releasing)
                pipeline.changedBell.ring()
            }
            let left = next == 0 ? 0 : max(0, next - Clock.monotonic() + 999)
            // Without room, events stay in the kernel's queue.
            var descriptors = [pipeline.roomBell.descriptor.raw, pipeline.stopBell.descriptor.raw]
            if pipeline.room > 0 { descriptors.append(inbox.descriptor) }
            _ = wait(for: descriptors, milliseconds: Int32(clamping: left / 1000))
            pipeline.roomBell.answer()
        }
    }

    // MARK: InboxDelegate

    var room: Int { pipeline.room }

    func claimed(_ claim: Claim) { pipeline.began(claim) }

    func found(special path: Path, status: FileStatus) {
        let target = Files.linkTarget(pipeline.settings.withLock { $0.inbox }.appending(path))
        let what = status.kind.rawValue + (target.map { " to \(printable($0))" } ?? "")
        refuse(
            path, status,
            Rejection(
                .notRegular, stage: .intake,
                "\(path) is a \(what), not a file; it was not opened and stays where it is.",
                hint: "Drop the file itself."))
    }

    func foundUnreadable(_ path: Path, status: FileStatus, since: Instant) {
        refuse(
            path, status,
            Rejection(
                .unreadable, stage: .intake, "\(path) may not be opened by Dateline since \(since.text).",
                hint: "Give the group dateline the right to read it."))
    }

    private func refuse(_ path: Path, _ status: FileStatus, _ rejection: Rejection) {
        // There are no bytes to make an id from: which file it is, and since when, must do.
        let id = SHA256.digest(Array("\(rejection.code.rawValue) \(status.inode) \(status.changed) ".utf8) + path.bytes)
        guard
            refused.withLock({ refused in
                if refused.count > 10_000 { refused = [] }
                return refused.insert(id).inserted
            })
        else { return }
        if (try? pipeline.ledger.hasOutcome(id)) == true { return }
        let parts = path.components
        var outcome = OutcomeRow(
            claim: Path([]), ordinal: 0, kind: .rejected, time: Clock.now(), arrived: Clock.now(), id: id, sha256: id,
            bytes: 0, source: parts.count > 1 ? printable(parts[0]) : "default", name: path.name)
        outcome.reason = rejection.code
        outcome.message = rejection.message
        pipeline.items.put(
            FilingItem(outcome: outcome, rejection: rejection, isLast: true, began: Clock.monotonic()))
    }

    func isWaiting(_ file: WaitingFile) {
        let minutes = (Clock.now().microseconds - file.since.microseconds) / 60_000_000
        pipeline.log.write(
            LogEntry(
                .warning, "waiting \(file.path): not read for \(max(0, minutes)) minutes: \(file.reason.explanation)",
                id: .waiting,
                fields: [
                    ("NAME", printable(file.path.name)), ("PATH", file.path.description),
                    ("REASON", file.reason.rawValue),
                ]))
    }

    func setback(_ setback: Setback, of part: String) { pipeline.troubles.begin(setback, of: part) }
    func setbackOver(of part: String) { pipeline.troubles.end(of: part) }

    func caughtUp() { hasCaughtUp.store(true, ordering: .relaxed) }
}

extension WaitingFile {
    /// More than a file that is just being written or settles: what people are told of.
    var isLong: Bool {
        reason == .temporaryName || reason == .noPermission
            || Clock.now().microseconds - since.microseconds > 10_000_000
    }
}

extension WaitingFile.Reason {
    var explanation: String {
        switch self {
        case .temporaryName: "its name says that it is not complete; it is read when it gets its final name"
        case .writing: "somebody still has it open for writing, or it still changes"
        case .noPermission: "Dateline may not read it or take it out of its folder"
        case .setback: "something else is wrong; see the setback"
        case .stopped: "no daemon runs; it is read when one starts"
        case .queued: "others come first; it is read soon"
        }
    }
}
