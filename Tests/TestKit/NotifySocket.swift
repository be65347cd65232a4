internal import Foundation
internal import Glibc
internal import Synchronization

/// Stands in for systemd: the socket to which a service says READY=1 and the like (sd_notify(3)).
package final class NotifySocket: Sendable {
    package let path: String
    private let descriptor: Int32
    private let received = Mutex<[String]>([])

    package init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            for (i, byte) in path.utf8.prefix(buffer.count - 1).enumerated() { buffer[i] = byte }
        }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw NotInTime(description: "no socket at \(path)") }
        chmod(path, 0o666)
    }

    deinit { close(descriptor) }

    /// All that was said so far, in order.
    package var messages: [String] {
        received.withLock { received in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let got = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard got >= 0 else { return received }
                received.append(String(decoding: buffer[..<got], as: UTF8.self))
            }
        }
    }

    /// The last line of status.
    package var status: String? {
        messages.last { $0.contains("STATUS=") }?.split(separator: "\n").first { $0.hasPrefix("STATUS=") }
            .map { String($0.dropFirst(7)) }
    }
}
