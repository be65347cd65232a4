import Foundation
import Testing

extension CommandTests {
    /// Commands that only read need membership of the daemon's group and nothing else.
    @Suite(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
    struct GroupTests {
        private static let daemon = ["--reuid=4711", "--regid=4712", "--clear-groups"]
        private static let member = ["--reuid=4713", "--regid=4712", "--clear-groups"]
        private static let stranger = ["--reuid=4714", "--regid=4714", "--clear-groups"]

        private func world() throws -> World {
            let world = try World()
            for folder in [world.inbox, world.outbox, world.state] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                #expect(chown(folder.path, 4711, 4712) == 0)
                #expect(chmod(folder.path, 0o2770) == 0)
            }
            try world.drop("a.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            for name in ["a.txt", "empty.txt"] { chown(world.inbox.appending(path: name).path, 4711, 4712) }
            let answer = try world.run(["run", "--once"] + world.folders, as: Self.daemon)
            #expect(answer.status == 0, "\(answer.complaints)")
            // As the package makes it: the group reads, and writes nothing.
            for folder in [world.outbox, world.state] { chmod(folder.path, 0o2750) }
            return world
        }

        private func expectReading(_ world: World, status: Int32) throws {
            let id = try #require(
                try world.run(["list", "--json", "--outcome", "filed"] + world.folders, as: Self.member).lines().first?
                    .string("id"))
            for (arguments, expected) in [
                (["status"], status), (["list"], 0), (["show", id], 0), (["explain", "a.txt"], 0),
                (["follow", "--after", "0", "--no-wait"], 0), (["audit"], 0), (["check"], 0),
            ] {
                let answer = try world.run(arguments + world.folders, as: Self.member)
                #expect(answer.status == expected, "\(arguments): \(answer.complaints)")
                #expect(answer.output != "", "\(arguments)")
            }
            #expect(try world.run(["retry", "--all"] + world.folders, as: Self.member).status == 77)
            #expect(try world.run(["audit", "--rebuild"] + world.folders, as: Self.member).status == 77)
            for command in ["status", "list", "audit"] {
                #expect(try world.run([command] + world.folders, as: Self.stranger).status == 77, "\(command)")
            }
        }

        @Test func membersReadWhileTheDaemonIsStopped() throws {
            let world = try world()
            try expectReading(world, status: 3)
        }

        @Test func membersReadWhenTheLogIsGone() throws {
            let world = try world()
            // As after a back-up, or another program's clean end.
            let sqlite = Process()
            sqlite.executableURL = URL(filePath: "/usr/bin/python3")
            sqlite.arguments = [
                "-c",
                "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('select count(*) from outcome').fetchall(); c.close()",
                world.state.appending(path: "ledger.sqlite").path,
            ]
            try sqlite.run()
            sqlite.waitUntilExit()
            #expect(!FileManager.default.fileExists(atPath: world.state.appending(path: "ledger.sqlite-wal").path))
            try expectReading(world, status: 3)
        }

        @Test func membersReadWhileTheDaemonRuns() throws {
            let world = try world()
            let daemon = try world.make(["run"] + world.folders, [:], Self.daemon)
            try daemon.process.run()
            defer {
                daemon.process.terminate()
                daemon.process.waitUntilExit()
            }
            try world.until("it runs") { try world.run(["status"] + world.folders, as: Self.member).status == 0 }
            try expectReading(world, status: 0)
        }

        @Test func whatRootRetriesStaysTheDaemons() throws {
            let world = try world()
            let answer = try world.ask("retry", "--all")
            #expect(answer.status == 0, "\(answer.complaints)")
            let file = world.inbox.appending(path: "empty.txt")
            #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.ownerAccountID] as? Int == 4711)
            #expect(try world.run(["run", "--once"] + world.folders, as: Self.daemon).status == 0)
            #expect(world.files("inbox").isEmpty)
        }
    }
}
