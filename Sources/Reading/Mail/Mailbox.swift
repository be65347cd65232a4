internal import Article
internal import Bytes

/// A mailbox: messages, each behind a line that begins with `From `. Source: RFC 4155, and the dialects mboxo, mboxrd and mboxcl.
struct Mailbox {
    /// The message so far, `From ` unquoted in it.
    private var message: [UInt8] = []
    private var number = 0
    private var isBlankBefore = true
    /// A mark that no blank line stands before: one where a field follows, else text.
    private var doubtful: [UInt8]?
    /// What the header says of the body's size, and how much of it was seen, as it lies in the file.
    private var stated: Int?
    private var seen: Int?
    /// Where marks stand in the message that are text if the stated size is right.
    private var inside: [Int] = []

    /// Calls `each` with every message, without its mark and with the quoting of `From ` undone.
    static func messages(of source: Original, _ each: (Int, [UInt8]) throws -> Void) throws {
        var box = Mailbox()
        try source.lines { line in try box.take(line, limit: source.limit, each) }
        if let text = box.doubtful { box.add(text[...]) }
        try box.finish(each)
    }

    private mutating func take(_ line: ArraySlice<UInt8>, limit: Int, _ each: (Int, [UInt8]) throws -> Void) throws {
        let text = line.last == 0x0D ? line.dropLast() : line
        if let mark = doubtful {
            doubtful = nil
            if Mailbox.isField(text) { try finish(each) } else { add(mark[...]) }
        }
        if Mailbox.isMark(text) {
            let isInside = seen.flatMap { seen in stated.map { seen < $0 } } ?? false
            if isInside, isBlankBefore {
                inside.append(message.count)
            } else if isBlankBefore {
                try finish(each)
                isBlankBefore = false
                return
            } else if !isInside {
                if let count = seen { seen = count + line.count + 1 }
                isBlankBefore = false
                doubtful = Array(text)
                return
            }
        }
        if let count = seen { seen = count + line.count + 1 }
        isBlankBefore = text.isEmpty
        if text.isEmpty, seen == nil, !message.isEmpty {
            seen = 0
            stated = Mailbox.contentLength(message)
        }
        if message.count < limit { add(text) }
    }

    private mutating func add(_ text: ArraySlice<UInt8>) {
        // ">From " is quoted "From "; ">>From " is quoted ">From ".
        let quotes = text.prefix { $0 == 0x3E }.count
        message += quotes > 0 && text.dropFirst(quotes).starts(with: Array("From ".utf8)) ? text.dropFirst() : text
        message.append(0x0A)
    }

    private mutating func finish(_ each: (Int, [UInt8]) throws -> Void) throws {
        // A blank line stands between the body and the next mark. A size that ends elsewhere is one of a body that was changed since.
        if let seen, let stated, (stated...stated + 2).contains(seen) { inside = [] }
        var start = 0
        for end in inside + [message.count] {
            let piece = message[start..<end]
            if piece.contains(where: { $0 > 0x20 }) {
                number += 1
                try each(number, Array(piece))
            }
            // The mark itself is none of the message.
            start = message[end...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.count
        }
        message.removeAll(keepingCapacity: message.capacity < 1 << 20)
        (seen, stated, inside) = (nil, nil, [])
    }

    private static func contentLength(_ header: [UInt8]) -> Int? {
        header.withUnsafeBufferPointer { b in
            let value = HeaderFields(b, from: 0, until: b.count)["content-length"]
            return value.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// `From `, a sender, and a date.
    private static func isMark(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: Array("From ".utf8)), line.count < 512 else { return false }
        return Array(line).withUnsafeBufferPointer { isMailboxMarker($0) }
    }

    /// `Name: value`, as the first line of a message is.
    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex, colon - line.startIndex < 64 else {
            return false
        }
        return line[..<colon].allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D }
    }
}

extension ReaderEntry {
    static let mbox = ReaderEntry(
        format: "mbox",
        recognise: { isMailboxMarker($0.bytes) ? "begins with a mark of a mailbox" : nil },
        read: { original, reason, emit in
            var original = original
            if let mended = original.bytes.withUnsafeBufferPointer({ bytes in
                original.isWhole && LineEnds.areCarriageReturns(bytes) ? LineEnds.mended(bytes) : nil
            }) {
                original.bytes = mended
            }
            var isEmpty = true
            try Mailbox.messages(of: original) { number, message in
                isEmpty = false
                let name = "\(number)"
                do {
                    try message.withUnsafeBufferPointer { bytes in
                        try MailReader.read(bytes, original, reason, member: name, emit)
                    }
                } catch let rejection as Rejection {
                    try emit(Reading(member: name, memberBytes: message, result: .failure(rejection)))
                }
            }
            guard !isEmpty else {
                throw Rejection(.noArticle, stage: .read, "The mailbox holds no message.", format: "mbox")
            }
        })
}
