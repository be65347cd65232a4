import Article
import Testing
import Understanding

/// Whether the last sentence leans on one that is not there when these are chosen.
private func dangles(_ body: String, _ sentences: [Int]) -> Bool {
    SummaryExample(document(body, language: "en"), context: context).map { $0.dangling(sentences) > 0 } ?? false
}

@Test(
    "A sentence leans on the one before by how it begins",
    arguments: [
        ("He told the council that the tunnel would cost more.", true),
        ("But its engine was old and had failed before.", true),
        ("However, they will not be paid before the summer.", true),
        ("When she arrived at the harbour, the ferry had left.", true),
        ("In his letter to the council, the captain denied it.", true),
        ("This was the third such accident since the spring.", true),
        ("\"It was a terrible night,\" the captain told reporters.", true),
        ("It is not known when the ferry will be repaired.", false),
        ("It took three hours to bring all passengers ashore.", false),
        ("This week the council will discuss the new tunnel.", false),
        ("Those who were hurt will be paid by the company.", false),
        ("When the captain arrived, he saw that nobody was hurt.", false),
        ("But the council will not be told before the summer.", false),
    ])
func leaning(sentence: String, leans: Bool) {
    let body =
        "The ferry Aurora ran aground off Lindholm on Monday. Captain Per Dahl was asleep at the time. \(sentence)"
    #expect(dangles(body, [2]) == leans)
    #expect(dangles(body, [0, 2]) == leans)
    #expect(!dangles(body, [1, 2]))
}

@Test("A row of sentences about him leans on the one that names him")
func row() {
    let body =
        "The ferry Aurora ran aground on Monday. Captain Per Dahl was asleep at the time. He had sailed for thirty hours. "
        + "He was taken to a hospital on the island."
    #expect(!dangles(body, [1, 3]))
    #expect(dangles(body, [0, 3]))
    #expect(dangles(body, [3]))
}

@Test(
    "A connective that ties a sentence to one that is not told is left out",
    arguments: [
        ("But the council of Lindholm will not pay for it.", "The council of Lindholm will not pay for it."),
        ("However, the council of Lindholm will pay for it.", "The council of Lindholm will pay for it."),
        ("And 212 people on board were taken to the island.", nil),
        ("But for the rain the whole island would have burnt.", nil),
        ("However hard the council tried, it found no money.", nil),
        ("But iTunnel of Lindholm will not pay for all of it.", nil),
        ("Butter from the island of Lindholm is sold in Nordby.", nil),
    ])
func connective(sentence: String, told: String?) {
    let body = "\(sentence) The ferry Aurora ran aground off the harbour on Monday with many people on board."
    let (document, findings) = read(body, language: "en")
    let first = findings.summary.first
    #expect(first?.text == told ?? sentence)
    #expect(first.map { document.text($0.span).lowercased() } == (told ?? sentence).lowercased())
    let joined = read("The ferry Aurora ran aground off the harbour on Monday. \(sentence)", language: "en").1
    #expect(joined.summary.last?.text == sentence)
}

@Test("The sentence for a list stands alone")
func alone() {
    let (_, findings) = read(
        "He had been asleep for an hour when it happened. The ferry Aurora ran aground off Lindholm with 212 people on board.",
        language: "en")
    #expect(findings.brief?.text.hasPrefix("The ferry") == true)
}
