/// Bytes that grow at their end: what writers write into.
///
/// Not copyable, so that it can own its memory: an `Array` would check at every byte whether it is shared.
package struct ByteBuffer: ~Copyable {
    @usableFromInline var start: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0

    package init(capacity: Int) {
        self.capacity = max(64, capacity)
        start = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit { start.deallocate() }

    /// What was written so far.
    package var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: start, count: count)) }

    package mutating func removeAll() { count = 0 }

    @inlinable @inline(__always) package mutating func append(_ byte: UInt8) {
        makeRoom(1)
        store(byte)
    }

    @inlinable @inline(__always) package mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        makeRoom(length)
        (start + count).copyMemory(from: text.utf8Start, byteCount: length)
        count += length
    }

    /// The bytes of `source` at `from..<until`.
    @inlinable @inline(__always) package mutating func append(
        _ source: UnsafeRawBufferPointer, _ from: Int, _ until: Int
    ) {
        guard from < until, let base = source.baseAddress else { return }
        makeRoom(until - from)
        (start + count).copyMemory(from: base + from, byteCount: until - from)
        count += until - from
    }

    /// In decimal, with zeros before it up to `width` digits.
    package mutating func digits(_ value: UInt64, width: Int) {
        makeRoom(max(20, width))
        if value < 10_000, width <= 1 { return upToFour(UInt32(truncatingIfNeeded: value)) }
        var length = 1
        var rest = value / 10
        while rest != 0 {
            length += 1
            rest /= 10
        }
        length = max(length, width)
        rest = value
        var at = count + length
        while at > count {
            at -= 1
            start.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: at, as: UInt8.self)
            rest /= 10
        }
        count += length
    }

    /// Most numbers are offsets into an article.
    @inline(__always) private mutating func upToFour(_ value: UInt32) {
        let (high, low) = (value / 100, value % 100)
        if value >= 1000 { store(0x30 + UInt8(truncatingIfNeeded: high / 10)) }
        if value >= 100 { store(0x30 + UInt8(truncatingIfNeeded: high % 10)) }
        if value >= 10 { store(0x30 + UInt8(truncatingIfNeeded: low / 10)) }
        store(0x30 + UInt8(truncatingIfNeeded: low % 10))
    }

    /// So that `length` more bytes can be stored.
    @inlinable @inline(__always) package mutating func makeRoom(_ length: Int) {
        if capacity - count < length { grow(length) }
    }

    /// `append` where there is room.
    @inlinable @inline(__always) package mutating func store(_ byte: UInt8) {
        start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @usableFromInline @inline(never) mutating func grow(_ length: Int) {
        capacity += max(length, capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = larger
    }
}
