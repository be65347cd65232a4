import Article
import Testing

import Encoding

@Suite struct NinjsTests {
    let article: JSON

    init() throws { article = try JSON(Example.encoded().article) }

    @Test func isOneLine() {
        let bytes = Example.encoded().article
        #expect(bytes.last == 0x0A)
        #expect(bytes.count(where: { $0 == 0x0A }) == 1)
    }

    @Test func identity() {
        #expect(article["uri"]?.string == "urn:example:norpress:0303-17")
        #expect(article["version"]?.string == "2")
        #expect(article["type"]?.string == "text")
        #expect(article["pubStatus"]?.string == "usable")
        #expect(article["urgency"]?.int == 3)
        #expect(article["language"]?.string == "en")
        #expect(article["standard"]?["version"]?.string == "3.2")
        #expect(
            article["altIds"]?.array.map { $0["role"]?.string } == ["dateline", "sender", "url"])
        #expect(article["altIds"]?[0]?["value"]?.string == Example.digest(1).hex)
    }

    @Test func datesAreTheSendersInUTC() {
        #expect(article["contentCreated"]?.string == "2023-03-03T17:05:00Z")
        #expect(article["embargoedUntil"]?.string == "2023-03-03T19:00:00Z")
        #expect(article["versionCreated"] == nil)
        #expect(article["expires"] == nil)
    }

    @Test func aDayIsNotShiftedAndAMonthIsNoDate() throws {
        var findings = Example.findings
        let day = try #require(CalendarDay(year: 2023, month: 3, day: 19))
        findings.created = Created(stamp: Stamp(day: day), basis: .dateline)
        #expect(
            try JSON(Example.encoded(Example.document, findings).article)["contentCreated"]?.string
                == "2023-03-19T00:00:00Z")
        findings.created?.stamp.precision = .month
        #expect(try JSON(Example.encoded(Example.document, findings).article)["contentCreated"] == nil)
    }

    @Test func headlinesBeginWithTheTitle() {
        #expect(article["title"]?.string == "Skerry Tunnel opens after nine years")
        #expect(article["headlines"]?.array.map { $0["role"]?.string } == ["main", "kicker", "deck"])
        #expect(article["headlines"]?[0]?["value"] == article["title"])
    }

    @Test func aHeadlineOfOursSaysSo() throws {
        var document = Example.document
        document.headline = nil
        var findings = Example.findings
        findings.derivedHeadline = "Lindqvist opens tunnel"
        var headline = try JSON(Example.encoded(document, findings).article)["headlines"]?[0]
        #expect(headline == .object(["role": .string("derived"), "value": .string("Lindqvist opens tunnel")]))
        findings.derivedHeadline = nil
        headline = try JSON(Example.encoded(document, findings).article)["headlines"]?[0]
        #expect(
            headline?["value"]?.string
                == "Prime Minister Ása Lindqvist will open the 12-kilometre Skerry Tunnel on March 9, her office said…")
        document.body = []
        headline = try JSON(Example.encoded(document, Findings()).article)["headlines"]?[0]
        #expect(headline?["value"]?.string == "(untitled)")
    }

    @Test func descriptionsComeInTheContractsOrder() {
        let descriptions = article["descriptions"]?.array ?? []
        #expect(descriptions.map { $0["role"]?.string } == ["summary", "brief", "dateline", "caption"])
        #expect(
            descriptions[0]["value"]?.string
                == "The tunnel cost 410 million crowns. It joins 23 islands to the mainland.")
        #expect(descriptions[2]["value"]?.string == "TORVALD BAY, March 3 (Norpress) –")
    }

    @Test func bodyIsThereWithItsCounts() {
        let body = article["bodies"]?[0]
        #expect(body?["role"]?.string == "main")
        #expect(body?["contentType"]?.string == "text/plain")
        #expect(body?["value"]?.string == Example.body)
        #expect(body?["charCount"]?.int == Example.body.unicodeScalars.count)
        #expect(article["located"]?.string == "Torvald Bay")
    }

    @Test func whoAndWhere() {
        let people = article["people"]?.array ?? []
        #expect(people.map { $0["rel"]?.string } == ["author", "about"])
        #expect(people.map { $0["name"]?.string } == ["Jón Hale", "Ása Lindqvist"])
        #expect(article["organisations"]?[0]?["rel"]?.string == "mentions")
        let place = article["places"]?[0]
        #expect(place?["rel"]?.string == "about")
        #expect(place?["literal"]?.string == "NO-42")
        #expect(place?["uri"]?.string == "https://gazetteer.example/4711")
        #expect(place?["geoJSON"]?["type"]?.string == "Point")
        #expect(place?["geoJSON"]?["coordinates"] == .array([.number(-7.5), .number(58.12346)]))
        #expect(article["events"]?[0]?["name"]?.string == "Opening")
        // What is no URI is left out, as the schema refuses it.
        #expect(article["objects"]?[0] == .object(["name": .string("Skerry Tunnel"), "rel": .string("mentions")]))
    }

    @Test func subjectsOfTheSenderComeFirstAndOnlyOnce() {
        let subjects = article["subjects"]?.array ?? []
        #expect(subjects.map { $0["name"]?.string } == ["Transport", "roads", nil, "government"])
        #expect(subjects[0]["literal"]?.string == "NP:TRA")
        #expect(subjects[2] == .object(["literal": .string("not a uri")]))
        #expect(subjects[3]["uri"]?.string == "http://cv.iptc.org/newscodes/mediatopic/20000621")
        #expect(subjects[3]["confidence"]?.int == 46)
        #expect(subjects[3]["creator"]?.string == "dateline")
    }

    @Test func theMainEventIsAnItemWithItsDays() {
        let event = article["associations"]?[0]
        #expect(event?["type"]?.string == "event")
        #expect(event?["uri"]?.string == "urn:example:norpress:0303-17#event")
        #expect(event?["name"]?.string == "will open the 12-kilometre Skerry Tunnel")
        #expect(event?["eventDetails"]?["dates"]?["expectedStartDate"]?.string == "2023-03-09")
    }

    @Test func sourcesAreNamedByTheirPart() {
        let sources = article["infoSources"]?.array ?? []
        #expect(sources.map { $0["role"]?.string } == ["source", "site", "agency"])
        #expect(sources.map { $0["name"]?.string } == ["norpress", "norpress.example", "Norpress"])
    }

    @Test func whatIsUnknownIsAbsent() throws {
        let document = Document(format: "text", formatReason: "no mark-up found")
        let bytes = Example.encoded(document, Findings()).article
        #expect(
            orderedKeys(bytes) == [
                "uri", "type", "version", "title", "headlines", "bodies", "infoSources", "altIds", "standard",
            ])
    }

    @Test func wordsAreCountedAsEditorsDo() {
        func words(_ text: String) -> Int { wordCount(Array(text.utf8)) }
        #expect(words("") == 0)
        #expect(words("one") == 1)
        #expect(words("  one\n\ntwo\tthree ") == 3)
        #expect(words("señor — naïve\u{A0}café") == 4)
        #expect(words("新华社北京电") == 6)
        #expect(words("中文，和 English。") == 4)
        #expect(words("서울 시장") == 2)
        #expect(words("🚇 tunnel") == 2)
    }
}
