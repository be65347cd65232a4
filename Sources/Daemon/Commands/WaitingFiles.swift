internal import Article
internal import Bytes
internal import Intake

/// The first folder below the inbox, else `default`.
func sourceName(of dropped: Path) -> String {
    let parts = dropped.components
    return parts.count > 1 ? printable(parts[0]) : "default"
}

/// What lies in the inbox and has no outcome: from the running daemon, or by a look when none runs. Claimed files are
/// among them while a setback keeps them.
func waitingFiles(_ settings: Settings) throws(Fault) -> [WaitingFile] {
    var look = InboxLook(settings)
    let answer: StatusAnswer
    switch askDaemon(state: settings.state) {
    case .report(let bytes): answer = try StatusAnswer(bytes)
    case .notRunning: return look.waiting()
    case .silent, .forbidden:
        look.reason = .queued
        return look.waiting()
    }
    var files = answer.waiting.compactMap { file -> WaitingFile? in
        guard let reason = WaitingFile.Reason(rawValue: file.reason), let since = LocalTime.parse(file.since) else {
            return nil
        }
        return WaitingFile(path: Path(file.path), reason: reason, since: since)
    }
    if answer.queue.waiting > files.count {
        // More than a report tells of: the others are looked for.
        look.reason = .queued
        let told = Set(files.map(\.path))
        files += look.waiting().filter { !told.contains($0.path) }
    } else if !answer.setbacks.isEmpty {
        look.reason = .setback
        files += look.claimed()
    }
    return files
}

extension WaitingFile {
    /// An outcome line (contract, section 1) of what has none yet.
    func writeOutcome(to json: inout JSONWriter) {
        json.object { json in
            for key in ["seq", "cursor"] {
                json.key(key)
                json.null()
            }
            json.member("time", since.text)
            json.member("outcome", "waiting")
            for key in ["id", "uri", "revision", "replaces", "supersededBy", "title", "language"] {
                json.key(key)
                json.null()
            }
            json.member("source", sourceName(of: path))
            json.member("name", printable(path.name))
            for key in ["member", "path", "original"] {
                json.key(key)
                json.null()
            }
            json.member("reason", reason.rawValue)
            json.member("message", "\(path): \(reason.explanation)")
        }
    }
}
