internal import Article
internal import Bytes
internal import Ledger

extension OutcomeRow {
    /// The outcome line of `follow` and `list --json` (contract, section 1).
    func write(to json: inout JSONWriter, ledger: String) {
        json.object { json in
            json.member("seq", seq)
            json.member("cursor", "\(ledger):\(seq)")
            json.member("time", time.text)
            json.member("outcome", kind.rawValue)
            json.member("id", id.hex)
            json.member("uri", uri)
            json.member("revision", revision)
            json.member("replaces", replaces?.hex)
            json.member("supersededBy", supersededBy?.hex)
            json.member("title", title)
            json.member("language", language)
            json.member("source", source)
            json.member("name", printable(name))
            json.member("member", member)
            json.member("path", path)
            json.member("original", original)
            json.member("reason", reason?.rawValue)
            json.member("message", message)
        }
    }
}
