internal import Article
internal import Bytes

/// JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>): one article an item.
enum JSONFeed {
    static func read(_ item: JSON, of feed: JSON, into document: Document) throws -> Document {
        var document = document
        document.senderID = fieldText(item["id"]?.text) ?? fieldText(item["url"]?.string)
        document.url = fieldText(item["url"]?.string) ?? fieldText(item["external_url"]?.string)
        document.headline = fieldText(item["title"]?.string)
        document.takeLanguage(item["language"]?.string ?? feed["language"]?.string)
        document.contentCreated = DateStamps.parse(item["date_published"]?.string)
        document.versionCreated = DateStamps.parse(item["date_modified"]?.string)
        if let title = fieldText(feed["title"]?.string) { document.addSource(role: "feed", title) }
        var names: [String] = []
        for list in [item["authors"], item["author"], feed["authors"], feed["author"]] where names.isEmpty {
            names = list?.list.compactMap { fieldText($0["name"]?.string) } ?? []
        }
        if !names.isEmpty {
            document.byline = names.joined(separator: ", ")
            document.authors = names.prefix(50).map { Document.Author(name: $0) }
        }
        for tag in item["tags"]?.list ?? [] { document.takeSubject(name: fieldText(tag.string)) }
        for link in [item["image"]] + (item["attachments"]?.list ?? []).map({ $0["url"] }) {
            guard let address = fieldText(link?.string), document.associations.count < 20 else { continue }
            document.associations.append(Document.Association(name: address, type: nil, uri: address))
        }
        let text = item["content_text"]?.utf8 ?? []
        if let html = item["content_html"]?.utf8 { try document.takeBody(html: XMLFeed.withParagraphs(html)) }
        // The sender's own plain text, unless it has fewer paragraphs or less text than the mark-up.
        var plain = document
        plain.body = []
        plain.paragraphs = []
        plain.asides = []
        plain.crossheads = []
        plain.takeBody(plain: text)
        if plain.paragraphs.count >= max(1, document.paragraphs.count), plain.body.count * 10 >= document.body.count * 9
        {
            document = plain
        }
        document.takeDescription("summary", fieldText(item["summary"]?.string))
        return document
    }
}

extension ReaderEntry {
    static let jsonFeed = ReaderEntry(
        format: "jsonfeed",
        recognise: { head in
            let near = head.bytes[view: 0..<min(head.bytes.count, 4096)]
            let isFeed =
                near.index(of: "jsonfeed.org/version/") != nil || near.index(of: "jsonfeed.org\\/version") != nil
                || near.index(of: "\"version\"") != nil && near.index(of: "\"items\"") != nil
                    && (near.index(of: "\"feed_url\"") != nil || near.index(of: "\"home_page_url\"") != nil)
            guard isFeed, head.start < head.bytes.count, head.bytes[head.start] == 0x7B else { return nil }
            return try ReaderEntry.json.recognise(head) == nil ? nil : "its members"
        },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "jsonfeed")
            let decoded = TextDecoder.decode(original.bytes)
            var document = Document(format: "jsonfeed", formatReason: reason, decoded)
            let feed: JSON
            do throws(JSONError) { feed = try JSONParser.parsePrefix(decoded.bytes, lenient: true).value } catch {
                throw Rejection(
                    .malformed, stage: .decode, "The feed's JSON is broken at byte \(error.offset).",
                    format: "jsonfeed",
                    offset: error.offset)
            }
            let items = feed["items"]?.elements ?? []
            guard !items.isEmpty else {
                throw Rejection(.noArticle, stage: .read, "The feed holds no item.", format: "jsonfeed")
            }
            for (n, item) in items.enumerated() {
                var article = try JSONFeed.read(item, of: feed, into: document)
                try emit(Reading(member: "\(n + 1)", memberBytes: item.bytes, result: article.completed()))
            }
        })
}
