import Article
import Testing

@Suite("Office documents")
struct OfficeTests {
    static func word(_ body: String) -> [UInt8] {
        zip([("word/document.xml", "<w:document xmlns:w='urn:w'><w:body>\(body)</w:body></w:document>")])
    }

    static func openDocument(_ body: String) -> [UInt8] {
        zip([
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                """
                <o:document-content xmlns:o="urn:o" xmlns:text="urn:text" xmlns:table="urn:table"><o:body><o:text>\(body)\
                </o:text></o:body></o:document-content>
                """
            ),
        ])
    }

    @Test("Paragraphs, headings, lists and tables are read; deleted words and field codes are not")
    func word() throws {
        let run = { (text: String) in "<w:r><w:t>\(text)</w:t></w:r>" }
        let document = try #require(
            article(
                Self.word(
                    """
                    <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>\(run("Mill opens"))</w:p>
                    <w:p>\(run("The mill "))<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins>\(run("opened"))</w:ins>
                    <w:r><w:instrText>PAGE</w:instrText></w:r>\(run(" &amp; runs."))</w:p>
                    <w:sdt><w:sdtContent><w:p><w:pPr><w:numPr/></w:pPr>\(run("An item"))</w:p></w:sdtContent></w:sdt>
                    <w:tbl><w:tr><w:tc><w:p>\(run("Ships"))</w:p></w:tc><w:tc><w:p>\(run("12"))</w:p></w:tc></w:tr>
                    <w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p>\(run("Mills"))</w:p></w:tc></w:sdtContent></w:sdt>
                    <w:tc><w:p>\(run("7"))</w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>
                    """)))
        #expect(document.format == "docx")
        #expect(
            document.paragraphTexts == ["Mill opens", "The mill opened & runs.", "An item", "Ships | 12", "Mills | 7"])
        #expect(faults(document).isEmpty)
    }

    @Test("An OpenDocument text is read, each table in a table once")
    func openDocument() throws {
        let cell = { (text: String) in "<table:table-cell>\(text)</table:table-cell>" }
        let row = { (cells: String) in "<table:table-row>\(cells)</table:table-row>" }
        let p = { (text: String) in "<text:p>\(text)</text:p>" }
        let inner = "<table:table>" + row(cell(p("Mills")) + cell(p("7"))) + "</table:table>"
        let head =
            "<table:table-header-rows>" + row(cell(p("What")) + cell(p("How many"))) + "</table:table-header-rows>"
        let document = try #require(
            article(
                Self.openDocument(
                    "<text:h>Mill opens</text:h>" + p("The mill<text:s/>opened<text:note>n</text:note>.")
                        + "<text:list><text:list-item>" + p("An item") + "</text:list-item></text:list>"
                        + "<table:table>" + head + row(cell(p("Ships")) + cell(inner)) + "</table:table>")))
        #expect(document.format == "odt")
        #expect(
            document.paragraphTexts == [
                "Mill opens", "The mill opened.", "An item", "What | How many", "Ships", "Mills | 7",
            ])
        #expect(faults(document).isEmpty)
    }

    /// Each was read as often as there are tables around it, and once more for each of these: this would take years.
    @Test("Tables in tables cost linear time")
    func tablesInTables() throws {
        let depth = 60
        let nested =
            String(repeating: "<table:table><table:table-row><table:table-cell>", count: depth)
            + "<text:p>The mill opened.</text:p>"
            + String(repeating: "</table:table-cell></table:table-row></table:table>", count: depth)
        #expect(try #require(article(Self.openDocument(nested))).paragraphTexts == ["The mill opened."])
    }
}

/// A zip file of members that are stored as they are. Source: PKWARE, APPNOTE.TXT 6.3.
func zip(_ members: [(name: String, text: String)]) -> [UInt8] {
    func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in members {
        let bytes = Array(text.utf8)
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        // Version, flags, method, time, date, checksum, both sizes, lengths of name and extra field.
        let common =
            number(20, 2) + number(0, 4) + number(0, 2) + number(0x5A6E, 2) + number(Int(~crc), 4)
            + number(bytes.count, 4) + number(bytes.count, 4) + number(name.utf8.count, 2) + number(0, 2)
        directory +=
            [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 10) + number(out.count, 4) + Array(name.utf8)
        out += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + bytes
    }
    return out + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(members.count, 2) + number(members.count, 2)
        + number(directory.count, 4) + number(out.count, 4) + number(0, 2)
}
