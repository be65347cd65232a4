import Article
import Testing

/// Kills by the sender's words, and what only sounds like one.
@Suite struct KillTests {
    static let story = "LISBON, Nov 24 (Reuters) - Seven states agreed on Tuesday to keep ferries sailing in winter.\n"

    @Test(arguments: [
        "KILL: Ferry talks fail\n\nLISBON, Nov 24 (Reuters) - Please kill this story.\n",
        "WITHDRAWN-Ferry talks fail\n\n" + story,
        "MANDATORY KILL\n\nBC-Ferry-Talks\n\nEDITORS: Kill the story slugged BC-Ferry-Talks, moved at 1210 GMT.\n",
        "ADVISORY: Story on ferry talks is withdrawn\n\nThe story “Ferry talks fail” is wrong.\n",
        "Ferry talks fail\n\nKILL\n\n" + story,
        "Ferry talks fail\n\nEDITORS: Please kill the story headlined \"Ferry talks fail\".\n",
        "BC-KILL--EU-Ferry\n\nFerry talks fail\n\n" + story,
    ])
    func isAKill(text: String) {
        #expect(article(text)?.status == .canceled)
    }

    @Test(arguments: [
        "Kill Bill returns to Lisbon’s screens\n\n" + story, "Withdrawn: the drug that nobody missed\n\n" + story,
        "KILL-SWITCH LAW PASSES\n\n" + story, "ADVISORY-Three killed in ferry crash\n\n" + story,
        "<!DOCTYPE html><html><head><title>KILL: the film</title></head><body><article><h1>KILL: the film</h1><p>The train leaves "
            + "Delhi, and forty men board it with knives, in the most violent film of this year.</p></article></body></html>",
    ])
    func isNone(text: String) throws {
        #expect(try #require(article(text)).status != .canceled)
    }

    @Test func theHeadlineOfAKillIsKept() {
        #expect(article("KILL: Ferry talks fail\n\n" + Self.story)?.headline == "KILL: Ferry talks fail")
    }

    @Test func whatIsNamed() {
        let notice = """
            MANDATORY KILL

            EDITORS: Kill the story slugged BC-EU-Ferry, headlined “Ferry talks fail”, and “Ferry talks fail again” (UPDATE 1). It \
            is titled Harbour master resigns. Ignore "it".

            """
        #expect(
            article(notice)?.withdrawn
                == ["BC-EU-Ferry", "Ferry talks fail", "Ferry talks fail again", "Harbour master resigns"])
        #expect(article("Ferry talks fail\n\nHe said “Ferry talks fail” twice.\n")?.withdrawn == [])
        let many =
            "MANDATORY KILL\n\nEDITORS: Kill " + (0..<50).map { "“Story number \($0)”" }.joined(separator: ", ") + ".\n"
        #expect(article(many)?.withdrawn.count == Document.mostWithdrawn)
    }
}
