internal import Article
internal import Bytes

/// EPUB: the pages of its spine, in order, as one text. Source: W3C, EPUB 3.3.
enum Book {
    static func read(_ original: Original) throws -> Result<Document, Rejection> {
        let parts = try ZipReader.members(original, format: "epub") { name in
            [".xml", ".opf", ".xhtml", ".html", ".htm"].contains { name.lowercased().hasSuffix($0) }
        }
        if let encryption = parts["META-INF/encryption.xml"],
            encryption.withUnsafeBufferPointer({ $0.index(of: "xmlenc#") }) != nil, parts.count <= 3
        {
            throw Rejection(.encrypted, stage: .decode, "The book is encrypted.", format: "epub")
        }
        let container = try ZipReader.tree(parts["META-INF/container.xml"], format: "epub")?.root
        guard let path = container?.find("rootfile")?["full-path"],
            let package = try ZipReader.tree(parts[path], format: "epub")?.root
        else {
            throw Rejection(
                .malformed, stage: .read, "The book's package is missing.", hint: "Send it again, complete.",
                format: "epub")
        }
        var document = Document(format: "epub", formatReason: "META-INF/container.xml in a zip file")
        if let metadata = package.first("metadata") {
            document.takeProperties(metadata)
            document.senderID = metadata.find("identifier")?.text
            if let publisher = metadata.find("publisher")?.text { document.addSource(role: "publisher", publisher) }
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var items: [String: (href: String, properties: String)] = [:]
        for item in package.first("manifest")?.children("item") ?? [] {
            if let id = item["id"], let href = item["href"] { items[id] = (href, item["properties"] ?? "") }
        }
        for reference in package.first("spine")?.children("itemref") ?? [] where reference["linear"] != "no" {
            // Each page once, however often the spine names it.
            guard let item = reference["idref"].flatMap({ items.removeValue(forKey: $0) }),
                !item.properties.contains("nav")
            else { continue }
            let name = folder + String(decoding: percentDecoded(Array(item.href.utf8)), as: UTF8.self)
            guard let page = parts[name] ?? parts[item.href] else { continue }
            let decoded = TextDecoder.decode(
                page, declared: page.withUnsafeBufferPointer { HTMLReader.declaredCharset($0) })
            try document.takeBody(html: decoded.bytes)
        }
        return document.completed()
    }
}
