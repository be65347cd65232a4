internal import Article

/// The words and phrases that say what a text is about, best first, with every place where they stand.
///
/// A word counts by how often it comes, how early and how long it is; words that keep company ("interest rate", "Barack
/// Obama") become one phrase. `commonness` is the door for document frequencies: 0 to 1 by term hash, none known yet.
func findKeyphrases(_ text: Text, _ terms: Terms, limit: Int = 15, commonness: (UInt64) -> Double = { _ in 0 })
    -> [Keyphrase]
{
    guard !terms.terms.isEmpty else { return [] }
    var scores = [Double](repeating: 0, count: terms.terms.count)
    for (i, term) in terms.terms.enumerated() {
        let token = text.tokens[Int(term.first)]
        let length = token.kind == .word ? Double(min(12, token.end - token.start)) : 8
        let early = 1 + 1 / (1 + Double(term.first) / 40)
        scores[i] = Double(term.count) * early * (1 + length / 5) * (1 - commonness(term.hash))
        if text.isAdverb(token) { scores[i] *= 0.4 }
    }
    let found = Phrases(text, terms)
    let phrases = found.phrases

    // Words that live in one phrase only are shown as that phrase.
    var absorbed = [Int32](repeating: 0, count: terms.terms.count)
    var candidates: [Candidate] = []
    candidates.reserveCapacity(phrases.count + terms.terms.count)
    for (index, phrase) in phrases.enumerated() where phrase.count > 1 {
        var best = 0.0
        for token in phrase.tokens where terms.ofToken[token] >= 0 {
            let term = Int(terms.ofToken[token])
            absorbed[term] += Int32(phrase.count)
            best = max(best, scores[term] * Double(phrase.count) / Double(max(1, terms.terms[term].count)))
        }
        candidates.append(Candidate(score: best * 1.1, first: Int32(phrase.tokens.lowerBound), phrase: index, term: -1))
    }
    for (i, term) in terms.terms.enumerated() {
        let free = term.count - absorbed[i]
        guard Double(free) > 0.3 * Double(term.count) else { continue }
        candidates.append(Candidate(score: scores[i], first: term.first, phrase: -1, term: i))
    }
    let chosen = best(candidates, limit)
    guard let top = chosen.first?.score, top > 0 else { return [] }
    var places = [[Span]](repeating: [], count: chosen.count)
    var wanted = [Int8](repeating: -1, count: terms.terms.count)
    for (n, candidate) in chosen.enumerated() where candidate.term >= 0 {
        wanted[candidate.term] = Int8(truncatingIfNeeded: n)
    }
    for (i, term) in terms.ofToken.enumerated() where term >= 0 && wanted[Int(term)] >= 0 {
        places[Int(wanted[Int(term)])].append(text.termSpan(i))
    }
    return chosen.enumerated().map { n, candidate in
        if candidate.phrase >= 0 {
            let phrase = phrases[candidate.phrase]
            return Keyphrase(
                text: text.string(text.span(of: phrase.tokens)), score: candidate.score / top,
                mentions: found.mentions(of: candidate.phrase, in: text))
        }
        let span = text.termSpan(Int(terms.terms[candidate.term].first))
        return Keyphrase(text: text.string(span), score: candidate.score / top, mentions: places[n])
    }
}

/// A phrase or a single term, by index; -1 for the other.
private struct Candidate {
    var score: Double
    var first: Int32
    var phrase: Int
    var term: Int

    /// Higher, or as high and earlier in the text.
    func isBefore(_ other: Candidate) -> Bool { score != other.score ? score > other.score : first < other.first }
}

/// The first `limit` in order, without sorting all.
private func best(_ candidates: [Candidate], _ limit: Int) -> [Candidate] {
    var top: [Candidate] = []
    top.reserveCapacity(limit + 1)
    for candidate in candidates {
        if top.count == limit, let last = top.last, !candidate.isBefore(last) { continue }
        var at = top.count
        while at > 0, candidate.isBefore(top[at - 1]) { at -= 1 }
        top.insert(candidate, at: at)
        if top.count > limit { top.removeLast() }
    }
    return top
}

