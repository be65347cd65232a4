internal import Article
internal import Bytes

/// Reads a page: what it says of itself, and the article's own text.
struct HTMLReader {
    private let tree: HTMLTree
    private var main: MainText
    private let page: PageMetadata
    private var builder = BodyBuilder()
    private let headline: String?
    private var captions: [String] = []

    static func read(_ text: ByteView, into document: Document, context: ReadingContext) throws -> Document {
        let tree = try HTMLParser.parse(text)
        let page = PageMetadata(tree)
        var reader = HTMLReader(tree: tree, main: MainText(tree), page: page, headline: page.headline())
        var document = document
        reader.compose()
        reader.describe(&document)
        reader.builder.takeFront(into: &document, context: context)
        reader.builder.finish(&document)
        return document
    }

    private init(tree: HTMLTree, main: MainText, page: PageMetadata, headline: String?) {
        self.tree = tree
        self.main = main
        self.page = page
        self.headline = headline
    }

    // MARK: Text

    private mutating func compose() {
        for root in main.roots() { walk(root) }
        guard builder.body.count < 250 else { return }
        // Little or nothing: the names of the elements may have misled.
        var second = HTMLReader(tree: tree, main: MainText(tree, judgesNames: false), page: page, headline: headline)
        for root in second.main.roots() { second.walk(root) }
        if second.builder.body.count > builder.body.count * 2 { self = second }
    }

    /// The kind of block that is being written.
    private struct Block {
        var node: Int
        var text: [UInt8] = []
        var linked = 0
        var isAside = false
        /// Belongs to a picture: it is a description, not text.
        var isCaption = false
        var isHeading = false
    }

    private mutating func walk(_ root: Int) {
        var block = Block(node: root)
        // Blocks around the current place, innermost last.
        var stack: [(end: Int, block: Int)] = []
        var linkEnd = -1
        var i = root
        while i < tree.nodes[root].end {
            while let last = stack.last, i >= last.end {
                flush(&block)
                stack.removeLast()
                block = fresh(stack.last?.block ?? root)
            }
            let node = tree.nodes[i]
            if main.isSkipped[i] {
                i = node.end
                continue
            }
            switch node.tag {
            case .text:
                block.text.append(contentsOf: tree.bytes[node.text])
                if i < linkEnd { block.linked += main.length(i) }
            case .br:
                // Two breaks part paragraphs; one breaks a line.
                block.text.append(0x0B)
            case .table where isData(i):
                flush(&block)
                table(i)
                i = node.end
                continue
            case .a: linkEnd = max(linkEnd, node.end)
            case .tr, .td, .th:
                flush(&block)
                stack.append((node.end, i))
                block = fresh(i)
            default:
                if node.tag.isBlock {
                    flush(&block)
                    stack.append((node.end, i))
                    block = fresh(i)
                }
            }
            i += 1
        }
        flush(&block)
    }

    private func fresh(_ node: Int) -> Block {
        var block = Block(node: node)
        block.isHeading = tree.nodes[node].tag.isHeading
        var up = node
        var steps = 0
        while up >= 0, steps < 6 {
            switch tree.nodes[up].tag {
            case .figcaption, .figure: block.isCaption = true
            case .caption, .li, .dt, .dd, .address: block.isAside = true
            default: break
            }
            up = tree.nodes[up].parent
            steps += 1
        }
        return block
    }

    /// Writes the block's text: one paragraph, or more where line breaks in pairs part it.
    private mutating func flush(_ block: inout Block) {
        defer { block.text.removeAll(keepingCapacity: true); block.linked = 0 }
        guard block.text.contains(where: { $0 > 0x20 }) else { return }
        // Line ends of the source are spaces, except in preformatted text.
        let isPreformatted = tree.nodes[block.node].tag == .pre
        var text = block.text
        if !isPreformatted { for k in text.indices where text[k] == 0x0A { text[k] = 0x20 } }
        let pieces = HTMLReader.paragraphs(text)
        for piece in pieces {
            let lines = piece.map { cleaned($0) }
            write(lines, block, isOnly: pieces.count == 1)
        }
    }

    /// Splits at breaks: two in a row end a paragraph, one ends a line. A break is a vertical tab here.
    static func paragraphs(_ text: [UInt8]) -> [[[UInt8]]] {
        var out: [[[UInt8]]] = []
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var breaks = 0
        func isBlank(_ line: [UInt8]) -> Bool { !line.contains { $0 > 0x20 && $0 != 0xC2 && $0 != 0xA0 } }
        for byte in text {
            if byte == 0x0B || byte == 0x0A {
                if isBlank(line) {
                    if !lines.isEmpty { breaks += 1 }
                } else {
                    lines.append(line)
                    breaks = 1
                }
                line = []
                if breaks >= 2, !lines.isEmpty {
                    out.append(lines)
                    lines = []
                    breaks = 0
                }
            } else {
                line.append(byte)
            }
        }
        if !isBlank(line) { lines.append(line) }
        if !lines.isEmpty { out.append(lines) }
        return out
    }

