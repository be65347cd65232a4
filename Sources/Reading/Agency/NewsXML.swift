internal import Article
internal import Bytes

/// XML of agencies' own making: an element is an item where its children name a headline and a text. Ritzau, and whoever names
/// things alike.
///
/// Names are compared without regard to case, `_`, `-` and `.`.
struct NewsXML {
    private var document: Document
    private var fields: [(name: String, element: XMLElement)] = []

    static let headlines: Set = [
        "headline", "title", "hedline", "hl1", "head", "titel", "ueberschrift", "rubrik", "overskrift", "titre",
        "titulo",
        "titolo", "otsikko", "tittel", "titular",
    ]
    static let texts: Set = [
        "content", "body", "text", "bodytext", "story", "storytext", "article", "articletext", "fulltext", "maintext",
        "html", "bodyhtml", "brodtekst", "tekst", "texte", "corps", "cuerpo", "contenido", "testo", "inhalt", "teksti",
    ]

    /// The items in a document, in order; one inside another is a part of it.
    static func items(in root: XMLElement) -> [XMLElement] {
        var found: [XMLElement] = []
        var i = root.index
        while i < root.tree.nodes.count {
            let node = root.tree.nodes[i]
            if !node.name.isEmpty {
                let element = XMLElement(tree: root.tree, index: i)
                if isItem(element) {
                    found.append(element)
                    i = node.end
                    continue
                }
            }
            i += 1
        }
        return found
    }

    private static func isItem(_ element: XMLElement) -> Bool {
        var hasHeadline = false
        var hasText = false
        var i = element.index + 1
        while i < element.tree.nodes[element.index].end {
            let node = element.tree.nodes[i]
            if !node.name.isEmpty {
                let name = folded(node.name)
                hasHeadline = hasHeadline || headlines.contains(name)
                hasText =
                    hasText || texts.contains(name) && XMLElement(tree: element.tree, index: i).rawText.count > 40
            }
            i = node.end
        }
        return hasHeadline && hasText
    }

