internal import Article
internal import Bytes

/// `article.json`: IPTC ninjs 3.2, strict: what its schema does not know is not written, what is unknown is absent.
///
/// Standard: <https://iptc.org/standards/ninjs/>, schema `ninjs-schema_3.2.json`. What the standard leaves open (roles,
/// order, relations) is fixed in the contract, section 4.
func writeArticle(_ record: Record) -> [UInt8] {
    var json = JSONWriter(capacity: record.document.body.count + 6144)
    json.object { json in
        identity(record, &json)
        rights(record, &json)
        headlines(record, &json)
        texts(record, &json)
        concepts(record, &json)
        subjects(record, &json)
        mainEvent(record, &json)
        origin(record, &json)
        json.key("standard")
        json.object { json in
            json.member("name", "ninjs")
            json.member("version", "3.2")
            json.member("schema", "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#")
        }
    }
    json.newline()
    return json.take()
}

/// How much of the article an entity must be for `rel` to say `about`.
private let aboutSalience = 0.5

private func relation(_ entity: Entity) -> String { entity.salience >= aboutSalience ? "about" : "mentions" }

private func identity(_ record: Record, _ json: inout JSONWriter) {
    let document = record.document
    json.member("uri", record.decision.uri)
    json.member("type", record.document.type)
    json.member("version", record.decision.version)
    json.dateTime("firstCreated", document.firstCreated)
    json.dateTime("versionCreated", document.versionCreated)
    json.dateTime("contentCreated", record.created?.stamp)
    json.dateTime("embargoedUntil", document.embargoedUntil)
    json.dateTime("expires", document.expires)
    json.member("pubStatus", document.status?.rawValue)
    if let urgency = document.urgency, (1...9).contains(urgency) {
        json.key("urgency")
        json.integer(urgency)
    }
    json.member("language", record.findings.language?.tag ?? document.language)
}

private func rights(_ record: Record, _ json: inout JSONWriter) {
    json.member("copyrightHolder", record.document.copyrightHolder)
    json.member("copyrightNotice", record.document.copyrightNotice)
    json.member("usageTerms", record.document.usageTerms)
    json.member("edNote", record.document.editorialNote)
}

private func headlines(_ record: Record, _ json: inout JSONWriter) {
    let document = record.document
    json.member("title", record.title.text)
    json.key("headlines")
    json.array { json in
        json.described(role: record.title.isDerived ? "derived" : "main", record.title.text)
        json.described(role: "kicker", document.kicker)
        json.described(role: "deck", document.deck)
    }
    json.member("slugline", document.slugline)
    json.member("by", document.byline)
    json.member("located", record.findings.dateline?.city)
}

private func texts(_ record: Record, _ json: inout JSONWriter) {
    let document = record.document
    let summary = record.summary
    let dateline = record.dateline
    if !summary.isEmpty || record.findings.brief != nil || dateline != nil || !document.descriptions.isEmpty {
        json.key("descriptions")
        json.array { json in
            json.described(role: "summary", summary)
            json.described(role: "brief", record.findings.brief?.text)
            json.described(role: "dateline", dateline)
            for description in document.descriptions { json.described(role: description.role, description.text) }
        }
    }
    json.key("bodies")
    json.array { json in
        json.object { json in
            json.member("role", "main")
            json.member("contentType", "text/plain")
            json.key("charCount")
            json.integer(record.body.count)
            json.key("wordCount")
            json.integer(wordCount(document.body))
            json.key("value")
            json.string(document.body)
        }
    }
}

/// Who and where: each kind of entity in the list that ninjs has for it, most salient first.
private func concepts(_ record: Record, _ json: inout JSONWriter) {
    let entities = record.findings.entities
    let authors = record.document.authors
    let people = entities.indices.filter { entities[$0].kind == .person }
    let named = record.document.named
    if !authors.isEmpty || !people.isEmpty || named.contains(where: { $0.kind == .person }) {
        json.key("people")
        json.array { json in
            for author in authors where !author.name.isEmpty {
                json.object { json in
                    json.member("name", author.name)
                    json.member("rel", "author")
                }
            }
            for name in named where name.kind == .person { stated(name, &json) }
            for index in people { concept(entities[index], &json) }
        }
    }
    let organisations = entities.indices.filter { entities[$0].kind == .organisation }
    list("organisations", entities, organisations, stated: named.filter { $0.kind == .organisation }, &json)
    let places = entities.indices.filter { entities[$0].kind == .place }
    list("places", entities, places, stated: named.filter { $0.kind == .place }, &json)
    list("events", entities, entities.indices.filter { entities[$0].kind == .event }, &json)
    list(
        "objects", entities, entities.indices.filter { entities[$0].kind == .product || entities[$0].kind == .work },
        &json)
}

/// What the sender says that the article is about.
private func stated(_ name: Document.Named, _ json: inout JSONWriter) {
    guard !name.name.isEmpty else { return }
    json.object { json in
        json.member("name", name.name)
        json.member("rel", "about")
        json.uri("uri", name.uri)
    }
}

private func list(
    _ name: StaticString, _ entities: [Entity], _ chosen: [Int], stated names: [Document.Named] = [],
    _ json: inout JSONWriter
) {
    guard !chosen.isEmpty || !names.isEmpty else { return }
    json.key(name)
    json.array { json in
        for name in names { stated(name, &json) }
        for index in chosen { concept(entities[index], &json) }
    }
}

