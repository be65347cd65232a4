internal import Bytes
internal import CSystem
internal import Glibc
internal import Host

/// The kernel's word that something happened in a watched folder (inotify(7)). A hint: the scan is the truth.
struct InboxEvents: ~Copyable {
    enum Event {
        /// Closed after writing, or renamed in: its writer is done.
        case finished(folder: Int32, name: [UInt8])
        /// Made by open(2) or link(2); link(2) tells nothing else.
        case made(folder: Int32, name: [UInt8])
        /// Rights or times changed.
        case touched(folder: Int32, name: [UInt8])
        case folderCame(folder: Int32, name: [UInt8])
        /// A watched folder was deleted, moved or unmounted.
        case folderGone(folder: Int32)
        case unwatched(folder: Int32)
        /// The queue ran over: events are lost.
        case overflow
    }

    private let descriptor: Descriptor
    var raw: Int32 { descriptor.raw }

    init() throws(SystemError) {
        let fd = dateline_inotify_init()
        guard fd >= 0 else { throw .last("inotify_init") }
        descriptor = Descriptor(fd)
    }

    /// Returns the watch's number: the same one for the same folder, under whatever name.
    func watch(_ folder: Path) throws(SystemError) -> Int32 {
        let mask =
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
        let flags = UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW) | UInt32(IN_EXCL_UNLINK)
        let number = folder.withCString { inotify_add_watch(descriptor.raw, $0, UInt32(bitPattern: mask) | flags) }
        guard number >= 0 else { throw .last("watch", folder) }
        return number
    }

    /// What has happened since the last call, about `limit` events at most: the rest waits in the kernel's queue.
    func read(_ limit: Int) -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        while events.count < limit {
            let got = retrying {
                buffer.withUnsafeMutableBytes { Glibc.read(descriptor.raw, $0.baseAddress, $0.count) }
            }
            guard got > 0 else { break }
            var at = 0
            while at + 16 <= got {
                let (folder, mask, length) = buffer.withUnsafeBytes { b in
                    (
                        b.loadUnaligned(fromByteOffset: at, as: Int32.self),
                        b.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self),
                        Int(b.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
                    )
                }
                let name = Array(buffer[(at + 16)..<min(got, at + 16 + length)].prefix { $0 != 0 })
                at += 16 + length
                if let event = InboxEvents.event(folder, mask, name) { events.append(event) }
            }
        }
        return events
    }

    private static func event(_ folder: Int32, _ mask: UInt32, _ name: [UInt8]) -> Event? {
        func has(_ bit: Int32) -> Bool { mask & UInt32(bitPattern: bit) != 0 }
        if has(IN_Q_OVERFLOW) { return .overflow }
        if has(IN_IGNORED) { return .unwatched(folder: folder) }
        if has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_UNMOUNT) { return .folderGone(folder: folder) }
        guard !name.isEmpty else { return nil }
        if mask & UInt32(IN_ISDIR) != 0 {
            return has(IN_CREATE) || has(IN_MOVED_TO) || has(IN_ATTRIB) ? .folderCame(folder: folder, name: name) : nil
        }
        if has(IN_CLOSE_WRITE) || has(IN_MOVED_TO) { return .finished(folder: folder, name: name) }
        if has(IN_CREATE) { return .made(folder: folder, name: name) }
        return .touched(folder: folder, name: name)
    }
}
