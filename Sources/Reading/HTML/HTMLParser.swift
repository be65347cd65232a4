internal import Article
internal import Bytes
internal import CXML

/// Parses a page with libxml2's HTML parser, event by event, into an `HTMLTree`: no document of libxml2's is built, so
/// that its limit of 256 levels does not cut anything off. No network, no entities but HTML's own.
enum HTMLParser {
    /// Deepest nesting; libxml2 searches its stack at each end tag, so that depth must have a bound.
    static let depthLimit = 4_000
    /// Bytes for the names of elements and attributes: libxml2 compares each attribute of a tag with each, so that their number
    /// must have a bound. Names beyond it are left out, with their attribute or tag.
    private static let namesLimit = 20_000

    /// - Parameter text: UTF-8, without NUL.
    /// - Throws: `Rejection` (`too-deep`, `malformed`).
    static func parse(_ text: ByteView) throws -> HTMLTree {
        guard let start = text.baseAddress, text.count < Int(Int32.max), text.count > 0 else { return HTMLTree() }
        let builder = Builder(capacity: text.count)
        let parsed = start.withMemoryRebound(to: CChar.self, capacity: text.count) { bytes -> Bool in
            guard let context = htmlCreateMemoryParserCtxt(bytes, Int32(text.count)) else { return false }
            defer { htmlFreeParserCtxt(context) }
            let options =
                HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
            htmlCtxtUseOptions(context, Int32(options))
            if text.count > namesLimit { limitNames(context.pointee.dict) }
            xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            guard let sax = context.pointee.sax else { return false }
            sax.pointee = HTMLParser.handler
            context.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
            builder.stop = { xmlStopParser(context) }
            htmlParseDocument(context)
            builder.stop = nil
            // Made by libxml2 for a document type, if at all.
            if let document = context.pointee.myDoc {
                xmlFreeDoc(document)
                context.pointee.myDoc = nil
            }
            return true
        }
        guard parsed else {
            throw Rejection(.malformed, stage: .read, "The page can't be parsed.", format: "html")
        }
        guard !builder.isTooDeep else {
            throw Rejection(
                .tooDeep, stage: .read, "The page's elements are nested more than \(depthLimit) levels deep.",
                hint: "Drop the article as plain text.", format: "html")
        }
        return builder.finish()
    }

    /// The names that reading looks for have their place whatever comes.
    private static func limitNames(_ names: xmlDictPtr?) {
        for name in Array(HTMLTag.byName.keys) + Array(HTMLAttribute.byName.keys) {
            xmlDictLookup(names, name, Int32(name.count))
        }
        xmlDictSetLimit(names, namesLimit)
    }

    private static var handler: htmlSAXHandler {
        var sax = htmlSAXHandler()
        sax.startElement = { context, name, attributes in
            guard let context, let name else { return }
            Unmanaged<Builder>.fromOpaque(context).takeUnretainedValue().start(name, attributes)
        }
        sax.endElement = { context, name in
            guard let context else { return }
            Unmanaged<Builder>.fromOpaque(context).takeUnretainedValue().end()
        }
        sax.characters = { context, bytes, count in
            guard let context, let bytes, count > 0 else { return }
            Unmanaged<Builder>.fromOpaque(context).takeUnretainedValue().characters(bytes, Int(count))
        }
        sax.cdataBlock = sax.characters
        sax.ignorableWhitespace = sax.characters
        return sax
    }

    /// Receives libxml2's events.
    private final class Builder {
        private var tree = HTMLTree()
        private var open: [Int] = []
        private(set) var isTooDeep = false
        var stop: (() -> Void)?
        /// libxml2 hands over the same pointer for the same name.
        private var tags: [UnsafePointer<xmlChar>: HTMLTag] = [:]
        private var names: [UnsafePointer<xmlChar>: HTMLAttribute?] = [:]

        init(capacity: Int) {
            tree.nodes.reserveCapacity(capacity / 24 + 16)
            tree.bytes.reserveCapacity(capacity)
        }

        func start(_ name: UnsafePointer<xmlChar>, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
            let tag: HTMLTag
            if let known = tags[name] {
                tag = known
            } else {
                tag = HTMLTag.byName[Builder.bytes(name).map(lowered)] ?? .other
                tags[name] = tag
            }
            let first = tree.attributes.count
            if let list {
                var i = 0
                while let key = list[i] {
                    if let attribute = attribute(key) {
                        let start = tree.bytes.count
                        if let value = list[i + 1] {
                            var end = value
                            while end.pointee != 0 { end += 1 }
                            tree.bytes.append(contentsOf: UnsafeBufferPointer(start: value, count: end - value))
                        }
                        tree.attributes.append(HTMLTree.Attribute(name: attribute, value: start..<tree.bytes.count))
                    }
                    i += 2
                }
            }
            let index = tree.nodes.count
            tree.nodes.append(
                HTMLTree.Node(
                    tag: tag, parent: open.last ?? -1, end: index + 1, text: 0..<0,
                    attributes: first..<tree.attributes.count))
            open.append(index)
            if open.count > HTMLParser.depthLimit {
                isTooDeep = true
                stop?()
            }
        }

        func end() {
            guard let last = open.popLast() else { return }
            tree.nodes[last].end = tree.nodes.count
        }

        func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
            let start = tree.bytes.count
            tree.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            let parent = open.last ?? -1
            // libxml2 hands long text over in pieces.
            if let last = tree.nodes.indices.last, tree.nodes[last].tag == .text, tree.nodes[last].parent == parent,
                tree.nodes[last].text.upperBound == start
            {
                tree.nodes[last].text = tree.nodes[last].text.lowerBound..<tree.bytes.count
                return
            }
            let index = tree.nodes.count
            tree.nodes.append(
                HTMLTree.Node(
                    tag: .text, parent: parent, end: index + 1, text: start..<tree.bytes.count, attributes: 0..<0))
        }

        func finish() -> HTMLTree {
            while !open.isEmpty { end() }
            return tree
        }

        private func attribute(_ name: UnsafePointer<xmlChar>) -> HTMLAttribute? {
            if let known = names[name] { return known }
            let found = HTMLAttribute.byName[Builder.bytes(name).map(lowered)]
            names[name] = .some(found)
            return found
        }

        private static func bytes(_ name: UnsafePointer<xmlChar>) -> [UInt8] {
            var end = name
            while end.pointee != 0 { end += 1 }
            return Array(UnsafeBufferPointer(start: name, count: end - name))
        }
    }
}
