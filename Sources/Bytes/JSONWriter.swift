/// Writes JSON straight into bytes: keys in the order given, no white space.
///
/// Strings may be given as UTF-8 that is already valid; escapes are those JSON demands (RFC 8259 §7), plus
/// U+007F to U+009F, U+2028 and U+2029, so that no terminal or script takes text for a command.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

    /// Hands over what was written and starts anew.
    package mutating func take() -> [UInt8] {
        defer {
            bytes = []
            needsComma = false
        }
        return bytes
    }

    @inline(__always) private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }

    package mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    package mutating func key(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(0x7B)
        needsComma = false
        members(&self)
        bytes.append(0x7D)
        needsComma = true
    }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(0x5B)
        needsComma = false
        elements(&self)
        bytes.append(0x5D)
        needsComma = true
    }

    package mutating func null() { literal("null") }
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    package mutating func integer(_ value: some BinaryInteger) {
        separate()
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)  // 24 bytes on the stack: no allocation a number
        withUnsafeMutableBytes(of: &digits) { buffer in
            var at = buffer.count
            var rest = value.magnitude
            repeat {
                at -= 1
                let (q, r) = rest.quotientAndRemainder(dividingBy: 10)
                buffer[at] = 0x30 + UInt8(truncatingIfNeeded: r)
                rest = q
            } while rest != 0
            if value < 0 {
                at -= 1
                buffer[at] = 0x2D
            }
            bytes.append(contentsOf: buffer[at...])
        }
        needsComma = true
    }

    /// At most `places` digits behind the point (1 to 6); not finite counts as 0.
    package mutating func decimal(_ value: Double, places: Int) {
        guard value.isFinite, value.magnitude < 1e12 else { return integer(0) }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        var text = value < 0 && scaled != 0 ? "-" : ""
        text += String(scaled / scale)
        var fraction = scaled % scale
        if fraction != 0 {
            var width = places
            while fraction % 10 == 0 {
                fraction /= 10
                width -= 1
            }
            let digits = String(fraction)
            text += "." + String(repeating: "0", count: width - digits.utf8.count) + digits
        }
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    package mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { text(UnsafeRawBufferPointer($0)) }
    }

    package mutating func string(_ value: String?) {
        if let value { string(value) } else { null() }
    }

    package mutating func string(_ value: ArraySlice<UInt8>) { value.withUnsafeBytes { text($0) } }
    package mutating func string(_ value: [UInt8]) { value.withUnsafeBytes { text($0) } }

    /// `value` must be valid UTF-8.
    package mutating func text(_ value: UnsafeRawBufferPointer) {
        separate()
        bytes.append(0x22)
        var run = 0
        var i = 0
        let n = value.count
        while i < n {
            let c = value[i]
            if c >= 0x20 && c != 0x22 && c != 0x5C && c < 0x7F {
                i += 1
                continue
            }
            if c >= 0x80 {
                // C1 controls are C2 80…9F, line and paragraph separator E2 80 A8 / A9.
                if c == 0xC2, i + 1 < n, value[i + 1] < 0xA0 {
                    bytes.append(contentsOf: value[run..<i])
                    escape(value[i + 1])
                    i += 2
                    run = i
                } else if c == 0xE2, i + 2 < n, value[i + 1] == 0x80, value[i + 2] & 0xFE == 0xA8 {
                    bytes.append(contentsOf: value[run..<i])
                    bytes.append(contentsOf: "\\u202".utf8)
                    bytes.append(value[i + 2] == 0xA8 ? 0x38 : 0x39)
                    i += 3
                    run = i
                } else {
                    i += 1
                }
                continue
            }
            bytes.append(contentsOf: value[run..<i])
            switch c {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(c)
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            default: escape(c)
            }
            i += 1
            run = i
        }
        bytes.append(contentsOf: value[run..<n])
        bytes.append(0x22)
        needsComma = true
    }

    /// Puts in a value that is JSON already.
    package mutating func raw(_ value: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    private mutating func literal(_ value: StaticString) {
        separate()
        value.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    private mutating func escape(_ c: UInt8) {
        let hex: StaticString = "0123456789abcdef"
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hex.utf8Start[Int(c >> 4)])
        bytes.append(hex.utf8Start[Int(c & 15)])
    }
}
