internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger
internal import Synchronization
internal import Wire

/// Decides what becomes of an article: new, known, or a version of a story that is known.
///
/// Knows the ledger, and what was decided and is not in the ledger yet.
final class Decider: Sendable {
    private struct State: Sendable {
        /// Records decided and not yet done, by id.
        var pending: [Digest: OutcomeRow] = [:]
        /// The same by story.
        var stories: [Int64: [OutcomeRow]] = [:]
        /// The latest reading of a replay that is not done yet, by the id of the bytes.
        var readings: [Digest: OutcomeRow] = [:]
        /// Decisions of an earlier run, by claim and ordinal: a repeat uses them.
        var earlier: [Path: [Int: OutcomeRow]] = [:]
    }
    private let ledger: Ledger
    private let names: Names
    private let state = Mutex(State())

    init(ledger: Ledger, names: Names) {
        self.ledger = ledger
        self.names = names
    }

    /// Takes in what an earlier run decided and did not finish.
    func remember(_ decided: [OutcomeRow]) {
        state.withLock { state in
            for row in decided {
                state.earlier[row.claim, default: [:]][row.ordinal] = row
                Decider.add(row, to: &state)
            }
        }
        for row in decided { if let path = row.path { names.keep(path) } }
    }

    /// What an earlier run decided for this one.
    func earlier(_ claim: Path, _ ordinal: Int) -> OutcomeRow? { state.withLock { $0.earlier[claim]?[ordinal] } }

    /// Its outcomes are all done.
    func forget(claim: Path) { state.withLock { $0.earlier[claim] = nil } }

    /// The outcome is in the ledger for good.
    func settled(_ row: OutcomeRow) {
        state.withLock { state in
            // A duplicate of it in the same batch must not take it out.
            if let known = state.pending[row.id], known.claim == row.claim, known.ordinal == row.ordinal {
                state.pending[row.id] = nil
            }
            if let origin = row.readingOf, state.readings[origin]?.id == row.id { state.readings[origin] = nil }
            if row.kind != .duplicate, let story = row.story {
                state.stories[story]?.removeAll { $0.id == row.id }
                if state.stories[story]?.isEmpty == true { state.stories[story] = nil }
            }
        }
        if let path = row.path { names.release(path) }
    }

    /// Fills in the decision: kind, uri, version, revision, path.
    func decide(_ identity: Identity, _ row: inout OutcomeRow) throws(LedgerError) -> Decision {
        if let before = earlier(row.claim, row.ordinal), before.id == identity.id, before.kind != .rejected {
            let time = before.time
            row = before
            row.time = time
            return row.decision
        }
        // Held while the ledger is asked: two lanes must not both find the same article new.
        let result: Result<Decision, any Error> = state.withLock { state in
            do { return .success(try self.decide(identity, &row, &state)) } catch { return .failure(error) }
        }
        switch result {
        case .success(let decision): return decision
        case .failure(let error as LedgerError): throw error
        case .failure(let error as SystemError): throw .setback(error.setback)
        case .failure(let error): throw .fault("\(error)")
        }
    }

    private func decide(_ identity: Identity, _ row: inout OutcomeRow, _ state: inout sending State) throws -> Decision
    {
        row.id = identity.id
        row.describe(identity)

        if let known = try state.pending[identity.id] ?? ledger.filed(identity.id) {
            return row.becomeDuplicate(of: known)
        }
        row.uri = storyURI(senderID: identity.senderID, source: identity.source, firstID: identity.id)
        row.revision = 1
        row.version = identity.senderVersion
        if let senderID = identity.senderID, !senderID.isEmpty {
            let story = storyKey(senderID: senderID, source: identity.source)
            let done = try ledger.versions(ofStory: story)
            let versions = done + (state.stories[story] ?? []).filter { one in !done.contains { $0.id == one.id } }
            if let known = versions.first(where: {
                // A sender that numbers nothing sends the same version when it sends the same text.
                (identity.senderVersion == nil || $0.version == identity.senderVersion)
                    && $0.textDigest == identity.textDigest
                    // A kill often repeats the text that it kills, under the same version.
                    && ($0.status ?? .usable) == (identity.status ?? .usable)
            }) {
                return row.becomeDuplicate(of: known)
            }
            row.story = story
            row.revision = (versions.compactMap(\.revision).max() ?? 0) + 1
            if let current = versions.filter({ $0.supersededBy == nil }).max(by: { $0.revision ?? 0 < $1.revision ?? 0 }
            ) {
                row.uri = current.uri
                if isOlder(identity, than: current) {
                    row.kind = .superseded
                    row.supersededBy = current.id
                } else {
                    row.replaces = current.id
                }
                row.related = versions.compactMap(\.asVersion)
            }
        }
        row.version = row.version ?? row.revision.map { "\($0)" }
        row.path = try names.record(day: identity.day, slug: identity.slug, id: identity.id)
        Decider.add(row, to: &state)
        return row.decision
    }

