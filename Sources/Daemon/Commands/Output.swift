internal import Bytes
internal import Glibc
internal import Host

/// Standard output of a command. A closed pipe ends the command quietly.
///
/// Text for people passes `line`, which takes what `printable` made harmless; styles and cut lines are for terminals only.
final class Output {
    let isTerminal: Bool
    /// In columns; `nil` where lines are not cut.
    let width: Int?
    private let hasColour: Bool
    private var buffer: [UInt8] = []

    init() {
        signal(SIGPIPE, SIG_IGN)
        isTerminal = isatty(1) == 1
        let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
        let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        hasColour = isTerminal && !refused && terminal != "dumb"
        var size = winsize()
        width = isTerminal ? (ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80) : nil
    }

    func line(_ text: String = "") { write(Array(text.utf8) + [0x0A]) }

    func write(_ bytes: [UInt8]) {
        buffer += bytes
        if buffer.count > 1 << 16 { flush() }
    }

    func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        do throws(SystemError) { try Files.write(.output, buffer) } catch {
            if error.code != EPIPE { complain("The output can't be written: \(error.cause).") }
            exit(error.code == EPIPE ? ExitCode.done : ExitCode.bad)
        }
    }

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    func styled(_ text: String, _ style: Style?) -> String {
        guard hasColour, let style, !text.isEmpty else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }

    // MARK: Tables

    struct Cell {
        var text: String
        var style: Style?
        var isNumber = false
        init(_ text: String, _ style: Style? = nil) {
            self.text = text
            self.style = style
        }
        init(_ number: some BinaryInteger) {
            text = grouped(number)
            isNumber = true
        }
    }

    /// Columns under their heads, each as wide as its widest cell; the last is cut at the terminal's edge.
    func table(_ heads: [String], _ rows: [[Cell]], indent: Int = 0) {
        let isNumber = heads.indices.map { column in
            rows.first.map { $0.indices.contains(column) && $0[column].isNumber } ?? false
        }
        var widths = heads.map { columns(of: $0) }
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], columns(of: cell.text)) }
        }
        func show(_ cells: [Cell]) {
            var out = String(repeating: " ", count: indent)
            var used = indent
            for (column, cell) in cells.enumerated() {
                var text = cell.text
                var room = widths[column]
                let isLast = column == cells.count - 1
                if isLast, !isNumber[column], let width {
                    text = cut(text, to: max(8, width - used))
                    room = 0
                } else if isLast, !isNumber[column] {
                    room = 0
                }
                let blank = String(repeating: " ", count: max(0, room - columns(of: text)))
                out += isNumber[column] ? blank + styled(text, cell.style) : styled(text, cell.style) + blank
                if !isLast { out += "  " }
                used += room + 2
            }
            while out.last == " " { out.removeLast() }
            line(out)
        }
        show(heads.map { Cell($0, .bold) })
        for row in rows { show(row) }
    }

    /// `text` in lines no wider than the terminal, or 80 columns; each begins with `indent` blanks.
    func paragraph(_ text: String, indent: Int = 0) {
        let room = max(20, min(width ?? 80, 100) - indent)
        let margin = String(repeating: " ", count: indent)
        var current = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            let size = columns(of: String(word))
            if used > 0, used + 1 + size > room {
                line(margin + current)
                current = ""
                used = 0
            }
            current += (used > 0 ? " " : "") + word
            used += size + (used > 0 ? 1 : 0)
        }
        if used > 0 { line(margin + current) }
    }

    /// The same of a text whose hits are set off; a line may end also between characters that have no spaces between.
    func paragraph(_ pieces: [Snippet.Piece], indent: Int) {
        let room = max(20, min(width ?? 80, 100) - indent)
        let margin = String(repeating: " ", count: indent)
        var current = ""
        var used = 0
        func end() {
            line(margin + current)
            current = ""
            used = 0
        }
        // Words with the style of each of their parts: a hit may be a part of a word.
        var word: [(text: String, isHit: Bool)] = []
        func put() {
            let size = word.reduce(0) { $0 + columns(of: $1.text) }
            if used > 0, used + size > room { end() }
            for part in word { current += part.isHit ? styled(part.text, .yellow) : part.text }
            used += size
            word = []
        }
        for piece in pieces {
            for character in piece.text {
                let isWide = columns(of: String(character)) > 1
                if character == " " || isWide { put() }
                if character == " " {
                    if used > 0, used < room {
                        current += " "
                        used += 1
                    }
                    continue
                }
                if let last = word.indices.last, word[last].isHit == piece.isHit {
                    word[last].text.append(character)
                } else {
                    word.append((String(character), piece.isHit))
                }
                if isWide { put() }
            }
        }
        put()
        if used > 0 { end() }
    }
}

/// `1,204`.
func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var out = ""
    for (i, digit) in digits.enumerated() {
        if i > 0, (digits.count - i) % 3 == 0 { out += "," }
        out.append(digit)
    }
    return (number < 0 ? "-" : "") + out
}

/// Columns that a terminal uses for `text`.
///
/// Source: Unicode Standard Annex #11 (East Asian Width), the wide blocks; marks that combine use none.
func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return 2
    default:
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }
}

/// At most so many columns; an ellipsis shows that something is left out.
func cut(_ text: String, to width: Int) -> String {
    guard columns(of: text) > width else { return text }
    var out = ""
    var used = 1
    for character in text {
        let size = columns(of: String(character))
        if used + size > width { break }
        out.append(character)
        used += size
    }
    return out + "…"
}
