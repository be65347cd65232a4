internal import Article
internal import Bytes
internal import TOMLKit

/// A configuration file: TOML, strict. Everything that is wrong in it is told at once, each with its line.
struct SettingsFile {
    let path: Path
    let text: [UInt8]

    /// Puts its values into `loaded`; returns what is wrong, a line each.
    func apply(to loaded: inout LoadedSettings) -> [String] {
        guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else {
            return ["\(path): it is not UTF-8 text."]
        }
        let root: TOMLTable
        do { root = try TOMLTable(string: String(decoding: text, as: UTF8.self)) } catch {
            guard let error = error as? TOMLParseError else { return ["\(path): \(printable("\(error)"))."] }
            let number = Int(error.source.begin.line)
            let all = text.split(separator: 0x0A, omittingEmptySubsequences: false)
            let line = number > 0 && number <= all.count ? cut(printable(all[number - 1]), to: 80) : ""
            return [
                "\(path):\(number): it is not TOML: \(printable(error.description)); found: \(line); allowed: [section], or name = value with text in \"quotes\"."
            ]
        }
        let reader = Reader(path: path, lines: TOMLLines(text))
        reader.read(root, &loaded)
        return reader.errors
    }

    private final class Reader {
        let path: Path
        let lines: TOMLLines
        /// With their lines.
        private var found: [(Int, String)] = []
        var errors: [String] { found.sorted { $0.0 < $1.0 }.map { "\(path):\($0.0): \($0.1)" } }

        init(path: Path, lines: TOMLLines) {
            self.path = path
            self.lines = lines
        }

        func read(_ root: TOMLTable, _ loaded: inout LoadedSettings) {
            let table = Setting<Settings>.table
            let sections = Set(table.map(\.section)).subtracting([""])
            for key in root.keys.sorted(by: { lines[[$0]] < lines[[$1]] }) {
                guard let value = root[key] else { continue }
                if key == "source" {
                    sources(value, &loaded)
                } else if sections.contains(key) {
                    guard let members = value.table else {
                        error([key], "\(key) is \(kind(value)); it must be a section: [\(key)].")
                        continue
                    }
                    for member in members.keys {
                        guard let value = members[member] else { continue }
                        setting([key, member], value, table, &loaded)
                    }
                } else {
                    setting([key], value, table, &loaded)
                }
            }
        }

        private func setting(
            _ at: [String], _ value: any TOMLValueConvertible, _ table: [Setting<Settings>],
            _ loaded: inout LoadedSettings
        ) {
            let name = at.joined(separator: ".")
            guard let setting = table.first(where: { $0.name == name }) else {
                var known = table.map(\.name)
                if at.count == 1 { known += Set(table.map(\.section)).union(["source"]).subtracting([""]).sorted() }
                return error(at, "\(printable(name)) is not a setting\(suggestion(name, known))")
            }
            guard let value = checked(value, setting.kind, at) else { return }
            setting.write(&loaded.settings, value)
            loaded.origins[name] = .file(path, line: lines[at])
        }

        private func sources(_ value: any TOMLValueConvertible, _ loaded: inout LoadedSettings) {
            guard let sources = value.table else {
                return error(
                    ["source"], "source is \(kind(value)); it must be a section for each source: [source.NAME].")
            }
            let table = Setting<SourceSettings>.table
            for source in sources.keys {
                guard let members = sources[source]?.table else {
                    error(
                        ["source", source],
                        "source.\(printable(source)) must be a section: [source.\(printable(source))].")
                    continue
                }
                var settings = SourceSettings()
                for key in members.keys {
                    guard let value = members[key] else { continue }
                    let at = ["source", source, key]
                    guard let setting = table.first(where: { $0.key == key }) else {
                        let name = "source.\(printable(source)).\(printable(key))"
                        error(at, "\(name) is not a setting\(suggestion(key, table.map(\.key)))")
                        continue
                    }
                    guard let value = checked(value, setting.kind, at) else { continue }
                    setting.write(&settings, value)
                    loaded.origins[at.joined(separator: ".")] = .file(path, line: lines[at])
                }
                settings.zone = settings.timeZone.flatMap { LocalTime.rules(of: $0) }
                loaded.settings.sources[source] = settings
            }
        }

        private func checked(_ value: any TOMLValueConvertible, _ kind: SettingKind, _ at: [String]) -> SettingValue? {
            let found: SettingValue? =
                switch value.type {
                case .string:
                    if kind == .path || kind == .metricsFile {
                        value.string.flatMap { $0.isEmpty ? nil : .path(absolute($0, below: path.parent)) }
                    } else {
                        value.string.map { .text($0) }
                    }
                case .int:
                    if case .number = kind {
                        value.int.map { .number(Double($0)) }
                    } else {
                        value.int.map { .whole($0) }
                    }
                case .double: value.double.map { .number($0) }
                case .array: value.array.flatMap(Reader.strings).map { .list($0) }
                default: nil
                }
            guard let found, kind.allows(found) else {
                let shown = found.map { printable($0.toml) } ?? self.kind(value)
                error(at, "\(printable(at.joined(separator: "."))) is \(shown); allowed: \(kind.allowed).")
                return nil
            }
            return found
        }

        private static func strings(_ array: TOMLArray) -> [String]? {
            var out: [String] = []
            for i in 0..<array.count {
                guard let text = array[i].string else { return nil }
                out.append(text)
            }
            return out
        }

