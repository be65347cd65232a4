internal import Article
internal import Bytes
internal import Host
internal import Intake

/// Looks into the inbox without touching anything: what lies there while no daemon runs, or is not told of by one.
struct InboxLook {
    let inbox: Path
    let ignored: IgnoredNames
    /// Of files that a daemon would read at once.
    var reason = WaitingFile.Reason.stopped

    init(_ settings: Settings) {
        inbox = settings.inbox
        ignored = settings.intake.ignored
    }

    /// Every file that is dropped and has no outcome yet, claimed ones included; paths as they were dropped.
    func waiting(limit: Int = 1_000_000) -> [WaitingFile] {
        var found: [WaitingFile] = []
        visit(Path([])) { file in
            if found.count < limit { found.append(file) }
        }
        return found
    }

    /// Those under way: claimed by a daemon, and not in their last place.
    func claimed() -> [WaitingFile] {
        var found: [WaitingFile] = []
        visitClaimFolders(Path([])) { round, folder in visitClaimed(round, dropped: folder) { found.append($0) } }
        return found
    }

    /// Where claimed files lie, relative to the inbox: their keys in the ledger.
    func claimKeys() -> [Path] {
        var found: [Path] = []
        visitClaimFolders(Path([])) { round, _ in collect(round, &found) }
        return found
    }

    private func collect(_ at: Path, _ found: inout [Path]) {
        for path in names(at) {
            guard let status = try? Files.status(at: absolute(path)) else { continue }
            if status.kind == .folder {
                collect(path, &found)
            } else if status.kind == .file, path.name.first != 0x2E {
                found.append(path)
            }
        }
    }

    private func absolute(_ folder: Path) -> Path { folder.isEmpty ? inbox : inbox.appending(folder) }

    private func visit(_ folder: Path, _ each: (WaitingFile) -> Void) {
        var folders: [Path] = []
        var hasClaims = false
        try? Files.list(absolute(folder)) { name, kind throws(SystemError) in
            let path = folder.appending(name)
            if name == claimsName { hasClaims = true }
            if name.first == 0x2E { return }
            if kind == typeFolder { return folders.append(path) }
            guard kind == typeFile || kind == typeUnknown else { return }
            if ignored.contains(name), !ignored.isTemporary(name) { return }
            guard let status = try Files.status(at: absolute(path)) else { return }
            if status.kind == .folder { return folders.append(path) }
            guard status.kind == .file else { return }
            each(
                WaitingFile(
                    path: path, reason: ignored.isTemporary(name) ? .temporaryName : reason,
                    since: Instant(microseconds: status.changed / 1000)))
        }
        if hasClaims { visitRounds(folder) { round, folder in visitClaimed(round, dropped: folder, each) } }
        for folder in folders { visit(folder, each) }
    }

    /// `<folder>/.dateline/<instance>/<round>`, with the folder whose files they were.
    private func visitRounds(_ folder: Path, _ each: (Path, Path) -> Void) {
        for instance in names(folder.appending(claimsName)) {
            for round in names(instance) { each(round, folder) }
        }
    }

    /// The rounds of the inbox and of every sub-folder, as one on another mount has claims of its own.
    private func visitClaimFolders(_ folder: Path, _ each: (Path, Path) -> Void) {
        visitRounds(folder, each)
        var folders: [Path] = []
        try? Files.list(absolute(folder)) { name, kind in
            if kind == typeFolder, name.first != 0x2E { folders.append(folder.appending(name)) }
        }
        for folder in folders { visitClaimFolders(folder, each) }
    }

    private func visitClaimed(_ at: Path, dropped: Path, _ each: (WaitingFile) -> Void) {
        for path in names(at) {
            let dropped = dropped.appending(path.name)
            guard let status = try? Files.status(at: absolute(path)) else { continue }
            if status.kind == .folder {
                visitClaimed(path, dropped: dropped, each)
            } else if status.kind == .file, path.name.first != 0x2E {
                each(WaitingFile(path: dropped, reason: reason, since: Instant(microseconds: status.changed / 1000)))
            }
        }
    }

    private func names(_ folder: Path) -> [Path] {
        var names: [Path] = []
        try? Files.list(absolute(folder)) { name, _ in names.append(folder.appending(name)) }
        return names.sorted()
    }
}

private let claimsName = Array(".dateline".utf8)

/// `d_type` of readdir(3).
private let typeUnknown: UInt8 = 0
private let typeFolder: UInt8 = 4
private let typeFile: UInt8 = 8