    private mutating func write(_ lines: [[UInt8]], _ block: Block, isOnly: Bool) {
        let length = lines.reduce(0) { $0 + $1.count }
        let tag = tree.nodes[block.node].tag
        // What is mostly links is a pointer elsewhere.
        let density = Double(block.linked) / Double(max(1, main.length(block.node)))
        if isOnly, density > 0.65, length < 200, tag != .p || density > 0.8 { return }
        if block.isCaption {
            let text = [UInt8](lines.joined(separator: [0x20]))
            if captions.count < 50, let caption = fieldText(text), !captions.contains(caption) {
                captions.append(caption)
            }
            return
        }
        var first = lines.first ?? []
        let isRepeated = first.withUnsafeBufferPointer { fieldText($0) } == headline
        if (block.isHeading || builder.paragraphs.count < 3 && length < 300), isRepeated { return }
        if tag == .h1 { return }
        // A box's short text without an end is a label: a date, a name, a button.
        if !block.isHeading, !block.isAside, tag != .p, tag != .blockquote, tag != .pre, length < 60 {
            let ends = lines.last.map { $0.withUnsafeBufferPointer { endsSentence($0.trimmed) } } ?? false
            if !ends { return }
        }
        builder.begin()
        for (k, line) in lines.enumerated() {
            line.withUnsafeBufferPointer { builder.append($0) }
            if k + 1 < lines.count { builder.breakLine() }
        }
        first = lines.first ?? []
        let isOther = first.withUnsafeBufferPointer { isAside($0.trimmed) }
        builder.end(aside: block.isAside || block.isHeading || isOther)
    }

    /// A table of figures, not one that lays out the page.
    private func isData(_ i: Int) -> Bool {
        var cells = 0
        for k in i + 1..<tree.nodes[i].end {
            let tag = tree.nodes[k].tag
            if tag == .table || tag == .p && main.length(k) > 100 || tag == .div && main.length(k) > 200 {
                return false
            }
            if tag == .td || tag == .th { cells += 1 }
        }
        return cells >= 4 && main.length(i) / max(1, cells) < 60
    }

    private mutating func table(_ i: Int) {
        builder.begin()
        var isFirstCell = true
        var cell: [UInt8] = []
        var k = i + 1
        while k < tree.nodes[i].end {
            let node = tree.nodes[k]
            switch node.tag {
            case .tr:
                builder.breakLine()
                isFirstCell = true
            case .td, .th, .caption:
                cell = cleaned(tree.text(of: k)).map { $0 == 0x0A ? 0x20 : $0 }
                if !isFirstCell { [0x20, 0x7C, 0x20].withUnsafeBufferPointer { builder.append($0) } }
                cell.withUnsafeBufferPointer { builder.append($0.trimmed) }
                isFirstCell = false
                k = node.end
                continue
            default: break
            }
            k += 1
        }
        builder.end(aside: true)
    }

    // MARK: Fields

    private func describe(_ document: inout Document) {
        document.headline = headline
        document.language =
            page.language ?? page.data.language ?? languageTag(page.meta("og:locale", "content-language", "language"))
        document.contentCreated = page.published
        document.versionCreated = page.modified
        if document.contentCreated == nil, let modified = page.modified { document.contentCreated = modified }
        if document.contentCreated == nil, let found = page.dateInAddress {
            document.contentCreated = found
            document.createdBasis = .url
        }
        if document.contentCreated == nil, let found = page.dateInText(tree) {
            document.contentCreated = found
            document.createdBasis = .text
        }
        document.url =
            page.canonical.flatMap { fieldText(String(decoding: $0, as: UTF8.self)) } ?? page.meta("og:url")
            ?? page.data.url
        if let url = document.url, !url.hasPrefix("http") { document.url = nil }
        if let site = page.siteName { document.addSource(role: "site", site) }
        if let text = page.data.description ?? page.meta("og:description", "description", "twitter:description") {
            document.descriptions.append(
                Document.Described(role: "summary", text: fieldText(Entities.decodeAll(Array(text.utf8))) ?? text))
        }
        for caption in captions { document.descriptions.append(Document.Described(role: "caption", text: caption)) }
        for tag in page.tags + page.data.keywords { document.addSubject(tag) }
        if document.subjects.isEmpty, let words = page.meta("news_keywords", "keywords") {
            for word in words.split(separator: ",").prefix(50) {
                if let text = fieldText(String(word)) { document.addSubject(text) }
            }
        }
        for section in page.data.section { document.addSubject(section) }
        document.copyrightHolder = page.meta("copyright", "dc.rights").map { $0 }
        takeAuthors(&document)
    }

