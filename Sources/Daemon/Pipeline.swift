internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization

/// What the daemon's threads share. Articles flow one way through it:
///
///     inbox thread ─ claims ─▶ lanes (one a worker) ─ items ─▶ filing thread
final class Pipeline: Sendable {
    /// Claims that are under way at once; the rest stays in the inbox.
    static let mostUnderWay = 256
    /// Items that may wait for the filing thread before the lanes wait too.
    static let mostItems = 512

    let ledger: Ledger
    let names: Names
    let decider: Decider
    let log: any Log
    let troubles: Troubles
    let statistics: Statistics
    let quiet = QuietSources()
    let settings: Mutex<Settings>
    let workerProgram: Path?

    let claims: Mailbox<Claim>
    let items: Mailbox<FilingItem>
    /// Rung when there is room for claims again.
    let roomBell: Bell
    /// Rung when items were filed: lanes that wait for the filing thread go on.
    let filedBell: Bell
    /// Rung for the main loop: something it shows has changed.
    let changedBell: Bell
    /// Rung when outcomes are in the ledger for good: for page and search.
    let newsBell: Bell
    /// Readable for ever once the last outcome of this run is.
    let filedForGoodBell: Bell
    /// Rung when there is another retention.
    let retentionBell: Bell
    /// Rung when there may be orders of `dateline replay`.
    let replayBell: Bell
    /// Orders of `dateline replay` are being looked for or carried out.
    let isReplaying = Atomic<Bool>(true)
    /// Readable for ever once the daemon stops: waits end.
    let stopBell: Bell

    let inboxPulse = Pulse()
    let filingPulse = Pulse()
    private let underWay = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    private let filed = Atomic<Bool>(false)
    private let isRoomAwaited = Atomic<Bool>(false)
    let caughtUp = Atomic<Bool>(false)
    /// Originals being read, and claims of the same bytes that wait for their outcome.
    private let reading = Mutex<[Digest: [Claim]]>([:])
    /// Claims of an earlier run, as the ledger has them.
    let recovered = RecoveredClaims()
    let restless = Restless()

    init(settings: Settings, ledger: Ledger, names: Names, statistics: Statistics, log: any Log, workerProgram: Path?)
        throws(SystemError)
    {
        self.settings = Mutex(settings)
        self.ledger = ledger
        self.names = names
        self.statistics = statistics
        self.log = log
        self.workerProgram = workerProgram
        decider = Decider(ledger: ledger, names: names)
        claims = try Mailbox()
        items = try Mailbox()
        roomBell = try Bell()
        filedBell = try Bell()
        changedBell = try Bell()
        retentionBell = try Bell()
        replayBell = try Bell()
        stopBell = try Bell()
        newsBell = try Bell()
        filedForGoodBell = try Bell()
        troubles = Troubles(log: log, changed: changedBell)
    }

    var desk: String? { settings.withLock { $0.desk } }

    /// No thread that all depends on is stuck; what the watchdog wants to know.
    func makesProgress(within limit: Int64) -> Bool {
        !inboxPulse.isStuck(after: limit) && !filingPulse.isStuck(after: limit)
    }

    // MARK: Stopping

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    func stop() {
        stopping.store(true, ordering: .releasing)
        stopBell.ring()
        claims.bell.ring()
    }

    /// Nothing more is filed in this run.
    var isFiled: Bool { filed.load(ordering: .acquiring) }

    func endFiling() {
        filed.store(true, ordering: .releasing)
        filedForGoodBell.ring()
    }

    /// Waits before the next try; returns early when the daemon stops.
    func pause(microseconds: Int64) {
        _ = wait(for: [stopBell.descriptor.raw], milliseconds: Int32(clamping: microseconds / 1000))
    }

    // MARK: What is under way

    var room: Int { isStopping ? 0 : Pipeline.mostUnderWay - underWay.load(ordering: .relaxed) }
    var countUnderWay: Int { underWay.load(ordering: .relaxed) }

    func began(_ claim: Claim) {
        underWay.add(1, ordering: .relaxed)
        let settings = settings.withLock { $0 }
        let priority = settings.settings(of: claim.source).priority
        claims.put(claim) { settings.settings(of: $0.source).priority < priority }
    }

    /// The filing thread is not far behind; where it is, `roomBell` is rung when it has got on.
    var hasRoomForItems: Bool {
        guard items.count > Pipeline.mostItems else { return true }
        isRoomAwaited.store(true, ordering: .releasing)
        return false
    }

    /// Items were filed.
    func filedSome() {
        filedBell.ring()
        if isRoomAwaited.exchange(false, ordering: .acquiringAndReleasing) { roomBell.ring() }
    }

    /// Waits while the filing thread is far behind.
    func awaitRoomForItems() {
        while items.count > Pipeline.mostItems, !isStopping {
            filedBell.answer()
            _ = wait(for: [filedBell.descriptor.raw, stopBell.descriptor.raw], milliseconds: 200)
        }
    }

    /// Needs no reading: an earlier run filed it and only its original is left to move, or it can't be read.
    func beganFinished(_ item: FilingItem) {
        underWay.add(1, ordering: .relaxed)
        items.put(item)
    }

    /// Its original is in its place.
    func ended(_ sha256: Digest?) {
        let old = underWay.subtract(1, ordering: .relaxed).oldValue
        if old >= Pipeline.mostUnderWay - 16 || old == 1 { roomBell.ring() }
        guard let sha256 else { return }
        let parked = reading.withLock { $0.removeValue(forKey: sha256) ?? [] }
        for claim in parked { claims.put(claim) }
        if old == 1 { changedBell.ring() }
    }

    /// `false` when the same bytes are being read: the claim is kept and comes again when their outcome is known.
    func mayRead(_ claim: Claim, _ sha256: Digest) -> Bool {
        reading.withLock { reading in
            guard reading[sha256] != nil else {
                reading[sha256] = []
                return true
            }
            reading[sha256]?.append(claim)
            return false
        }
    }

    /// The bytes were other than thought: those that wait for them are read by themselves.
    func gaveUpReading(_ sha256: Digest?) {
        guard let sha256 else { return }
        let parked = reading.withLock { $0.removeValue(forKey: sha256) ?? [] }
        for claim in parked { claims.put(claim) }
    }
}

/// What the ledger knows of claims that an earlier run left.
final class RecoveredClaims: Sendable {
    typealias Claim = (row: ClaimRow, done: [Int: OutcomeKind])
    private let claims = Mutex<[Path: Claim]>([:])

    /// - Parameter done: Its outcomes that are done, by ordinal.
    func add(_ row: ClaimRow, done: [Int: OutcomeKind]) { claims.withLock { $0[row.key] = (row, done) } }
    func remove(_ key: Path) { claims.withLock { $0[key] = nil } }
    subscript(key: Path) -> Claim? { claims.withLock { $0[key] } }
}
