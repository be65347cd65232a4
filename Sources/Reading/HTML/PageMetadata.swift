internal import Article
internal import Bytes

/// What a page says of itself in its head, its JSON-LD and the marks in its text.
struct PageMetadata {
    /// Contents of `meta` elements by name, property or itemprop, in lower case; the first of each.
    private(set) var metas: [[UInt8]: [UInt8]] = [:]
    /// All of `article:tag` and the like.
    private(set) var tags: [String] = []
    private(set) var metaAuthors: [String] = []
    private(set) var title: [UInt8]?
    private(set) var canonical: [UInt8]?
    private(set) var language: String?
    /// First-level headings, in order: node and text.
    private(set) var headings: [(node: Int, text: [UInt8])] = []
    private(set) var data: StructuredData
    /// `time` elements and others that hold a date.
    private(set) var times: [(node: Int, stamp: Stamp, isUpdate: Bool, isMarked: Bool)] = []
    /// Elements that name the author by rel, itemprop or class.
    private(set) var bylines: [(rank: Int, node: Int)] = []

    init(_ tree: HTMLTree) {
        data = StructuredData([])
        var scripts: [[UInt8]] = []
        // A heading in a heading is none by itself.
        var headingEnd = 0
        var i = 0
        while i < tree.nodes.count {
            let node = tree.nodes[i]
            switch node.tag {
            case .html:
                language = languageTag(
                    tree.value(.lang, of: i).flatMap { $0.withUnsafeBufferPointer { fieldText($0) } })
            case .title: if title == nil, node.end > i + 1 { title = tree.text(of: i) }
            case .script:
                if tree.has(.type, "application/ld+json", at: i), scripts.count < 100 {
                    var text: [UInt8] = []
                    for k in i + 1..<node.end where tree.nodes[k].tag == .text {
                        text += tree.bytes[tree.nodes[k].text]
                    }
                    scripts.append(text)
                }
                i = node.end
                continue
            case .link:
                if canonical == nil, tree.has(.rel, "canonical", at: i) { canonical = tree.value(.href, of: i) }
            case .h1 where i >= headingEnd && headings.count < 100:
                headings.append((i, tree.text(of: i)))
                headingEnd = node.end
            case .text: break
            default: break
            }
            if node.tag == .meta { PageMetadata.meta(tree, i, &metas, &tags, &metaAuthors) }
            if node.tag != .text, node.tag != .meta { mark(tree, i) }
            i += 1
        }
        data = StructuredData(scripts)
    }

    private static func meta(
        _ tree: HTMLTree, _ i: Int, _ metas: inout [[UInt8]: [UInt8]], _ tags: inout [String], _ authors: inout [String]
    ) {
        guard let content = tree.value(.content, of: i), !content.isEmpty, content.count < 20_000 else { return }
        for attribute in [HTMLAttribute.property, .name, .itemprop] {
            guard let name = tree.value(attribute, of: i), name.count < 60 else { continue }
            let key = name.map(lowered)
            if metas[key] == nil { metas[key] = content }
            let isTag = key.elementsEqual("article:tag".utf8)
            let isAuthor =
                key.elementsEqual("author".utf8) || key.elementsEqual("article:author".utf8)
                || key.elementsEqual("dc.creator".utf8)
                || key.elementsEqual("byl".utf8) || key.elementsEqual("parsely-author".utf8)
                || key.elementsEqual("sailthru.author".utf8)
            if isTag, tags.count < 100, let text = content.withUnsafeBufferPointer({ fieldText($0) }) {
                tags.append(text)
            }
            if isAuthor, authors.count < 20, let text = content.withUnsafeBufferPointer({ fieldText($0) }),
                !text.hasPrefix("http"),
                !authors.contains(text)
            {
                authors.append(text)
            }
        }
    }

