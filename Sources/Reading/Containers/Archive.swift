internal import Article
internal import Bytes
internal import CArchive

/// Archives and compressed files through libarchive, from memory or piece by piece: nothing is unpacked to a disk, and a
/// member's name is never a path.
final class Archive {
    /// What a member is.
    struct Member {
        var name: String
        var kind: Kind
        var isEncrypted: Bool
        enum Kind { case file, folder, link, special }
    }

    /// Most bytes that come out of one byte, once much has come out: text shrinks to a tenth at best.
    static let ratioLimit = 200
    private static let ratioCounts: Int64 = 8 << 20
    static let memberLimit = 1_000_000

    private let handle: OpaquePointer
    private let source: Source
    private let format: String

    /// Hands pieces of the original to libarchive.
    private final class Source {
        let original: Original
        var offset = 0
        var piece: UnsafeMutableBufferPointer<UInt8>
        var failure: (any Error)?

        init(_ original: Original) {
            self.original = original
            piece = UnsafeMutableBufferPointer.allocate(capacity: 1 << 16)
        }

        deinit { piece.deallocate() }

        /// The next bytes, in `piece`; 0 at the end, -1 when they can't be read.
        func next() -> Int {
            do {
                let bytes = try original.bytes(at: offset, count: piece.count)
                offset += bytes.count
                _ = piece.update(fromContentsOf: bytes)
                return bytes.count
            } catch {
                failure = error
                return -1
            }
        }
    }

    /// - Parameters:
    ///   - format: for messages.
    ///   - isRaw: A compressed file that is no archive is one member.
    ///   - isArchive: What is in it may be an archive.
    init(_ original: Original, format: String, isRaw: Bool, isArchive: Bool = true) throws {
        guard let handle = archive_read_new() else {
            throw Rejection(.memory, stage: .decode, "There is no memory for the archive.")
        }
        self.handle = handle
        self.format = format
        source = Source(original)
        archive_read_support_filter_gzip(handle)
        archive_read_support_filter_bzip2(handle)
        archive_read_support_filter_xz(handle)
        archive_read_support_filter_lzma(handle)
        archive_read_support_filter_zstd(handle)
        archive_read_support_filter_compress(handle)
        if isArchive {
            archive_read_support_format_zip(handle)
            archive_read_support_format_tar(handle)
            archive_read_support_format_7zip(handle)
        }
        if isRaw {
            archive_read_support_format_raw(handle)
            archive_read_support_format_empty(handle)
        }
        archive_read_set_seek_callback(handle) { _, client, offset, whence in
            guard let client else { return -1 }
            let source = Unmanaged<Source>.fromOpaque(client).takeUnretainedValue()
            let base: Int64 = whence == 0 ? 0 : whence == 1 ? Int64(source.offset) : Int64(source.original.size)
            let target = base + offset
            guard target >= 0, target <= Int64(source.original.size) else { return -1 }
            source.offset = Int(target)
            return target
        }
        archive_read_set_read_callback(handle) { _, client, buffer in
            guard let client else { return -1 }
            let source = Unmanaged<Source>.fromOpaque(client).takeUnretainedValue()
            let count = source.next()
            buffer?.pointee = UnsafeRawPointer(source.piece.baseAddress)
            return count
        }
        archive_read_set_callback_data(handle, Unmanaged.passUnretained(source).toOpaque())
        try check(archive_read_open1(handle))
    }

    deinit { archive_read_free(handle) }

    /// Whether something is unpacked at all: a file that only begins like a compressed one is passed on as it is.
    var isCompressed: Bool { compressions > 0 }

    /// How many times the whole is compressed: libarchive undoes all of them.
    var compressions: Int { Int(archive_filter_count(handle)) - 1 }

    /// A server that compresses what is compressed happens; nobody means more than that.
    static let compressionLimit = 2

    /// The next member, or `nil` behind the last.
    func next() throws -> Member? {
        var entry: OpaquePointer?
        let result = archive_read_next_header(handle, &entry)
        if result == ARCHIVE_EOF { return nil }
        try check(result)
        guard let entry else { return nil }
        let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        let kind: Member.Kind =
            if archive_entry_symlink(entry) != nil || archive_entry_hardlink(entry) != nil { .link } else {
                switch UInt32(archive_entry_filetype(entry)) & 0o170000 {
                case 0o100000, 0: .file
                case 0o040000: .folder
                case 0o120000: .link
                default: .special
                }
            }
        let text = name.map { TextDecoder.decode(Array(String(cString: $0).utf8)).bytes } ?? []
        return Member(
            name: fieldText(text) ?? "data", kind: kind,
            isEncrypted: archive_entry_is_encrypted(entry) == 1)
    }

