internal import Bytes

/// Names by which senders say "not yet", and that no article has.
package struct IgnoredNames: Hashable, Sendable {
    /// Endings, with their dot.
    package var endings: [String]
    package var names: [String]

    package static let standard = IgnoredNames(
        endings: ["~", ".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".lock"],
        names: ["Thumbs.db", "desktop.ini"])

    package init(endings: [String], names: [String]) {
        self.endings = endings
        self.names = names
    }

    package func contains(_ name: [UInt8]) -> Bool {
        if name.first == 0x2E { return true }
        return endings.contains { name.ends(with: $0) } || names.contains { Array($0.utf8) == name }
    }

    /// Whether it looks like the name of a file that gets another one when it is complete (not just a hidden file).
    package func isTemporary(_ name: [UInt8]) -> Bool {
        name.first != 0x2E && endings.contains { name.ends(with: $0) }
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: String) -> Bool {
        let suffix = Array(suffix.utf8)
        return count > suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
