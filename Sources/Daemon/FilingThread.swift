internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Intake
internal import Ledger

/// Makes outcomes durable and visible, many at once: what is waiting is committed together, and a lone one never waits.
///
/// The order of its steps is what keeps the promises; ARCHITECTURE.md tells, state by state, what a crash leaves and
/// what the next start makes of it.
final class FilingThread {
    private static let mostTogether = 64

    private let pipeline: Pipeline
    private var outbox: Outbox
    private let crew: SyncCrew
    private var nextSequence: Int64
    /// Claims whose original is in its place: forgotten with the next commit.
    private var archived: [Path] = []
    /// Taken from the mailbox and not filed yet.
    private var queue: [FilingItem] = []
    private var together = FilingThread.mostTogether

    init(_ pipeline: Pipeline, outbox: Outbox, lastSequence: Int64) throws(SystemError) {
        crew = try SyncCrew()
        self.pipeline = pipeline
        self.outbox = outbox
        nextSequence = lastSequence + 1
    }

    /// Until the mailbox is closed and empty, or the daemon stops in the middle of a setback.
    func run() {
        while true {
            if queue.isEmpty { queue = pipeline.items.take(FilingThread.mostTogether) }
            if queue.isEmpty {
                if pipeline.items.isClosedAndEmpty { break }
                _ = wait(for: [pipeline.items.bell.descriptor.raw], milliseconds: -1)
                continue
            }
            guard fileNext() else { break }
            pipeline.filedSome()
        }
        if !archived.isEmpty { try? pipeline.ledger.commit(archived: archived) }
    }

    /// `false` when the daemon stops and a setback is in the way: the claims stay for the next start.
    private func fileNext() -> Bool {
        var batch = Batch(items: Array(queue.prefix(together)))
        let firstSequence = nextSequence
        var pause: Int64 = 100_000
        while true {
            do {
                pipeline.filingPulse.begin()
                defer { pipeline.filingPulse.end() }
                try file(&batch)
                queue.removeFirst(batch.items.count)
                pipeline.troubles.end(of: "filing")
                together = min(together * 2, FilingThread.mostTogether)
                return true
            } catch {
                let setback = FilingThread.setback(error)
                pipeline.troubles.begin(setback, of: "filing")
                if batch.stage == .writing {
                    // Nothing is decided yet: the next try is a smaller one, which needs less room.
                    for draft in batch.drafts { if let draft { outbox.discard(draft) } }
                    nextSequence = firstSequence
                    together = 1
                    batch = Batch(items: Array(queue.prefix(1)))
                }
                if pipeline.isStopping { return false }
                pipeline.pause(microseconds: pause)
                pause = min(pause * 2, 5_000_000)
            }
        }
    }

    private static func setback(_ error: any Error) -> Setback {
        switch error {
        case let error as SystemError: error.setback
        case LedgerError.setback(let setback): setback
        case LedgerError.fault(let message): Setback(.ledger, message)
        default: Setback(.other, "\(error)")
        }
    }

    /// How far a batch has come. A step that fails is tried again from its beginning; each may be repeated.
    private struct Batch {
        enum Stage { case writing, deciding, publishing, concluding, archiving }
        var items: [FilingItem]
        var stage = Stage.writing
        var drafts: [Draft?]
        /// Visible for good: who takes such a record away does not get it again when a step is repeated.
        var isPublished: [Bool]
        /// Numbers under which an earlier run decided these outcomes: they get new ones, so that outcomes are done in the
        /// order of their numbers.
        var obsolete: [Int64] = []

        init(items: [FilingItem]) {
            self.items = items
            drafts = Array(repeating: nil, count: items.count)
            isPublished = Array(repeating: false, count: items.count)
        }

        var claims: [Claim] { items.compactMap(\.claim) }
    }

    private func file(_ batch: inout Batch) throws {
        while true {
            switch batch.stage {
            case .writing:
                try write(&batch)
                batch.stage = .deciding
            case .deciding:
                try pipeline.ledger.commit(
                    decided: batch.items.compactMap(\.outcome), obsolete: batch.obsolete,
                    claims: batch.items.compactMap(\.row),
                    ended: batch.items.filter(\.isLast).compactMap { item in
                        item.row.map { ($0.key, item.outcome?.ordinal ?? .max) }
                    }, archived: archived)
                archived = []
                batch.stage = .publishing
            case .publishing:
                guard try publish(&batch) else {
                    batch.stage = .deciding  // a name was taken: another was chosen, and is stored first
                    continue
                }
                batch.stage = .concluding
            case .concluding:
                try conclude(&batch)
                batch.stage = .archiving
            case .archiving:
                return try archive(&batch)
            }
        }
    }

    // MARK: 1. Write aside, and make durable

