internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger
internal import Synchronization

/// Removes from the outbox what was kept long enough, in the order of arrival, and notes in the ledger how far it came.
///
/// A record is taken out of sight whole before its files are deleted. The note follows the removal: after a crash between
/// the two, the same is removed again, which is nothing.
struct Retention {
    private let pipeline: Pipeline
    private static let day: Int64 = 86_400_000_000
    private static let hour: Int32 = 3_600_000

    init(_ pipeline: Pipeline) { self.pipeline = pipeline }

    /// Until the daemon stops; a round now and each hour.
    func run() {
        while !pipeline.isStopping {
            let settings = pipeline.settings.withLock { $0 }
            if !settings.retention.isForEver {
                do {
                    let removed = try round(settings)
                    pipeline.troubles.end(of: "retention")
                    if removed > 0 {
                        pipeline.log.write(
                            LogEntry(.info, "retention: removed \(removed) outputs whose time was over"))
                    }
                } catch let error as SystemError {
                    pipeline.troubles.begin(error.setback, of: "retention")
                } catch LedgerError.setback(let setback) {
                    pipeline.troubles.begin(setback, of: "retention")
                } catch {
                    pipeline.troubles.begin(Setback(.ledger, "\(error)"), of: "retention")
                }
            }
            _ = wait(
                for: [pipeline.stopBell.descriptor.raw, pipeline.retentionBell.descriptor.raw],
                milliseconds: Retention.hour)
            pipeline.retentionBell.answer()
        }
    }

    private func round(_ settings: Settings) throws -> Int {
        removeLeftovers(settings.layout)
        let retention = settings.retention
        var removed = 0
        for (output, days) in [
            ("originals", retention.originals), ("rejected", retention.rejected), ("articles", retention.articles),
        ] where days > 0 {
            removed += try remove(
                output, before: Clock.now().microseconds - Int64(days) * Retention.day, settings.layout)
        }
        return removed
    }

    private func remove(_ output: String, before: Int64, _ layout: Layout) throws -> Int {
        var last = try pipeline.ledger.expired()[output] ?? 0
        var removed = 0
        while !pipeline.isStopping {
            let page = try pipeline.ledger.done(after: last, limit: 200)
            let old = page.prefix { $0.arrived.microseconds < before }
            guard let end = old.last else { break }
            var folders: Set<Path> = []
            for row in old {
                for path in paths(output, row) {
                    let place = layout.absolute(path)
                    guard try remove(place, number: row.seq, layout) else { continue }
                    removed += 1
                    folders.insert(place.parent)
                }
            }
            for folder in folders { removeEmpty(folder) }
            last = end.seq
            try pipeline.ledger.commit(expired: output, upTo: last)
            if old.count < page.count || page.count < 200 { break }
        }
        return removed
    }

    private func paths(_ output: String, _ row: OutcomeRow) -> [String] {
        switch output {
        case "articles": row.kind == .filed || row.kind == .superseded ? [row.path].compactMap { $0 } : []
        case "rejected":
            // The file before its reason, so that never a file lies there without one.
            [row.original, row.kind == .rejected ? row.path : nil].compactMap { $0 }.filter {
                $0.hasPrefix("rejected/")
            }
        default: [row.original].compactMap { $0 }.filter { $0.hasPrefix("originals/") }
        }
    }

    /// `false` where it is gone already.
    private func remove(_ place: Path, number: Int64, _ layout: Layout) throws(SystemError) -> Bool {
        guard let status = try Files.status(at: place) else { return false }
        do throws(SystemError) {
            if status.kind == .folder {
                let aside = layout.outbox.appending(".dateline/\(asidePrefix)\(number)")
                try Files.rename(place, aside)
                try Files.removeFlatDirectory(aside)
            } else {
                try Files.remove(place)
            }
        } catch {
            if error.isMissing { return false }
            throw error
        }
        return true
    }

    /// How records are named that are out of sight and not deleted yet.
    private var asidePrefix: String { "expired-\(pipeline.ledger.instance)-" }

    /// Deletes what an earlier run had only taken out of sight.
    private func removeLeftovers(_ layout: Layout) {
        let folder = layout.outbox.appending(".dateline")
        let prefix = Array(asidePrefix.utf8)
        var left: [Path] = []
        try? Files.list(folder) { name, _ in if name.starts(with: prefix) { left.append(folder.appending(name)) } }
        for path in left { try? Files.removeFlatDirectory(path) }
    }

    /// The folders of day, month and year, where nothing is left in them.
    private func removeEmpty(_ folder: Path) {
        var folder = folder
        for _ in 0..<3 {
            guard Files.removeEmptyDirectory(folder) else { return }
            folder = folder.parent
        }
    }
}
