import Foundation
import Testing

extension CommandTests {
    @Suite struct CheckTests {
        @Test func eachSettingIsShownWithWhereItComesFrom() throws {
            let world = try World()
            let config = world.root.appending(path: "dateline.toml")
            try Data("workers = 3\n[limits]\nseconds = 7\n[source.coast]\ntime_zone = \"Europe/Lisbon\"\n".utf8).write(
                to: config)
            let answer = try world.ask(
                "check", "--config", config.path, "--json", environment: ["DATELINE_LIMITS_MEMORY_MIB": "300"])
            #expect(answer.status == 0, "\(answer.complaints)")
            let report = try answer.object()
            func origin(_ name: String) -> [String: Any] {
                report.objects("settings").first { $0.string("name") == name } ?? [:]
            }
            #expect(origin("inbox").string("flag") == "--inbox")
            #expect(origin("limits.memory_mib").string("variable") == "DATELINE_LIMITS_MEMORY_MIB")
            #expect(origin("limits.memory_mib").int("value") == 300)
            #expect(origin("limits.seconds").string("file") == config.path)
            #expect(origin("limits.seconds").int("line") == 3)
            #expect(origin("source.coast.time_zone").int("line") == 5)
            #expect(origin("limits.output_mib").string("origin") == "default")
            let text = try world.ask("check", "--config", config.path).output
            #expect(text.contains("\(config.path):3"))
        }

        @Test func soundFoldersAreTriedAndLeftAsTheyWere() throws {
            let world = try World()
            try world.file()
            let before = world.files("inbox") + world.files("outbox")
            let answer = try world.ask("check", "--json")
            #expect(answer.status == 0)
            let checks = try answer.object().objects("checks")
            for name in ["inbox", "outbox", "state", "rename", "events", "ledger"] {
                #expect(checks.first { $0.string("name") == name }?.string("verdict") == "good", "\(name)")
            }
            #expect(world.files("inbox") + world.files("outbox") == before)
            #expect(try world.ask("check", "--quiet").output == "")
        }

        @Test func whatCanNotWorkIsBad() throws {
            let world = try World()
            try Data().write(to: world.outbox)
            let answer = try world.ask("check", "--quiet")
            #expect(answer.status == 1)
            #expect(answer.output == "")
            #expect(answer.complaints.contains("outbox"))
        }

        @Test func badSettingsAreToldOneALine() throws {
            let world = try World()
            let config = world.root.appending(path: "dateline.toml")
            try Data("[limits]\nsecnds = 1\nseconds = 0\n".utf8).write(to: config)
            for command in ["check", "run", "status", "list", "audit"] {
                let answer = try world.ask(command, "--config", config.path)
                #expect(answer.status == 78, "\(command)")
                let lines = answer.complaints.split(separator: "\n")
                #expect(lines.count == 2)
                #expect(
                    lines.first?.contains(
                        "\(config.path):2: limits.secnds is not a setting; did you mean limits.seconds?") == true)
                #expect(
                    lines.last?.contains(":3: limits.seconds is 0; allowed: a whole number from 1 to 86400") == true)
            }
            #expect(try world.ask("check", "--config", "missing.toml").status == 78)
            #expect(try world.ask("check", "--desk", "../x").status == 78)
        }

        @Test func theSampleIsWhatIsShipped() throws {
            let world = try World()
            let shipped = try String(
                contentsOf: World.repository.appending(path: "Deploy/dateline.toml"), encoding: .utf8)
            #expect(
                try world.run(["check", "--sample"]).output == shipped, "dateline check --sample > Deploy/dateline.toml"
            )
        }
    }
}
