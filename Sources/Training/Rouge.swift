internal import Bytes

/// ROUGE-1 and ROUGE-2 with a light stemmer: what a summary is trained to reach.
///
/// Source: C.-Y. Lin, "ROUGE: a package for automatic evaluation of summaries" (2004).
struct Rouge {
    private var references: [(one: [UInt64: Int], two: [UInt64: Int], count: Int)] = []

    init(_ references: [[String]]) {
        for reference in references {
            let words = rougeWords(reference.joined(separator: " "))
            self.references.append((Rouge.bag(words), Rouge.bag(Rouge.pairs(words)), words.count))
        }
    }

    /// F1 of both, 0 to 1, averaged over the references.
    func score(_ words: [UInt64]) -> (one: Float, two: Float) {
        let one = Rouge.bag(words)
        let two = Rouge.bag(Rouge.pairs(words))
        var sum: (one: Float, two: Float) = (0, 0)
        for reference in references {
            sum.one += Rouge.f(one, reference.one, words.count + reference.count)
            sum.two += Rouge.f(two, reference.two, max(0, words.count - 1) + max(0, reference.count - 1))
        }
        let n = Float(max(1, references.count))
        return (sum.one / n, sum.two / n)
    }

    private static func bag(_ words: [UInt64]) -> [UInt64: Int] {
        var bag: [UInt64: Int] = [:]
        for word in words { bag[word, default: 0] += 1 }
        return bag
    }

    private static func pairs(_ words: [UInt64]) -> [UInt64] {
        zip(words, words.dropFirst()).map { $0 &* 0x9E37_79B9_7F4A_7C15 ^ $1 }
    }

    private static func f(_ own: [UInt64: Int], _ reference: [UInt64: Int], _ both: Int) -> Float {
        var hits = 0
        for (word, count) in own { hits += min(count, reference[word] ?? 0) }
        return both > 0 ? 2 * Float(hits) / Float(both) : 0
    }
}

/// Runs of letters and digits of ASCII, without common endings, as hashes.
func rougeWords(_ text: String) -> [UInt64] {
    var words: [UInt64] = []
    var word: [UInt8] = []
    func close() {
        guard !word.isEmpty else { return }
        if word.count > 3 {
            if word.last == 0x73, word[word.count - 2] != 0x73 { word.removeLast() }
            if word.count > 5, word.suffix(3).elementsEqual("ing".utf8) {
                word.removeLast(3)
            } else if word.count > 4, word.suffix(2).elementsEqual("ed".utf8) {
                word.removeLast(2)
            } else if word.count > 4, word.last == 0x65 {
                word.removeLast()
            }
        }
        words.append(word.withUnsafeBufferPointer { wordHash($0) })
        word = []
    }
    for c in text.utf8 {
        switch c {
        case 0x30...0x39, 0x61...0x7A: word.append(c)
        case 0x41...0x5A: word.append(c | 0x20)
        default: close()
        }
    }
    close()
    return words
}
