import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// `dateline run`: the daemon while it lives.
    @Suite struct DaemonTests {
        @Test func anArticleIsFiledAndTold() async throws {
            let world = try World()
            let daemon = try await Dateline.start(world)
            try world.drop("norpress/a.txt", story(1))
            try await daemon.eventuallyFiled(1)
            try await eventually("the original in its place") { world.originals.count == 1 && world.claimed.isEmpty }
            let record = try #require(world.records.first)
            try await eventually("a line", last: { daemon.log }) {
                daemon.log.contains("filed a.txt: \"Lock 1 of the Tamber canal opens again\" (Brussels, 2023-03-03)")
                    && daemon.log.contains("-> " + record)
            }
            try await eventually("STATUS", last: { daemon.notify.messages.description }) {
                daemon.notify.status?.hasPrefix("1 filed, 0 duplicate, 0 rejected, last ") == true
            }
            let status = try await daemon.status()
            #expect(status.totals.filed.int == 1)
            #expect(try await faults("status", Array(try await statusLine(world).utf8)) == "")
            #expect(try await daemon.stop() == .code(0))
            #expect(daemon.notify.messages.contains { $0.hasPrefix("STOPPING=1") })
        }

        func statusLine(_ world: World) async throws -> String {
            try await run(try Dateline.command(world, ["status", "--json"])).output
        }

        @Test func outcomesAreListedAsTheSchemaSays() async throws {
            let world = try World()
            try world.drop("a.txt", story(1))
            try world.drop("b.txt", "")
            #expect(try await Dateline.once(world).exit == .code(0))
            try world.drop("c.txt", story(1))
            #expect(try await Dateline.once(world).exit == .code(0))
            let listed = try await run(try Dateline.command(world, ["list", "--json"]))
            #expect(listed.exit == .code(0))
            #expect(listed.output.split(separator: "\n").count == 3)
            #expect(try await faults("outcome", Array(listed.output.utf8)) == "")
        }

        @Test func aSecondOneEnds() async throws {
            let world = try World()
            let first = try await Dateline.start(world)
            let second = try await Dateline.once(world)
            #expect(second.exit == .code(75))
            #expect(second.output.contains("process \(first.child.pid)"))
            try world.drop("a.txt", story(1))
            try await first.eventuallyFiled(1)
            #expect(try await first.stop() == .code(0))
        }

        @Test func hangUpReadsTheSettingsAgain() async throws {
            let world = try World()
            let config = world.folder.path + "/dateline.toml"
            try Data().write(to: URL(filePath: config))
            let daemon = try await Dateline.start(world, arguments: ["--config", config])
            let before = daemon.notify.messages.count
            try Data("[intake]\nsettle_seconds = \"soon\"\n".utf8).write(to: URL(filePath: config))
            daemon.child.kill(SIGHUP)
            try await eventually("settings refused", last: { daemon.log }) { daemon.log.contains("settings refused") }
            try Data().write(to: URL(filePath: config))
            daemon.child.kill(SIGHUP)
            try await eventually("settings read again", last: { daemon.log }) {
                daemon.log.contains("settings read again")
            }
            try await eventually("READY=1 after each") {
                let said = daemon.notify.messages.dropFirst(before)
                return said.filter { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }.count == 2
                    && said.filter { $0.hasPrefix("READY=1") }.count == 2
            }
            try world.drop("a.txt", story(1))
            try await daemon.eventuallyFiled(1)
            #expect(try await daemon.stop() == .code(0))
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func stopsInTheMiddleAndGoesOn(signal: Int32) async throws {
            let world = try World()
            let daemon = try await Dateline.start(world)
            try world.burst(400, "Nete")
            try await daemon.eventuallyFiled(20)
            daemon.child.kill(signal)
            #expect(try await daemon.child.end() == .code(0))
            try await expectAllOfABurst(400, "Nete", in: world)
        }

        /// kill -9 at moments all over a burst, and again while the next start recovers.
        @Test func killedInTheMiddleNothingIsLostOrDoubled() async throws {
            let world = try World()
            try world.burst(400, "Dijle")
            var random = Random(seed: 3)
            for round in 1...6 {
                let daemon = try Dateline(world)
                let filed = world.records.count
                try await eventually("some more are filed", last: { daemon.log.suffix(2000).description }) {
                    daemon.child.poll() != nil || world.records.count > min(filed + random.below(40), 399)
                }
                daemon.child.kill(SIGKILL)
                #expect(try await daemon.child.end() == .signal(SIGKILL), "round \(round)")
            }
            try await expectAllOfABurst(400, "Dijle", in: world)
        }

        /// Another start files the rest; each is there once, with its original, and the ledger agrees.
        func expectAllOfABurst(_ count: Int, _ name: String, in world: World) async throws {
            let daemon = try await Dateline.start(world)
            try await daemon.eventuallyFiled(count)
            try await eventually("all originals") { world.originals.count >= count && world.claimed.isEmpty }
            #expect(try await daemon.status().totals.filed.int == count)
            #expect(try await daemon.stop() == .code(0))
            #expect(world.records.count == count && world.originals.count == count)
            let titles = try world.records.map { try world.article($0).title.text ?? "" }
            #expect(Set(titles) == Set((0..<count).map { "Lock \($0) of the \(name) canal opens again" }))
            #expect(world.unclaimed.isEmpty && world.rejected.isEmpty)
            let audit = try await run(try Dateline.command(world, ["audit"]))
            #expect(audit.exit == .code(0), "\(audit.output)")
        }

        /// A sub-folder of the inbox that is a mount of its own has its own claims, and a start finds them.
        @Test(.enabled(if: Place.isRoot && Place.isInstalled("unshare")))
        func claimsOnAMountOfItsOwnAreRecovered() async throws {
            let world = try World()
            // The mount must not show outside, and both starts must see the same one: one private namespace for all.
            let script = """
                set -e
                mkdir "$INBOX/norpress"
                mount -t tmpfs tmpfs "$INBOX/norpress"
                for n in $(seq 100); do
                    printf 'Weir %d is open\\n\\nGHENT, March 3, 2023 - Weir number %d opened on Friday.\\n' $n $n > "$INBOX/norpress/$n.txt"
                done
                "$@" & daemon=$!
                until [ "$(find "$OUTBOX/articles" -name article.json 2>/dev/null | wc -l)" -ge 5 ]; do
                    kill -0 $daemon; sleep 0.01
                done
                kill -KILL $daemon; wait $daemon || true
                find "$INBOX/norpress/.dateline" -name '*.txt' | wc -l
                "$@" --once
                find "$INBOX/norpress/.dateline" -name '*.txt' | wc -l
                """
            let command = try Dateline.command(world, ["run"])
            let ended = try await run(
                ["unshare", "--mount", "--propagation", "private", "bash", "-c", script, "bash"] + command,
                environment: ["INBOX": world.inbox, "OUTBOX": world.outbox])
            #expect(ended.exit == .code(0), "\(ended.output.suffix(2000))")
            let counts = ended.output.split(separator: "\n").compactMap { Int($0) }
            try #require(counts.count == 2)
            #expect(counts[0] > 0, "it was killed in the middle")
            #expect(counts[1] == 0)
            #expect(world.records.count == 100 && world.originals.count == 100)
        }

        /// Files whose paths are too long to be taken hold up no other, and are named.
        @Test func namesTooLongHoldUpNoOther() async throws {
            let world = try World()
            // Paths that fit when their sender makes them, and no longer when the folder of claims is put before them.
            let script = """
                import os, sys
                inbox, long = sys.argv[1], "f" * 240
                os.chdir(inbox)
                room = 4095 - len(inbox)
                while room > 500:
                    os.mkdir(long); os.chdir(long); room -= 241
                for n in range(40):
                    text = "Lock %d of the %s canal opens again\\n\\nGHENT, March 3, 2023 - It opened on Friday.\\n"
                    open("%02d" % n + "g" * (room - 10), "w").write(text % (n, "Far"))
                    open("%02d" % n, "w").write(text % (n, "Near"))
                """
            #expect(try await run(["/usr/bin/python3", "-c", script, world.inbox]).exit == .code(0))
            let daemon = try await Dateline.start(
                world, environment: ["DATELINE_INTAKE_WAITING_MINUTES": "0.02"])
            try await daemon.eventuallyFiled(40)
            for n in 0..<20 { try world.drop("\(n).txt", story(n)) }
            try await daemon.eventuallyFiled(60)
            #expect(world.records.count == 60 && world.rejected.isEmpty)
            #expect(try await daemon.stop() == .code(0))
        }

        /// The same where the disk gives an error for one file, at each try.
        @Test(.enabled(if: WriteOrderTests.canTrace, "needs strace and the right to trace"))
        func oneBadSectorHoldsUpNoOther() async throws {
            let world = try World()
            for n in 0..<40 { try world.drop("\(n).txt", story(n)) }
            let bad = world.inbox + "/20.txt"
            let daemon = try await Dateline.start(
                world,
                wrapper: [
                    "strace", "-D", "-f", "-o", "/dev/null", "-P", bad, "-e", "trace=openat", "-e",
                    "inject=openat:error=EIO",
                ])
            try await daemon.eventuallyFiled(39)
            try await eventually("what waits is told", last: { daemon.log }) {
                daemon.log.contains("Input/output error")
            }
            #expect(world.unclaimed == ["20.txt"])
            #expect(try await daemon.status().state.text == "trouble")
            #expect(try await daemon.stop() == .code(0))
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.records.count == 40 && world.rejected.isEmpty)
        }

        /// Several daemons with an outbox in common do not touch each other's unfinished folders.
        @Test func twoDaemonsOneOutbox() async throws {
            let first = try World()
            let second = try World()
            for (world, name) in [(first, "Leie"), (second, "Schelde")] { try world.burst(200, name) }
            let one = try await Dateline.start(first)
            let other = try await Dateline.start(second, arguments: [])
            _ = other
            try await one.eventuallyFiled(200)
            try await other.eventuallyFiled(200)
            let third = try World()
            try third.burst(200, "Demer")
            // Into the first's outbox, while the first works.
            try first.burst(200, "Rupel")
            let child = try Child(
                [
                    Place.program("dateline"), "run", "--once", "--inbox", third.inbox, "--outbox", first.outbox,
                    "--state", third.state,
                ], output: third.folder.path + "/log")
            #expect(try await child.end() == .code(0), "\(child.text.suffix(2000))")
            try await one.eventuallyFiled(600)
            try await eventually("all of them", last: { "\(first.records.count)" }) { first.records.count == 600 }
            var titles: Set<String> = []
            for record in first.records {
                let article = try first.article(record)
                let title = try #require(article.title.text)
                titles.insert(title)
                #expect(try first.analysis(record).uri.text == article.uri.text)
            }
            #expect(titles.count == 600)
            #expect(!one.log.contains("setback") && !child.text.contains("setback"))
        }

        /// Where somebody empties its desk, it begins again.
        @Test func itsUnfinishedFoldersAreTakenAway() async throws {
            let world = try World()
            let daemon = try await Dateline.start(world)
            try world.burst(300, "Zenne")
            while world.records.count < 300, daemon.child.poll() == nil {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: world.outbox + "/.dateline")) ?? [] {
                    try? FileManager.default.removeItem(atPath: world.outbox + "/.dateline/" + name)
                }
                try await Task.sleep(for: .milliseconds(20))
                if world.records.count > 150 { break }
            }
            try await daemon.eventuallyFiled(300)
            #expect(try await daemon.stop() == .code(0))
        }

        /// Files that are held open are as many as are under way, however many have gone through.
        @Test func descriptorsDoNotPileUp() async throws {
            let world = try World(in: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil)
            let daemon = try await Dateline.start(world)
            try world.burst(3000, "Senne")
            var most = 0
            try await eventually("3000 records", within: .seconds(120)) {
                let open =
                    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.child.pid)/fd").count) ?? 0
                most = max(most, open)
                return world.originals.count >= 3000
            }
            // 256 claims under way, three files of each record of a batch, and what a daemon needs.
            #expect(most < 700)
            #expect(try await daemon.stop() == .code(0))
        }
    }
}
