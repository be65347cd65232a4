internal import Article
internal import Bytes
internal import Facts

/// The dateline at the start of a body, `nil` where there is none.
///
/// Agencies write it in some two dozen ways, so no position decides what a piece is: months, agencies and places are
/// known from the table, and what is found must be enough evidence together with the mark that ends it. Lines before
/// it (byline, "Published: …") are passed over.
///
/// - Parameters:
///   - stated: a dateline that the source gives in a field of its own; believed where the body has none.
///   - near: the source's date or the arrival, to complete a date without its year.
func findDateline(
    in body: UnsafeBufferPointer<UInt8>, paragraphs: [Span], stated: String?, near: CalendarDay?
) -> Dateline? {
    var lines = 0
    search: for (index, paragraph) in paragraphs.prefix(4).enumerated() {
        var start = max(0, paragraph.start)
        let end = min(body.count, paragraph.end)
        while start < end {
            var stop = start
            while stop < end, stop - start < 400, body[stop] != 0x0A { stop += 1 }
            let lineEnds = stop == end || body[stop] == 0x0A
            var parser = DatelineParser(
                body: body, span: Span(start, stop), lineEnds: lineEnds,
                isLast: stop == end && index == paragraphs.count - 1, near: near)
            if let dateline = parser.parse() { return dateline }
            lines += 1
            guard lineEnds, lines < 6, parser.mayBePassedOver else { break search }
            start = stop + 1
        }
    }
    guard let stated, !stated.isEmpty else { return nil }
    return stated.utf8.withContiguousStorageIfAvailable { bytes in
        // As if a dash and a story followed.
        var padded = Array(bytes.prefix(300))
        padded.append(contentsOf: " — X".utf8)
        return padded.withUnsafeBufferPointer {
            var parser = DatelineParser(body: $0, span: Span(0, $0.count), lineEnds: true, isLast: false, near: near)
            parser.isStated = true
            guard var dateline = parser.parse() else { return nil }
            dateline.span = Span(0, 0)
            return dateline
        }
    } ?? nil
}

/// Reads one line as a dateline.
struct DatelineParser {
    let table = Table()
    let body: UnsafeBufferPointer<UInt8>
    let span: Span
    /// The line ends where the span does.
    let lineEnds: Bool
    /// No text follows.
    let isLast: Bool
    let near: CalendarDay?
    /// The source says that it is a dateline: less evidence will do.
    var isStated = false

    private(set) var tokens: [Token] = []
    private(set) var mayBePassedOver = false

    /// A place as the line names it.
    private struct PlaceName {
        var first: Int
        var end: Int
        var meanings: Meanings?
        var kinds: MeaningKinds = []
        var isCapitals = false
        var isKnown: Bool { !kinds.isEmpty }
        var words: Int { end - first }
    }

    private var city: PlaceName?
    private var region: PlaceName?
    private var date: DateParts?
    private var agency: String?
    private var hasMoreCities = false
    /// In brackets or slashes.
    private var agencyIsMarked = false
    private var agencyIsKnown = false

    init(body: UnsafeBufferPointer<UInt8>, span: Span, lineEnds: Bool, isLast: Bool, near: CalendarDay?) {
        self.body = body
        self.span = span
        self.lineEnds = lineEnds
        self.isLast = isLast
        self.near = near
    }

    // MARK: Marks

    private enum Mark { case none, dash, hyphen, comma, stop, colon, slash, bar, and, open, close, equals }

    private func mark(_ i: Int) -> Mark {
        guard i < tokens.count, tokens[i].kind == .punctuation || tokens[i].kind == .symbol else { return .none }
        let start = Int(tokens[i].start)
        let length = Int(tokens[i].end) - start
        switch body[start] {
        case 0x2D: return length == 1 ? .hyphen : .dash
        case 0x5F: return .dash
        case 0x2C where length == 1: return .comma
        case 0x2E where length == 1: return .stop
        case 0x3A where length == 1: return .colon
        case 0x2F where length == 1: return .slash
        case 0x7C where length == 1: return .bar
        case 0x26 where length == 1: return .and
        case 0x28, 0x5B: return .open
        case 0x29, 0x5D: return .close
        case 0x3D where length == 1: return .equals
        default: break
        }
        guard body[start] >= 0x80 else { return .none }
        switch codePoint(at: start, in: body, end: Int(tokens[i].end)).value {
        case 0x2012...0x2015, 0x2212, 0xFE58, 0xFF0D, 0x2E3A: return .dash
        case 0x060C, 0xFF0C, 0x3001: return .comma
        case 0x06D4, 0x0964, 0x3002: return .stop
        case 0xFF1A: return .colon
        case 0xFF0F: return .slash
        case 0xFF08, 0xFF3B, 0x3010, 0x3014, 0x300C: return .open
        case 0xFF09, 0xFF3D, 0x3011, 0x3015, 0x300D: return .close
        case 0xFF1D: return .equals
        default: return .none
        }
    }

    private func isDash(_ i: Int) -> Bool { mark(i) == .dash || mark(i) == .hyphen }

    private func isWord(_ i: Int, _ words: StaticString...) -> Bool {
        guard i < tokens.count, tokens[i].kind == .word else { return false }
        for word in words where tokens[i].hash == wordHash(word) { return true }
        return false
    }

    private func isHan(_ i: Int) -> Bool { i < tokens.count && tokens[i].kind == .han }

    private func scalar(ofToken i: Int) -> UInt32 {
        i < tokens.count ? codePoint(at: Int(tokens[i].start), in: body, end: Int(tokens[i].end)).value : 0
    }

