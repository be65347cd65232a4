internal import Article
internal import Bytes
internal import CSystem
internal import Filing
internal import Foundation
internal import Glibc
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization

/// Watches the inbox until it is stopped.
///
/// - Parameters:
///   - once: Files what is there and ends.
///   - workerProgram: Another program as worker; for tests.
///   - reload: Reads the configuration again, on SIGHUP.
package func run(
    _ settings: Settings, once: Bool = false, workerProgram: String? = nil,
    reload: @escaping () throws -> Settings
) throws(Fault) {
    LocalTime.use(settings.timeZone)
    do throws(Fault) {
        let daemon = try Daemon(settings, workerProgram: workerProgram.map { Path($0) })
        try daemon.run(once: once, reload: reload)
    } catch {
        // Whoever reads stderr is told by the command.
        if let journal = standardLog() as? JournalLog, error.code != ExitCode.done {
            journal.write(LogEntry(.critical, "stopping: \(error.message)"))
        }
        throw error
    }
}

private final class Daemon {
    private let service = ServiceManager()
    private let log = standardLog()
    private let lock: Descriptor
    private let pipeline: Pipeline
    private let inbox: Inbox
    private let inboxThread: InboxThread
    private let filing: FilingThread
    private let control: ControlSocket?
    private let started = Clock.now()
    private let signals: Descriptor
    /// The last reload's settings were bad: the old ones are in force.
    private var refused: StatusReport.Setback?
    private var quiet: [QuietSource] = []
    private var nextQuietLook: Int64 = 0
    private var metrics = Metrics()
    /// Something changed since the metrics were written.
    private var hasNews = false

