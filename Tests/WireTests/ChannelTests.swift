import Foundation
import Glibc
import Testing

import Article
import Bytes
import Host
import TestKit
import Wire

@Suite struct ChannelTests {
    /// Two ends of a socket.
    static func pair() throws -> (Descriptor, Descriptor) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    @Test func framesArriveInOrderAndWhole() throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        var random = Random(seed: 1)
        let frames = (0..<40).flatMap { _ in FrameTests.frames(&random) }
        // From another thread: a socket holds less than all of them.
        let sender = Thread {
            let channel = Channel(a, limit: 1 << 20)
            for frame in frames { try? channel.send(frame) }
        }
        sender.start()
        for frame in frames { #expect(try receiver.receive().0.packed == frame.packed) }
    }

    /// However the bytes are cut, one by one or many frames at once.
    @Test(arguments: [1, 3, 7, 100, 100_000])
    func anyFragments(size: Int) throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        var random = Random(seed: UInt64(size))
        let frames = FrameTests.frames(&random) + FrameTests.frames(&random)
        let bytes = frames.flatMap(\.packed)
        let sender = Thread {
            var at = 0
            while at < bytes.count {
                let end = min(bytes.count, at + size)
                let put = a.use { fd in bytes[at..<end].withUnsafeBytes { write(fd, $0.baseAddress, $0.count) } }
                if put <= 0 { return }
                at += put
            }
        }
        sender.start()
        for frame in frames { #expect(try receiver.receive().0.packed == frame.packed) }
    }

    @Test func aDescriptorComesWithItsFrame() throws {
        let folder = try TemporaryFolder()
        let (a, b) = try Self.pair()
        let sender = Channel(a, limit: 1 << 20)
        let receiver = Channel(b, limit: 1 << 20)
        for n in 0..<50 {
            let path = Path(folder.path).appending("\(n)")
            let file = try Files.create(path, Array("file \(n)".utf8))
            let opened = try Files.openToRead(path)
            try sender.send(.done(nil), with: opened)
            try sender.send(.done(nil))
            withExtendedLifetime(file) {}
            let got = try #require(try receiver.receive().1)
            #expect(try Files.readAll(got, size: 6, limit: 100) == Array("file \(n)".utf8))
            #expect(try receiver.receive().1 == nil)
        }
    }

    /// A worker that was taken over can't make the daemon hold what it sends.
    @Test func ofManyDescriptorsOneIsTaken() throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        // sendmsg(2) with two: the header of cmsg(3), then their numbers.
        struct TwoDescriptors {
            var length = 24
            var level = SOL_SOCKET
            var type: Int32 = 1  // SCM_RIGHTS
            var first: Int32
            var second: Int32
        }
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        var control = TwoDescriptors(first: ends[1], second: ends[1])
        var bytes = Frame.done(nil).packed
        let sent = bytes.withUnsafeMutableBytes { bytes in
            withUnsafeMutablePointer(to: &control) { control in
                var piece = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &piece) { piece in
                    var message = msghdr()
                    message.msg_iov = piece
                    message.msg_iovlen = 1
                    message.msg_control = UnsafeMutableRawPointer(control)
                    message.msg_controllen = 24
                    return a.use { sendmsg($0, &message, 0) }
                }
            }
        }
        #expect(sent == bytes.count)
        #expect(try receiver.receive().1 != nil)
        // Nobody holds the pipe's writing end any more, but for a moment a child that another test starts: its end is told.
        close(ends[1])
        #expect(wait(for: [ends[0]], milliseconds: 30_000) == [true])
        close(ends[0])
    }

    @Test(arguments: [
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 0x7F, 1], [1, 0, 0, 0, 99], [2, 0, 0, 0, 1, 1],
    ])
    func whatIsNoFrame(bytes: [UInt8]) throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        #expect(a.use { write($0, bytes, bytes.count) } == bytes.count)
        #expect(throws: Channel.Trouble.nonsense) { try receiver.receive() }
    }

    @Test func tooMuchIsRefusedBeforeItIsRead() throws {
        let (a, b) = try Self.pair()
        let sender = Channel(a, limit: 1 << 20)
        let receiver = Channel(b, limit: 1000)
        let outputs = Outputs(article: [UInt8](repeating: 1, count: 2000), analysis: [], summary: [], page: [])
        var random = Random(seed: 5)
        try sender.send(
            .record(
                FinishedRecord(
                    id: FrameTests.digest(&random), member: nil, outputs: outputs, readTime: 0, understandTime: 0,
                    encodeTime: 0)))
        #expect(throws: Channel.Trouble.nonsense) { try receiver.receive() }
    }

    @Test func anEndIsTold() throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        try Channel(a, limit: 1).send(.done(nil))
        #expect(a.use { shutdown($0, Int32(SHUT_WR)) } == 0)
        #expect(try receiver.receive().1 == nil)
        #expect(throws: Channel.Trouble.closed) { try receiver.receive() }
    }

    /// In the middle of a frame too.
    @Test func anEndInTheMiddleIsTold() throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        var random = Random(seed: 6)
        for frame in FrameTests.frames(&random).prefix(1) {
            let half = frame.packed.prefix(8)
            #expect(a.use { fd in Array(half).withUnsafeBytes { write(fd, $0.baseAddress, $0.count) } } == 8)
        }
        #expect(a.use { shutdown($0, Int32(SHUT_WR)) } == 0)
        #expect(throws: Channel.Trouble.closed) { try receiver.receive() }
    }

    @Test func nobodyListens() throws {
        signal(SIGPIPE, SIG_IGN)
        let sender: Channel
        do {
            let (a, _) = try Self.pair()
            sender = Channel(a, limit: 1 << 20)
        }
        #expect(throws: Channel.Trouble.closed) { try sender.send(.done(nil)) }
    }

    @Test func nothingComesInTime() throws {
        let (a, b) = try Self.pair()
        let receiver = Channel(b, limit: 1 << 20)
        // Half a frame is not yet one.
        #expect(a.use { write($0, [9, 0], 2) } == 2)
        let began = Clock.monotonic()
        #expect(throws: Channel.Trouble.late) { try receiver.receive(until: began + 30_000) }
        #expect(Clock.monotonic() - began >= 30_000)
    }
}
