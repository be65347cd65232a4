/// The sets of sentences that may be a summary, with what a model may know of each.
struct SummarySets {
    /// The order is that of a model's columns.
    enum Name: Int, CaseIterable {
        case count, words, score, meanScore, leastScore, mostScore, shares, sharesByWord
        /// Likeness of the two that are most alike, and of all pairs together.
        case mostAlike, alike
        /// Share of the terms that are named again; of the text's terms, by frequency, and of its most frequent ones.
        case repeated, covered, topCovered, terms
        case hasLead, first, last, meanPlace, gaps, leastRank, mostRank, ranks
        case quoted, dangling, broken, numbers, attributions, leastWords, mostWords, wordsOfText
        /// Share of the sentences that begin a paragraph.
        case openings
        /// Of the text: the same for each of its sets.
        case candidates, allCandidates, allWords, meanWords, best, second, third, fourth, allShares, leadWords
        case firstThreeWords, paragraphs, candidatesByParagraph
    }

    static let width = Name.allCases.count
    /// The best sentences by their own score, and the first one.
    static let poolSize = 5
    static let mostWords: Float = 110

    /// Candidates, in reading order.
    private(set) var pool: [Int] = []
    /// A bit for each of `pool` a set.
    private(set) var masks: [Int] = []
    /// What a reader would miss, a set.
    private var costs: [Float] = []
    /// A row a set.
    private(set) var figures = Figures(width: 0, rows: 0)

    /// The candidates of a set.
    func members(_ set: Int) -> [Int] {
        pool.indices.filter { masks[set] >> $0 & 1 == 1 }.map { pool[$0] }
    }

    /// What grows sentence by sentence: a set's is that of the set without its first sentence, and the first one's own.
    private struct Sum {
        /// Words, score, share, share by words; rank, place, terms, quoted; numbers, attributions, broken
        /// quotations, openings of paragraphs.
        var sums = SIMD16<Float>.zero
        /// Of score, rank, words, place.
        var least = SIMD4<Float>(repeating: 1e6)
        var most = SIMD4<Float>(repeating: -1e6)
        var alike: Float = 0
        var mostAlike: Float = 0
        /// Sentences that lean on one before, which is not there.
        var dangling: Float = 0
        /// Halves of quotations whose other half is not there; one that names its speaker counts less.
        var halves: Float = 0
    }

