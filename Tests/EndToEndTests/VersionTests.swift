import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// Updates, corrections, kills and embargoes, with and without the sender's identifier.
    @Suite struct VersionTests {
        let world: World

        init() throws { world = try World() }

        // MARK: A desk and its senders

        /// Drops files one after another, each filed before the next comes.
        func file(_ drops: (name: String, text: String)...) async throws {
            for drop in drops {
                try world.drop(drop.name, drop.text)
                let ended = try await Dateline.once(world)
                #expect(ended.exit == .code(0), "\(ended.output)")
            }
        }

        /// The outcome line of each dropped name.
        func outcomes() async throws -> [String: JSON] {
            let answer = try await run(try Dateline.command(world, ["list", "--json", "--limit", "1000"]))
            return try Dictionary(
                JSON.lines(answer.output).map { ($0.name.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        }

        func outcome(_ name: String) async throws -> JSON {
            try #require(try await outcomes()[(name as NSString).lastPathComponent], "\(name)")
        }

        func article(of outcome: JSON) throws -> JSON { try world.article(try #require(outcome.path.text)) }
        func analysis(of outcome: JSON) throws -> JSON { try world.analysis(try #require(outcome.path.text)) }

        func explain(_ query: String, _ more: String...) async throws -> String {
            try await run(try Dateline.command(world, ["explain", query] + more)).output
        }

        /// Titles in the feed.
        func feed() throws -> [String] {
            try JSON(world.bytes("feed.json")).items.array.compactMap(\.title.text)
        }

        /// `later` is the next version of `earlier`.
        func expectReplaced(_ earlier: JSON, by later: JSON, revision: Int) throws {
            #expect(later.outcome.text == "filed")
            #expect(later.uri.text == earlier.uri.text)
            #expect(later.revision.int == revision)
            #expect(later.replaces.text == earlier.id.text)
            let analysis = try analysis(of: later)
            #expect(analysis.replaces.text == earlier.id.text && analysis.revision.int == revision)
            #expect(analysis.uri.text == earlier.uri.text)
            #expect(
                analysis.related.array.contains {
                    $0.id.text == earlier.id.text && $0.relation.text == "version" && $0.path.text == earlier.path.text
                })
        }

        // MARK: Texts

        static let bridge = [
            "The Ormsund bridge was closed to all traffic on Tuesday after inspectors found a crack in its third pier.",
            "Mayor Signe Valland said ferries would run through the night until engineers had looked at every pier.",
            "The crack is 14 centimetres long, according to the road authority, which expects repairs to take six weeks.",
            "Some 9,000 people cross the bridge each day. It was opened in 1974 and strengthened twice since then.",
        ]

        func wire(_ headline: String, _ paragraphs: [String], day: String = "November 24, 2026", above: String = "")
            -> String
        {
            "\(above)\(headline)\n\nORMSUND, \(day) (Coastwire) - \(paragraphs.joined(separator: "\n\n"))\n"
        }

        func newsItem(
            _ guid: String, version: Int, _ headline: String, _ paragraphs: [String], status: String = "usable",
            time: String = "2026-11-24T10:00:00Z", embargo: String? = nil
        ) -> String {
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="\(guid)" version="\(version)"
              standard="NewsML-G2" standardversion="2.28" conformance="power" xml:lang="en">
              <itemMeta><itemClass qcode="ninat:text"/><provider literal="Coastwire"/>
              <versionCreated>\(time)</versionCreated>\(embargo.map { "<embargoed>\($0)</embargoed>" } ?? "")
              <pubStatus qcode="stat:\(status)"/></itemMeta>
              <contentMeta><slugline>ORMSUND-BRIDGE/</slugline><headline>\(headline)</headline></contentMeta>
              <contentSet><inlineXML contenttype="application/xhtml+xml">
              <html xmlns="http://www.w3.org/1999/xhtml"><body>\(paragraphs.map { "<p>\($0)</p>" }.joined())</body></html>
              </inlineXML></contentSet>
            </newsItem>

            """
        }

        // MARK: One identifier

        @Test func twoVersionsOfOneGuid() async throws {
            let guid = "tag:coastwire.example,2026:newsml_C4N1"
            try await file(
                ("coast/1.xml", newsItem(guid, version: 1, "Bridge closed", Self.bridge)),
                (
                    "coast/3.xml",
                    newsItem(
                        guid, version: 3, "UPDATE 2-Bridge closed for six weeks", Self.bridge,
                        time: "2026-11-24T12:00:00Z")
                ),
                (
                    "coast/2.xml",
                    newsItem(guid, version: 2, "UPDATE 1-Bridge closed", Self.bridge, time: "2026-11-24T11:00:00Z")
                ))
            let (first, third, late) = (
                try await outcome("1.xml"), try await outcome("3.xml"), try await outcome("2.xml")
            )
            #expect(first.uri.text == guid)
            try expectReplaced(first, by: third, revision: 2)
            #expect(late.outcome.text == "superseded" && late.supersededBy.text == third.id.text)
            #expect(late.revision.int == 3 && late.replaces.isNull && late.uri.text == guid)
            #expect(try [first, third, late].map { try article(of: $0).version.text } == ["1", "3", "2"])

            let told = try await explain("coast/1.xml")
            #expect(told.contains("version 1 of 3"))
            #expect(told.contains("was replaced by version 2"))
            #expect(try await explain("coast/3.xml").contains("replaced version 1"))
            #expect(try await explain("coast/2.xml").contains("came late: version 2 was filed before it"))
            #expect(try feed() == ["UPDATE 2-Bridge closed for six weeks"])
        }

        @Test func aKillByStatus() async throws {
            let guid = "urn:newsml:coastwire.example:20261124:17"
            try await file(
                ("coast/1.xml", newsItem(guid, version: 1, "Bridge closed", Self.bridge)),
                ("coast/2.xml", newsItem(guid, version: 2, "Bridge closed", Self.bridge, status: "canceled")))
            let (first, kill) = (try await outcome("1.xml"), try await outcome("2.xml"))
            try expectReplaced(first, by: kill, revision: 2)
            #expect(try article(of: kill).pubStatus.text == "canceled")
            #expect(try feed() == [])
            // What comes late under a kill stays under it.
            try await file(
                ("coast/0.xml", newsItem(guid, version: 0, "Bridge to be closed", Array(Self.bridge.prefix(2)))))
            #expect(try await outcome("0.xml").outcome.text == "superseded")
            #expect(try feed() == [])
            let told = try await explain("coast/1.xml")
            #expect(told.contains("the story was killed by version 2"), "\(told)")
        }

        // MARK: No identifier

        @Test func aCorrectionWithoutGuid() async throws {
            var corrected = Self.bridge
            corrected[2] = corrected[2].replacing("14 centimetres", with: "41 centimetres")
            try await file(
                ("coast/a.txt", wire("Ormsund bridge closed after crack is found", Self.bridge)),
                (
                    "coast/b.txt",
                    wire(
                        "CORRECTED-Ormsund bridge closed after crack is found",
                        ["(Corrects length of crack in paragraph 3)"] + corrected)
                ))
            let (first, second) = (try await outcome("a.txt"), try await outcome("b.txt"))
            try expectReplaced(first, by: second, revision: 2)
            #expect(try article(of: second).version.text == "2")
            #expect(try feed() == ["CORRECTED-Ormsund bridge closed after crack is found"])

            let told = try await explain("coast/a.txt")
            #expect(told.contains("version 1 of 2") && told.contains("was replaced by version 2"), "\(told)")
            let json = try JSON(try await explain("b.txt", "--json").utf8).arrivals[0].story
            #expect(json.current.text == second.id.text && json.killedBy.isNull)
            #expect(json.versions.array.map(\.revision.int) == [1, 2])
            #expect(json.versions[0].replacedBy.text == second.id.text)
            #expect(json.versions[1].replaces.text == first.id.text)

            // The same once more, in other bytes: nothing is new in it.
            try await file(
                (
                    "coast/c.txt",
                    wire("Ormsund bridge closed after crack is found", Self.bridge).replacing("\n", with: "\r\n")
                ))
            #expect(try await outcome("c.txt").outcome.text == "duplicate")
            // Another source's correction is none.
            try await file(("other/d.txt", wire("Ormsund bridge closed after crack is found", corrected)))
            let other = try await outcome("d.txt")
            #expect(other.outcome.text == "filed" && other.uri.text != first.uri.text && other.replaces.isNull)
        }

        @Test func updatesThatGrowAndOneThatIsLate() async throws {
            let more = [
                "Engineers from three companies began work at noon, watched by several hundred people on the quay.",
                "The shipping line Nordferge added two boats and asked lorry drivers to use the northern route.",
            ]
            try await file(
                ("coast/0.txt", wire("Crack closes Ormsund bridge", Array(Self.bridge.prefix(3)))),
                ("coast/2.txt", wire("UPDATE 2-Crack closes Ormsund bridge", Self.bridge + more)),
                ("coast/1.txt", wire("UPDATE 1-Crack closes Ormsund bridge", Self.bridge)))
            let (first, second, late) = (
                try await outcome("0.txt"), try await outcome("2.txt"), try await outcome("1.txt")
            )
            try expectReplaced(first, by: second, revision: 2)
            #expect(late.outcome.text == "superseded" && late.supersededBy.text == second.id.text)
            #expect(late.uri.text == first.uri.text)
        }

        @Test func theSluglineIsEnough() async throws {
            func item(_ headline: String, _ text: [String]) -> String {
                "---\ntitle: \(headline)\nslug: ormsund-bridge\n---\n\n\(text.joined(separator: "\n\n"))\n"
            }
            try await file(
                ("coast/a.txt", wire("Headline: Bridge closed", Self.bridge, above: "Slug: ORMSUND-BRIDGE\n")),
                (
                    "coast/b.txt",
                    wire(
                        "Headline: Ferries run all night as bridge stays shut", Self.bridge,
                        above: "Slug: ORMSUND-BRIDGE (UPDATE 1)\n")
                ),
                (
                    "coast/c.txt",
                    wire(
                        "Headline: Bridge builder says it warned of rust",
                        [
                            "The company that painted the bridge wrote to the road authority four times in two years.",
                            "Its letters, seen by Coastwire, speak of rust as thick as a thumb below the waterline.",
                        ], above: "Slug: ORMSUND-BRIDGE\n")
                ))
            let (first, second, third) = (
                try await outcome("a.txt"), try await outcome("b.txt"), try await outcome("c.txt")
            )
            try expectReplaced(first, by: second, revision: 2)
            #expect(third.outcome.text == "filed" && third.uri.text != first.uri.text)
        }

        /// A series has its headline every day.
        @Test func falseFriends() async throws {
            func wrap(_ index: String, _ points: Int, _ why: String, _ day: Int) -> String {
                wire(
                    "Markets wrap",
                    [
                        "Shares in \(index) closed \(points) points \(points % 2 == 0 ? "higher" : "lower") as \(why).",
                        "\(why.capitalized) moved trade all day, said dealer \(index) Holm, who sees \(points + 3) next.",
                        "Volume was \(points * 17) million crowns. \(index) opens again at nine.",
                    ], day: "November \(day), 2026")
            }
            try await file(
                ("coast/a.txt", wrap("Ormsund", 12, "herring exports rose to a record", 23)),
                ("coast/b.txt", wrap("Ormsund", 7, "the central bank left rates where they were", 24)),
                ("coast/c.txt", wrap("Lakeby", 31, "a shipyard won an order for nine ferries", 24)))
            let all = try await outcomes()
            #expect(Set(all.values.map(\.uri.text)).count == 3)
            #expect(all.values.allSatisfy { $0.revision.int == 1 && $0.outcome.text == "filed" })
        }

        /// Both wait at once: whatever comes first, they are one story, and the correction is the current version.
        @Test func versionsThatArriveTogether() async throws {
            try world.drop("coast/a.txt", wire("Crack closes Ormsund bridge", Self.bridge))
            try world.drop("coast/b.txt", wire("CORRECTED-Crack closes Ormsund bridge", Self.bridge.reversed()))
            #expect(try await Dateline.once(world).exit == .code(0))
            let (a, b) = (try await outcome("a.txt"), try await outcome("b.txt"))
            #expect(a.uri.text == b.uri.text && a.id.text != b.id.text)
            #expect(Set([a.revision.int, b.revision.int]) == [1, 2])
            #expect(b.supersededBy.isNull)
        }

        /// A correction may have an identifier of its own; what follows under that one is the same story too.
        @Test func anotherGuidForTheSameStory() async throws {
            var corrected = Self.bridge
            corrected[0] = corrected[0].replacing("third pier", with: "fourth pier")
            try await file(
                ("coast/1.xml", newsItem("urn:newsml:c.example:1", version: 1, "Bridge closed", Self.bridge)),
                (
                    "coast/2.xml",
                    newsItem(
                        "urn:newsml:c.example:2", version: 1, "CORRECTED-Bridge closed", corrected,
                        time: "2026-11-24T11:00:00Z")
                ),
                (
                    "coast/3.xml",
                    newsItem(
                        "urn:newsml:c.example:2", version: 2, "Editors, please ignore", ["It is wrong."],
                        status: "canceled",
                        time: "2026-11-24T12:00:00Z")
                ))
            let (first, second, kill) = (
                try await outcome("1.xml"), try await outcome("2.xml"), try await outcome("3.xml")
            )
            try expectReplaced(first, by: second, revision: 2)
            try expectReplaced(second, by: kill, revision: 3)
            #expect(try feed() == [])
        }

        // MARK: Kills by words

        @Test(arguments: [
            "KILL: Ormsund bridge closed after crack is found\n\nORMSUND, Nov 24 (Coastwire) - Please kill this story. It is wrong.\n",
            "WITHDRAWN-Ormsund bridge closed after crack is found\n\nORMSUND, Nov 24 (Coastwire) - The story is withdrawn.\n",
            "MANDATORY KILL\n\nEDITORS: Kill the story headlined \"Ormsund bridge closed after crack is found\", sent at 1005 GMT.\n",
            "ADVISORY: Story on Ormsund bridge is killed\n\nThe story “Ormsund bridge closed after crack is found” is wrong.\n",
            "Ormsund bridge closed after crack is found\n\nKILL\n\nORMSUND, Nov 24 (Coastwire) - There will be no substitute.\n",
        ])
        func aKillByWords(notice: String) async throws {
            try await file(
                ("coast/other.txt", wire("Ferry fares rise", ["Nordferge raises its fares by 4 percent in January."])),
                ("coast/story.txt", wire("Ormsund bridge closed after crack is found", Self.bridge)),
                ("coast/kill.txt", notice))
            let (story, kill) = (try await outcome("story.txt"), try await outcome("kill.txt"))
            try expectReplaced(story, by: kill, revision: 2)
            #expect(try article(of: kill).pubStatus.text == "canceled")
            #expect(try feed() == ["Ferry fares rise"])
            let told = try await explain("story.txt")
            #expect(told.contains("the story was killed by version 2"), "\(told)")
            #expect(try await explain("kill.txt").contains("this version is a kill"))
            let json = try JSON(try await explain("story.txt", "--json").utf8).arrivals[0].story
            #expect(json.killedBy.text == kill.id.text && json.killed.text != nil)
            let page = String(decoding: world.bytes("index.html"), as: UTF8.self)
            #expect(page.contains("Ferry fares rise") && !page.contains("crack is found"))
        }

        /// Another source's kill kills nothing here.
        @Test func onlyTheSameSourceKills() async throws {
            try await file(
                ("coast/story.txt", wire("Crack closes Ormsund bridge", Self.bridge)),
                ("other/kill.txt", "KILL: Crack closes Ormsund bridge\n\nPlease kill this story. It is wrong.\n"))
            #expect(try await outcome("kill.txt").uri.text != outcome("story.txt").uri.text)
            #expect(try feed() == ["Crack closes Ormsund bridge"])
        }

        // MARK: Embargoes

        @Test func anEmbargoIsKeptAndTheArticleWaits() async throws {
            let far = newsItem(
                "urn:newsml:c.example:9", version: 1, "Bridge to be closed", Self.bridge,
                embargo: "2099-01-02T06:00:00+01:00")
            let over = newsItem(
                "urn:newsml:c.example:10", version: 1, "Fares to rise", ["Nordferge raises its fares by 4 percent."],
                embargo: "2020-01-02T06:00:00Z")
            try await file(
                ("coast/far.xml", far), ("coast/over.xml", over),
                (
                    "coast/far.txt",
                    wire(
                        "Nordferge buys nine boats", ["The line ordered nine boats from a yard in Lakeby."],
                        above: "EMBARGOED until 06:00 GMT on January 5, 2099\n\n")
                ))
            let outcome = try await outcome("far.xml")
            #expect(outcome.outcome.text == "filed")
            #expect(try article(of: outcome).embargoedUntil.text == "2099-01-02T05:00:00Z")
            #expect(try article(of: outcome).pubStatus.text == "usable")
            #expect(try await article(of: self.outcome("far.txt")).embargoedUntil.text == "2099-01-05T06:00:00Z")
            #expect(try feed() == ["Fares to rise"])
            let page = String(decoding: world.bytes("index.html"), as: UTF8.self)
            #expect(
                page.contains("Fares to rise") && !page.contains("Bridge to be closed") && !page.contains("nine boats"))
            #expect(try await explain("far.xml").contains("embargo   until 2099-01-02"))
        }

        // MARK: Several sources

        @Test func theSameTextFromTwoSources() async throws {
            try await file(
                ("coast/a.txt", wire("Ormsund bridge closed after crack is found", Self.bridge)),
                ("valley/b.txt", wire("Crack shuts bridge at Ormsund", Self.bridge)),
                (
                    "hill/c.txt",
                    wire(
                        "Ormsund ohne Brücke", ["Ferry crews met at the quay to speak of their pay on Wednesday night."]
                    )
                ))
            let (first, second, third) = (
                try await outcome("a.txt"), try await outcome("b.txt"), try await outcome("c.txt")
            )
            #expect(second.outcome.text == "filed" && second.replaces.isNull && second.revision.int == 1)
            #expect(second.uri.text != first.uri.text)
            let related = try analysis(of: second).related.array
            #expect(related.count == 1)
            #expect(related.first?.id.text == first.id.text && related.first?.uri.text == first.uri.text)
            #expect(related.first?.relation.text == "same-story" && related.first?.path.text == first.path.text)
            #expect(try analysis(of: third).related.array.isEmpty)
            #expect(try analysis(of: first).related.array.isEmpty)
            let lines = try [first, second, third].flatMap {
                world.bytes(try #require($0.path.text) + "/analysis.json")
            }
            #expect(try await faults("analysis", lines) == "")
            #expect(Set(try feed()).count == 3)
        }

        /// One name can't stand for two stories: it is the first source's, whatever others send under it.
        @Test func oneIdentifierFromTwoSources() async throws {
            let guid = "https://news.example/ormsund/bridge"
            try await file(
                ("coast/1.xml", newsItem(guid, version: 1, "Bridge closed", Self.bridge)),
                ("copies/1b.xml", newsItem(guid, version: 1, "Bridge closed, says Coastwire", Self.bridge)),
                ("copies/2b.xml", newsItem(guid, version: 2, "Kill", Self.bridge, status: "canceled")),
                ("coast/2.xml", newsItem(guid, version: 2, "Bridge closed for weeks", Self.bridge)))
            let (first, copy, kill, second) = (
                try await outcome("1.xml"), try await outcome("1b.xml"), try await outcome("2b.xml"),
                try await outcome("2.xml")
            )
            #expect(first.uri.text == guid)
            #expect(copy.uri.text?.hasPrefix("urn:uuid:") == true && copy.revision.int == 1)
            #expect(
                try article(of: copy).altIds.array.contains { $0.role.text == "sender" && $0.value.text == guid })
            #expect(
                try analysis(of: copy).related.array.contains {
                    $0.uri.text == guid && $0.relation.text == "same-story"
                })
            try expectReplaced(copy, by: kill, revision: 2)
            try expectReplaced(first, by: second, revision: 2)
            #expect(try feed() == ["Bridge closed for weeks"])
        }

        // MARK: The ledger

        /// Made anew from the outbox, it knows the versions, and takes in the next.
        @Test func aLedgerMadeAnewKnowsTheVersions() async throws {
            var corrected = Self.bridge
            corrected[2] = corrected[2].replacing("14 centimetres", with: "41 centimetres")
            try await file(
                ("coast/a.txt", wire("Crack closes Ormsund bridge", Self.bridge)),
                ("coast/b.txt", wire("CORRECTED-Crack closes Ormsund bridge", corrected)),
                ("coast/1.xml", newsItem("urn:newsml:c.example:1", version: 1, "Fares rise", Self.bridge.reversed())))
            let first = try await outcome("a.txt")
            let identified = try await outcome("1.xml")
            for name in try FileManager.default.contentsOfDirectory(atPath: world.state) {
                try FileManager.default.removeItem(atPath: world.state + "/" + name)
            }
            let rebuilt = try await run(try Dateline.command(world, ["audit", "--rebuild"]))
            #expect(rebuilt.exit == .code(0), "\(rebuilt.output)")
            corrected[3] = corrected[3].replacing("1974", with: "1976")
            try await file(
                ("coast/c.txt", wire("CORRECTED-Crack closes Ormsund bridge", corrected)),
                ("coast/again.txt", wire("Crack closes Ormsund bridge", Self.bridge) + "\n\n"),
                (
                    "coast/2.xml",
                    newsItem("urn:newsml:c.example:1", version: 2, "Fares rise again", Self.bridge.reversed())
                ))
            let third = try await outcome("c.txt")
            #expect(third.uri.text == first.uri.text && third.revision.int == 3)
            #expect(try await outcome("again.txt").outcome.text == "duplicate")
            try expectReplaced(identified, by: try await outcome("2.xml"), revision: 2)
            #expect(try await explain("c.txt").contains("version 3 of 3"))
            #expect(try await run(try Dateline.command(world, ["audit"])).exit == .code(0))
        }
    }
}
