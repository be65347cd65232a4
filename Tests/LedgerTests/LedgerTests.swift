import Foundation
import Testing

import Article
import Bytes
import Host
import Ledger
import TestKit

@Suite struct LedgerTests {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger(folder: Path(folder.path))
    }

    static func digest(_ n: UInt64) -> Digest { Digest(words: (n, 2, 3, n)) }

    static func claim(_ n: Int) -> ClaimRow {
        ClaimRow(
            key: Path(Array(".dateline/x/0/".utf8) + [0xFF, 0x0A, UInt8(n & 0xFF)]),
            arrived: Instant(microseconds: Int64(n)), inode: .max - UInt64(n), sha256: digest(UInt64(n)), bytes: 9,
            original: "originals/2026/11/24/\(n)")
    }

    static func outcome(_ n: Int, _ kind: OutcomeKind = .filed, claim: ClaimRow? = nil) -> OutcomeRow {
        let claim = claim ?? Self.claim(n)
        var row = OutcomeRow(
            claim: claim.key, ordinal: 0, kind: kind, time: Instant(microseconds: 5), arrived: claim.arrived,
            id: digest(UInt64(n)), sha256: digest(UInt64(n)), bytes: 9, source: n % 2 == 0 ? "a" : "b",
            name: [0x61, 0xFF, 0x0A])
        row.seq = Int64(n)
        if kind == .rejected { row.reason = .malformed } else { row.path = "articles/2023/03/03/\(n)" }
        return row
    }

    /// The library sets it back to NORMAL when it makes the log: 2 is FULL.
    @Test func commitsAreDurable() throws { #expect(try ledger.synchronousLevel() == 2) }

    @Test func aRowComesBackAsItWas() throws {
        var row = Self.outcome(1, .superseded)
        row.member = "inner/a.xml"
        row.original = "originals/x"
        row.title = "A \u{7} b"
        row.language = "en"
        row.format = "text"
        row.day = "2023-03-03"
        row.place = "Ghent"
        row.uri = "urn:x:1"
        row.version = "3"
        row.revision = 2
        row.replaces = Self.digest(7)
        row.supersededBy = Self.digest(8)
        row.related = [
            Decision.Related(id: Self.digest(9), uri: "u", path: "p", relation: .sameStory, similarity: 0.25)
        ]
        row.status = .canceled
        row.versionTime = Instant(microseconds: -3)
        row.textDigest = .max
        row.story = -4
        row.articleHash = Self.digest(10)
        row.analysisHash = Self.digest(11)
        row.summaryHash = Self.digest(12)
        row.pageHash = Self.digest(13)
        row.message = "m"
        row.guid = 5
        row.titleKey = 6
        row.slugKey = 7
        row.sketch = Sketch(of: Array("Ormsund bridge is closed".utf8))
        try ledger.commit(decided: [row], claims: [Self.claim(1)], archived: [])
        let back = try #require(try ledger.underWay().decided.first)
        #expect(back.link(after: Self.digest(1)) == row.link(after: Self.digest(1)))
        #expect(back.title == row.title && back.story == row.story && back.textDigest == row.textDigest)
        #expect(back.versionTime == row.versionTime && back.related == row.related && back.message == row.message)
        #expect(back.guid == 5 && back.titleKey == 6 && back.slugKey == 7 && back.sketch == row.sketch)
        let claim = try #require(try ledger.underWay().claims.first)
        #expect("\(claim)" == "\(Self.claim(1))")
    }

    @Test func aClaimsLife() throws {
        let claim = Self.claim(1)
        let row = Self.outcome(1)
        #expect(try ledger.lastSequence() == 0)
        try ledger.commit(decided: [row], claims: [claim], archived: [])
        #expect(try ledger.lastSequence() == 1)
        #expect(try ledger.underWay().done.isEmpty)
        #expect(try !ledger.hasOutcome(row.id) && ledger.latest(9).isEmpty && ledger.tallies().isEmpty)

        try ledger.commit(done: [row], finished: [claim])
        var underWay = try ledger.underWay()
        #expect(underWay.decided.isEmpty && underWay.claims.map(\.isFinished) == [true])
        #expect(underWay.done.isEmpty, "a finished one is only to be moved")
        #expect(try ledger.hasOutcome(row.id) && ledger.filed(row.id)?.path == row.path)
        #expect(try ledger.latest(9).map(\.seq) == [1])

        try ledger.commit(archived: [claim.key])
        underWay = try ledger.underWay()
        #expect(underWay.claims.isEmpty)
    }

    /// What came earlier under the same name was claimed to the same place, and says nothing of what lies there now.
    @Test func whatIsDoneOfAClaim() throws {
        var earlier = Self.claim(1)
        earlier.arrived = Instant(microseconds: earlier.arrived.microseconds - 1)
        var old = Self.outcome(1)
        old.arrived = earlier.arrived
        try ledger.commit(decided: [old], claims: [earlier], archived: [])
        try ledger.commit(done: [old], finished: [earlier])
        let claim = Self.claim(1)
        var new = Self.outcome(1)
        new.seq = 2
        try ledger.commit(decided: [new], claims: [claim], archived: [earlier.key])
        #expect(try ledger.underWay().done.isEmpty)
        try ledger.commit(done: [new], finished: [])
        #expect(try ledger.underWay().done == [claim.key: [0: .filed]])
    }

    /// By bytes, by what an identifier means, by headline and slugline of the same source.
    @Test func whatIsRecalled() throws {
        var rows = (1...6).map { Self.outcome($0) }
        for i in rows.indices { rows[i].source = "a" }
        rows[0].story = 100
        rows[1].story = 100
        rows[1].guid = 200
        rows[0].revision = 1
        rows[1].revision = 2
        rows[2].titleKey = 300
        rows[3].titleKey = 300
        rows[3].source = "b"
        rows[4].slugKey = 300
        try ledger.commit(decided: rows, claims: [], archived: [])
        #expect(try ledger.recall(rows[0].id, stories: [100], titles: [300], slugs: [300], source: "a").filed == nil)
        try ledger.commit(done: rows, finished: [])
        #expect(try ledger.recall(rows[0].id, stories: [100], titles: [300], slugs: [300], source: "a").filed?.seq == 1)
        let unknown = Self.digest(77)
        let known = try ledger.recall(unknown, stories: [200], titles: [300], slugs: [300], source: "a")
        #expect(known.filed == nil)
        #expect(known.identified.map(\.seq) == [1, 2])
        #expect(known.named.map(\.seq) == [3, 5])
        #expect(try ledger.recall(unknown, stories: [], titles: [], slugs: [], source: "a").named.isEmpty)
        // The first record of a story without an identifier is known by its id.
        #expect(try ledger.versions(ofStory: rows[5].storyOfVersions).map(\.seq) == [6])
    }

    /// Of a story that is written anew again and again only so many versions are looked at, and the current one.
    @Test func aStoryWithManyVersions() throws {
        var rows = (1...130).map { Self.outcome($0) }
        for i in rows.indices {
            rows[i].story = 9
            rows[i].revision = i + 1
            if i > 0 { rows[i].supersededBy = rows[0].id }
        }
        try ledger.commit(decided: rows, claims: [], archived: [])
        try ledger.commit(done: rows, finished: [])
        let versions = try ledger.versions(ofStory: 9)
        #expect(versions.count < 60)
        #expect(versions.first?.seq == 1 && versions.last?.seq == 130)
        #expect(versions.map(\.seq) == versions.map(\.seq).sorted())
        let reader = try LedgerReader(folder: Path(folder.path))
        #expect(try reader.versions(of: rows[4]).count == 130)
    }

    @Test func sketchesComeBackInOrder() throws {
        var rows = (1...9).map { Self.outcome($0) }
        for i in rows.indices where i % 3 != 2 { rows[i].sketch = Sketch(of: Array("Text number \(i)".utf8)) }
        try ledger.commit(decided: rows, claims: [], archived: [])
        try ledger.commit(done: rows, finished: [])
        #expect(try ledger.sketches(latest: 100).map(\.id) == [1, 2, 4, 5, 7, 8].map { Self.digest($0) })
        #expect(try ledger.sketches(latest: 4).map(\.id) == [7, 8].map { Self.digest($0) })
    }

    @Test func decisionsOfAnEarlierRunAreReplacedOrForgotten() throws {
        for n in 1...3 {
            try ledger.commit(decided: [Self.outcome(n)], claims: [Self.claim(n)], archived: [])
        }
        var again = Self.outcome(1)
        again.seq = 4
        try ledger.commit(decided: [again], obsolete: [1], claims: [Self.claim(1)], archived: [])
        #expect(try ledger.underWay().decided.map(\.seq) == [2, 3, 4])
        try ledger.commit(done: [again], finished: [])
        // What is done is never forgotten.
        try ledger.forget(decided: [2, 3, 4], claims: [Self.claim(2).key])
        #expect(try ledger.underWay().decided.isEmpty)
        #expect(try ledger.latest(9).map(\.seq) == [4])
        #expect(try ledger.underWay().claims.count == 2)
    }

    @Test func outcomesAreCounted() throws {
        var rows: [OutcomeRow] = []
        for n in 1...20 {
            rows.append(Self.outcome(n, n % 5 == 0 ? .rejected : n % 3 == 0 ? .duplicate : .filed))
        }
        try ledger.commit(decided: rows, claims: [], archived: [])
        try ledger.commit(done: rows, finished: [])
        let tallies = try ledger.tallies()
        #expect(tallies.reduce(0) { $0 + $1.count } == 20)
        for tally in tallies {
            let own = rows.filter { $0.source == tally.source && $0.kind == tally.kind }
            #expect(tally.count == Int64(own.count))
            #expect(tally.lastArrival == own.map(\.arrived).max())
            #expect(tally.reason == (tally.kind == .rejected ? .malformed : nil))
        }
    }

    @Test func aStorysVersions() throws {
        var rows: [OutcomeRow] = []
        for n in 1...5 {
            var row = Self.outcome(n)
            row.story = n == 3 ? 100 : -100
            row.revision = 6 - n
            rows.append(row)
        }
        try ledger.commit(decided: rows, claims: [], archived: [])
        try ledger.commit(done: rows, finished: [])
        #expect(try ledger.versions(ofStory: -100).compactMap(\.revision) == [1, 2, 4, 5])
        #expect(try ledger.versions(ofStory: 100).map(\.seq) == [3])
        #expect(try ledger.versions(ofStory: 7).isEmpty)
    }

    /// A crash leaves the file and its log as they are at that moment: a copy of both is what a start finds.
    @Test func whatWasCommittedIsThereAfterACrash() throws {
        var copies: [(TemporaryFolder, Int)] = []
        for n in 1...12 {
            let row = Self.outcome(n)
            try ledger.commit(decided: [row], claims: [Self.claim(n)], archived: [])
            if n % 2 == 0 { try ledger.commit(done: [row], finished: [Self.claim(n)]) }
            let copy = try TemporaryFolder()
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
            }
            copies.append((copy, n))
        }
        for (copy, n) in copies {
            let found = try Ledger(folder: Path(copy.path))
            #expect(found.name == ledger.name && found.instance == ledger.instance)
            let underWay = try found.underWay()
            #expect(underWay.claims.count == n && underWay.claims.filter(\.isFinished).count == n / 2)
            #expect(underWay.decided.map(\.seq) == stride(from: 1, through: n, by: 2).map(Int64.init))
            #expect(try found.lastSequence() == Int64(n))
            // The chain goes on from where it was.
            var next = Self.outcome(n + 1)
            next.kind = .duplicate
            try found.commit(decided: [next], claims: [], archived: [])
            try found.commit(done: [next], finished: [])
            try expectChain(copy.path)
        }
    }

    /// A torn log: the last commit may be missing, never a part of it.
    @Test func aTornLogLosesNoHalves() throws {
        for n in 1...8 {
            try ledger.commit(decided: [Self.outcome(n)], claims: [Self.claim(n)], archived: [])
        }
        let log = try Data(contentsOf: URL(filePath: folder.path + "/ledger.sqlite-wal"))
        var random = Random(seed: 12)
        for _ in 0..<60 {
            let copy = try TemporaryFolder()
            try FileManager.default.copyItem(
                atPath: folder.path + "/ledger.sqlite", toPath: copy.path + "/ledger.sqlite")
            try log.prefix(random.below(log.count)).write(to: URL(filePath: copy.path + "/ledger.sqlite-wal"))
            // Before its tables were written there is a new one.
            let found = try Ledger(folder: Path(copy.path))
            let underWay = try found.underWay()
            let decided = underWay.decided
            #expect(underWay.claims.count == decided.count)
            #expect(decided.map(\.seq) == (0..<decided.count).map { Int64($0 + 1) })
        }
    }

    func expectChain(_ folder: String) throws {
        let reader = try LedgerReader(folder: Path(folder))
        var chain = Digest(words: (0, 0, 0, 0))
        for link in try reader.links(after: 0, limit: 1000) {
            let row = try #require(link.outcome)
            chain = row.link(after: chain)
            #expect(link.chain == chain)
        }
    }

    /// Whatever is changed in an outcome that is done, its link shows it.
    @Test func everyFieldOfAnOutcomeIsInItsLink() {
        let row = Self.outcome(1)
        let zero = Digest(words: (0, 0, 0, 0))
        let link = row.link(after: zero)
        #expect(row.link(after: link) != link)
        let changes: [(String, (inout OutcomeRow) -> Void)] = [
            ("seq", { $0.seq = 2 }), ("kind", { $0.kind = .superseded }),
            ("time", { $0.time = Instant(microseconds: 6) }), ("arrived", { $0.arrived = Instant(microseconds: 7) }),
            ("id", { $0.id = Self.digest(9) }), ("sha256", { $0.sha256 = Self.digest(9) }), ("bytes", { $0.bytes = 8 }),
            ("source", { $0.source = "c" }), ("name", { $0.name = [0x61, 0xFE, 0x0A] }), ("member", { $0.member = "" }),
            ("path", { $0.path = nil }), ("original", { $0.original = "o" }), ("uri", { $0.uri = "u" }),
            ("version", { $0.version = "2" }), ("revision", { $0.revision = 2 }),
            ("replaces", { $0.replaces = Self.digest(9) }), ("supersededBy", { $0.supersededBy = Self.digest(9) }),
            ("articleHash", { $0.articleHash = Self.digest(9) }),
            ("analysisHash", { $0.analysisHash = Self.digest(9) }),
            ("summaryHash", { $0.summaryHash = Self.digest(9) }),
            ("pageHash", { $0.pageHash = Self.digest(9) }), ("reason", { $0.reason = .bomb }),
        ]
        for (name, change) in changes {
            var other = row
            change(&other)
            #expect(other.link(after: zero) != link, "\(name)")
        }
    }

    @Test func aRunOfCommitsIsOneChain() throws {
        for start in stride(from: 1, to: 40, by: 4) {
            let rows = (start..<(start + 4)).map { Self.outcome($0) }
            try ledger.commit(decided: rows, claims: [], archived: [])
            try ledger.commit(done: rows, finished: [])
        }
        try expectChain(folder.path)
        let reopened = try Ledger(folder: Path(folder.path))
        let row = Self.outcome(99)
        try reopened.commit(decided: [row], claims: [], archived: [])
        try reopened.commit(done: [row], finished: [])
        try expectChain(folder.path)
    }

    @Test func whatIsNoLedgerIsAFault() throws {
        let other = try TemporaryFolder()
        try Data("not a database, and long enough to be looked at as one\n".utf8).write(
            to: URL(filePath: other.path + "/ledger.sqlite"))
        let error = #expect(throws: LedgerError.self) { try Ledger(folder: Path(other.path)) }
        guard case .fault(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("audit --rebuild"))
    }

    @Test func noFolderIsASetback() {
        let error = #expect(throws: LedgerError.self) { try Ledger(folder: Path(folder.path + "/none")) }
        if case .setback = error { return }
        Issue.record("\(String(describing: error))")
    }
}
