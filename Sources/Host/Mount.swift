package import Bytes
internal import CSystem
internal import Glibc

/// Which mount a file lies on: rename(2) does not cross from one to another, even of the same file system.
package struct Mount: Hashable, Sendable {
    private let id: UInt64
    private let device: UInt64

    package init(_ file: Descriptor) throws(SystemError) { self = try file.use(Mount.init(raw:)) }

    package init(of folder: Path) throws(SystemError) { self = try Mount(Files.openDirectory(folder)) }

    init(raw fd: Int32) throws(SystemError) {
        var status = stat()
        guard fstat(fd, &status) == 0 else { throw .last("stat") }
        id = dateline_mount_id(fd)
        device = UInt64(status.st_dev)
    }

    /// The kind of a file system whose files may change without this kernel having a hand in it: on another machine, or
    /// below it. inotify(7) tells nothing of that. `nil` for all others.
    package static func kindWithoutEvents(_ folder: Path) -> String? {
        kinds[folder.withCString(dateline_file_system)]
    }

    /// By the magic numbers of statfs(2).
    private static let kinds: [UInt32: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "SMB", 0xFE53_4D42: "SMB", 0x6573_5546: "FUSE", 0x0102_1997: "9P",
        0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda", 0x0116_1970: "GFS2",
        0x7461_636F: "OCFS2", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0x786F_4256: "a shared folder of VirtualBox",
        0xBACB_ACBC: "a shared folder of VMware", 0x7C7C_6673: "a shared folder of Parallels",
    ]
}
