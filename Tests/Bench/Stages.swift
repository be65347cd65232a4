internal import Article
internal import Encoding
internal import Host
internal import Reading
internal import Understanding

/// Where the time of an article goes: reading, understanding and encoding in this process, without the worker's
/// sandbox and the way there. A profiler that can't follow the worker can follow this.
struct Stages {
    let bench: Bench

    func run(_ table: inout Table) throws {
        prepareReading()
        prepareUnderstanding()
        var stories = WireStory(seed: 2)
        let texts = (0..<(bench.isQuick ? 200 : 2000)).map { _ in stories.next(size: 3000) }
        var times = [[Double]](repeating: [], count: 3)
        try bench.rounds(bench.isQuick ? 2 : 5, "stages") {
            let round = try measure(texts)
            for (stage, time) in round.enumerated() { times[stage].append(time) }
        }
        for (name, time) in zip(["reading", "understanding", "encoding"], times) {
            table.add(Row("\(name) 3 KB of text", "µs", .low, time))
        }
    }

    /// Microseconds an article, by stage.
    private func measure(_ texts: [[UInt8]]) throws -> [Double] {
        var times: [Int64] = [0, 0, 0]
        for text in texts {
            let context = ReadingContext(
                source: "default", name: Array("story.txt".utf8), arrived: Instant(seconds: 1_795_000_000))
            let id = SHA256.digest(text)
            var began = Clock.monotonic()
            try read(Original(bytes: text, context: context)) { reading in
                guard case .success(let document) = reading.result else { return }
                let read = Clock.monotonic()
                let findings = understand(document, context: context)
                let understood = Clock.monotonic()
                let outputs = encode(
                    document, findings, id: id,
                    decision: Decision(outcome: .filed, uri: "urn:example:1", version: "1", revision: 1),
                    provenance: Provenance(
                        source: "default", original: "story.txt", sha256: id, bytes: text.count,
                        arrived: context.arrived, member: nil))
                guard !outputs.article.isEmpty else { return }
                let encoded = Clock.monotonic()
                times[0] += read - began
                times[1] += understood - read
                times[2] += encoded - understood
                began = encoded
            }
        }
        return times.map { Double($0) / Double(texts.count) }
    }
}
