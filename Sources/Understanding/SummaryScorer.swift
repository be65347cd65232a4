/// How well a sentence stands in a summary, from its features alone; higher is better.
///
/// Rules for the languages that no model was trained for: the lead is a strong guess, and what moves a sentence up or down
/// is worth a few places.
func summaryScores(_ features: SummaryFeatures, count: Int) -> [Float] {
    (0..<count).map { i in
        func f(_ name: SummaryFeatures.Name) -> Float { features[i, name] }
        var score = 3 / (1 + 0.6 * f(.index))
        score += min(1, f(.centrality) / 4)
        score += 0.8 * f(.titleCovered)
        score += 0.15 * min(4, f(.introduced))
        if f(.words) < 8 { score -= 0.8 }
        if f(.words) > 45 { score -= 0.4 }
        score -= 0.5 * f(.opensQuote) + 0.4 * f(.quoted)
        score -= 0.3 * f(.pronounStart) + 0.3 * f(.connectiveStart) + 0.1 * f(.demonstrativeStart)
        score -= 0.8 * f(.question) + 0.3 * f(.exclamation)
        score -= 0.2 * min(3, f(.firstPerson))
        return score
    }
}
