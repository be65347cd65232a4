internal import Article
internal import Bytes

/// NewsML 1.2. Source: IPTC, "NewsML 1.2 Functional Specification". An item's components are searched for the one with text;
/// the NITF or XHTML inside fills what the item's own lines leave open.
struct NewsML1 {
    private var document: Document
    private let item: XMLElement

    /// One of an item's stories.
    struct Story {
        let component: XMLElement
        /// What their package says of all of them, and its language.
        let common: [XMLElement]
        let language: String?
        let isOnly: Bool
    }

    /// - Parameter story: the one of the item's stories that is read; without it the whole item is one.
    static func read(_ item: XMLElement, story: Story? = nil, _ envelope: XMLElement?, into document: Document)
        throws -> Document
    {
        var reader = NewsML1(document: document, item: item)
        if let envelope { reader.takeEnvelope(envelope) }
        try reader.read(story)
        return reader.document
    }

    /// The stories of an item that has several: each a component with a headline of its own, made of parts whose roles say title, lead
    /// and body, in one language or another.
    static func stories(of item: XMLElement) -> [Story] {
        let components = item.children("NewsComponent")
        guard components.count == 1, let top = components.first, top.first("ContentItem") == nil else { return [] }
        let found = top.children("NewsComponent").filter { story in
            story.first("Role") != nil && story.first("NewsLines")?.first("HeadLine")?.text != nil
                && story.children("NewsComponent").contains { roles.contains(role(of: $0)) }
        }
        let common = top.children.filter { $0.name != "NewsComponent" }
        return found.map { Story(component: $0, common: common, language: top["lang"], isOnly: found.count == 1) }
    }

    private static let roles: Set = ["title", "lead", "body"]

    private static func role(of component: XMLElement) -> String {
        component.first("Role")?["FormalName"]?.lowercased() ?? ""
    }

    private init(document: Document, item: XMLElement) {
        self.document = document
        self.item = item
    }

    private mutating func takeEnvelope(_ envelope: XMLElement) {
        for product in envelope.children("NewsService") + envelope.children("NewsProduct") {
            if let name = fieldText(product["FormalName"]) { document.addSource(role: "service", name) }
        }
        urgencyOfEnvelope = envelope.first("Priority")?["FormalName"]
    }

    private var urgencyOfEnvelope: String?

    private mutating func read(_ story: Story?) throws {
        if let identification = item.first("Identification") { takeIdentification(identification) }
        if let management = item.first("NewsManagement") { takeManagement(management) }
        if let story {
            // What the story says of itself counts before what its package says.
            takeComponent(story.component)
            if let id = story.component["Duid"], id != "0", !story.isOnly {
                document.senderID = (document.senderID.map { $0 + ":" } ?? "") + id
            }
        }
        document.takeLanguage(item["lang"])
        let components = story.map { [$0.component] } ?? item.children("NewsComponent")
        if let story {
            document.takeLanguage(story.language)
            for part in story.common { takePart(part) }
        } else {
            for component in components { takeComponent(component) }
        }
        for update in item.children("Update") { document.takeNote(update.text) }
        for component in components { try takeBody(of: component) }
        if document.paragraphs.isEmpty {
            for content in (story?.component ?? item).all("DataContent") where document.paragraphs.isEmpty {
                // A picture's bytes, for instance, in Base64.
                if !content.isIn("Encoding") { try takeContent(content, "") }
            }
        }
        document.takeUrgency(urgencyOfEnvelope)
        // Who is to be credited, where nobody is named.
        if document.byline == nil, let credit { document.byline = credit }
        if document.slugline == nil { document.slugline = label }
        if document.type != "text", document.type != "composite" {
            document.takeDescription("caption", fieldText(document.body))
        }
    }

    private var credit: String?
    private var label: String?

    private mutating func takeIdentification(_ identification: XMLElement) {
        if let identifier = identification.first("NewsIdentifier") {
            let item = identifier.first("NewsItemId")?.text
            document.senderID = identifier.first("PublicIdentifier")?.text ?? item
            // One that names the agency alone is the same for all its items.
            if let id = document.senderID, let item, !id.contains(item) { document.senderID = id + ":" + item }
            // A positive integer; 0 says that nobody counts.
            document.senderVersion = identifier.first("RevisionId")?.text.flatMap { $0 == "0" ? nil : $0 }
        }
        if let label = identification.first("NameLabel")?.text { self.label = label }
    }

