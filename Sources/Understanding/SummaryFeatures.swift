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
    }

    /// As many candidates are compared with each other; a summary does not come from behind them.
    static let compared = 40

    static let count = Name.allCases.count

    /// `count` figures a candidate, one after the other.
    private(set) var values: [Float]
    /// The distinct terms of the candidates, one after the other, and where each candidate's begin.
    private(set) var termList: [Int32] = []
    private(set) var termStarts: [Int] = []
    /// `compared` squared: terms that two candidates share.
    private(set) var shared: [UInt8] = []

    /// The rows of the candidates that were compared with each other.
    var firstValues: [Float] { Array(values.prefix(SummaryFeatures.compared * SummaryFeatures.count)) }

    func termsOf(_ candidate: Int) -> ArraySlice<Int32> {
        termList[termStarts[candidate]..<termStarts[candidate + 1]]
    }

    /// Cosine of the candidates' sets of terms, 0 to 1.
    func likeness(_ a: Int, _ b: Int) -> Float {
        let both = Float(termsOf(a).count * termsOf(b).count)
        return both > 0 ? Float(shared[max(a, b) * SummaryFeatures.compared + min(a, b)]) / both.squareRoot() : 0
    }

    subscript(candidate: Int, name: Name) -> Float { values[candidate * SummaryFeatures.count + name.rawValue] }

    func row(_ candidate: Int) -> ArraySlice<Float> {
        values[candidate * SummaryFeatures.count..<(candidate + 1) * SummaryFeatures.count]
    }

    init(_ text: Text, _ candidates: [SummaryCandidate], _ terms: Terms, titleTerms: [Int], language: KnownLanguage) {
        let width = SummaryFeatures.count
        values = [Float](repeating: 0, count: candidates.count * width)
        guard !candidates.isEmpty else { return }
        var inTitle = [Bool](repeating: false, count: terms.terms.count)
        for term in titleTerms { inTitle[term] = true }
        // Sentences so far that held the term; the sentence that counted it last.
        var seen = [Int32](repeating: 0, count: terms.terms.count)
        var inLead = [Bool](repeating: false, count: terms.terms.count)
        var stamp = [Int32](repeating: -1, count: terms.terms.count)
        let meanWords = Float(candidates.reduce(0) { $0 + $1.words }) / Float(candidates.count)
        let cues = language == .english ? SummaryFeatures.english : SummaryFeatures.none

        termStarts.reserveCapacity(candidates.count + 1)
        var weights: [Float] = []
        var meanWeights: [Float] = []
        for (index, candidate) in candidates.enumerated() {
            termStarts.append(termList.count)
            var weight: Float = 0
            var roots: Float = 0
            var own: Float = 0
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
            var quoteMarks = 0
            var quotedTokens: Float = 0
            var open = false
            for i in candidate.tokens {
                let token = text.tokens[i]
                if open { quotedTokens += 1 }
                switch token.kind {
                case .number: numbers += 1
                case .punctuation:
                    switch text.quoteMark(token) {
                    case .open: open = true
                    case .close: open = false
                    case .either: open.toggle()
                    case .none: break
                    }
                    if text.quoteMark(token) != .none { quoteMarks += 1 }
                case .word:
                    if token.has(.capitalised), !token.has(.sentenceStart) { capitals += 1 }
                    let cue = cues[token.hash]
                    if cue & SummaryFeatures.first != 0, !open { firstPerson += 1 }
                    if cue & SummaryFeatures.said != 0 { attribution += 1 }
                default: break
                }
                let term = Int(terms.ofToken[i])
                guard term >= 0, stamp[term] != Int32(index) else { continue }
                stamp[term] = Int32(index)
                own += 1
                let entry = terms.terms[term]
                termList.append(Int32(term))
                weight += Float(entry.count - 1)
                roots += Float(entry.count).squareRoot()
                frequency += Float(entry.sentences - 1)
                let later = entry.sentences - seen[term] - 1
                if later > 0 { recurring += 1 }
                if seen[term] > 0 { known += 1 } else if later > 0 { introduced += 1 }
                seen[term] += 1
                if inTitle[term] { titled += 1 }
                if index == 0 { inLead[term] = true } else if inLead[term] { led += 1 }
                if entry.capitals * 2 > entry.count, entry.count > 1 { names += 1 }
            }
            let first = text.tokens[candidate.tokens.lowerBound]
            var opening = candidate.tokens.lowerBound
            while opening < candidate.tokens.upperBound - 1, text.tokens[opening].kind == .punctuation { opening += 1 }
            let start = cues[text.tokens[opening].hash]
            let opensQuote = text.quoteMark(first) != .none
            let last = text.lastMark(candidate.span)
            let tokenCount = Float(candidate.tokens.count)
            let words = Float(candidate.words)
            let base = index * width
            func set(_ name: Name, _ value: Float) { values[base + name.rawValue] = value }
            set(.index, Float(index))
            set(.relativeIndex, Float(index) / Float(candidates.count))
            set(.candidates, Float(candidates.count))
            set(.paragraph, Float(candidate.paragraph))
            set(.place, Float(candidate.place))
            set(.words, words)
            set(.relativeWords, words / meanWords)
            set(.frequency, own > 0 ? frequency / own : 0)
            set(.centrality, frequency / (words + 1).squareRoot() / Float(candidates.count).squareRoot())
            set(.recurring, own > 0 ? recurring / own : 0)
            set(.known, own > 0 ? known / own : 0)
            set(.introduced, introduced)
            set(.titleCovered, titleTerms.isEmpty ? 0 : titled / Float(titleTerms.count))
            set(.leadShared, own > 0 ? led / own : 0)
            set(.inTitle, own > 0 ? titled / own : 0)
            set(.opensQuote, opensQuote ? 1 : 0)
            set(.quoted, tokenCount > 0 ? quotedTokens / tokenCount : 0)
            set(.pronounStart, start & SummaryFeatures.pronoun != 0 ? 1 : 0)
            set(.connectiveStart, start & SummaryFeatures.connective != 0 ? 1 : 0)
            set(.demonstrativeStart, start & SummaryFeatures.demonstrative != 0 ? 1 : 0)
            set(.question, last == 0x3F ? 1 : 0)
            set(.exclamation, last == 0x21 ? 1 : 0)
            set(.numbers, numbers)
            set(.capitals, words > 0 ? capitals / words : 0)
            set(.firstPerson, firstPerson)
            set(.attribution, attribution)
            set(.names, names)
            set(.hasTitle, titleTerms.isEmpty ? 0 : 1)
            weights.append(weight)
            meanWeights.append(roots / (own + 1))
        }
        termStarts.append(termList.count)
        compare(candidates, weights, meanWeights, terms.terms.count)
    }

    /// The figures that take two sentences.
    private mutating func compare(
        _ candidates: [SummaryCandidate], _ weights: [Float], _ meanWeights: [Float], _ termCount: Int
    ) {
        let side = SummaryFeatures.compared
        let count = min(candidates.count, side)
        shared = [UInt8](repeating: 0, count: side * count)
        // The entries of a term form a chain, the latest first.
        var latest = [Int32](repeating: -1, count: termCount)
        var before = [Int32](repeating: -1, count: termStarts[count])
        var owner = [Int32](repeating: 0, count: termStarts[count])
        for i in 0..<count {
            for entry in termStarts[i]..<termStarts[i + 1] {
                let term = Int(termList[entry])
                var at = latest[term]
                while at >= 0 {
                    shared[i * side + Int(owner[Int(at)])] &+= 1
                    at = before[Int(at)]
                }
                before[entry] = latest[term]
                owner[entry] = Int32(i)
                latest[term] = Int32(entry)
            }
        }
        var later = [Float](repeating: 0, count: count)
        var mostLater = [Float](repeating: 0, count: count)
        var words: Float = 0
        let allWords = Float(candidates.reduce(0) { $0 + $1.words })
        for i in 0..<count {
            var earlier: Float = 0
            var most: Float = 0
            for j in 0..<i where shared[i * side + j] > 0 {
                let alike = likeness(i, j)
                earlier += alike
                most = max(most, alike)
                later[j] += alike
                mostLater[j] = max(mostLater[j], alike)
            }
            let base = i * SummaryFeatures.count
            func set(_ name: Name, _ value: Float) { values[base + name.rawValue] = value }
            set(.alikeEarlier, earlier)
            set(.meanAlikeEarlier, earlier / Float(i + 1))
            set(.mostAlikeEarlier, most)
            set(.weight, weights[i])
            set(.meanWeight, meanWeights[i])
            set(.allWords, allWords)
            set(.wordsBefore, words)
            words += Float(candidates[i].words)
        }
        for i in 0..<count {
            let base = i * SummaryFeatures.count
            values[base + Name.alikeLater.rawValue] = later[i]
            values[base + Name.meanAlikeLater.rawValue] = later[i] / Float(count - i)
            values[base + Name.mostAlikeLater.rawValue] = mostLater[i]
        }
    }

    private static let pronoun: UInt32 = 1
    private static let connective: UInt32 = 2
    private static let demonstrative: UInt32 = 4
    private static let first: UInt32 = 8
    private static let said: UInt32 = 16

    private static let english = WordTable(
        [
            (pronoun, "he she it they we i his her their its you him them he's she's it's they're"),
            (
                connective,
                """
                but and however also meanwhile so yet or then still though although moreover furthermore instead therefore \
                thus nevertheless otherwise besides additionally indeed
                """
            ),
            (demonstrative, "this that these those such there here another others both one some"),
            (first, "i we my our me us i'm i've we're we've"),
            (said, "said says told added according asked saying claimed claims tweeted"),
        ], combining: true)
    private static let none = WordTable([])
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
