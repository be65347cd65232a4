internal import Article
internal import Bytes

/// News as JSON: ninjs 1.x to 3.x, schema.org's NewsArticle, and the envelopes of agencies that name things alike. Sources: IPTC,
/// ninjs schemas 1.6, 2.1 and 3.2; <https://schema.org/NewsArticle>; dpa digitalwires.
///
/// Names of members are compared without regard to case, `_` and `-`: `body_text`, `bodyText` and `bodytext` are one.
struct NewsJSON {
    private let members: [String: JSON]
    private var document: Document

    static func read(_ object: JSON, into document: Document) throws -> Document {
        var reader = NewsJSON(members: withFields(folded(object)), document: document)
        try reader.read()
        return reader.document
    }

    /// Whether an object is a news item: it names itself or its text as one.
    static func isItem(_ object: JSON) -> Bool {
        guard object.isObject else { return false }
        let members = folded(object)
        let texts = [
            "headline", "headlines", "bodytext", "bodyhtml", "bodies", "articlehtml", "articlebody", "contenttext",
            "contenthtml", "bodyxhtml", "descriptiontext",
        ]
        let names = ["uri", "urn", "guid", "id", "@id", "@type", "itemid", "type", "title", "versioncreated", "url"]
        return texts.contains { members[$0] != nil } && names.contains { members[$0] != nil }
            || members["uri"] != nil
                && (members["type"] != nil || members["pubstatus"] != nil || members["standard"] != nil
                    || members["eventdetails"] != nil || members["people"] != nil)
            || hasHeadlineAndText(withFields(members))
    }

    /// Some keep the article's fields apart from what they know of it.
    private static func withFields(_ members: [String: JSON]) -> [String: JSON] {
        guard let fields = members["fields"], fields.isObject else { return members }
        return members.merging(folded(fields)) { own, _ in own }
    }

    /// As of XML of agencies' own making: it names a headline, and a text of some length.
    private static func hasHeadlineAndText(_ members: [String: JSON]) -> Bool {
        members.keys.contains { NewsXML.headlines.contains($0) || $0 == "headlines" || $0 == "webtitle" }
            && members.contains { name, value in
                (NewsXML.texts.contains(name) || lists.contains(name)) && texts(of: value).joined().count > 40
            }
    }

    /// Members that hold a text in pieces.
    private static let lists: Set = ["news", "paragraphs", "contentelements", "bodyparagraphs"]

    /// A text, whole or in pieces: texts, or objects that hold one.
    private static func texts(of value: JSON) -> [[UInt8]] {
        if let text = value.utf8 { return [text] }
        if let text = value["rendered"]?.utf8 { return [text] }
        guard value.isArray else { return [] }
        return value.elements.prefix(10_000).compactMap { one in
            if let text = one.utf8 { return text }
            guard let kind = one["type"]?.string, ["text", "paragraph", "header", "quote"].contains(kind) else {
                return nil
            }
            return (one["content"] ?? one["text"] ?? one["value"])?.utf8
        }
    }

    private static func folded(_ object: JSON) -> [String: JSON] {
        var found: [String: JSON] = [:]
        for (name, value) in object.members where !value.isNull {
            let key = String(decoding: name.utf8.filter { $0 != 0x5F && $0 != 0x2D }.map(lowered), as: UTF8.self)
            if found[key] == nil { found[key] = value }
        }
        return found
    }

    // MARK: Values

    private func value(_ names: String...) -> JSON? {
        for name in names { if let value = members[name] { return value } }
        return nil
    }

    /// The first of these members that is a text, as one line.
    private func text(_ names: String...) -> String? {
        for name in names { if let text = fieldText(scalar(members[name])) { return text } }
        return nil
    }

    /// A text, or the chief one of several.
    private func scalar(_ value: JSON?) -> String? {
        guard let value, value.isObject else { return value?.text }
        for key: StaticString in ["main", "basic", "default", "original"] {
            if let text = value[key]?.text { return text }
        }
        guard let rendered = value["rendered"]?.utf8 else { return nil }
        return (try? Fragment.read(rendered)).flatMap { fieldText($0.builder.body) }
    }

