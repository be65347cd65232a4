internal import Article
internal import Bytes
internal import Host
internal import Ledger

/// Puts outcomes into a ledger as if that many articles had been filed: with ids that are spread as real ones are.
func fill(ledger folder: Path, rows: Int) throws {
    guard rows > 0 else { return }
    let ledger = try Ledger(folder: folder)
    var random = Random(seed: UInt64(rows))
    func digest() -> Digest { Digest(words: (random.next(), random.next(), random.next(), random.next())) }
    let began = Clock.now().microseconds - Int64(rows) * 1_000_000
    var at = 0
    while at < rows {
        var outcomes: [OutcomeRow] = []
        for n in at..<min(rows, at + 5000) {
            let id = digest()
            let time = Instant(microseconds: began + Int64(n) * 1_000_000)
            let name = "wire-\(n).txt"
            let thing = Vocabulary.things[n % Vocabulary.things.count]
            let place = Vocabulary.places[n % Vocabulary.places.count].0
            let day = time.day.text
            let dayFolder = day.split(separator: "-").joined(separator: "/")
            var row = OutcomeRow(
                claim: Path(".dateline/0123abcd/0/\(name)"), ordinal: 0, kind: .filed, time: time, arrived: time,
                id: id,
                sha256: id, bytes: 1000 + n % 2000, source: ["default", "reuters", "harbour", "sport"][n % 4],
                name: Array(name.utf8))
            row.seq = Int64(n + 1)
            row.title = "\(place) votes for \(thing), \(n % 97) to \(n % 89)"
            row.path =
                "articles/\(dayFolder)/\(n)-votes-for-the-\(thing.split(separator: " ").joined(separator: "-"))-\(id.prefix(8))"
            row.original = "originals/\(dayFolder)/\(id.prefix(8))-\(name)"
            row.language = "en"
            row.format = "text"
            row.day = day
            row.place = place
            row.uri = "urn:uuid:\(id.prefix(8))-aaaa-8aaa-8aaa-\(id.prefix(12))"
            row.version = "1"
            row.revision = 1
            row.textDigest = random.next()
            row.titleKey = Int64(random.next() >> 32)
            var words = Sketch.none.words
            for i in 0..<8 { words[i] = random.next() }
            row.sketch = Sketch(words: words, length: 2000)
            row.articleHash = digest()
            row.analysisHash = digest()
            row.summaryHash = digest()
            row.duration = 2000
            outcomes.append(row)
        }
        try ledger.commit(decided: outcomes, claims: [], archived: [])
        try ledger.commit(done: outcomes, finished: [])
        at += outcomes.count
    }
}