    /// A letter of a script without capitals (Arabic, Devanagari, Hangul …).
    private func isUncased(_ i: Int) -> Bool {
        i < tokens.count && tokens[i].kind == .word && classOf(codePoint: max(0x80, scalar(ofToken: i))) == .letter
            && scalar(ofToken: i) >= 0x80
    }

    private func mayBegin(_ i: Int) -> Bool { i < tokens.count && (tokens[i].has(.capitalised) || isUncased(i)) }

    // MARK: The line

    mutating func parse() -> Dateline? {
        guard span.count > 3, mayHoldDateline() else {
            mayBePassedOver = span.count < 100 && isByline()
            return nil
        }
        tokens = tokenize(body, [span])
        guard !tokens.isEmpty else { return nil }
        if let dateline = eastAsian() { return dateline }
        reset()
        if let dateline = alphabetic() { return dateline }
        if let dateline = bylineWithPlace() { return dateline }
        if let dateline = behindByline() { return dateline }
        mayBePassedOver = span.count < 120 && lineEnds && (isByline() || isLabelled() || isDateAlone())
        return nil
    }

    private mutating func reset() {
        city = nil
        region = nil
        date = nil
        agency = nil
        agencyIsMarked = false
        agencyIsKnown = false
        hasMoreCities = false
    }

    /// Cheap: whether one of the marks that end datelines stands near the start.
    private func mayHoldDateline() -> Bool {
        if lineEnds && span.count < 120 { return true }
        var i = span.start
        let end = min(span.end, span.start + 160)
        while i < end {
            switch body[i] {
            case 0x28, 0x5B, 0x2F, 0x3A, 0x5F, 0x7C, 0x3D: return true
            case 0x2D:
                if i > span.start, body[i - 1] == 0x20 || body[i - 1] == 0x2E || body[i - 1] == 0x2D { return true }
                if i + 1 < end, body[i + 1] == 0x20 { return true }
            case 0xE2 where i + 2 < end && body[i + 1] == 0x80 && body[i + 2] >= 0x92 && body[i + 2] <= 0x95:
                return true
            case 0xE3...0xEF: return true
            default: break
            }
            i += 1
        }
        return false
    }

    private mutating func alphabetic() -> Dateline? {
        let dates = DatelineDate(table: table, tokens: tokens, body: body)
        guard mayBegin(0) || tokens[0].kind == .number || mark(0) == .open else { return nil }
        var i = 0
        // What the last piece was: pieces that nothing parts end the dateline.
        var parted = true
        var steps = 0
        while i < tokens.count, steps < 24 {
            steps += 1
            switch mark(i) {
            case .open:
                guard let close = bracketEnd(i), bracket(i + 1, close, dates) else { return nil }
                i = close + 1
                parted = false
                continue
            case .slash:
                if let (name, end) = slashed(i) {
                    agency = name
                    agencyIsMarked = true
                    agencyIsKnown = true
                    i = end
                    // TASS ends its own with a full stop.
                    if mark(i) == .stop, !isDash(i + 1) { return accept(end: i, by: .stop) }
                    parted = false
                    continue
                }
                guard city != nil, let other = place(i + 1) else { return nil }
                hasMoreCities = true
                i = other.end
                parted = false
                continue
            case .and:
                guard city != nil, let other = place(i + 1) else { return nil }
                hasMoreCities = true
                i = other.end
                parted = false
                continue
            case .comma, .stop:
                guard city != nil || date != nil || agency != nil, !parted else { return nil }
                parted = true
                i += 1
                continue
            case .dash, .hyphen:
                guard city != nil || date != nil || agency != nil else { return nil }
                // A hyphen joins words unless a space stands beside it, or a bracket or full stop before it.
                if mark(i) == .hyphen, i > 0, !tokens[i].has(.spaceBefore), mark(i - 1) == .none,
                    i + 1 < tokens.count, !tokens[i + 1].has(.spaceBefore)
                {
                    return nil
                }
                if let dateline = afterDash(i, dates) { return dateline }
                if goesOn(i, dates) {
                    i += 1
                    parted = true
                    continue
                }
                return nil
            case .bar:
                guard city != nil else { return nil }
                // "| THE PAPER |"
                var next = i + 1
                while next < tokens.count, mark(next) == .none, next - i < 8 { next += 1 }
                return accept(end: mark(next) == .bar ? next : i, by: .bar)
            case .colon: return accept(end: i, by: .colon)
            case .close, .equals: return nil
            case .none: break
            }
            if tokens[i].kind == .number || parted || date == nil, let (parts, end) = dates.parse(i),
                date == nil, parts.day != nil || parted
            {
                date = parts
                i = end
                i = timeEnd(i)
                parted = false
                continue
            }
            // "MADRID, 19 (EUROPA PRESS)"
            if date == nil, parted, city != nil, tokens[i].kind == .number, mark(i + 1) == .open,
                let (value, _, digits) = numberValue(tokens[i], body), digits <= 2, (1...31).contains(value)
            {
                date = DateParts(day: value)
                i += 1
                parted = false
                continue
            }
            if city != nil, isWord(i, "and", "und", "et", "y", "e", "و"), let other = place(i + 1) {
                hasMoreCities = true
                i = other.end
                parted = false
                continue
            }
            if city != nil, isWord(i, "في", "am", "le", "den"), i + 1 < tokens.count, tokens[i + 1].kind == .number {
                i += 1
                parted = true
                continue
            }
            if agency == nil, city != nil || date != nil,
                let match = longestPhrase(table, tokens, body, from: i, to: tokens.count, kinds: .agency),
                let index = match.first(.agency), isEnd(match.end)
            {
                agency = table.agency(index).text
                agencyIsKnown = true
                i = match.end
                parted = false
                continue
            }
            guard parted || (date != nil && city == nil), let found = place(i) else {
                return accept(end: i - 1, by: .nothing)
            }
            if city == nil {
                city = found
            } else if region == nil || found.isKnown {
                guard !found.kinds.isDisjoint(with: [.country, .region, .place]) || !found.isKnown && found.words <= 3
                else {
                    return accept(end: i - 1, by: .nothing)
                }
                // The last word is the widest: "Gaza City, Gaza Strip, Palestinian Territories".
                region = found
            } else {
                return accept(end: i - 1, by: .nothing)
            }
            i = found.end
            parted = false
        }
        if i >= tokens.count, lineEnds { return accept(end: tokens.count - 1, by: .lineEnd) }
        return nil
    }

