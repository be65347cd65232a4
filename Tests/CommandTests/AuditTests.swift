import Foundation
import GRDBSQLite
import Testing

extension CommandTests {
    @Suite struct AuditTests {
        private func filled() throws -> World {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.drop("b.txt", World.story("Orsund"))
            try world.drop("empty.txt", "")
            try world.file()
            try world.drop("again.txt", World.story("Lindholm"))
            try world.file()
            return world
        }

        /// Changes the ledger behind Dateline's back.
        private func tamper(_ world: World, _ sql: String) throws {
            var db: OpaquePointer?
            #expect(sqlite3_open(world.state.appending(path: "ledger.sqlite").path, &db) == SQLITE_OK)
            #expect(sqlite3_exec(db, sql, nil, nil, nil) == SQLITE_OK)
            sqlite3_close(db)
        }

        private func path(_ world: World, _ name: String, _ key: String) throws -> URL {
            let line = try #require(try world.ask("list", "--json").lines().first { $0.string("name") == name })
            return world.outbox.appending(path: try #require(line.string(key)))
        }

        @Test func aSoundOutboxIsProved() throws {
            let world = try filled()
            let answer = try world.ask("audit", "--strict", "--json")
            #expect(answer.status == 0)
            let report = try answer.object()
            #expect(report["balanced"] as? Bool == true)
            #expect(report.int("arrivals") == 4)
            #expect(report.int("filed") == 2)
            #expect(report.int("duplicate") == 1)
            #expect(report.int("rejected") == 1)
            #expect(report.int("inFlight") == 0)
            #expect(report.object("records").int("intact") == 2)
            #expect(report.object("originals").int("intact") == 3)
            #expect(report.objects("findings").isEmpty)
            #expect(
                try world.ask("audit").output.contains(
                    "4 = 2 filed + 1 duplicate + 0 superseded + 1 rejected + 0 in flight"))
        }

        @Test func whatUsersTookAwayIsCountedApart() throws {
            let world = try filled()
            try FileManager.default.removeItem(at: path(world, "b.txt", "path"))
            try FileManager.default.removeItem(at: path(world, "b.txt", "original"))
            let answer = try world.ask("audit", "--json")
            #expect(answer.status == 0)
            #expect(try answer.object().object("found").int("removed") == 2)
            #expect(try world.ask("audit", "--strict").status == 1)
        }

        @Test(arguments: ["article.json", "analysis.json", "summary.txt", "article.html"])
        func oneChangedByteIsFound(name: String) throws {
            let world = try filled()
            let file = try path(world, "a.txt", "path").appending(path: name)
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            let answer = try world.ask("audit", "--json")
            #expect(answer.status == 1)
            let finding = try #require(try answer.object().objects("findings").first)
            #expect(finding.string("kind") == "altered")
            #expect(finding.string("message")?.contains(name) == true)
            try FileManager.default.removeItem(at: file)
            #expect(try world.ask("audit", "--json").object().object("found").int("incomplete") == 1)
        }

        @Test func originalsAndReasonsAreLookedAt() throws {
            let world = try filled()
            try Data("x".utf8).write(to: path(world, "a.txt", "original"))
            try Data("{}".utf8).write(to: path(world, "empty.txt", "path"))
            let found = try world.ask("audit", "--json").object().object("found")
            #expect(found.int("altered") == 2)
            try FileManager.default.removeItem(at: path(world, "empty.txt", "path"))
            #expect(try world.ask("audit", "--json").object().object("found").int("incomplete") == 1)
        }

        /// It is not read, so its first part stands for it.
        @Test func aFileTooLargeToReadIsNoFinding() throws {
            let world = try filled()
            let file = try world.drop("huge.txt", "Harbour of Lindholm")
            #expect(truncate(file.path, 5 << 30) == 0)
            try world.file()
            let line = try #require(try world.ask("list", "--json", "--limit", "1").lines().first)
            #expect(line.string("reason") == "too-large")
            #expect(try world.ask("audit", "--strict").status == 0)
            let told = try world.ask("explain", "huge.txt", "--json").object().objects("arrivals").first
            #expect(told?["sha256"] is NSNull)
            try Data("x".utf8).write(to: path(world, "huge.txt", "original"))
            #expect(try world.ask("audit", "--json").object().object("found").int("altered") == 1)
        }

        @Test func whatNoOutcomeNamesIsFound() throws {
            let world = try filled()
            let record = try path(world, "a.txt", "path")
            try FileManager.default.copyItem(
                at: record, to: record.deletingLastPathComponent().appending(path: "double"))
            let answer = try world.ask("audit", "--json")
            #expect(answer.status == 0)
            #expect(try answer.object().object("found").int("unexpected") == 1)
            #expect(try world.ask("audit", "--strict").status == 1)
        }

