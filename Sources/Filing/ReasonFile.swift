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
            json.member("schema", "dateline-reason-1")
            json.member("id", id.hex)
            json.member("seq", seq)
            json.member("source", source)
            json.member("name", printable(name))
            json.member("nameBase64", Base64.encode(name))
            json.member("member", member)
            json.member("bytes", bytes)
            json.member("sha256", sha256?.hex)
            json.member("arrived", arrived.text)
            json.member("rejected", rejected.text)
            json.member("code", rejection.code.rawValue)
            json.member("message", rejection.message)
            json.member("hint", rejection.hint)
            json.member("stage", rejection.stage.rawValue)
            json.member("format", rejection.format)
            json.member("line", rejection.line)
            json.member("offset", rejection.offset)
            json.member("attempts", attempts)
            json.member("original", original)
            json.member("reader", readerVersion)
        }
        return json.take() + [0x0A]
    }
}
