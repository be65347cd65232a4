internal import Bytes

/// Takes the mark-up out of a paragraph of Markdown and leaves its text: links and emphasis to what they show, code to
/// what it says, entities to their characters. Linear: brackets and emphasis are paired on a stack.
///
/// Source: CommonMark 0.31, and GitHub's strikethrough.
struct MarkdownText {
    private let b: ByteView
    private(set) var text: [UInt8] = []
    /// Alternative texts of its pictures.
    private(set) var pictures: [[UInt8]] = []

    init(_ bytes: ByteView) {
        b = bytes
        text.reserveCapacity(bytes.count)
        // Plain text is most of it.
        guard bytes.contains(where: { MarkdownText.isSpecial($0) }) else {
            text = Array(bytes)
            return
        }
        read()
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2A, 0x5F, 0x5B, 0x60, 0x5C, 0x3C, 0x26, 0x7E, 0x21: true
        default: false
        }
    }

    private mutating func read() {
        let closers = bracketPairs()
        let emphasis = emphasisMarks()
        var mark = 0
        var i = 0
        // Where a link's address or label ends, to be skipped when its text is through: innermost last.
        var links: [(close: Int, end: Int, picture: Int?)] = []
        while i < b.count {
            if let link = links.last, i == link.close {
                links.removeLast()
                if let start = link.picture {
                    pictures.append(Array(text[start...]))
                    text.removeLast(text.count - start)
                }
                i = link.end
                continue
            }
            while mark < emphasis.count, emphasis[mark].start < i { mark += 1 }
            if mark < emphasis.count, emphasis[mark].start == i {
                i += emphasis[mark].count
                continue
            }
            let byte = b[i]
            switch byte {
            case 0x5C where i + 1 < b.count && MarkdownText.isPunctuation(b[i + 1]):
                text.append(b[i + 1])
                i += 2
            case 0x60: i = code(i)
            case 0x21 where i + 1 < b.count && b[i + 1] == 0x5B && closers[i + 1] != nil:
                if let close = closers[i + 1], let end = linkEnd(close) {
                    links.append((close, end, text.count))
                    i += 2
                } else {
                    text.append(byte)
                    i += 1
                }
            case 0x5B:
                if let close = closers[i] {
                    if i + 1 < b.count, b[i + 1] == 0x5E {
                        // A footnote's mark.
                        i = close + 1
                        continue
                    }
                    if let end = linkEnd(close) {
                        links.append((close, end, nil))
                        i += 1
                        continue
                    }
                }
                text.append(byte)
                i += 1
            case 0x3C: i = angle(i)
            case 0x26: i = entity(i)
            default:
                text.append(byte)
                i += 1
            }
        }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
            || (0x7B...0x7E).contains(byte)
    }

    /// For each opening bracket the closing one.
    private func bracketPairs() -> [Int: Int] {
        var open: [Int] = []
        var out: [Int: Int] = [:]
        var i = 0
        while i < b.count {
            if b[i] == 0x5C {
                i += 2
                continue
            }
            if b[i] == 0x5B { open.append(i) }
            if b[i] == 0x5D, let start = open.popLast() { out[start] = i }
            i += 1
        }
        return out
    }

    /// Where a link ends whose text is closed at `close`: after `(address "title")` or `[label]`; `nil` where neither
    /// follows.
    private func linkEnd(_ close: Int) -> Int? {
        let i = close + 1
        guard i < b.count else { return nil }
        if b[i] == 0x28 {
            var depth = 0
            var k = i
            while k < b.count, k - i < 4096 {
                if b[k] == 0x28 { depth += 1 }
                if b[k] == 0x29 {
                    depth -= 1
                    if depth == 0 { return k + 1 }
                }
                if b[k] == 0x0A, k + 1 < b.count, b[k + 1] == 0x0A { return nil }
                k += 1
            }
            return nil
        }
        if b[i] == 0x5B {
            var k = i + 1
            while k < b.count, k - i < 1000 {
                if b[k] == 0x5D { return k + 1 }
                k += 1
            }
        }
        return nil
    }

    private mutating func code(_ start: Int) -> Int {
        var i = start
        while i < b.count, b[i] == 0x60 { i += 1 }
        let ticks = i - start
        var k = i
        // Bounded, so that many unclosed ticks stay linear.
        while k < b.count, k - i < 2000 {
            guard b[k] == 0x60 else {
                k += 1
                continue
            }
            var run = k
            while run < b.count, b[run] == 0x60 { run += 1 }
            if run - k == ticks {
                text.append(contentsOf: b[view: i..<k])
                return run
            }
            k = run
        }
        text.append(contentsOf: b[view: start..<i])
        return i
    }

    /// An address in angle brackets is shown, a tag is not, anything else is text.
    private mutating func angle(_ start: Int) -> Int {
        var end = start + 1
        while end < b.count, end - start < 2000, b[end] != 0x3E, b[end] != 0x0A, b[end] != 0x3C { end += 1 }
        guard end < b.count, b[end] == 0x3E, end > start + 1 else {
            text.append(0x3C)
            return start + 1
        }
        let inside = b[view: start + 1..<end]
        if inside.index(of: "://") != nil || inside.index(of: 0x40) != nil && inside.index(of: 0x20) == nil {
            text.append(contentsOf: inside)
            return end + 1
        }
        let first = inside[0]
        guard isLetter(first) || first == 0x2F || first == 0x21 else {
            text.append(0x3C)
            return start + 1
        }
        if inside.hasIgnoringCase("br") { text.append(0x0A) }
        return end + 1
    }

    private mutating func entity(_ start: Int) -> Int {
        if let (scalars, end) = Entities.decode(b, at: start) {
            for scalar in scalars { text.append(scalar: scalar) }
            return end
        }
        text.append(0x26)
        return start + 1
    }

    /// Runs of `*`, `_` and `~~` that open or close emphasis, in order.
    private func emphasisMarks() -> [(start: Int, count: Int)] {
        var out: [(start: Int, count: Int)] = []
        // Openers of `*`, `_` and `~`, each by its index in `out`.
        var open: [[(index: Int, count: Int)]] = [[], [], []]
        var i = 0
        while i < b.count {
            let byte = b[i]
            if byte == 0x5C {
                i += 2
                continue
            }
            if byte == 0x60 {
                // Nothing inside code counts.
                var run = i
                while run < b.count, b[run] == 0x60 { run += 1 }
                let ticks = run - i
                var k = run
                var found = run
                while k < b.count, k - run < 2000 {
                    guard b[k] == 0x60 else {
                        k += 1
                        continue
                    }
                    var stop = k
                    while stop < b.count, b[stop] == 0x60 { stop += 1 }
                    if stop - k == ticks {
                        found = stop
                        break
                    }
                    k = stop
                }
                i = found
                continue
            }
            guard byte == 0x2A || byte == 0x5F || byte == 0x7E else {
                i += 1
                continue
            }
            var run = i
            while run < b.count, b[run] == byte { run += 1 }
            let count = run - i
            let start = i
            i = run
            guard byte != 0x7E || count == 2 else { continue }
            let before = start > 0 ? b[start - 1] : 0x20
            let after = run < b.count ? b[run] : 0x20
            var opens = !isSpace(after)
            var closes = !isSpace(before)
            if byte == 0x5F {
                if MarkdownText.isWord(before) { opens = false }
                if MarkdownText.isWord(after) { closes = false }
            }
            let kind = byte == 0x2A ? 0 : byte == 0x5F ? 1 : 2
            if closes, let opener = open[kind].last {
                open[kind].removeLast()
                out[opener.index].count = min(opener.count, count)
                out.append((start, min(opener.count, count)))
                if opener.count > count { open[kind].append((opener.index, opener.count)) }
            } else if opens {
                open[kind].append((out.count, count))
                out.append((start, 0))
            }
        }
        return out.filter { $0.count > 0 }
    }

    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte >= 0x80 }
}