        /// Several inboxes for one outbox: each daemon's audit and rebuild know what is its own.
        @Test func whatAnotherDaemonFiledIsItsOwn() throws {
            let one = try World()
            let two = try World()
            let shared = ["--outbox", one.outbox.path, "--inbox", two.inbox.path, "--state", two.state.path]
            for (n, world) in [one, two].enumerated() {
                try world.drop("coast/a.txt", World.story("Lindholm") + "\n\nThe \(n + 2) pilots were thanked.\n")
                try world.drop("empty.txt", "")
            }
            try two.drop("b.txt", World.story("Orsund"))
            // At once, so that both want the same names.
            let other = try two.make(["run", "--once"] + shared)
            try other.process.run()
            try one.file()
            other.process.waitUntilExit()
            #expect(other.process.terminationStatus == 0, "\(two.text(other.complaints))")

            let ofOne = try one.ask("audit", "--strict", "--json")
            #expect(ofOne.status == 0, "\(ofOne.output)")
            #expect(try ofOne.object().int("arrivals") == 2)
            #expect(try ofOne.object().object("others").int("outputs") ?? 0 >= 3)
            #expect(try ofOne.object().object("others")["asked"] as? [String] == [two.state.path])
            #expect(try one.ask("audit").output.contains("dateline audit --state \(two.state.path)"))
            let ofTwo = try two.run(["audit", "--strict", "--json"] + shared)
            #expect(ofTwo.status == 0, "\(ofTwo.output)")
            #expect(try ofTwo.object().int("arrivals") == 3)
            #expect(one.files("outbox/rejected").count == 4, "each has a reason of its own")

            // A ledger that is lost is made of its own outputs only.
            for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
                try? FileManager.default.removeItem(at: one.state.appending(path: name))
            }
            let rebuilt = try one.ask("audit", "--rebuild", "--json")
            #expect(rebuilt.status == 0)
            #expect(try rebuilt.object().int("outcomes") == 2, "\(rebuilt.output)")
            #expect(try one.ask("audit", "--strict").status == 0)

            // One whose ledger can't be asked is named.
            try FileManager.default.removeItem(at: two.state)
            let alone = try one.ask("audit", "--json")
            #expect(alone.status == 0)
            #expect(try alone.object().object("others")["unread"] as? [String] == [two.state.path])
            #expect(try alone.object().object("found").int("unexpected") ?? 0 >= 3)
        }

        @Test(arguments: [
            "UPDATE outcome SET name = x'00' WHERE seq = 2", "UPDATE outcome SET chain = NULL WHERE seq = 2",
            "DELETE FROM outcome WHERE seq = 2", "UPDATE tally SET count = count + 1",
            "INSERT INTO outcome SELECT 9, state, claim, ordinal, kind, time, arrived, id, id64, sha256, bytes, source, name, member, path, original, title, language, format, day, place, uri, version, revision, replaces, superseded_by, related, status, version_time, text_digest, story, article_hash, analysis_hash, summary_hash, reason, message, duration, chain, page_hash, reading_of, sketch, title_key, slug_key, guid FROM outcome WHERE seq = 1",
        ])
        func aLedgerThatWasChangedShows(sql: String) throws {
            let world = try filled()
            try tamper(world, sql)
            let answer = try world.ask("audit", "--json")
            #expect(answer.status == 1)
            #expect(try answer.object()["balanced"] as? Bool == false)
        }

        @Test func aLostLedgerIsMadeAnew() throws {
            let world = try filled()
            for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
                try? FileManager.default.removeItem(at: world.state.appending(path: name))
            }
            #expect(try world.ask("audit").status == 69)
            // A daemon that starts with a new one says so.
            #expect(try world.file().complaints.contains("dateline audit --rebuild"))
            let answer = try world.ask("audit", "--rebuild", "--json")
            #expect(answer.status == 0, "\(answer.complaints)")
            #expect(try answer.object().int("fromRecords") == 2)
            #expect(try answer.object().int("fromReasons") == 1)
            #expect(try world.ask("audit", "--strict").status == 0)
            #expect(try world.faults("outcome", try world.ask("list", "--json").output) == "")
            // What was filed before is known.
            try world.drop("third.txt", World.story("Orsund"))
            try world.file()
            #expect(try world.ask("list", "--json", "--limit", "1").lines().first?.string("outcome") == "duplicate")
        }

        @Test func whatADamagedLedgerStillTellsIsKept() throws {
            let world = try filled()
            let before = try world.ask("follow", "--after", "0", "--no-wait").lines().map { $0.string("name") }
            #expect(try world.ask("audit", "--rebuild").status == 0)
            let after = try world.ask("follow", "--after", "0", "--no-wait").lines().map { $0.string("name") }
            #expect(before == after, "duplicates too, which leave nothing in the outbox")
            #expect(try world.ask("audit", "--strict").status == 0)
            #expect(world.files("state").contains { $0.hasPrefix("before-") })
            try tamper(
                world, "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'outcome'")
            #expect(try world.ask("list").status == 69)
            #expect(try world.ask("audit", "--rebuild", "--json").object().int("fromRecords") == 2)
            #expect(try world.ask("audit", "--strict").status == 0)
        }

        @Test func aRunningDaemonsLedgerIsNotMadeAnew() throws {
            let world = try World()
            try world.start()
            #expect(try world.ask("audit", "--rebuild").status == 75)
            try world.drop("a.txt", World.story("Lindholm"))
            try world.until("it is filed") { try world.ask("list", "--json").lines().count == 1 }
            #expect(try world.ask("audit").status == 0)
        }
    }
}
