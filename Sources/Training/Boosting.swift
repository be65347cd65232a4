internal import Foundation
internal import Understanding

/// Gradient boosting of complete trees with histograms over quantised figures. The same rows give the same forest.
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
    var leastRows: Int
    var lambda: Double
    var rowShare = 0.7
    var featureShare = 0.5
    var bins = 64
    var unit: Float = 1 / 32768

    func fit(_ rows: [Float], width: Int, targets: [Float], seed: UInt64) -> Forest {
        let count = targets.count
        var forest = Forest(width: width, depth: depth, cuts: cuts(rows, width, count), unit: unit)
        guard count > 0 else { return forest }
        let figures = forest.quantised(rows, count)
        var random = Random(state: seed)
        let mean = targets.reduce(0, +) / Float(count)
        let base: Float = loss == .logistic ? log(mean / (1 - mean)) : mean
        var values = [Float](repeating: base, count: count)
        var gradients = [Float](repeating: 0, count: count)
        var hessians = [Float](repeating: 1, count: count)
        for tree in 0..<trees {
            for i in 0..<count {
                switch loss {
                case .logistic:
                    let p = 1 / (1 + exp(-values[i]))
                    gradients[i] = p - targets[i]
                    hessians[i] = max(1e-6, p * (1 - p))
                case .squares: gradients[i] = values[i] - targets[i]
                }
            }
            let sample = (0..<count).filter { _ in random.share() < rowShare }
            let chosen = (0..<width).filter { _ in random.share() < featureShare }
            var grown = Tree(depth: depth)
            grown.grow(figures, width, sample, chosen, gradients, hessians, self)
            let first = tree == 0 ? base : 0
            let leaves = grown.leaves.map {
                Int16(clamping: Int((($0 * rate + first) / unit).rounded()))
            }
            forest.nodes += grown.nodes
            forest.leaves += leaves
            forest.trees += 1
            for i in 0..<count {
                let leaf = grown.leaf(figures, row: i * width)
                values[i] += Float(leaves[leaf]) * unit - first
            }
        }
        return forest
    }

    /// At most `bins - 1` cuts a feature, at quantiles of its values.
    private func cuts(_ rows: [Float], _ width: Int, _ count: Int) -> [[Float]] {
        (0..<width).map { feature in
            let sorted = stride(from: 0, to: count, by: max(1, count / 20000)).map { rows[$0 * width + feature] }
                .sorted()
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
    let depth: Int
    var nodes: [UInt8]
    var leaves: [Float]

    init(depth: Int) {
        self.depth = depth
        nodes = []
        for _ in 0..<(1 << depth) - 1 { nodes += [0, 255] }
        leaves = [Float](repeating: 0, count: 1 << depth)
    }

    func leaf(_ figures: [UInt8], row: Int) -> Int {
        var at = 0
        for _ in 0..<depth { at = 2 * at + (figures[row + Int(nodes[2 * at])] > nodes[2 * at + 1] ? 2 : 1) }
        return at - ((1 << depth) - 1)
    }

    mutating func grow(
        _ figures: [UInt8], _ width: Int, _ sample: [Int], _ features: [Int], _ gradients: [Float], _ hessians: [Float],
        _ settings: Boosting
    ) {
        // Of each row in the sample, its node among those of the level.
        var place = [Int](repeating: 0, count: sample.count)
        let bins = settings.bins
        for level in 0..<depth {
            let width0 = 1 << level
            var sums = [SIMD4<Double>](repeating: .zero, count: width0 * features.count * bins)
            figures.withUnsafeBufferPointer { figures in
                sums.withUnsafeMutableBufferPointer { sums in
                    for (s, row) in sample.enumerated() {
                        let add = SIMD4(Double(gradients[row]), Double(hessians[row]), 1, 0)
                        var at = place[s] * features.count * bins
                        for feature in features {
                            sums[at + Int(figures[row * width + feature])] += add
                            at += bins
                        }
                    }
                }
            }
            for node in 0..<width0 {
                var best = 1e-9
                let slot = 2 * (width0 - 1 + node)
                for (f, feature) in features.enumerated() {
                    let from = (node * features.count + f) * bins
                    var all = SIMD4<Double>.zero
                    for bin in 0..<bins { all += sums[from + bin] }
                    let whole = all[0] * all[0] / (all[1] + settings.lambda)
                    var left = SIMD4<Double>.zero
                    for bin in 0..<bins - 1 {
                        left += sums[from + bin]
                        let right = all - left
                        guard left[2] >= Double(settings.leastRows) else { continue }
                        guard right[2] >= Double(settings.leastRows) else { break }
                        let gain =
                            left[0] * left[0] / (left[1] + settings.lambda)
                            + right[0] * right[0] / (right[1] + settings.lambda) - whole
                        if gain > best {
                            best = gain
                            nodes[slot] = UInt8(feature)
                            nodes[slot + 1] = UInt8(bin)
                        }
                    }
                }
            }
            for (s, row) in sample.enumerated() {
                let slot = 2 * (width0 - 1 + place[s])
                place[s] = 2 * place[s] + (figures[row * width + Int(nodes[slot])] > nodes[slot + 1] ? 1 : 0)
            }
        }
        var sums = [SIMD2<Double>](repeating: .zero, count: leaves.count)
        for (s, row) in sample.enumerated() {
            sums[place[s]] += SIMD2(Double(gradients[row]), Double(hessians[row]))
        }
        for i in leaves.indices { leaves[i] = Float(-sums[i][0] / (sums[i][1] + settings.lambda)) }
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
