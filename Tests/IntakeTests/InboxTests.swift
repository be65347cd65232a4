import Foundation
import Glibc
import Synchronization
import Testing

import Article
import Bytes
import Host
import Intake
import TestKit

/// What an inbox said, and how much room there is for its claims.
final class Listener: InboxDelegate {
    private struct State {
        var room = 1000
        var claims: [Claim] = []
        var special: [Path] = []
        var waiting: [WaitingFile] = []
        var setbacks = 0
        var isOver = true
        var hasCaughtUp = false
        var polled: [PolledMount] = []
    }
    private let state = Mutex(State())

    var room: Int {
        get { state.withLock { $0.room } }
        set { state.withLock { $0.room = newValue } }
    }
    /// As they were dropped.
    var dropped: [Path] { state.withLock { $0.claims.map(\.dropped) } }
    var claims: [Claim] { state.withLock { $0.claims } }
    var special: [Path] { state.withLock { $0.special } }
    var waiting: [WaitingFile] { state.withLock { $0.waiting } }
    var hasSetback: Bool { state.withLock { !$0.isOver } }
    var setbacks: Int { state.withLock { $0.setbacks } }
    var hasCaughtUp: Bool { state.withLock { $0.hasCaughtUp } }

    func claimed(_ claim: Claim) {
        state.withLock {
            $0.claims.append(claim)
            $0.room -= 1
        }
    }
    func found(special path: Path, status: FileStatus) { state.withLock { $0.special.append(path) } }
    func foundUnreadable(_ path: Path, status: FileStatus, since: Instant, take: () -> Claim?) {}
    func isWaiting(_ file: WaitingFile) { state.withLock { $0.waiting.append(file) } }
    func setback(_ setback: Setback, of part: String) {
        state.withLock {
            $0.setbacks += 1
            $0.isOver = false
        }
    }
    func setbackOver(of part: String) { state.withLock { $0.isOver = true } }
    func polls(_ mount: PolledMount) { state.withLock { $0.polled.append(mount) } }
    var polled: [PolledMount] { state.withLock { $0.polled } }
    func caughtUp() { state.withLock { $0.hasCaughtUp = true } }
}

/// An inbox on a real folder, turned by the test.
@Suite struct InboxTests {
    let world: World
    let listener = Listener()
    var root: Path { Path(world.inbox) }

    init() throws {
        signal(SIGIO, SIG_IGN)
        world = try World()
    }

    func inbox(_ change: (inout InboxSettings) -> Void = { _ in }) throws -> Inbox {
        var settings = InboxSettings()
        settings.settle = 200_000
        settings.rescan = 300_000
        change(&settings)
        let inbox = try Inbox(path: root, instance: "one", settings: settings, delegate: listener)
        try inbox.start(mounts: []) { _ in }
        return inbox
    }

    /// Turns it until something is so.
    func turn(_ inbox: Inbox, until what: String, _ fact: () -> Bool) throws {
        let end = Clock.monotonic() + 30_000_000
        while true {
            let next = inbox.turn()
            if fact() { return }
            guard Clock.monotonic() < end else {
                throw NotInTime(description: "never: \(what): \(listener.dropped) \(inbox.waiting())")
            }
            let left = next == 0 ? 0 : max(0, min(100_000, next - Clock.monotonic()))
            _ = wait(for: [inbox.descriptor], milliseconds: Int32(left / 1000))
        }
    }

    /// Turns it until it must have looked at all there is, twice.
    func settle(_ inbox: Inbox) throws {
        let marks = ["mark-\(listener.claims.count)-1", "mark-\(listener.claims.count)-2"]
        for mark in marks {
            try world.drop(mark, "x")
            try turn(inbox, until: mark) { listener.dropped.contains(Path(mark)) }
            let end = Clock.monotonic() + 400_000
            try turn(inbox, until: "a rescan") { Clock.monotonic() > end }
        }
    }

    func names(_ names: String...) -> Set<Path> { Set(names.map { Path($0) }) }

