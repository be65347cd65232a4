internal import Bytes

/// A small fixed map from words to a number, by `wordHash`; 0 stands for "not in it".
///
/// Tables live as long as the program: their memory is never freed.
struct WordTable: Sendable {
    private typealias Entry = (key: UInt64, value: UInt32)
    // Written in `init` only.
    nonisolated(unsafe) private let entries: UnsafePointer<Entry>
    private let mask: Int

    /// Each entry: the value and its words, parted by spaces or line breaks. A word named more than once keeps its first
    /// value, or gets the bits of all of them when `combining`.
    init(_ entries: [(value: UInt32, words: StaticString)], combining: Bool = false) {
        self.init(bytes: entries.map { ($0.value, $0.words.withUTF8Buffer { Array($0) }) }, combining: combining)
    }

    init(bytes entries: [(value: UInt32, words: [UInt8])], combining: Bool = false) {
        var found: [(UInt64, UInt32)] = []
        for (value, words) in entries {
            words.withUnsafeBufferPointer { text in
                var start = 0
                for i in 0...text.count where i == text.count || text[i] == 0x20 || text[i] == 0x0A {
                    if i > start { found.append((wordHash(UnsafeBufferPointer(rebasing: text[start..<i])), value)) }
                    start = i + 1
                }
            }
        }
        var size = 16
        while size < found.count * 2 { size *= 2 }
        mask = size - 1
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: size)
        entries.initialize(repeating: (0, 0), count: size)
        for (key, value) in found {
            var at = Int(truncatingIfNeeded: key) & mask
            while entries[at].value != 0 && entries[at].key != key { at = (at + 1) & mask }
            entries[at].key = key
            if combining { entries[at].value |= value } else if entries[at].value == 0 { entries[at].value = value }
        }
        self.entries = UnsafePointer(entries)
    }

    @inline(__always) subscript(hash: UInt64) -> UInt32 {
        var at = Int(truncatingIfNeeded: hash) & mask
        while entries[at].value != 0 {
            if entries[at].key == hash { return entries[at].value }
            at = (at + 1) & mask
        }
        return 0
    }

    @inline(__always) func contains(_ hash: UInt64) -> Bool { self[hash] != 0 }
}
