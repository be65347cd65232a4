internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// Many articles at once: how many a second are filed.
struct Burst {
    let bench: Bench

    private var count: Int { bench.isQuick ? 2000 : 10_000 }
    private var rounds: Int { bench.isQuick ? 1 : 3 }
    /// Bare writes before and after each burst.
    private var bareCount: Int { count / 4 }

    // MARK: Beside the two roofs

    func run(on place: (name: String, folder: Path), _ table: inout Table) throws {
        let root = place.folder.appending("burst")
        defer { remove(root) }
        let records = try sample(root)
        var roof = Roof(bare: try BareWrites(root.appending("bare"), records), count: bareCount)
        var dropped = Figures()
        var lying = Figures()
        var parsed: [Double] = []
        var round = 0
        try bench.rounds(rounds, "burst on \(place.name)") {
            defer { round += 1 }
            try roof.measure()
            let folders = try Folders(root.appending("dropped-\(round)"))
            let list = try write(folders.aside, seed: UInt64(100 + round))
            let usage = try Program.run(bench.program, ["parse", "--from-list", list.description])
            parsed.append(Double(count) * 1e6 / Double(usage.wall))
            dropped.rates.append(try dropIn(folders))
            dropped.roofs.append(min(try roof.measure(), parsed[round]))

            let second = try Folders(root.appending("lying-\(round)"))
            _ = try write(second.inbox, seed: UInt64(100 + round))
            try Files.rename(second.inbox.appending("list"), second.root.appending("list"))
            lying.rates.append(try start(second))
            lying.roofs.append(min(try roof.measure(), parsed[round]))
        }
        let name = "lower of the two roofs"
        table.add(Row("\(place.name): renamed in", "articles/s", .high, dropped.rates, beside: (name, dropped.roofs)))
        table.add(
            Row("\(place.name): there at the start", "articles/s", .high, lying.rates, beside: (name, lying.roofs)))
        table.add(Row("\(place.name): roof, bare durable writes", "articles/s", .high, roof.rates))
        table.add(Row("\(place.name): roof, dateline parse", "articles/s", .high, parsed))
    }

    private struct Figures {
        var rates: [Double] = []
        var roofs: [Double] = []
    }

    /// What the disk does, around each burst.
    private struct Roof {
        var bare: BareWrites
        let count: Int
        var rates: [Double] = []
        private var last: Double?

        init(bare: BareWrites, count: Int) {
            self.bare = bare
            self.count = count
        }

        /// Records a second, in the mean of this time and the last.
        @discardableResult
        mutating func measure() throws -> Double {
            let now = try bare.many(count)
            defer { last = now }
            rates.append(1e6 / now)
            return 2e6 / (now + (last ?? now))
        }
    }

    // MARK: With a full ledger

    func runWithRows(on place: (name: String, folder: Path), _ table: inout Table) throws {
        let sizes = bench.isQuick ? [0, 100_000] : [0, 100_000, 1_000_000]
        let root = place.folder.appending("ledger")
        defer { remove(root) }
        var states: [Path] = []
        for size in sizes {
            bench.progress("a ledger of \(size) rows on \(place.name)")
            let folders = try Folders(root.appending("\(size)"))
            try fill(ledger: folders.state, rows: size)
            states.append(folders.state)
        }
        // Each burst as a share of what disk and processor gave just before and after it: a disk changes its speed by half
        // within minutes. What is filed stays to the end, as a disk is slow for a while where much was removed.
        var roof = Roof(bare: try BareWrites(root.appending("bare"), try sample(root)), count: bareCount)
        var shares = sizes.map { _ in [Double]() }
        for round in 0..<rounds {
            for turn in sizes.indices {
                let i = (turn + round) % sizes.count
                bench.progress("burst with \(sizes[i]) rows in the ledger on \(place.name), round \(round + 1)")
                let folders = try Folders(root.appending("\(sizes[i])-\(round)"))
                if sizes[i] > 0 {
                    remove(folders.state)
                    try Files.rename(states[i], folders.state)
                    states[i] = folders.state
                }
                let list = try write(folders.aside, seed: UInt64(1000 + round))
                sync()
                let usage = try Program.run(bench.program, ["parse", "--from-list", list.description])
                let parsed = Double(count) * 1e6 / Double(usage.wall)
                try roof.measure()
                let rate = try dropIn(folders)
                shares[i].append(rate / min(try roof.measure(), parsed))
            }
        }
        for (i, size) in sizes.enumerated() {
            let reference = i == 0 ? nil : ("the same with 0 rows", shares[0])
            table.add(Row("\(place.name): \(size) rows", "of lower roof", .high, shares[i], beside: reference))
        }
    }

    // MARK: -

    /// Records such as the daemon writes.
    private func sample(_ root: Path) throws -> [RecordFiles] {
        let folders = try Folders(root.appending("sample"))
        defer { remove(folders.root) }
        _ = try write(folders.aside, seed: 99, count: 256)
        _ = try dropIn(folders, count: 256)
        return try RecordFiles.sample(folders.articles, limit: 256)
    }

    /// Writes articles of three sizes, and a list of them. Returns the list.
    private func write(_ folder: Path, seed: UInt64, count: Int? = nil) throws -> Path {
        var stories = WireStory(seed: seed)
        var list: [UInt8] = []
        for i in 0..<(count ?? self.count) {
            let file = folder.appending("wire-\(seed)-\(i).txt")
            _ = try Files.create(file, stories.next(size: [900, 1800, 2700][i % 3]))
            list += file.bytes + [0x0A]
        }
        let path = folder.appending("list")
        _ = try Files.create(path, list)
        return path
    }

    /// Renames all files into the inbox of a running daemon. Returns articles a second.
    private func dropIn(_ folders: Folders, count: Int? = nil) throws -> Double {
        let count = count ?? self.count
        let daemon = try RunningDaemon(bench.program, folders)
        var filed = try FiledRecords(folders.articles)
        try Files.remove(folders.aside.appending("list"))
        var names: [[UInt8]] = []
        try Files.list(folders.aside) { name, _ in names.append(name) }
        let began = Clock.monotonic()
        for name in names { try Files.rename(folders.aside.appending(name), folders.inbox.appending(name)) }
        let last = try filed.wait(for: count, of: daemon)
        try daemon.stop()
        return Double(count) * 1e6 / Double(last - began)
    }

    /// Starts a daemon whose inbox is full.
    private func start(_ folders: Folders) throws -> Double {
        var filed = try FiledRecords(folders.articles)
        let daemon = try RunningDaemon(bench.program, folders)
        let last = try filed.wait(for: count, of: daemon)
        try daemon.stop()
        return Double(count) * 1e6 / Double(last - daemon.began)
    }
}
