import Article
import Testing

import Encoding

@Suite struct SummaryTextTests {
    func lines(_ document: Document, _ findings: Findings) -> [String] {
        String(decoding: Example.encoded(document, findings).summary, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func hasItsSixLines() {
        #expect(
            lines(Example.document, Example.findings) == [
                "Skerry Tunnel opens after nine years",
                "Torvald Bay, 2023-03-03, Norpress",
                "",
                "The tunnel cost 410 million crowns. It joins 23 islands to the mainland.",
                "",
                "Who: Ása Lindqvist | What: will open the 12-kilometre Skerry Tunnel | When: 2023-03-09 | Where: Torvald Bay",
                "",
            ])
    }

    @Test func hasThemAlsoWhereNothingIsKnown() {
        let document = Document(format: "text", formatReason: "")
        #expect(lines(document, Findings()) == ["(untitled)", "", "", "", "", "", ""])
    }

    @Test func cannotDriveATerminal() {
        var document = Example.document
        document.headline = "Red \u{1B}[31malert\u{9B}2J\r\nFiled: \u{202E}forged\u{2066} line\u{2028}x\u{7F}"
        #expect(
            lines(document, Example.findings)[0]
                == "Red \u{FFFD}[31malert\u{FFFD}2J  Filed: forged line x\u{FFFD}")
    }

    @Test func namesAPeriodByBothDays() {
        var findings = Example.findings
        findings.dates[0].until = CalendarDay(year: 2023, month: 3, day: 11)
        #expect(lines(Example.document, findings)[5].contains("When: 2023-03-09 to 2023-03-11 |"))
    }

    @Test func joinsSentencesAsTheScriptDoes() {
        var findings = Findings()
        findings.summary = ["隧道耗资四亿。", "连接二十三岛。", "It opened."].map { SummarySentence(text: $0, span: Span(0, 0)) }
        #expect(lines(Example.document, findings)[3] == "隧道耗资四亿。连接二十三岛。It opened.")
    }
}
