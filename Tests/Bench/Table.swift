/// A figure over several rounds, and what it is held against.
struct Row {
    enum Better { case low, high }
    var name: String
    var unit: String
    var better: Better
    /// One a round.
    var values: [Double]
    /// Taken in the same rounds.
    var reference: (name: String, values: [Double])?

    init(
        _ name: String, _ unit: String, _ better: Better, _ values: [Double],
        beside reference: (String, [Double])? = nil
    ) {
        self.name = name
        self.unit = unit
        self.better = better
        self.values = values
        self.reference = reference
    }

    fileprivate var cells: [String] {
        var cells = [name, number(best(values)), number(median(values)), unit, "\(values.count)"]
        guard let reference else { return cells }
        // A ratio is one round's: its two figures were taken side by side.
        let ratios = zip(values, reference.values).map { $1 == 0 ? 0 : $0 / $1 }
        cells += [reference.name, number(best(reference.values)), number(median(reference.values))]
        return cells + [number(best(ratios)), number(median(ratios))]
    }

    private func best(_ values: [Double]) -> Double { (better == .low ? values.min() : values.max()) ?? 0 }
}

/// What the benchmark prints.
struct Table {
    private var lines: [[String]] = []
    static let heads = ["figure", "best", "median", "unit", "rounds", "beside it", "best", "median", "ratio", "median"]
    private static let alignsRight = [false, true, true, false, true, false, true, true, true, true]

    mutating func add(_ row: Row) { lines.append(row.cells) }
    mutating func title(_ text: String) { lines.append([text]) }

    var text: String {
        let all = [Table.heads] + lines.filter { $0.count > 1 }
        let widths = Table.heads.indices.map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            var out = ""
            for (column, cell) in cells.enumerated() {
                let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
                out += (column == 0 ? "" : "  ") + (Table.alignsRight[column] ? space + cell : cell + space)
            }
            while out.last == " " { out.removeLast() }
            return out + "\n"
        }
        var out = line(Table.heads)
        for cells in lines { out += cells.count == 1 ? "\n\(cells[0])\n" : line(cells) }
        return out
    }
}

func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

/// The smallest value that at least `share` of all values do not exceed.
func quantile(_ values: [Double], _ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let rank = Int((share * Double(values.count)).rounded(.up))
    return values.sorted()[max(0, rank - 1)]
}

/// With three digits that count.
private func number(_ value: Double) -> String {
    let places = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard places > 0 else { return "\(scaled)" }
    let digits = String(repeating: "0", count: max(0, places + 1 - "\(scaled)".count)) + "\(scaled)"
    return "\(digits.dropLast(places)).\(digits.suffix(places))"
}
