package import Article
package import Bytes
package import Intake

package let version = readerVersion

/// Everything that can be set, as it is in force. What each means to a user stands in `Setting.table`.
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
    package var workers = 0
    /// IANA name of the zone in which times are shown; `local` is the machine's.
    package var timeZone = "local"
    /// Where the outbox is served over HTTP: links of the feeds lead there.
    package var baseURL: String?
    package var limits = Limits()
    package var intake = InboxSettings()
    package var retention = RetentionSettings()
    /// Where the metrics are written for Prometheus; `nil`: nowhere.
    package var metricsFile: Path?
    package var sources: [String: SourceSettings] = [:]

    package init(inbox: Path, outbox: Path, state: Path) {
        self.inbox = inbox
        self.outbox = outbox
        self.state = state
    }

    /// What is in force where nothing is set. A desk has folders of its own.
    package init(desk: String? = nil) {
        let home = Path("/var/lib/dateline" + (desk.map { "-" + $0 } ?? ""))
        self.init(inbox: home.appending("inbox"), outbox: home.appending("outbox"), state: home.appending("state"))
        self.desk = desk
    }

    package func settings(of source: String) -> SourceSettings { sources[source] ?? SourceSettings() }
}

/// For how many days what lies in the outbox is kept; 0 is for ever.
package struct RetentionSettings: Hashable, Sendable {
    package var originals = 0
    package var rejected = 0
    package var articles = 0
    package init() {}

    var isForEver: Bool { self == RetentionSettings() }
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
