internal import Article
internal import Bytes

extension Document {
    /// A kill is one by the sender's status, or by its words: those before the headline, and those that begin a notice to
    /// editors.
    mutating func takeKillWords() {
        if status != .canceled, isKillByWords { status = .canceled }
        if status == .canceled { takeWithdrawn() }
    }

    private var isKillByWords: Bool {
        // On the web "KILL: …" may be the title of a film; wires send it to editors.
        let isForEditors =
            isFielded || ["text", "markdown", "mail", "json", "xml", "iptc-7901", "anpa-1312"].contains(format)
        if isForEditors, [headline, slugline].contains(where: { $0.map { StoryName($0).isKill } ?? false }) {
            return true
        }
        if var note = editorialNote, note.withUTF8({ isKillNotice($0) }) { return true }
        guard let first = paragraphs.first else { return false }
        return body.withUnsafeBufferPointer { isKillNotice($0[view: first.range]) }
    }

    /// What the notice names: in quotation marks, or behind "slugged" and "headlined".
    private mutating func takeWithdrawn() {
        var text = Array((editorialNote ?? "").utf8) + [0x0A]
        text += body.prefix(3000)
        withdrawn = text.withUnsafeBufferPointer { namesOfStories($0) }
    }
}

/// Whether it asks editors to kill a story, or says that one is withdrawn.
private func isKillNotice(_ line: ByteView) -> Bool {
    let openings: [StaticString] = [
        "please kill", "mandatory kill", "bulletin kill", "editors: kill", "editors: please kill",
        "editors, please kill",
        "editors please kill", "editors, kill", "eds: kill", "eds: please kill", "attention editors: kill",
        "attention editors: please kill", "kill the story", "kill story", "story withdrawn", "notice: story withdrawn",
        "this story has been withdrawn", "this article has been withdrawn", "this item has been withdrawn",
        "this story is withdrawn", "the following story is withdrawn", "the following story has been withdrawn",
        "the story below has been withdrawn",
    ]
    var start = 0
    while start < line.count, line[start] < 0x80, !isLetter(line[start]) { start += 1 }
    return openings.contains { line.hasIgnoringCase($0, at: start) }
}

private func namesOfStories(_ text: ByteView) -> [String] {
    var names: [String] = []
    func take(_ name: ByteView) {
        let name = name.trimmed
        guard (6...300).contains(name.count), names.count < Document.mostWithdrawn else { return }
        let found = name.text
        if !names.contains(found) { names.append(found) }
    }
    var i = 0
    while i < text.count, names.count < Document.mostWithdrawn {
        if let (opening, closing) = quotationMarks.first(where: { text.has($0.0, at: i) }) {
            let start = i + opening.utf8CodeUnitCount
            if let end = text.index(of: closing, from: start, until: start + 310) {
                take(text[view: start..<end])
                i = end + closing.utf8CodeUnitCount
                continue
            }
        } else if i == 0 || !isLetter(text[i - 1]),
            let word = namingWords.first(where: { text.hasIgnoringCase($0, at: i) })
        {
            let start = i + word.utf8CodeUnitCount
            var end = start
            while end < min(text.count, start + 300), !isEndOfName(text, end) { end += 1 }
            if end > start, text[start] < 0x80, text[start] != 0x22 { take(text[view: start..<end]) }
            i = start
            continue
        }
        i += 1
    }
    return names
}

private let quotationMarks: [(StaticString, StaticString)] = [
    ("\"", "\""), ("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"),
]

private let namingWords: [StaticString] = ["slugged ", "slug ", "slugline ", "headlined ", "titled ", "keyworded "]

private func isEndOfName(_ text: ByteView, _ i: Int) -> Bool {
    switch text[i] {
    case 0x0A, 0x28, 0x29, 0x2C, 0x3B, 0x22: true
    case 0x2E: i + 1 >= text.count || isSpace(text[i + 1])
    case 0x20: [" sent ", " moved ", " which ", " that ", " and "].contains { text.has($0, at: i) }
    default: false
    }
}
