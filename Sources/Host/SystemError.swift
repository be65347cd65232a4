package import Article
package import Bytes
internal import Glibc

/// A system call that failed: what was tried, on what, and why not.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    package var operation: String
    package var path: Path?
    package var code: Int32

    package init(_ operation: String, _ path: Path? = nil, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// From the current `errno`.
    package static func last(_ operation: String, _ path: Path? = nil) -> SystemError {
        SystemError(operation, path, code: errno)
    }

    package var cause: String { String(cString: strerror(code)) }
    package var description: String {
        "\(operation)\(path.map { " \($0)" } ?? ""): \(cause)"
    }

    package static let missingCode = ENOENT
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    /// A part of the path is there and is no folder.
    package var isNotFolder: Bool { code == ENOTDIR }
    package var isLink: Bool { code == ELOOP }
    package var isTooLong: Bool { code == ENAMETOOLONG }
    package var isOutOfWatches: Bool { code == ENOSPC && operation == "watch" }
    package var isForbidden: Bool { code == EACCES || code == EPERM }
    package var exists: Bool { code == EEXIST || code == ENOTEMPTY }
    package var isOtherMount: Bool { code == EXDEV }
    package var isHeld: Bool { code == EWOULDBLOCK }

    package var setback: Setback {
        if isOutOfWatches {
            return Setback(
                .other,
                "\(operation)\(path.map { " \($0)" } ?? ""): no more inotify watches; raise fs.inotify.max_user_watches"
            )
        }
        let kind: Setback.Kind =
            switch code {
            case ENOSPC: .diskFull
            case EDQUOT: .quota
            case EIO: .inputOutput
            case EMFILE, ENFILE: .descriptors
            case ENOMEM, EAGAIN: .memory
            case EROFS: .readOnly
            case ENOENT, ENOTDIR, ESTALE, ENOTCONN, ENODEV, ENXIO: .missing
            case EACCES, EPERM: .permission
            default: .other
            }
        return Setback(kind, description)
    }
}

/// Repeats a system call as long as a signal interrupts it.
@inline(__always)
package func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

@inline(__always)
package func retrying(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