    /// Calls `each` with the current member's bytes, piece after piece, until it says that it has enough.
    func read(_ each: (UnsafeRawBufferPointer) throws -> Bool) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = buffer.withUnsafeMutableBytes { archive_read_data(handle, $0.baseAddress, $0.count) }
            if got == 0 { return }
            if got < 0 { try check(Int32(got)) }
            produced += Int64(max(0, got))
            try checkRatio()
            guard try buffer.withUnsafeBytes({ try each(UnsafeRawBufferPointer(rebasing: $0[..<max(0, got)])) }) else {
                return
            }
        }
    }

    private var produced: Int64 = 0

    private func checkRatio() throws {
        guard produced > Archive.ratioCounts else { return }
        let consumed = max(1, archive_filter_bytes(handle, -1))
        guard produced / consumed > Int64(Archive.ratioLimit) else { return }
        throw Rejection(
            .bomb, stage: .decode, "It unpacks to more than \(Archive.ratioLimit) times its size.",
            hint: "Unpack it where that is safe, and drop the articles.", format: format)
    }

    /// The current member, whole; `nil` where it is larger than `limit`.
    func bytes(limit: Int) throws -> [UInt8]? {
        var out: [UInt8] = []
        var isTooLarge = false
        try read { piece in
            guard out.count + piece.count <= limit else {
                isTooLarge = true
                return false
            }
            out += piece
            return true
        }
        return isTooLarge ? nil : out
    }

    private func check(_ result: Int32) throws {
        if result == ARCHIVE_OK || result == ARCHIVE_WARN { return }
        if let failure = source.failure { throw failure }
        let message = archive_error_string(handle).map { String(cString: $0) } ?? "it can't be read"
        let isEncrypted = message.lowercased().contains("encrypt") || message.lowercased().contains("passphrase")
        throw Rejection(
            isEncrypted ? .encrypted : .malformed, stage: .decode,
            isEncrypted ? "The archive is encrypted." : "The archive is broken: \(message).",
            hint: isEncrypted ? "Send it without a password." : "Send it again, complete.", format: format)
    }
}

extension Original {
    /// Bytes from an offset on, at most `count`; fewer or none at the end.
    func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        if isWhole {
            guard offset < bytes.count else { return [] }
            return Array(bytes[offset..<min(bytes.count, offset + count)])
        }
        return try fetched(offset, count)
    }
}

/// Archives of files: each file is read as whatever it looks like.
enum ArchiveReader {
    static func read(_ original: Original, _ format: String, _ emit: ReaderEntry.Emit) throws {
        let archive = try Archive(original, format: format, isRaw: false)
        var count = 0
        while let member = try archive.next() {
            count += 1
            guard count <= Archive.memberLimit else {
                throw Rejection(
                    .bomb, stage: .decode, "It holds more than \(Archive.memberLimit) files.", format: format)
            }
            if member.kind == .folder || isFurniture(member.name) { continue }
            try read(member, archive, original, format, emit)
        }
        guard count > 0 else {
            throw Rejection(.noArticle, stage: .decode, "The archive holds no file.", format: format)
        }
    }

    private static func read(
        _ member: Archive.Member, _ archive: Archive, _ original: Original, _ format: String, _ emit: ReaderEntry.Emit
    ) throws {
        func refuse(_ code: Rejection.Code, _ message: String) throws {
            let rejection = Rejection(code, stage: .decode, message, hint: "Drop the article itself.", format: format)
            try emit(Reading(member: member.name, memberBytes: Array(member.name.utf8), result: .failure(rejection)))
        }
        if member.kind != .file { return try refuse(.notRegular, "\(member.name) is a link or a device, not a file.") }
        if isUnsafe(member.name) { return try refuse(.unsafePath, "\(member.name) points out of the archive.") }
        if member.isEncrypted { return try refuse(.encrypted, "\(member.name) is encrypted.") }
        guard let bytes = try archive.bytes(limit: original.limit) else {
            return try refuse(.tooLarge, "\(member.name) is larger than a document may be, \(original.limit) bytes.")
        }
        if bytes.isEmpty { return try refuse(.empty, "\(member.name) is empty.") }
        try original.readMember(member.name, bytes, emit)
    }

