internal import Article
internal import Bytes
internal import CXML

/// Parses XML with libxml2, event by event: no external document type, no entities but the five of XML, no network.
enum XMLParser {
    /// - Parameters:
    ///   - text: UTF-8, without NUL; the encoding that an XML declaration names is not looked at again.
    ///   - recovering: Reads on after a fault; the tree's `fault` tells it.
    /// - Throws: `Rejection`: `malformed` unless `recovering`, `too-deep`.
    static func parse(_ text: ByteView, format: String, recovering: Bool = false) throws -> XMLTree {
        guard mostAttributes(text) <= attributeLimit else {
            throw Rejection(
                .malformed, stage: .read, "A tag has more than \(attributeLimit) attributes.",
                hint: "Drop the article as plain text.", format: format)
        }
        guard let start = text.baseAddress, text.count > 0, text.count < Int(Int32.max) else { return XMLTree() }
        let builder = Builder(capacity: text.count)
        start.withMemoryRebound(to: CChar.self, capacity: text.count) { bytes in
            guard let context = xmlCreateMemoryParserCtxt(bytes, Int32(text.count)) else { return }
            defer { xmlFreeParserCtxt(context) }
            let options =
                XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
                | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOCDATA.rawValue
                | (recovering ? XML_PARSE_RECOVER.rawValue : 0)
            xmlCtxtUseOptions(context, Int32(bitPattern: options))
            xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            guard let sax = context.pointee.sax else { return }
            // What libxml2 does by itself for document types stays: without it, internal entities would be errors.
            sax.pointee.startElementNs = handler.startElementNs
            sax.pointee.endElementNs = handler.endElementNs
            sax.pointee.characters = handler.characters
            sax.pointee.ignorableWhitespace = handler.characters
            sax.pointee.cdataBlock = handler.characters
            sax.pointee.comment = nil
            sax.pointee.processingInstruction = nil
            sax.pointee.reference = { _, _ in }
            context.pointee._private = Unmanaged.passUnretained(builder).toOpaque()
            xmlParseDocument(context)
            if context.pointee.wellFormed == 0, let error = xmlCtxtGetLastError(context) {
                builder.tree.fault = XMLFault(
                    message: error.pointee.message.map {
                        String(cString: $0).split(separator: "\n").first.map(String.init) ?? ""
                    }
                        ?? "it is not well-formed", line: Int(error.pointee.line))
                builder.isTooDeep =
                    builder.isTooDeep || error.pointee.code == XML_ERR_INTERNAL_ERROR.rawValue && builder.depth >= 255
            } else if context.pointee.wellFormed == 0 {
                builder.tree.fault = XMLFault(message: "it is not well-formed", line: 0)
            }
            if let document = context.pointee.myDoc {
                xmlFreeDoc(document)
                context.pointee.myDoc = nil
            }
        }
        let tree = builder.finish()
        guard !builder.isTooDeep else {
            throw Rejection(
                .tooDeep, stage: .read, "The XML is nested more than 256 levels deep.", format: format)
        }
        if let fault = tree.fault, !recovering {
            throw Rejection(
                .malformed, stage: .read, "The XML is broken: \(fault.message), line \(fault.line).",
                hint: "Send it again, complete.", format: format, line: fault.line)
        }
        return tree
    }

    /// Most attributes of one tag; libxml2 compares each with each.
    private static let attributeLimit = 4_000

    /// The most attributes that one tag has; none holds a `<`.
    private static func mostAttributes(_ b: ByteView) -> Int {
        var most = 0
        var i = 0
        while let tag = b.index(of: 0x3C, from: i) {
            i = tag + 1
            guard i < b.count, isLetter(b[i]) || b[i] == 0x5F || b[i] == 0x3A || b[i] >= 0x80 else { continue }
            var quote: UInt8 = 0
            var count = 0
            while i < b.count, b[i] != 0x3C, quote != 0 || b[i] != 0x3E {
                if quote == 0, b[i] == 0x22 || b[i] == 0x27 {
                    quote = b[i]
                    count += 1
                } else if b[i] == quote {
                    quote = 0
                }
                i += 1
            }
            most = max(most, count)
        }
        return most
    }

    private static var handler: xmlSAXHandler {
        var sax = xmlSAXHandler()
        sax.startElementNs = { context, name, _, space, _, _, count, _, attributes in
            guard let builder = Builder.of(context), let name else { return }
            builder.start(name, space, Int(count), attributes)
        }
        sax.endElementNs = { context, _, _, _ in Builder.of(context)?.end() }
        sax.characters = { context, bytes, count in
            guard let bytes, count > 0 else { return }
            Builder.of(context)?.characters(bytes, Int(count))
        }
        return sax
    }

    /// Receives libxml2's events.
    private final class Builder {
        var tree = XMLTree()
        var isTooDeep = false
        private var open: [Int] = []
        private var names: [UnsafePointer<xmlChar>: String] = [:]
        var depth = 0

        init(capacity: Int) { tree.bytes.reserveCapacity(capacity) }

        static func of(_ context: UnsafeMutableRawPointer?) -> Builder? {
            let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self)
            return parser?.pointee._private.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
        }

        /// libxml2 hands over the same pointer for the same name.
        private func name(_ pointer: UnsafePointer<xmlChar>?) -> String {
            guard let pointer else { return "" }
            if let known = names[pointer] { return known }
            let text = String(cString: pointer)
            names[pointer] = text
            return text
        }

        func start(
            _ local: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?, _ count: Int,
            _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
        ) {
            let first = tree.attributes.count
            if let list {
                for i in 0..<count {
                    // Five pointers an attribute: local name, prefix, name space, value, its end.
                    guard let value = list[i * 5 + 3], let end = list[i * 5 + 4], end >= value else { continue }
                    let text = String(decoding: UnsafeBufferPointer(start: value, count: end - value), as: UTF8.self)
                    tree.attributes.append(
                        XMLTree.Attribute(
                            name: name(list[i * 5]), space: name(list[i * 5 + 2]), value: unescaped(text)))
                }
            }
            let index = tree.nodes.count
            tree.nodes.append(
                XMLTree.Node(
                    name: name(local), space: name(space), parent: open.last ?? -1, end: index + 1, text: 0..<0,
                    attributes: first..<tree.attributes.count))
            open.append(index)
            depth = max(depth, open.count)
        }

        /// libxml2 leaves the five entities in attributes as character references.
        private func unescaped(_ text: String) -> String {
            guard text.utf8.contains(0x26) else { return text }
            return Entities.decodeAll(Array(text.utf8))
        }

        func end() {
            guard let last = open.popLast() else { return }
            tree.nodes[last].end = tree.nodes.count
        }

        func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
            let start = tree.bytes.count
            tree.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            let parent = open.last ?? -1
            if let last = tree.nodes.indices.last, tree.nodes[last].name.isEmpty, tree.nodes[last].parent == parent,
                tree.nodes[last].text.upperBound == start
            {
                tree.nodes[last].text = tree.nodes[last].text.lowerBound..<tree.bytes.count
                return
            }
            let index = tree.nodes.count
            tree.nodes.append(
                XMLTree.Node(
                    name: "", space: "", parent: parent, end: index + 1, text: start..<tree.bytes.count,
                    attributes: 0..<0))
        }

        func finish() -> XMLTree {
            while !open.isEmpty { end() }
            return tree
        }
    }
}
