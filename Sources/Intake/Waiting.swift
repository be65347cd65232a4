package import Article
package import Bytes
internal import Host

/// A file that lies in the inbox and is not read yet, and why.
package struct WaitingFile: Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        case temporaryName = "temporary-name"
        case writing
        case noPermission = "no-permission"
        case setback
        /// No daemon runs.
        case stopped
        /// Others come first.
        case queued
    }
    /// Relative to the inbox.
    package var path: Path
    package var reason: Reason
    package var since: Instant
    /// It was named in the journal.
    package var isTold: Bool

    package init(path: Path, reason: Reason, since: Instant, isTold: Bool = false) {
        self.path = path
        self.reason = reason
        self.since = since
        self.isTold = isTold
    }
}

/// What the inbox knows of a file it could not take yet.
struct Observation {
    /// How sure it is that the writer is done.
    enum Evidence: Int, Comparable {
        /// Seen in a folder: only time or a lease can tell.
        case seen
        /// Closed after writing, renamed in, linked in.
        case finished
        static func < (a: Evidence, b: Evidence) -> Bool { a.rawValue < b.rawValue }
    }
    var evidence: Evidence
    var reason: WaitingFile.Reason
    /// What the file was like when it was last looked at, and since when it has been so (monotonic microseconds).
    var status: FileStatus?
    var unchangedSince: Int64
    /// When to look again (monotonic microseconds).
    var due: Int64
    let firstSeen: Instant
    let firstSeenMonotonic: Int64
    /// It was named in the journal.
    var isTold = false
    /// The pause after the next failure, in microseconds.
    var pause: Int64 = 250_000
}
