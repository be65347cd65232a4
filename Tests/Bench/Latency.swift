internal import Article
internal import Bytes
internal import Foundation
internal import Host
internal import Synchronization

/// Articles dropped one at a time, 50 a second: how long until each record is visible.
struct Latency {
    let bench: Bench

    private static let pause: Int64 = 20_000

    func run(on place: (name: String, folder: Path), _ table: inout Table) throws {
        let seconds = bench.isQuick ? 3 : 6
        let rounds = bench.isQuick ? 2 : 5
        let folders = try Folders(place.folder.appending("latency"))
        defer { remove(folders.root) }
        let daemon = try RunningDaemon(bench.program, folders)
        var stories = WireStory(seed: 1)
        // The first ones make the day's folders, and are the sample for the bare writes.
        _ = try round(daemon, &stories, count: 25, bare: nil)
        usleep(300_000)
        let records = try RecordFiles.sample(folders.articles, limit: 25)
        var bare = try BareWrites(folders.root.appending("bare"), records)
        for _ in 0..<5 { _ = try bare.one() }

        var p50: [Double] = []
        var p99: [Double] = []
        var bareP50: [Double] = []
        var bareP99: [Double] = []
        for n in 1...rounds {
            bench.progress("latency on \(place.name), round \(n) of \(rounds)")
            let result = try round(daemon, &stories, count: seconds * 50, bare: bare)
            bare = result.bare ?? bare
            p50.append(quantile(result.latencies, 0.5) / 1000)
            p99.append(quantile(result.latencies, 0.99) / 1000)
            bareP50.append(quantile(result.bareTimes, 0.5) / 1000)
            bareP99.append(quantile(result.bareTimes, 0.99) / 1000)
        }
        try daemon.stop()
        table.add(Row("\(place.name): p50", "ms", .low, p50, beside: ("bare durable write, p50", bareP50)))
        table.add(Row("\(place.name): p99", "ms", .low, p99, beside: ("bare durable write, p99", bareP99)))
    }

    private struct Result {
        var latencies: [Double]
        var bareTimes: [Double]
        var bare: BareWrites?
    }

    /// One thread drops, one does the bare writes half-way between the drops, this one sees the records.
    private func round(_ daemon: RunningDaemon, _ stories: inout WireStory, count: Int, bare: BareWrites?) throws
        -> Result
    {
        let texts = (0..<count).map { _ in stories.next(size: 3000) }
        var numbers: [[UInt8]: Int] = [:]
        for (i, text) in texts.enumerated() { numbers[Array(SHA256.digest(text).prefix(8).utf8)] = i }
        guard numbers.count == count else { throw Failure("two articles are the same") }

        var filed = try FiledRecords(daemon.folders.articles)
        let known = filed.count
        let start = Clock.monotonic() + 50_000
        let folders = daemon.folders
        let dropping = Task(("drops", { try drop(texts, folders, start) }))
        let writing = bare.map { bare in Task(("bare writes", { try write(bare, count, start) })) }

        var seen = [Int64](repeating: 0, count: count)
        while filed.count < known + count {
            try filed.look(milliseconds: 1000) { name in
                let now = Clock.monotonic()
                if let i = numbers[name.suffix(8)] { seen[i] = now }
            }
            guard Clock.monotonic() < start + Int64(count) * Latency.pause + 30_000_000, daemon.isRunning else {
                throw Failure(
                    "only \(filed.count - known) of \(count) records were filed; \(daemon.folders.log) may say why")
            }
        }
        let dropped = try dropping.result()
        let bareResult = try writing?.result()
        return Result(
            latencies: zip(dropped, seen).map { Double($1 - $0) }, bareTimes: bareResult?.times ?? [],
            bare: bareResult?.bare)
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

private func write(_ bare: BareWrites, _ count: Int, _ start: Int64) throws -> (bare: BareWrites, times: [Double]) {
    var bare = bare
    var times: [Double] = []
    for i in 0..<count {
        sleep(until: start + Int64(i) * 20_000 + 10_000)
        times.append(Double(try bare.one()))
    }
    return (bare, times)
}

private func sleep(until time: Int64) {
    let left = time - Clock.monotonic()
    if left > 0 { usleep(UInt32(left)) }
}

/// Work on a thread of its own.
private final class Task<Value: Sendable>: Sendable {
    private let outcome = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ work: (name: String, body: @Sendable () throws -> Value)) {
        let thread = Thread { [self] in
            let result = Result { try work.body() }
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.name = work.name
        thread.start()
    }

    func result() throws -> Value {
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { throw Failure("no result") }
        return try result.get()
    }
}
