internal import Article
internal import Bytes

/// DOCX. Source: ECMA-376, part 1, 17 (WordprocessingML). Read is what stands on the page: deleted text of tracked changes, comments,
/// field codes, headers and footers are not.
enum WordDocument {
    static func read(_ original: Original) throws -> Result<Document, Rejection> {
        let parts = try ZipReader.members(original, format: "docx") {
            $0 == "word/document.xml" || $0 == "docProps/core.xml"
        }
        guard let root = try ZipReader.tree(parts["word/document.xml"], format: "docx")?.root,
            let body = root.first("body")
        else {
            throw Rejection(
                .malformed, stage: .read, "The document has no body.", hint: "Send it again, complete.", format: "docx")
        }
        var document = Document(format: "docx", formatReason: "word/document.xml in a zip file")
        if let core = try ZipReader.tree(parts["docProps/core.xml"], format: "docx")?.root {
            takeProperties(core, &document)
        }
        var html: [UInt8] = []
        blocks(body, &html)
        try document.takeBody(html: html)
        return document.completed()
    }

    /// Dublin Core, as DOCX, ODT and EPUB have it.
    static func takeProperties(_ core: XMLElement, _ document: inout Document) {
        document.takeTitle(core.find("title")?.text)
        let authors = core.all("creator").compactMap(\.text)
        if !authors.isEmpty { document.takeByline(authors.joined(separator: ", "), names: authors) }
        document.takeLanguage(core.find("language")?.text)
        document.firstCreated = DateStamps.parse(
            (core.find("created") ?? core.find("creation-date") ?? core.find("date"))?.text)
        document.versionCreated = DateStamps.parse(core.find("modified")?.text)
        document.takeDescription("summary", core.find("description")?.text)
        for word in (core.find("keywords")?.text ?? "").split(whereSeparator: { $0 == "," || $0 == ";" }) {
            document.takeSubject(name: fieldText(String(word)))
        }
    }

    private static func blocks(_ element: XMLElement, _ out: inout [UInt8]) {
        for child in element.children {
            switch child.name {
            case "p": paragraph(child, &out)
            case "tbl":
                out += Array("<table>".utf8)
                for row in child.children("tr") {
                    out += Array("<tr>".utf8)
                    for cell in row.children("tc") {
                        out += Array("<td>".utf8)
                        blocks(cell, &out)
                        out += Array("</td>".utf8)
                    }
                    out += Array("</tr>".utf8)
                }
                out += Array("</table>".utf8)
            case "sdt": if let content = child.first("sdtContent") { blocks(content, &out) }
            case "ins", "moveTo", "customXml", "smartTag": blocks(child, &out)
            default: break
            }
        }
    }

    private static func paragraph(_ element: XMLElement, _ out: inout [UInt8]) {
        let style = element.at("pPr", "pStyle")?["val"]?.lowercased() ?? ""
        let tag =
            style.hasPrefix("heading") || style == "title" || style == "subtitle"
            ? "h2" : element.at("pPr", "numPr") != nil ? "li" : "p"
        out += Array("<\(tag)>".utf8)
        runs(element, &out)
        out += Array("</\(tag)>".utf8)
    }

    private static func runs(_ element: XMLElement, _ out: inout [UInt8]) {
        for child in element.children {
            switch child.name {
            case "t": out += escapedHTML(child.rawText)
            case "tab": out.append(0x20)
            case "br", "cr": out += Array("<br>".utf8)
            case "noBreakHyphen": out.append(0x2D)
            // Taken out, or not on the page.
            case "del", "moveFrom", "delText", "instrText", "pPr", "rPr", "commentReference", "footnoteReference",
                "txbxContent",
                "Fallback":
                break
            default: runs(child, &out)
            }
        }
    }
}

/// Text as HTML has it.
func escapedHTML(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for byte in text {
        switch byte {
        case 0x26: out += Array("&amp;".utf8)
        case 0x3C: out += Array("&lt;".utf8)
        default: out.append(byte)
        }
    }
    return out
}

extension Document {
    /// The title among a file's properties; not what programs put there of themselves.
    mutating func takeTitle(_ title: String?) {
        guard let title, headline == nil, title.utf8.count > 3, !title.hasSuffix(".doc"), !title.hasSuffix(".docx"),
            !title.lowercased().hasPrefix("untitled"), !title.lowercased().hasPrefix("microsoft word")
        else { return }
        headline = title
    }
}
