internal import Article
internal import Bytes

/// The records of a web archive, read as they come: each response that is a page is an article. Sources: ISO 28500 (WARC/1.1),
/// RFC 9112 (chunks), and how crawlers depart from them.
struct WebRecords {
    let original: Original
    private var buffer: [UInt8] = []
    private var start = 0
    private var count = 0
    private var pages = 0

    init(original: Original) { self.original = original }

    /// Takes the next bytes of the archive, and hands over what records end in them.
    mutating func take(_ piece: [UInt8], _ emit: ReaderEntry.Emit) throws {
        buffer += piece
        while try nextRecord(emit) {}
        if start > 1 << 20 || start == buffer.count {
            buffer.removeFirst(start)
            start = 0
        }
    }

    mutating func finish(_ emit: ReaderEntry.Emit) throws {
        // The last record may end too early: what is there is read.
        if let header = header(), buffer.count > header.end {
            try record(header.fields, header.end..<buffer.count, isShort: true, emit)
        }
        if count == 0 {
            throw Rejection(.malformed, stage: .decode, "The web archive holds no record.", format: "warc")
        }
        if pages == 0 {
            throw Rejection(
                .noArticle, stage: .read, "None of the \(count) records of the web archive is a page.", format: "warc")
        }
    }

    private static let largestHeader = 1 << 20

    /// The header block at `start`; `nil` until it is whole.
    private func header() -> (fields: HeaderFields, end: Int)? {
        buffer.withUnsafeBufferPointer { b in
            var i = start
            while i < b.count, b[i] == 0x0A || b[i] == 0x0D { i += 1 }
            guard i + 5 <= b.count, b.has("WARC/", at: i), let lineEnd = b.index(of: 0x0A, from: i) else { return nil }
            let last = min(b.count, i + WebRecords.largestHeader)
            let blank = b.index(of: "\r\n\r\n", from: i, until: last).map { $0 + 4 }
            guard let end = b.index(of: "\n\n", from: i, until: blank ?? last).map({ $0 + 2 }) ?? blank else {
                return nil
            }
            return (HeaderFields(b, from: lineEnd + 1, until: end), end)
        }
    }

    /// Reads a record that is whole in `buffer`. Returns whether there was one.
    private mutating func nextRecord(_ emit: ReaderEntry.Emit) throws -> Bool {
        guard let (fields, bodyStart) = header() else {
            try checkStart()
            return false
        }
        let length = Int(String(decoding: fields["content-length"] ?? [], as: UTF8.self)) ?? 0
        guard length >= 0, length < 1 << 40 else {
            throw Rejection(.malformed, stage: .decode, "A record of the web archive has no length.", format: "warc")
        }
        if length > original.limit {
            // Larger than any document: passed over as its bytes come.
            skip = bodyStart + length - buffer.count
            if skip > 0 {
                count += 1
                start = buffer.count
                return false
            }
        }
        guard skip <= 0 else {
            let passed = min(skip, buffer.count - start)
            start += passed
            skip -= passed
            return skip == 0 && start < buffer.count
        }
        guard bodyStart + length <= buffer.count else { return false }
        count += 1
        try record(fields, bodyStart..<bodyStart + length, isShort: false, emit)
        start = bodyStart + length
        return true
    }

    private var skip = 0

    /// What follows a record must be the next: a wrong length shows here, and reading goes on at the next record.
    private mutating func checkStart() throws {
        if skip > 0 {
            let passed = min(skip, buffer.count - start)
            start += passed
            skip -= passed
            return
        }
        let rest = buffer[start...].drop { $0 == 0x0A || $0 == 0x0D }
        guard rest.count >= 5, !rest.starts(with: Array("WARC/".utf8)) else {
            guard rest.count <= WebRecords.largestHeader else {
                throw Rejection(
                    .malformed, stage: .decode, "A record's header in the web archive does not end.", format: "warc")
            }
            return
        }
        let next = buffer.withUnsafeBufferPointer { $0.index(of: "\nWARC/", from: start) }
        guard let next else {
            // What is looked through is not looked through again; the next name may have begun.
            start = max(start, buffer.count - 8)
            return
        }
        start = next + 1
    }

    // MARK: Records

