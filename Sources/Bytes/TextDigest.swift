/// A fingerprint of a text: equal for equal texts, whatever their case and white space.
///
/// Letters fold as in `wordHash`; typographic quotation marks count as straight ones; white space and control characters do
/// not count at all.
package func textDigest(_ body: [UInt8]) -> UInt64 {
    body.withUnsafeBufferPointer { bytes in
        var hash = WordHasher()
        var count: UInt64 = 0
        var i = 0
        while i < bytes.count {
            let c = bytes[i]
            if c < 0x80 {
                if c > 0x20 && c != 0x7F {
                    hash.add(ascii: c)
                    count += 1
                }
                i += 1
                continue
            }
            switch sign(at: i, in: bytes) {
            case .space(let width): i += width
            case .quotationMark(let straight, let width):
                hash.add(ascii: straight)
                count += 1
                i += width
            case nil:
                i += hash.add(sequenceAt: i, in: bytes, end: bytes.count)
                count += 1
            }
        }
        return finalMix(hash.value ^ count &* 0x9E37_79B9_7F4A_7C15)
    }
}

private enum Sign {
    case space(width: Int)
    case quotationMark(straight: UInt8, width: Int)
}

/// The space or quotation mark beyond ASCII whose UTF-8 begins at `i`; the joiners of words are no spaces.
private func sign(at i: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Sign? {
    guard i + 1 < bytes.count else { return nil }
    let second = bytes[i + 1]
    if bytes[i] == 0xC2 {
        switch second {
        case 0x80...0xA0, 0xAD: return .space(width: 2)
        case 0xAB, 0xBB: return .quotationMark(straight: 0x22, width: 2)
        default: return nil
        }
    }
    guard i + 2 < bytes.count else { return nil }
    switch (bytes[i], second, bytes[i + 2]) {
    case (0xE2, 0x80, 0x8C...0x8D): return nil
    case (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF), (0xE2, 0x81, 0x9F...0xAF), (0xE3, 0x80, 0x80),
        (0xEF, 0xBB, 0xBF):
        return .space(width: 3)
    case (0xE2, 0x80, 0x9C...0x9F): return .quotationMark(straight: 0x22, width: 3)
    case (0xE2, 0x80, 0x98...0x9B): return .quotationMark(straight: 0x27, width: 3)
    default: return nil
    }
}

/// Spreads every bit over all of them.
///
/// Source: the finaliser of MurmurHash3 (A. Appleby).
private func finalMix(_ value: UInt64) -> UInt64 {
    var h = value
    h ^= h >> 33
    h &*= 0xFF51_AFD7_ED55_8CCD
    h ^= h >> 33
    h &*= 0xC4CE_B9FE_1A85_EC53
    return h ^ h >> 33
}
