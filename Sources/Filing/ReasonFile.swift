package import Article
internal import Bytes

/// What lies beside a rejected file: why, where, and what to do (contract, `dateline-reason-1`).
package struct ReasonFile: Sendable {
    package var id: Digest
    package var seq: Int64
    package var source: String
    package var name: [UInt8]
    package var member: String?
    package var bytes: Int
    package var sha256: Digest?
    package var arrived: Instant
    package var rejected: Instant
    package var rejection: Rejection
    package var attempts: Int
    package var original: String?

    package init(
        id: Digest, seq: Int64, source: String, name: [UInt8], member: String?, bytes: Int, sha256: Digest?,
        arrived: Instant,
        rejected: Instant, rejection: Rejection, attempts: Int, original: String?
    ) {
        self.id = id
        self.seq = seq
        self.source = source
        self.name = name
        self.member = member
        self.bytes = bytes
        self.sha256 = sha256
        self.arrived = arrived
        self.rejected = rejected
        self.rejection = rejection
        self.attempts = attempts
        self.original = original
    }

    /// One line of JSON.
    package var encoded: [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.object { json in
            json.key("schema")
            json.string("dateline-reason-1")
            json.key("id")
            json.string(id.hex)
            json.key("seq")
            json.integer(seq)
            json.key("source")
            json.string(source)
            json.key("name")
            json.string(printable(name))
            json.key("nameBase64")
            json.string(base64(name))
            json.key("member")
            json.string(member)
            json.key("bytes")
            json.integer(bytes)
            json.key("sha256")
            json.string(sha256?.hex)
            json.key("arrived")
            json.string(arrived.text)
            json.key("rejected")
            json.string(rejected.text)
            json.key("code")
            json.string(rejection.code.rawValue)
            json.key("message")
            json.string(rejection.message)
            json.key("hint")
            json.string(rejection.hint)
            json.key("stage")
            json.string(rejection.stage.rawValue)
            json.key("format")
            json.string(rejection.format)
            json.key("line")
            if let line = rejection.line { json.integer(line) } else { json.null() }
            json.key("offset")
            if let offset = rejection.offset { json.integer(offset) } else { json.null() }
            json.key("attempts")
            json.integer(attempts)
            json.key("original")
            json.string(original)
            json.key("reader")
            json.string(readerVersion)
        }
        return json.take() + [0x0A]
    }
}

/// RFC 4648 §4.
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var word = 0
        for i in 0..<3 { word = word << 8 | (i < group.count ? Int(group[start + i]) : 0) }
        for i in 0..<4 {
            out.append(i <= group.count ? alphabet[word >> (18 - 6 * i) & 63] : 0x3D)
        }
    }
    return String(decoding: out, as: UTF8.self)
}
