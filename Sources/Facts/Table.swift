internal import CFacts

/// What the program knows of the world: places, names, offices, agencies, looked up by phrase.
///
/// It lies in the executable as `Deploy/facts/make` wrote it and is read in place: nothing is built at start, nothing
/// allocated by a look-up.
///
/// Layout, little-endian: `DLFACTS1`, then offset and size of each section (`Section`, in order), then the sections. The
/// phrases are a hash table: the key times the golden ratio (Knuth, "The Art of Computer Programming" 3, 6.4) gives the
/// bucket in its highest bits and 32 bits more that are compared; the entries of a bucket lie side by side, sorted.
/// Nothing of a phrase itself is kept: that a phrase of some text meets another's 47 bits is left to chance.
package struct Table: Sendable {
    enum Section: Int {
        case buckets, keys, payloads, wordBuckets, words, countries, regions, cities, places, organisations
        case people, offices, agencies, strings
    }

    package static let bucketBits: UInt64 = 15
    package static let wordBucketBits: UInt64 = 14

    nonisolated(unsafe) private let base: UnsafeRawPointer
    private let size: Int

    /// The table in the executable.
    @inline(__always) package init() {
        base = UnsafeRawPointer(dateline_facts_bytes())
        size = dateline_facts_size
    }

    @inline(__always) private func section(_ section: Section) -> UnsafeRawPointer {
        base + Int(base.loadUnaligned(fromByteOffset: 8 + section.rawValue * 8, as: UInt32.self))
    }

    private func size(_ section: Section) -> Int {
        Int(base.loadUnaligned(fromByteOffset: 12 + section.rawValue * 8, as: UInt32.self))
    }

    @inline(__always) private func number(_ section: Section, _ index: Int) -> UInt32 {
        self.section(section).load(fromByteOffset: index * 4, as: UInt32.self)
    }

    // MARK: Phrases

    @inline(__always) private static func spread(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

    /// All that the phrase may mean.
    package func lookUp(_ key: PhraseKey) -> Meanings {
        let spread = Table.spread(key.value)
        let bucket = Int(spread >> (64 - Table.bucketBits))
        let rest = UInt32(truncatingIfNeeded: spread >> 16)
        var at = Int(number(.buckets, bucket))
        let end = Int(number(.buckets, bucket + 1))
        let keys = section(.keys)
        while at < end, keys.load(fromByteOffset: at * 4, as: UInt32.self) < rest { at += 1 }
        let first = at
        while at < end, keys.load(fromByteOffset: at * 4, as: UInt32.self) == rest { at += 1 }
        return Meanings(payloads: section(.payloads), first: first, end: at)
    }

    /// Asks for what `lookUp` and `isEnglishWord` will read for these words. The table is larger than the caches next to
    /// the processor: asked for together, its lines are waited for together.
    package func prepare(_ words: [UInt64]) {
        for word in words {
            let spread = Table.spread(word)
            dateline_facts_prefetch(section(.buckets) + Int(spread >> (64 - Table.bucketBits)) * 4)
            dateline_facts_prefetch(section(.wordBuckets) + Int(spread >> (64 - Table.wordBucketBits)) * 4)
        }
        for word in words {
            let spread = Table.spread(word)
            let at = Int(number(.buckets, Int(spread >> (64 - Table.bucketBits)))) * 4
            dateline_facts_prefetch(section(.keys) + at)
            dateline_facts_prefetch(section(.payloads) + at)
            let word = Int(number(.wordBuckets, Int(spread >> (64 - Table.wordBucketBits)))) * 2
            dateline_facts_prefetch(section(.words) + word)
        }
    }

    /// Whether it is an ordinary English word in lower case.
    ///
    /// - Parameter word: its `wordHash`.
    package func isEnglishWord(_ word: UInt64) -> Bool {
        let spread = Table.spread(word)
        let bucket = Int(spread >> (64 - Table.wordBucketBits))
        let rest = UInt16(truncatingIfNeeded: spread >> 32)
        var at = Int(number(.wordBuckets, bucket))
        let end = Int(number(.wordBuckets, bucket + 1))
        let words = section(.words)
        while at < end {
            let next = words.load(fromByteOffset: at * 2, as: UInt16.self)
            if next >= rest { return next == rest }
            at += 1
        }
        return false
    }

    // MARK: Records

    @inline(__always) private func record(_ section: Section, _ index: Int, _ size: Int) -> UnsafeRawPointer {
        // An index comes from the table itself; a wrong one gives the first record, not a wild read.
        self.section(section) + (index >= 0 && (index + 1) * size <= self.size(section) ? index * size : 0)
    }

    @inline(__always) private func string(_ pointer: UnsafeRawPointer, _ offset: Int) -> Phrase {
        let at = Int(pointer.load(fromByteOffset: offset, as: UInt32.self))
        let start = section(.strings) + at
        let count = Int(start.loadUnaligned(as: UInt16.self))
        return Phrase(start: start + 2, count: count)
    }

    @inline(__always) private func degrees(_ pointer: UnsafeRawPointer, _ offset: Int) -> Double {
        Double(pointer.load(fromByteOffset: offset, as: Int32.self)) / 100_000
    }

    package var countryCount: Int { size(.countries) / 20 }

    package func country(_ index: Int) -> Country {
        let at = record(.countries, index, 20)
        let capital = at.load(fromByteOffset: 16, as: UInt32.self)
        return Country(
            code: CountryCode(at.load(as: UInt8.self), at.load(fromByteOffset: 1, as: UInt8.self)), name: string(at, 4),
            adjective: string(at, 8), geonameID: Int(at.load(fromByteOffset: 12, as: UInt32.self)),
            capital: capital == .max ? nil : Int(capital))
    }

    package func region(_ index: Int) -> Region {
        let at = record(.regions, index, 20)
        let isMajor = at.load(fromByteOffset: 12, as: Int32.self) != .max
        return Region(
            name: string(at, 0), code: string(at, 4), country: Int(at.load(fromByteOffset: 8, as: UInt32.self)),
            latitude: isMajor ? degrees(at, 12) : nil, longitude: isMajor ? degrees(at, 16) : nil, isMajor: isMajor)
    }

    package func city(_ index: Int) -> City {
        let at = record(.cities, index, 24)
        let region = at.load(fromByteOffset: 22, as: UInt16.self)
        return City(
            name: string(at, 0), geonameID: Int(at.load(fromByteOffset: 4, as: UInt32.self)),
            latitude: degrees(at, 8), longitude: degrees(at, 12),
            population: Int(at.load(fromByteOffset: 16, as: UInt32.self)),
            country: Int(at.load(fromByteOffset: 20, as: UInt8.self)),
            isRegion: at.load(fromByteOffset: 21, as: UInt8.self) != 0, region: region == .max ? nil : Int(region))
    }

    package func place(_ index: Int) -> Place {
        let at = record(.places, index, 16)
        let country = at.load(fromByteOffset: 4, as: UInt32.self)
        return Place(
            name: string(at, 0), country: country == .max ? nil : Int(country), latitude: degrees(at, 8),
            longitude: degrees(at, 12))
    }

    package func organisation(_ index: Int) -> Organisation {
        let at = record(.organisations, index, 8)
        let country = at.load(fromByteOffset: 5, as: UInt8.self)
        return Organisation(
            name: string(at, 0), kind: Organisation.Kind(rawValue: at.load(fromByteOffset: 4, as: UInt8.self)) ?? .ngo,
            country: country == .max ? nil : Int(country))
    }

    package func person(_ index: Int) -> Person {
        let at = record(.people, index, 16)
        let country = at.load(fromByteOffset: 8, as: UInt8.self)
        let last = at.load(fromByteOffset: 12, as: UInt16.self)
        return Person(
            name: string(at, 0), office: string(at, 4), country: country == .max ? nil : Int(country),
            first: Int(at.load(fromByteOffset: 10, as: UInt16.self)), last: last == 0 ? nil : Int(last))
    }

    package func office(_ index: Int) -> Office {
        let at = record(.offices, index, 8)
        return Office(
            name: string(at, 0), kind: Office.Kind(rawValue: at.load(fromByteOffset: 4, as: UInt8.self)) ?? .trade)
    }

    package func agency(_ index: Int) -> Phrase { string(record(.agencies, index, 4), 0) }
}

/// A text of the table, in place.
package struct Phrase: Sendable {
    nonisolated(unsafe) fileprivate let start: UnsafeRawPointer
    package let count: Int
    package var isEmpty: Bool { count == 0 }
    package var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a phrase may mean; in order of `Meaning.Kind`, cities by size.
package struct Meanings: Sequence, IteratorProtocol {
    nonisolated(unsafe) private let payloads: UnsafeRawPointer
    private var at: Int
    private let end: Int

    fileprivate init(payloads: UnsafeRawPointer, first: Int, end: Int) {
        self.payloads = payloads
        at = first
        self.end = end
    }

    package var isEmpty: Bool { at >= end }

    @inline(__always) package mutating func next() -> Meaning? {
        guard at < end else { return nil }
        let payload = payloads.load(fromByteOffset: at * 4, as: UInt32.self)
        at += 1
        return Meaning(
            Meaning.Kind(rawValue: UInt8(payload >> 28)) ?? .start, Int(payload & 0x07FF_FFFF),
            needsCapitals: payload >> 27 & 1 != 0)
    }
}

/// One thing that a phrase may mean.
package struct Meaning: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        /// Longer phrases begin with this word; `index` is the most words of any.
        case start
        case country, region, city, place, organisation, person, office, agency
        /// `index` is 1 to 12.
        case month
        /// `index` is 0 for Monday.
        case weekday
        case givenName, surname
        /// Of a country or its people; `index` is the country.
        case adjective
        /// A surname that stands before the given name.
        case familyName
        /// A region's, written with a full stop: "Calif."; `index` is the region.
        case abbreviation
    }
    package var kind: Kind
    /// An acronym, meant only when the text has capitals too.
    package var needsCapitals: Bool
    /// Of the record of this kind.
    package var index: Int

    @inline(__always) package init(_ kind: Kind, _ index: Int, needsCapitals: Bool = false) {
        self.kind = kind
        self.index = index
        self.needsCapitals = needsCapitals
    }
}
