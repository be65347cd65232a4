internal import Article
internal import Bytes
internal import Host
internal import Intake
internal import Ledger

/// What `dateline list` shows, as typed.
package struct ListRequest: Sendable {
    package var since: String?
    package var until: String?
    package var source: String?
    /// Words with commas between them: the outcomes and `waiting`.
    package var outcome: String?
    package var reason: String?
    /// 0 for no limit.
    package var limit: Int?
    package init(since: String?, until: String?, source: String?, outcome: String?, reason: String?, limit: Int?) {
        self.since = since
        self.until = until
        self.source = source
        self.outcome = outcome
        self.reason = reason
        self.limit = limit
    }
}

/// Lists arrivals, newest first, whatever became of them.
package func listArrivals(_ settings: Settings, _ request: ListRequest, json: Bool) throws(Fault) {
    LocalTime.use(settings.timeZone)
    let output = Output()
    let list = try ArrivalList(settings, request, isShort: output.isTerminal && !json)
    if json { try list.writeLines(to: output) } else { try list.show(on: output) }
    output.flush()
}

private struct ArrivalList {
    private let ledger: LedgerReader
    private var filter = OutcomeFilter()
    /// Newest first.
    private var waiting: [WaitingFile] = []
    private let limit: Int
    /// The limit is ours, for a terminal.
    private let isCut: Bool

    init(_ settings: Settings, _ request: ListRequest, isShort: Bool) throws(Fault) {
        ledger = try needLedger(settings)
        if let limit = request.limit, limit < 0 {
            throw Fault(ExitCode.usage, "--limit takes a number from 0 (no limit) on.")
        }
        isCut = request.limit == nil && isShort
        limit = isCut ? 50 : request.limit.flatMap { $0 == 0 ? nil : $0 } ?? .max
        filter.since = try time(request.since, "--since")
        filter.until = try time(request.until, "--until")
        filter.source = request.source
        var isWaitingAsked = true
        if let outcome = request.outcome { (filter.kinds, isWaitingAsked) = try outcomeKinds(outcome) }
        var reason: WaitingFile.Reason?
        if let word = request.reason {
            filter.reason = Rejection.Code(rawValue: word)
            reason = WaitingFile.Reason(rawValue: word)
            guard filter.reason != nil || reason != nil else {
                let known = Rejection.Code.allCases.map(\.rawValue) + WaitingFile.Reason.allCases.map(\.rawValue)
                throw Fault(
                    ExitCode.usage, "\"\(word)\" is no reason; those known are \(known.joined(separator: ", ")).")
            }
            if filter.reason == nil { filter.kinds = [] }
        }
        guard isWaitingAsked, request.reason == nil || reason != nil else { return }
        let filter = filter
        waiting = try waitingFiles(settings)
            .filter { file in
                (filter.since.map { file.since >= $0 } ?? true) && (filter.until.map { file.since <= $0 } ?? true)
                    && (filter.source.map { sourceName(of: file.path) == $0 } ?? true)
                    && (reason.map { file.reason == $0 } ?? true)
            }.sorted { $0.since > $1.since }
    }

    private enum Arrival {
        case outcome(OutcomeRow)
        case waiting(WaitingFile)
    }

    /// In pages, so that nobody who reads slowly holds up the ledger.
    private func each(_ body: ([Arrival]) -> Void) throws(Fault) {
        var left = limit
        var before: Int64?
        var waiting = waiting[...]
        while left > 0 {
            let size = min(left, 500)
            let rows =
                filter.kinds?.isEmpty == true
                ? [] : try asking { () throws(LedgerError) in try ledger.newest(filter, before: before, limit: size) }
            var page: [Arrival] = []
            for row in rows {
                while let file = waiting.first, file.since >= row.arrived {
                    page.append(.waiting(file))
                    waiting.removeFirst()
                }
                page.append(.outcome(row))
            }
            if rows.count < size {
                page += waiting.map { .waiting($0) }
                waiting = []
            }
            body(Array(page.prefix(left)))
            left -= min(left, page.count)
            guard rows.count == size, let last = rows.last else { break }
            before = last.seq
        }
    }

    func writeLines(to output: Output) throws(Fault) {
        var json = JSONWriter(capacity: 4096)
        try each { page in
            for arrival in page {
                switch arrival {
                case .outcome(let row): row.write(to: &json, ledger: ledger.name)
                case .waiting(let file): file.writeOutcome(to: &json)
                }
                json.newline()
            }
            output.write(json.take())
        }
    }

    func show(on output: Output) throws(Fault) {
        var rows: [[Output.Cell]] = []
        var count = 0
        try each { page in
            rows += page.map(cells)
            count += page.count
            // Each page of a long list has its own widths, so that the first lines need not wait for the last.
            if rows.count >= 500 {
                output.table(ArrivalList.heads, rows)
                rows = []
            }
        }
        if !rows.isEmpty { output.table(ArrivalList.heads, rows) }
        output.flush()
        if count == 0 { complain("Nothing was found.") }
        if isCut, count >= limit { complain("The newest \(limit) are shown; --limit 0 shows all.") }
    }

    private static let heads = ["ARRIVED", "OUTCOME", "SOURCE", "NAME", "ID", "WHAT"]

    private func cells(_ arrival: Arrival) -> [Output.Cell] {
        switch arrival {
        case .outcome(let row):
            let name = printable(row.name) + (row.member.map { " (\(printable($0)))" } ?? "")
            return [
                Output.Cell(LocalTime.text(row.arrived)),
                Output.Cell(row.kind.rawValue, style(ofOutcome: row.kind.rawValue)),
                Output.Cell(cut(row.source, to: 20)), Output.Cell(cut(name, to: 40)),
                Output.Cell(row.id.prefix(8), .dim),
                Output.Cell(row.what),
            ]
        case .waiting(let file):
            return [
                Output.Cell(LocalTime.text(file.since)), Output.Cell("waiting", .yellow),
                Output.Cell(cut(sourceName(of: file.path), to: 20)),
                Output.Cell(cut(printable(file.path.name), to: 40)),
                Output.Cell("-"), Output.Cell("\(file.reason.rawValue): \(file.reason.explanation)"),
            ]
        }
    }
}

/// `filed,rejected,waiting` as kinds, and whether those that wait are among them.
func outcomeKinds(_ words: String) throws(Fault) -> ([OutcomeKind], Bool) {
    var kinds: [OutcomeKind] = []
    var isWaiting = false
    for word in words.split(separator: ",") {
        if let kind = OutcomeKind(rawValue: String(word)) {
            kinds.append(kind)
        } else if word == "waiting" {
            isWaiting = true
        } else {
            let known = OutcomeKind.allCases.map(\.rawValue) + ["waiting"]
            throw Fault(ExitCode.usage, "\"\(word)\" is no outcome; those known are \(known.joined(separator: ", ")).")
        }
    }
    return (kinds, isWaiting)
}

/// A moment as typed.
func time(_ text: String?, _ option: String) throws(Fault) -> Instant? {
    guard let text else { return nil }
    if let time = LocalTime.parse(text) { return time }
    throw Fault(
        ExitCode.usage,
        "\(option) \"\(text)\" is no time; write it as 01:30, yesterday, -2h, 2026-11-24 or \"2026-11-24 10:00\".")
}
