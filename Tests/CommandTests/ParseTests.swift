import Foundation
import Testing

extension CommandTests {
    @Suite struct ParseTests {
        private func parse(_ world: World, _ arguments: [String]) throws -> (status: Int32, lines: [[String: Any]]) {
            let answer = try world.run(["parse"] + arguments, environment: [:])
            return (answer.status, try answer.lines())
        }

        private func file(_ world: World, _ name: String, _ text: String) throws -> String {
            let file = world.root.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }

        @Test func aLineAFileInTheirOrder() throws {
            let world = try World()
            let names = try (0..<20).map { try file(world, "\($0).txt", World.story("Lindholm \($0)")) }
            let empty = try file(world, "empty.txt", "")
            let list = try file(world, "list", ([empty] + names).joined(separator: "\n") + "\n")
            let found = try parse(world, ["--jobs", "3", "--from-list", list])
            #expect(found.status == 1)
            #expect(found.lines.compactMap { $0["path"] as? String } == [empty] + names)
            let error = found.lines.first?["error"] as? [String: Any]
            #expect(error?["code"] as? String == "empty")
            for line in found.lines.dropFirst() {
                #expect(Set(line.keys) == ["path", "member", "article", "analysis"])
            }
            #expect(!FileManager.default.fileExists(atPath: world.outbox.path))
        }

        @Test(arguments: ["article", "analysis", "summary"]) func oneOutputAlone(_ only: String) throws {
            let world = try World()
            let found = try parse(world, ["--only", only, try file(world, "a.txt", World.story("Lindholm"))])
            #expect(found.status == 0)
            #expect(found.lines.map { Set($0.keys) } == [["path", "member", only]])
        }

        @Test func itKeepsToTheSettings() throws {
            let world = try World()
            let settings = try file(
                world, "dateline.toml", "[limits]\ndocument_mib = 1\n\n[source.default]\ntime_zone = \"Asia/Tokyo\"\n")
            let large = try file(world, "large.txt", String(repeating: World.story("Lindholm") + "\n", count: 20_000))
            let small = try file(
                world, "small.html",
                """
                <!doctype html><meta property="article:published_time" content="2025-05-04T10:00:00">
                <h1>Ferry runs again</h1><p>\(World.story("Lindholm"))</p>
                """)
            let found = try parse(world, ["--config", settings, large, small])
            let error = found.lines.first?["error"] as? [String: Any]
            #expect(error?["code"] as? String == "too-large")
            let article = found.lines.last?["article"] as? [String: Any]
            #expect(article?["contentCreated"] as? String == "2025-05-04T01:00:00Z")
            #expect(try parse(world, ["--config", settings + ".gone", small]).status == 78)
        }
    }
}
