package import Article
package import Bytes
package import Host

/// What will be published, written aside: a record's folder or a reason file.
package struct Draft: Sendable {
    /// Where it lies now.
    package let aside: Path
    /// Where it goes, relative to its root.
    package let target: String
    let isFolder: Bool
    /// What has the name is an earlier state of the same.
    package var replaces = false
    /// Open until they are synced.
    var files: [Descriptor]
    /// SHA-256 of the files, in the order of `recordFileNames`; none for a reason file.
    package let hashes: [Digest]

    /// Step 2: what makes it durable, each file and the folder; in any order.
    package var syncs: [SyncCrew.Sync] {
        files.map { .data($0, aside) } + (isFolder ? [.folder(aside)] : [])
    }

    /// Its files need not be open any more.
    package mutating func close() { files = [] }
}

/// The files of a record's folder.
package let recordFileNames = ["article.json", "analysis.json", "summary.txt", "article.html"]

/// The outbox: writes records aside and makes each visible, whole, by one rename. Used by the filing thread alone.
///
/// The steps are separate so that many records share them; see ARCHITECTURE.md for the order and why it survives a
/// power cut at any point.
package struct Outbox {
    package let layout: Layout
    private var folders = DurableFolders()
    private var counter = 0

    /// Folders not finished yet; each daemon has its own, since several may file into one outbox.
    private let desk: Path
    private let instance: String

    /// - Parameter instance: Names this daemon among those that file into the outbox.
    package init(layout: Layout, instance: String) {
        self.layout = layout
        self.instance = instance
        desk = layout.outbox.appending(".dateline").appending(instance)
    }

    /// Makes the folders and removes what a crash left unfinished.
    package mutating func prepare() throws(SystemError) {
        for root in [layout.outbox, layout.originals, layout.rejected] { try folders.ensure(root, below: root) }
        try folders.ensure(desk, below: layout.outbox)
        try folders.ensure(layout.outbox.appending("articles"), below: layout.outbox)
        var stale: [Path] = []
        try Files.list(desk) { name, _ in stale.append(desk.appending(name)) }
        for path in stale { try Files.removeFlatDirectory(path) }
    }

    /// Step 1: writes a record aside and starts its way to the disk.
    package mutating func write(_ outputs: Outputs, to target: String) throws(SystemError) -> Draft {
        counter += 1
        let aside = desk.appending("\(counter)")
        do throws(SystemError) {
            try makeAside(aside)
            var files: [Descriptor] = []
            var hashes: [Digest] = []
            let contents = [outputs.article, outputs.analysis, outputs.summary, outputs.page]
            for (name, bytes) in zip(recordFileNames, contents) {
                let file = try Files.create(aside.appending(name), bytes)
                Files.startWriteback(file)
                files.append(file)
                hashes.append(SHA256.digest(bytes))
            }
            return Draft(aside: aside, target: target, isFolder: true, files: files, hashes: hashes)
        } catch {
            try? Files.removeFlatDirectory(aside)
            throw error
        }
    }

    private mutating func makeAside(_ aside: Path) throws(SystemError) {
        try inFolder(desk, below: layout.outbox) { () throws(SystemError) in
            if try !Files.makeDirectory(aside) {
                try Files.removeFlatDirectory(aside)
                try Files.makeDirectory(aside)
            }
        }
    }

    /// Does something in a folder that is made where it is missing, also where somebody took it away after it was made.
    private mutating func inFolder<T>(_ folder: Path, below root: Path, _ work: () throws(SystemError) -> T)
        throws(SystemError) -> T
    {
        try folders.ensure(folder, below: root)
        do throws(SystemError) { return try work() } catch {
            guard error.isMissing else { throw error }
            folders.forget()
            try folders.ensure(folder, below: root)
            return try work()
        }
    }

    /// Step 1 for a reason file.
    ///
    /// - Parameter isRepeat: An earlier run may have published it: then the new one takes its place.
    package mutating func write(reason: [UInt8], to target: String, isRepeat: Bool) throws(SystemError) -> Draft {
        let final = layout.absolute(target)
        let aside = aside(final, ".reason.new")
        if try Files.exists(aside) { try Files.remove(aside) }
        do throws(SystemError) {
            let file = try inFolder(final.parent, below: layout.root(of: target)) { () throws(SystemError) in
                try Files.create(aside, reason)
            }
            Files.startWriteback(file)
            return Draft(aside: aside, target: target, isFolder: false, replaces: isRepeat, files: [file], hashes: [])
        } catch {
            try? Files.remove(aside)
            throw error
        }
    }

    /// Where a file is written that then gets its name beside it. Another daemon may write the same file at once.
    private func aside(_ final: Path, _ ending: String) -> Path {
        final.parent.appending(".\(instance)-\(SHA256.digest(Array(final.name)).prefix(16))\(ending)")
    }

    /// Step 2 for one draft by itself.
    package func sync(_ draft: inout Draft) throws(SystemError) {
        for file in draft.files { try Files.syncData(file, draft.aside) }
        if draft.isFolder { try Files.syncDirectory(draft.aside) }
        draft.close()
    }

    /// Removes a draft that will not be published.
    package func discard(_ draft: Draft) {
        if draft.isFolder { try? Files.removeFlatDirectory(draft.aside) } else { try? Files.remove(draft.aside) }
    }

    /// What step 3 met.
    package enum Placing: Sendable {
        case placed
        /// Something else has the name.
        case taken
        /// What was written aside is gone, and nothing has the name.
        case lost
    }

    /// Step 3: the rename that makes it visible. May be repeated. The caller syncs the folder it came into.
    package mutating func publish(_ draft: Draft) throws(SystemError) -> Placing {
        let final = layout.absolute(draft.target)
        let root = layout.root(of: draft.target)
        try folders.ensure(final.parent, below: root)
        do throws(SystemError) {
            try Files.renameNew(draft.aside, final)
            return .placed
        } catch {
            if error.exists { return try isOurs(draft, at: final) ? .placed : .taken }
            guard error.isMissing else { throw error }
            // Placed by an earlier try, or the day's folder was taken away.
            if try !Files.exists(draft.aside) { return try Files.exists(final) ? .placed : .lost }
            folders.forget()
            try folders.ensure(final.parent, below: root)
            try Files.renameNew(draft.aside, final)
            return .placed
        }
    }

    /// Whether the folder that has the name holds the same bytes: then an earlier run placed it.
    private func isOurs(_ draft: Draft, at final: Path) throws(SystemError) -> Bool {
        if draft.replaces {
            try Files.rename(draft.aside, final)
            return true
        }
        guard draft.isFolder else { return false }
        guard try Outbox.holds(draft.hashes, at: final) else { return false }
        discard(draft)
        return true
    }

    /// Whether a record's folder is whole and holds files with these hashes.
    package static func holds(_ hashes: [Digest], at folder: Path) throws(SystemError) -> Bool {
        for (name, hash) in zip(recordFileNames, hashes) {
            let file: Descriptor
            do throws(SystemError) { file = try Files.openToRead(folder.appending(name)) } catch {
                if error.isMissing { return false }
                throw error
            }
            guard try SHA256.digest(of: file).digest == hash else { return false }
        }
        return true
    }

    /// The folder into which a path of the ledger comes: what to sync when it came.
    package func folder(of target: String) -> Path { layout.absolute(target).parent }

    // MARK: Originals

    /// Moves a claimed original to its place; may be repeated. The caller syncs both folders.
    ///
    /// - Returns: The place, which is another than asked for only if a stranger has that name.
    ///
    /// - Parameter progress: Called now and then while a file is copied to another disk.
    package mutating func archive(
        _ claimed: Path, file: Descriptor?, sha256: Digest, to target: String, progress: () -> Void = {}
    ) throws(SystemError) -> String {
        if target.isEmpty {
            do throws(SystemError) { try Files.remove(claimed) } catch { if !error.isMissing { throw error } }
            return target
        }
        let wanted = target
        var target = target
        var tries = 1
        while true {
            let final = layout.absolute(target)
            do throws(SystemError) {
                try inFolder(final.parent, below: layout.root(of: target)) { () throws(SystemError) in
                    try Files.renameNew(claimed, final)
                }
                return target
            } catch {
                let isThere = try Files.exists(final)
                if isThere, try SHA256.digest(of: Files.openToRead(final)).digest == sha256 {
                    // An earlier try got so far.
                    if try Files.exists(claimed) { try Files.remove(claimed) }
                    return target
                }
                if isThere {
                    tries += 1
                    target = "\(wanted).\(tries)"
                    continue
                }
                if error.isOtherMount, try Files.exists(claimed) {
                    try copy(try Files.openToRead(claimed), final, progress)
                    try Files.remove(claimed)
                    return target
                }
                if error.isMissing || error.isOtherMount, let file, try !Files.exists(claimed) {
                    // The inbox was deleted or unmounted with the claim in it; the open file still has the bytes.
                    try copy(file, final, progress)
                    return target
                }
                throw error
            }
        }
    }

    private func copy(_ file: Descriptor, _ final: Path, _ progress: () -> Void) throws(SystemError) {
        let aside = aside(final, ".new")
        if try Files.exists(aside) { try Files.remove(aside) }
        do throws(SystemError) {
            _ = try Files.copy(file, to: aside, progress: progress)
            try Files.renameNew(aside, final)
            try Files.syncDirectory(final.parent)
        } catch {
            try? Files.remove(aside)
            throw error
        }
    }
}
