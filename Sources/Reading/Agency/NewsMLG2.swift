internal import Article
internal import Bytes

/// NewsML-G2: one item, or a message of several. Source: IPTC, "NewsML-G2 Specification 2.33", power conformance as far as news
/// is concerned; qcodes are kept as they are where their scheme's URI is not in the document.
struct NewsMLG2 {
    private var document: Document
    private let item: XMLElement
    private let schemes: [String: String]

    static func read(_ item: XMLElement, into document: Document) throws -> Document {
        var reader = NewsMLG2(document: document, item: item, schemes: schemes(of: item))
        try reader.read()
        return reader.document
    }

    /// Aliases of the schemes that the item's own catalogue tells, and those of IPTC.
    private static func schemes(of item: XMLElement) -> [String: String] {
        var found = [
            "medtop": "http://cv.iptc.org/newscodes/mediatopic/", "subj": "http://cv.iptc.org/newscodes/subjectcode/",
        ]
        for scheme in item.first("catalog")?.children("scheme") ?? [] {
            if let alias = scheme["alias"], let uri = scheme["uri"] { found[alias] = uri }
        }
        return found
    }

    private mutating func read() throws {
        document.senderID = item["guid"]
        document.senderVersion = item["version"]
        document.takeLanguage(item["lang"])
        for part in item.children {
            switch part.name {
            case "rightsInfo": takeRights(part)
            case "itemMeta": takeItem(part)
            case "contentMeta": takeContent(part)
            case "contentSet": try takeBody(part)
            case "groupSet": takePackage(part)
            case "assert": takeAssertion(part)
            case "concept":
                // What a concept item describes, an event for instance, is read by its name and definition.
                document.headline = document.headline ?? part.first("name")?.text
                for text in part.children("definition") { document.takeBody(plain: text.rawText) }
                if part.first("eventDetails") != nil { document.type = "event" }
            default: break
            }
        }
        if document.type != "text", document.type != "composite", item.name == "packageItem" {
            document.type = "composite"
        }
    }

    private mutating func takeRights(_ rights: XMLElement) {
        var terms = document.usageTerms.map { [$0] } ?? []
        for part in rights.children {
            let text = part.text ?? part.first("name")?.text ?? fieldText(part["literal"])
            switch part.name {
            case "copyrightHolder": document.copyrightHolder = document.copyrightHolder ?? name(part)
            case "copyrightNotice": document.copyrightNotice = document.copyrightNotice ?? text
            case "usageTerms": if let text { terms.append(text) }
            default: break
            }
        }
        if !terms.isEmpty { document.usageTerms = terms.joined(separator: " ") }
    }

    private mutating func takeItem(_ meta: XMLElement) {
        for part in meta.children {
            switch part.name {
            case "itemClass": document.takeType(part["qcode"] ?? part["uri"])
            case "provider": if let name = name(part) { document.addSource(role: "provider", name) }
            case "versionCreated": document.versionCreated = DateStamps.parse(part.text)
            case "firstCreated": document.firstCreated = DateStamps.parse(part.text)
            case "embargoed": document.embargoedUntil = DateStamps.parse(part.text)
            case "pubStatus": document.takeStatus(part["qcode"] ?? part["uri"])
            case "edNote": document.takeNote(part.flowingText)
            case "title": document.takeDescription("title", part.text)
            case "service": if let name = name(part) { document.addSource(role: "service", name) }
            case "profile": break
            case "signal":
                // Words such as "update" and "correction", and dpa's "do not publish".
                if let code = part["qcode"]?.lowercased(), code.hasSuffix("correction") || code.hasSuffix("update") {
                    document.takeNote(part.first("name")?.text)
                }
            default: break
            }
        }
    }

    private mutating func takeContent(_ meta: XMLElement) {
        for part in meta.children {
            switch part.name {
            case "urgency": document.takeUrgency(part.text)
            case "contentCreated": document.contentCreated = DateStamps.parse(part.text)
            case "contentModified": document.versionCreated = document.versionCreated ?? DateStamps.parse(part.text)
            case "located": takeLocated(part)
            case "infoSource": if let name = name(part) { document.addSource(role: "agency", name) }
            case "creator", "contributor":
                // A code alone is the desk's word for somebody, not a name.
                if part.name == "creator",
                    let name = part.first("name")?.text ?? part.text ?? fieldText(part["literal"]), !isLogin(name)
                {
                    creators.append(name)
                }
            case "creditline": if let text = part.text { document.addSource(role: "creditline", text) }
            case "language": if let tag = languageTag(part["tag"]) { document.language = tag }
            case "genre": takeSubject(part)
            case "keyword": document.takeSubject(name: part.text)
            case "subject": takeSubject(part)
            case "slugline": document.slugline = document.slugline ?? part.text
            case "headline": takeHeadline(part)
            case "dateline": document.statedDateline = part.text ?? document.statedDateline
            case "by": document.takeByline(part.text)
            case "description":
                if !takeSemantics(part) { document.takeDescription(role(part["role"]), part.text) }
            default: break
            }
        }
        if document.byline == nil, let first = creators.first {
            document.takeByline(first, names: creators)
        } else if document.authors.isEmpty {
            document.authors = creators.map { Document.Author(name: $0) }
        }
    }

