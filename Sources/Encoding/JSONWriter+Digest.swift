internal import Article
internal import Bytes

extension JSONWriter {
    /// 64 hex digits, `null` where there is no digest.
    mutating func digest(_ digest: Digest?) {
        guard let digest else { return null() }
        var hex: [UInt8] = []
        hex.reserveCapacity(64)
        let digits: StaticString = "0123456789abcdef"
        for word in [digest.words.0, digest.words.1, digest.words.2, digest.words.3] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                hex.append(digits.utf8Start[Int(word >> shift & 15)])
            }
        }
        string(hex)
    }
}
