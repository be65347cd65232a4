internal import Bytes

/// Mends what is nearly UTF-8: characters of windows-1252 pasted in, halves of characters, encoded surrogates.
enum UTF8Repair {
    /// - Parameter offset: where `bytes` begins in the original, for the report.
    static func repair(_ bytes: ByteView, offset: Int) -> DecodedText {
        var i = firstIllFormedUTF8(bytes)
        if i == bytes.count { return DecodedText(bytes: Array(bytes), encoding: "utf-8") }
        let legacy = SingleByte.scalars(of: 2)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var copied = 0
        var replaced = 0
        var firstReplaced = 0
        var pasted = 0
        var firstPasted = 0
        var paired = 0
        while i < bytes.count {
            out.append(contentsOf: bytes[view: copied..<i])
            let byte = bytes[i]
            if let (scalar, length) = surrogate(bytes, i) {
                if let scalar {
                    paired += 1
                    out.append(scalar: scalar)
                } else {
                    if replaced == 0 { firstReplaced = i }
                    replaced += length
                    out.append(scalar: 0xFFFD)
                }
                i += length
            } else if isPasted(bytes, i), legacy[Int(byte - 0x80)] != "\u{FFFD}" {
                if pasted == 0 { firstPasted = i }
                pasted += 1
                out.append(scalar: legacy[Int(byte - 0x80)].value)
                i += 1
            } else {
                if replaced == 0 { firstReplaced = i }
                out.append(scalar: 0xFFFD)
                // The rest of a damaged character goes with its lead byte.
                let start = i
                let most = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 0
                i += 1
                while i < bytes.count, i - start < most, bytes[i] & 0xC0 == 0x80 { i += 1 }
                replaced += i - start
            }
            copied = i
            i = firstIllFormedUTF8(bytes, from: i)
        }
        out.append(contentsOf: bytes[view: copied..<bytes.count])
        var text = DecodedText(bytes: out, encoding: "utf-8")
        if pasted > 0 {
            let what = pasted == 1 ? "1 windows-1252 byte" : "\(pasted) windows-1252 bytes"
            let place = pasted == 1 ? " at byte \(firstPasted + offset)" : ", the first at byte \(firstPasted + offset)"
            text.repairs.append("\(what) in UTF-8 text decoded\(place)")
        }
        if paired > 0 { text.repairs.append("\(paired) surrogate pair\(paired == 1 ? "" : "s") in UTF-8 joined") }
        text.report(undecodable: replaced, of: bytes.count, first: firstReplaced + offset)
        return text
    }

    /// A surrogate encoded in three bytes (CESU-8): with its partner the character of both, alone `nil`.
    private static func surrogate(_ bytes: ByteView, _ i: Int) -> (scalar: UInt32?, length: Int)? {
        func unit(_ i: Int) -> UInt32? {
            guard i + 2 < bytes.count, bytes[i] == 0xED, bytes[i + 1] & 0xE0 == 0xA0, bytes[i + 2] & 0xC0 == 0x80
            else { return nil }
            return 0xD000 | UInt32(bytes[i + 1] & 0x3F) << 6 | UInt32(bytes[i + 2] & 0x3F)
        }
        guard let high = unit(i) else { return nil }
        if high < 0xDC00, let low = unit(i + 3), low >= 0xDC00 {
            return (0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF), 6)
        }
        return (nil, 3)
    }

    /// A byte of windows-1252 among UTF-8: a quotation mark or dash (0x80 to 0x9F) that continues no character, or a
    /// letter between ASCII.
    private static func isPasted(_ bytes: ByteView, _ i: Int) -> Bool {
        let byte = bytes[i]
        let alone = i + 1 >= bytes.count || bytes[i + 1] < 0x80 || utf8Length(bytes, at: i + 1) > 0
        if byte < 0xA0 { return alone || bytes[i + 1] < 0xC0 }
        // 0xC2 to 0xF4 at the very end are rather the start of a character cut off.
        return alone && i + 1 < bytes.count
    }
}
