internal import Bytes

/// The content words of a text, counted: what key phrases and summary weigh by.
///
/// English plurals and possessives fold into one term. In scripts without spaces a term is a pair of Han characters or a
/// run of katakana.
struct Terms {
    struct Term {
        var hash: UInt64
        var count: Int32 = 0
        /// Sentences that hold it.
        var sentences: Int32 = 0
        var lastSentence: Int32 = -1
        /// Token index of its first appearance.
        var first: Int32
        /// How often it was written with a capital.
        var capitals: Int32 = 0

        @inline(__always) fileprivate mutating func add(sentence: Int32, isCapitalised: Bool) {
            count += 1
            if isCapitalised { capitals += 1 }
            if lastSentence != sentence {
                lastSentence = sentence
                sentences += 1
            }
        }
    }

    private(set) var terms: [Term] = []
    /// By token: index into `terms`, or -1 for function words, marks and numbers.
    private(set) var ofToken: [Int32]
    /// Token ranges where two Han characters make a term are one longer than the token: they begin at it.
    private var slots: [Int32]
    private let mask: Int

    init(_ text: Text, language: KnownLanguage) {
        let tokens = text.tokens
        ofToken = [Int32](repeating: -1, count: tokens.count)
        var size = 64
        while size < tokens.count * 2 { size *= 2 }
        mask = size - 1
        slots = [Int32](repeating: -1, count: size)
        terms.reserveCapacity(tokens.count / 2)
        let silent = Terms.silent[language.rawValue]
        for (sentence, range) in text.sentenceTokens.enumerated() {
            for i in range {
                let token = tokens[i]
                let hash: UInt64
                switch token.kind {
                case .word:
                    if token.end - token.start < 3 && !token.has(.nonASCII) && !token.has(.allCaps) { continue }
                    if silent.contains(token.hash) { continue }
                    // Without a list of function words the short ones are the likeliest.
                    if language == .other, token.end - token.start < 4, !token.has(.nonASCII) { continue }
                    hash = language == .english ? Terms.stem(token, text.body) : token.hash
                case .han:
                    guard i + 1 < range.upperBound, tokens[i + 1].kind == .han, tokens[i + 1].start == token.end else {
                        continue
                    }
                    hash = token.hash &* 31 &+ tokens[i + 1].hash
                case .katakana:
                    guard token.end - token.start >= 6 else { continue }
                    hash = token.hash
                default: continue
                }
                let term = index(of: hash, token: i)
                ofToken[i] = term
                terms[Int(term)].add(sentence: Int32(sentence), isCapitalised: token.has(.capitalised))
            }
        }
    }

    private mutating func index(of hash: UInt64, token: Int) -> Int32 {
        var at = Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
        while true {
            let found = slots[at]
            if found < 0 {
                slots[at] = Int32(terms.count)
                terms.append(Term(hash: hash, first: Int32(token)))
                return Int32(terms.count - 1)
            }
            if terms[Int(found)].hash == hash { return found }
            at = (at + 1) & mask
        }
    }

    /// The term of a hash, if the text holds it.
    func find(_ hash: UInt64) -> Int? {
        var at = Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
        while slots[at] >= 0 {
            if terms[Int(slots[at])].hash == hash { return Int(slots[at]) }
            at = (at + 1) & mask
        }
        return nil
    }

    /// The hash of an English word without the endings of its plural: "companies" and "company", "talks" and "talk".
    ///
    /// Source: the first step of D. Harman's S-stemmer ("How effective is suffixing?", JASIS 1991).
    static func stem(_ token: Token, _ body: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let start = Int(token.start)
        let end = Int(token.end)
        guard end - start > 3, body[end - 1] | 0x20 == 0x73 else { return token.hash }
        let before = body[end - 2] | 0x20
        if before == 0x73 || before == 0x75 { return token.hash }  // ss, us
        if before == 0x65, end - start > 4 {
            let third = body[end - 3] | 0x20
            if third == 0x69 {  // ies -> y
                var hash = WordHasher()
                for c in body[start..<end - 3] {
                    guard c < 0x80 else { return token.hash }
                    hash.add(ascii: c)
                }
                hash.add(ascii: 0x79)
                return hash.value
            }
        }
        return wordHash(UnsafeBufferPointer(rebasing: body[start..<end - 1]))
    }

    /// By language: function words, and words of every article. They say nothing of this one.
    private static let silent: [WordTable] = KnownLanguage.allCases.map { language in
        var words: [(value: UInt32, words: StaticString)] = [(1, FunctionWords.words(of: language))]
        if language == .english { words.append((1, commonEnglish)) }
        return WordTable(words)
    }

    private static let commonEnglish: StaticString =
        """
        said says say saying told according mr mrs ms dr new year years day days time times week weeks month months people \
        make made makes making take took takes taken taking get got gets getting go going goes gone went come came comes \
        coming like first last next two three four five six seven eight nine ten hundred thousand million billion trillion \
        percent per cent good great know known think thought want wants wanted way ways see seen saw use used using put \
        set part number end asked ask added adding called call calls including include includes included left later \
        work late early old long little big high low large small lot lots thing things something really able lead led \
        keep kept give given gave find found show showed shown need needs needed try trying tried become became \
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august september \
        october november december recent recently former following followed based began begin started start hours hour \
        minutes minute quot nbsp amp
        """
}
