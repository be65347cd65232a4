internal import Article
internal import Bytes

/// Mail: a message's own text is an article, and so is each attachment that is one.
struct MailReader {
    private let bytes: ByteView
    private let original: Original
    private let reason: String
    private let emit: ReaderEntry.Emit

    /// - Parameter prefix: Where the message lies in what holds it: the member's name.
    static func read(
        _ bytes: ByteView, _ original: Original, _ reason: String, member: String?, _ emit: ReaderEntry.Emit
    ) throws {
        try withoutActuallyEscaping(emit) { emit in
            let reader = MailReader(bytes: bytes, original: original, reason: reason, emit: emit)
            try reader.message(try MIMEPart(bytes, 0..<bytes.count), member)
        }
    }

    private func message(_ message: MIMEPart, _ member: String?) throws {
        var document = Document(format: "mail", formatReason: reason)
        takeHeader(message.header, &document)
        var attachments: [MIMEPart] = []
        try takeText(message, &document, &attachments)
        let memberBytes = member == nil ? nil : Array(bytes)
        let articles = attachments.filter { isArticle($0) }
        // A message that only carries others is their envelope.
        if !document.paragraphs.isEmpty || articles.isEmpty {
            document.warnings += attachments.prefix(20).map { part in
                let name = part.fileName ?? part.type.value
                return Warning(code: "attachment", message: "It came with an attachment: \(name).")
            }
            for part in attachments.prefix(20) {
                guard let name = part.fileName else { continue }
                let kind = part.type.value.split(separator: "/").first.map(String.init)
                document.associations.append(
                    Document.Association(name: name, type: kind == "image" ? "picture" : kind == "text" ? "text" : nil))
            }
            var read = document
            try emit(Reading(member: member, memberBytes: memberBytes, result: read.completed()))
        }
        for (n, part) in articles.enumerated() {
            let name = (member.map { $0 + "/" } ?? "") + (part.fileName ?? "\(n + 1)")
            try original.readMember(name, part.bytes(bytes), emit)
        }
    }

    private func takeHeader(_ header: HeaderFields, _ document: inout Document) {
        func text(_ name: StaticString) -> String? { header[name].flatMap { fieldText(EncodedWords.decode($0)) } }
        document.headline = text("subject")
        document.senderID = text("message-id")
        document.contentCreated = MailDate.parse(header["date"])
        document.takeLanguage(text("content-language"))
        if let from = text("from") ?? text("sender") {
            let name = XMLFeed.person(from.replacingQuotes) ?? from
            document.byline = name
            document.authors = [Document.Author(name: name)]
            document.addSource(role: "sender", from)
        }
        for keyword in (text("keywords") ?? "").split(separator: ",") {
            document.takeSubject(name: fieldText(String(keyword)))
        }
        switch text("importance")?.lowercased() ?? text("x-priority")?.prefix(1).lowercased() {
        case "high", "1": document.urgency = 1
        default: break
        }
    }

    /// The part that a reader sees: of alternatives the plain one, unless only the other has text.
    private func takeText(_ part: MIMEPart, _ document: inout Document, _ attachments: inout [MIMEPart]) throws {
        let type = part.type.value
        if type == "multipart/alternative" {
            let plain = part.parts.firstIndex { $0.type.value == "text/plain" && hasText($0) }
            // Newsletters send a plain part that only says that there is another.
            let chosen = plain ?? part.parts.firstIndex { $0.type.value != "text/plain" } ?? 0
            for (n, inner) in part.parts.enumerated() {
                if n == chosen {
                    try takeText(inner, &document, &attachments)
                } else {
                    takeAttachments(of: inner, &attachments)
                }
            }
            return
        }
        if type.hasPrefix("multipart/") {
            if part.parts.isEmpty, document.paragraphs.isEmpty { takePlain(part, &document) }
            for inner in part.parts { try takeText(inner, &document, &attachments) }
            return
        }
        if part.isAttachment || type == "message/rfc822" || !type.hasPrefix("text/") || type == "text/calendar"
            || type == "text/css"
        {
            if type == "message/rfc822" || !part.content.isEmpty { attachments.append(part) }
            return
        }
        if type == "text/html" {
            let decoded = decode(part, declaredInside: true)
            try document.takeBody(html: decoded)
        } else {
            takePlain(part, &document)
        }
    }