        private func kind(_ value: any TOMLValueConvertible) -> String {
            switch value.type {
            case .table: "a section"
            case .array: "a list"
            case .string: "a string"
            case .int, .double: "a number"
            case .bool: value.bool == true ? "true" : "false"
            case .date, .time, .dateTime: "a date or time"
            }
        }

        private func error(_ at: [String], _ message: String) { found.append((lines[at], message)) }
    }
}

/// `; did you mean limits.seconds?`, where something known is near.
private func suggestion(_ name: String, _ known: [String]) -> String {
    let key = name.split(separator: ".").last.map(String.init) ?? name
    let near =
        known.map { candidate -> (String, Int) in
            let own = candidate.split(separator: ".").last.map(String.init) ?? candidate
            // The right key in the wrong section is nearer than a misspelt one.
            if key.count >= 3, own.hasPrefix(key) { return (candidate, 1) }
            return (candidate, own == key ? 0 : min(editDistance(name, candidate), editDistance(key, own)))
        }.min { $0.1 < $1.1 }
    guard let near, near.1 <= max(1, key.count / 3) else {
        return "; those known are \(known.joined(separator: ", "))."
    }
    return "; did you mean \(near.0)?"
}

/// Insertions, deletions, exchanges and swaps of neighbours that make one of the other.
///
/// Source: optimal string alignment (Damerau 1964; Wagner and Fischer 1974).
private func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.utf8.prefix(64))
    let b = Array(b.utf8.prefix(64))
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
            row.append(cost)
        }
        before = last
        last = row
    }
    return last[b.count]
}

/// On which line each key of a TOML document stands. The parser does not tell; the document is known to be valid.
struct TOMLLines {
    private var lines: [[String]: Int] = [:]

    /// The line of a key or section, 1-based; of what it stands in where it has none of its own.
    subscript(_ key: [String]) -> Int {
        var key = key
        while !key.isEmpty {
            if let line = lines[key] { return line }
            key.removeLast()
        }
        return 1
    }

    init(_ text: [UInt8]) {
        var scanner = Scanner(text: text)
        var section: [String] = []
        while let (line, keys, isSection) = scanner.nextKey() {
            if isSection {
                section = keys
                if lines[keys] == nil { lines[keys] = line }
            } else {
                let key = section + keys
                for n in (section.count + 1)...key.count where lines[Array(key.prefix(n))] == nil {
                    lines[Array(key.prefix(n))] = line
                }
            }
        }
    }

    private struct Scanner {
        let text: [UInt8]
        var at = 0
        var line = 1

        private var byte: UInt8 { at < text.count ? text[at] : 0 }

        private mutating func step() {
            if byte == 0x0A { line += 1 }
            at += 1
        }

        /// The next `[section]` or `key =`.
        mutating func nextKey() -> (Int, [String], Bool)? {
            while at < text.count {
                switch byte {
                case 0x20, 0x09, 0x0D, 0x0A: step()
                case 0x23: skipLine()
                case 0x5B:
                    let start = line
                    while byte == 0x5B { step() }
                    let keys = dottedKey()
                    skipLine()
                    return (start, keys, true)
                default:
                    let start = line
                    let before = at
                    let keys = dottedKey()
                    if byte == 0x3D { step() }
                    skipValue()
                    if at == before { step() }
                    if !keys.isEmpty { return (start, keys, false) }
                }
            }
            return nil
        }

        private mutating func skipLine() { while at < text.count, byte != 0x0A { step() } }

        private mutating func dottedKey() -> [String] {
            var keys: [String] = []
            while at < text.count {
                switch byte {
                case 0x20, 0x09, 0x2E: step()
                case 0x22, 0x27: keys.append(quoted())
                default:
                    let start = at
                    while at < text.count, isBare(byte) { step() }
                    if at == start { return keys }
                    keys.append(String(decoding: text[start..<at], as: UTF8.self))
                }
            }
            return keys
        }

        private func isBare(_ c: UInt8) -> Bool {
            (0x61...0x7A).contains(c | 0x20) || (0x30...0x39).contains(c) || c == 0x2D || c == 0x5F || c >= 0x80
        }

        /// A quoted key or string, simple or over several lines; escapes of a key other than `\"` and `\\` stay as they are.
        private mutating func quoted() -> String {
            let quote = byte
            let isLong = at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote
            let length = isLong ? 3 : 1
            for _ in 0..<length { step() }
            var out: [UInt8] = []
            while at < text.count {
                if byte == quote, !isLong || (at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote) {
                    for _ in 0..<length { step() }
                    // A long string may end in one or two quotes of its own.
                    while isLong, byte == quote, at < text.count { step() }
                    break
                }
                if !isLong, byte == 0x0A { break }
                if quote == 0x22, byte == 0x5C { step() }
                out.append(byte)
                step()
            }
            return String(decoding: out, as: UTF8.self)
        }

        private mutating func skipValue() {
            var depth = 0
            while at < text.count {
                switch byte {
                case 0x22, 0x27: _ = quoted()
                case 0x23: skipLine()
                case 0x5B, 0x7B:
                    depth += 1
                    step()
                case 0x5D, 0x7D:
                    depth -= 1
                    step()
                case 0x0A where depth <= 0: return
                default: step()
                }
            }
        }
    }
}
