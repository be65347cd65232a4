/// Trouble that passes and is never the file's fault: a full disk, an I/O error, no memory. What was under way is
/// tried again, with growing pauses, for ever.
package struct Setback: Error, Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case diskFull = "disk-full"
        case quota
        case inputOutput = "io-error"
        case descriptors = "too-many-files"
        case memory
        case readOnly = "read-only"
        /// A folder of ours is not there (an unmounted disk, a deleted folder).
        case missing
        case permission
        case ledger
        /// No worker process can be started.
        case workers
        case other
    }
    package var kind: Kind
    /// Operation, path and cause in one line.
    package var message: String
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
