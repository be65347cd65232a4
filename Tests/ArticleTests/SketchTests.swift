import Testing

import Article
import TestKit

@Suite struct SketchTests {
    /// A text of made-up words, of which none comes often.
    static func text(_ words: Int, _ random: inout Random) -> [String] {
        (0..<words).map { _ in String(random.below(40_000), radix: 36) + "en" }
    }

    static func sketch(_ words: [String]) -> Sketch { Sketch(of: Array(words.joined(separator: " ").utf8)) }

    @Test func writtenOtherwiseIsTheSame() {
        let plain = Sketch(of: Array("The bridge at Ormsund \"is closed\", the mayor said. Ferries run.".utf8))
        let printed = Sketch(of: Array("THE BRIDGE at  Ormsund “is closed” – the mayor said.\n\nFerries run!\n".utf8))
        #expect(plain == printed)
        #expect(plain.resemblance(printed) == 1 && plain.containment(printed) == 1)
    }

    @Test func likenessIsThatOfTheTexts() {
        var random = Random(seed: 7)
        for share in [0.0, 0.1, 0.25, 0.5, 0.75, 0.9] {
            var sum = 0.0
            for _ in 0..<40 {
                let a = Self.text(400, &random)
                // The share of runs in common, of all that are in either.
                let kept = Int(400 * 2 * share / (1 + share))
                let b = a.prefix(kept) + Self.text(400 - kept, &random)
                sum += Self.sketch(a).resemblance(Self.sketch(Array(b)))
            }
            #expect(abs(sum / 40 - share) < 0.04, "\(share): \(sum / 40)")
        }
    }

    @Test func whatGrewHoldsWhatItWas() {
        var random = Random(seed: 8)
        let all = Self.text(600, &random)
        let first = Self.sketch(Array(all.prefix(300)))
        #expect(first.containment(Self.sketch(all)) > 0.8)
        #expect(first.isMostly(Self.sketch(all)))
        #expect(!first.isMostly(Self.sketch(Self.text(600, &random))))
    }

    @Test func ofNothingAndOfLittle() {
        #expect(Sketch(of: []) == .none)
        #expect(Sketch(of: Array(" \n—".utf8)) == .none)
        #expect(Sketch.none.resemblance(.none) == 0 && Sketch.none.containment(.none) == 0)
        #expect(Sketch(of: Array("Hi".utf8)).resemblance(Sketch(of: Array("hi!".utf8))) == 1)
    }

    @Test func packedAndBack() {
        var random = Random(seed: 9)
        for words in [0, 1, 5, 500] {
            let sketch = Self.sketch(Self.text(words, &random))
            #expect(Sketch(packed: sketch.packed) == sketch)
        }
        #expect(Sketch(packed: []) == nil)
        #expect(Sketch(packed: [UInt8](repeating: 0, count: 69)) == nil)
    }

    @Test func anyBytes() {
        var random = Random(seed: 10)
        for _ in 0..<300 {
            let bytes = random.bytes(random.below(300))
            #expect(Sketch(packed: Sketch(of: bytes).packed) == Sketch(of: bytes))
        }
        for cut: [UInt8] in [[0xE2], [0x61, 0xE2, 0x80], [0xEF, 0xBC], [0xC2], [0x61, 0xE3]] { _ = Sketch(of: cut) }
    }

    /// Chinese has no spaces; four characters make a run.
    @Test func otherScripts() {
        let first = "奥姆松德大桥因发现裂缝而关闭。市长周二表示，渡轮将在夜间运行，直到工程师检查完所有桥墩。维修预计需要六周时间。"
        let second = first.replacing("六周", with: "八周")
        let other = "罗文港口的风力发电机周五恢复运行，此前一场风暴损坏了三个叶片。电力公司表示没有人受伤，损失仍在评估之中。"
        func sketch(_ text: String) -> Sketch { Sketch(of: Array(text.utf8)) }
        #expect(sketch(first).resemblance(sketch(second)) > 0.7)
        #expect(sketch(first).resemblance(sketch(other)) < 0.2)
    }
}