    private var creators: [String] = []

    /// `doe.jo`: how a system calls its user.
    private func isLogin(_ name: String) -> Bool {
        !name.utf8.contains(0x20) && !name.utf8.contains(where: isUpper)
            && name.utf8.contains { $0 == 0x2E || $0 == 0x5F || $0 == 0x40 }
    }

    /// ANSA's description for machines: JSON with subjects, and who is named.
    ///
    /// - Returns: whether it is one.
    private mutating func takeSemantics(_ part: XMLElement) -> Bool {
        guard part.rawText.first(where: { $0 > 0x20 }) == 0x7B, let json = try? JSONParser.parse(part.rawText) else {
            return false
        }
        for domain in json["iptcDomains"]?.list ?? [] {
            document.takeSubject(name: domain["value"]?.text, code: domain["id"]?.text)
        }
        let kinds: [(StaticString, Document.Named.Kind)] = [
            ("persons", .person), ("organizations", .organisation), ("places", .place),
        ]
        for (key, kind) in kinds {
            for one in json[key]?.list ?? [] { document.takeNamed(kind, one["value"]?.text) }
        }
        return true
    }

    private func role(_ qcode: String?) -> String {
        let word = qcode?.split(separator: ":").last.map(String.init) ?? "summary"
        return ["caption", "summary", "short", "teaser", "intro"].contains(word)
            ? (word == "short" ? "summary" : word) : "description"
    }

    private mutating func takeHeadline(_ part: XMLElement) {
        let kind = part["role"]?.split(separator: ":").last.map { $0.lowercased() } ?? ""
        guard let text = part.text else { return }
        switch kind {
        case "kicker", "dachzeile", "overline", "roofline": document.kicker = document.kicker ?? text
        case "sub", "subheadline", "subtitle", "subhead", "unterzeile", "deck": document.deck = document.deck ?? text
        default:
            if document.headline == nil {
                document.headline = text
            } else if document.headline != text, document.kicker == nil {
                document.kicker = text
            }
        }
    }

    private mutating func takeLocated(_ part: XMLElement) {
        let code = part["qcode"]?.split(separator: ":").last.map(String.init)
        let text =
            part.first("name")?.text ?? part.text ?? fieldText(part["literal"])
            ?? fieldText(code).flatMap { $0.utf8.allSatisfy { isLetter($0) || $0 >= 0x80 } ? $0 : nil }
        document.takeNamed(.place, text, uri: uri(part))
        // ninjs has no room for a sender's code of a place: it is kept with the subjects'.
        if let code = part["qcode"] { document.takeSubject(name: text, code: code, uri: uri(part)) }
        for broader in part.children("broader") { document.takeNamed(.place, broader.first("name")?.text) }
        if document.statedDateline == nil { document.statedDateline = text }
    }

    private mutating func takeSubject(_ part: XMLElement) {
        let name = part.first("name")?.text
        document.takeSubject(
            name: name ?? fieldText(part["literal"]), code: part["qcode"] ?? part["literal"], uri: uri(part))
        switch part["type"]?.split(separator: ":").last.map({ $0.lowercased() }) {
        case "person": document.takeNamed(.person, name, uri: uri(part))
        case "organisation", "organization": document.takeNamed(.organisation, name, uri: uri(part))
        case "poi", "geoarea", "place": document.takeNamed(.place, name, uri: uri(part))
        default: break
        }
        for same in part.children("sameAs") + part.children("broader") {
            document.takeSubject(name: same.first("name")?.text, code: same["qcode"], uri: uri(same))
        }
    }

    private mutating func takeAssertion(_ part: XMLElement) {
        guard let name = part.first("name")?.text else { return }
        switch part.first("type")?["qcode"]?.split(separator: ":").last.map({ $0.lowercased() }) {
        case "person": document.takeNamed(.person, name)
        case "organisation": document.takeNamed(.organisation, name)
        case "poi", "geoarea": document.takeNamed(.place, name)
        default: break
        }
    }

