internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// What to retry, as typed: ids, or all that were rejected, for one reason or any.
package struct RetryRequest: Sendable {
    package var ids: [String]
    package var reason: String?
    package var all: Bool
    package init(ids: [String], reason: String?, all: Bool) {
        self.ids = ids
        self.reason = reason
        self.all = all
    }
}

/// Puts rejected originals back into the inbox, under the names they were dropped with: each is a new arrival. The old
/// outcomes and their reason files stay.
///
/// - Returns: The exit code: 1 where a file that was asked for could not be put back.
package func retryRejected(_ settings: Settings, _ request: RetryRequest, json: Bool) throws(Fault) -> Int32 {
    guard (request.ids.isEmpty ? 0 : 1) + (request.reason == nil ? 0 : 1) + (request.all ? 1 : 0) == 1 else {
        throw Fault(ExitCode.usage, "Say what to retry: ids, --reason CODE or --all; one of these.")
    }
    var filter = OutcomeFilter()
    filter.kinds = [.rejected]
    if let reason = request.reason {
        guard let code = Rejection.Code(rawValue: reason) else {
            let known = Rejection.Code.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(ExitCode.usage, "\"\(reason)\" is no reason; those known are \(known).")
        }
        filter.reason = code
    }
    try actAsDaemon(settings, command: "retry")
    let ledger = try needLedger(settings)
    let output = Output()
    let retry = Retry(settings, output: output, json: json)
    if request.ids.isEmpty {
        var before: Int64?
        while true {
            let filter = filter
            let start = before
            let rows = try asking { () throws(LedgerError) in try ledger.newest(filter, before: start, limit: 500) }
            for row in rows { retry.putBack(row) }
            guard let last = rows.last else { break }
            before = last.seq
        }
    } else {
        let lookup = Lookup(ledger: ledger, layout: settings.layout)
        for id in request.ids {
            do throws(Fault) {
                let rows = try lookup.outcomes(id)
                let rejected = rows.filter { $0.kind == .rejected }
                if rejected.isEmpty {
                    retry.refuse(id, "it was not rejected: \(rows.first?.kind.rawValue ?? "")")
                }
                if rejected.last?.original == nil, !rejected.isEmpty {
                    retry.refuse(id, "it was never taken out of the inbox: it lies where it was dropped")
                } else if !rejected.isEmpty, !rejected.reversed().contains(where: retry.putBack) {
                    retry.refuse(id, "its original is not there any more")
                }
            } catch {
                if error.code == ExitCode.usage { throw error }
                retry.refuse(id, error.message)
            }
        }
    }
    retry.finish()
    return retry.hasFailed ? ExitCode.bad : ExitCode.done
}

private final class Retry {
    private let settings: Settings
    private let output: Output
    private let json: Bool
    /// Originals dealt with: a container is put back once, however many of its members were rejected.
    private var seen: Set<String> = []
    /// The newest of the same bytes under the same name is enough.
    private var names: Set<[UInt8]> = []
    private var done: [(row: OutcomeRow, dropped: Path)] = []
    private var failed: [(what: String, message: String)] = []

    init(_ settings: Settings, output: Output, json: Bool) {
        self.settings = settings
        self.output = output
        self.json = json
    }

    var hasFailed: Bool { !failed.isEmpty }

    func refuse(_ what: String, _ message: String) { failed.append((what, message)) }

    /// `false` where there is nothing to put back.
    @discardableResult
    func putBack(_ row: OutcomeRow) -> Bool {
        let name = "\(row.id.prefix(8)) (\(printable(row.name)))"
        guard let original = row.original else { return false }
        guard seen.insert(original).inserted else { return true }
        let from = settings.layout.absolute(original)
        let dropped = row.dropped
        let to = settings.inbox.appending(dropped)
        do throws(SystemError) {
            guard try Files.exists(from) else { return false }
            guard names.insert(row.sha256.bytes + dropped.bytes).inserted else { return true }
            guard try !Files.exists(to) else {
                refuse(name, "\(to) lies in the inbox already")
                return true
            }
            try Files.makeDirectories(to.parent, mode: 0o2770)
            // A container of which something was filed stays where it is.
            try move(from, to, keeping: original.hasPrefix("originals/"))
            done.append((row, dropped))
            if !json { output.line("retried \(name) -> \(to)") }
            return true
        } catch {
            refuse(name, error.description)
            return true
        }
    }

    /// By one rename where that works, else a copy that is whole before it has its name.
    private func move(_ from: Path, _ to: Path, keeping: Bool) throws(SystemError) {
        if !keeping {
            do throws(SystemError) {
                try Files.renameNew(from, to)
                try Files.syncDirectory(to.parent)
                return try Files.syncDirectory(from.parent)
            } catch {
                guard error.isOtherMount else { throw error }
            }
        }
        let aside = to.parent.appending([0x2E] + to.name.suffix(200) + Array(".retry".utf8))
        do throws(SystemError) {
            if try Files.exists(aside) { try Files.remove(aside) }
            _ = try Files.copy(try Files.openToRead(from), to: aside)
            try Files.renameNew(aside, to)
            try Files.syncDirectory(to.parent)
        } catch {
            try? Files.remove(aside)
            throw error
        }
        guard !keeping else { return }
        try Files.remove(from)
        try Files.syncDirectory(from.parent)
    }

    func finish() {
        if json {
            output.write(encoded)
        } else if done.isEmpty, failed.isEmpty {
            output.line("Nothing to retry.")
        }
        output.flush()
        if !json { for (what, message) in failed { complain("\(what) can't be retried: \(message).") } }
        if !done.isEmpty, case .notRunning = askDaemon(state: settings.state) {
            complain("No daemon runs; what was put back is read when one starts.")
        }
    }

    private var encoded: [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.key("retried")
            json.array { json in
                for (row, dropped) in done {
                    json.object { json in
                        json.member("seq", row.seq)
                        json.member("id", row.id.hex)
                        json.member("source", row.source)
                        json.member("name", printable(row.name))
                        json.member("dropped", dropped.description)
                    }
                }
            }
            json.key("failed")
            json.array { json in
                for (what, message) in failed {
                    json.object { json in
                        json.member("what", printable(what))
                        json.member("message", printable(message))
                    }
                }
            }
        }
        return json.take() + [0x0A]
    }
}

extension OutcomeRow {
    /// Where it was dropped, relative to the inbox: its claim is `[<mount>/].dateline/<instance>/<round>/<as dropped>`.
    var dropped: Path {
        let parts = claim.components
        if let at = parts.firstIndex(of: Array(".dateline".utf8)), parts.count > at + 3 {
            return Path((parts[..<at] + parts[(at + 3)...]).joined(separator: [0x2F]))
        }
        return source == "default" ? Path(name) : Path(source).appending(name)
    }
}