    private func stamp(_ names: String...) -> Stamp? {
        for name in names { if let stamp = DateStamps.parse(scalar(members[name])) { return stamp } }
        return nil
    }

    /// A text, or the `name`, `value` … of an object.
    private func label(_ value: JSON) -> String? {
        if let text = fieldText(scalar(value)) { return text }
        let object = NewsJSON.folded(value)
        // Where both stand, the name is a kind: "subject".
        if object["name"] != nil, let text = fieldText(scalar(object["value"])) { return text }
        for key in [
            "name", "value", "by", "webtitle", "headline", "title", "literal", "code", "qcode", "description", "text",
        ] {
            if let text = fieldText(scalar(object[key])) { return text }
        }
        return nil
    }

    // MARK: Fields

    private mutating func read() throws {
        takeIdentity()
        takeHeadlines()
        takeDates()
        takePeople()
        takeConcepts()
        takeCodes()
        takeAssociations()
        takeRights()
        try takeBodies()
        takeDescriptions()
    }

    private mutating func takeIdentity() {
        document.senderID = text(
            "guid", "uri", "urn", "@id", "itemid", "uno", "id", "newsid", "articleid", "storyid", "identifier")
        document.senderVersion = text("version", "revision")
        document.takeType(text("type"))
        if text("type") == nil, value("eventdetails") != nil { document.type = "event" }
        document.takeStatus(text("pubstatus", "status"))
        document.takeUrgency(scalar(value("urgency", "priority")))
        document.takeLanguage(text("language", "inlanguage", "lang"))
        document.slugline = text("slugline", "slug")
        if let slug = value("slug"), slug.isArray {
            document.slugline = fieldText(slug.elements.compactMap(\.string).joined(separator: "-"))
        }
        document.url = text("url", "link", "weburl", "canonicalurl", "mainentityofpage", "externalurl")
        if document.url?.hasPrefix("http") != true { document.url = nil }
        if let located = value("dateline", "located", "city").flatMap({ label($0) }) {
            document.statedDateline = located
        }
        document.takeNote(text("ednote", "editornote", "editorialnote"))
        for note in value("ednotes")?.list ?? [] { document.takeNote(label(note)) }
    }

    private mutating func takeHeadlines() {
        document.headline =
            text("headline", "title", "name", "webtitle")
            ?? members.keys.sorted().first { NewsXML.headlines.contains($0) }.flatMap { text($0) }
        document.kicker = text("kicker")
        document.deck = text("subhead", "subheadline", "subtitle", "alternativeheadline", "headlinesecondary")
        if document.headline == nil { document.headline = text("headlines") }
        for headline in value("headlines")?.list ?? [] {
            let object = NewsJSON.folded(headline)
            guard let text = fieldText(object["value"]?.string ?? headline.string) else { continue }
            switch object["role"]?.string?.lowercased() ?? "main" {
            case "kicker": document.kicker = text
            case "deck", "sub", "subheadline", "secondary": document.deck = text
            default:
                if members["headline"] == nil, document.headline == nil || members["title"] != nil, !hasMain {
                    document.headline = text
                    hasMain = true
                } else {
                    document.takeHeadline(text)
                }
            }
        }
        if document.headline == nil { document.headline = value("eventdetails").flatMap { label($0) } }
    }

    private var hasMain = false

    private mutating func takeDates() {
        document.firstCreated = stamp("firstcreated", "created", "createdat")
        document.versionCreated =
            universal("modifiedgmt")
            ?? stamp("versioncreated", "datemodified", "updated", "modified", "lastmodified", "updatedat")
        document.contentCreated =
            universal("dategmt")
            ?? stamp(
                "contentcreated", "datepublished", "published", "publisheddate", "publishedat", "publishdate",
                "publicationdate", "webpublicationdate", "pubdate", "displaydate", "datecreated", "datetime", "date",
                "fecha", "datum")
        document.embargoedUntil = stamp("embargoeduntil", "embargoed", "embargo")
        document.expires = stamp("expires")
    }

