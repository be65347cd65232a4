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
            var text = Array(part[(equals + 1)...].drop { $0 <= 0x20 })
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

extension String {
    var trimmingSpaces: String {
        var text = self[...]
        while let first = text.utf8.first, first <= 0x20 { text = text.dropFirst() }
        while let last = text.utf8.last, last <= 0x20 { text = text.dropLast() }
        return String(text)
    }
}
