import Foundation
import Testing

import Bytes

@Suite struct JSONWriterTests {
    func written(_ value: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        value(&json)
        return String(decoding: json.take(), as: UTF8.self)
    }

    @Test func integers() {
        for value in [0, 1, 9, 10, 99, 100, -1, -10, 1_234_567_890, Int.max, Int.min] {
            #expect(written { $0.integer(value) } == String(value))
        }
        #expect(written { $0.integer(UInt64.max) } == String(UInt64.max))
        #expect(written { $0.integer(Int8.min) } == "-128")
    }

    @Test func decimals() {
        let cases: [(Double, Int, String)] = [
            (0, 3, "0"), (1, 3, "1"), (0.5, 3, "0.5"), (0.9999, 3, "1"), (0.001, 3, "0.001"), (0.0004, 3, "0"),
            (-0.0004, 3, "0"), (-7.25, 2, "-7.25"), (58.1234567, 5, "58.12346"), (123.05, 2, "123.05"),
            (.nan, 3, "0"), (.infinity, 3, "0"), (1e300, 3, "0"), (999_999_999_999, 3, "999999999999"),
        ]
        for (value, places, text) in cases { #expect(written { $0.decimal(value, places: places) } == text) }
    }

    /// Every code point, at every distance from the eight bytes that are looked at together.
    @Test func stringsComeBackAsTheyWere() throws {
        var text = ""
        for value in UInt32(0)...0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            text.unicodeScalars.append(scalar)
            if value % 7 == 0 { text += "abcdefgh" }
        }
        for lead in 0..<9 {
            let value = String(repeating: "x", count: lead) + text
            let json = written { $0.array { json in json.string(value) } }
            #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [value])
            #expect(json.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        }
        for byte in UInt8(0)..<0x80 {
            for place in 0..<8 {
                var word = Array("abcdefgh".utf8)
                word[place] = byte
                let json = written { $0.array { json in json.string(word) } }
                #expect(
                    try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [
                        String(decoding: word, as: UTF8.self)
                    ])
            }
        }
    }

    @Test func commasStandBetween() {
        let json = written { json in
            json.object { json in
                json.key("a")
                json.array { json in
                    json.integer(1)
                    json.object { _ in }
                    json.null()
                    json.raw(Array("[2]".utf8))
                }
                json.key("b" as String)
                json.bool(true)
            }
            json.newline()
            json.array { _ in }
        }
        #expect(json == #"{"a":[1,{},null,[2]],"b":true}"# + "\n[]")
    }
}
