internal import Foundation
internal import Glibc

/// Where things lie on the machine that runs the tests.
package enum Place {
    package static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The folder of fixtures and tools beside the repository; tests pass without it and check more with it.
    package static let shared: String? = {
        let folder =
            ProcessInfo.processInfo.environment["DATELINE_SHARED"]
            ?? (repository as NSString).deletingLastPathComponent + "/shared"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// A built program: `$DATELINE_BIN` for dateline itself, else what lies beside the tests.
    package static func program(_ name: String) -> String {
        if name == "dateline", let given = ProcessInfo.processInfo.environment["DATELINE_BIN"] { return given }
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var folder = (own as NSString).deletingLastPathComponent
        while folder.count > 1 {
            let candidate = folder + "/" + name
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return repository + "/.build/release/" + name
    }

    package static let isRoot = geteuid() == 0

    /// Nobody's number; what it runs is refused what root is not.
    package static let nobody: UInt32 = 65534

    package static func isInstalled(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
    }
}

/// A folder that goes with its last owner.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameter parent: Where to make it; the system's place for such folders where not given.
    package init(in parent: String? = nil) throws {
        let parent = parent ?? (NSTemporaryDirectory() as NSString).standardizingPath
        var name = Array((parent + "/dateline-test-XXXXXX").utf8CString)
        guard mkdtemp(&name) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Other users run daemons in it.
        chmod(path, 0o755)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
