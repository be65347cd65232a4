internal import Bytes

/// Finds the article's own text on a page: the part of the tree where prose is dense and links are few.
///
/// Paragraphs lend their weight to the elements around them; the heaviest element is the article's. Elements that the
/// page itself marks as the article's body are believed where they hold most of that text. After Arc90's readability
/// and the link density of Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
struct MainText {
    private let tree: HTMLTree
    /// Belongs to the site's furniture, or is no text.
    private(set) var isSkipped: [Bool]
    /// Characters in each node's subtree, and those inside links; furniture not counted.
    private var textLength: [Int32]
    private var linkLength: [Int32]
    private var commas: [Int32]
    /// Characters that stand in each node outside of blocks, links and boxes of unknown kind; for an inline element, what it adds
    /// to the block around it.
    private var ownLength: [Int32]
    /// Whether there is a block inside.
    private var hasBlocks: [Bool]
    private var verdicts: [Boilerplate.Verdict]
    /// Bytes of prose before each node: text of some length outside links.
    private var prose: [Int] = []
    /// Names of elements count.
    private let judgesNames: Bool

    /// - Parameter judgesNames: leaves out what class, id and style speak against.
    init(_ tree: HTMLTree, judgesNames: Bool = true) {
        self.tree = tree
        self.judgesNames = judgesNames
        let count = tree.nodes.count
        isSkipped = Array(repeating: false, count: count)
        textLength = Array(repeating: 0, count: count)
        linkLength = Array(repeating: 0, count: count)
        commas = Array(repeating: 0, count: count)
        ownLength = Array(repeating: 0, count: count)
        hasBlocks = Array(repeating: false, count: count)
        verdicts = Array(repeating: .neutral, count: count)
        measureProse()
        tree.bytes.withUnsafeBufferPointer { bytes in
            markFurniture(bytes)
            measure(bytes)
        }
    }

    // MARK: Furniture

    private mutating func markFurniture(_ bytes: ByteView) {
        var i = 0
        while i < tree.nodes.count {
            let node = tree.nodes[i]
            if node.tag != .text, node.tag != .html, node.tag != .body, isFurniture(i, node, bytes) {
                for k in i..<node.end { isSkipped[k] = true }
                i = node.end
            } else {
                i += 1
            }
        }
    }

    private mutating func isFurniture(_ i: Int, _ node: HTMLTree.Node, _ bytes: ByteView) -> Bool {
        switch node.tag {
        case .nav, .footer, .aside, .menu: return true
        case .form:
            // Some sites wrap the whole page in a form.
            return node.end - i < 300
        default: if node.tag.isSilent { return true }
        }
        guard !node.attributes.isEmpty else { return false }
        var furniture = false
        var content = false
        for attribute in tree.attributes[node.attributes] {
            let value = bytes[view: attribute.value]
            switch attribute.name {
            case .class, .id:
                guard node.tag.isBlock || node.tag == .span || node.tag == .other || node.tag == .a else { continue }
                switch Boilerplate.judge(value) {
                case .never: return true
                case .furniture: furniture = true
                case .content: content = true
                case .neutral: break
                }
            case .role where judgesNames:
                for role: StaticString in [
                    "navigation", "complementary", "contentinfo", "dialog", "search", "menu", "banner", "alert",
                ]
                where value.equalsIgnoringCase(role) && share(i) < 0.35 { return true }
            case .style: if judgesNames, Boilerplate.hides(value), share(i) < 0.35 { return true }
            case .ariaHidden: if value.equalsIgnoringCase("true"), node.tag.isBlock, share(i) < 0.35 { return true }
            case .hidden: if share(i) < 0.35 { return true }
            case .itemprop:
                if value.indexIgnoringCase(of: "articlebody") != nil {
                    verdicts[i] = .content
                    return false
                }
            default: break
            }
        }
        if content { verdicts[i] = .content }
        guard furniture else { return false }
        verdicts[i] = .furniture
        // A name is no proof against most of the page's prose, nor against an article.
        return judgesNames && node.tag != .article && node.tag != .main && node.tag != .p && share(i) < 0.35
    }

    /// The element's share of the page's prose.
    private func share(_ i: Int) -> Double {
        guard let total = prose.last, total > 0 else { return 0 }
        return Double(prose[tree.nodes[i].end] - prose[i]) / Double(total)
    }

    private mutating func measureProse() {
        prose = Array(repeating: 0, count: tree.nodes.count + 1)
        var sum = 0
        var silentEnd = 0
        for i in tree.nodes.indices {
            prose[i] = sum
            let node = tree.nodes[i]
            if node.tag.isSilent || node.tag == .a || node.tag == .footer || node.tag == .nav {
                silentEnd = max(silentEnd, node.end)
            }
            if node.tag == .text, i >= silentEnd, node.text.count >= 60 { sum += node.text.count }
        }
        prose[tree.nodes.count] = sum
    }

    // MARK: Measures

