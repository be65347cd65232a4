package import Article

/// The sketches of the latest records, by which texts that are alike are found among tens of thousands in microseconds.
///
/// Three bytes of a sketch make a key; of two texts that have half of their runs in common, one of the 21 keys is the same 19
/// times in 20. Records with the same key form a chain, newest first, as in the dictionary of deflate: nothing is ever
/// searched for to be removed, since an old record's place is simply used again.
///
/// Sources: A. Broder, "Identifying and filtering near-duplicate documents" (2000); for the chains RFC 1951, section 4.
package struct RecentTexts: Sendable {
    package struct Match: Sendable {
        package var id: Digest
        package var similarity: Double
    }

    /// Texts that have so much in common tell one story.
    package static let likeness = 0.35
    /// Records that are remembered.
    package static let most = 1 << 15
    /// What is shorter, in bytes, is no text that could be alike.
    package static let shortest: UInt32 = 100

    private static let bands = 21
    /// Records of one chain that are looked at: one text sent a thousand times must not be compared a thousand times.
    private static let deepest = 32

    /// How many were ever added. Number `n` lies at `n % capacity`; 0 stands for none.
    private var last = 0
    private var capacity: Int
    private var words: [SIMD8<UInt64>]
    private var ids: [Digest]
    /// Of each band and key, the number of its newest record.
    private var heads: [UInt32]
    /// Of each record and band, the number of the next older one.
    private var older: [UInt32]

    private static let nobody = Digest(words: (0, 0, 0, 0))

    package init() { self.init(capacity: 1 << 9) }

    private init(capacity: Int) {
        self.capacity = capacity
        words = Array(repeating: Sketch.none.words, count: capacity)
        ids = Array(repeating: RecentTexts.nobody, count: capacity)
        heads = Array(repeating: 0, count: RecentTexts.bands * capacity)
        older = heads
    }

    package mutating func add(_ id: Digest, _ sketch: Sketch) {
        guard sketch.length >= RecentTexts.shortest else { return }
        if last + 1 == capacity, capacity < RecentTexts.most { grow() }
        insert(id, sketch)
    }

    /// A record that never came to be.
    package mutating func remove(_ id: Digest) {
        guard last > 0 else { return }
        for number in stride(from: last, to: max(0, last - capacity), by: -1) where ids[number % capacity] == id {
            ids[number % capacity] = RecentTexts.nobody
            words[number % capacity] = Sketch.none.words
            return
        }
    }

    /// Records whose texts are alike at least so much, the most alike first.
    package func alike(_ sketch: Sketch, atLeast least: Double) -> [Match] {
        guard sketch.length >= RecentTexts.shortest, last > 0 else { return [] }
        // A bit a place.
        var seen = [UInt64](repeating: 0, count: capacity / 64)
        var found: [Match] = []
        for band in 0..<RecentTexts.bands {
            guard let key = key(band, sketch) else { continue }
            var number = heads[band * capacity + key]
            var depth = 0
            // The place of an older one has been used again.
            while number > 0, Int(number) + capacity > last, depth < RecentTexts.deepest {
                depth += 1
                let place = Int(number) % capacity
                let bit: UInt64 = 1 << UInt64(place % 64)
                if seen[place / 64] & bit == 0 {
                    seen[place / 64] |= bit
                    let similarity = sketch.resemblance(Sketch(words: words[place], length: 0))
                    if similarity >= least { found.append(Match(id: ids[place], similarity: similarity)) }
                }
                number = older[place * RecentTexts.bands + band]
            }
        }
        return found.sorted { a, b in
            a.similarity != b.similarity ? a.similarity > b.similarity : a.id.words < b.id.words
        }
    }

    private mutating func insert(_ id: Digest, _ sketch: Sketch) {
        last += 1
        let place = last % capacity
        words[place] = sketch.words
        ids[place] = id
        for band in 0..<RecentTexts.bands {
            guard let key = key(band, sketch) else {
                older[place * RecentTexts.bands + band] = 0
                continue
            }
            older[place * RecentTexts.bands + band] = heads[band * capacity + key]
            heads[band * capacity + key] = UInt32(truncatingIfNeeded: last)
        }
    }

    /// Twice as many places; all that is known is put in anew.
    private mutating func grow() {
        let known = (1...last).map { (ids[$0 % capacity], Sketch(words: words[$0 % capacity], length: 0)) }
        self = RecentTexts(capacity: capacity * 2)
        for (id, sketch) in known { insert(id, sketch) }
    }

    /// `nil` where the text is too short for this band.
    private func key(_ band: Int, _ sketch: Sketch) -> Int? {
        let (a, b, c) = (sketch.part(3 * band), sketch.part(3 * band + 1), sketch.part(3 * band + 2))
        guard a != 0, b != 0, c != 0 else { return nil }
        let joined = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16
        return Int(joined &* 0x9E37_79B1 >> 8) & (capacity - 1)
    }
}
