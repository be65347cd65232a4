internal import Bytes
internal import Glibc
internal import Host

/// Takes the state folder for this daemon; the holder's number is in the file.
func lockState(_ state: Path) throws -> Descriptor {
    let path = state.appending("lock")
    let fd = try Files.open(path, Files.readWriteCreate)
    let deadline = Clock.monotonic() + 5_000_000
    while true {
        do throws(SystemError) {
            try Files.lock(fd, path)
            break
        } catch {
            guard error.isHeld else { throw error }
            let holder = (try? Files.read(path)).flatMap { $0.map { String(decoding: $0, as: UTF8.self) } } ?? ""
            let process = pid_t(holder.filter(\.isNumber)) ?? 0
            // A daemon that was killed while it started a worker: the child, in which its locks live on, is gone in a moment.
            if process > 0, kill(process, 0) != 0, errno == ESRCH, Clock.monotonic() < deadline {
                usleep(5000)
                continue
            }
            throw Fault(
                ExitCode.alreadyRunning,
                "Another Dateline (process \(process)) works with the state folder \(state). Stop it first, or give this one a state folder of its own (--state)."
            )
        }
    }
    _ = fd.use { ftruncate($0, 0) }
    try Files.write(fd, Array("\(getpid())\n".utf8))
    return fd
}
