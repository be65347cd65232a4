/// Numbers that look random and are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
package struct Random: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 to `limit` - 1.
    package mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    package mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    /// Up to `longest` scalars from all over Unicode, control characters and separators among them.
    package mutating func text(_ longest: Int) -> String {
        var text = ""
        for _ in 0..<below(longest + 1) {
            let range: ClosedRange<UInt32> =
                switch below(6) {
                case 0: 0...0x9F
                case 1: 0x2000...0x206F
                case 2: 0x300...0x36F
                case 3: 0x1F300...0x1FAFF
                default: 0x20...0x7E
                }
            text.unicodeScalars.append(
                Unicode.Scalar(range.lowerBound + UInt32(below(Int(range.count)))) ?? "?")
        }
        return text
    }
}
