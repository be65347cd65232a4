internal import Article
internal import Bytes

/// Wire stories in the control codes of the teleprinter age. Sources: IPTC 7901 "Text transmission format", ANPA 1312 "Text
/// wire format", and how agencies fill them.
enum WireText {
    private static let soh: UInt8 = 0x01
    private static let stx: UInt8 = 0x02
    private static let etx: UInt8 = 0x03

    /// The story's three parts: before the text, the text, behind it.
    private struct Parts {
        var header: [[UInt8]]
        var text: [[UInt8]]
        var trailer: [[UInt8]]

        init(_ bytes: [UInt8]) {
            let start = bytes.firstIndex(of: soh).map { $0 + 1 } ?? 0
            let textStart = bytes[start...].firstIndex(of: stx) ?? start
            let end = bytes[textStart...].firstIndex(of: etx) ?? bytes.endIndex
            header = Parts.lines(bytes[start..<textStart])
            text = Parts.lines(bytes[min(textStart + 1, end)..<end])
            trailer = Parts.lines(bytes[min(end + 1, bytes.endIndex)...])
        }

        static func lines(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
            bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
                $0.filter { $0 != 0x0D && $0 != 0x7F }
            }
        }
    }

    // MARK: IPTC 7901

    static func read7901(_ bytes: [UInt8], into document: Document) -> Document {
        var document = document
        let parts = Parts(bytes)
        if let first = parts.header.first { takeHeader7901(first, &document) }
        let keywords = parts.header.dropFirst().compactMap { fieldText($0) }
        if let slug = keywords.first {
            document.slugline = fieldText(String(slug.reversed().drop { $0 == "/" }.reversed()))
            for word in slug.split(separator: "/") { document.takeSubject(name: fieldText(String(word))) }
        }
        // Up to the first empty line: take keys, headline, byline.
        var i = 0
        while i < parts.text.count, fieldText(parts.text[i]) == nil { i += 1 }
        let headStart = i
        while i < parts.text.count, fieldText(parts.text[i]) != nil { i += 1 }
        let hasHead =
            i < parts.text.count && parts.text[headStart..<i].allSatisfy { $0.count < 200 } && i - headStart <= 8
        if hasHead {
            takeHead7901(parts.text[headStart..<i].compactMap { fieldText($0) }, &document)
        } else {
            i = headStart
        }
        document.takeBody(plain: Array(withoutSignOff(parts.text[i...]).joined(separator: [0x0A])))
        takeTransmission(parts.trailer, &document)
        return document
    }

    /// `eca0003 3 i 380  dpa 0045`: service and number, priority, category, count of words, agency.
    private static func takeHeader7901(_ line: [UInt8], _ document: inout Document) {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        if let id = words.first.flatMap({ fieldText(String($0)) }) { document.senderID = id }
        if words.count > 1, words[1].utf8.count == 1 { document.takeUrgency(String(words[1])) }
        if words.count > 2 { document.takeSubject(name: nil, code: String(words[2])) }
        if words.count >= 5, let agency = fieldText(String(words[words.count - 2])) {
            document.addSource(role: "agency", agency)
        }
    }

    private static func takeHead7901(_ lines: [String], _ document: inout Document) {
        for line in lines {
            var line = line
            let ends = line.hasSuffix("=")
            while line.hasSuffix("=") || line.hasSuffix(" ") { line.removeLast() }
            guard !line.isEmpty else { continue }
            if isTakeKey(line), document.headline == nil {
                document.takeNote(line)
            } else if document.headline == nil {
                document.headline = line
            } else if ends || line.withBytes({ Byline($0) }) != nil {
                document.takeByline(line)
            } else if document.deck == nil {
                document.deck = line
            }
        }
    }

    /// `1ST LEAD`, `REFILE`, `(Achtung)`: what a take is to the one before.
    private static func isTakeKey(_ line: String) -> Bool {
        if line.hasPrefix("("), line.hasSuffix(")") { return true }
        guard line.utf8.count <= 30, !line.utf8.contains(where: isLower) else { return false }
        let words: Set = [
            "LEAD", "REFILE", "CORRECTION", "CORRECTED", "CORRECT", "UPDATE", "URGENT", "ROUNDUP", "EXTRA", "ALERT",
            "FLASH",
            "KILL", "REPEAT", "RPT", "SNAP", "WRITETHRU", "ATTENTION", "BULLETIN", "SUMMARY", "EMBARGO",
        ]
        return line.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "-" }).contains {
            words.contains(String($0))
        }
    }

    /// Without the line that ends the text: `dpa al rmo hct rmo`, `==Kyodo`.
    private static func withoutSignOff(_ lines: ArraySlice<[UInt8]>) -> ArraySlice<[UInt8]> {
        var lines = lines
        while let last = lines.last, fieldText(last) == nil { lines.removeLast() }
        guard let last = lines.last.flatMap({ fieldText($0) }), lines.count > 2 else { return lines }
        let isSignOff =
            last.hasPrefix("==")
            || last.utf8.count <= 32 && last.split(separator: " ").count >= 2
                && last.split(separator: " ").allSatisfy {
                    $0.utf8.count <= 5 && $0.utf8.allSatisfy { isLower($0) || $0 == 0x2F }
                }
        return isSignOff ? lines.dropLast() : lines
    }

    /// `212322 GMT Nov 18`: day, time, month, year.
    private static func takeTransmission(_ trailer: [[UInt8]], _ document: inout Document) {
        guard document.contentCreated == nil, let line = trailer.first.flatMap({ fieldText($0) }) else { return }
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 3, words[0].utf8.count == 6, words[0].utf8.allSatisfy(isDigit), let year = words.last,
            year.utf8.count == 2
        else { return }
        let digits = Array(words[0])
        let day = String(digits[0...1])
        let time = "\(String(digits[2...3])):\(String(digits[4...5]))"
        // German services write German months.
        let months = ["Okt": "Oct", "Mai": "May", "Dez": "Dec", "Mrz": "Mar"]
        let month = words[words.count - 2]
        document.contentCreated = DateStamps.parse(
            "\(day) \(months[month] ?? month) 20\(year) \(time)\(words.count > 3 ? " GMT" : "")")
        document.versionCreated = document.contentCreated
    }

    // MARK: ANPA 1312

    static func readANPA(_ bytes: [UInt8], into document: Document) -> Document {
        var document = document
        let parts = Parts(bytes)
        if let first = parts.header.first {
            let id = first.prefix { $0 > 0x20 && $0 < 0x7F && $0 != 0x5E }
            document.senderID = fieldText(Array(id.prefix(5)))
        }
        if parts.header.count > 1 { takeHeaderANPA(parts.header[1], &document) }
        var headline: String?
        var isBody = false
        var body: [[UInt8]] = []
        for (n, raw) in parts.text.enumerated() {
            let isIndented = raw.first == 0x09 || raw.starts(with: [0x20, 0x20, 0x20])
            let isAgate = raw.first == 0x08
            var line = raw
            while let first = line.first, first == 0x5E || first <= 0x20 { line.removeFirst() }
            while let last = line.last, last == 0x3C || last <= 0x20 || last == 0x5E || last == 0x2B && !isIndented {
                line.removeLast()
            }
            line.removeAll { $0 < 0x20 && $0 != 0x09 }
            if isIndented || isAgate { isBody = true }
            if isBody {
                if isIndented || isAgate, !body.isEmpty { body.append([]) }
                if !line.isEmpty { body.append(line) }
                continue
            }
            guard var text = fieldText(line) else { continue }
            let isHeading = text.hasSuffix("=")
            while text.hasSuffix("=") { text.removeLast() }
            if n == 0 {
                // The keyword line again, with the count of words.
                document.takeSubject(name: fieldText(String(text.split(separator: ",").first ?? "")))
            } else if text.hasPrefix("Eds:") || text.hasPrefix("Eds.:") || text.hasPrefix("EDITOR")
                || text.hasPrefix("Editor")
            {
                document.takeNote(
                    fieldText(
                        text.split(separator: text.contains(" _ ") ? "_" : ":", maxSplits: 1).last.map(String.init)))
            } else if text.hasPrefix("AP Photo") || text.hasPrefix("AP Video") || text.hasPrefix("AP Graphic") {
                document.takeNote(text)
            } else if isHeading || text.withBytes({ Byline($0) }) != nil,
                headline != nil || text.withBytes({ Byline($0) }) != nil
            {
                if document.byline == nil, text.withBytes({ Byline($0) }) != nil {
                    document.takeByline(text)
                } else {
                    document.addSource(role: "agency", text)
                }
            } else if headline == nil {
                headline = text
            } else {
                body.append([])
                body.append(line)
            }
        }
        if let headline {
            document.headline = headline
        } else if body.isEmpty {
            document.headline = document.slugline
        }
        document.takeBody(plain: Array(withoutSignOff(body[...]).joined(separator: [0x0A])))
        takeTrailerANPA(parts.trailer, &document)
        return document
    }

    /// `f l BC-LT--Argentina-CancerB     11-13 1049`: priority, category, keyword, take key, date, count of words.
    private static func takeHeaderANPA(_ line: [UInt8], _ document: inout Document) {
        let words = line.split(whereSeparator: { $0 <= 0x20 || $0 == 0x5E }).map { String(decoding: $0, as: UTF8.self) }
        guard words.count >= 3 else { return }
        let priorities = ["f": 1, "u": 2, "b": 3, "r": 4, "d": 5, "a": 6, "s": 7, "w": 8]
        document.urgency = priorities[words[0]]
        if words[1].utf8.count == 1 { document.takeSubject(name: nil, code: words[1]) }
        guard let keyword = words.dropFirst(2).first(where: { $0.utf8.count > 2 }) else { return }
        var slug = keyword[...]
        // The cycle and the region are no part of the keyword.
        for cycle in ["BC-", "AM-", "PM-", "AP-"] where slug.hasPrefix(cycle) { slug = slug.dropFirst(3) }
        if let region = slug.firstRange(of: "--"), slug[..<region.lowerBound].utf8.count == 2 {
            slug = slug[region.upperBound...]
        }
        document.slugline = fieldText(String(slug))
        if let key = words.dropFirst(3).first(where: { $0.contains("Ld") || $0.lowercased().contains("writethru") }) {
            document.takeNote(key)
        }
    }

    /// `AP-WF-11-13-13 1509GMT<`.
    private static func takeTrailerANPA(_ trailer: [[UInt8]], _ document: inout Document) {
        guard let line = trailer.first.flatMap({ fieldText($0) }) else { return }
        let words = line.split(separator: " ")
        guard words.count >= 2, let time = words.last, time.utf8.count >= 7 else { return }
        let date = words[words.count - 2].split(separator: "-").suffix(3).map(String.init)
        guard date.count == 3, date.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }) else { return }
        let clock = Array(time.utf8.prefix(4))
        guard clock.allSatisfy(isDigit) else { return }
        let text = String(decoding: clock, as: UTF8.self)
        let stamp =
            "20\(date[2])-\(date[0])-\(date[1])T\(text.prefix(2)):\(text.suffix(2)):00"
            + (time.contains("GMT") ? "Z" : "")
        document.contentCreated = DateStamps.parse(stamp)
        document.firstCreated = document.contentCreated
    }
}