    /// - Parameter scores: log-odds of the candidates.
    init(_ features: SummaryFeatures, scores: [Float], terms: Terms) {
        let count = scores.count
        guard count > 0 else { return }
        func figure(_ candidate: Int, _ name: SummaryFeatures.Name) -> Float { features[candidate, name] }

        let order = bestFirst(scores, SummarySets.poolSize)
        pool = order.contains(0) ? order.sorted() : [0] + order.sorted()
        let n = pool.count
        let ranks = pool.map { candidate in
            order.firstIndex(of: candidate) ?? scores.count { $0 > scores[candidate] }
        }
        let coverage = Coverage(pool, features, terms)

        // What each sentence brings along.
        var own: [Sum] = []
        for (p, i) in pool.enumerated() {
            var sum = Sum()
            let words = figure(i, .words)
            let odds = share(scores[i])
            sum.sums.lowHalf = SIMD8(
                words, scores[i], odds, odds * words, Float(ranks[p]), Float(i), Float(features.termsOf(i).count),
                figure(i, .quoted))
            sum.sums[8] = figure(i, .numbers)
            sum.sums[9] = figure(i, .attribution)
            sum.sums[10] = figure(i, .brokenQuote)
            sum.sums[11] = figure(i, .place) == 0 ? 1 : 0
            sum.least = SIMD4(scores[i], Float(ranks[p]), words, Float(i))
            sum.most = sum.least
            own.append(sum)
        }
        var alike = [Float](repeating: 0, count: n * n)
        for a in 0..<n { for b in 0..<a { alike[a * n + b] = features.likeness(pool[a], pool[b]) } }
        // What a sentence leans on: for what a word stands for, or for who speaks.
        let anchors = pool.map(features.anchor)

        let isBroken = pool.map { figure($0, .brokenQuote) > 0 }
        let halves: [Float] = pool.map { figure($0, .brokenQuote) == 0 ? 0 : figure($0, .attribution) == 0 ? 1 : 0.3 }

        let least = min(2, n)
        var sums = [Sum](repeating: Sum(), count: 1 << n)
        for mask in 1..<1 << n where mask.nonzeroBitCount <= 4 {
            let p = mask.trailingZeroBitCount
            let rest = mask & (mask - 1)
            var sum = sums[rest]
            sum.sums += own[p].sums
            sum.least = pointwiseMin(sum.least, own[p].least)
            sum.most = pointwiseMax(sum.most, own[p].most)
            for q in p + 1..<max(p + 1, n) where rest >> q & 1 == 1 {
                sum.alike += alike[q * n + p]
                sum.mostAlike = max(sum.mostAlike, alike[q * n + p])
            }
            if anchors[p] != nil { sum.dangling += 1 }
            // Only the first sentence of the rest has another one before it now.
            if rest != 0, let anchor = anchors[rest.trailingZeroBitCount], pool[p] >= anchor { sum.dangling -= 1 }
            sum.halves += halves[p]
            if p + 1 < n, rest >> (p + 1) & 1 == 1, isBroken[p], isBroken[p + 1], pool[p + 1] == pool[p] + 1 {
                sum.halves -= halves[p] + halves[p + 1]
            }
            sums[mask] = sum
            if mask.nonzeroBitCount >= least, sum.sums[0] <= SummarySets.mostWords { masks.append(mask) }
        }
        if masks.isEmpty {
            // Too long for a summary, but there is nothing shorter.
            let all = (1..<1 << n).filter { $0.nonzeroBitCount == least }
            masks = all.min { sums[$0].sums[0] < sums[$1].sums[0] }.map { [$0] } ?? []
        }

        costs = masks.map {
            SummarySets.danglingCost * sums[$0].dangling + SummarySets.halfCost * max(0, sums[$0].halves)
        }
        figures = Figures(width: SummarySets.width, rows: masks.count)
        let stride = figures.stride
        let allWords = figure(0, .allWords)
        let candidates = figure(0, .candidates)
        var allShares: Float = 0
        for score in scores { allShares += share(score) }
        func best(_ i: Int) -> Float { scores[order[min(i, order.count - 1)]] }
        var firstThree: Float = 0
        for i in 0..<min(3, count) { firstThree += figure(i, .words) }
        let ofText: [Float] = [
            Float(count), candidates, allWords, allWords / max(1, candidates), best(0), best(1), best(2), best(3),
            allShares,
            figure(0, .words), firstThree, figure(0, .paragraphs), figure(0, .candidatesByParagraph),
        ]
        figures.withColumns { columns in
            for (row, mask) in masks.enumerated() {
                func set(_ name: Name, _ value: Float) { columns[name.rawValue * stride + row] = value }
                let sum = sums[mask]
                let k = Float(mask.nonzeroBitCount)
                let words = sum.sums[0]
                set(.count, k)
                set(.words, words)
                set(.score, sum.sums[1])
                set(.meanScore, sum.sums[1] / k)
                set(.leastScore, sum.least[0])
                set(.mostScore, sum.most[0])
                set(.shares, sum.sums[2])
                set(.sharesByWord, sum.sums[3] / max(1, words))
                set(.mostAlike, sum.mostAlike)
                set(.alike, sum.alike)
                let covered = coverage.covered(mask)
                set(.repeated, 1 - covered[2] / max(1, sum.sums[6]))
                set(.covered, covered[0] / max(1, coverage.all[0]))
                set(.topCovered, covered[1] / max(1, coverage.all[1]))
                set(.terms, covered[2])
                set(.hasLead, sum.least[3] == 0 ? 1 : 0)
                set(.first, sum.least[3])
                set(.last, sum.most[3])
                set(.meanPlace, sum.sums[5] / k)
                set(.gaps, sum.most[3] - sum.least[3] + 1 - k)
                set(.leastRank, sum.least[1])
                set(.mostRank, sum.most[1])
                set(.ranks, sum.sums[4])
                set(.quoted, sum.sums[7])
                set(.dangling, sum.dangling)
                set(.broken, sum.sums[10])
                set(.numbers, sum.sums[8])
                set(.attributions, sum.sums[9])
                set(.leastWords, sum.least[2])
                set(.mostWords, sum.most[2])
                set(.wordsOfText, words / max(1, allWords))
                set(.openings, sum.sums[11] / k)
            }
            let first = Name.candidates.rawValue
            for (column, value) in ofText.enumerated() {
                for row in masks.indices { columns[(first + column) * stride + row] = value }
            }
        }
    }

