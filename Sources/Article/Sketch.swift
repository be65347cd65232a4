/// A likeness of a text in 64 bytes: of two of them the share of their texts that is the same can be told.
///
/// Every run of a dozen letters is hashed; the hashes fall into 64 parts, and of the least of each part one byte stays. Two
/// texts have the same byte in about so many parts as they have runs in common.
///
/// Sources: A. Broder, "On the resemblance and containment of documents" (1997); P. Li, A. Owen, C.-H. Zhang, "One permutation
/// hashing" (NIPS 2012); P. Li, A. C. König, "b-bit minwise hashing" (WWW 2010).
package struct Sketch: Hashable, Sendable {
    /// 64 bytes, one of each part, eight to a word: 1 to 255, or 0 where no run fell into it.
    package var words: SIMD8<UInt64>
    /// Letters, digits and gaps between words, in bytes.
    package var length: UInt32

    /// Of no text: like nothing, not even like itself.
    package static let none = Sketch(words: SIMD8(repeating: 0), length: 0)

    package static let parts = 64

    package init(words: SIMD8<UInt64>, length: UInt32) {
        self.words = words
        self.length = length
    }

    package func part(_ i: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[i >> 3] >> UInt64(8 * (i & 7))) }

    /// The share of the runs in both texts among those in either, 0 to 1, give or take 0.06.
    package func resemblance(_ other: Sketch) -> Double {
        var empty = 0
        var same = 0
        for i in 0..<8 {
            empty += zeroBytes(words[i] | other.words[i])
            same += zeroBytes(words[i] ^ other.words[i])
        }
        guard empty < Sketch.parts else { return 0 }
        let share = Double(same - empty) / Double(Sketch.parts - empty)
        // Different bytes are equal once in 255 times.
        return max(0, (share - 1.0 / 255) / (1 - 1.0 / 255))
    }

    /// The share of the shorter text that is in the longer one too, 0 to 1.
    package func containment(_ other: Sketch) -> Double {
        let shorter = Double(min(length, other.length))
        guard shorter > 0 else { return 0 }
        let alike = resemblance(other)
        return min(1, alike / (1 + alike) * (Double(length) + Double(other.length)) / shorter)
    }

    /// Whether the texts are mostly the same, or the one has most of the other in it, as of a story that grew.
    package func isMostly(_ other: Sketch) -> Bool {
        resemblance(other) >= 0.4 || min(length, other.length) >= 300 && containment(other) >= 0.7
    }

    /// The bytes of the parts, then the length, little-endian.
    package var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Sketch.parts + 4)
        for i in 0..<Sketch.parts { bytes.append(part(i)) }
        for i in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * i))) }
        return bytes
    }

    /// `nil` unless they are as many as `packed` gives.
    package init?(packed bytes: [UInt8]) {
        guard bytes.count == Sketch.parts + 4 else { return nil }
        self = .none
        for i in 0..<Sketch.parts { words[i >> 3] |= UInt64(bytes[i]) << UInt64(8 * (i & 7)) }
        for i in 0..<4 { length |= UInt32(bytes[Sketch.parts + i]) << UInt32(8 * i) }
    }
}

/// How many of the eight bytes are 0.
private func zeroBytes(_ word: UInt64) -> Int {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return (~(((word & low) &+ low) | word | low)).nonzeroBitCount
}

extension Sketch {
    /// Of a text in UTF-8. Case of Latin letters, punctuation and white space make no difference.
    package init(of text: [UInt8]) {
        self = text.withUnsafeBufferPointer { text in
            // The least hash of each part.
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Sketch.parts) { least in
                least.initialize(repeating: .max)
                return Sketch(of: text, least)
            }
        }
    }

    private init(of text: UnsafeBufferPointer<UInt8>, _ least: UnsafeMutableBufferPointer<UInt64>) {
        var run: UInt64 = 0
        var length = 0
        func take(_ value: UInt64) {
            // What is twelve bytes back has left the 64 bits but for a trace.
            run = run << 5 &+ value
            length += 1
            if length >= Shingles.length { Sketch.take(run, least) }
        }
        Shingles.table.withUnsafeBufferPointer { table in
            var isGap = false
            var i = 0
            while i < text.count {
                let c = text[i]
                if c >= 0xC2, let width = Shingles.widthOfSign(at: i, in: text) {
                    isGap = true
                    i += width
                    continue
                }
                let value = table[Int(c)]
                i += 1
                if value == Shingles.gap {
                    isGap = true
                    continue
                }
                if isGap, length > 0 { take(Shingles.gap) }
                isGap = false
                take(value)
            }
        }
        if 0 < length, length < Shingles.length { Sketch.take(run, least) }
        self.init(words: SIMD8(repeating: 0), length: UInt32(clamping: length))
        for i in 0..<Sketch.parts where least[i] != .max {
            words[i >> 3] |= UInt64(max(1, UInt8(truncatingIfNeeded: least[i]))) << UInt64(8 * (i & 7))
        }
    }

    @inline(__always)
    private static func take(_ run: UInt64, _ least: UnsafeMutableBufferPointer<UInt64>) {
        // The finaliser of MurmurHash3 (A. Appleby), cut to what is needed.
        var hash = run &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 32
        hash &*= 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 32
        let part = Int(hash >> 58)
        if hash < least[part] { least[part] = hash }
    }
}

/// How runs of bytes become numbers.
private enum Shingles {
    /// Bytes of a run: of English two to three words, of Chinese four characters.
    static let length = 12
    /// Stands for everything between two words.
    static let gap: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A random number for each byte, small letters' for capitals, `gap` for what is no letter or digit.
    ///
    /// The numbers are those of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) and never change: sketches on disk are of them.
    static let table: [UInt64] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39, 0x61...0x7A, 0x80...0xFF: number(UInt64(byte))
        case 0x41...0x5A: number(UInt64(byte | 0x20))
        default: gap
        }
    }

    private static func number(_ n: UInt64) -> UInt64 {
        var z = (n + 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// Bytes of the punctuation mark or space at `i`, of Latin-1, General Punctuation or the East Asian blocks.
    @inline(__always) static func widthOfSign(at i: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        let c = text[i]
        guard c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF, i + 1 < text.count else { return nil }
        let second = text[i + 1]
        switch c {
        case 0xC2: return second & 0xC0 == 0x80 ? 2 : nil
        case 0xE2 where second == 0x80 || second == 0x81, 0xE3 where second == 0x80: break
        case 0xEF where second == 0xBC && i + 2 < text.count && text[i + 2] < 0x90: break
        default: return nil
        }
        return min(3, text.count - i)
    }
}
