import Article
import Bytes
import Ledger
import TestKit
import Testing

@Suite struct SearchTests {
    private let folder: TemporaryFolder
    private let index: SearchIndex

    init() throws {
        folder = try TemporaryFolder()
        index = try SearchIndex(folder: Path(folder.path), ledger: "0123abcd")
    }

    private func add(
        _ seq: Int64, _ title: String, _ text: String, uri: String? = nil, revision: Int = 1,
        status: PublicationStatus? = nil, embargo: Instant? = nil, _ change: (inout Card) -> Void = { _ in }
    ) throws {
        var card = Card(
            seq: seq, id: Digest(words: (UInt64(seq), 1, 2, 3)), uri: uri ?? "urn:example:\(seq)", revision: revision,
            arrived: Instant(seconds: 1_700_000_000 + seq), source: "harbour", day: "2023-11-14", title: title,
            summary: "", path: "articles/2023/11/14/a-\(seq)")
        card.embargo = embargo
        change(&card)
        let entry = SearchIndex.Entry.article(
            card, text: Array(text.utf8), status: status, isSuperseded: false, isReading: false)
        try index.add([entry], upTo: seq) { ($0.day.text, 12) }
    }

    private func found(_ words: String, best: Bool = false, _ change: (inout SearchRequest) -> Void = { _ in }) throws
        -> [Int64]
    {
        var request = SearchRequest(SearchQuery(words))
        change(&request)
        let reader = try SearchReader(folder: Path(folder.path))
        return try (best ? reader.best(request) : reader.newest(request)).map(\.seq)
    }

    @Test func wordsAreFoundNewestFirst() throws {
        try add(1, "Ferry timetable", "The winter is long.")
        try add(2, "Night trains", "No ferry goes, the winter ferries rest.")
        #expect(try found("FERRY winter") == [2, 1])
        #expect(try found("ferry winter", best: true) == [1, 2])
        #expect(try found("ferr*") == [2, 1])
        #expect(try found("ferry -trains") == [1])
        #expect(try found("\"winter is\"") == [1])
        #expect(try found("nowhere") == [])
    }

    @Test func whatAReplayFilesLateStandsWhereItArrived() throws {
        for seq in 1...3 { try add(Int64(seq), "Story \(seq)", "-") }
        try add(9, "Story 1", "-", uri: "urn:example:1", revision: 2) { $0.arrived = Instant(seconds: 1_700_000_001) }
        #expect(try index.newest(9, now: Instant(seconds: 1_800_000_000)).map(\.seq) == [3, 2, 9])
        let part = try #require(index.parts(of: "2023-11-14").first)
        #expect(try index.cards(in: part, now: Instant(seconds: 1_800_000_000)).map(\.seq) == [3, 2, 9, 1])
    }

    @Test(arguments: [
        ("大桥", "青河大桥周五通车"), ("المكتبه", "افتتاح المكتبةُ الجديدة"), ("москва", "МОСКВА, 26 ноября"), ("елка", "Ёлка"),
        ("cafe", "Café"), ("จีน", "ประเทศจีน"),
    ])
    func everyScriptIsFound(_ query: String, _ text: String) throws {
        try add(1, "-", text)
        #expect(try found(query) == [1])
    }

    @Test(arguments: ["\"", "a OR", "NEAR(", "{title} : x", "x\"\u{301} OR y", "*", "-", "^", "a AND (", "\0"])
    func nothingTypedBreaksTheSyntax(_ query: String) throws {
        try add(1, "A title", "A text.")
        _ = try found(query + " title")
        _ = try found(query + " title", best: true)
    }

    @Test func filtersRestrict() throws {
        try add(1, "One", "text") { card in
            card.people = ["Inês Carvalhal"]
            card.language = "zh-Hans"
        }
        try add(2, "Two", "text") { $0.day = "2024-02-01" }
        #expect(try found("text", { $0.person = "ines carvalhal" }) == [1])
        #expect(try found("text", { $0.language = "zh" }) == [1])
        #expect(try found("text", { $0.source = "Harbour" }) == [2, 1])
        #expect(try found("text", { $0.source = "other" }) == [])
        #expect(try found("", { $0.from = CalendarDay(year: 2024, month: 1, day: 1) }) == [2])
        #expect(
            try found(
                "text",
                {
                    $0.from = CalendarDay(year: 2023, month: 11, day: 1)
                    $0.until = CalendarDay(year: 2023, month: 11, day: 30)
                }) == [1])
    }

    @Test func aKillTakesAllVersionsAway() throws {
        try add(1, "First", "text", uri: "urn:example:s")
        try add(2, "Second", "text", uri: "urn:example:s", revision: 2)
        #expect(try found("text") == [2])
        #expect(try found("text", { $0.withReplaced = true }) == [2, 1])
        try add(3, "Kill", "text", uri: "urn:example:s", revision: 3, status: .canceled)
        #expect(try found("text", { $0.withReplaced = true }) == [])
        let part = try #require(try index.parts(of: "2023-11-14").first)
        #expect(try index.cards(in: part, now: Instant(seconds: 2_000_000_000)).isEmpty)
    }

    /// Two lanes read versions of one story side by side: what was decided first may be filed last.
    @Test(arguments: [PublicationStatus.usable, .canceled]) func aVersionThatIsOvertaken(_ last: PublicationStatus)
        throws
    {
        func version(_ seq: Int64, _ revision: Int, _ status: PublicationStatus = .usable) throws {
            try add(seq, "Ferry \(revision)", "text", uri: "urn:example:s", revision: revision, status: status)
        }
        try version(1, 1)
        try version(2, 3, last)
        try version(3, 2)
        #expect(try found("text") == (last == .canceled ? [] : [2]))
        #expect(
            try index.newest(9, now: Instant(seconds: 1_800_000_000)).map(\.seq) == (last == .canceled ? [] : [2]))
        try version(4, 4)
        #expect(try found("text") == [4])
    }

    @Test func anEmbargoEnds() throws {
        let end = Instant(seconds: 1_800_000_000)
        try add(1, "Later", "text", embargo: end)
        let part = try #require(try index.changedParts(limit: 4).first)
        try index.written([part])
        let before = Instant(seconds: 1_799_999_999)
        #expect(try index.endEmbargoes(now: before) == end)
        #expect(try index.cards(in: part, now: before).isEmpty)
        #expect(try index.changedParts(limit: 4).isEmpty)
        #expect(try index.endEmbargoes(now: end) == nil)
        #expect(try index.cards(in: part, now: end).map(\.seq) == [1])
        #expect(try index.changedParts(limit: 4).map(\.id) == [part.id])
    }

    @Test func anIndexOfAnotherLedgerBeginsAnew() throws {
        try add(7, "One", "text")
        let other = try TemporaryFolder()
        let first = try SearchIndex(folder: Path(other.path), ledger: "a")
        try first.add([], upTo: 9) { ($0.day.text, 0) }
        #expect(try SearchIndex(folder: Path(other.path), ledger: "a").cursor() == 9)
        #expect(try SearchIndex(folder: Path(other.path), ledger: "b").cursor() == 0)
    }
}
