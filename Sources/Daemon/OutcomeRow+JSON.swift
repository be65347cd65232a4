internal import Article
internal import Bytes
internal import Ledger

extension OutcomeRow {
    /// The outcome line of `follow` and `list --json` (contract, section 1).
    func write(to json: inout JSONWriter, ledger: String) {
        json.object { json in
            json.key("seq")
            json.integer(seq)
            json.key("cursor")
            json.string("\(ledger):\(seq)")
            json.key("time")
            json.string(time.text)
            json.key("outcome")
            json.string(kind.rawValue)
            json.key("id")
            json.string(id.hex)
            json.key("uri")
            json.string(uri)
            json.key("revision")
            if let revision { json.integer(revision) } else { json.null() }
            json.key("replaces")
            json.string(replaces?.hex)
            json.key("supersededBy")
            json.string(supersededBy?.hex)
            json.key("title")
            json.string(title)
            json.key("language")
            json.string(language)
            json.key("source")
            json.string(source)
            json.key("name")
            json.string(printable(name))
            json.key("member")
            json.string(member)
            json.key("path")
            json.string(path)
            json.key("original")
            json.string(original)
            json.key("reason")
            json.string(reason?.rawValue)
            json.key("message")
            json.string(message)
        }
    }
}
