import Testing

import Bytes
import TestKit

@Suite struct StoryNameTests {
    /// What is marked, its name, and what the marks say: number of the update, correction, kill.
    @Test(arguments: [
        ("Ferry talks fail", "ferry talks fail", 0, false, false),
        ("FERRY TALKS FAIL", "ferry talks fail", 0, false, false),
        ("UPDATE 1-Ferry talks fail", "ferry talks fail", 1, false, false),
        ("CORRECTED-UPDATE 2-Ferry talks fail", "ferry talks fail", 2, true, false),
        ("REFILE-UPDATE 1-Ferry talks fail", "ferry talks fail", 1, true, false),
        ("WRAPUP 3-Ferry talks fail", "ferry talks fail", 3, false, false),
        ("RPT-Ferry talks fail", "ferry talks fail", 0, false, false),
        ("2nd LEAD Ferry talks fail", "ferry talks fail", 2, false, false),
        ("(LEAD) Ferry talks fail", "ferry talks fail", 1, false, false),
        ("Ferry talks fail (2nd LD)", "ferry talks fail", 2, false, false),
        ("Ferry talks fail, 1st Ld-Writethru", "ferry talks fail", 1, false, false),
        ("Ferry talks fail - UPDATE 3", "ferry talks fail", 3, false, false),
        ("Ferry talks fail (CORRECTED, UPDATE 2)", "ferry talks fail", 2, true, false),
        ("Correction: Ferry talks fail", "ferry talks fail", 0, true, false),
        ("URGENT Ferry talks fail", "ferry talks fail", 0, false, false),
        ("BREAKING: Ferry talks fail", "ferry talks fail", 0, false, false),
        ("Berichtigung: Fähre fällt aus", "fähre fällt aus", 0, true, false),
        ("FÄHRE FÄLLT AUS – korrigiert", "fähre fällt aus", 0, true, false),
        ("CORRECCIÓN: El puente cierra", "el puente cierra", 0, true, false),
        ("更正：大桥关闭", "大桥关闭", 0, true, false),
        ("BC-US--Ferry", "us ferry", 0, false, false),
        ("BC-KILL--US-Ferry, 1st Ld", "us ferry", 1, false, true),
        ("FERRY-TALKS/ (UPDATE 1)", "ferry talks", 1, false, false),
        ("KILL: Ferry talks fail", "ferry talks fail", 0, false, true),
        ("WITHDRAWN-Ferry talks fail", "ferry talks fail", 0, false, true),
        ("MANDATORY KILL - Ferry talks fail", "ferry talks fail", 0, false, true),
        ("MANDATORY KILL", "", 0, false, true),
        ("ADVISORY: Story on ferry talks is killed", "advisory story on ferry talks is killed", 0, false, true),
        // Headlines that only look so.
        ("ADVISORY-Three killed in ferry crash", "advisory three killed in ferry crash", 0, false, false),
        ("Kill Bill returns to screens", "kill bill returns to screens", 0, false, false),
        ("Kill switch: how phones learn to die", "kill switch how phones learn to die", 0, false, false),
        ("KILL-SWITCH LAW PASSES", "kill switch law passes", 0, false, false),
        ("Withdrawn: the drug that nobody missed", "withdrawn the drug that nobody missed", 0, false, false),
        ("Update on ferry talks", "update on ferry talks", 0, false, false),
        ("Lead singer falls ill", "lead singer falls ill", 0, false, false),
        ("Agency seeks clarification", "agency seeks clarification", 0, false, false),
        ("Ferry talks fail in 2024", "ferry talks fail in 2024", 0, false, false),
    ])
    func names(line: String, name: String, update: Int, isCorrection: Bool, isKill: Bool) {
        let found = StoryName(line)
        #expect(String(decoding: found.folded, as: UTF8.self) == name)
        #expect(found.update == update && found.isCorrection == isCorrection && found.isKill == isKill)
    }

    @Test func quotationMarksAndApostrophes() {
        #expect(StoryName("Ferry’s “last” trip").folded == StoryName("Ferry's \"last\" trip").folded)
    }

    @Test func laterVersionsRankHigher() {
        let lines = [
            "X talks", "CORRECTED-X talks", "UPDATE 1-X talks", "CORRECTED-UPDATE 1-X talks", "UPDATE 2-X talks",
        ]
        let ranks = lines.map { StoryName($0).rank }
        #expect(ranks == ranks.sorted() && Set(ranks).count == ranks.count)
    }

    @Test func anyBytes() {
        var random = Random(seed: 3)
        for _ in 0..<500 {
            let bytes = random.bytes(random.below(80))
            _ = bytes.withUnsafeBufferPointer { StoryName(bytes: $0) }
        }
        #expect(StoryName("").folded == [])
        #expect(StoryName(" -:/ ").folded == [])
    }

    @Test("Equal texts have equal digests, whatever case and white space")
    func digest() {
        let a = textDigest(Array("The  Bridge\n\nis “closed”. ÅÄÖ Ещё".utf8))
        #expect(a == textDigest(Array("the bridge is \"closed\". åäö ещё".utf8)))
        #expect(a != textDigest(Array("the bridge is \"open\". åäö ещё".utf8)))
        #expect(textDigest([]) != textDigest([0x61]))
        #expect(textDigest(Array("It fell 3.5 points".utf8)) != textDigest(Array("It fell 35 points".utf8)))
        var random = Random(seed: 4)
        for _ in 0..<300 { _ = textDigest(random.bytes(random.below(90))) }
    }
}
