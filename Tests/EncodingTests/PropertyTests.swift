import Article
import Encoding
import Foundation
import Testing

/// Whatever a document and its findings hold, their files are well formed and say the same each time.
@Suite struct PropertyTests {
    @Test(arguments: 0..<200)
    func anythingEncodes(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        let document = random.document()
        let findings = random.findings(document)
        let outputs = Example.encoded(document, findings)
        let again = Example.encoded(document, findings)
        #expect(outputs.article == again.article)
        #expect(outputs.analysis == again.analysis)
        #expect(outputs.summary == again.summary)
        #expect(outputs.page == again.page)

        for bytes in [outputs.article, outputs.analysis] {
            #expect(bytes.count(where: { $0 == 0x0A }) == 1)
            #expect(bytes.last == 0x0A)
            #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        }
        let article = try JSON(outputs.article)
        #expect(unknown(article) == [])
        let analysis = try JSON(outputs.analysis)
        let body = String(decoding: document.body, as: UTF8.self)
        #expect(article["bodies"]?[0]?["value"]?.string.map { Array($0.utf8) } == document.body)
        #expect(article["title"]?.string?.isEmpty == false)
        #expect(article["title"] == article["headlines"]?[0]?["value"])

        let scalars = Array(body.unicodeScalars)
        for (place, text) in places(analysis) {
            #expect(place.start >= 0 && place.start <= place.end && place.end <= scalars.count)
            guard let text else { continue }
            var found = ""
            if place.end <= scalars.count { found.unicodeScalars.append(contentsOf: scalars[place.start..<place.end]) }
            #expect(Array(found.utf8) == Array(text.utf8))
        }

        let summary = String(decoding: outputs.summary, as: UTF8.self)
        #expect(Array(summary.utf8) == outputs.summary)
        #expect(outputs.summary.count(where: { $0 == 0x0A }) == 6)
        for scalar in summary.unicodeScalars {
            #expect(scalar == "\n" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
        }
    }

    /// What the schema of ninjs 3.2 would refuse: it knows these members, and at some of them a list's own.
    func unknown(_ article: JSON) -> [String] {
        let members: [String: Set<String>] = [
            "uri": [], "type": [], "version": [], "firstCreated": [], "versionCreated": [], "contentCreated": [],
            "embargoedUntil": [], "expires": [], "pubStatus": [], "urgency": [], "copyrightHolder": [],
            "copyrightNotice": [],
            "usageTerms": [], "edNote": [], "language": [], "title": [], "slugline": [], "by": [], "located": [],
            "headlines": ["role", "value"], "descriptions": ["role", "value"],
            "bodies": ["role", "contentType", "charCount", "wordCount", "value"], "people": ["name", "rel", "uri"],
            "organisations": ["name", "rel", "uri"], "places": ["name", "rel", "uri", "literal", "geoJSON"],
            "events": ["name", "rel", "uri"], "objects": ["name", "rel", "uri"],
            "subjects": ["name", "uri", "literal", "creator", "confidence"], "infoSources": ["name", "role"],
            "associations": ["uri", "type", "name", "rel", "eventDetails"], "altIds": ["role", "value"],
            "standard": ["name", "version", "schema"],
        ]
        var unknown: [String] = []
        for key in article.keys {
            guard let known = members[key] else {
                unknown.append(key)
                continue
            }
            for item in article[key]?.array ?? [] { unknown += item.keys.subtracting(known) }
        }
        for date in ["firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires"] {
            guard let value = article[date]?.string else { continue }
            if value.utf8.count != 20 || statedDay(value) == nil || !value.hasSuffix("Z") { unknown.append(value) }
        }
        return unknown
    }

    /// Every object of an analysis that has offsets, with the text that must stand there; a summary's may be shorter.
    func places(_ analysis: JSON) -> [(Span, String?)] {
        var places: [(Span, String?)] = []
        func visit(_ json: JSON, isSummary: Bool) {
            if case .object(let members) = json {
                if let start = json["start"]?.int, let end = json["end"]?.int {
                    places.append((Span(start, end), isSummary ? nil : json["text"]?.string))
                }
                for (name, member) in members { visit(member, isSummary: name == "summary") }
            } else {
                for element in json.array { visit(element, isSummary: isSummary) }
            }
        }
        visit(analysis, isSummary: false)
        return places
    }

    /// Twice the text takes about twice the time: no look-up starts at the text's beginning.
    @Test func aHugeTextIsEncodedInOneGo() throws {
        var document = Document(format: "text", formatReason: "")
        let sentence = Array("漁村の人々は新しい道を待っていた。The islanders waited. ".utf8)
        var findings = Findings()
        for _ in 0..<100_000 {
            let start = document.body.count
            document.body += sentence
            findings.sentences.append(Span(start, document.body.count - 1))
        }
        let clock = ContinuousClock()
        let outputs = Example.encoded(document, findings)
        #expect(outputs.article.count > document.body.count)
        #expect(clock.measure { _ = Example.encoded(document, findings) } < .seconds(5))
        let analysis = try JSONSerialization.jsonObject(with: Data(outputs.analysis)) as? [String: Any]
        #expect((analysis?["sentences"] as? [[Int]])?.count == 100_000)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same values for the same seed, everywhere.
struct Random: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Random {
    static let pieces = [
        "plain words", " ", "\n", "\n\n", "\"", "\\", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{9B}", "\u{85}", "\u{2028}",
        "\u{2029}",
        "\u{202E}", "\u{2066}", "é", "e\u{301}", "漁村", "مانيلا", "🚇", "👩‍👩‍👧", "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}",
        "</script>", "\\u0000",
        "{\"a\":1}", "'", "%00", "\r\n", "\t", "x",
    ]

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func text(upTo count: Int = 6) -> String {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in Self.pieces.randomElement(using: &self) ?? "" }
            .joined()
    }
    mutating func maybe() -> String? { chance(50) ? text() : nil }
    mutating func some<T>(_ value: (inout Random) -> T) -> [T] {
        (0..<(chance(30) ? 0 : Int.random(in: 0...5, using: &self))).map { _ in value(&self) }
    }
    mutating func number() -> Double {
        [0, 0.5, 1, -1, .nan, .infinity, -.infinity, 1e300, .leastNonzeroMagnitude, 0.123456].randomElement(
            using: &self) ?? 0
    }
    mutating func day() -> CalendarDay? {
        chance(50) ? nil : CalendarDay(daysSince1970: Int.random(in: -800_000...3_000_000, using: &self))
    }
    mutating func stamp() -> Stamp? {
        guard chance(60) else { return nil }
        let precision: [Precision] = [.year, .month, .day, .minute, .second]
        return Stamp(
            instant: Instant(microseconds: Int64.random(in: Int64.min / 4...Int64.max / 4, using: &self)),
            value: text(),
            precision: precision.randomElement(using: &self) ?? .day)
    }
    /// Mostly within `count` bytes, at any byte; sometimes anywhere.
    mutating func span(_ count: Int) -> Span {
        if chance(10) {
            return Span(Int.random(in: -9...count + 9, using: &self), Int.random(in: -9...count + 9, using: &self))
        }
        if chance(2) { return Span(.min, .max) }
        let start = Int.random(in: 0...count, using: &self)
        return Span(start, Int.random(in: start...count, using: &self))
    }

    mutating func document() -> Document {
        var document = Document(format: text(), formatReason: text())
        document.encoding = maybe()
        document.repairs = some { $0.text() }
        document.senderID = maybe()
        document.url = maybe()
        document.status = [nil, .usable, .withheld, .canceled].randomElement(using: &self) ?? nil
        document.urgency = chance(50) ? Int.random(in: -3...12, using: &self) : nil
        document.headline = maybe()
        document.kicker = maybe()
        document.deck = maybe()
        document.slugline = maybe()
        document.byline = maybe()
        document.authors = some { Document.Author(name: $0.text()) }
        document.language = maybe()
        document.contentCreated = stamp()
        document.firstCreated = stamp()
        document.versionCreated = stamp()
        document.expires = stamp()
        document.statedDateline = maybe()
        document.descriptions = some { Document.Described(role: $0.text(), text: $0.text()) }
        document.subjects = some { Document.SourceSubject(name: $0.maybe(), uri: $0.maybe(), code: $0.maybe()) }
        document.sources = some { Document.InfoSource(role: $0.text(), name: $0.text()) }
        document.copyrightNotice = maybe()
        document.editorialNote = maybe()
        document.body = chance(10) ? [] : Array(text(upTo: 200).utf8)
        let count = document.body.count
        document.paragraphs = some { $0.span(count) }
        document.warnings = some { random in
            Warning(code: random.text(), message: random.text(), span: random.chance(50) ? random.span(count) : nil)
        }
        return document
    }

    mutating func findings(_ document: Document) -> Findings {
        let count = document.body.count
        var findings = Findings()
        if chance(50) { findings.language = LanguageGuess(tag: text(), confidence: number()) }
        if chance(50) {
            var dateline = Dateline(span: span(count))
            dateline.city = maybe()
            dateline.date = day()
            dateline.partialDate = [nil, "--03-19", "---19", "2023-03", "2023"].randomElement(using: &self) ?? nil
            dateline.agency = maybe()
            findings.dateline = dateline
        }
        if let stamp = stamp() { findings.created = Created(stamp: stamp, basis: .text, span: span(count)) }
        findings.sentences = some { $0.span(count) }
        findings.entities = some { random in
            let kinds: [Entity.Kind] = [.person, .organisation, .place, .event, .product, .work]
            var entity = Entity(kind: kinds.randomElement(using: &random) ?? .person, name: random.text())
            entity.roles = random.some { $0.text() }
            entity.isoCode = random.maybe()
            entity.uri = random.chance(50) ? "https://gazetteer.example/1" : random.maybe()
            entity.latitude = random.chance(50) ? random.number() : nil
            entity.longitude = random.chance(80) ? random.number() : nil
            entity.salience = random.number()
            entity.confidence = random.number()
            entity.mentions = random.some { $0.span(count) }
            return entity
        }
        findings.dates = some {
            DateMention(span: $0.span(count), kind: .set, value: $0.text(), from: $0.day(), until: $0.day())
        }
        findings.quotes = some { random in
            var quote = Quote(span: random.span(count), isDirect: random.chance(50))
            quote.speaker = random.chance(50) ? Int.random(in: -2...7, using: &random) : nil
            quote.cue = random.span(count)
            return quote
        }
        findings.events = some { random in
            var event = Event(
                code: random.text(), label: random.text(), modality: .reported, span: random.span(count),
                confidence: random.number())
            event.target = Event.Actor(span: random.span(count), entity: Int.random(in: -2...7, using: &random))
            event.place = Int.random(in: -2...7, using: &random)
            return event
        }
        if chance(70) { findings.main.what = MainEvent.Answer(span: span(count), entity: 99) }
        if chance(70) { findings.main.when = MainEvent.Answer(span: span(count)) }
        if chance(30) { findings.main.whereabouts = MainEvent.Answer(span: span(count), entity: 0) }
        findings.keyphrases = some { random in
            Keyphrase(text: random.text(), score: random.number(), mentions: random.some { $0.span(count) })
        }
        findings.subjects = some { random in
            Subject(code: "20000639", name: random.text(), confidence: random.number(), evidence: [])
        }
        findings.summary = some { SummarySentence(text: $0.text(), span: $0.span(count)) }
        findings.derivedHeadline = maybe()
        return findings
    }
}
