internal import Article
internal import Bytes
internal import Filing
internal import Intake
internal import Markup

/// A value as a configuration file, the environment or a flag gives it.
enum SettingValue: Hashable, Sendable {
    case path(Path)
    case text(String)
    case whole(Int)
    case number(Double)
    case list([String])

    /// As it stands in the configuration file.
    var toml: String {
        switch self {
        case .path(let path): quotedTOML(path.description)
        case .text(let text): quotedTOML(text)
        case .whole(let number): "\(number)"
        case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
        case .list(let list): "[" + list.map(quotedTOML).joined(separator: ", ") + "]"
        }
    }
}

/// A TOML basic string (TOML 1.0, "String").
private func quotedTOML(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": out += "\\" + String(scalar)
        case _ where scalar.value < 0x20 || scalar.value == 0x7F:
            let hex = String(scalar.value, radix: 16, uppercase: true)
            out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}

/// What values a setting takes.
enum SettingKind: Hashable, Sendable {
    case path
    /// One that node_exporter reads.
    case metricsFile
    case whole(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case list
    case zone
    case language
    case address
    case text

    /// What is allowed, in words.
    var allowed: String {
        switch self {
        case .path: "the path of a folder"
        case .metricsFile: "the path of a file that ends in .prom"
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            "a number from \(SettingValue.number(range.lowerBound).toml) to \(SettingValue.number(range.upperBound).toml)"
        case .list: "a list of strings, none of them empty"
        case .zone: "\"local\", \"UTC\" or a zone of /usr/share/zoneinfo such as \"Europe/Berlin\""
        case .language: "a language tag such as \"en\" or \"pt-BR\""
        case .address: "an address such as \"https://news.example/brief/\""
        case .text: "a string that is not empty"
        }
    }

    func allows(_ value: SettingValue) -> Bool {
        switch (self, value) {
        case (.path, .path(let path)): !path.isEmpty && !path.bytes.contains(0)
        case (.metricsFile, .path(let path)):
            path.name.count > 5 && path.name.suffix(5).elementsEqual(".prom".utf8) && !path.bytes.contains(0)
        case (.whole(let range), .whole(let number)): range.contains(number)
        case (.number(let range), .number(let number)): range.contains(number)
        case (.list, .list(let list)): list.allSatisfy { !$0.isEmpty }
        case (.zone, .text(let text)): text == "local" || LocalTime.isZone(text)
        case (.language, .text(let text)): isLanguageTag(text)
        case (.address, .text(let text)): Address(web: text) != nil
        case (.text, .text(let text)): !text.isEmpty
        default: false
        }
    }

    /// From the environment or a flag, where everything is text: numbers in decimal, lists with commas.
    func value(of text: String) -> SettingValue? {
        switch self {
        case .path, .metricsFile: text.isEmpty ? nil : .path(absolute(text))
        case .whole: Int(text).map { .whole($0) }
        case .number: Double(text).map { .number($0) }
        case .list: .list(text.split(separator: ",").map { String($0) })
        default: .text(text)
        }
    }
}

/// RFC 5646 §2.1, as far as its shape goes.
private func isLanguageTag(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count),
        first.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) })
    else { return false }
    return parts.dropFirst().allSatisfy { part in
        (1...8).contains(part.count)
            && part.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
    }
}

/// One setting of a `Whole`, the settings or those of one source: its name, what it takes, what it does.
struct Setting<Whole>: Sendable {
    /// Where the value is kept.
    typealias At<Value> = any WritableKeyPath<Whole, Value> & Sendable

    /// `limits`, or empty at the top of the file.
    var section: String
    var key: String
    var kind: SettingKind
    /// For the user: what it does. Sentences.
    var text: String
    /// A value to show where there is no default.
    var example: SettingValue?
    var read: @Sendable (Whole) -> SettingValue?
    var write: @Sendable (inout Whole, SettingValue) -> Void

    var name: String { section.isEmpty ? key : "\(section).\(key)" }
    var variable: String { "DATELINE_" + name.uppercased().replacing(".", with: "_") }

