package import Article
internal import Bytes
internal import Host
internal import Markup

/// `index.html`, and the pages by day: complete in themselves, to be read without a script and without a server.
///
/// - Parameters:
///   - toOutbox: The way from the page to the outbox: nothing, or `../`.
///   - clock: A moment as `14:05` in the zone that is set.
package func writeBrief(_ brief: Brief, toOutbox: StaticString, clock: @escaping (Instant) -> String) -> [UInt8] {
    var page = BriefPage(brief: brief, toOutbox: toOutbox, clock: clock)
    page.write()
    return page.html.bytes
}

/// Script may run only where its hash is named: nothing that an article brings can.
private let policy: String = {
    let script = scriptText.withUTF8Buffer { Array($0) }
    let hash = Base64.encode(SHA256.digest(script).bytes)
    return
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
}()

private struct BriefPage: ~Copyable {
    let brief: Brief
    let toOutbox: StaticString
    let clock: (Instant) -> String
    var html = HTMLWriter(capacity: 1 << 16)

    init(brief: Brief, toOutbox: StaticString, clock: @escaping (Instant) -> String) {
        self.brief = brief
        self.toOutbox = toOutbox
        self.clock = clock
    }

    private var isToday: Bool { brief.part == nil }

    private var refused: Int { brief.hours.reduce(0) { $0 + $1.rejected } }