    /// Notes what marks an author or a date.
    private mutating func mark(_ tree: HTMLTree, _ i: Int) {
        let node = tree.nodes[i]
        if node.tag == .time, times.count < 50 {
            let value = tree.value(.datetime, of: i) ?? shortText(tree, i)
            if let stamp = DateStamps.parse(value) {
                let text = tree.value(.itemprop, of: i) ?? tree.value(.class, of: i) ?? []
                times.append(
                    (i, stamp, PageMetadata.contains(text, "modif") || PageMetadata.contains(text, "updat"), true))
            }
        }
        guard !node.attributes.isEmpty else { return }
        if let property = tree.value(.itemprop, of: i) {
            if node.tag != .time, times.count < 50,
                PageMetadata.contains(property, "datepublished") || PageMetadata.contains(property, "datemodified")
            {
                let value = tree.value(.content, of: i) ?? tree.value(.datetime, of: i) ?? shortText(tree, i)
                if let stamp = DateStamps.parse(value) {
                    times.append((i, stamp, PageMetadata.contains(property, "modif"), true))
                }
            }
            if PageMetadata.contains(property, "author"), node.tag != .body, node.tag != .article {
                noteByline(0, tree, i)
            }
        }
        if tree.has(.rel, "author", at: i) { noteByline(1, tree, i) }
        guard let name = tree.value(.class, of: i) ?? tree.value(.id, of: i), name.count < 200
        else { return }
        if node.tag == .body || node.tag == .html || node.tag == .article || node.tag == .main { return }
        if PageMetadata.contains(name, "byline") || PageMetadata.contains(name, "author-name")
            || PageMetadata.contains(name, "author__name")
            || PageMetadata.contains(name, "authorname") || PageMetadata.contains(name, "article-author")
            || PageMetadata.contains(name, "article__author") || PageMetadata.contains(name, "post-author")
            || PageMetadata.contains(name, "entry-author")
        {
            noteByline(2, tree, i)
        } else if PageMetadata.contains(name, "author"), !PageMetadata.contains(name, "authority"),
            !PageMetadata.contains(name, "bio")
        {
            noteByline(3, tree, i)
        }
        if node.tag != .time, times.count < 50, node.end - i < 12,
            PageMetadata.contains(name, "date") || PageMetadata.contains(name, "publish")
                || PageMetadata.contains(name, "timestamp")
        {
            let text = tree.text(of: i)
            if text.count < 120, let stamp = DateStamps.parse(text) {
                times.append(
                    (i, stamp, PageMetadata.contains(name, "update") && !PageMetadata.contains(name, "publish"), false))
            }
        }
    }

    /// Notes an element that may name the author, and is not half the page.
    private mutating func noteByline(_ rank: Int, _ tree: HTMLTree, _ i: Int) {
        if bylines.count < (rank < 2 ? 200 : 40), tree.nodes[i].end - i < 300 { bylines.append((rank, i)) }
    }

    /// The text of an element that holds a date, and not half the page.
    private func shortText(_ tree: HTMLTree, _ i: Int) -> [UInt8] {
        tree.nodes[i].end - i < 50 ? tree.text(of: i) : []
    }

    static func contains(_ bytes: [UInt8], _ text: StaticString) -> Bool {
        bytes.withUnsafeBufferPointer { $0.indexIgnoringCase(of: text) != nil }
    }

    /// The first of these `meta` contents that is there, as one line.
    func meta(_ names: String...) -> String? {
        for name in names {
            if let value = metas[Array(name.utf8)], let text = value.withUnsafeBufferPointer({ fieldText($0) }) {
                return text
            }
        }
        return nil
    }

    // MARK: Conclusions

    var siteName: String? {
        meta("og:site_name") ?? data.publisher ?? meta("application-name", "publisher", "dc.publisher")
    }

    var published: Stamp? {
        for name in [
            "article:published_time", "og:article:published_time", "article:published", "datepublished", "date",
            "pubdate", "publishdate", "publish-date",
            "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued", "parsely-pub-date",
            "sailthru.date", "article.published",
            "article_date_original", "publication_date", "cxenseparse:recs:publishtime", "og:published_time",
            "originalpublicationdate",
            "published_at", "release_date", "date.created", "created", "dc.date.created", "timestamp",
            "citation_publication_date", "ptime", "bt:pubdate",
        ] {
            if let stamp = DateStamps.parse(metas[Array(name.utf8)]) {
                // A day alone may be told more exactly by the structured data.
                if stamp.precision <= .day, let other = data.published, other.instant.day == stamp.instant.day {
                    return other
                }
                return stamp
            }
        }
        if let stamp = data.published { return stamp }
        if let time = times.first(where: { !$0.isUpdate && $0.isMarked }) ?? times.first(where: { !$0.isUpdate }) {
            return time.stamp
        }
        return nil
    }

    var modified: Stamp? {
        for name in [
            "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified",
            "dc.date.modified", "revised",
        ] {
            if let stamp = DateStamps.parse(metas[Array(name.utf8)]) { return stamp }
        }
        return data.modified ?? times.first { $0.isUpdate }?.stamp
    }

    /// A day in the page's own address: `/2023/03/19/`, `/2023-03-19-`.
    var dateInAddress: Stamp? {
        for address in [canonical, metas[Array("og:url".utf8)], data.url.map { Array($0.utf8) }].compactMap({ $0 }) {
            let found = address.withUnsafeBufferPointer { b -> Stamp? in
                var i = 0
                while i + 10 <= b.count {
                    let sign = b[i + 4]
                    let isDay = (sign == 0x2F || sign == 0x2D) && b[i + 7] == sign && b[i] == 0x32 && b[i + 1] == 0x30
                    if isDay, i > 0, !isDigit(b[i - 1]), i + 10 == b.count || !isDigit(b[i + 10]),
                        let stamp = DateStamps.parse(b[view: i..<i + 10]), stamp.precision == .day
                    {
                        return stamp
                    }
                    i += 1
                }
                return nil
            }
            if let found { return found }
        }
        return nil
    }

