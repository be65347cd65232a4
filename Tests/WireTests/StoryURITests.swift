import Testing

import Article
import Bytes
import TestKit
import Wire

@Suite struct StoryURITests {
    let id = Digest(words: (1, 2, 3, 4))

    @Test func anAbsoluteURIStays() {
        let uri = "urn:newsml:norpress.example:20230303:17"
        #expect(storyURI(senderID: uri, source: "norpress", firstID: id) == uri)
    }

    /// Two sources with one identifier: the name is the first one's, the second has a story of its own.
    @Test func aNameStandsForOneStory() {
        let uri = "urn:newsml:norpress.example:20230303:17"
        let other = storyURI(senderID: uri, source: "other", firstID: id, isShared: true)
        #expect(other != uri && other.hasPrefix("urn:uuid:"))
        #expect(storyKey(senderID: uri, source: "a") == storyKey(senderID: uri, source: "b"))
        let own = ["a", "b"].map { storyKey(senderID: uri, source: $0, isShared: true) }
        #expect(own[0] != own[1] && own[0] != storyKey(senderID: uri, source: "a"))
    }

    @Test func namesOfAStory() {
        let key = nameKey("Ferry talks fail", source: "a")
        #expect(key != nil && key == nameKey("CORRECTED-UPDATE 1-FERRY TALKS FAIL", source: "a"))
        #expect(key != nameKey("Ferry talks fail", source: "b"))
        #expect(nameKey("MANDATORY KILL", source: "a") == nil && nameKey(nil, source: "a") == nil)
    }

    /// RFC 9562: version 8 in the third group, the variant in the fourth; the same for the same sender and name.
    @Test(arguments: [nil, "", "XAM22192010243", "two words", "ä", "a\u{0}b"])
    func othersGetAUUID(senderID: String?) {
        let uri = storyURI(senderID: senderID, source: "norpress", firstID: id)
        #expect(
            uri.wholeMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(isAbsoluteURI(uri))
        #expect(uri == storyURI(senderID: senderID, source: "norpress", firstID: id))
    }

    @Test func eachStoryHasItsOwn() {
        var random = Random(seed: 4)
        var seen: Set<String> = []
        var keys: Set<Int64> = []
        for source in ["a", "b", "ab"] {
            for n in 0..<200 {
                seen.insert(storyURI(senderID: "name \(n)", source: source, firstID: id))
                keys.insert(storyKey(senderID: "name \(n)", source: source))
            }
        }
        for _ in 0..<200 { seen.insert(storyURI(senderID: nil, source: "a", firstID: FrameTests.digest(&random))) }
        // Where source ends and identifier begins is part of it.
        seen.insert(storyURI(senderID: "bc", source: "a", firstID: id))
        seen.insert(storyURI(senderID: "c", source: "ab", firstID: id))
        #expect(seen.count == 802 && keys.count == 600)
    }
}
