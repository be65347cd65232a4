import Article
import Testing
import Understanding

/// A story is written on 20 March 2023.
private func dateline(_ lead: String, date: String = "2023-03-20") -> (Dateline?, String) {
    let (document, findings) = read(lead + "\n\nMore was said in the second paragraph.", date: date)
    return (findings.dateline, findings.dateline.map { document.text($0.span) } ?? "")
}

private struct Lead: CustomTestStringConvertible, Sendable {
    var text: String
    var city: String?
    var country: String?
    var date: String?
    var agency: String?
    var region: String?
    var testDescription: String { text }
    init(_ text: String, _ city: String?, _ country: String?, _ date: String?, _ agency: String?, region: String? = nil)
    {
        self.text = text
        self.city = city
        self.country = country
        self.date = date
        self.agency = agency
        self.region = region
    }
}

@Test("Each month may be shortened")
func shortMonths() {
    for (number, month) in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").enumerated() {
        let (found, _) = dateline("LIMA, \(month) 19 (Reuters) - The harbour was closed.", date: "2023-12-20")
        #expect(found?.date == CalendarDay(year: 2023, month: number + 1, day: 19), "\(month)")
    }
}

@Test(
    "Each family of datelines says where, when and who",
    arguments: [
        Lead("LIMA, March 19 (Reuters) - The harbour was closed.", "Lima", "PE", "2023-03-19", "Reuters"),
        Lead("LIMA, March 19 (Norwire) - The harbour was closed.", "Lima", "PE", "2023-03-19", "Norwire"),
        Lead("LISBON (Coast Wire) — The harbour was closed.", "Lisbon", "PT", nil, "Coast Wire"),
        Lead("LISBON (AP) — The harbour was closed.", "Lisbon", "PT", nil, "AP"),
        Lead("SPRINGFIELD, Ill. (AP) — The harbour was closed.", "Springfield", "US", nil, "AP", region: "Illinois"),
        Lead("RAMALLAH, West Bank (AP) — The road was closed.", "Ramallah", "PS", nil, "AP", region: "West Bank"),
        Lead(
            "WASHINGTON, D.C. (UPI) -- The road was closed.", "Washington", "US", nil, "UPI",
            region: "District of Columbia"),
        Lead("Paris, 18 mars 2023 (AFP) - Le port a fermé.", "Paris", "FR", "2023-03-18", "AFP"),
        Lead("Berlin (dpa) - Der Hafen ist geschlossen.", "Berlin", "DE", nil, "dpa"),
        Lead("Hamburg (dpa/lno) - Der Hafen ist geschlossen.", "Hamburg", "DE", nil, "dpa"),
        Lead("Bern (sda) Der Pass ist geschlossen.", "Bern", "CH", nil, "sda"),
        Lead("Madrid, 19 mar (EFE).- El puerto cerró.", "Madrid", "ES", "2023-03-19", "EFE"),
        Lead("Bilbao (España), 19 mar (EFE).-El puerto cerró.", "Bilbao", "ES", "2023-03-19", "EFE"),
        Lead("(ANSA) - ROMA, 19 MAR - Il porto è chiuso.", "Roma", "IT", "2023-03-19", "ANSA"),
        Lead("Roma, 19 mar. - (Adnkronos) - Il porto è chiuso.", "Roma", "IT", "2023-03-19", "Adnkronos"),
        Lead("MOSCOW, March 19. /TASS/. The bridge was opened.", "Moscow", "RU", "2023-03-19", "TASS"),
        Lead("MOSCOW. March 19 (Interfax) - The bridge was opened.", "Moscow", "RU", "2023-03-19", "Interfax"),
        Lead("МОСКВА, 19 мар — РИА Новости. Мост открыли.", "Москва", "RU", "2023-03-19", "РИА Новости"),
        Lead("МИНСК, 19 марта /Корр. БЕЛТА/. Мост открыли.", "Минск", "BY", "2023-03-19", "БЕЛТА"),
        Lead("By Jo K Bloggs New Delhi, Mar 19 (PTI) The bridge was opened.", "New Delhi", "IN", "2023-03-19", "PTI"),
        Lead("From Ann Lee and Jo Bloggs Lima, Mar 19 (PTI) A bridge opened.", "Lima", "PE", "2023-03-19", "PTI"),
        Lead("OSAKA, March 19 Kyodo - The bridge was opened.", "Osaka", "JP", "2023-03-19", "Kyodo"),
        Lead("AUCKLAND, March 19 AAP - The bridge was opened.", "Auckland", "NZ", "2023-03-19", "AAP"),
        Lead("SHARJAH, 17th March, 2023 (WAM) -- The bridge was opened.", "Sharjah", "AE", "2023-03-17", "WAM"),
        Lead("DENVER, March 19, 2023 /PRNewswire/ -- Acme makes bridges.", "Denver", "US", "2023-03-19", "PRNewswire"),
        Lead("SAN DIEGO & OSLO, Norway--(BUSINESS WIRE)--Acme makes bridges.", "San Diego", "US", nil, "BUSINESS WIRE"),
        Lead("Praha 19. března (ČTK) - Most je otevřen.", "Praha", "CZ", "2023-03-19", "ČTK"),
        Lead("Warszawa, 19.03.2023 (PAP) - Most jest otwarty.", "Warszawa", "PL", "2023-03-19", "PAP"),
        Lead("Jakarta (ANTARA) - Jembatan dibuka.", "Jakarta", "ID", nil, "ANTARA"),
        Lead("Damascus, SANA- The bridge was opened.", "Damascus", "SY", nil, "SANA"),
        Lead("NAIROBI, Kenya, March 19 – The bridge was opened.", "Nairobi", "KE", "2023-03-19", nil),
        Lead("GENEVA (19 March 2023) – The bridge was opened.", "Geneva", "CH", "2023-03-19", nil),
        Lead("PARIS, Texas — The bridge was opened.", "Paris", "US", nil, nil, region: "Texas"),
        Lead("MUMBAI: The bridge was opened.", "Mumbai", "IN", nil, nil),
        Lead("OTTAWA — The bridge was opened.", "Ottawa", "CA", nil, nil),
        Lead(
            "UNITED NATIONS, March 19 (Xinhua) -- The hall was closed.", "United Nations", nil, "2023-03-19", "Xinhua"),
        Lead("19th March 2023 – (Beijing) The bridge was opened.", "Beijing", "CN", "2023-03-19", nil),
        Lead("March 19 (UPI) -- The bridge was opened.", nil, nil, "2023-03-19", "UPI"),
        Lead("(CNN) — The bridge was opened.", nil, nil, nil, "CNN"),
        Lead("MOSCOW, Saturday (Reuters) - The bridge was opened.", "Moscow", "RU", "2023-03-18", "Reuters"),
        Lead("新华社广州3月19日电（记者王某）大桥开通。", "广州", "CN", "2023-03-19", "新华社"),
        Lead("（中央社記者王大明台北19日電）大橋開通。", "台北", "TW", "2023-03-19", "中央社"),
        Lead("［東京 １９日 ロイター］ - 橋が開通した。", "東京", "JP", "2023-03-19", "ロイター"),
        Lead("【ソウル共同】橋が開通した。", "ソウル", "KR", nil, "共同"),
        Lead("(서울=연합뉴스) 홍길동 기자 = 다리가 개통됐다.", "서울", "KR", nil, "연합뉴스"),
        Lead("القاهرة، 19 مارس (رويترز) - افتتح الجسر.", "القاهرة", "EG", "2023-03-19", "رويترز"),
        Lead("नई दिल्ली, 19 मार्च (भाषा) पुल खुल गया।", "नई दिल्ली", "IN", "2023-03-19", "भाषा"),
    ])
