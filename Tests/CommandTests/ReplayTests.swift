import Foundation
import Testing

extension CommandTests {
    @Suite struct ReplayTests {
        /// Rewrites a record as if an older reader had filed it, in the ledger too.
        private func asAnOlderReaderWroteIt(_ world: World, _ record: String, _ edits: [String: [(String, String)]])
            throws
        {
            for (name, replacements) in edits {
                let file = world.outbox.appending(path: record).appending(path: name)
                var text = try String(contentsOf: file, encoding: .utf8)
                for (new, old) in replacements {
                    try #require(text.contains(new), "\(name) has no \(new)")
                    text = text.replacing(new, with: old)
                }
                try Data(text.utf8).write(to: file)
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: world.state.path)
            where name.hasPrefix("ledger") {
                try FileManager.default.removeItem(at: world.state.appending(path: name))
            }
            #expect(try world.ask("audit", "--rebuild").status == 0)
        }

        private func oneStory() throws -> (World, record: String) {
            let world = try World()
            try world.drop("coast/story.txt", World.story("Lindholm"))
            try world.file()
            return (world, try #require(world.ask("list", "--json").lines().first?.string("path")))
        }

        private func readBadly(_ world: World, _ record: String) throws {
            try asAnOlderReaderWroteIt(
                world, record,
                [
                    "article.json": [(#""located":"Lindholm""#, #""located":"Lindhelm""#)],
                    "analysis.json": [(#""reader":""#, #""reader":"0."#)],
                    "summary.txt": [("Ines Varga", "Ines")],
                ])
        }

        @Test func aDiffNamesEachFieldAndWritesNothing() throws {
            let (world, record) = try oneStory()
            #expect(try world.ask("replay", "--diff").output == "0 of 1 records would be read differently.\n")
            try readBadly(world, record)
            let before = world.files("")
            let answer = try world.ask("replay", "--diff")
            #expect(answer.status == 0, "\(answer.complaints)")
            #expect(answer.output.contains(record))
            #expect(answer.output.contains(#"article.json  located: "Lindhelm" -> "Lindholm""#))
            #expect(answer.output.contains("summary.txt  line"))
            #expect(!answer.output.contains("provenance"), "who read it is no difference")
            let object = try world.ask("replay", "--diff", "--json").object()
            let changed = try #require(object.objects("changed").first)
            #expect(changed.string("path") == record)
            #expect(
                Set(changed.objects("changes").compactMap { $0.string("file") }) == ["article.json", "summary.txt"])
            #expect(
                world.files("").filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }
                    == before.filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") })
            #expect(try world.ask("replay", "--diff", "--since", "tomorrow").output.hasPrefix("0 of 0 "))
            #expect(try world.ask("replay", "--diff", "--since", "soon").status == 64)
            #expect(try world.ask("replay", "--diff", "00000000").status == 1)
        }

        @Test func aRunningDaemonFilesTheNewReadingAsTheNextVersion() throws {
            let (world, record) = try oneStory()
            try readBadly(world, record)
            let old = try #require(world.ask("list", "--json").lines().first)
            try world.start()
            let answer = try world.ask("replay", "--json")
            #expect(answer.status == 0, "\(answer.complaints)")
            #expect(try answer.object().int("filed") == 1)
            let new = try #require(world.ask("list", "--json").lines().first)
            #expect(new.string("outcome") == "filed")
            #expect(new.int("revision") == 2)
            #expect(new.string("uri") == old.string("uri"))
            #expect(new.string("replaces") == old.string("id"))
            #expect(new.string("original") == old.string("original"))
            let path = try #require(new.string("path"))
            let article = try String(
                contentsOf: world.outbox.appending(path: path).appending(path: "article.json"), encoding: .utf8)
            #expect(article.contains(#""located":"Lindholm""#))
            #expect(world.files("outbox").contains(record + "/article.json"), "the old reading stays")
            #expect(try world.ask("replay", "--json").object().objects("changed").isEmpty)
            #expect(try world.ask("list", "--json").lines().count == 2)
            #expect(world.files("state/replay") == [])
            try world.until("search knows the new reading alone") {
                try world.ask("search", "Lindholm", "--json").lines().map { $0.string("path") } == [path]
            }
            world.stop()
            let audit = try world.ask("audit", "--strict")
            #expect(audit.status == 0, "\(audit.output)")
            for name in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(at: world.state.appending(path: "ledger.sqlite" + name))
            }
            #expect(try world.ask("audit", "--rebuild").status == 0)
            let rebuilt = try world.ask("replay", "--diff", "--json").object()
            #expect(rebuilt.int("same") == 1, "also after a rebuild only the latest reading counts")
        }

        @Test func withoutADaemonTheNextOneFiles() throws {
            let (world, record) = try oneStory()
            try readBadly(world, record)
            let answer = try world.ask("replay")
            #expect(answer.output.contains("No daemon runs"))
            let order = try #require(world.files("state/replay").first)
            let copy = world.root.appending(path: "order")
            let place = world.state.appending(path: "replay").appending(path: order)
            try FileManager.default.copyItem(at: place, to: copy)
            try world.file()
            #expect(world.files("state/replay") == [])
            #expect(try world.ask("list", "--json").lines().map { $0.int("revision") } == [2, 1])
            try FileManager.default.copyItem(at: copy, to: place)
            try world.file()
            #expect(world.files("state/replay") == [])
            #expect(try world.ask("list", "--json").lines().count == 2, "an order that is met again files nothing")
            #expect(try world.ask("audit", "--strict").status == 0)
        }

        @Test func aReadingThatIsVisibleAndNotDoneIsDoneByTheNextStart() throws {
            let (world, record) = try oneStory()
            try readBadly(world, record)
            _ = try world.ask("replay")
            try world.file()
            // What a crash between the rename and the last commit leaves.
            let undo = Process()
            undo.executableURL = URL(filePath: "/usr/bin/python3")
            undo.arguments = [
                "-c",
                """
                import sqlite3, sys
                with sqlite3.connect(sys.argv[1]) as db:
                    db.execute("UPDATE outcome SET state = 0, chain = NULL WHERE revision = 2")
                    db.execute("UPDATE tally SET count = count - 1")
                """, world.state.appending(path: "ledger.sqlite").path,
            ]
            try undo.run()
            undo.waitUntilExit()
            #expect(try world.ask("list", "--json").lines().count == 1)
            _ = try world.ask("replay")
            try world.file()
            #expect(try world.ask("list", "--json").lines().map { $0.int("revision") } == [2, 1])
            let audit = try world.ask("audit", "--strict")
            #expect(audit.status == 0, "\(audit.output)")
        }

        @Test func aReadingOfAnOlderVersionIsSuperseded() throws {
            let world = try World()
            func item(_ version: Int, _ text: String) -> String {
                """
                {"uri":"http://wire.example/i/7","standard":{"name":"ninjs","version":"3.0"},"version":"\(version)",\
                "language":"en","headlines":[{"role":"main","value":"Harbour of Lindholm is open again"}],\
                "bodies":[{"role":"main","contenttype":"text/plain",\
                "value":"The harbour of Lindholm is open again. \(text) boats came in on Sunday, its master said."}]}
                """
            }
            for n in 1...2 {
                try world.drop("wire/\(n).json", item(n, n == 1 ? "Nine" : "Twelve"))
                try world.file()
            }
            let first = try #require(world.ask("list", "--json").lines().last)
            let second = try #require(world.ask("list", "--json").lines().first)
            #expect(second.string("replaces") == first.string("id"))
            try asAnOlderReaderWroteIt(
                world, first.string("path") ?? "", ["summary.txt": [("Lindholm", "Lindhelm")]])
            _ = try world.ask("replay")
            try world.file()
            let reading = try #require(world.ask("list", "--json").lines().first)
            #expect(reading.string("outcome") == "superseded")
            #expect(reading.int("revision") == 3)
            #expect(reading.string("supersededBy") == second.string("id"))
            #expect(reading.string("replaces") == first.string("id"))
            #expect(try world.ask("audit", "--strict").status == 0)
        }

        @Test func ofAContainerOnlyTheMembersThatChangeAreFiled() throws {
            let world = try World()
            let items = (1...3).map {
                """
                <item><guid>http://feed.example/\($0)</guid><title>Bridge \($0) opens</title><description>Bridge \($0) \
                opened on Monday, and the first cars crossed it at noon, its builders said.</description></item>
                """
            }
            try world.drop(
                "feed.xml", "<rss version=\"2.0\"><channel><title>Bridges</title>\(items.joined())</channel></rss>")
            try world.file()
            let lines = try world.ask("list", "--json").lines()
            #expect(lines.count == 3)
            let one = try #require(lines.first { $0.string("title") == "Bridge 2 opens" })
            try asAnOlderReaderWroteIt(world, one.string("path") ?? "", ["summary.txt": [("Bridge 2", "Bridge II")]])
            let diff = try world.ask("replay", "--diff", "--json").object()
            #expect(diff.int("same") == 2)
            #expect(diff.objects("changed").map { $0.string("path") } == [one.string("path")])
            _ = try world.ask("replay")
            try world.file()
            let after = try world.ask("list", "--json").lines()
            #expect(after.count == 4)
            #expect(after.first?.string("replaces") == one.string("id"))
            #expect(try world.ask("audit", "--strict").status == 0)
        }

        @Test func whatWasTakenAwayIsLeftOut() throws {
            let world = try World()
            for place in ["Aarnes", "Bodal", "Corvik"] { try world.drop("\(place).txt", World.story(place)) }
            try world.file()
            let lines = try world.ask("list", "--json").lines()
            let outbox = world.outbox
            try FileManager.default.removeItem(at: outbox.appending(path: lines[0].string("path") ?? ""))
            try FileManager.default.removeItem(at: outbox.appending(path: lines[1].string("original") ?? ""))
            try Data("Something else".utf8).write(to: outbox.appending(path: lines[2].string("original") ?? ""))
            let answer = try world.ask("replay", "--json")
            #expect(answer.status == 1, "one original is not what was dropped")
            let object = try answer.object()
            #expect(object.int("gone") == 2)
            #expect(object.objects("failed").map { $0.string("path") } == [lines[2].string("path")])
            #expect(world.files("state/replay") == [])
        }
    }
}
