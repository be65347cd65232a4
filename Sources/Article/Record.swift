/// What a stage may know about an arrival beside its bytes.
package struct ReadingContext: Sendable {
    /// The inbox source: the first sub-folder the file came through, else `default`.
    package var source: String
    /// The dropped name's bytes, without folders.
    package var name: [UInt8]
    package var arrived: Instant
    /// What the configuration says of this source.
    package var settings: SourceSettings

    package init(source: String, name: [UInt8], arrived: Instant, settings: SourceSettings = SourceSettings()) {
        self.source = source
        self.name = name
        self.arrived = arrived
        self.settings = settings
    }
}

/// What the configuration may say of one source; outputs depend on it.
package struct SourceSettings: Hashable, Sendable {
    /// IANA name of the zone in which this source's times without a zone are meant.
    package var timeZone: String?
    /// The rules of that zone.
    package var zone: Zone?
    /// BCP 47, believed where the text is too short to tell.
    package var language: String?
    /// Agency name where the text gives none.
    package var agency: String?
    /// Of two originals that wait, the one with the higher is read first: 0 to 9. The daemon's own; workers do not see it.
    package var priority = 5
    /// A warning comes when it has sent nothing for so long, in hours; 0 is never, `nil` is learned from its habit.
    package var quietHours: Double?
    package init(
        timeZone: String? = nil, zone: Zone? = nil, language: String? = nil, agency: String? = nil
    ) {
        self.timeZone = timeZone
        self.zone = zone
        self.language = language
        self.agency = agency
    }
}

/// By what the ledger recognises an article, and what its outcome will show of it: the worker's one question.
package struct Identity: Sendable {
    /// SHA-256 of the bytes it was read from.
    package var id: Digest
    package var source: String
    package var member: String?
    package var senderID: String?
    package var senderVersion: String?
    package var status: PublicationStatus?
    package var versionTime: Instant?
    package var slugline: String?
    /// What a kill names as withdrawn: headlines and sluglines.
    package var withdrawn: [String] = []
    package var headline: String
    /// The article's own day, `YYYY-MM-DD`: the first ten characters of what its source states, else the UTC day of arrival.
    package var day: String
    /// For the record's folder: `[a-z0-9-]`, at most 60.
    package var slug: String
    package var format: String
    package var language: String?
    /// The dateline's city.
    package var place: String?
    /// Equal for equal texts, whatever the mark-up, case and white space around them.
    package var textDigest: UInt64
    /// Like that of texts that are mostly the same.
    package var sketch = Sketch.none

    package init(
        id: Digest, source: String, headline: String, day: String, slug: String, format: String, textDigest: UInt64
    ) {
        self.id = id
        self.source = source
        self.headline = headline
        self.day = day
        self.slug = slug
        self.format = format
        self.textDigest = textDigest
    }
}

/// The ledger's answer: what becomes of an article, decided once and stored before anything is published.
package struct Decision: Sendable {
    package var outcome: OutcomeKind
    /// Names the story.
    package var uri: String
    package var version: String
    /// 1, 2, 3 … among the story's records, as filed.
    package var revision: Int
    package var replaces: Digest?
    package var supersededBy: Digest?
    package var related: [Related]
    /// The record's id, where it is not that of its bytes: a replay's new reading.
    package var id: Digest?

    package init(
        outcome: OutcomeKind, uri: String, version: String, revision: Int, replaces: Digest? = nil,
        supersededBy: Digest? = nil, related: [Related] = [], id: Digest? = nil
    ) {
        self.outcome = outcome
        self.uri = uri
        self.version = version
        self.revision = revision
        self.replaces = replaces
        self.supersededBy = supersededBy
        self.related = related
        self.id = id
    }

    package struct Related: Hashable, Sendable {
        package enum Relation: String, Sendable {
            case version
            case sameStory = "same-story"
        }
        package var id: Digest
        package var uri: String
        /// Relative to the outbox.
        package var path: String
        package var relation: Relation
        /// 0 to 1.
        package var similarity: Double
        package init(id: Digest, uri: String, path: String, relation: Relation, similarity: Double) {
            self.id = id
            self.uri = uri
            self.path = path
            self.relation = relation
            self.similarity = similarity
        }
    }
}

/// How an arrival ended; given once, never changed.
package enum OutcomeKind: String, Sendable, CaseIterable {
    case filed, duplicate, superseded, rejected
}

/// Where a record comes from (analysis.json, `provenance`), as far as the daemon knows it.
package struct Provenance: Sendable {
    package var source: String
    /// Where the original will lie: `originals/2026/11/24/<id8>-<name>`, whatever folder the settings give for `originals/`.
    package var original: String
    package var sha256: Digest
    /// Size of the original in bytes.
    package var bytes: Int
    package var arrived: Instant
    /// The entry of a container, as its path inside.
    package var member: String?
    package init(source: String, original: String, sha256: Digest, bytes: Int, arrived: Instant, member: String? = nil)
    {
        self.source = source
        self.original = original
        self.sha256 = sha256
        self.bytes = bytes
        self.arrived = arrived
        self.member = member
    }
}

/// The files of one record, finished: what the worker returns and the outbox writes, byte for byte.
package struct Outputs: Sendable {
    package var article: [UInt8]
    package var analysis: [UInt8]
    package var summary: [UInt8]
    package var page: [UInt8]
    package init(article: [UInt8], analysis: [UInt8], summary: [UInt8], page: [UInt8]) {
        self.article = article
        self.analysis = analysis
        self.summary = summary
        self.page = page
    }
}

/// The version of the reader: outputs depend on it, and `replay` compares by it.
package let readerVersion = "1.0.0"

/// Which outputs are wanted; what is not needed for them is not computed.
package struct Wanted: OptionSet, Sendable {
    package var rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let article = Wanted(rawValue: 1)
    package static let analysis = Wanted(rawValue: 2)
    package static let summary = Wanted(rawValue: 4)
    package static let page = Wanted(rawValue: 8)
    package static let all: Wanted = [.article, .analysis, .summary, .page]
}
