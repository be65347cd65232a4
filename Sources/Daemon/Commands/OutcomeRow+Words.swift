internal import Article
internal import Bytes
internal import Ledger

extension OutcomeRow {
    /// Its id, and what stands for its SHA-256, are of its bytes.
    var wasRead: Bool {
        reason != .notRegular && reason != .unreadable && (reason != .tooLarge || bytes <= Fingerprint.largest)
    }

    /// One line that says what it is: the headline, or why it was rejected.
    var what: String {
        switch kind {
        case .rejected: printable("\(reason?.rawValue ?? ""): \(message ?? "")")
        case .duplicate: printable("\(title ?? "") (filed already)")
        default: printable(title ?? "")
        }
    }
}
