internal import Bytes

/// The central directory of a zip file: which members it has, without reading them. Source: PKWARE, APPNOTE.TXT 6.3, 4.3.
struct ZipDirectory {
    private(set) var names: [String] = []
    /// Names of members that need a password.
    private(set) var encrypted: Set<String> = []

    /// - Parameter b: The whole file. `nil` where it has no end: it was cut off.
    init?(_ b: ByteView) {
        guard b.count >= 22 else { return nil }
        func number(_ at: Int, _ count: Int) -> Int {
            guard at >= 0, at + count <= b.count else { return 0 }
            return (0..<count).reduce(0) { $0 | Int(b[at + $1]) << (8 * $1) }
        }
        // The end record lies before a comment of at most 64 KiB.
        var end = b.count - 22
        let least = max(0, b.count - 22 - 65_535)
        while end >= least, number(end, 4) != 0x0605_4B50 { end -= 1 }
        guard end >= least else { return nil }
        let start = number(end + 16, 4)
        let count = number(end + 10, 2)
        var at = start
        while names.count < max(count, 1), names.count < 65_535, number(at, 4) == 0x0201_4B50 {
            let length = number(at + 28, 2)
            guard at + 46 + length <= b.count else { break }
            let name = String(decoding: b[view: at + 46..<at + 46 + length], as: UTF8.self)
            names.append(name)
            if number(at + 8, 2) & 1 != 0 { encrypted.insert(name) }
            at += 46 + length + number(at + 30, 2) + number(at + 32, 2)
        }
    }
}
