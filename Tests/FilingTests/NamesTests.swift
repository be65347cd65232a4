import Foundation
import Testing

import Article
import Bytes
import Filing
import Host
import TestKit

@Suite struct NamesTests {
    /// The longest names made of it must fit: 64 digits and a dash before it, what is written aside and its reason.
    func expectFits(_ safe: String) {
        let bytes = Array(safe.utf8)
        #expect(64 + 1 + bytes.count + ".reason.json".utf8.count + 5 <= 255)
        #expect(!bytes.contains(0) && !bytes.contains(0x2F))
        #expect(safe.unicodeScalars.allSatisfy(isHarmless))
    }

    @Test func anyNameIsMadeSafe() {
        var random = Random(seed: 13)
        for round in 0..<4000 {
            let name =
                round & 1 == 0 ? random.bytes(1 + random.below(255)) : Array(random.text(120).utf8.prefix(255))
            let safe = Names.safe(name)
            expectFits(safe)
            #expect(Names.safe(Array(safe.utf8)) == safe)
        }
    }

    @Test func plainNamesStay() {
        for name in [
            "a.txt", "Ünïcödé – 東京.html", "no ending", "a.b.c", "-rf",
            "a".padding(toLength: 150, withPad: "b", startingAt: 0),
        ] {
            #expect(Names.safe(Array(name.utf8)) == name)
        }
        #expect(Names.safe(Array("a\nb\u{1B}[31m\u{202E}c/d".utf8)) == "a_b_[31m_c_d")
        #expect(Names.safe([0x61, 0xFF, 0x62]) == "a_b")
    }

    @Test func theEndingOutlivesTheCut() {
        let long = String(repeating: "é", count: 120) + ".html"
        let safe = Names.safe(Array(long.utf8))
        expectFits(safe)
        #expect(safe.hasSuffix("é.html") && safe.hasPrefix("éé"))
        // What is no ending is no better than the rest of the name.
        let sentence = String(repeating: "x", count: 100) + "." + String(repeating: "y", count: 150)
        expectFits(Names.safe(Array(sentence.utf8)))
        // A letter under a heap of accents.
        let heap = "a" + String(repeating: "\u{301}", count: 120) + ".txt"
        expectFits(Names.safe(Array(heap.utf8)))
        #expect(Names.safe(Array(heap.utf8)).hasSuffix(".txt"))
    }

    @Test func noNameIsGivenTwice() throws {
        let folder = try TemporaryFolder()
        let layout = Layout(outbox: Path(folder.path))
        let names = Names(layout: layout)
        let id = Digest(words: (0x0123_4567_89AB_CDEF, 2, 3, 4))
        var given: [String] = []
        for _ in 0..<8 { given.append(try names.record(day: "2023-03-19", slug: "a-slug", id: id)) }
        #expect(Set(given).count == 8)
        #expect(given[0] == "articles/2023/03/19/a-slug-01234567")
        #expect(given[1] == "articles/2023/03/19/a-slug-0123456789ab")
        #expect(given[4] == "articles/2023/03/19/a-slug-01234567.2")
        // One that is on disk is not free either; one that was given back is.
        names.release(given[1])
        #expect(try names.record(day: "2023-03-19", slug: "a-slug", id: id) == given[1])
        names.release(given[0])
        try Files.makeDirectories(layout.absolute(given[0]))
        #expect(try names.record(day: "2023-03-19", slug: "a-slug", id: id) == "articles/2023/03/19/a-slug-01234567.6")
        #expect(try names.record(day: "2023-03-19", slug: "", id: id) == "articles/2023/03/19/article-01234567")
    }

    /// Many threads at once.
    @Test func noNameIsGivenTwiceToThreads() async throws {
        let folder = try TemporaryFolder()
        let names = Names(layout: Layout(outbox: Path(folder.path)))
        let id = Digest(words: (7, 7, 7, 7))
        let given = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try (0..<100).map { _ in
                        try names.original("originals", arrived: Instant(seconds: 0), sha256: id, name: [0x61])
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(given).count == 400)
        #expect(given.contains("originals/1970/01/01/00000000-a"))
    }
}
