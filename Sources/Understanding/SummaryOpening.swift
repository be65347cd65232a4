internal import Bytes

/// What the beginning of an English sentence asks of the sentences before it.
struct SummaryOpening: Hashable, Sendable {
    enum Need {
        case nothing
        /// A "he", "its" or "it" stands for what an earlier sentence names: the one before, or that before a row of such ones.
        case name
        /// A "this" or "those" stands for what the sentence before says.
        case sentence
    }
    var need = Need.nothing
    /// Where the sentence begins without a "But" or "However," that ties it to the one before.
    var behindConnective: Int?

    static let none = SummaryOpening()
}

extension Text {
    /// - Parameter range: A sentence's tokens.
    func summaryOpening(_ range: Range<Int>) -> SummaryOpening {
        let cues = OpeningCues.shared
        var opening = SummaryOpening()
        var i = self.opening(range)
        if range.count > 6, cues.words[tokens[i].hash] & OpeningCues.connective != 0 {
            let isComma = byte(tokens[i + 1]) == 0x2C
            if i == range.lowerBound { opening.behindConnective = cut(behind: i, isComma) }
            if isComma || tokens[i + 1].kind == .word { i += isComma ? 2 : 1 }
        }
        guard i + 1 < range.upperBound else { return opening }
        let first = cues.words[tokens[i].hash]
        let second = cues.words[tokens[i + 1].hash]
        if first & OpeningCues.it != 0 {
            opening.need = isExpletive(i, range) ? .nothing : .name
        } else if first & OpeningCues.pronoun != 0 || first & OpeningCues.link != 0 && second & OpeningCues.pronoun != 0
        {
            // "He", "When he arrived", "In their letter"
            opening.need = .name
        } else if first & OpeningCues.pointer != 0, second & OpeningCues.unpointed == 0 {
            opening.need = .sentence
        }
        return opening
    }

    /// "But the mayor" and "However, the mayor" may begin with the mayor, "But for him" and "However hard" may not.
    private func cut(behind i: Int, _ isComma: Bool) -> Int? {
        let cues = OpeningCues.shared
        let own = cues.words[tokens[i].hash]
        let next = tokens[isComma ? i + 2 : i + 1]
        guard own & OpeningCues.cut != 0, isComma || own & OpeningCues.bare != 0, next.kind == .word,
            cues.words[next.hash] & OpeningCues.bound == 0
        else { return nil }
        // A name like "iPhone" has no capital to begin with.
        let start = Int(next.start)
        let isSmall = 0x61...0x7A ~= body[start]
        guard isSmall || next.has(.capitalised) else { return nil }
        return isSmall && start + 1 < body.count && 0x41...0x5A ~= body[start + 1] ? nil : start
    }

    /// "It is said that …", "It took years to …": an "it" that stands for nothing before.
    private func isExpletive(_ i: Int, _ range: Range<Int>) -> Bool {
        let cues = OpeningCues.shared
        let end = min(range.upperBound, i + 14)
        guard cues.words[tokens[i].hash] & OpeningCues.itIs != 0 || cues.words[tokens[i + 1].hash] & OpeningCues.be != 0
        else { return false }
        return (i + 2..<max(i + 2, end)).contains { cues.words[tokens[$0].hash] & OpeningCues.clause != 0 }
    }
}

/// English words that tie a sentence to another; one instance, so that a sentence costs one look at the global.
private struct OpeningCues: Sendable {
    static let shared = OpeningCues()

    static let pronoun: UInt32 = 1
    static let it: UInt32 = 2
    static let itIs: UInt32 = 4
    static let be: UInt32 = 8
    /// Begins what an "it" before stands for.
    static let clause: UInt32 = 16
    static let pointer: UInt32 = 32
    /// Behind a pointer: "this week", "those who".
    static let unpointed: UInt32 = 64
    /// Before a pronoun: "when he", "in their".
    static let link: UInt32 = 128
    static let connective: UInt32 = 256
    /// May be cut with the comma behind it; without one only where `bare`, and never before what is `bound` to it.
    static let cut: UInt32 = 512
    static let bare: UInt32 = 1024
    static let bound: UInt32 = 2048

    let words = WordTable(
        [
            (
                pronoun,
                "he she they him her them his their he's she's they're he'd she'd they'd he'll she'll they'll they've its"
            ),
            (it, "it it's it'll it'd"),
            (itIs, "it's it'll it'd"),
            (
                be,
                "is was has had will would may might could seems appears remains took takes became comes came turns turned"
            ),
            (clause, "that to when after since who whether if why how what which until before as"),
            (pointer, "this that that's these those such"),
            (
                unpointed,
                "week weekend month year morning evening afternoon summer winter autumn spring season time who with in of whose as"
            ),
            (
                link,
                """
                in at on with after before when while as although though despite for from during if because since until by \
                under of to like unlike among once where without
                """
            ),
            (
                connective,
                """
                but and however also meanwhile so yet still moreover furthermore instead therefore thus nevertheless otherwise \
                besides additionally indeed
                """
            ),
            (cut, "but and however meanwhile moreover furthermore additionally also nevertheless besides indeed"),
            (bare, "but and"),
            (
                bound,
                "for not only then yet so nor also still or all now even finally just perhaps maybe instead too that"
            ),
        ], combining: true)
}
