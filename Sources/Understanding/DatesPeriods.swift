internal import Article
internal import Bytes

/// Quarters, centuries, beginnings and ends, and what repeats.
extension DateScanner {
    func startingWithOrdinal(_ i: Int) -> Found? {
        if word(i).kind == .ordinal, kind(i + 1) == .of || month(i + 1) != nil, let date = dayFirstWritten(i),
            date.day != nil, tokens[i].kind == .word,
            kind(i + 1) == .of && month(i + 2) != nil || language != .english
        {
            return explicit(i)
        }
        return withQuarter(i)
    }

    /// "the third quarter of 2009", "first half of last year", "fourth-quarter", "the 20th century", "day five".
    func withQuarter(_ i: Int) -> Found? {
        let found = word(i)
        var ordinal: Int
        if found.kind == .ordinal || found.kind == .relative && found.value < 0 && language == .english {
            ordinal = found.kind == .relative ? -1 : found.value
        } else if let n = number(i), n.suffix, n.digits <= 2 {
            ordinal = n.value
        } else {
            return nil
        }
        var at = i + 1
        if isDash(at), joined(at) { at += 1 }
        let next = word(at)
        if let unit = unit(at), unit == .century, ordinal > 0 {
            return Found(start: i, end: at + 1, time: .century(ordinal))
        }
        let isQuarter = unit(at) == .quarter
        let isHalf = next.kind == .fraction && next.value == 1
        guard isQuarter || isHalf else {
            // "the first week of March", "the second day"
            return nil
        }
        if ordinal == -1 { ordinal = isQuarter ? 4 : 2 }
        guard (1...(isQuarter ? 4 : 2)).contains(ordinal) else { return nil }
        at += 1
        let (year, end) = yearBehind(at)
        // A half is also half of a match: without a year it is no time.
        guard isQuarter || year != nil else { return nil }
        let resolved =
            year ?? nearestYear(isQuarter ? ordinal * 3 - 1 : ordinal * 6 - 3, nil, direction(i), relative: nil)
        return Found(
            start: i, end: year == nil ? at : end,
            time: isQuarter ? .quarter(resolved, ordinal) : .half(resolved, ordinal))
    }

    /// "of 2009", " 2009", "of last year", "of the year", "this year" at `i`.
    func yearBehind(_ i: Int) -> (Int?, Int) {
        var at = i
        let of = kind(at) == .of
        if of { at += 1 }
        if let year = yearNumber(at) { return (year, at + 1) }
        if kind(at) == .relative, unit(at + 1) == .year { return (today.year + word(at).value, at + 2) }
        if kind(at) == .article { at += 1 }
        if of, unit(at) == .year {
            if kind(at + 1) == .relative, language != .english { return (today.year + word(at + 1).value, at + 2) }
            return (today.year, at + 1)
        }
        return (nil, i)
    }

    // MARK: Early, mid, late

    /// "early June", "late 2006", "mid-1990s", "the end of the year", "the start of this week".
    func startingWithEdge(_ i: Int) -> Found? {
        var at = i + 1
        if isDash(at), joined(at) { at += 1 }
        let of = kind(at) == .of
        if of { at += 1 }
        if kind(at) == .preposition, language == .english { at += 1 }
        if kind(at) == .article { at += 1 }
        guard at < high else { return nil }
        if unit(at) != nil, of || kind(at - 1) == .article {
            // "the end of the year", "late in the day"
            guard let unit = unit(at),
                unit == .year || unit == .month || unit == .week || unit == .day || unit == .decade
            else { return nil }
            // "to end the day": the verb is no part of it.
            let start = of || kind(i + 1) == .preposition ? i : at
            return Found(
                start: start, end: at + 1, time: relativeUnit(unit == .day ? reference : today, unit, 0, past: false))
        }
        switch kind(at) {
        case .month, .ambiguousMonth:
            guard let date = written(at), date.day == nil else { return nil }
            guard var found = explicit(at) else { return nil }
            found.start = i
            return found
        case .relative, .past, .season, .weekday, .dayWord, .dayPart:
            guard let inner = match(at), inner.start == at, inner.time.kind != .duration else { return nil }
            return Found(start: i, end: inner.end, time: inner.time)
        default:
            if number(at) != nil {
                if let inner = decade(at) { return Found(start: i, end: inner.end, time: inner.time) }
                if let year = yearNumber(at), isYear(at, year) || isDash(at - 1) {
                    return Found(start: i, end: at + 1, time: .year(year))
                }
            }
            return nil
        }
    }

