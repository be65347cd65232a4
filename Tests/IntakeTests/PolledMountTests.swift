import Foundation
import Glibc
import Testing

import Article
import Bytes
import Host
import Intake
import TestKit

/// On a real file system whose files are changed below it, where the kernel does not see it: bindfs, over FUSE.
@Suite(.enabled(if: FuseMount.isPossible), .serialized) struct PolledMountTests {
    let tests: InboxTests
    var world: World { tests.world }
    var listener: Listener { tests.listener }

    init() throws { tests = try InboxTests() }

    func put(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path + ".part"))
        guard rename(path + ".part", path) == 0 else { throw NotInTime(description: "\(path) can't be made") }
    }

    @Test func whatComesBelowIsFoundByPolling() throws {
        let below = world.folder.path + "/below"
        let mounted = try FuseMount(below, at: world.inbox + "/remote")
        // No rescan helps.
        let inbox = try tests.inbox {
            $0.rescan = 600_000_000
            $0.poll = 200_000
        }
        try tests.turn(inbox, until: "it is known") { !listener.polled.isEmpty }
        try put("one", below + "/a.txt")
        try FileManager.default.createDirectory(atPath: below + "/deep", withIntermediateDirectories: true)
        try put("two", below + "/deep/b.txt")
        try tests.turn(inbox, until: "both") { listener.claims.count == 2 }
        #expect(Set(listener.dropped) == tests.names("remote/a.txt", "remote/deep/b.txt"))
        #expect(listener.claims.allSatisfy { $0.key.description.hasPrefix("remote/.dateline/one/0/") })
        #expect(listener.polled == [PolledMount(path: Path("remote"), cause: .remote("FUSE"))])
        #expect(inbox.polled == listener.polled)
        withExtendedLifetime(mounted) {}
    }

    @Test func aMountThatComesAndGoesLater() throws {
        let below = world.folder.path + "/below"
        let inbox = try tests.inbox { $0.poll = 200_000 }
        try tests.settle(inbox)
        #expect(inbox.polled.isEmpty && listener.polled.isEmpty)
        do {
            let mounted = try FuseMount(below, at: world.inbox + "/remote")
            try put("one", below + "/a.txt")
            try tests.turn(inbox, until: "it is taken") { listener.dropped.contains(Path("remote/a.txt")) }
            #expect(inbox.polled.map(\.path) == [Path("remote")])
            withExtendedLifetime(mounted) {}
        }
        try tests.turn(inbox, until: "it is gone") { inbox.polled.isEmpty }
        try world.drop("remote/b.txt", "two")
        try tests.turn(inbox, until: "the folder is read as before") {
            listener.dropped.contains(Path("remote/b.txt"))
        }
        #expect(listener.polled.count == 1)
    }

    /// A lease is granted there whoever writes below, and the file's times are not of this machine's clock.
    @Test func aWriterBelowIsWaitedFor() throws {
        let below = world.folder.path + "/below"
        let mounted = try FuseMount(below, at: world.inbox + "/remote")
        let path = below + "/slow.txt"
        let writer = open(path, O_WRONLY | O_CREAT, 0o644)
        defer { close(writer) }
        let inbox = try tests.inbox { $0.poll = 100_000 }
        var size = 0
        let end = Clock.monotonic() + 4_000_000
        // More between any two looks: so long as none sees the file unchanged, a machine that stands still does no harm.
        try tests.turn(inbox, until: "it is written") {
            size += write(writer, "more ", 5)
            return Clock.monotonic() > end
        }
        #expect(listener.claims.isEmpty)
        try tests.turn(inbox, until: "it is taken") { !listener.claims.isEmpty }
        #expect(listener.claims.first?.status.size == size)
        withExtendedLifetime(mounted) {}
    }

    /// A mount that does not answer any more holds up no other folder.
    @Test func aMountThatDies() throws {
        let below = world.folder.path + "/below"
        let inbox = try tests.inbox { $0.poll = 200_000 }
        do {
            let mounted = try FuseMount(below, at: world.inbox + "/remote")
            try put("one", below + "/a.txt")
            try tests.turn(inbox, until: "it is taken") { listener.dropped.contains(Path("remote/a.txt")) }
            mounted.die()
            try tests.turn(inbox, until: "it is told") { listener.hasSetback }
            for n in 0..<3 {
                try world.drop("other/\(n).txt", "x")
                try world.drop("\(n).txt", "x")
                try tests.turn(inbox, until: "the others go on") { listener.claims.count == 3 + 2 * n }
            }
            #expect(inbox.waiting().map(\.path) == [Path("remote")])
            #expect(inbox.waiting().map(\.reason) == [.setback])
        }
        try tests.turn(inbox, until: "it is over") {
            !listener.hasSetback && inbox.waiting().isEmpty && inbox.polled.isEmpty
        }
    }

    @Test func theSelfTestHearsWhatTheKernelTells() throws {
        let below = world.folder.path + "/below"
        let above = world.folder.path + "/above"
        let mounted = try FuseMount(below, at: above)
        let (one, other) = (Path(below).appending("x"), Path(below).appending("y"))
        #expect(try !EventTest.hears(Path(above)) { () throws(SystemError) in _ = try Files.create(one, []) })
        #expect(try EventTest.hears(Path(below)) { () throws(SystemError) in _ = try Files.create(other, []) })
        for name in [one, other] { try Files.remove(name) }
        #expect(try EventTest.cause(Path(above)) == .remote("FUSE"))
        #expect(try EventTest.cause(Path(below)) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: below).isEmpty)
        withExtendedLifetime(mounted) {}
    }
}
