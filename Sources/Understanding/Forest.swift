/// Boosted regression trees over quantised figures: what `Deploy/train` learns and the summary asks.
///
/// All trees are complete and of one depth, so that a walk has no branch but its loop. Each figure becomes the number of its
/// cuts that lie below it; a node goes right where that number is above its own. Leaves are whole numbers: the same on
/// every machine.
///
/// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine" (Annals of Statistics 2001).
package struct Forest: Sendable {
    package var width: Int
    package var depth: Int
    package var trees = 0
    /// By feature, ascending; at most 255 each.
    package var cuts: [[Float]]
    /// A feature and a bin a node, `2^depth - 1` nodes a tree, by levels.
    package var nodes: [UInt8] = []
    /// `2^depth` a tree.
    package var leaves: [Int16] = []
    /// What one of a leaf is worth.
    package var unit: Float

    package init(width: Int, depth: Int, cuts: [[Float]], unit: Float) {
        self.width = width
        self.depth = depth
        self.cuts = cuts
        self.unit = unit
    }

    /// The sum of the trees for each row of `width` figures.
    package func values(_ rows: [Float]) -> [Float] {
        let count = width > 0 ? rows.count / width : 0
        let bins = quantised(rows, count)
        return sums(bins, count).map { Float($0) * unit }
    }

    package func quantised(_ rows: [Float], _ count: Int) -> [UInt8] {
        var bins = [UInt8](repeating: 0, count: count * width)
        for feature in 0..<width {
            cuts[feature].withUnsafeBufferPointer { cuts in
                guard !cuts.isEmpty else { return }
                for row in 0..<count {
                    let value = rows[row * width + feature]
                    var low = 0
                    var high = cuts.count
                    while low < high {
                        let middle = (low + high) / 2
                        if cuts[middle] < value { low = middle + 1 } else { high = middle }
                    }
                    bins[row * width + feature] = UInt8(truncatingIfNeeded: low)
                }
            }
        }
        return bins
    }

    private func sums(_ bins: [UInt8], _ count: Int) -> [Int32] {
        var sums = [Int32](repeating: 0, count: count)
        let inner = (1 << depth) - 1
        let leafCount = 1 << depth
        bins.withUnsafeBufferPointer { bins in
            nodes.withUnsafeBufferPointer { nodes in
                leaves.withUnsafeBufferPointer { leaves in
                    for tree in 0..<trees {
                        let first = tree * inner * 2
                        for row in 0..<count {
                            let figures = row * width
                            var at = 0
                            for _ in 0..<depth {
                                let node = first + at * 2
                                let right = bins[figures + Int(nodes[node])] > nodes[node + 1]
                                at = 2 * at + (right ? 2 : 1)
                            }
                            sums[row] &+= Int32(leaves[tree * leafCount + at - inner])
                        }
                    }
                }
            }
        }
        return sums
    }

    // MARK: As bytes

    /// Width, depth, number of trees, unit; then each feature's number of cuts and the cuts; nodes; leaves. Little-endian.
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
        bytes += nodes
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
        guard let width = number(UInt8.self, &at), let depth = number(UInt8.self, &at), depth < 9,
            let trees = number(UInt16.self, &at), let unit = number(UInt32.self, &at)
        else { return nil }
        self.width = Int(width)
        self.depth = Int(depth)
        self.trees = Int(trees)
        self.unit = Float(bitPattern: unit)
        cuts = []
        for _ in 0..<width {
            guard let count = number(UInt8.self, &at) else { return nil }
            var own: [Float] = []
            for _ in 0..<count {
                guard let cut = number(UInt32.self, &at) else { return nil }
                own.append(Float(bitPattern: cut))
            }
            cuts.append(own)
        }
        let nodeBytes = self.trees * ((1 << self.depth) - 1) * 2
        guard at + nodeBytes <= bytes.count else { return nil }
        nodes = Array(bytes[at..<at + nodeBytes])
        at += nodeBytes
        for i in stride(from: 0, to: nodeBytes, by: 2) where nodes[i] >= width { return nil }
        leaves.reserveCapacity(self.trees << self.depth)
        for _ in 0..<self.trees << self.depth {
            guard let leaf = number(Int16.self, &at) else { return nil }
            leaves.append(leaf)
        }
    }
}
