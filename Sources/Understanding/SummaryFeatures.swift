internal import Article
internal import Bytes

/// What a scorer may know of a candidate sentence. All figures come from one pass over the tokens.
struct SummaryFeatures {
    /// The order is that of a model's columns.
    enum Name: Int, CaseIterable {
        /// Place among the candidates, counted and as a share; how many there are.
        case index, relativeIndex, candidates
        case paragraph, place
        case words, relativeWords
        /// How frequent its terms are in the whole text: per term, and in sum per root of its length.
        case frequency, centrality
        /// Share of its terms that come again later, that came before, and that begin here and come again.
        case recurring, known, introduced
        /// Share of the title's terms; of the lead's terms; of its own that the title has.
        case titleCovered, leadShared, inTitle
        case opensQuote, quoted
        case pronounStart, connectiveStart, demonstrativeStart
        case question, exclamation
        case numbers, capitals
        case firstPerson, attribution
        /// Terms with a capital that are frequent: names the text is about.
        case names
        case hasTitle
        /// How alike it is to the sentences behind and before it, in sum and on average (cosine of their sets of terms).
        case alikeLater, alikeEarlier, meanAlikeLater, meanAlikeEarlier, mostAlikeLater, mostAlikeEarlier
        /// How often its terms come elsewhere, and the roots of their frequencies per term.
        case weight, meanWeight
        /// Words of all candidates, and of those before it.
        case allWords, wordsBefore
        /// A quotation that begins or ends in another sentence; one whose speaker is not named in it.
        case brokenQuote, orphanQuote
        /// How many sentences have more of it: of each of `ranked`, in that order.
        case frequencyRank, centralityRank, weightRank, meanWeightRank, alikeLaterRank, introducedRank, namesRank
        case wordsRank, titleRank, alikeEarlierRank, mostAlikeLaterRank
        /// Of the text, the same for each sentence: how it is cut up, and how much of it is speech.
        case paragraphs, candidatesByParagraph, allQuoted, allAttributions, leadWords
    }

    private static let ranked: [Name] = [
        .frequency, .centrality, .weight, .meanWeight, .alikeLater, .introduced, .names, .words, .titleCovered,
        .alikeEarlier, .mostAlikeLater,
    ]

    /// As many candidates are compared with each other; a summary does not come from behind them.
    static let compared = 40

    static let count = Name.allCases.count

    /// A row a candidate, a column a name.
    private(set) var figures: Figures
    /// The distinct terms of the candidates, one after the other, and where each candidate's begin.
    private(set) var termList: [Int32] = []
    private(set) var termStarts: [Int] = []
    /// How each candidate begins.
    private(set) var openings: [SummaryOpening] = []
    /// `compared` squared: terms that two candidates share.
    private(set) var shared: [UInt8] = []

    var rows: Int { figures.rows }

    func termsOf(_ candidate: Int) -> ArraySlice<Int32> {
        termList[termStarts[candidate]..<termStarts[candidate + 1]]
    }

    /// Cosine of the candidates' sets of terms, 0 to 1.
    func likeness(_ a: Int, _ b: Int) -> Float {
        let both = Float((termStarts[a + 1] - termStarts[a]) * (termStarts[b + 1] - termStarts[b]))
        return both > 0 ? Float(shared[max(a, b) * SummaryFeatures.compared + min(a, b)]) / both.squareRoot() : 0
    }

    /// The first of the sentences that tell what a candidate leans on, up to the one before it: one of them must stand before
    /// it; `nil` if it leans on none.
    func anchor(_ candidate: Int) -> Int? {
        switch openings[candidate].need {
        case .nothing: return self[candidate, .orphanQuote] > 0 ? candidate - 1 : nil
        case .sentence: return candidate - 1
        case .name:
            var at = candidate - 1
            while at > 0, openings[at].need == .name { at -= 1 }
            return at
        }
    }

    subscript(candidate: Int, name: Name) -> Float { figures[candidate, name.rawValue] }

    /// What is known of a term while the sentences are read.
    private struct Known {
        /// The sentence that counted it last.
        var stamp: Int32 = -1
        /// Sentences so far that held it.
        var seen: Int32 = 0
        /// Its last entry in `termList`, for `compare`.
        var latest: Int32 = -1
        var isInTitle = false
        var isInLead = false
        /// A name that the text is about: mostly with a capital, and more than once.
        var isName = false
        var root: Float = 0
    }

