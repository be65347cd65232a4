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
    package mutating func integer(_ value: Int) {
        separate()
        if value < 0 { bytes.append(0x2D) }
        digits(UInt64(value.magnitude), width: 1)
        needsComma = true
    }
    package mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        if value < 0 { bytes.append(0x2D) }
        digits(UInt64(clamping: value.magnitude), width: 1)
        needsComma = true
    }

    /// At most `places` digits behind the point (1 to 6), no zeros at the end; not finite or beyond 10¹² counts as 0.
    package mutating func decimal(_ value: Double, places: Int) {
        guard value.isFinite, value.magnitude < 1e12 else { return integer(0) }
        var width = max(0, min(places, 6))
        var scale: UInt64 = 1
        for _ in 0..<width { scale *= 10 }
        let scaled = UInt64((value.magnitude * Double(scale)).rounded())
        separate()
        if value < 0, scaled != 0 { bytes.append(0x2D) }
        digits(scaled / scale, width: 1)
        var fraction = scaled % scale
        if fraction != 0 {
            while fraction % 10 == 0 {
                fraction /= 10
                width -= 1
            }
            bytes.append(0x2E)
            digits(fraction, width: width)
        }
        needsComma = true
    }

    /// In decimal, with zeros before it up to `width` digits.
    private mutating func digits(_ value: UInt64, width: Int) {
        if value < 10, width <= 1 { return bytes.append(0x30 + UInt8(truncatingIfNeeded: value)) }
        var room: (UInt64, UInt64, UInt64) = (0, 0, 0)  // 24 bytes on the stack: no allocation a number
        withUnsafeMutableBytes(of: &room) { room in
            var at = room.count
            var rest = value
            repeat {
                at -= 1
                room[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while at > 0 && (rest != 0 || room.count - at < width)
            bytes.append(contentsOf: room[at...])
        }
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
            while i + 8 <= n, isPlain(value.loadUnaligned(fromByteOffset: i, as: UInt64.self)) { i += 8 }
            if i == n { break }
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

    /// Ends a document that stands on a line of its own; another may follow.
    package mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
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

/// Whether all eight bytes of `word` go into a JSON string as they are: 0x20 to 0x7E without `"` and `\`.
///
/// Looks at all at once (Lamport, "Multiple byte processing with full-word instructions", 1975): a byte's high bit is
/// set where it is not plain. With the high bits clear no sum carries into the next byte.
@inline(__always) private func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = ones << 7
    if word & high != 0 { return false }
    let control = (ones * 0x80 &+ word &- ones * 0x20) ^ high  // high bit set where below 0x20
    let delete = word &+ ones  // where 0x7F
    let quote = (word ^ ones * 0x22) &+ ones * 0x7F  // high bit clear where equal
    let backslash = (word ^ ones * 0x5C) &+ ones * 0x7F
    return (control | delete | ~quote | ~backslash) & high == 0
}
