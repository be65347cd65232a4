import Article
import Reading
import Testing

@Suite struct PageTests {
    static func page(head: String = "", body: String) -> String {
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\(head)</head><body><nav><a href=\"/\">Home</a></nav>\(body)<footer><p>Contact the newsroom</p></footer></body></html>"
    }

    @Test func headlineTextAndData() throws {
        let head = """
            <title>Mill opens after ten years | Talblatt</title><meta property="og:site_name" content="Talblatt">
            <link rel="canonical" href="https://talblatt.example/mill">
            <script type="application/ld+json">//<![CDATA[
            {"@graph":[{"@type":"NewsArticle","headline":"Mill opens after ten years","datePublished":"2025-01-30T15:20:00+01:00",
            "dateModified":"2025-02-01T08:00:00Z","author":[{"@id":"#p"}]},{"@type":"Person","@id":"#p","name":"Hanne Ostrow"}]};
            //]]></script>
            """
        let body = """
            <article><h1>Mill opens after ten&shy; years</h1><div class="share-buttons">Share this</div>
            <p>The mill at the weir opened on Thursday, and the first flour was sold by noon.</p><figure><img src="a.jpg">
            <figcaption>The mill in its first hour</figcaption></figure><p>Its owner, who spent ten years on the repairs,<br>did not speak.</p>
            <p>First part of this paragraph, which is long enough.<br><br>Second part of it, which is long enough too.</p></article>
            """
        let document = try #require(article(PageTests.page(head: head, body: body)))
        #expect(document.format == "html")
        #expect(document.headline == "Mill opens after ten years")
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(document.contentCreated?.value == "2025-01-30T15:20:00+01:00")
        #expect(document.versionCreated?.value == "2025-02-01T08:00:00Z")
        #expect(document.url == "https://talblatt.example/mill")
        #expect(document.language == "en")
        #expect(document.sources == [Document.InfoSource(role: "site", name: "Talblatt")])
        #expect(document.descriptions.contains(Document.Described(role: "caption", text: "The mill in its first hour")))
        #expect(
            document.paragraphTexts == [
                "The mill at the weir opened on Thursday, and the first flour was sold by noon.",
                "Its owner, who spent ten years on the repairs,\ndid not speak.",
                "First part of this paragraph, which is long enough.",
                "Second part of it, which is long enough too.",
            ])
    }

    @Test func placeholdersAreNoMetadata() {
        let head =
            "<title>Old mint</title><meta name=\"author\" content=\"Torvald Finch\"><meta property=\"article:published_time\" content=\"2025-01-12T10:10:00+00:00\"><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"0001-01-01T00:00:00Z\",\"author\":{}}</script>"
        let document = article(
            PageTests.page(
                head: head,
                body: "<article><p>Where crowns were struck, three hundred children will learn to count.</p></article>")
        )
        #expect(document?.byline == "Torvald Finch")
        #expect(document?.contentCreated?.value == "2025-01-12T10:10:00Z")
    }

    @Test func pagesWithoutText() {
        #expect(
            rejection(
                "<html><head><title>T</title><script>var a=\"<p>no text</p>\"</script></head><body><script>1</script></body></html>"
            )?.code == .noArticle)
    }

    @Test func encodingAsStated() throws {
        let text =
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1250\"><title>x</title></head><body><article><p>"
        let bytes =
            Array(text.utf8) + Array("Most na rzece zosta".utf8) + [0xB3] + Array(" otwarty w poniedzia".utf8) + [0xB3]
            + Array("ek po dw".utf8) + [0xF3]
            + Array("ch latach.</p></article></body></html>".utf8)
        let document = try #require(article(bytes))
        #expect(document.encoding == "windows-1250")
        #expect(document.text == "Most na rzece został otwarty w poniedziałek po dwóch latach.")
        // What is UTF-8 is UTF-8, whatever the page says.
        let lie =
            "<html><head><meta charset=\"iso-8859-1\"></head><body><article><p>Die Brücke über die Tarn ist wieder offen, sagt die Gemeinde.</p></article></body></html>"
        #expect(article(lie)?.text == "Die Brücke über die Tarn ist wieder offen, sagt die Gemeinde.")
    }

    @Test func depthIsNoObstacle() {
        let deep =
            String(repeating: "<div>", count: 1_000)
            + "<p>The text lies a thousand levels deep, and is read all the same.</p>"
            + String(repeating: "</div>", count: 1_000)
        #expect(
            article("<html><body>\(deep)</body></html>")?.text
                == "The text lies a thousand levels deep, and is read all the same.")
    }

    static let prose = "<p>The harbour was closed on Monday, the port said, because of the storm.</p>"

    /// What a page repeats or nests without end: each of these took minutes.
    static let hugePages = [
        "spans in spans": String(
            repeating: String(repeating: "<span>", count: 3_000) + "The harbour was closed on Monday."
                + String(repeating: "</span>", count: 3_000), count: 40),
        "authors in authors": String(repeating: "<span itemprop=author>", count: 3_900)
            + String(repeating: "The harbour was closed on Monday. ", count: 400_000),
        "many headings beside a long title": "<title>" + String(repeating: "abcd ", count: 200_000) + "</title>"
            + String(repeating: "<h1>zzzzz</h1>", count: 100_000) + prose,
        // The comment hides the tag from who only looks for quotation marks.
        "many attributes": "<!-- <x a=\" --><b " + (0..<400_000).map { "a\($0)" }.joined(separator: " ") + ">" + prose,
    ]

    @Test(arguments: hugePages.keys.sorted())
    func hugePagesCostLinearTime(name: String) throws {
        let body = try #require(PageTests.hugePages[name])
        #expect(!readings(Array("<html><body><div>\(body)</div></body></html>".utf8)).isEmpty)
    }

    /// Names without end are left out; those that reading looks for are found behind them too.
    @Test func namesWithoutEndHideNothing() throws {
        let many = (0..<40_000).map { "<b a\($0)=1>x</b>" }.joined()
        let page = try #require(
            article(
                "<html><head><title>Ferry talks fail in harbour town</title></head><body><div hidden>\(many)</div><article>"
                    + "<h1>Ferry talks fail in harbour town</h1><time datetime='2025-03-14T09:12:00Z' itemprop=datePublished>x</time>"
                    + String(repeating: PageTests.prose, count: 5) + "</article></body></html>"))
        #expect(page.contentCreated?.value == "2025-03-14T09:12:00Z")
        #expect(page.paragraphTexts.count == 5)
    }

    /// Each heading took a copy of all that is in it: this was 3 GB.
    @Test func headingsInHeadings() {
        let page = "<html><body>" + String(repeating: "<h1>", count: 3_000) + String(repeating: "word ", count: 200_000)
        #expect(rejection(page)?.code == .noArticle)
    }
}
