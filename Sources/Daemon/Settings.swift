package import Article
package import Bytes
package import Intake

/// Everything that can be set, as it is in force.
package struct Settings: Sendable {
    package var inbox: Path
    package var outbox: Path
    package var state: Path
    /// In the outbox where not set.
    package var originals: Path?
    package var rejected: Path?
    /// Name of the desk, where there are several (`dateline@NAME`).
    package var desk: String?

    /// Worker processes.
    package var workers: Int
    package var limits = Limits()
    package var intake = InboxSettings()
    package var sources: [String: SourceSettings] = [:]

    package init(inbox: Path, outbox: Path, state: Path, workers: Int) {
        self.inbox = inbox
        self.outbox = outbox
        self.state = state
        self.workers = workers
    }

    package func settings(of source: String) -> SourceSettings { sources[source] ?? SourceSettings() }
}

/// What one article may cost.
package struct Limits: Hashable, Sendable {
    /// Size of one document, in MiB.
    package var documentMiB = 32
    /// A worker's memory, in MiB.
    package var memoryMiB = 512
    /// Processor time for one original, in seconds; a machine that is busy elsewhere may take longer by the clock.
    package var seconds = 30
    /// What a worker may return for one article, in MiB.
    package var outputMiB = 256
    /// After so many originals a worker is replaced by a fresh one.
    package var originalsPerWorker = 10_000
    package init() {}
}
