import Foundation
import Testing

extension CommandTests {
    @Suite struct FollowTests {
        @Test func aConsumerGetsEachOutcomeOnceInOrder() throws {
            let world = try World()
            for n in 0..<5 { try world.drop("\(n).txt", World.story("Place\(n)")) }
            try world.drop("empty.txt", "")
            try world.file()
            let all = try world.ask("follow", "--after", "0", "--no-wait")
            #expect(all.status == 0)
            #expect(try world.faults("outcome", all.output) == "")
            let lines = try all.lines()
            #expect(lines.compactMap { $0.int("seq") } == [1, 2, 3, 4, 5, 6])
            let cursor = try #require(lines[2].string("cursor"))
            let rest = try world.ask("follow", "--after", cursor, "--no-wait").lines()
            #expect(rest.compactMap { $0.int("seq") } == [4, 5, 6])
            let filed = try world.ask("follow", "--after", "0", "--no-wait", "--outcome", "filed").lines()
            #expect(filed.count == 5)
            #expect(try world.ask("follow", "--no-wait").output == "")
        }

        @Test func aForeignCursorIsRefused() throws {
            let world = try World()
            try world.drop("a.txt", World.story("Lindholm"))
            try world.file()
            let own = try #require(try world.ask("follow", "--after", "0", "--no-wait").lines().first?.string("cursor"))
            let name = try #require(own.split(separator: ":").first)
            #expect(try world.ask("follow", "--after", "0000000g:1", "--no-wait").status == 65)
            #expect(
                try world.ask("follow", "--after", "\(name):99", "--no-wait").status == 65,
                "it knows what this ledger lost")
            #expect(try world.ask("follow", "--after", "nonsense", "--no-wait").status == 64)
            #expect(try world.ask("follow", "--after", "0", "--no-wait", "--outcome", "waiting").status == 64)
        }

        @Test func itGoesOnAsOutcomesCome() throws {
            let world = try World()
            try world.file()
            let follower = try world.make(["follow"] + world.folders)
            try follower.process.run()
            defer {
                follower.process.terminate()
                follower.process.waitUntilExit()
            }
            // It begins with what comes after its start: it has started when it has seen something.
            var n = 0
            try world.start()
            try world.until("the first line") {
                n += 1
                try world.drop("\(n).txt", World.story("Place\(n)"))
                return !world.text(follower.output).isEmpty
            }
            try world.drop("last.txt", World.story("Lindholm"))
            try world.until("the last line") { world.text(follower.output).contains("last.txt") }
            let seqs = try World.Answer(status: 0, output: world.text(follower.output), complaints: "").lines()
                .compactMap {
                    $0.int("seq")
                }
            #expect(seqs == Array((seqs.first ?? 0)...(seqs.last ?? 0)))
            #expect(follower.process.isRunning)
        }

        @Test func aReaderThatIsKilledGoesOnWithItsCursor() throws {
            let world = try World()
            try world.start()
            let all = 60
            var dropped = 0
            var lines: [[String: Any]] = []
            var cursor = "0"
            while lines.count < all {
                let follower = try world.make(["follow", "--after", cursor] + world.folders)
                try follower.process.run()
                for _ in 0..<5 where dropped < all {
                    dropped += 1
                    try world.drop("\(dropped).txt", World.story("Place\(dropped)"))
                }
                let seen = lines.count
                try world.until("another line") { world.text(follower.output).contains("\n") || lines.count == all }
                // Wherever it is, also in the middle of a line.
                kill(follower.process.processIdentifier, SIGKILL)
                follower.process.waitUntilExit()
                let text = world.text(follower.output)
                for line in text[..<(text.lastIndex(of: "\n") ?? text.startIndex)].split(separator: "\n") {
                    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                    lines.append(object)
                    cursor = try #require(object.string("cursor"))
                }
                #expect(lines.count > seen)
            }
            world.stop()
            let ledger = try world.ask("follow", "--after", "0", "--no-wait").lines()
            #expect(lines.compactMap { $0.int("seq") } == ledger.compactMap { $0.int("seq") })
            #expect(Set(lines.compactMap { $0.string("name") }).count == all)
        }
    }
}
