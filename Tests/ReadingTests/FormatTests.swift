import Article
import Bytes
import Reading
import Testing

@Suite struct FormatTests {
    @Test func whatIsNotReadIsNamed() {
        let cases: [([UInt8], String, Rejection.Code)] = [
            ([0x50, 0x4B, 3, 4, 20, 0, 0, 0], "zip", .malformed), ([0x1F, 0x8B, 8, 0, 0, 0], "gzip", .malformed),
            ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + Array(repeating: 0, count: 500), "elf", .unknownFormat),
            (Array("{\"a\": [1, 2, {\"b\": null}]}".utf8), "json", .unknownFormat),
            (Array("<rss version=\"2.0\"><channel><title>Mill</title></channel></rss>".utf8), "rss", .noArticle),
        ]
        for (bytes, format, code) in cases {
            #expect(rejection(bytes)?.format == format)
            #expect(rejection(bytes)?.code == code)
        }
        var random = Random(state: 3)
        let noise = (0..<2_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        #expect(rejection(noise)?.code == .unknownFormat)
    }

    @Test func plainTextUnderADocumentsNameIsABrokenDocument() {
        func outcome(_ name: String, _ text: String) -> Rejection.Code? {
            let context = ReadingContext(source: "x", name: Array(name.utf8), arrived: Instant(seconds: 0))
            do {
                try read(Original(bytes: Array(text.utf8), context: context)) { _ in }
                return nil
            } catch {
                return (error as? Rejection)?.code
            }
        }
        #expect(outcome("mill.ODT", "Sorry, the file is gone.") == .malformed)
        #expect(outcome("mill.pdf", "Sorry, the file is gone.") == .malformed)
        #expect(outcome("mill.odt.txt", "The mill opens on Sunday.") == nil)
        #expect(outcome("mill.pdf", "<!DOCTYPE html><title>The mill</title><p>The mill opens on Sunday.</p>") == nil)
    }

    @Test func bombsAndDepth() {
        let bomb =
            "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"hahahahaha\">"
            + (0..<8).map {
                "<!ENTITY \(Character(Unicode.Scalar(UInt8(98 + $0)))) \"\(String(repeating: "&\(Character(Unicode.Scalar(UInt8(97 + $0))));", count: 10))\">"
            }.joined()
            + "]><l>&i;</l>"
        #expect(rejection(bomb)?.code == .bomb)
        #expect(rejection(String(repeating: "[", count: 100_000))?.code == .tooDeep)
        #expect(rejection(String(repeating: "<div>", count: 100_000))?.code == .tooDeep)
        #expect(
            rejection("<a " + (0..<50_000).map { "a\($0)=1" }.joined(separator: " ") + ">x</a>")?.code == .noArticle)
        // Never followed.
        let outside = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>"
        #expect(rejection(outside)?.code == .unknownFormat)
    }

    @Test func textThatHoldsSignsIsText() {
        for text in [
            "Prices < 5 euros and > 3 were found.\n\n<Editors: this is a note>", "<< The ferry >> did not sail.",
            "[Update] The ferry did not sail.",
            "From Thursday the ferry will sail again.\n\nThe town said so.",
            "{ a brace } opens this text, which is none the less one.",
            "---\n\nA rule opens this text.\n\n---\n\nAnd another.",
        ] {
            #expect(article(text) != nil, "\(text)")
        }
    }

    @Test func nothingIsQuadratic() {
        for text in [
            String(repeating: "word ", count: 400_000), String(repeating: "x", count: 2_000_000),
            String(repeating: "[", count: 1) + String(repeating: "[a](", count: 200_000),
            String(repeating: "*a ", count: 300_000), String(repeating: "# h\n", count: 100_000),
            String(repeating: "a\n", count: 500_000),
            "# x\n" + String(repeating: "`", count: 100_000) + String(repeating: "<", count: 300_000),
            String(repeating: "> ", count: 20_000) + "x",
            "<p>" + String(repeating: "&amp;&bogus;&#0;", count: 50_000),
            String(repeating: "<p><b><i>", count: 1_000) + "text",
            "---\na: " + String(repeating: "[", count: 30_000) + "\n---\nBody",
            "---\n" + String(repeating: "- ", count: 30_000) + "\n---\nBody",
            "<!DOCTYPE x [" + String(repeating: "<!ENTITY a \"&", count: 20_000),
            String(repeating: "\u{301}", count: 200_000),
        ] {
            _ = readings(Array(text.utf8))
        }
    }

    @Test func jsonIsReadStrictly() throws {
        let value = try JSONParser.parse(
            Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n"],"b":{"c":true,"d":null},"a2":"y"}"#.utf8))
        #expect(value["a"]?.elements.count == 3)
        #expect(value["a"]?.elements[1].double == -2500)
        #expect(value["a"]?.elements[2].string == "xé😀\n")
        #expect(value["b"]?["c"]?.bool == true)
        #expect(value["b"]?["d"]?.isNull == true)
        #expect(value["none"] == nil)
        #expect(value.members.map(\.name) == ["a", "b", "a2"])
        for wrong in [
            "", "{", "[1,]", "{\"a\"}", "01", "1.", "\"\\x\"", "nul", "[1] 2", "{\"a\":1,}", "\"\u{1}\"", "[",
            "\"\\u12\"",
        ] {
            #expect(throws: JSONError.self, "\(wrong)") { try JSONParser.parse(Array(wrong.utf8)) }
        }
        let deep = Array(String(repeating: "[", count: 600).utf8)
        #expect(throws: JSONError(kind: .tooDeep, offset: 512)) { try JSONParser.parse(deep) }
    }
}
