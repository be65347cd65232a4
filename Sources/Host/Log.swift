internal import Bytes
internal import CSystemd
internal import Glibc
internal import Article

/// How grave an entry is; the numbers are syslog's.
package enum Priority: Int, Sendable {
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
}

/// Constant names of kinds of entries: `journalctl -x` explains each from the catalogue.
package enum MessageID: String, Sendable, CaseIterable {
    case filed = "9efedea3920c402794ac7b219aa8626d"
    case duplicate = "9fa259d8d229441ca1943284e6d5bdf8"
    case superseded = "562581f250884f798d9ed31525f21f87"
    case rejected = "936b3fbe982f407299078c8975007562"
    case waiting = "149878958e8a44eca0dd76716c1b9d00"
    case setback = "515b827ffb5c48b2a46782c8832708f2"
    case setbackOver = "00034e9077f145f49b80f0c5888c1a4b"
    case sourceQuiet = "e721527b2ba542b79b2095910dc845b7"
    case settingsRefused = "c0069304cb61472c8fa97dccda382c41"
    case workerDied = "333f6cd7567a48f7adc0f78ba04687da"
}

/// One entry of the journal: a line for people, fields for programs.
package struct LogEntry: Sendable {
    package var priority: Priority
    /// One line. Control characters in it are made harmless when it is written.
    package var message: String
    package var id: MessageID?
    /// Without the prefix `DATELINE_`; empty values are left out.
    package var fields: [(name: String, value: String)]

    package init(
        _ priority: Priority, _ message: String, id: MessageID? = nil, fields: [(name: String, value: String)] = []
    ) {
        self.priority = priority
        self.message = message
        self.id = id
        self.fields = fields
    }
}

/// Where entries go.
package protocol Log: Sendable {
    func write(_ entry: LogEntry)
}

/// The journal where systemd connected stderr to it, else stderr.
///
/// Chosen by `JOURNAL_STREAM`, as systemd.exec(5) says: `sd_journal_sendv` returns 0 also where there is no journal.
package func standardLog() -> any Log {
    if let stream = getenv("JOURNAL_STREAM") {
        var st = stat()
        if fstat(2, &st) == 0, String(cString: stream) == "\(st.st_dev):\(st.st_ino)" { return JournalLog() }
    }
    return TerminalLog()
}

/// Entries with their fields, by the journal's native protocol.
package struct JournalLog: Log {
    package init() {}

    package func write(_ entry: LogEntry) {
        var values = [
            "MESSAGE=" + printable(entry.message), "PRIORITY=\(entry.priority.rawValue)", "SYSLOG_IDENTIFIER=dateline",
        ]
        if let id = entry.id { values.append("MESSAGE_ID=" + id.rawValue) }
        for field in entry.fields where !field.value.isEmpty {
            values.append("DATELINE_\(field.name)=" + printable(field.value))
        }
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for value in values {
            let start = bytes.count
            bytes.append(contentsOf: value.utf8)
            ranges.append(start..<bytes.count)
        }
        bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            let pieces = ranges.map { iovec(iov_base: base + $0.lowerBound, iov_len: $0.count) }
            _ = sd_journal_sendv(pieces, Int32(pieces.count))
        }
    }
}

/// One line an entry, with the time before it.
package struct TerminalLog: Log {
    private static let isTerminal = isatty(2) == 1

    package init() {}

    package func write(_ entry: LogEntry) {
        // A line that tells of progress may stand there.
        let start = TerminalLog.isTerminal ? "\r\u{1B}[K" : ""
        let line = start + Clock.localTime(Clock.now()) + " " + printable(entry.message) + "\n"
        try? Files.write(.error, Array(line.utf8))
    }
}
