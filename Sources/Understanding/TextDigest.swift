internal import Article
internal import Bytes

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
            let (value, length) = codePoint(at: i, in: bytes, end: bytes.count)
            i += length
            if classOf(codePoint: value) == .space { continue }
            count += 1
            switch value {
            case 0x201C...0x201F, 0xAB, 0xBB: hash.add(ascii: 0x22)
            case 0x2018...0x201B: hash.add(ascii: 0x27)
            default: _ = hash.add(sequenceAt: i - length, in: bytes, end: bytes.count)
            }
        }
        return finalMix(hash.value ^ count &* 0x9E37_79B9_7F4A_7C15)
    }
}

/// A SimHash of a body: texts alike have few bits apart (under 4 of 64 for one text with small changes).
///
/// Source: M. Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002); features are pairs of
/// neighbouring words, as in Manku, Jain, Das Sarma, "Detecting near-duplicates for web crawling" (WWW 2007).
package func similarityHash(_ body: [UInt8]) -> UInt64 {
    body.withUnsafeBufferPointer { bytes in
        let bounded = UnsafeBufferPointer(rebasing: bytes.prefix(Text.limit))
        var sums = [Int32](repeating: 0, count: 64)
        var previous: UInt64 = 0
        for token in tokenize(bounded, [Span(0, bounded.count)])
        where token.kind != .punctuation && token.kind != .symbol {
            var feature = finalMix(token.hash ^ previous &* 3)
            previous = token.hash
            for bit in 0..<64 {
                sums[bit] += feature & 1 == 1 ? 1 : -1
                feature >>= 1
            }
        }
        var hash: UInt64 = 0
        for bit in 0..<64 where sums[bit] > 0 { hash |= 1 << UInt64(bit) }
        return hash
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
