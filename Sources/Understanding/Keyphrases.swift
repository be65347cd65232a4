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
    let phrases = findPhrases(text, terms)

    // Words that live in one phrase only are shown as that phrase.
    var absorbed = [Int32](repeating: 0, count: terms.terms.count)
    var candidates: [(score: Double, first: Int32, phrase: Int, term: Int)] = []
    for (index, phrase) in phrases.enumerated() {
        var best = 0.0
        for token in phrase.tokens where terms.ofToken[token] >= 0 {
            let term = Int(terms.ofToken[token])
            absorbed[term] += Int32(phrase.count)
            best = max(best, scores[term] * Double(phrase.count) / Double(max(1, terms.terms[term].count)))
        }
        candidates.append((best * 1.1, Int32(phrase.tokens.lowerBound), index, -1))
    }
    for (i, term) in terms.terms.enumerated() {
        let free = term.count - absorbed[i]
        guard Double(free) > 0.3 * Double(term.count) else { continue }
        candidates.append((scores[i], term.first, -1, i))
    }
    candidates.sort { ($0.score, $1.first) > ($1.score, $0.first) }

    let chosen = candidates.prefix(limit)
    guard let top = chosen.first?.score, top > 0 else { return [] }
    var places = [[Span]](repeating: [], count: chosen.count)
    var wanted: [Int32: Int] = [:]
    for (n, candidate) in chosen.enumerated() where candidate.term >= 0 { wanted[Int32(candidate.term)] = n }
    for (i, term) in terms.ofToken.enumerated() where term >= 0 {
        guard let n = wanted[term] else { continue }
        places[n].append(text.termSpan(i))
    }
    return chosen.enumerated().map { n, candidate in
        if candidate.phrase >= 0 {
            let phrase = phrases[candidate.phrase]
            return Keyphrase(
                text: text.string(text.span(of: phrase.tokens)), score: candidate.score / top, mentions: phrase.mentions
            )
        }
        let span = text.termSpan(Int(terms.terms[candidate.term].first))
        return Keyphrase(text: text.string(span), score: candidate.score / top, mentions: places[n])
    }
}

private struct Phrase {
    /// Its first appearance.
    var tokens: Range<Int>
    var count: Int
    var mentions: [Span]
}

/// Runs of two to four content words that come at least twice and whose words seldom come without each other.
private func findPhrases(_ text: Text, _ terms: Terms) -> [Phrase] {
    var phrases: [Phrase] = []
    var index: [UInt64: Int] = [:]
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
            if end - start > 1 {
                if let found = index[hash] {
                    phrases[found].count += 1
                    phrases[found].mentions.append(text.span(of: start..<end))
                } else {
                    index[hash] = phrases.count
                    phrases.append(Phrase(tokens: start..<end, count: 1, mentions: [text.span(of: start..<end)]))
                }
            }
            start = end
        }
    }
    return phrases.filter { $0.count > 1 }
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
