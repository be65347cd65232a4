/// Makes up pages as news sites serve them: about 3 KB of story in 30 KB of navigation, teasers, style and script.
struct WebPage {
    private var story: WireStory
    private var random: Random
    private var page = ""

    init(seed: UInt64) {
        story = WireStory(seed: seed)
        random = Random(seed: ~seed)
    }

    /// The next page, of about `size` bytes.
    mutating func next(size: Int = 30_000) -> [UInt8] {
        story.begin()
        let title = headline()
        let number = random.within(10_000...99_999)
        page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>\(title) | The Lakeside Courier</title>
            <meta name="author" content="Aino Rautala">
            <meta property="og:title" content="\(title)">
            <meta property="og:site_name" content="The Lakeside Courier">
            <meta property="article:published_time" content="2026-11-24T08:15:00+02:00">
            <link rel="canonical" href="https://courier.example.org/2026/11/story-\(number)">
            <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"\(title)",\
            "datePublished":"2026-11-24T08:15:00+02:00","author":{"@type":"Person","name":"Aino Rautala"}}</script>
            <style>

            """
        for rule in 0..<60 {
            page +=
                ".c\(rule) > a:hover, #s\(rule) .teaser { margin: \(random.below(40))px auto; color: #\(random.within(100_000...999_999)); }\n"
        }
        page += "</style>\n</head>\n<body>\n<header class=\"top\"><nav><ul>\n"
        for section in 0..<40 {
            page +=
                "<li class=\"c\(section)\"><a href=\"/section/\(section)?from=nav\">\(Vocabulary.things[section % 20])</a></li>\n"
        }
        page += "</ul></nav></header>\n<main><div class=\"wrap\"><article id=\"story\">\n<h1>\(title)</h1>\n"
        page +=
            "<p class=\"byline\">By Aino Rautala, <time datetime=\"2026-11-24T08:15:00+02:00\">24 November 2026</time></p>\n"
        story.dateline()
        let end = page.utf8.count + 3000
        while page.utf8.count < end {
            story.paragraph()
            page += "<p>\(story.take())</p>\n"
            if random.below(5) == 0 {
                page +=
                    "<div class=\"ad\"><a href=\"/ad/\(random.below(900))\"><img src=\"/i/\(random.below(900)).png\" alt=\"\"></a></div>\n"
            }
        }
        page += "</article>\n<aside><h2>Most read</h2>\n"
        while page.utf8.count < size - 9000 { teaser() }
        page +=
            "</aside></div></main>\n<footer><p>© 2026 The Lakeside Courier. All rights reserved.</p></footer>\n<script>\n"
        while page.utf8.count < size - 20 {
            page +=
                "window.q=window.q||[];q.push([\"set\",\"k\(random.below(9999))\",{v:\(random.below(9999)),ok:a<b&&c>d}]);\n"
        }
        page += "</script>\n</body>\n</html>\n"
        return Array(page.utf8)
    }

    private mutating func headline() -> String {
        story.headline()
        return story.take()
    }

    private mutating func teaser() {
        let title = headline()
        page += """
            <div class="teaser c\(random.below(60))"><a href="/2026/11/story-\(random.below(99_999))"><img \
            src="/t/\(random.below(99_999)).jpg" alt="" loading="lazy"><h3>\(title)</h3></a><span class="time">\
            \(random.within(2...59)) minutes ago</span></div>

            """
    }
}