    /// WordPress names the zone in the member's name.
    private func universal(_ name: String) -> Stamp? { DateStamps.parse(scalar(members[name]).map { $0 + "Z" }) }

    private mutating func takePeople() {
        var authors: [String] = []
        let named = ["author", "authors", "creator", "creators", "bylines"].compactMap { members[$0] }
        // Arc's credits, and WordPress's author, which is a number where it stands first.
        for value in named + [value("credits")?["by"], value("embedded")?["author"]].compactMap({ $0 }) {
            for author in value.list where author.isObject || author.string != nil {
                if let name = label(author), !authors.contains(name), authors.count < 50 { authors.append(name) }
            }
        }
        if let by = text("by", "byline", "firma") {
            document.takeByline(by)
        } else if !authors.isEmpty {
            document.takeByline(authors.joined(separator: ", "), names: authors)
        }
        for source in value("infosources", "infosource")?.list ?? [] {
            if let name = label(source) {
                document.addSource(role: fieldText(source["role"]?.string) ?? "agency", name)
            }
        }
        for name in ["source", "provider", "publisher", "sender", "agency"] {
            if let value = members[name], let text = label(value) {
                document.addSource(role: name == "source" ? "agency" : name, text)
            }
        }
        if let credit = text("creditline", "credit") { document.addSource(role: "creditline", credit) }
    }

    private mutating func takeConcepts() {
        for (names, kind) in [
            (["people", "person"], Document.Named.Kind.person),
            (["organisations", "organisation", "organizations"], .organisation),
            (["places", "place", "locations"], .place),
        ] {
            for name in names {
                for one in members[name]?.list ?? [] {
                    document.takeNamed(kind, label(one), uri: fieldText(one["uri"]?.string))
                }
            }
        }
        for name in [
            "subjects", "subject", "genres", "genre", "keywords", "keyword", "tags", "categories", "category",
            "articlesection", "section", "sectionname", "desks", "products",
        ] {
            for one in members[name]?.list ?? [] {
                if let list = one.string, name == "keywords" || name == "tags", list.utf8.contains(0x2C) {
                    for word in list.split(separator: ",") { document.takeSubject(name: fieldText(String(word))) }
                    continue
                }
                let object = NewsJSON.folded(one)
                let code = ["code", "qcode", "literal"].lazy.compactMap { fieldText(object[$0]?.string) }.first { _ in
                    true
                }
                document.takeSubject(name: label(one), code: code, uri: fieldText(object["uri"]?.string))
            }
        }
    }

    private mutating func takeCodes() {
        for code in value("iptc")?.list ?? [] {
            if let code = code.text, code.utf8.count == 8, code.utf8.allSatisfy(isDigit) {
                document.takeSubject(name: nil, code: code)
            }
        }
    }

    private mutating func takeAssociations() {
        guard let associations = value("associations") else { return }
        let list =
            associations.isArray
            ? associations.elements.map { ("", $0) } : associations.members.map { ($0.name, $0.value) }
        for (name, one) in list.prefix(100) where one.isObject {
            let object = NewsJSON.folded(one)
            let uri = fieldText(object["uri"]?.string ?? object["urn"]?.string ?? object["guid"]?.string)
            let headline = ["headline", "name", "title", "rel"].lazy.compactMap { fieldText(object[$0]?.string) }.first
            { _ in true }
            let kind = fieldText(object["type"]?.string).map { $0 == "image" ? "picture" : $0 }
            document.associations.append(
                Document.Association(name: headline ?? (name.isEmpty ? uri ?? "item" : name), type: kind, uri: uri))
        }
    }

    private mutating func takeRights() {
        document.copyrightHolder = value("copyrightholder").flatMap { label($0) }
        document.copyrightNotice = text("copyrightnotice", "copyright")
        document.usageTerms = text("usageterms")
    }

