import Testing

import Article
import Ledger
import TestKit

@Suite struct RecentTextsTests {
    static func words(_ count: Int, _ random: inout Random) -> [String] {
        (0..<count).map { _ in String(random.below(40_000), radix: 36) + "en" }
    }
    static func sketch(_ words: [String]) -> Sketch { Sketch(of: Array(words.joined(separator: " ").utf8)) }
    static func id(_ n: Int) -> Digest { Digest(words: (UInt64(n) &* 0x9E37_79B9_7F4A_7C15, 1, 2, UInt64(n))) }

    /// Each of many texts is found by a text that is mostly the same, also after the index has grown.
    @Test func whatIsAlikeIsFound() {
        var random = Random(seed: 1)
        var texts: [[String]] = []
        var recent = RecentTexts()
        for n in 0..<3000 {
            texts.append(Self.words(200, &random))
            recent.add(Self.id(n), Self.sketch(texts[n]))
        }
        var found = 0
        for n in stride(from: 0, to: 3000, by: 7) {
            var other = texts[n]
            for i in stride(from: 0, to: 200, by: 25) { other[i] = "changed" }
            let matches = recent.alike(Self.sketch(other), atLeast: RecentTexts.likeness)
            #expect(matches.allSatisfy { $0.id == Self.id(n) })
            found += matches.count
        }
        #expect(found == 429)
    }

    @Test func theMostAlikeComesFirst() {
        var random = Random(seed: 2)
        let text = Self.words(300, &random)
        var recent = RecentTexts()
        recent.add(Self.id(1), Self.sketch(Array(text.prefix(220)) + Self.words(80, &random)))
        recent.add(Self.id(2), Self.sketch(text))
        let matches = recent.alike(Self.sketch(text), atLeast: 0.3)
        #expect(matches.map(\.id) == [Self.id(2), Self.id(1)])
        #expect(matches.first?.similarity == 1)
        recent.remove(Self.id(2))
        #expect(recent.alike(Self.sketch(text), atLeast: 0.3).map(\.id) == [Self.id(1)])
    }

    /// The oldest leave, and nothing that has left is found.
    @Test func onlyTheLatestAreRemembered() {
        var random = Random(seed: 3)
        var recent = RecentTexts()
        let first = Self.sketch(Self.words(60, &random))
        recent.add(Self.id(1_000_000), first)
        let last = RecentTexts.most + 700
        for n in 0..<last { recent.add(Self.id(n), Self.sketch(Self.words(30, &random))) }
        #expect(recent.alike(first, atLeast: 0.5).isEmpty)
        let newest = Self.sketch(Self.words(60, &random))
        recent.add(Self.id(last), newest)
        #expect(recent.alike(newest, atLeast: 0.5).map(\.id) == [Self.id(last)])
    }

    /// One text a thousand times: what is found is bounded, and so is the work.
    @Test func aFloodIsBounded() {
        var random = Random(seed: 4)
        let text = Self.sketch(Self.words(200, &random))
        var recent = RecentTexts()
        for n in 0..<5000 { recent.add(Self.id(n), text) }
        #expect((1...200).contains(recent.alike(text, atLeast: 0.5).count))
    }

    @Test func shortTextsAreLikeNothing() {
        var recent = RecentTexts()
        let flash = Sketch(of: Array("More to follow".utf8))
        recent.add(Self.id(1), flash)
        #expect(recent.alike(flash, atLeast: 0).isEmpty)
    }
}