private struct Phrase {
    /// Its first appearance.
    var tokens: Range<Int>
    var hash: UInt64
    var count = 1
}

/// Runs of two to four content words that belong together, in order; each phrase once, with all its runs.
private struct Phrases {
    private(set) var phrases: [Phrase] = []
    private var runs: [(phrase: Int32, start: Int32, end: Int32)] = []
    private var slots = [Int32](repeating: -1, count: 64)

    init(_ text: Text, _ terms: Terms) {
        for range in text.sentenceTokens {
            var start = range.lowerBound
            while start < range.upperBound {
                guard terms.ofToken[start] >= 0, text.tokens[start].kind == .word else {
                    start += 1
                    continue
                }
                // The longest run of words that belong together from here.
                var end = start + 1
                var hash = terms.terms[Int(terms.ofToken[start])].hash
                while end < range.upperBound, end - start < 4, terms.ofToken[end] >= 0, text.tokens[end].kind == .word,
                    text.isPlainSpace(before: end), coheres(end - 1, end, text, terms)
                {
                    hash = hash &* 0x9E37_79B9_7F4A_7C15 &+ terms.terms[Int(terms.ofToken[end])].hash
                    end += 1
                }
                if end - start > 1 { add(start..<end, hash) }
                start = end
            }
        }
    }

    private mutating func add(_ tokens: Range<Int>, _ hash: UInt64) {
        if phrases.count * 2 > slots.count { grow() }
        let at = slot(of: hash)
        if slots[at] < 0 {
            slots[at] = Int32(phrases.count)
            phrases.append(Phrase(tokens: tokens, hash: hash))
        } else {
            phrases[Int(slots[at])].count += 1
        }
        runs.append((slots[at], Int32(tokens.lowerBound), Int32(tokens.upperBound)))
    }

    private func slot(of hash: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: hash ^ hash >> 29) & (slots.count - 1)
        while slots[at] >= 0, phrases[Int(slots[at])].hash != hash { at = (at + 1) & (slots.count - 1) }
        return at
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for i in phrases.indices { slots[slot(of: phrases[i].hash)] = Int32(i) }
    }

    func mentions(of phrase: Int, in text: Text) -> [Span] {
        runs.filter { $0.phrase == Int32(phrase) }.map { text.span(of: Int($0.start)..<Int($0.end)) }
    }
}

/// Two neighbours belong together when both are written with capitals, or both are frequent.
private func coheres(_ a: Int, _ b: Int, _ text: Text, _ terms: Terms) -> Bool {
    let capitals = (text.tokens[a].has(.capitalised), text.tokens[b].has(.capitalised))
    if capitals.0 != capitals.1 { return false }
    if capitals.0 { return true }
    return terms.terms[Int(terms.ofToken[a])].count > 1 && terms.terms[Int(terms.ofToken[b])].count > 1
}

extension Text {
    fileprivate func span(of tokens: Range<Int>) -> Span {
        Span(Int(self.tokens[tokens.lowerBound].start), Int(self.tokens[tokens.upperBound - 1].end))
    }

    /// The term that begins at a token: two Han characters, else the token.
    fileprivate func termSpan(_ i: Int) -> Span {
        let token = tokens[i]
        guard token.kind == .han, i + 1 < tokens.count, tokens[i + 1].start == token.end else { return token.span }
        return Span(Int(token.start), Int(tokens[i + 1].end))
    }

    /// "previously", "apparently": small words in "-ly".
    fileprivate func isAdverb(_ token: Token) -> Bool {
        token.kind == .word && token.end - token.start > 6 && !token.has(.capitalised)
            && body[Int(token.end) - 1] == 0x79
            && body[Int(token.end) - 2] == 0x6C
    }

    /// One space before the token, no mark.
    fileprivate func isPlainSpace(before i: Int) -> Bool {
        tokens[i].start - tokens[i - 1].end == 1 && body[Int(tokens[i].start) - 1] == 0x20
    }
}
