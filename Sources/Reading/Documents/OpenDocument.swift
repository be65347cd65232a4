internal import Article
internal import Bytes

/// ODT. Source: OASIS, OpenDocument 1.3, part 3. Deleted text of tracked changes, notes and annotations are not read.
enum OpenDocument {
    static func read(_ original: Original) throws -> Result<Document, Rejection> {
        let parts = try ZipReader.members(original, format: "odt") {
            ["content.xml", "meta.xml", "META-INF/manifest.xml"].contains($0)
        }
        if let manifest = parts["META-INF/manifest.xml"],
            manifest.withUnsafeBufferPointer({ $0.index(of: "encryption-data") }) != nil
        {
            throw Rejection(
                .encrypted, stage: .decode, "The document is encrypted.", hint: "Send it without a password.",
                format: "odt")
        }
        guard let root = try ZipReader.tree(parts["content.xml"], format: "odt")?.root,
            let text = root.at("body", "text") ?? root.find("text")
        else {
            throw Rejection(
                .unknownFormat, stage: .decode, "This OpenDocument file holds no text document.", format: "odt")
        }
        var document = Document(format: "odt", formatReason: "content.xml in a zip file")
        if let meta = try ZipReader.tree(parts["meta.xml"], format: "odt")?.root {
            document.takeProperties(meta)
        }
        var html: [UInt8] = []
        blocks(text, &html)
        try document.takeBody(html: html)
        return document.completed()
    }

    private static func blocks(_ element: XMLElement, _ out: inout [UInt8]) {
        for child in element.children {
            switch child.name {
            case "p", "h":
                let tag = child.name == "h" ? "h2" : "p"
                out += Array("<\(tag)>".utf8)
                inline(child, &out)
                out += Array("</\(tag)>".utf8)
            case "table":
                writeTable(child, row: "table-row", cell: "table-cell", &out, blocks)
            case "list-item", "list-header":
                out += Array("<li>".utf8)
                blocks(child, &out)
                out += Array("</li>".utf8)
            case "tracked-changes", "sequence-decls", "forms", "annotation": break
            default: blocks(child, &out)
            }
        }
    }

    private static func inline(_ element: XMLElement, _ out: inout [UInt8]) {
        let tree = element.tree
        var i = element.index + 1
        while i < tree.nodes[element.index].end {
            let node = tree.nodes[i]
            if node.name.isEmpty {
                out += escapedHTML(tree.bytes[node.text])
            } else {
                let child = XMLElement(tree: tree, index: i)
                switch node.name {
                case "s": out += [UInt8](repeating: 0x20, count: max(0, min(80, Int(child["c"] ?? "1") ?? 1)))
                case "tab": out.append(0x20)
                case "line-break": out += Array("<br>".utf8)
                case "note", "annotation", "frame", "ruby-text": break
                default: inline(child, &out)
                }
            }
            i = node.end
        }
    }
}