    /// Whether a bare agency may end at token `i`.
    private func isEnd(_ i: Int) -> Bool {
        if i >= tokens.count { return true }
        switch mark(i) {
        case .dash, .hyphen, .bar, .stop, .colon, .slash, .comma: return true
        default: return false
        }
    }

    /// Passes over a time of day behind a date.
    private func timeEnd(_ i: Int) -> Int {
        guard i + 2 < tokens.count, tokens[i].kind == .number, mark(i + 1) == .colon, tokens[i + 2].kind == .number
        else { return i }
        var end = i + 3
        while end < tokens.count, end - i < 6, tokens[end].kind == .word, tokens[end].end - tokens[end].start <= 4 {
            end += 1
        }
        return end
    }

    private func bracketEnd(_ i: Int) -> Int? {
        var end = i + 1
        while end < tokens.count, end - i < 16 {
            if mark(end) == .close { return end }
            if mark(end) == .open { return nil }
            end += 1
        }
        return nil
    }

    /// Takes in what stands in brackets, from `first` to before `close`.
    private mutating func bracket(_ first: Int, _ close: Int, _ dates: DatelineDate) -> Bool {
        guard first < close else { return false }
        if agency == nil, let name = agencyName(first, close) {
            agency = name
            agencyIsMarked = true
            agencyIsKnown = true
            return true
        }
        if date == nil, let (parts, end) = dates.parse(first), end >= close || timeEnd(end) >= close {
            date = parts
            return true
        }
        if let found = place(first), found.end == close, found.isKnown {
            if city == nil {
                guard date != nil || agency != nil else { return false }
                city = found
                return true
            }
            if region == nil {
                region = found
                return true
            }
        }
        // An agency that the table does not know: some capitals behind a known place.
        guard agency == nil, let city, city.isKnown, close - first <= 4, tokens[first].has(.capitalised) else {
            return false
        }
        let name = String(decoding: body[Int(tokens[first].start)..<Int(tokens[close - 1].end)], as: UTF8.self)
        // "LISBON, Nov 24 (Norwire) -": where all else is as agencies write it, a name there is an agency's.
        let isBetween = (city.isCapitals || date != nil) && isDash(close + 1)
        guard tokens[first].has(.allCaps) || name.contains("News") || name.contains("Press") || isBetween else {
            return false
        }
        agency = name
        agencyIsMarked = true
        return true
    }

    /// The agency that tokens `first..<end` name, all of them; desks and partners of it may follow ("dpa/lno").
    private func agencyName(_ first: Int, _ end: Int) -> String? {
        var i = first
        // "Корр. БЕЛТА"
        if isWord(i, "корр", "кор"), mark(i + 1) == .stop { i += 2 }
        guard i < end, let match = longestPhrase(table, tokens, body, from: i, to: end, kinds: .agency),
            let index = match.first(.agency)
        else { return nil }
        let name = table.agency(index)
        if match.end == end { return matchesCase(i, match.end, name) ? name.text : nil }
        // "ats afp", "AFP/Reuters", "dpa/lno"
        guard
            mark(match.end) == .slash || mark(match.end) == .comma || mark(match.end) == .hyphen
                || mark(match.end) == .and
        else { return nil }
        var rest = match.end + 1
        var words = 0
        while rest < end {
            guard tokens[rest].kind == .word || mark(rest) == .slash || mark(rest) == .hyphen else { return nil }
            words += tokens[rest].kind == .word ? 1 : 0
            rest += 1
        }
        return words <= 3 ? name.text : nil
    }

    /// An agency's initials are not just any letters: "(dpa)" is one, "(Ap)" is none.
    private func matchesCase(_ first: Int, _ end: Int, _ name: Phrase) -> Bool {
        guard end == first + 1, name.count <= 4, scalar(ofToken: first) < 0x80 else { return true }
        return tokens[first].has(.allCaps) || !tokens[first].has(.capitalised)
            || !name.bytes.contains { $0 & 0x20 == 0 } || name.bytes.dropFirst().contains { $0 & 0x20 != 0 }
    }

    /// "/TASS/"
    private func slashed(_ i: Int) -> (name: String, end: Int)? {
        var close = i + 2
        while close < tokens.count, close - i < 8, mark(close) != .slash { close += 1 }
        while mark(close) == .slash {
            if let name = agencyName(i + 1, close) { return (name, close + 1) }
            close += 1
            while close < tokens.count, close - i < 8, mark(close) != .slash { close += 1 }
        }
        return nil
    }

