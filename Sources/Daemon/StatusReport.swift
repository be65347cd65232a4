internal import Article
internal import Bytes
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization

/// What the daemon is doing now and has done (`dateline status --json`, schema `dateline-status-1`); of a stopped one, what
/// the ledger and the inbox tell.
struct StatusReport {
    enum State: String {
        case running, trouble, stopped
    }
    typealias Worker = (landlock: Int, seccomp: Bool, limits: Bool, articles: Int)
    /// Temporary trouble, or settings that were refused.
    struct Setback {
        var kind: String
        var message: String
        var since: Instant
    }

    var settings: Settings
    var state = State.stopped
    var since: Instant?
    var version: String?
    /// By where they are.
    var claimed = 0
    var reading = 0
    var filing = 0
    /// Outcomes a second.
    var rates = (minute: 0.0, hour: 0.0)
    var tallies: [Tally] = []
    /// From claim to outcome, in microseconds, of the latest.
    var durations: [Int64] = []
    var last: [OutcomeRow] = []
    /// Of the ledger, for cursors.
    var ledger = ""
    var waiting: [WaitingFile] = []
    var setbacks: [Setback] = []
    var workers: [(pid: Int, worker: Worker)] = []
    var quiet: [QuietSource] = []
    var polled: [PolledMount] = []
    /// Of the latest articles, by `Stage`; microseconds.
    var stages: [[Int64]] = []

    /// Of a daemon that is not running.
    init(stopped settings: Settings) { self.settings = settings }

    /// Of the running daemon.
    init(_ pipeline: Pipeline, _ inbox: InboxThread, started: Instant, refused: Setback?, quiet: [QuietSource]) {
        let waiting = inbox.waiting.filter(\.isLong)
        settings = pipeline.settings.withLock { $0 }
        since = started
        version = readerVersion
        claimed = pipeline.countUnderWay
        filing = pipeline.items.count
        reading = max(0, claimed - pipeline.claims.count - filing)
        rates = pipeline.statistics.rates(at: Clock.now())
        tallies = (try? pipeline.ledger.tallies()) ?? []
        durations = (try? pipeline.ledger.durations(limit: 1000)) ?? []
        last = (try? pipeline.ledger.latest(10)) ?? []
        ledger = pipeline.ledger.name
        self.waiting = waiting
        setbacks = pipeline.troubles.all.map {
            Setback(kind: $0.setback.kind.rawValue, message: $0.setback.message, since: $0.since)
        }
        if let refused { setbacks.append(refused) }
        workers = pipeline.statistics.snapshot.sandbox.map { (pid: $0.key, worker: $0.value) }.sorted {
            $0.pid < $1.pid
        }
        self.quiet = quiet
        polled = inbox.polled
        stages = pipeline.statistics.snapshot.stages.map(\.latest)
        let tooLong = Clock.now().microseconds - settings.intake.nameWaitingAfter
        let isTroubled = !setbacks.isEmpty || waiting.contains { $0.since.microseconds <= tooLong }
        state = isTroubled ? .trouble : .running
    }
}
