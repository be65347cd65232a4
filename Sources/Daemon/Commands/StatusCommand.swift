internal import Article
internal import Bytes
internal import Foundation
internal import Glibc
internal import Host
internal import Ledger

/// Prints what the daemon is doing now and has done.
///
/// - Returns: The exit code: 0 running, 1 running with trouble, 3 not running.
package func showStatus(_ settings: Settings, json: Bool, watch: Bool) throws(Fault) -> Int32 {
    LocalTime.use(settings.timeZone)
    let output = Output()
    guard watch else {
        let bytes = try statusReport(settings)
        let answer = try StatusAnswer(bytes)
        if json { output.write(bytes) } else { answer.show(on: output) }
        output.flush()
        return answer.exitCode
    }
    while true {
        // One that starts, stops or hangs is watched on.
        let answer = Result { () throws(Fault) in try statusReport(settings) }
        let screen = Screen(output)
        if !json { screen.begin() }
        switch answer {
        case .success(let bytes) where json: output.write(bytes)
        case .success(let bytes): try StatusAnswer(bytes).show(on: output)
        case .failure(let fault) where fault.code == ExitCode.bad && !json: output.line(printable(fault.message))
        case .failure(let fault): throw fault
        }
        if !json { screen.end() }
        output.flush()
        sleep(1)
    }
}

/// One line of JSON, from the daemon or, when none runs, from the ledger and the inbox.
func statusReport(_ settings: Settings) throws(Fault) -> [UInt8] {
    switch askDaemon(state: settings.state) {
    case .report(let bytes): return bytes
    case .silent:
        throw Fault(
            ExitCode.bad, "The daemon that works with \(settings.state) does not answer: it starts, stops or hangs.")
    case .forbidden(let error):
        throw Fault(
            ExitCode.forbidden,
            "The daemon may not be asked: \(error). Members of its group may (adduser USER dateline).")
    case .notRunning: break
    }
    var report = StatusReport(stopped: settings)
    if let ledger = try readLedger(settings) {
        report.tallies = try asking { () throws(LedgerError) in try ledger.tallies() }
        report.durations = try asking { () throws(LedgerError) in try ledger.durations(limit: 1000) }
        report.last = try asking { () throws(LedgerError) in try ledger.newest(OutcomeFilter(), limit: 10) }
        report.ledger = ledger.name
        // The control socket goes when the daemon stops.
        if let status = try? Files.status(at: settings.state) {
            report.since = Instant(microseconds: status.modified / 1000)
        }
    }
    report.waiting = InboxLook(settings).waiting()
    return report.encoded
}

/// Redraws in place, so that nothing flickers; a line that got shorter leaves no rest.
private struct Screen {
    let output: Output
    init(_ output: Output) { self.output = output }
    func begin() { if output.isTerminal { output.write(Array("\u{1B}[H\u{1B}[2J".utf8)) } }
    func end() { if !output.isTerminal { output.line() } }
}

/// A status report as it is read back from its JSON.
struct StatusAnswer: Decodable {
    struct Queue: Decodable {
        var waiting, claimed, reading, filing: Int
    }
    struct Rate: Decodable {
        var perSecond1m, perSecond1h: Double
    }
    struct Totals: Decodable {
        var filed, duplicate, superseded, rejected: Int
    }
    struct Source: Decodable {
        var source: String
        var filed, duplicate, superseded, rejected: Int
        var lastArrival: String?
    }
    struct Rejections: Decodable {
        var code: String
        var count: Int
    }
    struct Stage: Decodable {
        var stage: String
        var p50Micros, p99Micros: Int?
    }
    struct Outcome: Decodable {
        var time, outcome, source, name: String
        var member, title, reason, message: String?
    }
    struct Waiting: Decodable {
        var path, reason, since: String
    }
    struct Setback: Decodable {
        var kind, message, since: String
    }
    struct Quiet: Decodable {
        var source, since: String
        var allowedSeconds: Int64
        var learned: Bool
    }
    struct Polled: Decodable {
        var path, reason: String
    }
    struct Sandbox: Decodable {
        var landlock: Int
        var seccomp, rlimits: Bool
    }
    struct Worker: Decodable {
        var pid, articles: Int
    }
    var state: String
    var since, version, desk: String?
    var inbox, outbox, statePath: String
    var queue: Queue
    var rate: Rate
    var totals: Totals
    var bySource: [Source]
    var rejections: [Rejections]
    var stages: [Stage]
    var last: [Outcome]
    var waiting: [Waiting]
    var setbacks: [Setback]
    var quiet: [Quiet]?
    var polled: [Polled]?
    var sandbox: Sandbox?
    var workers: [Worker]

    init(_ bytes: [UInt8]) throws(Fault) {
        do { self = try JSONDecoder().decode(StatusAnswer.self, from: Data(bytes)) } catch {
            throw Fault(
                ExitCode.bad, "The daemon's answer is not understood; it may be of another version than this program.")
        }
    }

    var isRunning: Bool { state != "stopped" }
    var exitCode: Int32 {
        switch state {
        case "running": ExitCode.done
        case "stopped": ExitCode.notRunning
        default: ExitCode.bad
        }
    }
}

// MARK: - For people