    private mutating func takeManagement(_ management: XMLElement) {
        for part in management.children {
            switch part.name {
            case "FirstCreated": document.firstCreated = DateStamps.parse(part.text)
            case "ThisRevisionCreated": document.versionCreated = DateStamps.parse(part.text)
            case "Status": document.takeStatus(part["FormalName"])
            case "StatusWillChange":
                if part.first("FutureStatus")?["FormalName"]?.lowercased() == "usable" {
                    document.embargoedUntil = DateStamps.parse(part.first("DateAndTime")?.text)
                }
            case "Urgency": document.takeUrgency(part["FormalName"])
            case "Instruction": document.takeNote(part.text)
            default: break
            }
        }
    }

    private mutating func takeComponent(_ component: XMLElement) {
        document.takeLanguage(component["lang"])
        takeKind(component)
        for part in component.children {
            if part.name == "NewsComponent" { takeComponent(part) } else { takePart(part) }
        }
    }

    private mutating func takePart(_ part: XMLElement) {
        switch part.name {
        case "NewsLines": takeLines(part)
        case "AdministrativeMetadata": takeAdministration(part)
        case "DescriptiveMetadata": takeDescription(part)
        case "RightsMetadata":
            document.copyrightHolder = document.copyrightHolder ?? part.find("CopyrightHolder")?.text
            document.usageTerms = document.usageTerms ?? part.find("Limitations")?.text
        default: break
        }
    }

    /// A story of sound or film has a part in that role.
    private mutating func takeKind(_ component: XMLElement) {
        guard document.type == "text" else { return }
        for role in [component] + component.children("NewsComponent") {
            switch NewsML1.role(of: role) {
            case "video", "clip": document.type = "video"
            case "audio", "sound": document.type = "audio"
            default: break
            }
        }
    }

    private mutating func takeLines(_ lines: XMLElement) {
        for line in lines.children {
            let text = line.text
            switch line.name {
            case "HeadLine": if document.headline == nil { document.headline = text }
            case "SubHeadLine": document.deck = document.deck ?? text
            case "ByLine": document.takeByline(text)
            case "ByLineTitle": break
            case "DateLine": takeDateLine(text)
            case "SlugLine": document.slugline = document.slugline ?? text
            case "CreditLine":
                if let text {
                    document.addSource(role: "creditline", text)
                    credit = credit ?? text
                }
            case "CopyrightLine": document.copyrightNotice = document.copyrightNotice ?? text
            case "RightsLine": document.usageTerms = document.usageTerms ?? text
            case "KeywordLine": document.takeSubject(name: text)
            case "NewsLine":
                let kind = line.first("NewsLineType")?["FormalName"]?.lowercased() ?? ""
                let value = line.first("NewsLineText")?.text
                if kind.contains("note") || kind.contains("advis") {
                    document.takeNote(value)
                } else {
                    document.takeDescription("description", value)
                }
            default: break
            }
        }
    }

    /// Some have a date alone there.
    private mutating func takeDateLine(_ text: String?) {
        guard let text else { return }
        if text.utf8.contains(where: { isLetter($0) || $0 >= 0x80 }) {
            document.statedDateline = document.statedDateline ?? text
        } else {
            document.contentCreated = document.contentCreated ?? DateStamps.parse(text)
        }
    }

    private mutating func takeAdministration(_ metadata: XMLElement) {
        for part in metadata.children {
            let name = fieldText(part.find("Party")?["FormalName"])
            switch part.name {
            case "Provider": if let name { document.addSource(role: "provider", name) }
            case "Source": if let name { document.addSource(role: "agency", name) }
            case "Property":
                switch part["FormalName"]?.lowercased() {
                case "priority", "urgency": document.takeUrgency(part["Value"])
                case "editorialinfo", "editornote", "ednote": document.takeNote(fieldText(part["Value"]))
                case "topic", "slug", "slugline": document.slugline = document.slugline ?? fieldText(part["Value"])
                default: break
                }
            default: break
            }
        }
    }

    private mutating func takeDescription(_ metadata: XMLElement) {
        for part in metadata.children {
            switch part.name {
            case "Language": document.takeLanguage(part["FormalName"])
            case "Genre": document.takeSubject(name: nil, code: part["FormalName"])
            case "SubjectCode":
                // A qualifier stands beside what it qualifies.
                for code in part.children where code["FormalName"] != nil {
                    document.takeSubject(name: fieldText(code["cat"]), code: code["FormalName"])
                }
            case "DateLineDate":
                document.contentCreated = document.contentCreated ?? DateStamps.parse(part.text)
            case "Location":
                for property in part.children("Property") {
                    guard let kind = property["FormalName"], let value = fieldText(property["Value"]) else { continue }
                    document.takeNamed(.place, value)
                    if kind == "City", part["HowPresent"] == "Origin", document.statedDateline == nil {
                        document.statedDateline = value
                    }
                }
            case "Property":
                guard let value = fieldText(part["Value"]) else { continue }
                switch part["FormalName"]?.lowercased() {
                case "keyword": document.takeSubject(name: value)
                case "location", "country": document.takeNamed(.place, value)
                case "city":
                    document.takeNamed(.place, value)
                    document.statedDateline = document.statedDateline ?? value
                default: break
                }
            case "TopicOccurrence": document.takeSubject(name: part.text, code: part["Topic"])
            default: break
            }
        }
    }