    private func write(_ batch: inout Batch) throws(SystemError) {
        leaveOutWhatChanged(&batch)
        let claims = batch.claims
        let readable = claims.filter(\.isReadable)
        for claim in readable { Files.startWriteback(claim.file) }
        for i in batch.items.indices {
            guard var outcome = batch.items[i].outcome else { continue }
            let isRepeat = outcome.seq != 0
            if isRepeat { batch.obsolete.append(outcome.seq) }
            outcome.seq = nextSequence
            nextSequence += 1
            if isRepeat, try isPublished(outcome) {
                // Just before the crash: nothing is left to write.
            } else if let outputs = batch.items[i].outputs, let target = outcome.path {
                batch.drafts[i] = try outbox.write(outputs, to: target)
                outcome.articleHash = batch.drafts[i]?.hashes[0]
                outcome.analysisHash = batch.drafts[i]?.hashes[1]
                outcome.summaryHash = batch.drafts[i]?.hashes[2]
                outcome.pageHash = batch.drafts[i]?.hashes[3]
            } else if let rejection = batch.items[i].rejection {
                batch.drafts[i] = try writeReason(batch.items[i], rejection, &outcome, isRepeat: isRepeat)
            }
            batch.items[i].outcome = outcome
        }
        // Originals and drafts, files and folders: in any order, all before anything is published.
        var syncs: [SyncCrew.Sync] = readable.map { .data($0.file, $0.path) }
        for draft in batch.drafts { if let draft { syncs += draft.syncs } }
        // The inbox was deleted with our claims: the open files are all there is, and are copied at the end.
        syncs += ClaimFolder.foldersToSync(claims).map { .folderIfThere($0) }
        try crew.run(syncs)
        for i in batch.drafts.indices { batch.drafts[i]?.close() }
    }

    /// An earlier run published this very record.
    private func isPublished(_ outcome: OutcomeRow) throws(SystemError) -> Bool {
        guard let path = outcome.path, let article = outcome.articleHash, let analysis = outcome.analysisHash,
            let summary = outcome.summaryHash
        else { return false }
        guard
            try Outbox.holds(
                [article, analysis, summary] + (outcome.pageHash.map { [$0] } ?? []), at: outbox.layout.absolute(path))
        else { return false }
        try Files.syncDirectory(outbox.folder(of: path))
        return true
    }

    /// A file that somebody wrote to after it was claimed is read again, as it is now.
    private func leaveOutWhatChanged(_ batch: inout Batch) {
        var changed: Set<Path> = []
        for item in batch.items where item.isLast && item.outcome?.ordinal == 0 {
            guard let claim = item.claim, claim.isReadable, var again = item.claim,
                let now = try? Files.status(claim.file),
                !now.isUnchanged(since: claim.status)
            else { continue }
            changed.insert(claim.key)
            if let outcome = item.outcome { pipeline.decider.takenBack(outcome) }
            if let original = item.row?.original { pipeline.names.release(original) }
            again.status = now
            pipeline.recovered.remove(claim.key)
            pipeline.gaveUpReading(item.row?.sha256)
            pipeline.restless.add(again)
            pipeline.roomBell.ring()
        }
        guard !changed.isEmpty else { return }
        batch.items.removeAll { $0.claim.map { changed.contains($0.key) } ?? false }
        queue.removeAll { $0.claim.map { changed.contains($0.key) } ?? false }
        batch.drafts = Array(repeating: nil, count: batch.items.count)
        batch.isPublished = Array(repeating: false, count: batch.items.count)
    }

    /// Another daemon has rejected the same bytes into the same outbox: the file gets another name, and its reason beside it.
    private func renameRejected(_ item: inout FilingItem, _ outcome: inout OutcomeRow) throws(SystemError) {
        outcome.path = nil
        guard let row = item.row, item.isLast, outcome.member == nil, row.original.hasPrefix("rejected/") else {
            return
        }
        pipeline.names.release(row.original)
        let other = try pipeline.names.original(
            "rejected", arrived: row.arrived, sha256: row.sha256, name: outcome.name)
        item.row?.original = other
        outcome.original = other
    }

    private func writeReason(_ item: FilingItem, _ rejection: Rejection, _ outcome: inout OutcomeRow, isRepeat: Bool)
        throws(SystemError) -> Draft
    {
        let original = item.isLast ? item.row?.original : nil
        if outcome.path == nil {
            if let original, original.hasPrefix("rejected/"), outcome.member == nil {
                outcome.path = original + ".reason.json"
            } else {
                let stem = try pipeline.names.original(
                    "rejected", arrived: outcome.arrived, sha256: outcome.sha256, name: outcome.name,
                    member: item.claim == nil ? nil : outcome.ordinal)
                outcome.path = stem + ".reason.json"
                pipeline.names.release(stem)
            }
        }
        let reason = ReasonFile(
            id: outcome.id, seq: outcome.seq, source: outcome.source, name: outcome.name, member: outcome.member,
            bytes: outcome.bytes, sha256: item.claim == nil || !item.isHashed ? nil : outcome.sha256,
            arrived: outcome.arrived,
            rejected: outcome.time, rejection: rejection, attempts: item.attempts, original: outcome.original)
        return try outbox.write(reason: reason.encoded, to: outcome.path ?? "", isRepeat: isRepeat)
    }

