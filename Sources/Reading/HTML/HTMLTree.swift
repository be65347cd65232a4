internal import Bytes

/// The elements that reading looks at; all others are `other`.
enum HTMLTag: String, CaseIterable {
    case text = "#text"
    case other = "#other"
    case a, abbr, address, article, aside, audio, b, blockquote, body, br, button, canvas, caption, center, cite, code,
        dd,
        details, dialog, div, dl, dt, em, embed, fieldset, figcaption, figure, font, footer, form, h1, h2, h3, h4, h5,
        h6, head,
        header, hr, html, i, iframe, img, input, ins, label, li, link, main, map, menu, meta, nav, noscript, object, ol,
        option,
        p, picture, pre, q, s, script, section, select, small, source, span, strong, style, sub, summary, sup, svg,
        table, tbody,
        td, template, textarea, tfoot, th, thead, time, title, tr, u, ul, video

    static let byName: [[UInt8]: HTMLTag] = {
        var map: [[UInt8]: HTMLTag] = [:]
        for tag in allCases { map[Array(tag.rawValue.utf8)] = tag }
        return map
    }()

    /// Begins and ends a block of text.
    var isBlock: Bool {
        switch self {
        case .address, .article, .aside, .blockquote, .body, .caption, .center, .dd, .details, .dialog, .div, .dl, .dt,
            .fieldset,
            .figcaption, .figure, .footer, .form, .h1, .h2, .h3, .h4, .h5, .h6, .header, .hr, .li, .main, .menu, .nav,
            .ol, .p, .pre,
            .section, .summary, .table, .tbody, .td, .tfoot, .th, .thead, .tr, .ul, .html:
            true
        default: false
        }
    }

    var isHeading: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .h5, .h6: true
        default: false
        }
    }

    /// Holds nothing that is read as text.
    var isSilent: Bool {
        switch self {
        case .script, .style, .template, .head, .svg, .iframe, .object, .embed, .canvas, .audio, .video, .select,
            .option, .textarea,
            .button, .input, .map, .noscript, .dialog:
            true
        default: false
        }
    }
}

/// A page as flat arrays, in document order: what any HTML parser is to yield.
struct HTMLTree {
    struct Node {
        var tag: HTMLTag
        /// Index of the parent; -1 for the root.
        var parent: Int
        /// Index after the last node inside this one.
        var end: Int
        /// A text node's characters, in `bytes`.
        var text: Range<Int>
        /// An element's attributes, in `attributes`.
        var attributes: Range<Int>
    }
    struct Attribute {
        var name: HTMLAttribute
        /// In `bytes`.
        var value: Range<Int>
    }

    var nodes: [Node] = []
    var attributes: [Attribute] = []
    var bytes: [UInt8] = []

    /// The attribute's value; `nil` where the element has none.
    func value(_ name: HTMLAttribute, of node: Int) -> [UInt8]? {
        for attribute in attributes[nodes[node].attributes] where attribute.name == name {
            return Array(bytes[attribute.value])
        }
        return nil
    }

    /// Whether the attribute is there and is `text` (lower case), in any case.
    func has(_ name: HTMLAttribute, _ text: StaticString, at node: Int) -> Bool {
        for attribute in attributes[nodes[node].attributes] where attribute.name == name {
            return bytes.withUnsafeBufferPointer { $0[view: attribute.value].trimmed.equalsIgnoringCase(text) }
        }
        return false
    }

    /// Whether the element says of itself that it is not shown.
    func isHidden(_ node: Int) -> Bool {
        attributes[nodes[node].attributes].contains { attribute in
            attribute.name == .hidden
                || attribute.name == .style
                    && bytes.withUnsafeBufferPointer { Boilerplate.hides($0[view: attribute.value]) }
        }
    }

    /// All text inside a node, scripts and the like left out.
    func text(of node: Int) -> [UInt8] {
        var out: [UInt8] = []
        var i = node
        let end = nodes[node].end
        while i < end {
            if nodes[i].tag == .text {
                out.append(contentsOf: bytes[nodes[i].text])
            } else if nodes[i].tag.isSilent, i != node {
                i = nodes[i].end
                continue
            } else if nodes[i].tag.isBlock || nodes[i].tag == .br {
                out.append(0x20)
            }
            i += 1
        }
        return out
    }
}

/// The attributes that reading looks at.
enum HTMLAttribute: String, CaseIterable {
    case alt, `class`, content, datetime, href, id, itemprop, itemtype, lang, name, property, rel, role, style, type,
        title, hidden
    case ariaHidden = "aria-hidden"
    case xmlLang = "xml:lang"
    case pubdate, charset

    static let byName: [[UInt8]: HTMLAttribute] = {
        var map: [[UInt8]: HTMLAttribute] = [:]
        for name in allCases { map[Array(name.rawValue.utf8)] = name }
        return map
    }()
}

/// Names of elements in XHTML: those that reading looks at as they are, all others as nothing.
enum HTMLName {
    static func name(_ name: String) -> String? { HTMLTag.byName[Array(name.utf8)] == nil ? "" : name }
}
