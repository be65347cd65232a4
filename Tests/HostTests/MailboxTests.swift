import Foundation
import Testing

import Host
import TestKit

@Suite struct MailboxTests {
    /// Says when it goes.
    private final class Parcel: Sendable {
        let gone: @Sendable () -> Void
        init(_ gone: @escaping @Sendable () -> Void) { self.gone = gone }
        deinit { gone() }
    }

    private final class Count: @unchecked Sendable {
        private let lock = NSLock()
        private var n = 0
        func add(_ k: Int = 1) { lock.withLock { n += k } }
        var value: Int { lock.withLock { n } }
    }

    @Test func firstInFirstOut() throws {
        let mailbox = try Mailbox<Int>()
        for n in 0..<10 { mailbox.put(n) }
        #expect(mailbox.take(3) == [0, 1, 2])
        mailbox.put(10)
        #expect(mailbox.take(100) == Array(3...10))
        #expect(mailbox.take(1).isEmpty)
        #expect(!mailbox.isClosedAndEmpty)
        mailbox.put(11)
        mailbox.close()
        #expect(!mailbox.isClosedAndEmpty)
        #expect(mailbox.take(1) == [11])
        #expect(mailbox.isClosedAndEmpty)
    }

    /// A queue that is never empty keeps only what is in it.
    @Test func whatIsTakenIsLetGo() throws {
        let gone = Count()
        let mailbox = try Mailbox<Parcel>()
        for _ in 0..<8 { mailbox.put(Parcel { gone.add() }) }
        for _ in 0..<10_000 {
            mailbox.put(Parcel { gone.add() })
            _ = mailbox.take(1)
        }
        #expect(mailbox.count == 8)
        #expect(gone.value >= 10_000 - 16)
    }

    /// Many put, many take and sleep in poll between: each element comes once, and nobody sleeps for ever.
    @Test func threads() async throws {
        let mailbox = try Mailbox<Int>()
        let sum = Count()
        let taken = Count()
        let takers = Count()
        let putters = Count()
        let each = 5000
        for _ in 0..<4 {
            Thread {
                while !mailbox.isClosedAndEmpty {
                    let got = mailbox.take(3)
                    sum.add(got.reduce(0, +))
                    taken.add(got.count)
                    if got.isEmpty { _ = wait(for: [mailbox.bell.descriptor.raw], milliseconds: -1) }
                }
                takers.add()
            }.start()
        }
        for thread in 0..<4 {
            Thread {
                for n in 0..<each { mailbox.put(thread * each + n) }
                putters.add()
                if putters.value == 4 { mailbox.close() }
            }.start()
        }
        try await eventually("all takers end") { takers.value == 4 }
        #expect(taken.value == 4 * each)
        #expect(sum.value == 4 * each * (4 * each - 1) / 2)
    }
}
