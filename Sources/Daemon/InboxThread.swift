internal import Article
internal import Bytes
internal import Filing
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
    private let polledMounts = Mutex<[PolledMount]>([])
    private let newSettings = Mutex<InboxSettings?>(nil)

    init(_ pipeline: Pipeline) { self.pipeline = pipeline }

    /// As of the thread's last turn.
    var waiting: [WaitingFile] { waitingFiles.withLock { $0 } }

    /// Mounts of which no events come.
    var polled: [PolledMount] { polledMounts.withLock { $0 } }

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
            let (due, nextDue) = pipeline.restless.take()
            for claim in due { pipeline.claims.put(claim) }
            let next = min(inbox.turn(), nextDue)
            pipeline.inboxPulse.end()
            let limit = Clock.now().microseconds - pipeline.settings.withLock { $0.intake.nameWaitingAfter }
            pipeline.restless.untold(claimedBefore: limit).forEach(isWaiting)
            let waiting = inbox.waiting() + pipeline.restless.waiting
            waitingFiles.withLock { $0 = waiting }
            polledMounts.withLock { $0 = inbox.polled }
            // Told after the list of what waits: who sees the one sees the other.
            if hasCaughtUp.exchange(false, ordering: .relaxed) {
                pipeline.caughtUp.store(true, ordering: .releasing)
                pipeline.changedBell.ring()
            }
            let left = next == 0 ? 0 : max(0, next - Clock.monotonic() + 999)
            // Without room, or in trouble, events stay in the kernel's queue.
            var descriptors = [pipeline.roomBell.descriptor.raw, pipeline.stopBell.descriptor.raw]
            if pipeline.room > 0, !inbox.isPaused { descriptors.append(inbox.descriptor) }
            _ = wait(for: descriptors, milliseconds: Int32(clamping: left / 1000))
            pipeline.roomBell.answer()
        }
    }

    // MARK: InboxDelegate

    /// What is refused where it lies waits for the filing thread too.
    var room: Int { pipeline.hasRoomForItems ? pipeline.room : 0 }

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

    func foundUnreadable(_ path: Path, status: FileStatus, since: Instant, take: () -> Claim?) {
        let message = "\(path) may not be opened by Dateline since \(since.text)."
        let hint = "Give the group dateline the right to read it"
        guard canReject(path), let claim = take() else {
            return refuse(
                path, status, Rejection(.unreadable, stage: .intake, message + " It stays there.", hint: hint + "."))
        }
        let rejection = Rejection(.unreadable, stage: .intake, message, hint: hint + ", then retry.")
        let id = InboxThread.standIn(claim.dropped, claim.status, .unreadable)
        guard
            let original = try? pipeline.names.original(
                "rejected", arrived: claim.arrived, sha256: id, name: claim.name)
        else {
            // It comes again.
            try? Files.renameNew(claim.path, inboxFolder.appending(claim.dropped))
            return
        }
        let row = ClaimRow(
            key: claim.key, arrived: claim.arrived, inode: claim.status.inode, sha256: id, bytes: claim.status.size,
            original: original)
        pipeline.beganFinished(
            FilingItem(
                claim: claim, row: row,
                outcome: outcome(claim.dropped, rejection, id: id, row), rejection: rejection, isHashed: false,
                isLast: true, began: Clock.monotonic()))
    }

    private var inboxFolder: Path { pipeline.settings.withLock { $0.inbox } }

    /// Whether a file that can't be read, and so can't be copied, gets to the rejected files by a rename.
    private func canReject(_ path: Path) -> Bool {
        let folder = inboxFolder.appending(path).parent
        guard let here = try? Mount(of: folder),
            let there = try? Mount(of: pipeline.settings.withLock { $0.layout.rejected })
        else { return false }
        return here == there
    }

    /// There are no bytes to make an id from: which file it is, and since when, must do.
    private static func standIn(_ path: Path, _ status: FileStatus, _ code: Rejection.Code) -> Digest {
        SHA256.digest(Array("\(code.rawValue) \(status.inode) \(status.changed) ".utf8) + path.bytes)
    }

    private func outcome(_ path: Path, _ rejection: Rejection, id: Digest, _ claim: ClaimRow? = nil) -> OutcomeRow {
        let parts = path.components
        var outcome = OutcomeRow(
            claim: claim?.key ?? Path([]), ordinal: 0, kind: .rejected, time: Clock.now(),
            arrived: claim?.arrived ?? Clock.now(), id: id, sha256: id, bytes: claim?.bytes ?? 0,
            source: parts.count > 1 ? printable(parts[0]) : "default", name: path.name)
        outcome.original = claim?.original
        outcome.reason = rejection.code
        outcome.message = rejection.message
        return outcome
    }

    /// Of what stays where it lies.
    private func refuse(_ path: Path, _ status: FileStatus, _ rejection: Rejection) {
        let id = InboxThread.standIn(path, status, rejection.code)
        guard
            refused.withLock({ refused in
                if refused.count > 10_000 { refused = [] }
                return refused.insert(id).inserted
            })
        else { return }
        if (try? pipeline.ledger.hasOutcome(id)) == true { return }
        pipeline.items.put(
            FilingItem(
                outcome: outcome(path, rejection, id: id), rejection: rejection, isLast: true,
                began: Clock.monotonic()))
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

    func polls(_ mount: PolledMount) {
        let settings = pipeline.settings.withLock { $0 }
        let folder = mount.path.isEmpty ? settings.inbox : settings.inbox.appending(mount.path)
        pipeline.log.write(
            LogEntry(
                .notice,
                "polling \(folder): it is looked through every \(span(settings.intake.poll)), as \(mount.reason)",
                fields: [("PATH", mount.path.description)]))
    }

    func caughtUp() { hasCaughtUp.store(true, ordering: .relaxed) }
}

extension WaitingFile {
    /// More than a file that is just being written or settles: what people are told of.
    var isLong: Bool {
        isTold || reason == .temporaryName || reason == .noPermission
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
        case .queued: "it is read soon; others come first, or it was not seen to be complete yet"
        }
    }
}
