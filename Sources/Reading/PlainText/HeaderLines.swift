internal import Article
internal import Bytes

/// Lines that agencies and content systems put before a text: `Slug: …`, `Published: …`, embargoes, kills, notes.
enum HeaderLine {
    case field(Field, value: Range<Int>)
    /// An embargo, with what it says.
    case embargo
    /// The story is withdrawn. `isBare`: the line says nothing else.
    case kill(isBare: Bool)
    /// A keyword line as AP writes it: `BC-KILL--US-Sample, 1st Ld`.
    case slug
    /// Meant for editors, not for readers.
    case note
    /// A wire's own signal, of no meaning.
    case signal

    enum Field {
        case headline, kicker, deck, byline, date, updated, slug, keywords, source, language, summary, url, id, version,
            note, copyright, dateline, urgency, ignored
    }

    init?(_ line: ByteView) {
        if line.has("ZCZC") || line.has("zczc") {
            self = .signal
        } else if HeaderLine.isEmbargo(line) {
            self = .embargo
        } else if let bare = HeaderLine.kill(line) {
            self = .kill(isBare: bare)
        } else if HeaderLine.isKeywordLine(line) {
            self = .slug
        } else if HeaderLine.isNote(line) {
            self = .note
        } else if let (field, value) = HeaderLine.field(line) {
            self = .field(field, value: value)
        } else {
            return nil
        }
    }

    // MARK: Fields

    private static let labels: [[UInt8]: Field] = {
        var map: [[UInt8]: Field] = [:]
        for (field, words) in [
            (Field.headline, "headline|title|titel|titre|título|titolo|überschrift|schlagzeile|标题|標題|заголовок"),
            (.kicker, "kicker|overline|section|dachzeile|rubrik|ressort"),
            (.deck, "deck|standfirst|subhead|subheadline|subtitle|sub-headline|untertitel|unterzeile"),
            (.byline, "byline|author|authors|writer|reporter|autor|autorin|auteur|autore"),
            (
                .date,
                "date|published|publication date|published on|publish date|date published|pubdate|pub date|posted|issued|datum|fecha|data|first published|created|发布时间|日期"
            ),
            (.updated, "updated|last updated|modified|last modified|date modified"),
            (.slug, "slug|slugline|slug line|story slug"),
            (
                .keywords,
                "keywords|keyword|tags|subject|subjects|topics|topic|category|categories|schlagwörter|mots-clés"
            ),
            (.source, "source|agency|credit|publisher|publication|newspaper|quelle|fuente|来源|來源"),
            (.language, "language|lang|sprache"),
            (.summary, "summary|abstract|description|teaser|synopsis"),
            (.url, "url|link|canonical|permalink"),
            (.id, "id|guid|uri|item id|story id|document id|story number"),
            (.version, "version|revision"),
            (
                .note,
                "note to editors|editor's note|editors' note|editorial note|ednote|ed note|eds|attention editors|editors|achtung"
            ),
            (.copyright, "copyright|rights"),
            (.dateline, "dateline"),
            (.urgency, "urgency|priority"),
            (.ignored, "words|word count|embargo status|desk|service|format"),
        ] {
            for word in words.split(separator: "|") { map[Array(word.utf8)] = field }
        }
        return map
    }()

    private static func field(_ line: ByteView) -> (Field, Range<Int>)? {
        var colon = 0
        var skip = 1
        let limit = min(line.count, 40)
        while colon < limit, line[colon] != 0x3A {
            if line.has("\u{FF1A}", at: colon) {
                skip = 3
                break
            }
            colon += 1
        }
        guard colon > 1, colon < limit, colon + skip < line.count else { return nil }
        let name = line[view: 0..<colon].trimmed
        guard let field = labels[name.map(lowered)] else { return nil }
        var start = line.skipSpace(from: colon + skip)
        while line.has("\u{3000}", at: start) { start += 3 }
        guard start < line.count else { return nil }
        // "http://", "12:30"
        if line[colon + 1] == 0x2F { return nil }
        return (field, start..<line.count)
    }

