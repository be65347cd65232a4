package import Article
internal import Ledger
internal import Synchronization

/// When a source sends: its last arrival, and its longest pause of each of the last days.
package struct Rhythm: Hashable, Sendable {
    package private(set) var last: Instant
    private let first: Instant
    /// By the day (since 1970) in which the pause ended; microseconds.
    private var longestPause: [Int64: Int64] = [:]

    private static let day: Int64 = 86_400_000_000
    /// Pauses are remembered so long: two week-ends.
    private static let memory: Int64 = 14

    package init(first: Instant) {
        self.first = first
        last = first
    }

    package mutating func arrived(_ time: Instant) {
        // A clock that was set back teaches nothing.
        guard time.microseconds > last.microseconds else { return }
        let today = time.microseconds / Rhythm.day
        longestPause[today] = max(longestPause[today] ?? 0, time.microseconds - last.microseconds)
        if longestPause.count > Rhythm.memory {
            longestPause = longestPause.filter { $0.key > today - Rhythm.memory }
        }
        last = time
    }

    /// After how long, in microseconds, a pause is longer than usual: half as long again as the longest of late, at least
    /// an hour. `nil` while it is not known long enough: before a week is over, no week-end need have been in it.
    package var usual: Int64? {
        guard last.microseconds - first.microseconds >= 7 * Rhythm.day, longestPause.count >= 3,
            let longest = longestPause.values.max()
        else { return nil }
        return max(3_600_000_000, longest / 2 * 3)
    }
}

/// A source that has sent nothing for longer than it should.
package struct QuietSource: Hashable, Sendable {
    package var source: String
    package var since: Instant
    /// The pause that is allowed, in microseconds.
    package var allowed: Int64
    package var isLearned: Bool
}

/// Finds sources that have gone quiet, each told once a silence.
package final class QuietSources: Sendable {
    private struct State: Sendable {
        var rhythms: [String: Rhythm] = [:]
        var told: Set<String> = []
    }
    private let state = Mutex(State())

    package init() {}

    /// What an earlier run saw, oldest first.
    func learn(_ arrivals: [(source: String, time: Instant)], _ tallies: [Tally]) {
        state.withLock { state in
            // Where its arrivals are too long ago to be among those given.
            let recent = Set(arrivals.map(\.source))
            for (source, own) in Dictionary(grouping: tallies, by: \.source) where !recent.contains(source) {
                state.rhythms[source] = own.map(\.lastArrival).max().map { Rhythm(first: $0) }
            }
            for (source, time) in arrivals { state.rhythms[source, default: Rhythm(first: time)].arrived(time) }
        }
    }

    func arrived(_ outcomes: [OutcomeRow]) {
        state.withLock { state in
            for outcome in outcomes {
                state.rhythms[outcome.source, default: Rhythm(first: outcome.arrived)].arrived(outcome.arrived)
                state.told.remove(outcome.source)
            }
        }
    }

    /// Those that are quiet now, those of them that were not told yet, and when the next one would be (microseconds from now).
    ///
    /// - Parameter started: A source of the settings that never sent is quiet from then on.
    package func look(_ settings: Settings, at now: Instant, started: Instant) -> (
        all: [QuietSource], new: [QuietSource], next: Int64?
    ) {
        state.withLock { state in
            var all: [QuietSource] = []
            var next: Int64?
            for source in Set(state.rhythms.keys).union(settings.sources.keys).sorted() {
                let hours = settings.settings(of: source).quietHours
                let allowed = hours.map { Int64($0 * 3_600_000_000) } ?? state.rhythms[source]?.usual
                guard let allowed, allowed > 0 else { continue }
                let last = state.rhythms[source]?.last ?? started
                let left = last.microseconds + allowed - now.microseconds
                if left > 0 {
                    next = min(next ?? left, left)
                } else {
                    all.append(
                        QuietSource(source: source, since: last, allowed: allowed, isLearned: hours == nil))
                }
            }
            let new = all.filter { !state.told.contains($0.source) }
            state.told = Set(all.map(\.source))
            return (all, new, next)
        }
    }
}

/// `3 h 20 min`, of microseconds.
func span(_ microseconds: Int64) -> String {
    let minutes = max(0, microseconds) / 60_000_000
    if minutes < 1 { return "\(max(0, microseconds) / 1_000_000) s" }
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 { return "\(minutes / 60) h" + (minutes % 60 > 0 ? " \(minutes % 60) min" : "") }
    return "\(minutes / 1440) days"
}
