/// Writes values one after another, for the other side of a pipe: integers as 8 bytes little-endian, bytes with
/// their count before them, an optional with a 0 or 1 before it.
package struct Packer {
    package var bytes: [UInt8] = []

    package init() {}

    package mutating func pack(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    package mutating func pack(_ value: Int) { pack(Int64(value)) }
    package mutating func pack(_ value: UInt64) { pack(Int64(bitPattern: value)) }
    package mutating func pack(_ value: Bool) { bytes.append(value ? 1 : 0) }
    package mutating func pack(_ value: Double) { pack(value.bitPattern) }
    package mutating func pack(_ value: [UInt8]) {
        pack(value.count)
        bytes.append(contentsOf: value)
    }
    package mutating func pack(_ value: String) {
        pack(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }
    package mutating func pack(_ value: String?) {
        pack(value != nil)
        if let value { pack(value) }
    }
    package mutating func pack(_ value: Int?) {
        pack(value != nil)
        if let value { pack(value) }
    }
}

/// Reads what a `Packer` wrote. The other side is not trusted: what does not fit throws, and no count is believed
/// before it was held against what is there.
package struct Unpacker {
    package struct Malformed: Error {
        package init() {}
    }

    private let bytes: [UInt8]
    private var at: Int
    private let end: Int

    package init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

    /// Reads a part of `bytes`, without a copy of it.
    package init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        let range = range.clamped(to: 0..<bytes.count)
        at = range.lowerBound
        end = range.upperBound
    }

    package var isAtEnd: Bool { at == end }

    package mutating func integer() throws(Malformed) -> Int64 {
        guard end - at >= 8 else { throw Malformed() }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: Int64.self) }
        at += 8
        return Int64(littleEndian: value)
    }
    package mutating func int() throws(Malformed) -> Int { Int(try integer()) }
    package mutating func unsigned() throws(Malformed) -> UInt64 { UInt64(bitPattern: try integer()) }
    package mutating func double() throws(Malformed) -> Double { Double(bitPattern: try unsigned()) }
    package mutating func bool() throws(Malformed) -> Bool {
        guard at < end, bytes[at] < 2 else { throw Malformed() }
        at += 1
        return bytes[at - 1] == 1
    }
    package mutating func array() throws(Malformed) -> [UInt8] {
        let count = try int()
        guard count >= 0, count <= end - at else { throw Malformed() }
        defer { at += count }
        return Array(bytes[at..<(at + count)])
    }
    /// Invalid UTF-8 is repaired, not refused.
    package mutating func string() throws(Malformed) -> String {
        let count = try int()
        guard count >= 0, count <= end - at else { throw Malformed() }
        defer { at += count }
        return String(decoding: bytes[at..<(at + count)], as: UTF8.self)
    }
    package mutating func optionalString() throws(Malformed) -> String? { try bool() ? try string() : nil }
    package mutating func optionalInt() throws(Malformed) -> Int? { try bool() ? try int() : nil }
}