    /// The first short text after the headline, else on the page, that gives a whole date.
    func dateInText(_ tree: HTMLTree) -> Stamp? {
        let start = headings.first?.node ?? 0
        var tried = 0
        var silentEnd = 0
        func find(_ range: Range<Int>) -> Stamp? {
            for i in range {
                let node = tree.nodes[i]
                if node.tag.isSilent || node.tag == .footer { silentEnd = max(silentEnd, node.end) }
                guard node.tag == .text, i >= silentEnd, node.text.count >= 8, node.text.count <= 160, tried < 400
                else { continue }
                // A year must be in it.
                let hasYear = tree.bytes.withUnsafeBufferPointer { b in
                    node.text.dropLast(3).contains { k in
                        isDigit(b[k]) && isDigit(b[k + 1]) && isDigit(b[k + 2]) && isDigit(b[k + 3])
                            && (b[k] == 0x31 && b[k + 1] == 0x39 || b[k] == 0x32 && b[k + 1] == 0x30)
                    }
                }
                guard hasYear else { continue }
                tried += 1
                let stamp = tree.bytes.withUnsafeBufferPointer { b -> Stamp? in
                    let text = b[view: node.text].trimmed
                    // "© 2023" is no date.
                    if text.has("\u{A9}") || text.hasIgnoringCase("copyright") { return nil }
                    return DateStamps.parse(text)
                }
                if let stamp, stamp.precision >= .day { return stamp }
            }
            return nil
        }
        return find(start..<tree.nodes.count) ?? find(0..<start)
    }

    /// The headline: what the page's data, its heading and its title agree on.
    func headline() -> String? {
        func line(_ bytes: [UInt8]?) -> String? {
            guard let bytes else { return nil }
            return fieldText(Entities.decodeAll(bytes))
        }
        let visible = headings.compactMap { line($0.text) }.filter { $0.utf8.count > 2 }
        let stated = [
            line(data.headline), line(metas[Array("og:title".utf8)]), line(metas[Array("twitter:title".utf8)]),
        ].compactMap { $0 }
        let full = line(title)
        let statedKeys = stated.map(PageMetadata.key)
        let fullKey = full.map(PageMetadata.key)
        // A heading on the page that the page's own data or title repeats.
        for heading in visible {
            let key = PageMetadata.key(heading)
            guard key.count >= 4 else { continue }
            let isStated = zip(stated, statedKeys).contains { text, stated in
                stated.starts(with: key) || key.starts(with: stated) && text.utf8.count > 12
            }
            if isStated || fullKey?.starts(with: key) == true { return heading }
        }
        if let first = stated.first(where: { $0.utf8.count > 4 }) { return withoutSite(first) }
        if visible.count == 1, let only = visible.first, full.map({ PageMetadata.shareWords(only, $0) }) ?? true {
            return only
        }
        if let full { return withoutSite(full) }
        return visible.first
    }

    private static func shareWords(_ a: String, _ b: String) -> Bool {
        let words = Set(a.lowercased().split(separator: " "))
        return !words.isEmpty
            && b.lowercased().split(separator: " ").contains { words.contains($0) && $0.utf8.count > 3 }
    }

    /// Letters and digits in lower case, for comparing.
    private static func key(_ text: String) -> [UInt8] {
        text.utf8.compactMap { isLetter($0) || isDigit($0) || $0 >= 0x80 ? lowered($0) : nil }
    }

    /// The title without the site's name at its end or beginning.
    func withoutSite(_ title: String) -> String {
        let site = siteName.map(PageMetadata.key) ?? []
        let separators = [" | ", " - ", " – ", " — ", " · ", " » ", " :: ", " « ", " // ", " • "]
        var best = title
        for separator in separators {
            let parts = PageMetadata.split(title, separator)
            guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
            let lastKey = PageMetadata.key(last)
            if !site.isEmpty,
                lastKey == site || site.starts(with: lastKey) && lastKey.count > 3 || lastKey.starts(with: site)
            {
                best = parts.dropLast().joined(separator: separator)
                break
            }
            if !site.isEmpty, PageMetadata.key(first) == site {
                best = parts.dropFirst().joined(separator: separator)
                break
            }
            // An unknown last part is the site's where it is short, and what is left is a headline still.
            let rest = parts.dropLast().joined(separator: separator)
            if separator != " - " || parts.count == 2, last.split(separator: " ").count <= 4,
                rest.split(separator: " ").count >= 3
            {
                best = rest
                break
            }
        }
        return best
    }

    private static func split(_ text: String, _ separator: String) -> [String] {
        var out: [String] = []
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        var start = 0
        var i = 0
        while i + mark.count <= bytes.count {
            if bytes[i] == mark[0], bytes[i..<i + mark.count].elementsEqual(mark) {
                out.append(String(decoding: bytes[start..<i], as: UTF8.self))
                i += mark.count
                start = i
            } else {
                i += 1
            }
        }
        out.append(String(decoding: bytes[start...], as: UTF8.self))
        return out
    }
}
