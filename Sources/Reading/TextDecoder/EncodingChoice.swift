internal import Bytes

/// Which encoding the bytes are in, and how long their byte order mark is.
enum EncodingChoice {
    /// - Parameter illFormed: first byte that is not UTF-8, the count where all is.
    static func choose(_ bytes: ByteView, illFormed: Int, declared: Charset?) -> (Charset, mark: Int) {
        if let marked = byByteOrderMark(bytes) { return marked }
        if let wide = byZeros(bytes) { return (wide, 0) }
        if let escaped = byEscapes(bytes) { return (escaped, 0) }
        if let declared, declared.isUTF7, !bytes.contains(where: { $0 >= 0x80 }) { return (declared, 0) }
        if illFormed == bytes.count { return (.utf8, 0) }
        if isMostlyUTF8(bytes, from: illFormed) { return (.utf8, 0) }
        if let declared {
            switch declared.kind {
            // The bytes say otherwise: no zeros, or not UTF-8.
            case .utf8, .utf16, .utf32: break
            case _ where declared.isUTF7: break
            default: return (declared, 0)
            }
        }
        return (EncodingDetection.guess(bytes).charset, 0)
    }

    static func byByteOrderMark(_ bytes: ByteView) -> (Charset, mark: Int)? {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xEF, 0xBB): return bytes.count > 2 && bytes[2] == 0xBF ? (.utf8, 3) : nil
        case (0xFE, 0xFF): return (Charset(utf16BigEndian: true), 2)
        case (0xFF, 0xFE):
            if bytes.count >= 4, bytes[2] == 0, bytes[3] == 0 { return (Charset(utf32BigEndian: false), 4) }
            return (Charset(utf16BigEndian: false), 2)
        case (0, 0):
            let isMark = bytes.count >= 4 && bytes[2] == 0xFE && bytes[3] == 0xFF
            return isMark ? (Charset(utf32BigEndian: true), 4) : nil
        case (0x84, 0x31):
            return bytes.count >= 4 && bytes[2] == 0x95 && bytes[3] == 0x33 ? (Charset(multiByte: 0), 4) : nil
        default: return nil
        }
    }

    /// UTF-16 and UTF-32 without a mark: zeros stand at the same places throughout, and what is read is text.
    static func byZeros(_ bytes: ByteView) -> Charset? {
        let n = min(bytes.count, 4096) & ~3
        guard n >= 4, bytes.count % 2 == 0 || bytes.count > 4096, bytes.index(of: 0, until: n) != nil else {
            return nil
        }
        var zeros = (0, 0, 0, 0)
        var i = 0
        while i < n {
            if bytes[i] == 0 { zeros.0 += 1 }
            if bytes[i + 1] == 0 { zeros.1 += 1 }
            if bytes[i + 2] == 0 { zeros.2 += 1 }
            if bytes[i + 3] == 0 { zeros.3 += 1 }
            i += 4
        }
        let quads = n / 4
        let total = zeros.0 + zeros.1 + zeros.2 + zeros.3
        guard total > 0 else { return nil }
        if zeros.0 == quads, zeros.1 * 10 >= quads * 9, zeros.3 * 10 < quads { return Charset(utf32BigEndian: true) }
        if zeros.3 == quads, zeros.2 * 10 >= quads * 9, zeros.0 * 10 < quads { return Charset(utf32BigEndian: false) }
        for big in [false, true] where plausibleUTF16(bytes[view: 0..<n], big) { return Charset(utf16BigEndian: big) }
        return nil
    }

    /// Whether nearly all code units are of scripts in use, and some are spaces, line ends or stops.
    private static func plausibleUTF16(_ bytes: ByteView, _ big: Bool) -> Bool {
        var good = 0
        var breaks = 0
        var units = 0
        var i = 0
        while i + 1 < bytes.count {
            let unit = UInt32(bytes[big ? i : i + 1]) << 8 | UInt32(bytes[big ? i + 1 : i])
            units += 1
            switch unit {
            case 0x20, 0x0A, 0x0D, 0x3002, 0xFF0C, 0x3001:
                breaks += 1
                good += 1
            case 0x09, 0x21...0x7E, 0xA0...0x17F, 0x370...0x5FF, 0x600...0x6FF, 0x900...0x97F, 0xE00...0xE7F: good += 1
            case 0x2010...0x203A, 0x3000...0x30FF, 0x4E00...0x9FA5, 0xAC00...0xD7A3, 0xFF00...0xFFEF: good += 1
            default: break
            }
            i += 2
        }
        return breaks > 0 && good * 20 >= units * 19
    }

    /// ISO-2022-JP and ISO-2022-KR announce themselves with an escape sequence. Source: RFC 1468, RFC 1557.
    static func byEscapes(_ bytes: ByteView) -> Charset? {
        var i = 0
        while let escape = bytes.index(of: 0x1B, from: i, until: 1 << 16) {
            if bytes.has("$B", at: escape + 1) || bytes.has("$@", at: escape + 1) { return Charset(multiByte: 5) }
            if bytes.has("$)C", at: escape + 1) { return Charset(multiByte: 6) }
            i = escape + 1
        }
        return nil
    }

    /// Text that was UTF-8 before some bytes of it were damaged, cut off or pasted in from elsewhere: sequences of
    /// UTF-8, which other encodings hardly ever form, the longer the less, weigh no less than the faults.
    private static func isMostlyUTF8(_ bytes: ByteView, from illFormed: Int) -> Bool {
        var weight = 0
        var faults = 0
        var i = 0
        let n = min(bytes.count, 1 << 18)
        // The interesting part may lie far behind: look at the start and at what surrounds the first stray byte.
        let far = illFormed > n / 2 ? max(0, illFormed - n / 2) : 0
        i = far
        while i < bytes.count, bytes[i] & 0xC0 == 0x80 { i += 1 }
        let end = min(bytes.count, far + n)
        while i < end {
            if bytes[i] < 0x80 {
                i += 1
                continue
            }
            let length = utf8Length(bytes, at: i)
            if length == 0 {
                // Cut off in the middle of a character at the very end.
                if bytes.count - i < 4, bytes[i] >= 0xC2, bytes[i] <= 0xF4 { break }
                faults += 1
                // What is left of a damaged character is one fault, an encoded surrogate hardly any.
                if bytes[i] == 0xED { weight += 1 }
                let most = bytes[i] >= 0xE0 ? 2 : 1
                let start = i
                i += 1
                while i < end, i - start <= most, bytes[start] >= 0xC2, bytes[i] & 0xC0 == 0x80 { i += 1 }
            } else {
                weight += length - 1
                i += length
            }
        }
        return weight >= 1 && weight >= faults
    }
}
