internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization
internal import Wire

/// One worker and the thread that talks to it: takes claims, has them read, and hands their outcomes to the filing
/// thread.
final class Lane {
    private let pipeline: Pipeline
    private var worker: WorkerProcess?

    init(_ pipeline: Pipeline) { self.pipeline = pipeline }

    /// Until there are no more claims.
    func run() {
        startWorker()
        while !pipeline.isStopping {
            let taken = pipeline.claims.take(1)
            guard let claim = taken.first else {
                if pipeline.claims.isClosedAndEmpty { break }
                _ = wait(
                    for: [pipeline.claims.bell.descriptor.raw, pipeline.stopBell.descriptor.raw], milliseconds: -1)
                continue
            }
            insist { () throws(Setback) in try process(claim) }
            pipeline.awaitRoomForItems()
        }
        endWorker()
    }

    /// Tries until it works, or the daemon stops: then the claim waits for the next start.
    private func insist(_ work: () throws(Setback) -> Void) {
        var pause: Int64 = 100_000
        while !pipeline.isStopping {
            do throws(Setback) {
                try work()
                pipeline.troubles.end(of: "reading")
                return
            } catch {
                pipeline.troubles.begin(error, of: "reading")
                pipeline.pause(microseconds: pause)
                pause = min(pause * 2, 5_000_000)
            }
        }
    }

    private func process(_ claim: Claim) throws(Setback) {
        let began = Clock.monotonic()
        let mark = try setback { () throws(SystemError) in try Fingerprint(claim.file, size: claim.status.size) }
        let (sha256, size) = (mark.digest, mark.size)
        guard pipeline.mayRead(claim, sha256) else { return }
        var isHandedOver = false
        defer { if !isHandedOver { pipeline.gaveUpReading(sha256) } }

        var row = try claimRow(claim, sha256, size)
        let settings = pipeline.settings.withLock { $0 }
        let outcomes = OutcomesOfOneClaim(
            claim: claim, row: row.claim, began: began, done: row.done ?? [:], pipeline: pipeline)

        if !mark.isWhole {
            outcomes.isHashed = false
            outcomes.refuse(
                member: nil, id: sha256,
                Rejection(
                    .tooLarge, stage: .intake,
                    "The file has \(size) bytes; at most \(Fingerprint.largest) are looked at.",
                    hint: "Split the file, and drop its parts."))
        } else if size == 0 {
            outcomes.refuse(
                member: nil, id: sha256,
                Rejection(
                    .empty, stage: .intake, "The file is empty.", hint: "Check what delivers it, and drop it again."))
        } else if row.done == nil,
            let known = try ledgerSetback({ () throws(LedgerError) in try pipeline.ledger.filed(sha256) })
        {
            outcomes.duplicate(of: known)
            pipeline.names.release(row.claim.original)
            row.claim.original = ""
        } else {
            try read(claim, row.claim, settings, outcomes)
        }
        // By itself: what was handed over must not be read, and handed over, once more.
        insist { () throws(Setback) in try outcomes.finish() }
        isHandedOver = true
    }

    private struct Row {
        var claim: ClaimRow
        /// Its outcomes that are done, by ordinal; `nil` where no earlier run got so far as to store the claim.
        var done: [Int: OutcomeKind]?
    }

    private func claimRow(_ claim: Claim, _ sha256: Digest, _ size: Int) throws(Setback) -> Row {
        if let before = pipeline.recovered[claim.key], before.row.sha256 == sha256, !before.row.isFinished {
            return Row(claim: before.row, done: before.done)
        }
        let original = try setback { () throws(SystemError) in
            try pipeline.names.original("originals", arrived: claim.arrived, sha256: sha256, name: claim.name)
        }
        return Row(
            claim: ClaimRow(
                key: claim.key, arrived: claim.arrived, inode: claim.status.inode, sha256: sha256, bytes: size,
                original: original))
    }

    // MARK: Reading