private func families(lead: Lead) {
    let (found, _) = dateline(lead.text)
    #expect(found != nil)
    #expect(found?.city == lead.city)
    #expect(found?.country == lead.country)
    #expect(found?.date?.text == lead.date)
    #expect(found?.agency == lead.agency)
    if let region = lead.region { #expect(found?.region == region) }
}

@Test(
    "What only looks like a dateline is none",
    arguments: [
        "LONDON: A new study of bridges was published.",
        "Update (Reuters photo) - a bridge at night.",
        "DNA - the molecule of life - is long.",
        "NATO (AP) photo caption: the leaders.",
        "Applied Physics (AP) — a journal of bridges.",
        "March 19 - April 2: the exhibition.",
        "BREAKING: Paris bridge closed.",
        "LONDON, Ont. police closed the bridge on Monday.",
        "Editor's note (Beijing): this story was mended.",
        "[Applause] - and thank you.",
        "Paris - the city of bridges - is busy.",
        "The company (AP) - said nothing.",
        "In Lima, 19 people crossed the bridge - officials said.",
        "Germany - Brazil 7-1 was the result.",
        "\"We crossed\" - said the minister.",
        "The minister said on Monday that the bridge would open in March.",
        "Police (AP) - officers closed the bridge.",
        "",
    ])
func negatives(text: String) {
    #expect(dateline(text).0 == nil)
}

@Test("The span reaches from the first character to the last before the story")
func span() {
    #expect(dateline("LIMA, March 19 (Reuters) - The harbour.").1 == "LIMA, March 19 (Reuters) -")
    #expect(dateline("PARIS (AFP) - – The harbour.").1 == "PARIS (AFP) - –")
    #expect(dateline("新华社北京3月19日电 大桥开通。").1 == "新华社北京3月19日电")
    #expect(
        dateline("DENVER, March 19, 2023 /PRNewswire/ --\n\nAcme makes bridges.").1
            == "DENVER, March 19, 2023 /PRNewswire/ --")
}

