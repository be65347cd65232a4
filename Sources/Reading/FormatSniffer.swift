internal import Article
internal import Bytes

/// The beginning of an original, as the formats are recognised by it: never by its name.
struct Head {
    /// The original's bytes as ASCII-compatible text: without byte order mark; of UTF-16 and UTF-32 a beginning,
    /// turned into UTF-8.
    let bytes: ByteView
    /// All of the original's bytes, as they came.
    let original: ByteView
    /// First byte that is no white space.
    let start: Int
    /// The root element, where the text is XML or like it.
    let root: RootElement?
    /// The text is UTF-16 or UTF-32: the first zeros are no sign of binary content.
    let isWide: Bool
    /// Few control characters, and not mostly zeros.
    let isText: Bool

    init(bytes: ByteView, original: ByteView, isWide: Bool) {
        self.bytes = bytes
        self.original = original
        self.isWide = isWide
        start = bytes.skipSpace(from: 0)
        root = RootElement(bytes, at: start)
        isText = TextEvidence.isText(bytes)
    }

    /// Whether the original starts with these bytes.
    func starts(_ signature: [UInt8], at offset: Int = 0) -> Bool {
        guard offset + signature.count <= original.count else { return false }
        for (i, byte) in signature.enumerated() where original[offset + i] != byte { return false }
        return true
    }

    func starts(_ signature: StaticString) -> Bool { original.has(signature) }
}

/// One format: how its bytes are known and what reads them. A new format is a file with such an entry, and a line in
/// `formats`.
struct ReaderEntry: Sendable {
    typealias Emit = (Reading) throws -> Void

    /// Stable short name, `Document.format`.
    var format: String
    /// Why these bytes are of this format, in a few words; `nil` where they are not.
    /// - Throws: `Rejection` where they are hostile in a way that no reader should meet.
    var recognise: @Sendable (Head) throws -> String?
    var read: @Sendable (_ original: Original, _ reason: String, _ emit: Emit) throws -> Void

    /// A format that is known but not read: rejected with its name.
    /// - Parameter name: with its article, as in "This is a zip archive".
    static func unread(
        _ format: String, _ name: String, hint: String? = nil, _ recognise: @escaping @Sendable (Head) throws -> Bool
    ) -> ReaderEntry {
        ReaderEntry(format: format, recognise: { try recognise($0) ? name : nil }) { _, name, _ in
            throw Rejection(
                .unknownFormat, stage: .decode, "This looks like \(name), which is not read.",
                hint: hint ?? "Drop the article as plain text, Markdown or HTML.", format: format)
        }
    }

    /// A format known by its first bytes.
    static func unread(_ format: String, _ name: String, hint: String? = nil, magic: [UInt8]..., at offset: Int = 0)
        -> ReaderEntry
    {
        unread(format, name, hint: hint) { head in magic.contains { head.starts($0, at: offset) } }
    }
}

/// Finds the format of an original from its bytes.
enum FormatSniffer {
    /// The first entry of `formats` that recognises the bytes, and why.
    static func sniff(_ bytes: ByteView) throws -> (entry: ReaderEntry, reason: String) {
        guard !bytes.isEmpty else {
            throw Rejection(.empty, stage: .decode, "The file is empty.", hint: "Send it again, with its content.")
        }
        let mark = EncodingChoice.byByteOrderMark(bytes)
        if let wide = mark.map({ isWide($0.0) ? $0.0 : nil }) ?? EncodingChoice.byZeros(bytes) {
            let sample = Array(bytes.prefix(1 << 18))
            let text = TextDecoder.decode(sample, declared: wide)
            return try text.bytes.withUnsafeBufferPointer {
                try match(Head(bytes: $0, original: bytes, isWide: true))
            }
        }
        let start = mark?.mark ?? 0
        return try match(Head(bytes: bytes[view: start..<bytes.count], original: bytes, isWide: false))
    }

    private static func isWide(_ charset: Charset) -> Bool {
        switch charset.kind {
        case .utf16, .utf32: true
        default: false
        }
    }

    private static func match(_ head: Head) throws -> (entry: ReaderEntry, reason: String) {
        for entry in formats {
            if let reason = try entry.recognise(head) { return (entry, reason) }
        }
        throw Rejection(
            .unknownFormat, stage: .decode, "The content is binary and of no known format.",
            hint: "Drop the article as plain text, Markdown or HTML.")
    }
}
