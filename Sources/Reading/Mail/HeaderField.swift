internal import Bytes

/// The fields of a message or of one of its parts. Source: RFC 5322, 2.2; RFC 2045; RFC 2231.
struct HeaderFields {
    private var fields: [(name: [UInt8], value: [UInt8])] = []
    /// Where the body begins, after the empty line.
    private(set) var end: Int

    /// Reads from `start` up to the first empty line, or to a line that is no field.
    init(_ b: ByteView, from start: Int, until limit: Int) {
        var i = start
        end = limit
        while i < limit {
            let lineEnd = b.index(of: 0x0A, from: i).map { min($0, limit) } ?? limit
            var line = b[view: i..<lineEnd]
            if line.last == 0x0D { line = line[view: 0..<line.count - 1] }
            if line.isEmpty {
                end = min(lineEnd + 1, limit)
                return
            }
            if line[0] == 0x20 || line[0] == 0x09 {
                // Folded: goes on from the line before.
                if !fields.isEmpty { fields[fields.count - 1].value += [0x20] + line.trimmed }
            } else if let colon = line.index(of: 0x3A), colon > 0,
                line[view: 0..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            {
                fields.append((line[view: 0..<colon].map(lowered), Array(line[view: colon + 1..<line.count].trimmed)))
            } else if line.has("From ") || line.has(">From ") {
                // The mark of a mailbox in front.
            } else {
                end = i
                return
            }
            i = lineEnd + 1
        }
    }

    /// The value of the first field of that name (lower case), unfolded.
    subscript(_ name: StaticString) -> [UInt8]? {
        fields.first { $0.name.withUnsafeBufferPointer { $0.equals(name) } }?.value
    }

    var isEmpty: Bool { fields.isEmpty }
}

/// A value with parameters: `text/plain; charset="utf-8"`.
struct ParameterizedValue {
    /// In lower case.
    var value = ""
    private var parameters: [String: [UInt8]] = [:]

