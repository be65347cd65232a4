internal import Article
internal import Bytes
internal import Foundation
internal import Host
internal import Ledger

/// How well texts that are mostly the same are found among others, and what it costs.
///
/// Texts are changed as desks change them, and each change is looked for among all the unchanged ones. Beside texts made up
/// here, the articles of the shared folder are taken where `DATELINE_SHARED` names one; two of them that are alike by nature
/// count as found wrongly.
struct Likeness {
    let bench: Bench

    func run(_ table: inout Table) throws {
        var stories = WireStory(seed: 11)
        let count = bench.isQuick ? 500 : 2000
        var own: [[UInt8]] = []
        for _ in 0..<count { own.append(Likeness.body(of: stories.next(size: 2500))) }
        find(in: own, "made up", &table)
        let shared = Likeness.sharedArticles()
        if !shared.isEmpty { find(in: shared, "articles", &table) }
        series(&table)
        cost(own, &table)
    }

    // MARK: Found and missed

    private func find(in texts: [[UInt8]], _ name: String, _ table: inout Table) {
        var recent = RecentTexts()
        let sketches = texts.map { Sketch(of: $0) }
        for (n, sketch) in sketches.enumerated() { recent.add(Likeness.id(n), sketch) }
        var wrong = 0
        var right = 0
        for change in Change.allCases {
            var random = Random(seed: 5)
            var found = 0
            var versions = 0
            for (n, text) in texts.enumerated() {
                let sketch = Sketch(of: change.made(of: text, other: texts[(n + 7) % texts.count], &random))
                let matches = recent.alike(sketch, atLeast: RecentTexts.likeness)
                if matches.contains(where: { $0.id == Likeness.id(n) }) { found += 1 }
                wrong += matches.filter { $0.id != Likeness.id(n) }.count
                if sketch.isMostly(sketches[n]) { versions += 1 }
            }
            right += found
            let all = Double(texts.count)
            table.add(
                Row(
                    "\(name): \(change.rawValue), linked", "%", .high, [100 * Double(found) / all],
                    beside: ("taken for a version", [100 * Double(versions) / all])))
        }
        table.add(
            Row(
                "\(name): precision of \(texts.count) texts, \(Change.allCases.count) changes", "%", .high,
                [100 * Double(right) / Double(max(1, right + wrong))]))
        // Unchanged, among each other: what would be taken for a version under the same headline.
        var alike = 0
        for a in stride(from: 0, to: sketches.count, by: 3) {
            for b in stride(from: a + 1, to: sketches.count, by: 5) where sketches[a].isMostly(sketches[b]) {
                alike += 1
            }
        }
        let pairs = (sketches.count / 3) * (sketches.count / 10)
        table.add(
            Row(
                "\(name): of a million other pairs, taken for versions", "", .low, [1e6 * Double(alike) / Double(pairs)]
            ))
    }

    private enum Change: String, CaseIterable {
        case figures = "two figures corrected"
        case set = "set otherwise"
        case shuffled = "paragraphs in another order"
        case longer = "a third more text"
        case tenth = "every 10th word changed"
        case fifth = "every 5th word changed"
        case twoThirds = "cut to two thirds"
        case half = "cut to half"
        case third = "cut to a third"

        func made(of text: [UInt8], other: [UInt8], _ random: inout Random) -> [UInt8] {
            let words = text.split(whereSeparator: isSpace)
            func joined(_ words: some Sequence<ArraySlice<UInt8>>) -> [UInt8] { Array(words.joined(separator: [0x20])) }
            func replacing(_ distance: Int) -> [UInt8] {
                joined(
                    words.enumerated().map { n, word in
                        n % distance == distance - 1 ? Array("word\(random.below(5000))".utf8)[...] : word
                    })
            }
            switch self {
            case .figures:
                var changed = words
                for _ in 0..<2 where !words.isEmpty { changed[random.below(words.count)] = Array("417".utf8)[...] }
                return joined(changed)
            case .set:
                return Array(
                    String(decoding: text, as: UTF8.self).uppercased().replacing("\"", with: "”").replacing(
                        " ", with: "  "
                    )
                    .utf8)
            case .shuffled:
                var parts = text.split(separator: 0x0A)
                if parts.count < 3 { parts = text.split(separator: 0x2E) }
                for i in parts.indices.dropFirst() { parts.swapAt(i, random.below(i + 1)) }
                return Array(parts.joined(separator: [0x2E, 0x0A]))
            case .longer: return text + [0x0A] + other.prefix(text.count / 3)
            case .tenth: return replacing(10)
            case .fifth: return replacing(5)
            case .twoThirds: return Array(text.prefix(text.count * 2 / 3))
            case .half: return Array(text.prefix(text.count / 2))
            case .third: return Array(text.prefix(text.count / 3))
            }
        }
    }

