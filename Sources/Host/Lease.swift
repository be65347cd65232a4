internal import CSystem

/// Asks the kernel whether anybody has a file open for writing (fcntl(2), F_SETLEASE): the exact answer, but only for
/// files of this process's own user.
package enum Lease {
    package enum Answer: Sendable { case nobodyWrites, somebodyWrites, notForUs }

    /// SIGIO must be ignored: a writer that opens the file in this moment raises it.
    package static func ask(_ fd: Descriptor) -> Answer {
        switch fd.use(dateline_read_lease) {
        case 1: .nobodyWrites
        case 0: .somebodyWrites
        default: .notForUs
        }
    }
}
