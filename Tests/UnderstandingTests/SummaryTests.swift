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

@Test("An agency in brackets at the head of a text stays out of summary and headline")
func bareAgency() {
    let lead =
        "Five sailors were rescued off Lindholm on Monday after their boat lost its rudder, the coast guard said."
    for opening in ["(CNN)", "(Reuters) - ", "(AP) \u{2014} "] {
        let (document, findings) = read(opening + lead + " They are well. A tug towed the boat home.", language: "en")
        #expect(findings.summary.first?.text == lead)
        #expect(findings.summary.first.map { document.text($0.span) } == lead)
        #expect(findings.derivedHeadline?.hasPrefix("Five sailors") == true)
    }
    let aside = "(Lindholm) is what the old maps call the island, and nobody there has ever used another name."
    #expect(read(aside, language: "en").1.summary.first?.text.contains("is what the old maps") == true)
}

@Test("What a page left in a sentence stays out: an agency without a space, a player's excuse, a link")
func leftovers() {
    let glued = read(
        """
        Port Ellen, Norland (ABC)A third ferry has been stopped by the coast guard off the northern islands. The crew was \
        questioned for two hours on Friday morning. It sails again on Monday.
        """, language: "en"
    ).1
    #expect(glued.summary.first?.text.hasPrefix("A third ferry") == true)
    let player = read(
        """
        Media playback is not supported on this device The Herons beat Lindholm 3-1 on Saturday and lead the league again. \
        They have won all of their games under the new coach. The next match is in May.
        """, language: "en"
    ).1
    #expect(player.summary.first?.text.hasPrefix("The Herons beat") == true)
    let linked = read(
        story
            + "\n\nALSO READ | Ferries in the storm While the ferry waited, the coast guard counted the passengers again.",
        language: "en"
    ).1
    #expect(linked.summary.allSatisfy { !$0.text.contains("ALSO READ") })
    let caption = read(
        "Captain Ole Nord (left) and the engineer Per Dahl looking at the ferry from the pier on Monday.\n\n" + story,
        language: "en"
    ).1
    #expect(caption.summary.allSatisfy { !$0.text.contains("(left)") })
}

@Test("A quotation does not begin in a summary without its end and its speaker")
func halfQuotation() {
    let (_, findings) = read(
        """
        The council of Nordby voted on Tuesday to close the old harbour bridge for two years. "We have waited too long. The \
        bridge is not safe," mayor Ida Berg told the council. The bridge was built in 1911 and carries 9,000 cars a day. \
        Drivers will use the tunnel until the new bridge opens.
        """, language: "en", date: "2026-03-20")
    #expect(findings.summary.count > 1)
    let summary = findings.summary.map(\.text).joined(separator: " ")
    #expect(!summary.contains("waited too long") || summary.contains("not safe"))
}

@Test("Entries of a list stay out of it")
func bullets() {
    let list = "Ferries to Lindholm cost about four crowns more than they did in 2019, the company said."
    for mark in ["\u{2022} ", "1. ", "2) "] {
        let (_, findings) = read(story + "\n\n" + mark + list, language: "en")
        #expect(findings.summary.allSatisfy { !$0.text.contains("crowns") })
    }
}

/// Articles out of made-up clauses, with numbers, names, negations and quotations.
private func randomArticle(_ seed: UInt64) -> String {
    var state = seed
    func pick<T>(_ choices: [T]) -> T {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return choices[Int(state >> 33) % choices.count]
    }
    var text = ""
    for _ in 0..<(3 + pick(Array(0..<30))) {
        let who = pick(["Ida Berg", "The council", "He", "Nobody", "Lindholm's mayor", "Per Dahl of Nordby", "They"])
        let does = pick([
            "did not close", "reopened", "never saw", "bought 212 of", "lost", "will sell", "denied owning",
        ])
        let what = pick(["the ferry", "3.5 million crowns", "the old bridge (built in 1911)", "no boats", "a school"])
        let tail = pick([
            "", " on Monday", ", police said", " after two years of talks with the islanders", " in May 2019",
        ])
        text += pick(["", "But ", "\u{201C}"]) + who + " " + does + " " + what + tail
        text += pick([". ", ".\n\n", ".\u{201D} ", "? ", " ... "])
    }
    return text
}

@Test("No number, name or negation that its source sentence has not; nothing twice; four sentences at most")
func evidence() {
    for seed in 0..<300 as Range<UInt64> {
        let article = randomArticle(seed)
        let (document, findings) = read(article, language: seed % 5 == 0 ? "de" : "en")
        #expect(!findings.summary.isEmpty && findings.summary.count <= 4)
        var last = 0
        for sentence in findings.summary + [findings.brief].compactMap({ $0 }) {
            let source = findings.sentences.first { $0.start <= sentence.span.start && sentence.span.end <= $0.end }
            #expect(document.text(sentence.span) == sentence.text)
            let words = source.map { Set(document.text($0).split { !$0.isLetter && !$0.isNumber }) } ?? []
            for word in sentence.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                #expect(words.contains(word), "\(word) in \(article)")
            }
        }
        for sentence in findings.summary {
            #expect(sentence.span.start >= last)
            last = sentence.span.end
        }
    }
}

