internal import Bytes
internal import CSystem
internal import Glibc
internal import Host

/// The three files of a record.
struct RecordFiles: Sendable {
    static let names = ["article.json", "analysis.json", "summary.txt", "article.html"]
    var contents: [[UInt8]]

    /// Records that the daemon filed, as many as there are up to `limit`.
    static func sample(_ articles: Path, limit: Int) throws -> [RecordFiles] {
        var records: [RecordFiles] = []
        func walk(_ folder: Path, _ depth: Int) throws {
            if depth == 4 {
                records.append(
                    RecordFiles(contents: try names.map { try Files.read(folder.appending($0)) ?? [] }))
                return
            }
            var children: [Path] = []
            try Files.list(folder) { name, _ in children.append(folder.appending(name)) }
            for child in children where records.count < limit { try walk(child, depth + 1) }
        }
        try walk(articles, 0)
        guard !records.isEmpty else { throw Failure("no record was filed in \(articles)") }
        return records
    }
}

/// The least that has to be done to file a record so that it survives a power cut: what the daemon's figures are held
/// against. System calls only, no reading, no ledger, no original.
struct BareWrites {
    private let aside: Path
    private let target: Path
    private let records: [RecordFiles]
    private var counter = 0

    init(_ root: Path, _ records: [RecordFiles]) throws {
        aside = root.appending("aside")
        target = root.appending("articles")
        self.records = records
        for folder in [aside, target] { try Files.makeDirectories(folder) }
    }

    /// One record: three files written and synced in a new folder, the folder synced, renamed, its new parent synced.
    /// Returns microseconds.
    mutating func one() throws -> Int64 {
        let began = Clock.monotonic()
        let (from, to, record) = next()
        try check(from.withCString { mkdir($0, 0o750) })
        for (name, bytes) in zip(RecordFiles.names, record.contents) {
            let fd = try write(from.appending(name), bytes)
            try check(fsync(fd))
            close(fd)
        }
        try sync(from)
        try check(from.withCString { f in to.withCString { t in rename(f, t) } })
        try sync(target)
        return Clock.monotonic() - began
    }

    /// Many records, in batches: the write-back of all files of a batch is started, then each file and each folder is
    /// synced, then all are renamed and both parents synced. Ends sooner when ten seconds have passed.
    ///
    /// - Returns: Microseconds for one.
    mutating func many(_ count: Int, batch: Int = 64) throws -> Double {
        let began = Clock.monotonic()
        var left = count
        while left > 0, Clock.monotonic() - began < 10_000_000 {
            var moves: [(Path, Path)] = []
            var files: [Int32] = []
            for _ in 0..<min(left, batch) {
                let (from, to, record) = next()
                moves.append((from, to))
                try check(from.withCString { mkdir($0, 0o750) })
                for (name, bytes) in zip(RecordFiles.names, record.contents) {
                    let fd = try write(from.appending(name), bytes)
                    _ = dateline_sync_file_range_start(fd)
                    files.append(fd)
                }
            }
            for fd in files {
                try check(fdatasync(fd))
                close(fd)
            }
            for (from, _) in moves { try sync(from) }
            for (from, to) in moves { try check(from.withCString { f in to.withCString { t in rename(f, t) } }) }
            try sync(aside)
            try sync(target)
            left -= moves.count
        }
        return Double(Clock.monotonic() - began) / Double(count - left)
    }

    private mutating func next() -> (from: Path, to: Path, record: RecordFiles) {
        counter += 1
        let name = "record-\(counter)"
        return (aside.appending(name), target.appending(name), records[counter % records.count])
    }

    private func write(_ path: Path, _ bytes: [UInt8]) throws -> Int32 {
        let fd = path.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640) }
        try check(fd)
        try check(bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) } == bytes.count ? 0 : -1)
        return fd
    }

    private func sync(_ folder: Path) throws {
        let fd = folder.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        try check(fd)
        try check(fsync(fd))
        close(fd)
    }

    private func check(_ result: Int32) throws {
        if result < 0 { throw Failure("the bare writes fail: \(String(cString: strerror(errno)))") }
    }
}