extension String {
    /// Calls `body` with the text's bytes.
    fileprivate func withBytes<T>(_ body: (ByteView) -> T) -> T {
        var copy = self
        return copy.withUTF8 { body($0) }
    }
}

extension ReaderEntry {
    static let anpa = wire(
        "anpa-1312",
        { head in
            let first = head.original.first { $0 != 0 && $0 != 0x0A && $0 != 0x0D }
            let near = head.original.prefix(128)
            guard first == 0x16 && near.contains(0x01) || isANPAHeader(near) else { return nil }
            return "its control characters"
        }, WireText.readANPA)

    static let iptc7901 = wire(
        "iptc-7901",
        { head in
            head.original.prefix(8).contains(0x01) && head.original.prefix(1024).contains(0x02)
                ? "its control characters" : nil
        }, WireText.read7901)

    /// SOH, and in the second line a priority, a category and one of DC1 to DC3.
    private static func isANPAHeader(_ near: Slice<ByteView>) -> Bool {
        guard let start = near.prefix(8).firstIndex(of: 0x01) else { return false }
        let lines = near[start...].split(separator: 0x0A, maxSplits: 2)
        guard lines.count >= 2 else { return false }
        let second = lines[1].prefix(6)
        return second.contains { $0 == 0x11 || $0 == 0x12 || $0 == 0x13 || $0 == 0x14 }
    }

