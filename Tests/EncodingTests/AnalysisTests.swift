import Article
import Testing

import Encoding

@Suite struct AnalysisTests {
    let keys = [
        "schema", "id", "uri", "revision", "replaces", "supersededBy", "language", "provenance", "created", "dateline",
        "paragraphs", "sentences", "entities", "dates", "quotes", "events", "main", "keyphrases", "subjects", "summary",
        "related", "warnings",
    ]

    @Test func everyKeyIsAlwaysThereInOrder() throws {
        #expect(orderedKeys(Example.encoded().analysis) == keys)
        let empty = Example.encoded(Document(format: "text", formatReason: ""), Findings()).analysis
        #expect(orderedKeys(empty) == keys)
        let analysis = try JSON(empty)
        #expect(analysis["language"] == .null)
        #expect(analysis["dateline"] == .null)
        #expect(analysis["created"] == .null)
        #expect(analysis["entities"] == .array([]))
        #expect(analysis["main"]?.keys == ["who", "what", "when", "where", "why", "how"])
        #expect(analysis["main"]?["who"] == .null)
    }

    @Test func whatIsNotWantedIsNotWritten() {
        let all = Example.encoded()
        let one = encode(
            Example.document, Example.findings, id: Example.digest(1), decision: Example.decision,
            provenance: Example.provenance, article: false, summary: false)
        #expect(one.analysis == all.analysis)
        #expect(one.article.isEmpty && one.summary.isEmpty)
    }

    @Test func isOneLine() {
        let bytes = Example.encoded().analysis
        #expect(bytes.last == 0x0A)
        #expect(bytes.count(where: { $0 == 0x0A }) == 1)
    }

    @Test func offsetsAreCodePoints() throws {
        let analysis = try JSON(Example.encoded().analysis)
        let body = Array(Example.body.unicodeScalars)
        func text(_ place: JSON?) -> String? {
            guard let start = place?["start"]?.int, let end = place?["end"]?.int else { return nil }
            var text = ""
            text.unicodeScalars.append(contentsOf: body[start..<end])
            return text
        }
        for list in ["dates", "quotes"] {
            for item in analysis[list]?.array ?? [] { #expect(text(item) == item["text"]?.string) }
        }
        #expect(text(analysis["dateline"]) == "TORVALD BAY, March 3 (Norpress) –")
        #expect(text(analysis["main"]?["what"]) == "will open the 12-kilometre Skerry Tunnel")
        #expect(text(analysis["events"]?[0]) == "will open")
        #expect(text(analysis["warnings"]?[0]) == "March 3")
        #expect(text(analysis["summary"]?[1]) == "It joins 23 islands — 漁村 among them — to the mainland.")
        let mention = analysis["entities"]?[0]?["mentions"]?[1]
        #expect(text(.object(["start": mention?[0] ?? .null, "end": mention?[1] ?? .null])) == "Lindqvist")
        #expect(analysis["paragraphs"]?.array.count == 3)
        #expect(analysis["paragraphs"]?[2]?[1]?.int == body.count)
    }

    @Test func referencesAreLocalIDs() throws {
        let analysis = try JSON(Example.encoded().analysis)
        #expect(analysis["entities"]?.array.map { $0["id"]?.string } == ["e1", "e2", "e3", "e4", "e5"])
        #expect(analysis["quotes"]?[0]?["speaker"]?.string == "e1")
        #expect(analysis["quotes"]?[0]?["cue"]?.string == "told")
        #expect(analysis["events"]?[0]?["source"]?["entity"]?.string == "e1")
        #expect(analysis["events"]?[0]?["place"]?.string == "e3")
        #expect(analysis["events"]?[0]?["target"] == .null)
        #expect(analysis["main"]?["who"]?["entity"]?.string == "e1")
    }

    @Test func valuesStandAsTheContractWritesThem() throws {
        let analysis = try JSON(Example.encoded().analysis)
        #expect(analysis["schema"]?.string == "dateline-analysis-1")
        #expect(analysis["replaces"]?.string == Example.digest(7).hex)
        #expect(analysis["supersededBy"] == .null)
        #expect(analysis["language"]?["confidence"] == .number(0.988))
        #expect(analysis["created"]?["value"]?.string == "2023-03-03T18:05:00+01:00")
        #expect(analysis["created"]?["precision"]?.string == "second")
        #expect(analysis["created"]?["start"] == .null)
        #expect(analysis["provenance"]?["arrived"]?.string == "2023-03-03T17:05:23Z")
        #expect(analysis["provenance"]?["member"] == .null)
        #expect(analysis["dateline"]?["date"]?.string == "2023-03-03")
        #expect(analysis["keyphrases"]?[0]?["score"] == .number(1))  // scores are 0 to 1
        #expect(analysis["subjects"]?[0]?["code"]?.string == "medtop:20001343")
        #expect(analysis["related"]?[0]?["relation"]?.string == "same-story")
        #expect(analysis["warnings"]?.array.map { $0["code"]?.string } == ["year-assumed", "short"])
    }

    @Test func aWrongSpanIsMovedIntoTheText() throws {
        var document = Example.document
        document.body = Array("a漁村b".utf8)
        var findings = Findings()
        findings.sentences = [Span(2, 6), Span(-5, 900), Span(5, 3), Span(.min, .max)]
        findings.main.who = MainEvent.Answer(span: Span(2, 6), entity: 99)
        let analysis = try JSON(Example.encoded(document, findings).analysis)
        #expect(
            analysis["sentences"]
                == .array([[1, 2], [0, 4], [2, 2], [0, 4]].map { .array($0.map { .number($0) }) }))
        #expect(analysis["main"]?["who"]?["text"]?.string == "漁")
        #expect(analysis["main"]?["who"]?["entity"] == .null)
    }

    @Test(arguments: ["", "plain ASCII text", "ΑΘΗΝΑ, 3 Μαρτίου", String(repeating: "漁a🚇é", count: 400)])
    func codePointsAreCountedAtEveryBoundary(text: String) {
        let index = CodePointIndex(Array(text.utf8))
        #expect(index.count == text.unicodeScalars.count)
        var count = 0
        for at in text.unicodeScalars.indices {
            let byte = text.utf8.distance(from: text.startIndex, to: at)
            #expect(index.codePoints(before: byte) == count)
            #expect(index.boundary(byte) == byte)
            count += 1
        }
        #expect(index.codePoints(before: text.utf8.count) == count)
    }
}
