import Article
import Bytes
import Markup
import Pages
import Testing

@Suite struct BriefTests {
    private static func card(_ n: Int64, uri: String? = nil, title: String = "A title") -> Card {
        Card(
            seq: n, id: Digest(words: (UInt64(n), 0, 0, 0)), uri: uri ?? "urn:example:\(n)", revision: 1,
            arrived: Instant(seconds: 1_700_000_000 + n), source: "harbour", day: "2026-11-26", title: title,
            summary: "What happened.", path: "articles/2026/11/26/a-\(n)")
    }

    private func page(_ cards: [Card], rejected: [RefusedCard] = []) -> String {
        var brief = Brief(day: "2026-11-26")
        brief.cards = cards
        brief.rejected = rejected
        brief.hours[3].filed = cards.count
        return String(decoding: writeBrief(brief, toOutbox: "", clock: { _ in "10:00" }), as: UTF8.self)
    }

    @Test func aDayWithoutArticlesSaysSo() { #expect(page([]).contains("No article has arrived yet today.")) }

    @Test func versionsOfAStoryStandTogether() {
        var old = Self.card(1, uri: "urn:example:story", title: "First")
        old.standing = .replaced
        let page = page([Self.card(3), Self.card(2, uri: "urn:example:story", title: "Second"), old])
        #expect(page.components(separatedBy: "class=\"story\"") == 3)
        #expect(page.contains("1 other version"))
    }

    @Test func markupOfAnArticleIsText() {
        let hostile = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
        var card = Self.card(1, title: hostile)
        card.summary = hostile
        card.people = [hostile]
        card.url = "javascript:alert(1)"
        card.source = hostile
        let refused = RefusedCard(
            seq: 2, arrived: card.arrived, source: hostile, name: hostile, code: "malformed", message: hostile,
            path: "rejected/x.reason.json")
        let page = page([card], rejected: [refused])
        #expect(page.components(separatedBy: "<script") == 2)
        #expect(!page.contains("<img") && !page.contains("href=\"javascript"))
        var feed = Feed(id: "urn:uuid:0", title: "T", base: nil)
        feed.items = [FeedItem(card: card, text: hostile)]
        let atom = String(decoding: writeAtomFeed(feed), as: UTF8.self)
        #expect(!atom.contains("<script") && !atom.contains("javascript"))
        let json = try? JSONParser.parse(writeJSONFeed(feed))
        #expect(json?["items"]?.elements.first?["title"]?.string == hostile)
        #expect(json?["items"]?.elements.first?["external_url"] == nil)
    }

    @Test func anArabicStoryRunsFromTheRight() {
        var card = Self.card(1, title: "افتتاح مكتبة")
        card.language = "ar"
        #expect(page([card]).contains("<article class=\"story\" lang=\"ar\" dir=\"rtl\">"))
    }

    @Test func theFeedHasItsRequiredMembers() throws {
        var feed = Feed(id: "urn:uuid:0", title: "Dateline", base: Address(web: "https://news.example/brief"))
        feed.items = [FeedItem(card: Self.card(1), text: "All of it.")]
        let json = try JSONParser.parse(writeJSONFeed(feed))
        #expect(json["version"]?.string == "https://jsonfeed.org/version/1.1")
        #expect(json["title"]?.string == "Dateline")
        let item = try #require(json["items"]?.elements.first)
        #expect(item["id"]?.string == "urn:example:1")
        #expect(item["content_text"]?.string == "All of it.")
        #expect(item["url"]?.string == "https://news.example/brief/articles/2026/11/26/a-1/article.html")
    }
}

extension String {
    /// How many parts `separator` makes of it.
    fileprivate func components(separatedBy separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
