import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// The order of writes that survives a crash at any point, read from the daemon's own system calls.
    @Suite struct WriteOrderTests {
        /// One system call of a trace.
        struct Call: CustomStringConvertible {
            var name: String
            /// Paths it names or whose descriptors it was given, in order.
            var paths: [String]
            var succeeded: Bool
            /// Lines of the trace on which it began and ended: calls of several threads overlap.
            var began: Int
            var ended: Int
            var description: String { "\(began)-\(ended) \(name) \(paths)" }
        }

        /// Whether this machine lets one process trace another.
        static let canTrace: Bool = {
            guard Place.isInstalled("strace") else { return false }
            let child = Process()
            child.executableURL = URL(filePath: "/usr/bin/strace")
            child.arguments = ["-o", "/dev/null", "true"]
            child.standardError = FileHandle.nullDevice
            guard (try? child.run()) != nil else { return false }
            child.waitUntilExit()
            return child.terminationStatus == 0
        }()

        static func calls(_ trace: String) -> [Call] {
            var calls: [Call] = []
            var open: [Substring: Int] = [:]
            for (number, line) in trace.split(separator: "\n").enumerated() {
                guard let match = line.wholeMatch(of: /(\d+) +(.*)/) else { continue }
                let thread = match.1
                let text = match.2
                if text.hasPrefix("<... ") {
                    guard let index = open.removeValue(forKey: thread) else { continue }
                    calls[index].ended = number
                    calls[index].succeeded = succeeded(text)
                    calls[index].paths += paths(text)
                } else if let name = text.prefixMatch(of: /(\w+)\(/) {
                    calls.append(
                        Call(
                            name: String(name.1), paths: paths(text), succeeded: succeeded(text), began: number,
                            ended: number))
                    if text.hasSuffix("<unfinished ...>") { open[thread] = calls.count - 1 }
                }
            }
            return calls
        }

        private static func succeeded(_ text: Substring) -> Bool {
            text.firstMatch(of: /\) += (-?\d+)/).map { !$0.1.hasPrefix("-") } ?? false
        }

        /// `"/a/b"` and `7</a/b>`, with folders of `openat` left out where the path is absolute.
        private static func paths(_ text: Substring) -> [String] {
            text.matches(of: /"(\/[^"]*)"|\d+<(\/[^>]*)>/).compactMap { ($0.1 ?? $0.2).map(String.init) }
        }

        @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
        func oneArticle() async throws {
            let world = try World()
            let trace = world.folder.path + "/trace"
            let daemon = try await Dateline.start(
                world,
                wrapper: [
                    "strace", "-D", "-f", "-y", "-s", "4096", "-o", trace, "-e",
                    "trace=openat,rename,renameat,renameat2,unlink,fsync,fdatasync,write,pwrite64,mkdir,ftruncate,inotify_add_watch",
                ])
            try world.drop("norpress/a.txt", story(1))
            try await daemon.eventuallyFiled(1, within: .seconds(120))
            try await eventually("the original in its place") { world.originals.count == 1 }
            #expect(try await daemon.stop() == .code(0))
            let text = try String(contentsOfFile: trace, encoding: .utf8)
            try expectOrder(Self.calls(text), world)
        }

        func expectOrder(_ calls: [Call], _ world: World) throws {
            let claims = calls.filter {
                $0.name.hasPrefix("rename") && $0.paths.first == world.inbox + "/norpress/a.txt" && $0.succeeded
            }
            try #require(claims.count == 1, "claimed by one rename")
            let claim = claims[0]
            let claimed = try #require(claim.paths.last)
            let claimFolder = (claimed as NSString).deletingLastPathComponent
            let record = world.outbox + "/" + (try #require(world.records.first))
            let publishes = calls.filter { $0.name.hasPrefix("rename") && $0.paths.last == record && $0.succeeded }
            try #require(publishes.count == 1, "made visible by one rename")
            let publish = publishes[0]
            let aside = try #require(publish.paths.first)
            let original = world.outbox + "/" + (try #require(world.originals.first))
            let archives = calls.filter { $0.name.hasPrefix("rename") && $0.paths.last == original && $0.succeeded }
            try #require(archives.count == 1)
            let archive = archives[0]
            #expect(archive.paths.first == claimed)

            func syncs(_ path: String) -> [Call] {
                calls.filter {
                    ($0.name == "fsync" || $0.name == "fdatasync") && $0.paths.first == path && $0.succeeded
                }
            }
            /// Made durable after `before` had ended, and before `after` began.
            func expectDurable(_ path: String, after: Call?, before: Call, _ why: String) {
                let last = calls.last {
                    ["write", "pwrite64"].contains($0.name) && $0.paths.first == path && $0.ended < before.began
                }
                let from = max(after?.ended ?? -1, last?.ended ?? -1)
                #expect(
                    syncs(path).contains { $0.began > from && $0.ended < before.began },
                    "\(path): \(why): \(syncs(path))")
            }
            let log = world.state + "/ledger.sqlite-wal"
            let commits = syncs(log)
            let decided = try #require(
                commits.last { $0.ended < publish.began && $0.began > claim.ended }, "a decision is stored")
            let concluded = try #require(commits.first { $0.began > publish.ended }, "an outcome is stored")

            // In our hands, and whole aside, before the ledger says so.
            expectDurable(claimed, after: claim, before: decided, "the original is in our hands")
            expectDurable(claimFolder, after: claim, before: decided, "so is its name")
            for name in ["article.json", "analysis.json", "summary.txt", "article.html"] {
                expectDurable(aside + "/" + name, after: claim, before: decided, "it is written")
                let late = calls.filter {
                    ["write", "pwrite64", "ftruncate"].contains($0.name)
                        && ($0.paths.first == aside + "/" + name || $0.paths.first == record + "/" + name)
                        && $0.ended > decided.began
                }
                #expect(late.isEmpty, "it stays as it was written")
            }
            expectDurable(aside, after: claim, before: decided, "its names are written")

            // Visible, and durably so, before the outcome is stored.
            expectDurable(
                (record as NSString).deletingLastPathComponent, after: publish, before: concluded, "it is visible")
            var folder = (record as NSString).deletingLastPathComponent
            while folder != world.outbox {
                let parent = (folder as NSString).deletingLastPathComponent
                let made = calls.first { $0.name == "mkdir" && $0.paths.first == folder && $0.succeeded }
                if made != nil { expectDurable(parent, after: made, before: concluded, "the folder's own name") }
                folder = parent
            }

            // The original goes to its place only now.
            #expect(concluded.ended < archive.began)
            let stopped = Call(name: "end", paths: [], succeeded: true, began: .max, ended: .max)
            expectDurable(
                (original as NSString).deletingLastPathComponent, after: archive, before: stopped, "it is kept")
            expectDurable(claimFolder, after: archive, before: stopped, "it has left the inbox")
            // The claim is forgotten only when it is gone for good.
            if let forgot = commits.last(where: { $0.began > archive.ended }) {
                expectDurable(
                    (original as NSString).deletingLastPathComponent, after: archive, before: forgot, "it is kept")
            }
            // Nothing of the sender's was ever opened for writing, and nothing of it removed.
            #expect(
                !calls.contains { $0.name == "unlink" && ($0.paths.first == claimed || $0.paths.first == original) })
        }
    }
}
