internal import Bytes
internal import Host

/// The mounts in the inbox, as scans meet them, and when those without events are looked through.
struct Mounts {
    /// Each with the number of the rescan that met it last.
    private var met: [Mount: (polled: PolledMount?, rescan: Int)] = [:]
    private var rescan = 0
    private var pollBegan: Int64?
    /// Monotonic microseconds.
    private(set) var nextPoll = Int64.max

    /// Those on which events can't be relied on, by path.
    var polled: [PolledMount] { met.values.compactMap(\.polled).sorted { $0.path < $1.path } }

    /// Tries, of a mount that is new, whether events can be relied on.
    ///
    /// - Parameter folder: Relative to the inbox; `absolute` is the same.
    /// - Returns: The mount, where it is new and they can't.
    mutating func meet(_ mount: Mount, _ folder: Path, _ absolute: Path, poll: Int64) -> PolledMount? {
        if let known = met[mount] {
            met[mount] = (known.polled, rescan)
            return nil
        }
        // Where it can't be tried now, it is when the folder is looked through again.
        let test = Result { () throws(SystemError) in try EventTest.cause(absolute) }
        guard case .success(let cause) = test else { return nil }
        let polled = cause.map { PolledMount(path: folder, cause: $0) }
        met[mount] = (polled, rescan)
        if polled != nil { nextPoll = Clock.monotonic() + poll }
        return polled
    }

    /// Whether a file lies where neither events nor leases nor the file system's clock tell what others do with it.
    func isPolled(_ file: Descriptor) -> Bool {
        guard nextPoll < .max, let mount = try? Mount(file) else { return false }
        return met[mount]?.polled != nil
    }

    mutating func beginRescan() { rescan += 1 }

    /// What a whole rescan did not meet is not there any more.
    mutating func endRescan() { met = met.filter { $0.value.rescan == rescan } }

    /// The folders to look through now.
    mutating func beginPoll(every poll: Int64) -> [Path] {
        let folders = polled.map(\.path)
        pollBegan = folders.isEmpty ? nil : Clock.monotonic()
        nextPoll = folders.isEmpty ? .max : Clock.monotonic() + poll
        return folders
    }

    /// A poll that took long is followed by a longer pause; a rescan comes in any case.
    mutating func endPoll(rescan: Int64) {
        guard let began = pollBegan else { return }
        pollBegan = nil
        let now = Clock.monotonic()
        nextPoll = max(nextPoll, now + min(4 * (now - began), rescan))
    }

    /// Trouble came in between.
    mutating func breakOffPoll() { pollBegan = nil }
}
