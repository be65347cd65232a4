internal import Article
internal import Bytes

/// What a page says of itself in JSON-LD, after schema.org.
struct StructuredData {
    var headline: [UInt8]?
    var authors: [String] = []
    var published: Stamp?
    var modified: Stamp?
    var publisher: String?
    var language: String?
    var description: String?
    var url: String?
    var section: [String] = []
    var keywords: [String] = []
    /// The whole text, where the page gives it.
    var articleBody: [UInt8]?

    private var isArticle = false

    /// Reads the contents of all `application/ld+json` scripts of a page, in order.
    init(_ scripts: [[UInt8]]) {
        var objects: [JSON] = []
        for script in scripts where objects.count < 2_000 {
            if let value = StructuredData.parse(script) { StructuredData.collect(value, into: &objects) }
        }
        // References to other objects of the graph go by `@id`.
        var byID: [String: JSON] = [:]
        for object in objects {
            if let id = object["@id"]?.string, object.members.count > 1 { byID[id] = object }
        }
        for object in objects where StructuredData.isArticle(object) { take(object, byID) }
        if !isArticle { for object in objects where StructuredData.isPage(object) { take(object, byID) } }
        if publisher == nil {
            for object in objects
            where publisher == nil && StructuredData.has(object, ["WebSite", "NewsMediaOrganization"]) {
                publisher = fieldText(object["name"]?.string)
            }
        }
    }

    /// The value in a script, without the comments and the semicolon that pages put around it.
    private static func parse(_ script: [UInt8]) -> JSON? {
        let start = script.firstIndex { $0 == 0x7B || $0 == 0x5B }
        guard var start else { return nil }
        // "//<![CDATA[" before it.
        if script[start] == 0x5B {
            let isMarker = script.withUnsafeBufferPointer {
                start >= 2 && $0.has("<![CDATA[", at: start - 8) || $0.has("<![CDATA[", at: start - 2)
            }
            if isMarker, let next = script[(start + 1)...].firstIndex(where: { $0 == 0x7B }) { start = next }
        }
        return try? JSONParser.parsePrefix(script, from: start, lenient: true).value
    }

    /// The objects of arrays and graphs, a few levels deep.
    private static func collect(_ value: JSON, into out: inout [JSON], depth: Int = 0) {
        guard depth < 4, out.count < 2_000 else { return }
        if value.isArray {
            for element in value.elements { collect(element, into: &out, depth: depth + 1) }
        } else if value.isObject {
            out.append(value)
            for name: StaticString in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let inner = value[name], inner.isObject || inner.isArray {
                    collect(inner, into: &out, depth: depth + 1)
                }
            }
        }
    }

    private static func has(_ object: JSON, _ types: [String]) -> Bool {
        guard let type = object["@type"] else { return false }
        return type.list.contains { item in item.string.map { types.contains($0) } ?? false }
    }

    private static func isArticle(_ object: JSON) -> Bool {
        guard let type = object["@type"] else { return false }
        return type.list.contains { item in
            guard let name = item.string else { return false }
            return name.hasSuffix("Article") || name.hasSuffix("Posting") || name == "Report" || name == "Review"
        }
    }

    private static func isPage(_ object: JSON) -> Bool { has(object, ["WebPage", "ItemPage", "CreativeWork"]) }

    private mutating func take(_ object: JSON, _ byID: [String: JSON]) {
        // Of several articles the first is the page's own; others may only fill what it leaves open.
        let isFirst = !isArticle
        isArticle = true
        func fill<T>(_ value: inout T?, _ new: @autoclosure () -> T?) { if value == nil, isFirst { value = new() } }
        fill(&headline, object["headline"]?.utf8 ?? (StructuredData.isArticle(object) ? object["name"]?.utf8 : nil))
        fill(
            &published, DateStamps.parse(object["datePublished"]?.utf8) ?? DateStamps.parse(object["dateCreated"]?.utf8)
        )
        fill(&modified, DateStamps.parse(object["dateModified"]?.utf8))
        fill(&language, languageTag(object["inLanguage"]?.string))
        fill(&description, fieldText(object["description"]?.string))
        fill(
            &url,
            object["url"]?.string ?? object["mainEntityOfPage"]?.string ?? object["mainEntityOfPage"]?["@id"]?.string)
        fill(&articleBody, object["articleBody"]?.utf8)
        if isFirst {
            for item in object["articleSection"]?.list ?? [] {
                if let text = fieldText(item.string) { section.append(text) }
            }
            for item in object["keywords"]?.list ?? [] {
                for part in (item.string ?? "").split(separator: ",") {
                    if let text = fieldText(String(part)) { keywords.append(text) }
                }
            }
        }
        if publisher == nil { publisher = StructuredData.name(object["publisher"], byID) }
        if authors.isEmpty, isFirst {
            for item in (object["author"] ?? object["creator"])?.list ?? [] {
                if let name = StructuredData.name(item, byID), !authors.contains(name), authors.count < 50 {
                    authors.append(name)
                }
            }
        }
    }

    /// The name of a person or organisation: a text, an object, or a reference to one.
    private static func name(_ value: JSON?, _ byID: [String: JSON]) -> String? {
        guard let value else { return nil }
        if value.isArray { return value.elements.lazy.compactMap { name($0, byID) }.first }
        if let text = value.string { return text.hasPrefix("http") ? nil : fieldText(text) }
        if let item = value["name"] {
            let text = item.isArray ? item.elements.compactMap(\.string).joined(separator: ", ") : item.string
            return text.map { $0.hasPrefix("http") } == true ? nil : fieldText(text)
        }
        if let id = value["@id"]?.string, let other = byID[id] { return fieldText(other["name"]?.string) }
        return nil
    }
}
