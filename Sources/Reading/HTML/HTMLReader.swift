internal import Article
internal import Bytes

enum HTMLReader {
    static func isElement(_ root: RootElement) -> Bool { root.isNamedIgnoringCase("html") }
}
extension ReaderEntry {
    static let html = ReaderEntry.unread("html", "a web page") { $0.root?.isNamedIgnoringCase("html") == true }
}
