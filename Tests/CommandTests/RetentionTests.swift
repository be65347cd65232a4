import Foundation
import GRDBSQLite
import Testing

extension CommandTests {
    @Suite struct RetentionTests {
        @Test func whatIsOldIsRemovedAndTheAuditCountsIt() throws {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            try world.file()
            try #require(world.files("outbox/articles").count >= 3)
            // They came three days ago. (The chain of outcomes shows that this was changed.)
            var db: OpaquePointer?
            #expect(sqlite3_open(world.state.appending(path: "ledger.sqlite").path, &db) == SQLITE_OK)
            #expect(sqlite3_exec(db, "UPDATE outcome SET arrived = arrived - 259200000000", nil, nil, nil) == SQLITE_OK)
            sqlite3_close(db)
            // An earlier run was killed when it had only taken a record out of sight.
            let own = world.outbox.appending(path: ".dateline")
            let instance = try #require(
                FileManager.default.contentsOfDirectory(atPath: own.path).first { $0.hasSuffix(".state") }
            ).dropLast(6)
            let left = own.appending(path: "expired-\(instance)-7")
            try FileManager.default.createDirectory(at: left, withIntermediateDirectories: false)
            try Data().write(to: left.appending(path: "article.json"))
            try world.start(environment: [
                "DATELINE_RETENTION_ARTICLES_DAYS": "1", "DATELINE_RETENTION_REJECTED_DAYS": "2",
            ])
            try world.until("the old is gone and noted") {
                let report = try world.ask("audit", "--json").object()
                return report.object("records").int("expired") == 1 && report.object("reasons").int("expired") == 1
            }
            #expect(world.files("outbox/articles").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: left.path))
            #expect(world.files("outbox/rejected").isEmpty)
            #expect(world.files("outbox/originals").count == 1, "for ever, where nothing is set")
            try world.drop("coast/b.txt", World.story("Orsund"))
            try world.until("a new one is filed") {
                try world.ask("status", "--json").object().object("totals").int("filed") == 2
            }
            world.stop()
            let report = try world.ask("audit", "--json").object()
            #expect(report.object("records").int("intact") == 1)
            #expect(report.object("records").int("removed") == 0)
            #expect(report.object("found").int("removed") == 0)
            // A ledger made anew still knows what was removed in its time.
            #expect(try world.ask("audit", "--rebuild").status == 0)
            let again = try world.ask("audit", "--json").object()
            #expect(again.object("records").int("expired") == 1 && again.object("reasons").int("expired") == 1)
            #expect(again.object("found").int("removed") == 0)
        }

        @Test func metricsAreWrittenForAnybodyToRead() throws {
            let world = try World()
            let file = world.root.appending(path: "dateline.prom")
            try world.drop("co\"ast/a.txt", World.story("Lindholm"))
            let answer = try world.run(
                ["run", "--once"] + world.folders, environment: ["DATELINE_METRICS_FILE": file.path])
            #expect(answer.status == 0)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains("dateline_outcomes_total{source=\"co\\\"ast\",outcome=\"filed\"} 1\n"))
            #expect(text.contains("dateline_stage_seconds_count{stage=\"read\"} 1\n"))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o644)
            #expect(!FileManager.default.fileExists(atPath: world.root.appending(path: ".dateline.prom.new").path))
        }
    }
}
