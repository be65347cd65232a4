internal import Article
internal import Host
internal import Synchronization

/// The setbacks that are not over yet: each is told once when it begins and once when it ends.
final class Troubles: Sendable {
    struct Trouble: Sendable {
        var part: String
        var setback: Setback
        var since: Instant
    }
    private let current = Mutex<[String: Trouble]>([:])
    private let log: any Log
    /// Rung when a trouble begins or ends.
    let changed: Bell

    init(log: any Log, changed: Bell) {
        self.log = log
        self.changed = changed
    }

    /// - Parameter part: What can't go on: `inbox`, `outbox`, `ledger`, `workers`.
    func begin(_ setback: Setback, of part: String) {
        let isNew = current.withLock { current in
            defer {
                current[part] = Trouble(part: part, setback: setback, since: current[part]?.since ?? Clock.now())
            }
            return current[part]?.setback.kind != setback.kind
        }
        guard isNew else { return }
        log.write(
            LogEntry(
                .error, "setback: \(setback.message); it is tried again until it works, nothing is lost", id: .setback,
                fields: [("SETBACK", setback.kind.rawValue), ("PART", part)]))
        changed.ring()
    }

    func end(of part: String) {
        guard let over = current.withLock({ $0.removeValue(forKey: part) }) else { return }
        let seconds = (Clock.now().microseconds - over.since.microseconds) / 1_000_000
        log.write(
            LogEntry(
                .notice, "setback over after \(max(0, seconds)) s: \(over.setback.message)", id: .setbackOver,
                fields: [("SETBACK", over.setback.kind.rawValue), ("PART", part)]))
        changed.ring()
    }

    var all: [Trouble] { current.withLock { $0.values.sorted { $0.part < $1.part } } }
}
