import Article
import Reading
import Testing

@Suite struct PlainTextTests {
    static let lead = "The ferry to Osmarra did not sail on Sunday because of fog, the harbour master said."
    static let more = "It is to leave on Monday, he said, if the wind comes from the west as it mostly does in spring."

    @Test func titleBylineAndDate() throws {
        let document = try #require(
            article(
                "World News\n\nFerry stays in port\nBy Hanne Ostrow and Milo Trask, Northern Wire Agency\n12 March 2025, 10:32 GMT\n\nOSMARRA (NWA) - \(PlainTextTests.lead)\n\n\(PlainTextTests.more)\n"
            ))
        #expect(document.kicker == "World News")
        #expect(document.headline == "Ferry stays in port")
        #expect(document.byline == "Hanne Ostrow and Milo Trask, Northern Wire Agency")
        #expect(document.authors.map(\.name).prefix(2) == ["Hanne Ostrow", "Milo Trask"])
        #expect(document.contentCreated?.value == "2025-03-12T10:32Z")
        #expect(document.paragraphTexts == ["OSMARRA (NWA) - " + PlainTextTests.lead, PlainTextTests.more])
    }

    @Test func bareNamesBetweenTitleAndDate() {
        let document = article("Ferry stays in port\nMilo Trask\n2025-03-12T08:15:00Z\n\n\(PlainTextTests.lead)\n")
        #expect(document?.byline == "Milo Trask")
        #expect(document?.contentCreated?.value == "2025-03-12T08:15:00Z")
        #expect(document?.headline == "Ferry stays in port")
    }

    @Test func bylinesInOtherLanguages() {
        for (line, name) in [
            ("Von Hanne Ostrow", "Hanne Ostrow"), ("Par Milo Trask", "Milo Trask"), ("Por Milo Trask", "Milo Trask"),
            ("记者 李明", "李明"),
            ("김철수 기자", "김철수"),
        ] {
            #expect(article("Ferry stays in port\n\n\(line)\n\n\(PlainTextTests.lead)")?.byline == name)
        }
        // A sentence that begins with such a word is none.
        #expect(article("By Monday the fog had gone and the ferry sailed.\n\n\(PlainTextTests.more)")?.byline == nil)
    }

    @Test func untitledTextHasNoHeadline() {
        for text in [
            "\(PlainTextTests.lead)\n\n\(PlainTextTests.more)", "\(PlainTextTests.lead)\n\(PlainTextTests.more)",
            "OSMARRA, March 12 (NWA) - The ferry did not sail\n\n\(PlainTextTests.more)",
            "12th March 2025 – (Osmarra) The ferry did not sail\n\(PlainTextTests.more)",
            "（新京社奥斯马拉3月12日电）渡轮没有开\n\n人们都在等。",
            "Share this withEmailFacebookTwitterLinkedinCopy\nthis link\(PlainTextTests.lead)\n\(PlainTextTests.more)",
        ] {
            #expect(article(text)?.headline == nil, "\(text)")
        }
    }

    @Test(arguments: [
        "ELDREN, Norland, Dec. 9 Coast - Ferries claimed their seventh", "(서울=연합뉴스) 김병규 기자 = 정부가 보육 지원 대책을",
    ])
    func aStoryThatOpensWithADatelineHasNoHeadline(first: String) {
        #expect(article(first + "\n\nMore follows in the second paragraph.\n")?.headline == nil)
    }

    @Test func headlineAloneIsTheBodyToo() {
        let document = article("Ferry stays in port\n")
        #expect(document?.headline == "Ferry stays in port")
        #expect(document?.text == "Ferry stays in port")
        #expect(rejection("  \n\t\r\n ")?.code == .noArticle)
        #expect(rejection("")?.code == .empty)
    }

    @Test func singleLineBreaksPartParagraphs() {
        let lines = [PlainTextTests.lead, PlainTextTests.more, PlainTextTests.lead + " " + PlainTextTests.more]
        #expect(article(lines.joined(separator: "\n"))?.paragraphTexts == lines)
    }

    @Test func wrappedLinesAreJoined() throws {
        func wrap(_ text: String, indent: String = "") -> String {
            var lines: [String] = []
            var line = indent
            for word in text.split(separator: " ") {
                if line.count + 1 + word.count > 66 {
                    lines.append(line)
                    line = String(word)
                } else {
                    line += (line.isEmpty || line == indent ? "" : " ") + word
                }
            }
            return (lines + [line]).joined(separator: "\n")
        }
        let paragraphs = [
            PlainTextTests.lead + " " + PlainTextTests.more, PlainTextTests.more + " Nobody minds.",
            PlainTextTests.lead,
        ]
        let blank = paragraphs.map { wrap($0) }.joined(separator: "\n\n")
        #expect(article(blank)?.paragraphTexts == paragraphs)
        let indented = paragraphs.map { wrap($0, indent: "   ") }.joined(separator: "\n")
        #expect(article(indented)?.paragraphTexts == paragraphs)
        let titled = try #require(article("Ferry stays in port\n\n" + blank))
        #expect(titled.headline == "Ferry stays in port")
        #expect(titled.paragraphTexts == paragraphs)
    }

    @Test func embargoAndHeaderLines() throws {
        let document = try #require(
            article(
                "EMBARGO: not for publication before 00:01 GMT Monday 16 March 2026\nSlug: FERRY-FOG\nKeywords: ferry, fog\n\nFerry stays in port\n\n\(PlainTextTests.lead)"
            ))
        #expect(document.embargoedUntil?.instant.text == "2026-03-16T00:01:00Z")
        #expect(document.slugline == "FERRY-FOG")
        #expect(document.subjects.compactMap(\.name) == ["ferry", "fog"])
        #expect(document.headline == "Ferry stays in port")
        #expect(document.text == PlainTextTests.lead)
        // Without a year the nearest to the arrival is meant.
        #expect(
            article("EMBARGOED UNTIL 6 a.m. EST, JAN 5\n\n\(PlainTextTests.lead)")?.embargoedUntil?.instant.text
                == "2026-01-05T11:00:00Z")
        // A headline about one is none.
        #expect(article("Embargo on grain lifted\n\n\(PlainTextTests.lead)")?.embargoedUntil == nil)
    }

    @Test func kills() {
        for text in [
            "MANDATORY KILL\n\nEDITORS: Kill the story about the ferry.", "NOTICE: withdrawn\n\nThe story was wrong.",
            "BC-KILL--XX-Ferry, 1st Ld\nKILL\nEDITORS: Kill the story slugged Ferry.",
        ] {
            #expect(article(text)?.status == .canceled, "\(text)")
            #expect(article(text)?.text.isEmpty == false)
        }
        #expect(article("Kill switch saves ferry\n\n\(PlainTextTests.lead)")?.status == nil)
    }

    @Test func creditsAndContactsAreAsides() {
        let document = article(
            "\(PlainTextTests.lead)\n\n\(PlainTextTests.more)\n\n- first item\n- second item\n\n(Reporting by Milo Trask; Editing by Hanne Ostrow)\n\nRead more: The fog of 1911\n\nCopyright 2025 Northern Wire Agency\n\n-30-\n"
        )
        #expect(document?.asideTexts.count == 6)
        #expect(document?.asides.contains(0) == false && document?.asides.contains(1) == false)
    }

    @Test func telexFields() throws {
        let document = try #require(
            article(
                "ZCZC NWA\r\n#Ferry: Fog_1\r\n$Ferry stays in port\r\n:(OSMARRA)\r\n*03000000\r\n\(PlainTextTests.lead)\r\n\r\n\(PlainTextTests.more)\r\n\r\nNWA DESK\r\nNNNN\r\n"
            ))
        #expect(document.headline == "Ferry stays in port")
        #expect(document.slugline == "Ferry: Fog_1")
        #expect(document.subjects.first?.code == "03000000")
        #expect(document.paragraphTexts == [PlainTextTests.lead, PlainTextTests.more])
    }

    @Test func datesInWordsAndFigures() {
        for (line, value) in [
            ("Published: Tuesday, May 7, 2019", "2019-05-07"), ("Jan. 5, 2021", "2021-01-05"),
            ("19. März 2023, 10.30 Uhr", "2023-03-19T10:30"),
            ("2023年3月19日 10:32", "2023-03-19T10:32"), ("19 mars 2023", "2023-03-19"), ("19/03/2023", "2023-03-19"),
            ("03/19/2023", "2023-03-19"),
            ("Sun, 19 Mar 2023 14:05:09 +0100", "2023-03-19T14:05:09+01:00"),
            ("20190129T124550Z", "2019-01-29T12:45:50Z"),
            ("2023-03-19 14:05", "2023-03-19T14:05"), ("March 19, 2023 6:10 p.m. ET", "2023-03-19T18:10-04:00"),
            ("2023-03-19T22:05:00.123+08:00", "2023-03-19T22:05:00+08:00"),
        ] {
            #expect(
                article("Ferry stays in port\n\(line)\n\n\(PlainTextTests.lead)")?.contentCreated?.value == value,
                "\(line)")
        }
    }
}