    init(_ settings: Settings, workerProgram: Path?) throws(Fault) {
        umask(0o027)
        // A writer that opens a file while its lease is asked raises SIGIO; a worker that died, SIGPIPE.
        signal(SIGIO, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        raiseDescriptorLimit()
        let fd = [SIGTERM, SIGINT, SIGHUP].withUnsafeBufferPointer { dateline_signalfd($0.baseAddress, 3) }
        signals = Descriptor(fd)

        let start = StartUp(service: service, log: log, signals: signals)
        try start.insist("folders") {
            try Files.makeDirectories(settings.state)
            for folder in [settings.inbox, settings.outbox] { try Files.makeDirectories(folder) }
        }
        // Events and renames need the folder itself, wherever a link to it was given.
        let inboxPath = try start.insist("inbox") { try Files.resolve(settings.inbox) }
        var settings = settings
        settings.inbox = inboxPath
        lock = try start.insist("state folder") { try lockState(settings.state) }
        let ledger = try start.insist("ledger") { try Ledger(folder: settings.state) }
        let layout = settings.layout
        let names = Names(layout: layout)
        let outbox = try start.insist("outbox") {
            var outbox = Outbox(layout: layout, instance: ledger.instance)
            try outbox.prepare()
            try OtherDaemons.announce(settings.state, instance: ledger.instance, in: layout.outbox)
            return outbox
        }
        let log = log
        pipeline = try start.insist("ledger") {
            try Pipeline(
                settings: settings, ledger: ledger, names: names, statistics: Statistics(try ledger.tallies()),
                log: log,
                workerProgram: workerProgram)
        }
        let pipeline = pipeline
        inboxThread = InboxThread(pipeline)
        let inboxThread = inboxThread
        inbox = try start.insist("inbox") {
            try Inbox(path: settings.inbox, instance: ledger.instance, settings: settings.intake, delegate: inboxThread)
        }
        let last = try start.insist("ledger") { try ledger.lastSequence() }
        filing = try start.insist("outbox") { try FilingThread(pipeline, outbox: outbox, lastSequence: last) }
        control = try? ControlSocket(folder: settings.state)
    }

    func run(once: Bool, reload: () throws -> Settings) throws(Fault) {
        try StartUp(service: service, log: log, signals: signals).insist("inbox") { try recover() }
        let settings = pipeline.settings.withLock { $0 }
        let inboxThread = inboxThread
        let pipeline = pipeline
        // Each of these is used by its thread alone from here on.
        nonisolated(unsafe) let inbox = inbox
        nonisolated(unsafe) let filing = filing
        let filingThread = WorkThread("filing") { filing.run() }
        let briefThread = WorkThread("brief") { BriefThread(pipeline, drains: once).run() }
        let lanes = (0..<settings.workers).map { n in WorkThread("lane \(n)") { Lane(pipeline).run() } }
        let likeness = WorkThread("likeness") { pipeline.decider.prepare() }
        let intake = WorkThread("inbox") { inboxThread.run(inbox) }
        let retention = once ? nil : WorkThread("retention") { Retention(pipeline).run() }

        let replay = WorkThread("replay") { ReplayThread(pipeline).run() }

        service.ready(statusLine())
        log.write(
            LogEntry(
                .info,
                "Dateline \(readerVersion) watches \(settings.inbox) and files into \(settings.outbox), \(settings.workers) workers"
            ))
        if (try? pipeline.ledger.lastSequence()) == 0,
            OtherDaemons.hadLedger(settings.state, before: pipeline.ledger.instance, in: settings.outbox)
        {
            log.write(
                LogEntry(
                    .warning,
                    "the ledger in \(settings.state) is new, and an earlier one has filed into this outbox: what that filed is not known any more; `dateline audit --rebuild`, while no daemon runs, makes it known"
                ))
        }
        let arrivals = try? pipeline.ledger.arrivals(latest: 20_000)
        pipeline.quiet.learn(arrivals ?? [], (try? pipeline.ledger.tallies()) ?? [])
        serve(once: once, reload: reload)

        service.stopping("Stopping: \(pipeline.countUnderWay) under way")
        pipeline.stop()
        intake.join()
        likeness.join()
        retention?.join()
        replay.join()
        service.extendTimeout(seconds: 60)
        for lane in lanes { lane.join() }
        pipeline.items.close()
        filingThread.join()
        pipeline.endFiling()
        briefThread.join()
        writeMetrics()
        log.write(LogEntry(.info, "Dateline stopped; \(pipeline.countUnderWay) claimed files wait for the next start"))
    }

    // MARK: Recovery

    /// Takes up what an earlier run left: claims go their way again with the arrival and the decisions that are stored.
    ///
    /// May be repeated from its beginning: nothing is handed over before all is known.
    private func recover() throws {
        let ledger = pipeline.ledger
        let underWay = try ledger.underWay()
        let (rows, decided) = (underWay.claims, underWay.decided)
        var toRead: [(claim: Claim, row: ClaimRow?)] = []
        var toMove: [FilingItem] = []
        let known = Dictionary(rows.map { ($0.key, $0) }) { _, last in last }
        var seen: Set<Path> = []
        let finished = Set(rows.filter(\.isFinished).map(\.key))
        try inbox.start(mounts: Set(rows.compactMap(\.mount)), finished: finished) { claim in
            seen.insert(claim.key)
            let row = known[claim.key].flatMap { $0.inode == claim.status.inode ? $0 : nil }
            if let row, row.isFinished {
                // Only the original is left to move.
                toMove.append(FilingItem(claim: claim, row: row, isLast: true, began: Clock.monotonic()))
            } else {
                toRead.append((claim, row))
            }
        }
        // What has no file any more: its original is in its place, or was taken away by somebody.
        let gone = rows.filter { !seen.contains($0.key) }
        // A replay's reading has no claim: one that is visible is filed, any other is ordered still.
        let visible = try decided.filter { row in try row.readingOf != nil && isVisible(row) }
        let kept = Set(visible.map(\.seq))
        let orphans = decided.filter { !seen.contains($0.claim) && !kept.contains($0.seq) }
        try ledger.forget(decided: orphans.map(\.seq), claims: gone.map(\.key))
        pipeline.decider.remember(decided.filter { seen.contains($0.claim) || kept.contains($0.seq) })
        for item in toMove { pipeline.beganFinished(item) }
        for row in visible {
            pipeline.items.put(FilingItem(outcome: row, isLast: true, began: Clock.monotonic()))
        }
        for (claim, row) in toRead {
            if let row {
                pipeline.recovered.add(row, done: underWay.done[row.key] ?? [:])
                pipeline.names.keep(row.original)
            }
            pipeline.began(claim)
        }
    }

    private func isVisible(_ row: OutcomeRow) throws(SystemError) -> Bool {
        let hashes = [row.articleHash, row.analysisHash, row.summaryHash, row.pageHash].compactMap { $0 }
        guard let path = row.path, hashes.count == recordFileNames.count else { return false }
        return try Outbox.holds(hashes, at: pipeline.settings.withLock { $0.layout.absolute(path) })
    }

    // MARK: The main loop

    private func serve(once: Bool, reload: () throws -> Settings) {
        var lastStatus: Int64 = 0
        var isStatusDue = false
        var lastWatchdog: Int64 = 0
        let progress = once ? Progress("articles") : nil
        let all = once && isatty(2) == 1 ? InboxLook(pipeline.settings.withLock { $0 }).waiting().count : 0
        let before = pipeline.statistics.snapshot.total
        defer { progress?.end() }
        while true {
            let now = Clock.monotonic()
            if let interval = service.watchdogMilliseconds, now - lastWatchdog >= Int64(interval) * 900 {
                if pipeline.makesProgress(within: Int64(interval) * 4000) { service.alive() }
                lastWatchdog = now
            }
            if isStatusDue, now - lastStatus >= 1_000_000 {
                service.status(statusLine())
                lastStatus = now
                isStatusDue = false
                hasNews = true
                nextQuietLook = now
            }
            if now >= nextQuietLook { lookForQuiet(now) }
            if metricsDue(isStatusDue) <= now { writeMetrics() }
            if let progress {
                let done = Int(pipeline.statistics.snapshot.total - before)
                progress.show(done, of: max(all, done + pipeline.countUnderWay))
            }
            if once, pipeline.caughtUp.load(ordering: .acquiring), pipeline.countUnderWay == 0,
                pipeline.items.count == 0, !pipeline.isReplaying.load(ordering: .acquiring),
                inboxThread.waiting.allSatisfy(\.isLong)
            {
                return
            }
            var milliseconds = service.watchdogMilliseconds ?? -1
            let next = min(nextQuietLook, metricsDue(isStatusDue))
            if next < .max {
                let left = Int32(clamping: max(1, (next - now + 999) / 1000))
                milliseconds = milliseconds < 0 ? left : min(milliseconds, left)
            }
            if isStatusDue { milliseconds = milliseconds < 0 ? 1000 : min(milliseconds, 1000) }
            if once { milliseconds = milliseconds < 0 ? 50 : min(milliseconds, 50) }
            let ready = wait(
                for: [signals.raw, pipeline.changedBell.descriptor.raw] + (control.map { [$0.descriptor.raw] } ?? []),
                milliseconds: milliseconds)
            if ready[1] {
                pipeline.changedBell.answer()
                isStatusDue = true
            }
            if ready.count > 2, ready[2] {
                control?.answer(with: report().encoded)
                // Who has left orders asks as well.
                pipeline.replayBell.ring()
            }
            if ready[0] {
                switch nextSignal() {
                case SIGHUP: reloadSettings(reload)
                case SIGTERM, SIGINT: return
                default: break
                }
            }
        }
    }

    private func nextSignal() -> Int32 {
        var buffer = [UInt8](repeating: 0, count: 128)
        let got = buffer.withUnsafeMutableBytes { read(signals.raw, $0.baseAddress, 128) }
        return got >= 4 ? Int32(buffer[0]) : 0
    }

    private func reloadSettings(_ reload: () throws -> Settings) {
        service.reloading()
        do {
            var new = try reload()
            let old = pipeline.settings.withLock { $0 }
            // Folders are those of the start: to move them needs a restart.
            new.inbox = old.inbox
            new.outbox = old.outbox
            new.state = old.state
            new.originals = old.originals
            new.rejected = old.rejected
            new.workers = old.workers
            let settings = new
            pipeline.settings.withLock { $0 = settings }
            inboxThread.apply(settings.intake)
            refused = nil
            pipeline.retentionBell.ring()
            nextQuietLook = 0
            log.write(LogEntry(.info, "settings read again"))
        } catch {
            let text = ((error as? Fault)?.message ?? "\(error)").split(separator: "\n").joined(separator: " ")
            refused = StatusReport.Setback(kind: "settings", message: "settings refused: \(text)", since: Clock.now())
            log.write(LogEntry(.error, "settings refused, the old ones stay in force: \(text)", id: .settingsRefused))
        }
        service.ready(statusLine())
    }

    // MARK: Quiet sources, metrics

    private func lookForQuiet(_ now: Int64) {
        let settings = pipeline.settings.withLock { $0 }
        let (all, new, next) = pipeline.quiet.look(settings, at: Clock.now(), started: started)
        quiet = all
        // The wall clock may be set meanwhile: it is looked at now and then in any case.
        nextQuietLook = next.map { now + min($0, 600_000_000) } ?? .max
        for source in new {
            let silence = Clock.now().microseconds - source.since.microseconds
            log.write(
                LogEntry(
                    .warning,
                    "quiet \(source.source): nothing came for \(span(silence)); \(source.isLearned ? "its pauses are shorter than" : "the settings allow") \(span(source.allowed))",
                    id: .sourceQuiet,
                    fields: [
                        ("SOURCE", source.source), ("REASON", source.isLearned ? "learned" : "configured"),
                        ("DESK", pipeline.desk ?? ""),
                    ]))
        }
        if !new.isEmpty { service.status(statusLine()) }
    }

    private func metricsDue(_ hasNews: Bool) -> Int64 {
        pipeline.settings.withLock { $0.metricsFile } == nil ? .max : metrics.due(hasNews: hasNews || self.hasNews)
    }

    private func writeMetrics() {
        guard let path = pipeline.settings.withLock({ $0.metricsFile }) else { return }
        hasNews = false
        metrics.write(report(), pipeline.statistics.snapshot.stages, to: path, log: log)
    }

    // MARK: What it shows

    private func statusLine() -> String {
        let counts = pipeline.statistics.snapshot
        let troubles = pipeline.troubles.all
        var parts = [
            "\(counts.byKind[.filed, default: 0] + counts.byKind[.superseded, default: 0]) filed",
            "\(counts.byKind[.duplicate, default: 0]) duplicate", "\(counts.byKind[.rejected, default: 0]) rejected",
        ]
        let underWay = pipeline.countUnderWay
        if underWay > 0 { parts.append("\(underWay) under way") }
        let waiting = inboxThread.waiting.count(where: \.isLong)
        if waiting > 0 { parts.append("\(waiting) waiting") }
        if !quiet.isEmpty {
            parts.append("quiet: " + quiet.prefix(3).map { printable($0.source) }.joined(separator: " "))
        }
        if let last = counts.last { parts.append("last \(Clock.localTime(last))") }
        let line = parts.joined(separator: ", ")
        guard let first = troubles.first else { return line }
        return "Setback since \(Clock.localTime(first.since)): \(printable(first.setback.message)); \(line)"
    }

    private func report() -> StatusReport {
        StatusReport(
            pipeline, inboxThread, started: started, refused: refused, quiet: quiet)
    }
}

extension ClaimRow {
    /// The sub-folder of the inbox in whose claim folder it lies; empty for the inbox's own.
    fileprivate var mount: Path? {
        let parts = key.components
        return parts.firstIndex(of: Array(".dateline".utf8)).map { Path(Array(parts[..<$0].joined(separator: [0x2F]))) }
    }
}

extension Settings {
    var layout: Layout { Layout(outbox: outbox, originals: originals, rejected: rejected) }
}

/// As many descriptors as the hard limit allows: a batch keeps some hundred files open.
private func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(UInt32(DATELINE_RLIMIT_NOFILE)), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    setrlimit(__rlimit_resource_t(UInt32(DATELINE_RLIMIT_NOFILE)), &limit)
}
