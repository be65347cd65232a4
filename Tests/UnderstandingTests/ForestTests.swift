import Testing

import Understanding

private func forest() -> Forest {
    var forest = Forest(width: 2, depth: 2, cuts: [[0.5, 1.5], [10]], unit: 0.5)
    // Left of 1.5 by the first figure, then by the second; right of it the first again.
    forest.nodes = [0, 1, 1, 0, 0, 255]
    forest.leaves = [-4, 2, 7, 9]
    forest.trees = 1
    return forest
}

@Test("A walk goes right above the cut and left at it")
func walk() {
    let rows: [Float] = [1.5, 10, 0, 11, 2, 0, .infinity, 0, .nan, 0]
    #expect(forest().values(rows) == [-2, 1, 3.5, 3.5, -2])
    #expect(forest().values([]) == [])
}

@Test("A forest survives its bytes, and broken bytes are none")
func bytes() {
    let whole = forest().encoded()
    for count in 0...whole.count {
        Array(whole.prefix(count)).withUnsafeBytes { bytes in
            var at = 0
            let read = Forest(bytes, at: &at)
            #expect((read != nil) == (count == whole.count))
            if let read { #expect(read.values([0, 11]) == [1] && at == count) }
        }
    }
    var foreign = whole
    foreign[whole.count - 4 * 2 - 6] = 2
    foreign.withUnsafeBytes { bytes in
        var at = 0
        #expect(Forest(bytes, at: &at) == nil)
    }
}

@Test("The model in the executable fits the figures that the text gives")
func embedded() {
    #expect(SummaryModel.embedded != nil)
}
