internal import Article
internal import Bytes

/// A message, or a part of one, as a tree. Sources: RFC 2045, 2046, 5322; what ends too early ends with its container.
struct MIMEPart {
    var header: HeaderFields
    /// In lower case, `text/plain` where none is stated.
    var type: ParameterizedValue
    var disposition: ParameterizedValue
    /// As it was sent; of a multipart what stands before its parts is not kept.
    var content: Range<Int>
    var parts: [MIMEPart]

    static let depthLimit = 32
    static let partLimit = 10_000

    /// - Throws: `Rejection` (`too-deep`).
    init(_ b: ByteView, _ range: Range<Int>, depth: Int = 0, isDigest: Bool = false) throws {
        guard depth < MIMEPart.depthLimit else {
            throw Rejection(
                .tooDeep, stage: .read, "The message is nested more than \(MIMEPart.depthLimit) levels deep.",
                format: "mail")
        }
        header = HeaderFields(b, from: range.lowerBound, until: range.upperBound)
        type = ParameterizedValue(header["content-type"])
        if !type.value.contains("/") { type.value = isDigest ? "message/rfc822" : "text/plain" }
        disposition = ParameterizedValue(header["content-disposition"])
        content = min(header.end, range.upperBound)..<range.upperBound
        parts = []
        guard type.value.hasPrefix("multipart/") else { return }
        let isDigest = type.value == "multipart/digest"
        var ranges = type["boundary"].map { MIMEPart.split(b, content, $0) } ?? []
        if ranges.isEmpty, let boundary = MIMEPart.likelyBoundary(b, content) {
            ranges = MIMEPart.split(b, content, boundary)
        }
        for range in ranges.prefix(MIMEPart.partLimit) {
            parts.append(try MIMEPart(b, range, depth: depth + 1, isDigest: isDigest))
        }
    }

    /// Where the header names no boundary, or one that never comes: the first line that looks like one.
    private static func likelyBoundary(_ b: ByteView, _ range: Range<Int>) -> [UInt8]? {
        var i = range.lowerBound
        while i < range.upperBound {
            let end = b.index(of: 0x0A, from: i).map { min($0, range.upperBound) } ?? range.upperBound
            let line = b[view: i..<end].trimmed
            if line.has("--"), line.count > 2, line.count <= 72, !line.contains(0x20),
                line.contains(where: { $0 != 0x2D })
            {
                return Array(line.dropFirst(2))
            }
            i = end + 1
        }
        return nil
    }

    /// The ranges between lines that begin with `--` and the boundary.
    private static func split(_ b: ByteView, _ range: Range<Int>, _ boundary: [UInt8]) -> [Range<Int>] {
        let mark = [0x2D, 0x2D] + boundary
        var found: [Range<Int>] = []
        var start: Int?
        var i = range.lowerBound
        while i < range.upperBound {
            let end = b.index(of: 0x0A, from: i).map { min($0, range.upperBound) } ?? range.upperBound
            if b[i] == 0x2D, end - i >= mark.count, b[view: i..<i + mark.count].elementsEqual(mark) {
                let rest = b[view: i + mark.count..<end].trimmed
                if rest.isEmpty || rest.has("--") {
                    if let start {
                        // The line break before the mark is the mark's.
                        var stop = i
                        if stop > start, b[stop - 1] == 0x0A { stop -= 1 }
                        if stop > start, b[stop - 1] == 0x0D { stop -= 1 }
                        found.append(start..<max(start, stop))
                    }
                    start = nil
                    if rest.has("--") { return found }
                    start = min(end + 1, range.upperBound)
                }
            }
            i = end + 1
        }
        // The boundary that never ends.
        if let start { found.append(start..<range.upperBound) }
        return found
    }

    /// Its bytes are not as they were before it was sent.
    var isTransferEncoded: Bool {
        let name = String(decoding: (header["content-transfer-encoding"] ?? []).map(lowered), as: UTF8.self)
        return name.contains("base64") || name.contains("quoted-printable")
    }

    /// The part's bytes, its transfer encoding undone.
    func bytes(_ b: ByteView) -> [UInt8] {
        TransferEncoding.decode(Array(b[view: content]), header["content-transfer-encoding"])
    }

    var charset: Charset? {
        guard let label = type["charset"] else { return nil }
        // What is sent as GB2312 is GBK, as browsers and mail programs read it.
        let name = String(decoding: label.map(lowered), as: UTF8.self)
        // Said by programs that do not know: text with other characters is not ASCII, and all else reads the same.
        if name == "us-ascii" || name == "ascii" { return nil }
        return Array((name == "gb2312" ? "gbk" : name).utf8).withUnsafeBufferPointer { Charset(label: $0) }
    }

    var fileName: String? {
        let name = disposition["filename"] ?? type["name"]
        return name.flatMap { fieldText(EncodedWords.decode($0)) }
    }

    var isAttachment: Bool { disposition.value == "attachment" || fileName != nil && !type.value.hasPrefix("text/") }
}
