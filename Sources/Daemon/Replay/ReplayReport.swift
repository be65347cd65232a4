internal import Article
internal import Bytes
internal import Glibc
internal import Host
internal import Ledger
internal import Synchronization

/// What comes of it, told as it comes.
final class ReplayReport: Sendable {
    private struct State: Sendable {
        var done = 0
        var same = 0
        var changed = 0
        /// Originals that were taken away, or records.
        var gone = 0
        var more: Set<String> = []
        var failed: [(path: String, message: String)] = []
        /// The ids that the new readings' old ones have.
        var ordered: [Digest] = []
    }
    private let isDiff: Bool
    private let json: Bool
    private let settings: Settings
    private let all: Int
    private let orders: ReplayOrders
    // Used while the state is locked.
    nonisolated(unsafe) private let output = Output()
    private let progress = Progress("records")
    private let state = Mutex(State())

    /// Fields of one record shown to people.
    private static let shown = 12

    init(isDiff: Bool, json: Bool, _ settings: Settings, all: Int) {
        self.isDiff = isDiff
        self.json = json
        self.settings = settings
        self.all = all
        orders = ReplayOrders(state: settings.state)
        if json { output.write(Array(#"{"schema":"dateline-replay-1","changed":["#.utf8)) }
    }

    var hasFailed: Bool { state.withLock { !$0.failed.isEmpty } }

    private func count(_ body: (inout State) -> Void) {
        let done = state.withLock { state in
            body(&state)
            state.done = state.same + state.changed + state.gone + state.failed.count
            return state.done
        }
        progress.show(done, of: all)
    }

    func isSame() { count { $0.same += 1 } }
    func isGone(_ row: OutcomeRow) { count { $0.gone += 1 } }
    func foundMore(in row: OutcomeRow) { count { $0.more.insert(row.original ?? "") } }
    func failed(_ row: OutcomeRow, _ message: String) { count { $0.failed.append((row.path ?? "", message)) } }

    /// Of one original.
    func change(_ records: [(row: OutcomeRow, changes: [RecordChange])]) {
        guard let sha256 = records.first?.row.sha256 else { return }
        if !isDiff {
            do throws(SystemError) { try orders.place(sha256, records.map(\.row.id)) } catch {
                for (row, _) in records { failed(row, "it can't be ordered: \(error)") }
                return
            }
        }
        count { state in
            for (row, changes) in records {
                if json { write(row, changes, isFirst: state.changed == 0) } else if isDiff { show(row, changes) }
                state.changed += 1
                if !isDiff { state.ordered.append(row.id) }
            }
        }
    }

    private func show(_ row: OutcomeRow, _ changes: [RecordChange]) {
        progress.end()
        output.line(output.styled(printable(row.path ?? ""), .bold))
        for change in changes.prefix(ReplayReport.shown) {
            let old = change.old.map(ReplayReport.short), new = change.new.map(ReplayReport.short)
            let what =
                switch (old, new) {
                case (let old?, let new?): "\(output.styled(old, .red)) -> \(output.styled(new, .green))"
                case (let old?, nil): "without \(output.styled(old, .red))"
                case (nil, let new?): "with \(output.styled(new, .green))"
                case (nil, nil): "differs as a whole"
                }
            output.line("  \(change.file)  \(change.field)\(change.field.isEmpty ? "" : ": ")\(what)")
        }
        if changes.count > ReplayReport.shown {
            output.line("  and \(grouped(changes.count - ReplayReport.shown)) fields more (--json has all)")
        }
        output.flush()
    }

    private static func short(_ value: [UInt8]) -> String {
        cut(printable(String(decoding: value.prefix(2000), as: UTF8.self)), to: 60)
    }

    private func write(_ row: OutcomeRow, _ changes: [RecordChange], isFirst: Bool) {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("id", row.id.hex)
            json.member("path", row.path)
            json.member("original", row.original)
            json.member("title", row.title)
            json.key("changes")
            json.array { json in
                for change in changes {
                    json.object { json in
                        json.member("file", change.file)
                        json.member("field", change.field)
                        for (key, value) in [("old", change.old), ("new", change.new)] {
                            json.key(key)
                            if let value { json.raw(value) } else { json.null() }
                        }
                    }
                }
            }
        }
        output.write((isFirst ? [] : [0x2C]) + json.take())
    }

    // MARK: The end

    func finish(_ ledger: LedgerReader) {
        progress.end()
        let filed = isDiff ? 0 : awaitDaemon(ledger)
        let state = state.withLock { $0 }
        if json { writeEnd(state, filed: filed) } else { showEnd(state, filed: filed) }
        output.flush()
    }

    /// Waits while a running daemon carries out the orders; returns how many new readings are filed, `nil` where no daemon runs.
    private func awaitDaemon(_ ledger: LedgerReader) -> Int? {
        let ids = state.withLock { $0.ordered }
        guard !ids.isEmpty else { return 0 }
        if case .notRunning = askDaemon(state: settings.state) { return nil }
        let progress = Progress("originals")
        let all = (try? orders.waiting().count) ?? 0
        while let left = try? orders.waiting().count, left > 0 {
            progress.show(max(0, all - left), of: all)
            usleep(100_000)
            if case .notRunning = askDaemon(state: settings.state) {
                progress.end()
                return nil
            }
        }
        progress.end()
        return ids.count { id in
            guard let row = try? ledger.withID(id.hex, limit: 1).first else { return false }
            return (try? ledger.laterReading(than: row)) != nil
        }
    }

    private func showEnd(_ state: State, filed: Int?) {
        output.line(
            "\(grouped(state.changed)) of \(grouped(state.changed + state.same)) records \(isDiff ? "would be" : "are") read differently."
        )
        if state.gone > 0 {
            output.line("\(grouped(state.gone)) were left out: the record or its original is not there any more.")
        }
        if !state.more.isEmpty {
            output.line(
                "\(grouped(state.more.count)) originals hold articles that were not found before; drop them again to have those filed:"
            )
            for original in state.more.sorted().prefix(20) { output.line("  \(printable(original))") }
        }
        if !isDiff, state.changed > 0 {
            output.line(
                filed.map { "\(grouped($0)) new readings are filed." }
                    ?? "No daemon runs; the new readings are filed when one starts.")
        }
        output.flush()
        for (path, message) in state.failed { complain("\(path) can't be read again, and stays as it is: \(message)") }
        if let filed, filed < state.changed, !isDiff { complain("The journal says what became of the others.") }
    }

    private func writeEnd(_ state: State, filed: Int?) {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("same", state.same)
            json.member("gone", state.gone)
            json.key("more")
            json.array { json in for original in state.more.sorted() { json.string(original) } }
            json.key("failed")
            json.array { json in
                for (path, message) in state.failed {
                    json.object { json in
                        json.member("path", path)
                        json.member("message", message)
                    }
                }
            }
            json.member("filed", filed)
        }
        // The list before was written piece by piece: the rest is the same object's.
        output.write([0x5D, 0x2C] + json.take().dropFirst() + [0x0A])
    }
}
