internal import Article
internal import Bytes

/// A line that says who wrote the article.
struct Byline {
    /// As printed, without "By".
    var text: String
    var authors: [Document.Author] = []
    var agency: String?

    /// Words that a byline begins with. Followed by a name, not by any other word.
    private static let prefixes: [StaticString] = [
        "by ", "by: ", "written by ", "reported by ", "von ", "von: ", "par ", "par: ", "por ", "por: ", "di ", "door ",
        "av ", "af ",
        "text: ", "text by ", "story by ", "author: ", "autor: ", "autorin: ", "auteur: ", "autore: ", "from our ",
        "by our ",
        "words: ", "words by ",
    ]

    /// - Parameter bare: also takes a line of names alone, which only its place shows to be a byline.
    init?(_ line: ByteView, bare: Bool = false) {
        let line = line.trimmed
        guard line.count >= 3, line.count <= 240 else { return nil }
        if let names = Byline.eastAsian(line) {
            guard let text = fieldText(names) else { return nil }
            self.text = text
            authors = text.split(whereSeparator: { $0 == "、" || $0 == " " || $0 == "，" || $0 == "　" })
                .map { Document.Author(name: String($0)) }
            return
        }
        var rest = line
        var hasPrefix = false
        for prefix in Byline.prefixes where line.hasIgnoringCase(prefix) {
            hasPrefix = true
            let skip =
                line.hasIgnoringCase("from our ") ? 5 : line.hasIgnoringCase("by our ") ? 3 : prefix.utf8CodeUnitCount
            rest = line[view: skip..<line.count].trimmed
            break
        }
        guard hasPrefix || bare else { return nil }
        // "By A. Reporter =" and "By A. Reporter." as agencies end the line.
        while let last = rest.last,
            last == 0x3D || last == 0x2C || last == 0x3B || last == 0x7C || last == 0x20 || last == 0x3C
        {
            rest = rest[view: 0..<rest.count - 1]
        }
        if rest.last == 0x2E, rest.count > 3, isLower(rest[rest.count - 2]), isLower(rest[rest.count - 3]) {
            rest = rest[view: 0..<rest.count - 1]
        }
        let isOurs = line.hasIgnoringCase("from our ") || line.hasIgnoringCase("by our ")
        guard !rest.isEmpty, isOurs || Byline.readsAsNames(rest, bare: !hasPrefix), let text = fieldText(rest) else {
            return nil
        }
        self.text = text
        guard !isOurs else { return }
        split(rest)
    }

    /// Whether all words are names, or what stands beside names: "and", particles, titles, an agency.
    private static func readsAsNames(_ b: ByteView, bare: Bool) -> Bool {
        var names = 0
        var words = 0
        var i = 0
        var afterComma = false
        while i < b.count {
            i = b.skipSpace(from: i)
            let start = i
            while i < b.count, !isSpace(b[i]) { i += 1 }
            guard i > start else { break }
            var word = b[view: start..<i]
            let endsClause = word.last == 0x2C || word.last == 0x7C || word.last == 0x2F
            while let last = word.last, last == 0x2C || last == 0x3B || last == 0x7C {
                word = word[view: 0..<word.count - 1]
            }
            defer { if endsClause { afterComma = true } }
            guard let first = word.first else { continue }
            words += 1
            if word.index(of: 0x40) != nil { continue }
            if isDigit(first) { return false }
            if isUpper(first) || first >= 0xC3 && isCapital(word) {
                names += 1
                if isFunctionWord(word) { return false }
                continue
            }
            let particles: [StaticString] = [
                "and", "und", "et", "y", "e", "en", "och", "og", "in", "with", "von", "van", "de", "der", "den", "del",
                "della",
                "di", "da", "dos", "du", "la", "le", "al", "el", "bin", "ibn", "ter", "zu", "&", "for", "of", "at", "|",
                "/", "-",
                "\u{2013}", "\u{2014}", "\u{B7}", "\u{2022}", "the",
            ]
            if particles.contains(where: { word.equals($0) }) { continue }
            let roles: [StaticString] = [
                "correspondent", "correspondents", "reporter", "reporters", "writer", "editor", "staff", "agency",
                "news", "chief",
                "political", "sports", "business", "senior", "our", "science", "health", "dpa", "afp", "ats", "sda",
                "apa",
            ]
            if roles.contains(where: { word.equalsIgnoringCase($0) }) { continue }
            // Whatever follows the comma after a name may be a title.
            if afterComma, names > 0, !bare, words <= 14 { continue }
            return false
        }
        return bare ? names >= 2 && words <= 8 && names * 2 > words : words <= 16 && words >= 1
    }

    private static func isCapital(_ word: ByteView) -> Bool {
        guard let scalar = Unicode.Scalar(utf8Scalar(word, at: 0).scalar) else { return false }
        return scalar.properties.isUppercase || scalar.value >= 0x590 && scalar.properties.isAlphabetic
    }