    // MARK: Text

    private mutating func takeBodies() throws {
        var texts: [Text] = []
        let bodies = value("bodies")?.list ?? []
        for body in bodies.filter({ $0["role"]?.string == "main" }) + bodies.filter({ $0["role"]?.string != "main" }) {
            let kind = (body["contentType"]?.string ?? body["contenttype"]?.string ?? "").lowercased()
            guard let value = body["value"]?.utf8, let text = Text(value, kind) else { continue }
            // Plain text is what the record holds.
            if kind.hasPrefix("text/plain"), body["role"]?.string != "main" {
                texts.insert(text, at: 0)
            } else {
                texts.append(text)
            }
        }
        // Of ninjs 1.x and its likes the mark-up first, as it keeps paragraphs apart.
        let names = members.keys.filter { $0.hasPrefix("body") && $0 != "bodies" }.sorted()
        let isMarkup = { (name: String) in name.contains("html") }
        for name in names.filter(isMarkup) + names.filter({ !isMarkup($0) }) + [
            "articlehtml", "contenthtml", "storyhtml", "articlebody", "contenttext", "text", "content", "story",
        ] {
            if let value = members[name]?.utf8, let text = Text(value, name) { texts.append(text) }
        }
        let others = members.keys.sorted().filter { NewsJSON.lists.contains($0) || NewsXML.texts.contains($0) }
        for name in others + ["leadparagraph"] where texts.isEmpty {
            let pieces = members[name].map { NewsJSON.texts(of: $0) } ?? []
            if let text = Text(Array(pieces.joined(separator: [0x0A, 0x0A])), name) { texts.append(text) }
        }
        guard let first = texts.first else { return }
        // The same text once more, with its paragraphs.
        let better = first.isStructured ? nil : texts.first { $0.isStructured && $0.beginning == first.beginning }
        let chosen = better ?? first
        if chosen.isMarkup { try document.takeBody(html: chosen.bytes) } else { document.takeBody(plain: chosen.bytes) }
    }

    /// One of an item's texts.
    private struct Text {
        var bytes: [UInt8]
        /// HTML, whatever it is called.
        var isMarkup: Bool
        /// Paragraphs are marked or parted by blank lines.
        var isStructured: Bool
        /// The first letters.
        var beginning: [UInt8]

        /// - Parameter kind: media type, or name of the member. `nil` where there is no text.
        init?(_ value: [UInt8], _ kind: String) {
            guard value.contains(where: { $0 > 0x20 }) else { return nil }
            if kind.contains("nitf"), let nitf = try? NewsJSON.nitf(value) {
                bytes = nitf
                isMarkup = true
            } else {
                bytes = value
                isMarkup = NewsJSON.looksLikeMarkup(value)
            }
            isStructured = isMarkup || value.withUnsafeBufferPointer { $0.index(of: "\n\n") != nil }
            var isTag = false
            var letters: [UInt8] = []
            for byte in bytes where letters.count < 40 {
                if byte == 0x3C { isTag = true }
                if !isTag, byte >= 0x80 || isLetter(byte) { letters.append(byte) }
                if byte == 0x3E { isTag = false }
            }
            beginning = letters
        }
    }

    /// NITF inside JSON, as HTML.
    fileprivate static func nitf(_ text: [UInt8]) throws -> [UInt8] {
        let tree = try Entities.decodeNamed(text).withUnsafeBufferPointer { try XMLParser.parse($0, format: "nitf") }
        return (tree.root?.find("body.content") ?? tree.root)?.html(NITF.htmlName) ?? []
    }

    fileprivate static func looksLikeMarkup(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { view in
            ["<p", "<br", "<div", "</", "<html"].contains { (tag: StaticString) in
                view.indexIgnoringCase(of: tag) != nil
            }
        }
    }

