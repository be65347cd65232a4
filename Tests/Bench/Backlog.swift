internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// Very many articles in one folder, dropped while no daemon ran.
struct Backlog {
    let bench: Bench

    private var count: Int { bench.isQuick ? 20_000 : 1_000_000 }

    func run(_ table: inout Table) throws {
        let folders = try Folders(bench.disk.folder.appending("backlog"))
        defer { remove(folders.root) }
        bench.progress("writing \(count) articles")
        var stories = WireStory(seed: 6)
        for i in 0..<count { _ = try Files.create(folders.inbox.appending("\(i).txt"), stories.next(size: 300)) }

        bench.progress("a bare walk that reads and hashes them")
        let walk = Clock.monotonic()
        try bareWalk(folders.inbox)
        let bare = Double(Clock.monotonic() - walk) / 1e6

        let daemon = try RunningDaemon(bench.program, folders)
        bench.progress("ready after \(daemon.startTime / 1000) ms; filing")
        var rest = count
        var said = Clock.monotonic()
        while rest > 0 {
            guard daemon.isRunning else { throw Failure("the daemon ended; \(folders.log) says why") }
            // To look costs time that the daemon could use.
            sleep(rest > 50_000 ? 20 : 1)
            rest = try files(in: folders.inbox)
            guard Clock.monotonic() - said > 60_000_000 else { continue }
            said = Clock.monotonic()
            bench.progress("\(rest) left, \(Int(peak(daemon.pid))) MiB at most")
        }
        let memory = peak(daemon.pid)
        let workers = daemon.workers.map(peak)
        // Claimed, and so out of the inbox, is not filed yet: a stop finishes what is under way.
        try daemon.stop()
        let seconds = Double(Clock.monotonic() - daemon.began) / 1e6
        let filed = try folders.records()
        guard filed == count else { throw Failure("\(filed) of \(count) articles were filed") }

        table.add(Row("\(count) articles: daemon to READY=1", "ms", .low, [Double(daemon.startTime) / 1000]))
        table.add(Row("\(count) articles: daemon, peak resident", "MiB", .low, [memory]))
        table.add(Row("\(count) articles: each worker, peak resident", "MiB", .low, workers))
        table.add(
            Row(
                "\(count) articles: until all are filed", "s", .low, [seconds],
                beside: ("bare walk, read and hash", [bare])))
        table.add(Row("\(count) articles: filed", "articles/s", .high, [Double(count) / seconds]))
    }

    private func bareWalk(_ folder: Path) throws {
        var names: [[UInt8]] = []
        try Files.list(folder) { name, _ in names.append(name) }
        for name in names {
            let file = try Files.open(folder.appending(name), O_RDONLY)
            _ = try SHA256.digest(of: file, size: try Files.status(file).size)
        }
    }

    private func files(in folder: Path) throws -> Int {
        var count = 0
        try Files.list(folder) { name, _ in if name.first != 0x2E { count += 1 } }
        return count
    }
}