    // MARK: 2. Make visible

    /// `false` when a stranger has one of the names.
    private func publish(_ batch: inout Batch) throws(SystemError) -> Bool {
        var isAllPlaced = true
        var placed: [Path: [Int]] = [:]
        for i in batch.drafts.indices where !batch.isPublished[i] {
            guard let draft = batch.drafts[i] else { continue }
            switch try outbox.publish(draft) {
            case .placed: placed[outbox.folder(of: draft.target), default: []].append(i)
            case .lost:
                // The outbox was deleted or mounted anew meanwhile: what was written aside is written again.
                guard let outcome = batch.items[i].outcome else { continue }
                var again: Draft
                if let outputs = batch.items[i].outputs {
                    again = try outbox.write(outputs, to: draft.target)
                } else if let rejection = batch.items[i].rejection {
                    var same = outcome
                    again = try writeReason(batch.items[i], rejection, &same, isRepeat: draft.replaces)
                } else {
                    continue
                }
                try outbox.sync(&again)
                batch.drafts[i] = again
                if case .placed = try outbox.publish(again) {
                    placed[outbox.folder(of: again.target), default: []].append(i)
                } else {
                    isAllPlaced = false
                }
            case .taken:
                guard var outcome = batch.items[i].outcome else { continue }
                isAllPlaced = false
                outbox.discard(draft)
                var again: Draft
                if let outputs = batch.items[i].outputs {
                    outcome.path = try pipeline.names.record(
                        day: outcome.day ?? outcome.arrived.day.text, slug: "article", id: outcome.id)
                    again = try outbox.write(outputs, to: outcome.path ?? draft.target)
                } else if let rejection = batch.items[i].rejection {
                    try renameRejected(&batch.items[i], &outcome)
                    again = try writeReason(batch.items[i], rejection, &outcome, isRepeat: false)
                } else {
                    continue
                }
                try outbox.sync(&again)
                batch.drafts[i] = again
                batch.items[i].outcome = outcome
            }
        }
        try crew.run(placed.keys.map { .folder($0) })
        for i in placed.values.joined() { batch.isPublished[i] = true }
        return isAllPlaced
    }

    // MARK: 3. Conclude

    private func conclude(_ batch: inout Batch) throws(LedgerError) {
        let now = Clock.monotonic()
        for i in batch.items.indices {
            let duration = max(0, now - batch.items[i].began)
            batch.items[i].outcome?.duration = duration
        }
        let outcomes = batch.items.compactMap(\.outcome)
        let finished = batch.items.filter(\.isLast).compactMap(\.row)
        try pipeline.ledger.commit(done: outcomes, finished: finished)
        pipeline.statistics.count(outcomes)
        pipeline.quiet.arrived(outcomes.filter { $0.readingOf == nil })
        let wall = Clock.now()
        for item in batch.items where item.read > 0 {
            guard let claim = item.claim else { continue }
            pipeline.statistics.took(
                queue: wall.microseconds - claim.arrived.microseconds - (now - item.began),
                read: item.read - item.began, file: now - item.read)
        }
        let waiting = pipeline.countUnderWay
        for outcome in outcomes {
            pipeline.decider.settled(outcome)
            pipeline.log.write(outcome.entry(queueDepth: waiting, desk: pipeline.desk))
        }
        pipeline.changedBell.ring()
        pipeline.newsBell.ring()
    }

    // MARK: 4. The originals

    private func archive(_ batch: inout Batch) throws(SystemError) {
        var folders: Set<Path> = []
        var keys: [Path] = []
        for item in batch.items where item.isLast {
            guard let claim = item.claim, let row = item.row else { continue }
            let pulse = pipeline.filingPulse
            let place = try outbox.archive(
                claim.path, file: claim.file, sha256: row.sha256, to: row.original, progress: pulse.begin)
            if !place.isEmpty { folders.insert(outbox.folder(of: place)) }
            folders.insert(claim.path.parent)
            keys.append(row.key)
            pipeline.names.release(row.original)
        }
        try crew.run(folders.map { .folderIfThere($0) })
        archived += keys
        for item in batch.items where item.isLast && item.claim != nil {
            if let row = item.row {
                pipeline.recovered.remove(row.key)
                pipeline.decider.forget(claim: row.key)
            }
            pipeline.ended(item.row?.sha256)
        }
    }
}
