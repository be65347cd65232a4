internal import Bytes

/// Old programs of the Macintosh end lines by a carriage return alone, and some senders do so in the header only.
enum LineEnds {
    /// Whether the first line ends in a carriage return that no line feed follows.
    static func areCarriageReturns(_ b: ByteView, from start: Int = 0) -> Bool {
        guard let end = b.index(of: 0x0D, from: start, until: start + 1024), end + 1 < b.count else { return false }
        return b[end + 1] != 0x0A && b[end + 1] != 0x0D && b.index(of: 0x0A, from: start, until: end) == nil
    }

    /// With a line feed for each such carriage return.
    static func mended(_ b: ByteView) -> [UInt8] {
        var out = Array(b)
        for i in out.indices where out[i] == 0x0D && (i + 1 == out.count || out[i + 1] != 0x0A) { out[i] = 0x0A }
        return out
    }
}
