/// The sets of sentences that may be a summary, with what a model may know of each.
struct SummarySets {
    static let width = 40
    /// The best sentences by their own score, and the first one.
    static let poolSize = 5
    static let mostWords: Float = 110

    /// Candidates, in reading order.
    private(set) var pool: [Int] = []
    /// A bit for each of `pool` a set.
    private(set) var masks: [Int] = []
    /// `width` figures a set.
    private(set) var figures: [Float] = []
    /// How many sentences of a set lean on one that is not in it.
    private(set) var dangling: [Float] = []

    /// The candidates of a set.
    func members(_ set: Int) -> [Int] {
        pool.indices.filter { masks[set] >> $0 & 1 == 1 }.map { pool[$0] }
    }

    /// - Parameter scores: log-odds of the first candidates, as many as there are scores.
    init(_ features: SummaryFeatures, scores: [Float], terms: Terms) {
        let count = scores.count
        guard count > 0 else { return }
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        var rank = [Int](repeating: 0, count: count)
        for (place, i) in order.enumerated() { rank[i] = place }
        var chosen = Array(order.prefix(SummarySets.poolSize))
        if !chosen.contains(0) { chosen.append(0) }
        pool = chosen.sorted()

        // The pool's terms as bits; those that find no place any more do not count.
        let n = pool.count
        var bit = [Int16](repeating: -1, count: terms.terms.count)
        var frequencies: [Float] = []
        var tops: [Float] = []
        let topTerms = SummarySets.mostFrequent(terms)
        var ofSentence = [[Int]](repeating: [], count: n)
        for (p, candidate) in pool.enumerated() {
            for term in features.termsOf(candidate) {
                if bit[Int(term)] < 0 {
                    guard frequencies.count < 256 else { continue }
                    bit[Int(term)] = Int16(frequencies.count)
                    let frequency = Float(terms.terms[Int(term)].count)
                    frequencies.append(frequency)
                    tops.append(topTerms[Int(term)] ? frequency : 0)
                }
                ofSentence[p].append(Int(bit[Int(term)]))
            }
        }
        var allFrequency: Float = 0
        var topFrequency: Float = 0
        for (i, term) in terms.terms.enumerated() {
            allFrequency += Float(term.count)
            if topTerms[i] { topFrequency += Float(term.count) }
        }
        var alike = [Float](repeating: 0, count: n * n)
        for a in 0..<n { for b in 0..<a { alike[a * n + b] = features.likeness(pool[a], pool[b]) } }

        func figure(_ candidate: Int, _ name: SummaryFeatures.Name) -> Float { features[candidate, name] }
        let words = pool.map { figure($0, .words) }
        let leansOn = pool.map { figure($0, .pronounStart) + figure($0, .demonstrativeStart) > 0 }
        let best = order.prefix(4).map { scores[$0] }
        func top(_ i: Int) -> Float { best[min(i, best.count - 1)] }
        let shares = scores.map(share)
        let allWords = figure(0, .allWords)
        let ofText: [Float] = [
            Float(count), figure(0, .candidates), allWords, allWords / max(1, figure(0, .candidates)), top(0), top(1),
            top(2), top(3), shares.reduce(0, +), figure(0, .words),
            (0..<min(3, count)).reduce(0) { $0 + figure($1, .words) },
        ]

        // What a set covers grows out of what the set without its first sentence covers.
        var unions = [SIMD4<UInt64>](repeating: .zero, count: 1 << n)
        var covered = [SIMD3<Float>](repeating: .zero, count: 1 << n)
        let least = min(2, n)
        var onlyLong = false
        for mask in 1..<1 << n where mask.nonzeroBitCount <= 4 {
            let rest = mask & (mask - 1)
            var union = unions[rest]
            var cover = covered[rest]
            for term in ofSentence[mask.trailingZeroBitCount] where union[term >> 6] >> UInt64(term & 63) & 1 == 0 {
                union[term >> 6] |= 1 << UInt64(term & 63)
                cover += SIMD3(frequencies[term], tops[term], 1)
            }
            unions[mask] = union
            covered[mask] = cover
            guard mask.nonzeroBitCount >= least else { continue }

            var sum = SetSum()
            for p in 0..<n where mask >> p & 1 == 1 {
                let i = pool[p]
                sum.add(words[p], scores[i], shares[i], rank[i], i, terms: ofSentence[p].count)
                sum.quoted += figure(i, .quoted)
                if leansOn[p], i == 0 || p == 0 || pool[p - 1] != i - 1 || mask >> (p - 1) & 1 == 0 {
                    sum.dangling += 1
                }
                sum.numbers += figure(i, .numbers)
                sum.attributions += figure(i, .attribution)
                for q in 0..<p where mask >> q & 1 == 1 {
                    sum.alike += alike[p * n + q]
                    sum.mostAlike = max(sum.mostAlike, alike[p * n + q])
                }
            }
            // Too long for a summary, unless there is nothing shorter.
            let isLong = sum.words > SummarySets.mostWords
            if isLong, !masks.isEmpty || mask.nonzeroBitCount > least { continue }
            if !isLong, onlyLong {
                masks = []
                figures = []
                dangling = []
            }
            onlyLong = isLong
            masks.append(mask)
            dangling.append(sum.dangling)
            let k = sum.count
            figures += [
                k, sum.words, sum.score, sum.score / k, sum.leastScore, sum.mostScore, sum.shares,
                sum.weightedShares / max(1, sum.words), sum.mostAlike, sum.alike,
                1 - cover[2] / Float(max(1, sum.terms)), cover[0] / max(1, allFrequency),
                cover[1] / max(1, topFrequency),
                cover[2], mask & 1 == 1 && pool[0] == 0 ? 1 : 0, Float(sum.first), Float(sum.last),
                Float(sum.places) / k, Float(sum.last - sum.first + 1) - k, Float(sum.leastRank), Float(sum.mostRank),
                Float(sum.ranks), sum.quoted, sum.dangling, sum.numbers, sum.attributions, sum.leastWords,
                sum.mostWords, sum.words / max(1, allWords),
            ]
            figures += ofText
        }
    }

