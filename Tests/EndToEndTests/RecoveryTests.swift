import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// A start after a kill in the middle of filing.
    @Suite struct RecoveryTests {
        /// Its claim lies where that of the earlier file of the same name lay: what became of that one says nothing of it.
        @Test func aNameThatCameBefore() async throws {
            let world = try World()
            try world.drop("a.txt", story(1))
            #expect(try await Dateline.once(world).exit == .code(0))
            // A file in the place of the year's folder: decided, and it can't be published.
            let year = world.outbox + "/articles/2024"
            try Data().write(to: URL(filePath: year))
            let daemon = try await Dateline.start(world)
            try world.drop("a.txt", story(2).replacing("2023", with: "2024"))
            try await eventually("a setback", last: { daemon.log }) { daemon.log.contains("setback: ") }
            daemon.child.kill(SIGKILL)
            #expect(try await daemon.child.end() == .signal(SIGKILL))
            try FileManager.default.removeItem(atPath: year)
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.records.count == 2, "each is filed")
            #expect(world.originals.count == 2)
        }
    }
}
