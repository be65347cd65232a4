internal import Article
internal import Host
internal import Ledger
internal import Synchronization

/// Counts what has been done, for STATUS, `dateline status` and the metrics.
final class Statistics: Sendable {
    struct Counts: Sendable {
        var byKind: [OutcomeKind: Int64] = [:]
        var last: Instant?
        /// Outcomes in each minute of the last hour, by minutes since 1970.
        var perMinute: [Int64: Int] = [:]
        /// Outcomes in each second of the last minute, by seconds since 1970.
        var perSecond: [Int64: Int] = [:]
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
