internal import Article
internal import Bytes

/// Reads Markdown: front matter, the headline from its first heading, and its blocks as plain paragraphs.
///
/// Source: CommonMark 0.31 for blocks, GitHub Flavored Markdown for tables.
struct MarkdownReader {
    private let b: ByteView
    private var document: Document
    private var builder: BodyBuilder
    private var headlineHeading: [UInt8]?

    static func read(_ text: ByteView, into document: Document, context: ReadingContext) -> Document {
        var reader = MarkdownReader(b: text, document: document, builder: BodyBuilder(capacity: text.count + 16))
        reader.blocks()
        reader.builder.takeFront(into: &reader.document, context: context)
        reader.builder.finish(&reader.document)
        return reader.document
    }

    private init(b: ByteView, document: Document, builder: BodyBuilder) {
        self.b = b
        self.document = document
        self.builder = builder
    }

    private mutating func blocks() {
        var i = 0
        // The lines of the paragraph that is being gathered.
        var lines: [Range<Int>] = []
        var isListItem = false
        func lineEnd(_ start: Int) -> Int { b.index(of: 0x0A, from: start) ?? b.count }
        while i < b.count {
            let end = lineEnd(i)
            let (content, indent, quotes) = unwrapped(i..<end)
            let line = b[view: content]
            let next = end + 1
            defer { i = max(next, i) }
            if line.isEmpty {
                paragraph(&lines, isListItem)
                isListItem = false
                continue
            }
            // Fenced code.
            if let fence = fenceLength(line) {
                paragraph(&lines, isListItem)
                i = code(from: next, fence: line[0], length: fence)
                continue
            }
            if indent >= 4, lines.isEmpty, quotes == 0, !isListItem {
                i = indentedCode(from: i)
                continue
            }
            // Headings.
            if let level = headingLevel(line) {
                paragraph(&lines, isListItem)
                var text = line[view: min(level + 1, line.count)..<line.count].trimmed
                while text.last == 0x23 { text = text[view: 0..<text.count - 1] }
                heading(text.trimmed, level)
                isListItem = false
                continue
            }
            if !lines.isEmpty, !isListItem, let level = underlineLevel(line) {
                underlined(&lines, level)
                continue
            }
            if isRule(line) {
                paragraph(&lines, isListItem)
                isListItem = false
                continue
            }
            if isTableDelimiter(line), lines.count == 1 {
                i = table(header: lines[0], from: next)
                lines = []
                continue
            }
            if isDefinition(line), lines.isEmpty { continue }
            if startsListItem(b, content) {
                paragraph(&lines, isListItem)
                isListItem = true
                // Behind the mark may come a space, or nothing.
                let mark = b.index(of: 0x20, from: content.lowerBound) ?? content.lowerBound
                var text = min(mark + 1, content.upperBound)..<content.upperBound
                // A task's box.
                if text.count >= 4, b.has("[ ] ", at: text.lowerBound) || b.has("[x] ", at: text.lowerBound) {
                    text = text.lowerBound + 4..<text.upperBound
                }
                lines.append(text)
                continue
            }
            lines.append(content)
        }
        paragraph(&lines, isListItem)
    }

    /// The line without quotation marks and indent.
    private func unwrapped(_ range: Range<Int>) -> (Range<Int>, indent: Int, quotes: Int) {
        var start = range.lowerBound
        var indent = 0
        var quotes = 0
        while start < range.upperBound {
            if b[start] == 0x20 {
                indent += 1
            } else if b[start] == 0x09 {
                indent += 4
            } else if b[start] == 0x3E, indent < 4 {
                quotes += 1
                indent = 0
            } else {
                break
            }
            start += 1
        }
        var end = range.upperBound
        // Two spaces at the end are a line break: they stay.
        while end > start, b[end - 1] == 0x0D || b[end - 1] == 0x09 || b[end - 1] == 0x20 {
            if b[end - 1] == 0x20, end - 2 >= start, b[end - 2] == 0x20, end - 3 >= start, b[end - 3] != 0x20 { break }
            end -= 1
        }
        return (start..<end, indent, quotes)
    }

    // MARK: Blocks

    private mutating func paragraph(_ lines: inout [Range<Int>], _ isListItem: Bool) {
        guard !lines.isEmpty else { return }
        defer { lines = [] }
        var raw: [UInt8] = []
        for (k, line) in lines.enumerated() {
            var text = b[view: line]
            let breaks = text.count > 2 && text[text.count - 1] == 0x20 && text[text.count - 2] == 0x20
            let escaped = text.last == 0x5C
            if escaped { text = text[view: 0..<text.count - 1] }
            raw.append(contentsOf: text)
            if k + 1 < lines.count { raw.append(breaks || escaped ? 0x0A : 0x20) }
        }
        emit(raw, aside: isListItem)
    }

