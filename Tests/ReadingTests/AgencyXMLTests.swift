import Article
import Testing

@Suite struct AgencyXMLTests {
    static let nitf = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE nitf SYSTEM "http://example.org/nitf-3-6.dtd">
        <nitf uno="x1"><head><title>Title of the document</title>
        <tobject><tobject.subject tobject.subject.refnum="06000000" tobject.subject.type="Environment"/></tobject>
        <docdata management-status="usable"><doc-id id-string="nwa.7712"/><urgency ed-urg="3"/>
        <date.issue norm="20250314T091200Z"/><date.release norm="20250314T120000Z"/><du-key key="NW-FERRY" version="2"/>
        <ed-msg info="Not for Varland."/><key-list><keyword key="ferry"/></key-list>
        <doc.copyright holder="NWA" year="2025"/><evloc city="Port Eldren"/></docdata></head>
        <body><body.head><hedline><hl1>Ferry drifts off Kell Point</hl1><hl2>Ninety aboard</hl2></hedline>
        <byline>By <person>Hanne Ostrow</person><byttl>Coast Correspondent</byttl></byline>
        <dateline><location><city>Port Eldren</city></location> <story.date norm="20250314">March 14</story.date></dateline>
        <abstract><p>A ferry has lost its engine.</p></abstract></body.head>
        <body.content><p>The ferry drifts &amp; waits.</p><block><p>The <em>coast guard</em> is near.</p></block>
        <hl2>Weather</hl2><table><tr><td>Wind</td><td>7</td></tr></table><pre>a  b</pre></body.content>
        <body.end><tagline>Edited by desk.</tagline></body.end></body></nitf>
        """

    @Test func nitfIsRead() throws {
        let document = try #require(article(AgencyXMLTests.nitf))
        #expect(document.format == "nitf")
        #expect(document.headline == "Ferry drifts off Kell Point")
        #expect(document.deck == "Ninety aboard")
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(document.byline?.contains("Correspondent") == false)
        #expect(document.urgency == 3)
        #expect(document.status == .usable)
        #expect(document.slugline == "NW-FERRY")
        #expect(document.senderVersion == "2")
        #expect(document.senderID == "nwa.7712")
        #expect(document.contentCreated?.value == "2025-03-14T09:12:00Z")
        #expect(document.embargoedUntil?.value == "2025-03-14T12:00:00Z")
        #expect(document.editorialNote?.contains("Not for Varland.") == true)
        #expect(document.subjects.contains { $0.code == "06000000" })
        #expect(document.statedDateline == "Port Eldren, March 14")
        #expect(document.descriptions.first?.text == "A ferry has lost its engine.")
        #expect(document.paragraphTexts.prefix(2) == ["The ferry drifts & waits.", "The coast guard is near."])
        #expect(faults(document).isEmpty)
    }

    @Test func aDocumentThatBreaksOffIsMalformed() {
        let cut = String(AgencyXMLTests.nitf.prefix(900))
        #expect(rejection(cut)?.code == .malformed)
        #expect(rejection(cut)?.line != nil)
    }

    /// Named in no document type that is read: HTML's are known all the same, others stay as they are written.
    @Test(arguments: [
        "", "<!DOCTYPE nitf SYSTEM \"nitf-3-2.dtd\">",
        "<!DOCTYPE nitf [<!ENTITY nbsp \"&#160;\"><!ENTITY firm \"Quay &amp; Sons\">]>",
    ])
    func entitiesAreNotLost(doctype: String) throws {
        let text = """
            <?xml version="1.0"?>\(doctype)<nitf><body><body.head><hedline><hl1>Caf&eacute; opens</hl1></hedline></body.head>
            <body.content><p>The caf&eacute;&nbsp;&mdash; of &firm; &amp; others &#233; R&D <![CDATA[&eacute;]]> opened.</p></body.content>
            </body></nitf>
            """
        let document = try #require(article(text))
        #expect(document.headline == "Café opens")
        let firm = doctype.contains("firm") ? "Quay & Sons" : "&firm;"
        #expect(document.text == "The café — of \(firm) & others é R&D &eacute; opened.")
    }

    @Test func whatABlockHasOfItsOwnIsNotLost() throws {
        let document = try #require(
            article(
                """
                <nitf><body><body.head><hedline><hl1>Mill opens</hl1></hedline></body.head><body.content><block><byline>By \
                <person>Jo Ahrend</person></byline><dateline>Kell Point</dateline><abstract><p>The mill is open.</p></abstract>
                <p>It opened on Monday.</p></block><p>Nine came.</p></body.content></body></nitf>
                """))
        #expect(document.authors.map(\.name) == ["Jo Ahrend"])
        #expect(document.statedDateline == "Kell Point")
        #expect(document.descriptions.map(\.text) == ["The mill is open."])
        #expect(document.paragraphTexts == ["It opened on Monday.", "Nine came."])
    }

    @Test func bytesOfAPictureAreNoText() throws {
        let picture = AgencyXMLTests.newsML1(
            """
            <NewsComponent><NewsLines><HeadLine>Mill opens</HeadLine></NewsLines><ContentItem><Encoding Notation="Base64">
            <DataContent>/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcG</DataContent></Encoding></ContentItem></NewsComponent>
            """)
        #expect(try #require(article(picture)).text == "Mill opens")
    }

    /// What a sender repeats without end: each of these took minutes.
    @Test(arguments: [
        ("nitf", "<body><body.head>", "<headline/>", "</body.head></body>"),
        ("nitf", "<head><docdata><del-list>", "<from-src src-name='a#'/>", "</del-list></docdata></head>"),
        (
            "newsItem", "<itemMeta><edNote>" + String(repeating: "a ", count: 8_000) + "zq</edNote>",
            "<edNote>zq</edNote>", "</itemMeta>"
        ),
        ("newsItem", "<contentMeta>", "<infoSource literal='a#'/>", "</contentMeta>"),
        ("newsItem", "<rightsInfo>", "<usageTerms>abcdefg #</usageTerms>", "</rightsInfo>"),
        ("NewsML", "<NewsItem><NewsComponent>", "<ContentItem/>", "</NewsComponent></NewsItem>"),
        (
            "NewsML", "<NewsItem><NewsComponent>",
            "<NewsComponent><Role FormalName='x'/><NewsLines><HeadLine>a</HeadLine></NewsLines><NewsComponent><Role FormalName='body'/></NewsComponent></NewsComponent>",
            "</NewsComponent></NewsItem>"
        ),
    ])
    func repetitionCostsLinearTime(root: String, before: String, repeated: String, after: String) {
        let many = (0..<60_000).map { repeated.replacingFirst("#", "\($0)") }.joined()
        #expect(!readings(Array("<\(root) xmlns='urn:x'>\(before)\(many)\(after)</\(root)>".utf8)).isEmpty)
    }

    /// The parser compares each with each.
    @Test func aTagWithVeryManyAttributesIsRefused() {
        let many = (0..<1_000_000).map { "a\($0)=''" }.joined(separator: " ")
        #expect(
            rejection("<nitf \(many)><body><body.content><p>It drifts.</p></body.content></body></nitf>")?.code
                == .malformed)
    }

    static func newsML1(_ components: String) -> String {
        """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <NewsML><NewsEnvelope><DateAndTime>20250314T101200</DateAndTime><Priority FormalName="4"/></NewsEnvelope>
        <NewsItem><Identification><NewsIdentifier><ProviderId>nwa.example</ProviderId><DateId>20250314</DateId>
        <NewsItemId>4711</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
        <PublicIdentifier>urn:newsml:nwa.example</PublicIdentifier></NewsIdentifier></Identification>
        <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20250314T091200</FirstCreated>
        <ThisRevisionCreated>20250314T101200</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>
        \(components)</NewsItem></NewsML>
        """
    }

    @Test func newsML1IsRead() throws {
        let text = AgencyXMLTests.newsML1(
            """
            <NewsComponent xml:lang="de"><NewsLines><HeadLine>Fähre treibt</HeadLine><ByLine>Von Jo Ahrend</ByLine>
            <DateLine>Port Eldren</DateLine><SlugLine>FAEHRE</SlugLine><KeywordLine>Seefahrt</KeywordLine></NewsLines>
            <DescriptiveMetadata><SubjectCode><Subject FormalName="06000000"/></SubjectCode></DescriptiveMetadata>
            <ContentItem><DataContent><p>Die Fähre treibt.</p><p>Es weht.</p></DataContent></ContentItem></NewsComponent>
            """)
        let document = try #require(article(Array(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })))
        #expect(document.format == "newsml")
        #expect(document.headline == "Fähre treibt")
        #expect(document.authors.map(\.name) == ["Jo Ahrend"])
        #expect(document.slugline == "FAEHRE")
        #expect(document.urgency == 4)
        // An identifier that is the same for all of the agency's items is made one of this item.
        #expect(document.senderID == "urn:newsml:nwa.example:4711")
        #expect(document.senderVersion == "2")
        #expect(document.firstCreated?.value == "2025-03-14T09:12:00")
        #expect(document.subjects.contains { $0.code == "06000000" })
        #expect(document.paragraphTexts == ["Die Fähre treibt.", "Es weht."])
    }

    @Test func aPackageOfStoriesGivesEachOfThem() throws {
        func story(_ id: Int, _ language: String, _ title: String, _ body: String) -> String {
            """
            <NewsComponent Duid="\(id)" xml:lang="\(language)"><Role FormalName="Short"/>
            <NewsLines><HeadLine>\(title)</HeadLine><CreditLine>NWA</CreditLine></NewsLines>
            <AdministrativeMetadata><Property FormalName="Priority" Value="2"/></AdministrativeMetadata>
            <NewsComponent><Role FormalName="Title"/><ContentItem><DataContent>\(title)</DataContent></ContentItem></NewsComponent>
            <NewsComponent><Role FormalName="Body"/><ContentItem><DataContent>\(body)</DataContent></ContentItem></NewsComponent>
            </NewsComponent>
            """
        }
        let text = AgencyXMLTests.newsML1(
            "<NewsComponent Duid=\"1\"><NewsLines><HeadLine>Both</HeadLine></NewsLines>"
                + story(2, "en", "Ferry drifts", "It drifts off the point.")
                + story(3, "fr", "Le bac", "Il va au large.")
                + "</NewsComponent>")
        let all = readings(Array(text.utf8)).compactMap { try? $0.get() }
        #expect(all.map(\.headline) == ["Ferry drifts", "Le bac"])
        #expect(all.map(\.text) == ["It drifts off the point.", "Il va au large."])
        #expect(all.map(\.language) == ["en", "fr"])
        #expect(Set(all.map(\.senderID)).count == 2)
        #expect(all.allSatisfy { $0.urgency == 2 && $0.byline == "NWA" })
    }

    static func newsItem(_ guid: String, _ inside: String) -> String {
        """
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="\(guid)" version="3" xml:lang="en" standard="NewsML-G2">
        <catalog><scheme alias="x" uri="http://cv.example/x/"/></catalog>
        <rightsInfo><copyrightHolder literal="NWA"/><usageTerms>Not for Varland</usageTerms></rightsInfo>
        <itemMeta><itemClass qcode="ninat:text"/><provider literal="NWA"/><versionCreated>2025-03-14T10:12:00+01:00</versionCreated>
        <firstCreated>2025-03-14T09:12:00+01:00</firstCreated><embargoed>2025-03-14T12:00:00+01:00</embargoed>
        <pubStatus qcode="stat:canceled"/><edNote>Check the name.</edNote></itemMeta>
        <contentMeta><urgency>2</urgency><contentCreated>2025-03-14T09:00:00+01:00</contentCreated>
        <located qcode="x:1"><name>Port Eldren</name></located><creator qcode="u:1"><name>doe.jo</name></creator>
        <subject type="cpnat:abstract" qcode="medtop:20000500"><name>transport accident</name></subject>
        <subject type="cpnat:abstract" qcode="x:77"/><slugline>NW-FERRY</slugline><headline>Ferry drifts</headline>
        <by>By Hanne Ostrow</by><dateline>Port Eldren, March 14 (NWA) -</dateline>
        <description role="drol:summary">No engine.</description></contentMeta>
        <contentSet>\(inside)</contentSet></newsItem>
        """
    }

    @Test func newsMLG2IsRead() throws {
        let text = AgencyXMLTests.newsItem(
            "urn:newsml:nwa.example:1",
            """
            <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
            <body><p>By Hanne Ostrow</p><p>It drifts.</p><p>It <b>waits</b>.</p></body></html></inlineXML>
            """)
        let document = try #require(article(text))
        #expect(document.format == "newsml-g2")
        #expect(document.headline == "Ferry drifts")
        #expect(document.status == .canceled)
        #expect(document.senderVersion == "3")
        #expect(document.embargoedUntil?.value == "2025-03-14T12:00:00+01:00")
        #expect(document.versionCreated?.value == "2025-03-14T10:12:00+01:00")
        #expect(document.usageTerms == "Not for Varland")
        #expect(document.subjects.contains { $0.uri == "http://cv.example/x/77" })
        #expect(document.subjects.contains { $0.uri == "http://cv.iptc.org/newscodes/mediatopic/20000500" })
        // What a system calls its user is no author's name; a byline is no paragraph.
        #expect(document.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(document.paragraphTexts == ["It drifts.", "It waits."])
    }

    @Test func whatStandsAboveTheTextIsKeptBesideIt() throws {
        let text = AgencyXMLTests.newsItem(
            "urn:newsml:nwa.example:4",
            """
            <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
            <header><ul><li>Ferry</li></ul><p class="genre">Summary<span> - 1700</span></p><h1>Ferry drifts</h1>
            <p class="byline">By Hanne Ostrow, nwa</p></header>
            <section class="main"><p>The ferry drifts off the point.</p><p>It waits.</p></section></body></html></inlineXML>
            """)
        let document = try #require(article(text))
        #expect(document.asideTexts == ["Summary - 1700", "By Hanne Ostrow, nwa"])
        #expect(document.paragraphTexts.suffix(2) == ["The ferry drifts off the point.", "It waits."])
        #expect(document.paragraphs.count == 4)
        #expect(faults(document).isEmpty)
    }

    @Test func aDescriptionForMachinesGivesSubjectsAndNames() throws {
        let text = AgencyXMLTests.newsItem("urn:newsml:nwa.example:5", "<inlineData>The ferry drifts.</inlineData>")
            .replacingFirst(
                "<description role=\"drol:summary\">No engine.</description>",
                "<description role=\"semantics\"><![CDATA[{\"iptcDomains\":[{\"value\":\"Ferries\",\"id\":\"04015002\"}],"
                    + "\"persons\":[{\"value\":\"Hanne Ostrow\"}]}]]></description>")
        let document = try #require(article(text))
        #expect(document.descriptions.isEmpty)
        #expect(document.subjects.contains { $0.code == "04015002" && $0.name == "Ferries" })
        #expect(document.named.contains { $0.name == "Hanne Ostrow" && $0.kind == .person })
    }

    @Test func aDateAloneIsNoDateline() throws {
        let text = AgencyXMLTests.newsML1(
            """
            <NewsComponent><NewsLines><HeadLine>Ferry drifts</HeadLine><DateLine>14/3/2025</DateLine></NewsLines>
            <DescriptiveMetadata><Property FormalName="City" Value="Port Eldren"/></DescriptiveMetadata>
            <ContentItem><DataContent><p>The ferry drifts.</p></DataContent></ContentItem></NewsComponent>
            """
        ).replacingFirst("Update=\"N\">2<", "Update=\"N\">0<")
        let document = try #require(article(text))
        #expect(document.statedDateline == "Port Eldren")
        #expect(document.senderVersion == nil)
    }

    @Test func aMessageHoldsManyItems() {
        let items = (1...3).map {
            AgencyXMLTests.newsItem(
                "urn:x:\($0)", "<inlineData contenttype=\"text/plain\">Text \($0) is here.</inlineData>")
        }
        let message =
            "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header/><itemSet>\(items.joined())</itemSet></newsMessage>"
        let all = readings(Array(message.utf8)).compactMap { try? $0.get() }
        #expect(all.map(\.senderID) == ["urn:x:1", "urn:x:2", "urn:x:3"])
        #expect(all.map(\.text) == ["Text 1 is here.", "Text 2 is here.", "Text 3 is here."])
    }

    @Test func anAgencysOwnXMLIsReadWhereItNamesHeadlineAndText() throws {
        func item(_ n: Int) -> String {
            """
            <Story><NewsID>a-\(n)</NewsID><PublishDate>2025-03-14T09:12:00</PublishDate><Headline>Færgen driver \(n)</Headline>
            <subtitle>Halvfems om bord</subtitle><town>Port Eldren</town><origin>/nwa/</origin><byLine>Jo Ahrend</byLine>
            <version>2</version><Priority>3</Priority><section>Indland</section>
            <content>&lt;p&gt;F&#xE6;rgen driver &amp;amp;quot;stille&amp;amp;quot; uden motor.&lt;/p&gt;&lt;p&gt;Det bl&#xE6;ser.&lt;/p&gt;</content></Story>
            """
        }
        let all = readings(Array("<?xml version=\"1.0\"?><Out><List>\(item(1))\(item(2))</List></Out>".utf8))
            .compactMap { try? $0.get() }
        #expect(all.count == 2)
        let document = try #require(all.first)
        #expect(document.headline == "Færgen driver 1")
        #expect(document.byline == "Jo Ahrend /nwa/")
        #expect(document.authors.map(\.name) == ["Jo Ahrend"])
        #expect(document.urgency == 3)
        #expect(document.senderID == "a-1")
        #expect(document.paragraphTexts == ["Færgen driver \"stille\" uden motor.", "Det blæser."])
        #expect(rejection("<?xml version=\"1.0\"?><data><row>1</row></data>")?.code == .unknownFormat)
    }

    @Test func noEntityIsFollowed() {
        let outside =
            "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><p>Text &x; here.</p></body.content></body></nitf>"
        for case .success(let document) in readings(Array(outside.utf8)) { #expect(!document.text.contains("root:")) }
        let deep = "<nitf><body><body.content>" + String(repeating: "<block>", count: 20_000)
        #expect([.tooDeep, .malformed].contains(rejection(deep)?.code))
    }
}

extension AgencyXMLTests {
    @Test func nitfWithoutContentElementIsRead() throws {
        let document = try #require(
            article(
                "<nitf><head><title>T</title><docdata management-status=\"embargoed\"><date.issue norm=\"20250314T091200Z\"/><date.release norm=\"20250315T000000Z\"/></docdata></head><body><body.head><headline><hl1>Ferry drifts</hl1></headline></body.head><p>It drifts.</p><p>It <em>waits</em>.</p></body></nitf>"
            ))
        #expect(document.headline == "Ferry drifts")
        #expect(document.paragraphTexts == ["It drifts.", "It waits."])
        // The embargo's end is known: nothing is withheld.
        #expect(document.status == nil)
        #expect(document.embargoedUntil?.value == "2025-03-15T00:00:00Z")
    }
}

extension AgencyXMLTests {
    @Test func aPackageOfIdentifiersHasItsHeadlineForText() throws {
        let package =
            "<packageItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:9\" version=\"1\" xml:lang=\"en\"><itemMeta><itemClass qcode=\"ninat:composite\"/></itemMeta><contentMeta><headline>Ferry drifts off the point</headline></contentMeta><groupSet root=\"r\"><group id=\"r\"><itemRef residref=\"urn:x:1\"/><itemRef residref=\"urn:x:2\"/></group></groupSet></packageItem>"
        let document = try #require(article(package))
        #expect(document.text == "Ferry drifts off the point")
        #expect(document.associations.map(\.uri) == ["urn:x:1", "urn:x:2"])
    }

    @Test func aNoteInMarkUpKeepsItsWordsApart() throws {
        let item =
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:9\" version=\"1\"><itemMeta><itemClass qcode=\"ninat:text\"/><edNote><section xmlns=\"http://www.w3.org/1999/xhtml\"><h4>Links</h4><ul><li>Mill</li><li>Lock</li></ul></section></edNote></itemMeta><contentMeta><located qcode=\"city:eldren\"><name>Eldren</name></located><headline>Ferry drifts</headline></contentMeta><contentSet><inlineData contenttype=\"text/plain\">It drifts.</inlineData></contentSet></newsItem>"
        let document = try #require(article(item))
        #expect(document.editorialNote == "Links Mill Lock")
        #expect(document.subjects.contains { $0.name == "Eldren" && $0.code == "city:eldren" })
    }
}
