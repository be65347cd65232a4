import Article
import Understanding

/// A document with this body; paragraphs are parted by a blank line.
func document(_ body: String, headline: String? = nil, language: String? = nil, date: String? = nil) -> Document {
    var document = Document(format: "text", formatReason: "test")
    document.headline = headline
    document.language = language
    document.body = Array(body.utf8)
    var start = 0
    var i = 0
    while i <= document.body.count {
        let isEnd = i == document.body.count
        if isEnd || document.body[i] == 0x0A && i + 1 < document.body.count && document.body[i + 1] == 0x0A {
            if i > start { document.paragraphs.append(Span(start, i)) }
            start = i + 2
            i += 1
        }
        i += 1
    }
    if let date, let day = day(date) { document.contentCreated = Stamp(day: day) }
    return document
}

func day(_ text: String) -> CalendarDay? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? CalendarDay(year: parts[0], month: parts[1], day: parts[2]) : nil
}

/// Arrived on 2024-05-15.
let context = ReadingContext(source: "default", name: [], arrived: Instant(seconds: 1_715_774_400))

func read(
    _ body: String, headline: String? = nil, language: String? = nil, date: String? = nil, wanted: Wanted = .all
) -> (Document, Findings) {
    let document = document(body, headline: headline, language: language, date: date)
    return (document, understand(document, context: context, wanted: wanted))
}

extension Document {
    func text(_ span: Span) -> String { String(decoding: body[span.range], as: UTF8.self) }
}
