internal import Article
internal import Bytes
internal import Filing
internal import Foundation
internal import Host
internal import Intake
internal import Ledger

/// Explains what became of a dropped name, of a file's bytes, of an id or of a path in the outbox.
///
/// - Returns: The exit code: 1 where nothing of it was ever seen.
package func explainArrival(_ settings: Settings, _ query: String, json: Bool) throws(Fault) -> Int32 {
    LocalTime.use(settings.timeZone)
    guard !query.isEmpty else { throw Fault(ExitCode.usage, "Name a dropped file, an id or a path in the outbox.") }
    let output = Output()
    let explanation = try Explanation(settings, query)
    if json { output.write(explanation.encoded) } else { explanation.show(on: output) }
    output.flush()
    return explanation.isUnknown ? ExitCode.bad : ExitCode.done
}

private struct Explanation {
    private let settings: Settings
    private let query: String
    private let ledger: String
    /// What was looked for, in words.
    private var subject = ""
    private var arrivals: [OutcomeRow] = []
    /// The stories of the arrivals, by their number.
    private var stories: [Int64: StoryVersions] = [:]
    private var waiting: [WaitingFile] = []
    /// Why a file that lies in the inbox will never be read.
    private var ignored: String?
    private var before: OutcomeRow?
    private var after: OutcomeRow?

    var isUnknown: Bool { arrivals.isEmpty && waiting.isEmpty && ignored == nil }

    init(_ settings: Settings, _ query: String) throws(Fault) {
        self.settings = settings
        self.query = query
        let reader = try readLedger(settings)
        ledger = reader?.name ?? ""
        let path = absolute(query)
        let dropped = path.relative(to: settings.inbox) ?? (query.hasPrefix("/") ? nil : Path(query))
        subject = printable(query)

        if let reader {
            let lookup = Lookup(ledger: reader, layout: settings.layout)
            if let place = lookup.place(of: query) {
                arrivals = try lookup.at(place)
            } else if lookup.isDigits(query) {
                arrivals = try lookup.withID(query)
            }
        }
        if arrivals.isEmpty, path.relative(to: settings.inbox) == nil, let sha256 = fileDigest(path) {
            subject = "\(printable(query)) (SHA-256 \(sha256.prefix(8))…)"
            if let reader {
                arrivals = try asking { () throws(LedgerError) in try reader.ofBytes(sha256, limit: 1000) }
            }
            if arrivals.isEmpty, let reader { try findNamed(reader, Path(path.name)) }
        } else if let dropped {
            if let reader { try findNamed(reader, dropped) }
            try findWaiting(dropped)
        }
        if let reader, arrivals.count <= Explanation.mostStories {
            let lookup = Lookup(ledger: reader, layout: settings.layout)
            for row in arrivals { stories[row.seq] = try StoryVersions(of: row, lookup) }
        }
        if isUnknown {
            guard let reader else { _ = try needLedger(settings); return }
            try findNeighbours(reader, dropped ?? Path(path.name))
        }
    }

    /// Of more arrivals than this (the members of a mailbox), the stories are not told.
    private static let mostStories = 100

    /// Adds the arrivals of a name, of one source where a folder is named.
    private mutating func findNamed(_ reader: LedgerReader, _ dropped: Path) throws(Fault) {
        let known = Set(arrivals.map(\.seq))
        let source = dropped.components.count > 1 ? sourceName(of: dropped) : nil
        for name in Explanation.names(dropped.name) {
            let rows = try asking { () throws(LedgerError) in try reader.named(name, source: source, limit: 1000) }
            arrivals += rows.filter { !known.contains($0.seq) }
        }
    }