    /// What the dash at `i` does: ends the dateline, or parts it from a piece that follows.
    private mutating func afterDash(_ i: Int, _ dates: DatelineDate) -> Dateline? {
        var next = i + 1
        // "--" that was torn, "- –"
        while isDash(next) { next += 1 }
        if agency == nil, city != nil || date != nil {
            // "— РИА Новости." and "- رويترز -"
            if let match = next < tokens.count
                ? longestPhrase(table, tokens, body, from: next, to: tokens.count, kinds: .agency) : nil,
                let index = match.first(.agency), match.end < tokens.count
            {
                switch mark(match.end) {
                case .stop, .dash, .hyphen, .colon, .comma:
                    var end = match.end
                    if mark(end) == .comma {
                        // A reporter: "— РИА Новости, Иван Иванов."
                        end += 1
                        while end < tokens.count, end - match.end < 5, mayBegin(end) { end += 1 }
                        guard mark(end) == .stop else { break }
                    }
                    agency = table.agency(index).text
                    agencyIsMarked = true
                    agencyIsKnown = true
                    return accept(end: end, by: .dash)
                default: break
                }
            }
            if mark(next) == .open, let close = bracketEnd(next) {
                if agencyName(next + 1, close) != nil { return nil }
                // "19th March 2023 – (Beijing)"
                if city == nil, date != nil, let found = place(next + 1), found.end == close, found.isKnown {
                    city = found
                    return accept(end: isDash(close + 1) ? close + 1 : close, by: .dash)
                }
            }
            if mark(next) == .slash, slashed(next) != nil { return nil }
        }
        if city == nil {
            // "(ANSA) - ROMA, 22 MAR -"
            if agencyIsMarked, date == nil, goesOn(i, dates) { return nil }
            guard agency != nil else { return nil }
        }
        return accept(end: next - 1, by: .dash)
    }

    /// Whether a piece of the dateline, and a second dash, follow the dash at `i`.
    private func goesOn(_ i: Int, _ dates: DatelineDate) -> Bool {
        var next = i + 1
        while isDash(next) { next += 1 }
        if mark(next) == .open, agency == nil, let close = bracketEnd(next) {
            return agencyName(next + 1, close) != nil
        }
        if mark(next) == .slash, agency == nil { return slashed(next) != nil }
        guard city == nil, date == nil, agency != nil, let found = place(next), found.isKnown || found.isCapitals else {
            return false
        }
        var end = found.end
        var steps = 0
        while end < tokens.count, steps < 10 {
            if isDash(end) { return true }
            if mark(end) == .open, let close = bracketEnd(end) {
                end = close + 1
            } else if let (_, after) = dates.parse(end) {
                end = after
            } else if mark(end) == .comma || mark(end) == .stop {
                end += 1
            } else {
                return false
            }
            steps += 1
        }
        return false
    }

    // MARK: Places

    /// The place that begins with token `i`: one that the table knows, else a run of capitalised words; either must end
    /// where a piece can end.
    private func place(_ i: Int) -> PlaceName? {
        guard mayBegin(i) else { return nil }
        if let match = longestPhrase(
            table, tokens, body, from: i, to: tokens.count, kinds: [.anyPlace, .organisation, .abbreviation])
        {
            var kinds = match.kinds
            if kinds.isDisjoint(with: [.anyPlace, .abbreviation]) {
                // "UNITED NATIONS" is where its reporters sit.
                guard match.isCapitals, let index = match.first(.organisation),
                    table.organisation(index).kind == .intergovernmental, match.end - i == 2
                else { return unknownPlace(i) }
                kinds = .place
            }
            if kinds.holds(.abbreviation) { kinds.insert(.region) }
            var end = match.end
            if mark(end) == .stop, tokens[end - 1].end - tokens[end - 1].start <= 6, !tokens[end].has(.spaceBefore),
                end + 1 < tokens.count,
                isBoundary(end + 1)
            {
                end += 1
            }
            if isBoundary(end) || isUncased(i) {
                return PlaceName(
                    first: i, end: end, meanings: match.meanings, kinds: kinds, isCapitals: isCapitals(i, match.end))
            }
        }
        return unknownPlace(i)
    }

    private func isCapitals(_ first: Int, _ end: Int) -> Bool {
        var letters = false
        for i in first..<min(end, tokens.count) where tokens[i].kind == .word {
            if !tokens[i].has(.allCaps), tokens[i].end - tokens[i].start > 1 { return false }
            letters = true
        }
        return letters
    }

    private func isBoundary(_ i: Int) -> Bool {
        if i >= tokens.count { return lineEnds }
        if tokens[i].kind == .number { return true }
        switch mark(i) {
        case .none: return isWord(i, "and", "und", "et", "y", "e")
        case .hyphen:
            return tokens[i].has(.spaceBefore) || i + 1 < tokens.count && tokens[i + 1].has(.spaceBefore)
                || i + 1 >= tokens.count
        case .equals, .close: return true
        default: return true
        }
    }

    private func unknownPlace(_ i: Int) -> PlaceName? {
        var end = i
        var words = 0
        while end < tokens.count, words < 6 {
            let token = tokens[end]
            if token.kind == .word, token.has(.capitalised) || words > 0 && isParticle(end) {
                if token.has(.apostropheS) { return nil }
                words += 1
                end += 1
                if mark(end) == .stop, token.end - token.start <= 2, end + 1 < tokens.count,
                    tokens[end + 1].has(.capitalised)
                {
                    end += 1
                }
            } else if words > 0, mark(end) == .hyphen, !token.has(.spaceBefore), end + 1 < tokens.count,
                !tokens[end + 1].has(.spaceBefore),
                tokens[end + 1].kind == .word
            {
                end += 1
            } else {
                break
            }
        }
        guard words > 0, isBoundary(end) else { return nil }
        return PlaceName(first: i, end: end, isCapitals: isCapitals(i, end))
    }

