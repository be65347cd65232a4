internal import Article
internal import Bytes

/// ANPA 1312, the wire format of North American agencies: `SYN SYN SOH service number US keyword`, a line with priority, category,
/// format (DC1 to DC4), slug, date and word count, STX, header lines that begin with `^` and end with `<` or `=`, the text, ETX, a time, EOT.
/// Source: ANPA, "Technical report 1312: high-speed wire service specification", and how agencies use it.
struct ANPA1312 {
    private var document: Document

    static func read(_ message: WireMessage, _ reason: String, context: ReadingContext) -> Document {
        var text: [UInt8] = []
        text.reserveCapacity(message.text.count)
        for byte in message.text {
            switch byte {
            // Marks of tables: a row, and the spaces of fixed width.
            case 0x08: break
            case 0x10, 0x1E, 0x1F: text.append(0x20)
            default: text.append(byte)
            }
        }
        let decoded = TextDecoder.decode(text)
        var reader = ANPA1312(document: Document(format: "anpa-1312", formatReason: reason, decoded))
        let slug = reader.takeHeader(Array(message.header))
        let body = reader.takeLines(decoded.bytes, slug)
        reader.takeTrailer(Array((message.text.suffix(64) + [0x0A] + message.trailer.prefix(64))))
        reader.document.takeWireText(body, context: context)
        return reader.document
    }

    // MARK: Header

    /// - Returns: the slug, cut as it stands in the header.
    private mutating func takeHeader(_ header: [UInt8]) -> [UInt8] {
        guard let mark = header.firstIndex(where: { $0 >= 0x11 && $0 <= 0x14 }) else { return [] }
        let before = header[..<mark].reversed().prefix { $0 != 0x0A }.reversed().filter { $0 > 0x20 }
        if let priority = before.first, isLetter(priority) { document.urgency = ANPA1312.urgency(lowered(priority)) }
        if before.count > 1, let category = before.dropFirst().first, isLetter(category) {
            document.takeSubject(name: nil, code: String(UnicodeScalar(category)))
        }
        let rest = header[mark...].drop { $0 <= 0x20 }
        return TextDecoder.decode(Array(rest.prefix { $0 > 0x20 })).bytes
    }

    /// Priorities of ANPA 1312: flash, bulletin, urgent, regular, and those of what can wait.
    private static func urgency(_ priority: UInt8) -> Int? {
        switch priority {
        case 0x66: 1  // f, flash
        case 0x62: 2  // b, bulletin
        case 0x75: 3  // u, urgent
        case 0x72: 4  // r, regular
        case 0x64: 5  // d, deferred
        case 0x61, 0x77: 5  // a, weekend advance
        case 0x73, 0x78: 6  // s, Sunday advance
        case 0x7A: 6  // z, routine
        default: nil
        }
    }

    // MARK: Text

    /// Takes the header lines.
    ///
    /// - Returns: the text.
    private mutating func takeLines(_ text: [UInt8], _ slug: [UInt8]) -> [UInt8] {
        var lines = WireMessage.lines(text)[...]
        var keywords = lines.popFirst() ?? []
        // `*9006< ^AP-…,0176<`: an order number stands before the keywords.
        if let caret = keywords.firstIndex(of: 0x5E), keywords[..<caret].contains(0x3C) {
            keywords.removeSubrange(...caret)
        }
        takeKeywords(keywords, slug)
        // A wire without marks gives the headline as its first line.
        if let first = lines.first, first.last(where: { $0 > 0x20 }) == 0x2B, first.first.map({ $0 > 0x20 }) == true,
            first.first != 0x5E
        {
            lines = lines.dropFirst()
            document.headline = fieldText(Array(first[..<(first.lastIndex(of: 0x2B) ?? first.endIndex)]))
        }
        while let line = lines.first {
            if !line.contains(where: { $0 > 0x20 }) {
                lines = lines.dropFirst()
                continue
            }
            let last = line.last { $0 > 0x20 }
            guard line.first == 0x5E, last == 0x3C || last == 0x3D,
                takeHeaderLine(ANPA1312.withoutMarks(line), isCentred: last == 0x3D)
            else { break }
            lines = lines.dropFirst()
        }
        var out: [UInt8] = []
        for line in lines {
            let text = ANPA1312.withoutMarks(line)
            // `===Kyodo`, and the sign of the end.
            if text == Array("END".utf8), line.first == 0x5E { break }
            if text.starts(with: [0x3D, 0x3D]) { break }
            let isIndented = line.first.map { $0 == 0x09 || $0 == 0x20 } ?? false
            if isIndented || line.first == 0x5E { out.append(0x0A) }
            out += text
            out.append(0x0A)
            // A paragraph ends with its mark.
            if line.last(where: { $0 > 0x20 }) == 0x3C { out.append(0x0A) }
        }
        return out
    }

    /// The keyword line gives the slug in full words: `BC-LT--Argentina-Cancer Beauty,466`. The header's is without spaces, and cut.
    private mutating func takeKeywords(_ line: [UInt8], _ cut: [UInt8]) {
        var full = ANPA1312.withoutMarks(line)
        if let comma = full.lastIndex(of: 0x2C), full[(comma + 1)...].allSatisfy({ isDigit($0) || isSpace($0) }) {
            full.removeSubrange(comma...)
        }
        full.withUnsafeBufferPointer { view in
            if case .kill = HeaderLine(view) { document.status = .canceled }
        }
        // What follows a comma is the take: "1st Ld-Writethru".
        if let comma = full.firstIndex(of: 0x2C) {
            document.takeNote(fieldText(Array(full[(comma + 1)...])))
            full.removeSubrange(comma...)
        }
        var slug: [UInt8] = []
        // As many of its words as the header's has room for; one that was cut is left out.
        for word in full.split(whereSeparator: isSpace) {
            if !cut.isEmpty, !cut.starts(with: slug + word) { break }
            slug += word
        }
        if slug.isEmpty { slug = cut.isEmpty ? full : cut }
        for cycle in ["BC-", "AM-", "PM-", "AP-", "bc-", "am-", "pm-", "ap-"] where slug.starts(with: cycle.utf8) {
            slug.removeFirst(3)
            break
        }
        // The region's two letters.
        if slug.count > 4, isUpper(slug[0]), isUpper(slug[1]), slug[2] == 0x2D, slug[3] == 0x2D { slug.removeFirst(4) }
        document.slugline = fieldText(slug)
    }

