import Article
import Bytes
import Daemon
import Filing
import Host
import Ledger
import TestKit
import Testing

@Suite struct DeciderTests {
    /// A crash between a new reading's publication and the last commit leaves it decided, and its order in its place.
    @Test func aReadingThatAnEarlierRunDecidedIsNotDecidedAgain() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(folder: Path(folder.path))
        let names = Names(layout: Layout(outbox: Path(folder.path)))
        let id = Digest(words: (1, 2, 3, 4))
        var first = OutcomeRow(
            claim: Path("a"), ordinal: 0, kind: .filed, time: Instant(microseconds: 1),
            arrived: Instant(microseconds: 1), id: id, sha256: id, bytes: 9, source: "wire", name: Array("a.txt".utf8))
        first.revision = 1
        first.path = "articles/2026/11/01/a"
        let identity = Identity(
            id: id, source: "wire", headline: "Harbour open again", day: "2026-11-01", slug: "harbour", format: "text",
            textDigest: 1)
        let decided = try #require(try Decider(ledger: ledger, names: names).decideReading(identity, of: first))
        #expect(decided.readingOf == id)
        let next = Decider(ledger: ledger, names: names)
        next.remember([decided])
        #expect(try next.decideReading(identity, of: first) == nil)
    }
}
