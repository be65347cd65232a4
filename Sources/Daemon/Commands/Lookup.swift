internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// Finds outcomes by what a user types: the beginning of an id, or a path in the outbox.
struct Lookup {
    let ledger: LedgerReader
    let layout: Layout

    /// Every outcome of the one id, or of the one place, that is meant; in their order.
    func outcomes(_ text: String) throws(Fault) -> [OutcomeRow] {
        if isDigits(text) {
            let rows = try withID(text)
            if rows.isEmpty { throw Fault(ExitCode.bad, "No id begins with \(text).") }
            return rows
        }
        guard text.contains("/"), let path = place(of: text) else {
            throw Fault(
                ExitCode.usage, "\"\(text)\" is no id: give four or more of its hex digits, or a path in the outbox.")
        }
        let rows = try at(path)
        if rows.isEmpty { throw Fault(ExitCode.bad, "The ledger does not know \(path).") }
        return rows
    }

    /// Whether it can be the beginning of an id.
    func isDigits(_ text: String) -> Bool {
        (4...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    /// - Throws: Where more than one id begins so.
    func withID(_ prefix: String) throws(Fault) -> [OutcomeRow] {
        let rows = try asking { () throws(LedgerError) in try ledger.withID(prefix.lowercased(), limit: 10_000) }
        let ids = Set(rows.map(\.id))
        guard ids.count > 1 else { return rows }
        let shown = ids.map(\.hex).sorted().prefix(5).map { $0.prefix(prefix.utf8.count + 8) + "…" }.joined(
            separator: ", ")
        throw Fault(
            ExitCode.bad,
            "\(ids.count) ids begin with \(prefix): \(shown)\(ids.count > 5 ? " and more" : ""). Give more digits.")
    }

    /// A path as the ledger has it (`articles/…`, `originals/…`, `rejected/…`), of a path in those folders or of a file in
    /// a record's folder.
    func place(of text: String) -> String? {
        var path = absolute(text)
        if recordFileNames.contains(String(decoding: path.name, as: UTF8.self)) { path = path.parent }
        let roots = [
            ("originals", layout.originals), ("rejected", layout.rejected),
            ("articles", layout.outbox.appending("articles")),
        ]
        for (name, root) in roots {
            if let below = path.relative(to: root) {
                return String(decoding: Path(name).appending(below).bytes, as: UTF8.self)
            }
        }
        let typed = Path(absolute(text, below: Path("/")).bytes.dropFirst())
        guard roots.contains(where: { typed.components.first == Array($0.0.utf8) }) else { return nil }
        let place = recordFileNames.contains(String(decoding: typed.name, as: UTF8.self)) ? typed.parent : typed
        return String(decoding: place.bytes, as: UTF8.self)
    }

    func at(_ place: String) throws(Fault) -> [OutcomeRow] {
        // A record's name ends in its id, which is indexed.
        if let digits = place.split(separator: "-").last.map(String.init), place.hasPrefix("articles/"),
            isDigits(digits)
        {
            let rows = try asking { () throws(LedgerError) in try ledger.withID(digits, limit: 10_000) }
            let own = rows.filter { $0.path == place }
            if !own.isEmpty { return own }
        }
        return try asking { () throws(LedgerError) in try ledger.at(place, limit: 10_000) }
    }
}

/// What shows an outcome's lines in the journal.
func journalCommand(_ id: Digest, desk: String?) -> String {
    "journalctl -u dateline\(desk.map { "@" + $0 } ?? "") DATELINE_ARTICLE_ID=\(id.hex)"
}