    private mutating func record(_ fields: HeaderFields, _ body: Range<Int>, isShort: Bool, _ emit: ReaderEntry.Emit)
        throws
    {
        let type = String(decoding: (fields["warc-type"] ?? []).map(lowered), as: UTF8.self)
        guard type == "response" || type == "resource" || type == "conversion" else { return }
        var address = fieldText(fields["warc-target-uri"] ?? []) ?? "\(count)"
        if address.hasPrefix("<"), address.hasSuffix(">") { address = String(address.dropFirst().dropLast()) }
        var content = Array(buffer[body])
        var kind = ParameterizedValue(fields["content-type"]).value
        var charset: [UInt8]?
        if type == "response", kind.hasPrefix("application/http") || content.starts(with: Array("HTTP/".utf8)) {
            guard let response = HTTPResponse(content, limit: original.limit) else { return }
            guard response.isSuccess else { return }
            content = response.body
            kind = response.type.value
            charset = response.type["charset"]
        }
        guard !content.isEmpty else { return }
        guard
            [
                "text/html", "application/xhtml+xml", "text/plain", "", "application/xml", "text/xml",
                "application/json", "application/rss+xml",
                "application/atom+xml", "text/markdown",
            ].contains(kind)
        else { return }
        if kind.isEmpty || kind == "text/plain",
            address.hasSuffix("robots.txt") || address.hasPrefix("dns:") || address.hasPrefix("urn:")
                || address.hasPrefix("metadata:")
        {
            return
        }
        pages += 1
        let date = DateStamps.parse(fields["warc-date"])
        if kind == "text/html" || kind == "application/xhtml+xml" {
            try page(content, address, charset, date, isShort, emit)
        } else {
            try original.readMember(address, content, emit)
        }
    }

    private func page(
        _ content: [UInt8], _ address: String, _ charset: [UInt8]?, _ date: Stamp?, _ isShort: Bool,
        _ emit: ReaderEntry.Emit
    ) throws {
        var result: Result<Document, Rejection>
        do {
            var context = original.context
            // Relative dates count from when the page was fetched.
            if let date { context.arrived = date.instant }
            var document = try HTMLReader.read(
                page: content, format: "html", "a page of a web archive",
                charset: charset?.withUnsafeBufferPointer { Charset(label: $0) }, context: context)
            if document.url == nil, address.hasPrefix("http") { document.url = address }
            if isShort {
                document.warnings.append(
                    Warning(code: "truncated", message: "The record ends before its stated length."))
            }
            result = document.checked()
        } catch let rejection as Rejection {
            result = .failure(rejection)
        }
        try emit(Reading(member: address, memberBytes: content, result: result))
    }
}

/// What a server answered, as a crawler kept it.
private struct HTTPResponse {
    var isSuccess: Bool
    var type: ParameterizedValue
    var body: [UInt8]

    init?(_ bytes: [UInt8], limit: Int) {
        let parsed = bytes.withUnsafeBufferPointer { b -> (Bool, HeaderFields, Int)? in
            guard b.has("HTTP/"), let lineEnd = b.index(of: 0x0A) else { return nil }
            let status = b[view: 0..<lineEnd].split(separator: 0x20).dropFirst().first
            let header = HeaderFields(b, from: lineEnd + 1, until: b.count)
            return (status?.first == 0x32, header, header.end)
        }
        guard let (isSuccess, header, end) = parsed else { return nil }
        self.isSuccess = isSuccess
        type = ParameterizedValue(header["content-type"])
        body = Array(bytes[min(end, bytes.count)...])
        let transfer = String(decoding: (header["transfer-encoding"] ?? []).map(lowered), as: UTF8.self)
        // Some crawlers keep the header and undo the chunks: what does not begin with a chunk is the body itself.
        if transfer.contains("chunked"), let joined = HTTPResponse.unchunked(body) { body = joined }
        let coding = String(decoding: (header["content-encoding"] ?? []).map(lowered), as: UTF8.self)
        if coding.contains("gzip") || coding.contains("deflate") || body.starts(with: [0x1F, 0x8B]) {
            if let unpacked = HTTPResponse.unpacked(body, limit) { body = unpacked }
        }
    }

    private static func unpacked(_ body: [UInt8], _ limit: Int) -> [UInt8]? {
        let context = ReadingContext(source: "", name: [], arrived: Instant(microseconds: 0))
        guard let archive = try? Archive(Original(bytes: body, context: context), format: "gzip", isRaw: true),
            (try? archive.next()) != nil
        else { return nil }
        return (try? archive.bytes(limit: limit)) ?? nil
    }

    private static func unchunked(_ body: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var i = 0
        while i < body.count {
            var length = 0
            let first = i
            while i < body.count, let digit = hexDigit(body[i]), i - first < 8 {
                length = length << 4 | Int(digit)
                i += 1
            }
            guard i > first, let lineEnd = body[i...].firstIndex(of: 0x0A),
                body[i..<lineEnd].allSatisfy({
                    $0 == 0x0D || $0 == 0x3B || $0 == 0x20 || $0 > 0x20 && i < lineEnd && body[i] == 0x3B
                })
            else { return out.isEmpty ? nil : out }
            i = lineEnd + 1
            if length == 0 { return out }
            out += body[i..<min(body.count, i + length)]
            i = min(body.count, i + length)
            while i < body.count, body[i] == 0x0D || body[i] == 0x0A { i += 1 }
        }
        return out
    }
}

extension ReaderEntry {
    static let warc = ReaderEntry(
        format: "warc", recognise: { $0.starts("WARC/") ? "its first bytes" : nil },
        read: { original, _, emit in
            var records = WebRecords(original: original)
            try original.pieces { try records.take(Array($0), emit) }
            try records.finish(emit)
        })
}
