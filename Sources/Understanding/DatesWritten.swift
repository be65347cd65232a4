internal import Article

/// Dates as written: day, month and year in words or figures, and ranges of them.
extension DateScanner {
    /// Parts of a date as written; a missing year is to be resolved.
    struct Written {
        var year: Int?
        var month: Int
        var day: Int?
        var lastDay: Int?
        var end: Int
    }

    /// "March 20, 2023", "20 March", "20th of March 2023", "March 20-22", "2023-03-20", "20.03.2023", "March 2023".
    func written(_ i: Int) -> Written? {
        if let month = month(i) { return monthFirst(i, month) }
        return dayFirstWritten(i) ?? numeric(i)
    }

    func monthFirst(_ i: Int, _ month: Int) -> Written? {
        var at = i + 1
        if isAbbreviationDot(at) { at += 1 }
        var date = Written(year: nil, month: month, day: nil, lastDay: nil, end: at)
        if kind(at) == .article, dayNumber(at + 1) != nil, number(at + 1)?.suffix == true { at += 1 }
        if let day = dayNumber(at), !isDecimalOrUnit(at) {
            date.day = day
            date.end = at + 1
            if let range = rangeEnd(at + 1), range.day > day {
                date.lastDay = range.day
                date.end = range.end
            }
            at = date.end
        }
        year(&date, at)
        return date
    }

    /// "-22", "–22", " to 22", " and 22" behind a day, where no month of its own follows.
    func rangeEnd(_ i: Int) -> (day: Int, end: Int)? {
        guard isDash(i) || kind(i) == .joiner || isMark(i, 0x2F) else { return nil }
        guard let day = dayNumber(i + 1), !isDecimalOrUnit(i + 1) else { return nil }
        var next = i + 2
        if kind(next) == .of { next += 1 }
        guard month(next) == nil else { return nil }
        return (day, i + 2)
    }

    /// "March 20 percent" and "May 5 people" are no dates; "5 million" neither.
    func isDecimalOrUnit(_ i: Int) -> Bool {
        guard i + 1 < high else { return false }
        if tokens[i + 1].kind == .symbol && joined(i + 1) { return true }
        if isMark(i + 1, 0x3A) && joined(i + 1) { return true }
        return unit(i + 1) != nil && !(language == .russian || language == .ukrainian)
    }

    func year(_ date: inout Written, _ from: Int) {
        var at = from
        let comma = isMark(at, 0x2C)
        if comma { at += 1 }
        let of = kind(at) == .of
        if of || kind(at) == .article && language != .english { at += 1 }
        if kind(at) == .of { at += 1 }
        if kind(at) == .relative, unit(at + 1) == .year, of || language == .german && !comma {
            date.year = today.year + word(at).value
            date.end = at + 2
        } else if let year = yearNumber(at) {
            // "in May 2,000" has a separator; "March 20, 2000 people" is rare enough.
            date.year = year
            date.end = at + 1
            // "2023 года", "2023 г."
            if language == .russian || language == .ukrainian, let unit = unit(at + 1), unit == .year {
                date.end = at + 2
            }
        } else if isMark(at, 0x27), joined(at + 1), let short = number(at + 1), short.digits == 2, !short.suffix {
            date.year = short.value + (short.value < 50 ? 2000 : 1900)
            date.end = at + 2
        }
    }

    /// "20 March 2023", "20th of March", "20. März", "20 de marzo de 2023", "20–22 March".
    func dayFirstWritten(_ i: Int) -> Written? {
        let day: Int
        if let number = dayNumber(i) {
            day = number
        } else if kind(i) == .ordinal, (1...12).contains(word(i).value), tokens[i].kind == .word {
            day = word(i).value
        } else {
            return nil
        }
        var at = i + 1
        var last: Int?
        if isMark(at, 0x2E), joined(at) { at += 1 }
        if isDash(at) || kind(at) == .joiner || isMark(at, 0x2F), let second = dayNumber(at + 1), second > day {
            last = second
            at += 2
            if isMark(at, 0x2E), joined(at) { at += 1 }
        }
        if kind(at) == .of { at += 1 }
        // "the 5th day of March"
        if last == nil, unit(at) == .day, kind(at + 1) == .of, month(at + 2) != nil { at += 2 }
        if isDash(at), joined(at) { at += 1 }
        guard let month = month(at) else { return nil }
        at += 1
        if isAbbreviationDot(at) { at += 1 }
        if last == nil, kind(i) == .ordinal, kind(i + 1) != .of, language == .english { return nil }
        var date = Written(year: nil, month: month, day: day, lastDay: last, end: at)
        if isDash(at), joined(at), yearNumber(at + 1) != nil { at += 1 }
        year(&date, at)
        return date
    }

    /// "2023-03-20", "20/03/2023", "3/20/23", "20.03.2023".
    func numeric(_ i: Int) -> Written? {
        if let dotted = dottedDate(i) { return dotted }
        guard let a = number(i), !a.suffix, i + 4 < high || i + 4 == high - 0, let b = number(i + 2),
            let c = number(i + 4),
            joined(i + 1), joined(i + 2), joined(i + 3), joined(i + 4), !b.suffix
        else { return nil }
        let dash = isMark(i + 1, 0x2D) && isMark(i + 3, 0x2D)
        let slash = isMark(i + 1, 0x2F) && isMark(i + 3, 0x2F)
        guard dash || slash, b.digits <= 2 else { return nil }
        if a.digits == 4 {
            // "2023-03-20T10:00": the letters belong to the time.
            guard (1000...2199).contains(a.value), (1...12).contains(b.value), (1...31).contains(c.value),
                c.digits == 2 || !c.suffix
            else { return nil }
            return Written(year: a.value, month: b.value, day: c.value, lastDay: nil, end: i + 5)
        }
        guard a.digits <= 2, !c.suffix, c.digits == 4 || c.digits == 2 && slash else { return nil }
        let year = c.digits == 4 ? c.value : c.value + (c.value < 50 ? 2000 : 1900)
        return ordered(a.value, b.value, year, end: i + 5)
    }

