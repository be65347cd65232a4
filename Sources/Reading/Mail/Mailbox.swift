internal import Article
internal import Bytes

/// A mailbox: messages, each behind a line that begins with `From `. Source: RFC 4155, and the dialects mboxo and mboxrd.
enum Mailbox {
    /// Calls `each` with every message, without its mark and with the quoting of `From ` undone.
    static func messages(of source: Original, _ each: (Int, [UInt8]) throws -> Void) throws {
        var message: [UInt8] = []
        var number = 0
        var isBlankBefore = true
        func finish() throws {
            guard message.contains(where: { $0 > 0x20 }) else { return }
            number += 1
            try each(number, message)
        }
        try source.lines { line in
            let text = line.last == 0x0D ? line.dropLast() : line
            if isBlankBefore, isMark(text) {
                try finish()
                message.removeAll(keepingCapacity: message.capacity < 1 << 20)
                isBlankBefore = false
                return
            }
            isBlankBefore = text.isEmpty
            if message.count < source.limit {
                // ">From " is quoted "From "; ">>From " is quoted ">From ".
                let quotes = text.prefix { $0 == 0x3E }.count
                if quotes > 0, text.dropFirst(quotes).starts(with: Array("From ".utf8)) {
                    message += text.dropFirst()
                } else {
                    message += text
                }
                message.append(0x0A)
            }
        }
        try finish()
    }

    /// `From `, a sender, and a date.
    static func isMark(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: Array("From ".utf8)), line.count < 512 else { return false }
        return Array(line).withUnsafeBufferPointer { isMailboxMarker($0) }
    }
}

extension ReaderEntry {
    static let mbox = ReaderEntry(
        format: "mbox",
        recognise: { isMailboxMarker($0.bytes) ? "begins with a mark of a mailbox" : nil },
        read: { original, reason, emit in
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
