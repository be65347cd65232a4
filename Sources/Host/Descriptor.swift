internal import Glibc

/// An open descriptor that closes itself with its last owner.
package final class Descriptor: Sendable {
    package let raw: Int32

    package init(_ raw: Int32) { self.raw = raw }

    deinit { close(raw) }
}
