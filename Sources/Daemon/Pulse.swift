internal import Host
internal import Synchronization

/// Shows that a thread gets on: it says when it begins a piece of work and when it ends it.
final class Pulse: Sendable {
    private let since = Atomic<Int64>(0)

    func begin() { since.store(Clock.monotonic(), ordering: .relaxed) }
    func end() { since.store(0, ordering: .relaxed) }

    /// It has worked on one piece for so many microseconds.
    func isStuck(after limit: Int64) -> Bool {
        let since = since.load(ordering: .relaxed)
        return since != 0 && Clock.monotonic() - since > limit
    }
}
