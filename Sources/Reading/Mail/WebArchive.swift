internal import Article
internal import Bytes

/// MHTML: a page and its pictures as one message. Source: RFC 2557.
enum WebArchive {
    static func read(_ bytes: ByteView, _ original: Original, _ reason: String, _ emit: ReaderEntry.Emit) throws {
        let message = try MIMEPart(bytes, 0..<bytes.count)
        guard let page = WebArchive.page(message) else {
            throw Rejection(.noArticle, stage: .read, "The web archive holds no page.", format: "mhtml")
        }
        var document = try HTMLReader.read(
            page: page.bytes(bytes), format: "mhtml", reason, charset: page.charset, context: original.context)
        let address = page.header["content-location"] ?? message.header["snapshot-content-location"]
        document.url = document.url ?? fieldText(address ?? []).flatMap { $0.hasPrefix("http") ? $0 : nil }
        let subject = message.header["subject"].flatMap { fieldText(EncodedWords.decode($0)) }
        if document.headline == nil {
            document.headline = subject
        } else if document.headline != subject {
            document.takeDescription("title", subject)
        }
        document.contentCreated = document.contentCreated ?? MailDate.parse(message.header["date"])
        try emit(Reading(result: document.checked()))
    }

    /// The part that the message is about: its root, else the first page.
    private static func page(_ part: MIMEPart) -> MIMEPart? {
        if part.type.value == "text/html" || part.type.value == "application/xhtml+xml" { return part }
        if let start = part.type["start"], let root = part.parts.first(where: { $0.header["content-id"] == start }) {
            if let found = page(root) { return found }
        }
        for inner in part.parts { if let found = page(inner) { return found } }
        return nil
    }
}

/// The message's own type says that it is a page with what belongs to it, and a part gives an address.
func isWebArchive(_ head: Head) -> Bool {
    let near = head.bytes[view: head.start..<min(head.bytes.count, head.start + (1 << 14))]
    return near.indexIgnoringCase(of: "multipart/related") != nil
        && near.indexIgnoringCase(of: "\ncontent-location:") != nil
        && near.indexIgnoringCase(of: "\nmessage-id:") == nil
}

extension ReaderEntry {
    static let mhtml = ReaderEntry(
        format: "mhtml",
        recognise: { isMailHeader($0.bytes, from: $0.start) && isWebArchive($0) ? "a multipart/related page" : nil },
        read: { original, reason, emit in
            try Document.checkSize(original, format: "mhtml")
            try original.bytes.withUnsafeBufferPointer { try WebArchive.read($0, original, reason, emit) }
        })
}
