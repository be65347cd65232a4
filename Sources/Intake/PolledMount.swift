package import Bytes
package import Host
internal import Glibc

/// A mount in the inbox of whose new files the kernel does not tell: it is looked through at short intervals.
package struct PolledMount: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// The self-test heard nothing of a file that was made.
        case noEvents
        /// The kind of file system, on which others may put files unseen.
        case remote(String)
    }
    /// Its topmost folder, relative to the inbox; empty for the inbox itself.
    package var path: Path
    package var cause: Cause

    package init(path: Path, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    /// In words, after "it is looked through …, as".
    package var reason: String {
        switch cause {
        case .noEvents: "the system tells of no file that is made there"
        case .remote(let kind): "the system does not tell what others put there (\(kind))"
        }
    }
}

/// Tries whether the kernel tells of what comes into a folder.
///
/// A file that this machine makes is told of on nearly every file system; one that another machine makes, on a shared one,
/// is not. So both count: what is heard of a file made for the test, and the kind of file system.
package enum EventTest {
    /// `nil` where events can be relied on, also where nothing may be made in the folder to try it.
    ///
    /// - Throws: Where it can't be tried now.
    package static func cause(_ folder: Path) throws(SystemError) -> PolledMount.Cause? {
        if let kind = Mount.kindWithoutEvents(folder) { return .remote(kind) }
        // Begins with a dot, so that no daemon reads it.
        let probe = folder.appending(".dateline-probe-\(getpid())")
        do throws(SystemError) {
            let isHeard = try hears(folder) { () throws(SystemError) in
                _ = try Files.create(probe, [])
                try Files.remove(probe)
            }
            return isHeard ? nil : .noEvents
        } catch {
            try? Files.remove(probe)
            guard error.isForbidden || error.code == EROFS else { throw error }
            return nil
        }
    }

    /// Whether the kernel tells anything of the folder within a second after `make`.
    package static func hears(_ folder: Path, _ make: () throws(SystemError) -> Void) throws(SystemError) -> Bool {
        let events = try InboxEvents()
        _ = try events.watch(folder)
        try make()
        return wait(for: [events.raw], milliseconds: 1000)[0]
    }
}
