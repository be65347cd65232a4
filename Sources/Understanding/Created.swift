internal import Article

/// The article's own date: the one its source gives, else the dateline's, else that of a date line in the text
/// ("Published: Tuesday, May 7, 2019"); `nil` when nothing states it.
func findCreated(_ document: Document, dateline: Dateline?, text: Text, language: String?, arrived: Instant) -> Created?
{
    if let stamp = document.contentCreated { return Created(stamp: stamp, basis: document.createdBasis) }
    if let dateline, let day = dateline.date, dateline.datePrecision == .day {
        return Created(stamp: Stamp(day: day), basis: .dateline, span: dateline.span)
    }
    return dateLine(text, language: language, arrived: arrived)
}

/// The day relative dates count from: that of `created` as its source states it, else the arrival's.
func dayOfReference(_ created: Created?, arrived: Instant) -> CalendarDay {
    guard let created else { return arrived.day }
    // The first ten characters are the day in the source's own zone.
    let digits = created.stamp.value.utf8.prefix(10).split(separator: 0x2D).map { part in
        part.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }
    if digits.count == 3, let day = CalendarDay(year: digits[0], month: digits[1], day: digits[2]) { return day }
    return created.stamp.instant.day
}

/// A line of its own near the beginning or the end that says little but a full date.
private func dateLine(_ text: Text, language: String?, arrived: Instant) -> Created? {
    let near =
        text.paragraphs.count <= 8
        ? Array(text.paragraphs.indices) : Array(0..<5) + Array(text.paragraphs.count - 3..<text.paragraphs.count)
    var first = 0
    for index in near {
        let paragraph = text.paragraphs[index]
        guard paragraph.count <= 120 else { continue }
        while first < text.sentences.count, text.sentences[first].end <= paragraph.start { first += 1 }
        var last = first
        while last < text.sentences.count, text.sentences[last].start < paragraph.end { last += 1 }
        guard first < last else { continue }
        let found = findDates(
            text, language: language, today: arrived.day, dayFirst: isDayFirst(language), sentences: first..<last)
        for date in found {
            guard let day = date.from, day == date.until, statesYear(text, date.span) else { continue }
            // Besides the date, labels and clock times only.
            var others = 0
            for token in text.tokens[text.sentenceTokens[first].lowerBound..<text.sentenceTokens[last - 1].upperBound] {
                guard token.kind == .word, !date.span.contains(token.span), !CreatedWords.labels.contains(token.hash)
                else { continue }
                others += 1
            }
            if others <= 1, day.daysSince1970 <= arrived.day.daysSince1970 + 1 {
                return Created(stamp: Stamp(day: day), basis: .text, span: date.span)
            }
        }
    }
    return nil
}

private func statesYear(_ text: Text, _ span: Span) -> Bool {
    var run = 0
    for c in text.bytes(span) {
        run = c &- 0x30 < 10 ? run + 1 : 0
        if run == 4 { return true }
    }
    return false
}

/// Whether numeric dates name the day first: everywhere but in the United States; plain "en" is taken for theirs.
func isDayFirst(_ language: String?) -> Bool {
    switch language {
    case "en", "en-US": false
    default: true
    }
}

private enum CreatedWords {
    static let labels = WordTable([
        (
            1,
            """
            published publication date posted updated last modified on at by created issued release released first print edition \
            gmt utc est edt pst pdt et cet bst am pm a.m a.m. p.m p.m. uhr stand veröffentlicht aktualisiert datum publié mis à jour \
            le publicado actualizado fecha el pubblicato aggiornato data atualizado em gepubliceerd bijgewerkt опубликовано \
            обновлено time monday tuesday wednesday thursday friday saturday sunday
            """
        )
    ])
}
