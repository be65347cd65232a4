internal import Article
internal import Bytes

/// Expressions that begin with figures: years and decades.
extension DateScanner {
    func startingWithNumber(_ i: Int) -> Found? {
        if let found = decade(i) { return found }
        if let date = dayFirstWritten(i) ?? numeric(i), date.day != nil { return explicit(i) }
        if let time = clock(i) {
            // "6:30 p.m. on Thursday", "10 a.m. Monday"
            var at = time.end
            if isMark(at, 0x2C) { at += 1 }
            if kind(at) == .preposition { at += 1 }
            if kind(at) == .weekday || kind(at) == .month || kind(at) == .ambiguousMonth || kind(at) == .dayWord,
                let day = match(at), day.start == at, let date = day.time.from, date == day.time.until,
                day.time.kind == .date
            {
                return Found(start: i, end: day.end, time: .clock(date, time.hour, time.minute, utc: time.utc))
            }
            return Found(start: i, end: time.end, time: .clock(clockDay, time.hour, time.minute, utc: time.utc))
        }
        if let found = startingWithCount(i) { return found }
        if let found = startingWithOrdinal(i) { return found }
        return bareYear(i)
    }

    /// "in 2008", "the 2012 election", "2003-2005", "'82".
    func bareYear(_ i: Int) -> Found? {
        if i > low, isMark(i - 1, 0x27) || isRightQuote(i - 1), joined(i), tokens[i - 1].has(.spaceBefore),
            let n = number(i), n.digits == 2,
            !n.suffix, n.value >= 20 || kind(i - 2) == .preposition
        {
            return Found(
                start: i - 1, end: i + 1, time: .year(n.value + (n.value <= today.year % 100 + 5 ? 2000 : 1900)))
        }
        guard let year = yearNumber(i), isYear(i, year) else { return nil }
        var found = Found(start: i, end: i + 1, time: .year(year))
        let range = isDash(i + 1) && (joined(i + 1) || kind(i - 1) == .from)
        let joiner =
            kind(i + 1) == .joiner && (word(i + 1).value == 0 && kind(i - 1) == .from || kind(i - 1) == .between)
        if range || joiner, let n = number(i + 2), !n.suffix {
            if n.digits == 4, n.value > year, n.value < year + 200 {
                found = Found(start: i, end: i + 3, time: .years(year, n.value))
            } else if n.digits == 2, range, n.value > year % 100, joined(i + 2) {
                found = Found(start: i, end: i + 3, time: .years(year, year / 100 * 100 + n.value))
            }
        }
        return found
    }

    func isRightQuote(_ i: Int) -> Bool {
        guard i >= low, i < high, tokens[i].end - tokens[i].start == 3 else { return false }
        let at = Int(tokens[i].start)
        return text.body[at] == 0xE2 && text.body[at + 1] == 0x80
            && (text.body[at + 2] == 0x99 || text.body[at + 2] == 0x98)
    }

    /// Whether four digits are a year: what stands around them decides.
    func isYear(_ i: Int, _ year: Int) -> Bool {
        guard (1400...2100).contains(year) else { return false }
        // Money, times, codes, decimals: something is glued to it.
        if joined(i), !isMark(i - 1, 0x28), !isDash(i - 1), !isMark(i - 1, 0x22), !isMark(i - 1, 0x2F),
            !isMark(i - 1, 0x27)
        {
            return false
        }
        if i + 1 < high, joined(i + 1),
            tokens[i + 1].kind == .symbol || isMark(i + 1, 0x3A) && i + 2 < high && joined(i + 2)
        {
            return false
        }
        if i > low, tokens[i - 1].kind == .symbol, text.byte(tokens[i - 1]) != 0x26 { return false }
        if language == .english, unit(i + 1) != nil || isDash(i + 1) && unit(i + 2) != nil { return false }
        switch kind(i - 1) {
        case .of where i + 1 < high && tokens[i + 1].kind == .word && !tokens[i + 1].has(.capitalised):
            // "a survey of 1709 children"
            return FunctionWords.table(language).contains(tokens[i + 1].hash)
        case .preposition, .from, .between, .joiner, .edge, .of: return !isCounted(i) || isMark(i + 1, 0x2C)
        default: break
        }
        // "the Russell 2000": part of a name.
        if year % 100 == 0, i > low, tokens[i - 1].has(.capitalised) || kind(i - 1) == .none && !isMark(i - 1, 0x28) {
            return false
        }
        // "The Dec 2012" and the like have been read; without a preposition only the years of living memory.
        guard year >= 1900, year <= today.year + 30, !isCounted(i) else { return false }
        return true
    }

    /// "2000 people", "1500 soldiers": a plural follows a round number.
    func isCounted(_ i: Int) -> Bool {
        guard i + 1 < high, let year = yearNumber(i) else { return false }
        guard tokens[i + 1].kind == .word, !tokens[i + 1].has(.capitalised), kind(i + 1) == .none else { return false }
        let last = text.body[Int(tokens[i + 1].end) - 1]
        if year % 100 == 0, tokens[i + 1].end - tokens[i + 1].start > 3 { return true }
        return last == 0x73 && year < 1980 || tokens[i + 1].hash == DateScanner.people
    }

    static let people = wordHash("people")

    /// "1980s", "the '80s", "1990s", "mid-1990s".
    func decade(_ i: Int) -> Found? {
        guard let n = number(i), n.suffix, n.value % 10 == 0 else { return nil }
        let last = text.body[Int(tokens[i].end) - 1]
        guard last | 0x20 == 0x73, Int(tokens[i].end) - Int(tokens[i].start) == n.digits + 1 else { return nil }
        if n.digits == 4, (1000...2090).contains(n.value) {
            return Found(start: i, end: i + 1, time: .decade(n.value))
        }
        // "in his 70s" is an age.
        guard n.digits == 2,
            kind(i - 1) == .article || kind(i - 1) == .edge || joined(i) && i > low || isDecadeBefore(i)
        else { return nil }
        return Found(start: i, end: i + 1, time: .decade(n.value + (n.value < 30 ? 2000 : 1900)))
    }

    /// "the 70s and 80s"
    func isDecadeBefore(_ i: Int) -> Bool {
        guard kind(i - 1) == .joiner, let n = number(i - 2), n.suffix else { return false }
        return n.value % 10 == 0 && text.body[Int(tokens[i - 2].end) - 1] == 0x73
    }
}

/// 0 to 9 for a digit of any script that news texts use.
func digitValue(_ c: UInt32) -> Int? {
    switch c {
    case 0x30...0x39: Int(c - 0x30)
    case 0x660...0x669: Int(c - 0x660)
    case 0x6F0...0x6F9: Int(c - 0x6F0)
    case 0x966...0x96F: Int(c - 0x966)
    case 0x9E6...0x9EF: Int(c - 0x9E6)
    case 0xE50...0xE59: Int(c - 0xE50)
    case 0xFF10...0xFF19: Int(c - 0xFF10)
    default: nil
    }
}