private func concept(_ entity: Entity, _ json: inout JSONWriter) {
    guard !entity.name.isEmpty else { return }
    json.object { json in
        json.member("name", entity.name)
        json.member("rel", relation(entity))
        json.uri("uri", entity.uri)
        guard entity.kind == .place else { return }
        json.member("literal", entity.isoCode)
        if let latitude = entity.latitude, let longitude = entity.longitude, latitude.magnitude <= 90,
            longitude.magnitude <= 180
        {
            json.key("geoJSON")
            json.object { json in
                json.member("type", "Point")
                json.key("coordinates")
                json.array { json in  // RFC 7946: longitude first
                    json.decimal(longitude, places: 5)
                    json.decimal(latitude, places: 5)
                }
            }
        }
    }
}

/// The sender's own subjects and codes as they came, then those that Dateline found (`creator` tells them apart).
private func subjects(_ record: Record, _ json: inout JSONWriter) {
    let stated = record.document.subjects.filter { $0.name != nil || $0.uri != nil || $0.code != nil }
    let statedURIs = Set(stated.compactMap(\.uri))
    let found = record.findings.subjects.filter { !statedURIs.contains(mediaTopic($0)) }
    guard !stated.isEmpty || !found.isEmpty else { return }
    json.key("subjects")
    json.array { json in
        for subject in stated {
            json.object { json in
                json.member("name", subject.name)
                if let uri = subject.uri, isAbsoluteURI(uri) {
                    json.member("uri", uri)
                    json.member("literal", subject.code)
                } else {
                    json.member("literal", subject.code ?? subject.uri)
                }
            }
        }
        for subject in found {
            json.object { json in
                json.member("name", subject.name)
                json.uri("uri", mediaTopic(subject))
                json.member("creator", "dateline")
                json.key("confidence")
                json.integer(percent(subject.confidence))
            }
        }
    }
}

private func mediaTopic(_ subject: Subject) -> String {
    "http://cv.iptc.org/newscodes/mediatopic/" + subject.code
}

/// 0 to 1 as a whole number from 0 to 100.
private func percent(_ share: Double) -> Int {
    share.isFinite ? Int((max(0, min(share, 1)) * 100).rounded()) : 0
}

/// The event that the article is about, where its days are known, as an item of its own: the only place where ninjs
/// takes the days of an event (`expectedStartDate`, as `startDate` refuses a bare day).
private func mainEvent(_ record: Record, _ json: inout JSONWriter) {
    let linked = record.document.associations.filter { !$0.name.isEmpty }
    let what = record.findings.main.what.map { record.body.text($0.span) } ?? []
    let days = what.isEmpty ? nil : record.mainDays
    guard days != nil || !linked.isEmpty else { return }
    json.key("associations")
    json.array { json in
        for (n, one) in linked.enumerated() {
            json.object { json in
                // Required; one that has no absolute URI is named after this article.
                let own = record.decision.uri
                let uri = one.uri.flatMap { isAbsoluteURI($0) ? $0 : nil }
                json.member("uri", uri ?? own + (own.utf8.contains(0x23) ? ";\(n + 1)" : "#\(n + 1)"))
                json.member("type", one.type)
                json.member("name", one.name)
            }
        }
        guard let days else { return }
        json.object { json in
            let uri = record.decision.uri
            json.member("uri", uri + (uri.utf8.contains(0x23) ? ";event" : "#event"))
            json.member("type", "event")
            json.key("name")
            json.string(what)
            json.member("rel", "about")
            json.key("eventDetails")
            json.object { json in
                json.key("dates")
                json.object { json in
                    json.member("expectedStartDate", days.from.dated)
                    json.member("expectedEndDate", days.until?.dated)
                }
            }
        }
    }
}

/// Where the article came from, and under which other names it is known.
private func origin(_ record: Record, _ json: inout JSONWriter) {
    let document = record.document
    json.key("infoSources")
    json.array { json in
        infoSource(record.provenance.source, role: "source", &json)
        for source in document.sources { infoSource(source.name, role: source.role, &json) }
        if let agency = record.findings.dateline?.agency, !document.sources.contains(where: { $0.name == agency }) {
            infoSource(agency, role: "agency", &json)
        }
    }
    json.key("altIds")
    json.array { json in
        json.object { json in
            json.member("role", "dateline")
            json.key("value")
            json.digest(record.id)
        }
        alternative("sender", document.senderID, &json)
        alternative("url", document.url, &json)
    }
}

private func infoSource(_ name: String, role: String, _ json: inout JSONWriter) {
    guard !name.isEmpty else { return }
    json.object { json in
        json.member("name", name)
        json.member("role", role)
    }
}

private func alternative(_ role: String, _ value: String?, _ json: inout JSONWriter) {
    guard let value, !value.isEmpty else { return }
    json.object { json in
        json.member("role", role)
        json.member("value", value)
    }
}

extension JSONWriter {
    /// A member where there is a value, none where it is `nil` or empty.
    fileprivate mutating func member(_ name: StaticString, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        key(name)
        string(value)
    }

    /// A member of format `uri`, none where `value` is not one.
    fileprivate mutating func uri(_ name: StaticString, _ value: String?) {
        guard let value, isAbsoluteURI(value) else { return }
        member(name, value)
    }

    /// A member of format `date-time`, none where not even the day is known.
    fileprivate mutating func dateTime(_ name: StaticString, _ stamp: Stamp?) {
        guard let stamp, stamp.precision >= .day, stamp.instant.day.dated != nil else { return }
        member(name, stamp.instant.text)
    }

    /// One of several texts with a role; nothing where there is no text.
    fileprivate mutating func described(role: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        object { json in
            json.member("role", role)
            json.member("value", text)
        }
    }
}
