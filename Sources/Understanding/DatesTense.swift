internal import Bytes

/// Whether a clause looks ahead or back: that decides which Monday, which March is meant.
extension DateScanner {
    /// Whether the clause around `i` speaks of the future (1), the past (-1), or does not tell (0): the nearest verb before
    /// it, else behind it.
    func direction(_ i: Int) -> Int {
        if i > low, DateScanner.deadlines.contains(tokens[i - 1].hash) { return 1 }
        var at = i - 1
        var steps = 0
        while at >= low, steps < 10 {
            let found = tense(at)
            if found != 0 { return found }
            at -= 1
            steps += 1
        }
        at = i + 1
        steps = 0
        while at < high, steps < 12 {
            let found = tense(at)
            if found != 0 { return found }
            at += 1
            steps += 1
        }
        return 0
    }

    /// "until Friday", "by March 3" lie ahead.
    static let deadlines = WordTable([(1, "until till by bis jusqu'au hasta fino até tot до")])

    func tense(_ i: Int) -> Int {
        if language == .english, i > low {
            // "to be held", "should be completed": the verb before the participle tells.
            let before = tokens[i - 1].hash
            if before == DateScanner.be { return 0 }
            if tokens[i].hash == DateScanner.be, before == DateScanner.to { return 1 }
        }
        switch kind(i) {
        case .future: return 1
        case .former: return -1
        default: break
        }
        // English regular verbs: "announced", "killed".
        guard language == .english, tokens[i].kind == .word, !tokens[i].has(.capitalised),
            tokens[i].end - tokens[i].start > 4
        else {
            return 0
        }
        let end = Int(tokens[i].end)
        return text.body[end - 1] == 0x64 && text.body[end - 2] == 0x65 ? -1 : 0
    }

    static let be = wordHash("be")
    static let to = wordHash("to")
}
