internal import Article
internal import Ledger

/// Records that were decided and are not in the ledger yet, found by whatever the ledger finds its own by.
struct PendingRecords: Sendable {
    private var rows: [Digest: OutcomeRow] = [:]
    private var byStory: [Int64: [Digest]] = [:]
    private var byName: [Int64: [Digest]] = [:]
    /// Stories of identifiers that are not the story's own.
    private var byIdentifier: [Int64: [Int64]] = [:]

    subscript(id: Digest) -> OutcomeRow? { rows[id] }

    /// As the ledger will have them, in the order of their arrival.
    var all: [OutcomeRow] {
        rows.values.sorted { ($0.arrived, $0.id.key64) < ($1.arrived, $1.id.key64) }
    }

    mutating func add(_ row: OutcomeRow) {
        guard row.kind == .filed || row.kind == .superseded else { return }
        rows[row.id] = row
        byStory[row.storyOfVersions, default: []].append(row.id)
        for name in row.names { byName[name, default: []].append(row.id) }
        if let guid = row.guid { byIdentifier[guid, default: []].append(row.storyOfVersions) }
    }

    /// - Returns: whether this very record was pending: a duplicate in the same batch does not take it out.
    mutating func remove(_ row: OutcomeRow) -> Bool {
        guard let known = rows[row.id], known.claim == row.claim, known.ordinal == row.ordinal else { return false }
        rows[row.id] = nil
        byStory.drop(row.id, of: known.storyOfVersions)
        for name in known.names { byName.drop(row.id, of: name) }
        if let guid = known.guid { byIdentifier.drop(known.storyOfVersions, of: guid) }
        return true
    }

    func versions(of story: Int64) -> [OutcomeRow] { (byStory[story] ?? []).compactMap { rows[$0] } }

    /// Of the story of an identifier.
    func versions(identifiedBy key: Int64) -> [OutcomeRow] {
        versions(of: key) + (byIdentifier[key] ?? []).flatMap { versions(of: $0) }
    }

    /// Of a source, under any of these headlines and sluglines; newest first.
    func named(_ names: [Int64], source: String) -> [OutcomeRow] {
        names.flatMap { (byName[$0] ?? []).reversed().compactMap { rows[$0] } }.filter { $0.source == source }
    }

    /// What the ledger has, and what is pending and not among it.
    func joined(_ done: [OutcomeRow], _ pending: [OutcomeRow]) -> [OutcomeRow] {
        var known: Set<Digest> = []
        return (done + pending).filter { known.insert($0.id).inserted }
    }
}

extension OutcomeRow {
    fileprivate var names: [Int64] { [titleKey, slugKey].compactMap { $0 } }
}

extension [Int64: [Digest]] {
    fileprivate mutating func drop(_ id: Digest, of key: Int64) {
        self[key]?.removeAll { $0 == id }
        if self[key]?.isEmpty == true { self[key] = nil }
    }
}

extension [Int64: [Int64]] {
    fileprivate mutating func drop(_ story: Int64, of key: Int64) {
        if let place = self[key]?.firstIndex(of: story) { self[key]?.remove(at: place) }
        if self[key]?.isEmpty == true { self[key] = nil }
    }
}