    // MARK: Body

    /// The text of the components, the main one's first.
    private mutating func takeBody(of component: XMLElement) throws {
        let parts = component.children("NewsComponent")
        let isMain = { (part: XMLElement) in
            ["main", "main text", "body", "text"].contains(NewsML1.role(of: part))
        }
        let role = NewsML1.role(of: component)
        guard role != "stylesheet" else { return }
        for content in component.children("ContentItem") {
            if let href = content["Href"], document.associations.count < 100 {
                let media = content.first("MediaType")?["FormalName"]?.lowercased()
                document.associations.append(
                    Document.Association(
                        name: href, type: media == "photo" ? "picture" : media == "text" ? nil : media, uri: href))
            }
            guard let data = content.first("DataContent") else { continue }
            switch role {
            case "title", "headline":
                if document.headline == nil { document.headline = data.text }
                continue
            case "subheadline", "subtitle":
                if let text = data.text, document.deck == nil { document.deck = text }
                continue
            case "lead", "abstract", "summary":
                document.takeDescription("summary", data.text)
                continue
            default: break
            }
            try takeContent(data, role)
        }
        for part in parts.filter(isMain) + parts.filter({ !isMain($0) }) { try takeBody(of: part) }
    }

    private mutating func takeContent(_ data: XMLElement, _ role: String) throws {
        if role == "caption" { document.takeDescription("caption", data.text) }
        guard document.paragraphs.isEmpty else { return }
        guard let root = data.children.first else {
            let text = data.rawText
            // Mark-up inside CDATA, or escaped once.
            let isMarkup = text.withUnsafeBufferPointer {
                $0.indexIgnoringCase(of: "<p>") != nil || $0.indexIgnoringCase(of: "<p ") != nil
                    || $0.indexIgnoringCase(of: "<nitf") != nil || $0.indexIgnoringCase(of: "<br") != nil
            }
            if isMarkup { try document.takeBody(html: text) } else { document.takeBody(plain: text) }
            return
        }
        if root.name == "nitf" {
            let outer = document
            try NITF.read(root, into: &document)
            document.headline = outer.headline ?? document.headline
            document.senderID = outer.senderID ?? document.senderID
            document.senderVersion = outer.senderVersion ?? document.senderVersion
            document.status = outer.status ?? document.status
            document.contentCreated = outer.contentCreated ?? document.contentCreated
            document.firstCreated = outer.firstCreated ?? document.firstCreated
        } else if root.name == "body", root.first("body.content") != nil {
            try document.takeBody(html: root.first("body.content")?.html(NITF.htmlName) ?? [])
        } else {
            let body = root.name == "html" ? root.first("body") ?? root : data
            try document.takeBody(html: body.html(HTMLName.name))
        }
    }
}

extension ReaderEntry {
    static let newsML1 = ReaderEntry(
        format: "newsml",
        recognise: { try isXML($0) && $0.root?.isNamed("NewsML") == true ? "root element NewsML" : nil },
        read: { original, reason, emit in
            let (tree, document) = try xmlDocument(original, "newsml", reason)
            guard let root = tree.root else { return }
            let items = root.children("NewsItem")
            guard !items.isEmpty else {
                throw Rejection(.noArticle, stage: .read, "The document holds no NewsItem.", format: "newsml")
            }
            let articles = items.flatMap { item in
                let stories = NewsML1.stories(of: item)
                return stories.isEmpty ? [(item, nil)] : stories.map { (item, Optional($0)) }
            }
            for (n, (item, story)) in articles.enumerated() {
                var article = try NewsML1.read(item, story: story, root.first("NewsEnvelope"), into: document)
                let result = article.completed()
                if articles.count == 1 {
                    try emit(Reading(result: result))
                } else {
                    try emit(
                        Reading(member: "\(n + 1)", memberBytes: (story?.component ?? item).canonical, result: result))
                }
            }
        })
}
