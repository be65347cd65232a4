/// Bytes that are read where they lie.
@usableFromInline
package typealias ByteView = UnsafeBufferPointer<UInt8>

/// Index of the first byte, at or after `start`, that is not part of a well-formed UTF-8 sequence; `bytes.count`
/// where all is well-formed.
///
/// Source: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
package func firstIllFormedUTF8(_ bytes: ByteView, from start: Int = 0) -> Int {
    let n = bytes.count
    guard let base = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(base)
    var i = start
    while i < n {
        if base[i] < 0x80 {
            // Sixteen ASCII bytes at a time.
            while i + 16 <= n {
                let a = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                let b = raw.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self)
                if (a | b) & 0x8080_8080_8080_8080 != 0 { break }
                i += 16
            }
            while i < n, base[i] < 0x80 { i += 1 }
            continue
        }
        let length = wellFormedLength(base, i, n)
        if length == 0 { return i }
        i += length
    }
    return n
}

/// Length of the well-formed sequence that starts with the non-ASCII byte at `i`; 0 where there is none.
@inline(__always)
private func wellFormedLength(_ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int) -> Int {
    let lead = p[i]
    switch lead {
    case 0xC2...0xDF:
        return i + 1 < n && p[i + 1] & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
        guard i + 2 < n, p[i + 1] & 0xC0 == 0x80, p[i + 2] & 0xC0 == 0x80 else { return 0 }
        if lead == 0xE0 && p[i + 1] < 0xA0 { return 0 }
        if lead == 0xED && p[i + 1] >= 0xA0 { return 0 }
        return 3
    case 0xF0...0xF4:
        guard i + 3 < n, p[i + 1] & 0xC0 == 0x80, p[i + 2] & 0xC0 == 0x80, p[i + 3] & 0xC0 == 0x80 else { return 0 }
        if lead == 0xF0 && p[i + 1] < 0x90 { return 0 }
        if lead == 0xF4 && p[i + 1] >= 0x90 { return 0 }
        return 4
    default:
        return 0
    }
}

/// Length in bytes of the well-formed UTF-8 sequence at `i`; 0 where there is none.
package func utf8Length(_ bytes: ByteView, at i: Int) -> Int {
    guard let base = bytes.baseAddress, i < bytes.count else { return 0 }
    return base[i] < 0x80 ? 1 : wellFormedLength(base, i, bytes.count)
}

/// The scalar at `i` of well-formed UTF-8, and the index after it. Never reads beyond the end.
@inlinable
package func utf8Scalar(_ bytes: ByteView, at i: Int) -> (scalar: UInt32, next: Int) {
    let lead = UInt32(bytes[i])
    let n = bytes.count
    if lead < 0x80 { return (lead, i + 1) }
    if lead < 0xE0 {
        return i + 1 < n ? ((lead & 0x1F) << 6 | UInt32(bytes[i + 1] & 0x3F), i + 2) : (0xFFFD, n)
    }
    if lead < 0xF0 {
        guard i + 2 < n else { return (0xFFFD, n) }
        return ((lead & 0x0F) << 12 | UInt32(bytes[i + 1] & 0x3F) << 6 | UInt32(bytes[i + 2] & 0x3F), i + 3)
    }
    guard i + 3 < n else { return (0xFFFD, n) }
    let high = (lead & 0x07) << 18 | UInt32(bytes[i + 1] & 0x3F) << 12
    return (high | UInt32(bytes[i + 2] & 0x3F) << 6 | UInt32(bytes[i + 3] & 0x3F), i + 4)
}

/// The scalar that ends before `end` of well-formed UTF-8, and where it starts.
package func utf8ScalarBefore(_ bytes: ByteView, _ end: Int) -> (scalar: UInt32, start: Int) {
    var i = end - 1
    while i > 0, end - i < 4, bytes[i] & 0xC0 == 0x80 { i -= 1 }
    return (utf8Scalar(bytes, at: i).scalar, i)
}

extension [UInt8] {
    /// Appends `scalar` as UTF-8; what is no scalar (a surrogate, beyond U+10FFFF) as U+FFFD.
    @inlinable
    package mutating func append(scalar: UInt32) {
        if scalar < 0x80 {
            append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else if scalar < 0x10000 {
            let s = scalar & 0xF800 == 0xD800 ? 0xFFFD : scalar
            append(0xE0 | UInt8(truncatingIfNeeded: s >> 12))
            append(0x80 | UInt8(truncatingIfNeeded: s >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: s & 0x3F))
        } else if scalar < 0x110000 {
            append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else {
            append(scalar: 0xFFFD)
        }
    }
}

/// Number of scalars in well-formed UTF-8.
package func utf8Count(_ bytes: ByteView) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count &+= 1 }
    return count
}

/// First index at or after `start` whose byte is a control character (below 0x20, or 0x7F) or beyond ASCII.
package func skipPrintable(_ bytes: ByteView, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    let raw = UnsafeRawPointer(base)
    let n = bytes.count
    var i = start
    while i + 8 <= n {
        let x = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        // A byte below 0x20 borrows; 0x7F plus one carries into the top bit, as any byte beyond ASCII has it.
        let low = (x &- 0x2020_2020_2020_2020) & ~x
        if (low | x | (x &+ 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 != 0 { break }
        i += 8
    }
    while i < n, base[i] >= 0x20, base[i] < 0x7F { i += 1 }
    return i
}

/// First index at or after `start` whose byte is beyond ASCII.
package func skipASCII(_ bytes: ByteView, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    let raw = UnsafeRawPointer(base)
    let n = bytes.count
    var i = start
    while i + 8 <= n {
        if raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
        i += 8
    }
    while i < n, base[i] < 0x80 { i += 1 }
    return i
}
