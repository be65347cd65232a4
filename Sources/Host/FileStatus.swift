internal import Glibc

/// What the file system says of a file.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case file, folder
        case link = "symbolic link"
        case fifo = "FIFO"
        case socket
        case device
        case other
    }
    package var kind: Kind
    package var device: UInt64
    package var inode: UInt64
    package var links: Int
    package var size: Int
    package var owner: UInt32
    /// Nanoseconds since 1970.
    package var modified: Int64
    package var changed: Int64

    init(_ st: stat) {
        kind =
            switch st.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
        device = UInt64(st.st_dev)
        inode = UInt64(st.st_ino)
        links = Int(st.st_nlink)
        size = Int(st.st_size)
        owner = st.st_uid
        modified = Int64(st.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(st.st_mtim.tv_nsec)
        changed = Int64(st.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(st.st_ctim.tv_nsec)
    }

    /// The same file with the same content, as far as the file system tells.
    package func isUnchanged(since other: FileStatus) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }
}
