import Markup
import Testing

@Suite struct HTMLWriterTests {
    private func written(_ body: (inout HTMLWriter) -> Void) -> String {
        var html = HTMLWriter()
        body(&html)
        return String(decoding: html.bytes, as: UTF8.self)
    }

    @Test func textIsEscapedEverywhere() {
        let hostile = "<script>alert('1')</script>\" onload=\"x&y"
        let page = written { $0.element("p", [("title", hostile)], text: hostile) }
        let harmless = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x&amp;y"
        #expect(page == "<p title=\"\(harmless)\">\(harmless)</p>")
    }

    @Test func whatXMLMayNotHoldIsReplaced() {
        #expect(
            written { $0.text("a\u{0}b\u{1B}c\u{85}d\u{FFFE}e\u{FFFF}f\tg\nh\u{7F}é漢") }
                == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\tg\nh\u{FFFD}é漢")
    }

    @Test func emptyTextMakesNoElement() {
        #expect(written { $0.element("p", text: "") } == "")
        #expect(written { $0.element("p", text: nil) } == "")
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,x", " https://a.example", "https://a b", "//a.example", "",
    ])
    func noAddressRuns(_ text: String) { #expect(Address(web: text) == nil) }

    @Test func aPathIsOnlyAPath() {
        #expect(Address(path: "articles/a?b#c:d\"e é").text == "articles/a%3Fb%23c%3Ad%22e%20%C3%A9")
        #expect(Address(path: "javascript:alert(1)").text == "javascript%3Aalert%281%29")
        #expect(
            Address(web: "https://a.example/news/").map { Address(path: "x", base: $0).text }
                == "https://a.example/news/x")
    }

    @Test(arguments: [
        ("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr"), ("zh-Hans", "ltr"), ("az-Arab", "rtl"), ("ur-Latn", "ltr"),
    ])
    func directions(_ tag: String, _ expected: String) { #expect(direction(ofLanguage: tag) == expected) }

    @Test func anUnknownLanguageDecidesByItsText() { #expect(direction(ofLanguage: nil) == "auto") }
}
