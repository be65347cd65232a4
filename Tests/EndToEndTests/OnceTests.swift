import Foundation
import Testing

import TestKit

extension EndToEnd {
    /// `dateline run --once`: files what is there and ends.
    @Suite struct OnceTests {
        @Test func samplesAreFiledWhole() async throws {
            let world = try World()
            for name in ["wire.txt", "note.md", "page.html"] { try world.drop(name, sample(name)) }
            let ended = try await Dateline.once(world)
            #expect(ended.exit == .code(0))
            #expect(world.unclaimed.isEmpty && world.claimed.isEmpty && world.rejected.isEmpty)
            let records = world.records
            #expect(records.count == 3)
            for record in records {
                let names = try FileManager.default.contentsOfDirectory(atPath: world.outbox + "/" + record)
                #expect(names.sorted() == ["analysis.json", "article.html", "article.json", "summary.txt"])
                let id = try #require(try world.analysis(record).id.text)
                #expect(record.hasSuffix("-" + id.prefix(8)))
                #expect(try world.article(record).uri.text == world.analysis(record).uri.text)
            }
            #expect(try await faults("analysis", records.flatMap { world.bytes($0 + "/analysis.json") }) == "")
            #expect(try await ninjsFaults(records.map { "\(world.outbox)/\($0)/article.json" }) == "")
            // Byte for byte, below the day of their arrival.
            #expect(
                try Set(world.originals.map { world.bytes($0) })
                    == Set(["wire.txt", "note.md", "page.html"].map { try sample($0) }))
        }

