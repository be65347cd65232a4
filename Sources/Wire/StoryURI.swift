package import Article
internal import Bytes
internal import Host

/// The name of a story, shared by its versions: the sender's identifier where that is an absolute URI, else a UUID made
/// from source and identifier, or from the first record's id (RFC 9562, version 8: SHA-256, cut).
///
/// - Parameter isShared: Another source has a story with this identifier: a name can't stand for both.
package func storyURI(senderID: String?, source: String, firstID: Digest, isShared: Bool = false) -> String {
    guard let senderID, !senderID.isEmpty else { return uuid(firstID.bytes) }
    if !isShared, isAbsoluteURI(senderID) { return senderID }
    return uuid(SHA256.digest(Array(source.utf8) + [0] + Array(senderID.utf8)).bytes)
}

/// The story of a sender's identifier in the ledger.
///
/// An absolute URI is the same story whoever sends it, until another source has it: only the same source can add a version to
/// a story, so a second source's is a story of its own (`isShared`).
package func storyKey(senderID: String, source: String, isShared: Bool = false) -> Int64 {
    let isGlobal = !isShared && isAbsoluteURI(senderID)
    return Int64(bitPattern: SHA256.digest((isGlobal ? [] : Array(source.utf8) + [0]) + Array(senderID.utf8)).words.0)
}

/// By which the ledger finds stories of a source with this headline or slugline, whatever says which version they are; `nil`
/// for a line without a name. Four bytes: what is found is looked at.
package func nameKey(_ line: String?, source: String) -> Int64? {
    guard let name = line.map({ StoryName($0).folded }), !name.isEmpty else { return nil }
    return Int64(SHA256.digest(Array(source.utf8) + [0, 0] + name).words.0 >> 32)
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
