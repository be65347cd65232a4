internal import Bytes
internal import Host

/// `dateline parse` on one core.
struct ParseSpeed {
    let bench: Bench

    func run(_ table: inout Table) throws {
        let folder = bench.fast.folder.appending("parse")
        defer { remove(folder) }
        let rounds = bench.isQuick ? 2 : 5
        var stories = WireStory(seed: 2)
        var pages = WebPage(seed: 3)
        let count = bench.isQuick ? 1000 : 4000
        let text = try write(folder.appending("text"), count, "txt") { stories.next(size: 3000) }
        let html = try write(folder.appending("html"), count / 10, "html") { pages.next() }
        var figures = [Figures(text), Figures(html), Figures(text, only: "summary")]
        try bench.rounds(rounds, "parse") {
            for i in figures.indices { try figures[i].measure(bench.program) }
        }
        for (name, figure) in zip(["text of 3 KB", "HTML of 30 KB", "text of 3 KB, --only summary"], figures) {
            let count = Double(figure.input.count)
            let megabytes = Double(figure.input.bytes) / 1e6
            table.add(Row("\(name), by processor time", "articles/s", .high, figure.processor.map { count / $0 }))
            table.add(Row("\(name), by the clock, --jobs 1", "articles/s", .high, figure.wall.map { count / $0 }))
            table.add(Row("\(name), by processor time", "MB/s", .high, figure.processor.map { megabytes / $0 }))
        }
    }

    private struct Input {
        var list: Path
        var count: Int
        var bytes: Int
    }

    private struct Figures {
        let input: Input
        /// Seconds, of the program and its worker.
        var processor: [Double] = []
        var wall: [Double] = []

        private let options: [String]

        init(_ input: Input, only: String? = nil) {
            self.input = input
            options = only.map { ["--only", $0] } ?? []
        }

        mutating func measure(_ program: Path) throws {
            let usage = try Program.run(
                program, ["parse", "--jobs", "1", "--from-list", input.list.description] + options)
            processor.append(Double(usage.processor) / 1e6)
            wall.append(Double(usage.wall) / 1e6)
        }
    }

    private func write(_ folder: Path, _ count: Int, _ ending: String, _ next: () -> [UInt8]) throws -> Input {
        try Files.makeDirectories(folder)
        var input = Input(list: folder.appending("list"), count: count, bytes: 0)
        var list: [UInt8] = []
        for i in 0..<count {
            let file = folder.appending("\(i).\(ending)")
            let bytes = next()
            input.bytes += bytes.count
            _ = try Files.create(file, bytes)
            list += file.bytes + [0x0A]
        }
        _ = try Files.create(input.list, list)
        return input
    }
}
