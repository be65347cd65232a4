internal import Bytes

/// Writes HTML and XML that is escaped by default: only a literal of the program's own source can be markup, whatever
/// else comes in is text.
///
/// What neither HTML nor XML may hold (control characters, U+FFFE, U+FFFF) becomes U+FFFD, so that it shows that
/// something was there.
package struct HTMLWriter: ~Copyable {
    private var out: ByteBuffer

    /// An attribute; one without a value is left out.
    package typealias Attribute = (name: StaticString, value: String?)

    package init(capacity: Int = 16_384) { out = ByteBuffer(capacity: capacity) }

    /// What was written so far.
    package var bytes: [UInt8] { out.bytes }

    /// Markup as it stands.
    package mutating func markup(_ literal: StaticString) { out.append(literal) }

    /// Text, escaped for content and for attributes in double quotes.
    package mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { escape(UnsafeRawBufferPointer($0)) }
    }

    /// The same; `value` must be valid UTF-8.
    package mutating func text(_ value: ArraySlice<UInt8>) { value.withUnsafeBytes { escape($0) } }

    package mutating func number(_ value: some BinaryInteger) { text(String(value)) }

    /// An element with its content.
    package mutating func element(
        _ name: StaticString, _ attributes: [Attribute] = [], _ content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        content(&self)
        close(name)
    }

    /// An element that holds text alone; none where there is no text.
    package mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], text value: String?) {
        guard let value, !value.isEmpty else { return }
        open(name, attributes)
        text(value)
        close(name)
    }

    /// A link.
    package mutating func link(
        _ address: Address, _ attributes: [Attribute] = [], _ content: (inout HTMLWriter) -> Void
    ) {
        element("a", [("href", address.text)] + attributes, content)
    }

    /// An element that has no end tag in HTML and is empty in XML.
    package mutating func empty(_ name: StaticString, _ attributes: [Attribute]) {
        open(name, attributes, isEmpty: true)
    }

    private mutating func open(_ name: StaticString, _ attributes: [Attribute], isEmpty: Bool = false) {
        out.append(0x3C)
        out.append(name)
        for (name, value) in attributes {
            guard let value else { continue }
            out.append(0x20)
            out.append(name)
            out.append("=\"")
            text(value)
            out.append(0x22)
        }
        if isEmpty { out.append(0x2F) }
        out.append(0x3E)
    }

    private mutating func close(_ name: StaticString) {
        out.append("</")
        out.append(name)
        out.append(0x3E)
    }

    private mutating func escape(_ text: UnsafeRawBufferPointer) {
        var run = 0
        var at = 0
        let count = text.count
        while at < count {
            let c = text[at]
            if isPlain(c) {
                at += 1
                continue
            }
            let (length, replacement): (Int, StaticString)
            switch c {
            case 0x26: (length, replacement) = (1, "&amp;")
            case 0x3C: (length, replacement) = (1, "&lt;")
            case 0x3E: (length, replacement) = (1, "&gt;")
            case 0x22: (length, replacement) = (1, "&quot;")
            case 0x27: (length, replacement) = (1, "&#39;")
            case 0x09, 0x0A: (length, replacement) = (0, "")
            case 0x0D: (length, replacement) = (1, "\n")
            case ..<0x20, 0x7F: (length, replacement) = (1, "\u{FFFD}")
            case 0xC2 where at + 1 < count && text[at + 1] < 0xA0: (length, replacement) = (2, "\u{FFFD}")
            case 0xEF where at + 2 < count && text[at + 1] == 0xBF && text[at + 2] >= 0xBE:
                (length, replacement) = (3, "\u{FFFD}")
            default: (length, replacement) = (0, "")
            }
            guard length > 0 else {
                at += 1
                continue
            }
            out.append(text, run, at)
            out.append(replacement)
            at += length
            run = at
        }
        out.append(text, run, count)
    }
}

/// Whether a byte is text whatever stands behind it: not `"`, `&`, `'`, `<`, `>`, no control, and neither of the two that
/// may begin the characters that are replaced.
@inline(__always) private func isPlain(_ c: UInt8) -> Bool {
    if c >= 0x80 { return c != 0xC2 && c != 0xEF }
    // One bit a character, from U+0000 and from U+0040 on.
    let special: UInt64 = c < 0x40 ? 0x5000_00C4_FFFF_FFFF : 1 << 0x3F
    return special >> UInt64(c & 0x3F) & 1 == 0
}
