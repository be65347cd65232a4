import Testing

import Bytes
import TestKit

@Suite struct PackerTests {
    @Test func valuesComeBack() throws {
        var random = Random(seed: 7)
        for _ in 0..<2000 {
            let bytes = random.bytes(random.below(50))
            let text = random.text(20)
            let number = Int(truncatingIfNeeded: random.next())
            let real = Double(bitPattern: random.next())
            let flag = random.below(2) == 0
            let optional: String? = flag ? nil : random.text(5)
            let count: Int? = flag ? number : nil
            var packer = Packer()
            packer.pack(bytes)
            packer.pack(text)
            packer.pack(number)
            packer.pack(real)
            packer.pack(flag)
            packer.pack(optional)
            packer.pack(count)
            var unpacker = Unpacker(packer.bytes)
            #expect(try unpacker.array() == bytes)
            #expect(try Array(unpacker.string().unicodeScalars) == Array(text.unicodeScalars))
            #expect(try unpacker.int() == number)
            #expect(try unpacker.double().bitPattern == real.bitPattern)
            #expect(try unpacker.bool() == flag)
            #expect(try unpacker.optionalString().map { Array($0.utf8) } == optional.map { Array($0.utf8) })
            #expect(try unpacker.optionalInt() == count)
            #expect(unpacker.isAtEnd)
            #expect(throws: Unpacker.Malformed.self) { try unpacker.bool() }
        }
    }

    /// Any reader on any bytes: a value or `Malformed`, and it never goes past the end.
    @Test func noise() {
        var random = Random(seed: 8)
        for _ in 0..<20_000 {
            var unpacker = Unpacker(random.bytes(random.below(40)))
            for _ in 0..<8 {
                switch random.below(7) {
                case 0: _ = try? unpacker.int()
                case 1: _ = try? unpacker.array()
                case 2: _ = try? unpacker.string()
                case 3: _ = try? unpacker.bool()
                case 4: _ = try? unpacker.optionalString()
                case 5: _ = try? unpacker.optionalInt()
                default: _ = try? unpacker.double()
                }
            }
        }
    }

    @Test func invalidTextIsRepaired() throws {
        var packer = Packer()
        packer.pack([0x61, 0xFF, 0x62] as [UInt8])
        var unpacker = Unpacker(packer.bytes)
        #expect(try unpacker.string() == "a\u{FFFD}b")
    }
}
