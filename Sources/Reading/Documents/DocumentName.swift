internal import Article
internal import Bytes

/// What a name promises. Formats are never found by it; but plain text under the name of a document is a broken document: its
/// sender sent something else, an error message for instance.
enum DocumentName {
    private static let endings: [(ending: StaticString, name: String)] = [
        (".docx", "a Word document"), (".odt", "an OpenDocument text"), (".epub", "an EPUB book"),
        (".pdf", "a PDF document"), (".rtf", "an RTF document"),
    ]

    /// - Parameter name: of a file that is plain text.
    /// - Throws: `Rejection` (`malformed`) where it is a document's.
    static func check(_ name: [UInt8]) throws {
        try name.withUnsafeBufferPointer { name in
            for (ending, kind) in endings {
                let length = ending.utf8CodeUnitCount
                guard name.count > length, name.hasIgnoringCase(ending, at: name.count - length) else { continue }
                throw Rejection(
                    .malformed, stage: .decode, "By its name this is \(kind), but it does not begin like one.",
                    hint: "Send it again. If it is meant to be plain text, name it .txt.",
                    format: String("\(ending)".dropFirst()))
            }
        }
    }
}
