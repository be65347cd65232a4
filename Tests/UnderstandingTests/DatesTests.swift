import Article
import Testing
import Understanding

/// Language, text, and each expression with its value; the article is of Sunday, 19 March 2023.
private let cases: [(String, String, [(String, String)])] = [
    (
        "en", "The mayor was in Lund on March 20, 2022, and again on the 3rd of May 2021.",
        [("March 20, 2022", "2022-03-20"), ("the 3rd of May 2021", "2021-05-03")]
    ),
    ("en", "She will visit the town from March 20 to 22.", [("March 20 to 22", "2023-03-20/2023-03-22")]),
    ("en", "The fair will run 28 March - 3 April.", [("28 March - 3 April", "2023-03-28/2023-04-03")]),
    (
        "en", "The count was dated 03/14/2023 and 2023-03-15.",
        [("03/14/2023", "2023-03-14"), ("2023-03-15", "2023-03-15")]
    ),
    (
        "en", "He said on Friday that the talks will resume on Tuesday.",
        [("Friday", "2023-03-17"), ("Tuesday", "2023-03-21")]
    ),
    ("en", "The road stays closed until Wednesday.", [("Wednesday", "2023-03-22")]),
    ("en", "It rained last week and yesterday.", [("last week", "2023-W10"), ("yesterday", "2023-03-18")]),
    ("en", "Work begins next month and ends this year.", [("next month", "2023-04"), ("this year", "2023")]),
    ("en", "The harbour was closed three days ago.", [("three days ago", "2023-03-16")]),
    (
        "en", "The three-day visit follows nearly two weeks of talks.",
        [("three-day", "P3D"), ("nearly two weeks", "P2W")]
    ),
    ("en", "Trade fell in the third quarter of 2022.", [("the third quarter of 2022", "2022-Q3")]),
    ("en", "Q4 2021 was worse, as were the 1990s.", [("Q4 2021", "2021-Q4"), ("the 1990s", "199")]),
    ("en", "They meet every Monday.", [("every Monday", "XXXX-WXX-1")]),
    ("en", "The gates opened at 6:30 p.m. on Thursday.", [("6:30 p.m. on Thursday", "2023-03-16T18:30")]),
    ("en", "In May 2020 it was late; in 2018 it was not.", [("May 2020", "2020-05"), ("2018", "2018")]),
    ("en", "You may march in 2000 steps; 1500 soldiers did.", []),
    ("en", "The 27-year-old bought 12 days' worth.", [("12 days", "P12D")]),
    (
        "de", "Am 3. März 2023 und vor drei Tagen; nächste Woche am 21.03.2023 um 18 Uhr.",
        [
            ("3. März 2023", "2023-03-03"), ("vor drei Tagen", "2023-03-16"), ("nächste Woche", "2023-W12"),
            ("21.03.2023 um 18 Uhr", "2023-03-21T18:00"),
        ]
    ),
    (
        "fr", "Il y a trois jours, puis lundi prochain, du 20 au 22 mars ; l'an dernier aussi.",
        [
            ("Il y a trois jours", "2023-03-16"), ("lundi prochain", "2023-03-20"),
            ("20 au 22 mars", "2023-03-20/2023-03-22"), ("l'an dernier", "2022"),
        ]
    ),
    (
        "es", "El lunes 20 de marzo de 2023 y hace dos semanas; la semana pasada no.",
        [
            ("lunes 20 de marzo de 2023", "2023-03-20"), ("hace dos semanas", "2023-03-05"),
            ("la semana pasada", "2023-W10"),
        ]
    ),
    (
        "it", "Tre giorni fa, e lunedì 20 marzo 2023.",
        [("Tre giorni fa", "2023-03-16"), ("lunedì 20 marzo 2023", "2023-03-20")]
    ),
    (
        "pt", "Na segunda-feira, 20 de março de 2023, e ontem.",
        [("segunda-feira, 20 de março de 2023", "2023-03-20"), ("ontem", "2023-03-18")]
    ),
    (
        "nl", "Drie dagen geleden, en op 20 maart 2023.",
        [("Drie dagen geleden", "2023-03-16"), ("20 maart 2023", "2023-03-20")]
    ),
    (
        "ru", "Три дня назад и 20 марта 2023 года.",
        [("Три дня назад", "2023-03-16"), ("20 марта 2023 года", "2023-03-20")]
    ),
    (
        "zh-Hans", "市长将于3月20日至22日来访，2022年2月4日和昨天也来过。",
        [("3月20日至22日", "2023-03-20/2023-03-22"), ("2022年2月4日", "2022-02-04"), ("昨天", "2023-03-18")]
    ),
    ("ja", "市長は3月20日に訪れる。昨年も来た。", [("3月20日", "2023-03-20"), ("昨年", "2022")]),
    ("ko", "시장은 2023년 3월 20일에 방문한다.", [("2023년 3월 20일", "2023-03-20")]),
    ("ar", "وصل الوزير يوم الاثنين 20 مارس 2023 إلى المدينة.", [("الاثنين 20 مارس 2023", "2023-03-20")]),
]

@Test("Expressions of time are found and resolved", arguments: cases)
func dates(language: String, text: String, expected: [(String, String)]) {
    let (document, findings) = read(text, language: language, date: "2023-03-19")
    #expect(findings.dates.map { document.text($0.span) } == expected.map(\.0))
    #expect(findings.dates.map(\.value) == expected.map(\.1))
}

@Test("A range covers both its days")
func range() {
    let (_, findings) = read("She will visit the town from March 20 to 22.", language: "en", date: "2023-03-19")
    #expect(findings.dates.first?.from == day("2023-03-20"))
    #expect(findings.dates.first?.until == day("2023-03-22"))
}

@Test("Numeric dates follow the country")
func dayFirst() {
    let text = "The bridge was opened on 04/03/2023 after the works that the town had paid for."
    #expect(read(text, language: "en-GB", date: "2023-03-19").1.dates.first?.value == "2023-03-04")
    #expect(read(text, language: "en-US", date: "2023-03-19").1.dates.first?.value == "2023-04-03")
}

@Test("A month without a year lies near the article, on the side of the tense")
func nearestYear() {
    #expect(
        read("The bridge collapsed in November.", language: "en", date: "2023-03-19").1.dates.first?.value == "2022-11")
    #expect(
        read("The bridge will open in November.", language: "en", date: "2023-03-19").1.dates.first?.value == "2023-11")
    #expect(
        read("It was closed on December 30.", language: "en", date: "2023-01-02").1.dates.first?.value == "2022-12-30")
}

@Test("Without a date of its own an article counts from its arrival")
func arrival() {
    #expect(read("The bridge was closed yesterday.", language: "en").1.dates.first?.value == "2024-05-14")
}

@Test("The article's own date: the source's, else a line that says nothing but it")
func created() {
    let (_, stated) = read("The bridge is closed.", date: "2023-03-19")
    #expect(stated.created?.stamp.value == "2023-03-19")
    #expect(stated.created?.basis == .metadata)
    let (document, found) = read(
        "Published: Tuesday, May 7, 2019\n\nThe bridge over the river Lind was closed on Monday after a ship had struck it."
    )
    #expect(found.created?.stamp.value == "2019-05-07")
    #expect(found.created?.basis == .text)
    #expect(found.created?.span.map { document.text($0) } == "Tuesday, May 7, 2019")
    #expect(found.dates.last?.value == "2019-05-06")
    #expect(read("The bridge was built on May 7, 1911, and nobody had looked at it since then.").1.created == nil)
}