    /// Some programs put what is attached into the rich one of two alternatives; what that shows as text was told already.
    private func takeAttachments(of part: MIMEPart, _ attachments: inout [MIMEPart]) {
        guard part.type.value.hasPrefix("multipart/") else { return }
        for inner in part.parts {
            if inner.type.value == "message/rfc822" || inner.isAttachment, !inner.content.isEmpty {
                // Pictures of the page itself are no attachments.
                if part.type.value != "multipart/related" || inner.disposition.value == "attachment" {
                    attachments.append(inner)
                }
            } else {
                takeAttachments(of: inner, &attachments)
            }
        }
    }

    private func hasText(_ part: MIMEPart) -> Bool { part.bytes(bytes).contains { $0 > 0x20 } }

    private func takePlain(_ part: MIMEPart, _ document: inout Document) {
        var text = decode(part)
        if String(decoding: part.type["format"] ?? [], as: UTF8.self).lowercased() == "flowed" {
            let deletes = String(decoding: part.type["delsp"] ?? [], as: UTF8.self).lowercased() == "yes"
            text = MailReader.unflowed(text, deletesSpace: deletes)
        }
        document.takeBody(plain: text)
    }

    private func decode(_ part: MIMEPart, declaredInside: Bool = false) -> [UInt8] {
        let content = part.bytes(bytes)
        let declared =
            part.charset ?? (declaredInside ? content.withUnsafeBufferPointer { HTMLReader.declaredCharset($0) } : nil)
        return TextDecoder.decode(content, declared: declared).bytes
    }

    /// Lines that end in a space go on in the next. Source: RFC 3676.
    private static func unflowed(_ text: [UInt8], deletesSpace: Bool) -> [UInt8] {
        var out: [UInt8] = []
        for raw in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var line = raw
            if line.last == 0x0D { line.removeLast() }
            if line.first == 0x20 { line.removeFirst() }
            out += line
            if line.last == 0x20, !line.elementsEqual([0x2D, 0x2D, 0x20]) {
                if deletesSpace { out.removeLast() }
            } else {
                // What does not flow on is a paragraph.
                out += [0x0A, 0x0A]
            }
        }
        return out
    }

    /// Whether an attachment is read as an article of its own.
    private func isArticle(_ part: MIMEPart) -> Bool {
        let type = part.type.value
        if type == "message/rfc822" { return true }
        if type.hasPrefix("image/") || type.hasPrefix("audio/") || type.hasPrefix("video/") || type.hasPrefix("font/") {
            return false
        }
        guard part.disposition.value == "attachment" || part.fileName != nil else { return false }
        return ![
            "text/css", "text/calendar", "text/x-vcard", "text/vcard", "application/pgp-signature",
            "application/pkcs7-signature",
            "application/x-pkcs7-signature", "application/javascript", "text/javascript",
        ].contains(type)
    }
}

extension String {
    fileprivate var replacingQuotes: String { String(decoding: utf8.filter { $0 != 0x22 }, as: UTF8.self) }
}

/// The date of a mail. Source: RFC 5322, 3.3; comments and names of zones are taken as they come.
enum MailDate {
    static func parse(_ field: [UInt8]?) -> Stamp? {
        guard let field else { return nil }
        var text: [UInt8] = []
        var depth = 0
        for byte in field {
            if byte == 0x28 { depth += 1 }
            if depth == 0 { text.append(byte) }
            if byte == 0x29, depth > 0 { depth -= 1 }
        }
        // -0000 is UTC of which the place is not known.
        var line = String(decoding: text, as: UTF8.self).trimmingSpaces
        if line.hasSuffix("-0000") { line = line.dropLast(5) + "+0000" }
        return DateStamps.parse(line)
    }
}

extension ReaderEntry {
    static let mail = ReaderEntry(
        format: "mail",
        recognise: { isMailHeader($0.bytes, from: $0.start) && !isWebArchive($0) ? "a block of header fields" : nil },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "mail")
            try original.bytes.withUnsafeBufferPointer { bytes in
                try MailReader.read(bytes, original, reason, member: nil, emit)
            }
        })
}