extension StatusAnswer {
    func show(on output: Output) {
        showHead(output)
        for setback in setbacks {
            output.line(
                output.styled("  trouble", .red) + " since \(clock(setback.since)): \(printable(setback.message))")
        }
        for source in quiet ?? [] {
            let why = source.learned ? "its pauses are shorter than" : "the settings allow"
            output.line(
                output.styled("  quiet", .yellow)
                    + "   \(printable(source.source)) since \(clock(source.since)); \(why) \(span(source.allowedSeconds * 1_000_000))"
            )
        }
        for mount in polled ?? [] {
            let folder = mount.path.isEmpty ? "the inbox" : mount.path
            output.line("  polled  \(printable(folder)): \(printable(mount.reason))")
        }
        output.line()
        showCounts(output)
        showSources(output)
        showWaiting(output)
        showLast(output)
    }

    private func showHead(_ output: Output) {
        let style: Output.Style = state == "running" ? .green : state == "stopped" ? .yellow : .red
        let name = "dateline" + (desk.map { "@\(printable($0))" } ?? "")
        let word = state == "trouble" ? "running, with trouble" : state
        var head = "\(output.styled("●", style)) \(output.styled(name, .bold)) \(output.styled(word, style))"
        if let since { head += " since \(clock(since))" }
        if let version { head += ", version \(printable(version))" }
        output.line(head)
        output.line("  inbox   \(printable(inbox))")
        output.line("  outbox  \(printable(outbox))")
        output.line("  state   \(printable(statePath))")
    }

    private func showCounts(_ output: Output) {
        let counts = [("filed", totals.filed), ("duplicate", totals.duplicate), ("superseded", totals.superseded)]
        var line = "  " + counts.map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", ")
        line += ", " + output.styled("\(grouped(totals.rejected)) rejected", totals.rejected > 0 ? .yellow : nil)
        if !rejections.isEmpty {
            line += " (" + rejections.map { "\(printable($0.code)) \(grouped($0.count))" }.joined(separator: ", ") + ")"
        }
        output.line(line)
        if isRunning {
            output.line(
                "  now: \(queue.reading) being read, \(queue.filing) being filed, \(queue.claimed) claimed, \(grouped(queue.waiting)) waiting; \(twoPlaces(rate.perSecond1m))/s in the last minute, \(twoPlaces(rate.perSecond1h))/s in the last hour"
            )
        }
        showStages(output)
        if let sandbox {
            let walls = [
                sandbox.landlock > 0 ? "Landlock \(sandbox.landlock)" : "no Landlock",
                sandbox.seccomp ? "seccomp" : "no seccomp",
                sandbox.rlimits ? "rlimits" : "no rlimits",
            ]
            let each = workers.map { "\($0.pid) (\(grouped($0.articles)) read)" }.joined(separator: ", ")
            output.line("  workers: \(each); held by \(walls.joined(separator: ", "))")
        }
    }

    private func showStages(_ output: Output) {
        let names = ["total": "claim to outcome", "queue": "waiting for a worker", "read": "reading", "file": "filing"]
        let slowest = stages.filter { $0.stage != "total" }.max { ($0.p50Micros ?? 0) < ($1.p50Micros ?? 0) }?.stage
        for stage in stages {
            guard let p50 = stage.p50Micros, let p99 = stage.p99Micros else { continue }
            let mark = stage.stage == slowest ? "; the slowest stage" : ""
            output.line(
                "  \(names[stage.stage] ?? printable(stage.stage)): half within \(milliseconds(p50)), 99 % within \(milliseconds(p99))\(mark)"
            )
        }
    }

    private func showSources(_ output: Output) {
        guard !bySource.isEmpty else { return }
        output.line()
        output.table(
            ["SOURCE", "FILED", "DUPLICATE", "SUPERSEDED", "REJECTED", "LAST ARRIVAL"],
            bySource.map { row in
                [
                    Output.Cell(printable(row.source)), Output.Cell(row.filed), Output.Cell(row.duplicate),
                    Output.Cell(row.superseded), Output.Cell(row.rejected),
                    Output.Cell(row.lastArrival.map(clock) ?? ""),
                ]
            }, indent: 2)
    }

    private func showWaiting(_ output: Output) {
        guard queue.waiting > 0 else { return }
        output.line()
        output.table(
            ["WAITING SINCE", "REASON", "FILE"],
            waiting.prefix(20).map {
                [Output.Cell(clock($0.since)), Output.Cell($0.reason), Output.Cell(printable($0.path))]
            },
            indent: 2)
        if queue.waiting > 20 {
            output.line("  … and \(grouped(queue.waiting - 20)) more: dateline list --outcome waiting")
        }
    }

    private func showLast(_ output: Output) {
        guard !last.isEmpty else { return }
        output.line()
        output.table(
            ["LAST", "OUTCOME", "NAME", "WHAT"],
            last.map { row in
                let what = row.title ?? [row.reason, row.message].compactMap { $0 }.joined(separator: ": ")
                return [
                    Output.Cell(clock(row.time)), Output.Cell(row.outcome, style(ofOutcome: row.outcome)),
                    Output.Cell(cut(printable(row.name), to: 40)), Output.Cell(printable(what)),
                ]
            }, indent: 2)
    }

    private func clock(_ text: String) -> String {
        LocalTime.parse(text).map { LocalTime.short($0) } ?? printable(text)
    }
}

func style(ofOutcome word: String) -> Output.Style? {
    switch word {
    case "filed": .green
    case "rejected": .red
    case "waiting": .yellow
    default: .dim
    }
}

private func twoPlaces(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1e9) * 100).rounded())
    return "\(hundredths / 100).\(padded(hundredths % 100, 2))"
}

private func milliseconds(_ microseconds: Int) -> String { decimal(Double(microseconds) / 1000) + " ms" }