    init(_ text: Text, _ candidates: [SummaryCandidate], _ terms: Terms, titleTerms: [Int], language: KnownLanguage) {
        let count = min(candidates.count, SummaryFeatures.compared)
        figures = Figures(width: SummaryFeatures.count, rows: 0)
        guard count > 0 else { return }
        var known = terms.terms.map { term in
            var own = Known()
            own.isName = term.capitals * 2 > term.count && term.count > 1
            own.root = Float(term.count).squareRoot()
            return own
        }
        for term in titleTerms { known[term].isInTitle = true }
        let allWords = Float(candidates.reduce(0) { $0 + $1.words })
        let meanWords = allWords / Float(candidates.count)
        let cues = language == .english ? SummaryFeatures.english : SummaryFeatures.none
        termStarts.reserveCapacity(count + 1)
        termList.reserveCapacity(count * 16)
        var table = Figures(width: SummaryFeatures.count, rows: count)
        let stride = table.stride
        var wordsBefore: Float = 0
        var isOpen = false
        table.withColumns { columns in
            for (index, candidate) in candidates.prefix(count).enumerated() {
                // A quotation may go on from the sentence before, hardly from another paragraph.
                let isFirst = index == 0 || candidates[index - 1].paragraph != candidate.paragraph
                if isFirst { isOpen = false }
                let from = isFirst ? 0 : candidates[index - 1].tokens.upperBound
                var before = candidate.tokens.lowerBound
                while before > from, !text.tokens[before].has(.paragraphStart) { before -= 1 }
                for i in before..<candidate.tokens.lowerBound { text.follow(text.tokens[i], &isOpen) }
                let sentence = read(candidate, index, text, terms, cues, &known, &isOpen)
                let own = max(1, sentence.own)
                let words = Float(candidate.words)
                func set(_ name: Name, _ value: Float) { columns[name.rawValue * stride + index] = value }
                set(.index, Float(index))
                set(.relativeIndex, Float(index) / Float(candidates.count))
                set(.candidates, Float(candidates.count))
                set(.paragraph, Float(candidate.paragraph))
                set(.place, Float(candidate.place))
                set(.words, words)
                set(.relativeWords, words / meanWords)
                set(.frequency, sentence.frequency / own)
                set(.centrality, sentence.frequency / ((words + 1) * Float(candidates.count)).squareRoot())
                set(.recurring, sentence.recurring / own)
                set(.known, sentence.known / own)
                set(.introduced, sentence.introduced)
                set(.titleCovered, titleTerms.isEmpty ? 0 : sentence.titled / Float(titleTerms.count))
                set(.leadShared, sentence.led / own)
                set(.inTitle, sentence.titled / own)
                set(.quoted, sentence.quoted / Float(max(1, candidate.tokens.count)))
                set(.numbers, sentence.numbers)
                set(.capitals, words > 0 ? sentence.capitals / words : 0)
                set(.firstPerson, sentence.firstPerson)
                set(.attribution, sentence.attribution)
                set(.names, sentence.names)
                set(.hasTitle, titleTerms.isEmpty ? 0 : 1)
                set(.weight, sentence.weight)
                set(.meanWeight, sentence.roots / (sentence.own + 1))
                set(.allWords, allWords)
                set(.wordsBefore, wordsBefore)
                wordsBefore += words
                let opening = text.opening(candidate.tokens)
                let start = cues[text.tokens[opening].hash]
                set(.opensQuote, text.quoteMark(text.tokens[candidate.tokens.lowerBound]) != .none ? 1 : 0)
                set(.pronounStart, start & SummaryFeatures.pronoun != 0 ? 1 : 0)
                set(.connectiveStart, start & SummaryFeatures.connective != 0 ? 1 : 0)
                set(.demonstrativeStart, start & SummaryFeatures.demonstrative != 0 ? 1 : 0)
                set(.brokenQuote, sentence.isBroken ? 1 : 0)
                let isOrphan = sentence.quoted * 10 > Float(candidate.tokens.count) * 8 && sentence.attribution == 0
                set(.orphanQuote, isOrphan ? 1 : 0)
                let last = text.lastMark(candidate.span)
                set(.question, last == 0x3F ? 1 : 0)
                set(.exclamation, last == 0x21 ? 1 : 0)
            }
        }
        figures = table
        termStarts.append(termList.count)
        openings = candidates.prefix(count).map {
            language == .english ? text.summaryOpening($0.tokens) : .none
        }
        compare(&known)
        rank()
        describe()
    }

