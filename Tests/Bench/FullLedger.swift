internal import Article
internal import Bytes
internal import Host
internal import Ledger

/// Puts outcomes into a ledger as if that many articles had been filed: with ids that are spread as real ones are. Of their
/// texts, page and search know nothing and look for nothing.
func fill(ledger folder: Path, rows: Int) throws {
    guard rows > 0 else { return }
    let ledger = try Ledger(folder: folder)
    try fill(rows: rows) { outcomes in
        try ledger.commit(decided: outcomes, claims: [], archived: [])
        try ledger.commit(done: outcomes, finished: [])
    }
    let index = try SearchIndex(folder: folder, ledger: ledger.name)
    try index.add([], upTo: Int64(rows)) { ($0.day.text, 0) }
}

/// The same with the texts in the search index; the newest thousand have records in the outbox, which the page looks for.
func fill(_ folders: Folders, rows: Int, progress: (Int) -> Void) throws {
    let ledger = try Ledger(folder: folders.state)
    let index = try SearchIndex(folder: folders.state, ledger: ledger.name)
    var stories = WireStory(seed: 99)
    try fill(rows: rows) { outcomes in
        try ledger.commit(decided: outcomes, claims: [], archived: [])
        try ledger.commit(done: outcomes, finished: [])
        let entries = try outcomes.map { row in
            let text = stories.next(size: 1200)
            let path = row.path ?? ""
            if row.seq > rows - 1000 {
                let folder = folders.outbox.appending(path)
                try Files.makeDirectories(folder)
                var json = JSONWriter(capacity: 4096)
                json.object { json in
                    json.key("bodies")
                    json.array { json in
                        json.object { json in
                            json.key("value")
                            json.string(text)
                        }
                    }
                }
                _ = try Files.create(folder.appending("article.json"), json.take())
            }
            let number = Int(row.seq)
            var card = Card(
                seq: row.seq, id: row.id, uri: row.uri ?? "", revision: 1, arrived: row.arrived, source: row.source,
                day: row.day ?? "", title: row.title ?? "",
                summary: String(decoding: text.prefix(300).filter { $0 < 0x80 }, as: UTF8.self), path: path)
            card.language = "en"
            card.place = row.place
            card.people = [0, 7].map { offset in
                Vocabulary.given[(number + offset) % Vocabulary.given.count] + " "
                    + Vocabulary.family[(number / 3 + offset) % Vocabulary.family.count]
            }
            card.organisations = [Vocabulary.organisations[number % Vocabulary.organisations.count]]
            card.places = row.place.map { [$0] } ?? []
            return SearchIndex.Entry.article(
                card, text: text + Array(" story\(number)".utf8), status: nil, isSuperseded: false, isReading: false)
        }
        try index.add(entries, upTo: outcomes.last?.seq ?? 0) { ($0.day.text, Int($0.seconds / 3600 % 24)) }
        progress(Int(outcomes.last?.seq ?? 0))
    }
    // The pages of days long past are written already.
    while case let parts = try index.changedParts(limit: 1000), parts.count > 1 { try index.written(parts) }
}

/// One article a second, the last just now.
private func fill(rows: Int, _ put: ([OutcomeRow]) throws -> Void) throws {
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
        try put(outcomes)
        at += outcomes.count
    }
}