    private func read(_ claim: Claim, _ row: ClaimRow, _ settings: Settings, _ outcomes: OutcomesOfOneClaim)
        throws(Setback)
    {
        let request = ReadRequest(
            sha256: row.sha256, size: row.bytes,
            context: ReadingContext(
                source: claim.source, name: claim.name, arrived: row.arrived,
                settings: settings.settings(of: claim.source)),
            original: row.original, asks: true, wanted: .all)
        var pause: Int64 = 100_000
        while true {
            outcomes.attempts += 1
            do throws(WorkerProcess.Trouble) {
                let rejection = try currentWorker(settings).read(
                    request, claim.file, seconds: settings.limits.seconds,
                    WorkerProcess.Answers(
                        decide: { identity throws(WorkerProcess.AnswerTrouble) in try outcomes.decide(identity) },
                        record: { record throws(WorkerProcess.AnswerTrouble) in try outcomes.record(record) },
                        rejection: { member, id, rejection throws(WorkerProcess.AnswerTrouble) in
                            outcomes.refuse(member: member, id: id, rejection)
                        }))
                if let rejection { outcomes.refuse(member: nil, id: row.sha256, rejection) }
                return retireWorker(settings)
            } catch {
                switch error {
                case .setback(let setback):
                    endWorker()
                    guard !pipeline.isStopping else { throw setback }
                    pipeline.troubles.begin(setback, of: "reading")
                    pipeline.pause(microseconds: pause)
                    pause = min(pause * 2, 5_000_000)
                    outcomes.attempts -= 1
                    outcomes.startOver()
                case .died(let death):
                    tell(death, claim)
                    endWorker()
                    // A second try in a fresh worker before the article is blamed; a time-out would only cost twice.
                    if outcomes.attempts < 2, death.code != .timeout {
                        outcomes.startOver()
                        continue
                    }
                    outcomes.refuse(member: nil, id: row.sha256, rejection(death))
                    return
                }
            }
        }
    }

    private func rejection(_ death: WorkerDeath) -> Rejection {
        let limits = pipeline.settings.withLock { $0.limits }
        return switch death.code {
        case .timeout:
            Rejection(
                .timeout, stage: .read, "Reading it took too long: \(death.cause).",
                hint: "Raise [limits] seconds (now \(limits.seconds)) and retry, if the file is worth it.")
        case .memory:
            Rejection(
                .memory, stage: .read, "Reading it took \(death.cause).",
                hint: "Raise [limits] memory_mib (now \(limits.memoryMiB)) and retry, if the file is worth it.")
        default:
            Rejection(
                .crash, stage: .read, "Reading it ended the worker process: \(death.cause).",
                hint: "This is a fault of Dateline: please report it with the file. Other articles were not touched.")
        }
    }

    private func tell(_ death: WorkerDeath, _ claim: Claim) {
        pipeline.log.write(
            LogEntry(
                .warning, "worker died reading \(claim.dropped): \(death.cause)", id: .workerDied,
                fields: [
                    ("SOURCE", claim.source), ("NAME", printable(claim.name)), ("REASON", death.code.rawValue),
                ]))
    }

    // MARK: The worker

    /// At the start, so that the first article finds it ready.
    private func startWorker() {
        let settings = pipeline.settings.withLock { $0 }
        _ = try? currentWorker(settings)
    }

    private func currentWorker(_ settings: Settings) throws(WorkerProcess.Trouble) -> WorkerProcess {
        if let worker { return worker }
        do throws(SystemError) {
            let fresh = try WorkerProcess(limits: settings.limits, program: pipeline.workerProgram)
            worker = fresh
        } catch {
            throw .setback(Setback(.workers, error.description))
        }
        guard let worker else { throw .setback(Setback(.workers, "no worker process")) }
        do throws(WorkerProcess.Trouble) { try worker.greet() } catch {
            self.worker = nil
            throw error
        }
        tellStatistics(worker)
        return worker
    }

    private func retireWorker(_ settings: Settings) {
        guard let worker else { return }
        tellStatistics(worker)
        if worker.served >= settings.limits.originalsPerWorker {
            endWorker()
            startWorker()
        }
    }

    private func tellStatistics(_ worker: WorkerProcess) {
        pipeline.statistics.worker(
            worker.pid, landlock: worker.sandbox.landlock, seccomp: worker.sandbox.seccomp,
            limits: worker.sandbox.limits, articles: worker.served)
    }

    private func endWorker() {
        if let worker { pipeline.statistics.workerGone(worker.pid) }
        worker = nil
    }
}

/// Runs a system call; its failure is a setback.
func setback<T>(_ body: () throws(SystemError) -> T) throws(Setback) -> T {
    do throws(SystemError) { return try body() } catch { throw error.setback }
}

/// Asks the ledger; while the daemon runs, a fault of the ledger is a setback too: what waits stays where it is.
func ledgerSetback<T>(_ body: () throws(LedgerError) -> T) throws(Setback) -> T {
    do throws(LedgerError) { return try body() } catch {
        switch error {
        case .setback(let setback): throw setback
        case .fault(let message): throw Setback(.ledger, message)
        }
    }
}
