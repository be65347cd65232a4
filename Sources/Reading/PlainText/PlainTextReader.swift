internal import Article
internal import Bytes

/// Reads plain text: what stands before the story (headline, kicker, byline, date and header lines), and its
/// paragraphs, whatever parts them: blank lines, single line breaks, indents, and wrapped lines joined again.
struct PlainTextReader {
    private var document: Document
    private let context: ReadingContext
    private let text: ByteView

    /// - Parameter text: decoded and cleaned.
    static func read(_ text: ByteView, into document: Document, context: ReadingContext) -> Document {
        var reader = PlainTextReader(document: document, context: context, text: text)
        reader.read()
        return reader.document
    }

    private init(document: Document, context: ReadingContext, text: ByteView) {
        self.document = document
        self.context = context
        self.text = text
    }

    /// Lines that belong together: a paragraph, or a line that stands alone.
    private struct Unit {
        /// Indices of its lines.
        var lines: Range<Int>
        var blankBefore: Bool
    }

    private mutating func read() {
        var lines = lines(of: text)
        let telex = TelexHeader(lines, text, into: &document)
        if telex.count > 0 {
            lines.removeFirst(telex.count)
            lines = PlainTextReader.withoutSignOff(lines, text)
        }
        let wrapping = Wrapping(lines, text)
        var units: [Unit] = []
        units.reserveCapacity(lines.count)
        for (i, line) in lines.enumerated() {
            if i > 0, wrapping.joins(lines[i - 1], line) {
                units[units.count - 1].lines = units[units.count - 1].lines.lowerBound..<i + 1
            } else {
                units.append(Unit(lines: i..<i + 1, blankBefore: line.blankBefore))
            }
        }
        var front = Front(context: context, hasHeadline: document.headline != nil)
        let sample = units.prefix(Front.limit).map {
            Front.Piece(bytes: joined($0, lines, most: Front.longest), blankBefore: $0.blankBefore)
        }
        let first = front.read(sample, isWhole: units.count == sample.count)
        front.finish(&document)
        var builder = BodyBuilder(capacity: text.count + 64)
        compose(units[min(first, units.count)...], lines, &builder)
        if builder.isEmpty {
            // A headline alone is the whole text; header lines alone are text too.
            if let headline = document.headline, !front.isLabelled {
                builder.begin()
                var line = headline
                line.withUTF8 { builder.append($0) }
                builder.end()
            } else if document.headline == nil || document.descriptions.isEmpty {
                compose(units[...], lines, &builder)
            }
        }
        builder.finish(&document)
    }

    /// The lines without the wire's sign of the end, and the service's name before it.
    private static func withoutSignOff(_ lines: [Line], _ text: ByteView) -> [Line] {
        guard let last = lines.last, text[view: last.range].equalsIgnoringCase("nnnn") else { return lines }
        var rest = lines.dropLast()
        if let name = rest.last, name.width <= 12, rest.count > 1, Shape(text[view: name.range]).isAllCaps {
            rest = rest.dropLast()
        }
        return Array(rest)
    }

    /// The unit's lines as one; of a longer one its beginning.
    private func joined(_ unit: Unit, _ lines: [Line], most: Int) -> [UInt8] {
        var out: [UInt8] = []
        for index in unit.lines {
            if !out.isEmpty, needsSpace(out, lines[index]) { out.append(0x20) }
            out.append(contentsOf: text[view: lines[index].range].prefix(most - out.count))
            if out.count >= most { break }
        }
        // Not cut within a character.
        while out.count >= most, let last = out.last, last & 0xC0 == 0x80 { out.removeLast() }
        if out.count >= most - 3, let last = out.last, last >= 0xC0 { out.removeLast() }
        return out
    }

    /// No space where a line of Chinese or Japanese was wrapped, or a word at its hyphen.
    private func needsSpace(_ before: [UInt8], _ next: Line) -> Bool {
        guard next.start < text.count else { return false }
        let isWide = text[next.start] >= 0xE3 && text[next.start] < 0xEA || text[next.start] == 0xEF
        if isWide, before.count >= 3, before[before.count - 3] >= 0xE3, before[before.count - 3] != 0xF0 {
            return false
        }
        if before.last == 0x2D, before.count >= 2, isLower(before[before.count - 2]), isLower(text[next.start]) {
            return false
        }
        return true
    }

