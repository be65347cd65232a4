internal import Article
internal import Bytes

/// NITF 3.x, alone or inside NewsML. Source: IPTC, "News Industry Text Format 3.6", DTD and documentation.
enum NITF {
    static func read(_ nitf: XMLElement, into document: inout Document) throws {
        if let head = nitf.first("head") { takeHead(head, &document) }
        document.senderID = document.senderID ?? nitf["uno"]
        guard let body = nitf.first("body") else { return }
        for part in body.children {
            switch part.name {
            case "body.head": takeBodyHead(part, &document)
            case "body.content": try takeContent(part, &document)
            case "body.end":
                if let text = part.first("tagline")?.text { document.takeNote(text) }
            default: break
            }
        }
        // Some put their paragraphs into the body itself.
        if body.first("body.content") == nil, document.paragraphs.isEmpty {
            let parts = body.children.filter { $0.name == "p" || $0.name == "block" }
            let html = parts.map { Array("<p>".utf8) + $0.html(htmlName) + Array("</p>".utf8) }
            try document.takeBody(html: Array(html.joined()))
        }
    }

    // MARK: Head

    private static func takeHead(_ head: XMLElement, _ document: inout Document) {
        for element in head.children {
            switch element.name {
            case "tobject":
                for subject in element.all("tobject.subject") { takeSubject(subject, &document) }
            case "docdata":
                for part in element.children { takeDocdata(part, &document) }
                // An embargo that tells its end is no reason to withhold.
                if element["management-status"]?.lowercased() != "embargoed" || document.embargoedUntil == nil {
                    document.takeStatus(element["management-status"])
                }
            case "pubdata":
                if document.contentCreated == nil {
                    document.contentCreated = DateStamps.parse(element["date.publication"])
                }
                if let name = fieldText(element["name"]) { document.addSource(role: "publication", name) }
            case "meta":
                takeMeta(element["name"], element["content"], &document)
            default: break
            }
        }
        if document.headline == nil { document.headline = head.first("title")?.text }
    }

    private static func takeSubject(_ subject: XMLElement, _ document: inout Document) {
        let name =
            subject["tobject.subject.detail"] ?? subject["tobject.subject.matter"] ?? subject["tobject.subject.type"]
        let code = subject["tobject.subject.refnum"] ?? subject["tobject.subject.code"]
        document.takeSubject(name: fieldText(name), code: code)
    }

    private static func takeDocdata(_ part: XMLElement, _ document: inout Document) {
        switch part.name {
        case "doc-id": document.senderID = part["id-string"] ?? document.senderID
        case "urgency": document.takeUrgency(part["ed-urg"])
        case "date.issue":
            document.contentCreated = DateStamps.parse(part["norm"]) ?? document.contentCreated
            document.firstCreated = document.firstCreated ?? document.contentCreated
        case "date.release":
            // When the receiver may publish: an embargo where it is later than the issue.
            if let release = DateStamps.parse(part["norm"]), let issue = document.contentCreated,
                release.instant > issue.instant
            {
                document.embargoedUntil = release
            }
        case "date.expire": document.expires = DateStamps.parse(part["norm"])
        case "du-key":
            document.slugline = document.slugline ?? fieldText(part["key"])
            document.senderVersion = document.senderVersion ?? part["version"]
        case "ed-msg", "correction": document.takeNote(fieldText(part["info"]))
        case "doc.copyright":
            document.copyrightHolder = fieldText(part["holder"])
            if let year = part["year"], let holder = part["holder"] {
                document.copyrightNotice = fieldText("© \(year) \(holder)")
            }
        case "doc.rights":
            if let owner = part["owner"] { document.copyrightHolder = document.copyrightHolder ?? fieldText(owner) }
            document.usageTerms = fieldText(part["limitations"]) ?? document.usageTerms
        case "evloc":
            for key in ["city", "county-dist", "state-prov", "iso-cc"] {
                document.takeNamed(.place, fieldText(part[key]))
            }
        case "key-list":
            for keyword in part.all("keyword") { document.takeSubject(name: fieldText(keyword["key"])) }
        case "identified-content":
            takeIdentified(part, &document)
        case "del-list":
            for source in part.all("from-src") {
                if let name = fieldText(source["src-name"]) { document.addSource(role: "distributor", name) }
            }
        default: break
        }
    }

    private static func takeIdentified(_ content: XMLElement, _ document: inout Document) {
        for part in content.children {
            switch part.name {
            case "person": document.takeNamed(.person, part.text ?? fieldText(part["value"]))
            case "org": document.takeNamed(.organisation, part.text ?? fieldText(part["value"]))
            case "location", "city", "country", "region", "state":
                if part.hasChildren {
                    for child in part.children { document.takeNamed(.place, child.text) }
                } else {
                    document.takeNamed(.place, part.text ?? fieldText(part["city"]))
                }
            case "classifier":
                document.takeSubject(name: fieldText(part["value"] ?? part["type"]), code: part["idsrc"].map { $0 })
            default: break
            }
        }
    }

