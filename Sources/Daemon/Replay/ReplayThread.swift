internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger
internal import Synchronization
internal import Wire

/// Carries out the orders of `dateline replay`: reads each original again and hands the new readings to the filing thread.
///
/// An order stays until its readings are in the ledger, so that a crash repeats it.
struct ReplayThread {
    private let pipeline: Pipeline
    private let orders: ReplayOrders
    private let reading: Rereading

    /// Orders between two waits for the filing thread.
    private static let together = 64

    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
        orders = ReplayOrders(state: pipeline.settings.withLock { $0.state })
        reading = Rereading(program: pipeline.workerProgram)
    }

    /// Until the daemon stops.
    func run() {
        while !pipeline.isStopping {
            pipeline.replayBell.answer()
            pipeline.isReplaying.store(true, ordering: .releasing)
            let waiting = (try? orders.waiting()) ?? []
            for start in stride(from: 0, to: waiting.count, by: ReplayThread.together) {
                carryOut(waiting[start..<min(start + ReplayThread.together, waiting.count)])
            }
            reading.rest()
            pipeline.isReplaying.store(false, ordering: .releasing)
            pipeline.changedBell.ring()
            _ = wait(for: [pipeline.replayBell.descriptor.raw, pipeline.stopBell.descriptor.raw], milliseconds: -1)
        }
    }

    private func carryOut(_ files: ArraySlice<Path>) {
        var handed: [Digest] = []
        var done: [Path] = []
        for file in files {
            guard let ids = insist({ () throws(Setback) in try carryOut(file) }) else { break }
            handed += ids
            done.append(file)
        }
        while handed.contains(where: pipeline.decider.isPending), !pipeline.isFiled {
            if pipeline.isStopping { return }  // the filing thread may be in a setback: the orders stay
            pipeline.pause(microseconds: 5000)
        }
        for file in done {
            insist { () throws(Setback) in try setback { () throws(SystemError) in try orders.remove(file) } }
        }
    }

    /// Returns the ids of the new readings.
    private func carryOut(_ file: Path) throws(Setback) -> [Digest] {
        guard let order = try setback({ () throws(SystemError) in try orders.read(file) }) else { return [] }
        var rows: [Digest: OutcomeRow] = [:]
        for id in order.records {
            if let row = try ledgerSetback({ () throws(LedgerError) in try pipeline.ledger.filed(id) }) {
                rows[row.readingOf ?? row.id] = row
            }
        }
        guard let any = rows.values.first else { return [] }
        var handed: [Digest] = []
        var decided: OutcomeRow?
        let began = Clock.monotonic()
        do throws(RereadingTrouble) {
            try reading.read(
                any, pipeline.settings.withLock { $0 },
                Rereading.Answers(
                    decide: { identity throws(Setback) in
                        if let decided { pipeline.decider.settled(decided) }
                        decided = nil
                        guard let old = rows.removeValue(forKey: identity.id) else { return nil }
                        decided = try pipeline.decider.decideReading(identity, of: old)
                        return decided?.decision
                    },
                    record: { record in
                        guard let outcome = decided, outcome.id == record.id else { return }
                        decided = nil
                        handed.append(outcome.id)
                        pipeline.awaitRoomForItems()
                        pipeline.items.put(
                            FilingItem(
                                outcome: outcome, outputs: record.outputs, isLast: true, began: began,
                                read: 0))
                    },
                    rejection: { _, _ in }))
        } catch {
            if let decided { pipeline.decider.settled(decided) }
            switch error {
            case .setback(let setback): throw setback
            case .gone: tell(any, "the original is not there any more")
            case .failed(let cause): tell(any, cause)
            }
        }
        return handed
    }

    private func tell(_ row: OutcomeRow, _ cause: String) {
        pipeline.log.write(
            LogEntry(
                .warning, "replay of \(printable(row.name)) files nothing: \(printable(cause))",
                fields: [("SOURCE", row.source), ("NAME", printable(row.name)), ("ARTICLE_ID", row.id.hex)]))
    }

    /// Tries until it works; `nil` when the daemon stops.
    @discardableResult
    private func insist<T>(_ work: () throws(Setback) -> T) -> T? {
        var pause: Int64 = 100_000
        while !pipeline.isStopping {
            do throws(Setback) {
                let result = try work()
                pipeline.troubles.end(of: "replay")
                return result
            } catch {
                pipeline.troubles.begin(error, of: "replay")
                pipeline.pause(microseconds: pause)
                pause = min(pause * 2, 5_000_000)
            }
        }
        return nil
    }
}