    private mutating func emit(_ raw: [UInt8], aside: Bool) {
        let plain = raw.withUnsafeBufferPointer { MarkdownText($0) }
        let clean = cleaned(plain.text)
        builder.begin()
        clean.withUnsafeBufferPointer { text in
            var start = 0
            for i in 0...text.count where i == text.count || text[i] == 0x0A {
                builder.append(text[view: start..<i])
                if i < text.count { builder.breakLine() }
                start = i + 1
            }
        }
        let isOther = clean.withUnsafeBufferPointer { isAside($0.trimmed) }
        builder.end(aside: aside || isOther)
        for picture in plain.pictures {
            let caption = cleaned(picture)
            caption.withUnsafeBufferPointer { builder.paragraph($0, aside: true) }
        }
    }

    private mutating func heading(_ text: ByteView, _ level: Int) {
        let plain = MarkdownText(text).text
        let clean = cleaned(plain)
        guard let line = clean.withUnsafeBufferPointer({ fieldText($0) }) else { return }
        if headlineHeading == nil, builder.isEmpty {
            headlineHeading = clean
            if document.headline == nil {
                document.headline = line
                return
            }
            if document.headline == line { return }
        }
        clean.withUnsafeBufferPointer { builder.paragraph($0, aside: true) }
    }

    /// A paragraph with a line of `=` or `-` below: a heading, but prose with a rule below it where it ends as a
    /// sentence does.
    private mutating func underlined(_ lines: inout [Range<Int>], _ level: Int) {
        guard let last = lines.last else { return }
        if level == 2, endsSentence(b[view: last]) || lines.count > 2 {
            paragraph(&lines, false)
            return
        }
        var raw: [UInt8] = []
        for line in lines {
            if !raw.isEmpty { raw.append(0x20) }
            raw.append(contentsOf: b[view: line])
        }
        lines = []
        raw.withUnsafeBufferPointer { heading($0, level) }
    }

    private mutating func code(from start: Int, fence: UInt8, length: Int) -> Int {
        var i = start
        builder.begin()
        while i < b.count {
            let end = b.index(of: 0x0A, from: i) ?? b.count
            let line = b[view: i..<end]
            i = end + 1
            let trimmed = line.trimmed
            if trimmed.first == fence, let other = fenceLength(trimmed), other >= length, trimmed.count == other {
                break
            }
            builder.append(line)
            builder.breakLine()
        }
        builder.end(aside: true)
        return i
    }

    private mutating func indentedCode(from start: Int) -> Int {
        var i = start
        builder.begin()
        while i < b.count {
            let end = b.index(of: 0x0A, from: i) ?? b.count
            let (content, indent, _) = unwrapped(i..<end)
            guard indent >= 4, !content.isEmpty else { break }
            builder.append(b[view: content])
            builder.breakLine()
            i = end + 1
        }
        builder.end(aside: true)
        return max(i, (b.index(of: 0x0A, from: start) ?? b.count) + (i == start ? 1 : 0))
    }

    /// Rows become lines, cells are parted by " | ".
    private mutating func table(header: Range<Int>, from start: Int) -> Int {
        builder.begin()
        row(b[view: header])
        var i = start
        while i < b.count {
            let end = b.index(of: 0x0A, from: i) ?? b.count
            let line = b[view: i..<end].trimmed
            guard line.index(of: 0x7C) != nil else { break }
            row(line)
            i = end + 1
        }
        builder.end(aside: true)
        return i
    }

    private mutating func row(_ line: ByteView) {
        var line = line.trimmed
        if line.first == 0x7C { line = line[view: 1..<line.count] }
        if line.last == 0x7C { line = line[view: 0..<line.count - 1] }
        let text = cleaned(MarkdownText(line).text)
        text.withUnsafeBufferPointer { builder.append($0) }
        builder.breakLine()
    }

    // MARK: Lines

    private func fenceLength(_ line: ByteView) -> Int? {
        guard let first = line.first, first == 0x60 || first == 0x7E else { return nil }
        var count = 0
        while count < line.count, line[count] == first { count += 1 }
        return count >= 3 && !(first == 0x60 && line[view: count..<line.count].contains(0x60)) ? count : nil
    }

    private func headingLevel(_ line: ByteView) -> Int? {
        var count = 0
        while count < line.count, line[count] == 0x23 { count += 1 }
        return count >= 1 && count <= 6 && (count == line.count || isSpace(line[count])) ? count : nil
    }

    private func underlineLevel(_ line: ByteView) -> Int? {
        guard let first = line.first, first == 0x3D || first == 0x2D, line.count >= 2 else { return nil }
        return line.trimmed.allSatisfy { $0 == first } ? (first == 0x3D ? 1 : 2) : nil
    }

