internal import Article
internal import Filing
internal import Foundation
internal import Host
internal import Ledger
internal import Wire

/// What to read again, as typed.
package struct ReplayRequest: Sendable {
    package var ids: [String]
    package var since: String?
    package var until: String?
    package var source: String?
    package var isDiff: Bool
    package var jobs: Int?
    package init(ids: [String], since: String?, until: String?, source: String?, isDiff: Bool, jobs: Int?) {
        self.ids = ids
        self.since = since
        self.until = until
        self.source = source
        self.isDiff = isDiff
        self.jobs = jobs
    }
}

/// Reads originals again with today's reader and compares what comes out with what is filed. What differs is shown, or
/// left to the daemon as orders.
///
/// - Returns: The exit code: 1 where an original could not be read.
package func replayOriginals(_ settings: Settings, _ request: ReplayRequest, json: Bool) throws(Fault) -> Int32 {
    LocalTime.use(settings.timeZone)
    var filter = OutcomeFilter()
    filter.kinds = [.filed, .superseded]
    filter.since = try time(request.since, "--since")
    filter.until = try time(request.until, "--until")
    filter.source = request.source
    if !request.isDiff { try actAsDaemon(settings, command: "replay") }
    let ledger = try needLedger(settings)
    let originals = try OriginalsToReplay(ledger, filter, request.ids, settings.layout)
    let report = ReplayReport(isDiff: request.isDiff, json: json, settings, all: originals.count)
    let jobs = max(1, min(request.jobs ?? ProcessInfo.processInfo.activeProcessorCount, 64, originals.count))
    let threads = (0..<jobs).map { n in
        WorkThread("replay \(n)") {
            let reading = Rereading(program: nil)
            while let rows = originals.next() { compare(rows, reading, settings, report) }
        }
    }
    for thread in threads { thread.join() }
    if let fault = originals.fault { throw fault }
    report.finish(ledger)
    return report.hasFailed ? ExitCode.bad : ExitCode.done
}

/// One original: what would change in each of its records.
private func compare(_ rows: [OutcomeRow], _ reading: Rereading, _ settings: Settings, _ report: ReplayReport) {
    guard let first = rows.first else { return }
    // The outbox is its user's: a record that was taken away does not come back.
    var due: [Digest: OutcomeRow] = [:]
    for row in rows {
        let isThere = row.path.map { (try? Files.exists(settings.layout.absolute($0))) == true } ?? false
        if isThere { due[row.readingOf ?? row.id] = row } else { report.isGone(row) }
    }
    guard !due.isEmpty else { return }
    var changed: [(row: OutcomeRow, changes: [RecordChange])] = []
    var current: OutcomeRow?
    do throws(RereadingTrouble) {
        try reading.read(
            first, settings,
            Rereading.Answers(
                decide: { identity in
                    current = due.removeValue(forKey: identity.id)
                    if current == nil { report.foundMore(in: first) }
                    return current?.decision
                },
                record: { record in
                    guard let row = current, let path = row.path else { return }
                    current = nil
                    let changes = RecordChange.between(RecordFiles(settings.layout.absolute(path)), record.outputs)
                    if changes.isEmpty { report.isSame() } else { changed.append((row, changes)) }
                },
                rejection: { _, _ in }))
        for row in due.values { report.failed(row, "it is not found in its original any more") }
    } catch {
        for row in due.values {
            switch error {
            case .gone: report.isGone(row)
            case .failed(let cause): report.failed(row, cause)
            case .setback(let setback): report.failed(row, setback.message)
            }
        }
    }
    report.change(changed)
}
