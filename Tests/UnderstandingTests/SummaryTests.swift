import Article
import Testing
import Understanding

private let story = """
    The ferry Aurora ran aground off Lindholm early on Monday with 212 people on board, the coast guard said. All passengers \
    were taken to the island by fishing boats before noon.

    Photo: The ferry on the rocks.

    "We heard a terrible noise, and then the lights went out," said Ida Berg, a passenger. But nobody panicked, she added.

    The ferry had lost its steering an hour after leaving Nordby, according to the coast guard. Investigators will examine the \
    ferry's engine room this week. It was repaired only last month.

    Read more about ferries here.

    (Reporting by Ann Holm; editing by Per Dahl)
    """

@Test("A summary is made of whole sentences of the text, in their order")
func verbatim() {
    let (document, findings) = read(story, language: "en", date: "2023-03-20")
    #expect((2...4).contains(findings.summary.count))
    for sentence in findings.summary {
        #expect(document.text(sentence.span) == sentence.text)
        #expect(findings.sentences.contains(sentence.span))
    }
    #expect(findings.summary.map(\.span) == findings.summary.map(\.span).sorted())
    #expect(findings.summary.reduce(0) { $0 + $1.text.split(separator: " ").count } <= 110)
    #expect(findings.summary.first?.text.hasPrefix("The ferry Aurora") == true)
    #expect(findings.brief == findings.summary.first)
}

@Test("Captions, credits and calls to read on stay out of it")
func noise() {
    let (_, findings) = read(story, language: "en")
    for sentence in findings.summary {
        for word in ["Photo", "Read more", "Reporting", "editing"] { #expect(!sentence.text.contains(word)) }
    }
    var marked = document(story, language: "en")
    marked.asides = [0]
    #expect(understand(marked, context: context).summary.allSatisfy { !$0.text.contains("Aurora") })
}

@Test("A text too short for a summary gives what it has")
func short() {
    #expect(read("Bridge closed").1.summary.map(\.text) == ["Bridge closed"])
    #expect(read("").1.summary.isEmpty)
    #expect(read("").1.brief == nil)
}

@Test("A summary alone is the same summary, without key phrases")
func wanted() {
    let (_, full) = read(story, language: "en")
    let (_, small) = read(story, language: "en", wanted: .summary)
    #expect(small.summary == full.summary)
    #expect(small.brief == full.brief)
    #expect(small.keyphrases.isEmpty)
}

@Test("A headline is derived from the lead: no attribution, no full stop, at most 100 characters")
func headline() {
    let (_, findings) = read(story, language: "en")
    #expect(
        findings.derivedHeadline == "The ferry Aurora ran aground off Lindholm early on Monday with 212 people on board"
    )
    #expect(read(story, headline: "Ferry runs aground", language: "en").1.derivedHeadline == nil)
    let long = read(
        "The council of the northern islands agreed after a long night of talks that the ferry between Nordby and Lindholm "
            + "will be replaced by a tunnel of eleven kilometres.", language: "en"
    ).1.derivedHeadline
    #expect((long?.count ?? 0) <= 100)
    #expect(long?.hasSuffix(" the") == false)
    #expect(read("", language: "en").1.derivedHeadline == nil)
}

@Test("Key phrases stand in the text, each where it says")
func keyphrases() {
    let (document, findings) = read(story, language: "en")
    #expect(findings.keyphrases.contains { $0.text == "ferry" })
    #expect(findings.keyphrases.contains { $0.text == "coast guard" })
    #expect(!findings.keyphrases.contains { $0.text == "said" })
    for phrase in findings.keyphrases {
        #expect((0...1).contains(phrase.score))
        #expect(phrase.mentions.first.map { document.text($0) } == phrase.text)
    }
    #expect(findings.keyphrases.map(\.score) == findings.keyphrases.map(\.score).sorted(by: >))
}
