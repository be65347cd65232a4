internal import Article
internal import Bytes
internal import Foundation
internal import Host
internal import Synchronization

/// Articles dropped one at a time, 50 a second: how long until each record is visible.
///
/// A second of drops, a second of bare durable writes at the same pace, and so on: side by side, and not in each other's
/// way.
struct Latency {
    let bench: Bench

    func run(on place: (name: String, folder: Path), _ table: inout Table) throws {
        let seconds = bench.isQuick ? 3 : 6
        let folders = try Folders(place.folder.appending("latency"))
        defer { remove(folders.root) }
        let daemon = try RunningDaemon(bench.program, folders)
        var stories = WireStory(seed: 1)
        // The first ones make the day's folders, and are the sample for the bare writes.
        _ = try drops(daemon, &stories)
        let records = try RecordFiles.sample(folders.articles, limit: 50)
        var bare = try BareWrites(folders.root.appending("bare"), records)
        _ = try writes(&bare)

        var figures = [[Double]](repeating: [], count: 4)
        try bench.rounds(bench.isQuick ? 2 : 5, "latency on \(place.name)") {
            var dropped: [Double] = []
            var written: [Double] = []
            for _ in 0..<seconds {
                dropped += try drops(daemon, &stories)
                written += try writes(&bare)
            }
            for (i, values) in [dropped, written].enumerated() {
                figures[2 * i].append(quantile(values, 0.5) / 1000)
                figures[2 * i + 1].append(quantile(values, 0.99) / 1000)
            }
        }
        try daemon.stop()
        table.add(Row("\(place.name): p50", "ms", .low, figures[0], beside: ("bare durable write, p50", figures[2])))
        table.add(Row("\(place.name): p99", "ms", .low, figures[1], beside: ("bare durable write, p99", figures[3])))
    }

    private static let together = 50
    private static let pause: Int64 = 20_000

    /// One thread drops, this one sees the records. Returns microseconds from drop to sight.
    private func drops(_ daemon: RunningDaemon, _ stories: inout WireStory) throws -> [Double] {
        let texts = (0..<Latency.together).map { _ in stories.next(size: 3000) }
        var numbers: [[UInt8]: Int] = [:]
        for (i, text) in texts.enumerated() { numbers[Array(SHA256.digest(text).prefix(8).utf8)] = i }

        var filed = try FiledRecords(daemon.folders.articles)
        let start = Clock.monotonic() + 20_000
        let folders = daemon.folders
        let dropping = Task { try drop(texts, folders, start) }
        var seen: [Int: Int64] = [:]
        while seen.count < numbers.count {
            try filed.look(milliseconds: 1000) { name in
                let now = Clock.monotonic()
                if let i = numbers[Array(name.suffix(8))] { seen[i] = now }
            }
            guard Clock.monotonic() < start + 60_000_000, daemon.isRunning else {
                throw Failure("only \(seen.count) of \(numbers.count) records were filed; \(folders.log) may say why")
            }
        }
        usleep(50_000)  // the last original goes to its place
        let dropped = try dropping.result()
        return seen.map { Double($0.value - dropped[$0.key]) }
    }

    private func writes(_ bare: inout BareWrites) throws -> [Double] {
        let start = Clock.monotonic()
        return try (0..<Latency.together).map { i in
            sleep(until: start + Int64(i) * Latency.pause)
            return Double(try bare.one())
        }
    }
}

/// Writes each article aside and renames it in at its time. Returns when.
private func drop(_ texts: [[UInt8]], _ folders: Folders, _ start: Int64) throws -> [Int64] {
    var times: [Int64] = []
    for (i, text) in texts.enumerated() {
        let due = start + Int64(i) * 20_000
        sleep(until: due - 2000)
        let name = "wire-\(start)-\(i).txt"
        let aside = folders.aside.appending(name)
        _ = try Files.create(aside, text)
        let inbox = folders.inbox.appending(name)
        sleep(until: due)
        times.append(Clock.monotonic())
        try Files.rename(aside, inbox)
    }
    return times
}

private func sleep(until time: Int64) {
    let left = time - Clock.monotonic()
    if left > 0 { usleep(UInt32(left)) }
}

/// Work on a thread of its own.
private final class Task<Value: Sendable>: Sendable {
    private let outcome = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () throws -> Value) {
        Thread { [self] in
            let result = Result { try body() }
            outcome.withLock { $0 = result }
            done.signal()
        }.start()
    }

    func result() throws -> Value {
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { throw Failure("no result") }
        return try result.get()
    }
}
