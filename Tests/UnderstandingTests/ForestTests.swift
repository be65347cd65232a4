import Testing
import Understanding

private func forest() -> Forest {
    var forest = Forest(width: 2, depth: 2, cuts: [[0.5, 1.5], [10]], unit: 0.5)
    // Is the first figure above 1.5, and the second above 10?
    forest.questions = [0, 1, 1, 0]
    forest.leaves = [-4, 7, 2, 9]
    forest.trees = 1
    return forest
}

private func figures(_ rows: [(Float, Float)]) -> Figures {
    var figures = Figures(width: 2, rows: rows.count)
    for (i, row) in rows.enumerated() { (figures[i, 0], figures[i, 1]) = row }
    return figures
}

@Test("A question is answered yes above the cut and no at it")
func walk() {
    let rows: [(Float, Float)] = [(1.5, 10), (0, 11), (2, 0), (.infinity, 11), (.nan, 0)]
    #expect(forest().values(figures(rows)) == [-2, 1, 3.5, 4.5, -2])
    #expect(forest().values(figures([])) == [])
    let many = figures((0..<100).map { (Float($0 % 3), Float($0)) })
    #expect(
        forest().values(many)
            == (0..<100).map { ($0 % 3 > 1 ? ($0 > 10 ? 4.5 : 3.5) : ($0 > 10 ? 1 : -2)) })
}

@Test("Cuts that nothing asks for may go")
func pruned() {
    let small = forest().pruned()
    #expect(small.cuts == [[1.5], [10]])
    let rows = figures([(1.5, 10), (0, 11), (2, 0), (1, 0)])
    #expect(small.values(rows) == forest().values(rows))
}

@Test("A forest survives its bytes, and broken bytes are none")
func bytes() {
    let whole = forest().encoded()
    for count in 0...whole.count {
        Array(whole.prefix(count)).withUnsafeBytes { bytes in
            var at = 0
            let read = Forest(bytes, at: &at)
            #expect((read != nil) == (count == whole.count))
            if let read { #expect(read.values(figures([(0, 11)])) == [1] && at == count) }
        }
    }
    var foreign = whole
    foreign[whole.count - 4 * 2 - 4] = 2
    foreign.withUnsafeBytes { bytes in
        var at = 0
        #expect(Forest(bytes, at: &at) == nil)
    }
}

@Test("The model in the executable fits the figures that the text gives")
func embedded() {
    #expect(SummaryModel.embedded != nil)
}
