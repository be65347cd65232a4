internal import Article
internal import Bytes

/// How the fields of text formats (header lines, front matter) become a document's.
extension Document {
    mutating func take(_ line: Byline) {
        guard byline == nil else { return }
        byline = line.text
        authors = line.authors
        if let agency = line.agency { addSource(role: "agency", agency) }
    }

    mutating func addSource(role: String, _ name: String) {
        let source = InfoSource(role: role, name: name)
        if sources.count < 100, !sources.contains(source) { sources.append(source) }
    }

    mutating func addSubject(_ name: String) {
        guard subjects.count < 200, !subjects.contains(where: { $0.name == name }) else { return }
        subjects.append(SourceSubject(name: name))
    }

    /// One field. A headline is the reader's own affair.
    mutating func take(_ field: HeaderLine.Field, _ value: ByteView) {
        guard let text = fieldText(value) else { return }
        switch field {
        case .headline: headline = headline ?? text
        case .kicker: kicker = kicker ?? text
        case .deck: deck = deck ?? text
        case .byline: takeAuthors(value)
        case .date: contentCreated = DateStamps.parse(value) ?? contentCreated
        case .updated: versionCreated = DateStamps.parse(value) ?? versionCreated
        case .slug: slugline = slugline ?? text
        case .keywords: eachItem(of: value) { addSubject($0) }
        case .source: addSource(role: "agency", text)
        case .language: language = language ?? languageTag(text)
        case .summary: descriptions.append(Described(role: "summary", text: text))
        case .url: url = url ?? text
        case .id: senderID = senderID ?? text
        case .version: senderVersion = senderVersion ?? text
        case .note: editorialNote = editorialNote.map { $0 + "\n" + text } ?? text
        case .copyright: copyrightNotice = copyrightNotice ?? text
        case .dateline: statedDateline = statedDateline ?? text
        case .urgency:
            if let first = value.first, isDigit(first), first != 0x30, value.count == 1 { urgency = Int(first - 0x30) }
        case .ignored: break
        }
    }

    /// Names in a field that is known to hold the author.
    mutating func takeAuthors(_ value: ByteView) {
        if let line = Byline(value) ?? Byline(value, bare: true) {
            take(line)
        } else if byline == nil, let text = fieldText(value) {
            byline = text
            authors = [Author(name: text)]
        }
    }

    private func eachItem(of value: ByteView, _ body: (String) -> Void) {
        var start = 0
        for i in 0...value.count where i == value.count || value[i] == 0x2C || value[i] == 0x3B || value[i] == 0x7C {
            if let item = fieldText(value[view: start..<i]) { body(item) }
            start = i + 1
        }
    }

    /// An embargo notice: its time, resolved against the arrival where it gives no year.
    mutating func takeEmbargo(_ notice: ByteView, arrived: Instant) {
        let text = fieldText(notice) ?? ""
        editorialNote = editorialNote.map { $0 + "\n" + text } ?? text
        guard let stamp = DateLine(notice).resolved(near: arrived.day, future: true) else {
            warnings.append(
                Warning(code: "embargo-unclear", message: "An embargo is stated, but not until when: \(text)"))
            return
        }
        embargoedUntil = stamp
    }
}

/// `text` where it has the shape of a language tag (BCP 47), else `nil`.
func languageTag(_ text: String?) -> String? {
    guard let text, text.utf8.count >= 2, text.utf8.count <= 35 else { return nil }
    var subtag = 0
    var isFirst = true
    for byte in text.utf8 {
        if byte == 0x2D || byte == 0x5F {
            guard subtag >= (isFirst ? 2 : 1) else { return nil }
            subtag = 0
            isFirst = false
        } else {
            guard isLetter(byte) || !isFirst && isDigit(byte) else { return nil }
            subtag += 1
            if subtag > (isFirst ? 3 : 8) { return nil }
        }
    }
    guard subtag > 0 else { return nil }
    return String(decoding: text.utf8.map { $0 == 0x5F ? 0x2D : $0 }, as: UTF8.self)
}
