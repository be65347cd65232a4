/// Numbers by row and column, the rows of a column side by side: so a forest tests sixteen rows at once.
package struct Figures: Sendable {
    package let width: Int
    package let rows: Int
    /// From one column to the next; whole blocks of sixteen rows, those behind the last one hold zeros.
    package let stride: Int
    package private(set) var values: [Float]

    package init(width: Int, rows: Int) {
        self.width = width
        self.rows = rows
        stride = (rows + 15) & ~15
        values = [Float](repeating: 0, count: width * stride)
    }

    package subscript(row: Int, column: Int) -> Float {
        get { values[column * stride + row] }
        set { values[column * stride + row] = newValue }
    }

    package mutating func withColumns(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
        values.withUnsafeMutableBufferPointer { body($0) }
    }

    /// All rows of some tables, one after the other.
    package static func joined(_ tables: [Figures], width: Int) -> Figures {
        var all = Figures(width: width, rows: tables.reduce(0) { $0 + $1.rows })
        var first = 0
        for table in tables {
            for column in 0..<width {
                for row in 0..<table.rows { all[first + row, column] = table[row, column] }
            }
            first += table.rows
        }
        return all
    }
}
