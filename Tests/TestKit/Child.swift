internal import Foundation
package import Glibc
internal import Synchronization

/// How a process ended.
package enum Exit: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
}

/// A process that a test started; it does not outlive its last owner.
package final class Child: Sendable {
    package let pid: pid_t
    /// Holds what it wrote to both outputs.
    package let output: String
    private let ended = Mutex<Exit?>(nil)

    /// - Parameters:
    ///   - command: Found on PATH; then its arguments.
    ///   - environment: Beside the tests' own; an empty value takes one away.
    package init(
        _ command: [String], environment: [String: String] = [:], input: String = "/dev/null", output: String
    ) throws {
        self.output = output
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DATELINE_") }
        for name in ["NOTIFY_SOCKET", "JOURNAL_STREAM", "WATCHDOG_USEC", "WATCHDOG_PID"] { variables[name] = nil }
        for (name, value) in environment { variables[name] = value.isEmpty ? nil : value }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Foundation opens files without O_CLOEXEC. What another test has open for writing in this moment would stay open as
        // long as the child lives: no lease is granted on it, and none may execute it.
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
            throw NotInTime(description: "no posix_spawn_file_actions_addclosefrom_np")
        }
        // Glibc declares it for _GNU_SOURCE only.
        typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let arguments = command.map { strdup($0) }
        let assignments = variables.map { strdup("\($0.key)=\($0.value)") }
        defer { for string in arguments + assignments { free(string) } }
        var pid: pid_t = 0
        let failed = posix_spawnp(&pid, command[0], &actions, &attributes, arguments + [nil], assignments + [nil])
        guard failed == 0 else {
            throw NotInTime(description: "\(command[0]) can't be started: \(String(cString: strerror(failed)))")
        }
        self.pid = pid
    }

    deinit {
        if poll() == nil {
            kill(SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
    }

    package func kill(_ signal: Int32) { if poll() == nil { Glibc.kill(pid, signal) } }

    /// How it ended; `nil` while it runs.
    package func poll() -> Exit? {
        ended.withLock { ended in
            if ended == nil {
                var status: Int32 = 0
                if waitpid(pid, &status, WNOHANG) == pid {
                    ended = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
                }
            }
            return ended
        }
    }

    package func end(within deadline: Duration = .seconds(60)) async throws -> Exit {
        try await awaited("the end of process \(pid)", within: deadline, last: { text.suffix(2000).description }) {
            poll()
        }
    }

    package var text: String {
        String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
    }
}

/// Runs a program to its end.
package func run(_ command: [String], environment: [String: String] = [:], input: [UInt8]? = nil) async throws -> (
    exit: Exit, output: String
) {
    let folder = try TemporaryFolder()
    var from = "/dev/null"
    if let input {
        from = folder.path + "/input"
        try Data(input).write(to: URL(filePath: from))
    }
    let child = try Child(command, environment: environment, input: from, output: folder.path + "/output")
    let exit = try await child.end(within: .seconds(300))
    return (exit, child.text)
}
