internal import Article

extension Document {
    /// Dublin Core, as DOCX, ODT and EPUB have it.
    mutating func takeProperties(_ core: XMLElement) {
        takeTitle(core.find("title")?.text)
        let authors = core.all("creator").compactMap(\.text)
        if !authors.isEmpty { takeByline(authors.joined(separator: ", "), names: authors) }
        takeLanguage(core.find("language")?.text)
        firstCreated = DateStamps.parse(
            (core.find("created") ?? core.find("creation-date") ?? core.find("date"))?.text)
        versionCreated = DateStamps.parse(core.find("modified")?.text)
        takeDescription("summary", core.find("description")?.text)
        for word in (core.find("keywords")?.text ?? "").split(whereSeparator: { $0 == "," || $0 == ";" }) {
            takeSubject(name: fieldText(String(word)))
        }
    }

    /// The title among a file's properties; not what programs put there of themselves.
    mutating func takeTitle(_ title: String?) {
        guard let title, headline == nil, title.utf8.count > 3, !title.hasSuffix(".doc"), !title.hasSuffix(".docx"),
            !title.lowercased().hasPrefix("untitled"), !title.lowercased().hasPrefix("microsoft word")
        else { return }
        headline = title
    }
}
