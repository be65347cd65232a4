internal import Article
internal import Bytes
internal import Glibc

/// What readers of agencies' formats have in common: fields from many places of which the first counts, and a body from mark-up
/// or plain text.
extension Document {
    /// The first value counts; later ones of another wording are kept as further headlines (`deck`).
    mutating func takeHeadline(_ text: String?) {
        guard let text else { return }
        if headline == nil { headline = text } else if headline != text, deck == nil { deck = text }
    }

    mutating func takeNote(_ text: String?) {
        guard let text else { return }
        let note = editorialNote ?? ""
        // `contains` compares characters, which takes long where a sender has very many notes.
        guard note.utf8.count < 16_384, note.isEmpty || strstr(note, text) == nil else { return }
        editorialNote = note.isEmpty ? text : note + "\n" + text
    }

    mutating func takeDescription(_ role: String, _ text: String?) {
        guard let text, !descriptions.contains(where: { $0.text == text }), descriptions.count < 100 else { return }
        descriptions.append(Described(role: role, text: text))
    }

    mutating func takeSubject(name: String?, code: String? = nil, uri: String? = nil) {
        guard name != nil || code != nil || uri != nil, subjects.count < 500 else { return }
        if let at = subjects.firstIndex(where: { $0.code == code && $0.uri == uri && (code != nil || uri != nil) }) {
            if subjects[at].name == nil { subjects[at].name = name }
            return
        }
        let subject = SourceSubject(name: name, uri: uri, code: code)
        if !subjects.contains(subject) { subjects.append(subject) }
    }

    mutating func takeNamed(_ kind: Named.Kind, _ name: String?, uri: String? = nil) {
        guard let name, named.count < 500, !named.contains(where: { $0.kind == kind && $0.name == name }) else {
            return
        }
        named.append(Named(kind, name: name, uri: uri))
    }

    /// A byline as printed, with the names the source marks in it, if any.
    mutating func takeByline(_ printed: String?, names: [String] = [], title: String? = nil) {
        guard var printed, byline == nil else { return }
        let parsed = printed.withUTF8 { Byline($0) ?? Byline($0, bare: true) }
        if let parsed { take(parsed) } else { byline = printed }
        if !names.isEmpty {
            authors = names.map { Author(name: $0, title: title) }
        } else if authors.isEmpty, parsed?.agency == nil {
            authors = [Author(name: byline ?? printed, title: title)]
        }
    }

    mutating func takeUrgency(_ text: String?) {
        guard let text, let digit = text.utf8.first(where: isDigit), digit != 0x30, urgency == nil else { return }
        urgency = Int(digit - 0x30)
    }

    /// `usable`, `withheld`, `canceled` and the words that agencies have for them.
    mutating func takeStatus(_ text: String?) {
        guard let text else { return }
        switch text.split(separator: ":").last.map({ $0.lowercased() }) ?? "" {
        case "usable", "released": status = .usable
        case "withheld", "embargoed", "embargo": status = .withheld
        case "canceled", "cancelled", "kill", "killed", "withdrawn", "deleted": status = .canceled
        default: break
        }
    }

    mutating func takeLanguage(_ text: String?) {
        if language == nil { language = languageTag(text) }
    }

    /// A source's word for a kind of news object, as ninjs has it.
    mutating func takeType(_ text: String?) {
        guard let word = text?.split(whereSeparator: { $0 == ":" || $0 == "/" }).last?.lowercased() else { return }
        switch word {
        case "text", "picture", "audio", "video", "graphic", "composite", "animated", "planning", "event", "component":
            type = word
        case "photo", "image": type = "picture"
        default: break
        }
    }

