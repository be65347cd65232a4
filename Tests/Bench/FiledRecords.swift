internal import Bytes
internal import CSystem
internal import Glibc
internal import Host

/// Sees records become visible in `outbox/articles/<year>/<month>/<day>/`.
struct FiledRecords: ~Copyable {
    private let descriptor: Descriptor
    /// Watched folders by the watch's number, with their depth below `articles`.
    private var folders: [Int32: (path: Path, depth: Int)] = [:]
    private var seen: Set<[UInt8]> = []

    var count: Int { seen.count }

    init(_ articles: Path) throws {
        let fd = dateline_inotify_init()
        guard fd >= 0 else { throw Failure("no inotify") }
        descriptor = Descriptor(fd)
        watch(articles, depth: 0) { _ in }
    }

    /// Waits for something to happen, and calls `each` with every record's folder name that is new.
    mutating func look(milliseconds: Int32, _ each: ([UInt8]) -> Void) throws {
        _ = Host.wait(for: [descriptor.raw], milliseconds: milliseconds)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = buffer.withUnsafeMutableBytes { read(descriptor.raw, $0.baseAddress, $0.count) }
            guard got > 0 else { return }
            var at = 0
            while at + 16 <= got {
                let (number, mask, length) = buffer.withUnsafeBytes {
                    (
                        $0.loadUnaligned(fromByteOffset: at, as: Int32.self),
                        $0.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self),
                        Int($0.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
                    )
                }
                let name = Array(buffer[(at + 16)..<(at + 16 + length)].prefix { $0 != 0 })
                at += 16 + length
                if mask & UInt32(IN_Q_OVERFLOW) != 0 { throw Failure("the queue of inotify ran over") }
                guard let (path, depth) = folders[number], !name.isEmpty else { continue }
                found(name, path, depth, each)
            }
        }
    }

    /// Waits until `total` records are there; returns when the last came (monotonic microseconds).
    mutating func wait(for total: Int, of daemon: RunningDaemon) throws -> Int64 {
        var last = Clock.monotonic()
        while count < total {
            let before = count
            try look(milliseconds: 100) { _ in }
            let now = Clock.monotonic()
            if count > before { last = now }
            guard now - last < 60_000_000, daemon.isRunning else {
                throw Failure("only \(count) of \(total) records were filed; \(daemon.folders.log) may say why")
            }
            // Not at every event: to look costs processor time that the daemon could use.
            if count < total { usleep(5000) }
        }
        return last
    }

    private mutating func watch(_ folder: Path, depth: Int, _ each: ([UInt8]) -> Void) {
        let number = folder.withCString { inotify_add_watch(descriptor.raw, $0, UInt32(IN_CREATE | IN_MOVED_TO)) }
        guard number >= 0 else { return }
        folders[number] = (folder, depth)
        // What came before the watch.
        var names: [[UInt8]] = []
        try? Files.list(folder) { name, _ in names.append(name) }
        for name in names { found(name, folder, depth, each) }
    }

    private mutating func found(_ name: [UInt8], _ folder: Path, _ depth: Int, _ each: ([UInt8]) -> Void) {
        if depth < 3 { return watch(folder.appending(name), depth: depth + 1, each) }
        if seen.insert(name).inserted { each(name) }
    }
}
