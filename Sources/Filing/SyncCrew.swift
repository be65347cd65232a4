package import Bytes
internal import Foundation
package import Host
internal import Synchronization

/// Makes many files durable at once.
///
/// A disk serves the flushes that wait together with one; one after the other, each waits for its own turn. Where
/// flushing costs nothing (a RAM file system, a battery-backed cache), handing work to threads would cost more than it
/// saves, so the first sync of each round is timed and the others stay on the same thread if it was fast.
package final class SyncCrew: Sendable {
    /// What is to become durable.
    package enum Sync: Sendable {
        case data(Descriptor, Path)
        case folder(Path)
        /// It may have been deleted, and then there is nothing to sync.
        case folderIfThere(Path)

        func run() throws(SystemError) {
            switch self {
            case .data(let file, let path): try Files.syncData(file, path)
            case .folder(let path): try Files.syncDirectory(path)
            case .folderIfThere(let path):
                do throws(SystemError) { try Files.syncDirectory(path) } catch { if !error.isMissing { throw error } }
            }
        }
    }

    private static let members = 7
    /// A sync that takes longer than this is worth a thread, in microseconds.
    private static let slow: Int64 = 300

    private let rounds: Mailbox<Round>
    private let isHired = Atomic<Bool>(false)

    package init() throws(SystemError) { rounds = try Mailbox() }

    deinit { rounds.close() }

    /// Does all of them, in any order; throws the first error when all have ended.
    package func run(_ syncs: [Sync]) throws(SystemError) {
        guard let first = syncs.first else { return }
        let began = Clock.monotonic()
        try first.run()
        guard syncs.count > 1 else { return }
        guard Clock.monotonic() - began > SyncCrew.slow else {
            for sync in syncs.dropFirst() { try sync.run() }
            return
        }
        hire()
        let round = try Round(Array(syncs.dropFirst()))
        for _ in 0..<min(SyncCrew.members, syncs.count - 2) { rounds.put(round) }
        round.work()
        try round.end()
    }

    /// Members come when they are first needed.
    private func hire() {
        guard !isHired.exchange(true, ordering: .relaxed) else { return }
        let rounds = rounds
        for _ in 0..<SyncCrew.members {
            Thread.detachNewThread {
                Thread.current.name = "sync"
                while !rounds.isClosedAndEmpty {
                    for round in rounds.take(1) { round.work() }
                    if rounds.count == 0 { _ = wait(for: [rounds.bell.descriptor.raw], milliseconds: -1) }
                }
            }
        }
    }

    /// The syncs of one call.
    private final class Round: Sendable {
        private let syncs: [Sync]
        private let next = Atomic<Int>(0)
        private let left: Atomic<Int>
        private let failure = Mutex<SystemError?>(nil)
        private let ended: Bell

        init(_ syncs: [Sync]) throws(SystemError) {
            self.syncs = syncs
            left = Atomic(syncs.count)
            ended = try Bell()
        }

        func work() {
            while true {
                let i = next.add(1, ordering: .relaxed).oldValue
                guard i < syncs.count else { return }
                do throws(SystemError) { try syncs[i].run() } catch {
                    let error = error
                    failure.withLock { $0 = $0 ?? error }
                }
                if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { ended.ring() }
            }
        }

        func end() throws(SystemError) {
            while left.load(ordering: .acquiring) > 0 { _ = wait(for: [ended.descriptor.raw], milliseconds: -1) }
            if let failure = failure.withLock({ $0 }) { throw failure }
        }
    }
}