    /// The bytes as typed, and those that `\xNN` and `\u{N}` in them may stand for: names are shown so.
    private static func names(_ typed: [UInt8]) -> [[UInt8]] {
        func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
            UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        }
        var out: [UInt8] = []
        var rest = typed[...]
        while let first = rest.first {
            if rest.starts(with: #"\x"#.utf8), let byte = number(rest.dropFirst(2).prefix(2)) {
                out.append(UInt8(truncatingIfNeeded: byte))
                rest = rest.dropFirst(4)
            } else if rest.starts(with: #"\u{"#.utf8), let end = rest.firstIndex(of: 0x7D),
                let scalar = number(rest[..<end].dropFirst(3)).flatMap(Unicode.Scalar.init)
            {
                out += Array(String(scalar).utf8)
                rest = rest[(end + 1)...]
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out == typed ? [typed] : [typed, out]
    }

    private mutating func findWaiting(_ dropped: Path) throws(Fault) {
        var look = InboxLook(settings)
        var told: [Path: WaitingFile] = [:]
        switch askDaemon(state: settings.state) {
        case .notRunning: break
        case .report(let bytes):
            let answer = try StatusAnswer(bytes)
            look.reason = answer.setbacks.isEmpty ? .queued : .setback
            for file in answer.waiting {
                guard let reason = WaitingFile.Reason(rawValue: file.reason), let since = LocalTime.parse(file.since)
                else { continue }
                told[Path(file.path)] = WaitingFile(path: Path(file.path), reason: reason, since: since)
            }
        case .silent, .forbidden: look.reason = .queued
        }
        let isPath = dropped.components.count > 1
        waiting = look.waiting().filter { isPath ? $0.path == dropped : $0.path.name == dropped.name }
            .map { told[Path($0.path.description)] ?? $0 }
        let name = dropped.name
        guard waiting.isEmpty, let status = try? Files.status(at: settings.inbox.appending(dropped)) else { return }
        if status.kind == .folder, !name.isEmpty { return ignored = "it is a folder; ask for what lies in it" }
        guard settings.intake.ignored.contains(name), !settings.intake.ignored.isTemporary(name) else { return }
        ignored =
            name.first == 0x2E
            ? "names that begin with a dot are never read" : "the settings say that no article has this name"
    }

    /// The source is the one named, else that of the name which is most like this one.
    private mutating func findNeighbours(_ reader: LedgerReader, _ dropped: Path) throws(Fault) {
        var source = dropped.components.count > 1 ? sourceName(of: dropped) : nil
        func find(_ source: String?) throws(Fault) -> (before: OutcomeRow?, after: OutcomeRow?) {
            try asking { () throws(LedgerError) in try reader.neighbours(named: dropped.name, source: source) }
        }
        (before, after) = try find(source)
        guard source == nil else { return }
        func likeness(_ row: OutcomeRow?) -> Int {
            row.map { zip($0.name, dropped.name).prefix { $0 == $1 }.count } ?? -1
        }
        source = likeness(before) >= likeness(after) ? before?.source : after?.source
        if let source { (before, after) = try find(source) }
    }

    // MARK: For people

    func show(on output: Output) {
        if isUnknown {
            output.line("\(subject) was never seen, and does not lie in the inbox \(settings.inbox).")
            for (word, row) in [("before", before), ("after", after)] {
                guard let row else { continue }
                output.line(
                    "  The arrival \(word) it by name, from \(printable(row.source)): \(printable(row.name)) at \(LocalTime.text(row.arrived)), \(row.kind.rawValue)"
                )
            }
            return
        }
        if let ignored { output.line("\(subject) lies in the inbox and is not read: \(ignored).") }
        for file in waiting {
            output.line(
                "\(output.styled("waiting", .yellow)) \(file.path) lies in the inbox since \(LocalTime.text(file.since)):"
            )
            output.line("  \(file.reason.rawValue): \(file.reason.explanation)")
        }
        if arrivals.count > 1 { output.line("\(subject): \(arrivals.count) outcomes") }
        for (n, row) in arrivals.enumerated() {
            if n > 0 || !waiting.isEmpty || arrivals.count > 1 { output.line() }
            show(row, on: output)
        }
    }

    private func show(_ row: OutcomeRow, on output: Output) {
        func member(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            output.line("  \(output.styled(name.padded(to: 10), .dim))\(value)")
        }
        let name = printable(row.name) + (row.member.map { " (\(printable($0)))" } ?? "")
        output.line(
            "\(output.styled(row.kind.rawValue, style(ofOutcome: row.kind.rawValue))) \(output.styled(name, .bold)): \(row.what)"
        )
        member("arrived", "\(LocalTime.text(row.arrived)) from \(printable(row.source))")
        member(
            "outcome",
            "\(LocalTime.text(row.time)), number \(row.seq), after \(decimal(Double(row.duration) / 1000)) ms")
        if row.wasRead {
            member("file", "\(grouped(row.bytes)) bytes, SHA-256 \(row.sha256.hex)")
        } else if row.bytes > 0 {
            member("file", "\(grouped(row.bytes)) bytes, not read")
        }
        let detail = Detail(row, settings.layout)
        member("format", detail.format.map { printable($0 + (detail.formatReason.map { ": \($0)" } ?? "")) })
        member("record", detail.record.map { $0.description + (detail.isRecordThere ? "" : "  (not there any more)") })
        member(
            "reason", detail.reasonFile.map { $0.description + (detail.isReasonThere ? "" : "  (not there any more)") })
        member(
            "original",
            detail.original.map { $0.description + (detail.isOriginalThere ? "" : "  (not there any more)") })
        member("replay", row.readingOf.map { "a new reading of \($0.hex)" })
        if row.original == nil, row.kind == .duplicate {
            member("original", "not kept: its bytes are those of a file kept already")
        }
        member("hint", detail.hint.map { printable($0) })
        if row.kind == .rejected, detail.isOriginalThere { member("again", "dateline retry \(row.id.prefix(8))") }
        member(
            "embargo", detail.embargo.map { "until \(LocalTime.text($0))\($0 > Clock.now() ? "" : ", which is over")" })
        member("story", row.uri.map { printable($0) })
        if let story = stories[row.seq] {
            for line in story.told + story.listed { member("", line) }
        }
        member("journal", journalCommand(row.id, desk: settings.desk))
    }

    // MARK: For programs

    var encoded: [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("schema", "dateline-explain-1")
            json.member("query", printable(query))
            json.key("arrivals")
            json.array { json in for row in arrivals { write(row, to: &json) } }
            json.key("waiting")
            json.array { json in for file in waiting { file.writeOutcome(to: &json) } }
            json.member("ignored", ignored)
            for (key, row) in [("before", before), ("after", after)] {
                json.key(key)
                if let row { row.write(to: &json, ledger: ledger) } else { json.null() }
            }
        }
        return json.take() + [0x0A]
    }

    private func write(_ row: OutcomeRow, to json: inout JSONWriter) {
        let detail = Detail(row, settings.layout)
        json.object { json in
            json.key("outcome")
            row.write(to: &json, ledger: ledger)
            json.member("arrived", row.arrived.text)
            json.member("bytes", row.bytes)
            json.member("sha256", row.wasRead ? row.sha256.hex : nil)
            json.member("durationMicros", row.duration)
            json.member("format", detail.format)
            json.member("formatReason", detail.formatReason)
            json.member("hint", detail.hint)
            for (key, path, isThere) in [
                ("record", detail.record, detail.isRecordThere),
                ("reasonFile", detail.reasonFile, detail.isReasonThere),
                ("original", detail.original, detail.isOriginalThere),
            ] {
                json.key(key)
                json.string(isThere ? path?.description : nil)
            }
            json.member("embargoedUntil", detail.embargo?.text)
            json.key("story")
            if let story = stories[row.seq] { story.write(to: &json) } else { json.null() }
            json.member("journal", journalCommand(row.id, desk: settings.desk))
        }
    }
}

/// What the outbox adds to an outcome.
private struct Detail {
    var format: String?
    var formatReason: String?
    var hint: String?
    var record: Path?
    var reasonFile: Path?
    var original: Path?
    var embargo: Instant?
    var isRecordThere = false
    var isReasonThere = false
    var isOriginalThere = false

    init(_ row: OutcomeRow, _ layout: Layout) {
        format = row.format
        original = row.original.map { layout.absolute($0) }
        isOriginalThere = original.map(Detail.isThere) ?? false
        guard let path = row.path.map({ layout.absolute($0) }) else { return }
        if row.kind == .rejected {
            reasonFile = path
            isReasonThere = Detail.isThere(path)
            hint = FiledReason(path)?.hint
        } else {
            record = path
            isRecordThere = Detail.isThere(path)
            let files = RecordFiles(path)
            formatReason = files.analysis?.provenance?.formatReason
            embargo = files.article?.embargoedUntil.flatMap { LocalTime.parse($0) }
        }
    }

    private static func isThere(_ path: Path) -> Bool { (try? Files.exists(path)) == true }
}

/// Of a file that is there and may be read.
private func fileDigest(_ path: Path) -> Digest? {
    guard let file = try? Files.openToRead(path), let status = try? Files.status(file), status.kind == .file else {
        return nil
    }
    return try? Fingerprint(file, size: status.size).digest
}