    private func name(_ part: XMLElement) -> String? {
        part.first("name")?.text ?? part.text ?? fieldText(part["literal"])
            ?? part["qcode"].flatMap { code in
                code.split(separator: ":").last.map(String.init)
            }
    }

    private func uri(_ part: XMLElement) -> String? {
        if let uri = part["uri"] { return uri }
        guard let code = part["qcode"], let colon = code.firstIndex(of: ":"), let base = schemes[String(code[..<colon])]
        else {
            return nil
        }
        return base + code[code.index(after: colon)...]
    }

    // MARK: Content

    private mutating func takeBody(_ set: XMLElement) throws {
        for part in set.children {
            switch part.name {
            case "inlineXML": try takeInline(part)
            case "inlineData":
                guard document.paragraphs.isEmpty else { break }
                let kind = part["contenttype"] ?? ""
                if kind.contains("html") {
                    try document.takeBody(html: part.rawText)
                } else if part["encoding"] == nil {
                    document.takeBody(plain: part.rawText)
                }
            case "remoteContent":
                if let href = part["href"] ?? part["residref"] {
                    let type = part["contenttype"]?.split(separator: "/").first.map(String.init)
                    document.associations.append(
                        Document.Association(
                            name: part.first("altText")?.text ?? href, type: type == "image" ? "picture" : type,
                            uri: href))
                }
            default: break
            }
        }
        if document.associations.count > 100 { document.associations.removeLast(document.associations.count - 100) }
    }

    private mutating func takeInline(_ part: XMLElement) throws {
        guard document.paragraphs.isEmpty, let root = part.children.first else { return }
        if root.name == "nitf" {
            var inner = document
            inner.headline = nil
            try NITF.read(root, into: &inner)
            inner.headline = document.headline ?? inner.headline
            inner.senderID = document.senderID
            inner.senderVersion = document.senderVersion
            inner.status = document.status ?? inner.status
            document = inner
            return
        }
        let body = root.name == "html" ? root.first("body") ?? root : part
        for note in body.children where note.name == "section" && note["class"] == "notepad" {
            document.takeNote(note.flowingText)
        }
        for header in body.children where header.name == "header" { document.takeHeader(header) }
        let isMain = { (part: XMLElement) in part.name == "section" && part["class"]?.hasPrefix("main") == true }
        let main = body.children.first(where: isMain)
        try document.takeBody(html: (main ?? body).html(HTMLName.name))
    }

    /// A package: what it groups is linked, and listed as its text.
    private mutating func takePackage(_ set: XMLElement) {
        document.type = "composite"
        var titles: [String] = []
        for reference in set.all("itemRef") where document.associations.count < 200 {
            let uri = reference["residref"] ?? reference["href"]
            let title = reference.first("headline")?.text ?? reference.first("title")?.text
            let kind = reference.first("itemClass")?["qcode"]?.split(separator: ":").last.map(String.init)
            document.associations.append(Document.Association(name: title ?? uri ?? "item", type: kind, uri: uri))
            if let title { titles.append(title) }
        }
        // Identifiers alone are no text.
        if document.paragraphs.isEmpty { document.takeBody(plain: Array(titles.joined(separator: "\n").utf8)) }
    }
}

extension ReaderEntry {
    static let newsMLG2 = ReaderEntry(
        format: "newsml-g2",
        recognise: { head in
            guard try isXML(head), isNewsMLG2(head), let root = head.root else { return nil }
            return "root element \(String(decoding: root.name, as: UTF8.self))"
        },
        read: { original, reason, emit in
            let (tree, document) = try xmlDocument(original, "newsml-g2", reason)
            guard let root = tree.root else { return }
            let kinds: Set = ["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"]
            let items =
                kinds.contains(root.name)
                ? [root] : root.first("itemSet")?.children.filter { kinds.contains($0.name) } ?? []
            guard !items.isEmpty else {
                throw Rejection(.noArticle, stage: .read, "The message holds no item.", format: "newsml-g2")
            }
            for (n, item) in items.enumerated() {
                var article = try NewsMLG2.read(item, into: document)
                if item.name == "planningItem" { article.type = "planning" }
                let result = article.completed()
                if items.count == 1 {
                    try emit(Reading(result: result))
                } else {
                    let member = "\(n + 1)" + (item["guid"].map { " " + $0 } ?? "")
                    try emit(Reading(member: member, memberBytes: item.canonical, result: result))
                }
            }
        })
}