    /// Makes paragraphs of units. Short lines that stand together, such as verse or an address, are one paragraph.
    private func compose(_ units: ArraySlice<Unit>, _ lines: [Line], _ builder: inout BodyBuilder) {
        var i = units.startIndex
        while i < units.endIndex {
            let group = shortLines(units, from: i, lines)
            builder.begin()
            if group > i + 1 {
                for unit in units[i..<group] {
                    builder.append(text[view: lines[unit.lines.lowerBound].range])
                    builder.breakLine()
                }
                builder.end(aside: true)
                i = group
                continue
            }
            let unit = units[i]
            var isAsideUnit = false
            for index in unit.lines {
                let line = text[view: lines[index].range]
                if index == unit.lines.lowerBound {
                    isAsideUnit = isAside(line)
                } else if needsSpace(builder.body, lines[index]) {
                    builder.space()
                }
                builder.append(line)
            }
            if unit.lines.count == 1, text[view: lines[unit.lines.lowerBound].range].equals("NNNN") {
                // The wire's sign of the end is no text.
                builder.discard()
            } else {
                builder.end(aside: isAsideUnit)
            }
            i += 1
        }
    }

    /// Where the run of short lines ends that begins at `start`: three or more without blank lines between, hardly
    /// one of them a sentence. `start + 1` where there is none.
    private func shortLines(_ units: ArraySlice<Unit>, from start: Int, _ lines: [Line]) -> Int {
        var end = start
        var sentences = 0
        while end < units.endIndex, end == start || !units[end].blankBefore, units[end].lines.count == 1 {
            let line = lines[units[end].lines.lowerBound]
            guard line.width <= 64 else { break }
            if endsSentence(text[view: line.range]) { sentences += 1 }
            end += 1
        }
        let isWhole = end == units.endIndex || units[end].blankBefore
        return end - start >= 3 && isWhole && sentences * 3 <= end - start ? end : start + 1
    }
}

extension ReaderEntry {
    static let text = ReaderEntry(
        format: "text",
        recognise: { head in head.isText ? "no mark-up found" : nil },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "text")
            let decoded = TextDecoder.decode(original.bytes)
            guard decoded.undecodable < 0.3 else {
                throw Rejection(
                    .unknownFormat, stage: .decode, "The content is no text in any known encoding.",
                    hint: "Drop the article as plain text, Markdown or HTML.")
            }
            var document = Document(format: "text", formatReason: reason, decoded)
            document = decoded.bytes.withUnsafeBufferPointer {
                PlainTextReader.read($0, into: document, context: original.context)
            }
            try emit(Reading(result: document.checked()))
        })
}

extension Document {
    /// Bytes beyond which no text is an article.
    static let sizeLimit = 32 << 20

    /// - Throws: `Rejection` (`too-large`).
    static func checkSize(_ original: Original, format: String) throws {
        guard original.isWhole, original.bytes.count <= original.limit else {
            throw Rejection(
                .tooLarge, stage: .decode,
                "The text has \(original.size) bytes; a document may have \(original.limit).",
                hint: "Split it into its articles.", format: format)
        }
    }

    /// The document, or `no-article` where it has neither headline nor text.
    func checked() -> Result<Document, Rejection> {
        guard paragraphs.isEmpty else { return .success(self) }
        return .failure(
            Rejection(
                .noArticle, stage: .read, "There is no text in it.", hint: "Send it again, with its text.",
                format: format))
    }
}

/// Whether bytes are text at all: few control characters, and not mostly zeros.
enum TextEvidence {
    static func isText(_ bytes: ByteView) -> Bool {
        let sample = bytes[view: 0..<min(bytes.count, 1 << 16)]
        var zeros = 0
        var controls = 0
        var i = skipPrintable(sample, from: 0)
        while i < sample.count {
            switch sample[i] {
            case 0: zeros += 1
            case 0x09, 0x0A, 0x0D, 0x0C, 0x0B, 0x1A, 0x1B, 0x20...: break
            default: controls += 1
            }
            i = sample[i] < 0x80 ? skipPrintable(sample, from: i + 1) : i + 1
        }
        return zeros * 5 <= sample.count * 2 && controls * 40 <= sample.count + 80
    }
}
