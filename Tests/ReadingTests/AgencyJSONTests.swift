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

    /// Each level was looked into twice: this would take years.
    @Test func listsInListsAreLookedIntoOnce() {
        let text = String(repeating: "{\"data\":", count: 200) + "{}" + String(repeating: "}", count: 200)
        #expect(rejection(text)?.code == .unknownFormat)
    }
}
