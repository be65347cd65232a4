internal import Article
internal import Bytes

/// Puts a document's body together: paragraphs with clean white space, one blank line between, and their spans.
struct BodyBuilder {
    private(set) var body: [UInt8] = []
    private(set) var paragraphs: [Span] = []
    private(set) var asides: Set<Int> = []
    private var start = 0

    init(capacity: Int = 0) { body.reserveCapacity(capacity) }

    var isEmpty: Bool { body.isEmpty }

    /// Begins a paragraph. What is appended until `end` belongs to it.
    mutating func begin() {
        if !body.isEmpty {
            body.append(0x0A)
            body.append(0x0A)
        }
        start = body.count
    }

    /// Appends a piece of text. Runs of white space become one space; none is left at the paragraph's start.
    mutating func append(_ text: ByteView) {
        var i = 0
        // U+3000, which East Asian text puts before a paragraph.
        while body.count == start, text.has("\u{3000}", at: i) { i += 3 }
        var run = i
        var atSpace = body.count == start || body.last == 0x20 || body.last == 0x0A
        while i < text.count {
            let byte = text[i]
            if byte > 0x20, byte != 0xC2 {
                atSpace = false
                i += 1
                continue
            }
            let isNoBreak = byte == 0xC2 && i + 1 < text.count && text[i + 1] == 0xA0
            guard byte <= 0x20 || isNoBreak else {
                atSpace = false
                i += 2
                continue
            }
            if byte == 0x20, !atSpace {
                atSpace = true
                i += 1
                continue
            }
            body.append(contentsOf: text[view: run..<i])
            if !atSpace { body.append(0x20) }
            atSpace = true
            i += isNoBreak ? 2 : 1
            run = i
        }
        body.append(contentsOf: text[view: run..<text.count])
    }

    /// One space, where the paragraph has text before it.
    mutating func space() {
        if body.count > start, body.last != 0x20, body.last != 0x0A { body.append(0x20) }
    }

    /// A line break within the paragraph.
    mutating func breakLine() {
        trimEnd()
        if body.count > start { body.append(0x0A) }
    }

    /// Ends the paragraph; one without text leaves no trace.
    ///
    /// - Returns: whether it has any.
    @discardableResult
    mutating func end(aside: Bool = false) -> Bool {
        trimEnd()
        guard body.count > start else {
            body.removeLast(min(body.count, paragraphs.isEmpty ? 0 : 2))
            start = body.count
            return false
        }
        if aside { asides.insert(paragraphs.count) }
        paragraphs.append(Span(start, body.count))
        return true
    }

    /// Ends the paragraph and takes it back.
    mutating func discard() {
        body.removeLast(body.count - start)
        end()
    }

    /// Takes the first paragraphs away.
    mutating func dropFirst(_ count: Int) {
        guard count > 0, count < paragraphs.count else { return }
        let offset = paragraphs[count].start
        body.removeFirst(offset)
        paragraphs = paragraphs.dropFirst(count).map { Span($0.start - offset, $0.end - offset) }
        asides = Set(asides.compactMap { $0 >= count ? $0 - count : nil })
        start = body.count
    }

    /// Takes bylines, date and header lines, and without a headline that too, from the paragraphs before the story.
    mutating func takeFront(into document: inout Document, context: ReadingContext) {
        let count = min(Front.limit, paragraphs.count)
        var front = Front(context: context, hasHeadline: document.headline != nil)
        let pieces = paragraphs.prefix(count).map {
            Front.Piece(bytes: Array(body[$0.range].prefix(Front.longest)), blankBefore: true)
        }
        let taken = front.read(pieces, isWhole: count == paragraphs.count)
        front.finish(&document)
        dropFirst(taken)
    }

    mutating func paragraph(_ text: ByteView, aside: Bool = false) {
        begin()
        append(text)
        end(aside: aside)
    }

    private mutating func trimEnd() {
        while body.count > start {
            guard let last = body.last else { return }
            if last <= 0x20 {
                body.removeLast()
            } else if last == 0x80, body.count - start >= 3, body[body.count - 2] == 0x80, body[body.count - 3] == 0xE3
            {
                // U+3000, which East Asian text puts before a paragraph.
                body.removeLast(3)
            } else {
                return
            }
        }
    }

    /// Hands body, paragraphs and asides to `document`.
    func finish(_ document: inout Document) {
        document.body = body
        document.paragraphs = paragraphs
        document.asides = asides
    }
}

/// One line of text as a field holds it: trimmed, white space collapsed, control characters and the invisible ones
/// removed, bidi controls too, in normalization form C. `nil` where nothing is left.
func fieldText(_ bytes: ByteView) -> String? {
    guard firstIllFormedUTF8(bytes) == bytes.count else {
        return fieldText(Array(String(decoding: bytes, as: UTF8.self).utf8))
    }
    var cleaning = TextCleaning()
    let clean = withoutBidiControls(cleaning.clean(bytes) ?? Array(bytes))
    var builder = BodyBuilder()
    builder.begin()
    clean.withUnsafeBufferPointer { builder.append($0) }
    builder.end()
    guard !builder.isEmpty else { return nil }
    return builder.body.withUnsafeBufferPointer { view in
        normalized(view).map { String(decoding: $0, as: UTF8.self) } ?? String(decoding: view, as: UTF8.self)
    }
}

func fieldText(_ text: String?) -> String? {
    guard var text else { return nil }
    return text.withUTF8 { fieldText($0) }
}

func fieldText(_ bytes: [UInt8]) -> String? { bytes.withUnsafeBufferPointer { fieldText($0) } }

/// Removes the controls of the Unicode Bidirectional Algorithm: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
private func withoutBidiControls(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 == 0xE2 || $0 == 0xD8 }) else { return bytes }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
        if bytes[i] == 0xE2, i + 2 < bytes.count {
            let third = bytes[i + 2]
            if bytes[i + 1] == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))
                || bytes[i + 1] == 0x81 && third >= 0xA6 && third <= 0xA9
            {
                i += 3
                continue
            }
        } else if bytes[i] == 0xD8, i + 1 < bytes.count, bytes[i + 1] == 0x9C {
            i += 2
            continue
        }
        out.append(bytes[i])
        i += 1
    }
    return out
}
