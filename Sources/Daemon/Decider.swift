package import Article
internal import Bytes
package import Filing
internal import Host
package import Ledger
internal import Synchronization
internal import Wire

/// Decides what becomes of an article: new, known, or a version of a story that is known.
///
/// Knows the ledger, and what was decided and is not in the ledger yet.
package final class Decider: Sendable {
    private struct State: Sendable {
        var pending = PendingRecords()
        /// The latest reading of a replay that is not done yet, by the id of the bytes.
        var readings: [Digest: OutcomeRow] = [:]
        /// Decisions of an earlier run, by claim and ordinal: a repeat uses them.
        var earlier: [Path: [Int: OutcomeRow]] = [:]
        /// Of the ledger and of what is pending; `nil` until it was read.
        var recent: RecentTexts?
    }
    private let ledger: Ledger
    private let names: Names
    private let state = Mutex(State())

    /// Versions, and other stories, that a record names.
    fileprivate static let mostRelated = 10

    package init(ledger: Ledger, names: Names) {
        self.ledger = ledger
        self.names = names
    }

    /// Takes in what an earlier run decided and did not finish.
    package func remember(_ decided: [OutcomeRow]) {
        state.withLock { state in
            for row in decided {
                state.earlier[row.claim, default: [:]][row.ordinal] = row
                state.pending.add(row)
                // Else an order that is still there would be carried out once more.
                if let origin = row.readingOf { state.readings[origin] = row }
            }
        }
        for row in decided { if let path = row.path { names.keep(path) } }
    }

    /// Reads what the first decision would have to wait for.
    func prepare() {
        _ = state.withLock { state in try? self.recall(&state) }
    }

    /// What an earlier run decided for this one.
    func earlier(_ claim: Path, _ ordinal: Int) -> OutcomeRow? { state.withLock { $0.earlier[claim]?[ordinal] } }

    /// Its outcomes are all done.
    func forget(claim: Path) { state.withLock { $0.earlier[claim] = nil } }

    /// The outcome is in the ledger for good.
    func settled(_ row: OutcomeRow) {
        state.withLock { state in
            _ = state.pending.remove(row)
            if let origin = row.readingOf, state.readings[origin]?.id == row.id { state.readings[origin] = nil }
        }
        if let path = row.path { names.release(path) }
    }

    /// What was decided will not be.
    func takenBack(_ row: OutcomeRow) {
        state.withLock { state in
            if state.pending.remove(row) { state.recent?.remove(row.id) }
        }
        if let path = row.path { names.release(path) }
    }

    /// Fills in the decision: kind, uri, version, revision, path.
    func decide(_ identity: Identity, _ row: inout OutcomeRow) throws(LedgerError) -> Decision {
        if let before = earlier(row.claim, row.ordinal), before.id == identity.id, before.kind != .rejected {
            row = before
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
        row.take(identity)
        let source = identity.source
        let senderID = identity.senderID.flatMap { $0.isEmpty ? nil : $0 }
        // What its identifier means: the same to all sources, or of this source alone.
        var stories: [Int64] = []
        if let senderID {
            stories = [storyKey(senderID: senderID, source: source)]
            let own = storyKey(senderID: senderID, source: source, isShared: true)
            if own != stories[0] { stories.append(own) }
        }
        // What a kill names may be headlines or sluglines.
        let withdrawn =
            identity.status == .canceled ? identity.withdrawn.compactMap { nameKey($0, source: source) } : []
        let titles = Set(withdrawn + [row.titleKey].compactMap { $0 }).sorted()
        let slugs = Set(withdrawn + [row.slugKey].compactMap { $0 }).sorted()
        let known = try ledger.recall(
            identity.id, stories: stories, titles: titles, slugs: slugs, source: source)
        if let filed = state.pending[identity.id] ?? known.filed { return row.becomeDuplicate(of: filed) }

        let identified = state.pending.joined(
            known.identified, stories.flatMap { state.pending.versions(identifiedBy: $0) })
        var versions = identified.filter { $0.source == source }
        let isIdentified = !versions.isEmpty
        // Another source's already: one name can't stand for two stories.
        let isShared = !isIdentified && !identified.isEmpty
        row.story = isShared ? stories.last : stories.first
        row.uri = storyURI(senderID: senderID, source: source, firstID: identity.id, isShared: isShared)
        row.revision = 1
        row.version = identity.senderVersion
        if !isIdentified {
            let named = state.pending.named(Set(titles + slugs).sorted(), source: source) + known.named
            if let one = try earlierVersion(of: identity, named, titles: titles, &state) {
                let story = one.storyOfVersions
                versions = state.pending.joined(
                    try ledger.versions(ofStory: story), state.pending.versions(of: story))
            }
        }
        if let same = versions.first(where: { identity.isSame(as: $0, isIdentified: isIdentified) }) {
            row.story = nil
            return row.becomeDuplicate(of: same)
        }
        if let story = versions.first?.storyOfVersions {
            if !stories.contains(story) { row.guid = row.story }
            row.story = story
        }
        row.joins(versions, identity)
        row.version = row.version ?? row.revision.map { "\($0)" }
        row.related += try related(to: row, &state)
        row.path = try names.record(day: identity.day, slug: identity.slug, id: identity.id)
        state.pending.add(row)
        if let sketch = row.sketch { state.recent?.add(row.id, sketch) }
        return row.decision
    }

    /// Fills in what a replay's new reading becomes: the next revision of its story, in the place of the reading it was
    /// made for; not the current one where a version of the sender came after that.
    ///
    /// - Returns: `nil` where there is a later reading already.
    package func decideReading(_ identity: Identity, of old: OutcomeRow) throws(Setback) -> OutcomeRow? {
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
        let story = old.storyOfVersions
        let versions = state.pending.joined(
            try ledger.versions(ofStory: story), state.pending.versions(of: story))
        let current = versions.filter { $0.supersededBy == nil }.max { $0.revision ?? 0 < $1.revision ?? 0 }
        let revision = (versions.compactMap(\.revision).max() ?? 0) + 1
        var row = old
        row.seq = 0
        row.isDone = false
        row.claim = Path("replay/\(old.id.hex)")
        row.ordinal = 0
        row.time = Clock.now()
        row.take(identity)
        row.id = SHA256.digest(Array("\(old.id.hex) \(revision)".utf8))
        row.readingOf = origin
        row.story = story
        row.revision = revision
        row.version = identity.senderVersion ?? "\(revision)"
        row.replaces = old.id
        row.supersededBy = current.flatMap { $0.id == old.id ? nil : $0.id }
        row.kind = row.supersededBy == nil ? .filed : .superseded
        row.related = versions.suffix(50).compactMap { $0.asVersion(of: identity.sketch) }
        row.path = try names.record(day: identity.day, slug: identity.slug, id: row.id)
        state.pending.add(row)
        state.readings[origin] = row
        return row
    }

    /// Whether this record is decided and not done.
    func isPending(_ id: Digest) -> Bool { state.withLock { $0.pending[id] != nil } }

    /// A record of the story that this article, which has no identifier known here, is a version of.
    private func earlierVersion(
        of identity: Identity, _ named: [OutcomeRow], titles: [Int64], _ state: inout State
    ) throws -> OutcomeRow? {
        guard identity.status == .canceled else {
            return named.filter { identity.continues($0) }.max {
                identity.sketch.resemblance($0.sketch ?? .none) < identity.sketch.resemblance($1.sketch ?? .none)
            }
        }
        let killed = named.filter { identity.kills($0, titles: titles) }
        let byTitle = killed.filter { $0.titleKey.map(titles.contains) ?? false }
        if let latest = (byTitle.isEmpty ? killed : byTitle).max(by: { $0.arrived < $1.arrived }) { return latest }
        // A notice that names nothing repeats the text.
        for match in try recall(&state).alike(identity.sketch, atLeast: 0.5) {
            if let row = try state.pending[match.id] ?? ledger.filed(match.id), row.source == identity.source {
                return row
            }
        }
        return nil
    }

    /// Stories that say mostly the same, whoever sent them.
    private func related(to row: OutcomeRow, _ state: inout State) throws -> [Decision.Related] {
        guard let sketch = row.sketch else { return [] }
        var found: [Decision.Related] = []
        for match in try recall(&state).alike(sketch, atLeast: RecentTexts.likeness).prefix(4 * Decider.mostRelated) {
            guard found.count < Decider.mostRelated else { break }
            guard match.id != row.id,
                let (uri, path) = try state.pending[match.id]?.address ?? ledger.address(of: match.id),
                uri != row.uri, !found.contains(where: { $0.uri == uri })
            else { continue }
            found.append(
                Decision.Related(
                    id: match.id, uri: uri, path: path, relation: .sameStory, similarity: match.similarity))
        }
        return found
    }

    /// What is remembered of recent texts.
    private func recall(_ state: inout State) throws -> RecentTexts {
        if let recent = state.recent { return recent }
        var recent = RecentTexts()
        for (id, sketch) in try ledger.sketches(latest: RecentTexts.most) { recent.add(id, sketch) }
        for row in state.pending.all { if let sketch = row.sketch { recent.add(row.id, sketch) } }
        state.recent = recent
        return recent
    }
}

extension OutcomeRow {
    /// What the outcome shows of an article, and what later ones are held against.
    fileprivate mutating func take(_ identity: Identity) {
        id = identity.id
        member = identity.member
        title = identity.headline
        language = identity.language
        format = identity.format
        day = identity.day
        place = identity.place
        status = identity.status
        versionTime = identity.versionTime
        textDigest = identity.textDigest
        sketch = identity.sketch
        titleKey = nameKey(identity.headline, source: identity.source)
        slugKey = nameKey(identity.slugline, source: identity.source)
    }

    /// Takes its place among the other records of its story.
    fileprivate mutating func joins(_ versions: [OutcomeRow], _ identity: Identity) {
        guard !versions.isEmpty else { return }
        revision = (versions.compactMap(\.revision).max() ?? 0) + 1
        if let current = versions.filter({ $0.supersededBy == nil }).max(by: { $0.revision ?? 0 < $1.revision ?? 0 }) {
            uri = current.uri
            if identity.isOlder(than: current) {
                kind = .superseded
                supersededBy = current.id
            } else {
                replaces = current.id
            }
        }
        related = versions.suffix(Decider.mostRelated).compactMap { $0.asVersion(of: identity.sketch) }
    }

    fileprivate mutating func becomeDuplicate(of known: OutcomeRow) -> Decision {
        kind = .duplicate
        uri = known.uri
        revision = known.revision
        version = known.version
        path = known.path
        titleKey = nil
        slugKey = nil
        sketch = nil
        return decision
    }

    fileprivate func asVersion(of text: Sketch) -> Decision.Related? {
        guard let uri, let path else { return nil }
        return Decision.Related(
            id: id, uri: uri, path: path, relation: .version, similarity: sketch.map { text.resemblance($0) } ?? 1)
    }

    fileprivate var address: (uri: String, path: String)? {
        if let uri, let path { (uri, path) } else { nil }
    }

    var decision: Decision {
        Decision(
            outcome: kind, uri: uri ?? "", version: version ?? "1", revision: revision ?? 1, replaces: replaces,
            supersededBy: supersededBy, related: related, id: readingOf == nil ? nil : id)
    }
}

extension Identity {
    /// The same version of the same story once more.
    ///
    /// - Parameter isIdentified: The story is that of the article's own identifier.
    fileprivate func isSame(as row: OutcomeRow, isIdentified: Bool) -> Bool {
        // A sender that numbers nothing sends the same version when it sends the same text.
        guard senderVersion == nil || row.version == senderVersion, textDigest == row.textDigest,
            // A kill often repeats the text that it kills, under the same version.
            (row.status ?? .usable) == (status ?? .usable)
        else { return false }
        return isIdentified || (senderID ?? "").isEmpty && headline == row.title
    }
}
