internal import Article
internal import Bytes
internal import Host
internal import Ledger

extension OutcomeRow {
    /// The journal entry of this outcome (contract, section 5).
    func entry(queueDepth: Int, desk: String?) -> LogEntry {
        let dropped = printable(name) + (member.map { " (\(printable($0)))" } ?? "")
        let headline = printable(title ?? "")
        let dateline = [place, day].compactMap { $0 }.map { printable($0) }.joined(separator: ", ")
        let milliseconds = decimal(Double(duration) / 1000)
        let message: String
        let id: MessageID
        var priority = Priority.info
        switch kind {
        case .filed, .superseded:
            id = kind == .filed ? .filed : .superseded
            if status == .canceled { priority = .notice }
            message = "\(kind.rawValue) \(dropped): \"\(headline)\" (\(dateline)) \(milliseconds) ms -> \(path ?? "")"
        case .duplicate:
            id = .duplicate
            message = "duplicate \(dropped): \"\(headline)\" is filed already -> \(path ?? "")"
        case .rejected:
            id = .rejected
            priority = .warning
            message =
                "rejected \(dropped): \(reason?.rawValue ?? ""): \(printable(self.message ?? "")) -> \(original ?? path ?? "")"
        }
        return LogEntry(
            priority, message, id: id,
            fields: [
                ("OUTCOME", kind.rawValue), ("SEQ", "\(seq)"), ("ARTICLE_ID", self.id.hex), ("URI", uri ?? ""),
                ("REVISION", revision.map { "\($0)" } ?? ""), ("REPLACES", replaces?.hex ?? ""), ("TITLE", title ?? ""),
                ("LANGUAGE", language ?? ""), ("FORMAT", format ?? ""), ("SOURCE", source), ("NAME", printable(name)),
                ("MEMBER", member ?? ""), ("SHA256", wasRead ? sha256.hex : ""), ("PATH", path ?? ""),
                ("REASON", reason?.rawValue ?? ""),
                ("DURATION_USEC", "\(duration)"), ("QUEUE_DEPTH", "\(queueDepth)"), ("DESK", desk ?? ""),
            ])
    }
}

/// `2.1` for 2.07.
func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(abs(tenths) % 10)"
}
