internal import Article
internal import Markup

/// `article.html`: one page to read, complete in itself. No script, nothing that is loaded, no time and no place of ours:
/// the same record always gives the same page.
func writePage(_ record: Record) -> [UInt8] {
    let document = record.document
    let language = record.findings.language?.tag ?? document.language
    let direction = direction(ofLanguage: language)
    var html = HTMLWriter(capacity: 8192 + 2 * record.body.bytes.count)
    html.markup("<!DOCTYPE html>\n")
    html.element("html", [("lang", language ?? "und"), ("dir", direction == "auto" ? "ltr" : direction)]) { html in
        html.element("head") { html in
            html.markup(
                """
                <meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">\
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\
                <meta name="referrer" content="no-referrer">
                """)
            html.element("title", text: record.title.text)
            html.markup("\n<style>\n")
            html.markup(pageStyle)
            html.markup(articleStyle)
            html.markup("</style>")
        }
        html.markup("\n")
        html.element("body") { html in
            html.element("nav", [("lang", "en"), ("dir", "ltr")]) { html in
                html.link(Address(path: "index.html", prefix: toOutbox)) { $0.text("Today’s brief") }
            }
            html.markup("\n")
            html.element("main") { html in
                html.element("article", [("dir", direction)]) { html in
                    head(record, &html)
                    summary(record, &html)
                    body(record, &html)
                }
                html.markup("\n")
                quotes(record, &html)
                events(record, &html)
                concepts(record, &html)
            }
            html.markup("\n")
            html.element("footer", [("lang", "en"), ("dir", "ltr")]) { foot(record, &$0) }
        }
    }
    html.markup("\n")
    return html.bytes
}

/// From a record's folder, `articles/2023/03/19/<name>/`, to the outbox.
private let toOutbox: StaticString = "../../../../../"

private let articleStyle: StaticString = """
    body{padding-block:1rem 3rem}
    nav{font-size:.9rem}
    h1{font:700 clamp(1.6rem,4.5vw,2.3rem)/1.18 Georgia,"Noto Serif","Noto Serif CJK SC","Noto Naskh Arabic",serif;\
    margin:.5rem 0}
    .kicker{text-transform:uppercase;letter-spacing:.06em;font-size:.82rem;margin:1.4rem 0 0}
    .deck{font-size:1.15rem;margin:.2rem 0 .6rem}
    .summary{background:var(--card);border:1px solid var(--line);border-inline-start:4px solid var(--bar);\
    border-radius:4px;padding:.2rem 1.1rem .9rem;margin:1.2rem 0 1.6rem}
    h2{font-size:1rem;margin:1.1rem 0 .3rem}
    .text p{font:1.1rem/1.65 Georgia,"Noto Serif","Noto Serif CJK SC","Noto Naskh Arabic",serif;margin:0 0 1em;\
    white-space:pre-line}
    .text .aside{font-size:1rem;color:var(--soft)}
    mark{color:inherit;border-radius:3px;padding:0 .12em;background:var(--other)}
    mark.person{background:var(--person)}mark.organisation{background:var(--organisation)}\
    mark.place{background:var(--place)}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.6rem 0 0}
    dt{color:var(--soft)}dd{margin:0}
    blockquote{margin:.7rem 0;padding-inline-start:1rem;border-inline-start:3px solid var(--line)}
    footer{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.88rem}
    .notice{border:2px solid var(--bad);border-radius:4px;padding:.5rem .9rem}
    ul.plain{list-style:none;padding:0}

    """

