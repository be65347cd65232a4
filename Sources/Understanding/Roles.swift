internal import Article
internal import Bytes
internal import Facts

/// An office somebody holds, as the text says it: "Chinese President", "Russia's foreign minister".
struct Role: Hashable {
    /// In English.
    var office: String
    /// Index of a country.
    var country: Int?
    /// What else it is the office of, as written: "Acme Corp".
    var body: String?
    /// Of a country or body, by its nature.
    var isOffice: Bool
}

/// Reads the titles around a person's name.
struct RoleReader {
    let text: Text
    let tokens: [Token]
    let table: Table

    private func byte(_ i: Int) -> UInt8 {
        i >= 0 && i < tokens.count && tokens[i].end - tokens[i].start == 1 ? text.body[Int(tokens[i].start)] : 0
    }

    private func isWord(_ i: Int, _ words: StaticString...) -> Bool {
        guard i >= 0, i < tokens.count, tokens[i].kind == .word else { return false }
        for word in words where tokens[i].hash == wordHash(word) { return true }
        return false
    }

    /// The country that token `i` names, as adjective or, with "'s" behind, by its name; and the token behind.
    private func country(_ i: Int, to limit: Int) -> (index: Int, end: Int)? {
        guard i >= 0, i < limit, tokens[i].kind == .word,
            let match = longestPhrase(table, tokens, text.body, from: i, to: limit, kinds: [.adjective, .country])
        else { return nil }
        if let index = match.first(.adjective) { return (index, match.end) }
        guard tokens[match.end - 1].has(.apostropheS), let index = match.first(.country) else { return nil }
        return (index, match.end)
    }

    /// The role that a title before a name gives.
    func role(of title: Range<Int>, adjective: Int?) -> Role? {
        var found: Int?
        var nation = adjective
        var i = title.lowerBound
        while i < title.upperBound {
            if let (index, end) = country(i, to: title.upperBound) {
                nation = index
                i = end
            } else if let match = longestPhrase(
                table, tokens, text.body, from: i, to: title.upperBound, kinds: .office),
                let index = match.first(.office)
            {
                // Of several the first is the office: "Prime Minister General".
                if found == nil || table.office(found ?? 0).kind == .address { found = index }
                i = match.end
            } else {
                i += 1
            }
        }
        guard let found else { return nil }
        // "China's President", "Russian Foreign Minister": the country may stand before the title.
        if nation == nil {
            for first in stride(from: title.lowerBound - 1, through: max(0, title.lowerBound - 4), by: -1) {
                if tokens[first].kind != .word { break }
                if let (index, end) = country(first, to: title.lowerBound) {
                    let between = end..<title.lowerBound
                    if between.allSatisfy({
                        tokens[$0].kind == .word && !tokens[$0].has(.capitalised)
                            && !NameWord(word: tokens[$0].hash).has([.speaks, .beforePlace])
                    }) {
                        nation = index
                    }
                    break
                }
            }
        }
        let office = table.office(found)
        guard office.kind != .address || isRoyal(office) else { return nil }
        return Role(office: office.name.text, country: nation, isOffice: office.kind == .office)
    }

    private func isRoyal(_ office: Office) -> Bool {
        let hash = wordHash(office.name.bytes)
        for one in [
            "king", "queen", "prince", "princess", "emperor", "emir", "sultan", "pope", "crown prince", "cardinal",
            "archbishop", "ayatollah", "patriarch",
        ] as [StaticString]
        where hash == wordHash(one) { return true }
        return false
    }

    /// The role behind a name: ", Russia's foreign minister," or ", president of Acme Corp".
    func role(after end: Int) -> Role? {
        guard byte(end) == 0x2C else { return nil }
        var i = end + 1
        var nation: Int?
        var unknown = 0
        while i < tokens.count, i - end < 10 {
            if isWord(i, "the", "a", "an", "former", "der", "die", "le", "la", "el") {
                i += 1
                continue
            }
            if let match = longestPhrase(
                table, tokens, text.body, from: i, to: min(tokens.count, i + 6), kinds: .office),
                let index = match.first(.office)
            {
                let office = table.office(index)
                guard office.kind != .address else { return nil }
                var role = Role(office: office.name.text, country: nation, isOffice: office.kind == .office)
                if isWord(match.end, "of", "for", "at", "to") {
                    let next = isWord(match.end + 1, "the") ? match.end + 2 : match.end + 1
                    if next < tokens.count, tokens[next].has(.capitalised) {
                        if let place = longestPhrase(
                            table, tokens, text.body, from: next, to: min(tokens.count, next + 8), kinds: [.country]),
                            let index = place.first(.country)
                        {
                            role.country = index
                        } else {
                            var stop = next
                            while stop < tokens.count, stop - next < 8, tokens[stop].kind == .word,
                                tokens[stop].has(.capitalised)
                                    || isWord(stop, "of", "for", "and", "the") && stop + 1 < tokens.count
                                        && tokens[stop + 1].has(.capitalised)
                            { stop += 1 }
                            if stop > next {
                                role.body = text.string(Span(Int(tokens[next].start), Int(tokens[stop - 1].end)))
                            }
                        }
                    }
                }
                return role
            }
            if let (index, after) = country(i, to: min(tokens.count, i + 5)) {
                nation = index
                i = after
                continue
            }
            guard tokens[i].kind == .word, !tokens[i].has(.capitalised), unknown < 2,
                !NameWord(word: tokens[i].hash).has([.speaks])
            else { return nil }
            if isWord(
                i, "who", "and", "which", "but", "has", "had", "was", "is", "whose", "with", "in", "on", "at", "said")
            {
                return nil
            }
            unknown += 1
            i += 1
        }
        return nil
    }

    /// The country of "his Russian counterpart, " before token `first`.
    func counterpart(before first: Int) -> Int? {
        var i = first - 1
        if byte(i) == 0x2C { i -= 1 }
        guard isWord(i, "counterpart", "amtskollege", "amtskollegen", "homologue", "homólogo", "counterparts") else {
            return nil
        }
        for start in stride(from: i - 1, through: max(0, i - 3), by: -1) {
            if let (index, end) = country(start, to: i), end == i { return index }
        }
        return nil
    }

    /// "President of China"
    func text(_ role: Role) -> String {
        if let body = role.body { return "\(role.office) of \(body)" }
        guard let index = role.country else { return role.office }
        guard
            role.isOffice || role.office == "Leader" || role.office == "King" || role.office == "Queen"
                || role.office == "Emperor" || role.office == "Emir" || role.office == "Crown Prince"
        else { return role.office }
        let country = table.country(index)
        return "\(role.office) of \(takesArticle(country.code) ? "the " : "")\(country.name.text)"
    }

    private func takesArticle(_ code: CountryCode) -> Bool {
        for one in [
            "US", "GB", "AE", "NL", "PH", "CZ", "DO", "CF", "CD", "CG", "BS", "GM", "MV", "KM", "MH", "SB", "SC", "PS",
        ] as [StaticString] where code.is(one) { return true }
        return false
    }
}
