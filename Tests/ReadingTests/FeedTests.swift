import Article
import Testing

@Suite struct FeedTests {
    static let rss = """
        <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>Coast</title><link>http://c.example/</link><language>en</language>
        <item><title>Ferry &amp;amp; fog</title><link>/a/1</link><guid isPermaLink="false">c-1</guid>
        <pubDate>Fri, 14 Mar 2025 09:12:00 GMT</pubDate><dc:creator>Hanne Ostrow</dc:creator><category>sea</category>
        <description>No engine.</description><content:encoded><![CDATA[<p>It drifts.</p><p>It waits.</p>]]></content:encoded></item>
        <item><title>Lock closed</title><description>&lt;![CDATA[Barges must wait for the lock.]]&gt;</description></item>
        </channel></rss>
        """

    private func articles(_ text: String) -> [Document] { readings(Array(text.utf8)).compactMap { try? $0.get() } }

    @Test func rssIsRead() throws {
        let all = articles(FeedTests.rss)
        #expect(all.map(\.headline) == ["Ferry & fog", "Lock closed"])
        let first = try #require(all.first)
        #expect(first.senderID == "c-1")
        #expect(first.url == "http://c.example/a/1")
        #expect(first.contentCreated?.value == "2025-03-14T09:12:00Z")
        #expect(first.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(first.paragraphTexts == ["It drifts.", "It waits."])
        #expect(first.descriptions.contains { $0.text == "No engine." })
        #expect(all.last?.text == "Barges must wait for the lock.")
    }

    @Test func atomIsRead() throws {
        let all = articles(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://c.example/n/"><title>Coast</title>
            <entry><id>urn:c:1</id><title type="html">Ferry &lt;b&gt;drifts&lt;/b&gt;</title><link rel="self" href="x"/><link href="1.html"/>
            <published>2025-03-14T09:12:00Z</published><updated>2025-03-14T10:12:00Z</updated><author><name>Jo Ahrend</name></author>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It drifts.</p></div></content></entry>
            <entry><id>urn:c:2</id><content type="application/octet-stream">SXQgd2FpdHMu</content></entry></feed>
            """)
        #expect(all.map(\.senderID) == ["urn:c:1", "urn:c:2"])
        #expect(all.first?.headline == "Ferry drifts")
        #expect(all.first?.url == "http://c.example/n/1.html")
        #expect(all.first?.versionCreated?.value == "2025-03-14T10:12:00Z")
        #expect(all.map(\.text) == ["It drifts.", "It waits."])
    }

    @Test func jsonFeedIsRead() {
        let all = articles(
            #"{"version":"https://jsonfeed.org/version/1.1","title":"Coast","items":[{"id":"1","title":"Ferry","content_html":"<p>It drifts.</p>","authors":[{"name":"Jo Ahrend"}],"date_published":"2025-03-14T09:12:00Z"},{"id":2,"content_text":"It waits."}]}"#
        )
        #expect(all.map(\.senderID) == ["1", "2"])
        #expect(all.map(\.text) == ["It drifts.", "It waits."])
    }

    @Test func ofAnEntrysTwoTextsTheOneThatKeepsTheParagraphsIsRead() {
        func text(_ members: String) -> String? {
            articles(
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Coast\",\"items\":[{\"id\":\"1\",\"title\":\"Ferry\",\(members)}]}"
            ).first?.text
        }
        let html = "\"content_html\":\"<p>It drifts.</p><p>It waits.</p>\""
        #expect(text(html + ",\"content_text\":\"It drifts. It waits.\"") == "It drifts.\n\nIt waits.")
        #expect(text(html + ",\"content_text\":\"It drifts.\\n\\nIt waits there.\"") == "It drifts.\n\nIt waits there.")
    }

    @Test func whatIsBrokenIsReadAsFarAsItGoes() {
        let all = articles(
            "<rss version=\"2.0\"><channel><title>Coast</title><item><title>One & two</title><x:y>undeclared</x:y><description>Text of one &nbsp; here.</description></item><item><title>Three</title><description>Cut in the mid"
        )
        #expect(all.first?.headline == "One & two")
        #expect(all.first?.warnings.contains { $0.code == "malformed" } == true)
    }

    @Test func anEmptyFeedHasNoArticle() {
        #expect(rejection("<rss version=\"2.0\"><channel><title>Coast</title></channel></rss>")?.code == .noArticle)
        #expect(rejection("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>")?.code == .noArticle)
        #expect(
            rejection(#"{"version":"https://jsonfeed.org/version/1.1","title":"Coast","items":[]}"#)?.code == .noArticle
        )
    }

    @Test func fiveThousandEntriesAreFiveThousandArticles() {
        let items = (1...5_000).map {
            "<item><title>Entry \($0)</title><guid>c-\($0)</guid><description>&lt;p&gt;Text \($0) of the feed.&lt;/p&gt;</description></item>"
        }
        let all = articles("<rss version=\"2.0\"><channel>\(items.joined())</channel></rss>")
        #expect(all.count == 5_000)
        #expect(all.last?.senderID == "c-5000")
        #expect(all.last?.text == "Text 5000 of the feed.")
    }

    @Test func wordPressExportsAreReadWithoutShortcodes() throws {
        let all = articles(
            """
            <?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><item><title>Mill</title><content:encoded><![CDATA[[dropcap]T[/dropcap]he mill is open [sic] again.

            [gallery ids="1,2"]It grinds.[contact_form]]]></content:encoded><wp:post_type>post</wp:post_type></item>
            <item><title>Picture</title><wp:post_type>attachment</wp:post_type></item></channel></rss>
            """)
        #expect(all.count == 1)
        #expect(all.first?.paragraphTexts == ["The mill is open [sic] again.", "It grinds."])
    }
}
