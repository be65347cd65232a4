/// Boosted regression trees over quantised figures: what `Deploy/train` learns and the summary asks.
///
/// All nodes of one level ask the same question, so that a tree is a few comparisons and a table: eight rows are asked at
/// once, a byte each of a 64-bit word, without a branch. Each figure becomes the number of its cuts that lie below it; a
/// question is whether that number is above the question's own. Leaves are whole numbers: the same on every machine.
///
/// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine" (Annals of Statistics 2001), with the
/// oblivious trees of L. Prokhorenkova et al., "CatBoost" (NeurIPS 2018).
package struct Forest: Sendable {
    package let width: Int
    package let depth: Int
    package var trees = 0
    /// By feature, ascending; at most `mostCuts` each.
    package let cuts: [[Float]]
    /// A feature and a bin a level, `depth` levels a tree.
    package var questions: [UInt8] = []
    /// `2^depth` a tree; the answer of level n is bit n of the place.
    package var leaves: [Int16] = []
    /// What one of a leaf is worth.
    package let unit: Float

    /// Bins stay below 128, so that a byte has room for the carry of a comparison.
    package static let mostCuts = 126

    package init(width: Int, depth: Int, cuts: [[Float]], unit: Float) {
        self.width = width
        self.depth = depth
        self.cuts = cuts
        self.unit = unit
    }

    /// The sum of the trees for each row.
    package func values(_ figures: Figures) -> [Float] {
        guard figures.rows > 0 else { return [] }
        let bins = quantised(figures)
        let stride = figures.stride
        let words = stride / 8
        var sums = [Int32](repeating: 0, count: stride)
        // A byte a row: the leaf where it arrives.
        var places = [UInt64](repeating: 0, count: words)
        bins.withUnsafeBytes { bins in
            questions.withUnsafeBufferPointer { questions in
                leaves.withUnsafeBufferPointer { leaves in
                    sums.withUnsafeMutableBufferPointer { sums in
                        places.withUnsafeMutableBufferPointer { places in
                            for tree in 0..<trees {
                                for level in 0..<depth {
                                    let question = (tree * depth + level) * 2
                                    let column = Int(questions[question]) * stride
                                    // A byte above the bin carries into its highest bit.
                                    let carry = Forest.everyByte &* UInt64(127 - questions[question + 1])
                                    for word in 0..<words {
                                        let bytes = bins.loadUnaligned(
                                            fromByteOffset: column + word * 8, as: UInt64.self)
                                        let answers = ((bytes &+ carry) & Forest.highBits) &>> UInt64(7 - level)
                                        places[word] = level == 0 ? answers : places[word] | answers
                                    }
                                }
                                let leaves = leaves.baseAddress.unsafelyUnwrapped + tree << depth
                                for word in 0..<words {
                                    let places = places[word]
                                    for row in 0..<8 {
                                        let leaf = Int(truncatingIfNeeded: places &>> UInt64(row * 8) & 0xFF)
                                        sums[word * 8 + row] &+= Int32(leaves[leaf])
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return sums.prefix(figures.rows).map { Float($0) * unit }
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// For each column and row the number of cuts below its value; laid out as the figures are.
    package func quantised(_ figures: Figures) -> [UInt8] {
        let stride = figures.stride
        var bins = [UInt8](repeating: 0, count: figures.values.count)
        figures.values.withUnsafeBytes { values in
            bins.withUnsafeMutableBytes { bins in
                for feature in 0..<min(width, figures.width) {
                    cuts[feature].withUnsafeBufferPointer { cuts in
                        for place in Swift.stride(from: feature * stride, to: feature * stride + figures.rows, by: 8) {
                            let row = values.loadUnaligned(
                                fromByteOffset: place * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
                            var below = SIMD8<Float>.zero
                            for cut in cuts { below += SIMD8<Float>.zero.replacing(with: 1, where: row .> cut) }
                            for lane in 0..<8 { bins[place + lane] = UInt8(below[lane]) }
                        }
                    }
                }
            }
        }
        return bins
    }

    /// The same forest without the cuts that no tree asks for.
    package func pruned() -> Forest {
        var asked = cuts.map { [Bool](repeating: false, count: $0.count) }
        for at in stride(from: 0, to: questions.count, by: 2) where questions[at + 1] < cuts[Int(questions[at])].count {
            asked[Int(questions[at])][Int(questions[at + 1])] = true
        }
        let kept = zip(cuts, asked).map { cuts, asked in zip(cuts, asked).filter(\.1).map(\.0) }
        var forest = Forest(width: width, depth: depth, cuts: kept, unit: unit)
        forest.trees = trees
        forest.leaves = leaves
        forest.questions = questions
        for at in stride(from: 0, to: questions.count, by: 2) {
            let bin = Int(questions[at + 1])
            let own = asked[Int(questions[at])]
            forest.questions[at + 1] =
                bin < own.count ? UInt8(truncatingIfNeeded: own[..<bin].count { $0 }) : 127
        }
        return forest
    }

    // MARK: As bytes

    /// Width, depth, number of trees, unit; then each feature's number of cuts and the cuts; questions; leaves. Little-endian.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
        }
        add(UInt8(truncatingIfNeeded: width))
        add(UInt8(truncatingIfNeeded: depth))
        add(UInt16(truncatingIfNeeded: trees))
        add(unit.bitPattern)
        for cuts in cuts {
            add(UInt8(truncatingIfNeeded: cuts.count))
            for cut in cuts { add(cut.bitPattern) }
        }
        bytes += questions
        for leaf in leaves { add(leaf) }
        return bytes
    }

    /// Reads what `encoded` wrote, from `at` on, which moves behind it; `nil` where the bytes are none.
    package init?(_ bytes: UnsafeRawBufferPointer, at: inout Int) {
        func number<T: FixedWidthInteger>(_ type: T.Type, _ at: inout Int) -> T? {
            guard at >= 0, at + MemoryLayout<T>.size <= bytes.count else { return nil }
            defer { at += MemoryLayout<T>.size }
            return T(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
        }
        guard let width = number(UInt8.self, &at), let depth = number(UInt8.self, &at), depth < 8,
            let trees = number(UInt16.self, &at), let unit = number(UInt32.self, &at)
        else { return nil }
        var cuts: [[Float]] = []
        for _ in 0..<width {
            guard let count = number(UInt8.self, &at), count <= Forest.mostCuts else { return nil }
            var own: [Float] = []
            for _ in 0..<count {
                guard let cut = number(UInt32.self, &at) else { return nil }
                own.append(Float(bitPattern: cut))
            }
            cuts.append(own)
        }
        self.init(width: Int(width), depth: Int(depth), cuts: cuts, unit: Float(bitPattern: unit))
        self.trees = Int(trees)
        let questionBytes = self.trees * self.depth * 2
        guard at + questionBytes <= bytes.count else { return nil }
        questions = Array(bytes[at..<at + questionBytes])
        at += questionBytes
        for i in stride(from: 0, to: questionBytes, by: 2) where questions[i] >= width || questions[i + 1] > 127 {
            return nil
        }
        leaves.reserveCapacity(self.trees << self.depth)
        for _ in 0..<self.trees << self.depth {
            guard let leaf = number(Int16.self, &at) else { return nil }
            leaves.append(leaf)
        }
    }
}
