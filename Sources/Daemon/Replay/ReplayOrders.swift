internal import Article
internal import Bytes
internal import Host

/// What `dateline replay` wants to have filed, left for the daemon in `state/replay/`: a file an original, named by its
/// SHA-256, with the id of each record to which there is a new reading, one a line.
///
/// An order is removed when it is carried out. One that is met again finds its readings filed, and files nothing.
struct ReplayOrders {
    struct Order {
        var file: Path
        var records: [Digest]
    }
    let folder: Path

    init(state: Path) { folder = state.appending("replay") }

    /// Not durable at once: what a power cut takes can be ordered again.
    func place(_ sha256: Digest, _ records: [Digest]) throws(SystemError) {
        try Files.makeDirectories(folder)
        let file = folder.appending(sha256.hex)
        let aside = folder.appending("." + sha256.hex)
        if try Files.exists(aside) { try Files.remove(aside) }
        _ = try Files.create(aside, Array(records.map { $0.hex + "\n" }.joined().utf8))
        try Files.rename(aside, file)
    }

    /// The files of all that wait.
    func waiting() throws(SystemError) -> [Path] {
        guard try Files.exists(folder) else { return [] }
        var files: [Path] = []
        try Files.list(folder) { name, _ in if name.first != 0x2E { files.append(folder.appending(name)) } }
        return files
    }

    func read(_ file: Path) throws(SystemError) -> Order? {
        guard let bytes = try Files.read(file) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return Order(file: file, records: lines.compactMap { Digest(hex: String($0)) })
    }

    func remove(_ file: Path) throws(SystemError) {
        do throws(SystemError) { try Files.remove(file) } catch { if !error.isMissing { throw error } }
    }
}
