internal import Article
internal import Bytes
internal import Yams

/// The block of fields before a Markdown text: YAML between `---`, TOML between `+++`, or a JSON object.
struct FrontMatter {
    indirect enum Value {
        case text(String)
        case flag(Bool)
        case list([Value])
        case table([(key: String, value: Value)])
    }
    enum Syntax { case yaml, toml, json }

    var syntax: Syntax
    /// Fields in order; keys in lower case.
    var fields: [(key: String, value: Value)] = []
    /// Where the text begins.
    var end: Int
    /// Why the fields could not be read, though the block is there.
    var problem: String?

    /// The most bytes front matter may have.
    static let limit = 65_536
    /// The most values that are taken from it, aliases followed.
    private static let valueLimit = 4_000

    /// Whether front matter begins the text; `closed` is false where its end is missing.
    static func find(_ b: ByteView) -> (syntax: Syntax, content: Range<Int>, end: Int, closed: Bool)? {
        let start = b.skipSpace(from: 0)
        guard start < b.count else { return nil }
        if b[start] == 0x7B { return json(b, start) }
        let (mark, syntax): (StaticString, Syntax) = b[start] == 0x2B ? ("+++", .toml) : ("---", .yaml)
        guard b.has(mark, at: start), start == 0 || b[start - 1] == 0x0A else { return nil }
        var i = lineEnd(b, start)
        guard b[view: start + 3..<i].trimmed.isEmpty, i < b.count else { return nil }
        i += 1
        let from = i
        // Fields begin on the next line that is neither blank nor a comment; anything else is a rule and text.
        guard opensWithField(b, from, syntax) else { return nil }
        let limit = min(b.count, from + FrontMatter.limit)
        while i < limit {
            let end = lineEnd(b, i)
            let line = b[view: i..<end]
            if line.has(mark),
                line[view: 3..<line.count].trimmed.isEmpty
                    || syntax == .yaml && line.has("...") && line[view: 3..<line.count].trimmed.isEmpty
            {
                return (syntax, from..<i, min(end + 1, b.count), true)
            }
            if syntax == .yaml, line.has("..."), line[view: 3..<line.count].trimmed.isEmpty {
                return (syntax, from..<i, min(end + 1, b.count), true)
            }
            i = end + 1
        }
        return (syntax, from..<from, from, false)
    }

    private static func lineEnd(_ b: ByteView, _ start: Int) -> Int { b.index(of: 0x0A, from: start) ?? b.count }