    /// - Returns: whether it is one.
    private mutating func takeHeaderLine(_ line: [UInt8], isCentred: Bool) -> Bool {
        guard let text = fieldText(line) else { return true }
        if isPastByline { return line.withUnsafeBufferPointer { isAgency($0) } }
        if let note = ANPA1312.note(line) {
            document.takeNote(fieldText(note))
            return true
        }
        if text.hasPrefix("AP Photo") || text.hasPrefix("AP Graphic") || text.hasPrefix("AP Video") {
            document.takeNote(text)
            return true
        }
        if let byline = line.withUnsafeBufferPointer({ Byline($0) }) {
            document.take(byline)
            isPastByline = true
            return true
        }
        if document.headline == nil {
            document.headline = text
            return true
        }
        guard !isCentred, document.deck == nil else { return false }
        document.deck = text
        return true
    }

    private var isPastByline = false

    /// A line that names the agency or the writer's office, after the byline.
    private mutating func isAgency(_ line: ByteView) -> Bool {
        let names: [StaticString] = ["associated press", "the associated press", "ap ", "for the associated press"]
        guard names.contains(where: { line.hasIgnoringCase($0) }), line.count < 60, let text = fieldText(line) else {
            return false
        }
        document.addSource(role: "agency", text)
        return true
    }

    /// `Eds: …`, `EDITOR'S NOTE _ …`: what it says.
    private static func note(_ line: [UInt8]) -> [UInt8]? {
        let openings: [StaticString] = ["eds:", "eds.:", "editors:", "editor's note", "editors' note", "eds note"]
        return line.withUnsafeBufferPointer { view in
            for opening in openings where view.hasIgnoringCase(opening) {
                var start = opening.utf8CodeUnitCount
                while start < view.count, isSpace(view[start]) || [0x5F, 0x2D, 0x3A].contains(view[start]) {
                    start += 1
                }
                return Array(view[view: start..<view.count])
            }
            return nil
        }
    }

    /// Without `^` at the start and `<`, `=` at the end; typewriter quotation marks as quotation marks.
    private static func withoutMarks(_ line: [UInt8]) -> [UInt8] {
        var line = line
        while let last = line.last, isSpace(last) { line.removeLast() }
        if line.last == 0x3C || line.last == 0x3D, line.dropLast().contains(where: { $0 > 0x20 }) { line.removeLast() }
        while let last = line.last, isSpace(last) { line.removeLast() }
        var i = line.prefix(while: isSpace).count
        if i < line.count, line[i] == 0x5E { i += 1 }
        var out: [UInt8] = []
        while i < line.count {
            if i + 1 < line.count, line[i] == line[i + 1], line[i] == 0x60 || line[i] == 0x27 {
                out.append(0x22)
                i += 2
            } else {
                out.append(line[i])
                i += 1
            }
        }
        return out
    }

    // MARK: Trailer

    /// `AP-WF-11-13-13 1509GMT`: month, day, year, time in GMT. `KWS-21:37-09-12-18`: local time, day, month, year.
    private mutating func takeTrailer(_ trailer: [UInt8]) {
        let lines = WireMessage.lines(trailer).reversed()
        for line in lines {
            let numbers = wireNumbers(line)
            let isGMT = line.withUnsafeBufferPointer { $0.indexIgnoringCase(of: "gmt") != nil }
            var found: Stamp?
            if isGMT, numbers.count >= 4 {
                let last = numbers.suffix(4).map(\.value)
                found = wireStamp(
                    year: wireYear(last[2]), month: last[0], day: last[1], hour: last[3] / 100, minute: last[3] % 100,
                    zone: "Z")
            } else if numbers.count == 5, line.contains(0x3A), numbers.allSatisfy({ $0.digits == 2 }) {
                let n = numbers.map(\.value)
                found = wireStamp(year: wireYear(n[4]), month: n[3], day: n[2], hour: n[0], minute: n[1], zone: "")
            }
            guard let found else { continue }
            document.contentCreated = found
            document.firstCreated = found
            document.versionCreated = found
            return
        }
    }
}

extension ReaderEntry {
    static let anpa1312 = ReaderEntry(
        format: "anpa-1312",
        recognise: { head in
            let near = head.original.prefix(512)
            let first = near.first { $0 != 0 && $0 != 0x0A && $0 != 0x0D }
            guard near.prefix(64).contains(WireMessage.soh) else { return nil }
            if first == 0x16, WireMessage.isHeader(near) { return "SYN and SOH" }
            // Without the synchronising characters the marks of the format tell it from IPTC 7901.
            guard WireMessage.isHeader(near), let text = near.firstIndex(of: WireMessage.stx),
                near[..<text].contains(where: { $0 == 0x13 || $0 == 0x14 }),
                near[..<text].contains(where: { $0 == 0x11 || $0 == 0x12 })
            else { return nil }
            return "SOH and the marks of ANPA's header"
        },
        read: { try readWire($0, "anpa-1312", $1, ANPA1312.read, $2) })
}
