internal import Bytes

/// Whether a paragraph is no prose of the story: credits, contacts, copyright, pointers to other stories, captions,
/// list items, signs of the end.
func isAside(_ text: ByteView) -> Bool {
    guard let first = text.first else { return false }
    if startsListItem(text, 0..<text.count) { return true }
    let opens: [StaticString] = [
        "(reporting by", "(additional reporting", "(editing by", "(writing by", "(compiled by", "reporting by",
        "editing by", "writing by",
        "additional reporting by", "(reporting and", "(with ", "copyright", "(copyright", "\u{A9}", "(\u{A9}", "(c) ",
        "all rights reserved",
        "read more", "read also", "also read", "read next", "related:", "related stories", "related articles",
        "see also", "more on this story",
        "source:", "source ", "sources:", "contact:", "contacts:", "media contact", "for more information",
        "for further information",
        "follow us", "follow @", "subscribe", "sign up", "click here", "visit http", "logo -", "photo -", "photo:",
        "photos:", "image:",
        "picture:", "caption:", "file photo", "video:", "graphic:", "watch:", "listen:", "end ", "-30-", "--30--",
        "###", "- ends -",
        "ends", "-ends-", "- end -", "nnnn", "note to editors", "notes to editors", "editor's note", "about the author",
        "weiterlesen",
        "lire aussi", "mehr zum thema", "lea tambi\u{E9}n", "lea m\u{E1}s", "leggi anche", "leia tamb\u{E9}m",
        "lees ook",
        "\u{A9} ", "http://", "https://", "www.", "tel:", "tel.:", "phone:", "e-mail:", "email:", "correction:",
        "(end)",
    ]
    for open in opens where lowered(first) == open.utf8Start[0] && text.hasIgnoringCase(open) {
        // Short words need the whole line.
        if open.hasShortWord {
            return text.count <= 30 && Shape(text).isAllCaps || text.equalsIgnoringCase("ends") || text.has("SOURCE ")
        }
        // A sentence may begin "Follow us" or "Source" too, but hardly a long one.
        return text.count <= 600
    }
    // (END), （完）, ###, * * *
    if text.count <= 24, Shape(text).letters <= 3, !text.contains(where: isDigit) { return true }
    return isOnlyAddress(text)
}

extension StaticString {
    fileprivate var hasShortWord: Bool {
        withUTF8Buffer {
            $0.elementsEqual("ends".utf8) || $0.elementsEqual("end ".utf8) || $0.elementsEqual("source ".utf8)
                || $0.elementsEqual("nnnn".utf8)
        }
    }
}

/// A single word with an address in it.
private func isOnlyAddress(_ text: ByteView) -> Bool {
    guard text.count <= 200, text.index(of: 0x20) == nil else { return false }
    return text.index(of: 0x40) != nil || text.index(of: "://") != nil
}
