/// Whether `text` is an absolute URI (RFC 3986, section 3: with a scheme, and something behind it).
///
/// JSON Schema's format `uri` asks for the same. An IP literal in brackets as host is not taken.
package func isAbsoluteURI(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { uri in
        var at = 0
        while at < uri.count, isSchemeByte(uri[at], first: at == 0) { at += 1 }
        guard at > 0, at < uri.count - 1, uri[at] == 0x3A else { return false }
        at += 1
        if uri[at] == 0x2F, uri[at + 1 < uri.count ? at + 1 : at] == 0x2F, at + 1 < uri.count {
            at += 2
            guard skipAuthority(uri, &at) else { return false }
        }
        var inFragment = false
        while at < uri.count {
            switch uri[at] {
            case 0x25: guard isEscape(uri, at) else { return false }
            case 0x23:
                if inFragment { return false }
                inFragment = true
            case 0x2F, 0x3A, 0x3F, 0x40: break
            case let c: guard isNameByte(c) else { return false }
            }
            at += 1
        }
        return true
    }
}

/// `[userinfo@]host[:port]`, up to the path; at most one `@`, digits only behind the host's colon.
private func skipAuthority(_ uri: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
    var hasUser = false
    var colon: Int?
    while at < uri.count {
        let c = uri[at]
        if c == 0x2F || c == 0x3F || c == 0x23 { break }
        switch c {
        case 0x25: guard isEscape(uri, at) else { return false }
        case 0x40:
            if hasUser { return false }
            hasUser = true
            colon = nil
        case 0x3A: if colon == nil { colon = at }
        default: guard isNameByte(c) else { return false }
        }
        at += 1
    }
    guard let colon else { return true }
    return uri[(colon + 1)..<at].allSatisfy { (0x30...0x39).contains($0) }
}

private func isSchemeByte(_ c: UInt8, first: Bool) -> Bool {
    switch c {
    case 0x41...0x5A, 0x61...0x7A: true
    case 0x30...0x39, 0x2B, 0x2D, 0x2E: !first
    default: false
    }
}

private func isEscape(_ uri: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    guard at + 2 < uri.count else { return false }
    return isHex(uri[at + 1]) && isHex(uri[at + 2])
}

private func isHex(_ c: UInt8) -> Bool {
    switch c {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
}

/// Unreserved characters and sub-delimiters.
private func isNameByte(_ c: UInt8) -> Bool {
    switch c {
    case 0x41...0x5A, 0x61...0x7A, 0x30...0x39: true
    case 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
    case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true  // ! $ & ' ( ) * + , ; =
    default: false
    }
}
