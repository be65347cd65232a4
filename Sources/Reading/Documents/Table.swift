/// Writes a table: rows of cells, each with what `blocks` makes of it. Rows and cells may lie in groups and content controls.
func writeTable(
    _ table: XMLElement, row: String, cell: String, _ out: inout [UInt8],
    _ blocks: (XMLElement, inout [UInt8]) -> Void
) {
    out += Array("<table>".utf8)
    for row in table.outermost(row) {
        out += Array("<tr>".utf8)
        for cell in row.outermost(cell) {
            out += Array("<td>".utf8)
            blocks(cell, &out)
            out += Array("</td>".utf8)
        }
        out += Array("</tr>".utf8)
    }
    out += Array("</table>".utf8)
}