    /// A "he" or "that" without its antecedent costs as much as this share of ROUGE-1 and ROUGE-2 together: the references
    /// don't tell, a reader does.
    private static let danglingCost: Float = 0.01

    /// The best set, as candidates in reading order.
    func best(_ forest: Forest) -> [Int] {
        let values = forest.values(figures)
        var best = -1
        var most = -Float.infinity
        for (i, value) in values.enumerated() {
            let value = value - SummarySets.danglingCost * dangling[i]
            if value > most {
                most = value
                best = i
            }
        }
        return best < 0 ? [] : members(best)
    }

    /// The twenty most frequent terms of a text, the first ones where many are as frequent.
    private static func mostFrequent(_ terms: Terms) -> [Bool] {
        var counts = [Int](repeating: 0, count: 64)
        for term in terms.terms { counts[min(63, Int(term.count))] += 1 }
        var left = 20
        var level = 63
        while level > 0, counts[level] <= left {
            left -= counts[level]
            level -= 1
        }
        return terms.terms.map { term in
            let own = min(63, Int(term.count))
            if own > level { return true }
            guard own == level, left > 0 else { return false }
            left -= 1
            return true
        }
    }
}

/// Log-odds as a number between 0 and 1 that grows with them.
private func share(_ score: Float) -> Float { 0.5 + 0.5 * score / (1 + abs(score)) }

private struct SetSum {
    var count: Float = 0
    var words: Float = 0
    var leastWords: Float = 1e6
    var mostWords: Float = 0
    var score: Float = 0
    var leastScore: Float = 1e6
    var mostScore: Float = -1e6
    var shares: Float = 0
    var weightedShares: Float = 0
    var alike: Float = 0
    var mostAlike: Float = 0
    var terms = 0
    var first = Int.max
    var last = 0
    var places = 0
    var ranks = 0
    var leastRank = Int.max
    var mostRank = 0
    var quoted: Float = 0
    /// Sentences that lean on the one before, which is not there.
    var dangling: Float = 0
    var numbers: Float = 0
    var attributions: Float = 0

    mutating func add(_ words: Float, _ score: Float, _ share: Float, _ rank: Int, _ place: Int, terms: Int) {
        count += 1
        self.words += words
        leastWords = min(leastWords, words)
        mostWords = max(mostWords, words)
        self.score += score
        leastScore = min(leastScore, score)
        mostScore = max(mostScore, score)
        shares += share
        weightedShares += share * words
        self.terms += terms
        first = min(first, place)
        last = max(last, place)
        places += place
        ranks += rank
        leastRank = min(leastRank, rank)
        mostRank = max(mostRank, rank)
    }
}
