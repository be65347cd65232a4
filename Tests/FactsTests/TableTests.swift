import Bytes
import Facts
import Testing

private let table = Table()

/// The key of words as the tokenizer cuts them.
private func key(_ words: String...) -> PhraseKey {
    var key = PhraseKey(wordHash(words[0]))
    for word in words.dropFirst() { key.add(wordHash(word)) }
    return key
}

private func indices(_ kind: Meaning.Kind, _ words: String...) -> [Int] {
    var key = PhraseKey(wordHash(words[0]))
    for word in words.dropFirst() { key.add(wordHash(word)) }
    return table.lookUp(key).filter { $0.kind == kind }.map(\.index)
}

@Test(
    "Countries are known in many languages, whatever the case",
    arguments: [
        ("China", "CN"), ("CHINA", "CN"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("Россия", "RU"),
        ("РОССИЯ", "RU"),
        ("日", nil), ("Ελλάδα", "GR"), ("مصر", "EG"), ("대한민국", "KR"), ("Xyzland", nil), ("Türkiye", "TR"),
    ] as [(String, String?)])
func countries(word: String, code: String?) {
    #expect(indices(.country, word).first.map { table.country($0).code.text } == code)
}

@Test("Every country has code, name and, where it has a capital, its place")
func countryRecords() {
    #expect(table.countryCount > 240)
    var codes: Set<String> = []
    for index in 0..<table.countryCount {
        let country = table.country(index)
        codes.insert(country.code.text)
        #expect(!country.name.isEmpty)
        if let capital = country.capital { #expect(table.city(capital).country == index) }
    }
    #expect(codes.count == table.countryCount)
    let germany = indices(.adjective, "German").map { table.country($0) }
    #expect(germany.first?.code.is("DE") == true)
    #expect(germany.first?.name.text == "Germany")
}

@Test("Cities: namesakes by country, subdivisions of their own, several scripts")
func cities() {
    let beijing = indices(.city, "Beijing").map { table.city($0) }
    #expect(beijing.first?.region.map { table.region($0).code.text } == "CN-BJ")
    #expect(beijing.first?.isRegion == true)
    #expect(beijing.first.map { abs($0.latitude - 39.9) < 0.2 && abs($0.longitude - 116.4) < 0.2 } == true)
    #expect(beijing.first?.geonameID == 1_816_670)
    #expect(indices(.city, "北", "京") == indices(.city, "Beijing"))
    #expect(indices(.city, "Пекин").first == indices(.city, "Beijing").first)
    let paris = Set(indices(.city, "Paris").map { table.country(table.city($0).country).code.text })
    #expect(paris.contains("FR") && paris.contains("US"))
    #expect(!indices(.city, "Port", "au", "Prince").isEmpty)
    #expect(indices(.city, "St", "Petersburg").contains { table.country(table.city($0).country).code.is("RU") })
}

@Test("Regions by name and by the abbreviation with its full stop")
func regions() {
    #expect(indices(.region, "Texas").first.map { table.region($0).code.text } == "US-TX")
    #expect(indices(.abbreviation, "Calif").first.map { table.region($0).code.text } == "US-CA")
    #expect(indices(.region, "N.Y.").first.map { table.region($0).code.text } == "US-NY")
    #expect(indices(.region, "Zamfara").first.map { table.region($0).latitude } == .some(nil))
}

@Test("Organisations, people, offices, agencies, months and days")
func others() {
    let council = indices(.organisation, "UN", "Security", "Council").map { table.organisation($0) }
    #expect(council.first?.kind == .intergovernmental)
    let who = table.lookUp(key("WHO")).first { $0.kind == .organisation }
    #expect(who?.needsCapitals == true)
    let putin = indices(.person, "Владимир", "Путин").map { table.person($0) }
    #expect(putin.first?.name.text == "Vladimir Putin")
    #expect(putin.first?.office.text == "President")
    #expect(putin.first?.first == 2000 && putin.first?.last == nil)
    #expect(indices(.office, "foreign", "minister").first.map { table.office($0).name.text } == "Foreign Minister")
    #expect(indices(.agency, "ITAR", "TASS").first.map { table.agency($0).text } == "TASS")
    #expect(indices(.month, "července").first == 7)
    #expect(indices(.month, "марта").first == 3)
    #expect(indices(.weekday, "Donnerstag").first == 3)
    #expect(indices(.givenName, "Giovanni") == [0])
}

@Test("English words, and what is none")
func words() {
    for word in ["the", "minister", "Reading", "rice"] { #expect(table.isEnglishWord(wordHash(word))) }
    for word in ["Kyiv", "xqzzk", "Beijing", ""] { #expect(!table.isEnglishWord(wordHash(word))) }
}

@Test("The first word of a phrase tells the longest that it begins")
func starts() {
    let starts = indices(.start, "Conference")
    #expect(starts.first.map { $0 >= 9 } == true)
}

@Test("Any index and any key give an answer")
func anything() {
    for index in [-1, Int.max / 32, 1 << 27] {
        _ = table.city(index).name.text
        _ = table.country(index).name.text
        _ = table.region(index).name.text
        _ = table.place(index).name.text
        _ = table.organisation(index).name.text
        _ = table.person(index).name.text
        _ = table.office(index).name.text
        _ = table.agency(index).text
    }
    var state: UInt64 = 7
    for _ in 0..<20_000 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        for meaning in table.lookUp(PhraseKey(state)) { _ = meaning.index }
        _ = table.isEnglishWord(state)
    }
    for key in [0, UInt64.max] { #expect(table.lookUp(PhraseKey(key)).isEmpty) }
}
