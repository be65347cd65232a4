internal import Article
internal import Bytes

/// Mail: a message's own text is an article, and so is each attachment that is one.
struct MailReader {
    private let bytes: ByteView
    private let original: Original
    private let reason: String
    private let emit: ReaderEntry.Emit
    /// How many messages it lies in.
    private let depth: Int

    /// - Parameter member: Where the message lies in what holds it; `nil` for a file that is the message.
    static func read(
        _ bytes: ByteView, _ original: Original, _ reason: String, member: String?, _ emit: ReaderEntry.Emit
    ) throws {
        try withoutActuallyEscaping(emit) { emit in
            let reader = MailReader(bytes: bytes, original: original, reason: reason, emit: emit, depth: 0)
            try reader.message(member)
        }
    }

    private func message(_ member: String?) throws {
        // What stands before the first field, a byte order mark or empty lines, is none of it.
        let start = bytes.skipSpace(from: bytes.has("\u{FEFF}") ? 3 : 0)
        let message = try MIMEPart(bytes, start..<bytes.count)
        guard !isEncrypted(message) else { throw Rejection.encryptedMessage }
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
            try readAttachment(part, (member.map { $0 + "/" } ?? "") + (part.fileName ?? "\(n + 1)"))
        }
    }

    /// A message inside is read where it lies; all else as whatever it looks like.
    private func readAttachment(_ part: MIMEPart, _ name: String) throws {
        let content = bytes[view: part.content]
        guard part.type.value == "message/rfc822", !part.isTransferEncoded else {
            return try original.readMember(name, part.bytes(bytes), emit)
        }
        do {
            guard depth < MIMEPart.depthLimit else {
                throw Rejection(
                    .tooDeep, stage: .read, "\(name) lies in more than \(MIMEPart.depthLimit) messages.",
                    hint: "Drop the messages by themselves.", format: "mail")
            }
            let inner = MailReader(
                bytes: content, original: original, reason: "a message inside a message", emit: emit, depth: depth + 1)
            try inner.message(name)
        } catch let rejection as Rejection {
            try emit(Reading(member: name, memberBytes: Array(content), result: .failure(rejection)))
        }
    }

    /// OpenPGP (RFC 3156) or S/MIME (RFC 8551); of the latter what is only signed is not.
    private func isEncrypted(_ message: MIMEPart) -> Bool {
        let type = message.type.value
        if type == "multipart/encrypted" { return true }
        if type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime" {
            return message.type["smime-type"]?.starts(with: "signed".utf8) != true
        }
        return type == "text/plain" && !message.isTransferEncoded
            && bytes[view: message.content].trimmed.has("-----BEGIN PGP MESSAGE-----")
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

    /// The part that a reader sees. Of alternatives that is the plain one, unless it only says that there is another.
    private func takeText(_ part: MIMEPart, _ document: inout Document, _ attachments: inout [MIMEPart]) throws {
        let type = part.type.value
        if type == "multipart/alternative", !part.parts.isEmpty {
            let plain = part.parts.firstIndex { $0.type.value == "text/plain" && hasText($0) }
            // The last is the richest (RFC 2046, 5.1.4).
            let rich = part.parts.lastIndex { page(in: $0) != nil }
            var chosen = plain ?? rich ?? part.parts.startIndex
            if let plain, let rich, isStub(part.parts[plain], beside: part.parts[rich]) { chosen = rich }
            for (i, form) in part.parts.enumerated() {
                if i == chosen { try takeText(form, &document, &attachments) } else { take(form, &attachments) }
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
            document.markAsides()
        } else {
            takePlain(part, &document)
        }
    }

    private func hasText(_ part: MIMEPart) -> Bool { part.bytes(bytes).contains { $0 > 0x20 } }

    /// What is attached to a form of the text that is not read.
    private func take(_ part: MIMEPart, _ attachments: inout [MIMEPart]) {
        for inner in part.parts { take(inner, &attachments) }
        let isPicture = part.type.value.hasPrefix("image/") && part.disposition.value != "attachment"
        if part.parts.isEmpty, part.type.value == "message/rfc822" || part.isAttachment && !isPicture {
            attachments.append(part)
        }
    }

    /// The page among a part and those inside it.
    private func page(in part: MIMEPart) -> MIMEPart? {
        if part.parts.isEmpty { return part.type.value == "text/html" && !part.isAttachment ? part : nil }
        for inner in part.parts { if let page = page(in: inner) { return page } }
        return nil
    }

    /// Whether the plain text has less than a third of the page's: "Read this message in your browser".
    private func isStub(_ plain: MIMEPart, beside rich: MIMEPart) -> Bool {
        guard let page = page(in: rich), let fragment = try? Fragment.read(decode(page, declaredInside: true)) else {
            return false
        }
        return plain.bytes(bytes).count { isLetter($0) || $0 >= 0x80 } * 3
            < fragment.builder.body.count { isLetter($0) || $0 >= 0x80 }
    }

    private func takePlain(_ part: MIMEPart, _ document: inout Document) {
        var text = decode(part)
        if String(decoding: part.type["format"] ?? [], as: UTF8.self).lowercased() == "flowed" {
            let deletes = String(decoding: part.type["delsp"] ?? [], as: UTF8.self).lowercased() == "yes"
            text = MailReader.unflowed(text, deletesSpace: deletes)
        }
        document.takeBody(plain: text)
        document.markAsides()
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

extension Document {
    /// How to read a newsletter elsewhere, or not to get it any more, is no prose of its; nor are a signature and quoted lines.
    fileprivate mutating func markAsides() {
        let words: [StaticString] = [
            "unsubscribe", "view in browser", "view in your browser", "view this email", "view it in your browser",
            "manage preferences", "abbestellen", "newsletter abmelden", "hier abmelden", "im browser an",
            "d\u{E9}sabonner", "d\u{E9}sinscrire", "votre navigateur", "darse de baja", "en el navegador",
            "en su navegador",
            "disiscri", "afmelden", "uitschrijven", "avregistrera",
        ]
        for (i, paragraph) in paragraphs.enumerated() {
            let isOne = body.withUnsafeBufferPointer { body in
                let text = body[view: paragraph.range]
                if text.first == 0x3E || text.has("-- ") { return true }
                return text.count < 400 && words.contains { text.indexIgnoringCase(of: $0) != nil }
            }
            if isOne { asides.insert(i) }
        }
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