    private func isRule(_ line: ByteView) -> Bool {
        guard let first = line.first, first == 0x2D || first == 0x2A || first == 0x5F else { return false }
        var count = 0
        for byte in line {
            if byte == first { count += 1 } else if !isSpace(byte) { return false }
        }
        return count >= 3
    }

    private func isTableDelimiter(_ line: ByteView) -> Bool {
        line.index(of: 0x7C) != nil && line.index(of: "--") != nil
            && line.allSatisfy { $0 == 0x7C || $0 == 0x2D || $0 == 0x3A || $0 == 0x20 }
    }

    /// `[label]: address`
    private func isDefinition(_ line: ByteView) -> Bool {
        guard line.first == 0x5B, let close = line.index(of: "]:"), close > 1 else { return false }
        return close < 200
    }
}

/// Cleans text that may have gained new characters from references and escapes.
func cleaned(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBufferPointer { view in
        var cleaning = TextCleaning()
        let clean = cleaning.clean(view)
        if let clean { return clean.withUnsafeBufferPointer { normalized($0) } ?? clean }
        return normalized(view) ?? text
    }
}

extension ReaderEntry {
    static let markdownWithFrontMatter = ReaderEntry(
        format: "markdown",
        recognise: { head in
            guard head.isText, let found = FrontMatter.find(head.bytes) else { return nil }
            return switch found.syntax {
            case .yaml: "YAML front matter"
            case .toml: "TOML front matter"
            case .json: "JSON front matter"
            }
        }, read: readMarkdown)

    static let markdown = ReaderEntry(
        format: "markdown",
        recognise: { head in head.isText ? MarkdownEvidence.reason(head) : nil },
        read: readMarkdown)

    private static let readMarkdown: @Sendable (Original, String, Emit) throws -> Void = { original, reason, emit in
        try Document.checkSize(original, format: "markdown")
        let decoded = TextDecoder.decode(original.bytes)
        var document = Document(format: "markdown", formatReason: reason, decoded)
        document = decoded.bytes.withUnsafeBufferPointer { text in
            var start = 0
            if let found = FrontMatter.find(text) {
                guard found.closed else {
                    document.format = "text"
                    document.warnings.append(
                        Warning(
                            code: "front-matter-open",
                            message: "The front matter has no closing mark; it was read as text."))
                    return PlainTextReader.read(
                        text[view: found.end..<text.count], into: document, context: original.context)
                }
                let matter = FrontMatter(text, found)
                document.take(matter)
                if let problem = matter.problem {
                    document.warnings.append(
                        Warning(
                            code: "front-matter-broken",
                            message: "The front matter could not be read whole: \(problem)."))
                }
                start = matter.end
            }
            return MarkdownReader.read(text[view: start..<text.count], into: document, context: original.context)
        }
        document.fillEmptyBody()
        try emit(Reading(result: document.checked()))
    }
}

extension Document {
    /// An article that is a headline and nothing else: it is the body too.
    mutating func fillEmptyBody() {
        guard paragraphs.isEmpty, var line = headline ?? descriptions.first?.text else { return }
        var builder = BodyBuilder()
        builder.begin()
        line.withUTF8 { builder.append($0) }
        builder.end()
        builder.finish(&self)
    }
}

/// Signs of Markdown in text without front matter.
enum MarkdownEvidence {
    static func reason(_ head: Head) -> String? {
        let b = head.bytes[view: 0..<min(head.bytes.count, 1 << 15)]
        var i = head.start
        var isFirst = true
        var headings = 0
        var previous = 0..<0
        while i < b.count {
            let end = b.index(of: 0x0A, from: i) ?? b.count
            let line = b[view: i..<end].trimmed
            if !line.isEmpty {
                var marks = 0
                while marks < line.count, line[marks] == 0x23 { marks += 1 }
                if marks >= 1, marks <= 6, marks + 1 < line.count, line[marks] == 0x20, line[marks + 1] != 0x23 {
                    headings += 1
                    if isFirst || headings > 1 { return "headings marked with #" }
                }
                if line.has("```"), !isFirst { return "fenced code" }
                if line.count >= 3, !previous.isEmpty, line.allSatisfy({ $0 == 0x3D }) {
                    return "an underlined heading"
                }
                if hasLink(line) { return "links in Markdown" }
                isFirst = false
                previous = i..<end
            } else {
                previous = 0..<0
            }
            i = end + 1
        }
        return nil
    }

    /// `](http`, `](/`, `](#`, after an opening bracket.
    private static func hasLink(_ line: ByteView) -> Bool {
        guard let at = line.index(of: "]("), line[view: 0..<at].contains(0x5B) else { return false }
        let b = line[view: at + 2..<line.count]
        return (b.has("http") || b.has("/") || b.has("#") || b.has("mailto:")) && b.contains(0x29)
    }
}
