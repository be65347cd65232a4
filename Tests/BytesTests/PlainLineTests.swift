import Testing

import Bytes

@Suite struct PlainLineTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("Ása – 漁村 🚇 مانيلا", "Ása – 漁村 🚇 مانيلا"),
        ("a\nb\r\nc\td\u{2028}e\u{85}f", "a b  c d e f"),
        ("\u{1B}[2J\u{9B}x\u{0}\u{7F}", "\u{FFFD}[2J\u{FFFD}x\u{FFFD}\u{FFFD}"),
        ("a\u{202E}b\u{2066}c\u{2069}d\u{202A}", "abcd"),
        ("\u{200E}\u{2070}\u{C0}\u{A0}", "\u{200E}\u{2070}\u{C0}\u{A0}"),
    ])
    func isOneHarmlessLine(text: String, expected: String) {
        #expect(plainLine(text) == expected)
    }

    @Test func everyCodePoint() {
        for value in UInt32(0)...0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let line = plainLine("a" + String(scalar) + "b").unicodeScalars
            #expect(line.first == "a" && line.last == "b")
            for c in line {
                #expect(c.value >= 0x20 && !(0x7F...0x9F).contains(c.value))
                #expect(!(0x2028...0x202E).contains(c.value) && !(0x2066...0x2069).contains(c.value))
            }
        }
    }
}
