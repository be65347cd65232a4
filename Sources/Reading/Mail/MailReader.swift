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
        if LineEnds.areCarriageReturns(bytes, from: bytes.skipSpace(from: 0)) {
            let mended = LineEnds.mended(bytes)
            return try mended.withUnsafeBufferPointer { try read($0, original, reason, member: member, emit) }
        }
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
        takeHeader(message, &document)
        var attachments: [MIMEPart] = []
        var files: [UUEncoding.File] = []
        try takeText(message, &document, &attachments, &files)
        let memberBytes = member == nil ? nil : Array(bytes)
        let articles = attachments.filter { isArticle($0) }
        // A message that only carries others is their envelope.
        if !document.paragraphs.isEmpty || articles.isEmpty && files.isEmpty {
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
        for file in files {
            try original.readMember((member.map { $0 + "/" } ?? "") + file.name, file.bytes, emit)
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

    private func takeHeader(_ message: MIMEPart, _ document: inout Document) {
        let header = message.header
        let charset = charset(of: message)
        func text(_ name: StaticString) -> String? {
            header[name].flatMap { fieldText(EncodedWords.decode($0, raw: charset)) }
        }
        document.headline = text("subject")
        document.senderID = text("message-id")
        document.contentCreated = MailDate.parse(header["date"])
        document.takeLanguage(text("content-language"))
        if let from = text("from") ?? text("sender") {
            let names = Senders.names(header["from"] ?? header["sender"] ?? [], charset: charset)
            document.byline = names.isEmpty ? from : names.joined(separator: ", ")
            document.authors = (names.isEmpty ? [from] : names).map { Document.Author(name: $0) }
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

    /// What the message says of its text, or of the first part that is one.
    private func charset(of part: MIMEPart) -> Charset? {
        if let charset = part.charset { return charset }
        for inner in part.parts { if let charset = charset(of: inner) { return charset } }
        return nil
    }

    /// The part that a reader sees. Of alternatives that is the plain one, unless it only says that there is another.
    private func takeText(
        _ part: MIMEPart, _ document: inout Document, _ attachments: inout [MIMEPart],
        _ files: inout [UUEncoding.File]
    ) throws {
        let type = part.type.value
        if type == "multipart/alternative", !part.parts.isEmpty {
            let plain = part.parts.firstIndex { $0.type.value == "text/plain" && hasText($0) }
            // The last is the richest (RFC 2046, 5.1.4).
            let rich = part.parts.lastIndex { page(in: $0) != nil }
            var chosen = plain ?? rich ?? part.parts.startIndex
            if let plain, let rich, isStub(part.parts[plain], beside: part.parts[rich]) { chosen = rich }
            for (i, form) in part.parts.enumerated() {
                if i == chosen { try takeText(form, &document, &attachments, &files) } else { take(form, &attachments) }
            }
            return
        }
        if type.hasPrefix("multipart/") {
            if part.parts.isEmpty, document.paragraphs.isEmpty { takePlain(part, &document, &files) }
            for inner in part.parts { try takeText(inner, &document, &attachments, &files) }
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
            document.take(decoded)
            try document.takeBody(html: decoded.bytes)
            document.markAsides()
        } else {
            takePlain(part, &document, &files)
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
        guard let page = page(in: rich), let fragment = try? Fragment.read(decode(page, declaredInside: true).bytes)
        else {
            return false
        }
        return plain.bytes(bytes).count { isLetter($0) || $0 >= 0x80 } * 3
            < fragment.builder.body.count { isLetter($0) || $0 >= 0x80 }
    }

    private func takePlain(_ part: MIMEPart, _ document: inout Document, _ files: inout [UUEncoding.File]) {
        var content = part.bytes(bytes)
        for file in UUEncoding.takeFiles(from: &content) {
            document.associations.append(Document.Association(name: file.name))
            if !isPicture(file.bytes) { files.append(file) }
        }
        let decoded = TextDecoder.decode(content, declared: part.charset)
        document.take(decoded)
        var text = decoded.bytes
        if String(decoding: part.type["format"] ?? [], as: UTF8.self).lowercased() == "flowed" {
            let deletes = String(decoding: part.type["delsp"] ?? [], as: UTF8.self).lowercased() == "yes"
            text = FlowedText.unflowed(text, deletesSpace: deletes) ?? text
        }
        document.takeBody(plain: MailReader.parted(text))
        document.markAsides()
    }

    /// Mailman's archives put parts behind each other, with a line between.
    private static func parted(_ text: [UInt8]) -> [UInt8] {
        let mark = Array("-------------- next part --------------".utf8)
        guard text.firstRange(of: mark) != nil else { return text }
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        return Array(lines.map { $0.starts(with: mark) ? [0x0A] + $0 : Array($0) }.joined(separator: [0x0A]))
    }

    private func isPicture(_ file: [UInt8]) -> Bool {
        let format = try? file.withUnsafeBufferPointer { try FormatSniffer.sniff($0).entry.format }
        return format.map { ["png", "jpeg", "gif", "tiff", "bmp", "riff"].contains($0) } ?? false
    }

    private func decode(_ part: MIMEPart, declaredInside: Bool = false) -> DecodedText {
        let content = part.bytes(bytes)
        let declared =
            part.charset ?? (declaredInside ? content.withUnsafeBufferPointer { HTMLReader.declaredCharset($0) } : nil)
        return TextDecoder.decode(content, declared: declared)
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
    /// How a part's text was encoded; the first part's counts.
    fileprivate mutating func take(_ text: DecodedText) {
        encoding = encoding ?? text.encoding
        for repair in text.repairs where !repairs.contains(repair) { repairs.append(repair) }
    }

    /// How to read a newsletter elsewhere, or not to get it any more, is no prose of its; nor are a signature and quoted lines.
    fileprivate mutating func markAsides() {
        let words: [StaticString] = [
            "unsubscribe", "view in browser", "view in your browser", "view this email", "view it in your browser",
            "manage preferences", "abbestellen", "newsletter abmelden", "hier abmelden", "im browser an",
            "d\u{E9}sabonner", "d\u{E9}sinscrire", "votre navigateur", "darse de baja", "en el navegador",
            "en su navegador",
            "disiscri", "attachment was scrubbed", "afmelden", "uitschrijven", "avregistrera",
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
