internal import Glibc

/// An open descriptor that closes itself with its last owner.
package final class Descriptor: Sendable {
    package let raw: Int32

    package init(_ raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Lends the number for the length of a call. `raw` alone does not keep the descriptor open: its owner may be
    /// gone, and the number given to another file, before the call is made.
    @inline(__always)
    package func use<R, E: Error>(_ body: (Int32) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body(raw)
    }

    /// Standard output and standard error; never closed.
    package static let output = Descriptor(1)
    package static let error = Descriptor(2)
}
