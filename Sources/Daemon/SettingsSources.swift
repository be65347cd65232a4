internal import Article
internal import Bytes
internal import Foundation

package let version = readerVersion

/// What the command line says; the environment and the file say the rest.
package struct SettingsSources: Sendable {
    package var config: String?
    package var desk: String?
    package var inbox: String?
    package var outbox: String?
    package var state: String?
    package var originals: String?
    package var rejected: String?

    package init(
        config: String?, desk: String?, inbox: String?, outbox: String?, state: String?, originals: String?,
        rejected: String?
    ) {
        self.config = config
        self.desk = desk
        self.inbox = inbox
        self.outbox = outbox
        self.state = state
        self.originals = originals
        self.rejected = rejected
    }
}

extension Settings {
    /// The settings in force: flag, then environment, then file, then default.
    package static func load(_ sources: SettingsSources) throws(Fault) -> Settings {
        let environment = ProcessInfo.processInfo.environment
        func value(_ flag: String?, _ name: String, _ fallback: String?) -> Path? {
            guard let text = flag ?? environment["DATELINE_" + name] ?? fallback else { return nil }
            return absolute(Path(text))
        }
        var settings = Settings(
            inbox: value(sources.inbox, "INBOX", "/var/lib/dateline/inbox")!,
            outbox: value(sources.outbox, "OUTBOX", "/var/lib/dateline/outbox")!,
            state: value(sources.state, "STATE", "/var/lib/dateline/state")!,
            workers: ProcessInfo.processInfo.activeProcessorCount)
        settings.originals = value(sources.originals, "ORIGINALS", nil)
        settings.rejected = value(sources.rejected, "REJECTED", nil)
        return settings
    }
}

private func absolute(_ path: Path) -> Path {
    guard path.bytes.first != 0x2F else { return path }
    return Path(FileManager.default.currentDirectoryPath).appending(path)
}