    // MARK: Embargoes

    private static func isEmbargo(_ line: ByteView) -> Bool {
        guard line.count <= 300 else { return false }
        let opens: [StaticString] = [
            "embargo", "strictly embargo", "under embargo", "not for publication before", "not for release before",
            "not for publication until", "not for release until", "hold for release", "hold until", "release on",
            "for release at", "for release on", "sperrfrist",
            "gesperrt bis", "sous embargo", "embargado", "for release ", "news embargo",
        ]
        let start = line.first == 0x28 || line.first == 0x5B || line.first == 0x2A ? skipSigns(line) : 0
        guard opens.contains(where: { line.hasIgnoringCase($0, at: start) }) else { return false }
        // "Embargo on grain lifted" is a headline: an embargo notice is a label, a command or has a time.
        if line.hasIgnoringCase("embargoed", at: start) || line.hasIgnoringCase("embargo:", at: start)
            || line.hasIgnoringCase("sperrfrist", at: start)
        {
            return true
        }
        let when = DateLine(line)
        return when.published != nil || when.yearless != nil || when.clock != nil
    }

    private static func skipSigns(_ line: ByteView) -> Int {
        var i = 0
        while i < line.count, !isLetter(line[i]), line[i] < 0x80 { i += 1 }
        return i
    }

    // MARK: Kills

    /// - Returns: whether the line is only that word; `nil` where it is no kill.
    private static func kill(_ line: ByteView) -> Bool? {
        guard line.count <= 400 else { return nil }
        let bare: [StaticString] = [
            "kill", "mandatory kill", "bulletin kill", "story kill", "kill notice", "kill advisory",
            "mandatory story kill", "withdrawn",
            "story withdrawn", "withdrawal", "mandatory withdrawal", "retraction", "retracted", "annulation",
            "annul\u{E9}",
            "anulaci\u{F3}n", "anulado", "story removed", "notice of withdrawal", "r\u{FC}ckzug", "zur\u{FC}ckgezogen",
            "annullamento",
        ]
        let low = skipSigns(line)
        var core = line[view: low..<line.count]
        while let last = core.last, !isLetter(last), last < 0x80 { core = core[view: 0..<core.count - 1] }
        if bare.contains(where: { core.equalsIgnoringCase($0) }) { return true }
        let opens: [StaticString] = [
            "mandatory kill", "bulletin kill", "kill:", "kill notice", "notice: withdrawn", "notice: story withdrawn",
            "editors: kill",
            "eds: kill", "editors: please kill", "attention editors: kill", "story withdrawn",
            "this story has been withdrawn", "this article has been withdrawn", "this story is withdrawn",
            "please kill",
            "retraction:", "kill story",
        ]
        // "Withdrawn: the drug that nobody missed" is a headline.
        let labels: [StaticString] = ["WITHDRAWN:", "WITHDRAWN -", "WITHDRAWN--", "WITHDRAWN-"]
        return opens.contains { core.hasIgnoringCase($0) } || labels.contains { core.has($0) } ? false : nil
    }

    // MARK: Keyword lines, notes

    /// `BC-US--Sample`, `AM-Sample, 2nd Ld`, `PM-…`. Source: ANPA 1312 keyword lines as AP writes them.
    private static func isKeywordLine(_ line: ByteView) -> Bool {
        guard line.count >= 6, line.count <= 80,
            line.has("BC-") || line.has("AM-") || line.has("PM-") || line.has("AP-")
        else { return false }
        return isUpper(line[3]) && line.index(of: " ", until: 24) == nil || line.index(of: "--") != nil
    }

    private static func isNote(_ line: ByteView) -> Bool {
        let opens: [StaticString] = [
            "for immediate release", "(eds:", "eds:", "(editors:", "(editor's note", "(note to editors", "(achtung",
            "(attention:",
            "attention editors", "(repeats", "(adds ", "(recasts", "(updates ", "(corrects ", "(refiles", "(rewrites",
        ]
        return line.count <= 400 && opens.contains { line.hasIgnoringCase($0) }
    }
}
