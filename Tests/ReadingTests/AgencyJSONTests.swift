import Article
import Testing

@Suite struct AgencyJSONTests {
    @Test func ninjsOneToThreeAreRead() throws {
        let one = try #require(
            article(
                #"{"uri":"urn:x:1","type":"text","version":"4","headline":"Ferry drifts","byline":"Hanne Ostrow","urgency":2,"pubstatus":"withheld","body_html":"<p>It drifts.</p><p>It waits.</p>","description_text":"No engine.","subject":[{"code":"medtop:20000500","name":"accident"}],"versioncreated":"2025-03-14T09:12:00Z","slugline":"NW-FERRY","ednote":"Check."}"#
            ))
        #expect(one.format == "ninjs")
        #expect(one.headline == "Ferry drifts")
        #expect(one.status == .withheld)
        #expect(one.senderVersion == "4")
        #expect(one.paragraphTexts == ["It drifts.", "It waits."])
        #expect(one.subjects.contains { $0.code == "medtop:20000500" })
        let three = try #require(
            article(
                #"{"uri":"urn:x:2","standard":{"name":"ninjs","version":"3.0"},"headlines":[{"role":"main","value":"Ferry drifts"},{"role":"kicker","value":"At sea"}],"bodies":[{"contentType":"text/plain","value":"It drifts.\n\nIt waits."},{"contentType":"text/html","value":"<html><body><p>Other</p></body></html>"}],"embargoedUntil":"2025-03-15T00:00:00+01:00","people":[{"name":"Jo Ahrend","rel":"about"}],"unknownKey":{"a":[1]}}"#
            ))
        #expect(three.headline == "Ferry drifts")
        #expect(three.kicker == "At sea")
        #expect(three.embargoedUntil?.value == "2025-03-15T00:00:00+01:00")
        #expect(three.paragraphTexts == ["It drifts.", "It waits."])
        #expect(three.named.contains { $0.name == "Jo Ahrend" })
    }

    /// As content systems give their articles to programs.
    @Test(arguments: [
        // WordPress
        #"{"id":7,"date":"2025-03-14T10:12:00","date_gmt":"2025-03-14T09:12:00","slug":"ferry-drifts","link":"https://x.example/ferry","title":{"rendered":"Ferry drifts"},"content":{"rendered":"<p>The ferry drifts off Colm without an engine.</p><p>Nobody is hurt, the harbour says.</p>","protected":false},"excerpt":{"rendered":"<p>No engine.</p>"},"author":3,"_embedded":{"author":[{"id":3,"name":"Hanne Ostrow"}]}}"#,
        // An API that keeps the fields apart
        #"{"response":{"status":"ok","results":[{"id":"sea/2025/ferry","webTitle":"Ferry drifts","webPublicationDate":"2025-03-14T09:12:00Z","webUrl":"https://x.example/ferry","sectionName":"Sea","fields":{"headline":"Ferry drifts","trailText":"No engine.","byline":"Hanne Ostrow","body":"<p>The ferry drifts off Colm without an engine.</p><p>Nobody is hurt, the harbour says.</p>"}}]}}"#,
        // A story in pieces
        #"{"_id":"ABC","type":"story","headlines":{"basic":"Ferry drifts"},"display_date":"2025-03-14T09:12:00Z","canonical_url":"https://x.example/ferry","credits":{"by":[{"type":"author","name":"Hanne Ostrow"}]},"content_elements":[{"type":"text","content":"The ferry drifts off Colm without an engine."},{"type":"image","caption":"The ferry"},{"type":"text","content":"Nobody is hurt, the harbour says."}]}"#,
    ])
    func envelopesOfContentSystems(_ json: String) throws {
        let document = try #require(article(json))
        #expect(document.headline == "Ferry drifts")
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(document.contentCreated?.value == "2025-03-14T09:12:00Z")
        #expect(
            document.paragraphTexts == [
                "The ferry drifts off Colm without an engine.", "Nobody is hurt, the harbour says.",
            ])
    }

    @Test(arguments: [
        #"{"name":"harbour","version":"1.0.0","scripts":{"build":"make","test":"make test"},"description":"Tools for the harbour office, and some more words."}"#,
        #"{"title":"Settings","text":{"size":12,"color":"red"},"items":[1,2,3]}"#,
        #"{"head":"abc","body":"short"}"#, #"{"fields":{"a":1},"results":[]}"#,
    ])
    func otherJSONIsNoArticle(_ json: String) {
        #expect(article(json) == nil)
    }

    @Test func jsonThatHoldsAPageIsNoPage() throws {
        let document = try #require(
            article(
                #"{"uri":"urn:x:2","type":"event","headlines":[{"value":"Press conference"}],"bodies":[{"contentType":"text/html5","value":"<html><body><p>The minister speaks at ten.</p></body></html>"}]}"#
            ))
        #expect(document.format == "ninjs")
        #expect(document.type == "event")
        #expect(document.text == "The minister speaks at ten.")
    }

    @Test func listsAndLinesGiveEachItem() {
        let item = { (n: Int) in
            "{\"uri\":\"urn:x:\(n)\",\"headline\":\"Head \(n)\",\"body_text\":\"Text number \(n).\"}"
        }
        for text in [
            "[\(item(1)),\(item(2))]", "\(item(1))\n\(item(2))\n", "{\"items\":[\(item(1)),\(item(2))]}",
            "{\"total\":2,\"data\":{\"results\":[\(item(1)),\(item(2))]}}",
        ] {
            let all = readings(Array(text.utf8)).compactMap { try? $0.get() }
            #expect(all.map(\.headline) == ["Head 1", "Head 2"], "\(text)")
        }
    }

    @Test func schemaOrgIsRead() throws {
        let document = try #require(
            article(
                #"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ferry drifts","datePublished":"2025-03-14T09:12:00+01:00","author":[{"@type":"Person","name":"Hanne Ostrow"}],"articleBody":"It drifts.\n\nIt waits.","keywords":"sea, ferry","url":"https://nwa.example/1"}"#
            ))
        #expect(document.format == "json-ld")
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(document.subjects.map(\.name) == ["sea", "ferry"])
        #expect(document.url == "https://nwa.example/1")
        #expect(document.paragraphTexts.count == 2)
    }

    @Test func nitfInJSONMayNameCharactersAsHTMLDoes() throws {
        let text = """
            {"guid":"tag:x.example,2025:1","type":"text","headline":"Ferry drifts","body_nitf":"<nitf><body><body.head><hedline>\
            <hl1>Ferry drifts</hl1></hedline></body.head><body.content><p>The caf&eacute; is shut.</p></body.content></body></nitf>"}
            """
        #expect(try #require(article(text)).paragraphTexts == ["The café is shut."])
    }

    /// Each level was looked into twice: this would take years.
    @Test func listsInListsAreLookedIntoOnce() {
        let text = String(repeating: "{\"data\":", count: 200) + "{}" + String(repeating: "}", count: 200)
        #expect(rejection(text)?.code == .unknownFormat)
    }

    /// How agencies, newspapers' interfaces and content systems name things.
    @Test(arguments: [
        #"{"response":{"status":{"code":0},"docs":[{"uno":"newsml.nwa.example.1","title":"Ferry opens","news":["#
            + #""The ferry between Alder and Birk opened on Monday.","It waits."],"published":"2025-03-04T11:00:00Z","#
            + #""city":"ALDER","lang":"en","slug":["ferry","quay"],"iptc":["04015002"],"creator":"Hanne Ostrow"}]}}"#,
        #"{"response":{"status":"ok","results":[{"id":"world/ferry","webTitle":"Ferry opens","webPublicationDate":"#
            + #""2025-03-04T11:00:00Z","fields":{"byline":"Hanne Ostrow","body":"<p>The ferry between Alder and Birk "#
            + #"opened on Monday.</p><p>It waits.</p>"}}]}}"#,
        #"{"status":"ok","articles":[{"source":{"id":null,"name":"Post"},"author":"Hanne Ostrow","title":"Ferry opens","#
            + #""publishedAt":"2025-03-04T11:00:00Z","content":"The ferry between Alder and Birk opened on Monday.\n\nIt waits."}]}"#,
        #"[{"id":7,"date":"2025-03-04T12:00:00","date_gmt":"2025-03-04T11:00:00","title":{"rendered":"Ferry&nbsp;opens"},"#
            + #""content":{"rendered":"<p>The ferry between Alder and Birk opened on Monday.</p><p>It waits.</p>"},"author":3,"#
            + #""_embedded":{"author":[{"name":"Hanne Ostrow"}]}}]"#,
        #"{"type":"story","_id":"A1","headlines":{"basic":"Ferry opens"},"credits":{"by":[{"name":"Hanne Ostrow"}]},"#
            + #""display_date":"2025-03-04T11:00:00Z","content_elements":[{"type":"text","content":"The ferry between Alder "#
            + #"and Birk opened on Monday."},{"type":"image","url":"x"},{"type":"text","content":"It waits."}]}"#,
        #"{"noticia":{"titular":"Ferry opens","cuerpo":"<p>The ferry between Alder and Birk opened on Monday.</p><p>It "#
            + #"waits.</p>","fecha":"2025-03-04T11:00:00Z","firma":"Hanne Ostrow"}}"#,
    ])
    func manyNamesForTheSameThings(_ json: String) throws {
        let document = try #require(readings(Array(json.utf8)).compactMap { try? $0.get() }.first)
        #expect(document.headline == "Ferry opens")
        #expect(document.paragraphTexts == ["The ferry between Alder and Birk opened on Monday.", "It waits."])
        #expect(document.contentCreated?.value == "2025-03-04T11:00:00Z")
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(faults(document).isEmpty)
    }
}