    private func isParticle(_ i: Int) -> Bool {
        isWord(
            i, "of", "de", "la", "le", "les", "du", "des", "el", "al", "da", "do", "dos", "di", "am", "an", "der",
            "den", "bei", "upon", "sur", "sous")
            || isWord(i, "the", "en", "in", "im", "ob", "aan", "op")
    }

    // MARK: Evidence

    private enum Terminator { case dash, colon, stop, bar, lineEnd, nothing }

    /// The dateline that ends with token `end`, where the evidence is enough.
    private func accept(end: Int, by terminator: Terminator) -> Dateline? {
        guard end >= 0, end < tokens.count else { return nil }
        if isStated { return city != nil || date != nil ? dateline(end: end) : nil }
        // A story begins with a capital, a number or an opening mark.
        let next = end + 1
        let storyFollows =
            next >= tokens.count
            ? !isLast || !lineEnds
            : tokens[next].has(.capitalised) || tokens[next].kind != .word || isUncased(next)
                || tokens[next].has(.innerCapital)
        guard storyFollows else { return nil }

        if let city {
            let isKnown = city.isKnown && !isOrdinaryWord(city)
            let isAcronym = !isKnown && spellsOut(city)
            if agency != nil, agencyIsMarked {
                switch terminator {
                case .dash, .stop, .bar:
                    return !isAcronym
                        && (isKnown || city.isCapitals || region != nil || date != nil
                            || city.words <= 4 && isUsualAgency())
                        ? dateline(end: end) : nil
                case .colon: return isKnown || city.isCapitals ? dateline(end: end) : nil
                case .nothing: return isKnown && agencyIsKnown && mark(end) != .comma ? dateline(end: end) : nil
                case .lineEnd: return isKnown || city.isCapitals ? dateline(end: end) : nil
                }
            }
            if agency != nil {
                return terminator != .nothing && (isKnown || city.isCapitals && date != nil) ? dateline(end: end) : nil
            }
            if date != nil, date?.weekday == nil || date?.day != nil {
                switch terminator {
                case .dash, .bar: return isKnown || city.isCapitals ? dateline(end: end) : nil
                case .colon: return isKnown && usesColon() ? dateline(end: end) : nil
                case .lineEnd: return isKnown && !isLast ? dateline(end: end) : nil
                case .stop, .nothing: return nil
                }
            }
            switch terminator {
            case .dash:
                guard date == nil else { return isKnown ? dateline(end: end) : nil }
                if let region, region.isKnown { return isKnown || city.isCapitals ? dateline(end: end) : nil }
                guard isKnown else { return nil }
                if city.isCapitals {
                    return city.kinds.isDisjoint(with: [.city, .country, .place, .region]) ? nil : dateline(end: end)
                }
                // "Berlin - Die Regierung …", but not "Paris - the city - is".
                return city.kinds.holds(.city) && largestPopulation(city) > 200_000 && spaced(end) && !dashFollows(end)
                    ? dateline(end: end) : nil
            case .bar: return isKnown ? dateline(end: end) : nil
            case .colon: return isKnown && city.kinds.holds(.city) && usesColon() ? dateline(end: end) : nil
            case .lineEnd:
                return isKnown && city.isCapitals && city.kinds.holds(.city) && !isLast && lineEnds
                    ? dateline(end: end) : nil
            case .stop, .nothing: return nil
            }
        }
        // No place: an agency that is known, in brackets, before a dash.
        guard agencyIsMarked, agencyIsKnown, terminator == .dash || terminator == .stop && date != nil else {
            return nil
        }
        return dateline(end: end)
    }

    /// Whether a name of two or more capitalised words spells out the agency behind it: "Data Processing Agreement (DPA)".
    private func spellsOut(_ place: PlaceName) -> Bool {
        guard let agency else { return false }
        var initials: [UInt8] = []
        for i in place.first..<place.end where tokens[i].kind == .word && tokens[i].has(.capitalised) {
            initials.append(body[Int(tokens[i].start)] | 0x20)
        }
        return initials.count > 1 && initials.elementsEqual(agency.utf8.map { $0 | 0x20 })
    }

    /// An agency that no other phrase is shortened to.
    private func isUsualAgency() -> Bool {
        guard let agency else { return false }
        return agency.utf8.count > 3 || agency.utf8.contains { $0 & 0x20 != 0 } || agency == "AFP" || agency == "EFE"
            || agency == "ANP"
            || region != nil || agency == "CNN" || agency == "UPI"
    }

    /// South Asia's, South-East Asia's and the Gulf's papers end the dateline with a colon; elsewhere "London: …" is a heading.
    private func usesColon() -> Bool {
        guard let city, let place = resolve(city, region) else { return false }
        guard let country = place.country else { return false }
        let code = table.country(country).code
        for one in [
            "IN", "PK", "BD", "LK", "NP", "BT", "MV", "AF", "MY", "SG", "BN", "MM", "AE", "SA", "QA", "KW", "BH", "OM",
        ] as [StaticString]
        where code.is(one) { return true }
        return false
    }

    /// A small town whose name is a word, in small letters and with nothing beside it: "Police (AP) …".
    private func isOrdinaryWord(_ place: PlaceName) -> Bool {
        place.words == 1 && !place.isCapitals && date == nil && region == nil
            && place.kinds.isDisjoint(with: [.country, .region])
            && table.isEnglishWord(tokens[place.first].hash) && largestPopulation(place) < 300_000
    }