    mutating func write() {
        let stories = brief.stories
        let title =
            isToday
            ? "Today’s brief" : spelledDay(brief.day) + ((brief.part ?? 1) > 1 ? ", part \(brief.part ?? 1)" : "")
        html.markup("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        html.empty("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
        html.markup("<meta name=\"referrer\" content=\"no-referrer\">")
        html.element("title", text: "\(title) – Dateline")
        if isToday {
            html.markup(
                """
                <link rel="alternate" type="application/feed+json" title="JSON Feed" href="feed.json">\
                <link rel="alternate" type="application/atom+xml" title="Atom" href="feed.atom">
                """)
        }
        html.markup("\n<style>\n")
        html.markup(pageStyle)
        html.markup(briefStyle)
        html.markup("</style></head>\n<body><a class=\"skip\" href=\"#stories\">To the articles</a>\n")
        head(title, stories.count)
        html.markup("<main id=\"stories\" tabindex=\"-1\">\n")
        if stories.isEmpty { nothing() }
        for story in stories { write(story) }
        html.markup(
            "<p id=\"none\" class=\"nothing\" hidden>Nothing on this page has these words. <span class=\"soft\">Older articles: dateline search.</span></p>\n"
        )
        rejected()
        html.markup("</main>\n")
        foot()
        html.markup("<script>")
        html.markup(scriptText)
        html.markup("</script></body></html>\n")
    }

    // MARK: The head

    private mutating func head(_ title: String, _ count: Int) {
        html.markup("<header>")
        html.element("h1", text: title)
        let (isToday, isCut, day, refused) = (isToday, brief.isCut, brief.day, refused)
        html.element("p", [("class", "soft")]) { html in
            if isToday { html.text(spelledDay(day) + " · ") }
            html.text(isCut ? "the newest " : "")
            html.text("\(count) " + (count == 1 ? "story" : "stories"))
            if refused > 0 {
                html.markup(" · <a href=\"#rejected\">")
                html.text("\(refused) rejected")
                html.markup("</a>")
            }
        }
        strip()
        if count > 0 {
            html.markup(
                """
                <form id="search" role="search" hidden><label for="words">Search this page</label>\
                <input id="words" type="search" autocomplete="off" spellcheck="false" dir="auto">\
                <span id="found" class="soft" role="status"></span></form>
                """)
        }
        html.markup("</header>\n")
    }

    /// Arrivals an hour, as a drawing that says in words what it shows.
    private mutating func strip() {
        let hours = brief.hours
        let most = max(1, hours.map(\.all).max() ?? 1)
        let total = hours.reduce(0) { $0 + $1.all }
        guard total > 0 else { return }
        let busiest = hours.firstIndex { $0.all == most } ?? 0
        html.markup("<figure class=\"strip\">")
        let words =
            "Arrivals an hour: \(total) in all, most between \(hour(busiest)) and \(hour(busiest + 1)), \(most)."
        html.element("svg", [("viewBox", "0 0 480 48"), ("role", "img"), ("aria-label", words)]) { html in
            for (index, one) in hours.enumerated() {
                let x = index * 20 + 2
                html.empty("rect", [("class", "base"), ("x", "\(x)"), ("y", "46"), ("width", "16"), ("height", "1")])
                guard one.all > 0 else { continue }
                let height = max(2, one.all * 44 / most)
                let bad = one.rejected == 0 ? 0 : max(2, one.rejected * 44 / most)
                html.element("g") { html in
                    var tip = "\(hour(index)): \(one.filed) filed"
                    if one.duplicate > 0 { tip += ", \(one.duplicate) duplicate" }
                    if one.rejected > 0 { tip += ", \(one.rejected) rejected" }
                    html.element("title", text: tip)
                    html.empty(
                        "rect",
                        [
                            ("class", "bar"), ("x", "\(x)"), ("y", "\(46 - height)"), ("width", "16"),
                            ("height", "\(height)"),
                        ])
                    if bad > 0 {
                        html.empty(
                            "rect",
                            [
                                ("class", "no"), ("x", "\(x)"), ("y", "\(46 - bad)"), ("width", "16"),
                                ("height", "\(bad)"),
                            ])
                    }
                }
            }
        }
        html.markup("<div class=\"hours soft\" aria-hidden=\"true\">")
        for index in stride(from: 0, through: 18, by: 6) { html.element("span", text: hour(index)) }
        html.markup("</div><figcaption class=\"soft\">Arrivals an hour</figcaption></figure>")
    }

    private mutating func nothing() {
        html.markup("<p class=\"nothing\">")
        html.text(
            isToday
                ? "No article has arrived yet today. What is dropped into the inbox appears here within seconds."
                : "Nothing of this day can be shown.")
        html.markup("</p>\n")
    }

    // MARK: A story

    private mutating func write(_ story: Brief.Story) {
        let card = story.current
        let toOutbox = toOutbox
        let clock = clock
        let direction = direction(ofLanguage: card.language)
        html.element("article", [("class", "story"), ("lang", card.language), ("dir", direction)]) { html in
            html.element("h2") { html in
                html.link(Address(path: card.path + "/article.html", prefix: toOutbox)) { $0.text(card.title) }
            }
            html.element("p", [("class", "line soft"), ("dir", direction == "auto" ? "ltr" : nil)]) { html in
                html.element("bdi", [("class", "place")], text: card.place)
                html.element(
                    "time", [("datetime", card.day), ("lang", "en"), ("dir", "ltr")],
                    text: spelledDay(card.day, short: true))
                html.element("bdi", text: card.source)
                html.element("span", [("lang", "en"), ("dir", "ltr")], text: "arrived " + clock(card.arrived))
                if card.standing == .replaced {
                    html.markup("<span class=\"bad\" lang=\"en\" dir=\"ltr\">a newer version was filed</span>")
                }
            }
            html.element("p", [("class", "lead")], text: card.summary)
            let chips =
                card.people.prefix(4).map { ("person", $0) } + card.organisations.prefix(3).map { ("organisation", $0) }
                + card.places.prefix(3).map { ("place", $0) }
            if !chips.isEmpty {
                html.element("ul", [("class", "chips"), ("aria-label", "Who and where")]) { html in
                    for (kind, name) in chips { html.element("li", [("class", kind), ("dir", "auto")], text: name) }
                }
            }
            html.element("p", [("class", "files soft"), ("lang", "en"), ("dir", "ltr")]) { html in
                for name in ["article.json", "analysis.json", "summary.txt"] {
                    html.link(Address(path: card.path + "/" + name, prefix: toOutbox)) { $0.text(name) }
                    html.markup(" ")
                }
                if let url = card.url, let address = Address(web: url) {
                    html.link(address, [("rel", "noreferrer")]) { $0.text("sender’s page") }
                }
            }
            guard !story.earlier.isEmpty else { return }
            html.element("details", [("lang", "en"), ("dir", "ltr")]) { html in
                html.element(
                    "summary",
                    text: story.earlier.count == 1 ? "1 other version" : "\(story.earlier.count) other versions")
                html.element("ul") { html in
                    for version in story.earlier.prefix(50) {
                        html.element("li") { html in
                            html.text("\(clock(version.arrived)), revision \(version.revision): ")
                            html.link(
                                Address(path: version.path + "/article.html", prefix: toOutbox),
                                [("dir", "auto"), ("lang", version.language)]
                            ) { $0.text(version.title) }
                        }
                    }
                }
            }
        }
        html.markup("\n")
    }

    // MARK: Rejected, and the foot

    private mutating func rejected() {
        guard !brief.rejected.isEmpty else { return }
        let (brief, isToday, clock, refused, toOutbox) = (brief, isToday, clock, refused, toOutbox)
        html.element("section", [("id", "rejected")]) { html in
            html.element("h2", text: isToday ? "Rejected today" : "Rejected that day")
            html.element("ul", [("class", "rejected")]) { html in
                for one in brief.rejected {
                    html.element("li") { html in
                        html.element("bdi", [("class", "name")], text: one.name)
                        html.markup(" ")
                        html.element("span", [("class", "code bad")], text: one.code)
                        html.element("span", [("class", "why")], text: one.message)
                        html.element("span", [("class", "soft")]) { html in
                            html.text("\(clock(one.arrived)) from ")
                            html.element("bdi", text: one.source)
                            if brief.linksReasons, let path = one.path {
                                html.markup(" · ")
                                html.link(Address(path: path, prefix: toOutbox)) { $0.text("reason") }
                            }
                        }
                    }
                }
            }
            let more = refused - brief.rejected.count
            if more > 0 {
                html.element("p", [("class", "soft")], text: "\(more) more: dateline list --outcome rejected")
            }
        }
        html.markup("\n")
    }

    private mutating func foot() {
        html.markup("<footer>")
        let neighbours = brief.neighbours
        if !neighbours.isEmpty {
            html.element("nav", [("aria-label", "Pages")]) { html in
                html.element("ul") { html in
                    for (label, address) in neighbours {
                        html.element("li") { html in html.link(address) { $0.text(label) } }
                    }
                }
            }
        }
        if isToday {
            html.markup(
                "<p class=\"soft\">Feeds: <a href=\"feed.json\">JSON Feed</a> · <a href=\"feed.atom\">Atom</a></p>")
        }
        html.markup("</footer>\n")
    }
}

private func hour(_ hour: Int) -> String { padded(hour % 24, 2) + ":00" }

private let briefStyle: StaticString = """
    body{padding-block:1.2rem 3rem}
    body>header h1{font:700 clamp(1.8rem,5vw,2.6rem)/1.1 Georgia,"Noto Serif",serif;margin:0}
    body>header p{margin:.3rem 0 .8rem}
    .strip{margin:.2rem 0 1rem}.strip svg{display:block;width:100%;height:auto;max-height:6.5rem}
    .strip .bar{fill:var(--bar)}.strip .no{fill:var(--bad)}.strip .base{fill:var(--line)}
    .hours{display:flex;font-size:.8rem}.hours span{flex:1 1 0}.strip figcaption{font-size:.8rem}
    #found:empty{display:none}
    form{display:flex;margin-block-end:.9rem;flex-wrap:wrap;gap:.3rem .7rem;align-items:center;padding:.3rem 0}
    form[hidden],[hidden]{display:none!important}
    input{flex:1 1 12rem;min-height:2.75rem;font:inherit;color:inherit;background:var(--card);padding:.3rem .8rem;\
    border:1px solid var(--soft);border-radius:6px}
    .story{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.2rem .8rem;margin:0 0 .9rem}
    .story h2{font:700 1.28rem/1.3 Georgia,"Noto Serif","Noto Serif CJK SC","Noto Naskh Arabic",serif;margin:0}
    .story h2 a{color:var(--ink);text-decoration:none;display:block}.story h2 a:hover{color:var(--link);text-decoration:underline}
    .line{display:flex;flex-wrap:wrap;gap:0 .5rem;margin:.25rem 0 0;font-size:.88rem}
    .line>:not(:last-child)::after{content:"·";margin-inline-start:.5rem;font-weight:400;color:var(--soft)}
    [dir=rtl]>.line>[dir=ltr]::after{content:none}
    [dir=rtl]>.line>[dir=ltr]:not(:last-child)::before{content:"·";margin-inline-end:.5rem}
    .line .place{font-weight:600;color:var(--ink)}
    .lead{margin:.55rem 0 0}
    .files{margin:.6rem 0 0;font-size:.82rem}.files a{color:inherit;display:inline-block;padding:.2rem .5rem .2rem 0}
    details{margin:.4rem 0 0;font-size:.9rem}details ul{margin:.3rem 0;padding-inline-start:1.2rem}
    .nothing{padding:2.2rem 1rem;text-align:center;text-wrap:balance;border:1px dashed var(--line);border-radius:8px}
    #rejected h2{font-size:1.15rem;margin:2rem 0 .5rem}
    .rejected{list-style:none;margin:0;padding:0}
    .rejected li{border-top:1px solid var(--line);padding:.55rem 0}.rejected .name{font-weight:600}
    .rejected .why,.rejected .soft{display:block;font-size:.9rem}
    .code{font-family:ui-monospace,monospace;font-size:.85rem}
    body>footer{margin-top:2rem;font-size:.92rem}
    footer ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0}
    footer li a{display:inline-block;padding:.3rem 0}
    main:focus{outline:none}
    @media(max-width:30rem){.story{padding:.85rem .9rem .6rem;border-radius:6px}.story h2{font-size:1.16rem}}

    """

/// Hides what has not all the words: accents and case do not matter. Nothing of an article is ever made markup.
private let scriptText: StaticString = """
    (function(){
    var form=document.getElementById('search');if(!form)return;
    var input=document.getElementById('words'),found=document.getElementById('found'),none=document.getElementById('none');
    function plain(t){return t.normalize('NFKD').replace(/[\\u0300-\\u036f\\u064b-\\u065f\\u0640]/g,'').toLowerCase()}
    var stories=Array.prototype.slice.call(document.querySelectorAll('.story')),texts=null;
    function filter(){
    if(!texts)texts=stories.map(function(s){return plain(s.textContent)});
    var words=plain(input.value).split(/\\s+/).filter(Boolean),n=0;
    stories.forEach(function(s,i){var hit=words.every(function(w){return texts[i].indexOf(w)>=0});s.hidden=!hit;if(hit)n++});
    none.hidden=n>0;found.textContent=words.length?n+' of '+stories.length:'';
    }
    form.hidden=false;
    form.addEventListener('submit',function(e){e.preventDefault()});
    input.addEventListener('input',filter);
    document.addEventListener('keydown',function(e){
    if(e.key==='/'&&document.activeElement!==input&&!e.ctrlKey&&!e.metaKey){e.preventDefault();input.focus()}
    if(e.key==='Escape'&&document.activeElement===input){input.value='';filter()}
    });
    if(input.value)filter();
    })();
    """
