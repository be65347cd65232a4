package import Article
internal import Host

/// The name of a story, shared by its versions: the sender's identifier where that is an absolute URI, else a UUID made
/// from source and identifier, or from the first record's id (RFC 9562, version 8: SHA-256, cut).
package func storyURI(senderID: String?, source: String, firstID: Digest) -> String {
    guard let senderID, !senderID.isEmpty else { return uuid(firstID.bytes) }
    if isAbsoluteURI(senderID) { return senderID }
    return uuid(SHA256.digest(Array(source.utf8) + [0] + Array(senderID.utf8)).bytes)
}

/// The story of a sender's identifier in the ledger: only the same source can add a version to it.
package func storyKey(senderID: String, source: String) -> Int64 {
    Int64(bitPattern: SHA256.digest(Array(source.utf8) + [0] + Array(senderID.utf8)).words.0)
}

private func uuid(_ hash: [UInt8]) -> String {
    var b = Array(hash.prefix(16))
    b[6] = 0x80 | b[6] & 0x0F
    b[8] = 0x80 | b[8] & 0x3F
    var text = "urn:uuid:"
    for (i, byte) in b.enumerated() {
        if i == 4 || i == 6 || i == 8 || i == 10 { text += "-" }
        text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
}

/// RFC 3986 §4.3, without a fragment: a scheme, a colon, and only the characters a URI may have.
func isAbsoluteURI(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: 0x3A), colon > 0, colon + 1 < bytes.count else { return false }
    func isLetter(_ c: UInt8) -> Bool { (0x61...0x7A).contains(c | 0x20) }
    func isDigit(_ c: UInt8) -> Bool { (0x30...0x39).contains(c) }
    guard isLetter(bytes[0]) else { return false }
    for c in bytes[..<colon] where !(isLetter(c) || isDigit(c) || c == 0x2B || c == 0x2D || c == 0x2E) { return false }
    let marks = Array("-._~:/?@!$&'()*+,;=".utf8)
    var i = colon + 1
    while i < bytes.count {
        let c = bytes[i]
        if c == 0x25 {
            func isHex(_ c: UInt8) -> Bool { isDigit(c) || (0x61...0x66).contains(c | 0x20) }
            guard i + 2 < bytes.count, isHex(bytes[i + 1]), isHex(bytes[i + 2]) else { return false }
            i += 3
        } else {
            guard isLetter(c) || isDigit(c) || marks.contains(c) else { return false }
            i += 1
        }
    }
    return true
}