    private mutating func takeDescriptions() {
        for description in value("descriptions")?.list ?? [] {
            let object = NewsJSON.folded(description)
            let role = fieldText(object["role"]?.string)?.split(separator: ":").last.map(String.init) ?? "description"
            document.takeDescription(role, label(description))
        }
        document.takeDescription("summary", text("teaser", "abstract", "summary", "trailtext", "excerpt", "entradilla"))
        if let summary = value("summary"), summary.isArray {
            document.takeDescription("summary", fieldText(summary.elements.compactMap(\.string).joined(separator: " ")))
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("description") && name != "descriptions" {
            document.takeDescription(name.contains("caption") ? "caption" : "description", plainLine(value))
        }
    }

    private func plainLine(_ value: JSON) -> String? {
        guard let text = value.utf8 else { return nil }
        guard NewsJSON.looksLikeMarkup(text) else { return fieldText(text) }
        return (try? Fragment.read(text)).flatMap { fieldText($0.builder.body) }
    }
}

extension NewsJSON {
    /// The items in a value: it is one, a list of them, or holds such a list in a member of any name.
    static func items(in value: JSON) -> [JSON] {
        if value.isArray { return value.elements.flatMap { isItem($0) ? [$0] : items(in: $0) } }
        guard value.isObject else { return [] }
        if let graph = value["@graph"] { return graph.elements.filter(isItem) }
        if isItem(value) { return [value] }
        let lists: [StaticString] = [
            "items", "item", "data", "results", "entries", "articles", "stories", "docs", "news", "content", "doc",
            "documents", "response", "hits", "posts", "records", "payload",
        ]
        for name in lists {
            guard let inner = value[name] else { continue }
            let found = items(in: inner)
            if !found.isEmpty { return found }
        }
        // An envelope around one item. What was looked into already is not once more: nested, that would double each time.
        let objects = value.members.filter { $0.value.isObject }
        guard objects.count == 1, !lists.contains(where: { $0.description == objects[0].name }) else { return [] }
        return items(in: objects[0].value)
    }
}

extension ReaderEntry {
    /// JSON: a news item, several, or one a line.
    static let newsJSON = ReaderEntry(
        format: "json",
        recognise: { head in try ReaderEntry.json.recognise(head) == nil ? nil : "a JSON document" },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "json")
            let decoded = TextDecoder.decode(original.bytes)
            var document = Document(format: "json", formatReason: reason, decoded)
            var values: [JSON] = []
            var at = 0
            let bytes = decoded.bytes
            while at < bytes.count, values.count < 1_000_000 {
                do throws(JSONError) {
                    let (value, end) = try JSONParser.parsePrefix(bytes, from: at, lenient: true)
                    values.append(value)
                    at = bytes.withUnsafeBufferPointer { $0.skipSpace(from: end) }
                } catch {
                    throw Rejection(
                        error.kind == .tooDeep ? .tooDeep : .malformed, stage: .decode,
                        "The JSON is broken at byte \(error.offset).", hint: "Send it again, complete.", format: "json",
                        offset: error.offset)
                }
            }
            let items = values.flatMap { NewsJSON.items(in: $0) }
            guard !items.isEmpty else {
                throw Rejection(
                    .unknownFormat, stage: .decode, "This is JSON, but no news item is found in it.",
                    hint: "ninjs, schema.org NewsArticle and JSON Feed are read.", format: "json")
            }
            for (n, item) in items.enumerated() {
                var article = try NewsJSON.read(item, into: document)
                article.format = NewsJSON.format(of: item)
                let result = article.completed()
                if items.count == 1, values.count == 1 {
                    try emit(Reading(result: result))
                } else {
                    try emit(Reading(member: "\(n + 1)", memberBytes: item.bytes, result: result))
                }
            }
        })
}

extension NewsJSON {
    fileprivate static func format(of item: JSON) -> String {
        if item["@type"] != nil || item["@context"] != nil { return "json-ld" }
        if item["bodies"] != nil || item["headlines"] != nil || item["standard"] != nil { return "ninjs" }
        return item.members.contains { $0.name.hasPrefix("body_") || $0.name == "versioncreated" } ? "ninjs" : "json"
    }
}