    /// Day and month of a numeric date, in the order that is possible, else in the language's.
    func ordered(_ a: Int, _ b: Int, _ year: Int, end: Int) -> Written? {
        let monthSecond = b <= 12 && (a > 12 || dayFirst)
        let (day, month) = monthSecond ? (a, b) : (b, a)
        guard (1...12).contains(month), (1...31).contains(day), (1000...2199).contains(year) else { return nil }
        return Written(year: year, month: month, day: day, lastDay: nil, end: end)
    }

    /// "20.03.2023" is one token.
    func dottedDate(_ i: Int) -> Written? {
        guard i >= low, i < high, tokens[i].kind == .number, tokens[i].end - tokens[i].start <= 10 else { return nil }
        var parts = (0, 0, 0)
        var count = 0
        var value = 0
        var digits = 0
        for at in Int(tokens[i].start)...Int(tokens[i].end) {
            if at < Int(tokens[i].end), text.body[at] &- 0x30 < 10 {
                value = value * 10 + Int(text.body[at] - 0x30)
                digits += 1
                continue
            }
            guard digits > 0, at == Int(tokens[i].end) || text.body[at] == 0x2E else { return nil }
            switch count {
            case 0: parts.0 = value
            case 1: parts.1 = value
            case 2 where digits == 4 || digits == 2: parts.2 = value
            default: return nil
            }
            count += 1
            value = 0
            digits = 0
        }
        guard count == 3 else { return nil }
        if parts.0 > 999 {
            guard (1...12).contains(parts.1), (1...31).contains(parts.2) else { return nil }
            return Written(year: parts.0, month: parts.1, day: parts.2, lastDay: nil, end: i + 1)
        }
        let year = parts.2 < 100 ? parts.2 + (parts.2 < 50 ? 2000 : 1900) : parts.2
        // With dots the day comes first everywhere.
        guard (1...31).contains(parts.0) else { return nil }
        if parts.1 > 12 { return ordered(parts.0, parts.1, year, end: i + 1) }
        return Written(year: year, month: parts.1, day: parts.0, lastDay: nil, end: i + 1)
    }

    /// An explicit date at `i`, with the range it may begin.
    func explicit(_ i: Int) -> Found? {
        guard let first = written(i) else { return nil }
        var found = Found(start: i, end: first.end, time: resolve(first, near: i))
        // "March 30 to April 3", "28 February - 3 March 2023"
        let at = first.end
        if first.day != nil, first.lastDay == nil,
            isDash(at) || kind(at) == .joiner && (word(at).value == 0 || kind(i - 1) == .between)
        {
            var next = at + 1
            if let weekday = weekday(next) { next = isMark(weekday.end, 0x2C) ? weekday.end + 1 : weekday.end }
            if var second = written(next), second.day != nil {
                var first = first
                if first.year == nil { first.year = second.year }
                let start = resolve(first, near: i)
                if second.year == nil, let from = start.from {
                    second.year = from.year
                    if second.month < first.month { second.year = from.year + 1 }
                }
                let end = resolve(second, near: next)
                found = Found(start: i, end: second.end, time: start.through(end))
            }
        }
        // "March 20 at 6 p.m."
        if let time = clock(behind: found.end), let day = found.time.from, day == found.time.until {
            found.end = time.end
            found.time = .clock(day, time.hour, time.minute, utc: time.utc)
        }
        return found
    }

    func resolve(_ date: Written, near i: Int) -> TimeValue {
        let year =
            date.year
            ?? nearestYear(
                date.month, date.day, direction(i), relative: kind(i - 1) == .relative ? word(i - 1).value : nil)
        guard let day = date.day else { return .month(year, date.month) }
        guard let first = CalendarDay(year: year, month: date.month, day: day) else { return .month(year, date.month) }
        if let last = date.lastDay, let end = CalendarDay(year: year, month: date.month, day: last) {
            return .days(first, end)
        }
        return .day(first)
    }

    /// The year in which a month (and day) without one lies: the nearest, the tense deciding between past and future.
    func nearestYear(_ month: Int, _ day: Int?, _ direction: Int, relative: Int?) -> Int {
        let months = month - today.month
        if let relative {
            // "last March", "next March"
            if relative < 0 { return months < 0 ? today.year : today.year - 1 }
            if relative > 0 { return months > 0 ? today.year : today.year + 1 }
            return today.year
        }
        var best = today.year
        var least = Int.max
        for year in today.year - 1...today.year + 1 {
            guard
                let first = CalendarDay(year: year, month: month, day: day ?? 15)
                    ?? CalendarDay(year: year, month: month, day: 28)
            else { continue }
            let distance = first.daysSince1970 - today.daysSince1970
            // The wrong side of today costs as much as five months.
            let slack = day == nil ? 31 : 3
            let wrong = direction < 0 && distance > slack || direction > 0 && distance < -slack
            let cost = abs(distance) + (wrong ? 150 : 0)
            if cost < least {
                least = cost
                best = year
            }
        }
        return best
    }
}
