/// The key under which words are looked up: 64 bits of a word's bytes, whatever its case.
///
/// FNV-1a over the bytes of the simple lower-case form, `’` (U+2019) counted as `'`. Letters fold in ASCII, Latin-1, Latin
/// Extended-A, Greek and Cyrillic; others stand for themselves. Never changes: tables on disk hold these keys.
///
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft-eastlake-fnv).
@inlinable package func wordHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = WordHasher()
    var i = 0
    while i < bytes.count {
        let c = bytes[i]
        if c < 0x80 {
            hash.add(ascii: c)
            i += 1
        } else {
            i += hash.add(sequenceAt: i, in: bytes, end: bytes.count)
        }
    }
    return hash.value
}

package func wordHash(_ word: StaticString) -> UInt64 { word.withUTF8Buffer { wordHash($0) } }

package func wordHash(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { wordHash($0) }
}

/// `wordHash` a piece at a time, for scanners that meet the bytes anyway.
@usableFromInline package struct WordHasher {
    @usableFromInline var state: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable package init() {}

    @inlinable package var value: UInt64 { state ^ state >> 32 }

    @inlinable @inline(__always) mutating func mix(_ c: UInt8) {
        state = (state ^ UInt64(c)) &* 0x0000_0100_0000_01B3
    }

    @inlinable @inline(__always) package mutating func add(ascii c: UInt8) {
        mix(c &- 0x41 < 26 ? c | 0x20 : c)
    }

    /// Takes in the UTF-8 sequence that begins at `i` with a byte of 0x80 or more; gives its length.
    @inlinable package mutating func add(sequenceAt i: Int, in bytes: UnsafeBufferPointer<UInt8>, end: Int) -> Int {
        let c = bytes[i]
        if c < 0xE0 {
            guard c >= 0xC0, i + 1 < end else {
                mix(c)
                return 1
            }
            let folded = lowerCase(UInt32(c & 0x1F) << 6 | UInt32(bytes[i + 1] & 0x3F))
            mix(UInt8(truncatingIfNeeded: 0xC0 | folded >> 6))
            mix(UInt8(truncatingIfNeeded: 0x80 | folded & 0x3F))
            return 2
        }
        let length = min(c < 0xF0 ? 3 : 4, end - i)
        if c == 0xE2, length == 3, bytes[i + 1] == 0x80, bytes[i + 2] == 0x99 {
            mix(0x27)
            return 3
        }
        for k in i..<i + length { mix(bytes[k]) }
        return length
    }
}

/// Simple lower case of the letters below U+0530 that have one of the same length in UTF-8; others unchanged.
@inlinable package func lowerCase(_ c: UInt32) -> UInt32 {
    switch c {
    case 0x41...0x5A: c | 0x20
    case 0xC0...0xDE: c == 0xD7 ? c : c + 0x20
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: c | 1
    case 0x139...0x148, 0x179...0x17E: c & 1 == 1 ? c + 1 : c
    case 0x178: 0xFF
    case 0x218...0x21B: c | 1
    case 0x386: 0x3AC
    case 0x388...0x38A: c + 0x25
    case 0x38C: 0x3CC
    case 0x38E, 0x38F: c + 0x3F
    case 0x391...0x3A1, 0x3A3...0x3AB: c + 0x20
    case 0x400...0x40F: c + 0x50
    case 0x410...0x42F: c + 0x20
    case 0x460...0x481, 0x48A...0x4BF, 0x4D0...0x52F: c | 1
    default: c
    }
}
