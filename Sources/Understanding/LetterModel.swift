internal import Bytes
internal import CLanguage

/// Tells languages of Latin script apart by their letters: for texts too short to hold many common words.
///
/// Each letter counts as likely as it is behind the up to four before it in its word, the most that the table knows (stupid
/// backoff; Brants et al., "Large language models in machine translation", 2007); where a word begins or ends, pairs and triples of
/// letters count as well. The table (`letters.bin`, made by `Deploy/facts/letters`) holds, little-endian: the numbers of languages and
/// of entries (32 bits each); each language's tag (2 bytes), prior, and a zero; for each entry, in order, the key of its gram
/// (32 bits); then of each the language's number, then of each its weight. All weights are sixteenths of a natural logarithm.
struct LetterModel: Sendable {
    // Lies in the executable and is never written.
    nonisolated(unsafe) private let table: UnsafeRawBufferPointer
    private let languages: Int
    private let entries: Int

    /// The one in the executable; `nil` where it is none.
    static let embedded = LetterModel(
        UnsafeRawBufferPointer(start: dateline_letters_bytes(), count: dateline_letters_size))

    private init?(_ table: UnsafeRawBufferPointer) {
        guard table.count >= 8 else { return nil }
        self.table = table
        languages = Int(table.loadUnaligned(as: UInt32.self).littleEndian)
        entries = Int(table.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian)
        guard 8 + 4 * languages + 6 * entries == table.count else { return nil }
    }

    private var keys: Int { 8 + 4 * languages }
    private var numbers: Int { keys + 4 * entries }
    private var weights: Int { numbers + entries }

    func tag(_ language: Int) -> String { String(decoding: table[8 + 4 * language..<10 + 4 * language], as: UTF8.self) }

    /// Whether it knows a language (BCP 47).
    func knows(_ tag: String) -> Bool { (0..<languages).contains { self.tag($0) == tag } }

    /// What a letter costs that a language never has, and one whose predecessors the table does not know, for each of them.
    private static let never = 12 * 16
    private static let stepBack = 5

    /// The share of belief that each language gets, those with next to none left out.
    func shares(of text: UnsafeBufferPointer<UInt8>) -> [(tag: String, share: Double)] {
        var scores = (0..<languages).map { Int(table[10 + 4 * $0]) }
        var costs = scores
        /// The word's last five letters, and how many of them there are.
        var word: UInt64 = 0
        var length = 0
        var before: UInt64 = 0
        var last: UInt64 = 0x20
        var i = 0
        while i <= text.count {
            var c: UInt64 = 0x20
            if i < text.count {
                let (next, size) = codePoint(at: i, in: text, end: text.count)
                i += size
                if isLatinLetter(next) { c = UInt64(lowerCase(next)) }
            } else {
                i += 1
            }
            if c == 0x20 {
                length = 0
            } else {
                word = (word << 10 | c) & (1 << 50 - 1)
                length = min(5, length + 1)
                for k in costs.indices { costs[k] = LetterModel.never }
                for n in 1...length {
                    if n > 1 { for k in costs.indices { costs[k] += LetterModel.stepBack } }
                    each(of: word & (1 << (10 * UInt64(n)) - 1)) { costs[$0] = $1 }
                }
                for k in costs.indices { scores[k] -= costs[k] }
            }
            if c == 0x20 && last != 0x20 || c != 0x20 && (last == 0x20 || before == 0x20) {
                if c == 0x20 || last == 0x20 { each(of: last << 10 | c) { scores[$0] += $1 } }
                if before != 0 { each(of: before << 20 | last << 10 | c) { scores[$0] += $1 } }
            }
            before = c == 0x20 ? 0 : last
            last = c
        }
        let best = scores.max() ?? 0
        // Neighbouring letters depend on each other: each counts for less than it says.
        let shares = scores.map { exponential(Double($0 - best) / 16 / 3.5) }
        let sum = shares.reduce(0, +)
        return shares.indices.filter { shares[$0] > 0.01 * sum }.map { (tag($0), shares[$0] / sum) }
    }

    private func isLatinLetter(_ c: UInt32) -> Bool {
        c < 0x80 ? isLetter(UInt8(c)) : c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7
    }

    /// Calls `body` with the number of each language that has a gram, ten bits a letter, and its weight.
    private func each(of gram: UInt64, _ body: (Int, Int) -> Void) {
        let key = UInt32(truncatingIfNeeded: (gram &* 0x9E37_79B9_7F4A_7C15) >> 32)
        var low = 0
        var high = entries
        while low < high {
            let middle = (low + high) / 2
            if self.key(middle) < key { low = middle + 1 } else { high = middle }
        }
        while low < entries, self.key(low) == key {
            let language = Int(table[numbers + low])
            if language < languages { body(language, Int(table[weights + low])) }
            low += 1
        }
    }

    private func key(_ entry: Int) -> UInt32 {
        table.loadUnaligned(fromByteOffset: keys + 4 * entry, as: UInt32.self).littleEndian
    }
}

/// e to the power of a number that is not above 0, well enough for shares: (1 + x/1024) to the power of 1024.
private func exponential(_ x: Double) -> Double {
    var value = max(0, 1 + x / 1024)
    for _ in 0..<10 { value *= value }
    return value
}
