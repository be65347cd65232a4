import Article
import Bytes
import Daemon
import Foundation
import Intake
import Testing

/// The environment is one for all: one test after the other.
@Suite(.serialized) struct SettingsTests {
    private func load(
        _ text: String? = nil, flags: [String: String] = [:], desk: String? = nil, environment: [String: String] = [:]
    ) throws -> LoadedSettings {
        let file = FileManager.default.temporaryDirectory.appending(path: "dateline-\(UUID().uuidString).toml")
        try Data((text ?? "").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for (name, value) in environment { setenv(name, value, 1) }
        defer { for name in environment.keys { unsetenv(name) } }
        return try Settings.loadWithOrigins(SettingsSources(config: file.path, desk: desk, flags: flags))
    }

    /// What is wrong, a line each, without the file's name.
    private func errors(_ text: String, flags: [String: String] = [:], environment: [String: String] = [:]) -> [String]
    {
        do {
            _ = try load(text, flags: flags, environment: environment)
            return []
        } catch let fault as Fault {
            #expect(fault.code == 78)
            return fault.message.split(separator: "\n").map { line in
                String(line.drop { $0 != ":" }.dropFirst())
            }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws {
        let text = "inbox = \"/a\"\noutbox = \"/b\"\nstate = \"/c\"\n"
        let loaded = try load(
            text, flags: ["inbox": "/f"], environment: ["DATELINE_INBOX": "/e", "DATELINE_OUTBOX": "/g"])
        #expect(loaded.settings.inbox == Path("/f"))
        #expect(loaded.settings.outbox == Path("/g"))
        #expect(loaded.settings.state == Path("/c"))
        #expect(loaded.origin(of: "inbox") == .flag("inbox"))
        #expect(loaded.origin(of: "outbox") == .environment("DATELINE_OUTBOX"))
        guard case .file(_, let line) = loaded.origin(of: "state") else {
            Issue.record("state comes from the file")
            return
        }
        #expect(line == 3)
        #expect(loaded.origin(of: "workers") == .standard)
    }

    @Test func everySettingCanBeSet() throws {
        let text = """
            workers = 5
            time_zone = "UTC"
            originals = "/o"
            rejected = "kept"
            [limits]
            document_mib = 9
            memory_mib = 900
            seconds = 8
            output_mib = 7
            originals_per_worker = 6
            [intake]
            settle_seconds = 0.5
            rescan_seconds = 3
            ignore_endings = [".x", ".y"]
            ignore_names = []
            waiting_minutes = 1
            unreadable_hours = 2
            [retention]
            originals_days = 30
            rejected_days = 20
            articles_days = 10
            [metrics]
            file = "/m/dateline.prom"
            [source."die küste"]
            priority = 8
            quiet_hours = 1.5
            time_zone = "Europe/Berlin"
            language = "de-AT"
            agency = "Küste"
            """
        let settings = try load(text).settings
        #expect(settings.workers == 5)
        #expect(settings.timeZone == "UTC")
        #expect(settings.originals == Path("/o"))
        #expect(settings.rejected?.description.hasSuffix("/kept") == true, "meant from the file's folder")
        #expect(settings.limits.documentMiB == 9)
        #expect(settings.limits.memoryMiB == 900)
        #expect(settings.limits.seconds == 8)
        #expect(settings.limits.outputMiB == 7)
        #expect(settings.limits.originalsPerWorker == 6)
        #expect(settings.intake.settle == 500_000)
        #expect(settings.intake.rescan == 3_000_000)
        #expect(settings.intake.ignored.endings == [".x", ".y"])
        #expect(settings.intake.ignored.names == [])
        #expect(settings.intake.nameWaitingAfter == 60_000_000)
        #expect(settings.intake.rejectUnreadableAfter == 7_200_000_000)
        #expect(settings.settings(of: "die küste").timeZone == "Europe/Berlin")
        #expect(settings.settings(of: "die küste").language == "de-AT")
        #expect(settings.settings(of: "die küste").agency == "Küste")
        #expect(settings.settings(of: "die küste").priority == 8)
        #expect(settings.settings(of: "die küste").quietHours == 1.5)
        #expect(settings.settings(of: "other").agency == nil)
        #expect(settings.settings(of: "other").priority == 5)
        #expect(settings.retention.originals == 30)
        #expect(settings.retention.rejected == 20)
        #expect(settings.retention.articles == 10)
        #expect(settings.metricsFile == Path("/m/dateline.prom"))
    }

    @Test func theEnvironmentSetsNumbersAndLists() throws {
        let settings = try load(environment: [
            "DATELINE_LIMITS_SECONDS": "12", "DATELINE_INTAKE_SETTLE_SECONDS": "0.25",
            "DATELINE_INTAKE_IGNORE_NAMES": "a,b",
        ]).settings
        #expect(settings.limits.seconds == 12)
        #expect(settings.intake.settle == 250_000)
        #expect(settings.intake.ignored.names == ["a", "b"])
    }

    @Test func everyErrorIsToldWithItsLine() {
        let text = """
            # A comment
            inbx = "/in"
            workers = "two"

            [limits]
            seconds = 0
            memory = 4
            document_mib = 1.5
            [intake]
            ignore_endings = [".a", 3]
            seconds = 4
            [source.coast]
            time_zone = "Mars/Olympus"
            langage = "de"
            [limit]
            [source]
            port = 3
            """
        #expect(
            errors(text) == [
                "2: inbx is not a setting; did you mean inbox?",
                "3: workers is \"two\"; allowed: a whole number from 0 to 256.",
                "6: limits.seconds is 0; allowed: a whole number from 1 to 86400.",
                "7: limits.memory is not a setting; did you mean limits.memory_mib?",
                "8: limits.document_mib is 1.5; allowed: a whole number from 1 to 1024.",
                "10: intake.ignore_endings is a list; allowed: a list of strings, none of them empty.",
                "11: intake.seconds is not a setting; did you mean limits.seconds?",
                "13: source.coast.time_zone is \"Mars/Olympus\"; allowed: \"local\", \"UTC\" or a zone of /usr/share/zoneinfo such as \"Europe/Berlin\".",
                "14: source.coast.langage is not a setting; did you mean language?",
                "15: limit is not a setting; did you mean limits?",
                "17: source.port must be a section: [source.port].",
            ])
    }

    private var known: String {
        "inbox, outbox, state, originals, rejected, workers, time_zone, base_url, limits.document_mib, limits.memory_mib, limits.seconds, limits.output_mib, limits.originals_per_worker, intake.settle_seconds, intake.rescan_seconds, intake.poll_seconds, intake.ignore_endings, intake.ignore_names, intake.waiting_minutes, intake.unreadable_hours"
    }

    @Test func whatIsNotTOMLIsToldWithItsLine() {
        let found = errors("workers = 1\n\n[limits\nseconds = 2\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("3: it is not TOML") == true)
    }

    @Test func linesAreFoundAroundStringsListsAndQuotes() {
        let text = """
            time_zone = \"""
            not = "a key" \"""
            [intake] # ] [limits]
            ignore_names = [ # "a
              "x = 1", 'y"',
              "[limits]",
            ]
            "rescan_seconds" = "soon"
            limits . seconds = 1
            """
        #expect(
            errors(text).map { $0.prefix { $0 != " " } } == ["1:", "8:", "9:"])
    }

    @Test func foldersMustNotLieInEachOther() {
        let flags = ["inbox": "/i", "outbox": "/o", "state": "/s"]
        #expect(errors("", flags: flags) == [])
        for wrong in [["outbox": "/i/out"], ["state": "/i"], ["inbox": "/o/in"], ["rejected": "/i/r"], ["state": "/o"]]
        {
            #expect(errors("", flags: flags.merging(wrong) { _, new in new }).count == 1, "\(wrong)")
        }
        #expect(errors("[limits]\nmemory_mib = 64\ndocument_mib = 64\n", flags: flags).count == 1)
    }

    @Test func aDeskHasFoldersOfItsOwn() throws {
        let settings = try load(desk: "sports").settings
        #expect(settings.desk == "sports")
        #expect(settings.inbox == Path("/var/lib/dateline-sports/inbox"))
        #expect(settings.state == Path("/var/lib/dateline-sports/state"))
        #expect(try load().settings.outbox == Path("/var/lib/dateline/outbox"))
    }

    @Test func theSampleHoldsEveryDefault() throws {
        let sample = sampleConfiguration()
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Deploy/dateline.toml")
        #expect(
            try String(contentsOf: shipped, encoding: .utf8) == sample, "dateline check --sample > Deploy/dateline.toml"
        )
        #expect(sample.split(separator: "\n").allSatisfy { $0.count <= 120 })
        let standard = try load()
        let asShipped = try load(sample)
        #expect(asShipped.origins.isEmpty)
        // With every # before a setting taken away, all is as it was.
        let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
        let set = lines.map { $0.first == "#" && $0.dropFirst().first != " " ? $0.dropFirst() : $0 }.joined(
            separator: "\n")
        let loaded = try load(set)
        #expect(loaded.settings.limits == standard.settings.limits)
        #expect(loaded.settings.workers == standard.settings.workers)
        #expect(loaded.settings.inbox == standard.settings.inbox)
        #expect(loaded.settings.intake.ignored == standard.settings.intake.ignored)
        #expect(loaded.settings.intake.settle == standard.settings.intake.settle)
        #expect(loaded.settings.intake.rejectUnreadableAfter == standard.settings.intake.rejectUnreadableAfter)
        #expect(loaded.settings.settings(of: "reuters").timeZone == "Europe/London")
        #expect(loaded.origins.count == 23 + 6)
    }
}
