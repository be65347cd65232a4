import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// An article that breaks its reader, or takes it over, costs itself and nothing else.
    @Suite struct WorkerFaultTests {
        static let environment = ["DATELINE_LIMITS_SECONDS": "2", "DATELINE_LIMITS_MEMORY_MIB": "256"]

        func start(_ world: World, _ environment: [String: String] = environment) async throws -> Dateline {
            try await Dateline.start(
                world, arguments: ["--worker-program", Place.program("FaultyWorker")], environment: environment)
        }

        /// What each kind of fault must end as; `nil`: it is refused and the article is read as any other.
        static let kinds: [(kind: String, code: String?, says: String)] = [
            ("trap", "crash", "SIG"), ("segv", "crash", "SIGSEGV"), ("stack", "crash", "SIGSEGV"),
            ("abort", "crash", "SIGABRT"), ("exit", "crash", "exited with 0"), ("memory", "memory", "memory"),
            ("chatter", nil, ""),
            ("open", nil, ""), ("create", nil, ""), ("unlink", "crash", "SIGSYS"), ("connect-inet", "crash", "SIGSYS"),
            ("connect-unix", "crash", "SIGSYS"), ("fork", "crash", "SIGSYS"), ("exec", "crash", "SIGSYS"),
            ("kill", "crash", "SIGSYS"), ("tgkill", "crash", "SIGSYS"),
            ("close", "crash", "closed"), ("garbage", "crash", "no worker sends"),
            ("endless-frame", "crash", "no worker sends"), ("stranger's-record", "crash", "no worker sends"),
            ("other-id", "crash", "no worker sends"), ("path-in-slug", "crash", "no worker sends"),
            ("path-in-day", "crash", "no worker sends"),
        ]

        @Test func eachCostsItsArticleAlone() async throws {
            let world = try World()
            let daemon = try await start(world)
            let before = try await firstWorkers(daemon)
            for (n, kind) in Self.kinds.enumerated() {
                try world.drop("bad/\(kind.kind).txt", "misbehave: \(kind.kind)\n\n" + story(n, "Bad"))
                for good in 0..<3 { try world.drop("good/\(n)-\(good).txt", story(3 * n + good, "Good")) }
            }
            let refused = Self.kinds.filter { $0.code != nil }
            let read = Self.kinds.count - refused.count
            try await eventually(
                "all have their outcome", within: .seconds(180), last: { daemon.log.suffix(4000).description }
            ) {
                world.records.count + world.rejected.filter { $0.hasSuffix(".reason.json") }.count
                    >= 4 * Self.kinds.count
            }
            #expect(daemon.child.poll() == nil, "the daemon lives")
            for kind in Self.kinds {
                let reason = try world.reason(kind.kind + ".txt")
                // One that is killed while it hangs up looks as if the kernel had taken its memory.
                let codes = kind.code == "crash" ? ["crash", "memory"] : [kind.code]
                #expect(codes.contains(reason?.code.text), "\(kind.kind): \(reason?.description ?? "filed")")
                let says = reason?.message.text ?? ""
                #expect(kind.says.isEmpty || says.contains(kind.says), "\(kind.kind): \(says)")
            }
            let reasons = world.rejected.filter { $0.hasSuffix(".reason.json") }
            #expect(reasons.count == refused.count)
            #expect(try await faults("reason", reasons.flatMap { world.bytes($0) }) == "")
            // Every other one is filed, whole.
            let titles = try world.records.map { try world.article($0).title.text ?? "" }
            #expect(titles.filter { $0.contains("Good") }.count == 3 * Self.kinds.count)
            #expect(titles.count == 3 * Self.kinds.count + read)
            #expect(world.unclaimed.isEmpty)
            // Nothing came out.
            let outside = try FileManager.default.contentsOfDirectory(atPath: world.folder.path)
            #expect(Set(outside).isSubset(of: ["inbox", "outbox", "state", "log", "notify"]))
            #expect(
                Set(try FileManager.default.contentsOfDirectory(atPath: world.outbox))
                    .isSubset(of: [
                        ".dateline", "articles", "originals", "rejected", "index.html", "feed.json", "feed.atom",
                        "days",
                    ]))
            #expect(!FileManager.default.fileExists(atPath: "/tmp/dateline-faulty-worker"))
            // New workers are there and read.
            try world.drop("after.txt", story(1, "After"))
            try await daemon.eventuallyFiled(3 * Self.kinds.count + read + 1)
            #expect(Set(daemon.workers).isDisjoint(with: before))
            #expect(try await daemon.stop() == .code(0))
            // A journal of what happened, with what would explain it.
            #expect(daemon.log.contains("worker died reading bad/segv.txt: killed by SIGSEGV"))
        }

        func firstWorkers(_ daemon: Dateline) async throws -> Set<pid_t> {
            try await eventually("workers") { !daemon.workers.isEmpty }
            return Set(daemon.workers)
        }

        @Test func oneThatLoopsIsTimedOut() async throws {
            let world = try World()
            let daemon = try await start(world)
            try world.drop("loop.txt", "misbehave: loop\n\n" + story(1, "Bad"))
            for n in 0..<30 { try world.drop("\(n).txt", story(n, "Good")) }
            try await daemon.eventuallyFiled(30)
            try await eventually("the reason", within: .seconds(180)) { try world.reason("loop.txt") != nil }
            let reason = try world.reason("loop.txt")
            #expect(reason?.code.text == "timeout")
            #expect(reason?.attempts.int == 1)
            try world.drop("after.txt", story(1, "After"))
            try await daemon.eventuallyFiled(31)
            #expect(try await daemon.stop() == .code(0))
        }

        /// Asleep it uses no processor time: the clock ends it, later.
        @Test func oneThatSleepsIsTimedOut() async throws {
            let world = try World()
            let daemon = try await start(world, ["DATELINE_LIMITS_SECONDS": "1"])
            try world.drop("hang.txt", "misbehave: hang\n\n" + story(1, "Bad"))
            try world.drop("good.txt", story(1, "Good"))
            try await daemon.eventuallyFiled(1)
            try await eventually("the reason", within: .seconds(300)) { try world.reason("hang.txt") != nil }
            #expect(try world.reason("hang.txt")?.code.text == "timeout")
            #expect(try await daemon.stop() == .code(0))
        }

        /// A worker killed from outside while it reads: a fresh one reads the article again, and files it.
        @Test(arguments: [SIGSEGV, SIGKILL])
        func aSecondTrySavesTheArticle(signal: Int32) async throws {
            let world = try World()
            let daemon = try await start(world, [:])
            try world.drop("wait.txt", "misbehave: wait\n\n" + story(1, "Bad"), mode: 0o755)
            let claimed = try await awaited("the claim") { world.claimed.first { $0.hasSuffix("wait.txt") } }
            let reading = try await awaited("the one that reads it") {
                daemon.workers.first { holds(world.inbox + "/" + claimed, $0) }
            }
            kill(reading, SIGSTOP)
            chmod(world.inbox + "/" + claimed, 0o644)
            kill(reading, signal)
            kill(reading, SIGCONT)
            try await daemon.eventuallyFiled(1)
            try await eventually("the journal's word", last: { daemon.log }) {
                daemon.log.contains("worker died reading wait.txt: ")
            }
            #expect(world.rejected.isEmpty)
            #expect(!daemon.workers.contains(reading))
            #expect(try await daemon.stop() == .code(0))
        }

        func holds(_ path: String, _ process: pid_t) -> Bool {
            let folder = "/proc/\(process)/fd/"
            return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0)) == path
            }
        }

        /// Workers that die while they have nothing to do are no article's fault.
        @Test func idleWorkersAreReplaced() async throws {
            let world = try World()
            let daemon = try await start(world, [:])
            for round in 0..<3 {
                let workers = try await awaited("workers") { daemon.workers.isEmpty ? nil : daemon.workers }
                for worker in workers { kill(worker, SIGKILL) }
                try world.drop("\(round).txt", story(round))
                try await daemon.eventuallyFiled(round + 1)
            }
            #expect(world.rejected.isEmpty)
            #expect(try await daemon.stop() == .code(0))
        }

        /// The jail in which a worker has PDF documents read may die, of too little memory for instance: the next document is read
        /// by a fresh worker, and so is one that is being read.
        @Test(.enabled(if: Place.isInstalled("pdftotext"))) func aJailThatDiesCostsNoDocument() async throws {
            let world = try World()
            let daemon = try await start(world, [:])
            for round in 0..<3 {
                let jails = try await awaited("jails") {
                    let all = daemon.workers.map { children(of: $0) }
                    return all.isEmpty || all.contains { $0.isEmpty } ? nil : all.joined()
                }
                for jail in jails { kill(jail, SIGKILL) }
                try world.drop("\(round).pdf", pdf("The gates number \(round) close again, the port said."))
                try await eventually("an outcome", last: { daemon.log }) {
                    world.records.count + world.rejected.count > round
                }
                #expect(world.rejected.isEmpty, "\(daemon.log)")
            }
            #expect(try await daemon.stop() == .code(0))
        }

        func children(of process: pid_t) -> [pid_t] {
            let list = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
            return (list ?? "").split(separator: " ").compactMap { pid_t($0) }
        }

        /// A document of one line.
        func pdf(_ line: String) -> [UInt8] {
            let text = "BT /F1 12 Tf 72 720 Td (\(line)) Tj ET"
            let parts = [
                "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
                "<</Length \(text.utf8.count)>>stream\n\(text)\nendstream",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            ]
            var file = "%PDF-1.4\n"
            var table = "0000000000 65535 f \n"
            for (n, part) in parts.enumerated() {
                let place = "\(file.utf8.count)"
                table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
                file += "\(n + 1) 0 obj\(part) endobj\n"
            }
            let start = file.utf8.count
            file += "xref\n0 6\n\(table)trailer<</Size 6/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
            return Array(file.utf8)
        }

        /// A worker program that can't start is the machine's trouble: nothing is rejected for it.
        @Test func noWorkerNoRejection() async throws {
            let world = try World()
            let program = world.folder.path + "/worker"
            try Data("#!/bin/sh\nexit 1\n".utf8).write(to: URL(filePath: program))
            chmod(program, 0o755)
            let daemon = try await Dateline.start(world, arguments: ["--worker-program", program])
            try world.drop("a.txt", story(1))
            try await eventually("a setback", last: { daemon.log }) { daemon.log.contains("setback: ") }
            #expect(world.rejected.isEmpty && world.records.isEmpty)
            #expect(try await daemon.status().state.text == "trouble")
            // As soon as it is mended, it goes on by itself.
            try FileManager.default.removeItem(atPath: program)
            symlink(Place.program("dateline"), program)
            try await daemon.eventuallyFiled(1)
            try await eventually("its end", last: { daemon.log }) { daemon.log.contains("setback over") }
            #expect(try await daemon.stop() == .code(0))
        }

        /// With its daemon goes a worker, also one that hears nothing.
        @Test func workersGoWithTheDaemon() async throws {
            let world = try World()
            let daemon = try await start(world, [:])
            try world.drop("loop.txt", "misbehave: loop\n\n" + story(1, "Bad"))
            let claimed = try await awaited("the claim") { world.claimed.first }
            let looping = try await awaited("the one that reads it") {
                daemon.workers.first { holds(world.inbox + "/" + claimed, $0) }
            }
            daemon.child.kill(SIGKILL)
            #expect(try await daemon.child.end() == .signal(SIGKILL))
            // Where nobody waits for orphans, it stays as a zombie.
            try await eventually("its end") {
                (try? String(contentsOfFile: "/proc/\(looping)/stat", encoding: .utf8))?.contains(") Z ") ?? true
            }
        }
    }
}
