internal import Bytes

/// The names in a field of addresses. Source: RFC 5322, 3.4, and how mail programs and lists' archives write them.
enum Senders {
    /// - Parameter charset: of bytes that no encoded word holds.
    static func names(_ field: [UInt8], charset: Charset? = nil) -> [String] {
        var names: [String] = []
        /// `Doe, Jo <jo@x.example>`: a name that should have stood in quotation marks.
        var begun: [UInt8] = []
        for piece in pieces(field) {
            let whole = begun.isEmpty ? piece : begun + [0x2C, 0x20] + piece
            guard piece.contains(0x40) || piece.firstRange(of: Array(" at ".utf8)) != nil else {
                begun = whole
                continue
            }
            begun = []
            if let name = name(whole, charset) { names.append(name) }
        }
        if !begun.isEmpty, let name = name(begun, charset) { names.append(name) }
        return names
    }

    /// The addresses, each with its name; of a group what is in it.
    private static func pieces(_ field: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var depth = 0
        for (i, byte) in field.enumerated() {
            switch byte {
            case 0x22 where i == 0 || field[i - 1] != 0x5C: isQuoted.toggle()
            case _ where isQuoted: break
            case 0x28, 0x3C: depth += 1
            case 0x29, 0x3E: depth = max(0, depth - 1)
            case 0x2C where depth == 0, 0x3B where depth == 0:
                pieces.append([])
                continue
            // A group's name, and no encoded word's or link's colon.
            case 0x3A where depth == 0 && !(pieces.last ?? []).contains { $0 == 0x3F || $0 == 0x5B }:
                pieces[pieces.count - 1] = []
                continue
            default: break
            }
            pieces[pieces.count - 1].append(byte)
        }
        return pieces.filter { $0.contains { $0 > 0x20 } }
    }

    private static func name(_ piece: [UInt8], _ charset: Charset?) -> String? {
        var phrase: [UInt8] = []
        var address: [UInt8] = []
        var comment: [UInt8] = []
        var isQuoted = false
        var place = UInt8(0)
        for byte in piece {
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x28 where !isQuoted && place == 0, 0x3C where !isQuoted && place == 0,
                0x5B where !isQuoted && place == 0:
                place = byte
            case 0x29 where place == 0x28, 0x3E where place == 0x3C, 0x5D where place == 0x5B: place = 0
            default:
                switch place {
                case 0x28: comment.append(byte)
                case 0x3C, 0x5B: address.append(byte)
                default: phrase.append(byte)
                }
            }
        }
        func text(_ bytes: [UInt8]) -> String? {
            fieldText(EncodedWords.decode(bytes, raw: charset).filter { $0 != 0x22 })
        }
        if address.isEmpty, phrase.contains(0x40) || !comment.isEmpty { return text(comment) ?? text(phrase) }
        guard var name = text(phrase) ?? text(comment) else { return text(address) }
        if name.utf8.count > 2, name.hasPrefix("'"), name.hasSuffix("'") { name = String(name.dropFirst().dropLast()) }
        // A list that sends in somebody's name.
        if let via = name.firstRange(of: " via "), via.lowerBound > name.startIndex {
            name = String(name[..<via.lowerBound])
        }
        return name
    }
}
