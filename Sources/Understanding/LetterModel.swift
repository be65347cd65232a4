internal import Bytes
internal import CLanguage

/// Tells languages of Latin script apart by their pairs and triples of letters: for texts too short to hold many common words.
///
/// A naive Bayes classifier. Its table (`letters.bin`, made by `Deploy/facts/letters`) holds, little-endian: the numbers of
/// languages and grams (16 bits each); each language's tag (2 bytes), prior, and a zero; the grams' keys in order (32 bits: 10 for
/// each letter); where each gram's pairs begin, and the end of the last (16 bits); pairs of a language's number and its
/// weight. Priors and weights are sixteenths of a natural logarithm above what a gram that is not listed counts.
struct LetterModel: Sendable {
    // Lies in the executable and is never written.
    nonisolated(unsafe) private let table: UnsafeRawBufferPointer
    private let languages: Int
    private let grams: Int

    /// The one in the executable; `nil` where it is none.
    static let embedded = LetterModel(
        UnsafeRawBufferPointer(start: dateline_letters_bytes(), count: dateline_letters_size))

    private init?(_ table: UnsafeRawBufferPointer) {
        guard table.count >= 4 else { return nil }
        self.table = table
        languages = Int(table[0]) | Int(table[1]) << 8
        grams = Int(table[2]) | Int(table[3]) << 8
        guard pairs + 2 * start(of: grams) == table.count else { return nil }
    }

    private var keys: Int { 4 + 4 * languages }
    private var starts: Int { keys + 4 * grams }
    private var pairs: Int { starts + 2 * (grams + 1) }

    private func start(of gram: Int) -> Int {
        let at = starts + 2 * gram
        return at + 2 <= table.count ? Int(table[at]) | Int(table[at + 1]) << 8 : 0
    }

    func tag(_ language: Int) -> String { String(decoding: table[4 + 4 * language..<6 + 4 * language], as: UTF8.self) }

    /// Whether it knows a language (BCP 47).
    func knows(_ tag: String) -> Bool { (0..<languages).contains { self.tag($0) == tag } }

    /// The share of belief that each language gets, those with next to none left out.
    func shares(of text: UnsafeBufferPointer<UInt8>) -> [(tag: String, share: Double)] {
        var scores = (0..<languages).map { Int(table[6 + 4 * $0]) }
        var before: UInt32 = 0
        var last: UInt32 = 0x20
        var i = 0
        while i <= text.count {
            var c: UInt32 = 0x20
            if i < text.count {
                let (next, length) = codePoint(at: i, in: text, end: text.count)
                i += length
                if isLatinLetter(next) { c = lowerCase(next) }
            } else {
                i += 1
            }
            if c != 0x20 || last != 0x20 {
                count(last << 10 | c, in: &scores)
                if before != 0 { count(before << 20 | last << 10 | c, in: &scores) }
            }
            before = c == 0x20 ? 0 : last
            last = c
        }
        let best = scores.max() ?? 0
        // Neighbouring grams depend on each other: each counts for a fifth.
        let shares = scores.map { exponential(Double($0 - best) / 16 / 5) }
        let sum = shares.reduce(0, +)
        return shares.indices.filter { shares[$0] > 0.01 * sum }.map { (tag($0), shares[$0] / sum) }
    }

    private func isLatinLetter(_ c: UInt32) -> Bool {
        c < 0x80 ? isLetter(UInt8(c)) : c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7
    }

    private func count(_ gram: UInt32, in scores: inout [Int]) {
        var low = 0
        var high = grams
        while low < high {
            let middle = (low + high) / 2
            let key = table.loadUnaligned(fromByteOffset: keys + 4 * middle, as: UInt32.self).littleEndian
            if key == gram {
                for pair in start(of: middle)..<start(of: middle + 1) {
                    let language = Int(table[pairs + 2 * pair])
                    if language < languages { scores[language] += Int(table[pairs + 2 * pair + 1]) }
                }
                return
            }
            if key < gram { low = middle + 1 } else { high = middle }
        }
    }
}

/// e to the power of a number that is not above 0, well enough for shares: (1 + x/1024) to the power of 1024.
private func exponential(_ x: Double) -> Double {
    var value = max(0, 1 + x / 1024)
    for _ in 0..<10 { value *= value }
    return value
}
