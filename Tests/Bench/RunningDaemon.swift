internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// The folders of one daemon.
struct Folders {
    let root: Path
    var inbox: Path { root.appending("inbox") }
    var outbox: Path { root.appending("outbox") }
    var state: Path { root.appending("state") }
    /// On the inbox's file system: where files are written before they are renamed in.
    var aside: Path { root.appending("aside") }
    var articles: Path { outbox.appending("articles") }
    var log: Path { root.appending("log") }

    /// - Parameter state: A ledger that is there already.
    init(_ root: Path) throws {
        self.root = root
        for folder in [inbox, aside, articles, state] { try Files.makeDirectories(folder) }
    }

    /// How many records there are.
    func records() throws -> Int { try entries(articles, depth: 3) }

    /// Entries so many levels below a folder.
    func entries(_ folder: Path, depth: Int) throws -> Int {
        var names: [[UInt8]] = []
        try Files.list(folder) { name, _ in names.append(name) }
        guard depth > 0 else { return names.count }
        return try names.reduce(0) { try $0 + entries(folder.appending($1), depth: depth - 1) }
    }
}

func remove(_ path: Path) { try? FileManager.default.removeItem(atPath: path.description) }

/// `dateline run`, release build, with its own workers.
final class RunningDaemon {
    let folders: Folders
    private let program: Program
    /// From exec(2) to `READY=1`, in microseconds.
    let startTime: Int64

    var pid: pid_t { program.pid }
    /// Just before it was started (monotonic microseconds).
    var began: Int64 { program.began }

    /// Starts it and waits until it says that it is ready.
    init(_ path: Path, _ folders: Folders) throws {
        self.folders = folders
        let address = folders.root.appending("notify")
        let socket = try NotifySocket(address)
        program = try Program(
            path,
            [
                "run", "--inbox", folders.inbox.description, "--outbox", folders.outbox.description, "--state",
                folders.state.description,
            ],
            environment: ["NOTIFY_SOCKET": address.description], errors: folders.log)
        guard let ready = socket.waitForReady(seconds: 60) else {
            throw Failure("the daemon did not get ready; \(folders.log) says why")
        }
        startTime = ready - program.began
    }

    func stop() throws {
        kill(pid, SIGTERM)
        guard program.wait().status == 0 else {
            throw Failure("the daemon did not stop cleanly; \(folders.log) says why")
        }
    }

    var isRunning: Bool { program.isRunning }

    /// Its worker processes.
    var workers: [pid_t] {
        var found: [pid_t] = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = pid_t(name), let stat = text("/proc/\(name)/stat"), let bracket = stat.lastIndex(of: ")")
            else { continue }
            let fields = stat[bracket...].split(separator: " ")
            if fields.count > 2, pid_t(fields[2]) == self.pid { found.append(pid) }
        }
        return found.sorted()
    }
}

/// The socket by which a service says that it is ready (sd_notify(3)).
private struct NotifySocket: ~Copyable {
    private let socket: Descriptor
    private let path: Path

    init(_ path: Path) throws {
        self.path = path
        try? Files.remove(path)
        socket = Descriptor(Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = path.bytes
        guard bytes.count < 108 else { throw Failure("the path of the work folder is too long for a socket: \(path)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Failure("no socket at \(path)") }
    }

    deinit { try? Files.remove(path) }

    /// When the message came (monotonic microseconds).
    func waitForReady(seconds: Int64) -> Int64? {
        let deadline = Clock.monotonic() + seconds * 1_000_000
        var buffer = [UInt8](repeating: 0, count: 4096)
        while Clock.monotonic() < deadline {
            guard wait(for: [socket.raw], milliseconds: 1000)[0] else { continue }
            let now = Clock.monotonic()
            let got = buffer.withUnsafeMutableBytes { recv(socket.raw, $0.baseAddress, $0.count, 0) }
            if got > 0, String(decoding: buffer[..<got], as: UTF8.self).hasPrefix("READY=1") { return now }
        }
        return nil
    }
}

/// Most memory that a process ever had, in MiB.
func peak(_ pid: pid_t) -> Double {
    for line in (text("/proc/\(pid)/status") ?? "").split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return (line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }
    return 0
}

/// A file of /proc, whole.
func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
