internal import Article
internal import Bytes
internal import Glibc
internal import Host
internal import Intake
internal import Ledger

/// Writes what the daemon counts for Prometheus (text format 0.0.4), as node_exporter's textfile collector reads it.
struct Metrics {
    /// At most so often, and at least: microseconds.
    private static let leastPause: Int64 = 5_000_000
    static let mostPause: Int64 = 60_000_000

    private var last: Int64?
    private var hasFailed = false

    /// - Returns: When it is due (monotonic microseconds).
    func due(hasNews: Bool) -> Int64 {
        guard let last else { return 0 }
        return last + (hasNews ? Metrics.leastPause : Metrics.mostPause)
    }

    /// Replaces the file. Its failure is told once, and holds up nothing.
    mutating func write(_ report: StatusReport, _ stages: [StageTimes], to path: Path, log: any Log) {
        last = Clock.monotonic()
        do throws(SystemError) {
            // A reader sees the old file or the new. It need not survive a power cut.
            let aside = path.parent.appending([0x2E] + path.name + Array(".new".utf8))
            if try Files.exists(aside) { try Files.remove(aside) }
            let file = try Files.open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
            // Whatever the umask is: node_exporter is no member of the group.
            _ = file.use { fchmod($0, 0o644) }
            try Files.write(file, Array(Metrics.text(report, stages).utf8), to: aside)
            try Files.rename(aside, path)
            hasFailed = false
        } catch {
            guard !hasFailed else { return }
            hasFailed = true
            log.write(LogEntry(.warning, "metrics are not written: \(error); it is tried again each minute"))
        }
    }

    static func text(_ report: StatusReport, _ stages: [StageTimes]) -> String {
        var out = Exposition()
        out.family("dateline_build_info", .gauge, "The program that runs.")
        out.sample("dateline_build_info", ["version": readerVersion], "1")
        out.family("dateline_outcomes_total", .counter, "Outcomes, since the ledger was made.")
        for (source, own) in Dictionary(grouping: report.tallies, by: \.source).sorted(by: { $0.key < $1.key }) {
            for kind in OutcomeKind.allCases {
                let count = own.reduce(0) { $0 + ($1.kind == kind ? $1.count : 0) }
                out.sample("dateline_outcomes_total", ["source": source, "outcome": kind.rawValue], "\(count)")
            }
        }
        out.family("dateline_rejections_total", .counter, "Rejected files, by reason.")
        for tally in report.tallies where tally.kind == .rejected {
            out.sample(
                "dateline_rejections_total", ["source": tally.source, "reason": tally.reason?.rawValue ?? ""],
                "\(tally.count)")
        }
        out.family("dateline_last_arrival_timestamp_seconds", .gauge, "When a source's last arrival came.")
        for (source, own) in Dictionary(grouping: report.tallies, by: \.source).sorted(by: { $0.key < $1.key }) {
            guard let last = own.map(\.lastArrival).max() else { continue }
            out.sample("dateline_last_arrival_timestamp_seconds", ["source": source], "\(last.seconds)")
        }
        out.family("dateline_queue_depth", .gauge, "Claimed files whose outcome is not known yet.")
        out.sample("dateline_queue_depth", [:], "\(report.claimed)")
        out.family("dateline_waiting", .gauge, "Files in the inbox that are not read, by reason.")
        let waiting = Dictionary(grouping: report.waiting, by: \.reason)
        for reason in [WaitingFile.Reason.temporaryName, .writing, .noPermission, .setback] {
            out.sample("dateline_waiting", ["reason": reason.rawValue], "\(waiting[reason]?.count ?? 0)")
        }
        out.family("dateline_setback", .gauge, "1 while a temporary trouble holds up work.")
        for kind in Set(report.setbacks.map(\.kind)).sorted() { out.sample("dateline_setback", ["kind": kind], "1") }
        out.family("dateline_stage_seconds", .histogram, "How long the stages of an article take, since the start.")
        for stage in Stage.allCases where stages.indices.contains(stage.rawValue) {
            out.histogram("dateline_stage_seconds", ["stage": stage.name], stages[stage.rawValue])
        }
        return out.text
    }
}

/// The text format 0.0.4, as Prometheus's "Exposition formats" defines it.
private struct Exposition {
    enum Kind: String { case counter, gauge, histogram }
    private(set) var text = ""

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: String) {
        let pairs = labels.map { "\($0.key)=\"\(Exposition.escaped($0.value))\"" }.joined(separator: ",")
        text += pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs)} \(value)\n"
    }

    mutating func histogram(_ name: String, _ label: KeyValuePairs<String, String>, _ times: StageTimes) {
        guard let (key, value) = label.first else { return }
        var sum: Int64 = 0
        for (i, count) in times.counts.enumerated() {
            sum += count
            let bound = StageTimes.bounds.indices.contains(i) ? Exposition.seconds(StageTimes.bounds[i]) : "+Inf"
            sample(name + "_bucket", [key: value, "le": bound], "\(sum)")
        }
        sample(name + "_sum", [key: value], Exposition.seconds(times.sum))
        sample(name + "_count", [key: value], "\(sum)")
    }

    /// Of microseconds, without a needless nought.
    private static func seconds(_ microseconds: Int64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest != 0 else { return "\(whole)" }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }

    private static func escaped(_ value: String) -> String {
        printable(value).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