    /// A "he", a "that" or a quotation without what it needs costs as much as this share of ROUGE-1 and ROUGE-2 together, and
    /// half a quotation without its speaker more: the references don't tell, a reader does.
    private static let danglingCost: Float = 0.03
    private static let halfCost: Float = 0.15

    /// The best set, as candidates in reading order.
    func best(_ forest: Forest) -> [Int] {
        let values = forest.values(figures)
        var best: Int?
        var most = -Float.infinity
        for (i, value) in values.enumerated() {
            let value = value - costs[i]
            if value > most {
                most = value
                best = i
            }
        }
        return best.map(members) ?? []
    }
}

/// Places of the `count` highest scores, the highest first; the first ones where many are as high.
private func bestFirst(_ scores: [Float], _ count: Int) -> [Int] {
    var best: [Int] = []
    for i in scores.indices {
        var at = best.count
        while at > 0, scores[best[at - 1]] < scores[i] { at -= 1 }
        guard at < count else { continue }
        if best.count == count { best.removeLast() }
        best.insert(i, at: at)
    }
    return best
}

/// Log-odds as a number between 0 and 1 that grows with them.
private func share(_ score: Float) -> Float { 0.5 + 0.5 * score / (1 + abs(score)) }

/// How much of a text's terms stands in a set of sentences: all together, and without a look at a single term.
///
/// Terms that stand in the same sentences of the pool are summed up; what a set covers is all that is not summed up in the
/// sentences outside of it.
private struct Coverage {
    /// Frequency, frequency of the most frequent terms, number: of the whole text.
    private(set) var all = SIMD4<Float>.zero
    /// By mask: of the terms that stand in sentences of the mask alone.
    private var within: [SIMD4<Float>]
    private let full: Int

    init(_ pool: [Int], _ features: SummaryFeatures, _ terms: Terms) {
        full = (1 << pool.count) - 1
        within = [SIMD4<Float>](repeating: .zero, count: full + 1)
        var owners = [UInt8](repeating: 0, count: terms.terms.count)
        for (p, candidate) in pool.enumerated() {
            for term in features.termsOf(candidate) { owners[Int(term)] |= 1 << UInt8(p) }
        }
        let levels = Coverage.topLevels(terms)
        var left = levels.left
        for (i, term) in terms.terms.enumerated() {
            let frequency = Float(term.count)
            var isTop = term.count > levels.level
            if term.count == levels.level, left > 0 {
                left -= 1
                isTop = true
            }
            let weight = SIMD4(frequency, isTop ? frequency : 0, 1, 0)
            all += weight
            if owners[i] != 0 { within[Int(owners[i])] += weight }
        }
        for p in pool.indices {
            for mask in within.indices where mask >> p & 1 == 1 { within[mask] += within[mask ^ 1 << p] }
        }
    }

    func covered(_ mask: Int) -> SIMD4<Float> { within[full] - within[full ^ mask] }

    /// The twenty most frequent terms of a text are those above a level, and some of that level: the first ones.
    private static func topLevels(_ terms: Terms) -> (level: Int32, left: Int) {
        var counts = [Int](repeating: 0, count: 64)
        for term in terms.terms { counts[min(63, Int(term.count))] += 1 }
        var left = 20
        var level = 63
        while level > 0, counts[level] <= left {
            left -= counts[level]
            level -= 1
        }
        return (Int32(level), left)
    }
}
