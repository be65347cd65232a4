internal import Article
internal import Bytes
internal import Understanding

/// A text with its references, ready to learn from.
struct Lesson {
    var set: String
    /// Its number in the set, that of the whole text for one that lacks sentences.
    var text: Int
    var fold: Int
    var example: SummaryExample
    /// Of each sentence.
    var words: [[UInt64]]
    var rouge: Rouge
    /// 1 for the sentences that a greedy search for the best ROUGE takes.
    var labels: [Float] = []
    /// Lacks some of its text's sentences.
    var isVariation = false

    init(set: String, text: Int, fold: Int, example: SummaryExample, rouge: Rouge) {
        self.set = set
        self.text = text
        self.fold = fold
        self.example = example
        self.rouge = rouge
        words = example.sentences.map(rougeWords)
        labels = oracle()
    }

    /// The text three times more, each time without some of its sentences, a fifth on average: what is learned then leans less
    /// on the very figures of a few thousand texts. `NOTICE.md` of the model tells what it is worth.
    func variations(of document: Document, _ context: ReadingContext) -> [Lesson] {
        var random = Random(state: wordHash("\(set) \(text)"))
        return (0..<3).compactMap { _ in
            let lost = 0.4 * random.share()
            guard let example = SummaryExample(document, context: context, keeps: { random.share() >= lost }),
                example.sentences.count > 2
            else { return nil }
            var lesson = Lesson(set: set, text: text, fold: fold, example: example, rouge: rouge)
            lesson.isVariation = true
            return lesson
        }
    }

    func score(_ sentences: [Int]) -> Float {
        let score = rouge.score(sentences.flatMap { words[$0] })
        return score.one + score.two
    }

    /// Adds the sentence that helps most until none does (R. Nallapati, F. Zhai, B. Zhou, "SummaRuNNer", AAAI 2017).
    private func oracle() -> [Float] {
        var labels = [Float](repeating: 0, count: words.count)
        var chosen: [Int] = []
        var best: Float = 0
        while chosen.count < 4 {
            var next: Int?
            for i in words.indices where !chosen.contains(i) {
                let score = score((chosen + [i]).sorted())
                if score > best {
                    best = score
                    next = i
                }
            }
            guard let next else { break }
            chosen.append(next)
            labels[next] = 1
        }
        return labels
    }
}

/// Trains the scorer of sentences, and on the scores that it gives to texts it was not trained on, the chooser of sets.
func train(_ lessons: [Lesson], folds: Int = 3) -> SummaryModel {
    var scores = [[Float]](repeating: [], count: lessons.count)
    for fold in 0..<folds {
        let forest = sentenceForest(lessons.filter { $0.text % folds != fold })
        for i in lessons.indices where lessons[i].text % folds == fold {
            scores[i] = forest.values(lessons[i].example.features)
        }
    }
    var tables: [Figures] = []
    var targets: [Float] = []
    for (i, lesson) in lessons.enumerated() {
        let sets = lesson.example.sets(scores: scores[i])
        let own = sets.members.map { lesson.score($0) }
        let mean = own.reduce(0, +) / Float(max(1, own.count))
        tables.append(sets.figures)
        targets += own.map { $0 - mean }
    }
    let chooser = Boosting(
        loss: .squares, trees: 250, depth: 6, rate: 0.06, leastRows: 150, lambda: 20, rowShare: 0.5)
    return SummaryModel(
        sentences: sentenceForest(lessons),
        sets: chooser.fit(.joined(tables, width: SummaryExample.setWidth), targets: targets, seed: 2))
}

private func sentenceForest(_ lessons: [Lesson]) -> Forest {
    Boosting(
        loss: .logistic, trees: 200, depth: 5, rate: 0.07, leastRows: 30, lambda: 5, unit: 1 / 4096
    ).fit(
        .joined(lessons.map(\.example.features), width: SummaryExample.width), targets: lessons.flatMap(\.labels),
        seed: 1)
}