    private mutating func measure(_ bytes: ByteView) {
        var link = -1
        for i in tree.nodes.indices where !isSkipped[i] {
            let node = tree.nodes[i]
            if node.tag == .a, link < i { link = node.end }
            guard node.tag == .text else { continue }
            var length: Int32 = 0
            var count: Int32 = 0
            for k in node.text {
                let byte = bytes[k]
                if byte > 0x20, byte & 0xC0 != 0x80 { length += byte >= 0xE3 && byte < 0xF0 ? 2 : 1 }
                if byte == 0x2C || byte == 0x8C && k >= 2 && bytes[k - 1] == 0xBC && bytes[k - 2] == 0xEF { count += 1 }
            }
            textLength[i] = length
            commas[i] = count
            if i < link { linkLength[i] = length }
        }
        for i in tree.nodes.indices.reversed() {
            let parent = tree.nodes[i].parent
            guard parent >= 0 else { continue }
            textLength[parent] += textLength[i]
            linkLength[parent] += linkLength[i]
            commas[parent] += commas[i]
            let tag = tree.nodes[i].tag
            if tag.isBlock || hasBlocks[i] { hasBlocks[parent] = true }
            if tag == .text {
                ownLength[parent] += textLength[i]
            } else if !tag.isBlock, tag != .a, tag != .other, !isSkipped[i], tag != .span || !hasBlocks[i] {
                ownLength[parent] += ownLength[i]
            }
        }
    }

    func length(_ i: Int) -> Int { Int(textLength[i]) }

    func linkDensity(_ i: Int) -> Double {
        textLength[i] == 0 ? 0 : Double(linkLength[i]) / Double(textLength[i])
    }

    // MARK: Choice

    /// The elements that hold the article's text, in order; none where the page has no prose.
    func roots() -> [Int] {
        var scores = [Float](repeating: 0, count: tree.nodes.count)
        var candidates: [Int] = []
        for i in tree.nodes.indices where !isSkipped[i] {
            let node = tree.nodes[i]
            let own: Int
            switch node.tag {
            case .p, .pre, .td, .blockquote, .dd, .li: own = length(i)
            case .div, .section, .article, .main, .body, .center, .other, .span: own = Int(ownLength[i])
            default: continue
            }
            guard own >= 25, linkDensity(i) < 0.5 || node.tag != .p && node.tag != .li else { continue }
            if node.tag == .li || node.tag == .td || node.tag == .blockquote, hasBlocks[i] { continue }
            var score: Float = 1 + min(Float(own) / 100, 3) + min(Float(commas[i]), 10) * 0.5
            if node.tag == .li { score *= 0.3 }
            // An element with text of its own is a paragraph and a candidate at once.
            var holder =
                node.tag == .p || node.tag == .pre || node.tag == .li || node.tag == .td || node.tag == .blockquote
                    || node.tag == .dd
                ? node.parent : i
            var share: Float = 1
            for level in 0..<4 {
                guard holder >= 0, tree.nodes[holder].tag != .html else { break }
                if scores[holder] == 0 { candidates.append(holder) }
                scores[holder] += score * share
                share = level == 0 ? 0.5 : share / 2
                holder = tree.nodes[holder].parent
            }
        }
        var best = -1
        var bestScore: Float = 0
        for i in candidates {
            var score = scores[i]
            switch verdicts[i] {
            case .content: score = score * 1.2 + 5
            case .furniture, .never: score *= 0.5
            case .neutral: break
            }
            if tree.nodes[i].tag == .article || tree.nodes[i].tag == .main { score = score * 1.2 + 5 }
            score *= Float(1 - linkDensity(i))
            scores[i] = score
            if score > bestScore {
                bestScore = score
                best = i
            }
        }
        guard best >= 0 else { return [] }
        let marked = markedBodies()
        let markedLength = marked.reduce(0) { $0 + length($1) }
        if !marked.isEmpty, markedLength >= 200, markedLength * 2 >= length(best) { return marked }
        return widened(best, bestScore, scores)
    }

    /// Elements that say they hold the article's body.
    private func markedBodies() -> [Int] {
        var out: [Int] = []
        var i = 0
        while i < tree.nodes.count {
            if !isSkipped[i], tree.value(.itemprop, of: i).map({ PageMetadata.contains($0, "articlebody") }) == true {
                out.append(i)
                i = tree.nodes[i].end
            } else {
                i += 1
            }
        }
        return out
    }

    /// The best element, or where its siblings hold text of the same kind those too, or its parent.
    private func widened(_ best: Int, _ bestScore: Float, _ scores: [Float]) -> [Int] {
        // The article element around it, where that adds little else.
        var top = best
        var up = tree.nodes[best].parent
        while up >= 0, tree.nodes[up].tag != .body, tree.nodes[up].tag != .html {
            if tree.nodes[up].tag == .article, !isSkipped[up] {
                top = up
                break
            }
            // Text that is parted over several boxes of one parent.
            if scores[up] >= bestScore * 0.75, linkDensity(up) < 0.25 { top = up }
            up = tree.nodes[up].parent
        }
        if top != best { return [top] }
        let parent = tree.nodes[best].parent
        guard parent >= 0, tree.nodes[parent].tag != .html else { return [best] }
        var out: [Int] = []
        var i = parent + 1
        let threshold = max(10, bestScore * 0.2)
        while i < tree.nodes[parent].end {
            let tag = tree.nodes[i].tag
            if i == best {
                out.append(i)
            } else if tag != .text, !isSkipped[i] {
                if scores[i] >= threshold, linkDensity(i) < 0.3 {
                    out.append(i)
                } else if tag == .p, length(i) > 80, linkDensity(i) < 0.25 {
                    out.append(i)
                }
            }
            i = tree.nodes[i].end
        }
        return out
    }
}