@Test("Lines before it are passed over")
func laterLines() {
    #expect(dateline("By Ann Example\nLIMA (Reuters) - The harbour.").0?.city == "Lima")
    #expect(dateline("Published: 2023-03-19T09:30:00Z\nCAIRO - The harbour.").0?.city == "Cairo")
    #expect(dateline("By Staff Writer\nANKARA\n\nThe harbour was closed.").0?.city == "Ankara")
    let story = dateline("Story by Ann Example, 12 March 2023, Port-au-Prince\nThe harbour was closed.").0
    #expect(story?.city == "Port-au-Prince" && story?.country == "HT" && story?.date?.text == "2023-03-12")
}

@Test(
    "A year that is missing is the latest that fits",
    arguments: [
        ("BEIJING, Dec. 31 (Xinhua) -- It snowed.", "2023-01-01", "2022-12-31"),
        ("BEIJING, Jan. 1 (Xinhua) -- It snowed.", "2022-12-31", "2023-01-01"),
        ("BEIJING, Feb. 29 (Xinhua) -- It snowed.", "2023-05-01", "2020-02-29"),
        ("［東京 31日 ロイター］ - 雪が降った。", "2023-03-01", "2023-01-31"),
    ])
func years(text: String, near: String, expected: String) {
    #expect(dateline(text, date: near).0?.date?.text == expected)
}

@Test("A dateline that the source states is read where the body has none")
func stated() {
    var document = document("The harbour was closed.\n\nMore was said.", date: "2023-03-20")
    document.statedDateline = "NAPOLI, 19 MAR"
    let found = understand(document, context: context).dateline
    #expect(found?.city == "Napoli" && found?.country == "IT" && found?.date?.text == "2023-03-19")
    #expect(found?.span.isEmpty == true)
}

@Test("Usual capitals")
func capitals() {
    #expect(dateline("NEW YORK (AP) — It rained.").0?.city == "New York")
    #expect(dateline("PORT-AU-PRINCE, Haiti (AP) — It rained.").0?.city == "Port-au-Prince")
    #expect(dateline("LITTLE GRAFTON ON THE HILL, England (AP) — It rained.").0?.city == "Little Grafton on the Hill")
}
