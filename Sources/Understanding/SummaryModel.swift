internal import CSummary

/// The two forests that choose a summary: one scores a sentence, one a set of sentences.
package struct SummaryModel: Sendable {
    package var sentences: Forest
    package var sets: Forest

    package init(sentences: Forest, sets: Forest) {
        self.sentences = sentences
        self.sets = sets
    }

    /// The model in the executable; `nil` where it was trained for other figures than these.
    package static let embedded = SummaryModel(
        UnsafeRawBufferPointer(start: dateline_summary_model_bytes(), count: dateline_summary_model_size))

    private static let mark = Array("DLSUM002".utf8)

    package func encoded() -> [UInt8] { SummaryModel.mark + sentences.encoded() + sets.encoded() }

    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 8, bytes.prefix(8).elementsEqual(SummaryModel.mark) else { return nil }
        var at = 8
        guard let sentences = Forest(bytes, at: &at), let sets = Forest(bytes, at: &at),
            sentences.width == SummaryFeatures.count, sets.width == SummarySets.width
        else { return nil }
        self.sentences = sentences
        self.sets = sets
    }
}
