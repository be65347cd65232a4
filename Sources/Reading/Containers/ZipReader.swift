internal import Article
internal import Bytes

/// A zip file is an archive of files, or a document that uses zip for its parts.
enum ZipReader {
    static func read(_ original: Original, _ emit: ReaderEntry.Emit) throws {
        guard original.isWhole else { return try ArchiveReader.read(original, "zip", emit) }
        guard let directory = original.bytes.withUnsafeBufferPointer({ ZipDirectory($0) }) else {
            throw Rejection(
                .malformed, stage: .decode, "The zip file is cut off: it has no directory.",
                hint: "Send it again, complete.",
                format: "zip")
        }
        let names = Set(directory.names)
        if names.contains("word/document.xml") { return try emit(Reading(result: WordDocument.read(original))) }
        if names.contains("META-INF/container.xml") { return try emit(Reading(result: Book.read(original))) }
        if names.contains("content.xml"), names.contains("META-INF/manifest.xml") || names.contains("mimetype") {
            return try emit(Reading(result: OpenDocument.read(original)))
        }
        for kind in ["xl/workbook.xml": "a spreadsheet", "ppt/presentation.xml": "a presentation"]
        where names.contains(kind.key) {
            throw Rejection(
                .unknownFormat, stage: .decode, "This is \(kind.value), which is not read.",
                hint: "Drop the article as a text document.",
                format: "zip")
        }
        try ArchiveReader.read(original, "zip", emit)
    }

    /// Members of a zip file in memory, by name; those that are not there are left out.
    static func members(_ original: Original, format: String, _ isWanted: (String) -> Bool) throws -> [String: [UInt8]]
    {
        let archive = try Archive(original, format: format, isRaw: false)
        var found: [String: [UInt8]] = [:]
        var total = 0
        while let member = try archive.next() {
            guard member.kind == .file, isWanted(member.name) else { continue }
            if member.isEncrypted {
                throw Rejection(
                    .encrypted, stage: .decode, "The document is encrypted.", hint: "Send it without a password.",
                    format: format)
            }
            guard let bytes = try archive.bytes(limit: original.limit - total) else {
                throw Rejection(
                    .tooLarge, stage: .decode, "Unpacked the document is larger than \(original.limit) bytes.",
                    format: format)
            }
            total += bytes.count
            found[member.name] = bytes
        }
        return found
    }

    /// A part that is XML.
    static func tree(_ bytes: [UInt8]?, format: String) throws -> XMLTree? {
        guard let bytes else { return nil }
        let decoded = TextDecoder.decode(
            bytes, declared: bytes.withUnsafeBufferPointer { HTMLReader.declaredCharset($0) })
        return try decoded.bytes.withUnsafeBufferPointer { try XMLParser.parse($0, format: format) }
    }
}

extension ReaderEntry {
    static let zip = ReaderEntry(
        format: "zip",
        recognise: { head in
            let isZip =
                head.starts([0x50, 0x4B, 3, 4]) || head.starts([0x50, 0x4B, 5, 6]) || head.starts([0x50, 0x4B, 7, 8])
            return isZip ? "its first bytes" : nil
        },
        read: { original, _, emit in try ZipReader.read(original, emit) })
}
