internal import Article
internal import Bytes

extension ReaderEntry {
    static let markdownWithFrontMatter = ReaderEntry.unread("markdown", "Markdown") { _ in false }
    static let markdown = ReaderEntry.unread("markdown", "Markdown") { _ in false }
}
