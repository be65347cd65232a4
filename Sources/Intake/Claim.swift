package import Article
package import Bytes
package import Host

/// A file taken out of the inbox, into a folder that only this daemon reads: no other can read it too, and its sender
/// can't replace it any more.
package struct Claim: Sendable {
    /// Where it lies now; relative to the inbox, and so its key in the ledger.
    package var key: Path
    /// The same, absolute.
    package var path: Path
    /// As it was dropped, relative to the inbox.
    package var dropped: Path
    package var arrived: Instant
    /// Open for reading, and what the file was like when it was claimed.
    package var file: Descriptor
    package var status: FileStatus
    /// `false` of one that may not be opened: `file` stands for it, and gives no bytes.
    package var isReadable: Bool
    /// How often it was found to be other bytes when it had been read.
    package var timesChanged = 0
    /// That it still changes was told.
    package var isTold = false

    package init(
        key: Path, path: Path, dropped: Path, arrived: Instant, file: Descriptor, status: FileStatus,
        isReadable: Bool = true
    ) {
        self.key = key
        self.path = path
        self.dropped = dropped
        self.arrived = arrived
        self.file = file
        self.status = status
        self.isReadable = isReadable
    }

    package var name: [UInt8] { dropped.name }

    /// The first sub-folder of the inbox it came through, else `default`.
    package var source: String {
        let parts = dropped.components
        return parts.count > 1 ? printable(parts[0]) : "default"
    }
}

