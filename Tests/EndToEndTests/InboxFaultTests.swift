import Foundation
import Glibc
import Testing

import TestKit

extension EndToEnd {
    /// Files that can't be taken, and folders that tell nothing.
    @Suite struct InboxFaultTests {
        private func ask(_ world: World, _ arguments: [String]) async throws -> (exit: Exit, output: String) {
            try await run(try Dateline.command(world, arguments))
        }

        /// A file without rights is rejected when its time is over: taken where the folder lets it go, else left in its place.
        @Test(.enabled(if: geteuid() == 0)) func whatMayNotBeOpenedIsRejectedInTheEnd() async throws {
            let world = try World(user: 65_534)
            try world.drop("secret.txt", "Nobody may read this.", mode: 0)
            try world.drop("locked/secret.txt", "Nobody may read this either.", mode: 0)
            try world.drop("open.txt", story(1))
            let daemon = try await Dateline.start(
                world,
                environment: ["DATELINE_INTAKE_UNREADABLE_HOURS": "0.0003", "DATELINE_INTAKE_RESCAN_SECONDS": "0.2"],
                user: 65_534)
            try await eventually("both are rejected", last: { "\(world.rejected) \(daemon.log)" }) {
                world.rejected.count == 3
            }
            try await eventually("one is moved", last: { daemon.log }) { world.unclaimed == ["locked/secret.txt"] }
            let moved = try #require(world.rejected.first { $0.hasSuffix("-secret.txt") })
            #expect(world.bytes(moved) == Array("Nobody may read this.".utf8))
            let reason = try JSON(world.bytes(moved + ".reason.json"))
            #expect(reason.code.text == "unreadable")
            #expect(reason.original.text == moved)
            #expect(reason.sha256.text == nil)
            // The other is still named.
            let waiting = try await daemon.status().waiting.array
            #expect(waiting.map(\.path.text) == ["locked/secret.txt"])
            #expect(waiting.map(\.reason.text) == ["no-permission"])
            #expect(try await ask(world, ["audit", "--strict"]).exit == .code(0))
            // Once its rights are given, it is read.
            chmod(world.outbox + "/" + moved, 0o644)
            try Data(story(2).utf8).write(to: URL(filePath: world.outbox + "/" + moved))
            let id = try #require(reason.id.text)
            #expect(try await ask(world, ["retry", id]).exit == .code(0))
            try await daemon.eventuallyFiled(2)
            #expect(try await daemon.stop() == .code(0))
        }

        /// What is no file waits in the inbox, and not in memory, while its outcome can't be written.
        @Test func moreLinksThanCanBeFiled() async throws {
            let world = try World()
            let daemon = try await Dateline.start(world)
            try FileManager.default.removeItem(atPath: world.outbox + "/rejected")
            try Data().write(to: URL(filePath: world.outbox + "/rejected"))
            let count = 2000
            let aside = world.inbox + "/.links"
            try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: false)
            for n in 0..<count { symlink("nowhere", aside + "/\(n)") }
            rename(aside, world.inbox + "/links")
            var most = 0
            func look() async throws -> JSON {
                let status = try await daemon.status()
                most = max(most, status.queue.filing.int ?? 0)
                return status
            }
            try await eventually("a setback, and many wait", last: { "\(most) \(daemon.log)" }) {
                try await !look().setbacks.array.isEmpty && most >= 500
            }
            try FileManager.default.removeItem(atPath: world.outbox + "/rejected")
            try await eventually("all have their outcome", within: .seconds(180), last: { daemon.log }) {
                try await look().totals.rejected.int == count
            }
            #expect(most < 700)
            #expect(try await daemon.stop() == .code(0))
        }

        /// A file that is moved in while somebody writes to it for ever costs little, is named, and holds up no other.
        @Test(.enabled(if: geteuid() == 0)) func aFileThatGrowsForEver() async throws {
            let world = try World(user: 65_534)
            // No lease is granted to another user: that it was renamed in says that it is complete.
            let daemon = try await Dateline.start(
                world, environment: ["DATELINE_INTAKE_WAITING_MINUTES": "0.02"], user: 65_534)
            let path = world.folder.path + "/growing.txt"
            // So long that much is written while it is read.
            let text = story(1) + String(repeating: "More is told of the lock in this line. ", count: 40_000)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o666)
            let file = open(path, O_WRONLY | O_APPEND)
            let writer = Thread {
                // On a busy machine too it writes while the file is read.
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -20)
                let more = [UInt8](repeating: 0x61, count: 64)
                while !Thread.current.isCancelled {
                    _ = write(file, more, more.count)
                    usleep(100)
                }
                close(file)
            }
            writer.start()
            #expect(rename(path, world.inbox + "/growing.txt") == 0)
            try await eventually("it is named", last: { daemon.log }) { daemon.log.contains("waiting growing.txt") }
            try await eventually("the status names it") {
                try await daemon.status().waiting.array.map(\.reason.text) == ["writing"]
            }
            let began = ContinuousClock.now
            let before = daemon.processorTime
            try world.drop("other.txt", story(2))
            try await daemon.eventuallyFiled(1)
            try await Task.sleep(for: .seconds(2))
            let share = Duration.seconds(daemon.processorTime - before) / (ContinuousClock.now - began)
            #expect(share < 0.75)
            writer.cancel()
            try await daemon.eventuallyFiled(2)
            #expect(daemon.log.components(separatedBy: "waiting growing.txt").count == 2)
            #expect(try await daemon.stop() == .code(0))
            #expect(try await ask(world, ["audit", "--strict"]).exit == .code(0))
        }

        /// A mount of which no events come is polled, and named in the status and once in the journal.
        @Test(.enabled(if: FuseMount.isPossible)) func aMountWithoutEventsIsNamed() async throws {
            let world = try World()
            let below = world.folder.path + "/below"
            let daemon = try await Dateline.start(
                world, environment: ["DATELINE_INTAKE_RESCAN_SECONDS": "1", "DATELINE_INTAKE_POLL_SECONDS": "0.3"])
            #expect(try await daemon.status().polled.array.isEmpty)
            let mounted = try FuseMount(below, at: world.inbox + "/remote")
            try await eventually("it is known", last: { daemon.log }) {
                daemon.log.contains("polling \(world.inbox)/remote: it is looked through every")
            }
            try story(3).write(toFile: below + "/a.txt", atomically: true, encoding: .utf8)
            try await daemon.eventuallyFiled(1)
            let status = try await daemon.status()
            let shown = try await ask(world, ["status"])
            let checked = try await run(
                [
                    Place.program("dateline"), "check", "--inbox", world.inbox + "/remote", "--outbox", world.outbox,
                    "--state", world.state,
                ])
            let exit = try await daemon.stop()
            withExtendedLifetime(mounted) {}
            #expect(status.polled.array.map(\.path.text) == ["remote"])
            #expect(status.state.text == "running", "it is no trouble")
            #expect(shown.output.contains("polled  remote: "))
            #expect(checked.output.contains("looked through every"))
            #expect(exit == .code(0))
            #expect(daemon.log.components(separatedBy: "polling ").count == 2)
        }
    }
}