    private func largestPopulation(_ place: PlaceName) -> Int {
        var most = 0
        if let meanings = place.meanings {
            for meaning in meanings where meaning.kind == .city {
                most = max(most, table.city(meaning.index).population)
            }
        }
        return most
    }

    private func spaced(_ i: Int) -> Bool {
        tokens[i].has(.spaceBefore) && i + 1 < tokens.count && tokens[i + 1].has(.spaceBefore)
    }

    private func dashFollows(_ i: Int) -> Bool {
        var next = i + 1
        while next < tokens.count, next - i < 30 {
            if mark(next) == .stop { return false }
            if isDash(next), tokens[next].has(.spaceBefore) { return true }
            next += 1
        }
        return false
    }

    // MARK: Other kinds of line

    private func isByline() -> Bool {
        var i = span.start
        while i < span.end, body[i] > 0x20, i - span.start < 12 { i += 1 }
        let hash = wordHash(UnsafeBufferPointer(rebasing: body[span.start..<i]))
        for word in [
            "by", "von", "par", "por", "di", "door", "av", "af", "story", "text", "words", "reported", "written",
        ] as [StaticString]
        where hash == wordHash(word) { return true }
        return false
    }

    /// "Published: 4 May 2021, 09:30"
    private func isLabelled() -> Bool {
        guard tokens.count > 2, tokens[0].kind == .word else { return false }
        for i in 1..<min(4, tokens.count) where mark(i) == .colon {
            return tokens.contains { $0.kind == .number }
        }
        return isWord(0, "published", "updated", "posted", "aktualisiert", "publié", "publicado")
    }

    private func isDateAlone() -> Bool {
        let dates = DatelineDate(table: table, tokens: tokens, body: body)
        guard let (_, end) = dates.parse(0) else { return false }
        return end >= tokens.count
            || tokens.count - end <= 8 && !tokens[end...].contains { $0.kind == .word && $0.end - $0.start > 5 }
    }

    /// "Story by Jo Bloggs, 12 January 2010, Port-au-Prince"
    private mutating func bylineWithPlace() -> Dateline? {
        guard lineEnds, !isLast, span.count < 120, isByline() else { return nil }
        let dates = DatelineDate(table: table, tokens: tokens, body: body)
        reset()
        var i = 1
        while i < tokens.count {
            if date == nil, let (parts, end) = dates.parse(i), parts.day != nil, parts.month != nil {
                date = parts
                i = end
            } else if mark(i) == .comma, let found = place(i + 1), found.isKnown,
                found.end == tokens.count || mark(found.end) == .comma
            {
                if city == nil { city = found } else { region = found }
                i = found.end
            } else {
                i += 1
            }
        }
        guard let city, city.isKnown, date != nil,
            (region ?? city).end == tokens.count || date != nil && mark(city.end) == .comma
        else { return nil }
        return dateline(end: tokens.count - 1)
    }

    /// "By Jo Bloggs New Delhi, Jun 22 (PTI)": behind one or more names, a known city, a date and an agency in brackets.
    private mutating func behindByline() -> Dateline? {
        guard isWord(0, "by", "from"), tokens.count > 6 else { return nil }
        let all = tokens
        defer { tokens = all }
        for start in 2..<min(9, all.count - 4) {
            guard all[start - 1].has(.capitalised) || isWord(start - 1, "and") else { break }
            guard all[start].has(.capitalised), let city = place(start), city.isKnown, mark(city.end) == .comma else {
                continue
            }
            tokens = Array(all[start...])
            reset()
            if let dateline = alphabetic(), dateline.city != nil, date?.day != nil, agencyIsMarked { return dateline }
            tokens = all
        }
        return nil
    }

    // MARK: East Asia

    private func phrase(_ i: Int, _ limit: Int, _ kinds: MeaningKinds) -> PhraseMatch? {
        i < limit ? longestPhrase(table, tokens, body, from: i, to: limit, kinds: kinds) : nil
    }

    private mutating func eastAsian() -> Dateline? {
        let dates = DatelineDate(table: table, tokens: tokens, body: body)
        let opens = mark(0) == .open
        let first = opens ? 1 : 0
        guard first < tokens.count, scalar(ofToken: first) >= 0x80 || opens else { return nil }
        let close = opens ? bracketEnd(0) : nil
        // Somewhere near the start a letter of these scripts.
        guard tokens.prefix(12).contains(where: { isEastAsian($0) }) else { return nil }
        if let close, let dateline = japanese(1, close, dates) ?? korean(1, close) { return dateline }
        reset()
        return chinese(first, dates)
    }

    private func isEastAsian(_ token: Token) -> Bool {
        switch token.kind {
        case .han, .katakana, .hiragana: return true
        case .word:
            let c = codePoint(at: Int(token.start), in: body, end: Int(token.end)).value
            return (0xAC00...0xD7A3).contains(c)
        default: return false
        }
    }

