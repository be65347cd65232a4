import Article
import Reading
import Testing

@Suite struct MarkdownTests {
    @Test func frontMatterInThreeSyntaxes() throws {
        let yaml =
            "---\ntitle: \"Mill --- opens\"\nauthor: [Hanne Ostrow, Milo Trask]\ndate: 2025-01-30 15:20:00 +0100\ntags:\n  - mill\n  - water\nlang: en\nslug: mill-opens\ndraft: true\n---\nThe mill opened.\n"
        let toml =
            "+++\ntitle = \"Mill --- opens\"\nauthors = ['Hanne Ostrow', \"Milo Trask\"]\ndate = 2025-01-30T15:20:00+01:00\ntags = [\n \"mill\", # one\n \"water\",\n]\nlang = \"en\"\nslug = \"mill-opens\"\ndraft = true\n+++\nThe mill opened.\n"
        let json =
            "{\"title\": \"Mill --- opens\", \"authors\": [\"Hanne Ostrow\", {\"name\": \"Milo Trask\"}], \"date\": \"2025-01-30T15:20:00+01:00\", \"tags\": [\"mill\", \"water\"], \"lang\": \"en\", \"slug\": \"mill-opens\", \"draft\": true}\n\nThe mill opened.\n"
        for text in [
            yaml, toml, json, "\u{FEFF}" + yaml,
            yaml.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"),
        ] {
            let document = try #require(article(text))
            #expect(document.format == "markdown")
            #expect(document.headline == "Mill --- opens")
            #expect(document.authors.map(\.name) == ["Hanne Ostrow", "Milo Trask"])
            #expect(document.contentCreated?.instant.text == "2025-01-30T14:20:00Z")
            #expect(document.subjects.compactMap(\.name) == ["mill", "water"])
            #expect(document.language == "en")
            #expect(document.slugline == "mill-opens")
            #expect(document.status == .withheld)
            #expect(document.text == "The mill opened.")
            #expect(document.warnings.isEmpty)
        }
    }

    @Test func frontMatterThatIsNone() throws {
        let open = try #require(article("---\ntitle: Mill\n\nThe mill opened.\n"))
        #expect(open.format == "text")
        #expect(open.warnings.map(\.code) == ["front-matter-open"])
        #expect(open.text.contains("The mill opened."))
        let bomb =
            "---\na: &a [x,x]\n" + (0..<9).map { "b\($0): &b\($0) [*a,*a,*a]\n" }.joined() + "---\nThe mill opened.\n"
        #expect(article(bomb)?.warnings.map(\.code) == ["front-matter-broken"])
        #expect(article(bomb)?.text == "The mill opened.")
        // Rules in the body end nothing.
        let rules = article(
            "---\ntitle: Mill\n---\nThe first part is here.\n---\nThe second part.\n\n---\n\nThe third part.\n")
        #expect(rules?.paragraphTexts == ["The first part is here.", "The second part.", "The third part."])
        // Broken YAML still has clear lines.
        let broken = article("---\ntitle: Mill\nauthor: Milo: Trask: x\n---\nThe mill opened.\n")
        #expect(broken?.headline == "Mill")
        #expect(broken?.warnings.map(\.code) == ["front-matter-broken"])
    }

    @Test func markUpIsStripped() throws {
        let document = try #require(
            article(
                """
                # Floods at the *mill*

                By Milo Trask

                The [river](http://x.example/a_(b) "t") **rose** by 3 * 4 metres, `x*y` said _nobody_ in snake_case_name&nbsp;&mdash; really.
                It went on
                for days.

                ![A boat](boat.png)

                > Quoted here.

                - one
                - two
                  and a half

                | a | b |
                |---|---|
                | 1 | 2 |

                ```
                code
                ```

                ## Later

                The end.[^1]

                [^1]: a note
                [x]: http://y.example
                """))
        #expect(document.headline == "Floods at the mill")
        #expect(document.byline == "Milo Trask")
        #expect(
            document.paragraphTexts == [
                "The river rose by 3 * 4 metres, x*y said nobody in snake_case_name — really. It went on for days.",
                "A boat", "Quoted here.", "one",
                "two and a half", "a | b\n1 | 2", "code", "Later", "The end.",
            ])
        #expect(document.asideTexts == ["A boat", "one", "two and a half", "a | b\n1 | 2", "code", "Later"])
    }
}
