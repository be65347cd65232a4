import Article
import Bytes
import Reading
import Testing

@Suite struct EncodingTests {
    static let western = "Café owners in Zürich said “no” on Sunday.\n\nThe vote is over – nobody was pleased.\n"

    @Test func unicodeWithAndWithoutMark() throws {
        let text = EncodingTests.western
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let wide = text.unicodeScalars.flatMap { s in [0, 8, 16, 24].map { UInt8(s.value >> $0 & 255) } }
        let cases: [([UInt8], String)] = [
            (Array(text.utf8), "utf-8"), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "utf-8"),
            ([0xFF, 0xFE] + little, "utf-16le"),
            ([0xFE, 0xFF] + big, "utf-16be"), (little, "utf-16le"), (big, "utf-16be"),
            ([0xFF, 0xFE, 0, 0] + wide, "utf-32le"),
            (wide, "utf-32le"),
        ]
        for (bytes, name) in cases {
            let document = try #require(article(bytes))
            #expect(document.encoding == name)
            #expect(document.text == text.trimmed, "\(name)")
            #expect(document.repairs.isEmpty)
        }
    }

    /// Short texts on made-up events, as bytes of the encoding.
    @Test func legacyEncodingsAreToldApart() throws {
        let cases: [(name: String, text: String, table: (UInt32) -> UInt8?)] = [
            ("windows-1251", "Паром не вышел в море, сообщили в порту города Осмарра.", windows1251),
            ("koi8-r", "Паром не вышел в море, сообщили в порту города Осмарра.", koi8),
            ("iso-8859-5", "Паром не вышел в море, сообщили в порту города Осмарра.", iso5),
            ("iso-8859-1", "La fête du village a été annulée à cause de la tempête.", { $0 < 0x100 ? UInt8($0) : nil }),
            ("windows-1253", "Το πλοίο δεν έφυγε από το λιμάνι εξαιτίας της ομίχλης.", greek),
        ]
        for (name, text, table) in cases {
            let bytes = text.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : table($0.value) ?? 0x3F }
            let document = try #require(article(bytes))
            #expect(document.encoding == name)
            #expect(document.text == text)
        }
    }

    @Test func eastAsianEncodings() throws {
        // "渡轮今天没有开。记者在港口看到，人们都在等。" in GB 18030
        let gb: [UInt8] = [
            0xB6, 0xC9, 0xC2, 0xD6, 0xBD, 0xF1, 0xCC, 0xEC, 0xC3, 0xBB, 0xD3, 0xD0, 0xBF, 0xAA, 0xA1, 0xA3, 0xBC, 0xC7,
            0xD5, 0xDF, 0xD4, 0xDA,
            0xB8, 0xDB, 0xBF, 0xDA, 0xBF, 0xB4, 0xB5, 0xBD, 0xA3, 0xAC, 0xC8, 0xCB, 0xC3, 0xC7, 0xB6, 0xBC, 0xD4, 0xDA,
            0xB5, 0xC8, 0xA1, 0xA3,
        ]
        let chinese = try #require(article(gb))
        #expect(chinese.encoding == "gb18030")
        #expect(chinese.text == "渡轮今天没有开。记者在港口看到，人们都在等。")
        // "これは日本語の文です。" in Shift_JIS, EUC-JP and ISO-2022-JP
        let japanese = "これは日本語の文です。"
        let sjis: [UInt8] = [
            0x82, 0xB1, 0x82, 0xEA, 0x82, 0xCD, 0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA, 0x82, 0xCC, 0x95, 0xB6, 0x82, 0xC5,
            0x82, 0xB7, 0x81, 0x42,
        ]
        let euc: [UInt8] = [
            0xA4, 0xB3, 0xA4, 0xEC, 0xA4, 0xCF, 0xC6, 0xFC, 0xCB, 0xDC, 0xB8, 0xEC, 0xA4, 0xCE, 0xCA, 0xB8, 0xA4, 0xC7,
            0xA4, 0xB9, 0xA1, 0xA3,
        ]
        let iso: [UInt8] = [0x1B, 0x24, 0x42] + euc.map { $0 & 0x7F } + [0x1B, 0x28, 0x42]
        for (bytes, name) in [(sjis, "shift_jis"), (euc, "euc-jp"), (iso, "iso-2022-jp")] {
            let document = try #require(article(bytes))
            #expect(document.encoding == name)
            #expect(document.text == japanese)
        }
        // "배는 오늘 나가지 않았다고 한다." in EUC-KR
        let korean: [UInt8] = [
            0xB9, 0xE8, 0xB4, 0xC2, 0x20, 0xBF, 0xC0, 0xB4, 0xC3, 0x20, 0xB3, 0xAA, 0xB0, 0xA1, 0xC1, 0xF6, 0x20, 0xBE,
            0xCA, 0xBE, 0xD2, 0xB4,
            0xD9, 0xB0, 0xED, 0x20, 0xC7, 0xD1, 0xB4, 0xD9, 0x2E,
        ]
        #expect(article(korean)?.text == "배는 오늘 나가지 않았다고 한다.")
        #expect(article(korean)?.encoding == "euc-kr")
    }

    @Test func whatIsNearlyUTF8IsMended() throws {
        // Two quotation marks of windows-1252 among UTF-8.
        let mixed = Array("The café said ".utf8) + [0x93] + Array("no".utf8) + [0x94] + Array(" — naïve as ever.".utf8)
        let document = try #require(article(mixed))
        #expect(document.text == "The café said “no” — naïve as ever.")
        #expect(document.encoding == "utf-8")
        #expect(document.repairs == ["2 windows-1252 bytes in UTF-8 text decoded, the first at byte 15"])
        // A character cut in two, and a lone surrogate.
        let broken =
            Array("Zürich, Köln und Genf ".utf8) + [0xE2, 0x82, 0x20, 0xED, 0xA0, 0x80] + Array(" blieben ruhig.".utf8)
        let other = try #require(article(broken))
        #expect(other.text.contains("\u{FFFD} \u{FFFD}"))
        #expect(other.repairs == ["5 invalid bytes replaced with U+FFFD, the first at byte 24"])
        // A pair of surrogates is one character.
        let pair = Array("Köln ".utf8) + [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] + Array(" grüßt.".utf8)
        #expect(article(pair)?.text == "Köln \u{1F600} grüßt.")
    }

    @Test func whatNoReaderShouldMeetIsRemoved() throws {
        let text =
            "Headline\0\0\n\nThe \u{1B}[31mred\u{1B}[0m boat\u{7} sailed.\u{2028}On Sun\u{AD}day it came back.\r\n\r\nIt was \u{200B}late\u{FEFF}.\r"
        let document = try #require(article(text))
        #expect(document.headline == "Headline")
        #expect(document.paragraphTexts == ["The red boat sailed.", "On Sunday it came back.", "It was late."])
        #expect(document.repairs.contains("3 control characters removed"))
        #expect(document.repairs.contains("2 terminal escape sequences removed"))
        // Thai words are parted by the zero-width space, and joiners matter.
        #expect(article("เรือ\u{200B}ไม่ออก คำ\u{200D}ยาว")?.text == "เรือ\u{200B}ไม่ออก คำ\u{200D}ยาว")
        // Bidi controls stay in the text, not in the headline.
        let bidi = try #require(article("A \u{202E}boat\u{202C} sails\n\nText \u{202E}here\u{202C}."))
        #expect(bidi.headline == "A boat sails")
        #expect(bidi.text == "Text \u{202E}here\u{202C}.")
    }

    @Test func textIsInNormalizationFormC() {
        #expect(
            article("Cafe\u{301} and A\u{30A}ngstro\u{308}m, \u{1112}\u{1161}\u{11AB}.")?.text
                == "Café and Ångström, 한.")
    }

    /// The quick check lets no scalar through that normalization would change.
    @Test func quickCheckIsSafe() {
        for value in UInt32(0)..<0x11_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // Alone after a letter, and between marks of a lower and a higher class.
            let text = "a" + String(Character(scalar)) + "\u{327}"
            let bytes = Array(("a" + String(Character(scalar))).utf8)
            let changes = !String(decoding: bytes, as: UTF8.self)._nfcCodeUnits.elementsEqual(bytes)
            let isMark = scalar.properties.canonicalCombiningClass != .notReordered
            if changes || isMark {
                let found = bytes.withUnsafeBufferPointer { mayNeedNormalization($0) }
                #expect(found, "U+\(String(value, radix: 16)) \(text)")
            }
        }
    }
}

private func windows1251(_ s: UInt32) -> UInt8? { (0x410...0x44F).contains(s) ? UInt8(s - 0x410 + 0xC0) : nil }
private func iso5(_ s: UInt32) -> UInt8? { (0x410...0x44F).contains(s) ? UInt8(s - 0x410 + 0xB0) : nil }
private func koi8(_ s: UInt32) -> UInt8? {
    let order = Array("юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ".unicodeScalars)
    return order.firstIndex { $0.value == s }.map { UInt8(0xC0 + $0) }
}
private func greek(_ s: UInt32) -> UInt8? { (0x388...0x3CE).contains(s) ? UInt8(s - 0x388 + 0xB8) : nil }

extension String {
    fileprivate var trimmed: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
