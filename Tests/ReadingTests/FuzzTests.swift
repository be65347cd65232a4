import Article
import Bytes
import Glibc
import Reading
import Testing

/// A small generator, so that a failure can be repeated by its seed.
struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        // splitmix64
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(max(1, n))) }
}

@Suite struct FuzzTests {
    static let seeds: [String] = [
        "Ferry stops in fog\n\nBy Hanne Ostrow\n12 March 2025, 10:32 GMT\n\nOSMARRA, March 12 (NWA) - The ferry did not sail.\n\nIt will on Sunday.\n",
        "---\ntitle: Three evenings\nauthor: [Milo Trask, A. B.]\ntags:\n  - mill\n---\n# Head\n\nText *with* [links](http://x.example/a) and `code`.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n",
        "+++\ntitle = \"Mill\"\ndate = 2025-01-30T15:20:00+01:00\n+++\n\nBody text.\n",
        "{\"title\": \"A\", \"tags\": [\"x\", \"y\"]}\n\nBody text goes here.\n",
        """
        <!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Brücke offen - Talblatt</title>
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Brücke offen","datePublished":"2025-01-30T15:20:00+01:00",
        "author":[{"@type":"Person","name":"Olof Pike"}]}</script></head><body><nav><a href="/">Start</a></nav><article><h1>Brücke offen</h1>
        <p>Die Brücke über die Tarn ist seit Montag wieder offen, teilte die Gemeinde mit.</p><p>Sie war zwei Jahre gesperrt.<br><br>Nun f&auml;hrt
        der Bus wieder.</p><table><tr><td>1</td><td>2</td></tr></table><ul><li>eins</li></ul></article></body></html>
        """,
        "EMBARGOED UNTIL 00:01 GMT MONDAY 9 MARCH 2026\n\nSlug: MILL\nHeadline: Mill opens\n\nText follows here and\ngoes on over lines of the\nsame width until it ends.\n",
        AgencyXMLTests.nitf,
        AgencyXMLTests.newsItem("urn:x:1", "<inlineXML><html><body><p>It drifts.</p></body></html></inlineXML>"),
        AgencyXMLTests.newsML1(
            "<NewsComponent><NewsLines><HeadLine>Ferry</HeadLine></NewsLines><NewsComponent><Role FormalName=\"Body\"/><NewsLines><HeadLine>A</HeadLine></NewsLines><ContentItem><DataContent>Text</DataContent></ContentItem></NewsComponent></NewsComponent>"
        ),
        FeedTests.rss, WireTextTests.iptc, WireTextTests.anpa,
        #"[{"uri":"urn:x:1","headline":"Ferry","body_html":"<p>It drifts.</p>","subject":[{"code":"a","name":"b"}]},{"uri":"x","bodies":[{"contentType":"text/plain","value":"a\n\nb"}]}]"#,
        "\u{FEFF}Za\u{308}hlung \u{200B}mit \u{AD}Zeichen\r\n\r\nText \u{1F600} \u{202E}abc\u{202C} e\u{301}\u{323}.\r\n",
    ]

    /// Whatever the bytes are, reading ends, and what it yields keeps its promises.
    @Test func anyBytesAreAnswered() {
        let rounds = getenv("DATELINE_FUZZ").flatMap { Int(String(cString: $0)) } ?? 3_000
        var random = Random(state: 7)
        for round in 0..<rounds {
            var bytes = Array(FuzzTests.seeds[random.below(FuzzTests.seeds.count)].utf8)
            for _ in 0..<random.below(12) {
                let at = random.below(bytes.count)
                switch random.below(6) {
                case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
                case 3:
                    let other = Array(FuzzTests.seeds[random.below(FuzzTests.seeds.count)].utf8)
                    let start = random.below(other.count)
                    bytes.insert(contentsOf: other[start..<min(other.count, start + random.below(60))], at: at)
                case 4: bytes.removeSubrange(at..<min(bytes.count, at + random.below(40)))
                default:
                    let special: [UInt8] = [
                        0, 0x0A, 0x0D, 0x20, 0x2D, 0x3C, 0x3E, 0x22, 0x5B, 0x5D, 0x28, 0x29, 0x7B, 0x1B, 0xC2, 0xE2,
                        0xF0, 0xFF,
                    ]
                    bytes.insert(special[random.below(special.count)], at: at)
                }
                if bytes.isEmpty { bytes = [0x41] }
            }
            // Sometimes in another encoding.
            if random.below(10) == 0 {
                bytes = String(decoding: bytes, as: UTF8.self).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            }
            let all = readings(bytes)
            #expect(!all.isEmpty, "round \(round): no answer")
            for case .success(let document) in all {
                let wrong = faults(document)
                #expect(wrong.isEmpty, "round \(round): \(wrong)")
            }
        }
    }

    @Test func randomBytesAreAnswered() {
        var random = Random(state: 11)
        for round in 0..<1_500 {
            let bytes = (0..<random.below(400)).map { _ in
                UInt8(truncatingIfNeeded: random.next() >> UInt64(random.below(3)))
            }
            for case .success(let document) in readings(bytes) {
                let wrong = faults(document)
                #expect(wrong.isEmpty, "round \(round): \(wrong)")
            }
        }
    }
}
