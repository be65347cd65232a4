internal import Bytes

/// Encoded words in header fields: `=?utf-8?B?…?=`. Source: RFC 2047.
enum EncodedWords {
    /// The field as UTF-8. Pieces of one word that were cut between bytes of a character are put together first.
    ///
    /// - Parameter raw: the charset of bytes that stand in no encoded word, against the standard: that of the message's text.
    static func decode(_ field: [UInt8], raw: Charset? = nil) -> [UInt8] {
        let raw = field.contains { $0 >= 0x80 } ? raw : nil
        guard field.withUnsafeBufferPointer({ $0.index(of: "=?") }) != nil else {
            return TextDecoder.decode(field, declared: raw).bytes
        }
        var out: [UInt8] = []
        /// Where the last word can end: so no one looks for its end through all that follows, in vain.
        let last = field.indices.dropFirst().last { field[$0 - 1] == 0x3F && field[$0] == 0x3D } ?? 0
        /// Bytes of words side by side in one charset, not decoded yet.
        var pending: [UInt8] = []
        var pendingLabel: [UInt8] = []
        func flush() {
            guard !pending.isEmpty else { return }
            let charset = pendingLabel.withUnsafeBufferPointer { Charset(label: $0) }
            out += TextDecoder.decode(pending, declared: charset).bytes
            pending = []
        }
        var i = 0
        var gap: [UInt8] = []
        // White space between two encoded words is dropped.
        var lastWasWord = false
        while i < field.count {
            if field[i] == 0x3D, let (label, bytes, end) = word(field, at: i, until: last) {
                if label != pendingLabel { flush() }
                if !lastWasWord { out += gap }
                gap = []
                pendingLabel = label
                pending += bytes
                lastWasWord = true
                i = end
            } else if field[i] <= 0x20 {
                gap.append(field[i])
                i += 1
            } else {
                flush()
                out += gap
                gap = []
                lastWasWord = false
                let start = i
                i += 1
                while i < field.count, field[i] > 0x20, field[i] != 0x3D { i += 1 }
                out += TextDecoder.decode(Array(field[start..<i]), declared: raw).bytes
            }
        }
        flush()
        return out
    }

    private static func word(_ field: [UInt8], at start: Int, until last: Int) -> (
        label: [UInt8], bytes: [UInt8], end: Int
    )? {
        guard start + 1 < field.count, field[start + 1] == 0x3F else { return nil }
        guard let first = field[(start + 2)...].firstIndex(of: 0x3F), first + 2 < field.count, field[first + 2] == 0x3F,
            [0x62, 0x71].contains(field[first + 1] | 0x20)
        else {
            return nil
        }
        let textStart = first + 3
        var end = textStart
        guard textStart < last else { return nil }
        while end + 1 < last, !(field[end] == 0x3F && field[end + 1] == 0x3D) { end += 1 }
        var label = Array(field[(start + 2)..<first])
        if let star = label.firstIndex(of: 0x2A) { label = Array(label[..<star]) }
        let text = Array(field[textStart..<end])
        switch field[first + 1] | 0x20 {
        case 0x62: return (label, Base64.decode(text) ?? [], end + 2)
        case 0x71: return (label, TransferEncoding.quotedPrintable(text.map { $0 == 0x5F ? 0x20 : $0 }), end + 2)
        default: return nil
        }
    }
}