    private func takeAuthors(_ document: inout Document) {
        var names = page.data.authors
        if names.isEmpty { names = page.metaAuthors }
        names = names.filter { name in name != page.siteName && !name.hasPrefix("http") && name.utf8.count < 120 }
        if !names.isEmpty {
            for name in names {
                var copy = name
                let parsed = copy.withUTF8 { Byline($0) ?? Byline($0, bare: true) }
                for author in parsed?.authors ?? [Document.Author(name: name)] where !document.authors.contains(author)
                {
                    document.authors.append(author)
                }
            }
            document.byline = document.authors.map(\.name).joined(separator: ", ")
            return
        }
        for (_, node) in page.bylines.sorted(by: { $0.rank < $1.rank }) {
            let text = tree.text(of: node)
            guard text.count < 200, let line = fieldText(text) else { continue }
            var copy = line
            let parsed = copy.withUTF8 { Byline($0) ?? Byline($0, bare: true) }
            guard let parsed, !parsed.authors.isEmpty else { continue }
            document.take(parsed)
            return
        }
    }
}

extension HTMLReader {
    /// Elements that begin a page, or a piece of one.
    static func isElement(_ root: RootElement) -> Bool {
        let names: [StaticString] = [
            "html", "head", "body", "meta", "title", "link", "script", "style", "p", "div", "h1", "h2", "h3", "article",
            "section",
            "main", "header", "span", "table", "ul", "ol", "br", "center", "font", "b", "i", "strong", "em", "a", "img",
            "blockquote",
        ]
        return names.contains { root.isNamedIgnoringCase($0) }
            || root.doctype.map { $0.elementsEqual("html".utf8) } == true
    }

    static func reason(_ head: Head) -> String? {
        if let root = head.root {
            if root.doctype.map({ $0.elementsEqual("html".utf8) }) == true { return "document type HTML" }
            if isElement(root) {
                return root.isNamedIgnoringCase("html") ? "root element html" : "begins with an HTML element"
            }
            return nil
        }
        // Something stands before the page: a comment that was cut, a stray header. JSON may hold a page.
        if head.start < head.bytes.count, head.bytes[head.start] == 0x7B || head.bytes[head.start] == 0x5B {
            return nil
        }
        let near = head.bytes[view: 0..<min(head.bytes.count, 2_048)]
        guard near.indexIgnoringCase(of: "<!doctype html") != nil || near.indexIgnoringCase(of: "<html") != nil,
            head.bytes[view: 0..<min(head.bytes.count, 1 << 17)].indexIgnoringCase(of: "<body") != nil
                || head.bytes[view: max(0, head.bytes.count - 64)..<head.bytes.count].indexIgnoringCase(of: "</html>")
                    != nil
        else { return nil }
        return "an html element near the start"
    }

    /// The encoding that the page states. Source: HTML Living Standard, 13.2.3.2 (prescan).
    static func declaredCharset(_ b: ByteView) -> Charset? {
        let near = b[view: 0..<min(b.count, 4_096)]
        var i = 0
        while let at = near.indexIgnoringCase(of: "charset", from: i) {
            i = near.skipSpace(from: at + 7)
            guard i < near.count, near[i] == 0x3D else { continue }
            i = near.skipSpace(from: i + 1)
            while i < near.count, near[i] == 0x22 || near[i] == 0x27 { i += 1 }
            let start = i
            while i < near.count,
                isLetter(near[i]) || isDigit(near[i]) || near[i] == 0x2D || near[i] == 0x5F || near[i] == 0x3A
            { i += 1 }
            if let charset = Charset(label: near[view: start..<i]) { return charset }
        }
        if near.has("<?xml"), let at = near.index(of: "encoding=", until: 200), at + 10 < near.count {
            let start = at + 10
            var end = start
            while end < near.count, near[end] != 0x22, near[end] != 0x27, end - start < 40 { end += 1 }
            return Charset(label: near[view: start..<end])
        }
        return nil
    }
}

extension ReaderEntry {
    static let html = ReaderEntry(
        format: "html",
        recognise: { HTMLReader.reason($0) },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "html")
            let page = try HTMLReader.read(
                page: original.bytes, format: "html", reason, charset: nil, context: original.context)
            try emit(Reading(result: page.checked()))
        })
}

extension HTMLReader {
    /// Reads a page as it was sent.
    ///
    /// - Parameter charset: what its envelope states; else what the page says of itself counts.
    /// - Throws: `Rejection`.
    static func read(
        page: [UInt8], format: String, _ reason: String, charset: Charset?, context: ReadingContext
    ) throws -> Document {
        let text = TextDecoder.decode(page, declared: charset ?? page.withUnsafeBufferPointer(declaredCharset))
        let document = Document(format: format, formatReason: reason, text)
        return try text.bytes.withUnsafeBufferPointer { try read($0, into: document, context: context) }
    }
}
