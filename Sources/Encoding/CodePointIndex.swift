package import Article

/// A body's text together with the way from byte offsets, which stages count, to Unicode code points, which the
/// contract counts.
///
/// Holds the number of code points before every 32nd byte; a look-up counts the rest of one block, eight bytes at a
/// time. Nothing is stored for a text that is all ASCII, where both counts are the same.
package struct CodePointIndex {
    package let bytes: [UInt8]
    /// Code points in the whole text.
    package let count: Int
    /// Code points before each block; empty where all is ASCII.
    private let before: [UInt32]

    private static let block = 32

    /// `bytes` must be valid UTF-8.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let length = bytes.count
        var before: [UInt32] = []
        before.reserveCapacity(length / Self.block + 1)
        var total = 0
        bytes.withUnsafeBytes { buffer in
            var at = 0
            while at < length {
                before.append(UInt32(truncatingIfNeeded: total))
                let end = min(at + Self.block, length)
                total += codePointStarts(in: buffer, at, end)
                at = end
            }
        }
        count = total
        self.before = total == length ? [] : before
    }

    /// The number of code points before byte `offset`, which must be a boundary within the text.
    package func codePoints(before offset: Int) -> Int {
        if before.isEmpty { return offset }
        let block = min(offset / Self.block, before.count - 1)
        return Int(before[block]) + bytes.withUnsafeBytes { codePointStarts(in: $0, block * Self.block, offset) }
    }

    /// `offset` moved into the text and back to the beginning of the code point it falls in: spans come from stages
    /// that make mistakes, and half a character is no JSON.
    package func boundary(_ offset: Int) -> Int {
        if offset <= 0 { return 0 }
        if offset >= bytes.count { return bytes.count }
        var at = offset
        while at > 0, bytes[at] & 0xC0 == 0x80 { at -= 1 }
        return at
    }

    /// A span's bytes as they lie in the text, whatever the span was.
    package func range(_ span: Span) -> Range<Int> {
        let start = boundary(span.start)
        return start..<max(start, boundary(span.end))
    }

    /// A span's text.
    package func text(_ span: Span) -> ArraySlice<UInt8> { bytes[range(span)] }
}

/// Counts the bytes that begin a code point: all but 10xxxxxx.
private func codePointStarts(in buffer: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    var at = start
    var count = 0
    while at + 8 <= end {
        let word = buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let continuations = (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
        count += 8 - continuations.nonzeroBitCount
        at += 8
    }
    while at < end {
        if buffer[at] & 0xC0 != 0x80 { count += 1 }
        at += 1
    }
    return count
}