    init(_ field: [UInt8]?) {
        guard let field else { return }
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in field {
            if isEscaped {
                parts[parts.count - 1].append(byte)
                isEscaped = false
                continue
            }
            switch byte {
            case 0x5C where isQuoted: isEscaped = true
            case 0x22: isQuoted.toggle()
            case 0x3B where !isQuoted: parts.append([])
            default: parts[parts.count - 1].append(byte)
            }
        }
        value = String(decoding: parts[0].map(lowered), as: UTF8.self).trimmingSpaces
        var pieces: [String: [Int: [UInt8]]] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: 0x3D) else { continue }
            var name = String(decoding: part[..<equals].map(lowered), as: UTF8.self).trimmingSpaces
            var text = Array(part[(equals + 1)...])
            while let first = text.first, first <= 0x20 { text.removeFirst() }
            while let last = text.last, last <= 0x20 { text.removeLast() }
            // RFC 2231: name*, name*0, name*1*.
            let isEncoded = name.hasSuffix("*")
            if isEncoded { name.removeLast() }
            var number = 0
            if let star = name.lastIndex(of: "*") {
                number = Int(name[name.index(after: star)...]) ?? 0
                name = String(name[..<star])
            }
            if isEncoded { text = ParameterizedValue.extendedValue(text, hasCharset: number == 0) }
            pieces[name, default: [:]][number] = text
        }
        for (name, numbered) in pieces {
            parameters[name] = numbered.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    subscript(_ name: String) -> [UInt8]? { parameters[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func extendedValue(_ text: [UInt8], hasCharset: Bool) -> [UInt8] {
        var text = text[...]
        var charset: Charset?
        if hasCharset, let first = text.firstIndex(of: 0x27), let second = text[(first + 1)...].firstIndex(of: 0x27) {
            charset = Array(text[..<first]).withUnsafeBufferPointer { Charset(label: $0) }
            text = text[(second + 1)...]
        }
        return TextDecoder.decode(percentDecoded(Array(text)), declared: charset).bytes
    }
}

/// `%C3%BC` as the bytes that it stands for.
func percentDecoded(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var i = 0
    while i < text.count {
        if text[i] == 0x25, i + 2 < text.count, let high = hexDigit(text[i + 1]), let low = hexDigit(text[i + 2]) {
            out.append(high << 4 | low)
            i += 3
        } else {
            out.append(text[i])
            i += 1
        }
    }
    return out
}

func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

extension String {
    var trimmingSpaces: String {
        var text = self[...]
        while let first = text.utf8.first, first <= 0x20 { text = text.dropFirst() }
        while let last = text.utf8.last, last <= 0x20 { text = text.dropLast() }
        return String(text)
    }
}

/// Encoded words in header fields: `=?utf-8?B?…?=`. Source: RFC 2047.
enum EncodedWords {
    /// The field as UTF-8. Pieces of one word that were cut between bytes of a character are put together first.
    static func decode(_ field: [UInt8]) -> [UInt8] {
        guard field.withUnsafeBufferPointer({ $0.index(of: "=?") }) != nil else {
            return TextDecoder.decode(field).bytes
        }
        var out: [UInt8] = []
        /// Bytes of words side by side in one charset, not decoded yet.
        var pending: [UInt8] = []
        var pendingLabel: [UInt8] = []
        func flush() {
            guard !pending.isEmpty else { return }
            let charset = pendingLabel.withUnsafeBufferPointer { Charset(label: $0) }
            out += TextDecoder.decode(pending, declared: charset).bytes
            pending = []
        }
        var i = 0
        var gap: [UInt8] = []
        // White space between two encoded words is dropped.
        var lastWasWord = false
        while i < field.count {
            if field[i] == 0x3D, let (label, bytes, end) = word(field, at: i) {
                if label != pendingLabel { flush() }
                if !lastWasWord { out += gap }
                gap = []
                pendingLabel = label
                pending += bytes
                lastWasWord = true
                i = end
            } else if field[i] <= 0x20 {
                gap.append(field[i])
                i += 1
            } else {
                flush()
                out += gap
                gap = []
                lastWasWord = false
                let start = i
                i += 1
                while i < field.count, field[i] > 0x20, field[i] != 0x3D { i += 1 }
                out += TextDecoder.decode(Array(field[start..<i])).bytes
            }
        }
        flush()
        return out
    }

    private static func word(_ field: [UInt8], at start: Int) -> (label: [UInt8], bytes: [UInt8], end: Int)? {
        guard start + 1 < field.count, field[start + 1] == 0x3F else { return nil }
        guard let first = field[(start + 2)...].firstIndex(of: 0x3F), first + 2 < field.count, field[first + 2] == 0x3F
        else {
            return nil
        }
        let textStart = first + 3
        var end = textStart
        while end + 1 < field.count, !(field[end] == 0x3F && field[end + 1] == 0x3D) { end += 1 }
        guard end + 1 < field.count else { return nil }
        var label = Array(field[(start + 2)..<first])
        if let star = label.firstIndex(of: 0x2A) { label = Array(label[..<star]) }
        let text = Array(field[textStart..<end])
        switch field[first + 1] | 0x20 {
        case 0x62: return (label, Base64.decode(text) ?? [], end + 2)
        case 0x71: return (label, TransferEncoding.quotedPrintable(text.map { $0 == 0x5F ? 0x20 : $0 }), end + 2)
        default: return nil
        }
    }
}

/// Source: RFC 2045, 6.7 and 6.8; both read as far as they go.
enum TransferEncoding {
    static func decode(_ bytes: [UInt8], _ name: [UInt8]?) -> [UInt8] {
        let name = String(decoding: (name ?? []).map(lowered), as: UTF8.self).trimmingSpaces
        if name.hasPrefix("base64") { return base64(bytes) }
        if name.hasPrefix("quoted-printable") { return quotedPrintable(bytes) }
        return bytes
    }

    /// Of a body: lines that hold anything else, such as what a list's server writes below, are no part of it.
    private static func base64(_ body: [UInt8]) -> [UInt8] {
        let lines = body.split(separator: 0x0A).filter { line in
            line.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D || isSpace($0) }
        }
        return Base64.decode(lines.joined()) ?? []
    }

    static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var i = 0
        while i < bytes.count {
            guard bytes[i] == 0x3D else {
                out.append(bytes[i])
                i += 1
                continue
            }
            if i + 2 < bytes.count, let high = hexDigit(bytes[i + 1]), let low = hexDigit(bytes[i + 2]) {
                out.append(high << 4 | low)
                i += 3
                continue
            }
            // A soft line break; white space may stand before the line's end.
            var end = i + 1
            while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
            if end < bytes.count, bytes[end] == 0x0A {
                i = end + 1
            } else {
                out.append(bytes[i])
                i += 1
            }
        }
        return out
    }
}
