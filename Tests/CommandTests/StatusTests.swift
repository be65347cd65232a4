import Foundation
import Testing

extension CommandTests {
    @Suite struct StatusTests {
        @Test func aDaemonThatNeverRanIsStopped() throws {
            let world = try World()
            let answer = try world.ask("status", "--json")
            #expect(answer.status == 3)
            #expect(try world.faults("status", answer.output) == "")
            let report = try answer.object()
            #expect(report.string("state") == "stopped")
            #expect(report["since"] is NSNull)
            #expect(report.object("totals").int("filed") == 0)
        }

        @Test func aStoppedDaemonIsToldOfByItsLedgerAndInbox() throws {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            try world.file()
            try world.drop("coast/later.txt", World.story("Orsund"))
            let answer = try world.ask("status", "--json")
            #expect(answer.status == 3)
            #expect(try world.faults("status", answer.output) == "")
            let report = try answer.object()
            #expect(report.object("totals").int("filed") == 1)
            #expect(report.object("totals").int("rejected") == 1)
            #expect(report.objects("rejections").first?.string("code") == "empty")
            #expect(report.objects("waiting").map { $0.string("path") } == ["coast/later.txt"])
            #expect(report.objects("waiting").first?.string("reason") == "stopped")
            #expect(report.objects("bySource").map { $0.string("source") } == ["coast", "default"])
            #expect(report.objects("last").count == 2)
            #expect(report.objects("stages").first?.int("p50Micros") ?? 0 > 0)
        }

        @Test func aRunningDaemonAnswers() throws {
            let world = try World()
            try world.start()
            try world.drop("a.txt", World.story("Lindholm"))
            try world.until("the story is filed") {
                try world.ask("status", "--json").object().object("totals").int("filed") == 1
            }
            let answer = try world.ask("status", "--json")
            #expect(answer.status == 0)
            #expect(try world.faults("status", answer.output) == "")
            #expect(try answer.object().string("state") == "running")
            let text = try world.ask("status")
            #expect(text.status == 0)
            #expect(text.output.contains("dateline running"))
            #expect(text.output.contains("1 filed"))
            #expect(!text.output.contains("\u{1B}"), "colour is for terminals")
            world.stop()
            #expect(try world.ask("status").status == 3)
        }

        @Test func aFileThatWaitsTooLongIsTrouble() throws {
            let world = try World()
            try world.start(environment: [
                "DATELINE_INTAKE_WAITING_MINUTES": "0.01", "DATELINE_INTAKE_RESCAN_SECONDS": "0.2",
            ])
            try world.drop("upload.part", "half a story")
            try world.until("it is trouble") { try world.ask("status").status == 1 }
            let answer = try world.ask("status", "--json")
            #expect(try answer.object().string("state") == "trouble")
            #expect(try answer.object().objects("waiting").first?.string("reason") == "temporary-name")
            #expect(try world.faults("status", answer.output) == "")
            let list = try world.ask("list", "--outcome", "waiting", "--json")
            #expect(try list.lines().map { $0.string("name") } == ["upload.part"])
            #expect(try world.faults("outcome", list.output) == "")
        }
    }
}
