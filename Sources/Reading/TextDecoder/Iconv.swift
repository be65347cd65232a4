internal import Bytes
internal import CDetect
internal import Glibc
internal import Synchronization

/// glibc's converters to UTF-8, opened once and kept.
///
/// A converter loads its module from disk when it is opened, which a closed sandbox forbids: `openAll` opens all of
/// them before. One that can't be opened stays `nil`, and its text is decoded as U+FFFD.
final class Iconv: Sendable {
    static let shared = Iconv()

    // Unchecked, as `iconv_t` is a pointer: the only value lies in `state`, whose lock is held by whoever uses a handle.
    private struct Handles: @unchecked Sendable {
        var opened = false
        var handles: [iconv_t?] = []
    }
    private let state = Mutex(Handles())

    func openAll() {
        state.withLock { open(&$0) }
    }

    private func open(_ state: inout Handles) {
        guard !state.opened else { return }
        state.opened = true
        state.handles = multiByteNames.map { entry in
            guard let handle = iconv_open("UTF-8", entry.iconv), Int(bitPattern: handle) != -1 else { return nil }
            return handle
        }
    }

    /// Decodes `bytes`; `invalid` counts the bytes that were no part of any character, each run of which became one U+FFFD.
    ///
    /// - Parameter most: gives up after more invalid bytes than that.
    func decode(_ bytes: ByteView, with index: Int, most: Int = .max) -> (
        text: [UInt8], invalid: Int, firstInvalid: Int?
    ) {
        state.withLock { state in
            open(&state)
            guard let handle = state.handles[index] else {
                return ([0xEF, 0xBF, 0xBD], bytes.count, 0)
            }
            return Iconv.run(handle, bytes, most)
        }
    }

    private static func run(_ handle: iconv_t, _ bytes: ByteView, _ most: Int) -> (
        text: [UInt8], invalid: Int, firstInvalid: Int?
    ) {
        _ = iconv(handle, nil, nil, nil, nil)
        guard let start = bytes.baseAddress else { return ([], 0, nil) }
        var invalid = 0
        var firstInvalid: Int?
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 2 + 64)
        // iconv does not write to its input; its type says so only for historical reasons.
        var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: start)
            .assumingMemoryBound(to: CChar.self)
        var left = bytes.count
        var endsInInvalid = false
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { chunk in
            var flushed = false
            while !flushed {
                var output = chunk.baseAddress
                var room = chunk.count
                // With no input left, one more call writes what the converter still holds.
                let finishing = left == 0
                let result =
                    finishing
                    ? iconv(handle, nil, nil, &output, &room) : iconv(handle, &input, &left, &output, &room)
                let problem = errno
                let written = chunk.count - room
                if written > 0 {
                    endsInInvalid = false
                    out.append(contentsOf: UnsafeRawBufferPointer(start: chunk.baseAddress, count: written))
                }
                if finishing {
                    flushed = true
                } else if result == -1, problem != E2BIG {
                    // Ill-formed here, or cut off at the end: one byte is given up.
                    guard left > 0 else { continue }
                    if firstInvalid == nil { firstInvalid = bytes.count - left }
                    invalid += 1
                    if invalid > most { return }
                    if !endsInInvalid { out.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
                    endsInInvalid = true
                    input = input?.advanced(by: 1)
                    left -= 1
                }
            }
        }
        return (out, invalid, firstInvalid)
    }
}
