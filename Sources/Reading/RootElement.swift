internal import Article
internal import Bytes

/// The start of an XML or HTML document, read only as far as its root element.
struct RootElement {
    /// Begins with an XML declaration.
    var hasDeclaration = false
    /// The name in a document type declaration, in lower case.
    var doctype: [UInt8]?
    /// The internal subset of the document type declaration.
    var subset: Range<Int>?
    /// Prefix and local name, as written.
    var prefix: [UInt8] = []
    var name: [UInt8] = []
    /// The start tag with its attributes.
    var tag: Range<Int>

    /// `nil` where the text does not begin as mark-up does: declaration, comments and document type, if any, and
    /// then a start tag.
    init?(_ b: ByteView, at start: Int) {
        guard start < b.count, b[start] == 0x3C else { return nil }
        tag = start..<start
        var i = start
        let limit = min(b.count, start + (1 << 20))
        while i < limit {
            i = b.skipSpace(from: i)
            guard i + 1 < limit, b[i] == 0x3C else { return nil }
            if b[i + 1] == 0x3F {
                if b.hasIgnoringCase("<?xml", at: i) { hasDeclaration = true }
                guard let end = b.index(of: "?>", from: i + 2, until: limit) else { return nil }
                i = end + 2
            } else if b.has("<!--", at: i) {
                guard let end = b.index(of: "-->", from: i + 4, until: limit) else { return nil }
                i = end + 3
            } else if b[i + 1] == 0x21 {
                guard let end = readDoctype(b, i, limit) else { return nil }
                i = end
            } else {
                guard readName(b, i + 1, limit) else { return nil }
                return
            }
        }
        return nil
    }

    /// Whether the local name is `text`.
    func isNamed(_ text: StaticString) -> Bool { name.withUnsafeBufferPointer { $0.equals(text) } }

    func isNamedIgnoringCase(_ text: StaticString) -> Bool {
        name.withUnsafeBufferPointer { $0.equalsIgnoringCase(text) }
    }

    private mutating func readDoctype(_ b: ByteView, _ start: Int, _ limit: Int) -> Int? {
        guard b.hasIgnoringCase("<!doctype", at: start) else { return nil }
        var i = b.skipSpace(from: start + 9)
        let from = i
        while i < limit, !isSpace(b[i]), b[i] != 0x3E, b[i] != 0x5B { i += 1 }
        doctype = b[view: from..<i].map(lowered)
        var quote: UInt8 = 0
        while i < limit {
            let byte = b[i]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return i + 1
            } else if byte == 0x5B {
                let first = i + 1
                i = first
                var inner: UInt8 = 0
                while i < limit, inner != 0 || b[i] != 0x5D {
                    if inner != 0 {
                        if b[i] == inner { inner = 0 }
                    } else if b[i] == 0x22 || b[i] == 0x27 {
                        inner = b[i]
                    }
                    i += 1
                }
                subset = first..<i
            }
            i += 1
        }
        return nil
    }

    private mutating func readName(_ b: ByteView, _ start: Int, _ limit: Int) -> Bool {
        var i = start
        guard i < limit, isLetter(b[i]) || b[i] == 0x5F || b[i] >= 0x80 else { return false }
        while i < limit,
            isLetter(b[i]) || isDigit(b[i]) || b[i] >= 0x80 || b[i] == 0x2D || b[i] == 0x2E || b[i] == 0x5F
                || b[i] == 0x3A
        { i += 1 }
        let whole = b[view: start..<i]
        if let colon = whole.index(of: 0x3A) {
            prefix = Array(whole[view: 0..<colon])
            name = Array(whole[view: colon + 1..<whole.count])
        } else {
            name = Array(whole)
        }
        guard i < limit, isSpace(b[i]) || b[i] == 0x3E || b[i] == 0x2F else { return false }
        var quote: UInt8 = 0
        while i < limit {
            if quote != 0 {
                if b[i] == quote { quote = 0 }
            } else if b[i] == 0x22 || b[i] == 0x27 {
                quote = b[i]
            } else if b[i] == 0x3E {
                tag = start..<i
                return true
            } else if b[i] == 0x3C {
                break
            }
            i += 1
        }
        // No end of the tag in sight: still a name.
        tag = start..<i
        return true
    }
}

/// Entities that expand into each other until nothing is left of the memory ("billion laughs").
enum EntityBomb {
    /// The most an entity may expand to, in bytes.
    static let limit = 65_536

    /// - Throws: `Rejection` (`bomb`) where an entity of the internal subset would expand beyond the limit.
    static func check(_ head: Head, format: String) throws {
        guard let range = head.root?.subset else { return }
        let b = head.bytes[view: range]
        var sizes: [[UInt8]: Int] = [:]
        var i = 0
        while let at = b.index(of: "<!ENTITY", from: i) {
            i = b.skipSpace(from: at + 8)
            if i < b.count, b[i] == 0x25 { i = b.skipSpace(from: i + 1) }
            let start = i
            while i < b.count, !isSpace(b[i]) { i += 1 }
            let name = Array(b[view: start..<i])
            i = b.skipSpace(from: i)
            guard i < b.count, b[i] == 0x22 || b[i] == 0x27 else { continue }
            let quote = b[i]
            let from = i + 1
            let to = b.index(of: quote, from: from) ?? b.count
            var size = to - from
            var k = from
            while k < to {
                if b[k] == 0x26 || b[k] == 0x25 {
                    var end = k + 1
                    while end < min(to, k + 256), b[end] != 0x3B { end += 1 }
                    let reference = Array(b[view: k + 1..<end])
                    // One that refers to itself has no end at all.
                    size += reference == name ? limit + 1 : sizes[reference] ?? 0
                    k = end
                }
                k += 1
            }
            sizes[name] = min(size, limit + 1)
            if size > limit {
                throw Rejection(
                    .bomb, stage: .decode,
                    "Entity \(String(decoding: name, as: UTF8.self)) would expand to more than \(limit) bytes.",
                    hint: "Send the text without entity declarations.", format: format, offset: range.lowerBound + at)
            }
            i = to
        }
    }
}
