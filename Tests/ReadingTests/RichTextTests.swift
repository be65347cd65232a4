import Article
import Testing

@Suite("Rich text")
struct RichTextTests {
    @Test("Bytes are in the code page of their font, and characters of two bytes stay whole")
    func fonts() throws {
        let source =
            #"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 The ferry \u8220?Kell\u8221? is back, the caf\'e9 too.\par \f1\'cf\'ee\'f0\'f2 \'ee\'f2\'ea\'f0\'fb\'f2.\par}"#
        let document = try #require(article(source))
        #expect(document.format == "rtf")
        #expect(document.text.contains("The ferry “Kell” is back, the café too."))
        #expect(document.text.contains("Порт открыт."))
        #expect(faults(document).isEmpty)
    }

    @Test("Pictures, notes, headers, hidden and deleted words are no text")
    func silent() throws {
        let source =
            #"{\rtf1{\header Page}{\*\generator X;}{\pict 00ff}The port {\v secret }opened {\deleted late }on Monday.{\footnote n}\par}"#
        let document = try #require(article(source))
        #expect(document.text == "The port opened on Monday.")
    }

    @Test("A table's last row is read where the document breaks off in it", arguments: ["", "}"])
    func cutRow(end: String) throws {
        let source = #"{\rtf1 The port opened.\par\trowd Ships\cell 12\cell\row Mills\cell 7\par\cell"# + end
        #expect(try #require(article(source)).paragraphTexts == ["The port opened.", "Ships | 12", "Mills | 7"])
    }

    @Test("Groups nested without end are refused")
    func deep() {
        #expect(rejection("{\\rtf1" + String(repeating: "{", count: 5_000))?.code == .tooDeep)
    }

    @Test("A PDF document without a converter says what is missing")
    func noConverter() throws {
        let refused = try #require(rejection("%PDF-1.4\n"))
        #expect(refused.code == .unknownFormat && refused.hint?.contains("poppler-utils") == true)
    }
}
