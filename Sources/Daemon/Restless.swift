internal import Article
internal import Host
internal import Intake
internal import Synchronization

/// Claimed files that somebody still writes to: they were other bytes when they had been read. Each is read again after a
/// pause, which grows with every time, so that one that grows for ever costs little and holds up no other.
final class Restless: Sendable {
    private struct One {
        var claim: Claim
        var due: Int64
    }
    private let claims = Mutex<[One]>([])

    func add(_ claim: Claim) {
        var claim = claim
        let pause = min(250_000 << min(claim.timesChanged, 16), 30_000_000) as Int64
        claim.timesChanged += 1
        claims.withLock { [claim] in $0.append(One(claim: claim, due: Clock.monotonic() + pause)) }
    }

    /// Takes those whose time has come; and when the next is due (monotonic microseconds).
    func take() -> (due: [Claim], next: Int64) {
        let now = Clock.monotonic()
        return claims.withLock { all in
            let due = all.filter { $0.due <= now }.map(\.claim)
            all.removeAll { $0.due <= now }
            return (due, all.map(\.due).min() ?? .max)
        }
    }

    /// As files that wait for their writer.
    var waiting: [WaitingFile] { claims.withLock { $0.map(Restless.file) } }

    /// Those claimed so long ago that they are named in the journal, each once.
    func untold(claimedBefore limit: Int64) -> [WaitingFile] {
        claims.withLock { all in
            var found: [WaitingFile] = []
            for i in all.indices where !all[i].claim.isTold && all[i].claim.arrived.microseconds <= limit {
                all[i].claim.isTold = true
                found.append(Restless.file(all[i]))
            }
            return found
        }
    }

    private static func file(_ one: One) -> WaitingFile {
        WaitingFile(path: one.claim.dropped, reason: .writing, since: one.claim.arrived, isTold: one.claim.isTold)
    }
}