@Test(
    "What ran into a sentence from the page around it is left out",
    arguments: [
        "Share this withEmailFacebookTwitterWhatsAppLinkedinCopy this link", "this link",
        "MINISTER RESPONDS, SAYS COURT WILL DECIDE",
    ])
func glued(page: String) {
    let sentence = "The council of Lindholm will pay for the tunnel to Nordby."
    let rest = "The ferry Aurora ran aground there on Monday with many people on board."
    let findings = read("\(page)\(sentence) \(rest)", language: "en").1
    #expect(findings.summary.map(\.text) == [sentence, rest])
    #expect(findings.derivedHeadline == String(sentence.dropLast()))
}

@Test("A heading in capitals before a quotation is no part of it, and what only looks so stays")
func gluedQuotation() {
    let quotation = "\"Rules are the same for everyone on the island,\" the mayor said."
    let rest = "The ferry Aurora ran aground there on Monday with many people on board."
    #expect(read("MAYOR RESPONDS\(quotation) \(rest)", language: "en").1.summary.map(\.text) == [quotation, rest])
    for sentence in [
        "EU MPs agreed on a tunnel to Lindholm on Monday evening.",
        "NATO UN talks in Nordby ended on Monday without a deal.",
    ] {
        #expect(read("\(sentence) \(rest)", language: "en").1.summary.map(\.text) == [sentence, rest])
    }
}

@Test("A headline of the sender above the text, in capitals and without an end, is no sentence of the summary")
func capitalisedHeading() {
    let (_, findings) = read(
        """
        Aurora Ferries Builds on Strong Growth in Northern Islands; Promotes Per Dahl to Managing Director of Lindholm

        Aurora Ferries today announced the promotion of Per Dahl to managing director. He joined the company in July last year.
        """, language: "en")
    #expect(findings.summary.first?.text.hasPrefix("Aurora Ferries today") == true)
}

@Test(
    "A lead that is too long for a headline is cut where a clause ends",
    arguments: [
        (
            "Three coast guards of Lindholm were dismissed and a fourth left the service after they had sent each other messages "
                + "about the ferry that ran aground.",
            "Three coast guards of Lindholm were dismissed and a fourth left the service"
        ),
        (
            "Ida Berg, in a coma since a fall from the upper deck of the ferry Aurora in January, has been moved to another "
                + "hospital, her sister said on Friday.",
            "Ida Berg has been moved to another hospital"
        ),
        (
            "In a private, rented hall by the harbour, sailors meet each Monday to sing the songs that their grandfathers sang.",
            "Sailors meet each Monday to sing the songs that their grandfathers sang"
        ),
        (
            "During her visit to Norland, Prime Minister Ida Berg will open the tunnel of eleven kilometres between Nordby and "
                + "Lindholm that replaces two ferries.",
            "Prime Minister Ida Berg will open the tunnel of eleven kilometres between Nordby and Lindholm"
        ),
        (
            "Five sailors were hurt on Monday near the lighthouse of Lindholm when a crane fell on the ship in which they were "
                + "asleep for the night.",
            "Five sailors were hurt on Monday near the lighthouse of Lindholm"
        ),
        (
            "By Ann Lee Nordby, Jul 1 (ABC) The council of the northern islands has asked the two ferry companies to lower their "
                + "fares before the winter.",
            "The council of the northern islands has asked the two ferry companies to lower their fares"
        ),
        (
            "The minister unveiled an emergency plan of ninety million crowns on Thursday to repair the island's harbours.",
            "The minister unveiled an emergency plan of ninety million crowns on Thursday to repair"
        ),
    ])
func longLead(lead: String, headline: String) {
    #expect(read(lead + " Nobody knows when that will be.", language: "en").1.derivedHeadline == headline)
}

@Test("A word longer than half a headline does not mislead the cut")
func longWord() {
    let word = String(repeating: "a", count: 60)
    for text in [
        "\(word) but \(word) is what they say.", "\(word), but \(word), is it?", "In \(word), \(word) has \(word).",
    ] {
        #expect(read(text, language: "en").1.derivedHeadline != nil)
    }
}

@Test("A derived headline loses a quotation whole or not at all")
func quotedAppositive() {
    let (_, findings) = read(
        "Ida Berg, the lead of the series \"The Islands,\" has been cast in the sequel to \"Northern Lights,\" which was seen by "
            + "millions of people in the winter.", language: "en")
    #expect(findings.derivedHeadline?.hasPrefix("Ida Berg has been cast") == true)
}

@Test("What is said within a quotation of many sentences does not stand alone for a list")
func midQuotation() {
    let (_, findings) = read(
        "\"It was dark. Our ferry Aurora has a new engine and a new captain since the spring. We heard a noise,\" said Ida Berg. "
            + "The ferry ran aground with 212 people on board.", language: "en")
    #expect(findings.brief?.text.hasPrefix("Our ferry") == false)
}

@Test("A fragment that a line break tore off is no sentence of the summary")
func torn() {
    let (_, findings) = read(
        """
        The ferry Aurora ran aground off Lindholm on Monday with 212 people on board.

        , their families and many of their friends, who waited in the harbour of Nordby.

        that the engine had been repaired only last month by the company in Nordby.

        iTunnel of Lindholm said on Monday that it would build a tunnel to the island.
        """, language: "en")
    #expect(findings.summary.map { $0.text.prefix(7) } == ["The fer", "iTunnel"])
}
