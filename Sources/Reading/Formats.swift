internal import Article
internal import Bytes

/// Every format that is recognised, in the order in which they are tried: exact signatures first, plain text last.
///
/// A new format: one file with its `ReaderEntry`, and its line here in place of the `unread` one.
let formats: [ReaderEntry] =
    binaryFormats + envelopeFormats + [
        .nitf,
        .newsML1,
        .newsMLG2,
        .rss,
        .atom,
        .jsonFeed,
        .newsJSON,
        .html,
        .newsXML,
        .markdownWithFrontMatter,
        .markdown,
        .text,
    ]

/// Formats known by their first bytes. Source: the formats' own specifications.
private let binaryFormats: [ReaderEntry] = [
    .zip,
    .gzip,
    .pdf,
    .rtf,
    .bzip2,
    .xz,
    .zstd,
    .sevenZip,
    .unread("rar", "a RAR archive", hint: "Unpack it and drop the files.", magic: [0x52, 0x61, 0x72, 0x21, 0x1A, 7]),
    .tar,
    ReaderEntry(
        format: "ole2",
        recognise: { head in
            // The name of the stream that Office puts an encrypted document into, as UTF-16.
            let mark: [UInt8] = Array("EncryptedPackage".utf8).flatMap { [$0, 0] }
            guard head.starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) else { return nil }
            let near = Array(head.original.prefix(1 << 20))
            return near.firstRange(of: mark) == nil ? nil : "an encrypted Office document"
        },
        read: { _, _, _ in
            throw Rejection(
                .encrypted, stage: .decode, "The document is encrypted.", hint: "Send it without a password.",
                format: "docx")
        }),
    .unread("ole2", "an old Microsoft Office document", magic: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    ReaderEntry(
        format: "openpgp",
        recognise: { $0.starts("-----BEGIN PGP MESSAGE-----") ? "an OpenPGP message" : nil },
        read: { _, _, _ in throw Rejection.encryptedMessage }),
    .unread("elf", "a program (ELF)", magic: [0x7F, 0x45, 0x4C, 0x46]),
    .unread("pe", "a Windows program") { $0.starts("MZ") && $0.original.prefix(256).contains(0) },
    .unread("mach-o", "a program (Mach-O)", magic: [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE]),
    .unread("java", "a Java class or a universal program", magic: [0xCA, 0xFE, 0xBA, 0xBE]),
    .unread("wasm", "a WebAssembly module", magic: [0, 0x61, 0x73, 0x6D]),
    .unread("png", "a PNG picture", magic: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    .unread("jpeg", "a JPEG picture", magic: [0xFF, 0xD8, 0xFF]),
    .unread("gif", "a GIF picture", magic: Array("GIF87a".utf8), Array("GIF89a".utf8)),
    .unread("tiff", "a TIFF picture", magic: [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A]),
    .unread("bmp", "a BMP picture") { head in
        head.starts("BM") && head.original.count > 26 && head.original[view: 6..<10].allSatisfy { $0 == 0 }
    },
    .unread("riff", "a picture, sound or film (RIFF)") {
        $0.starts("RIFF") && $0.original.count > 12 && $0.original[7] == 0
    },
    .unread("ogg", "sound or film (Ogg)", magic: [0x4F, 0x67, 0x67, 0x53, 0]),
    .unread("flac", "sound (FLAC)", magic: [0x66, 0x4C, 0x61, 0x43, 0]),
    .unread("mp3", "sound (MP3)", magic: [0x49, 0x44, 0x33, 2], [0x49, 0x44, 0x33, 3], [0x49, 0x44, 0x33, 4]),
    .unread("mp4", "film or sound (MP4)", magic: Array("ftyp".utf8), at: 4),
    .unread("matroska", "film (Matroska or WebM)", magic: [0x1A, 0x45, 0xDF, 0xA3]),
    .unread("sqlite", "an SQLite database", magic: Array("SQLite format 3\0".utf8)),
    .unread("postscript", "a PostScript document", magic: Array("%!PS".utf8)),
]

/// Text that is wrapped in an envelope of its own: mail, mailboxes, web archives, the wire formats.
private let envelopeFormats: [ReaderEntry] = [
    .warc,
    .anpa1312,
    .iptc7901,
    .mbox,
    .mhtml,
    .mail,
]

/// XML for certain: declared so, or beginning with an element that XML news formats have as their root.
///
/// - Throws: `Rejection` (`bomb`).
func isXML(_ head: Head) throws -> Bool {
    guard let root = head.root else { return false }
    let known: [StaticString] = [
        "nitf", "NewsML", "rss", "feed", "newsItem", "packageItem", "newsMessage", "svg", "urlset",
    ]
    let isXML =
        root.hasDeclaration || !root.prefix.isEmpty || root.subset != nil || known.contains { root.isNamed($0) }
        || head.bytes[view: root.tag].index(of: "xmlns") != nil || isClosed(root, head.bytes)
    guard isXML, !isHTMLRoot(root) || root.subset != nil else { return false }
    try EntityBomb.check(head, format: String(decoding: root.name, as: UTF8.self))
    return !isHTMLRoot(root)
}

/// The text ends with the root's end tag.
private func isClosed(_ root: RootElement, _ b: ByteView) -> Bool {
    let tail = b[view: max(0, b.count - root.name.count - 16)..<b.count].trimmed
    return tail.last == 0x3E && tail.count > root.name.count + 3
        && tail[view: tail.count - root.name.count - 3..<tail.count].elementsEqual([0x3C, 0x2F] + root.name + [0x3E])
}

private func isHTMLRoot(_ root: RootElement) -> Bool { HTMLReader.isElement(root) }

func isNewsMLG2(_ head: Head) -> Bool {
    guard let root = head.root else { return false }
    let items: [StaticString] = [
        "newsItem", "packageItem", "newsMessage", "conceptItem", "knowledgeItem", "planningItem", "catalogItem",
    ]
    return items.contains { root.isNamed($0) }
}

/// `From `, a sender, and a date with time and year. Source: RFC 4155, and how mailboxes look in practice.
func isMailboxMarker(_ b: ByteView) -> Bool {
    guard b.has("From ") else { return false }
    let line = b[view: 0..<min(b.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? b.count, 512)]
    var hasTime = false
    var hasYear = false
    for word in line.split(separator: 0x20) {
        let word = Array(word)
        if word.count >= 4, let colon = word.firstIndex(of: 0x3A), (1...2).contains(colon) {
            hasTime = hasTime || word.allSatisfy { isDigit($0) || $0 == 0x3A }
        }
        hasYear = hasYear || word.count == 4 && word.allSatisfy(isDigit) && (word[0] == 0x31 || word[0] == 0x32)
    }
    return hasTime && hasYear
}

/// A block of mail header fields: two or more that only mail has, and nothing but fields before the first blank line.
func isMailHeader(_ b: ByteView, from start: Int) -> Bool {
    let certain: [StaticString] = [
        "received", "message-id", "mime-version", "return-path", "delivered-to", "content-type",
        "content-transfer-encoding", "dkim-signature", "x-mailer", "reply-to", "x-originating-ip", "list-id",
    ]
    let likely: [StaticString] = ["from", "to", "subject", "date", "cc", "bcc", "sender"]
    var certainCount = 0
    var likelyCount = 0
    var i = start
    var lines = 0
    let lineEnd: UInt8 = LineEnds.areCarriageReturns(b, from: start) ? 0x0D : 0x0A
    while i < b.count, lines < 200 {
        let end = b.index(of: lineEnd, from: i) ?? b.count
        let line = b[view: i..<end]
        i = end + 1
        lines += 1
        if line.trimmed.isEmpty { break }
        if line.first == 0x20 || line.first == 0x09 { continue }
        guard let colon = line.index(of: 0x3A), colon > 0, colon < 64 else { return false }
        let name = line[view: 0..<colon]
        guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        if certain.contains(where: { name.equalsIgnoringCase($0) }) { certainCount += 1 }
        if likely.contains(where: { name.equalsIgnoringCase($0) }) { likelyCount += 1 }
    }
    return certainCount >= 2 || certainCount >= 1 && likelyCount >= 1 || likelyCount >= 3
}

extension ReaderEntry {
    /// JSON of any kind. What is nested too deep is refused as such.
    static let json = ReaderEntry.unread("json", "a JSON document") { head in
        guard head.start < head.bytes.count else { return false }
        let first = head.bytes[head.start]
        guard first == 0x7B || first == 0x5B else { return false }
        do throws(JSONError) {
            let bytes = head.start == 0 ? Array(head.bytes) : Array(head.bytes[view: head.start..<head.bytes.count])
            let (_, end) = try JSONParser.parsePrefix(bytes)
            // Whole values to the end, one or, as JSON lines, many; else it is text that starts with a bracket.
            let rest = bytes.withUnsafeBufferPointer { $0.skipSpace(from: end) }
            return rest == bytes.count || bytes[rest] == first && first == 0x7B || head.isWide
        } catch {
            if error.kind == .tooDeep {
                throw Rejection(
                    .tooDeep, stage: .decode, "The JSON is nested more than \(JSONParser.depthLimit) levels deep.",
                    format: "json", offset: error.offset)
            }
            // Broken JSON is still no text: an object with a first member.
            let next = head.bytes.skipSpace(from: head.start + 1)
            guard first == 0x7B, next < head.bytes.count, head.bytes[next] == 0x22,
                let quote = head.bytes.index(of: 0x22, from: next + 1, ),
                head.bytes.skipSpace(from: quote + 1) < head.bytes.count,
                head.bytes[head.bytes.skipSpace(from: quote + 1)] == 0x3A
            else { return false }
            throw Rejection(
                .malformed, stage: .decode, "The JSON is broken at byte \(error.offset + head.start).",
                hint: "Send it again, complete.", format: "json", offset: error.offset + head.start)
        }
    }
}

extension Rejection {
    static let encryptedMessage = Rejection(
        .encrypted, stage: .decode, "The message is encrypted.", hint: "Send it without encryption.", format: "mail")
}
