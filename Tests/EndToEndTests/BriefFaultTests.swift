import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// Trouble of page and search holds up no article.
    @Suite struct BriefFaultTests {
        /// What can't be written is tried again every half minute, and not all the time.
        @Test func anIndexThatCanNotBeMade() async throws {
            let world = try World()
            let index = world.state + "/search.sqlite"
            try FileManager.default.createDirectory(atPath: index + "/taken", withIntermediateDirectories: true)
            let daemon = try await Dateline.start(world)
            try await eventually("its word", last: { daemon.log }) { daemon.log.contains("page and search wait") }
            try world.burst(300, "many")
            try await daemon.eventuallyFiled(300)
            let tasks = "/proc/\(daemon.child.pid)/task/"
            let brief = try #require(
                FileManager.default.contentsOfDirectory(atPath: tasks).first {
                    (try? String(contentsOfFile: tasks + $0 + "/comm", encoding: .utf8)) == "brief\n"
                })
            let status = try String(contentsOfFile: tasks + brief + "/status", encoding: .utf8)
            let sleeps = status.firstMatch(of: /\nvoluntary_ctxt_switches:\s+(\d+)/).flatMap { Int($0.1) }
            #expect(try #require(sleeps) < 50)
            #expect(try await daemon.stop() == .code(0))
        }
    }
}
