/// `text` as one line that cannot drive a terminal, forge a second line or turn its neighbours round.
///
/// Line breaks, tabs and separators become one space each; other control characters (C0, DEL, C1) U+FFFD, so that it
/// shows that something was there; bidirectional embeddings, overrides and isolates (U+202A to U+202E, U+2066 to
/// U+2069) go, as they reach beyond the text they stand in. Everything else stays, also what is not ASCII.
///
/// `text` must be valid UTF-8.
package func appendPlainLine(_ text: UnsafeRawBufferPointer, to line: inout [UInt8]) {
    var run = 0
    var at = 0
    let count = text.count
    while at < count {
        let c = text[at]
        if c >= 0x20, c != 0x7F, c != 0xC2, c != 0xE2 {
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
        case (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9): (length, replacement) = (3, "")
        default:
            at += 1
            continue
        }
        line.append(contentsOf: text[run..<at])
        replacement.withUTF8Buffer { line.append(contentsOf: $0) }
        at += length
        run = at
    }
    line.append(contentsOf: text[run..<count])
}

/// The same for a string.
package func plainLine(_ text: String) -> String {
    var text = text
    var line: [UInt8] = []
    text.withUTF8 { appendPlainLine(UnsafeRawBufferPointer($0), to: &line) }
    return String(decoding: line, as: UTF8.self)
}
