internal import Article
internal import Bytes

/// An XML original, decoded and parsed, and the document to begin with.
///
/// - Parameter recovering: Reads on after a fault.
func xmlDocument(
    _ original: Original, _ format: String, _ reason: String, recovering: Bool = false
) throws -> (XMLTree, Document) {
    try Document.checkSize(original, format: format)
    let declared = original.bytes.withUnsafeBufferPointer { HTMLReader.declaredCharset($0) }
    let decoded = TextDecoder.decode(original.bytes, declared: declared)
    let document = Document(format: format, formatReason: reason, decoded)
    let tree = try Entities.decodeNamed(decoded.bytes).withUnsafeBufferPointer { text in
        // Nothing but white space may stand before the declaration.
        let start = text.skipSpace(from: 0)
        return try XMLParser.parse(text[view: start..<text.count], format: format, recovering: recovering)
    }
    return (tree, document)
}
