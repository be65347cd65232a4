/// The key of a phrase in the table of facts, a word at a time.
///
/// The key of one word is its `wordHash`. Marks between words (spaces, hyphens, full stops) do not count, so
/// "Port-au-Prince" and "Port au Prince" have one key. Never changes: the table holds these keys.
package struct PhraseKey: Hashable, Sendable {
    package private(set) var value: UInt64

    /// - Parameter word: `wordHash` of the first word.
    @inline(__always) package init(_ word: UInt64) { value = word }

    @inline(__always) package mutating func add(_ word: UInt64) {
        value = ((value ^ value >> 29) &* 0xBF58_476D_1CE4_E5B9) &+ word
    }
}
