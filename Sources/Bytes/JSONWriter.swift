/// Writes JSON straight into bytes: keys in the order given, no white space.
///
/// Strings may be given as UTF-8 that is already valid; escapes are those JSON demands (RFC 8259 §7), plus
/// U+007F to U+009F, U+2028 and U+2029, so that no terminal or script takes text for a command.
///
/// Not copyable, as its buffer is not.
package struct JSONWriter: ~Copyable {
    private var out: ByteBuffer
    private var needsComma = false

    package init(capacity: Int = 4096) { out = ByteBuffer(capacity: capacity) }

    /// What was written so far.
    package var bytes: [UInt8] { out.bytes }

    package var count: Int { out.count }

    package mutating func removeAll() {
        out.removeAll()
        needsComma = false
    }

    /// Hands over what was written and starts anew.
    package mutating func take() -> [UInt8] {
        defer { removeAll() }
        return out.bytes
    }

    package mutating func key(_ name: StaticString) {
        out.makeRoom(name.utf8CodeUnitCount + 4)
        if needsComma { out.store(0x2C) }
        out.store(0x22)
        out.append(name)
        out.store(0x22)
        out.store(0x3A)
        needsComma = false
    }

    /// A key known only at run time.
    @_disfavoredOverload package mutating func key(_ name: String) {
        string(name)
        out.append(0x3A)
        needsComma = false
    }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        open(0x7B)
        members(&self)
        close(0x7D)
    }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        open(0x5B)
        elements(&self)
        close(0x5D)
    }

    /// A member of an object; `null` for `nil`.
    package mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        string(value)
    }

    package mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    package mutating func null() { literal("null") }
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func integer(_ value: Int) {
        separate()
        if value < 0 { out.append(0x2D) }
        out.digits(UInt64(value.magnitude), width: 1)
        needsComma = true
    }

    package mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        if value < 0 { out.append(0x2D) }
        out.digits(UInt64(clamping: value.magnitude), width: 1)
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
        if value < 0, scaled != 0 { out.append(0x2D) }
        out.digits(scaled / scale, width: 1)
        var fraction = scaled % scale
        if fraction != 0 {
            while fraction % 10 == 0 {
                fraction /= 10
                width -= 1
            }
            out.append(0x2E)
            out.digits(fraction, width: width)
        }
        needsComma = true
    }

    package mutating func string(_ value: String) {
        let done: Void? = value.utf8.withContiguousStorageIfAvailable { text(UnsafeRawBufferPointer($0)) }
        if done == nil { string(Array(value.utf8)) }
    }

    package mutating func string(_ value: String?) {
        if let value { string(value) } else { null() }
    }

    package mutating func string(_ value: ArraySlice<UInt8>) { value.withUnsafeBytes { text($0) } }
    package mutating func string(_ value: [UInt8]) { value.withUnsafeBytes { text($0) } }

    /// `value` must be valid UTF-8.
    package mutating func text(_ value: UnsafeRawBufferPointer) {
        separate()
        out.append(0x22)
        var run = 0
        var i = 0
        let n = value.count
        while i < n {
            while i + 8 <= n, isPlain(value.loadUnaligned(fromByteOffset: i, as: UInt64.self)) { i += 8 }
            // The rest of less than eight bytes in one look, too: together with bytes that were seen already.
            if i + 8 > n, lastIsPlain(value) { break }
            let c = value[i]
            if c >= 0x20 && c != 0x22 && c != 0x5C && c < 0x7F {
                i += 1
                continue
            }
            if c >= 0x80 {
                // C1 controls are C2 80…9F, line and paragraph separator E2 80 A8 / A9.
                if c == 0xC2, i + 1 < n, value[i + 1] < 0xA0 {
                    out.append(value, run, i)
                    escape(value[i + 1])
                    i += 2
                    run = i
                } else if c == 0xE2, i + 2 < n, value[i + 1] == 0x80, value[i + 2] & 0xFE == 0xA8 {
                    out.append(value, run, i)
                    out.append("\\u202")
                    out.append(value[i + 2] == 0xA8 ? 0x38 : 0x39)
                    i += 3
                    run = i
                } else {
                    i += 1
                }
                continue
            }
            out.append(value, run, i)
            switch c {
            case 0x22: out.append("\\\"")
            case 0x5C: out.append("\\\\")
            case 0x0A: out.append("\\n")
            case 0x0D: out.append("\\r")
            case 0x09: out.append("\\t")
            default: escape(c)
            }
            i += 1
            run = i
        }
        out.append(value, run, n)
        out.append(0x22)
        needsComma = true
    }

    /// Puts in a value that is JSON already.
    package mutating func raw(_ value: some Collection<UInt8>) {
        separate()
        let done: Void? = value.withContiguousStorageIfAvailable { out.append(UnsafeRawBufferPointer($0), 0, $0.count) }
        if done == nil { for byte in value { out.append(byte) } }
        needsComma = true
    }

    /// Ends a document that stands on a line of its own; another may follow.
    package mutating func newline() {
        out.append(0x0A)
        needsComma = false
    }

    @inline(__always) private mutating func separate() {
        if needsComma { out.append(0x2C) }
    }

    @inline(__always) private mutating func open(_ bracket: UInt8) {
        separate()
        out.append(bracket)
        needsComma = false
    }

    @inline(__always) private mutating func close(_ bracket: UInt8) {
        out.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ value: StaticString) {
        separate()
        out.append(value)
        needsComma = true
    }

    private mutating func escape(_ c: UInt8) {
        let hex: StaticString = "0123456789abcdef"
        out.append("\\u00")
        out.append(hex.utf8Start[Int(c >> 4)])
        out.append(hex.utf8Start[Int(c & 15)])
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

/// Whether the last eight bytes, or all of four to seven, are plain.
@inline(__always) private func lastIsPlain(_ value: UnsafeRawBufferPointer) -> Bool {
    let n = value.count
    if n >= 8 { return isPlain(value.loadUnaligned(fromByteOffset: n - 8, as: UInt64.self)) }
    if n < 4 { return false }
    let first = UInt64(value.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
    let last = UInt64(value.loadUnaligned(fromByteOffset: n - 4, as: UInt32.self))
    return isPlain(last << 32 | first)
}
