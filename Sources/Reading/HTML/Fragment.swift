internal import Article
internal import Bytes

/// Text from a piece of mark-up that holds nothing but the article: all of it is taken, paragraph by paragraph.
struct Fragment {
    private let tree: HTMLTree
    private(set) var builder: BodyBuilder
    private(set) var captions: [String] = []

    /// - Parameters:
    ///   - html: UTF-8; a fragment or a page.
    ///   - skipsHeader: leaves out `header`, which repeats headline, byline and keywords of an item that has them in fields.
    /// - Throws: `Rejection` (`too-deep`, `malformed`).
    static func read(_ html: [UInt8], skipsHeader: Bool = false) throws -> Fragment {
        // libxml2 takes text before the first element for a paragraph of its own: a box around keeps it together.
        let boxed = Array("<div>".utf8) + html.filter { $0 != 0 } + Array("</div>".utf8)
        let tree = try boxed.withUnsafeBufferPointer { try HTMLParser.parse($0) }
        var fragment = Fragment(tree: tree, skipsHeader: skipsHeader)
        fragment.walk()
        return fragment
    }

    private init(tree: HTMLTree, skipsHeader: Bool) {
        self.tree = tree
        self.skipsHeader = skipsHeader
        builder = BodyBuilder()
    }

    private let skipsHeader: Bool
    /// Paragraphs, by index, that are headings.
    private(set) var crossheads: Set<Int> = []
    private var isHeading = false

    private var text: [UInt8] = []
    private var isAside = false
    private var isPreformatted = false

    private mutating func walk() {
        // Blocks around the current place, innermost last.
        var open: [(end: Int, isAside: Bool, isPreformatted: Bool, isHeading: Bool)] = []
        func inner() -> (isAside: Bool, isPreformatted: Bool, isHeading: Bool) {
            (open.last?.isAside ?? false, open.last?.isPreformatted ?? false, open.last?.isHeading ?? false)
        }
        var i = 0
        while i < tree.nodes.count {
            while let last = open.last, i >= last.end {
                flush()
                open.removeLast()
                (isAside, isPreformatted, isHeading) = inner()
            }
            let node = tree.nodes[i]
            if node.tag.isSilent || skipsHeader && node.tag == .header || tree.isHidden(i) {
                i = node.end
                continue
            }
            switch node.tag {
            case .text: text += tree.bytes[node.text]
            case .br: text.append(0x0B)
            case .figcaption:
                if let caption = fieldText(tree.text(of: i)), captions.count < 50 { captions.append(caption) }
                i = node.end
                continue
            case .tr where isData(i):
                flush()
                row(i)
                i = node.end
                continue
            default:
                if node.tag.isBlock {
                    flush()
                    let around = inner()
                    switch node.tag {
                    case .li, .dt, .dd, .caption, .address: isAside = true
                    default: isAside = around.isAside || node.tag.isHeading
                    }
                    isPreformatted = around.isPreformatted || node.tag == .pre
                    isHeading = around.isHeading || node.tag.isHeading
                    open.append((node.end, isAside, isPreformatted, isHeading))
                }
            }
            i += 1
        }
        flush()
    }

    /// Whether a table's row holds data and not, as in newsletters, boxes that part the page.
    private func isData(_ i: Int) -> Bool {
        var hasBlocks = false
        for node in tree.nodes[i + 1..<max(i + 1, tree.nodes[i].end)] {
            if node.tag == .table { return false }
            hasBlocks = hasBlocks || node.tag.isBlock && node.tag != .td && node.tag != .th
        }
        let cells = cells(i)
        return cells.count > 1 && !(hasBlocks && cells.contains { $0.count > 160 })
    }

    /// The texts of a row's cells that have one.
    private func cells(_ i: Int) -> [[UInt8]] {
        var cells: [[UInt8]] = []
        var k = i + 1
        while k < tree.nodes[i].end {
            let node = tree.nodes[k]
            guard node.tag == .td || node.tag == .th else {
                k += 1
                continue
            }
            let cell = tree.text(of: k)
            if cell.contains(where: { $0 > 0x20 }) { cells.append(cell) }
            k = node.end
        }
        return cells
    }

    /// A table's row: its cells beside each other.
    private mutating func row(_ i: Int) {
        builder.begin()
        for (n, cell) in cells(i).enumerated() {
            if n > 0 { [0x20, 0x7C, 0x20].withUnsafeBufferPointer { builder.append($0) } }
            cell.withUnsafeBufferPointer { builder.append($0) }
        }
        builder.end(aside: true)
    }

    private mutating func flush() {
        defer { text.removeAll(keepingCapacity: true) }
        guard text.contains(where: { $0 > 0x20 }) else { return }
        if !isPreformatted { for k in text.indices where text[k] == 0x0A || text[k] == 0x0D { text[k] = 0x20 } }
        for lines in HTMLReader.paragraphs(text) {
            builder.begin()
            for (n, line) in lines.enumerated() {
                if n > 0 { builder.breakLine() }
                cleaned(line).withUnsafeBufferPointer { builder.append($0) }
            }
            if builder.end(aside: isAside), isHeading { crossheads.insert(builder.paragraphs.count - 1) }
        }
    }
}
