package import Article

/// The bytes of one original (or member), and what is known about it beside them.
package struct Original: Sendable {
    package var bytes: [UInt8]
    package var context: ReadingContext
    package init(bytes: [UInt8], context: ReadingContext) {
        self.bytes = bytes
        self.context = context
    }
}

/// One article found in an original, or why one of its members can't be read.
package struct Reading: Sendable {
    /// Path inside the container; `nil` where the file is the article.
    package var member: String?
    /// The member's own bytes, from which its id is made; `nil` where the file is the article.
    package var memberBytes: [UInt8]?
    package var result: Result<Document, Rejection>
    package init(member: String? = nil, memberBytes: [UInt8]? = nil, result: Result<Document, Rejection>) {
        self.member = member
        self.memberBytes = memberBytes
        self.result = result
    }
}

/// Reads an original: finds its format from the bytes, decodes, and hands over its articles one by one, each as
/// soon as it is read.
///
/// - Throws: `Rejection` when the original as a whole can't be read, or what `each` throws.
package func read(_ original: Original, each: (Reading) throws -> Void) throws {
    let (entry, reason) = try original.bytes.withUnsafeBufferPointer { try FormatSniffer.sniff($0) }
    try entry.read(original, reason, each)
}

/// Reads an original as one format, whatever it looks like; for fuzzing one reader.
///
/// - Throws: as `read(_:each:)`; `unknown-format` where there is no such format.
package func read(_ original: Original, as format: String, each: (Reading) throws -> Void) throws {
    guard let entry = formats.first(where: { $0.format == format }) else {
        throw Rejection(.unknownFormat, stage: .decode, "There is no reader for \(format).")
    }
    try entry.read(original, "said so", each)
}

/// Loads whatever is loaded on first use, so that `read` opens no file: call it before the sandbox closes.
package func prepareReading() {
    Iconv.shared.openAll()
    EncodingDetection.prepare()
}
