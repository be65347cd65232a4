internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// What `dateline search` is asked, as typed.
package struct SearchWords: Sendable {
    package var query: String
    package var isBest = false
    package var from: String?
    package var to: String?
    package var source: String?
    package var language: String?
    package var person: String?
    package var place: String?
    package var organisation: String?
    package var subject: String?
    package var withReplaced = false
    package var limit: Int?
    package init(query: String) { self.query = query }
}

/// Finds articles by their words.
package func searchArticles(_ settings: Settings, _ words: SearchWords, json: Bool) throws(Fault) {
    LocalTime.use(settings.timeZone)
    let request = try request(words)
    let ledger = try needLedger(settings)
    let index: SearchReader
    do throws(LedgerError) { index = try SearchReader(folder: settings.state) } catch {
        guard (try? Files.exists(SearchIndex.file(in: settings.state))) == true else {
            throw Fault(
                ExitCode.noLedger, "There is no search index in \(settings.state) yet: a running daemon makes it.")
        }
        throw Fault(error)
    }
    let cards = try asking { () throws(LedgerError) in
        words.isBest ? try index.best(request) : try index.newest(request)
    }
    let output = Output()
    let page = HitList(output: output, settings: settings, query: request.query)
    if json { page.writeLines(cards) } else { page.show(cards) }
    output.flush()
    let isBehind = try asking { () throws(LedgerError) in try index.isBehind(try ledger.lastSequence()) }
    if isBehind { complain("The newest articles are not in the index yet; a running daemon puts them there.") }
}

private func request(_ words: SearchWords) throws(Fault) -> SearchRequest {
    var request = SearchRequest(SearchQuery(words.query))
    let hasFilter = [
        words.from, words.to, words.source, words.language, words.person, words.place, words.organisation,
        words.subject,
    ]
    .contains { $0 != nil }
    guard !request.query.isEmpty || words.query.allSatisfy(\.isWhitespace) && hasFilter else {
        throw Fault(
            ExitCode.usage,
            "Say what to search for: at least one word that must be there, or an option such as --person.")
    }
    request.from = try day(words.from, "--from")
    request.until = try day(words.to, "--to")
    request.source = words.source
    request.language = words.language
    request.person = words.person
    request.place = words.place
    request.organisation = words.organisation
    request.subject = words.subject
    request.withReplaced = words.withReplaced
    if let limit = words.limit {
        guard (1...10_000).contains(limit) else {
            throw Fault(ExitCode.usage, "--limit takes a number from 1 to 10000.")
        }
        request.limit = limit
    }
    return request
}

private func day(_ text: String?, _ option: String) throws(Fault) -> CalendarDay? {
    guard let text else { return nil }
    if let day = CalendarDay(text: text) { return day }
    if ["today", "yesterday"].contains(text), let time = LocalTime.parse(text) {
        return CalendarDay(text: LocalTime.dayAndHour(time).day)
    }
    throw Fault(ExitCode.usage, "\(option) \"\(text)\" is no day; write it as 2026-11-24, today or yesterday.")
}

private struct HitList {
    let output: Output
    let settings: Settings
    let query: SearchQuery

    /// Of the record's text, where it is there; else of what the index keeps.
    private func snippet(_ card: Card) -> Snippet {
        let path = settings.layout.absolute(card.path).appending("article.json")
        if let bytes = try? Files.read(path, limit: 1 << 20), let article = try? JSONParser.parse(bytes),
            let body = article["bodies"]?.elements.first?["value"]?.string
        {
            return Snippet(of: body, for: query)
        }
        return Snippet(of: card.summary, for: query)
    }

    func show(_ cards: [Card]) {
        if cards.isEmpty { return complain("Nothing was found.") }
        for (n, card) in cards.enumerated() {
            if n > 0 { output.line() }
            output.line(output.styled(card.title, .bold))
            var parts = [card.place, card.day, card.source].compactMap { $0 }.filter { !$0.isEmpty }
            if let embargo = card.embargo, embargo > Clock.now() {
                parts.append("under embargo until \(LocalTime.text(embargo))")
            }
            if card.standing == .replaced { parts.append("replaced by a newer version") }
            output.line(output.styled(card.id.prefix(8) + "  " + parts.joined(separator: ", "), .dim))
            output.paragraph(snippet(card).pieces, indent: 2)
        }
    }

    func writeLines(_ cards: [Card]) {
        var json = JSONWriter(capacity: 16_384)
        for card in cards {
            json.object { json in
                func member(_ key: StaticString, _ value: String?) {
                    json.key(key)
                    json.string(value)
                }
                member("id", card.id.hex)
                json.member("seq", card.seq)
                member("uri", card.uri)
                json.member("revision", card.revision)
                member("title", card.title)
                member("summary", card.summary)
                member("snippet", snippet(card).text)
                member("day", card.day)
                member("arrived", card.arrived.text)
                member("source", card.source)
                member("language", card.language)
                member("place", card.place)
                for (key, names) in [
                    ("people", card.people), ("organisations", card.organisations), ("places", card.places),
                    ("subjects", card.subjects),
                ] as [(StaticString, [String])] {
                    json.key(key)
                    json.array { json in for name in names { json.string(name) } }
                }
                member("embargoedUntil", card.embargo?.text)
                member("path", card.path)
            }
            json.newline()
        }
        output.write(json.take())
    }
}