    /// Fills in what a replay's new reading becomes: the next revision of its story, in the place of the reading it was
    /// made for; not the current one where a version of the sender came after that.
    ///
    /// - Returns: `nil` where there is a later reading already.
    func decideReading(_ identity: Identity, of old: OutcomeRow) throws(Setback) -> OutcomeRow? {
        // Held while the ledger is asked, as for an arrival: revisions must not be given twice.
        let result: Result<OutcomeRow?, any Error> = state.withLock { state in
            do { return .success(try self.decideReading(identity, of: old, &state)) } catch { return .failure(error) }
        }
        switch result {
        case .success(let row): return row
        case .failure(let error as SystemError): throw error.setback
        case .failure(LedgerError.setback(let setback)): throw setback
        case .failure(let error): throw Setback(.ledger, "\(error)")
        }
    }

    private func decideReading(_ identity: Identity, of old: OutcomeRow, _ state: inout sending State) throws
        -> OutcomeRow?
    {
        let origin = old.readingOf ?? old.id
        let latest = try state.readings[origin] ?? ledger.readings(of: origin).last ?? old
        guard latest.id == old.id else { return nil }
        var versions = [old]
        if let story = old.story {
            let done = try ledger.versions(ofStory: story)
            versions = done + (state.stories[story] ?? []).filter { one in !done.contains { $0.id == one.id } }
        }
        let current = versions.filter { $0.supersededBy == nil }.max { $0.revision ?? 0 < $1.revision ?? 0 }
        let revision = (versions.compactMap(\.revision).max() ?? 0) + 1
        var row = old
        row.seq = 0
        row.isDone = false
        row.claim = Path("replay/\(old.id.hex)")
        row.ordinal = 0
        row.time = Clock.now()
        row.id = SHA256.digest(Array("\(old.id.hex) \(revision)".utf8))
        row.readingOf = origin
        row.describe(identity)
        row.revision = revision
        row.version = identity.senderVersion ?? "\(revision)"
        row.replaces = old.id
        row.supersededBy = current.flatMap { $0.id == old.id ? nil : $0.id }
        row.kind = row.supersededBy == nil ? .filed : .superseded
        row.related = versions.compactMap(\.asVersion)
        row.path = try names.record(day: identity.day, slug: identity.slug, id: row.id)
        Decider.add(row, to: &state)
        return row
    }

    /// Whether this record is decided and not done.
    func isPending(_ id: Digest) -> Bool { state.withLock { $0.pending[id] != nil } }

    /// By the sender's numbers where both have one, else by the sender's times; equal is not older.
    private func isOlder(_ identity: Identity, than current: OutcomeRow) -> Bool {
        if let new = identity.senderVersion.flatMap({ Int($0) }), let old = current.version.flatMap({ Int($0) }),
            new != old
        {
            return new < old
        }
        if let new = identity.versionTime, let old = current.versionTime { return new < old }
        return false
    }

    private static func add(_ row: OutcomeRow, to state: inout State) {
        guard row.kind == .filed || row.kind == .superseded else { return }
        state.pending[row.id] = row
        if let story = row.story { state.stories[story, default: []].append(row) }
        if let origin = row.readingOf { state.readings[origin] = row }
    }
}

extension OutcomeRow {
    fileprivate mutating func becomeDuplicate(of known: OutcomeRow) -> Decision {
        kind = .duplicate
        uri = known.uri
        revision = known.revision
        version = known.version
        path = known.path
        return decision
    }

    fileprivate mutating func describe(_ identity: Identity) {
        member = identity.member
        title = identity.headline
        language = identity.language
        format = identity.format
        day = identity.day
        place = identity.place
        status = identity.status
        versionTime = identity.versionTime
        textDigest = identity.textDigest
    }

    fileprivate var asVersion: Decision.Related? {
        guard let uri, let path else { return nil }
        return Decision.Related(id: id, uri: uri, path: path, relation: .version, similarity: 1)
    }

    var decision: Decision {
        Decision(
            outcome: kind, uri: uri ?? "", version: version ?? "1", revision: revision ?? 1, replaces: replaces,
            supersededBy: supersededBy, related: related, id: readingOf == nil ? nil : id)
    }
}
