import Article
import Testing
import Understanding

/// Each case: language and the sentences, which are joined by spaces and must come apart again.
private let cases: [(String, [String])] = [
    ("en", ["Mr. Okoro met Gen. Ada Lind on Jan. 5 in St. Marten.", "They spoke for 2.5 hours."]),
    ("en", ["The plan was backed by U.S. President Dora Hale.", "It failed."]),
    ("en", ["She has lived in the U.S. since 2010.", "He has not."]),
    ("en", ["The deal with Brandt & Co. closed at noon.", "Nobody noticed."]),
    ("en", ["He left the dock at 6 p.m. Monday.", "She stayed until 9 a.m.", "Then the storm broke."]),
    ("en", ["\u{201C}We lost everything.\u{201D}", "She said no more."]),
    ("en", ["\"Who pays for this?\" Mayor Lind asked.", "No one answered."]),
    ("en", ["\"Stop it!\" he said.", "They did."]),
    ("en", ["The bridge (built in 1911.) will close.", "Traffic will suffer."]),
    ("en", ["J. K. Marrow wrote it.", "A. B. Stone did not."]),
    ("en", ["Vote for No. 7 on p. 12.", "Is that clear?", "Yes!"]),
    ("en", ["Prices rose to $3.50.", "Wages did not."]),
    ("en", ["Write to desk@example.org.", "Visit https://example.org/a.b/c.html."]),
    ("en", ["He waited ... and waited.", "Then... nothing."]),
    ("en", ["It fell in 2009.", "600 people left."]),
    ("tr", ["Vali kentten ayrıldı.", "İzmir bekliyor."]),
    ("en", ["iPhone prices fell.", "eBay followed."]),
    ("de", ["Am 3. März kam der 2. Zug an.", "Er fuhr um 5 Uhr weiter."]),
    ("de", ["Dr. Meier kam z. B. aus Bonn.", "Sie nicht."]),
    ("de", ["\u{201E}Wir gehen.\u{201C}", "Das sagte er 2010.", "Es stimmte."]),
    ("fr", ["M. Durand a parlé.", "Mme Petit s'est tue."]),
    ("fr", ["« C'est fini. »", "Il est parti."]),
    ("es", ["El Sr. López llegó a EE. UU. en enero.", "¿Quién lo vio?", "Nadie."]),
    ("ru", ["В. В. Петров приехал в г. Омск.", "Он остался там."]),
    ("hi", ["वह कल आया।", "वह चला गया।"]),
    ("ar", ["وصل الوزير أمس.", "هل سيعود؟", "لا أحد يعرف."]),
]

@Test("Sentences end where their language ends them", arguments: cases)
func sentences(language: String, expected: [String]) {
    let (document, findings) = read(expected.joined(separator: " "), language: language)
    #expect(findings.sentences.map { document.text($0) } == expected)
}

@Test("A forgotten space does not join two sentences, quotation mark or not")
func forgottenSpace() {
    for text in ["It was lost.Nobody knew why.", "She called it \"lost\".Nobody knew why."] {
        let (document, findings) = read(text, language: "en")
        #expect(findings.sentences.count == 2)
        #expect(findings.sentences.last.map { document.text($0) } == "Nobody knew why.")
    }
}

@Test("Chinese and Japanese full stops need no space")
func easternSentences() {
    let (document, findings) = read("市长昨天说，大桥将关闭。居民们很担心！谁来付钱？没有人知道。")
    #expect(findings.sentences.map { document.text($0) } == ["市长昨天说，大桥将关闭。", "居民们很担心！", "谁来付钱？", "没有人知道。"])
    let (japanese, found) = read("市長は「橋は閉まる。困る。」と述べた。住民は驚いた。")
    #expect(found.sentences.map { japanese.text($0) } == ["市長は「橋は閉まる。困る。」と述べた。", "住民は驚いた。"])
}

@Test("Entries of a list come apart, also in one line")
func lists() {
    let (document, findings) = read("1) The first item 2) The second item 3) The third item", language: "en")
    #expect(
        findings.sentences.map { document.text($0) } == [
            "1) The first item", "2) The second item", "3) The third item",
        ])
}

@Test("A missing space does not join two sentences")
func glued() {
    let (document, findings) = read(
        "The ferry sank.Nobody was hurt.See www.example.org/Help.html for more.", language: "en")
    #expect(
        findings.sentences.map { document.text($0) } == [
            "The ferry sank.", "Nobody was hurt.", "See www.example.org/Help.html for more.",
        ])
}

@Test("No sentence crosses a paragraph or a line break")
func paragraphs() {
    let (document, findings) = read(
        "The harbour closed\n\nuntil further notice. All ships\nwait outside.", language: "en")
    #expect(
        findings.sentences.map { document.text($0) } == [
            "The harbour closed", "until further notice.", "All ships", "wait outside.",
        ])
}
