/// `text` as one line that cannot drive a terminal, forge a second line or turn its neighbours round: for text that is
/// to be read, where `printable` is for names that must be told apart.
///
/// Line breaks, tabs and separators become one space each; other control characters U+FFFD, so that it shows that
/// something was there; what else is not harmless (`isHarmless`) goes. `text` must be valid UTF-8.
package func appendPlainLine(_ text: UnsafeRawBufferPointer, to line: inout [UInt8]) {
    var run = 0
    var at = 0
    let count = text.count
    while at < count {
        let c = text[at]
        // Leads of code points that are not harmless; all other bytes stay.
        guard c < 0x20 || c == 0x7F || c == 0xC2 || c == 0xD8 || c == 0xE2 || c == 0xEF else {
            at += 1
            continue
        }
        let second: UInt8 = at + 1 < count ? text[at + 1] : 0
        let third: UInt8 = at + 2 < count ? text[at + 2] : 0
        let length: Int
        let replacement: StaticString
        switch (c, second, third) {
        case (0x09...0x0D, _, _): (length, replacement) = (1, " ")
        case (..<0x20, _, _), (0x7F, _, _): (length, replacement) = (1, "\u{FFFD}")
        case (0xC2, 0x85, _): (length, replacement) = (2, " ")
        case (0xC2, 0x80...0x9F, _): (length, replacement) = (2, "\u{FFFD}")
        case (0xE2, 0x80, 0xA8...0xA9): (length, replacement) = (3, " ")
        case (0xD8, 0x9C, _): (length, replacement) = (2, "")  // U+061C
        case (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xAA...0xAE): (length, replacement) = (3, "")
        case (0xE2, 0x81, 0xA6...0xA9): (length, replacement) = (3, "")
        case (0xEF, 0xBB, 0xBF): (length, replacement) = (3, "")  // U+FEFF
        default:
            at += 1
            continue
        }
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[run..<at]))
        replacement.withUTF8Buffer { line.append(contentsOf: $0) }
        at += length
        run = at
    }
    line.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[run..<count]))
}
