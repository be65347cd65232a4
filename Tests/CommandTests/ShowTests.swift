import Foundation
import Testing

extension CommandTests {
    @Suite struct ShowTests {
        private func filed() throws -> (World, id: String, path: String) {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            try world.file()
            let line = try #require(try world.ask("list", "--json", "--outcome", "filed").lines().first)
            return (world, try #require(line.string("id")), try #require(line.string("path")))
        }

        @Test func anArticleIsFoundByIdAndByPath() throws {
            let (world, id, path) = try filed()
            for name in [
                String(id.prefix(4)), id, id.uppercased(), path, "outbox/\(path)",
                world.outbox.appending(path: path).path + "/article.json",
            ] {
                let answer = try world.ask("show", name)
                #expect(answer.status == 0, "\(name): \(answer.complaints)")
                #expect(answer.output.contains("Ferry to Lindholm"))
                #expect(answer.output.contains(id))
            }
            let text = try world.ask("show", String(id.prefix(8)), "--text")
            #expect(text.output.contains("Captain Ines Varga said on Sunday"))
            let json = try world.ask("show", id, "--json").object()
            #expect(json.object("outcome").string("id") == id)
            #expect(json.object("article").string("type") == "text")
            #expect(json.object("analysis").string("id") == id)
        }

        @Test func whatIsNotThereIsTold() throws {
            let (world, id, path) = try filed()
            #expect(try world.ask("show", "ab").status == 64)
            let unknown = id.first == "0" ? "1111" : "0000"
            #expect(try world.ask("show", unknown).status == 1)
            let rejected = try #require(
                try world.ask("list", "--json", "--outcome", "rejected").lines().first?.string("id"))
            let answer = try world.ask("show", rejected)
            #expect(answer.status == 1)
            #expect(answer.complaints.contains("was rejected"))
            #expect(!answer.complaints.contains(".."))
            try FileManager.default.removeItem(at: world.outbox.appending(path: path))
            let gone = try world.ask("show", id)
            #expect(gone.status == 1)
            #expect(gone.complaints.contains("not there any more"))
            #expect(gone.complaints.split(separator: "\n").count == 1)
        }
    }
}
