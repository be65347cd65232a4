internal import Foundation
internal import Glibc

/// An inbox, an outbox and a state folder of their own.
package final class World: Sendable {
    package let folder: TemporaryFolder
    package let inbox: String
    package let outbox: String
    package let state: String

    /// - Parameters:
    ///   - user: Whose the folders are, where that is not who runs the tests.
    ///   - parent: Where they are made.
    package init(user: UInt32? = nil, in parent: String? = nil) throws {
        folder = try TemporaryFolder(in: parent)
        inbox = folder.path + "/inbox"
        outbox = folder.path + "/outbox"
        state = folder.path + "/state"
        for path in [inbox, outbox, state] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        if let user { for path in [folder.path, inbox, outbox, state] { chown(path, user, user) } }
    }

    // MARK: The inbox

    /// Writes a file aside and renames it in: complete as soon as it is there.
    package func drop(_ name: String, _ bytes: some Sequence<UInt8>, mode: UInt32 = 0o644) throws {
        let path = inbox + "/" + name
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let aside = parent + "/.aside-\((path as NSString).lastPathComponent.prefix(100))"
        try Data(bytes).write(to: URL(filePath: aside))
        chmod(aside, mode)
        guard rename(aside, path) == 0 else { throw NotInTime(description: "\(name) can't be dropped") }
    }

    package func drop(_ name: String, _ text: String, mode: UInt32 = 0o644) throws {
        try drop(name, text.utf8, mode: mode)
    }

    /// `count` articles of their own, in one instant: made aside, moved in as a folder.
    package func burst(_ count: Int, _ name: String) throws {
        let aside = inbox + "/.aside-" + name
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        for n in 0..<count {
            try Data(story(n, name).utf8).write(to: URL(filePath: aside + "/\(name)-\(n).txt"))
        }
        guard rename(aside, inbox + "/" + name) == 0 else { throw NotInTime(description: "\(name) can't be moved in") }
    }

    /// Files that are in the inbox and not claimed, relative to it.
    package var unclaimed: [String] { files(below: inbox).filter { !$0.hasPrefix(".dateline/") } }
    package var claimed: [String] {
        files(below: inbox).filter { $0.hasPrefix(".dateline/") && !$0.hasSuffix("/lock") }
    }

    // MARK: The outbox

    /// Folders below `articles/`, relative to the outbox, in order.
    package var records: [String] {
        files(below: outbox + "/articles").filter { $0.hasSuffix("/article.json") }
            .map { "articles/" + ($0 as NSString).deletingLastPathComponent }.sorted()
    }
    package var originals: [String] { files(below: outbox + "/originals").map { "originals/" + $0 }.sorted() }
    package var rejected: [String] { files(below: outbox + "/rejected").map { "rejected/" + $0 }.sorted() }

    package func bytes(_ path: String) -> [UInt8] {
        Array(FileManager.default.contents(atPath: outbox + "/" + path) ?? Data())
    }
    package func article(_ record: String) throws -> JSON { try JSON(bytes(record + "/article.json")) }
    package func analysis(_ record: String) throws -> JSON { try JSON(bytes(record + "/analysis.json")) }

    /// The reason of a dropped name.
    package func reason(_ name: String) throws -> JSON? {
        try rejected.first { $0.hasSuffix("-\(name).reason.json") }.map { try JSON(bytes($0)) }
    }

    /// Regular files below a folder, relative to it; what vanishes meanwhile is left out.
    private func files(below folder: String) -> [String] {
        var found: [String] = []
        func look(_ at: String) {
            guard let stream = opendir(folder + "/" + at) else { return }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let path = at.isEmpty ? name : at + "/" + name
                switch Int(entry.pointee.d_type) {
                case DT_DIR: look(path)
                case DT_REG: found.append(path)
                default: break
                }
            }
        }
        look("")
        return found
    }
}

/// An article that no other `n` and `name` give.
package func story(_ n: Int, _ name: String = "Tamber") -> String {
    """
    Lock \(n) of the \(name) canal opens again

    BRUSSELS, March 3, 2023 - Lock number \(n) of the \(name) canal opened on Friday after repairs that took \
    \(n % 40 + 3) weeks, the port authority said.

    “Ships had to wait for \(n % 7 + 2) days,” said harbour master Ilse Vandamme. The next works begin in May.

    """
}
