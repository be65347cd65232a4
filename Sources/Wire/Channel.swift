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
    private var received: [UInt8] = []
    private var head = 0
    private var descriptor: Descriptor?
    /// Where the kernel writes what comes, before it is known how much it is.
    private let landing = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    package init(_ socket: Descriptor, limit: Int) {
        self.socket = socket
        self.limit = limit
    }

    deinit { landing.deallocate() }

    /// Sends a frame, and with it a descriptor.
    package func send(_ frame: Frame, with descriptor: Descriptor? = nil) throws(Trouble) {
        let bytes = frame.packed
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

    private func next() throws(Trouble) -> Frame? {
        guard received.count - head >= 4 else { return nil }
        var length = 0
        for i in 0..<4 { length |= Int(received[head + i]) << (8 * i) }
        guard length > 0, length <= limit else { throw .nonsense }
        guard received.count - head >= 4 + length else { return nil }
        let body = Array(received[(head + 4)..<(head + 4 + length)])
        head += 4 + length
        if head == received.count {
            received.removeAll(keepingCapacity: received.capacity <= 1 << 20)
            head = 0
        }
        do { return try Frame(unpacking: body) } catch { throw .nonsense }
    }

    private func fill() throws(Trouble) {
        if head > 1 << 16 {
            received.removeFirst(head)
            head = 0
        }
        guard let base = landing.baseAddress else { throw .closed }
        var handed: Int32 = -1
        let got = socket.use { socket in
            retrying { dateline_receive_descriptor(socket, base, landing.count, &handed) }
        }
        if got > 0 { received.append(contentsOf: landing[..<got]) }
        if handed >= 0 { descriptor = Descriptor(handed) }
        guard got > 0 else { throw .closed }
    }
}
