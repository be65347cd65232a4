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

    /// For each row and feature the number of cuts below its value.
    package func quantised(_ rows: [Float], _ count: Int) -> [UInt8] {
        var bins = [UInt8](repeating: 0, count: count * width)
        bins.withUnsafeMutableBufferPointer { bins in
            rows.withUnsafeBufferPointer { rows in
                for feature in 0..<width {
                    cuts[feature].withUnsafeBufferPointer { cuts in
                        guard !cuts.isEmpty else { return }
                        var at = feature
                        // The rows of one text have many figures in common.
                        var last = Float.nan
                        for _ in 0..<count {
                            let value = rows[at]
                            if value == last {
                                bins[at] = bins[at - width]
                                at += width
                                continue
                            }
                            last = value
                            // A binary search without a branch but its loop.
                            var low = 0
                            var length = cuts.count
                            while length > 1 {
                                let half = length / 2
                                low += cuts[low + half - 1] < value ? half : 0
                                length -= half
                            }
                            bins[at] = UInt8(truncatingIfNeeded: low + (cuts[low] < value ? 1 : 0))
                            at += width
                        }
                    }
                }
            }
        }
        return bins
    }

    private func sums(_ bins: [UInt8], _ count: Int) -> [Int32] {
        var sums = [Int32](repeating: 0, count: count)
        let inner = (1 << depth) - 1
        sums.withUnsafeMutableBufferPointer { sums in
            bins.withUnsafeBufferPointer { bins in
                nodes.withUnsafeBufferPointer { nodes in
                    leaves.withUnsafeBufferPointer { leaves in
                        for tree in 0..<trees {
                            let first = tree * inner * 2
                            let firstLeaf = tree << depth - inner
                            func step(_ at: Int, _ row: Int) -> Int {
                                let node = first + at * 2
                                return 2 * at + (bins[row + Int(nodes[node])] > nodes[node + 1] ? 2 : 1)
                            }
                            var row = 0
                            // Four walks at once: none waits for another.
                            while row + 4 <= count {
                                let figures = row * width
                                var (a, b, c, d) = (0, 0, 0, 0)
                                for _ in 0..<depth {
                                    a = step(a, figures)
                                    b = step(b, figures + width)
                                    c = step(c, figures + 2 * width)
                                    d = step(d, figures + 3 * width)
                                }
                                sums[row] &+= Int32(leaves[firstLeaf + a])
                                sums[row + 1] &+= Int32(leaves[firstLeaf + b])
                                sums[row + 2] &+= Int32(leaves[firstLeaf + c])
                                sums[row + 3] &+= Int32(leaves[firstLeaf + d])
                                row += 4
                            }
                            while row < count {
                                var at = 0
                                for _ in 0..<depth { at = step(at, row * width) }
                                sums[row] &+= Int32(leaves[firstLeaf + at])
                                row += 1
                            }
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