    private init(
        _ name: String, _ kind: SettingKind, _ text: String, example: SettingValue? = nil,
        read: @escaping @Sendable (Whole) -> SettingValue?,
        write: @escaping @Sendable (inout Whole, SettingValue) -> Void
    ) {
        let parts = name.split(separator: ".")
        section = parts.count > 1 ? String(parts[0]) : ""
        key = String(parts.last ?? "")
        self.kind = kind
        self.text = text
        self.example = example
        self.read = read
        self.write = write
    }

    static func whole(_ name: String, _ at: At<Int>, _ range: ClosedRange<Int>, _ text: String)
        -> Setting
    {
        Setting(name, .whole(range), text, read: { .whole($0[keyPath: at]) }) { whole, value in
            if case .whole(let number) = value { whole[keyPath: at] = number }
        }
    }

    /// Kept in microseconds, given in units of `unit` microseconds.
    static func time(
        _ name: String, _ at: At<Int64>, unit: Double, _ range: ClosedRange<Double>, _ text: String
    ) -> Setting {
        Setting(name, .number(range), text, read: { .number(Double($0[keyPath: at]) / unit) }) { whole, value in
            if case .number(let number) = value { whole[keyPath: at] = Int64((number * unit).rounded()) }
        }
    }

    static func list(_ name: String, _ at: At<[String]>, _ text: String) -> Setting {
        Setting(name, .list, text, read: { .list($0[keyPath: at]) }) { whole, value in
            if case .list(let list) = value { whole[keyPath: at] = list }
        }
    }

    static func optional(
        _ name: String, _ at: At<Double?>, _ range: ClosedRange<Double>, example: Double, _ text: String
    ) -> Setting {
        Setting(
            name, .number(range), text, example: .number(example), read: { $0[keyPath: at].map { .number($0) } }
        ) { whole, value in
            if case .number(let number) = value { whole[keyPath: at] = number }
        }
    }

    static func text(_ name: String, _ kind: SettingKind, _ at: At<String>, _ text: String)
        -> Setting
    {
        Setting(name, kind, text, read: { .text($0[keyPath: at]) }) { whole, value in
            if case .text(let text) = value { whole[keyPath: at] = text }
        }
    }

    static func optional(
        _ name: String, _ kind: SettingKind, _ at: At<String?>, example: String, _ text: String
    ) -> Setting {
        Setting(name, kind, text, example: .text(example), read: { $0[keyPath: at].map { .text($0) } }) {
            whole, value in
            if case .text(let text) = value { whole[keyPath: at] = text }
        }
    }
}

extension Setting<Settings> {
    static func path(_ key: String, _ at: At<Path>, _ text: String) -> Setting {
        Setting(key, .path, text, read: { .path($0[keyPath: at]) }) { settings, value in
            if case .path(let path) = value { settings[keyPath: at] = path }
        }
    }

    /// One that lies in the outbox where it is not set.
    static func path(
        _ key: String, _ at: At<Path?>, _ text: String,
        inForce: @escaping @Sendable (Settings) -> Path
    ) -> Setting {
        Setting(key, .path, text, read: { .path(inForce($0)) }) { settings, value in
            if case .path(let path) = value { settings[keyPath: at] = path }
        }
    }

    static func metricsFile(_ name: String, _ at: At<Path?>, example: String, _ text: String) -> Setting {
        Setting(name, .metricsFile, text, example: .path(Path(example)), read: { $0[keyPath: at].map { .path($0) } }) {
            settings, value in
            if case .path(let path) = value { settings[keyPath: at] = path }
        }
    }

