internal import Article
internal import Bytes
internal import CXML

/// An XML document as a flat array of elements and texts, in document order.
struct XMLTree {
    struct Node {
        /// Local name; empty for a text.
        var name: String
        /// Its name space, empty for none.
        var space: String
        var parent: Int
        /// Index after the last node inside this one.
        var end: Int
        /// A text's characters, in `bytes`.
        var text: Range<Int>
        /// Attributes, in `attributes`.
        var attributes: Range<Int>
    }
    struct Attribute {
        var name: String
        var space: String
        var value: String
    }
    var nodes: [Node] = []
    var attributes: [Attribute] = []
    var bytes: [UInt8] = []
    /// What the parser first found wrong; with `recovering` the tree holds what could be read all the same.
    var fault: XMLFault?

    var root: XMLElement? { nodes.first.map { _ in XMLElement(tree: self, index: 0) } }
}

/// Why a document is not well-formed.
struct XMLFault {
    var message: String
    var line: Int
}

/// One element of an `XMLTree`.
struct XMLElement {
    let tree: XMLTree
    let index: Int

    var name: String { tree.nodes[index].name }
    var space: String { tree.nodes[index].space }

    /// Its child elements, in order.
    var children: [XMLElement] {
        var found: [XMLElement] = []
        var i = index + 1
        while i < tree.nodes[index].end {
            if !tree.nodes[i].name.isEmpty { found.append(XMLElement(tree: tree, index: i)) }
            i = tree.nodes[i].end
        }
        return found
    }

    func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The first child of that name.
    func first(_ name: String) -> XMLElement? {
        var i = index + 1
        while i < tree.nodes[index].end {
            if tree.nodes[i].name == name { return XMLElement(tree: tree, index: i) }
            i = tree.nodes[i].end
        }
        return nil
    }

    /// The first element along a path of names.
    func at(_ path: String...) -> XMLElement? {
        var element: XMLElement? = self
        for name in path { element = element?.first(name) }
        return element
    }

    /// Whether the element around it has that name.
    func isIn(_ name: String) -> Bool {
        let parent = tree.nodes[index].parent
        return parent >= 0 && tree.nodes[parent].name == name
    }

    /// All elements of that name below this one, at any depth.
    func all(_ name: String) -> [XMLElement] {
        (index + 1..<max(index + 1, tree.nodes[index].end)).filter { tree.nodes[$0].name == name }
            .map { XMLElement(tree: tree, index: $0) }
    }

    /// Those of them that are in no other of that name.
    func outermost(_ name: String) -> [XMLElement] {
        var found: [XMLElement] = []
        var i = index + 1
        while i < tree.nodes[index].end {
            let isOne = tree.nodes[i].name == name
            if isOne { found.append(XMLElement(tree: tree, index: i)) }
            i = isOne ? tree.nodes[i].end : i + 1
        }
        return found
    }

    /// The first element of that name below this one, at any depth.
    func find(_ name: String) -> XMLElement? {
        for i in index + 1..<max(index + 1, tree.nodes[index].end) where tree.nodes[i].name == name {
            return XMLElement(tree: tree, index: i)
        }
        return nil
    }

    /// The value of an attribute, whatever its name space; `nil` where there is none or it is empty.
    subscript(_ attribute: String) -> String? {
        for candidate in tree.attributes[tree.nodes[index].attributes]
        where candidate.name == attribute && !candidate.value.isEmpty {
            return candidate.value
        }
        return nil
    }

    /// All character data inside, as it stands.
    var rawText: [UInt8] {
        var out: [UInt8] = []
        for i in index..<tree.nodes[index].end where tree.nodes[i].name.isEmpty {
            out += tree.bytes[tree.nodes[i].text]
        }
        return out
    }

    /// All text inside as one line; `nil` where there is none.
    var text: String? { fieldText(rawText) }

    /// All text inside as one line, where what is in elements of its own does not run into the rest.
    var flowingText: String? {
        guard hasChildren else { return text }
        return (try? Fragment.read(html(HTMLName.name))).flatMap { fieldText($0.builder.body) }
    }

    /// Whether there are elements inside.
    var hasChildren: Bool { !children.isEmpty }

    /// What is inside, as HTML: names as they are or as `names` has them, without attributes but `href` and `class`.
    func html(_ rename: (String) -> String? = { $0 }) -> [UInt8] {
        var out: [UInt8] = []
        write(index + 1, tree.nodes[index].end, rename, &out)
        return out
    }

    private func write(_ from: Int, _ end: Int, _ rename: (String) -> String?, _ out: inout [UInt8]) {
        // Ends of the elements that are open, innermost last: no recursion, as depth is the sender's choice.
        var open: [(end: Int, name: String)] = []
        var i = from
        func close(_ at: Int) {
            while let last = open.last, at >= last.end {
                if !last.name.isEmpty { out += Array("</\(last.name)>".utf8) }
                open.removeLast()
            }
        }
        while i < end {
            close(i)
            let node = tree.nodes[i]
            if node.name.isEmpty {
                out += escapedHTML(tree.bytes[node.text])
                i += 1
                continue
            }
            guard let name = rename(node.name) else {
                i = node.end
                continue
            }
            if !name.isEmpty {
                out += Array("<\(name)".utf8)
                for attribute in tree.attributes[node.attributes] where attribute.name == "href" {
                    let value = attribute.value.utf8.filter { $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }
                    out += Array(" href=\"".utf8) + value + [0x22]
                }
                out.append(0x3E)
            }
            open.append((node.end, HTMLTag.isVoid(name) ? "" : name))
            i += 1
        }
        close(end)
    }
}

extension HTMLTag {
    static func isVoid(_ name: String) -> Bool {
        ["br", "hr", "img", "input", "meta", "link", "source"].contains(name)
    }
}

extension XMLElement {
    /// The element's own bytes, in a form that does not depend on how it was written down: its names, attributes in order,
    /// and text. The id of an item that is a part of a document is made from them.
    var canonical: [UInt8] {
        var out: [UInt8] = []
        for i in index..<tree.nodes[index].end {
            let node = tree.nodes[i]
            if node.name.isEmpty {
                out += tree.bytes[node.text]
                continue
            }
            out += [0x3C] + Array(node.name.utf8)
            for attribute in tree.attributes[node.attributes] {
                out += Array(" \(attribute.name)=\"\(attribute.value)\"".utf8)
            }
            out.append(0x3E)
        }
        return out
    }
}
