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

        /// Dateline would read what it writes, again and again.
        @Test func anOutboxThatLiesInTheInboxByAnotherName() throws {
            let world = try World()
            let link = world.root.appending(path: "link").path
            symlink(world.inbox.path + "/not-yet", link)
            for outbox in [world.root.path + "/../\(world.root.lastPathComponent)/inbox/out", link + "/out"] {
                if outbox.hasPrefix(link) { mkdir(world.inbox.path + "/not-yet", 0o755) }
                let answer = try world.run([
                    "run", "--once", "--inbox", world.inbox.path, "--outbox", outbox, "--state", world.state.path,
                ])
                #expect(answer.status == 78)
                #expect(answer.complaints.contains("lies in the inbox"))
            }
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

        /// What is wrong, its line, and what the one line about it must say: what was found, and what is allowed.
        static let faults: [(text: String, line: Int, says: [String])] = [
            ("inbxo = \"/x\"", 1, ["inbxo", "did you mean inbox?"]),
            ("desk = 5", 1, ["desk is not a setting", "inbox, outbox, state"]),
            ("\nworkers = \"two\"", 2, ["workers is \"two\"", "a whole number from 0 to 256"]),
            ("workers = 9999", 1, ["workers is 9999", "from 0 to 256"]),
            ("[limits]\nseconds = 1.5", 2, ["limits.seconds is 1.5", "a whole number from 1 to 86400"]),
            ("[intake]\nsettle_seconds = -1", 2, ["is -1", "a number from 0.05 to 3600"]),
            ("[intake]\nignore_endings = \"x\"", 2, ["ignore_endings is \"x\"", "allowed: "]),
            ("inbox = 5", 1, ["inbox is 5", "allowed: "]),
            ("inbox = /tmp", 1, ["found: inbox = /tmp", "allowed: [section], or name = value"]),
            ("[limits\nseconds = 1", 1, ["found: [limits", "allowed: "]),
            ("workers = 1\nworkers = 2", 2, ["found: workers = 2", "workers"]),
            ("time_zone = \"Mars/Base\"", 1, ["\"Mars/Base\"", "Europe/Berlin"]),
            ("[source.coast]\ntime_zone = \"Europe/Berlinn\"", 2, ["source.coast.time_zone", "a zone of"]),
            ("[source.coast]\nlanguage = \"klingon!!\"", 2, ["\"klingon!!\"", "such as \"en\""]),
            ("[source.coast]\npriority = 11", 2, ["is 11", "from 0 to 9"]),
            ("[source.coast]\nagenzy = \"X\"", 2, ["agenzy", "did you mean"]),
            ("[sources.coast]\npriority = 1", 1, ["sources", "did you mean source?"]),
            ("[retention]\narticles_days = -1", 2, ["is -1", "a whole number from 0"]),
            ("base_url = \"ftp://x\"", 1, ["\"ftp://x\"", "https://"]),
            ("[metrics]\nfile = \"/tmp/x.txt\"", 2, ["\"/tmp/x.txt\"", ".prom"]),
            ("limits = 3", 1, ["limits is a number", "[limits]"]),
            ("source = 3", 1, ["source is a number", "[source.NAME]"]),
        ]

        @Test func eachKindOfFaultGivesOneLine() throws {
            let world = try World()
            let config = world.root.appending(path: "dateline.toml")
            for (text, line, says) in Self.faults {
                try Data(text.utf8).write(to: config)
                let answer = try world.ask("check", "--quiet", "--config", config.path)
                #expect(answer.status == 78, "\(text)")
                #expect(answer.complaints.split(separator: "\n").count == 1, "\(answer.complaints)")
                #expect(answer.complaints.hasPrefix("dateline: \(config.path):\(line): "), "\(answer.complaints)")
                for word in says { #expect(answer.complaints.contains(word), "\(word): \(answer.complaints)") }
            }
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