    /// How many rows hold more, for each row of the ranked columns. Eight rows are compared at once, without a branch: which of
    /// two is more is a coin's toss. No ranked figure is below zero, so the zeros behind the last row are never more.
    private mutating func rank() {
        let stride = figures.stride
        let rows = figures.rows
        figures.withColumns { columns in
            guard let columns = UnsafeMutableRawPointer(columns.baseAddress) else { return }
            let size = MemoryLayout<Float>.stride
            for (i, name) in SummaryFeatures.ranked.enumerated() {
                let values = columns + name.rawValue * stride * size
                let ranks = columns + (Name.frequencyRank.rawValue + i) * stride * size
                for row in 0..<rows {
                    let own = SIMD8(repeating: values.load(fromByteOffset: row * size, as: Float.self))
                    var above = SIMD8<Float>.zero
                    for block in Swift.stride(from: 0, to: rows, by: 8) {
                        let others = values.loadUnaligned(fromByteOffset: block * size, as: SIMD8<Float>.self)
                        above += SIMD8<Float>.zero.replacing(with: 1, where: others .> own)
                    }
                    ranks.storeBytes(of: above.sum(), toByteOffset: row * size, as: Float.self)
                }
            }
        }
    }

    private mutating func describe() {
        let count = Float(figures.rows)
        let paragraphs = self[figures.rows - 1, .paragraph] + 1
        var quoted: Float = 0
        var attributions: Float = 0
        for row in 0..<figures.rows {
            quoted += self[row, .quoted]
            attributions += self[row, .attribution]
        }
        let ofText = [paragraphs, count / paragraphs, quoted / count, attributions / count, self[0, .words]]
        let stride = figures.stride
        let rows = figures.rows
        figures.withColumns { columns in
            for (i, value) in ofText.enumerated() {
                for row in 0..<rows { columns[(Name.paragraphs.rawValue + i) * stride + row] = value }
            }
        }
    }

    /// What one pass over a sentence counts.
    private struct Sentence {
        var own: Float = 0
        var weight: Float = 0
        var roots: Float = 0
        var frequency: Float = 0
        var recurring: Float = 0
        var known: Float = 0
        var introduced: Float = 0
        var titled: Float = 0
        var led: Float = 0
        var names: Float = 0
        var capitals: Float = 0
        var numbers: Float = 0
        var firstPerson: Float = 0
        var attribution: Float = 0
        /// Tokens within quotation marks.
        var quoted: Float = 0
        /// A quotation that began before it or goes on behind it, or a mark without its other one.
        var isBroken = false
    }

    private mutating func read(
        _ candidate: SummaryCandidate, _ index: Int, _ text: Text, _ terms: Terms, _ cues: WordTable,
        _ known: inout [Known], _ isOpen: inout Bool
    ) -> Sentence {
        var sentence = Sentence()
        sentence.isBroken = isOpen
        // A mark at the start of a quotation's second sentence opens it once more.
        if isOpen, text.quoteMark(text.tokens[candidate.tokens.lowerBound]) != .none { isOpen = false }
        termStarts.append(termList.count)
        for i in candidate.tokens {
            let token = text.tokens[i]
            let term = Int(terms.ofToken[i])
            if isOpen { sentence.quoted += 1 }
            switch token.kind {
            case .number: sentence.numbers += 1
            case .punctuation:
                if !isOpen, text.quoteMark(token) == .close { sentence.isBroken = true }
                text.follow(token, &isOpen)
            case .word:
                if token.has(.capitalised), !token.has(.sentenceStart) { sentence.capitals += 1 }
                // Words that say what a text is about are no cues.
                if term < 0 {
                    let cue = cues[token.hash]
                    if cue & SummaryFeatures.first != 0, !isOpen { sentence.firstPerson += 1 }
                    if cue & SummaryFeatures.said != 0 { sentence.attribution += 1 }
                }
            default: break
            }
            guard term >= 0, known[term].stamp != Int32(index) else { continue }
            termList.append(Int32(term))
            let entry = terms.terms[term]
            var own = known[term]
            own.stamp = Int32(index)
            sentence.own += 1
            sentence.weight += Float(entry.count - 1)
            sentence.roots += own.root
            sentence.frequency += Float(entry.sentences - 1)
            let comesAgain = entry.sentences > own.seen + 1
            if comesAgain { sentence.recurring += 1 }
            if own.seen > 0 { sentence.known += 1 } else if comesAgain { sentence.introduced += 1 }
            own.seen += 1
            if own.isInTitle { sentence.titled += 1 }
            if index == 0 { own.isInLead = true } else if own.isInLead { sentence.led += 1 }
            if own.isName { sentence.names += 1 }
            known[term] = own
        }
        if isOpen { sentence.isBroken = true }
        return sentence
    }

