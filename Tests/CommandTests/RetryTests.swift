import Foundation
import Testing

extension CommandTests {
    @Suite struct RetryTests {
        @Test func aRejectedFileIsANewArrival() throws {
            let world = try World()
            try world.drop("coast/sub/empty.txt", "")
            try world.file()
            let line = try #require(try world.ask("list", "--json").lines().first)
            let id = try #require(line.string("id"))
            let answer = try world.ask("retry", String(id.prefix(6)), "--json")
            #expect(answer.status == 0, "\(answer.complaints)")
            #expect(try answer.object().objects("retried").first?.string("dropped") == "coast/sub/empty.txt")
            #expect(world.files("inbox") == ["coast/sub/empty.txt"])
            let left = world.files("outbox").filter { $0.hasPrefix("rejected/") || $0.hasPrefix("originals/") }
            #expect(left.map { $0.hasSuffix(".reason.json") } == [true], "the old outcome stays")
            #expect(try world.ask("audit", "--strict").status == 0)
            try world.file()
            let outcomes = try world.ask("list", "--json").lines()
            #expect(outcomes.map { $0.string("outcome") } == ["rejected", "rejected"])
            #expect(Set(outcomes.map { $0.string("path") }).count == 2, "each has its own reason file")
            #expect(try world.ask("audit", "--strict").status == 0)
        }

        @Test func allOfOneReasonAreRetried() throws {
            let world = try World()
            for n in 1...3 { try world.drop("\(n).txt", "") }
            try world.drop("story.txt", World.story("Lindholm"))
            try world.file()
            #expect(try world.ask("retry", "--reason", "malformed").output == "Nothing to retry.\n")
            #expect(try world.ask("retry", "--reason", "empty").status == 0)
            #expect(world.files("inbox") == ["1.txt", "2.txt", "3.txt"])
            try world.file()
            try world.drop("2.txt", "")
            let answer = try world.ask("retry", "--all")
            #expect(answer.status == 1, "one of them lies in the inbox already")
            #expect(answer.complaints.contains("2.txt"))
            #expect(world.files("inbox") == ["1.txt", "2.txt", "3.txt"])
        }

        @Test func whatCanNotBeRetriedIsRefused() throws {
            let world = try World()
            try world.drop("story.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            try world.file()
            let lines = try world.ask("list", "--json").lines()
            let filed = try #require(lines.first { $0.string("outcome") == "filed" }?.string("id"))
            #expect(try world.ask("retry", filed).status == 1)
            #expect(try world.ask("retry").status == 64)
            #expect(try world.ask("retry", "--all", "--reason", "empty").status == 64)
            #expect(try world.ask("retry", "--reason", "boredom").status == 64)
            let rejected = try #require(lines.first { $0.string("outcome") == "rejected" })
            try FileManager.default.removeItem(at: world.outbox.appending(path: rejected.string("original") ?? ""))
            let answer = try world.ask("retry", rejected.string("id") ?? "")
            #expect(answer.status == 1)
            #expect(answer.complaints.contains("not there any more"))
            let both = try world.ask("retry", filed, rejected.string("id") ?? "")
            #expect(both.complaints.contains("was not rejected") && both.complaints.contains("not there any more"))
        }
    }
}
