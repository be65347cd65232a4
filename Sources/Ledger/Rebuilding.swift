package import Bytes
internal import GRDB
internal import Host

extension Ledger {
    /// Makes an empty ledger whose daemon takes up the claims of an earlier one.
    ///
    /// - Parameter instance: Names the folder of those claims; `nil` for a new one.
    package static func make(folder: Path, instance: String?) throws(LedgerError) -> Ledger {
        let path = Ledger.file(in: folder).string
        if let instance {
            do {
                let queue = try openWriter(path)
                try queue.write { db in
                    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'instance'", arguments: [instance])
                }
                try queue.close()
            } catch { throw ledgerError(error, path) }
        }
        return try Ledger(folder: folder)
    }

    /// The files of a ledger: itself, its log, the log's index.
    package static func files(in folder: Path) -> [Path] {
        let file = Ledger.file(in: folder)
        return ["", "-wal", "-shm"].map { Path(file.bytes + Array($0.utf8)) }
    }
}
