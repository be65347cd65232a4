internal import Bytes
internal import CSystem
internal import Glibc
package import Host

/// One end of the socket between the daemon and a worker. Used by one thread.
package final class Channel {
    package enum Trouble: Error {
        /// The other side is gone.
        case closed
        /// It did not answer in time.
        case late
        /// It said something that is no frame, or too much.
        case nonsense
    }

    package let socket: Descriptor
    /// Longest frame accepted, in bytes.
    private let limit: Int
    /// What came and was not taken yet is `received[head..<end]`; the rest is room.
    private var received = [UInt8](repeating: 0, count: Channel.room)
    private var head = 0
    private var end = 0
    private static let room = 1 << 16
    private var descriptor: Descriptor?

    package init(_ socket: Descriptor, limit: Int) {
        self.socket = socket
        self.limit = limit
    }

    /// Frames that go with the next one that is sent.
    private var held: [UInt8] = []

    /// Sends the frame together with the next one: one system call, and the other side wakes once.
    package func hold(_ frame: Frame) { held += frame.packed }

    /// Sends a frame, and with it a descriptor.
    package func send(_ frame: Frame, with descriptor: Descriptor? = nil) throws(Trouble) {
        let bytes: [UInt8]
        if held.isEmpty {
            bytes = frame.packed
        } else {
            bytes = held + frame.packed
            held = []
        }
        var done = 0
        var failed = false
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            defer { withExtendedLifetime(descriptor) {} }
            while done < buffer.count {
                let handed = done == 0 ? descriptor?.raw ?? -1 : -1
                let put = retrying { dateline_send_descriptor(socket.raw, base + done, buffer.count - done, handed) }
                guard put > 0 else {
                    failed = true
                    return
                }
                done += put
            }
        }
        if failed { throw .closed }
    }

    /// The next frame, and the descriptor that came with it.
    ///
    /// - Parameter deadline: On the monotonic clock, in microseconds; `nil` waits for ever.
    package func receive(until deadline: Int64? = nil) throws(Trouble) -> (Frame, Descriptor?) {
        while true {
            if let frame = try next() {
                defer { descriptor = nil }
                return (frame, descriptor)
            }
            if let deadline {
                let left = deadline - Clock.monotonic()
                guard left > 0 else { throw .late }
                guard wait(for: [socket.raw], milliseconds: Int32(clamping: left / 1000 + 1))[0] else { continue }
            }
            try fill()
        }
    }

    /// Bytes behind `head` that the next frame takes with its length, or `nil` where not even that has come.
    private var expected: Int? {
        guard end - head >= 4 else { return nil }
        var length = 0
        for i in 0..<4 { length |= Int(received[head + i]) << (8 * i) }
        return 4 + length
    }

    private func next() throws(Trouble) -> Frame? {
        guard let expected else { return nil }
        guard expected > 4, expected <= 4 + limit else { throw .nonsense }
        guard end - head >= expected else { return nil }
        let frame: Frame
        do { frame = try Frame(unpacking: received, (head + 4)..<(head + expected)) } catch { throw .nonsense }
        head += expected
        if head == end {
            head = 0
            end = 0
            // One large frame must not hold memory for ever.
            if received.count > 1 << 20 { received = [UInt8](repeating: 0, count: Channel.room) }
        }
        return frame
    }

    private func fill() throws(Trouble) {
        if head > 0 {
            received.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                base.copyMemory(from: base + head, byteCount: end - head)
            }
            end -= head
            head = 0
        }
        if end == received.count {
            // Doubled as bytes come, not at once: the other side is not believed that it will send so much.
            received.append(contentsOf: repeatElement(0, count: received.count))
        }
        var handed: Int32 = -1
        var got = 0
        received.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            got = socket.use { socket in
                retrying { dateline_receive_descriptor(socket, base + end, buffer.count - end, &handed) }
            }
        }
        if handed >= 0 { descriptor = Descriptor(handed) }
        guard got > 0 else { throw .closed }
        end += got
    }
}