    private static func wire(
        _ format: String, _ recognise: @escaping @Sendable (Head) throws -> String?,
        _ read: @escaping @Sendable ([UInt8], Document) -> Document
    ) -> ReaderEntry {
        ReaderEntry(format: format, recognise: recognise) { original, reason, emit in
            try Document.checkSize(original, format: format)
            // The control characters are the format; decoding would take them out.
            let controls = Set<UInt8>([0x01, 0x02, 0x03, 0x04, 0x08, 0x11, 0x12, 0x13, 0x14, 0x16])
            let plain = original.bytes.map { controls.contains($0) ? 0x20 : $0 }
            let decoded = TextDecoder.decode(plain)
            var document = Document(format: format, formatReason: reason)
            document.encoding = decoded.encoding
            document.repairs = decoded.repairs
            let text: [UInt8]
            if decoded.encoding == "utf-8" || decoded.encoding == "us-ascii" {
                text = original.bytes
            } else {
                // Decoded piece by piece between the control characters, which are ASCII in every encoding of these wires.
                let charset = Array(decoded.encoding.utf8).withUnsafeBufferPointer { Charset(label: $0) }
                var out: [UInt8] = []
                var piece: [UInt8] = []
                for byte in original.bytes {
                    if controls.contains(byte) {
                        if !piece.isEmpty { out += TextDecoder.decode(piece, declared: charset).bytes }
                        piece = []
                        out.append(byte)
                    } else {
                        piece.append(byte)
                    }
                }
                if !piece.isEmpty { out += TextDecoder.decode(piece, declared: charset).bytes }
                text = out
            }
            var article = read(text, document)
            try emit(Reading(result: article.completed()))
        }
    }
}
