internal import Article
internal import Bytes

/// IPTC 7901, the text transmission format of 1979: `SOH source number priority category words CR LF`, a keyword line, STX,
/// take keys, headline and byline, the text, ETX, a time, EOT. Source: IPTC, "7901: The text transmission format", and how
/// agencies use it.
struct IPTC7901 {
    private var document: Document
    private let charset: Charset?
    /// The sender's short name as the header has it: `dpa`.
    private var sender: [UInt8] = []

    static func read(_ message: WireMessage, _ reason: String, context: ReadingContext) -> Document {
        let decoded = TextDecoder.decode(Array(message.text))
        var reader = IPTC7901(
            document: Document(format: "iptc-7901", formatReason: reason, decoded),
            charset: Array(decoded.encoding.utf8).withUnsafeBufferPointer { Charset(label: $0) })
        reader.takeHeader(message.header)
        let body = reader.takeTextHeader(decoded.bytes)
        reader.takeTrailer(message.trailer)
        reader.document.takeWireText(reader.withoutSignOff(body), context: context)
        return reader.document
    }

    // MARK: Header

    private mutating func takeHeader(_ header: ArraySlice<UInt8>) {
        let lines = WireMessage.lines(TextDecoder.decode(Array(header), declared: charset).bytes)
            .filter { $0.contains { $0 > 0x20 } }
        guard let first = lines.first else { return }
        let words = first.split(separator: 0x20)
        // The priority is the first word of one digit after source and number.
        if let priority = words.dropFirst().first(where: { $0.count == 1 && $0.allSatisfy(isDigit) })?.first {
            document.takeUrgency(String(UnicodeScalar(priority)))
        }
        if let category = words.dropFirst(2).first, category.count <= 3,
            category.allSatisfy({ isLower($0) || isUpper($0) }),
            let name = fieldText(Array(category))
        {
            document.takeSubject(name: nil, code: name)
        }
        if words.count > 4, let word = words.dropFirst(4).first(where: { $0.allSatisfy { isLetter($0) || $0 == 0x2D } })
        {
            sender = Array(word.prefix { $0 != 0x2D })
            if let name = fieldText(sender) { document.addSource(role: "agency", name) }
        }
        guard let keywords = lines.dropFirst().first else { return }
        let words2 = keywords.split(separator: 0x2F).compactMap { fieldText(Array($0)) }
        guard !words2.isEmpty else { return }
        document.slugline = words2.joined(separator: "/")
        for word in words2 { document.addSubject(word) }
    }

    /// The lines between STX and the first empty line: take keys, the headline, the byline. The last ends in `=`.
    ///
    /// - Returns: the text behind them.
    private mutating func takeTextHeader(_ text: [UInt8]) -> [UInt8] {
        let lines = WireMessage.lines(text)
        var at = 0
        while at < lines.count, !lines[at].contains(where: { $0 > 0x20 }) { at += 1 }
        var end = at
        var isMarked = false
        while end < lines.count, end - at < 8, lines[end].contains(where: { $0 > 0x20 }), !isMarked {
            isMarked = lines[end].last { $0 > 0x20 } == 0x3D
            end += 1
        }
        let isHeader =
            isMarked
            || end - at <= 5 && end < lines.count && lines[end..<lines.count].contains { $0.contains { $0 > 0x20 } }
        guard isHeader, end > at else { return text }
        // Without the sign, several lines of full width are a paragraph already.
        if !isMarked, lines[at..<end].filter({ $0.count > 60 }).count > 1 { return text }
        var header = lines[at..<end].map { Array($0.withUnsafeBufferPointer { Array($0.trimmed) }) }
        if isMarked, var last = header.popLast() {
            while let byte = last.last, byte == 0x3D || isSpace(byte) { last.removeLast() }
            if !last.isEmpty { header.append(last) }
        }
        if header.count > 1, let line = header.last, takeByline(line) { header.removeLast() }
        var headline: [UInt8] = []
        for (n, line) in header.enumerated() {
            if headline.isEmpty, n + 1 < header.count, IPTC7901.isTakeKey(line) {
                document.takeNote(fieldText(line))
                let kill = line.withUnsafeBufferPointer { HeaderLine($0) }
                if case .kill = kill { document.status = .canceled }
            } else {
                if !headline.isEmpty { headline.append(0x20) }
                headline += line
            }
        }
        document.headline = fieldText(headline)
        return Array(lines[end...].joined(separator: [0x0A]))
    }

