internal import Article
internal import Bytes
internal import CSystem
internal import Filing
internal import Glibc
internal import Host
internal import Intake
internal import Ledger

/// What one check came to.
struct CheckResult {
    enum Verdict: String {
        case good
        /// It works, and could be better; or it could not be tried.
        case note
        case bad
    }
    var name: String
    var verdict: Verdict
    var message: String
}

/// Tries what a daemon will do with these settings, and leaves nothing behind.
struct FolderCheck {
    let settings: Settings
    private(set) var results: [CheckResult] = []

    init(_ settings: Settings) { self.settings = settings }

    private mutating func add(_ name: String, _ verdict: CheckResult.Verdict, _ message: String) {
        results.append(CheckResult(name: name, verdict: verdict, message: message))
    }

    mutating func run() {
        let layout = settings.layout
        let user = otherUser()
        var usable: Set<String> = []
        for (name, folder) in [
            ("inbox", settings.inbox), ("outbox", settings.outbox), ("state", settings.state),
            ("originals", layout.originals),
            ("rejected", layout.rejected),
        ] where checkFolder(name, folder, user) {
            usable.insert(name)
        }
        if let user {
            add("rename", .note, "not tried: only the user \(user) and root may write there")
        } else if usable.contains("inbox"), usable.contains("outbox") {
            checkRename()
            checkEvents()
        }
        for (name, folder) in [("inbox", settings.inbox), ("outbox", settings.outbox), ("state", settings.state)] {
            checkSpace(name, folder)
        }
        checkLimits()
        checkLedger()
    }

    /// The daemon's user, where it is not this one: its rights can't be tried then.
    private func otherUser() -> String? {
        guard let status = (try? Files.status(at: settings.state)) ?? nil, geteuid() != 0, geteuid() != status.owner
        else { return nil }
        return getpwuid(status.owner).map { String(cString: $0.pointee.pw_name) } ?? "\(status.owner)"
    }

    /// `true` where files can be made in it.
    private mutating func checkFolder(_ name: String, _ folder: Path, _ user: String?) -> Bool {
        do throws(SystemError) {
            guard let status = try Files.status(at: folder) else {
                var above = folder.parent
                while try !Files.exists(above), above != above.parent { above = above.parent }
                guard user == nil, access(above) else {
                    add(name, user == nil ? .bad : .note, "\(folder) is not there, and can't be made in \(above)")
                    return false
                }
                add(name, .note, "\(folder) is not there; the daemon makes it")
                return false
            }
            guard status.kind == .folder || isLinkToFolder(folder) else {
                add(name, .bad, "\(folder) is a \(status.kind.rawValue), not a folder")
                return false
            }
            guard user == nil else {
                add(name, .note, "\(folder) is there; whether it can be written only its user can try")
                return false
            }
            let probe = folder.appending(probeName)
            try? Files.remove(probe)
            _ = try Files.create(probe, [])
            try Files.remove(probe)
            add(name, .good, "\(folder) can be written")
            return true
        } catch {
            add(name, .bad, "\(folder) can't be used: \(error)")
            return false
        }
    }

    private func access(_ folder: Path) -> Bool { folder.withCString { Glibc.access($0, W_OK | X_OK) } == 0 }

    private func isLinkToFolder(_ folder: Path) -> Bool { (try? Files.openDirectory(folder)) != nil }

    /// Begins with a dot, so that no daemon reads it.
    private var probeName: String { ".dateline-check-\(getpid())" }

    private mutating func checkRename() {
        let from = settings.inbox.appending(probeName)
        let to = settings.outbox.appending(probeName)
        defer {
            try? Files.remove(from)
            try? Files.remove(to)
        }
        do throws(SystemError) {
            _ = try Files.create(from, [])
            try Files.rename(from, to)
            add("rename", .good, "a file can be renamed from inbox to outbox")
        } catch {
            if error.isOtherMount {
                add(
                    "rename", .note,
                    "inbox and outbox are on two mounts: an original is copied, which is slower; both below one folder would be faster"
                )
            } else {
                add("rename", .bad, "a file can't be renamed from inbox to outbox: \(error)")
            }
        }
    }

    private mutating func checkEvents() {
        do throws(SystemError) {
            guard let cause = try EventTest.cause(settings.inbox) else {
                return add("events", .good, "the inbox tells at once when a file is complete")
            }
            let mount = PolledMount(path: Path([]), cause: cause)
            add("events", .note, "the inbox is looked through every \(span(settings.intake.poll)), as \(mount.reason)")
        } catch {
            let isLimit = error.isOutOfWatches || error.code == EMFILE
            add(
                "events", .bad,
                "the inbox can't be watched: \(error)\(isLimit ? " (raise fs.inotify.max_user_watches and max_user_instances)" : "")"
            )
        }
    }

    private mutating func checkSpace(_ name: String, _ folder: Path) {
        var fs = statvfs()
        guard folder.withCString({ statvfs($0, &fs) }) == 0 else { return }
        let free = Int64(
            clamping: UInt64(fs.f_bavail).multipliedReportingOverflow(by: UInt64(fs.f_frsize)).partialValue)
        let inodes = fs.f_files > 0 ? Int64(clamping: fs.f_favail) : .max
        let text = "\(folder) has \(size(free)) free" + (inodes < .max ? " and room for \(grouped(inodes)) files" : "")
        if fs.f_flag & UInt(ST_RDONLY) != 0 {
            add("space", .bad, "\(folder) (\(name)) is mounted read-only")
        } else if free < 64 << 20 || inodes < 1000 {
            add("space", .bad, text)
        } else {
            add("space", free < 1 << 30 ? .note : .good, text)
        }
    }

    private mutating func checkLimits() {
        func number(_ name: String) -> Int? {
            // Its size is given as 0; in the service's own view of /proc it may be missing.
            guard let file = try? Files.openToRead(Path("/proc/sys/fs/inotify/\(name)")),
                let bytes = try? Files.readAll(file, size: 64, limit: 4096)
            else { return nil }
            return Int(String(decoding: bytes.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
        }
        guard let watches = number("max_user_watches"), let queue = number("max_queued_events") else { return }
        var folders = 0
        count(settings.inbox, &folders, limit: watches)
        let text =
            "\(grouped(folders)) folders in the inbox, \(grouped(watches)) watches allowed, \(grouped(queue)) events queued"
        if folders >= watches {
            add("watches", .bad, text + ": raise fs.inotify.max_user_watches (sysctl)")
        } else {
            add("watches", folders > watches / 2 ? .note : .good, text)
        }
    }

    private func count(_ folder: Path, _ folders: inout Int, limit: Int) {
        guard folders < limit else { return }
        folders += 1
        var below: [Path] = []
        try? Files.list(folder) { name, kind in
            if kind == 4, name.first != 0x2E { below.append(folder.appending(name)) }  // DT_DIR
        }
        for folder in below { count(folder, &folders, limit: limit) }
    }

    private mutating func checkLedger() {
        do throws(Fault) {
            guard let ledger = try readLedger(settings) else {
                return add("ledger", .note, "there is no ledger yet; the daemon makes it")
            }
            let last = try asking { () throws(LedgerError) in try ledger.lastSequence() }
            add("ledger", .good, "the ledger can be read; its last outcome is number \(last)")
        } catch {
            add("ledger", .bad, error.message)
        }
    }
}

/// `12.3 GiB`.
func size(_ bytes: Int64) -> String {
    var value = Double(bytes)
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
        if value < 1024 { return unit == "bytes" ? "\(bytes) bytes" : decimal(value) + " " + unit }
        value /= 1024
    }
    return decimal(value) + " TiB"
}
