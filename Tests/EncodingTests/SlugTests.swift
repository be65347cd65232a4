import Article
import Testing

import Encoding

@Suite struct SlugTests {
    @Test(arguments: [
        ("Skerry Tunnel opens after nine years", "skerry-tunnel-opens-after-nine-years"),
        ("  -- 9.5 % more!  ", "9-5-more"),
        ("Lindqvist’s “new” road, isn't it?", "lindqvists-new-road-isnt-it"),
        ("Übergröße Æther Łódź Đà Nẵng Ĳssel", "ubergrosse-aether-lodz-da-nang-ijssel"),
        ("e\u{301}tude", "etude"),
        ("Москва, объявление: щука ждёт", "moskva-obyavlenie-shchuka-zhdet"),
        ("Київ і Їжак", "kiiv-i-izhak"),
        ("Αθήνα: Ψηφίζουν σήμερα ἀρχή", "athina-psifizoyn-simera-archi"),
        ("北京 BRICS 峰会", "brics"),
        ("北京峰会", "article"),
        ("", "article"),
        ("ＡＢＣ　１２３", "abc-123"),
    ])
    func slugs(title: String, expected: String) {
        #expect(slug(title) == expected)
    }

    @Test func isCutBetweenWords() {
        let words = slug("Ministers agree after all night talks on fishing quotas for the northern banks")
        #expect(words == "ministers-agree-after-all-night-talks-on-fishing-quotas-for")
        #expect(slug(String(repeating: "щ", count: 100)) == String(repeating: "shch", count: 15))
        #expect(slug(String(repeating: "a", count: 60)).utf8.count == 60)
        #expect(slug(String(repeating: "a", count: 60) + " b") == String(repeating: "a", count: 60))
    }

    @Test func holdsNothingElseForAnyCodePoint() {
        for value in UInt32(0)...0x1_0FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let slug = slug("a" + String(scalar) + "b")
            #expect(
                slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        }
    }

    @Test func daysAreTheSourcesElseTheArrivals() throws {
        let arrived = Instant(seconds: 1_677_887_999)  // 2023-03-03T23:59:59Z
        func day(_ value: String) -> String {
            recordDay(
                Created(stamp: Stamp(instant: arrived, value: value, precision: .second), basis: .metadata),
                arrived: arrived
            ).text
        }
        #expect(day("2023-03-19") == "2023-03-19")
        #expect(day("2023-03-20T00:30:00+08:00") == "2023-03-20")  // still the 19th in UTC
        #expect(day("2023-03") == "2023-03-03")
        #expect(day("2023-02-30") == "2023-03-03")
        #expect(day("20230319T1200") == "2023-03-03")
        #expect(day("../../../../etc") == "2023-03-03")
        #expect(recordDay(nil, arrived: arrived).text == "2023-03-03")
    }
}
