internal import Foundation
internal import Understanding

/// Gradient boosting of oblivious trees (see `Forest`) with histograms over quantised figures. The same rows give the same
/// forest.
///
/// Source: J. Friedman, "Greedy function approximation" (2001), with the second-order gain of T. Chen, C. Guestrin, "XGBoost: A
/// scalable tree boosting system" (KDD 2016) and the histograms of G. Ke et al., "LightGBM" (NIPS 2017).
struct Boosting {
    enum Loss { case logistic, squares }
    var loss: Loss
    var trees: Int
    var depth: Int
    var rate: Float
    /// Rows that a leaf must have in the sample.
    var leastRows: Float
    var lambda: Float
    var rowShare = 0.7
    var featureShare = 0.5
    var bins = 64
    var unit: Float = 1 / 32768

    func fit(_ figures: Figures, targets: [Float], seed: UInt64) -> Forest {
        let count = targets.count
        var forest = Forest(width: figures.width, depth: depth, cuts: cuts(figures), unit: unit)
        guard count > 0 else { return forest }
        let quantised = forest.quantised(figures)
        var random = Random(state: seed)
        let mean = targets.reduce(0, +) / Float(count)
        let base: Float = loss == .logistic ? log(mean / (1 - mean)) : mean
        var values = [Float](repeating: base, count: count)
        var slopes = [SIMD4<Float>](repeating: .zero, count: count)
        for tree in 0..<trees {
            for i in 0..<count {
                switch loss {
                case .logistic:
                    let p = 1 / (1 + exp(-values[i]))
                    slopes[i] = SIMD4(p - targets[i], max(1e-6, p * (1 - p)), 1, 0)
                case .squares: slopes[i] = SIMD4(values[i] - targets[i], 1, 1, 0)
                }
            }
            let sample = (0..<count).filter { _ in random.share() < rowShare }
            let chosen = (0..<figures.width).filter { !forest.cuts[$0].isEmpty && random.share() < featureShare }
            var grown = Tree()
            grown.grow(quantised, figures.stride, sample, chosen, slopes, self)
            let first = tree == 0 ? base : 0
            let leaves = grown.leaves.map { Int16(clamping: Int((($0 * rate + first) / unit).rounded())) }
            forest.questions += grown.questions
            forest.leaves += leaves
            forest.trees += 1
            for i in 0..<count {
                let leaf = grown.leaf(quantised, figures.stride, row: i)
                values[i] += Float(leaves[leaf]) * unit - first
            }
        }
        return forest.pruned()
    }

    /// At most `bins - 1` cuts a feature, at quantiles of its values.
    private func cuts(_ figures: Figures) -> [[Float]] {
        (0..<figures.width).map { feature in
            let sorted = stride(from: 0, to: figures.rows, by: max(1, figures.rows / 20000))
                .map { figures[$0, feature] }.sorted()
            var cuts: [Float] = []
            for bin in 1..<bins {
                let at = sorted.count * bin / bins
                guard at > 0, at < sorted.count, sorted[at] > sorted[at - 1] || sorted[at] > sorted[0] else { continue }
                var below = at - 1
                while below > 0, sorted[below] == sorted[at] { below -= 1 }
                guard sorted[below] < sorted[at] else { continue }
                let cut = (sorted[below] + sorted[at]) / 2
                if cuts.last.map({ $0 < cut }) ?? true { cuts.append(cut) }
            }
            return cuts
        }
    }
}

private struct Tree {
    var questions: [UInt8] = []
    var leaves: [Float] = []

    func leaf(_ bins: [UInt8], _ stride: Int, row: Int) -> Int {
        var place = 0
        for level in 0..<questions.count / 2
        where bins[Int(questions[2 * level]) * stride + row] > questions[2 * level + 1] {
            place |= 1 << level
        }
        return place
    }

    mutating func grow(
        _ quantised: [UInt8], _ stride: Int, _ sample: [Int], _ features: [Int], _ slopes: [SIMD4<Float>],
        _ settings: Boosting
    ) {
        let bins = settings.bins
        // Of each row in the sample: its leaf so far.
        var place = [Int](repeating: 0, count: sample.count)
        for level in 0..<settings.depth {
            let nodes = 1 << level
            var best: Float = 1e-9
            // Above any bin: nothing is worth a question.
            var question: (feature: Int, bin: Int) = (0, 127)
            for feature in features {
                var sums = [SIMD4<Float>](repeating: .zero, count: nodes * bins)
                quantised.withUnsafeBufferPointer { quantised in
                    for (s, row) in sample.enumerated() {
                        sums[place[s] * bins + Int(quantised[feature * stride + row])] += slopes[row]
                    }
                }
                var gains = [Float](repeating: 0, count: bins)
                for node in 0..<nodes {
                    var all = SIMD4<Float>.zero
                    for bin in 0..<bins { all += sums[node * bins + bin] }
                    let whole = all[0] * all[0] / (all[1] + settings.lambda)
                    var left = SIMD4<Float>.zero
                    for bin in 0..<bins - 1 {
                        left += sums[node * bins + bin]
                        let right = all - left
                        guard left[2] >= settings.leastRows else { continue }
                        guard right[2] >= settings.leastRows else { break }
                        gains[bin] +=
                            left[0] * left[0] / (left[1] + settings.lambda)
                            + right[0] * right[0] / (right[1] + settings.lambda) - whole
                    }
                }
                for bin in 0..<bins where gains[bin] > best {
                    best = gains[bin]
                    question = (feature, bin)
                }
            }
            questions += [UInt8(question.feature), UInt8(question.bin)]
            for (s, row) in sample.enumerated()
            where Int(quantised[question.feature * stride + row]) > question.bin {
                place[s] |= nodes
            }
        }
        var sums = [SIMD4<Float>](repeating: .zero, count: 1 << settings.depth)
        for (s, row) in sample.enumerated() { sums[place[s]] += slopes[row] }
        leaves = sums.map { -$0[0] / ($0[1] + settings.lambda) }
    }
}

/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
struct Random {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
    mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