    /// Members of `meta` that agencies use where NITF has no element of its own.
    private static func takeMeta(_ name: String?, _ content: String?, _ document: inout Document) {
        guard let name, let text = fieldText(content) else { return }
        switch name.lowercased() {
        case "timestamp", "ntbutsendingstidspunkt", "ntbsendtdato", "date", "ap-transmissiondate":
            if document.contentCreated == nil { document.contentCreated = DateStamps.parse(content) }
        case "slug", "slugline", "ntbstikkord": document.slugline = document.slugline ?? text
        case "priority", "anpa-priority", "ntbprioritet", "urgency": document.takeUrgency(text)
        case "anpa-keyword", "keywords", "keyword": document.takeSubject(name: text)
        case "copyright": document.copyrightNotice = document.copyrightNotice ?? text
        case "language": document.takeLanguage(text)
        default: break
        }
    }

    // MARK: Body

    private static func takeBodyHead(_ head: XMLElement, _ document: inout Document) {
        let hasHedline = head.first("hedline") != nil
        for part in head.children {
            switch part.name {
            case "headline": if !hasHedline { document.headline = part.text ?? document.headline }
            case "hedline":
                // The headline proper counts more than the document's title.
                if let headline = part.first("hl1")?.text {
                    document.headline = headline
                }
                for second in part.children("hl2") {
                    if document.deck == nil { document.deck = second.text }
                }
            case "byline": takeByline(part, &document)
            case "dateline":
                document.statedDateline = document.statedDateline ?? dateline(part)
                if document.contentCreated == nil, let date = part.first("story.date") {
                    document.contentCreated = DateStamps.parse(date["norm"]) ?? DateStamps.parse(date.text)
                    document.createdBasis = .dateline
                }
                for place in part.all("location") {
                    document.takeNamed(.place, place.first("city")?.text ?? place.text)
                }
            case "abstract": document.takeDescription("summary", part.text)
            case "note": document.takeNote(part.text)
            case "rights":
                document.copyrightHolder = document.copyrightHolder ?? part.first("rights.owner")?.text
                document.usageTerms = document.usageTerms ?? part.first("rights.limitations")?.text
            case "distributor":
                if let name = part.text { document.addSource(role: "distributor", name) }
            default: break
            }
        }
    }

    /// Place and date are kept apart, as they are in elements of their own.
    private static func dateline(_ part: XMLElement) -> String? {
        guard let text = part.text, let place = part.first("location")?.text, let date = part.first("story.date")?.text,
            text == place + " " + date
        else { return part.text }
        return place + ", " + date
    }

    private static func takeByline(_ byline: XMLElement, _ document: inout Document) {
        let names = byline.all("person").compactMap(\.text)
        let title = byline.find("byttl")?.text
        // The title is not part of the name.
        let printed =
            (try? Fragment.read(byline.html { $0 == "byttl" ? nil : "" })).flatMap {
                fieldText($0.builder.body)
            } ?? title
        document.takeByline(printed, names: names, title: title)
    }

    private static func takeContent(_ content: XMLElement, _ document: inout Document) throws {
        // A block may have what else stands in the head; it is no part of the text.
        for part in content.all("byline") { takeByline(part, &document) }
        for part in content.all("dateline") { document.statedDateline = document.statedDateline ?? dateline(part) }
        for part in content.all("abstract") { document.takeDescription("summary", part.text) }
        for media in content.all("media") {
            let caption = media.first("media-caption")?.text
            document.takeDescription("caption", caption)
            guard document.associations.count < 100 else { continue }
            let source = media.first("media-reference")?["source"]
            document.associations.append(
                Document.Association(
                    name: caption ?? source ?? "media",
                    type: media["media-type"].map { $0 == "image" ? "picture" : $0 },
                    uri: source))
        }
        try document.takeBody(html: content.html(htmlName))
    }

    /// NITF's elements as HTML has them; `nil` leaves one out, an empty name leaves out its tags.
    static func htmlName(_ name: String) -> String? {
        switch name {
        case "p", "pre", "table", "tr", "td", "th", "caption", "ul", "ol", "li", "dl", "dt", "dd", "br", "hr", "a",
            "thead", "tbody", "tfoot":
            name
        case "hl1", "hl2": "h2"
        case "bq": "blockquote"
        case "block", "bq.content", "body.content": "div"
        case "nitf-table": "div"
        case "media", "custom-table", "nitf-table-metadata", "nitf-col", "nitf-colgroup", "abstract", "byline",
            "dateline",
            "copyrite", "note":
            name == "note" ? "div" : nil
        default: ""
        }
    }
}

extension ReaderEntry {
    static let nitf = ReaderEntry(
        format: "nitf",
        recognise: { try isXML($0) && $0.root?.isNamed("nitf") == true ? "root element nitf" : nil },
        read: { original, reason, emit in
            let (tree, document) = try xmlDocument(original, "nitf", reason)
            guard let root = tree.root else { return }
            var article = document
            article.takeLanguage(root["lang"])
            try NITF.read(root, into: &article)
            try emit(Reading(result: article.completed()))
        })
}
