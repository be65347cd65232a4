/// Words as an editor counts them: runs of anything but white space; where a script sets no spaces between words, each
/// ideograph and each kana counts one, and its punctuation none.
package func wordCount(_ text: [UInt8]) -> Int {
    text.withUnsafeBytes { text in
        var count = 0
        var inWord = false
        var at = 0
        while at < text.count {
            while at + 8 <= text.count {
                let word = text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                // The high bit of each byte that is no space, and of each that such a one stands before.
                let marks = (word &+ 0x5F5F_5F5F_5F5F_5F5F) & 0x8080_8080_8080_8080
                let before = marks << 8 | (inWord ? 0x80 : 0)
                count += (marks & ~before).nonzeroBitCount
                inWord = marks >> 63 == 1
                at += 8
            }
            if at == text.count { break }
            let c = text[at]
            if c < 0x80 {
                let isSpace = c <= 0x20
                if !isSpace, !inWord { count += 1 }
                inWord = !isSpace
                at += 1
                continue
            }
            // Of what is not ASCII only the white space and the scripts without spaces need a look: U+0085 and U+00A0,
            // and what has three bytes from U+2000 on.
            let second: UInt8 = at + 1 < text.count ? text[at + 1] : 0
            if c == 0xC2, second == 0x85 || second == 0xA0 {
                inWord = false
                at += 2
                continue
            }
            if c >= 0xE2, c <= 0xEF {
                let third: UInt8 = at + 2 < text.count ? text[at + 2] : 0
                switch kind(UInt32(c & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)) {
                case .separator: inWord = false
                case .wordByItself:
                    count += 1
                    inWord = false
                case .letter:
                    if !inWord { count += 1 }
                    inWord = true
                }
                at += 3
                continue
            }
            if !inWord { count += 1 }
            inWord = true
            at += c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4
        }
        return count
    }
}

private enum Kind { case separator, wordByItself, letter }

/// Blocks as in the Unicode Character Database.
private func kind(_ scalar: UInt32) -> Kind {
    switch scalar {
    case 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0xFEFF: .separator
    case 0x3000...0x3004, 0x3008...0x3020, 0x3030, 0x303D, 0x30FB: .separator  // CJK symbols and punctuation
    case 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65: .separator  // full-width punctuation
    case 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF: .wordByItself  // kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: .wordByItself  // ideographs
    default: .letter
    }
}
