internal import Bytes
internal import Glibc
internal import Host

/// What went wrong with the benchmark itself: there is no figure then.
struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A program under test.
final class Program {
    let pid: pid_t
    /// Just before it was started (monotonic microseconds).
    let began: Int64
    private var hasEnded = false

    /// What a program and all it started have used, in microseconds.
    struct Usage {
        var wall: Int64
        var processor: Int64
        /// Most memory that one process of them had, in bytes.
        var memory: Int64
        var status: Int32
    }

    /// - Parameters:
    ///   - environment: All there is of it, besides `PATH`.
    ///   - output: Where standard output goes; standard error goes to `errors`.
    init(
        _ path: Path, _ arguments: [String], environment: [String: String] = [:], output: Path = Path("/dev/null"),
        errors: Path = Path("/dev/null")
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        _ = output.withCString {
            posix_spawn_file_actions_addopen(&actions, 1, $0, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        _ = errors.withCString {
            posix_spawn_file_actions_addopen(&actions, 2, $0, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        let all = ["PATH=/usr/bin:/bin"] + environment.map { name, value in name + "=" + value }
        let words = ([path.description] + arguments).map { strdup($0) }
        let variables = all.map { strdup($0) }
        defer { for string in words + variables { free(string) } }
        var pid: pid_t = 0
        began = Clock.monotonic()
        let result = path.withCString { posix_spawn(&pid, $0, &actions, nil, words + [nil], variables + [nil]) }
        guard result == 0 else { throw Failure("\(path) can't be started: \(String(cString: strerror(result)))") }
        self.pid = pid
    }

    deinit {
        if !hasEnded {
            kill(pid, SIGKILL)
            _ = wait()
        }
    }

    @discardableResult
    func wait() -> Usage {
        var status: Int32 = 0
        var used = rusage()
        while wait4(pid, &status, 0, &used) == -1 && errno == EINTR {}
        hasEnded = true
        let wall = Clock.monotonic() - began
        func microseconds(_ t: timeval) -> Int64 { Int64(t.tv_sec) * 1_000_000 + Int64(t.tv_usec) }
        return Usage(
            wall: wall, processor: microseconds(used.ru_utime) + microseconds(used.ru_stime),
            memory: Int64(used.ru_maxrss) << 10, status: status)
    }

    var isRunning: Bool { !hasEnded && kill(pid, 0) == 0 }

    /// Runs it to its end.
    static func run(_ path: Path, _ arguments: [String]) throws -> Usage {
        let usage = try Program(path, arguments).wait()
        guard usage.status == 0 else {
            throw Failure("\(path) \(arguments.joined(separator: " ")) ended with status \(usage.status)")
        }
        return usage
    }
}
