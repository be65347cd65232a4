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
    private let server: Process

    /// Makes both folders where they are missing.
    package init(_ below: String, at above: String) throws {
        self.above = above
        for path in [below, above] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        server = try Process.run(URL(filePath: "/usr/bin/bindfs"), arguments: ["-f", below, above])
        let end = ContinuousClock.now + .seconds(30)
        while !(try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)).contains(" \(above) ") {
            guard ContinuousClock.now < end else { throw NotInTime(description: "bindfs can't mount \(above)") }
            usleep(5000)
        }
    }

    /// Its server dies: whoever touches the folder gets ENOTCONN.
    package func die() {
        kill(server.processIdentifier, SIGKILL)
        while server.isRunning { usleep(5000) }
    }

    // Nothing is waited for: the server ends when its mount is gone.
    deinit {
        umount2(above, Int32(MNT_DETACH))
        if server.isRunning { server.terminate() }
    }
}
