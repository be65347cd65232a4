internal import Foundation
package import Glibc

/// `dateline run`, started by a test in a world.
package final class Dateline: Sendable {
    package let world: World
    package let child: Child
    package let notify: NotifySocket

    /// Starts it and waits until it says that it is ready.
    ///
    /// - Parameters:
    ///   - user: Runs it as another user (root only).
    ///   - wrapper: A program before it, with its arguments: strace and the like.
    package static func start(
        _ world: World, arguments: [String] = [], environment: [String: String] = [:], user: UInt32? = nil,
        wrapper: [String] = []
    ) async throws -> Dateline {
        let daemon = try Dateline(
            world, arguments: arguments, environment: environment, user: user, wrapper: wrapper)
        try await eventually("READY=1", last: { daemon.log }) {
            if let exit = daemon.child.poll() { throw NotInTime(description: "it ended: \(exit) \(daemon.log)") }
            return daemon.notify.messages.contains { $0.hasPrefix("READY=1") }
        }
        return daemon
    }

    package init(
        _ world: World, arguments: [String] = [], environment: [String: String] = [:], user: UInt32? = nil,
        wrapper: [String] = []
    ) throws {
        self.world = world
        let socket = world.folder.path + "/notify"
        unlink(socket)
        notify = try NotifySocket(path: socket)
        var environment = environment
        environment["NOTIFY_SOCKET"] = socket
        environment["TZ"] = "UTC"
        let command = try Dateline.command(world, ["run"] + arguments, user: user)
        child = try Child(wrapper + command, environment: environment, output: world.folder.path + "/log")
    }

    /// The command line of a command on this world's folders.
    package static func command(_ world: World, _ arguments: [String], user: UInt32? = nil) throws -> [String] {
        var command: [String] = []
        var program = Place.program("dateline")
        if let user {
            program = try reachable(program)
            command = ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
        }
        return command + [program] + arguments
            + ["--inbox", world.inbox, "--outbox", world.outbox, "--state", world.state]
    }

    /// `run --once`: files what is there and ends.
    package static func once(
        _ world: World, arguments: [String] = [], environment: [String: String] = [:], user: UInt32? = nil
    ) async throws -> (exit: Exit, output: String) {
        try await run(try command(world, ["run", "--once"] + arguments, user: user), environment: environment)
    }

    private static let copies = Result { try TemporaryFolder() }

    /// A copy of a program that other users may start: a checkout often lies where they may not look.
    ///
    /// Another process writes it. While a descriptor of this one's stood open on it for writing, a child that another test
    /// starts in that moment would have it too, and execve(2) fails with ETXTBSY until that child runs its own program.
    package static func reachable(_ program: String) throws -> String {
        let folder = try copies.get().path
        let copy = folder + "/" + (program as NSString).lastPathComponent
        if !FileManager.default.fileExists(atPath: copy) {
            let aside = copy + ".\(UInt64.random(in: 0 ... .max))"
            let install = Process()
            install.executableURL = URL(filePath: "/usr/bin/install")
            install.arguments = ["-m", "755", program, aside]
            try install.run()
            install.waitUntilExit()
            rename(aside, copy)
        }
        return copy
    }

    /// What it wrote to stderr.
    package var log: String { child.text }

    /// What it answers to `dateline status --json`.
    package func status() async throws -> JSON {
        let answer = try await run(try Dateline.command(world, ["status", "--json"]))
        return try JSON(answer.output.utf8)
    }

    /// What it has used itself, without its workers; seconds.
    package var processorTime: Double {
        let text = FileManager.default.contents(atPath: "/proc/\(child.pid)/stat") ?? Data()
        // proc(5): utime and stime are the 14th and 15th, the 2nd ends with a parenthesis.
        let fields = String(decoding: text, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Its worker processes.
    package var workers: [pid_t] {
        let list =
            FileManager.default.contents(atPath: "/proc/\(child.pid)/task/\(child.pid)/children")
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
        var found = list.split(separator: " ").compactMap { pid_t($0) }
        // Workers are children of the threads that talk to them.
        for task in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.pid)/task")) ?? [] {
            let text = FileManager.default.contents(atPath: "/proc/\(child.pid)/task/\(task)/children") ?? Data()
            found += String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
        }
        // A child that is only just made, and is not the worker's program yet, still has all that the daemon has open.
        return Set(found).filter { pid in
            let command = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            return command.split(separator: 0).dropFirst().first.map { $0.elementsEqual("--worker".utf8) } ?? false
        }.sorted()
    }

    /// Stops it as systemd does.
    package func stop() async throws -> Exit {
        child.kill(SIGTERM)
        return try await child.end()
    }

    package func eventuallyFiled(_ count: Int, within deadline: Duration = .seconds(60)) async throws {
        try await eventually(
            "\(count) records", within: deadline, last: { "\(world.records.count) are there. \(log.suffix(3000))" }
        ) { world.records.count >= count }
    }
}
