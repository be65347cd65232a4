internal import Glibc

/// Small scans over bytes of ASCII-compatible text. None allocates; all are linear.

/// Space, tab, line feed, carriage return, form feed.
@inlinable
package func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

@inlinable
package func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inlinable
package func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inlinable
package func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

@inlinable
package func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

/// ASCII lower case; other bytes unchanged.
@inlinable
package func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

extension UnsafeBufferPointer<UInt8> {
    /// A view of `range`, clamped to what is there.
    @inlinable
    package subscript(view range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        let low = Swift.min(Swift.max(range.lowerBound, 0), count)
        let high = Swift.min(Swift.max(range.upperBound, low), count)
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }

    /// Whether `text` stands at `i`.
    @inlinable
    package func has(_ text: StaticString, at i: Int = 0) -> Bool {
        let n = text.utf8CodeUnitCount
        guard i >= 0, i + n <= count else { return false }
        let p = text.utf8Start
        for k in 0..<n where self[i + k] != p[k] { return false }
        return true
    }

    /// Whether `text`, given in lower case, stands at `i` in any case (ASCII).
    @inlinable
    package func hasIgnoringCase(_ text: StaticString, at i: Int = 0) -> Bool {
        let n = text.utf8CodeUnitCount
        guard i >= 0, i + n <= count else { return false }
        let p = text.utf8Start
        for k in 0..<n where lowered(self[i + k]) != p[k] { return false }
        return true
    }

    /// Whether this is `text`, given in lower case, in any case (ASCII).
    @inlinable
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && hasIgnoringCase(text)
    }

    @inlinable
    package func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text) }

    /// First place of `byte` at or after `start`, before `end`.
    package func index(of byte: UInt8, from start: Int = 0, until end: Int = .max) -> Int? {
        let end = Swift.min(count, end)
        guard let base = baseAddress, start >= 0, start < end else { return nil }
        guard let found = memchr(base + start, Int32(byte), end - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// First place of `text` at or after `start`, before `end`.
    package func index(of text: StaticString, from start: Int = 0, until end: Int = .max) -> Int? {
        let n = text.utf8CodeUnitCount
        guard n > 0, start >= 0 else { return nil }
        let last = Swift.min(count, end) - n
        var i = start
        while let found = index(of: text.utf8Start[0], from: i, until: last + 1) {
            if has(text, at: found) { return found }
            i = found + 1
        }
        return nil
    }

    /// First place of `text`, given in lower case, in any case (ASCII), at or after `start`, before `end`.
    package func indexIgnoringCase(of text: StaticString, from start: Int = 0, until end: Int = .max) -> Int? {
        let n = text.utf8CodeUnitCount
        let last = Swift.min(count, end) - n
        guard n > 0, start >= 0 else { return nil }
        let first = text.utf8Start[0]
        var i = start
        if !isLetter(first) {
            while let found = index(of: first, from: i, until: last + 1) {
                if hasIgnoringCase(text, at: found) { return found }
                i = found + 1
            }
            return nil
        }
        while i <= last {
            if lowered(self[i]) == first, hasIgnoringCase(text, at: i) { return i }
            i += 1
        }
        return nil
    }

    /// First index at or after `i` that holds no ASCII white space.
    @inlinable
    package func skipSpace(from i: Int) -> Int {
        var i = i
        while i < count, isSpace(self[i]) { i += 1 }
        return i
    }

    /// The same bytes without ASCII white space at both ends.
    @inlinable
    package var trimmed: UnsafeBufferPointer<UInt8> {
        var low = 0
        var high = count
        while low < high, isSpace(self[low]) { low += 1 }
        while high > low, isSpace(self[high - 1]) { high -= 1 }
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }

    /// The bytes as text; ill-formed sequences become U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}
