internal import Bytes

/// Removes from UTF-8 what no reader should meet: control characters and terminal escapes, byte order marks, soft
/// hyphens, zero-width spaces that part no words; makes every line end an LF.
struct TextCleaning {
    private(set) var controls = 0
    private(set) var escapes = 0
    private(set) var invisible = 0

    /// Each a short sentence. Line ends and a leading byte order mark are not worth one.
    var repairs: [String] {
        var out: [String] = []
        if controls > 0 { out.append("\(controls) control character\(controls == 1 ? "" : "s") removed") }
        if escapes > 0 { out.append("\(escapes) terminal escape sequence\(escapes == 1 ? "" : "s") removed") }
        if invisible > 0 {
            out.append(
                "\(invisible) soft hyphen\(invisible == 1 ? "" : "s") or zero-width space\(invisible == 1 ? "" : "s") removed"
            )
        }
        return out
    }

    /// What a byte may begin: 0 nothing to clean, 1 always, 2 perhaps (a look at what follows tells).
    private static let kinds: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for byte in 0..<0x20 where byte != 0x09 && byte != 0x0A { table[byte] = 1 }
        table[0x7F] = 1
        table[0xC2] = 2
        table[0xE2] = 2
        table[0xE1] = 2
        table[0xEF] = 2
        table[0xF3] = 2
        table[0xF0] = 2
        return table
    }()

    /// Whether there is nothing to clean in well-formed UTF-8.
    static func isClean(_ bytes: ByteView) -> Bool { firstUnclean(bytes, from: 0) == bytes.count }

    private static func firstUnclean(_ bytes: ByteView, from start: Int) -> Int {
        kinds.withUnsafeBufferPointer { kinds in
            var i = start
            while i < bytes.count {
                let kind = kinds[Int(bytes[i])]
                if kind == 0 {
                    i = bytes[i] < 0x80 ? skipPrintable(bytes, from: i + 1) : i + 1
                } else if kind == 1 || isUnclean(bytes, at: i) {
                    return i
                } else {
                    i += 1
                }
            }
            return bytes.count
        }
    }

    /// Whether the scalar whose lead byte stands at `i` is to be removed or replaced.
    @inline(__always)
    private static func isUnclean(_ bytes: ByteView, at i: Int) -> Bool {
        guard i + 1 < bytes.count else { return true }
        let second = bytes[i + 1]
        switch bytes[i] {
        case 0xC2: return second < 0xA0 || second == 0xAD
        case 0xE1: return second == 0xA0 && i + 2 < bytes.count && bytes[i + 2] == 0x8E
        case 0xE2:
            guard second & 0xFE == 0x80, i + 2 < bytes.count else { return false }
            let third = bytes[i + 2]
            if second == 0x80 { return third == 0x8B || third & 0xFE == 0xA8 }
            return third >= 0xA0 && third <= 0xA4
        case 0xEF:
            guard i + 2 < bytes.count else { return true }
            let third = bytes[i + 2]
            switch second {
            case 0xBB: return third == 0xBF
            case 0xB7: return third >= 0x90 && third <= 0xAF
            case 0xBF: return third >= 0xBE || third >= 0xB9 && third <= 0xBB
            default: return false
            }
        default:
            // The last two code points of each plane are no characters; U+E0001… are invisible tags, left alone.
            return i + 3 < bytes.count && second & 0x0F == 0x0F && bytes[i + 2] == 0xBF && bytes[i + 3] >= 0xBE
        }
    }

    /// The cleaned text; `nil` where there was nothing to clean.
    mutating func clean(_ bytes: ByteView) -> [UInt8]? {
        var i = TextCleaning.firstUnclean(bytes, from: 0)
        guard i < bytes.count else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var copied = 0
        while i < bytes.count {
            out.append(contentsOf: bytes[view: copied..<i])
            // A character may be cut off at the end.
            i = min(i + replace(bytes, i, &out), bytes.count)
            copied = i
            i = TextCleaning.firstUnclean(bytes, from: i)
        }
        out.append(contentsOf: bytes[view: copied..<bytes.count])
        return out
    }

    /// Handles the unclean scalar at `i`; returns its length.
    private mutating func replace(_ bytes: ByteView, _ i: Int, _ out: inout [UInt8]) -> Int {
        switch bytes[i] {
        case 0x0D:
            out.append(0x0A)
            return i + 1 < bytes.count && bytes[i + 1] == 0x0A ? 2 : 1
        case 0x0B, 0x0C:
            out.append(0x0A)
            return 1
        case 0x1B:
            let length = TextCleaning.escapeLength(bytes, i)
            if length > 1 { escapes += 1 } else { controls += 1 }
            return length
        case 0..<0x20, 0x7F:
            controls += 1
            return 1
        case 0xC2:
            guard i + 1 < bytes.count else { return 1 }
            if bytes[i + 1] == 0x85 {
                out.append(0x0A)
            } else if bytes[i + 1] == 0xAD {
                invisible += 1
            } else {
                controls += 1
            }
            return 2
        case 0xE1:
            invisible += 1
            return 3
        case 0xE2:
            guard i + 2 < bytes.count else { return 1 }
            if bytes[i + 1] == 0x80, bytes[i + 2] & 0xFE == 0xA8 {
                out.append(0x0A)
            } else if bytes[i + 1] == 0x80, TextCleaning.partsWords(bytes, i) {
                out.append(contentsOf: bytes[view: i..<i + 3])
            } else {
                invisible += 1
            }
            return 3
        case 0xEF:
            guard i + 2 < bytes.count else { return 1 }
            if bytes[i + 1] != 0xBB { controls += 1 } else if i > 0 { invisible += 1 }
            return 3
        default:
            controls += 1
            return 4
        }
    }

    /// Whether the zero-width space at `i` stands between letters of a script that writes no spaces: Thai, Lao,
    /// Tibetan, Burmese, Khmer. There it marks where a word ends.
    private static func partsWords(_ bytes: ByteView, _ i: Int) -> Bool {
        guard i >= 3 else { return false }
        let before = utf8ScalarBefore(bytes, i).scalar
        return (0xE00...0x109F).contains(before) || (0x1780...0x17FF).contains(before)
    }

    /// Length of a terminal's control sequence (ECMA-48: ESC [ … final byte, ESC ] … BEL or ESC \), bounded; 1 where
    /// there is none.
    private static func escapeLength(_ bytes: ByteView, _ start: Int) -> Int {
        guard start + 1 < bytes.count else { return 1 }
        let limit = min(bytes.count, start + 256)
        var i = start + 2
        if bytes[start + 1] == 0x5B {
            while i < limit, bytes[i] >= 0x20, bytes[i] < 0x40 { i += 1 }
            return i < limit && bytes[i] >= 0x40 && bytes[i] < 0x7F ? i + 1 - start : 1
        }
        if bytes[start + 1] == 0x5D {
            while i < limit, bytes[i] != 0x07, bytes[i] != 0x1B, bytes[i] != 0x0A { i += 1 }
            if i < limit, bytes[i] == 0x07 { return i + 1 - start }
            if i + 1 < limit, bytes[i] == 0x1B, bytes[i + 1] == 0x5C { return i + 2 - start }
        }
        return 1
    }
}
