internal import Article
internal import Bytes

/// RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, WordPress exports: one article an entry. Sources: RSS 2.0 (Harvard, 2003), RSS 1.0 (2000),
/// RFC 4287, and the modules content, dc, media and wp as they occur.
struct XMLFeed {
    private let feed: XMLElement
    /// What every entry has from its feed.
    private let common: Document
    private let base: String?
    /// Whoever writes the entries that name nobody.
    private let author: String?

    init(_ root: XMLElement, _ document: Document) {
        feed = root
        var common = document
        let channel = root.first("channel") ?? root
        common.takeLanguage(root["lang"] ?? channel.first("language")?.text)
        if let title = XMLFeed.line(channel.first("title")) { common.addSource(role: "feed", title) }
        common.copyrightNotice = (channel.first("copyright") ?? channel.first("rights"))?.text
        base = root["base"] ?? channel["base"] ?? XMLFeed.link(of: channel)
        self.common = common
        let author = root.first("author") ?? channel.first("author")
        self.author = author.flatMap { $0.first("name")?.text ?? $0.text }.flatMap { XMLFeed.person($0) }
    }

    /// The entries, wherever the dialect puts them.
    var entries: [XMLElement] {
        if feed.name == "entry" { return [feed] }
        let found = feed.all("item") + feed.all("entry")
        return found.filter { entry in
            // An attachment of a WordPress export is no article.
            guard let kind = entry.first("post_type")?.text else { return true }
            return kind != "attachment" && kind != "nav_menu_item"
        }
    }

    func read(_ entry: XMLElement) throws -> Document {
        var document = common
        document.takeLanguage(entry["lang"])
        document.headline = XMLFeed.line(entry.first("title"))
        document.senderID = entry.first("guid")?.text ?? entry.first("id")?.text ?? entry["about"]
        document.url = (XMLFeed.link(of: entry) ?? permalink(entry)).map { XMLFeed.resolve($0, entry["base"] ?? base) }
        document.senderID = document.senderID ?? document.url
        takeDates(entry, &document)
        takeAuthors(entry, &document)
        for category in entry.children("category") + entry.children("subject") + entry.children("keywords") {
            document.takeSubject(
                name: category["label"].flatMap { fieldText($0) } ?? category.text ?? fieldText(category["term"]))
        }
        takeMedia(entry, &document)
        try takeText(entry, &document)
        return document
    }

    // MARK: Fields

    private static func link(of entry: XMLElement) -> String? {
        var first: String?
        for link in entry.children("link") {
            guard let address = fieldText(link["href"]) ?? link.text else { continue }
            switch link["rel"] ?? "alternate" {
            case "alternate": return address
            case "self", "enclosure", "edit", "replies", "related", "via", "hub", "next", "license": break
            default: first = first ?? address
            }
        }
        return first
    }

    private func permalink(_ entry: XMLElement) -> String? {
        guard let guid = entry.first("guid"), guid["isPermaLink"] != "false", let text = guid.text,
            text.hasPrefix("http")
        else {
            return entry["about"]
        }
        return text
    }

    /// RFC 3986, 5.2, as far as links in feeds need it.
    static func resolve(_ link: String, _ base: String?) -> String {
        guard let base, let scheme = base.firstRange(of: "://"), link.firstRange(of: "://") == nil,
            !link.hasPrefix("urn:"), !link.hasPrefix("mailto:")
        else { return link }
        if link.hasPrefix("//") { return base[..<scheme.lowerBound] + ":" + link }
        let host = base[scheme.upperBound...].firstIndex(of: "/") ?? base.endIndex
        if link.hasPrefix("/") { return base[..<host] + link }
        let folder = base[host...].lastIndex(of: "/").map { base[...$0] } ?? base[...] + "/"
        return String(folder) + link
    }

    private func takeDates(_ entry: XMLElement, _ document: inout Document) {
        let published = ["post_date_gmt", "pubDate", "published", "issued", "date", "created"]
        for name in published where document.contentCreated == nil {
            for element in entry.children(name) where document.contentCreated == nil {
                guard var text = element.text else { continue }
                if name == "post_date_gmt" { text += "Z" }
                document.contentCreated = DateStamps.parse(text)
            }
        }
        document.versionCreated = DateStamps.parse(entry.first("updated")?.text ?? entry.first("modified")?.text)
        document.expires = DateStamps.parse(entry.first("expirationDate")?.text)
    }

    private func takeAuthors(_ entry: XMLElement, _ document: inout Document) {
        var names: [String] = []
        for name in ["creator", "author", "contributor"] where names.isEmpty {
            for element in entry.children(name) {
                let text = element.first("name")?.text ?? element.first("email")?.text ?? element.text
                if let text = text.flatMap({ XMLFeed.person($0) }), !names.contains(text), names.count < 50 {
                    names.append(text)
                }
            }
        }
        if names.isEmpty, let author { names = [author] }
        guard !names.isEmpty else { return }
        document.byline = names.joined(separator: ", ")
        document.authors = names.map { Document.Author(name: $0) }
    }