    private mutating func takeByline(_ line: [UInt8]) -> Bool {
        if let byline = line.withUnsafeBufferPointer({ Byline($0) }) {
            document.take(byline)
            return true
        }
        // With the writer's own paper behind the name.
        let openings: [StaticString] = ["by ", "von ", "par ", "por ", "di ", "door "]
        let opening = line.withUnsafeBufferPointer { view in openings.first { view.hasIgnoringCase($0) } }
        guard let opening, line.count < 120, let printed = fieldText(Array(line.dropFirst(opening.utf8CodeUnitCount)))
        else { return false }
        document.byline = printed
        document.authors = [Document.Author(name: printed.split(separator: ",").first.map(String.init) ?? printed)]
        return true
    }

    /// `1ST LEAD`, `REFILE`, `(Achtung)`: set apart by capitals or brackets, and short.
    private static func isTakeKey(_ line: [UInt8]) -> Bool {
        guard line.count <= 40 else { return false }
        if line.first == 0x28, line.last == 0x29 { return true }
        return line.contains(where: isUpper) && !line.contains(where: isLower)
            && !line.contains { $0 >= 0x80 }
    }

    /// The text without the desk's initials at its end: a short line that begins with the sender's name.
    private func withoutSignOff(_ text: [UInt8]) -> [UInt8] {
        var lines = WireMessage.lines(text)
        while let last = lines.last, !last.contains(where: { $0 > 0x20 }) { lines.removeLast() }
        guard let last = lines.last, last.count <= 40, !sender.isEmpty, lines.count > 1 else { return text }
        let words = last.split(separator: 0x20)
        guard words.first.map(Array.init) == sender, words.count > 1, words.count <= 8,
            words.allSatisfy({ $0.count <= 4 && $0.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2F } })
        else { return text }
        lines.removeLast()
        return Array(lines.joined(separator: [0x0A]))
    }

    // MARK: Trailer

    /// `242200 GMT Jun 17`: day, hour and minute, zone (GMT where none is given), month, year.
    private mutating func takeTrailer(_ trailer: ArraySlice<UInt8>) {
        let text = Array(trailer.prefix(64).filter { $0 < 0x80 && $0 != 0x7F })
        let numbers = wireNumbers(text)
        guard let time = numbers.first(where: { $0.digits == 6 }),
            let year = numbers.last(where: { $0.digits == 2 || $0.digits == 4 }),
            let month = wireMonth(text)
        else { return }
        document.contentCreated = wireStamp(
            year: year.digits == 4 ? year.value : wireYear(year.value), month: month, day: time.value / 10_000,
            hour: time.value / 100 % 100, minute: time.value % 100, zone: "Z")
        document.firstCreated = document.contentCreated
        document.versionCreated = document.contentCreated
    }
}

/// The month that is named in `text`, by the first three letters, in English, German, French, Spanish or Italian.
private func wireMonth(_ text: [UInt8]) -> Int? {
    let names: [[StaticString]] = [
        ["jan", "ene", "gen"], ["feb", "fev"], ["mar", "mrz", "mae"], ["apr", "avr", "abr"], ["may", "mai", "mag"],
        ["jun", "juin", "giu"], ["jul", "juil", "lug"], ["aug", "aou", "ago"], ["sep", "set"], ["oct", "okt", "ott"],
        ["nov"], ["dec", "dez", "dic"],
    ]
    for word in text.split(whereSeparator: { !isLetter($0) }) {
        for (n, spellings) in names.enumerated() {
            for name in spellings where Array(word).withUnsafeBufferPointer({ $0.hasIgnoringCase(name) }) {
                return n + 1
            }
        }
    }
    return nil
}

extension ReaderEntry {
    static let iptc7901 = ReaderEntry(
        format: "iptc-7901",
        recognise: { head in
            WireMessage.isHeader(head.original.prefix(1024)) ? "SOH and STX" : nil
        },
        read: { try readWire($0, "iptc-7901", $1, IPTC7901.read, $2) })
}
