/// One filed record as lists show it: page, feeds and search.
package struct Card: Sendable {
    package var seq: Int64
    package var id: Digest
    /// Names the story.
    package var uri: String
    package var revision: Int
    package var arrived: Instant
    package var source: String
    package var language: String?
    /// The article's own day, `YYYY-MM-DD`.
    package var day: String
    /// The dateline's city.
    package var place: String?
    package var title: String
    package var summary: String
    package var people: [String] = []
    package var organisations: [String] = []
    package var places: [String] = []
    package var subjects: [String] = []
    /// The sender's page.
    package var url: String?
    /// Folder of the record, relative to the outbox.
    package var path: String
    /// Until then it is kept off page and feeds.
    package var embargo: Instant?
    package var standing = Standing.current

    /// How it stands among the versions of its story.
    package enum Standing: Int, Sendable {
        case current
        /// A newer version was filed.
        case replaced
        /// Killed or withheld by its sender: nothing shows it.
        case gone
    }

    package init(
        seq: Int64, id: Digest, uri: String, revision: Int, arrived: Instant, source: String, day: String,
        title: String, summary: String, path: String
    ) {
        self.seq = seq
        self.id = id
        self.uri = uri
        self.revision = revision
        self.arrived = arrived
        self.source = source
        self.day = day
        self.title = title
        self.summary = summary
        self.path = path
    }
}

/// One arrival that could not be read, as the page shows it.
package struct RefusedCard: Sendable {
    package var seq: Int64
    package var arrived: Instant
    package var source: String
    package var name: String
    package var code: String
    package var message: String
    /// The reason file, as the ledger has it.
    package var path: String?

    package init(
        seq: Int64, arrived: Instant, source: String, name: String, code: String, message: String, path: String?
    ) {
        self.seq = seq
        self.arrived = arrived
        self.source = source
        self.name = name
        self.code = code
        self.message = message
        self.path = path
    }
}
