import Foundation
import Testing

extension CommandTests {
    @Suite struct ExplainTests {
        @Test func everyArrivalIsExplained() throws {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.file()
            try world.drop("b.txt", World.story("Lindholm"))
            try world.drop("a.txt", World.story("Orsund"))
            try world.file()
            let copy = world.root.appending(path: "copy.txt")
            try Data(World.story("Lindholm").utf8).write(to: copy)
            let first = try #require(try world.ask("list", "--json", "--source", "coast").lines().first)
            let id = try #require(first.string("id"))
            func kinds(_ query: String) throws -> [String] {
                let answer = try world.ask("explain", query, "--json")
                #expect(answer.status == 0, "\(query): \(answer.complaints)")
                let outcomes = try answer.object().objects("arrivals").map { $0.object("outcome") }
                let lines = try outcomes.map {
                    String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
                }
                #expect(try world.faults("outcome", lines.joined(separator: "\n") + "\n") == "")
                return outcomes.compactMap { $0.string("outcome") }
            }
            #expect(try kinds("a.txt") == ["filed", "filed"])
            #expect(try kinds("coast/a.txt") == ["filed"])
            #expect(try kinds("b.txt") == ["duplicate"])
            #expect(try kinds(copy.path) == ["filed", "duplicate"])
            #expect(try kinds("copy.txt") == ["filed", "duplicate"])
            #expect(try kinds(String(id.prefix(8))) == ["filed", "duplicate"])
            #expect(try kinds(try #require(first.string("path"))) == ["filed", "duplicate"])
            #expect(try kinds(world.outbox.path + "/" + (try #require(first.string("original")))) == ["filed"])
            let text = try world.ask("explain", "coast/a.txt").output
            #expect(text.contains("journalctl -u dateline DATELINE_ARTICLE_ID=\(id)"))
            let detail = try #require(
                try world.ask("explain", "coast/a.txt", "--json").object().objects("arrivals").first)
            #expect(detail.string("format") == "text")
            #expect(detail.string("formatReason") != nil)
            #expect(detail.string("record") == world.outbox.path + "/" + (first.string("path") ?? ""))
        }

        @Test func aRejectionIsExplainedWithWhatToDo() throws {
            let world = try World()
            try world.drop("empty.txt", "")
            try world.file()
            let answer = try world.ask("explain", "empty.txt")
            #expect(answer.status == 0)
            #expect(answer.output.contains("rejected empty.txt: empty"))
            #expect(answer.output.contains("hint"))
            #expect(answer.output.contains("dateline retry"))
        }

        /// As `list` shows it, since that is what is copied.
        @Test func aNameThatCanNotBeTypedIsFound() throws {
            let world = try World()
            try world.drop("coast/a\nb.txt", "")
            try world.file()
            let shown = try #require(try world.ask("list", "--json").lines().first?.string("name"))
            #expect(shown == #"a\u{a}b.txt"#)
            #expect(try world.ask("explain", shown).output.contains("rejected"))
            #expect(try world.ask("explain", #"a\x0ab.txt"#).output.contains("rejected"))
            #expect(try world.ask("explain", "coast").output.contains("it is a folder"))
        }

        @Test func whatStillWaitsIsExplained() throws {
            let world = try World()
            try world.file()
            try world.drop("coast/c.part", "half")
            try world.drop("d.txt", "whole")
            try world.drop(".hidden", "x")
            for (name, reason) in [("coast/c.part", "temporary-name"), ("d.txt", "stopped")] {
                let answer = try world.ask("explain", name, "--json")
                #expect(answer.status == 0)
                #expect(try answer.object().objects("waiting").first?.string("reason") == reason)
            }
            #expect(
                try world.ask("explain", world.inbox.appending(path: "d.txt").path).output.contains("no daemon runs"))
            #expect(try world.ask("explain", ".hidden").output.contains("dot"))
        }

        @Test func whatWasNeverSeenIsPlacedBetweenItsNeighbours() throws {
            let world = try World()
            try world.drop("coast/0139.txt", World.story("Lindholm"))
            try world.drop("coast/0141.txt", World.story("Orsund"))
            try world.drop("other/0140a.txt", World.story("Vedra"))
            try world.file()
            let answer = try world.ask("explain", "coast/0140.txt", "--json")
            #expect(answer.status == 1)
            #expect(try answer.object().object("before").string("name") == "0139.txt")
            #expect(try answer.object().object("after").string("name") == "0141.txt")
            #expect(try world.ask("explain", "0140.txt").output.contains("never seen"))
        }
    }
}
