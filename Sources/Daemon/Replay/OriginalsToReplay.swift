internal import Article
internal import Filing
internal import Ledger
internal import Synchronization

/// Hands out originals, newest first, each with those of its records that have no later reading.
final class OriginalsToReplay: Sendable {
    private struct State: Sendable {
        var before: Int64?
        var isRead = false
        /// By original; members of a container come close together, as they were filed.
        var groups: [String: (rows: [OutcomeRow], touched: Int)] = [:]
        var order: [String] = []
        var count = 0
        var fault: Fault?
    }
    private let ledger: LedgerReader
    private let filter: OutcomeFilter
    private let state = Mutex(State())
    let count: Int

    /// Lanes file side by side: so many records may stand between two of one container.
    private static let apart = 2000

    init(_ ledger: LedgerReader, _ filter: OutcomeFilter, _ ids: [String], _ layout: Layout) throws(Fault) {
        self.ledger = ledger
        self.filter = filter
        guard !ids.isEmpty else {
            count = try asking { () throws(LedgerError) in try ledger.count(filter) }
            return
        }
        let lookup = Lookup(ledger: ledger, layout: layout)
        var rows: [OutcomeRow] = []
        for id in ids {
            let found = try lookup.outcomes(id).filter { $0.kind == .filed || $0.kind == .superseded }
            guard !found.isEmpty else { throw Fault(ExitCode.bad, "\(id) is no record that was filed.") }
            for var row in found {
                if let later = try asking({ () throws(LedgerError) in try ledger.laterReading(than: row) }) {
                    row = later
                }
                if !rows.contains(where: { $0.id == row.id }) { rows.append(row) }
            }
        }
        count = rows.count
        let chosen = rows
        state.withLock { state in
            state.isRead = true
            for row in chosen { OriginalsToReplay.add(row, &state) }
        }
    }

    var fault: Fault? { state.withLock { $0.fault } }

    func next() -> [OutcomeRow]? {
        state.withLock { state in
            while !state.isRead, state.fault == nil, !isReady(state) { read(&state) }
            guard state.fault == nil, let original = state.order.first else { return nil }
            state.order.removeFirst()
            return state.groups.removeValue(forKey: original)?.rows
        }
    }

    private func isReady(_ state: State) -> Bool {
        guard let first = state.order.first, let group = state.groups[first] else { return false }
        return state.count - group.touched > OriginalsToReplay.apart
    }

    private func read(_ state: inout State) {
        let before = state.before
        do throws(LedgerError) {
            let rows = try ledger.newest(filter, before: before, limit: 500)
            state.isRead = rows.isEmpty
            state.before = rows.last?.seq
            for row in rows {
                state.count += 1
                if try ledger.laterReading(than: row) == nil { OriginalsToReplay.add(row, &state) }
            }
        } catch { state.fault = Fault(error) }
    }

    private static func add(_ row: OutcomeRow, _ state: inout State) {
        let original = row.original ?? ""
        if state.groups[original] == nil { state.order.append(original) }
        state.groups[original, default: ([], 0)].rows.append(row)
        state.groups[original]?.touched = state.count
    }
}
