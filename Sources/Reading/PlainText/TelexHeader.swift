internal import Article
internal import Bytes

/// Header lines of text services that mark a story's begin with `ZCZC` and its end with `NNNN` (telex practice).
///
/// Two kinds of fields are met: a sign before each line (`#` keyword, `$` headline, `:` place, `&` author, `*` IPTC
/// subject code, `@` and `%` service codes), and two letters and a `#` (`TI#` title, `AB#` abstract, `KY#` keywords,
/// `BY#` byline, `PD#` date, `SO#` source, `AN#` number), with the text after `TX#`.
struct TelexHeader {
    /// How many lines belong to it.
    private(set) var count = 0

    /// Takes the fields from the first lines into `document`; nothing where the text does not begin so.
    init(_ lines: [Line], _ text: ByteView, into document: inout Document) {
        guard let first = lines.first, text[view: first.range].hasIgnoringCase("zczc") else { return }
        count = 1
        while count < min(lines.count, 40) {
            let line = text[view: lines[count].range]
            guard TelexHeader.take(line, &document) else { break }
            count += 1
            if line.has("TX#") { break }
        }
    }

    private static func take(_ line: ByteView, _ document: inout Document) -> Bool {
        if line.count >= 3, isUpper(line[0]), isUpper(line[1]), line[2] == 0x23 {
            let value = line[view: 3..<line.count].trimmed
            guard !value.isEmpty else { return true }
            let fields: [(StaticString, HeaderLine.Field)] = [
                ("TI", .headline), ("HL", .headline), ("AB", .summary), ("KY", .keywords), ("BY", .byline),
                ("PD", .date),
                ("SO", .source), ("AN", .id), ("SL", .slug),
            ]
            if let field = fields.first(where: { line.has($0.0) })?.1 { document.take(field, value) }
            return true
        }
        guard line.count <= 200, let sign = line.first else { return false }
        let value = line[view: 1..<line.count].trimmed
        switch sign {
        case 0x23: document.slugline = document.slugline ?? fieldText(value)
        case 0x24: document.headline = document.headline ?? fieldText(value)
        case 0x3A:
            let place = value.filter { $0 != 0x28 && $0 != 0x29 }
            document.statedDateline = document.statedDateline ?? fieldText(Array(place))
        case 0x2A:
            guard value.count == 8, value.allSatisfy(isDigit) else { return false }
            let code = value.text
            document.subjects.append(
                Document.SourceSubject(uri: "http://cv.iptc.org/newscodes/subjectcode/\(code)", code: code))
        case 0x25, 0x26, 0x40: break
        default: return false
        }
        return true
    }
}
