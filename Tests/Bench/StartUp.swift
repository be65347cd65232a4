internal import Bytes
internal import Host

/// How long until the daemon is ready, and how long a command takes that does next to nothing.
struct StartUp {
    let bench: Bench

    func run(_ table: inout Table) throws {
        let root = bench.disk.folder.appending("start")
        defer { remove(root) }
        let rounds = bench.isQuick ? 5 : 20
        let empty = try Folders(root.appending("empty"))
        let full = try Folders(root.appending("full"))
        bench.progress("start-up")
        try fill(ledger: full.state, rows: 100_000)
        let article = root.appending("wire.txt")
        var stories = WireStory(seed: 4)
        _ = try Files.create(article, stories.next(size: 3000))
        // The first start makes the ledger.
        for folders in [empty, full] { try RunningDaemon(bench.program, folders).stop() }

        var times: [[Double]] = [[], [], [], [], []]
        for _ in 0..<rounds {
            for (i, folders) in [empty, full].enumerated() {
                let daemon = try RunningDaemon(bench.program, folders)
                times[i].append(Double(daemon.startTime) / 1000)
                try daemon.stop()
            }
            let new = try Folders(root.appending("new"))
            let daemon = try RunningDaemon(bench.program, new)
            times[2].append(Double(daemon.startTime) / 1000)
            try daemon.stop()
            remove(new.root)
            times[3].append(Double(try Program.run(bench.program, ["parse", article.description]).wall) / 1000)
            times[4].append(Double(try Program.run(bench.program, ["--help"]).wall) / 1000)
        }
        table.add(Row("daemon to READY=1, no rows in the ledger", "ms", .low, times[0]))
        table.add(
            Row("daemon to READY=1, 100,000 rows", "ms", .low, times[1], beside: ("the same without rows", times[0])))
        table.add(Row("daemon to READY=1, no ledger yet", "ms", .low, times[2]))
        table.add(Row("dateline parse of one article", "ms", .low, times[3]))
        table.add(Row("dateline --help", "ms", .low, times[4]))
    }
}
