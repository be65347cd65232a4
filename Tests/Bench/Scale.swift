internal import Article
internal import Bytes
internal import Foundation
internal import Host

/// What users feel when a million articles are filed: search, status, start-up, the page, `follow`, memory.
///
/// Commands are timed as their user sees them, from exec to the end, beside the processor time they took: on a busy machine
/// the first says how busy it was.
struct Scale {
    let bench: Bench
    let rows: Int

    func run(_ table: inout Table) throws {
        let folders = try Folders(bench.disk.folder.appending("scale"))
        defer { remove(folders.root) }
        bench.progress("\(rows) articles in ledger and search index")
        let began = Clock.monotonic()
        try fill(folders, rows: rows) { done in
            if done % 50_000 == 0 { bench.progress("\(done), \((Clock.monotonic() - began) / 1_000_000) s") }
        }
        var times: [Double] = []
        for _ in 0..<(bench.isQuick ? 3 : 10) {
            let daemon = try RunningDaemon(bench.program, folders)
            times.append(Double(daemon.startTime) / 1000)
            try daemon.stop()
        }
        table.add(Row("daemon to READY=1", "ms", .low, times))
        let daemon = try RunningDaemon(bench.program, folders)
        try live(daemon, folders, &table)
        try commands(folders, &table)
        table.add(Row("daemon, resident", "MiB", .low, [Memory(daemon).daemon.resident]))
        try daemon.stop()
    }

    // MARK: While articles come

    private func live(_ daemon: RunningDaemon, _ folders: Folders, _ table: inout Table) throws {
        bench.progress("articles one by one")
        let lines = folders.root.appending("followed")
        let follower = try Program(
            bench.program, ["follow"] + arguments(folders), output: lines, errors: folders.root.appending("errors"))
        defer { kill(follower.pid, SIGTERM) }
        usleep(1_000_000)
        var stories = WireStory(seed: 77)
        var delays: [Double] = []
        var pages: [Double] = []
        let thread = try Thread(of: daemon.pid, named: "brief")
        for n in 0..<(bench.isQuick ? 5 : 20) {
            let aside = folders.aside.appending("\(n).txt")
            _ = try Files.create(aside, stories.next(size: 2000))
            let page = folders.outbox.appending("index.html")
            let before = (size(folders.log), size(lines), modified(page), thread.nanoseconds)
            try Files.rename(aside, folders.inbox.appending("\(n).txt"))
            // The journal's line is written just after the outcome is in the ledger.
            let told = try when("the outcome") { size(folders.log) > before.0 }
            let followed = try when("the line of follow") { size(lines) > before.1 }
            delays.append(Double(max(0, followed - told)) / 1000)
            _ = try when("the page") { modified(page) != before.2 }
            usleep(300_000)
            pages.append(Double(thread.nanoseconds - before.3) / 1e6)
        }
        table.add(Row("follow: from the journal's line to follow's line", "ms", .low, delays))
        // The first also opens the index.
        table.add(Row("page, feeds and index after one article, processor time", "ms", .low, Array(pages.dropFirst())))
    }

    private func size(_ path: Path) -> Int { ((try? Files.status(at: path)) ?? nil)?.size ?? 0 }
    private func modified(_ path: Path) -> Int64 { ((try? Files.status(at: path)) ?? nil)?.modified ?? 0 }

    private func when(_ what: String, _ isSo: () -> Bool) throws -> Int64 {
        let end = Clock.monotonic() + 60_000_000
        while !isSo() {
            guard Clock.monotonic() < end else { throw Failure("\(what) did not come") }
            usleep(200)
        }
        return Clock.monotonic()
    }

    // MARK: Commands

    private func arguments(_ folders: Folders) -> [String] {
        [
            "--inbox", folders.inbox.description, "--outbox", folders.outbox.description, "--state",
            folders.state.description,
        ]
    }

    private func commands(_ folders: Folders, _ table: inout Table) throws {
        let queries = [
            ["ferry"], ["harbour fee"], ["minister"], ["Lisbon"], ["Lisbon minister said"], ["\"rail link\""],
            ["govern*"],
            ["grain -Riga"], ["Kovalenko"], ["story777777"], ["nowhere"], ["minister", "--place", "Osaka"],
            ["tariff", "--source", "harbour"], ["--person", "Nadia Haddad"], ["council", "--language", "en"],
        ]
        for (name, options) in [("search", []), ("search --best", ["--best"])] {
            bench.progress(name)
            var wall: [Double] = []
            var processor: [Double] = []
            var slowest = (query: "", wall: 0.0)
            for _ in 0..<(bench.isQuick ? 1 : 5) {
                for query in queries {
                    let usage = try Program.run(
                        bench.program, ["search"] + query + options + ["--json"] + arguments(folders))
                    wall.append(Double(usage.wall) / 1000)
                    processor.append(Double(usage.processor) / 1000)
                    if Double(usage.wall) / 1000 > slowest.wall {
                        slowest = (query.joined(separator: " "), Double(usage.wall) / 1000)
                    }
                }
            }
            bench.progress("slowest: \(slowest.query), \(slowest.wall) ms")
            table.add(Row("\(name), \(queries.count) queries: 50 of 100", "ms", .low, [quantile(wall, 0.5)]))
            table.add(
                Row(
                    "\(name): 95 of 100", "ms", .low, [quantile(wall, 0.95)],
                    beside: ("processor time", [quantile(processor, 0.95)])))
        }
        for command in [["status"], ["list", "--limit", "50"], ["show", "--help"]] {
            bench.progress(command[0])
            var wall: [Double] = []
            var processor: [Double] = []
            for _ in 0..<(bench.isQuick ? 5 : 20) {
                let usage = try Program.run(
                    bench.program, command + (command[0] == "show" ? [] : arguments(folders)))
                wall.append(Double(usage.wall) / 1000)
                processor.append(Double(usage.processor) / 1000)
            }
            table.add(
                Row(
                    "dateline \(command.joined(separator: " "))", "ms", .low, wall,
                    beside: ("processor time", processor)))
        }
    }
}

/// The processor time of one thread of a process.
private struct Thread {
    private let folder: String

    init(of pid: pid_t, named name: String) throws {
        for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
            let folder = "/proc/\(pid)/task/\(thread)"
            if text("\(folder)/comm") == name + "\n" {
                self.folder = folder
                return
            }
        }
        throw Failure("the daemon has no thread named \(name)")
    }

    var nanoseconds: Int {
        (text("\(folder)/schedstat") ?? "").split(separator: " ").first.flatMap { Int($0) } ?? 0
    }
}
