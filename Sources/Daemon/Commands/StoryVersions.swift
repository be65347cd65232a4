internal import Article
internal import Bytes
internal import Ledger

/// The versions of one story, as `explain` tells them: which one this is, what it replaced, what replaced it, and whether the
/// story was killed.
struct StoryVersions {
    private let own: OutcomeRow
    /// By revision.
    private let all: [OutcomeRow]

    /// `nil` for what is no record, and where the ledger does not have the record.
    init?(of row: OutcomeRow, _ lookup: Lookup) throws(Fault) {
        var record = row
        if row.kind == .duplicate, let path = row.path {
            guard let known = try lookup.at(path).first(where: { $0.isRecord }) else { return nil }
            record = known
        }
        guard record.isRecord else { return nil }
        let (ledger, found) = (lookup.ledger, record)
        let rows = try asking { () throws(LedgerError) in try ledger.versions(of: found) }
        own = record
        all = rows.filter { $0.source == found.source && $0.uri == found.uri }
            .sorted { ($0.revision ?? 0, $0.seq) < ($1.revision ?? 0, $1.seq) }
    }

    /// What readers take: the highest revision that is not older than another.
    private var current: OutcomeRow? { all.last { $0.supersededBy == nil } }
    /// The version that killed the story; `nil` also where a later one took that back.
    private var kill: OutcomeRow? { current.flatMap { $0.status == .canceled ? $0 : nil } }

    private func revision(_ id: Digest?) -> Int? { id.flatMap { id in all.first { $0.id == id } }?.revision }

    private func successor(of row: OutcomeRow) -> OutcomeRow? { all.last { $0.replaces == row.id } }

    // MARK: For people

    /// Sentences, one a line.
    var told: [String] {
        let number = own.revision ?? 1
        var lines: [String] = []
        var first = all.count == 1 ? "the only version" : "version \(number) of \(all.last?.revision ?? number)"
        if let version = own.version, version != "\(number)" { first += ", the sender's \(printable(version))" }
        if own.id == current?.id, all.count > 1 { first += ", the current one" }
        lines.append(first)
        if let replaced = revision(own.replaces) {
            let verb = own.status == .canceled ? "killed" : "replaced"
            lines.append("\(verb) version \(replaced) at \(LocalTime.text(own.time))")
        }
        if let newer = own.supersededBy {
            let which = revision(newer).map { "version \($0)" } ?? "a newer version (\(newer.prefix(8)))"
            lines.append("came late: \(which) was filed before it and is newer")
        }
        if let next = successor(of: own), next.id != kill?.id {
            lines.append("was replaced by version \(next.revision ?? 0) at \(LocalTime.text(next.time))")
        }
        if let kill {
            lines.append(
                kill.id == own.id
                    ? "this version is a kill: it covers all versions"
                    : "the story was killed by version \(kill.revision ?? 0) at \(LocalTime.text(kill.time))")
        }
        return lines
    }

    /// One line a version, where there is more than one; of very many the latest.
    var listed: [String] {
        guard all.count > 1 else { return [] }
        return all.suffix(30).map { row in
            let mark = row.id == own.id ? "*" : " "
            let what = row.status == .canceled ? "kill" : row.kind.rawValue
            return
                "\(mark) \(row.revision ?? 0)  \(LocalTime.text(row.time))  \(what.padded(to: 10))  \(row.id.prefix(8))  \(printable(row.title ?? ""))"
        }
    }

    // MARK: For programs

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("uri", own.uri)
            json.key("told")
            json.array { json in for line in told { json.string(line) } }
            json.member("current", current?.id.hex)
            json.member("killedBy", kill?.id.hex)
            json.member("killed", kill?.time.text)
            json.key("versions")
            json.array { json in
                for row in all { write(row, to: &json) }
            }
        }
    }

    private func write(_ row: OutcomeRow, to json: inout JSONWriter) {
        json.object { json in
            json.member("revision", row.revision ?? 1)
            json.member("id", row.id.hex)
            json.member("version", row.version)
            json.member("outcome", row.kind.rawValue)
            json.member("pubStatus", row.status?.rawValue)
            json.member("time", row.time.text)
            json.member("title", row.title)
            json.member("path", row.path)
            json.member("replaces", row.replaces?.hex)
            json.member("replacedBy", successor(of: row)?.id.hex)
            json.member("supersededBy", row.supersededBy?.hex)
        }
    }
}

extension OutcomeRow {
    fileprivate var isRecord: Bool { kind == .filed || kind == .superseded }
}