    /// The figures that take two sentences.
    private mutating func compare(_ known: inout [Known]) {
        let side = SummaryFeatures.compared
        let count = figures.rows
        shared = [UInt8](repeating: 0, count: side * count)
        // The entries of a term form a chain, the latest first.
        var before = [(entry: Int32, owner: Int32)](repeating: (-1, 0), count: termList.count)
        for i in 0..<count {
            for entry in termStarts[i]..<termStarts[i + 1] {
                let term = Int(termList[entry])
                let latest = known[term].latest
                var at = latest
                while at >= 0 {
                    shared[i * side + Int(before[Int(at)].owner)] &+= 1
                    at = before[Int(at)].entry
                }
                before[entry] = (latest, Int32(i))
                known[term].latest = Int32(entry)
            }
        }
        for i in 0..<count {
            var earlier: Float = 0
            var most: Float = 0
            for j in 0..<i where shared[i * side + j] > 0 {
                let alike = likeness(i, j)
                earlier += alike
                most = max(most, alike)
                figures[j, Name.alikeLater.rawValue] += alike
                figures[j, Name.mostAlikeLater.rawValue] = max(figures[j, Name.mostAlikeLater.rawValue], alike)
            }
            figures[i, Name.alikeEarlier.rawValue] = earlier
            figures[i, Name.meanAlikeEarlier.rawValue] = earlier / Float(i + 1)
            figures[i, Name.mostAlikeEarlier.rawValue] = most
        }
        for i in 0..<count {
            figures[i, Name.meanAlikeLater.rawValue] = figures[i, Name.alikeLater.rawValue] / Float(count - i)
        }
    }

    private static let pronoun: UInt32 = 1
    private static let connective: UInt32 = 2
    private static let demonstrative: UInt32 = 4
    private static let first: UInt32 = 8
    private static let said: UInt32 = 16

    private static let english = WordTable(
        [
            (
                pronoun,
                """
                he she it they we i his her their its you him them he's she's it's they're he'd she'd they'd we're we've i'm i've \
                i'd you're
                """
            ),
            (
                connective,
                """
                but and however also meanwhile so yet or then still though although moreover furthermore instead therefore \
                thus nevertheless otherwise besides additionally indeed
                """
            ),
            (demonstrative, "this that that's these those such there there's here here's another others both one some"),
            (first, "i we my our me us i'm i've we're we've"),
            (said, "said says told added according asked saying claimed claims tweeted"),
        ], combining: true)
    private static let none = WordTable([])
}

extension Text {
    /// The first token of a range that is no mark, else its last one.
    func opening(_ range: Range<Int>) -> Int {
        var i = range.lowerBound
        while i < range.upperBound - 1, tokens[i].kind == .punctuation { i += 1 }
        return i
    }
}

/// Whether a mark opens or closes a quotation.
enum QuoteMark { case none, open, close, either }

extension Text {
    func quoteMark(_ token: Token) -> QuoteMark {
        guard token.kind == .punctuation else { return .none }
        switch codePoint(at: Int(token.start), in: body, end: Int(token.end)).value {
        case 0x22: return .either
        case 0x201C, 0x201E, 0xAB, 0x300C, 0x300E: return .open
        case 0x201D, 0xBB, 0x300D, 0x300F: return .close
        default: return .none
        }
    }

    /// Whether a quotation is open behind a token.
    fileprivate func follow(_ token: Token, _ isOpen: inout Bool) {
        switch quoteMark(token) {
        case .open: isOpen = true
        case .close: isOpen = false
        case .either: isOpen.toggle()
        case .none: break
        }
    }

    /// The mark that ends a sentence, quotation marks and brackets aside; 0 when it is no ASCII mark.
    fileprivate func lastMark(_ span: Span) -> UInt8 {
        var i = span.end - 1
        while i > span.start {
            switch body[i] {
            case 0x22, 0x27, 0x29, 0x5D, 0x20: i -= 1
            case 0x80...0xFF: i -= 1
            default: return body[i]
            }
        }
        return 0
    }
}