    /// `a@b.example (Jo Doe)` and `Jo Doe <a@b.example>` are Jo Doe.
    static func person(_ text: String) -> String? {
        if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
            text[..<open].contains("@")
        {
            return fieldText(String(text[text.index(after: open)..<close])) ?? fieldText(text)
        }
        if let open = text.firstIndex(of: "<"), text[open...].contains("@"), let name = fieldText(String(text[..<open]))
        {
            return name
        }
        return fieldText(text)
    }

    private func takeMedia(_ entry: XMLElement, _ document: inout Document) {
        for media in entry.children("enclosure") + entry.all("content").filter({ $0["url"] != nil })
            + entry.all("thumbnail")
        {
            guard let address = fieldText(media["url"]), document.associations.count < 20 else { continue }
            let kind = (media["medium"] ?? media["type"])?.split(separator: "/").first.map(String.init)
            let name = media.first("title")?.text ?? media.first("description")?.text ?? address
            let association = Document.Association(
                name: name, type: kind == "image" ? "picture" : kind == "audio" || kind == "video" ? kind : nil,
                uri: address)
            if !document.associations.contains(association) { document.associations.append(association) }
        }
    }

    // MARK: Text

    private func takeText(_ entry: XMLElement, _ document: inout Document) throws {
        var bodies: [[UInt8]] = []
        var notes: [[UInt8]] = []
        for element in entry.children {
            switch element.name {
            case "encoded":
                if element.space.contains("excerpt") {
                    notes.append(XMLFeed.html(element))
                } else {
                    bodies.append(XMLFeed.html(element))
                }
            case "content" where element["url"] == nil, "body", "fullitem", "full-text", "div":
                bodies.append(XMLFeed.html(element))
            case "description", "summary", "tagline", "subtitle", "abstract": notes.append(XMLFeed.html(element))
            default: break
            }
        }
        if entry.first("post_type") != nil {
            bodies = bodies.map { XMLFeed.withoutShortcodes($0) }
            notes = notes.map { XMLFeed.withoutShortcodes($0) }
        }
        bodies = bodies.filter { $0.contains { $0 > 0x20 } }
        notes = notes.filter { $0.contains { $0 > 0x20 } }
        guard let body = bodies.max(by: { $0.count < $1.count }) ?? notes.max(by: { $0.count < $1.count }) else {
            return
        }
        try document.takeBody(html: XMLFeed.withParagraphs(body))
        for note in notes where note != body {
            if let text = (try? Fragment.read(note)).flatMap({ fieldText($0.builder.body) }) {
                document.takeDescription("summary", text)
            }
        }
    }

    /// Text that parts its paragraphs by blank lines instead of by mark-up.
    static func withParagraphs(_ html: [UInt8]) -> [UInt8] {
        let isPlain = html.withUnsafeBufferPointer { view in
            view.indexIgnoringCase(of: "<p") == nil && view.indexIgnoringCase(of: "<br") == nil
                && view.indexIgnoringCase(of: "<div") == nil && view.index(of: "\n\n") != nil
        }
        guard isPlain else { return html }
        var out: [UInt8] = []
        var i = 0
        while i < html.count {
            if html[i] == 0x0A, i + 1 < html.count, html[i + 1] == 0x0A { out += Array("<p>".utf8) }
            out.append(html[i])
            i += 1
        }
        return out
    }

    /// An element's content as HTML. It is escaped, inline as XHTML, or plain (RFC 4287, 3.1 and 4.1.3).
    private static func html(_ element: XMLElement) -> [UInt8] {
        if element["type"] == "xhtml" || element["type"] == "application/xhtml+xml" || element.hasChildren {
            return element.html(HTMLName.name)
        }
        var text = element.rawText
        if let decoded = base64(element, text) { text = decoded }
        text = withoutCDATA(text)
        if element["type"] == "text" || element["type"] == "text/plain" && element["mode"] != "escaped" {
            return escapedHTML(text)
        }
        // Escaped twice: what was unescaped once still holds no tag, but the escapes of some.
        let isTwice = text.withUnsafeBufferPointer { view in
            view.index(of: "<") == nil
                && (view.index(of: "&lt;p") != nil || view.index(of: "&lt;/") != nil || view.index(of: "&lt;br") != nil)
        }
        return isTwice ? Array(Entities.decodeAll(text).utf8) : text
    }

