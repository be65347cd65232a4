internal import Bytes
internal import CXML

/// Character references of HTML.
enum Entities {
    /// The characters that the reference at `start` (an ampersand) stands for, and where it ends; `nil` where there
    /// is none. Numbers that mean no character become U+FFFD, those of windows-1252's range what is meant by them.
    ///
    /// Source: HTML Living Standard, 13.2.5.80.
    static func decode(_ b: ByteView, at start: Int) -> ([UInt32], end: Int)? {
        var i = start + 1
        guard i < b.count else { return nil }
        if b[i] == 0x23 {
            i += 1
            var value: UInt32 = 0
            let isHex = i < b.count && b[i] | 0x20 == 0x78
            if isHex { i += 1 }
            let first = i
            while i < b.count, i - first < 10 {
                let byte = lowered(b[i])
                let digit: UInt32
                if isDigit(byte) {
                    digit = UInt32(byte - 0x30)
                } else if isHex, byte >= 0x61, byte <= 0x66 {
                    digit = UInt32(byte - 0x61 + 10)
                } else {
                    break
                }
                value = min(value * (isHex ? 16 : 10) + digit, 0x110000)
                i += 1
            }
            guard i > first else { return nil }
            if i < b.count, b[i] == 0x3B { i += 1 }
            if value >= 0x80, value < 0xA0 { value = SingleByte.scalars(of: 2)[Int(value - 0x80)].value }
            return ([Unicode.Scalar(value) == nil || value == 0 ? 0xFFFD : value], i)
        }
        let first = i
        while i < b.count, i - first < 10, isLetter(b[i]) || isDigit(b[i]) { i += 1 }
        guard i > first, i < b.count, b[i] == 0x3B else { return nil }
        var name = Array(b[view: first..<i])
        name.append(0)
        let value = name.withUnsafeBufferPointer { htmlEntityLookup($0.baseAddress)?.pointee.value }
        if let value { return ([UInt32(value)], i + 1) }
        if b[view: first..<i].equals("apos") { return ([0x27], i + 1) }
        return nil
    }

    /// The text with all its references decoded: for fields that were escaped once too often.
    static func decodeAll(_ bytes: [UInt8]) -> String {
        guard bytes.contains(0x26) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        bytes.withUnsafeBufferPointer { view in
            var i = 0
            while i < view.count {
                if view[i] == 0x26, let (scalars, end) = decode(view, at: i) {
                    for scalar in scalars { out.append(scalar: scalar) }
                    i = end
                } else {
                    out.append(view[i])
                    i += 1
                }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The document with HTML's named entities as characters and lone ampersands escaped, so that an XML parser takes it: XML
    /// knows five entities, senders use the others all the same, often without declaring them. What the document declares itself,
    /// and CDATA, are left alone.
    static func decodeNamed(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x26) else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { view in
            let declared = declaredNames(view)
            var i = 0
            while i < view.count {
                if view[i] == 0x3C, view.has("<![CDATA[", at: i) {
                    let end = view.index(of: "]]>", from: i).map { $0 + 3 } ?? view.count
                    out.append(contentsOf: view[view: i..<end])
                    i = end
                } else if view[i] == 0x26, !isOwn(view, i, declared) {
                    if let (scalars, end) = decode(view, at: i), view[end - 1] == 0x3B {
                        for scalar in scalars where scalar >= 0x20 || scalar == 0x0A || scalar == 0x09 {
                            if scalar == 0x26 || scalar == 0x3C {
                                out += Array("&#\(scalar);".utf8)
                            } else {
                                out.append(scalar: scalar)
                            }
                        }
                        i = end
                    } else {
                        out += Array("&amp;".utf8)
                        i += 1
                    }
                } else {
                    out.append(view[i])
                    i += 1
                }
            }
        }
        return out
    }

    /// Names of the entities that the document declares.
    private static func declaredNames(_ b: ByteView) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = ["amp", "lt", "gt", "quot", "apos"].reduce(into: []) { $0.insert(Array($1.utf8)) }
        var i = 0
        while let at = b.index(of: "<!ENTITY", from: i) {
            let start = b.skipSpace(from: at + 8)
            i = start
            while i < b.count, !isSpace(b[i]), i - start < 64 { i += 1 }
            names.insert(Array(b[view: start..<i]))
        }
        return names
    }

    /// Whether the reference at `start` is to one of these.
    private static func isOwn(_ b: ByteView, _ start: Int, _ names: Set<[UInt8]>) -> Bool {
        guard let end = b.index(of: 0x3B, from: start + 1, until: start + 66) else { return false }
        return names.contains(Array(b[view: start + 1..<end]))
    }
}

/// Text as HTML has it.
func escapedHTML(_ text: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for byte in text {
        switch byte {
        case 0x26: out += Array("&amp;".utf8)
        case 0x3C: out += Array("&lt;".utf8)
        case 0x3E: out += Array("&gt;".utf8)
        default: out.append(byte)
        }
    }
    return out
}
