internal import Bytes
internal import CSystem
internal import Glibc
internal import Host

/// `state/control`: whoever connects gets the daemon's status as one line of JSON. Members of the group may.
final class ControlSocket {
    let descriptor: Descriptor
    private let path: Path

    init(folder: Path) throws(SystemError) {
        path = folder.appending("control")
        let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw .last("socket") }
        descriptor = Descriptor(fd)
        try? Files.remove(path)
        let result = try withAddress(of: path) { bind(fd, $0, $1) }
        // To connect is to write, for the kernel.
        guard result == 0, path.withCString({ chmod($0, 0o660) }) == 0, listen(fd, 8) == 0 else {
            throw .last("listen", path)
        }
    }

    deinit { try? Files.remove(path) }

    /// Answers the next one who asks.
    func answer(with bytes: [UInt8]) {
        let fd = accept(descriptor.raw, nil, nil)
        guard fd >= 0 else { return }
        let client = Descriptor(fd)
        // One who does not read must not hold up the daemon.
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        _ = client.use { setsockopt($0, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size)) }
        try? Files.write(client, bytes)
    }
}

/// What comes of asking the daemon.
enum DaemonAnswer {
    case report([UInt8])
    case notRunning
    /// It runs and does not answer: it still starts, or hangs.
    case silent
    /// This user is not in the daemon's group.
    case forbidden(SystemError)
}

/// Asks the running daemon of itself.
func askDaemon(state: Path) -> DaemonAnswer {
    let client: Descriptor
    do throws(SystemError) {
        let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw .last("socket") }
        client = Descriptor(fd)
        let path = state.appending("control")
        let result = try withAddress(of: path) { address, size in client.use { connect($0, address, size) } }
        if result != 0 { throw .last("connect to", path) }
    } catch {
        return error.isForbidden ? .forbidden(error) : .notRunning
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while answer.count < 64 << 20 {
        guard client.use({ wait(for: [$0], milliseconds: 5000) })[0] else { return .silent }
        let got = client.use { fd in retrying { buffer.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) } } }
        guard got > 0 else { break }
        answer += buffer[..<got]
    }
    return answer.last == 0x0A ? .report(answer) : .silent
}

/// A socket's address has room for 107 bytes: through the open folder every path is short enough.
private func withAddress<R>(of path: Path, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) throws(SystemError) -> R {
    let folder = try Files.openDirectory(path.parent)
    defer { withExtendedLifetime(folder) {} }
    let short = Array("/proc/self/fd/\(folder.raw)/".utf8) + path.name
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { buffer in
        for (i, byte) in short.prefix(buffer.count - 1).enumerated() { buffer[i] = byte }
    }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