    private static func opensWithField(_ b: ByteView, _ start: Int, _ syntax: Syntax) -> Bool {
        var i = start
        while i < b.count {
            let end = lineEnd(b, i)
            let line = b[view: i..<end].trimmed
            i = end + 1
            guard let first = line.first, first != 0x23 else { continue }
            // An empty block.
            if line.equals("---") || line.equals("+++") { return true }
            guard let sign = line.index(of: syntax == .yaml ? 0x3A : 0x3D), sign > 0, sign < 64 else {
                return syntax == .toml && first == 0x5B
            }
            return line[view: 0..<sign].allSatisfy {
                isLetter($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E || $0 == 0x20 || $0 == 0x22
                    || $0 >= 0x80
            } && (syntax == .toml || sign + 1 == line.count || isSpace(line[sign + 1]))
        }
        return false
    }

    /// An object, and then text that is no JSON.
    private static func json(_ b: ByteView, _ start: Int) -> (Syntax, Range<Int>, Int, Bool)? {
        let bytes = Array(b[view: start..<min(b.count, start + FrontMatter.limit)])
        guard let (_, end) = try? JSONParser.parsePrefix(bytes) else { return nil }
        let stop = start + end
        let rest = b.skipSpace(from: stop)
        guard rest < b.count, b[rest] != 0x7B, b[rest] != 0x5B, b[rest] != 0x2C,
            b[view: stop..<rest].contains(0x0A)
        else { return nil }
        return (.json, start..<stop, rest, true)
    }

    /// Reads the fields of the block that `find` found.
    init(_ b: ByteView, _ found: (syntax: Syntax, content: Range<Int>, end: Int, closed: Bool)) {
        syntax = found.syntax
        end = found.end
        let content = b[view: found.content]
        switch syntax {
        case .json:
            if let value = try? JSONParser.parse(Array(content)) { readJSON(value) }
        case .toml:
            let toml = TOMLFields(content)
            fields = toml.fields
            if toml.isBroken { problem = "some of its TOML is broken" }
        case .yaml: readYAML(content)
        }
    }

    // MARK: JSON

    private mutating func readJSON(_ value: JSON) {
        var left = FrontMatter.valueLimit
        if case .table(let fields) = FrontMatter.convert(value, &left) { self.fields = fields }
    }

    private static func convert(_ value: JSON, _ left: inout Int) -> Value {
        left -= 1
        guard left > 0 else { return .text("") }
        switch value.kind {
        case .object:
            var out: [(key: String, value: Value)] = []
            for (name, member) in value.members { out.append((name.lowercased(), convert(member, &left))) }
            return .table(out)
        case .array:
            var out: [Value] = []
            for element in value.elements { out.append(convert(element, &left)) }
            return .list(out)
        case .true, .false: return .flag(value.kind == .true)
        default: return .text(value.text ?? "")
        }
    }

    // MARK: YAML

    /// libyaml's parser recurses and lets aliases refer to aliases: what is nested too deep, or has more aliases
    /// than honest front matter ever has, is not given to it.
    private mutating func readYAML(_ content: ByteView) {
        guard FrontMatter.nesting(content) <= 64, FrontMatter.aliases(content) <= 8 else {
            problem = "its YAML is nested too deep or has too many aliases"
            return
        }
        var left = FrontMatter.valueLimit
        if let root = try? Yams.compose(yaml: content.text, .basic),
            case .table(let fields) = FrontMatter.convert(root, &left)
        {
            self.fields = fields
            if left <= 0 { problem = "it has too many values" }
        } else {
            // Broken somewhere: the plain lines of it are still clear.
            fields = FrontMatter.plainLines(content)
            problem = "its YAML is broken"
        }
    }

    private static func convert(_ node: Node, _ left: inout Int) -> Value {
        left -= 1
        guard left > 0 else { return .text("") }
        switch node {
        case .scalar(let scalar):
            // A word without quotes may be a flag or nothing.
            if scalar.style == .plain {
                switch scalar.string.lowercased() {
                case "true", "yes": return .flag(true)
                case "false", "no": return .flag(false)
                case "null", "~", "": return .text("")
                default: break
                }
            }
            return .text(scalar.string)
        case .sequence(let sequence):
            var out: [Value] = []
            for element in sequence where left > 0 { out.append(convert(element, &left)) }
            return .list(out)
        case .mapping(let mapping):
            var out: [(key: String, value: Value)] = []
            for (key, value) in mapping where left > 0 {
                guard let name = key.scalar?.string else { continue }
                out.append((name.lowercased(), convert(value, &left)))
            }
            return .table(out)
        case .alias: return .text("")
        }
    }

    private static func plainLines(_ content: ByteView) -> [(key: String, value: Value)] {
        var out: [(key: String, value: Value)] = []
        var i = 0
        while i < content.count, out.count < 200 {
            let end = lineEnd(content, i)
            let line = content[view: i..<end]
            i = end + 1
            guard let first = line.first, isLetter(first), let colon = line.index(of: 0x3A), colon < 64 else {
                continue
            }
            var value = line[view: colon + 1..<line.count].trimmed
            if value.count >= 2, value[0] == value[value.count - 1], value[0] == 0x22 || value[0] == 0x27 {
                value = value[view: 1..<value.count - 1]
            }
            guard !value.isEmpty else { continue }
            out.append((line[view: 0..<colon].text.lowercased(), .text(value.text)))
        }
        return out
    }

    /// The deepest nesting: of brackets, of list marks on one line, of indents.
    private static func nesting(_ content: ByteView) -> Int {
        var deepest = 0
        var open = 0
        var marks = 0
        var atStart = true
        var indents = 0
        for byte in content {
            switch byte {
            case 0x0A:
                atStart = true
                deepest = max(deepest, marks)
                marks = 0
                indents = 0
                continue
            case 0x5B, 0x7B: open += 1
            case 0x5D, 0x7D: open = max(0, open - 1)
            case 0x20: if atStart { indents += 1 }
            default: break
            }
            if atStart, byte == 0x2D || byte == 0x3F || byte == 0x3A { marks += 1 }
            if byte != 0x20, byte != 0x2D, byte != 0x3F, byte != 0x3A {
                if atStart { deepest = max(deepest, indents / 2) }
                atStart = false
            }
            deepest = max(deepest, open)
        }
        return max(deepest, marks)
    }

    private static func aliases(_ content: ByteView) -> Int {
        var count = 0
        var i = 0
        while i + 1 < content.count {
            if content[i] == 0x2A, isLetter(content[i + 1]) || isDigit(content[i + 1]),
                i == 0 || isSpace(content[i - 1]) || content[i - 1] == 0x5B || content[i - 1] == 0x2C
                    || content[i - 1] == 0x7B
            {
                count += 1
            }
            i += 1
        }
        return count
    }
}

extension FrontMatter.Value {
    /// A single text; of a list its texts, parted by commas; of a table its name.
    var text: String? {
        switch self {
        case .text(let text): return text.isEmpty ? nil : text
        case .flag: return nil
        case .list(let values):
            let texts = values.compactMap(\.text)
            return texts.isEmpty ? nil : texts.joined(separator: ", ")
        case .table(let fields):
            return fields.first { $0.key == "name" || $0.key == "title" || $0.key == "label" }?.value.text
        }
    }

