import Article
import Encoding

/// A record as the worker would encode it: a wire story on a made-up event, with something of everything.
enum Example {
    static let body = """
        TORVALD BAY, March 3 (Norpress) – Prime Minister Ása Lindqvist will open the 12-kilometre Skerry Tunnel on March 9, \
        her office said on Friday.

        “No village will be cut off in winter again,” Lindqvist told reporters in Torvald Bay.

        The tunnel cost 410 million crowns. It joins 23 islands — 漁村 among them — to the mainland. 🚇
        """

    static var document: Document {
        var document = Document(format: "text", formatReason: "no mark-up found")
        document.encoding = "utf-8"
        document.senderID = "urn:example:norpress:0303-17"
        document.senderVersion = "2"
        document.url = "https://norpress.example/2023/03/skerry"
        document.status = .usable
        document.urgency = 3
        document.headline = "Skerry Tunnel opens after nine years"
        document.kicker = "Islands"
        document.deck = "23 islands get a road"
        document.slugline = "SKERRY-TUNNEL"
        document.byline = "Jón Hale"
        document.authors = [Document.Author(name: "Jón Hale", title: "Correspondent")]
        document.language = "en"
        document.contentCreated = Stamp(
            instant: Instant(seconds: 1_677_863_100), value: "2023-03-03T18:05:00+01:00", precision: .second)
        document.embargoedUntil = Stamp(
            instant: Instant(seconds: 1_677_870_000), value: "2023-03-03T20:00:00+01:00", precision: .second)
        document.descriptions = [Document.Described(role: "caption", text: "The tunnel's north mouth")]
        document.subjects = [
            Document.SourceSubject(name: "Transport", code: "NP:TRA"),
            Document.SourceSubject(name: "roads", uri: "http://cv.iptc.org/newscodes/mediatopic/20001343"),
            Document.SourceSubject(uri: "not a uri"),
        ]
        document.sources = [Document.InfoSource(role: "site", name: "norpress.example")]
        document.copyrightHolder = "Norpress"
        document.editorialNote = "Adds quote"
        document.body = Array(body.utf8)
        document.paragraphs = paragraphs(body)
        document.warnings = [Warning(code: "year-assumed", message: "The dateline has no year.", span: span("March 3"))]
        return document
    }

    static var findings: Findings {
        var findings = Findings()
        findings.language = LanguageGuess(tag: "en", confidence: 0.987654)
        var dateline = Dateline(span: span("TORVALD BAY, March 3 (Norpress) –"))
        dateline.city = "Torvald Bay"
        dateline.country = "NO"
        dateline.date = CalendarDay(year: 2023, month: 3, day: 3)
        dateline.datePrecision = .day
        dateline.agency = "Norpress"
        findings.dateline = dateline
        findings.created = document.contentCreated.map { Created(stamp: $0, basis: .metadata) }
        findings.sentences = paragraphs(body)
        var person = Entity(kind: .person, name: "Ása Lindqvist")
        person.roles = ["Prime Minister"]
        person.country = "NO"
        person.salience = 0.9
        person.confidence = 0.8
        person.mentions = [span("Ása Lindqvist"), span("Lindqvist told").dropping(5)]
        var office = Entity(kind: .organisation, name: "her office")
        office.salience = 0.1
        var place = Entity(kind: .place, name: "Torvald Bay")
        place.isoCode = "NO-42"
        place.uri = "https://gazetteer.example/4711"
        place.latitude = 58.1234567
        place.longitude = -7.5
        place.salience = 0.5
        var tunnel = Entity(kind: .work, name: "Skerry Tunnel")
        tunnel.uri = "no uri at all"
        findings.entities = [person, office, place, tunnel, Entity(kind: .event, name: "Opening")]
        findings.dates = [
            DateMention(
                span: span("March 9"), kind: .date, value: "2023-03-09",
                from: CalendarDay(year: 2023, month: 3, day: 9),
                until: CalendarDay(year: 2023, month: 3, day: 9))
        ]
        var quote = Quote(span: span("No village will be cut off in winter again,"))
        quote.speaker = 0
        quote.speakerSpan = span("Lindqvist told").dropping(5)
        quote.cue = span("told")
        findings.quotes = [quote]
        var event = Event(
            code: "036", label: "Express intent to meet", modality: .future, span: span("will open"), confidence: 0.5)
        event.source = Event.Actor(span: span("Prime Minister"), entity: 0, cameo: "NORGOV")
        event.day = CalendarDay(year: 2023, month: 3, day: 9)
        event.place = 2
        findings.events = [event]
        findings.main.who = MainEvent.Answer(span: span("Prime Minister"), entity: 0)
        findings.main.what = MainEvent.Answer(span: span("will open the 12-kilometre Skerry Tunnel"))
        findings.main.when = MainEvent.Answer(span: span("on March 9"))
        findings.keyphrases = [Keyphrase(text: "skerry tunnel", score: 1.5, mentions: [span("Skerry Tunnel")])]
        findings.subjects = [
            Subject(code: "20001343", name: "roads", confidence: 0.7, evidence: [span("tunnel cost")]),
            Subject(code: "20000621", name: "government", confidence: 0.456, evidence: []),
        ]
        findings.summary = [
            SummarySentence(
                text: "The tunnel cost 410 million crowns.", span: span("The tunnel cost 410 million crowns.")),
            SummarySentence(
                text: "It joins 23 islands to the mainland.",
                span: span("It joins 23 islands — 漁村 among them — to the mainland.")),
        ]
        findings.brief = findings.summary.first
        findings.warnings = [Warning(code: "short", message: "Little text.")]
        return findings
    }

    static let decision = Decision(
        outcome: .filed, uri: "urn:example:norpress:0303-17", version: "2", revision: 2, replaces: digest(7),
        related: [
            Decision.Related(
                id: digest(9), uri: "urn:example:x", path: "articles/2023/03/02/x-09090909", relation: .sameStory,
                similarity: 0.25)
        ])

    static let provenance = Provenance(
        source: "norpress", original: "2023/03/03/01010101-story.txt", sha256: digest(1), bytes: 512,
        arrived: Instant(microseconds: 1_677_863_123_456_789))

    static func encoded(_ document: Document = document, _ findings: Findings = findings) -> Outputs {
        encode(document, findings, id: digest(1), decision: decision, provenance: provenance)
    }

    static func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return digest
    }

    /// Where `text` first stands in the body, in bytes.
    static func span(_ text: String) -> Span {
        let body = Array(body.utf8)
        let text = Array(text.utf8)
        for start in 0...max(0, body.count - text.count) where body[start...].starts(with: text) {
            return Span(start, start + text.count)
        }
        return Span(-1, -1)
    }

    static func paragraphs(_ body: String) -> [Span] {
        var spans: [Span] = []
        var start = 0
        let bytes = Array(body.utf8)
        for at in bytes.indices where at > 0 && bytes[at] == 0x0A && bytes[at - 1] == 0x0A {
            spans.append(Span(start, at - 1))
            start = at + 1
        }
        spans.append(Span(start, bytes.count))
        return spans
    }
}

extension Span {
    /// Without its last `count` bytes.
    func dropping(_ count: Int) -> Span { Span(start, end - count) }
}
