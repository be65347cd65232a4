/// Where a link leads: a place of the outbox, or a page of the web; nothing that runs (`javascript:`, `data:`).
package struct Address: Hashable, Sendable {
    package let text: String

    /// An `http` or `https` address; `nil` for any other.
    package init?(web text: String) {
        let scheme = text.utf8.prefix(8).map { $0 | 0x20 }
        guard scheme.starts(with: "http://".utf8) || scheme.starts(with: "https://".utf8), text.utf8.count > 10,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        self.text = text
    }

    /// A path relative to the page, with `prefix` (`../../`) before it.
    ///
    /// Percent-encoded (RFC 3986 §3.3), so that no name can be taken for a scheme, a query or a fragment.
    package init(path: String, prefix: StaticString = "") {
        var text = prefix.description
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for c in path.utf8 {
            switch c {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: bytes.append(c)
            default: bytes += [0x25, hex[Int(c >> 4)], hex[Int(c & 15)]]
            }
        }
        text += String(decoding: bytes, as: UTF8.self)
        self.text = text
    }

    /// Below the address from which the outbox is served, `https://news.example/brief`.
    package init(path: String, base: Address) {
        let below = Address(path: path).text
        text = base.text.hasSuffix("/") ? base.text + below : base.text + "/" + below
    }
}
