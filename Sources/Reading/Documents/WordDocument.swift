internal import Article
internal import Bytes

/// DOCX. Source: ECMA-376, part 1, 17 (WordprocessingML). Read is what stands on the page: deleted text of tracked changes, comments,
/// field codes, readings of ruby, headers and footers are not.
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
            document.takeProperties(core)
        }
        var html: [UInt8] = []
        blocks(body, &html)
        try document.takeBody(html: html)
        return document.completed()
    }

    private static func blocks(_ element: XMLElement, _ out: inout [UInt8]) {
        for child in element.children {
            switch child.name {
            case "p": paragraph(child, &out)
            case "tbl":
                writeTable(child, row: "tr", cell: "tc", &out, blocks)
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
                "txbxContent", "Fallback", "rt":
                break
            default: runs(child, &out)
            }
        }
    }
}
