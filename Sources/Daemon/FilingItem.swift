internal import Article
internal import Filing
internal import Host
internal import Intake
internal import Ledger

/// One outcome on its way to the disk.
struct FilingItem: Sendable {
    /// What it comes from; `nil` for what is not a file and stays where it is.
    var claim: Claim?
    var row: ClaimRow?
    /// `nil` when only the claim's end is told.
    var outcome: OutcomeRow?
    var outputs: Outputs?
    var rejection: Rejection?
    var attempts = 1
    /// The SHA-256 in `row` is that of the file.
    var isHashed = true
    /// No further outcome of this claim follows: its original can go to its place.
    var isLast: Bool
    /// Claimed (monotonic microseconds).
    var began: Int64
    /// Its outcome was known (monotonic microseconds).
    var read: Int64 = 0
}
