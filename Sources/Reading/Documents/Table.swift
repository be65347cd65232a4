/// Writes a table: rows of cells, each with what `blocks` makes of it.
func writeTable(
    _ rows: [[XMLElement]], _ out: inout [UInt8], _ blocks: (XMLElement, inout [UInt8]) -> Void
) {
    out += Array("<table>".utf8)
    for row in rows {
        out += Array("<tr>".utf8)
        for cell in row {
            out += Array("<td>".utf8)
            blocks(cell, &out)
            out += Array("</td>".utf8)
        }
        out += Array("</tr>".utf8)
    }
    out += Array("</table>".utf8)
}
