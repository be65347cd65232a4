internal import Article
internal import Bytes
internal import Glibc
internal import Host
internal import Reading
internal import Understanding

// train OUT FILE…          writes the model
// train --cross FILE…      prints how models do on texts and on sets they were not trained on
// A file holds texts with references, a JSON object a line: {"id", "text", "refs": [[sentence…]…]}; its name is the set's.
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count > 1, let output = arguments.first else {
    print("usage: train OUT|--cross FILE…")
    exit(64)
}
prepareReading()
var lessons: [Lesson] = []
for name in arguments.dropFirst() {
    let set = name.split(separator: "/").last.map(String.init) ?? name
    for (number, line) in (try Files.read(Path(name), limit: 1 << 30) ?? []).split(separator: 0x0A).enumerated() {
        let row = try JSONParser.parse(Array(line))
        let context = ReadingContext(source: "default", name: [], arrived: Instant(seconds: 0))
        let references = (row["refs"]?.elements ?? []).map { $0.elements.compactMap(\.string) }
        let fold = Int(wordHash(row["id"]?.string ?? "") % 5)
        try read(Original(bytes: (row["text"]?.utf8 ?? []) + [0x0A], context: context)) { reading in
            guard case .success(let document) = reading.result,
                let example = SummaryExample(document, context: context)
            else { return }
            let whole = Lesson(set: set, text: number, fold: fold, example: example, rouge: Rouge(references))
            lessons.append(whole)
            lessons += whole.variations(of: document, context)
        }
    }
}
let sets = Set(lessons.map(\.set)).sorted()
print("\(lessons.count { !$0.isVariation }) texts: \(sets.joined(separator: ", "))")

func show(_ title: String, _ texts: [Lesson], _ choice: (Lesson) -> [Int]) {
    for set in sets {
        var sum: (one: Float, two: Float, words: Float, count: Float) = (0, 0, 0, 0)
        var dangling = 0
        for lesson in texts where lesson.set == set && !lesson.isVariation {
            let chosen = choice(lesson)
            if lesson.example.dangling(chosen) > 0 { dangling += 1 }
            let words = chosen.flatMap { lesson.words[$0] }
            let score = lesson.rouge.score(words)
            sum = (sum.one + score.one, sum.two + score.two, sum.words + Float(words.count), sum.count + 1)
        }
        guard sum.count > 0 else { continue }
        let one = 100 * sum.one / sum.count
        let two = 100 * sum.two / sum.count
        let share = 100 * Float(dangling) / sum.count
        print(
            "\(title)\t\(set)\tR1 \(one)\tR2 \(two)\tmean \((one + two) / 2)\twords \(sum.words / sum.count)",
            "dangling \(share)", separator: "\t")
    }
}

if output == "--cross" {
    show("lead-3", lessons) { Array($0.words.indices.prefix(3)) }
    var models: [SummaryModel] = []
    for fold in 0..<5 { models.append(train(lessons.filter { $0.fold != fold })) }
    show("texts not seen", lessons) { $0.example.choice(models[$0.fold]) }
    for set in sets {
        let model = train(lessons.filter { $0.set != set })
        show("set not seen", lessons.filter { $0.set == set }) { $0.example.choice(model) }
    }
} else {
    let model = train(lessons)
    try Files.replace(Path(output), with: model.encoded(), mode: 0o644)
    show("trained on", lessons) { $0.example.choice(model) }
}
