import Article
import Reading
import Testing

@Suite struct WireTextTests {
    static let iptc =
        "\u{1}nwa0412 3 i 96  nwa 0611\r\n\nVarland/weather/\r\n\u{2}1ST LEAD\nSnow closes the Varn pass\nBy Jo Ahrend, The Coast Courier =\r\n\nPort Eldren (nwa) - Half a metre of snow fell on the pass overnight, more than\r\nin any May for sixty years, the road office said on Tuesday.\r\n\nForty lorries were stuck.\r\n\nnwa jm hr\r\n\u{3}130742 GMT Mai 25\r\n\u{7F}\n\u{7F}\u{4}"

    @Test func iptc7901IsRead() throws {
        let document = try #require(article(WireTextTests.iptc))
        #expect(document.format == "iptc-7901")
        #expect(document.headline == "Snow closes the Varn pass")
        #expect(document.byline == "Jo Ahrend, The Coast Courier")
        #expect(document.authors.map(\.name) == ["Jo Ahrend"])
        #expect(document.slugline == "Varland/weather")
        #expect(document.urgency == 3)
        #expect(document.editorialNote == "1ST LEAD")
        #expect(document.contentCreated?.value == "2025-05-13T07:42Z")
        #expect(document.paragraphTexts.count == 2)
        #expect(
            document.paragraphTexts.first?.hasSuffix(
                "more than in any May for sixty years, the road office said on Tuesday.") == true)
        #expect(document.paragraphTexts.last == "Forty lorries were stuck.")
    }

    @Test func lettersOfLatin1AreRead() throws {
        let text = WireTextTests.iptc.replacing("Snow closes the Varn pass", with: "Schnee schließt den Varnpaß")
            .replacing("Forty lorries were stuck.", with: "Vierzig Lastzüge steckten fest, sagte Jürgen Möllenkamp.")
        let document = try #require(article(Array(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })))
        #expect(document.headline == "Schnee schließt den Varnpaß")
        #expect(document.paragraphTexts.last == "Vierzig Lastzüge steckten fest, sagte Jürgen Möllenkamp.")
    }

    static let anpa =
        "\u{16}\u{16}\u{1}v4417\u{1F}_coast\r\nu i\u{13}\u{11} BC-NW--Ferry-DriftingShip     03-14 0038\r\n\u{2}^BC-NW--Ferry-Drifting Shipwreck, 1st Ld-Writethru,466<\r\n^Ferry drifts off Kell Point<\r\n^Eds: Adds quotes.<\r\n^By HANNE OSTROW=\r\n^Associated Press=\r\n\t   PORT ELDREN, Varland (AP) _ The ferry ``drifts'' without power.<\r\n \r\n\t   It waits.<\r\n\r\n\t   \u{3}AP-WF-03-14-25 0912GMT<\r\n\u{C}\r\n\u{4}"

    @Test func anpa1312IsRead() throws {
        let document = try #require(article(WireTextTests.anpa))
        #expect(document.format == "anpa-1312")
        #expect(document.headline == "Ferry drifts off Kell Point")
        #expect(document.authors.map(\.name) == ["HANNE OSTROW"])
        // Without the cycle and the region, and without the word that was cut.
        #expect(document.slugline == "Ferry-Drifting")
        #expect(document.urgency == 3)
        #expect(document.editorialNote?.contains("Adds quotes.") == true)
        #expect(document.contentCreated?.value == "2025-03-14T09:12Z")
        #expect(
            document.paragraphTexts == [
                "PORT ELDREN, Varland (AP) _ The ferry \"drifts\" without power.", "It waits.",
            ])
    }

    @Test func aWireThatBreaksOffIsReadWithAWarning() throws {
        let cut = String(WireTextTests.anpa.prefix { $0 != "\u{3}" })
        let document = try #require(article(cut))
        #expect(document.warnings.contains { $0.code == "truncated" })
    }

    @Test func timesWithoutZoneAreTheSources() throws {
        // A zone that is two hours east until 1 April 2025, and three from then on.
        func number(_ value: Int64, _ bytes: Int) -> [UInt8] {
            (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (Int64($0) * 8)) }
        }
        func header(times: Int64, types: Int64) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
                + [0, 0, 0, times, types, 4].flatMap { number($0, 4) }
        }
        let data =
            header(times: 0, types: 0) + Array("XXX\0".utf8) + header(times: 1, types: 2)
            + number(1_743_458_400, 8) + [1] + number(7_200, 4) + [0, 0] + number(10_800, 4) + [1, 0]
            + Array("XXX\0".utf8)
        let zone = try #require(Zone(data: data))
        #expect(zone.offset(at: 1_743_458_399) == 7_200)
        #expect(zone.offset(at: 1_743_458_400) == 10_800)
        for n in data.indices { _ = Zone(data: Array(data[..<n])) }

        func created(_ date: String) throws -> Stamp? {
            let text =
                "<rss version=\"2.0\"><channel><item><title>A</title><pubDate>\(date)</pubDate><description>Some text.</description></item></channel></rss>"
            var context = ReadingContext(source: "a", name: [], arrived: Instant(seconds: 1_773_144_000))
            context.settings.zone = zone
            var found: Stamp?
            try read(Original(bytes: Array(text.utf8), context: context)) { found = try $0.result.get().contentCreated }
            return found
        }
        let winter = try created("2025-03-14T09:12:00")
        #expect(winter?.value == "2025-03-14T09:12:00+02:00")
        #expect(winter?.instant.text == "2025-03-14T07:12:00Z")
        #expect(try created("2025-05-14T09:12:00")?.instant.text == "2025-05-14T06:12:00Z")
        #expect(try created("2025-03-14T09:12:00Z")?.instant.text == "2025-03-14T09:12:00Z")
        #expect(try created("2025-03-14")?.value == "2025-03-14")
    }
}