    /// A daemon that is gone has left a claim that may not be opened: it is put back, and waits as any other.
    @Test(.enabled(if: Place.isRoot)) func anAbandonedClaimThatMayNotBeOpened() throws {
        try world.drop("a.txt", "1")
        chmod(world.inbox, 0o777)
        let other = ClaimFolder(root: root, inbox: root, instance: "two")
        let file = try Files.openToRead(root.appending("a.txt"))
        let claim = try #require(
            try other.take(
                Path("a.txt"), at: root.appending("a.txt"), arrived: Clock.now(), opened: file,
                status: try Files.status(file)))
        let own = ClaimFolder(root: root, inbox: root, instance: "one")
        try own.prepare()
        for folder in [claim.path.parent, own.folder] { _ = folder.withCString { chmod($0, 0o777) } }
        _ = claim.path.withCString { chmod($0, 0) }
        // Of this thread alone.
        typealias SetFileUser = @convention(c) (UInt32) -> Int32
        let setFileUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetFileUser.self)
        _ = setFileUser(65_534)
        defer { _ = setFileUser(0) }
        #expect(
            try own.adopt(claim.path, inbox: root, dropped: Path("a.txt"), arrived: Clock.now()) == nil)
        #expect(try Files.exists(root.appending("a.txt")) && !Files.exists(claim.path))
    }

    @Test func whatIsThereIsTakenAndWhatComesToo() throws {
        try world.drop("a.txt", "1")
        try world.drop("norpress/b.txt", "2")
        let inbox = try inbox()
        try turn(inbox, until: "both") { listener.claims.count == 2 }
        try world.drop("c.txt", "3")
        try world.drop("norpress/sport/d.txt", "4")
        try turn(inbox, until: "all") { listener.claims.count == 4 }
        #expect(Set(listener.dropped) == names("a.txt", "norpress/b.txt", "c.txt", "norpress/sport/d.txt"))
        #expect(listener.hasCaughtUp)
        for claim in listener.claims {
            #expect(claim.path == root.appending(claim.key))
            #expect(claim.key == Path(".dateline/one/0").appending(claim.dropped))
            #expect(try Files.read(claim.path)?.count == 1)
            #expect(try Files.status(claim.file).isUnchanged(since: claim.status))
        }
        #expect(Set(listener.claims.map(\.source)) == ["default", "norpress"])
        #expect(world.unclaimed.isEmpty)
    }

    @Test func someNamesAreLeft() throws {
        let left = [
            ".a", "b~", "c.part", "d.partial", "e.filepart", "f.crdownload", "g.download", "h.tmp", "i.temp", "j.swp",
            "k.lock", "Thumbs.db", "desktop.ini", ".git/l", "m.part/n.txt",
        ]
        for name in left { try world.drop(name, "x") }
        for name in ["part", "a.parts", "~b", "tmp.txt", ".part".dropFirst().description + ".txt"] {
            try world.drop(name, "x")
        }
        let inbox = try inbox()
        try settle(inbox)
        // The same while it watches.
        for name in left { try world.drop("live/" + name, "x") }
        try settle(inbox)
        #expect(Set(world.unclaimed) == Set(left + left.map { "live/" + $0 }))
        // Their final names.
        for place in ["", "live/"] {
            for (old, new) in [("c.part", "c.txt"), ("m.part", "m")] {
                #expect(rename(world.inbox + "/" + place + old, world.inbox + "/" + place + new) == 0)
            }
        }
        try turn(inbox, until: "renamed") {
            Set(listener.dropped).isSuperset(of: names("c.txt", "m/n.txt", "live/c.txt", "live/m/n.txt"))
        }
    }

    @Test func foldersThatAreMovedIn() throws {
        let inbox = try inbox()
        _ = inbox.turn()
        let aside = world.folder.path + "/aside"
        try FileManager.default.createDirectory(atPath: aside + "/x/y/z", withIntermediateDirectories: true)
        for (n, place) in ["", "/x", "/x/y", "/x/y/z"].enumerated() {
            try Data("\(n)".utf8).write(to: URL(filePath: aside + place + "/\(n).txt"))
        }
        #expect(rename(aside, world.inbox + "/aside") == 0)
        try turn(inbox, until: "all four") { listener.claims.count == 4 }
        // Into a folder that came so, and into one that has moved since.
        try world.drop("aside/x/y/4.txt", "4")
        try turn(inbox, until: "five") { listener.claims.count == 5 }
        #expect(rename(world.inbox + "/aside/x", world.inbox + "/moved") == 0)
        try world.drop("moved/y/5.txt", "5")
        try turn(inbox, until: "six") { listener.claims.count == 6 }
        #expect(listener.dropped.last == Path("moved/y/5.txt"))
    }

    /// Delivered by link(2): the other name keeps its bytes, and may be changed without changing the claim.
    @Test func aFileWithTwoNamesIsCopied() throws {
        let spool = world.folder.path + "/spool"
        try Data("as it was".utf8).write(to: URL(filePath: spool))
        let inbox = try inbox()
        _ = inbox.turn()
        #expect(link(spool, world.inbox + "/a.txt") == 0)
        try turn(inbox, until: "it") { listener.claims.count == 1 }
        try Data("changed".utf8).write(to: URL(filePath: spool))
        let claim = try #require(listener.claims.first)
        #expect(try Files.read(claim.path) == Array("as it was".utf8))
        #expect(try Files.readAll(claim.file, size: 9, limit: 100) == Array("as it was".utf8))
        #expect(try Files.status(claim.file).links == 1)
        #expect(world.claimed == [".dateline/one/0/a.txt"])
    }

    @Test func aWriterIsWaitedFor() throws {
        let path = world.inbox + "/slow.txt"
        let writer = open(path, O_WRONLY | O_CREAT, 0o644)
        #expect(write(writer, "begun", 5) == 5)
        let inbox = try inbox()
        try settle(inbox)
        #expect(!listener.dropped.contains(Path("slow.txt")))
        #expect(inbox.waiting().map(\.reason) == [.writing])
        #expect(write(writer, " and done", 9) == 9)
        close(writer)
        try turn(inbox, until: "it") { listener.dropped.contains(Path("slow.txt")) }
        #expect(listener.claims.last?.status.size == 14)
    }

    @Test func whatIsNoFileIsToldOnceAndStays() throws {
        symlink("/etc/passwd", world.inbox + "/link")
        mkfifo(world.inbox + "/pipe", 0o644)
        let socket = try NotifySocket(path: world.inbox + "/socket")
        let inbox = try inbox()
        symlink("/etc", world.inbox + "/folder")
        try settle(inbox)
        #expect(Set(listener.special) == names("link", "pipe", "socket", "folder"))
        #expect(listener.special.count == 4)
        // Another one of that name is another one.
        unlink(world.inbox + "/link")
        symlink("/etc/group", world.inbox + "/link")
        try settle(inbox)
        #expect(listener.special.filter { $0 == Path("link") }.count == 2)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: world.inbox + "/link") == "/etc/group")
        withExtendedLifetime(socket) {}
    }

    @Test func noMoreThanThereIsRoomFor() throws {
        for n in 0..<30 { try world.drop("\(n).txt", "x") }
        listener.room = 4
        let inbox = try inbox()
        for _ in 0..<20 { _ = inbox.turn() }
        #expect(listener.claims.count == 4)
        #expect(!listener.hasCaughtUp)
        for n in 30..<200 { try world.drop("\(n).txt", "x") }
        listener.room = 6
        for _ in 0..<20 { _ = inbox.turn() }
        // Events are read in blocks: a few more than asked for.
        #expect(listener.claims.count < 150)
        listener.room = 1000
        try turn(inbox, until: "all") { listener.claims.count == 200 }
        #expect(Set(listener.dropped).count == 200)
    }

    @Test func namesAreBytes() throws {
        let all: [[UInt8]] = [
            [0x80], [0xFF, 0xFE], Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8), [0x0A], Array("-rf *".utf8),
            [UInt8](repeating: 0x78, count: 255), Array("\u{202E}txt".utf8),
        ]
        let inbox = try inbox()
        for name in all { _ = try Files.create(root.appending(name), name) }
        try turn(inbox, until: "all") { listener.claims.count == all.count }
        #expect(Set(listener.claims.map(\.name)) == Set(all))
        for claim in listener.claims { #expect(try Files.read(claim.path) == claim.name) }
    }

    /// A claimed file and a folder of the same name, in either order.
    @Test func aFileAndAFolderOfOneName() throws {
        let inbox = try inbox()
        for round in 0..<3 {
            try world.drop("a", "file \(round)")
            try turn(inbox, until: "the file") { listener.claims.count == 3 * round + 1 }
            try world.drop("a/b", "below \(round)")
            try turn(inbox, until: "below") { listener.claims.count == 3 * round + 2 }
            try FileManager.default.removeItem(atPath: world.inbox + "/a")
            try world.drop("a", "again \(round)")
            try turn(inbox, until: "again") { listener.claims.count == 3 * round + 3 }
            try FileManager.default.createDirectory(atPath: world.inbox + "/x", withIntermediateDirectories: true)
        }
        #expect(Set(listener.claims.map(\.key)).count == 9)
        #expect(!listener.hasSetback)
        let texts = try listener.claims.map { String(decoding: try Files.read($0.path) ?? [], as: UTF8.self) }
        #expect(texts == (0..<3).flatMap { ["file \($0)", "below \($0)", "again \($0)"] })
    }

    @Test func whatAnEarlierRunClaimedComesFirst() throws {
        let claims = world.inbox + "/.dateline/one/"
        for path in ["0/a.txt", "0/norpress/b.txt", "3/a.txt", "0/.copy"] {
            let parent = ((claims + path) as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(path.utf8).write(to: URL(filePath: claims + path))
        }
        try world.drop("c.txt", "x")
        let inbox = try Inbox(path: root, instance: "one", settings: InboxSettings(), delegate: listener)
        var found: [Path] = []
        try inbox.start(mounts: []) { claim in
            found.append(claim.dropped)
            #expect(claim.path == root.appending(claim.key))
        }
        #expect(found.sorted() == [Path("a.txt"), Path("a.txt"), Path("norpress/b.txt")])
        #expect(listener.claims.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: claims + "0/.copy"))
        try turn(inbox, until: "the new one") { listener.claims.count == 1 }
    }

    /// Only one of two on the same folder of claims, and each file goes to one of two on the same inbox.
    @Test func twoInboxesOnOneFolder() throws {
        let other = Listener()
        let first = try inbox()
        let second = try Inbox(path: root, instance: "two", settings: InboxSettings(), delegate: other)
        try second.start(mounts: []) { _ in }
        #expect(throws: SystemError.self) {
            let third = try Inbox(path: root, instance: "two", settings: InboxSettings(), delegate: other)
            try third.start(mounts: []) { _ in }
        }
        for n in 0..<200 { try world.drop("\(n).txt", "\(n)") }
        try turn(first, until: "all") {
            _ = second.turn()
            return listener.claims.count + other.claims.count == 200
        }
        #expect(Set(listener.dropped).isDisjoint(with: other.dropped))
    }

    @Test func anInboxThatIsMadeAnew() throws {
        let inbox = try inbox()
        _ = inbox.turn()
        #expect(rename(world.inbox, world.folder.path + "/old") == 0)
        try turn(inbox, until: "a setback") { listener.hasSetback }
        try FileManager.default.createDirectory(atPath: world.inbox, withIntermediateDirectories: true)
        try world.drop("norpress/a.txt", "x")
        try turn(inbox, until: "it goes on") { listener.claims.count == 1 && !listener.hasSetback }
        try world.drop("b.txt", "x")
        try turn(inbox, until: "events too") { listener.claims.count == 2 }
    }

    /// An inbox that is gone is looked for now and then, not without a pause.
    @Test func troubleOfTheInboxIsNoBusyLoop() throws {
        let inbox = try inbox()
        _ = inbox.turn()
        #expect(rename(world.inbox, world.folder.path + "/old") == 0)
        try turn(inbox, until: "a setback") { listener.hasSetback }
        let before = listener.setbacks
        let began = Clock.monotonic()
        try turn(inbox, until: "three more tries") { listener.setbacks >= before + 3 }
        #expect(Clock.monotonic() - began >= 1_500_000, "each pause is longer than the one before")
        #expect(inbox.isPaused)
    }

    /// What waits long is named, once, with its reason.
    @Test func longWaitsAreTold() throws {
        try world.drop("a.txt.part", "x")
        let writer = open(world.inbox + "/b.txt", O_WRONLY | O_CREAT, 0o644)
        defer { close(writer) }
        let inbox = try inbox { $0.nameWaitingAfter = 300_000 }
        try turn(inbox, until: "both") { listener.waiting.count >= 2 }
        let end = Clock.monotonic() + 800_000
        try turn(inbox, until: "time") { Clock.monotonic() > end }
        #expect(
            Set(listener.waiting.map { "\($0.path) \($0.reason.rawValue)" })
                == ["a.txt.part temporary-name", "b.txt writing"])
        #expect(listener.waiting.count == 2)
    }

    /// More events than the kernel keeps: the scan finds what they would have told.
    @Test func anOverflowLosesNothing() throws {
        let limit =
            Int(
                (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))?
                    .trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 16_384
        guard limit <= 20_000 else { return }
        let inbox = try inbox()
        _ = inbox.turn()
        listener.room = 100_000
        // Events without files, until the queue is full; then files nobody is told of.
        let path = world.inbox + "/.noise"
        for _ in 0...(limit / 2) { close(open(path, O_WRONLY | O_CREAT, 0o644)); unlink(path) }
        for n in 0..<20 { try world.drop("\(n).txt", "x") }
        try turn(inbox, until: "all") { listener.claims.count == 20 }
    }
}