    /// Content that is neither text nor mark-up comes in Base64 (RFC 4287, 4.1.3.3; Atom 0.3, `mode`).
    private static func base64(_ element: XMLElement, _ text: [UInt8]) -> [UInt8]? {
        let type = (element["type"] ?? "text").lowercased()
        let isEncoded =
            element["mode"] == "base64"
            || element.name == "content" && type.contains("/") && !type.hasPrefix("text/") && !type.hasSuffix("xml")
        return isEncoded ? Base64.decode(text) : nil
    }

    /// A CDATA section that was escaped as if it were text.
    private static func withoutCDATA(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { view in
            let inner = view.trimmed
            guard inner.has("<![CDATA["), inner.count >= 12, inner.has("]]>", at: inner.count - 3) else { return text }
            return Array(inner[view: 9..<inner.count - 3])
        }
    }

    /// WordPress's short codes, `[name key="value"]`, are instructions for its renderer; what they enclose is text. Taken out where the
    /// name is a word and the code has values, an end, or an underscore in its name.
    static func withoutShortcodes(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(0x5B) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        text.withUnsafeBufferPointer { view in
            var i = 0
            while i < view.count {
                if view[i] == 0x5B, let end = shortcodeEnd(view, i) {
                    i = end
                } else {
                    out.append(view[i])
                    i += 1
                }
            }
        }
        return out
    }

    private static func shortcodeEnd(_ b: ByteView, _ start: Int) -> Int? {
        var i = start + 1
        let closes = i < b.count && b[i] == 0x2F
        if closes { i += 1 }
        let nameStart = i
        while i < b.count, isLower(b[i]) || isDigit(b[i]) || b[i] == 0x5F || b[i] == 0x2D { i += 1 }
        let name = b[view: nameStart..<i]
        guard name.count >= 2, isLower(name[0]), let close = b.index(of: 0x5D, from: i, until: i + 2_000),
            b.index(of: 0x5B, from: i, until: close) == nil
        else { return nil }
        if closes { return i == close ? close + 1 : nil }
        if b.index(of: 0x3D, from: i, until: close) != nil { return close + 1 }
        guard i == close || b[view: i..<close].trimmed.equals("/") else { return nil }
        if name.contains(0x5F) { return close + 1 }
        // One without values is a code where its end follows.
        var k = close + 1
        while let next = b.index(of: "[/", from: k, until: close + 100_000) {
            if b[view: next + 2..<next + 2 + name.count].elementsEqual(name), next + 2 + name.count < b.count,
                b[next + 2 + name.count] == 0x5D
            {
                return close + 1
            }
            k = next + 2
        }
        return nil
    }

    /// A title: one line, mark-up taken out.
    static func line(_ element: XMLElement?) -> String? {
        guard let element else { return nil }
        let text = html(element)
        guard text.contains(0x3C) || text.contains(0x26) else { return fieldText(text) }
        // A lone "<" or "&" is no mark-up.
        guard let fragment = try? Fragment.read(text) else { return fieldText(text) }
        return fieldText(fragment.builder.body) ?? fieldText(text)
    }
}

extension ReaderEntry {
    static let rss = feed("rss") { $0.isNamed("rss") || $0.isNamed("RDF") || $0.isNamed("channel") }
    static let atom = feed("atom") { $0.isNamed("feed") || $0.isNamed("entry") }

    private static func feed(_ format: String, _ isRoot: @escaping @Sendable (RootElement) -> Bool) -> ReaderEntry {
        ReaderEntry(
            format: format,
            recognise: { head in
                guard try isXML(head), let root = head.root, isRoot(root) else { return nil }
                return "root element \(String(decoding: root.name, as: UTF8.self))"
            },
            read: { original, reason, emit in try readFeed(original, format, reason, emit) })
    }

    private static func readFeed(_ original: Original, _ format: String, _ reason: String, _ emit: Emit) throws {
        var (tree, document) = try xmlDocument(original, format, reason, recovering: true)
        guard let root = tree.root else {
            throw Rejection(
                .malformed, stage: .read,
                "The feed can't be read: \(tree.fault?.message ?? "it is empty"), line \(tree.fault?.line ?? 1).",
                format: format, line: tree.fault?.line)
        }
        if let fault = tree.fault {
            document.warnings.append(
                Warning(
                    code: "malformed",
                    message: "The feed is broken in line \(fault.line) and was read as far as it goes: \(fault.message)"
                ))
        }
        let feed = XMLFeed(root, document)
        let entries = feed.entries
        guard !entries.isEmpty else {
            throw Rejection(.noArticle, stage: .read, "The feed holds no entry.", format: format)
        }
        for (n, entry) in entries.enumerated() {
            var article = try feed.read(entry)
            try emit(Reading(member: "\(n + 1)", memberBytes: entry.canonical, result: article.completed()))
        }
    }
}