    /// A name that would leave the folder it is unpacked into.
    static func isUnsafe(_ name: String) -> Bool {
        name.hasPrefix("/") || name.hasPrefix("\\")
            || name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
            || name.utf8.count > 1 && name.utf8.dropFirst().first == 0x3A
    }

    /// What programs put into archives beside the files.
    private static func isFurniture(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        return parts.first == "__MACOSX" || parts.last.map { $0.hasPrefix(".") && $0 != ".." } ?? false
            || parts.last == "Thumbs.db"
            || parts.last == "desktop.ini"
    }
}

/// A compressed file: an archive of files, web records, or one document.
enum CompressedReader {
    static func read(_ original: Original, _ format: String, _ emit: ReaderEntry.Emit) throws {
        var archive = try Archive(original, format: format, isRaw: true)
        var entry = try archive.next()
        if entry == nil {
            // Zeros alone are an archive's end to tar.
            archive = try Archive(original, format: format, isRaw: true, isArchive: false)
            entry = try archive.next()
        }
        guard let first = entry else {
            throw Rejection(.empty, stage: .decode, "Nothing is compressed in it.", format: format)
        }
        guard archive.isCompressed else {
            throw Rejection(
                .malformed, stage: .decode, "The file begins like \(format), but can't be unpacked.",
                hint: "Send it again, complete.",
                format: format)
        }
        guard archive.compressions <= Archive.compressionLimit else {
            throw Rejection(
                .tooDeep, stage: .decode, "It is compressed \(archive.compressions) times over.",
                hint: "Unpack it and drop the file.", format: format)
        }
        var beginning: [UInt8] = []
        var warc: WebRecords?
        var isTooLarge = false
        let isArchive = first.name != "data" || first.kind != .file
        if isArchive { return try ArchiveReader.read(original, format, emit) }
        try withoutActuallyEscaping(emit) { emit in
            try archive.read { piece in
                if warc == nil, beginning.isEmpty, piece.starts(with: Array("WARC/".utf8)) {
                    warc = WebRecords(original: original)
                }
                if warc != nil {
                    try warc?.take(Array(piece), emit)
                    return true
                }
                guard beginning.count + piece.count <= original.limit else {
                    isTooLarge = true
                    return false
                }
                beginning += piece
                return true
            }
            if warc != nil {
                try warc?.finish(emit)
                return
            }
            let name = memberName(original.context.name)
            if isTooLarge {
                throw Rejection(
                    .tooLarge, stage: .decode, "Unpacked it is larger than a document may be, \(original.limit) bytes.",
                    hint: "Raise [limits] document_mib, or split the file.", format: format)
            }
            guard !beginning.isEmpty else {
                throw Rejection(.empty, stage: .decode, "Nothing is compressed in it.", format: format)
            }
            try original.readMember(name, beginning, emit)
        }
    }

    /// The file's own name without the ending that says that it is compressed.
    private static func memberName(_ name: [UInt8]) -> String {
        let text = fieldText(name) ?? "data"
        guard let dot = text.lastIndex(of: "."), dot > text.startIndex else { return text }
        let ending = text[dot...].lowercased()
        return [".gz", ".bz2", ".xz", ".zst", ".lzma", ".z"].contains(ending) ? String(text[..<dot]) : text
    }
}

extension ReaderEntry {
    static let tar = container("tar", "the mark of tar") { $0.starts(Array("ustar".utf8), at: 257) }
    static let sevenZip = container("7z", "its first bytes") {
        $0.original.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
    }
    static let gzip = compressed("gzip") { $0.original.starts(with: [0x1F, 0x8B]) }
    static let bzip2 = compressed("bzip2") {
        $0.starts("BZh") && $0.original.count > 4 && isDigit($0.original[3]) && $0.original[4] == 0x31
    }
    static let xz = compressed("xz") { $0.original.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) }
    static let zstd = compressed("zstd") { $0.original.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) }

    private static func container(_ format: String, _ reason: String, _ isOne: @escaping @Sendable (Head) -> Bool)
        -> ReaderEntry
    {
        ReaderEntry(format: format, recognise: { isOne($0) ? reason : nil }) { original, _, emit in
            try ArchiveReader.read(original, format, emit)
        }
    }

    private static func compressed(_ format: String, _ isOne: @escaping @Sendable (Head) -> Bool) -> ReaderEntry {
        ReaderEntry(format: format, recognise: { isOne($0) ? "its first bytes" : nil }) { original, _, emit in
            try CompressedReader.read(original, format, emit)
        }
    }
}