    /// Words that begin a sentence or a headline, never a name.
    private static func isFunctionWord(_ word: ByteView) -> Bool {
        let known: [StaticString] = [
            "the", "a", "an", "in", "on", "at", "to", "of", "for", "with", "is", "are", "was", "its", "his", "her",
            "this", "that",
            "how", "why", "what", "when", "where", "who", "not", "no", "new", "after", "as", "monday", "tuesday",
            "wednesday",
            "thursday", "friday", "saturday", "sunday",
        ]
        return known.contains { word.equalsIgnoringCase($0) }
    }

    /// 记者 and 記者 before the names, 기자 after them, 文/ before them.
    private static func eastAsian(_ line: ByteView) -> ByteView? {
        guard line.count <= 90 else { return nil }
        for prefix: StaticString in [
            "\u{672C}\u{62A5}\u{8BB0}\u{8005}", "\u{8BB0}\u{8005}", "\u{8A18}\u{8005}", "\u{6587}/", "\u{6587}\u{FF0F}",
            "\u{4F5C}\u{8005}\u{FF1A}", "\u{6587}\u{FF1A}", "\u{64B0}\u{6587}\u{FF1A}",
        ] where line.has(prefix) {
            var rest = line[view: prefix.utf8CodeUnitCount..<line.count]
            if rest.has("\u{FF1A}") { rest = rest[view: 3..<rest.count] }
            rest = rest.trimmed
            let shape = Shape(rest)
            return shape.letters >= 2 && shape.width <= 40 && lastMark(rest) != 0x3002 ? rest : nil
        }
        let reporter: StaticString = "\u{AE30}\u{C790}"
        if line.count >= 9, line.has(reporter, at: line.count - 6) {
            let rest = line[view: 0..<line.count - 6].trimmed
            return Shape(rest).words <= 4 ? rest : nil
        }
        return nil
    }

    /// Takes names apart at commas, "and" and the like.
    private mutating func split(_ b: ByteView) {
        var clauses: [ByteView] = []
        var start = 0
        var i = 0
        while i <= b.count {
            var skip = 0
            if i == b.count {
                skip = 1
            } else if b[i] == 0x2C || b[i] == 0x7C || b[i] == 0x3B || b[i] == 0x2F {
                skip = 1
            } else if b[i] == 0x20 {
                for word: StaticString in [
                    " and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " & ", " with ", " in ", " for ",
                ]
                where b.hasIgnoringCase(word, at: i) {
                    skip = word.utf8CodeUnitCount
                    // "in Paris", "for the Saltmarsh Journal" belong to no name, and nothing after them.
                    if word.hasPrefixIn { skip = b.count - i + 1 }
                    break
                }
            }
            if skip > 0 {
                let clause = b[view: start..<i].trimmed
                if !clause.isEmpty { clauses.append(clause) }
                i += skip
                start = min(i, b.count)
            } else {
                i += 1
            }
        }
        for clause in clauses {
            guard let text = fieldText(clause), clause.index(of: 0x40) == nil else { continue }
            let shape = Shape(clause)
            if Byline.isAgency(clause) {
                agency = agency ?? text
            } else if Byline.isTitle(clause) || shape.words == 1 && !authors.isEmpty {
                if !authors.isEmpty, authors[authors.count - 1].title == nil { authors[authors.count - 1].title = text }
            } else if shape.words >= 1, shape.words <= 6, shape.digits == 0 {
                authors.append(Document.Author(name: text))
            }
        }
    }

    private static func isAgency(_ b: ByteView) -> Bool {
        let known: [StaticString] = [
            "reuters", "associated press", "the associated press", "ap", "afp", "agence france-presse", "dpa",
            "bloomberg", "xinhua",
            "tass", "efe", "ansa", "upi", "kyodo", "kyodo news", "pti", "ani", "aap", "bbc", "bbc news", "cnn",
            "interfax", "anadolu",
            "press association", "pa", "sda", "apa", "ritzau", "ntb", "tt", "stt", "belga", "anp", "lusa", "cna",
            "yonhap", "jiji press",
        ]
        return known.contains { b.equalsIgnoringCase($0) }
    }

    private static func isTitle(_ b: ByteView) -> Bool {
        let words: [StaticString] = [
            "correspondent", "reporter", "writer", "editor", "staff", "columnist", "analyst", "professor",
            "contributor", "bureau",
        ]
        return words.contains { b.indexIgnoringCase(of: $0) != nil }
    }
}

extension StaticString {
    /// " in " and " for " of a byline.
    fileprivate var hasPrefixIn: Bool {
        withUTF8Buffer { $0.count > 2 && ($0[1] == 0x69 || $0[1] == 0x66) }
    }
}
