internal import Article
internal import Bytes

/// Reads the text that a converter made of a PDF document: pages put together, lines joined, running heads dropped.
enum PDFReader {
    static func read(_ original: Original, _ reason: String) throws -> Document {
        try Document.checkSize(original, format: "pdf")
        guard let converter = original.pdf else {
            throw Rejection(
                .unknownFormat, stage: .decode,
                "This is a PDF document; pdftotext, which reads those, is not installed.",
                hint: "Install poppler-utils, then: dateline retry --reason unknown-format.", format: "pdf")
        }
        let decoded = TextDecoder.decode(try converter.text(of: original.bytes), declared: .utf8)
        let text = decoded.bytes.withUnsafeBufferPointer { joined(pages(of: $0)) }
        var document = Document(format: "pdf", formatReason: reason)
        document.repairs = decoded.repairs
        return text.withUnsafeBufferPointer { PlainTextReader.read($0, into: document, context: original.context) }
    }

    /// Blocks of lines by page.
    private static func pages(of text: ByteView) -> [[[[UInt8]]]] {
        text.split(separator: 0x0C).map { page in
            var blocks: [[[UInt8]]] = []
            var block: [[UInt8]] = []
            for line in page.split(separator: 0x0A, omittingEmptySubsequences: false) {
                let line = Array(UnsafeBufferPointer(rebasing: line).trimmed)
                if line.isEmpty {
                    if !block.isEmpty { blocks.append(block) }
                    block = []
                } else {
                    block.append(line)
                }
            }
            if !block.isEmpty { blocks.append(block) }
            return blocks
        }
    }

    /// A page's first and last lines that return on others but for their digits, and page numbers.
    private static func joined(_ pages: [[[[UInt8]]]]) -> [UInt8] {
        func key(_ line: [UInt8]) -> [UInt8] { line.filter { !isDigit($0) && $0 != 0x20 }.map(lowered) }
        var heads: [[UInt8]: Int] = [:]
        for page in pages where pages.count > 1 {
            for line in Set([page.first?.first, page.last?.last].compactMap { $0.map(key) }) {
                heads[line, default: 0] += 1
            }
        }
        func isRunning(_ line: [UInt8]) -> Bool {
            let text = key(line)
            if text.isEmpty || text == Array("page".utf8) || text == Array("pageof".utf8) { return line.count < 20 }
            return line.count < 120 && (heads[text] ?? 0) * 2 > pages.count && (heads[text] ?? 0) > 1
        }
        var out: [UInt8] = []
        for page in pages {
            var blocks = page
            blocks.removeFirst(blocks.prefix { $0.count == 1 && isRunning($0[0]) }.count)
            if let first = blocks.first?.first, isRunning(first) { blocks[0].removeFirst() }
            blocks.removeLast(blocks.reversed().prefix { $0.count == 1 && isRunning($0[0]) }.count)
            if let last = blocks.last?.last, isRunning(last) { blocks[blocks.count - 1].removeLast() }
            for (n, block) in blocks.enumerated() {
                let first = block.first?.first ?? 0
                // A sentence that goes on in the next column or on the next page.
                let goesOn = !out.isEmpty && (isLower(first) || first >= 0x80 && !endsText(out)) && !endsText(out)
                if goesOn || n == 0 && !out.isEmpty && !endsText(out) && block.count > 1 {
                    glue(&out)
                } else if !out.isEmpty {
                    out += [0x0A, 0x0A]
                }
                for (k, line) in block.enumerated() {
                    if k > 0 { glue(&out, next: line.first ?? 0) }
                    out += line
                }
            }
        }
        return out
    }

    private static func endsText(_ out: [UInt8]) -> Bool {
        guard let last = out.last else { return true }
        return last == 0x2E || last == 0x21 || last == 0x3F || last == 0x3A || last == 0x22 || last == 0x29
            || out.suffix(3).elementsEqual("”".utf8) || out.suffix(3).elementsEqual("。".utf8)
    }

    /// Puts a line behind the one before: a word that was parted becomes whole.
    private static func glue(_ out: inout [UInt8], next: UInt8 = 0x61) {
        if out.last == 0x2D, out.count > 1, isLetter(out[out.count - 2]) || out[out.count - 2] >= 0x80,
            isLower(next) || next >= 0x80
        {
            out.removeLast()
        } else if out.suffix(2).elementsEqual([0xC2, 0xAD]) {
            out.removeLast(2)
        } else if let last = out.last, last >= 0x80, next >= 0xE3, out.count > 3, out[out.count - 3] >= 0xE3 {
            // Chinese and Japanese have no spaces.
        } else {
            out.append(0x20)
        }
    }
}

extension ReaderEntry {
    static let pdf = ReaderEntry(
        format: "pdf", recognise: { $0.original.index(of: "%PDF-", until: 1024) != nil ? "PDF signature" : nil },
        read: { original, reason, emit in
            let document = try PDFReader.read(original, reason)
            guard !document.paragraphs.isEmpty else {
                throw Rejection(
                    .noArticle, stage: .read, "The PDF document has no text; its pages may be pictures.",
                    hint: "Recognise its text (OCR), and drop the result.", format: "pdf")
            }
            try emit(Reading(result: .success(document)))
        })
}