    /// A byline that stands as a paragraph of its own before the text, "By Jo Doe", is no text. A note on what was changed may stand
    /// before it.
    private mutating func takeBylineOfBody() {
        guard authors.count <= 1, paragraphs.count > 1 else { return }
        for n in 0..<min(2, paragraphs.count - 1) where !asides.contains(n) {
            let line = Array(body[paragraphs[n].range])
            if line.count <= 160, let found = line.withUnsafeBufferPointer({ Byline($0) }), !found.authors.isEmpty {
                if !found.authors.contains(where: { authors.contains($0) }) {
                    if let agency = byline { addSource(role: "agency", agency) }
                    byline = nil
                    take(found)
                }
                removeParagraph(n)
                return
            }
            guard line.first == 0x28, line.last == 0x29 else { return }
        }
    }

    private mutating func removeParagraph(_ n: Int) {
        guard n + 1 < paragraphs.count else { return }
        let removed = paragraphs[n].start..<paragraphs[n + 1].start
        body.removeSubrange(removed)
        paragraphs.remove(at: n)
        for k in n..<paragraphs.count {
            paragraphs[k] = Span(paragraphs[k].start - removed.count, paragraphs[k].end - removed.count)
        }
        asides = Set(asides.compactMap { $0 == n ? nil : $0 > n ? $0 - 1 : $0 })
        crossheads = Set(crossheads.compactMap { $0 == n ? nil : $0 > n ? $0 - 1 : $0 })
    }

    // MARK: Body

    /// - Throws: `Rejection` (`too-deep`, `malformed`).
    mutating func takeBody(html: [UInt8]) throws {
        guard html.contains(where: { $0 > 0x20 }) else { return }
        let fragment = try Fragment.read(html, skipsHeader: headline != nil)
        for caption in fragment.captions { takeDescription("caption", caption) }
        let before = paragraphs.count
        take(fragment.builder)
        if paragraphs.count == before + fragment.builder.paragraphs.count {
            crossheads.formUnion(fragment.crossheads.map { $0 + before })
        }
    }

    /// Paragraphs are parted by blank lines, or else by line ends.
    mutating func takeBody(plain: [UInt8]) {
        let text = cleaned(plain.filter { $0 != 0x0D })
        let hasBlankLines = text.withUnsafeBufferPointer { $0.index(of: "\n\n") != nil }
        var builder = BodyBuilder(capacity: text.count)
        var lines: [ArraySlice<UInt8>] = []
        func end() {
            guard !lines.isEmpty else { return }
            builder.begin()
            for line in lines {
                builder.space()
                Array(line).withUnsafeBufferPointer { builder.append($0) }
            }
            builder.end()
            lines = []
        }
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !line.contains(where: { $0 > 0x20 }) {
                end()
            } else {
                lines.append(line)
                if !hasBlankLines { end() }
            }
        }
        end()
        take(builder)
    }

    /// What an agency prints above the text and has no field for, its kind and what it replaces, and the byline.
    mutating func takeHeader(_ header: XMLElement) {
        var builder = BodyBuilder()
        for line in header.children("p") {
            builder.begin()
            cleaned(line.rawText).withUnsafeBufferPointer { builder.append($0) }
            builder.end(aside: true)
        }
        take(builder)
    }

    /// More text follows what is there.
    private mutating func take(_ more: BodyBuilder) {
        guard !more.isEmpty else { return }
        if paragraphs.isEmpty {
            more.finish(&self)
            return
        }
        body += [0x0A, 0x0A]
        let offset = body.count
        let count = paragraphs.count
        body += more.body
        paragraphs += more.paragraphs.map { Span($0.start + offset, $0.end + offset) }
        asides.formUnion(more.asides.map { $0 + count })
    }

    /// The item, read: one without a text of its own (a picture, an alert) has its caption or headline for text.
    mutating func completed() -> Result<Document, Rejection> {
        if contentCreated == nil { contentCreated = firstCreated ?? versionCreated }
        takeBylineOfBody()
        if paragraphs.isEmpty, let text = descriptions.first(where: { $0.role != "dateline" })?.text ?? headline {
            warnings.append(
                Warning(
                    code: "no-text", message: "The item has no text of its own; its caption or headline stands for it.")
            )
            takeBody(plain: Array(text.utf8))
        }
        return checked()
    }
}
