internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Intake
internal import Ledger
internal import Wire

/// Collects what becomes of one claim's articles and hands each to the filing thread as soon as it is known.
///
/// The last one is held back until it is known to be the last, so that most claims are one item.
final class OutcomesOfOneClaim {
    private let claim: Claim
    private var row: ClaimRow
    private let began: Int64
    /// Outcomes of an earlier run that are done: left out in a repeat.
    private let done: [Int: OutcomeKind]
    private let pipeline: Pipeline

    var attempts = 0
    /// Its digest is of all its bytes.
    var isHashed = true
    private var ordinal = 0
    /// Outcomes handed over by an earlier attempt of this run: left out too.
    private var handedOver: Set<Int> = []
    private var held: FilingItem?
    private var decided: OutcomeRow?
    private var hasFiled = false
    private var isDuplicateOfFile = false

    init(claim: Claim, row: ClaimRow, began: Int64, done: [Int: OutcomeKind], pipeline: Pipeline) {
        self.claim = claim
        self.row = row
        self.began = began
        self.done = done
        self.pipeline = pipeline
        hasFiled = done.values.contains { $0 != .rejected }
    }

    private func isKnown(_ ordinal: Int) -> Bool { done[ordinal] != nil || handedOver.contains(ordinal) }

    /// Before a second attempt.
    func startOver() {
        ordinal = 0
        takeBack()
    }

    /// A decision whose record never came is no decision.
    private func takeBack() {
        if let decided { pipeline.decider.takenBack(decided) }
        decided = nil
    }

    private func blank(_ kind: OutcomeKind, id: Digest) -> OutcomeRow {
        var outcome = OutcomeRow(
            claim: row.key, ordinal: ordinal, kind: kind, time: Clock.now(), arrived: row.arrived, id: id,
            sha256: row.sha256,
            bytes: row.bytes, source: claim.source, name: claim.name)
        outcome.original = row.original
        return outcome
    }

    // MARK: What the worker says

    func decide(_ said: Identity) throws(WorkerProcess.AnswerTrouble) -> Decision {
        guard let identity = said.believed(from: claim.source, ofFile: row.sha256) else { throw .nonsense }
        var outcome = blank(.filed, id: identity.id)
        if isKnown(ordinal) {
            ordinal += 1
            return Decision(outcome: .duplicate, uri: "", version: "1", revision: 1)
        }
        let decision: Decision
        do throws(Setback) {
            decision = try ledgerSetback { () throws(LedgerError) in try pipeline.decider.decide(identity, &outcome) }
        } catch { throw .setback(error) }
        if outcome.kind == .duplicate {
            hand(FilingItem(claim: claim, row: row, outcome: outcome, isLast: false, began: began))
            hasFiled = true
        } else {
            decided = outcome
        }
        return decision
    }

    func record(_ record: FinishedRecord) throws(WorkerProcess.AnswerTrouble) {
        guard let outcome = decided, outcome.id == record.id else { throw .nonsense }
        decided = nil
        hasFiled = true
        hand(FilingItem(claim: claim, row: row, outcome: outcome, outputs: record.outputs, isLast: false, began: began))
    }

    func refuse(member: String?, id: Digest, _ said: Rejection) {
        let rejection = said.bounded
        takeBack()
        if member == nil { ordinal = max(ordinal, (handedOver.union(done.keys).max() ?? -1) + 1) }
        guard !isKnown(ordinal) else {
            ordinal += 1
            return
        }
        var outcome = blank(.rejected, id: id)
        outcome.member = member.map(bounded)
        outcome.reason = rejection.code
        outcome.message = rejection.message
        outcome.format = rejection.format
        if let before = pipeline.decider.earlier(row.key, ordinal) {
            if before.kind == .rejected {
                outcome.seq = before.seq
                outcome.time = before.time
                outcome.path = before.path
            } else {
                // An earlier run decided to file it; this one can't: the promise is taken back.
                pipeline.decider.takenBack(before)
            }
        }
        hand(
            FilingItem(
                claim: claim, row: row, outcome: outcome, rejection: rejection, attempts: max(1, attempts),
                isLast: false,
                began: began))
    }

    /// The whole file is known.
    func duplicate(of known: OutcomeRow) {
        isDuplicateOfFile = true
        var outcome = blank(.duplicate, id: known.id)
        outcome.title = known.title
        outcome.language = known.language
        outcome.format = known.format
        outcome.day = known.day
        outcome.place = known.place
        outcome.uri = known.uri
        outcome.revision = known.revision
        outcome.version = known.version
        outcome.path = known.path
        hand(FilingItem(claim: claim, row: row, outcome: outcome, isLast: false, began: began))
    }

    private func hand(_ item: FilingItem) {
        ordinal += 1
        if let held {
            // Of a container with many articles only so many wait.
            pipeline.awaitRoomForItems()
            pipeline.items.put(held)
        }
        held = item
        held?.read = Clock.monotonic()
        if let outcome = item.outcome { handedOver.insert(outcome.ordinal) }
    }

    /// All has been said: where the original goes is known now.
    func finish() throws(Setback) {
        if held == nil, done.isEmpty, ordinal == 0 {
            refuse(
                member: nil, id: row.sha256,
                Rejection(.noArticle, stage: .read, "No article was found in the file.", hint: "Look at what it holds.")
            )
        }
        if isDuplicateOfFile {
            row.original = ""
        } else if !row.original.isEmpty {
            // Where a repeat after a crash comes to the same end, the place that is stored stays.
            let root = hasFiled ? "originals" : "rejected"
            if !row.original.hasPrefix(root + "/") {
                let reserved = row.original
                row.original = try setback { () throws(SystemError) in
                    try pipeline.names.original(root, arrived: row.arrived, sha256: row.sha256, name: claim.name)
                }
                pipeline.names.release(reserved)
            }
        }
        var last = held ?? FilingItem(claim: claim, row: row, isLast: true, began: began)
        last.row = row
        last.isHashed = isHashed
        last.isLast = true
        last.outcome?.original = row.original.isEmpty ? nil : row.original
        held = nil
        pipeline.items.put(last)
    }
}

/// The longest text, in bytes, that is taken from a worker for the ledger.
private let longestWords = 16_384

private func bounded(_ text: String) -> String {
    text.utf8.count <= longestWords ? text : plainLine(text, atMost: longestWords)
}

extension Rejection {
    /// A worker may say as much as it likes.
    fileprivate var bounded: Rejection {
        var rejection = self
        rejection.message = Daemon.bounded(message)
        rejection.hint = hint.map(Daemon.bounded)
        rejection.format = format.map(Daemon.bounded)
        return rejection
    }
}

extension Identity {
    /// What may be believed of what a worker says; `nil` where it can't be true. Slug and day become a path, so only what
    /// can be nothing else passes.
    func believed(from source: String, ofFile sha256: Digest) -> Identity? {
        guard member != nil || id == sha256, CalendarDay(text: day) != nil, slug.utf8.count <= 60,
            slug.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }),
            withdrawn.count <= 8,
            ([headline, format, member, senderID, senderVersion, slugline, language, place] + withdrawn).allSatisfy({
                ($0?.utf8.count ?? 0) <= longestWords
            })
        else { return nil }
        var identity = self
        identity.source = source
        return identity
    }
}
