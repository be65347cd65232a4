import Foundation
import Testing

extension CommandTests {
    @Suite struct SharedOutboxTests {
        @Test func oneOfTwoDaemonsWritesThePage() throws {
            let first = try World()
            let second = try World()
            try first.start()
            try first.drop("a.txt", World.story("Lindholm"))
            let page = first.outbox.appending(path: "index.html")
            try first.until("the page has the article") { first.text(page).contains("Lindholm") }
            try second.drop("b.txt", World.story("Orsund"))
            func fileSecond() throws -> World.Answer {
                try second.run(
                    [
                        "run", "--once", "--inbox", second.inbox.path, "--outbox", first.outbox.path, "--state",
                        second.state.path,
                    ], environment: ["DATELINE_INTAKE_SETTLE_SECONDS": "0.05"])
            }
            let answer = try fileSecond()
            #expect(answer.status == 0)
            #expect(answer.complaints.contains("page and feeds of \(first.outbox.path) are another Dateline's"))
            #expect(first.text(page).contains("Lindholm"))
            #expect(!first.text(page).contains("Orsund"))
            first.stop()
            #expect(try !fileSecond().complaints.contains("another Dateline's"))
            #expect(first.text(page).contains("Orsund"), "who is left takes over")
        }
    }
}
