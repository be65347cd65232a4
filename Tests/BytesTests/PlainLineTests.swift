import Bytes
import Testing

@Suite struct PlainLineTests {
    func plainLine(_ text: String) -> String {
        var line: [UInt8] = []
        Array(text.utf8).withUnsafeBytes { appendPlainLine($0, to: &line) }
        return String(decoding: line, as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("Ása – 漁村 🚇 مانيلا", "Ása – 漁村 🚇 مانيلا"),
        ("a\nb\r\nc\td\u{2028}e\u{85}f", "a b  c d e f"),
        ("\u{1B}[2J\u{9B}x\u{0}\u{7F}", "\u{FFFD}[2J\u{FFFD}x\u{FFFD}\u{FFFD}"),
        ("a\u{202E}b\u{2066}c\u{2069}d\u{202A}\u{FEFF}\u{200F}", "abcd"),
        ("\u{2070}\u{C0}\u{A0}\u{61D}\u{FEFE}", "\u{2070}\u{C0}\u{A0}\u{61D}\u{FEFE}"),
    ])
    func isOneHarmlessLine(text: String, expected: String) {
        #expect(plainLine(text) == expected)
    }

    @Test func whatIsHarmlessStaysAndNothingElseDoes() {
        for value in UInt32(0)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a" + String(scalar) + "b"
            let line = plainLine(text)
            #expect(
                isHarmless(scalar) ? Array(line.utf8) == Array(text.utf8) : line.unicodeScalars.allSatisfy(isHarmless))
        }
    }
}
