internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// What the daemon and its workers cost while nothing happens: memory, wake-ups, processor time.
struct Idle {
    let bench: Bench

    func run(_ table: inout Table) throws {
        let folders = try Folders(bench.fast.folder.appending("idle"))
        defer { remove(folders.root) }
        let daemon = try RunningDaemon(bench.program, folders)
        usleep(1_500_000)
        bench.progress("idle after start, 10 s")
        let atStart = Memory(daemon)
        try report("idle after start", daemon, atStart, &table)

        let count = bench.isQuick ? 2000 : 10_000
        bench.progress("a burst of \(count)")
        var stories = WireStory(seed: 5)
        for i in 0..<count {
            _ = try Files.create(folders.aside.appending("\(i).txt"), stories.next(size: [900, 1800, 2700][i % 3]))
        }
        var filed = try FiledRecords(folders.articles)
        for i in 0..<count {
            try Files.rename(folders.aside.appending("\(i).txt"), folders.inbox.appending("\(i).txt"))
        }
        _ = try filed.wait(for: count, of: daemon)
        usleep(1_500_000)
        bench.progress("idle after the burst, 10 s")
        try report("after a burst of \(count)", daemon, Memory(daemon), &table)
        try daemon.stop()
    }

    private func report(_ when: String, _ daemon: RunningDaemon, _ memory: Memory, _ table: inout Table) throws {
        let workers = daemon.workers
        let before = [daemon.pid] + workers
        let first = before.map(Activity.init)
        usleep(10_000_000)
        let last = before.map(Activity.init)
        let wakeUps = zip(first, last).map { Double($1.wakeUps - $0.wakeUps) }
        let processor = zip(first, last).map { Double($1.nanoseconds - $0.nanoseconds) / 1e6 }
        table.add(Row("\(when): daemon, resident", "MiB", .low, [memory.daemon.resident]))
        table.add(Row("\(when): daemon, private and dirty", "MiB", .low, [memory.daemon.dirty]))
        table.add(Row("\(when): each worker, resident", "MiB", .low, memory.workers.map(\.resident)))
        table.add(Row("\(when): each worker, private and dirty", "MiB", .low, memory.workers.map(\.dirty)))
        table.add(Row("\(when): daemon, wake-ups in 10 s", "", .low, [wakeUps[0]]))
        table.add(Row("\(when): workers, wake-ups in 10 s", "", .low, [wakeUps.dropFirst().reduce(0, +)]))
        table.add(Row("\(when): all, processor time in 10 s", "ms", .low, [processor.reduce(0, +)]))
    }
}

/// In MiB.
struct Memory {
    struct Of {
        var resident: Double
        var dirty: Double

        init(_ pid: pid_t) {
            var sums: [Substring: Double] = [:]
            for line in (text("/proc/\(pid)/smaps_rollup") ?? "").split(separator: "\n") {
                let words = line.split(separator: " ")
                if words.count == 3, let size = Double(words[1]) { sums[words[0]] = size / 1024 }
            }
            resident = sums["Rss:"] ?? 0
            dirty = sums["Private_Dirty:"] ?? 0
        }
    }
    var daemon: Of
    var workers: [Of]

    init(_ running: RunningDaemon) {
        daemon = Of(running.pid)
        workers = running.workers.map(Of.init)
    }
}

/// What all threads of a process have done since they began.
private struct Activity {
    /// Times that a thread went to sleep of itself, and so was woken again.
    var wakeUps = 0
    var nanoseconds = 0

    init(_ pid: pid_t) {
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? [] {
            let folder = "/proc/\(pid)/task/\(thread)"
            for line in (text("\(folder)/status") ?? "").split(separator: "\n") where line.hasPrefix("voluntary_ctxt") {
                wakeUps += line.split(separator: "\t").last.flatMap { Int($0) } ?? 0
            }
            nanoseconds += (text("\(folder)/schedstat") ?? "").split(separator: " ").first.flatMap { Int($0) } ?? 0
        }
    }
}
