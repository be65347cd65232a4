import Article
import Glibc
import Testing
import Understanding

private func entities(_ body: String, headline: String? = nil, language: String? = "en") -> [Entity] {
    read(body, headline: headline, language: language, date: "2023-03-20").1.entities
}

private func names(_ kind: Entity.Kind, _ entities: [Entity]) -> Set<String> {
    Set(entities.filter { $0.kind == kind }.map(\.name))
}

/// Kim Bauer of Freedonia does not exist; the offices and places do.
private let story = """
    OSLO, March 19 (Reuters) - Norwegian Foreign Minister Kari Nordmann will meet her Swedish counterpart, Sven Svensson, \
    in Gothenburg on Tuesday, the Norwegian Petroleum Directorate (NPD) said.

    Nordmann told the University of Bergen that Norway and Sweden had asked the UN Security Council, the World Health \
    Organization and NATO for help. "We are ready," Svensson said. The NPD has no comment.

    Mr. Peter van der Berg, chief executive of Acme Corp., spoke in Springfield, Illinois. Gen. Ann Example of the \
    Ministry of Northern Affairs was there, too.
    """

@Test("People, organisations and places of a story, with their kinds")
func kinds() {
    let found = entities(story)
    #expect(
        names(.person, found).isSuperset(of: ["Kari Nordmann", "Sven Svensson", "Peter van der Berg", "Ann Example"]))
    #expect(
        names(.organisation, found).isSuperset(of: [
            "Norwegian Petroleum Directorate", "University of Bergen", "UN Security Council",
            "World Health Organization",
            "NATO", "Acme Corp.", "Ministry of Northern Affairs",
        ]))
    #expect(names(.place, found).isSuperset(of: ["Oslo", "Gothenburg", "Norway", "Sweden", "Springfield", "Illinois"]))
    // The agency of the dateline is none of the story's.
    #expect(!names(.organisation, found).contains("Reuters"))
}

@Test("Titles become roles, a counterpart's too")
func roles() {
    let found = entities(story)
    func roles(_ name: String) -> [String]? { found.first { $0.name == name }?.roles }
    #expect(roles("Kari Nordmann") == ["Foreign Minister of Norway"])
    #expect(roles("Sven Svensson") == ["Foreign Minister of Sweden"])
    #expect(roles("Peter van der Berg") == ["Chief Executive of Acme Corp"])
    #expect(found.first { $0.name == "Sven Svensson" }?.country == "SE")
}

@Test(
    "Where a role may stand",
    arguments: [
        ("French President Jean Exemple arrived.", "Jean Exemple", "President of France"),
        ("Ann Example, the British prime minister, arrived.", "Ann Example", "Prime Minister of the United Kingdom"),
        ("Kenya's President John Example arrived.", "John Example", "President of Kenya"),
        ("Ann Example, president of Chile, arrived.", "Ann Example", "President of Chile"),
        ("President Xi Jinping arrived.", "Xi Jinping", "President of China"),
        ("They met spokesman John Example there.", "John Example", "Spokesperson"),
    ])
func rolePlaces(text: String, name: String, role: String) {
    #expect(entities(text + " It rained.").first { $0.name == name }?.roles == [role])
}

@Test("Short names mean the full one; acronyms what they stand for")
func links() {
    let found = entities(story)
    #expect(found.first { $0.name == "Kari Nordmann" }?.mentions.count == 2)
    #expect(found.first { $0.name == "Sven Svensson" }?.mentions.count == 2)
    #expect(found.first { $0.name == "Norwegian Petroleum Directorate" }?.mentions.count == 3)
    #expect(!names(.organisation, found).contains("NPD"))
}

@Test("Places have their ISO codes and countries; what stands beside a name decides")
func places() {
    let found = entities(
        "The minister left Beijing for Berlin, then for Paris, Texas. He saw Georgia, Alabama and Florida.")
    func place(_ name: String) -> Entity? { found.first { $0.name == name } }
    #expect(place("Beijing")?.isoCode == "CN-BJ" && place("Beijing")?.country == "CN")
    #expect(place("Beijing")?.uri == "https://www.geonames.org/1816670")
    #expect(place("Berlin")?.isoCode == "DE-BE")
    #expect(place("Paris")?.country == "US" && place("Paris")?.isoCode == nil)
    #expect(place("Texas")?.isoCode == "US-TX")
    #expect(place("Georgia")?.isoCode == "US-GA")
    #expect(entities("Georgia and Russia fought in Tbilisi.").first { $0.name == "Georgia" }?.isoCode == "GE")
}

