internal import Article
internal import Bytes

/// `analysis.json`: what ninjs cannot say, `dateline-analysis-1` (contract, section 4).
///
/// Every key is always there, in this order: `null` where a thing is unknown, `[]` where there is none. Offsets are
/// Unicode code points into `bodies[0].value`, from `start` up to `end`.
func writeAnalysis(_ record: Record) -> [UInt8] {
    let findings = record.findings
    let sentences = max(findings.sentences.count, record.document.paragraphs.count)
    var json = JSONWriter(capacity: 4096 + 40 * sentences + 160 * findings.entities.count)
    json.object { json in
        identity(record, &json)
        json.key("language")
        json.object(findings.language) { language, json in
            json.member("tag", language.tag)
            json.score("confidence", language.confidence)
        }
        provenance(record, &json)
        json.key("created")
        json.object(record.created) { created, json in
            json.member("value", created.stamp.value)
            json.member("precision", created.stamp.precision.rawValue)
            json.member("basis", created.basis.rawValue)
            record.startEnd(created.span, &json)
        }
        dateline(record, &json)
        json.key("paragraphs")
        let crossheads = record.document.crossheads
        record.spans(
            crossheads.isEmpty
                ? record.document.paragraphs
                : record.document.paragraphs.enumerated().filter { !crossheads.contains($0.offset) }.map(\.element),
            &json)
        json.key("sentences")
        record.spans(findings.sentences, &json)
        entities(record, &json)
        dates(record, &json)
        quotes(record, &json)
        events(record, &json)
        mainEvent(record, &json)
        aboutness(record, &json)
        related(record, &json)
        warnings(record, &json)
    }
    json.newline()
    return json.take()
}

private func identity(_ record: Record, _ json: inout JSONWriter) {
    let decision = record.decision
    json.member("schema", "dateline-analysis-1")
    json.key("id")
    json.digest(record.id)
    json.member("uri", decision.uri)
    json.key("revision")
    json.integer(decision.revision)
    json.key("replaces")
    json.digest(decision.replaces)
    json.key("supersededBy")
    json.digest(decision.supersededBy)
}

private func provenance(_ record: Record, _ json: inout JSONWriter) {
    let document = record.document
    let provenance = record.provenance
    json.key("provenance")
    json.object { json in
        json.member("source", provenance.source)
        json.member("original", provenance.original)
        json.key("sha256")
        json.digest(provenance.sha256)
        json.key("bytes")
        json.integer(provenance.bytes)
        json.member("format", document.format)
        json.member("formatReason", document.formatReason)
        json.member("encoding", document.encoding)
        json.member("member", provenance.member)
        json.member("arrived", provenance.arrived.text)
        json.member("reader", readerVersion)
        json.key("repairs")
        json.strings(document.repairs)
    }
}

private func dateline(_ record: Record, _ json: inout JSONWriter) {
    json.key("dateline")
    json.object(record.findings.dateline) { dateline, json in
        record.startEnd(dateline.span, &json)
        record.text("text", dateline.span, &json)
        json.member("city", dateline.city)
        json.member("region", dateline.region)
        json.member("country", dateline.country)
        json.member("date", dateline.date?.dated ?? dateline.partialDate)
        json.member("datePrecision", dateline.datePrecision.rawValue)
        json.member("agency", dateline.agency)
    }
}

private func entities(_ record: Record, _ json: inout JSONWriter) {
    json.key("entities")
    json.array(record.findings.entities) { index, entity, json in
        json.key("id")
        json.string(localID(index))
        json.member("type", entity.kind.rawValue)
        json.member("name", entity.name)
        json.key("roles")
        json.strings(entity.roles)
        json.member("country", entity.country)
        json.member("uri", entity.uri)
        json.score("salience", entity.salience)
        json.score("confidence", entity.confidence)
        json.key("mentions")
        record.spans(entity.mentions, &json)
    }
}

private func dates(_ record: Record, _ json: inout JSONWriter) {
    json.key("dates")
    json.array(record.findings.dates) { _, date, json in
        record.startEnd(date.span, &json)
        record.text("text", date.span, &json)
        json.member("type", date.kind.rawValue)
        json.member("value", date.value)
        json.member("from", date.from?.dated)
        json.member("until", date.until?.dated)
    }
}

private func quotes(_ record: Record, _ json: inout JSONWriter) {
    json.key("quotes")
    json.array(record.findings.quotes) { _, quote, json in
        record.startEnd(quote.span, &json)
        record.text("text", quote.span, &json)
        record.entity("speaker", quote.speaker, &json)
        record.text("speakerText", quote.speakerSpan, &json)
        record.text("cue", quote.cue, &json)
        json.key("direct")
        json.bool(quote.isDirect)
    }
}

private func events(_ record: Record, _ json: inout JSONWriter) {
    json.key("events")
    json.array(record.findings.events) { _, event, json in
        json.member("code", event.code)
        json.member("label", event.label)
        json.member("plover", event.plover)
        json.key("source")
        actor(event.source, record, &json)
        json.key("target")
        actor(event.target, record, &json)
        json.member("date", event.day?.dated)
        record.entity("place", event.place, &json)
        json.member("modality", event.modality.rawValue)
        record.startEnd(event.span, &json)
        json.score("confidence", event.confidence)
    }
}