private func head(_ record: Record, _ html: inout HTMLWriter) {
    let document = record.document
    html.element("header") { html in
        if document.status == .canceled {
            html.markup(
                "<p class=\"notice bad\" lang=\"en\" dir=\"ltr\">Killed by its sender: this article must not be used.</p>"
            )
        } else if document.status == .withheld {
            html.markup("<p class=\"notice bad\" lang=\"en\" dir=\"ltr\">Withheld by its sender.</p>")
        }
        if let until = document.embargoedUntil {
            html.element("p", [("class", "notice bad"), ("lang", "en"), ("dir", "ltr")]) { html in
                html.text("Under embargo until \(until.value).")
            }
        }
        html.element("p", [("class", "kicker soft")], text: document.kicker)
        html.element("h1", text: record.title.text)
        html.element("p", [("class", "deck")], text: document.deck)
        let line = [placeAndDate(record), document.byline ?? ""].filter { !$0.isEmpty }
        html.element("p", [("class", "soft")], text: line.joined(separator: " · "))
    }
}

private func summary(_ record: Record, _ html: inout HTMLWriter) {
    let facts = facts(record)
    guard !record.summary.isEmpty || !facts.isEmpty else { return }
    html.markup("\n")
    html.element("section", [("class", "summary")]) { html in
        html.markup("<h2 lang=\"en\">Summary</h2>")
        html.element("p", text: record.summary)
        guard !facts.isEmpty else { return }
        html.element("dl") { html in
            for fact in facts {
                html.element("dt", [("lang", "en")], text: fact.label)
                html.element("dd", text: fact.value)
            }
        }
    }
}

// MARK: The text

/// A name where it stands in the text.
private struct Mention {
    var range: Range<Int>
    var entity: Int
}

private func body(_ record: Record, _ html: inout HTMLWriter) {
    let mentions = mentions(record)
    var next = 0
    html.markup("\n")
    html.element("div", [("class", "text")]) { html in
        for (index, paragraph) in record.document.paragraphs.enumerated() {
            let range = record.body.range(paragraph)
            guard !range.isEmpty else { continue }
            html.markup("\n")
            html.element("p", [("class", record.document.asides.contains(index) ? "aside" : nil)]) { html in
                var at = range.lowerBound
                while next < mentions.count, mentions[next].range.lowerBound < range.upperBound {
                    let mention = mentions[next]
                    next += 1
                    // One that begins before this paragraph belongs to none.
                    guard mention.range.lowerBound >= at, mention.range.upperBound <= range.upperBound else { continue }
                    html.text(record.body.bytes[at..<mention.range.lowerBound])
                    mark(record.findings.entities[mention.entity], record.body.bytes[mention.range], &html)
                    at = mention.range.upperBound
                }
                html.text(record.body.bytes[at..<range.upperBound])
            }
        }
    }
}

/// In the order of the text; of two that overlap the first, of two that begin together the longer.
private func mentions(_ record: Record) -> [Mention] {
    var mentions: [Mention] = []
    for (index, entity) in record.findings.entities.enumerated() {
        for span in entity.mentions {
            let range = record.body.range(span)
            if !range.isEmpty { mentions.append(Mention(range: range, entity: index)) }
        }
    }
    mentions.sort {
        ($0.range.lowerBound, -$0.range.upperBound, $0.entity)
            < ($1.range.lowerBound, -$1.range.upperBound, $1.entity)
    }
    return mentions
}

private func mark(_ entity: Entity, _ words: ArraySlice<UInt8>, _ html: inout HTMLWriter) {
    var title = entity.name
    if let role = entity.roles.first { title += ", " + role }
    html.element("mark", [("class", entity.kind.rawValue), ("title", title)]) { $0.text(words) }
}

// MARK: What was found

private func quotes(_ record: Record, _ html: inout HTMLWriter) {
    guard !record.findings.quotes.isEmpty else { return }
    html.element("section") { html in
        html.markup("<h2 lang=\"en\">Quotes</h2>")
        for quote in record.findings.quotes {
            html.element("blockquote") { html in
                html.element("p", text: record.words(quote.span))
                let speaker = record.entity(quote.speaker)?.name ?? quote.speakerSpan.map { record.words($0) }
                html.element("p", [("class", "soft")], text: speaker.map { "— " + $0 })
            }
        }
    }
}

