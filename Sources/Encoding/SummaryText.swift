internal import Article
internal import Bytes

/// `summary.txt`, always six lines: headline, dateline (place, date, agency; may be empty), an empty one, summary, an
/// empty one, facts.
///
/// It is read in terminals, so each line goes through `appendPlainLine`.
func writeSummary(_ record: Record) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(1024)
    for line in [record.title.text, placeAndDate(record), "", record.summary, "", factLine(record)] {
        var line = line
        line.withUTF8 { appendPlainLine(UnsafeRawBufferPointer($0), to: &text) }
        text.append(0x0A)
    }
    return text
}

/// `Beijing, 2023-03-19, Xinhua`: what is known of it.
func placeAndDate(_ record: Record) -> String {
    guard let dateline = record.findings.dateline else { return "" }
    let date = dateline.date?.dated ?? dateline.partialDate
    return join([dateline.city ?? dateline.region, date, dateline.agency], ", ")
}

/// `Who: … | What: … | When: … | Where: …`
private func factLine(_ record: Record) -> String {
    facts(record).map { $0.label + ": " + $0.value }.joined(separator: " | ")
}

/// The main event's answers; where one is missing, the entities or dates that come nearest; what nothing is known of is
/// left out.
func facts(_ record: Record) -> [(label: String, value: String)] {
    let main = record.findings.main
    let answers = [
        ("Who", name(main.who, record) ?? names([.person, .organisation], atMost: 3, record)),
        ("What", main.what.map { record.words($0.span) }),
        ("When", when(record)),
        ("Where", name(main.whereabouts, record) ?? names([.place], atMost: 2, record)),
    ]
    return answers.compactMap { label, value in
        guard let value, !value.isEmpty else { return nil }
        return (label, value)
    }
}

/// An answer's entity by its full name, else the answer's own words.
private func name(_ answer: MainEvent.Answer?, _ record: Record) -> String? {
    answer.map { record.entity($0.entity)?.name ?? record.words($0.span) }
}

/// The most salient entities of some kinds.
private func names(_ kinds: [Entity.Kind], atMost count: Int, _ record: Record) -> String {
    let entities = record.findings.entities
    var names: [String] = []
    for index in entities.indices where names.count < count && kinds.contains(entities[index].kind) {
        names.append(entities[index].name)
    }
    return join(names, ", ")
}

/// `2023-03-20 to 2023-03-22`, else the answer's words, else the first date that could be resolved.
private func when(_ record: Record) -> String? {
    if let days = record.mainDays { return period(days.from, days.until) }
    if let when = record.findings.main.when { return record.words(when.span) }
    let resolved = record.findings.dates.first { $0.from?.dated != nil }
    return resolved?.from.map { period($0, resolved?.until) }
}

private func period(_ from: CalendarDay, _ until: CalendarDay?) -> String {
    guard let until = until?.dated, until != from.text else { return from.text }
    return from.text + " to " + until
}

/// What is there, with `separator` between.
private func join(_ parts: [String?], _ separator: String) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: separator)
}
