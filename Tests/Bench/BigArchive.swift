internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// One web archive of many pages: it is read piece by piece, so its worker's memory must not grow with it.
struct BigArchive {
    let bench: Bench

    private var size: Int { bench.isQuick ? 64 << 20 : 1 << 30 }

    func run(_ table: inout Table) throws {
        let folders = try Folders(bench.disk.folder.appending("archive"))
        defer { remove(folders.root) }
        let name = "pages.warc"
        bench.progress("writing an archive of \(size >> 20) MiB")
        let pages = try write(folders.aside.appending(name))

        let peer = try bench.python.map { try measurePeer($0, folders.aside.appending(name), folders.root) }

        let daemon = try RunningDaemon(bench.program, folders)
        bench.progress("filing \(pages) pages")
        let began = Clock.monotonic()
        try Files.rename(folders.aside.appending(name), folders.inbox.appending(name))
        var memory = 0.0
        let originals = folders.outbox.appending("originals")
        while ((try? folders.entries(originals, depth: 3)) ?? 0) == 0 {
            guard daemon.isRunning else { throw Failure("the daemon ended; \(folders.log) says why") }
            memory = daemon.workers.map(peak).reduce(memory, max)
            usleep(200_000)
        }
        let seconds = Double(Clock.monotonic() - began) / 1e6
        try daemon.stop()
        let filed = try folders.records()
        guard filed == pages else { throw Failure("\(filed) of \(pages) pages were filed") }

        let other = "warcio + trafilatura"
        table.add(
            Row(
                "\(pages) pages in one file: filed", "pages/s", .high, [Double(pages) / seconds],
                beside: peer.map { (other, [$0.rate]) }))
        table.add(
            Row(
                "the same: its worker, peak resident", "MiB", .low, [memory], beside: peer.map { (other, [$0.memory]) })
        )
    }

    /// What Python's libraries make of the same file, for a minute at most: pages a second, and MiB.
    private func measurePeer(_ python: Path, _ archive: Path, _ folder: Path) throws -> (rate: Double, memory: Double) {
        bench.progress("reading it with warcio and trafilatura")
        let output = folder.appending("peer")
        let usage = try Program(
            python, ["Tests/read-archive", archive.description, bench.isQuick ? "20" : "60"], output: output
        ).wait()
        let figures = (text(output.description) ?? "").split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard usage.status == 0, figures.count == 3, figures[1] * 2 > figures[0] else {
            throw Failure("\(python) could not read the archive")
        }
        return (figures[0] / figures[2], Double(usage.memory) / 1_048_576)
    }

    /// Writes a record a page, as crawlers do.
    ///
    /// - Returns: how many.
    private func write(_ path: Path) throws -> Int {
        let file = try Files.create(path, [])
        var pages = WebPage(seed: 9)
        var count = 0
        var written = 0
        while written < size {
            let page = pages.next()
            let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            let record = """
                WARC/1.0\r
                WARC-Type: response\r
                WARC-Target-URI: https://courier.example.org/\(count)\r
                WARC-Date: 2026-11-24T08:15:00Z\r
                WARC-Record-ID: <urn:example:\(count)>\r
                Content-Type: application/http; msgtype=response\r
                Content-Length: \(answer.utf8.count + page.count)\r
                \r
                \(answer)
                """
            let bytes = Array(record.utf8) + page + Array("\r\n\r\n".utf8)
            try Files.write(file, bytes)
            written += bytes.count
            count += 1
        }
        return count
    }
}