    var texts: [String] {
        if case .list(let values) = self { return values.compactMap(\.text) }
        return text.map { [$0] } ?? []
    }
}

extension Document {
    mutating func take(_ matter: FrontMatter) {
        for (key, value) in matter.fields {
            // "published_at", "publish-date" and "publishDate" are one key.
            let name = String(decoding: key.utf8.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x20 }, as: UTF8.self)
            switch name {
            case "title", "headline", "titel", "titre": headline = fieldText(value.text) ?? headline
            case "subtitle", "deck", "standfirst", "subheadline", "dek": deck = fieldText(value.text) ?? deck
            case "kicker", "overline": kicker = fieldText(value.text) ?? kicker
            case "author", "authors", "byline", "by", "writer", "reporter": takeFrontMatterAuthors(value)
            case "date", "published", "publishdate", "publisheddate", "pubdate", "publishedat", "datepublished",
                "created", "createdat",
                "publishedtime", "posted":
                contentCreated = DateStamps.parse(value.text) ?? contentCreated
            case "updated", "modified", "lastmod", "lastmodified", "lastmodifiedat", "updatedat", "datemodified",
                "modifiedtime":
                versionCreated = DateStamps.parse(value.text) ?? versionCreated
            case "slug", "slugline": slugline = fieldText(value.text) ?? slugline
            case "lang", "language", "locale": language = languageTag(value.text) ?? language
            case "tags", "keywords", "categories", "category", "topics", "topic", "subjects", "subject", "section":
                for item in value.texts {
                    for part in item.split(separator: ",") {
                        if let text = fieldText(String(part)) { addSubject(text) }
                    }
                }
            case "description", "summary", "excerpt", "abstract", "teaser", "lead", "lede", "intro":
                if let text = fieldText(value.text) { descriptions.append(Described(role: "summary", text: text)) }
            case "id", "guid", "uuid", "uri": senderID = fieldText(value.text) ?? senderID
            case "version", "revision": senderVersion = fieldText(value.text) ?? senderVersion
            case "url", "canonical", "canonicalurl", "link", "permalink":
                if let text = fieldText(value.text), text.hasPrefix("http") { url = text }
            case "source", "agency", "publisher", "publication":
                for text in value.texts { if let text = fieldText(text) { addSource(role: "agency", text) } }
            case "embargo", "embargoed", "embargoeduntil", "embargountil":
                if let text = fieldText(value.text) {
                    embargoedUntil = DateStamps.parse(text)
                    if embargoedUntil == nil {
                        warnings.append(
                            Warning(
                                code: "embargo-unclear", message: "An embargo is stated, but not until when: \(text)"))
                    }
                }
            case "expires", "expirydate", "expiry", "expirationdate": expires = DateStamps.parse(value.text) ?? expires
            case "copyright", "rights": copyrightNotice = fieldText(value.text) ?? copyrightNotice
            case "license", "licence", "usageterms": usageTerms = fieldText(value.text) ?? usageTerms
            case "draft": if case .flag(true) = value { status = .withheld }
            case "status", "pubstatus":
                switch value.text?.lowercased() {
                case "canceled", "cancelled", "killed", "kill", "withdrawn", "retracted": status = .canceled
                case "withheld", "draft": status = .withheld
                case "usable", "published": status = .usable
                default: break
                }
            case "note", "ednote", "editornote", "editorsnote": editorialNote = fieldText(value.text) ?? editorialNote
            case "dateline", "location", "place": statedDateline = fieldText(value.text) ?? statedDateline
            case "urgency", "priority":
                if let number = value.text.flatMap({ Int($0) }), (1...9).contains(number) { urgency = number }
            default: break
            }
        }
    }

    private mutating func takeFrontMatterAuthors(_ value: FrontMatter.Value) {
        if case .list(let values) = value {
            for text in values.compactMap(\.text) {
                if let name = fieldText(text), authors.count < 100 { authors.append(Author(name: name)) }
            }
            if byline == nil, !authors.isEmpty { byline = authors.map(\.name).joined(separator: ", ") }
        } else if var text = value.text {
            text.withUTF8 { takeAuthors($0) }
        }
    }
}