private func events(_ record: Record, _ html: inout HTMLWriter) {
    guard !record.findings.events.isEmpty else { return }
    html.element("section") { html in
        html.markup("<h2 lang=\"en\">Events</h2>")
        html.element("ul") { html in
            for event in record.findings.events {
                html.element("li") { html in
                    html.element("q", text: record.words(event.span))
                    html.element("span", [("class", "soft"), ("lang", "en"), ("dir", "ltr")]) { html in
                        let actors = [event.source, event.target].compactMap { $0 }
                            .map { record.entity($0.entity)?.name ?? record.words($0.span) }
                        let parts =
                            [event.label + " (\(event.code), \(event.modality.rawValue))"] + actors + [
                                event.day?.dated ?? "", record.entity(event.place)?.name ?? "",
                            ]
                        html.text(" " + parts.filter { !$0.isEmpty }.joined(separator: " · "))
                    }
                }
            }
        }
    }
}

private func concepts(_ record: Record, _ html: inout HTMLWriter) {
    let entities = record.findings.entities.filter { !$0.name.isEmpty }
    if !entities.isEmpty {
        html.element("section") { html in
            html.markup("<h2 lang=\"en\">Who and where</h2>")
            html.element("ul", [("class", "chips")]) { html in
                for entity in entities.prefix(40) {
                    html.element("li", [("class", entity.kind.rawValue), ("dir", "auto")]) { html in
                        html.text(entity.name)
                        if let role = entity.roles.first { html.text(", " + role) }
                    }
                }
            }
        }
    }
    let subjects = record.findings.subjects.map(\.name) + record.document.subjects.compactMap(\.name)
    let phrases = record.findings.keyphrases.map(\.text)
    for (heading, words) in [("Subjects", subjects), ("Key phrases", phrases)] where !words.isEmpty {
        html.element("section") { html in
            html.element("h2", [("lang", "en")], text: heading)
            html.element("ul", [("class", "chips")]) { html in
                for word in words.prefix(20) { html.element("li", [("dir", "auto")], text: word) }
            }
        }
    }
}

// MARK: Where it comes from

private func foot(_ record: Record, _ html: inout HTMLWriter) {
    let document = record.document
    html.element("dl") { html in
        func row(_ label: StaticString, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            html.markup("<dt>")
            html.markup(label)
            html.markup("</dt>")
            html.element("dd", [("dir", "auto")], text: value)
        }
        let others = document.sources.map(\.name)
        row("Source", ([record.provenance.source] + others).joined(separator: ", "))
        row("Published", record.created?.stamp.value)
        if let url = document.url, let address = Address(web: url) {
            html.markup("<dt>Sender’s page</dt><dd>")
            html.link(address, [("rel", "noreferrer")]) { $0.text(url) }
            html.markup("</dd>")
        }
        row("Copyright", document.copyrightNotice ?? document.copyrightHolder)
        row("Usage", document.usageTerms)
        row("Editor’s note", document.editorialNote)
        row("Part", record.provenance.member)
        row("Version", "\(record.decision.version) (revision \(record.decision.revision))")
        row("Id", record.id.hex)
        row("Read by", "Dateline " + readerVersion)
    }
    let versions = record.decision.related.filter { $0.relation == .version }
    if !versions.isEmpty {
        html.markup("<h2>Earlier versions</h2>")
        html.element("ul") { html in
            for version in versions {
                html.element("li") { html in
                    html.link(Address(path: version.path + "/article.html", prefix: toOutbox)) { html in
                        html.text(version.id.prefix(8))
                    }
                }
            }
        }
    }
    let warnings = document.warnings + record.findings.warnings
    if !warnings.isEmpty || !document.repairs.isEmpty {
        html.markup("<h2>Read with care</h2>")
        html.element("ul") { html in
            for text in document.repairs + warnings.map(\.message) { html.element("li", text: text) }
        }
    }
    html.markup(
        """
        <p><a href="article.json">article.json</a> · <a href="analysis.json">analysis.json</a> · \
        <a href="summary.txt">summary.txt</a></p>
        """)
}
