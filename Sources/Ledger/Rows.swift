package import Article
package import Bytes

/// A file that was claimed and whose original is not in its last place yet.
package struct ClaimRow: Sendable {
    /// The claimed file's path, relative to the inbox.
    package var key: Path
    package var arrived: Instant
    /// The file itself: tells a leftover from a later arrival with the same path and bytes.
    package var inode: UInt64
    package var sha256: Digest
    package var bytes: Int
    /// Where the original goes: `originals/…` or `rejected/…` with the date folders; empty: it is deleted, since a file
    /// with the same bytes is kept already.
    package var original: String
    /// All its outcomes are durable: only the original is still to be moved.
    package var isFinished: Bool

    package init(
        key: Path, arrived: Instant, inode: UInt64, sha256: Digest, bytes: Int, original: String,
        isFinished: Bool = false
    ) {
        self.key = key
        self.arrived = arrived
        self.inode = inode
        self.sha256 = sha256
        self.bytes = bytes
        self.original = original
        self.isFinished = isFinished
    }
}

/// One outcome, as the ledger keeps it.
package struct OutcomeRow: Sendable {
    package var seq: Int64 = 0
    /// The claim it belongs to, and which of its articles it is, counted from 0.
    package var claim: Path
    package var ordinal: Int
    package var isDone = false

    package var kind: OutcomeKind
    /// When it was decided.
    package var time: Instant
    package var arrived: Instant
    /// SHA-256 of the article's own bytes.
    package var id: Digest
    /// Of the original.
    package var sha256: Digest
    package var bytes: Int
    package var source: String
    /// The dropped name's bytes.
    package var name: [UInt8]
    package var member: String?
    /// Folder of the record, or the reason file, relative to its root.
    package var path: String?
    /// Where the original goes, as in `ClaimRow.original`; `nil` where it is not kept.
    package var original: String?

    package var title: String?
    package var language: String?
    package var format: String?
    package var day: String?
    package var place: String?

    package var uri: String?
    package var version: String?
    package var revision: Int?
    package var replaces: Digest?
    package var supersededBy: Digest?
    package var related: [Decision.Related] = []
    package var status: PublicationStatus?
    package var versionTime: Instant?
    package var textDigest: UInt64 = 0
    /// What its versions have in common: made from the sender's identifier, or from the first record's id where that has
    /// none; `nil` for the first record itself.
    package var story: Int64?
    /// Made from the sender's identifier, where that is not the story's: it came to a story that is known by another.
    package var guid: Int64?
    /// By which other versions find it: headline and slugline, without marks of versions.
    package var titleKey: Int64?
    package var slugKey: Int64?
    package var sketch: Sketch?

    /// The `story` of its versions.
    package var storyOfVersions: Int64 { story ?? id.key64 }

    /// SHA-256 of the files that were written.
    package var articleHash: Digest?
    package var analysisHash: Digest?
    package var summaryHash: Digest?
    /// `nil` also where the record is older than its page.
    package var pageHash: Digest?

    /// A replay's new reading: the id of the bytes it was read from, which the first reading has.
    package var readingOf: Digest?

    package var reason: Rejection.Code?
    package var message: String?
    /// From claim to outcome, in microseconds.
    package var duration: Int64 = 0

    package init(
        claim: Path, ordinal: Int, kind: OutcomeKind, time: Instant, arrived: Instant, id: Digest, sha256: Digest,
        bytes: Int, source: String, name: [UInt8]
    ) {
        self.claim = claim
        self.ordinal = ordinal
        self.kind = kind
        self.time = time
        self.arrived = arrived
        self.id = id
        self.sha256 = sha256
        self.bytes = bytes
        self.source = source
        self.name = name
    }
}

/// How many outcomes of one kind a source has had.
package struct Tally: Sendable {
    package var source: String
    package var kind: OutcomeKind
    package var reason: Rejection.Code?
    package var count: Int64
    package var lastArrival: Instant
}

/// Why the ledger can't be used.
package enum LedgerError: Error, Sendable {
    /// Passes; try again.
    case setback(Setback)
    /// Does not pass by itself: no ledger, a corrupt one, one of a later version. One sentence.
    case fault(String)
}
