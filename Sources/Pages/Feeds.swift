package import Article
internal import Bytes
package import Markup

/// One item of the feeds.
package struct FeedItem: Sendable {
    package var card: Card
    /// The whole text.
    package var text: String
    package init(card: Card, text: String) {
        self.card = card
        self.text = text
    }
}

/// What both feeds say of themselves.
package struct Feed: Sendable {
    /// An absolute URI that never changes.
    package var id: String
    package var title: String
    /// Where the outbox is served; links lead there, where it is set.
    package var base: Address?
    /// Newest first.
    package var items: [FeedItem] = []

    package init(id: String, title: String, base: Address?) {
        self.id = id
        self.title = title
        self.base = base
    }

    fileprivate func page(of card: Card) -> Address? {
        base.map { Address(path: card.path + "/article.html", base: $0) }
    }
}

/// `feed.json`: JSON Feed, version 1.1 (jsonfeed.org).
package func writeJSONFeed(_ feed: Feed) -> [UInt8] {
    var json = JSONWriter(capacity: 1 << 16)
    json.object { json in
        json.member("version", "https://jsonfeed.org/version/1.1")
        json.member("title", feed.title)
        if let base = feed.base {
            json.member("home_page_url", Address(path: "index.html", base: base).text)
            json.member("feed_url", Address(path: "feed.json", base: base).text)
        }
        json.key("items")
        json.array { json in
            for item in feed.items { write(item, feed, &json) }
        }
    }
    json.newline()
    return json.take()
}

private func write(_ item: FeedItem, _ feed: Feed, _ json: inout JSONWriter) {
    let card = item.card
    json.object { json in
        json.member("id", card.uri)
        if let page = feed.page(of: card) {
            json.member("url", page.text)
        }
        if let address = card.url.flatMap({ Address(web: $0) }) {
            json.member("external_url", address.text)
        }
        json.member("title", card.title)
        json.member("content_text", item.text)
        if !card.summary.isEmpty {
            json.member("summary", card.summary)
        }
        json.member("date_published", card.arrived.text)
        json.member("language", card.language ?? "und")
        json.key("authors")
        json.array { json in
            json.object { json in
                json.member("name", card.source)
            }
        }
        let tags = card.subjects + card.people + card.organisations + card.places
        if !tags.isEmpty {
            json.key("tags")
            json.array { json in for tag in tags.prefix(20) { json.string(tag) } }
        }
    }
}

/// `feed.atom`: RFC 4287.
package func writeAtomFeed(_ feed: Feed) -> [UInt8] {
    var xml = HTMLWriter(capacity: 1 << 16)
    xml.markup("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
    xml.element("feed", [("xmlns", "http://www.w3.org/2005/Atom")]) { xml in
        xml.element("id", text: feed.id)
        xml.element("title", text: feed.title)
        let newest = feed.items.map(\.card.arrived).max() ?? Instant(seconds: 0)
        xml.element("updated", text: newest.text)
        xml.element("author") { $0.element("name", text: "Dateline") }
        if let base = feed.base {
            xml.empty(
                "link",
                [
                    ("rel", "self"), ("type", "application/atom+xml"),
                    ("href", Address(path: "feed.atom", base: base).text),
                ])
            xml.empty(
                "link",
                [("rel", "alternate"), ("type", "text/html"), ("href", Address(path: "index.html", base: base).text)])
        }
        for item in feed.items {
            xml.markup("\n")
            xml.element("entry", [("xml:lang", item.card.language)]) { write(item, feed, &$0) }
        }
    }
    xml.markup("\n")
    return xml.bytes
}

private func write(_ item: FeedItem, _ feed: Feed, _ xml: inout HTMLWriter) {
    let card = item.card
    xml.element("id", text: card.uri)
    xml.element("title", text: card.title)
    xml.element("updated", text: card.arrived.text)
    xml.element("published", text: card.arrived.text)
    xml.element("author") { $0.element("name", text: card.source) }
    if let page = feed.page(of: card) {
        xml.empty("link", [("rel", "alternate"), ("type", "text/html"), ("href", page.text)])
    }
    if let address = card.url.flatMap({ Address(web: $0) }) {
        xml.empty("link", [("rel", feed.base == nil ? "alternate" : "related"), ("href", address.text)])
    }
    xml.element("summary", text: card.summary)
    xml.element("content", [("type", "text")], text: item.text)
    for name in (card.subjects + card.people + card.organisations + card.places).prefix(20) {
        xml.empty("category", [("term", name)])
    }
}
