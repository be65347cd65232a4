internal import Article
internal import Bytes

extension JSONWriter {
    /// 64 hex digits, `null` where there is no digest.
    mutating func digest(_ digest: Digest?) {
        guard let digest else { return null() }
        let digits: StaticString = "0123456789abcdef"
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { hex in
            var at = 0
            for word in [digest.words.0, digest.words.1, digest.words.2, digest.words.3] {
                for shift in stride(from: UInt64(60), through: 0, by: -4) {
                    hex[at] = digits.utf8Start[Int(word >> shift & 15)]
                    at += 1
                }
            }
            text(UnsafeRawBufferPointer(hex))
        }
    }
}