    /// Every setting, in the order of the sample file. This table drives the loader, `dateline check` and the sample.
    static let table: [Setting] = [
        .path("inbox", \.inbox, "Folder to watch. The first folder below it names the source: inbox/SOURCE/…"),
        .path("outbox", \.outbox, "Folder to file into: articles, originals and rejected files."),
        .path("state", \.state, "Folder of the ledger. Each running daemon needs one of its own."),
        .path(
            "originals", \.originals, "Folder of the originals, byte for byte as they came.",
            inForce: \.layout.originals),
        .path(
            "rejected", \.rejected, "Folder of what could not be read, each file with its reason beside it.",
            inForce: \.layout.rejected),
        .whole("workers", \.workers, 0...256, "Worker processes that read articles; 0 is one for each processor core."),
        .text(
            "time_zone", .zone, \.timeZone,
            "Zone in which tables, log lines and pages show times. \"local\" is the machine's. Files always say UTC."),
        .optional(
            "base_url", .address, \.baseURL, example: "https://news.example/brief/",
            "Where the outbox is served, without originals/ and rejected/: links of the feeds lead there."),

        .whole("limits.document_mib", \.limits.documentMiB, 1...1024, "Size of one article, in MiB."),
        .whole(
            "limits.memory_mib", \.limits.memoryMiB, 64...65_536,
            "Memory of one worker, in MiB. More than document_mib."),
        .whole("limits.seconds", \.limits.seconds, 1...86_400, "Processor time for one file, in seconds."),
        .whole("limits.output_mib", \.limits.outputMiB, 1...1024, "What one article may become, in MiB."),
        .whole(
            "limits.originals_per_worker", \.limits.originalsPerWorker, 1...100_000_000,
            "After so many files a worker is replaced by a fresh one."),

        .time(
            "intake.settle_seconds", \.intake.settle, unit: 1_000_000, 0.05...3600,
            "A file whose end nothing else tells is complete when it was unchanged for so long."),
        .time(
            "intake.rescan_seconds", \.intake.rescan, unit: 1_000_000, 0.1...3600,
            "The whole inbox is looked through so often, in case the system told of a file too late or never."),
        .time(
            "intake.poll_seconds", \.intake.poll, unit: 1_000_000, 0.1...3600,
            "Network file systems and others of which the system does not tell what comes are looked through so often."),
        .list(
            "intake.ignore_endings", \.intake.ignored.endings,
            "Names with these endings are not complete yet. They are read when they get their final name."),
        .list(
            "intake.ignore_names", \.intake.ignored.names,
            "Names that no article has. Names that begin with a dot are never read."),
        .time(
            "intake.waiting_minutes", \.intake.nameWaitingAfter, unit: 60_000_000, 0.01...525_600,
            "A file that could not be read for so long is named in the journal."),
        .time(
            "intake.unreadable_hours", \.intake.rejectUnreadableAfter, unit: 3_600_000_000, 0.0001...8760,
            "A file that may not be opened for so long is rejected as unreadable."),

        .whole(
            "retention.originals_days", \.retention.originals, 0...36_500,
            "Originals; without one, an article can't be replayed."),
        .whole("retention.rejected_days", \.retention.rejected, 0...36_500, "Rejected files and their reasons."),
        .whole("retention.articles_days", \.retention.articles, 0...36_500, "Records of articles."),

        .metricsFile(
            "metrics.file", \.metricsFile, example: "/var/lib/prometheus/node-exporter/dateline.prom",
            "The file, in a folder that Dateline may write. None is written where this is not set."),
    ]

    static let sectionTexts: [String: String] = [
        "limits": "What one file may cost. One that costs more is rejected; the others are not touched.",
        "retention":
            "For how many days after its arrival a thing is kept in the outbox; 0 is for ever. What is removed is noted in the ledger: an audit calls it expired.",
        "metrics": "Figures for Prometheus, as node_exporter's textfile collector reads them.",
        "intake": "When a file in the inbox is complete.",
    ]
}

extension Setting<SourceSettings> {
    /// What `[source.NAME]` takes.
    static let table: [Setting] = [
        .optional(
            "time_zone", .zone, \.timeZone, example: "Europe/London",
            "Zone of this source's times where they name none."),
        .optional(
            "language", .language, \.language, example: "en",
            "Language of its articles, believed where a text is too short to tell."),
        .optional("agency", .text, \.agency, example: "Reuters", "Name of the agency, where a text gives none."),
        .whole(
            "priority", \.priority, 0...9,
            "Where many files wait, those of a source with a higher number are read first. 5 where not set."),
        .optional(
            "quiet_hours", \.quietHours, 0...8760, example: 6,
            "A warning comes when it has sent nothing for so long; 0 is never. Where not set, Dateline learns from the last two weeks how long its pauses are, and warns when one is half as long again."
        ),
    ]
}
