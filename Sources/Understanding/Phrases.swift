internal import Bytes
internal import Facts

/// Kinds of meanings, to ask for several at once.
struct MeaningKinds: OptionSet {
    let rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ kind: Meaning.Kind) { rawValue = 1 << UInt16(kind.rawValue) }

    static let country = MeaningKinds(.country)
    static let region = MeaningKinds(.region)
    static let city = MeaningKinds(.city)
    static let place = MeaningKinds(.place)
    static let organisation = MeaningKinds(.organisation)
    static let person = MeaningKinds(.person)
    static let office = MeaningKinds(.office)
    static let agency = MeaningKinds(.agency)
    static let month = MeaningKinds(.month)
    static let weekday = MeaningKinds(.weekday)
    static let givenName = MeaningKinds(.givenName)
    static let surname = MeaningKinds(.surname)
    static let adjective = MeaningKinds(.adjective)
    static let familyName = MeaningKinds(.familyName)
    static let abbreviation = MeaningKinds(.abbreviation)
    static let names: MeaningKinds = [.country, .region, .city, .place, .organisation, .person]
    static let anyPlace: MeaningKinds = [.country, .region, .city, .place]

    @inline(__always) func holds(_ kind: Meaning.Kind) -> Bool { rawValue >> UInt16(kind.rawValue) & 1 != 0 }
}

/// A phrase of the text that the table of facts knows.
struct PhraseMatch {
    /// Index of the token behind it.
    var end: Int
    var meanings: Meanings
    /// Of the kinds asked for, those that it has.
    var kinds: MeaningKinds
    /// The text has it in capitals throughout.
    var isCapitals: Bool

    func first(_ kind: Meaning.Kind) -> Int? {
        for meaning in meanings where meaning.kind == kind && (!meaning.needsCapitals || isCapitals) {
            return meaning.index
        }
        return nil
    }
}

/// Where a phrase goes on that reached token `i`: there, or behind a mark that does not count in the table ("St. Louis",
/// "Port-au-Prince", "Procter & Gamble", "Frankfurt/Main"); `nil` where another mark stands.
@inline(__always)
func afterJoin(_ tokens: [Token], _ body: UnsafeBufferPointer<UInt8>, _ i: Int, _ limit: Int) -> Int? {
    let mark = tokens[i]
    guard mark.kind == .punctuation || mark.kind == .symbol else { return i }
    guard i + 1 < limit else { return nil }
    let first = body[Int(mark.start)]
    if mark.end - mark.start == 1 {
        switch first {
        case 0x26: return i + 1
        case 0x2E: return mark.has(.spaceBefore) ? nil : i + 1
        case 0x2D, 0x2F: break
        default: return nil
        }
    } else {
        // · ‐ ‑ ・
        let c = codePoint(at: Int(mark.start), in: body, end: Int(mark.end)).value
        guard c == 0xB7 || c == 0x2010 || c == 0x2011 || c == 0x30FB else { return nil }
    }
    return mark.has(.spaceBefore) || tokens[i + 1].has(.spaceBefore) ? nil : i + 1
}

/// The longest phrase that begins with token `start` and means one of `kinds`.
func longestPhrase(
    _ table: Table, _ tokens: [Token], _ body: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int,
    kinds: MeaningKinds
) -> PhraseMatch? {
    var key = PhraseKey(tokens[start].hash)
    var meanings = table.lookUp(key)
    if meanings.isEmpty { return nil }
    var most = 1
    var words = 1
    var capitals = tokens[start].has(.allCaps) || tokens[start].end - tokens[start].start == 1
    var endsSmall = false
    var best: PhraseMatch?
    var next = start + 1
    while true {
        var found: MeaningKinds = []
        // A name does not end in a small letter: "Helmand province" is only Helmand.
        let wanted = endsSmall ? kinds.subtracting(.names) : kinds
        for meaning in meanings {
            if meaning.kind == .start {
                if words == 1 { most = meaning.index }
            } else if wanted.holds(meaning.kind), !meaning.needsCapitals || capitals {
                found.insert(MeaningKinds(meaning.kind))
            }
        }
        if !found.isEmpty { best = PhraseMatch(end: next, meanings: meanings, kinds: found, isCapitals: capitals) }
        guard words < most, next < limit else { break }
        if let after = afterJoin(tokens, body, next, limit) { next = after } else { break }
        let token = tokens[next]
        guard token.kind != .punctuation, token.kind != .symbol, token.kind != .address, !token.has(.lineStart) else {
            break
        }
        key.add(token.hash)
        endsSmall =
            token.kind == .word && token.has(.spaceBefore) && !token.has(.capitalised) && !token.has(.innerCapital)
            && isCased(token, body)
        if token.kind == .word, !token.has(.allCaps) { capitals = false }
        words += 1
        next += 1
        meanings = table.lookUp(key)
    }
    return best
}

/// Whether a word is of a script with capitals.
private func isCased(_ token: Token, _ body: UnsafeBufferPointer<UInt8>) -> Bool {
    let c = codePoint(at: Int(token.start), in: body, end: Int(token.end)).value
    return c < 0x530 || (0x1E00...0x1FFF).contains(c)
}
