internal import Article
internal import Host
internal import Ledger
internal import Synchronization

/// The parts of an article's way that are timed.
enum Stage: Int, CaseIterable, Sendable {
    /// From the claim until a worker was free.
    case queue
    /// Reading, understanding and encoding.
    case read
    /// From there until it was durable and visible.
    case file

    var name: String {
        switch self {
        case .queue: "queue"
        case .read: "read"
        case .file: "file"
        }
    }
}

/// How long one stage took: a histogram since the start, and the latest thousand.
struct StageTimes: Sendable {
    /// Upper bounds, in microseconds.
    static let bounds: [Int64] = [
        1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000,
        10_000_000, 30_000_000,
    ]
    private(set) var counts = [Int64](repeating: 0, count: StageTimes.bounds.count + 1)
    /// Of all, in microseconds.
    private(set) var sum: Int64 = 0
    private(set) var latest: [Int64] = []
    private var next = 0

    mutating func add(_ microseconds: Int64) {
        let time = max(0, microseconds)
        counts[StageTimes.bounds.firstIndex { time <= $0 } ?? StageTimes.bounds.count] += 1
        sum &+= time
        if latest.count < 1000 {
            latest.append(time)
        } else {
            latest[next] = time
            next = (next + 1) % 1000
        }
    }
}

/// Counts what has been done, for STATUS, `dateline status` and the metrics.
final class Statistics: Sendable {
    struct Counts: Sendable {
        var byKind: [OutcomeKind: Int64] = [:]
        var last: Instant?
        /// Outcomes in each minute of the last hour, by minutes since 1970.
        var perMinute: [Int64: Int] = [:]
        /// Outcomes in each second of the last minute, by seconds since 1970.
        var perSecond: [Int64: Int] = [:]
        /// Outcomes, of all kinds.
        var total: Int64 { byKind.values.reduce(0, +) }
        /// By `Stage`.
        var stages = [StageTimes](repeating: StageTimes(), count: Stage.allCases.count)
        /// What holds each worker in its place, by process id; known from the first original it has read.
        var sandbox: [Int: (landlock: Int, seccomp: Bool, limits: Bool, articles: Int)] = [:]
    }
    private let counts: Mutex<Counts>

    init(_ tallies: [Tally]) {
        var counts = Counts()
        for tally in tallies { counts.byKind[tally.kind, default: 0] += tally.count }
        self.counts = Mutex(counts)
    }

    func count(_ outcomes: [OutcomeRow]) {
        let now = Clock.now()
        counts.withLock { counts in
            for outcome in outcomes { counts.byKind[outcome.kind, default: 0] += 1 }
            counts.last = now
            counts.perMinute[now.seconds / 60, default: 0] += outcomes.count
            counts.perSecond[now.seconds, default: 0] += outcomes.count
            if counts.perMinute.count > 64 {
                counts.perMinute = counts.perMinute.filter { $0.key > now.seconds / 60 - 60 }
            }
            if counts.perSecond.count > 128 { counts.perSecond = counts.perSecond.filter { $0.key > now.seconds - 60 } }
        }
    }

    /// How long an article's stages took, in microseconds.
    func took(queue: Int64, read: Int64, file: Int64) {
        counts.withLock { counts in
            for (stage, time) in [(Stage.queue, queue), (.read, read), (.file, file)] {
                counts.stages[stage.rawValue].add(time)
            }
        }
    }

    func worker(_ pid: Int, landlock: Int, seccomp: Bool, limits: Bool, articles: Int) {
        counts.withLock { $0.sandbox[pid] = (landlock, seccomp, limits, articles) }
    }

    func workerGone(_ pid: Int) { counts.withLock { _ = $0.sandbox.removeValue(forKey: pid) } }

    var snapshot: Counts { counts.withLock { $0 } }

    /// Outcomes a second, over the last minute and the last hour.
    func rates(at now: Instant) -> (minute: Double, hour: Double) {
        counts.withLock { counts in
            let seconds = counts.perSecond.filter { $0.key > now.seconds - 60 && $0.key <= now.seconds }
            let minutes = counts.perMinute.filter { $0.key > now.seconds / 60 - 60 }
            return (
                Double(seconds.values.reduce(0, +)) / 60, Double(minutes.values.reduce(0, +)) / 3600
            )
        }
    }
}
