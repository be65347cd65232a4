internal import Bytes

/// A line of plain text, without the white space at its ends.
struct Line {
    var start: Int
    var end: Int
    /// White space before it, in columns.
    var indent: Int
    /// Columns it takes; East Asian characters take two.
    var width: Int
    /// A blank line, or the text's beginning, lies before it.
    var blankBefore: Bool

    var range: Range<Int> { start..<end }
}

/// Splits text into its lines; blank ones leave only a mark on the line after them.
func lines(of text: ByteView) -> [Line] {
    var out: [Line] = []
    out.reserveCapacity(text.count / 200 + 8)
    var i = 0
    var blank = true
    let n = text.count
    while i < n {
        var indent = 0
        var start = i
        // Leading white space, no-break and ideographic spaces included.
        scan: while start < n {
            switch text[start] {
            case 0x20:
                indent += 1
                start += 1
            case 0x09:
                indent += 8
                start += 1
            case 0xC2 where start + 1 < n && text[start + 1] == 0xA0:
                indent += 1
                start += 2
            case 0xE3 where text.has("\u{3000}", at: start):
                indent += 2
                start += 3
            default: break scan
            }
        }
        var end = text.index(of: 0x0A, from: start) ?? n
        i = end + 1
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        if end == start {
            blank = true
        } else {
            let width = columns(text[view: start..<end])
            out.append(Line(start: start, end: end, indent: indent, width: width, blankBefore: blank))
            blank = false
        }
    }
    return out
}

/// Columns that text takes; of text that is longer than any line on a page, about.
private func columns(_ text: ByteView) -> Int {
    guard text.count <= 600 else { return text.count / 2 }
    var width = 0
    var i = 0
    while i < text.count {
        let ascii = skipASCII(text, from: i)
        width += ascii - i
        i = ascii
        while i < text.count, text[i] >= 0x80 {
            let byte = text[i]
            if byte >= 0xC0 {
                // Lead bytes from 0xE3 on are East Asian or beyond the basic plane; full-width forms begin at U+FF01.
                let isFullWidth = byte == 0xEF && i + 1 < text.count && text[i + 1] >= 0xBC
                width += byte >= 0xE3 && byte != 0xEF || isFullWidth ? 2 : 1
            }
            i += 1
        }
    }
    return width
}

/// Whether and where a text's lines were broken to fit a width, and so which of them belong together.
///
/// A break was made by wrapping where the next line's first word would not have fitted any more. Where nearly all
/// breaks between lines are of that kind, the text is wrapped, and the others end a paragraph.
struct Wrapping {
    /// The column at which lines were broken; `nil` where the text is not wrapped.
    let column: Int?
    private let text: ByteView

    init(_ lines: [Line], _ text: ByteView) {
        self.text = text
        var long = 0
        var widest = 0
        for line in lines {
            if line.width > 100 { long += 1 } else { widest = max(widest, line.width) }
        }
        guard lines.count > 1, long * 10 <= lines.count, widest >= 38 else {
            column = nil
            return
        }
        var pairs = 0
        var wraps = 0
        // Breaks that come just after a sentence: few by chance, many where a line is a paragraph.
        var sentences = 0
        for i in 1..<lines.count where !lines[i].blankBefore {
            pairs += 1
            if lines[i - 1].width + 1 + Wrapping.firstWord(lines[i], text) > widest {
                wraps += 1
                if endsSentence(text[view: lines[i - 1].range]) { sentences += 1 }
            } else if Wrapping.runsOn(lines[i - 1], lines[i], text), lines[i - 1].width * 3 > widest * 2 {
                wraps += 1
            }
        }
        let isWrapped = wraps * 5 >= pairs * 3 && sentences * 2 < wraps && (pairs > 2 || wraps == pairs)
        column = isWrapped ? widest : nil
    }

    /// Whether `next`, which follows `line` without a blank line, continues its paragraph.
    func joins(_ line: Line, _ next: Line) -> Bool {
        guard let column, !next.blankBefore else { return false }
        if next.indent > line.indent + 1 || startsListItem(text, next.range) { return false }
        let room = column - (line.width + 1 + Wrapping.firstWord(next, text))
        if room < 0 { return true }
        if endsSentence(text[view: line.range]) { return room < 6 && Wrapping.runsOn(line, next, text) }
        return line.width * 4 >= column * 3 || Wrapping.runsOn(line, next, text)
    }

    /// The next line begins in lower case.
    private static func runsOn(_ line: Line, _ next: Line, _ text: ByteView) -> Bool {
        isLower(text[next.start]) && !endsSentence(text[view: line.range])
    }

    /// Columns of the first word; of text without spaces, of the first character.
    private static func firstWord(_ line: Line, _ text: ByteView) -> Int {
        var width = 0
        var i = line.start
        while i < line.end, i - line.start < 200 {
            let byte = text[i]
            if isSpace(byte) { break }
            if byte >= 0xE3, byte < 0xEE, width == 0 { return 2 }
            if byte & 0xC0 != 0x80 { width += 1 }
            i += 1
        }
        return width
    }
}

/// Whether `text` ends as a sentence does, closing quotation marks and brackets aside.
func endsSentence(_ text: ByteView) -> Bool {
    switch lastMark(text) {
    case 0x2E, 0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0x61F, 0x6D4, 0x964, 0x965: true
    default: false
    }
}

/// The last character that is no closing quotation mark, bracket or space; 0 where there is none.
func lastMark(_ text: ByteView) -> UInt32 {
    var end = text.count
    while end > 0 {
        let (scalar, start) = utf8ScalarBefore(text, end)
        switch scalar {
        case 0x20, 0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x201C, 0x203A, 0x300D, 0x300F, 0xFF09, 0x3011:
            end = start
        default: return scalar
        }
    }
    return 0
}

/// Whether a list item begins at `range`: a dash, star, bullet or number and a space.
func startsListItem(_ text: ByteView, _ range: Range<Int>) -> Bool {
    let b = text[view: range]
    guard b.count > 2 else { return false }
    switch b[0] {
    case 0x2D, 0x2A, 0x2B: return b[1] == 0x20
    case 0x30...0x39:
        var i = 1
        while i < min(b.count, 3), isDigit(b[i]) { i += 1 }
        return i + 1 < b.count && (b[i] == 0x2E || b[i] == 0x29) && b[i + 1] == 0x20
    case 0xC2: return b.has("\u{B7}")
    case 0xE2:
        return b.has("\u{2022}") || b.has("\u{25CF}") || b.has("\u{25AA}") || b.has("\u{2023}") || b.has("\u{2013} ")
    default: return false
    }
}