@Test("People who are called like places")
func ambiguous() {
    let found = entities(
        "Michael Jordan played. Jordan scored twice, and Paris Hilton watched. He then went to Jordan.")
    #expect(names(.person, found) == ["Michael Jordan", "Paris Hilton"])
    #expect(!names(.place, found).contains("Paris"))
}

@Test("A capital at the start of a sentence makes no name")
func sentenceStarts() {
    let found = entities(
        "Rice prices rose. Markets fell. Officials said rice was dear. In March, It rained. However, nobody came.")
    #expect(found.isEmpty)
}

@Test("An acronym of an ordinary thing is none")
func commonAcronyms() {
    let found = entities("They found an improvised explosive device (IED) near the road. The IED was removed.")
    #expect(!found.contains { $0.name == "IED" })
}

@Test("Salience: first and often, and in the headline")
func salience() {
    let found = entities(story, headline: "Nordmann to meet Svensson")
    #expect(["Kari Nordmann", "Sven Svensson"].contains(found[0].name))
    #expect(found.allSatisfy { (0...1).contains($0.salience) && (0...1).contains($0.confidence) })
    #expect(found.map(\.salience) == found.map(\.salience).sorted(by: >))
}

@Test("Other scripts, by the table")
func otherScripts() {
    let chinese = entities("习近平在北京会见普京。联合国安理会开会。", language: "zh")
    #expect(names(.person, chinese) == ["习近平", "普京"])
    #expect(names(.place, chinese).contains("北京"))
    #expect(names(.organisation, chinese).contains("联合国安理会"))
    let russian = entities("Владимир Путин прибыл в Пекин. Путин встретился с министром.", language: "ru")
    #expect(russian.first { $0.name == "Владимир Путин" }?.mentions.count == 2)
    let korean = entities("서울에서 회의가 열렸다.", language: "ko")
    #expect(names(.place, korean) == ["서울"])
    let arabic = entities("وصل الرئيس إلى القاهرة أمس.", language: "ar")
    #expect(names(.place, arabic) == ["القاهرة"])
}

@Test("Mentions lie in the body, on characters, and are the same twice", arguments: 0..<20)
func spans(seed: UInt64) {
    let pieces = [
        "President", "Xi", "al-", "-", "O'Neill", "U.S.", "Bank", "of", "the", "(NPD)", ",", ".", "'s", "’s", "Москва",
        "北京",
        "東京", "서울에서", "القاهرة", "Ängström", "&", "Inc.", "van", "der", "Jean-Paul", "\n\n", "🙂", "\"", "St.", "I",
        "II", "G20",
        "NATO", "Ministry", "for", "Texas", "in", "said", "Lake", "Ki-moon", "Ban",
    ]
    var state = seed &+ 99
    func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
    for _ in 0..<40 {
        let body = (0..<next(80) + 1).map { _ in pieces[next(pieces.count)] + (next(4) == 0 ? "" : " ") }.joined()
        let document = document(body)
        let found = understand(document, context: context)
        func isBoundary(_ i: Int) -> Bool {
            i == document.body.count || i >= 0 && i < document.body.count && document.body[i] & 0xC0 != 0x80
        }
        for entity in found.entities {
            #expect(!entity.name.isEmpty && !entity.mentions.isEmpty)
            for mention in entity.mentions {
                #expect(mention.start < mention.end && isBoundary(mention.start) && isBoundary(mention.end))
            }
        }
        if let dateline = found.dateline { #expect(isBoundary(dateline.span.start) && isBoundary(dateline.span.end)) }
        let again = understand(document, context: context)
        #expect(again.entities.map(\.name) == found.entities.map(\.name))
        #expect(again.entities.map(\.mentions) == found.entities.map(\.mentions))
        #expect(again.dateline == found.dateline)
    }
}

@Test(
    "Hostile texts cost linear time",
    arguments: [
        "Ann ", "Mr. ", "Bank of ", "A-", "A. ", "al-", "Ministry ", "(A) ", "U.S. ", "北", "New York ", "Jean ", "x A ",
    ])
func hostileNames(piece: String) {
    func time(_ count: Int) -> Double {
        let document = document(String(repeating: piece, count: count / piece.utf8.count))
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        _ = understand(document, context: context)
        return now() - start
    }
    _ = time(20_000)
    let small = max(min(time(100_000), time(100_000)), 0.004)
    #expect(time(1_600_000) < small * 80)
}
