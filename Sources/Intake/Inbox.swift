package import Article
package import Bytes
package import Host

/// What the inbox tells the daemon, from its own thread.
package protocol InboxDelegate: Sendable {
    /// How many more files may be claimed now.
    var room: Int { get }
    func claimed(_ claim: Claim)
    /// A link, FIFO, socket or device: it stays where it is and gets one outcome.
    func found(special path: Path, status: FileStatus)
    /// A file that could not be opened for so long that it counts as unreadable.
    ///
    /// - Parameter take: Takes it out of the inbox; `nil` where that can't be done, and it stays.
    func foundUnreadable(_ path: Path, status: FileStatus, since: Instant, take: () -> Claim?)
    /// A file has been waiting for the time after which it is named.
    func isWaiting(_ file: WaitingFile)
    func setback(_ setback: Setback, of part: String)
    func setbackOver(of part: String)
    /// A mount was found on which events can't be relied on.
    func polls(_ mount: PolledMount)
    /// All that was there has been looked at.
    func caughtUp()
}

/// How the inbox is watched.
package struct InboxSettings: Sendable {
    package var ignored = IgnoredNames.standard
    /// A file whose end is told by nothing else is complete when it was unchanged for so long; microseconds.
    package var settle: Int64 = 2_000_000
    package var rescan: Int64 = 5_000_000
    /// How often a mount without events is looked through.
    package var poll: Int64 = 1_000_000
    package var nameWaitingAfter: Int64 = 600_000_000
    package var rejectUnreadableAfter: Int64 = 86_400_000_000
    package init() {}
}

