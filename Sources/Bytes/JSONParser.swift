/// Why bytes are no JSON.
package struct JSONError: Error, Hashable, Sendable {
    package enum Kind: Sendable {
        case malformed
        case tooDeep
    }
    package var kind: Kind
    /// Byte offset of the first byte that can't be.
    package var offset: Int

    package init(kind: Kind, offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

/// Reads JSON (RFC 8259) strictly, in one pass, without recursion, into a flat list of nodes.
package enum JSONParser {
    package static let depthLimit = 512

    /// The value that fills `bytes`, white space around it aside.
    package static func parse(_ bytes: [UInt8], lenient: Bool = false) throws(JSONError) -> JSON {
        let (value, end) = try parsePrefix(bytes, lenient: lenient)
        let rest = bytes.withUnsafeBufferPointer { $0.skipSpace(from: end) }
        guard rest == bytes.count else { throw JSONError(kind: .malformed, offset: rest) }
        return value
    }

    /// The first value in `bytes` after `start`, and where it ends. What follows it is not looked at.
    ///
    /// - Parameter lenient: takes control characters inside strings, which pages put there.
    package static func parsePrefix(
        _ bytes: [UInt8], from start: Int = 0, lenient: Bool = false
    ) throws(JSONError) -> (value: JSON, end: Int) {
        var scanner = Scanner(lenient: lenient)
        let failure = bytes.withUnsafeBufferPointer { view -> JSONError? in
            do throws(JSONError) {
                try scanner.scan(view, from: start)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
        return (JSON(tape: JSON.Tape(bytes: bytes, nodes: scanner.nodes), index: 0), scanner.end)
    }

    private struct Scanner {
        let lenient: Bool
        var nodes: [JSON.Node] = []
        var end = 0

        init(lenient: Bool) { self.lenient = lenient }

        mutating func scan(_ b: ByteView, from start: Int) throws(JSONError) {
            // Indices of the open objects and arrays.
            var open: [Int] = []
            var i = b.skipSpace(from: start)
            // Inside an object a key is due before the value.
            var keyDue = false
            var mayClose = false
            while true {
                i = b.skipSpace(from: i)
                guard i < b.count else { throw JSONError(kind: .malformed, offset: i) }
                if mayClose, let last = open.last, b[i] == (nodes[last].kind == .object ? 0x7D : 0x5D) {
                    i += 1
                    close(&open, at: i)
                } else if keyDue {
                    guard b[i] == 0x22 else { throw JSONError(kind: .malformed, offset: i) }
                    i = try string(b, i)
                    i = b.skipSpace(from: i)
                    guard i < b.count, b[i] == 0x3A else { throw JSONError(kind: .malformed, offset: i) }
                    i += 1
                    keyDue = false
                    mayClose = false
                    continue
                } else {
                    switch b[i] {
                    case 0x7B, 0x5B:
                        guard open.count < JSONParser.depthLimit else { throw JSONError(kind: .tooDeep, offset: i) }
                        let kind: JSON.Kind = b[i] == 0x7B ? .object : .array
                        open.append(nodes.count)
                        nodes.append(JSON.Node(kind: kind, start: i, end: i, next: 0))
                        i += 1
                        keyDue = kind == .object
                        mayClose = true
                        continue
                    case 0x22: i = try string(b, i)
                    case 0x74: i = try word(b, i, "true", .true)
                    case 0x66: i = try word(b, i, "false", .false)
                    case 0x6E: i = try word(b, i, "null", .null)
                    default: i = try number(b, i)
                    }
                }
                // A value has ended: what may follow it.
                while true {
                    guard let last = open.last else {
                        end = i
                        return
                    }
                    i = b.skipSpace(from: i)
                    guard i < b.count else { throw JSONError(kind: .malformed, offset: i) }
                    let isObject = nodes[last].kind == .object
                    if b[i] == 0x2C {
                        i += 1
                        keyDue = isObject
                        mayClose = false
                        break
                    }
                    guard b[i] == (isObject ? 0x7D : 0x5D) else { throw JSONError(kind: .malformed, offset: i) }
                    i += 1
                    close(&open, at: i)
                }
            }
        }

        private mutating func close(_ open: inout [Int], at end: Int) {
            let last = open.removeLast()
            nodes[last].end = end
            nodes[last].next = nodes.count
        }

        private mutating func add(_ kind: JSON.Kind, _ start: Int, _ end: Int) {
            nodes.append(JSON.Node(kind: kind, start: start, end: end, next: nodes.count + 1))
        }

        private mutating func word(
            _ b: ByteView, _ i: Int, _ text: StaticString, _ kind: JSON.Kind
        ) throws(JSONError) -> Int {
            guard b.has(text, at: i) else { throw JSONError(kind: .malformed, offset: i) }
            add(kind, i, i + text.utf8CodeUnitCount)
            return i + text.utf8CodeUnitCount
        }

        private mutating func string(_ b: ByteView, _ start: Int) throws(JSONError) -> Int {
            var i = start + 1
            var escaped = false
            while i < b.count {
                let byte = b[i]
                if byte == 0x22 {
                    add(escaped ? .escapedString : .string, start + 1, i)
                    return i + 1
                }
                if byte == 0x5C {
                    escaped = true
                    guard i + 1 < b.count else { break }
                    switch b[i + 1] {
                    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: i += 2
                    case 0x75:
                        guard i + 5 < b.count, hexValue(b, i + 2) != nil else {
                            throw JSONError(kind: .malformed, offset: i)
                        }
                        i += 6
                    default:
                        guard lenient else { throw JSONError(kind: .malformed, offset: i) }
                        i += 2
                    }
                } else if byte < 0x20, !lenient {
                    throw JSONError(kind: .malformed, offset: i)
                } else {
                    i += 1
                }
            }
            throw JSONError(kind: .malformed, offset: b.count)
        }

        private mutating func number(_ b: ByteView, _ start: Int) throws(JSONError) -> Int {
            var i = start
            func digits() -> Bool {
                let first = i
                while i < b.count, isDigit(b[i]) { i += 1 }
                return i > first
            }
            if i < b.count, b[i] == 0x2D { i += 1 }
            let whole = i
            guard digits(), b[whole] != 0x30 || i == whole + 1 else { throw JSONError(kind: .malformed, offset: start) }
            if i < b.count, b[i] == 0x2E {
                i += 1
                guard digits() else { throw JSONError(kind: .malformed, offset: i) }
            }
            if i < b.count, b[i] | 0x20 == 0x65 {
                i += 1
                if i < b.count, b[i] == 0x2B || b[i] == 0x2D { i += 1 }
                guard digits() else { throw JSONError(kind: .malformed, offset: i) }
            }
            add(.number, start, i)
            return i
        }
    }
}

/// The value of the four hex digits at `i`.
private func hexValue(_ b: ByteView, _ i: Int) -> UInt32? {
    guard i + 4 <= b.count else { return nil }
    var value: UInt32 = 0
    for k in i..<i + 4 {
        let c = b[k]
        let digit: UInt8
        switch c {
        case 0x30...0x39: digit = c - 0x30
        case 0x41...0x46: digit = c - 0x41 + 10
        case 0x61...0x66: digit = c - 0x61 + 10
        default: return nil
        }
        value = value << 4 | UInt32(digit)
    }
    return value
}

/// A value in a parsed JSON document. Values of one document share its bytes; strings are made when asked for.
package struct JSON: Sendable {
    package enum Kind: UInt8, Sendable {
        case object, array, string, escapedString, number, `true`, `false`, null
    }

    struct Node: Sendable {
        var kind: Kind
        var start: Int
        var end: Int
        /// Index of the node after this value and all inside it.
        var next: Int
    }

    final class Tape: Sendable {
        let bytes: [UInt8]
        let nodes: [Node]
        init(bytes: [UInt8], nodes: [Node]) {
            self.bytes = bytes
            self.nodes = nodes
        }
    }

    let tape: Tape
    let index: Int

    private var node: Node { tape.nodes[index] }

    package var kind: Kind { node.kind }
    package var isObject: Bool { kind == .object }
    package var isArray: Bool { kind == .array }
    package var isNull: Bool { kind == .null }

    /// The member named `key`; of several the last. `nil` where there is none or this is no object.
    package subscript(key: StaticString) -> JSON? {
        guard isObject else { return nil }
        var found: JSON?
        var i = index + 1
        let end = node.next
        while i < end {
            let name = tape.nodes[i]
            let matches: Bool
            if name.kind == .string {
                matches = tape.bytes.withUnsafeBufferPointer { $0[view: name.start..<name.end].equals(key) }
            } else {
                matches = JSON(tape: tape, index: i).string == key.description
            }
            if matches { found = JSON(tape: tape, index: i + 1) }
            i = tape.nodes[i + 1].next
        }
        return found
    }

    /// Names and values of an object, in order; empty for anything else.
    package var members: [(name: String, value: JSON)] {
        guard isObject else { return [] }
        var out: [(name: String, value: JSON)] = []
        var i = index + 1
        let end = node.next
        while i < end {
            out.append((JSON(tape: tape, index: i).string ?? "", JSON(tape: tape, index: i + 1)))
            i = tape.nodes[i + 1].next
        }
        return out
    }

    /// The elements of an array, in order; empty for anything else.
    package var elements: [JSON] {
        guard isArray else { return [] }
        var out: [JSON] = []
        var i = index + 1
        let end = node.next
        while i < end {
            out.append(JSON(tape: tape, index: i))
            i = tape.nodes[i].next
        }
        return out
    }

    /// An array's elements, or the value itself alone: for members that may be one or many.
    package var list: [JSON] { isArray ? elements : [self] }

    package var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

    /// A string's bytes, escapes undone; a lone surrogate becomes U+FFFD.
    package var utf8: [UInt8]? {
        let node = node
        switch node.kind {
        case .string: return Array(tape.bytes[node.start..<node.end])
        case .escapedString: return tape.bytes.withUnsafeBufferPointer { unescape($0[view: node.start..<node.end]) }
        default: return nil
        }
    }

    package var double: Double? {
        let node = node
        return node.kind == .number ? Double(String(decoding: tape.bytes[node.start..<node.end], as: UTF8.self)) : nil
    }

    package var int: Int? {
        let node = node
        return node.kind == .number ? Int(String(decoding: tape.bytes[node.start..<node.end], as: UTF8.self)) : nil
    }

    package var bool: Bool? { kind == .true ? true : kind == .false ? false : nil }

    /// The value as it is written.
    package var bytes: [UInt8] {
        let node = node
        switch node.kind {
        case .string, .escapedString: return [0x22] + tape.bytes[node.start..<node.end] + [0x22]
        default: return Array(tape.bytes[node.start..<max(node.start, node.end)])
        }
    }

    /// A string, or a number as it is written: for identifiers and versions that may be either.
    package var text: String? {
        let node = node
        return node.kind == .number ? String(decoding: tape.bytes[node.start..<node.end], as: UTF8.self) : string
    }
}

private func unescape(_ b: ByteView) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(b.count)
    var i = 0
    while i < b.count {
        guard b[i] == 0x5C, i + 1 < b.count else {
            out.append(b[i])
            i += 1
            continue
        }
        switch b[i + 1] {
        case 0x62: out.append(0x08)
        case 0x66: out.append(0x0C)
        case 0x6E: out.append(0x0A)
        case 0x72: out.append(0x0D)
        case 0x74: out.append(0x09)
        case 0x75:
            guard let unit = hexValue(b, i + 2) else {
                out.append(scalar: 0xFFFD)
                i += 2
                continue
            }
            if unit & 0xFC00 == 0xD800, i + 7 < b.count, b[i + 6] == 0x5C, b[i + 7] == 0x75,
                let low = hexValue(b, i + 8), low & 0xFC00 == 0xDC00
            {
                out.append(scalar: 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
                i += 12
            } else {
                out.append(scalar: unit)
                i += 6
            }
            continue
        default: out.append(b[i + 1])
        }
        i += 2
    }
    return out
}