    // MARK: The rest

    func startingWithEvery(_ i: Int) -> Found? {
        if let unit = unit(i + 1) { return Found(start: i, end: i + 2, time: .set(TimeValue.duration(1, unit).value)) }
        if let (day, end) = weekday(i + 1) { return Found(start: i, end: end, time: .set("XXXX-WXX-\(day + 1)")) }
        if let part = DateWord.DayPart(rawValue: word(i + 1).value), kind(i + 1) == .dayPart {
            return Found(start: i, end: i + 2, time: .set("XXXX-XX-XXT\(part.code)"))
        }
        if let month = month(i + 1) { return Found(start: i, end: i + 2, time: .set("XXXX-\(padded(month, 2))")) }
        if let count = count(i + 1), let unit = unit(count.end) {
            return Found(start: i, end: count.end + 1, time: .set(TimeValue.duration(count.value, unit).value))
        }
        return nil
    }

    /// "the weekend"; "la semaine dernière", "el año pasado"; "years ago", "for decades".
    func startingWithUnit(_ i: Int) -> Found? {
        guard let unit = unit(i) else { return nil }
        if kind(i + 1) == .relative, language != .english, language != .german, language != .dutch, language != .russian
        {
            return Found(start: i, end: i + 2, time: relativeUnit(today, unit, word(i + 1).value, past: false))
        }
        if kind(i + 1) == .agoAfter { return Found(start: i, end: i + 2, time: .reference("PAST_REF")) }
        if language == .english, isPlural(i) {
            // "for years", "in recent years", "decades-long"
            let long = isDash(i + 1) && i + 2 < high && tokens[i + 2].hash == DateScanner.long
            if i > low, tokens[i - 1].hash == DateScanner.recent {
                return Found(start: i - 1, end: i + 1, time: .duration(0, unit))
            }
            let lasting = i > low && DateScanner.lasting.contains(tokens[i - 1].hash) && kind(i + 1) != .of
            if long || lasting { return Found(start: i, end: i + (long ? 3 : 1), time: .duration(0, unit)) }
        }
        if unit == .weekend, kind(i - 1) == .article, language != .english || !isPlural(i) {
            let past = direction(i) <= 0
            return Found(
                start: i, end: i + 1, time: .weekend(of: past && today.weekday < 5 ? today.adding(days: -7) : today))
        }
        return nil
    }

    static let recent = wordHash("recent")
    static let long = wordHash("long")
    static let lasting = WordTable([(1, "for in within just")])

    /// "midnight", "noon" alone.
    func startingWithDayPart(_ i: Int) -> Found? {
        guard let part = DateWord.DayPart(rawValue: word(i).value), part == .noon || part == .midnight,
            language == .english,
            kind(i - 1) == .preposition || kind(i - 1) == .joiner || kind(i - 1) == .about
        else { return nil }
        return Found(start: i, end: i + 1, time: .part(clockDay, part))
    }

    /// "earlier this year", "later today": the word belongs to the time behind it.
    func startingWithShift(_ i: Int) -> Found? {
        guard language == .english else { return nil }
        switch kind(i + 1) {
        case .relative, .dayWord, .past:
            guard let inner = match(i + 1), inner.time.kind != .duration else { return nil }
            return Found(start: i, end: inner.end, time: inner.time)
        default:
            return nil
        }
    }
}