/// The inbox: finds files whose writer is done and claims them.
///
/// Events wake it and name what to look at; at start, after an overflow, and every few seconds it looks at
/// everything. All on one thread.
package final class Inbox {
    package let path: Path
    private let instance: String
    private let delegate: any InboxDelegate
    private var settings: InboxSettings

    private var events: InboxEvents
    /// The inbox folder itself, as it was when it was last watched.
    private var identity: Identity?
    /// Watched folders by the watch's number, relative to the inbox (empty: the inbox).
    private var folders: [Int32: Path] = [:]
    private var watches: [Path: Int32] = [:]
    private var claimFolders: [Path: ClaimFolder] = [:]
    /// Folders still to be looked through, and the one that is under way.
    private var toScan: [Path] = []
    private var scanning: (folder: Path, reader: FolderReader)?
    private var observed: [Path: Observation] = [:]
    /// No later than the earliest `due` in `observed`.
    private var nextDue = Int64.max
    /// Claim folders of other daemons whose lock is free, and since when (monotonic microseconds).
    private var abandonedSince: [Path: Int64] = [:]
    private var knownSpecial: Set<SpecialFile> = []
    private var nextRescan: Int64 = 0
    private var mounts = Mounts()
    /// A look at everything is under way, and whether it met a folder that could not be watched.
    private var isRescan = false
    private var isOutOfWatches = false
    private var hasToldOfWatches = false
    private var hasSetback = false
    /// Nothing is done before, and how long the next pause is: after trouble of the whole inbox.
    private var pausedUntil: Int64 = 0
    private var pause = Inbox.firstPause
    private static let firstPause: Int64 = 250_000
    private static let longestPause: Int64 = 2_000_000
    /// The first trouble that a single file had in this turn, and how many had one without another between them.
    private var trouble: SystemError?
    private var failuresInARow = 0
    private var isBehind = true

    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
    }
    private struct SpecialFile: Hashable {
        var device: UInt64
        var inode: UInt64
        var changed: Int64
    }
    /// A box, so that an open folder can be kept between turns.
    private final class FolderReader {
        var reader: DirectoryReader
        init(_ path: Path) throws(SystemError) { reader = try DirectoryReader(path) }
        func next() throws(SystemError) -> ([UInt8], UInt8)? { try reader.next() }
        func mount() throws(SystemError) -> Mount { try reader.mount() }
    }

    package init(path: Path, instance: String, settings: InboxSettings, delegate: any InboxDelegate) throws(SystemError)
    {
        self.path = path
        self.instance = instance
        self.settings = settings
        self.delegate = delegate
        events = try InboxEvents()
    }

    package func apply(_ settings: InboxSettings) { self.settings = settings }

    /// Becomes readable when there is something to do.
    package var descriptor: Int32 { events.raw }

    /// Watches the inbox and plans a look at everything in it. Claims of an earlier run are handed over first.
    ///
    /// - Parameter mounts: Sub-folders of the inbox (relative to it) on other mounts, in which an earlier run has claimed.
    /// - Parameter finished: Keys of claims that have all their outcomes.
    package func start(mounts: Set<Path>, finished: Set<Path> = [], recovering: (Claim) -> Void) throws(SystemError) {
        try watchAnew()
        for mount in mounts.union([Path([])]) {
            let own = claimFolder(root: absolute(mount))
            if mount.isEmpty {
                try own.prepare()
            } else if try !Files.exists(own.folder) {
                continue
            }
            for (file, dropped) in try own.leftovers() {
                if let claim = try own.reopen(
                    file, inbox: path, dropped: dropped, arrived: Clock.now(), finished: finished)
                {
                    recovering(claim)
                }
            }
        }
    }

    /// Mounts on which events can't be relied on, by path.
    package var polled: [PolledMount] { mounts.polled }

    package func waiting() -> [WaitingFile] {
        observed.map {
            WaitingFile(
                path: $0.key, reason: $0.value.reason, since: $0.value.firstSeen, isTold: $0.value.isTold)
        }
    }

    /// Does what there is to do and returns when to call again (monotonic microseconds) if no event comes before.
    package func turn() -> Int64 {
        if Clock.monotonic() < pausedUntil { return pausedUntil }
        failuresInARow = 0
        do throws(SystemError) {
            var links: Set<Path> = []
            for event in events.read(delegate.room) { try handle(event, &links) }
            for file in links { try consider(file, .seen) }
            let now = Clock.monotonic()
            if now >= nextRescan { try rescan() }
            if now >= mounts.nextPoll, scanning == nil, toScan.isEmpty {
                toScan = mounts.beginPoll(every: settings.poll)
            }
            for folder in claimFolders.values where folder.hasUnopened {
                do throws(SystemError) { try folder.openRest(inbox: path, delegate.claimed) } catch {
                    trouble = trouble ?? error
                }
            }
            try lookAgain()
            try scan()
            pause = Inbox.firstPause
            if let trouble {
                hasSetback = true
                delegate.setback(trouble.setback, of: "inbox")
            } else if hasSetback, !observed.values.contains(where: { $0.reason == .setback }) {
                hasSetback = false
                delegate.setbackOver(of: "inbox")
            }
            trouble = nil
        } catch {
            trouble = nil
            hasSetback = true
            delegate.setback(error.setback, of: "inbox")
            scanning = nil
            isRescan = false
            mounts.breakOffPoll()
            pausedUntil = Clock.monotonic() + pause
            pause = min(pause * 2, Inbox.longestPause)
            nextRescan = min(nextRescan, pausedUntil)
            return pausedUntil
        }
        var next = nextRescan
        let isScanning = scanning != nil || !toScan.isEmpty
        if !isScanning { next = min(next, mounts.nextPoll) }
        if delegate.room > 0 {
            if isScanning { return 0 }
            next = min(next, nextDue)
        }
        return next
    }

    /// Trouble of the whole inbox is waited out; events stay in the kernel's queue meanwhile.
    package var isPaused: Bool { Clock.monotonic() < pausedUntil }

    // MARK: Watching

    private func watchAnew() throws(SystemError) {
        guard let status = try Files.status(at: path), status.kind == .folder else {
            throw SystemError("open", path, code: SystemError.missingCode)
        }
        events = try InboxEvents()
        folders = [:]
        watches = [:]
        claimFolders = [:]
        scanning = nil
        toScan = []
        isBehind = true
        identity = Identity(device: status.device, inode: status.inode)
        try watch(Path([]))
        nextRescan = Clock.monotonic() + settings.rescan
    }

    private func watch(_ folder: Path) throws(SystemError) {
        do throws(SystemError) {
            let number = try events.watch(absolute(folder))
            if let old = folders[number], old != folder { watches[old] = nil }
            folders[number] = folder
            if watches[folder] == nil { try recoverMount(folder) }
            watches[folder] = number
        } catch {
            // Without a watch, the rescans find what comes.
            guard error.isOutOfWatches else { throw error }
            isOutOfWatches = true
            hasToldOfWatches = true
            delegate.setback(error.setback, of: "watches")
        }
        if toScan.count > 64 || !toScan.contains(folder) { toScan.append(folder) }
    }

    /// A sub-folder on a mount of its own that came only now may hold claims of an earlier run.
    private func recoverMount(_ folder: Path) throws(SystemError) {
        let root = absolute(folder)
        guard !folder.isEmpty, claimFolders[root] == nil else { return }
        let own = ClaimFolder(root: root, inbox: path, instance: instance)
        guard try Files.exists(own.folder) else { return }
        claimFolders[root] = own
        for (file, dropped) in try own.leftovers() {
            if let claim = try own.reopen(file, inbox: path, dropped: dropped, arrived: Clock.now()) {
                delegate.claimed(claim)
            }
        }
    }

    private func handle(_ event: InboxEvents.Event, _ links: inout Set<Path>) throws(SystemError) {
        switch event {
        case .finished(let folder, let name):
            guard let file = file(folder, name) else { return }
            links.remove(file)
            if settings.ignored.contains(name) { return }
            try consider(file, .finished)
        case .made(let folder, let name):
            if let file = file(folder, name), !settings.ignored.contains(name) { links.insert(file) }
        case .touched(let folder, let name):
            if let file = file(folder, name), let known = observed[file] { try consider(file, known.evidence) }
        case .folderCame(let folder, let name):
            if let file = file(folder, name), !settings.ignored.contains(name) {
                try ignoringMissing(file) { () throws(SystemError) in try self.watch(file) }
            }
        case .folderGone: nextRescan = 0
        case .unwatched(let folder):
            if let path = folders.removeValue(forKey: folder), watches[path] == folder { watches[path] = nil }
            nextRescan = min(nextRescan, Clock.monotonic() + 100_000)
        case .overflow: nextRescan = 0
        }
    }

    private func file(_ folder: Int32, _ name: [UInt8]) -> Path? {
        folders[folder].map { $0.appending(name) }
    }

    private func absolute(_ relative: Path) -> Path { relative.isEmpty ? path : path.appending(relative) }

    // MARK: Scanning

    private func rescan() throws(SystemError) {
        guard let status = try Files.status(at: path), status.kind == .folder else {
            throw SystemError("open", path, code: SystemError.missingCode)
        }
        nextRescan = Clock.monotonic() + settings.rescan
        if identity != Identity(device: status.device, inode: status.inode) { return try watchAnew() }
        try claimFolder(root: path).prepare()
        if scanning == nil, toScan.isEmpty {
            isRescan = true
            isOutOfWatches = false
            mounts.beginRescan()
            try watch(Path([]))
        }
        for folder in claimFolders.values {
            do throws(SystemError) { try adoptAbandoned(beside: folder) } catch {
                guard folder.root != path else { throw error }
                // A mount in the inbox that went, or does not answer: the others go on.
                if error.isMissing { claimFolders[folder.root] = nil } else { trouble = trouble ?? error }
            }
        }
    }

    /// Takes over the claims of a daemon that has been gone for a minute: of one that was removed, or of this one
    /// before its state folder was lost. A shorter absence is a restart.
    private func adoptAbandoned(beside own: ClaimFolder) throws(SystemError) {
        let now = Clock.monotonic()
        var still: Set<Path> = []
        for (other, _) in try own.abandoned() {
            still.insert(other.folder)
            let since = abandonedSince[other.folder] ?? now
            abandonedSince[other.folder] = since
            guard now - since >= 60_000_000, delegate.room > 0 else { continue }
            for (path, dropped) in try other.leftovers() where delegate.room > 0 {
                do throws(SystemError) {
                    if let claim = try own.adopt(path, inbox: self.path, dropped: dropped, arrived: Clock.now()) {
                        delegate.claimed(claim)
                    }
                } catch { trouble = trouble ?? error }  // one that can't be taken holds up no other
            }
            if try other.leftovers().isEmpty { other.removeEmpty() }
        }
        let root = own.root.appending(".dateline")
        abandonedSince = abandonedSince.filter { still.contains($0.key) || $0.key.parent != root }
    }

    /// Looks through folders as long as there is room for claims.
    private func scan() throws(SystemError) {
        var left = 20_000  // then others get their turn
        while left > 0 {
            guard let (folder, reader) = scanning else {
                guard let folder = toScan.popLast() else { break }
                do throws(SystemError) {
                    try ignoringMissing(folder) { () throws(SystemError) in
                        let reader = try FolderReader(self.absolute(folder))
                        if let new = self.mounts.meet(
                            try reader.mount(), folder, self.absolute(folder), poll: self.settings.poll)
                        {
                            self.delegate.polls(new)
                        }
                        self.scanning = (folder, reader)
                    }
                } catch { try troubled(folder, error) }
                continue
            }
            guard delegate.room > 0 else { return }
            let entry: ([UInt8], UInt8)?
            do throws(SystemError) { entry = try reader.next() } catch {
                scanning = nil
                try troubled(folder, error)
                continue
            }
            guard let (name, kind) = entry else {
                scanning = nil
                continue
            }
            left -= 1
            try look(at: folder.appending(name), name, kind)
        }
        guard scanning == nil, toScan.isEmpty else { return }
        if isRescan { endRescan() }
        mounts.endPoll(rescan: settings.rescan)
        if isBehind {
            isBehind = false
            delegate.caughtUp()
        }
    }

    /// A folder's trouble, as of a mount that does not answer, holds up no other; but the inbox's own, or one after another, is
    /// the machine's, and all wait.
    private func troubled(_ folder: Path, _ error: SystemError) throws(SystemError) {
        guard !folder.isEmpty else { throw error }
        trouble = trouble ?? error
        failuresInARow += 1
        retryLater(folder, .seen, error)
        if failuresInARow >= 8 { throw error }
    }

    /// All folders were looked at.
    private func endRescan() {
        isRescan = false
        mounts.endRescan()
        guard hasToldOfWatches, !isOutOfWatches else { return }
        hasToldOfWatches = false
        delegate.setbackOver(of: "watches")
    }

    /// - Parameter kind: `d_type` of readdir(3).
    private func look(at file: Path, _ name: [UInt8], _ kind: UInt8) throws(SystemError) {
        if settings.ignored.contains(name) {
            if settings.ignored.isTemporary(name), observed[file] == nil, observed.count < Inbox.mostObserved {
                observe(file, .seen, .temporaryName, nil, due: Clock.monotonic() + settings.rescan)
            }
            return
        }
        switch kind {
        case 4:  // DT_DIR
            do throws(SystemError) {
                try ignoringMissing(file) { () throws(SystemError) in try self.watch(file) }
            } catch { try troubled(file, error) }
        default:
            if let known = observed[file] {
                guard known.reason != .temporaryName else { return }
                if known.reason == .setback, known.due > Clock.monotonic() { return }
                try consider(file, known.evidence)
            } else {
                try consider(file, .seen)
            }
        }
    }

    /// Files whose time has come to be looked at again.
    private func lookAgain() throws(SystemError) {
        let now = Clock.monotonic()
        guard now >= nextDue else { return }
        nextDue = .max
        defer { for known in observed.values { nextDue = min(nextDue, known.due) } }
        for (file, known) in observed where known.due <= now {
            guard delegate.room > 0 else { return }
            if known.reason == .temporaryName {
                guard try Files.exists(absolute(file)) else {
                    observed[file] = nil
                    continue
                }
                tellIfLong(file)
                observe(file, .seen, .temporaryName, nil, due: now + settings.rescan)
            } else {
                try consider(file, known.evidence)
            }
        }
    }

    // MARK: One file

    private static let mostObserved = 100_000
    /// A file is not taken for older than this, in microseconds: a year.
    private static let mostAge: Int64 = 365 * 86_400_000_000

    /// Looks at one file. Its trouble is told and holds up no other; but where one after another fails it is the
    /// machine's trouble, and all wait.
    private func consider(_ file: Path, _ evidence: Observation.Evidence) throws(SystemError) {
        do throws(SystemError) {
            try claimIfComplete(file, evidence)
            failuresInARow = 0
        } catch {
            trouble = trouble ?? error
            failuresInARow += 1
            if (observed[file]?.due ?? 0) <= Clock.monotonic() { retryLater(file, evidence, error) }
            if failuresInARow >= 8 { throw error }
        }
    }

    /// Claims a file if its writer is done, else remembers to look again.
    private func claimIfComplete(_ file: Path, _ evidence: Observation.Evidence) throws(SystemError) {
        let absolute = absolute(file)
        let opened: Descriptor
        let status: FileStatus
        do throws(SystemError) {
            opened = try Files.openToRead(absolute)
            status = try Files.status(opened)
        } catch {
            return try cannotOpen(file, evidence, error)
        }
        if status.kind == .folder {
            return try ignoringMissing(file) { () throws(SystemError) in try self.watch(file) }
        }
        guard status.kind == .file else { return try special(file) }

        let isPolled = mounts.isPolled(opened)
        switch Lease.ask(opened) {
        case .somebodyWrites: return observe(file, .seen, .writing, status, due: Clock.monotonic() + settings.rescan)
        case .nobodyWrites where !isPolled: break
        default:
            if evidence < .finished, status.links < 2 || isPolled, !isSettled(file, status, isPolled: isPolled) {
                return
            }
        }
        try claim(file, absolute, opened, status)
    }

    private func isSettled(_ file: Path, _ status: FileStatus, isPolled: Bool) -> Bool {
        let now = Clock.monotonic()
        // A shared file system may show a file as it was a second ago, and its times are of another machine's clock.
        let settle = isPolled ? max(settings.settle, Inbox.leastSettlePolled) : settings.settle
        if let known = observed[file], let before = known.status, status.isUnchanged(since: before) {
            if now - known.unchangedSince >= settle { return true }
            observe(file, .seen, .writing, status, due: known.unchangedSince + settle)
            return false
        }
        let age = Clock.now().microseconds - status.changed / 1000
        if age >= settle, !isPolled { return true }
        observe(file, .seen, .writing, status, due: now + settle)
        observed[file]?.unchangedSince = now
        return false
    }

    private static let leastSettlePolled: Int64 = 2_000_000

    private func claim(_ file: Path, _ absolute: Path, _ opened: Descriptor, _ status: FileStatus) throws(SystemError) {
        do throws(SystemError) {
            let folder = try claimFolder(for: file)
            if let claim = try folder.take(
                file, at: absolute, arrived: Clock.now(), opened: opened, status: status)
            {
                delegate.claimed(claim)
            }
            observed[file] = nil
        } catch {
            if error.isForbidden || error.isTooLong {
                observe(file, .finished, .noPermission, status, due: Clock.monotonic() + settings.rescan)
                return tellIfLong(file)
            }
            retryLater(file, .finished, error)
            throw error
        }
    }

    private func cannotOpen(_ file: Path, _ evidence: Observation.Evidence, _ error: SystemError) throws(SystemError) {
        if error.isMissing {
            observed[file] = nil
            return
        }
        if error.isTooLong {
            observe(file, evidence, .noPermission, nil, due: Clock.monotonic() + settings.rescan)
            return tellIfLong(file)
        }
        guard let status = try Files.status(at: absolute(file)) else {
            observed[file] = nil
            return
        }
        if status.kind == .folder, error.isForbidden {
            observe(file, evidence, .noPermission, nil, due: Clock.monotonic() + settings.rescan)
            return tellIfLong(file)
        }
        guard status.kind == .file else { return try special(file) }
        guard error.isForbidden else { throw error }
        observe(file, evidence, .noPermission, status, due: Clock.monotonic() + settings.rescan)
        tellIfLong(file)
        if let known = observed[file], Clock.monotonic() - known.firstSeenMonotonic >= settings.rejectUnreadableAfter {
            delegate.foundUnreadable(file, status: status, since: known.firstSeen) {
                let claim = try? claimFolder(for: file).takeUnreadable(
                    file, at: absolute(file), arrived: Clock.now())
                if claim != nil { observed[file] = nil }
                return claim
            }
        }
    }

    private func special(_ file: Path) throws(SystemError) {
        guard let status = try Files.status(at: absolute(file)), status.kind != .file, status.kind != .folder else {
            return
        }
        observed[file] = nil
        if knownSpecial.count > 100_000 { knownSpecial = [] }
        guard
            knownSpecial.insert(SpecialFile(device: status.device, inode: status.inode, changed: status.changed))
                .inserted
        else { return }
        delegate.found(special: file, status: status)
    }

    private func observe(
        _ file: Path, _ evidence: Observation.Evidence, _ reason: WaitingFile.Reason, _ status: FileStatus?, due: Int64
    ) {
        // Beyond this many, the next rescan finds them again.
        guard observed[file] != nil || observed.count < Inbox.mostObserved else { return }
        let now = Clock.monotonic()
        var known =
            observed[file]
            ?? Observation(
                evidence: evidence, reason: reason, status: status, unchangedSince: now, due: due,
                firstSeen: Clock.now(),
                firstSeenMonotonic: now)
        if reason == .noPermission, observed[file] == nil, let status {
            // It has been so since its rights were last changed, also before this process began.
            let age = min(max(0, Clock.now().microseconds - status.changed / 1000), Inbox.mostAge)
            known = Observation(
                evidence: evidence, reason: reason, status: status, unchangedSince: now, due: due,
                firstSeen: Instant(microseconds: known.firstSeen.microseconds - age), firstSeenMonotonic: now - age)
        }
        if let status, let before = known.status, !status.isUnchanged(since: before) { known.unchangedSince = now }
        known.evidence = evidence
        known.reason = reason
        known.status = status ?? known.status
        known.due = due
        observed[file] = known
        nextDue = min(nextDue, due)
        if reason == .writing { tellIfLong(file) }
    }

    private func retryLater(_ file: Path, _ evidence: Observation.Evidence, _ error: SystemError) {
        let pause = observed[file]?.pause ?? 250_000
        observe(file, evidence, .setback, nil, due: Clock.monotonic() + pause)
        observed[file]?.pause = min(pause * 2, 30_000_000)
        tellIfLong(file)
    }

    private func tellIfLong(_ file: Path) {
        guard let known = observed[file], Clock.monotonic() - known.firstSeenMonotonic >= settings.nameWaitingAfter
        else {
            return
        }
        tell(file)
    }

    private func tell(_ file: Path) {
        guard let known = observed[file], !known.isTold else { return }
        observed[file]?.isTold = true
        delegate.isWaiting(WaitingFile(path: file, reason: known.reason, since: known.firstSeen))
    }

    // MARK: Claim folders

    private func claimFolder(root: Path) -> ClaimFolder {
        if let known = claimFolders[root] { return known }
        let folder = ClaimFolder(root: root, inbox: path, instance: instance)
        claimFolders[root] = folder
        return folder
    }

    /// The folder on the file's own mount: the inbox's, or that of the topmost sub-folder on the same mount.
    private func claimFolder(for file: Path) throws(SystemError) -> ClaimFolder {
        let parts = file.components
        guard parts.count > 1 else { return claimFolder(root: path) }
        var root = path
        var mount = try Mount(of: path)
        var at = path
        for part in parts.dropLast() {
            at = at.appending(part)
            let here = try Mount(of: at)
            if here != mount {
                root = at
                mount = here
            }
        }
        return claimFolder(root: root)
    }

    /// A folder that is gone is no trouble; one that may not be read, or lies too deep, waits and is named.
    private func ignoringMissing(_ folder: Path, _ body: () throws(SystemError) -> Void) throws(SystemError) {
        do throws(SystemError) {
            try body()
            if let known = observed[folder], known.reason == .noPermission || known.reason == .setback {
                observed[folder] = nil
            }
        } catch {
            if error.isForbidden || error.isTooLong {
                observe(folder, .seen, .noPermission, nil, due: Clock.monotonic() + settings.rescan)
                return tellIfLong(folder)
            }
            if !error.isMissing { throw error }
            observed[folder] = nil
        }
    }
}
