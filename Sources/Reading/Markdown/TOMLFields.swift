internal import Bytes

/// Reads the TOML that front matter is made of (TOML 1.0: keys, strings, arrays, inline tables, tables, bare values).
///
/// Lenient: what it can't read ends a line, not the whole. Linear, nested no deeper than `depthLimit`.
struct TOMLFields {
    static let depthLimit = 16

    private let b: ByteView
    private var i = 0
    private(set) var fields: [(key: String, value: FrontMatter.Value)] = []
    /// A line that is no TOML was left out.
    private(set) var isBroken = false

    init(_ bytes: ByteView) {
        b = bytes
        // Fields of tables other than the first carry the table's name.
        var table = ""
        while i < b.count, fields.count < 1_000 {
            skipBlank()
            guard i < b.count else { break }
            if b[i] == 0x5B {
                let end = b.index(of: 0x0A, from: i) ?? b.count
                var name = b[view: i..<end].trimmed
                while name.first == 0x5B { name = name[view: 1..<name.count] }
                if let close = name.index(of: 0x5D) { name = name[view: 0..<close] }
                table = name.trimmed.text.lowercased() + "."
                i = end
            } else if let key = key(), let value = value(depth: 0) {
                fields.append((table + key.lowercased(), value))
                skipSpaces()
                if i < b.count, b[i] != 0x0A, b[i] != 0x23 { isBroken = true }
                skipLine()
            } else {
                isBroken = true
                skipLine()
            }
        }
        // A table named for the page's own parameters holds fields like the rest.
        for (k, field) in fields.enumerated() {
            for prefix in ["params.", "extra.", "taxonomies."] where field.key.hasPrefix(prefix) {
                fields[k].key = String(field.key.dropFirst(prefix.count))
            }
        }
    }

    private mutating func skipSpaces() { while i < b.count, b[i] == 0x20 || b[i] == 0x09 { i += 1 } }

    private mutating func skipLine() { i = b.index(of: 0x0A, from: i).map { $0 + 1 } ?? b.count }

    /// White space and comments.
    private mutating func skipBlank() {
        while i < b.count {
            if isSpace(b[i]) {
                i += 1
            } else if b[i] == 0x23 {
                skipLine()
            } else {
                return
            }
        }
    }

    /// A key, dotted or not, and the sign after it.
    private mutating func key() -> String? {
        let start = i
        let end = b.index(of: 0x0A, from: i) ?? b.count
        guard let sign = b.index(of: 0x3D, from: start, until: end), sign > start else { return nil }
        i = sign + 1
        let name = b[view: start..<sign].trimmed.filter { $0 != 0x22 && $0 != 0x27 && $0 != 0x20 }
        guard !name.isEmpty, name.count <= 100 else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func value(depth: Int) -> FrontMatter.Value? {
        skipSpaces()
        guard i < b.count, depth < TOMLFields.depthLimit else { return nil }
        switch b[i] {
        case 0x22: return string(quote: 0x22).map { .text($0) }
        case 0x27: return string(quote: 0x27).map { .text($0) }
        case 0x5B: return array(depth)
        case 0x7B: return table(depth)
        default: return bare()
        }
    }

    private mutating func string(quote: UInt8) -> String? {
        let isLong = i + 2 < b.count && b[i + 1] == quote && b[i + 2] == quote
        i += isLong ? 3 : 1
        var out: [UInt8] = []
        while i < b.count {
            let byte = b[i]
            if byte == quote {
                guard isLong else {
                    i += 1
                    return String(decoding: out, as: UTF8.self)
                }
                if i + 2 < b.count, b[i + 1] == quote, b[i + 2] == quote {
                    i += 3
                    return String(decoding: out, as: UTF8.self)
                }
            }
            if byte == 0x0A, !isLong { return nil }
            if byte == 0x5C, quote == 0x22, i + 1 < b.count {
                escape(&out)
                continue
            }
            out.append(byte)
            i += 1
        }
        return nil
    }

    private mutating func escape(_ out: inout [UInt8]) {
        let kind = b[i + 1]
        i += 2
        switch kind {
        case 0x6E: out.append(0x0A)
        case 0x74: out.append(0x09)
        case 0x72: out.append(0x0D)
        case 0x75, 0x55:
            var scalar: UInt32 = 0
            var digits = 0
            while digits < (kind == 0x75 ? 4 : 8), i < b.count, let digit = TOMLFields.hex(b[i]) {
                scalar = scalar << 4 | digit
                digits += 1
                i += 1
            }
            out.append(scalar: scalar)
        case 0x0A: while i < b.count, isSpace(b[i]) { i += 1 }
        default: out.append(kind)
        }
    }

    private static func hex(_ byte: UInt8) -> UInt32? {
        switch lowered(byte) {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x61...0x66: UInt32(lowered(byte) - 0x61 + 10)
        default: nil
        }
    }

    private mutating func array(_ depth: Int) -> FrontMatter.Value? {
        i += 1
        var out: [FrontMatter.Value] = []
        while true {
            skipBlank()
            guard i < b.count, out.count < 1_000 else { return nil }
            if b[i] == 0x5D {
                i += 1
                return .list(out)
            }
            guard let value = value(depth: depth + 1) else { return nil }
            out.append(value)
            skipBlank()
            if i < b.count, b[i] == 0x2C { i += 1 }
        }
    }

    private mutating func table(_ depth: Int) -> FrontMatter.Value? {
        i += 1
        var out: [(key: String, value: FrontMatter.Value)] = []
        while true {
            skipBlank()
            guard i < b.count, out.count < 1_000 else { return nil }
            if b[i] == 0x7D {
                i += 1
                return .table(out)
            }
            guard let key = key(), let value = value(depth: depth + 1) else { return nil }
            out.append((key.lowercased(), value))
            skipBlank()
            if i < b.count, b[i] == 0x2C { i += 1 }
        }
    }

    /// A number, a date or a truth value.
    private mutating func bare() -> FrontMatter.Value? {
        let start = i
        while i < b.count, b[i] != 0x0A, b[i] != 0x2C, b[i] != 0x5D, b[i] != 0x7D, b[i] != 0x23 { i += 1 }
        let text = b[view: start..<i].trimmed
        guard !text.isEmpty, text.count <= 100 else { return nil }
        if text.equals("true") { return .flag(true) }
        if text.equals("false") { return .flag(false) }
        return .text(text.text)
    }
}
