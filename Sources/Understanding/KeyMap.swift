/// A map from hashes to small numbers for one text: open addressing, no removal, made as large as it will need to be.
struct KeyMap {
    private var keys: [UInt64]
    private var values: [Int32]
    private let mask: Int
    private var room: Int

    /// - Parameter count: the most keys there will be; further ones are forgotten.
    init(count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        values = [Int32](repeating: -1, count: size)
        mask = size - 1
        room = size - size / 4
    }

    @inline(__always) private func slot(_ key: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while values[at] >= 0, keys[at] != key { at = (at + 1) & mask }
        return at
    }

    /// `nil` where the key was never set. Values are not negative.
    subscript(key: UInt64) -> Int? {
        @inline(__always) get {
            let value = values[slot(key)]
            return value < 0 ? nil : Int(value)
        }
        @inline(__always) set {
            guard let newValue else { return }
            let at = slot(key)
            if values[at] < 0 {
                guard room > 0 else { return }
                room -= 1
                keys[at] = key
            }
            values[at] = Int32(clamping: newValue)
        }
    }
}