        @Test func theWireSample() async throws {
            let world = try World()
            try world.drop("wire.txt", sample("wire.txt"))
            #expect(try await Dateline.once(world).exit == .code(0))
            let record = try #require(world.records.first)
            #expect(record.hasPrefix("articles/2026/11/24/"))
            let article = try world.article(record)
            let analysis = try world.analysis(record)
            #expect(article.located.text == "Lisbon")
            #expect(article.contentCreated.text == "2026-11-24T00:00:00Z")
            #expect(article.title.text == "Ferry states agree on winter timetable after night of talks")
            #expect(article.language.text == "en")
            #expect(
                Set(article.people.array.map(\.name.text)).isSuperset(of: [
                    "Inês Carvalhal", "Declan Morrow", "Marit Solheim",
                ]))
            #expect(Set(article.organisations.array.map(\.name.text)).contains("European Maritime Safety Agency"))
            let codes = Dictionary(
                article.places.array.map { ($0.name.text, $0.literal.text) }, uniquingKeysWith: { first, _ in first })
            #expect(codes["Portugal"] == "PT" && codes["Spain"] == "ES" && codes["Norway"] == "NO")
            #expect(analysis.paragraphs.array.count == 6)
            let days = Set(analysis.dates.array.map { $0[key: "from"].text })
            #expect(days.isSuperset(of: ["2026-11-24", "2026-12-13", "2027-03-28"]))
            try expectSummaryFromTheText(article, analysis)
        }

        /// The shared sample, of which the requirements say what must be found.
        @Test(.enabled(if: Place.shared != nil))
        func theSharedSample() async throws {
            let folder = try #require(Place.shared) + "/samples"
            let name = try #require(
                FileManager.default.contentsOfDirectory(atPath: folder).first {
                    $0.hasSuffix("_191392cba6c9442b.txt") || $0.contains("191392cba6c9442b")
                })
            let world = try World()
            let bytes = try Data(contentsOf: URL(filePath: folder + "/" + name))
            try world.drop(name, bytes)
            #expect(try await Dateline.once(world).exit == .code(0))
            let record = try #require(world.records.first)
            #expect(record.hasPrefix("articles/2023/03/19/"))
            let article = try world.article(record)
            let analysis = try world.analysis(record)
            #expect(try await ninjsFaults(["\(world.outbox)/\(record)/article.json"]) == "")
            #expect(article.located.text == "Beijing")
            #expect(article.contentCreated.text == "2023-03-19T00:00:00Z")
            #expect(Set(article.people.array.map(\.name.text)).isSuperset(of: ["Xi Jinping", "Vladimir Putin"]))
            let places = article.places.array.map { ($0.name.text, $0.literal.text?.prefix(2)) }
            for (place, code) in [("China", "CN"), ("Russia", "RU"), ("Beijing", "CN")] {
                #expect(places.contains { $0.0 == place && $0.1.map(String.init) == code })
            }
            #expect(
                Set(article.organisations.array.map(\.name.text)).isSuperset(of: [
                    "UN Security Council", "Shanghai Cooperation Organization",
                    "Conference on Interaction and Confidence Building Measures in Asia", "BRICS",
                ]))
            #expect(analysis.paragraphs.array.count == 7)
            for (name, role) in [("Xi Jinping", "President of China"), ("Vladimir Putin", "President of Russia")] {
                let person = analysis.entities.array.first { $0.name.text == name }
                #expect(person?.roles.array.map(\.text) == [role])
            }
            #expect(
                analysis.dates.array.contains {
                    $0[key: "from"].text == "2023-03-20" && $0.until.text == "2023-03-22"
                })
            try expectSummaryFromTheText(article, analysis)
        }

        func expectSummaryFromTheText(_ article: JSON, _ analysis: JSON) throws {
            let body = Array(try #require(article.bodies[0].value.text).unicodeScalars)
            #expect(!analysis.summary.array.isEmpty)
            for sentence in analysis.summary.array {
                let start = try #require(sentence.start.int)
                let end = try #require(sentence.end.int)
                var text = String.UnicodeScalarView()
                text.append(contentsOf: body[start..<end])
                #expect(String(text) == sentence[key: "text"].text)
            }
        }

        @Test func sameBytesSameOutputs() async throws {
            var outputs: [[UInt8]] = []
            for arrival in 0..<2 {
                let world = try World()
                try world.drop("wire.txt", sample("wire.txt"))
                #expect(try await Dateline.once(world).exit == .code(0))
                let record = try #require(world.records.first)
                let arrived = try #require(try world.analysis(record).provenance.arrived.text)
                let analysis = String(decoding: world.bytes(record + "/analysis.json"), as: UTF8.self)
                #expect(analysis.components(separatedBy: arrived).count == 2, "our clock stands in one place alone")
                let blank = analysis.replacing(arrived, with: "T")
                    .replacing(try #require(world.originals.first), with: "O")
                outputs.append(
                    world.bytes(record + "/article.json") + Array(blank.utf8) + world.bytes(record + "/summary.txt")
                        + world.bytes(record + "/article.html"))
                if arrival == 1 { #expect(outputs[0] == outputs[1]) }
            }
        }

        @Test func duplicatesAreSeenAndFiledOnce() async throws {
            let world = try World()
            try world.drop("a.txt", story(1))
            #expect(try await Dateline.once(world).exit == .code(0))
            try world.drop("agency/b.txt", story(1))
            try world.drop("agency/c.txt", story(1))
            let ended = try await Dateline.once(world)
            #expect(ended.exit == .code(0))
            #expect(world.records.count == 1 && world.originals.count == 1)
            #expect(world.unclaimed.isEmpty && world.claimed.isEmpty)
            #expect(ended.output.contains("duplicate b.txt") && ended.output.contains("duplicate c.txt"))
        }

        @Test func whatCannotBeReadIsRejectedWithItsReason() async throws {
            let world = try World()
            try world.drop("empty.txt", "")
            try world.drop("program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 500))
            try world.drop("agency/white.txt", " \n\n\t \n")
            symlink("/etc/passwd", world.inbox + "/link.txt")
            mkfifo(world.inbox + "/pipe", 0o644)
            let ended = try await Dateline.once(world)
            #expect(ended.exit == .code(0))
            #expect(world.records.isEmpty && world.originals.isEmpty)
            let reasons = world.rejected.filter { $0.hasSuffix(".reason.json") }
            #expect(reasons.count == 5)
            #expect(try await faults("reason", reasons.flatMap { world.bytes($0) }) == "")
            for (name, code) in [
                ("empty.txt", "empty"), ("program", "unknown-format"), ("white.txt", "no-article"),
                ("link.txt", "not-regular"), ("pipe", "not-regular"),
            ] {
                #expect(try world.reason(name)?.code.text == code)
            }
            #expect(try world.reason("white.txt")?.source.text == "agency")
            // The file lies beside its reason; what is no file stays where it is.
            for name in ["empty.txt", "program", "white.txt"] {
                #expect(world.rejected.contains { $0.hasSuffix("-" + name) })
            }
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: world.inbox + "/link.txt") == "/etc/passwd")
            #expect(world.unclaimed.isEmpty)
            // Once: another start says nothing more of them.
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.rejected.filter { $0.hasSuffix(".reason.json") } == reasons)
        }

        @Test func theFirstFolderNamesTheSource() async throws {
            let world = try World()
            try world.drop("a.txt", story(1))
            try world.drop("norpress/b.txt", story(2))
            try world.drop("norpress/sport/c.txt", story(3))
            #expect(try await Dateline.once(world).exit == .code(0))
            let sources = try world.records.map { try world.analysis($0).provenance.source.text }
            #expect(sources.compactMap { $0 }.sorted() == ["default", "norpress", "norpress"])
            for record in world.records {
                #expect(
                    try world.article(record).infoSources[0].name.text == world.analysis(record).provenance.source.text)
            }
        }

        @Test func unfinishedNamesAreLeft() async throws {
            let world = try World()
            let names = [".hidden.txt", "a.txt.part", "b.tmp", "c~", "Thumbs.db", "d.filepart", "up.part/e.txt"]
            for name in names { try world.drop(name, story(names.firstIndex(of: name) ?? 0)) }
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.records.isEmpty)
            #expect(Set(world.unclaimed) == Set(names))
        }

        /// What is being written is waited for, also where no lease tells, and nothing is left behind.
        @Test(.enabled(if: Place.isRoot), arguments: 0..<4)
        func waitsForAnothersFile(round: Int) async throws {
            let world = try World(user: Place.nobody)
            try world.drop("fresh.txt", story(round))
            let ended = try await Dateline.once(world, user: Place.nobody)
            #expect(ended.exit == .code(0))
            #expect(world.records.count == 1, "\(ended.output)")
        }

        @Test func foldersOnOtherFileSystems() async throws {
            // Where there is none in memory, all lies on one: true as well.
            let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil
            let world = try World()
            let elsewhere = try TemporaryFolder(in: memory)
            try world.drop("a.txt", story(1))
            try world.drop("b.txt", "")
            let ended = try await Dateline.once(
                world,
                arguments: ["--originals", elsewhere.path + "/originals", "--rejected", elsewhere.path + "/rejected"])
            #expect(ended.exit == .code(0))
            #expect(world.records.count == 1)
            let kept = try FileManager.default.subpathsOfDirectory(atPath: elsewhere.path)
            #expect(kept.contains { $0.hasPrefix("originals/") && $0.hasSuffix("-a.txt") })
            #expect(kept.contains { $0.hasPrefix("rejected/") && $0.hasSuffix("-b.txt") })
            #expect(kept.contains { $0.hasPrefix("rejected/") && $0.hasSuffix("-b.txt.reason.json") })
            #expect(!kept.contains { ($0 as NSString).lastPathComponent.hasPrefix(".") })
            #expect(world.claimed.isEmpty)
        }

        /// The inbox may be a link to where it lies.
        @Test func linkedInbox() async throws {
            let world = try World()
            try FileManager.default.moveItem(atPath: world.inbox, toPath: world.folder.path + "/elsewhere")
            symlink("elsewhere", world.inbox)
            try world.drop("a.txt", story(1))
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.records.count == 1)
        }

        @Test func allSamplesInTime() async throws {
            let world = try World()
            for n in 0..<100 { try world.drop("\(n).txt", story(n)) }
            let began = ContinuousClock.now
            #expect(try await Dateline.once(world).exit == .code(0))
            #expect(world.records.count == 100)
            // None of them waits for the settle time of its own.
            #expect(ContinuousClock.now - began < .seconds(100))
        }
    }
}
