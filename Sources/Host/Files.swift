package import Bytes
internal import CSystem
internal import Glibc

/// The file system calls Dateline makes, with errors that say what failed. Each is one call, repeated when a signal
/// interrupts it.
package enum Files {
    package static func open(_ path: Path, _ flags: Int32, mode: UInt32 = 0o640) throws(SystemError) -> Descriptor {
        let fd = path.withCString { p in retrying { Glibc.open(p, flags | O_CLOEXEC, mode) } }
        guard fd >= 0 else { throw .last("open", path) }
        return Descriptor(fd)
    }

    /// For reading, without following a link or waiting for a FIFO's other end.
    package static func openToRead(_ path: Path) throws(SystemError) -> Descriptor {
        try open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    }

    /// Stands for the file itself, and needs no right to read it: for fstat(2) alone.
    package static func openUnread(_ path: Path) throws(SystemError) -> Descriptor {
        try open(path, DATELINE_O_PATH | O_NOFOLLOW)
    }

    /// lseek(2): the next byte that is not in a hole. Glibc declares it for _GNU_SOURCE only.
    private static let seekData: Int32 = 3
    package static let readWriteCreate = O_RDWR | O_CREAT | O_NOFOLLOW
    package static let readCreate = O_RDONLY | O_CREAT | O_NOFOLLOW

    /// - Throws: EWOULDBLOCK when another process holds it.
    package static func lock(_ fd: Descriptor, _ path: Path) throws(SystemError) {
        guard fd.use({ fd in retrying { flock(fd, LOCK_EX | LOCK_NB) } }) == 0 else { throw .last("lock", path) }
    }

    package static func openDirectory(_ path: Path) throws(SystemError) -> Descriptor {
        try open(path, O_RDONLY | O_DIRECTORY)
    }

    package static func status(_ fd: Descriptor) throws(SystemError) -> FileStatus {
        var st = stat()
        guard fd.use({ fstat($0, &st) }) == 0 else { throw .last("stat") }
        return FileStatus(st)
    }

    /// Bytes of the file that the name leads to, also by a link; `nil` where it leads to none.
    package static func size(at path: Path) -> Int? {
        var st = stat()
        return path.withCString({ fstatat(AT_FDCWD, $0, &st, 0) }) == 0 ? Int(st.st_size) : nil
    }

    /// Of the name itself, not of what a link points to; `nil` where there is no such name.
    package static func status(at path: Path) throws(SystemError) -> FileStatus? {
        var st = stat()
        if path.withCString({ lstat($0, &st) }) == 0 { return FileStatus(st) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .last("stat", path)
    }

    /// The same place without links on the way.
    package static func resolve(_ path: Path) throws(SystemError) -> Path {
        guard let real = path.withCString({ realpath($0, nil) }) else { throw .last("find", path) }
        defer { free(real) }
        return Path(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }

    package static func exists(_ path: Path) throws(SystemError) -> Bool { try status(at: path) != nil }

    /// Fills `buffer` from `offset` on; fewer bytes only at the end of the file.
    package static func read(_ fd: Descriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int)
        throws(SystemError)
        -> Int
    {
        var done = 0
        while done < buffer.count {
            guard let base = buffer.baseAddress else { break }
            let got = fd.use { fd in retrying { pread(fd, base + done, buffer.count - done, off_t(offset + done)) } }
            guard got >= 0 else { throw .last("read") }
            if got == 0 { break }
            done += got
        }
        return done
    }

    /// The whole file, or `nil` where it holds more than `limit` bytes.
    package static func readAll(_ fd: Descriptor, size: Int, limit: Int) throws(SystemError) -> [UInt8]? {
        guard size <= limit else { return nil }
        var bytes = [UInt8](repeating: 0, count: size + 1)
        var filled = 0
        while true {
            var failure: SystemError?
            var got = 0
            bytes.withUnsafeMutableBytes { buffer in
                do throws(SystemError) {
                    got = try read(fd, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), at: filled)
                } catch { failure = error }
            }
            if let failure { throw failure }
            filled += got
            if filled < bytes.count { break }
            guard filled <= limit else { return nil }
            bytes.append(contentsOf: repeatElement(0, count: max(4096, bytes.count / 2)))
        }
        // It grew while it was read.
        guard filled <= limit else { return nil }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Bytes from an offset on, at most so many; fewer or none at the end.
    package static func read(_ fd: Descriptor, at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: SystemError?
        var got = 0
        bytes.withUnsafeMutableBytes { buffer in
            do throws(SystemError) { got = try read(fd, into: buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
        bytes.removeLast(count - got)
        return bytes
    }

    package static func read(_ path: Path, limit: Int = 64 << 20) throws(SystemError) -> [UInt8]? {
        let fd = try openToRead(path)
        return try readAll(fd, size: try status(fd).size, limit: limit)
    }

    package static func write(_ fd: Descriptor, _ bytes: [UInt8], to path: Path? = nil) throws(SystemError) {
        var failure: SystemError?
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                let put = fd.use { fd in retrying { Glibc.write(fd, base + done, buffer.count - done) } }
                guard put >= 0 else {
                    failure = .last("write", path)
                    return
                }
                done += put
            }
        }
        if let failure { throw failure }
    }

    /// Makes a new file and writes it; the caller syncs it.
    package static func create(_ path: Path, _ bytes: [UInt8]) throws(SystemError) -> Descriptor {
        let fd = try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try write(fd, bytes, to: path)
        return fd
    }

    /// Writes a file so that its name shows the old content or the new, never a part, also after a power cut.
    package static func replace(_ path: Path, with bytes: [UInt8], mode: UInt32 = 0o640) throws(SystemError) {
        let aside = path.parent.appending([0x2E] + path.name + Array(".new".utf8))
        try? remove(aside)
        do throws(SystemError) {
            let fd = try open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
            try write(fd, bytes, to: aside)
            try sync(fd, aside)
        } catch {
            try? remove(aside)
            throw error
        }
        try rename(aside, path)
        try syncDirectory(path.parent)
    }

    /// Gives a file the time of now, which who watches its folder is told. Fails silently.
    package static func touch(_ path: Path) { _ = path.withCString { utimensat(AT_FDCWD, $0, nil, 0) } }

    package static func sync(_ fd: Descriptor, _ path: Path? = nil) throws(SystemError) {
        guard fd.use({ fd in retrying { fsync(fd) } }) == 0 else { throw .last("fsync", path) }
    }

    package static func syncData(_ fd: Descriptor, _ path: Path? = nil) throws(SystemError) {
        guard fd.use({ fd in retrying { fdatasync(fd) } }) == 0 else { throw .last("fsync", path) }
    }

    /// Makes the names in a folder durable.
    package static func syncDirectory(_ path: Path) throws(SystemError) {
        let fd = try openDirectory(path)
        try sync(fd, path)
    }

    /// Begins to write a file's pages out, so that a later sync of many finds them done. A hint: it reports nothing.
    package static func startWriteback(_ fd: Descriptor) { _ = fd.use(dateline_sync_file_range_start) }

    package static func rename(_ from: Path, _ to: Path) throws(SystemError) {
        let result = from.withCString { f in to.withCString { t in retrying { Glibc.rename(f, t) } } }
        guard result == 0 else { throw .last("rename to \(to):", from) }
    }

    /// Fails with EEXIST where `to` is there already.
    package static func renameNew(_ from: Path, _ to: Path) throws(SystemError) {
        let result = from.withCString { f in
            to.withCString { t in retrying { dateline_rename_noreplace(AT_FDCWD, f, AT_FDCWD, t) } }
        }
        if result == 0 { return }
        if errno == EINVAL || errno == ENOSYS {  // a file system that does not know the flag
            if try exists(to) { throw SystemError("rename to \(to):", from, code: EEXIST) }
            return try rename(from, to)
        }
        throw .last("rename to \(to):", from)
    }

    package static func remove(_ path: Path) throws(SystemError) {
        guard path.withCString({ p in retrying { unlink(p) } }) == 0 else { throw .last("remove", path) }
    }

    /// `true` when it was made now. The setgid bit is inherited from the folder above, never asked for: the unit's
    /// `RestrictSUIDSGID=` refuses that.
    @discardableResult
    package static func makeDirectory(_ path: Path, mode: UInt32 = 0o750) throws(SystemError) -> Bool {
        if path.withCString({ p in retrying { mkdir(p, mode) } }) == 0 { return true }
        if errno == EEXIST { return false }
        throw .last("make folder", path)
    }

    /// Makes a folder and all above it that are missing, and makes each new name durable.
    package static func makeDirectories(_ path: Path, mode: UInt32 = 0o750) throws(SystemError) {
        if let st = try status(at: path), st.kind != .link {
            guard st.kind == .folder else { throw SystemError("make folder", path, code: ENOTDIR) }
            return
        }
        let parent = path.parent
        if !parent.isEmpty, parent != path { try makeDirectories(parent, mode: mode) }
        if try makeDirectory(path, mode: mode) { try syncDirectory(parent.isEmpty ? Path(".") : parent) }
    }

    /// Where a symbolic link points, as bytes; `nil` where it is none.
    package static func linkTarget(_ path: Path) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = path.withCString { p in
            buffer.withUnsafeMutableBytes { b in
                b.withMemoryRebound(to: CChar.self) { chars in
                    chars.baseAddress.map { readlink(p, $0, chars.count) } ?? -1
                }
            }
        }
        return got >= 0 ? Array(buffer[..<got]) : nil
    }

    /// Removes an empty folder.
    package static func removeDirectory(_ path: Path) throws(SystemError) {
        guard path.withCString({ rmdir($0) }) == 0 else { throw .last("remove folder", path) }
    }

    /// Removes a folder and what is in it, one level deep: what our own unfinished records look like.
    package static func removeFlatDirectory(_ path: Path) throws(SystemError) {
        do throws(SystemError) { try list(path) { name, _ in try? remove(path.appending(name)) } } catch {
            // Not a folder at all: somebody's stray file.
            if error.isMissing || error.isLink { return try remove(path) }
            throw error
        }
        guard path.withCString({ rmdir($0) }) == 0 || errno == ENOENT else { throw .last("remove folder", path) }
    }

    /// `false` where something is in it, or it can't be removed.
    package static func removeEmptyDirectory(_ path: Path) -> Bool { path.withCString { rmdir($0) } == 0 }

    /// Calls `each` with every name but `.` and `..`, and its `d_type`.
    package static func list(_ path: Path, each: ([UInt8], UInt8) throws(SystemError) -> Void) throws(SystemError) {
        var reader = try DirectoryReader(path)
        while let (name, kind) = try reader.next() { try each(name, kind) }
    }

    /// Copies a file's bytes into a new one and makes them durable.
    package static func copy(_ fd: Descriptor, to path: Path, progress: () -> Void = {}) throws(SystemError)
        -> Descriptor
    {
        let out = try open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
        var offset = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        let size = try status(fd).size
        while true {
            // Holes stay holes: a sparse file must not fill the disk.
            let next = fd.use { Int(lseek($0, off_t(offset), seekData)) }
            if next > offset {
                offset = next
            } else if next < 0, errno == ENXIO, offset < size {
                break
            }
            _ = out.use { lseek($0, off_t(offset), SEEK_SET) }
            var got = 0
            var failure: SystemError?
            buffer.withUnsafeMutableBytes { b in
                do throws(SystemError) { got = try read(fd, into: b, at: offset) } catch { failure = error }
            }
            if let failure { throw failure }
            if got == 0 { break }
            progress()
            try write(out, got == buffer.count ? buffer : Array(buffer[..<got]), to: path)
            offset += got
        }
        guard out.use({ fd in retrying { ftruncate(fd, off_t(max(offset, size))) } }) == 0 else {
            throw .last("write", path)
        }
        try sync(out, path)
        return out
    }
}

/// Reads a folder name by name, in memory that does not grow with it.
package struct DirectoryReader: ~Copyable {
    private let stream: OpaquePointer
    private let path: Path

    package init(_ path: Path) throws(SystemError) {
        let fd = path.withCString { p in
            retrying { Glibc.open(p, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) }
        }
        guard fd >= 0 else { throw .last("open", path) }
        guard let stream = fdopendir(fd) else {
            close(fd)
            throw .last("open", path)
        }
        self.stream = stream
        self.path = path
    }

    deinit { closedir(stream) }

    package func mount() throws(SystemError) -> Mount { try Mount(raw: dirfd(stream)) }

    /// The next name with its `d_type`; `nil` at the end.
    package mutating func next() throws(SystemError) -> ([UInt8], UInt8)? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .last("read folder", path) }
                return nil
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { chars in
                    Array(
                        UnsafeBufferPointer(
                            start: chars, count: strlen(UnsafeRawPointer(chars).assumingMemoryBound(to: CChar.self))))
                }
            }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            return (name, entry.pointee.d_type)
        }
    }
}
