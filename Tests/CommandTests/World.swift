import Foundation
import Testing

import class TestKit.Dateline

/// All tests of the built program; one after the other, as they start processes.
@Suite(.serialized) struct CommandTests {}

/// The built program on an inbox, an outbox and a state folder of its own.
final class World {
    struct Answer {
        var status: Int32
        var output: String
        var complaints: String

        func object() throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }

        func lines() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }
    }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Beside the test bundle, else where the package is built.
    static let program: URL? = {
        var candidates: [URL] = []
        if let path = ProcessInfo.processInfo.environment["DATELINE_PROGRAM"] { candidates.append(URL(filePath: path)) }
        for runner in [CommandLine.arguments.first ?? "", "/proc/self/exe"] {
            let folder = URL(filePath: runner).resolvingSymlinksInPath().deletingLastPathComponent()
            candidates.append(folder.appending(path: "dateline"))
        }
        for build in [".build/release", ".build/debug"] {
            candidates.append(repository.appending(path: build).appending(path: "dateline"))
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    let root: URL
    var inbox: URL { root.appending(path: "inbox") }
    var outbox: URL { root.appending(path: "outbox") }
    var state: URL { root.appending(path: "state") }
    private var daemon: Process?
    private var count = 0

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "dateline-\(UUID().uuidString)")
            .resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        chmod(root.path, 0o755)
    }

    deinit {
        if let daemon, daemon.isRunning {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: root)
    }

    var folders: [String] { ["--inbox", inbox.path, "--outbox", outbox.path, "--state", state.path] }

    // MARK: Running the program

    /// A command on this world's folders.
    func ask(_ command: String, _ arguments: String..., environment: [String: String] = [:]) throws -> Answer {
        try run([command] + arguments + folders, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:], as identity: [String] = []) throws -> Answer {
        let process = try make(arguments, environment, identity)
        try process.process.run()
        process.process.waitUntilExit()
        return Answer(
            status: process.process.terminationReason == .exit ? process.process.terminationStatus : -1,
            output: text(process.output), complaints: text(process.complaints))
    }

    struct Started {
        let process: Process
        let output: URL
        let complaints: URL
    }

    /// - Parameter identity: What setpriv(1) takes to make another user of it.
    func make(_ arguments: [String], _ environment: [String: String] = [:], _ identity: [String] = []) throws -> Started
    {
        count += 1
        let process = Process()
        let program = try #require(Self.program, "build the executable first: swift build")
        process.executableURL = identity.isEmpty ? program : URL(filePath: "/usr/bin/setpriv")
        process.arguments = identity.isEmpty ? arguments : identity + [try Dateline.reachable(program.path)] + arguments
        var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DATELINE_") }
        all["TZ"] = "UTC"
        process.environment = all.merging(environment) { _, new in new }
        process.currentDirectoryURL = root
        let output = root.appending(path: "\(count).out")
        let complaints = root.appending(path: "\(count).err")
        for file in [output, complaints] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        return Started(process: process, output: output, complaints: complaints)
    }

    func text(_ file: URL) -> String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }

    /// Starts a daemon and waits until it answers.
    func start(environment: [String: String] = [:]) throws {
        let started = try make(["run"] + folders, environment)
        try started.process.run()
        daemon = started.process
        try until("the daemon answers") { try ask("status", "--json").status != 3 }
    }

    func stop() {
        daemon?.terminate()
        daemon?.waitUntilExit()
        daemon = nil
    }

    /// Files all that is in the inbox.
    @discardableResult
    func file() throws -> Answer {
        let answer = try ask("run", "--once", environment: ["DATELINE_INTAKE_SETTLE_SECONDS": "0.05"])
        #expect(answer.status == 0, "\(answer.complaints)")
        return answer
    }

    /// Looks until something is so; a minute at most.
    func until(_ what: String, _ isSo: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(60)
        while try !isSo() {
            try #require(Date() < end, "it did not happen: \(what)")
            usleep(20_000)
        }
    }

    // MARK: Files

    @discardableResult
    func drop(_ path: String, _ text: String) throws -> URL {
        let file = inbox.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let aside = file.deletingLastPathComponent().appending(path: ".aside")
        try Data(text.utf8).write(to: aside)
        rename(aside.path, file.path)
        return file
    }

    /// A story on an event that never was.
    static func story(_ place: String) -> String {
        """
        Ferry to \(place) runs again

        \(place.uppercased()), 4 May 2025 – The ferry to \(place) runs again after nine weeks of repairs.

        Captain Ines Varga said on Sunday that the first boat leaves at six in the morning.

        """
    }

    /// Everything below a folder, as paths relative to it; hidden names left out.
    func files(_ folder: String) -> [String] {
        let base = root.appending(path: folder)
        let all = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            let kind = try? FileManager.default.attributesOfItem(atPath: base.appending(path: path).path)[.type]
            return kind as? FileAttributeType != .typeDirectory
                && !path.split(separator: "/").contains { $0.first == "." }
        }.sorted()
    }

    /// What `Tests/schema-check` says of JSON lines: nothing where all are valid.
    func faults(_ schema: String, _ lines: String) throws -> String {
        let input = root.appending(path: "checked.jsonl")
        try Data(lines.utf8).write(to: input)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            "-B", Self.repository.appending(path: "Tests/schema-check").path,
            Self.repository.appending(path: "Deploy/schema/\(schema).schema.json").path,
        ]
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : "\(process.terminationStatus): \(said)"
    }
}

extension [String: Any] {
    func string(_ key: String) -> String? { self[key] as? String }
    func int(_ key: String) -> Int? { self[key] as? Int }
    func object(_ key: String) -> [String: Any] { self[key] as? [String: Any] ?? [:] }
    func objects(_ key: String) -> [[String: Any]] { self[key] as? [[String: Any]] ?? [] }
}