private func actor(_ actor: Event.Actor?, _ record: Record, _ json: inout JSONWriter) {
    json.object(actor) { actor, json in
        record.text("text", actor.span, &json)
        record.entity("entity", actor.entity, &json)
        json.member("cameo", actor.cameo)
    }
}

private func mainEvent(_ record: Record, _ json: inout JSONWriter) {
    let main = record.findings.main
    json.key("main")
    json.object { json in
        answer("who", main.who, record, &json)
        answer("what", main.what, record, &json)
        answer("when", main.when, record, &json)
        answer("where", main.whereabouts, record, &json)
        answer("why", main.why, record, &json)
        answer("how", main.how, record, &json)
    }
}

private func answer(_ name: StaticString, _ answer: MainEvent.Answer?, _ record: Record, _ json: inout JSONWriter) {
    json.key(name)
    json.object(answer) { answer, json in
        record.text("text", answer.span, &json)
        record.startEnd(answer.span, &json)
        record.entity("entity", answer.entity, &json)
    }
}

/// What the article is about: keyphrases, subjects and the summary's sentences, each with its evidence.
private func aboutness(_ record: Record, _ json: inout JSONWriter) {
    json.key("keyphrases")
    json.array(record.findings.keyphrases) { _, keyphrase, json in
        json.member("text", keyphrase.text)
        json.score("score", keyphrase.score)
        json.key("mentions")
        record.spans(keyphrase.mentions, &json)
    }
    json.key("subjects")
    json.array(record.findings.subjects) { _, subject, json in
        json.member("code", "medtop:" + subject.code)
        json.member("name", subject.name)
        json.score("confidence", subject.confidence)
        json.key("evidence")
        record.spans(subject.evidence, &json)
    }
    json.key("summary")
    json.array(record.findings.summary) { _, sentence, json in
        json.member("text", sentence.text)
        record.startEnd(sentence.span, &json)
    }
}

private func related(_ record: Record, _ json: inout JSONWriter) {
    json.key("related")
    json.array(record.decision.related) { _, related, json in
        json.key("id")
        json.digest(related.id)
        json.member("uri", related.uri)
        json.member("path", related.path)
        json.member("relation", related.relation.rawValue)
        json.score("similarity", related.similarity)
    }
}

private func warnings(_ record: Record, _ json: inout JSONWriter) {
    json.key("warnings")
    json.array(record.document.warnings + record.findings.warnings) { _, warning, json in
        json.member("code", warning.code)
        json.member("message", warning.message)
        record.startEnd(warning.span, &json)
    }
}

/// `e1` for the first entity.
private func localID(_ index: Int) -> String { "e" + String(index + 1) }

extension Record {
    /// `"start":…,"end":…` in code points.
    fileprivate func startEnd(_ span: Span?, _ json: inout JSONWriter) {
        let range = span.map { body.range($0) }
        json.key("start")
        if let range { json.integer(body.codePoints(before: range.lowerBound)) } else { json.null() }
        json.key("end")
        if let range { json.integer(body.codePoints(before: range.upperBound)) } else { json.null() }
    }

    /// `[[start,end],…]` in code points.
    fileprivate func spans(_ spans: [Span], _ json: inout JSONWriter) {
        json.array { json in
            for span in spans {
                let range = body.range(span)
                json.array { json in
                    json.integer(body.codePoints(before: range.lowerBound))
                    json.integer(body.codePoints(before: range.upperBound))
                }
            }
        }
    }

    /// The body's own words at `span`.
    fileprivate func text(_ name: StaticString, _ span: Span?, _ json: inout JSONWriter) {
        json.key(name)
        if let span { json.string(body.text(span)) } else { json.null() }
    }

    /// The local id of an entity, `null` where there is none at `index`.
    fileprivate func entity(_ name: StaticString, _ index: Int?, _ json: inout JSONWriter) {
        json.key(name)
        if let index, findings.entities.indices.contains(index) { json.string(localID(index)) } else { json.null() }
    }
}

extension JSONWriter {
    /// A member, `null` where there is no value.
    fileprivate mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        string(value)
    }

    /// 0 to 1, three digits behind the point.
    fileprivate mutating func score(_ name: StaticString, _ value: Double) {
        key(name)
        decimal(value.isNaN ? 0 : max(0, min(value, 1)), places: 3)
    }

    fileprivate mutating func strings(_ values: [String]) {
        array { json in
            for value in values { json.string(value) }
        }
    }

    /// An object with the members of `value`, `null` where it is `nil`.
    fileprivate mutating func object<Value>(_ value: Value?, _ members: (Value, inout JSONWriter) -> Void) {
        guard let value else { return null() }
        object { json in members(value, &json) }
    }

    /// An array of objects, one for each value.
    fileprivate mutating func array<Value>(_ values: [Value], _ members: (Int, Value, inout JSONWriter) -> Void) {
        array { json in
            for index in values.indices {
                json.object { json in members(index, values[index], &json) }
            }
        }
    }
}