    private static func folded(_ name: String) -> String {
        String(
            decoding: name.utf8.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x2E }.map(lowered), as: UTF8.self)
    }

    static func read(_ item: XMLElement, into document: Document) throws -> Document {
        var reader = NewsXML(document: document)
        reader.document.takeLanguage(item["lang"] ?? item["language"])
        reader.document.senderID = item["guid"] ?? item["id"]
        reader.document.senderVersion = item["version"]
        for child in item.children { reader.fields.append((folded(child.name), child)) }
        try reader.read()
        return reader.document
    }

    private func text(_ names: String...) -> String? {
        for name in names {
            for field in fields where field.name == name {
                if let text = plain(field.element) { return text }
            }
        }
        return nil
    }

    /// A field's text on one line; mark-up that was escaped is taken out.
    private func plain(_ element: XMLElement) -> String? {
        let text = NewsXML.unescapedOnce(element.rawText)
        guard text.contains(0x3C) || text.contains(0x26) else { return fieldText(text) }
        return (try? Fragment.read(text)).flatMap { fieldText($0.builder.body) }
    }

    private func isTrue(_ names: String...) -> Bool {
        fields.contains {
            names.contains($0.name) && ["true", "1", "yes", "ja"].contains($0.element.text?.lowercased())
        }
    }

    private mutating func read() throws {
        for field in fields where document.headline == nil && NewsXML.headlines.contains(field.name) {
            document.headline = plain(field.element)
        }
        document.deck = text("subtitle", "subheadline", "subhead", "hl2", "undertitel", "underrubrik", "soustitre")
        document.kicker = text("kicker", "overline", "roofline", "dachzeile")
        document.slugline = text("slugline", "slug", "strapline", "keywordline")
        document.senderID =
            document.senderID ?? text("guid", "newsid", "uri", "itemid", "articleid", "storyid", "id", "identifier")
        document.senderVersion = document.senderVersion ?? text("version", "revision")
        document.contentCreated = stamp(
            "publishdate", "published", "publicationdate", "pubdate", "datepublished", "datetime", "date", "created",
            "datecreated", "timestamp")
        document.firstCreated = stamp("firstcreated", "created", "datecreated") ?? document.contentCreated
        document.versionCreated = stamp("versioncreated", "updated", "modified", "datemodified", "lastmodified")
        document.embargoedUntil = stamp("embargoeduntil", "embargo", "embargoed", "releasedate")
        document.expires = stamp("expires", "expirydate")
        document.takeLanguage(text("language", "lang"))
        document.takeUrgency(text("urgency", "priority", "prioritet"))
        document.takeStatus(text("pubstatus", "status"))
        if isTrue("annuleret", "cancelled", "canceled", "killed", "kill", "deleted") { document.status = .canceled }
        document.takeNote(text("ednote", "editornote", "editorsnote", "note", "notes", "tilredaktionen", "instruction"))
        document.statedDateline = text("dateline", "town", "city", "located", "location").flatMap {
            $0.utf8.count < 100 ? $0 : nil
        }
        document.url = text("url", "link", "weburl").flatMap { $0.hasPrefix("http") ? $0 : nil }
        document.copyrightNotice = text("copyright", "copyrightnotice")
        takeAuthors()
        for name in [
            "section", "category", "categories", "subject", "subjects", "keywords", "keyword", "tags", "topic",
        ] {
            for field in fields where field.name == name {
                let parts = field.element.children.isEmpty ? [field.element] : field.element.children
                for part in parts {
                    document.takeSubject(name: part.first("name")?.text ?? part.text, code: part["code"] ?? part["id"])
                }
            }
        }
        if let list = fields.first(where: { $0.name == "iptclist" })?.element {
            for code in list.children { document.takeSubject(name: nil, code: code.text) }
        }
        for field in fields where NewsXML.texts.contains(field.name) && document.paragraphs.isEmpty {
            let element = field.element
            if element.children.isEmpty {
                try document.takeBody(html: XMLFeed.withParagraphs(NewsXML.unescapedOnce(element.rawText)))
            } else {
                try document.takeBody(html: element.html(HTMLName.name))
            }
        }
        document.takeDescription(
            "summary", text("summary", "abstract", "teaser", "lead", "ingress", "intro", "description", "contentshort"))
    }

    private mutating func takeAuthors() {
        let names = fields.filter {
            ["author", "authors", "byline", "byliner", "writer", "autor", "forfatter"].contains($0.name)
        }
        .flatMap { field in
            field.element.children.isEmpty
                ? [field.element.text] : field.element.children.map { $0.first("name")?.text ?? $0.text }
        }
        .compactMap { $0 }
        if let first = names.first { document.takeByline(names.count == 1 ? first : names.joined(separator: ", ")) }
        for name in ["source", "agency", "provider", "publisher", "credit", "origin"] {
            guard let value = text(name) else { continue }
            document.addSource(role: "agency", value)
            // A signature, `/agency/`, is printed behind the author's name.
            if value.hasPrefix("/"), value.hasSuffix("/") {
                document.byline = document.byline.map { $0 + " " + value } ?? value
            }
        }
    }

    private func stamp(_ names: String...) -> Stamp? {
        for name in names {
            for field in fields where field.name == name {
                if let stamp = DateStamps.parse(field.element.text) { return stamp }
            }
        }
        return nil
    }

    /// Escapes that were escaped once more, `&amp;quot;` for a quotation mark, are what they were meant to be.
    static func unescapedOnce(_ text: [UInt8]) -> [UInt8] {
        guard text.withUnsafeBufferPointer({ $0.index(of: "&amp;") != nil }) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var i = 0
        text.withUnsafeBufferPointer { view in
            while i < view.count {
                out.append(view[i])
                if view.has("&amp;", at: i), isReference(view, i + 5) { i += 4 }
                i += 1
            }
        }
        return out
    }

    /// Whether the rest of a character reference stands at `i`: `quot;`, `#39;`.
    private static func isReference(_ b: ByteView, _ i: Int) -> Bool {
        var end = i
        while end < b.count, end - i < 10, isLetter(b[end]) || isDigit(b[end]) || b[end] == 0x23 { end += 1 }
        return end > i + 1 && end < b.count && b[end] == 0x3B
    }
}

extension ReaderEntry {
    static let newsXML = ReaderEntry(
        format: "xml",
        recognise: { head in try isXML(head) ? "an XML document" : nil },
        read: { original, reason, emit in
            let (tree, document) = try xmlDocument(original, "xml", reason)
            let items = tree.root.map { NewsXML.items(in: $0) } ?? []
            guard !items.isEmpty else {
                throw Rejection(
                    .unknownFormat, stage: .decode,
                    "This looks like an XML document of an unknown kind: none of its elements holds a headline and a text.",
                    hint: "Drop the article as NITF, NewsML, plain text, Markdown or HTML.", format: "xml")
            }
            for (n, item) in items.enumerated() {
                var article = try NewsXML.read(item, into: document)
                let result = article.completed()
                if items.count == 1 {
                    try emit(Reading(result: result))
                } else {
                    try emit(Reading(member: "\(n + 1)", memberBytes: item.canonical, result: result))
                }
            }
        })
}