    /// ［東京 24日 ロイター］ -, 【ドーハ共同】, 【北京＝山田太郎】
    private mutating func japanese(_ first: Int, _ close: Int, _ dates: DatelineDate) -> Dateline? {
        reset()
        var i = first
        var reporter = false
        while i < close {
            if date == nil, tokens[i].kind == .number, let (parts, end) = dates.parse(i), end <= close {
                date = parts
                i = end
            } else if agency == nil, let match = phrase(i, close, .agency), let index = match.first(.agency) {
                agency = table.agency(index).text
                i = match.end
            } else if city == nil, let match = phrase(i, close, .anyPlace) {
                city = PlaceName(first: i, end: match.end, meanings: match.meanings, kinds: match.kinds)
                i = match.end
            } else if mark(i) == .equals, city != nil || agency != nil {
                reporter = true
                break
            } else if mark(i) == .comma || mark(i) == .slash || scalar(ofToken: i) == 0x30FB {
                i += 1
            } else if city == nil, agency == nil, date == nil, tokens[i].kind == .katakana {
                city = PlaceName(first: i, end: i + 1)
                i += 1
            } else if agency != nil, date != nil {
                // "Xinhua News", "BB NEWS"
                i += 1
            } else {
                return nil
            }
        }
        guard agency != nil && (city != nil || date != nil) || city?.isKnown == true && reporter else { return nil }
        // Hangul is read elsewhere.
        guard !tokens[first..<close].contains(where: { $0.kind == .word && isEastAsian($0) }) else { return nil }
        return dateline(end: isDash(close + 1) ? close + 1 : close)
    }

    /// (서울=연합뉴스) 홍길동 기자 =
    private mutating func korean(_ first: Int, _ close: Int) -> Dateline? {
        reset()
        guard let match = phrase(first, close, .anyPlace) else { return nil }
        city = PlaceName(first: first, end: match.end, meanings: match.meanings, kinds: match.kinds)
        var i = match.end
        // "워싱턴 로이터=연합뉴스"
        while i < close, mark(i) != .equals, i - match.end < 4 { i += 1 }
        guard mark(i) == .equals, let agencyMatch = phrase(i + 1, close, .agency),
            let index = agencyMatch.first(.agency)
        else { return nil }
        agency = table.agency(index).text
        var end = close
        var next = close + 1
        while next < tokens.count, next - close < 12 {
            if mark(next) == .equals {
                end = next
                break
            }
            if mark(next) == .stop { break }
            next += 1
        }
        return dateline(end: end)
    }

    /// 新华社北京3月19日电（记者…）, （中央社記者某某台北19日電）
    private mutating func chinese(_ first: Int, _ dates: DatelineDate) -> Dateline? {
        var i = first
        if scalar(ofToken: i) == 0x636E || scalar(ofToken: i) == 0x64DA { i += 1 }  // 据
        guard let match = phrase(i, tokens.count, .agency), let index = match.first(.agency), isEastAsian(tokens[i])
        else { return nil }
        agency = table.agency(index).text
        i = match.end
        if scalar(ofToken: i) == 0xB7 || scalar(ofToken: i) == 0x30FB { i += 1 }
        let limit = min(tokens.count, i + 24)
        // 记者 or 記者, and a name of two to four characters (or several) before the place.
        var mayskip = 0
        if scalar(ofToken: i) == 0x8BB0 || scalar(ofToken: i) == 0x8A18 || scalar(ofToken: i) == 0x7279 {
            mayskip = 14
            i += 2
        }
        var at = i
        var skipped = 0
        while at < limit {
            // 联合国 is where its reporters sit.
            if skipped == 0 || skipped >= 2,
                let found = phrase(at, limit, skipped == 0 ? [.anyPlace, .organisation] : .anyPlace),
                tokens[found.end - 1].kind != .word
            {
                // The date or 电 must follow the place.
                if found.end < limit, tokens[found.end].kind == .number || isTransmission(found.end) {
                    city = PlaceName(first: at, end: found.end, meanings: found.meanings, kinds: found.kinds)
                    at = found.end
                    break
                }
            }
            guard skipped < mayskip else { break }
            skipped += 1
            at += 1
        }
        if city == nil { at = i }
        if at < limit, let (parts, end) = dates.parse(at) {
            date = parts
            at = end
            // 10时, 晚
            if at + 1 < limit, tokens[at].kind == .number, isHan(at + 1) { at += 2 }
        }
        guard city != nil, at < limit else { return nil }
        // 电, 综合电, 专电 …
        var end = at
        while end < limit, end - at < 4, !isTransmission(end) { end += 1 }
        guard isTransmission(end) else {
            guard date != nil, mark(at) == .close else { return nil }
            return dateline(end: at)
        }
        if mark(end + 1) == .close { end += 1 }
        // （记者张三）
        if mark(end + 1) == .open, let close = bracketEnd(end + 1), close - end < 16 { end = close }
        if mark(end + 1) == .close { end += 1 }
        return dateline(end: end)
    }

    /// 电 電 讯 訊
    private func isTransmission(_ i: Int) -> Bool {
        switch scalar(ofToken: i) {
        case 0x7535, 0x96FB, 0x8BAF, 0x8A0A: true
        default: false
        }
    }

    // MARK: What it says

    private func dateline(end: Int) -> Dateline {
        let last = Int(tokens[min(end, tokens.count - 1)].end)
        var dateline = Dateline(span: Span(Int(tokens[0].start), last))
        dateline.agency = agency
        if let date {
            if let day = date.resolved(near: near) {
                dateline.date = day
                dateline.datePrecision = .day
            } else if let partial = date.partial {
                dateline.partialDate = partial
                dateline.datePrecision = date.day != nil ? .day : date.month != nil ? .month : .year
            }
        }
        guard let city else { return dateline }
        dateline.city = name(city)
        // "SAN DIEGO & OSLO, Norway": the country is the last one's.
        let nearest = hasMoreCities && !isWithin(city, region) ? nil : region
        if let place = resolve(city, nearest) {
            dateline.country = place.country.map { table.country($0).code.text }
            if let known = place.region { dateline.region = table.region(known).name.text }
        }
        if dateline.region == nil, let nearest, nearest.kinds.isDisjoint(with: .country) {
            dateline.region = name(nearest)
        }
        return dateline
    }

