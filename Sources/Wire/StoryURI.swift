package import Article
internal import Bytes
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
