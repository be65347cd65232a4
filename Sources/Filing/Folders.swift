package import Bytes
package import Host

/// Folders that are there and whose names are durable, as far as this process has seen to it.
///
/// A folder made just before a crash may be there without its name being on disk, so each is synced once a process, and
/// not only when it was made.
package struct DurableFolders: Sendable {
    private var known: Set<Path> = []

    package init() {}

    /// Makes `folder` and what is missing above it, below `root`.
    package mutating func ensure(_ folder: Path, below root: Path) throws(SystemError) {
        guard !known.contains(folder) else { return }
        if folder == root || folder.relative(to: root) == nil {
            try Files.makeDirectories(folder)
        } else {
            try ensure(folder.parent, below: root)
            do throws(SystemError) { try Files.makeDirectory(folder) } catch {
                // Somebody took the one above away.
                guard error.isMissing else { throw error }
                forget()
                try ensure(folder.parent, below: root)
                try Files.makeDirectory(folder)
            }
            try Files.syncDirectory(folder.parent)
        }
        if known.count > 10_000 { known = [] }
        known.insert(folder)
    }

    /// After somebody took a folder away.
    package mutating func forget() { known = [] }
}

/// Where records, originals and rejected files lie.
package struct Layout: Sendable {
    package var outbox: Path
    package var originals: Path
    package var rejected: Path

    package init(outbox: Path, originals: Path? = nil, rejected: Path? = nil) {
        self.outbox = outbox
        self.originals = originals ?? outbox.appending("originals")
        self.rejected = rejected ?? outbox.appending("rejected")
    }

    /// The place that a path of the ledger means: `articles/…` in the outbox, `originals/…` and `rejected/…` in their roots.
    package func absolute(_ path: String) -> Path {
        let path = Path(path)
        if let below = path.relative(to: Path("originals")) { return originals.appending(below) }
        if let below = path.relative(to: Path("rejected")) { return rejected.appending(below) }
        return outbox.appending(path)
    }

    package func root(of path: String) -> Path {
        if path.hasPrefix("originals/") { return originals }
        if path.hasPrefix("rejected/") { return rejected }
        return outbox
    }
}