    /// Whether the table has a city of that name in the region or country.
    private func isWithin(_ city: PlaceName, _ region: PlaceName?) -> Bool {
        guard let region, let meanings = city.meanings, let wider = region.meanings else { return false }
        for meaning in meanings where meaning.kind == .city {
            let candidate = table.city(meaning.index)
            for place in wider {
                switch place.kind {
                case .country where place.index == candidate.country: return true
                case .region where place.index == candidate.region, .abbreviation where place.index == candidate.region:
                    return true
                default: break
                }
            }
        }
        return false
    }

    /// The city or other place meant, and what region of the line it was placed by. What the line gives decides, then size.
    private func resolve(_ city: PlaceName, _ region: PlaceName?) -> (country: Int?, region: Int?)? {
        var countries: [Int] = []
        var regions: [Int] = []
        var regionCities: [Int] = []
        if let meanings = region?.meanings {
            for meaning in meanings {
                switch meaning.kind {
                case .country: countries.append(meaning.index)
                case .region, .abbreviation: regions.append(meaning.index)
                case .place: if let country = table.place(meaning.index).country { countries.append(country) }
                case .city where region?.kinds.holds(.region) == false && region?.kinds.holds(.country) == false:
                    regionCities.append(meaning.index)
                default: break
                }
            }
        }
        var best: (city: City, region: Int?)?
        if let meanings = city.meanings {
            for meaning in meanings where meaning.kind == .city {
                let candidate = table.city(meaning.index)
                var given: Int?
                if !regions.isEmpty || !countries.isEmpty {
                    if let own = candidate.region, regions.contains(own) {
                        given = own
                    } else if !countries.contains(candidate.country) {
                        continue
                    }
                }
                if let current = best, current.city.population >= candidate.population,
                    current.region != nil || given == nil
                {
                    continue
                }
                best = (candidate, given)
            }
            // The region was named: the city stands for it ("NEW YORK").
            if best == nil || region == nil, city.kinds.holds(.country),
                !(best.map { $0.city.population > 1_000_000 } ?? false)
            {
                for meaning in meanings where meaning.kind == .country { return (meaning.index, nil) }
            }
        }
        if let best { return (best.city.country, best.region) }
        if let given = regions.first(where: { countries.contains(table.region($0).country) }) ?? regions.first,
            countries.isEmpty || !regions.isEmpty
        {
            return (countries.first ?? table.region(given).country, given)
        }
        if let country = countries.first { return (country, nil) }
        if let other = regionCities.max(by: { table.city($0).population < table.city($1).population }) {
            return (table.city(other).country, nil)
        }
        if let meanings = city.meanings {
            for meaning in meanings {
                switch meaning.kind {
                case .country: return (meaning.index, nil)
                case .region: return (table.region(meaning.index).country, nil)
                case .place: return (table.place(meaning.index).country, nil)
                default: break
                }
            }
        }
        return nil
    }

    /// As written; where all is capitals, in usual ones, the table's if it has them.
    private func name(_ place: PlaceName) -> String {
        var end = place.end
        while end > place.first + 1, mark(end - 1) == .stop, tokens[end - 2].flags.isDisjoint(with: .dotted) {
            end -= 1
        }
        let bytes = UnsafeBufferPointer(rebasing: body[Int(tokens[place.first].start)..<Int(tokens[end - 1].end)])
        guard place.isCapitals, !(place.words == 1 && bytes.count <= 3) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        if let meanings = place.meanings {
            for meaning in meanings {
                let known: Phrase
                switch meaning.kind {
                case .city: known = table.city(meaning.index).name
                case .country: known = table.country(meaning.index).name
                case .region: known = table.region(meaning.index).name
                case .place: known = table.place(meaning.index).name
                default: continue
                }
                if equalsIgnoringCase(known.bytes, bytes) { return known.text }
            }
        }
        return titleCase(bytes)
    }
}

/// Whether two texts are the same in lower case.
func equalsIgnoringCase(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    a.count == b.count && wordHash(a) == wordHash(b)
}

/// Words in capitals as they are usually written: "PORT-AU-PRINCE" gives "Port-au-Prince".
func titleCase(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
        // One word: up to a mark that is no letter.
        var end = i
        while end < bytes.count, bytes[end] >= 0x80 || bytes[end] | 0x20 >= 0x61 && bytes[end] | 0x20 <= 0x7A {
            end += 1
        }
        if end > i {
            let hash = wordHash(UnsafeBufferPointer(rebasing: bytes[i..<end]))
            var isSmall = false
            if i > 0 {
                for word in [
                    "of", "the", "de", "la", "le", "du", "des", "au", "aux", "sur", "del", "los", "las", "el", "al",
                    "da", "do", "dos", "di", "am", "an", "der", "upon", "in", "on", "and",
                ]
                    as [StaticString]
                where hash == wordHash(word) {
                    isSmall = true
                    break
                }
                // "AL-" begins Arabic names in capitals or small alike.
            }
            var first = !isSmall
            while i < end {
                let (c, length) = codePoint(at: i, in: bytes, end: end)
                if first || c >= 0x530 {
                    out.append(contentsOf: bytes[i..<i + length])
                } else {
                    append(lowerCase(c), to: &out)
                }
                first = false
                i += length
            }
        } else {
            out.append(bytes[i])
            i += 1
        }
    }
    return String(decoding: out, as: UTF8.self)
}

private func append(_ c: UInt32, to out: inout [UInt8]) {
    if c < 0x80 {
        out.append(UInt8(c))
    } else {
        out.append(UInt8(0xC0 | c >> 6))
        out.append(UInt8(0x80 | c & 0x3F))
    }
}