/// The folders into which this daemon claims: `inbox/.dateline/<instance>/`, on the inbox's own file system, so that a
/// claim is one rename; a sub-folder of the inbox on another mount has a `.dateline` of its own.
///
/// A claimed file keeps its path below the inbox, so that a crash between the rename and the ledger loses nothing:
/// `.dateline/<instance>/<round>/reuters/a.txt`. The round is above 0 only while an earlier file of the same path is
/// still being read.
///
/// An flock on `.dateline/<instance>/lock` shows that the owner lives.
package final class ClaimFolder {
    /// The inbox, or the sub-folder of it that is a mount.
    package let root: Path
    /// `root`, relative to the inbox; empty for the inbox itself.
    private let rootInInbox: Path
    private let instance: String
    private var lock: Descriptor?
    private var madeFolders: Set<Path> = []

    package init(root: Path, inbox: Path, instance: String) {
        self.root = root
        rootInInbox = root.relative(to: inbox) ?? Path([])
        self.instance = instance
    }

    private init(root: Path, rootInInbox: Path, instance: String) {
        self.root = root
        self.rootInInbox = rootInInbox
        self.instance = instance
    }

    package var folder: Path { root.appending(".dateline").appending(instance) }

    /// Makes the folder and takes its lock; needed again when the inbox was deleted and made anew.
    package func prepare() throws(SystemError) {
        if lock != nil, try Files.exists(folder.appending("lock")) { return }
        madeFolders = []
        lock = nil
        try Files.makeDirectory(root.appending(".dateline"), mode: 0o770)
        if try Files.makeDirectory(folder) { try Files.syncDirectory(root.appending(".dateline")) }
        lock = try InstanceLock.take(folder.appending("lock"))
    }

    /// Renames `dropped` (relative to the inbox) out of the inbox. `nil` when it is not there any more, or when what came
    /// into our hands can't be read: then it lies where it was again, and is looked at as what it is now.
    ///
    /// - Parameters:
    ///   - opened: The file, open for reading, and what it was like.
    /// - Throws: EACCES or EPERM where the folder it lies in does not let it go; EXDEV where it is another mount.
    package func take(_ dropped: Path, at path: Path, arrived: Instant, opened: Descriptor, status: FileStatus)
        throws(SystemError) -> Claim?
    {
        try prepare()
        var round = 0
        while true {
            let target = folder.appending("\(round)").appending(inRoot(dropped))
            if try Files.exists(target) {
                round += 1
                continue
            }
            do throws(SystemError) { try makeFolders(for: target) } catch {
                // A file claimed before has the name of a folder that this one came through.
                guard error.isNotFolder, round < 100 else { throw error }
                round += 1
                continue
            }
            do throws(SystemError) {
                try Files.rename(path, target)
            } catch {
                if error.isMissing {
                    // The file, or our own folder, is gone.
                    guard try Files.exists(path) else { return nil }
                    madeFolders = []
                    try makeFolders(for: target)
                    continue
                }
                throw error
            }
            // What was opened is what was claimed, unless another file took the name in between.
            if let now = try? Files.status(at: target), now.inode == status.inode, now.device == status.device,
                now.links < 2
            {
                return claim(target, dropped: dropped, arrived: arrived, file: opened, status: status)
            }
            return try openOrPutBack(target, to: path, dropped: dropped, arrived: arrived)
        }
    }

    private func openOrPutBack(_ target: Path, to path: Path, dropped: Path, arrived: Instant) throws(SystemError)
        -> Claim?
    {
        do throws(SystemError) {
            if let claim = try open(target, dropped: dropped, arrived: arrived) { return claim }
        } catch {
            guard error.isForbidden || error.isLink || error.isMissing else {
                unopened.append((target, dropped, arrived))
                throw error
            }
        }
        try? Files.makeDirectories(path.parent)
        try? Files.renameNew(target, path)
        return nil
    }

    /// Claimed, and then trouble that passes was in the way of opening them.
    private var unopened: [(path: Path, dropped: Path, arrived: Instant)] = []

    package var hasUnopened: Bool { !unopened.isEmpty }

    /// Tries once more to open what is claimed already; one that can't be opened stops no other.
    package func openRest(inbox: Path, _ each: (Claim) -> Void) throws(SystemError) {
        let rest = unopened
        unopened = []
        var trouble: SystemError?
        for (path, dropped, arrived) in rest {
            do throws(SystemError) {
                if let claim = try openOrPutBack(path, to: inbox.appending(dropped), dropped: dropped, arrived: arrived)
                {
                    each(claim)
                }
            } catch { trouble = error }
        }
        if let trouble { throw trouble }
    }

    /// Takes a file that may not be opened. `nil` where it has other names, or is not there any more.
    package func takeUnreadable(_ dropped: Path, at path: Path, arrived: Instant) throws(SystemError) -> Claim? {
        let file = try Files.openUnread(path)
        let claim = try take(dropped, at: path, arrived: arrived, opened: file, status: try Files.status(file))
        return claim.map(ClaimFolder.unreadable)
    }

    private static func unreadable(_ claim: Claim) -> Claim {
        var claim = claim
        claim.isReadable = false
        return claim
    }

    /// Opens a file that an earlier run claimed; puts back what can't be read.
    ///
    /// - Parameter finished: Keys of claims that have their outcomes: those are only to be moved, and need not be read.
    package func reopen(
        _ target: Path, inbox: Path, dropped: Path, arrived: Instant, finished: Set<Path> = []
    ) throws(SystemError) -> Claim? {
        if finished.contains(key(target)) {
            if let claim = try? open(target, dropped: dropped, arrived: arrived) { return claim }
            if let file = try? Files.openUnread(target) {
                let status = try Files.status(file)
                return ClaimFolder.unreadable(
                    claim(target, dropped: dropped, arrived: arrived, file: file, status: status))
            }
        }
        do throws(SystemError) {
            return try openOrPutBack(target, to: inbox.appending(dropped), dropped: dropped, arrived: arrived)
        } catch {
            // It is kept in mind and tried again; no start fails for it.
            return nil
        }
    }

    private func open(_ target: Path, dropped: Path, arrived: Instant) throws(SystemError) -> Claim? {
        var file = try Files.openToRead(target)
        var status = try Files.status(file)
        guard status.kind == .file else { return nil }
        if status.links > 1 {
            // Somebody else has a name for the same file and may change it: a copy takes its place.
            let aside = target.parent.appending(Array(".copy".utf8))
            if try Files.exists(aside) { try Files.remove(aside) }
            file = try Files.copy(file, to: aside)
            try Files.rename(aside, target)
            status = try Files.status(file)
        }
        return claim(target, dropped: dropped, arrived: arrived, file: file, status: status)
    }

    private func claim(_ target: Path, dropped: Path, arrived: Instant, file: Descriptor, status: FileStatus) -> Claim {
        Claim(key: key(target), path: target, dropped: dropped, arrived: arrived, file: file, status: status)
    }

    private func key(_ target: Path) -> Path { rootInInbox.appending(target.relative(to: root) ?? target) }

    /// The files claimed before, with the path under which each was dropped: what a start finds.
    package func leftovers() throws(SystemError) -> [(path: Path, dropped: Path)] {
        var found: [(Path, Path)] = []
        guard try Files.exists(folder) else { return [] }
        var rounds: [Path] = []
        try Files.list(folder) { name, _ in
            if name != Array("lock".utf8) { rounds.append(folder.appending(name)) }
        }
        for round in rounds { try collect(round, below: round, &found) }
        return found.map { (path: $0.0, dropped: $0.1) }
    }

    private func collect(_ at: Path, below round: Path, _ found: inout [(Path, Path)]) throws(SystemError) {
        guard let status = try Files.status(at: at) else { return }
        if status.kind == .folder {
            var names: [[UInt8]] = []
            try Files.list(at) { name, _ in names.append(name) }
            for name in names { try collect(at.appending(name), below: round, &found) }
        } else if status.kind == .file {
            if at.name == Array(".copy".utf8) { return try Files.remove(at) }
            if let below = at.relative(to: round) { found.append((at, rootInInbox.appending(below))) }
        }
    }

    /// Folders of other daemons beside this one, with the lock of each whose owner is gone.
    package func abandoned() throws(SystemError) -> [(folder: ClaimFolder, lock: Descriptor)] {
        var found: [(ClaimFolder, Descriptor)] = []
        let own = Array(instance.utf8)
        var names: [[UInt8]] = []
        try Files.list(root.appending(".dateline")) { name, _ in
            if name != own, name.first != 0x2E { names.append(name) }
        }
        for name in names {
            let other = ClaimFolder(
                root: root, rootInInbox: rootInInbox, instance: String(decoding: name, as: UTF8.self))
            if let lock = try? InstanceLock.take(other.folder.appending("lock")) { found.append((other, lock)) }
        }
        return found
    }

    /// Takes a claim of another folder, whose owner is gone, into this one. `nil` for one that may not be opened: it goes
    /// back to the inbox, where it waits as any other.
    package func adopt(_ claimed: Path, inbox: Path, dropped: Path, arrived: Instant) throws(SystemError) -> Claim? {
        let file: Descriptor
        do throws(SystemError) { file = try Files.openToRead(claimed) } catch {
            guard error.isForbidden else { throw error }
            let place = inbox.appending(dropped)
            try Files.makeDirectories(place.parent)
            try Files.renameNew(claimed, place)
            return nil
        }
        return try take(dropped, at: claimed, arrived: arrived, opened: file, status: try Files.status(file))
    }

    /// Removes what is left of a folder when its claims are gone: its lock and its empty folders.
    package func removeEmpty() {
        func remove(_ folder: Path) {
            var names: [[UInt8]] = []
            try? Files.list(folder) { name, _ in names.append(name) }
            for name in names where name != Array("lock".utf8) { remove(folder.appending(name)) }
            if names.contains(Array("lock".utf8)) { try? Files.remove(folder.appending("lock")) }
            try? Files.removeDirectory(folder)
        }
        remove(folder)
    }

    /// Folders whose names must be durable before what was claimed counts as in our hands.
    package static func foldersToSync(_ claims: [Claim]) -> [Path] { Array(Set(claims.map(\.path.parent))) }

    private func inRoot(_ dropped: Path) -> Path {
        rootInInbox.isEmpty ? dropped : dropped.relative(to: rootInInbox) ?? dropped
    }

    private func makeFolders(for target: Path) throws(SystemError) {
        let parent = target.parent
        guard !madeFolders.contains(parent) else { return }
        try Files.makeDirectories(parent)
        madeFolders.insert(parent)
    }
}

/// A lock that shows, to anybody who may read the file, that its owner lives.
package enum InstanceLock {
    /// - Throws: EWOULDBLOCK when another process holds it.
    package static func take(_ path: Path) throws(SystemError) -> Descriptor {
        let fd = try Files.open(path, Files.readWriteCreate)
        try Files.lock(fd, path)
        return fd
    }
}
