import Article
import Encoding
import Testing

@Suite struct ArticlePageTests {
    private func page(_ document: Document, _ findings: Findings = Example.findings) -> String {
        String(decoding: Example.encoded(document, findings).page, as: UTF8.self)
    }

    @Test func itShowsTheArticle() {
        let page = page(Example.document)
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"))
        #expect(page.contains("<h1>Skerry Tunnel opens after nine years</h1>"))
        #expect(page.contains("<mark class=\"person\" title=\"Ása Lindqvist, Prime Minister\">Ása Lindqvist</mark>"))
        #expect(page.contains("<blockquote><p>No village will be cut off in winter again,</p>"))
        #expect(page.contains("Express intent to meet (036, future)"))
        #expect(page.contains("<a href=\"https://norpress.example/2023/03/skerry\" rel=\"noreferrer\">"))
        #expect(page.contains("Under embargo until 2023-03-03T20:00:00+01:00."))
    }

    @Test func itHasNoScriptAndLoadsNothing() {
        let page = page(Example.document)
        for word in ["<script", "src=", "url(", "@import", "<link", "<iframe", "onload"] {
            #expect(!page.contains(word))
        }
    }

    @Test func markupInAnArticleIsText() {
        var document = Example.document
        document.headline = "<script>alert(1)</script>"
        document.byline = "\"><img src=x onerror=alert(1)>"
        document.url = "javascript:alert(1)"
        document.body = Array("</p><script>alert(1)</script>".utf8)
        document.paragraphs = [Span(0, document.body.count)]
        let page = page(document)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<img"))
        #expect(!page.contains("href=\"javascript"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func anArabicArticleRunsFromTheRight() {
        var findings = Example.findings
        findings.language = LanguageGuess(tag: "ar", confidence: 1)
        #expect(page(Example.document, findings).contains("<html lang=\"ar\" dir=\"rtl\">"))
    }
}
