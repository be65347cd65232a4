internal import Foundation
internal import Glibc

/// A folder that shows up at another place, through a file system on which the kernel tells nothing of what happens below.
///
/// Taken away with its last owner.
package final class FuseMount {
    /// Needs root, /dev/fuse and bindfs.
    package static let isPossible =
        geteuid() == 0 && access("/dev/fuse", R_OK) == 0 && access("/usr/bin/bindfs", X_OK) == 0

    private let above: String

    /// Makes both folders where they are missing.
    package init(_ below: String, at above: String) throws {
        self.above = above
        for path in [below, above] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        guard FuseMount.call("/usr/bin/bindfs", [below, above]) else {
            throw NotInTime(description: "bindfs can't mount \(above)")
        }
    }

    deinit { _ = FuseMount.call("/usr/bin/umount", ["--lazy", above]) }

    private static func call(_ program: String, _ arguments: [String]) -> Bool {
        guard let process = try? Process.run(URL(filePath: program), arguments: arguments) else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