    /// Reports that come each day under one headline, with other names and figures in the same sentences.
    private func series(_ table: inout Table) {
        var random = Random(seed: 6)
        func name() -> String { Vocabulary.family[random.below(Vocabulary.family.count)] }
        func place() -> String { Vocabulary.places[random.below(Vocabulary.places.count)].0 }
        func number(_ most: Int) -> Int { random.within(1...most) }
        let reports = (0..<200).map { _ in
            Sketch(
                of: Array(
                    """
                    Shares in \(place()) closed \(number(90)) points \(number(2) == 1 ? "higher" : "lower") at \(number(9000)) as \
                    \(Vocabulary.things[random.below(Vocabulary.things.count)]) weighed on trade, dealers said. \(name()), a \
                    broker in \(place()), said volume was \(number(400)) million. The index of small companies rose \
                    \(number(80)) points to \(number(5000)). \(place()) lost \(number(9)).\(number(9)) percent and \(place()) \
                    gained \(number(9)).\(number(9)) percent. Among the winners were \(name()), up \(number(30)) percent, and \
                    \(name()), up \(number(20)) percent. \(name()) fell \(number(20)) percent after its chief, \(name()), said \
                    that \(Vocabulary.things[random.below(Vocabulary.things.count)]) would cost it \(number(90)) million.
                    """.utf8))
        }
        var versions = 0
        var pairs = 0
        for a in reports.indices {
            for b in reports.indices where b > a {
                pairs += 1
                if reports[a].isMostly(reports[b]) { versions += 1 }
            }
        }
        table.add(
            Row("a daily report, of pairs taken for versions", "%", .low, [100 * Double(versions) / Double(pairs)]))
    }

    // MARK: Cost

    private func cost(_ texts: [[UInt8]], _ table: inout Table) {
        let rounds = 5
        var making: [Double] = []
        var finding: [Double] = []
        let sketches = texts.map { Sketch(of: $0) }
        var recent = RecentTexts()
        var random = Random(seed: 9)
        for n in 0..<RecentTexts.most {
            var words = SIMD8<UInt64>(repeating: 0)
            for i in 0..<8 { words[i] = random.next() }
            recent.add(Likeness.id(n), Sketch(words: words, length: 2500))
        }
        let bytes = texts.reduce(0) { $0 + $1.count }
        for _ in 0..<rounds {
            var began = Clock.monotonic()
            var kept: UInt32 = 0
            for text in texts { kept &+= Sketch(of: text).length }
            // For 3 KB.
            making.append(Double(Clock.monotonic() - began) / Double(bytes) * 3000)
            began = Clock.monotonic()
            for sketch in sketches { kept &+= UInt32(recent.alike(sketch, atLeast: RecentTexts.likeness).count) }
            finding.append(Double(Clock.monotonic() - began) / Double(sketches.count))
            withExtendedLifetime(kept) {}
        }
        table.add(Row("a sketch of 3 KB", "µs", .low, making))
        table.add(Row("a look among \(RecentTexts.most)", "µs", .low, finding))
    }

    // MARK: Texts

    private static func id(_ n: Int) -> Digest { Digest(words: (UInt64(n), 1, 2, 3)) }

    /// Without the headline.
    private static func body(of story: [UInt8]) -> [UInt8] { Array(story.drop { $0 != 0x0A }.drop { $0 == 0x0A }) }

    /// Texts of the shared folder's sets of articles.
    private static func sharedArticles() -> [[UInt8]] {
        guard let shared = ProcessInfo.processInfo.environment["DATELINE_SHARED"] else { return [] }
        var texts: [[UInt8]] = []
        for name in ["sum_bbc", "sum_cnndm", "sum_xsum"] {
            let unpacking = Process()
            unpacking.executableURL = URL(filePath: "/usr/bin/xz")
            unpacking.arguments = ["-dc", "\(shared)/data/summaries/\(name).jsonl.xz"]
            let output = Pipe()
            unpacking.standardOutput = output
            guard (try? unpacking.run()) != nil else { continue }
            let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
            unpacking.waitUntilExit()
            for line in bytes.split(separator: 0x0A) {
                if let text = (try? JSONParser.parse(Array(line)))?["text"]?.utf8 { texts.append(Array(text)) }
            }
        }
        return texts
    }
}
