internal import Article
internal import Bytes

/// Lengths of time, days by name, and what counts from today.
extension DateScanner {
    /// "three days", "a week ago", "two years later", "three-day", "six straight days".
    func startingWithCount(_ i: Int) -> Found? {
        guard let count = count(i) else { return nil }
        let isArticle = word(i).kind == .cardinal && word(i).value == -1 && count.end == i + 1
        let hyphen = isDash(count.end) && joined(count.end)
        var at = hyphen ? count.end + 1 : count.end
        // "two more years", "six straight days", "past five trading days": one word may stand between.
        if !hyphen, unit(at) == nil, isAdjective(at), unit(at + 1) != nil,
            !isArticle
        {
            at += 1
        }
        guard let unit = unit(at), unit != .quarter || language != .english else { return nil }
        if unit == .weekend, isArticle { return nil }
        at += 1
        // "27-year-old", "27 years old", "30th anniversary": an age.
        if isDash(at), joined(at), kind(at + 1) == .age { return nil }
        if kind(at) == .age { return nil }
        if kind(i - 1) == .of, i - 2 >= low, tokens[i - 2].hash == DateScanner.age { return nil }
        // "World Cup 2018 day five": a year is no number of days.
        if number(i)?.digits == 4, !isPlural(at - 1) { return nil }
        if !hyphen {
            if kind(at) == .agoAfter {
                return Found(start: i, end: at + 1, time: shifted(today, count.value, unit, -1))
            }
            if kind(at) == .shiftAfter, unit.rawValue >= DateWord.Unit.day.rawValue {
                return Found(start: i, end: at + 1, time: shifted(reference, count.value, unit, word(at).value))
            }
            // "a week from now" and the like are left to the length.
        }
        if isArticle {
            // "15 a year", "once a week"; elsewhere "a year" is a length only before "long" or after a preposition.
            if number(i - 1) != nil || kind(i - 1) == .cardinal || isPerUnit(i - 1) {
                return Found(start: i, end: at, time: .set(TimeValue.duration(1, unit).value))
            }
            guard hyphen || kind(i - 1) == .about || kind(i - 1) == .preposition else { return nil }
        }
        return Found(start: i, end: at, time: .duration(count.value, unit))
    }

    static let age = wordHash("age")

    func isPlural(_ i: Int) -> Bool {
        guard language == .english else { return true }
        return text.body[Int(tokens[i].end) - 1] | 0x20 == 0x73
    }

    func isAdjective(_ i: Int) -> Bool {
        guard i < high, tokens[i].kind == .word else { return false }
        return DateScanner.between.contains(tokens[i].hash)
    }

    /// Words that may stand between a number and its unit.
    static let between = WordTable([
        (1, "more straight consecutive full trading business working whole long calendar additional successive")
    ])

    func isPerUnit(_ i: Int) -> Bool {
        i >= low && i < high && DateScanner.rates.contains(tokens[i].hash)
    }

    static let rates = WordTable([
        (1, "once twice times percent million billion thousand per barrels dollars pounds euros")
    ])

    /// `count` units before (-1) or after (1) a day, as exact as the unit.
    func shifted(_ day: CalendarDay, _ count: Int, _ unit: DateWord.Unit, _ sign: Int) -> TimeValue {
        guard count > 0, count < 3000 else { return .reference(sign < 0 ? "PAST_REF" : "FUTURE_REF") }
        let n = count * sign
        switch unit {
        case .second, .minute, .hour:
            let hours = unit == .hour ? n : 0
            return .day(day.adding(days: hours / 24))
        case .day: return .day(day.adding(days: n))
        case .weekend: return .weekend(of: day.adding(days: 7 * n))
        case .week: return .day(day.adding(days: 7 * n))
        case .fortnight: return .day(day.adding(days: 14 * n))
        case .month:
            let (year, month) = TimeValue.normalised(day.year, day.month + n)
            return .month(year, month)
        case .quarter:
            let (year, month) = TimeValue.normalised(day.year, day.month + 3 * n)
            return .month(year, month)
        case .year: return .year(day.year + n)
        case .decade: return .year(day.year + 10 * n)
        case .century: return .year(day.year + 100 * n)
        }
    }

    /// "vor drei Tagen", "il y a trois jours", "hace dos años".
    func startingWithAgo(_ i: Int) -> Found? {
        var start = i
        var at = i + 1
        if language == .french {
            guard i > low, tokens[i - 1].hash == DateScanner.il, at < high, tokens[at].hash == DateScanner.a else {
                return nil
            }
            start = i - 1
            at += 1
        }
        while kind(at) == .about || isAdjective(at) || kind(at) == .edge { at += 1 }
        guard let count = count(at), let unit = unit(count.end) else { return nil }
        return Found(start: start, end: count.end + 1, time: shifted(today, count.value, unit, -1))
    }

    static let il = wordHash("il")
    static let a = wordHash("a")

    // MARK: Days by name

    func startingWithWeekday(_ i: Int) -> Found? {
        guard let (day, end) = weekday(i) else { return nil }
        // "Monday, March 20, 2023", "Montag, den 20. März"
        var at = end
        if isMark(at, 0x2C) { at += 1 }
        if kind(at) == .article || kind(at) == .preposition && language != .english && dayNumber(at + 1) != nil {
            at += 1
        }
        if let date = written(at), date.day != nil, var found = explicit(at) {
            found.start = i
            return found
        }
        // "Sunday Times", "Black Friday", "Sunday's Super Bowl" (that one is a day)
        if i > low, DateScanner.festive.contains(tokens[i - 1].hash), tokens[i - 1].has(.capitalised) { return nil }
        if i + 1 < high, DateScanner.papers.contains(tokens[i + 1].hash), tokens[i + 1].has(.capitalised) { return nil }
        var date: CalendarDay
        var start = i
        var stop = end
        let before = word(i - 1)
        if before.kind == .relative {
            date = relativeWeekday(day, before.value)
            start = i - 1
        } else if kind(end) == .relative, language != .english, language != .german, language != .dutch {
            // "lundi dernier", "el lunes pasado"
            date = relativeWeekday(day, word(end).value)
            stop = end + 1
        } else {
            date = nearestWeekday(day, direction(i))
        }
        if kind(i - 1) == .every { return Found(start: i - 1, end: end, time: .set("XXXX-WXX-\(day + 1)")) }
        // "Monday to Friday"
        if kind(stop) == .joiner && word(stop).value == 0 || isDash(stop), let last = weekday(stop + 1) {
            let length = (last.day - day + 7) % 7
            if length > 0 { return Found(start: start, end: last.end, time: .days(date, date.adding(days: length))) }
        }
        return withPart(Found(start: start, end: stop, time: .day(date)), date)
    }

    /// Appends "morning", "at 6 p.m." to a day.
    func withPart(_ found: Found, _ day: CalendarDay) -> Found {
        if kind(found.end) == .dayPart
            || language == .german && tokens.indices.contains(found.end) && kind(found.end) == .dayWord
                && word(found.end).value == 1
        {
            let part =
                kind(found.end) == .dayPart ? DateWord.DayPart(rawValue: word(found.end).value) ?? .morning : .morning
            let next = Found(start: found.start, end: found.end + 1, time: .part(day, part))
            if let time = clock(behind: next.end) {
                return Found(
                    start: found.start, end: time.end, time: .clock(day, time.hour, time.minute, utc: time.utc))
            }
            return next
        }
        if let time = clock(behind: found.end) {
            return Found(start: found.start, end: time.end, time: .clock(day, time.hour, time.minute, utc: time.utc))
        }
        return found
    }

    static let festive = WordTable([
        (1, "black good super bloody ash palm easter cyber shrove fat holy whit giving ruby")
    ])
    static let papers = WordTable([
        (1, "times mirror telegraph mail express herald post people star world review night")
    ])

    func nearestWeekday(_ day: Int, _ direction: Int) -> CalendarDay {
        let ahead = (day - today.weekday + 7) % 7
        if direction > 0 { return today.adding(days: ahead) }
        return today.adding(days: ahead == 0 ? 0 : ahead - 7)
    }

    func relativeWeekday(_ day: Int, _ relative: Int) -> CalendarDay {
        let ahead = (day - today.weekday + 7) % 7
        if relative < 0 { return today.adding(days: ahead == 0 ? -7 : ahead - 7) }
        if relative > 0 { return today.adding(days: ahead == 0 ? 7 : ahead) }
        // "this Friday": of this week.
        return today.adding(days: day - today.weekday)
    }

    func startingWithDayWord(_ i: Int) -> Found? {
        let day = today.adding(days: word(i).value)
        var start = i
        if kind(i - 1) == .shiftAfter || kind(i - 1) == .edge, language == .english { start = i - 1 }
        if language == .english, tokens[i].hash == DateScanner.tonight {
            return Found(start: start, end: i + 1, time: .part(day, .night))
        }
        // German "morgen" is morning behind another day word.
        return withPart(Found(start: start, end: i + 1, time: .day(day)), day)
    }

    static let tonight = wordHash("tonight")

    // MARK: Last, this, next

    func startingWithRelative(_ i: Int) -> Found? {
        let relative = word(i).value
        // "this", "that" without a time behind them are frequent: decide fast.
        let next = word(i + 1)
        switch next.kind {
        case .unit, .fraction:
            guard let unit = unit(i + 1) else { return nil }
            // "the next day" in a story counts from the day told of.
            let following = unit == .day && relative != 0
            let base = following && kind(i - 1) == .article ? reference : today
            var found = Found(start: i, end: i + 2, time: relativeUnit(base, unit, relative, past: kind(i) == .past))
            // "last week of March"
            if unit == .week, kind(i + 2) == .of, let month = month(i + 3) {
                let year = yearNumber(i + 4) ?? nearestYear(month, nil, direction(i), relative: nil)
                if let last = CalendarDay(
                    year: year, month: month, day: CalendarDay.length(ofMonth: month, year: year)), relative < 0
                {
                    let monday = last.adding(days: -last.weekday)
                    let week = monday.adding(days: 6).month == month ? monday : monday.adding(days: -7)
                    found = Found(start: i, end: yearNumber(i + 4) == nil ? i + 4 : i + 5, time: .week(of: week))
                }
            }
            return found
        case .weekday, .ambiguousWeekday:
            guard let (day, end) = weekday(i + 1) else { return nil }
            let date = relativeWeekday(day, relative)
            return withPart(Found(start: i, end: end, time: .day(date)), date)
        case .month, .ambiguousMonth:
            guard let month = month(i + 1) else { return nil }
            if let date = written(i + 1), date.day != nil || date.year != nil, var found = explicit(i + 1) {
                found.start = i
                return found
            }
            return Found(start: i, end: i + 2, time: .month(nearestYear(month, nil, 0, relative: relative), month))
        case .season, .ambiguousSeason:
            let year = seasonYear(next.value, relative)
            return Found(start: i, end: i + 2, time: .season(year, next.value))
        case .dayPart:
            // "this morning", "last night"
            guard let part = DateWord.DayPart(rawValue: next.value), relative <= 0 else { return nil }
            return withPart(
                Found(start: i, end: i + 2, time: .part(today.adding(days: relative), part)),
                today.adding(days: relative))
        case .cardinal, .none:
            // "last three days", "the past 30 years", "next few weeks"
            guard let count = count(i + 1) else { return nil }
            var at = count.end
            if isAdjective(at) { at += 1 }
            guard let unit = unit(at), kind(at + 1) != .age else { return nil }
            var time = TimeValue.duration(count.value, unit)
            if count.value > 0, let other = shifted(today, count.value, unit, relative < 0 ? -1 : 1).from {
                time = relative < 0 ? time.covering(min(other, today), today) : time.covering(today, max(other, today))
            }
            return Found(start: i, end: at + 1, time: time)
        default:
            if let found = withQuarter(i) { return found }
            return nil
        }
    }

    /// "last week", "this month", "next year" from `base`.
    func relativeUnit(_ base: CalendarDay, _ unit: DateWord.Unit, _ relative: Int, past: Bool) -> TimeValue {
        switch unit {
        case .second, .minute, .hour: return .duration(1, unit)
        case .day: return .day(base.adding(days: relative))
        case .week: return past ? .week(of: base.adding(days: -7)) : .week(of: base.adding(days: 7 * relative))
        case .fortnight: return TimeValue.duration(1, .fortnight)
        case .weekend:
            // "last weekend" is the one that is over, "this weekend" the coming or present one, on Monday the last.
            if relative == 0 {
                return .weekend(of: base.weekday == 0 && direction(low) <= 0 ? base.adding(days: -1) : base)
            }
            if relative < 0 { return .weekend(of: base.adding(days: -7)) }
            return .weekend(of: base.weekday < 5 ? base : base.adding(days: 7))
        case .month:
            let (year, month) = TimeValue.normalised(base.year, base.month + relative)
            return .month(year, month)
        case .quarter:
            let index = base.year * 4 + (base.month - 1) / 3 + relative
            return .quarter(index / 4, index % 4 + 1)
        case .year: return .year(base.year + relative)
        case .decade:
            return past || relative < 0 ? .decade((base.year / 10 - 1) * 10) : .decade((base.year / 10 + relative) * 10)
        case .century: return .century((base.year - 1) / 100 + 1 + relative)
        }
    }

    func seasonYear(_ season: Int, _ relative: Int) -> Int {
        let start = season * 3 + 3
        if relative < 0 { return start < today.month ? today.year : today.year - 1 }
        if relative > 0 { return start > today.month ? today.year : today.year + 1 }
        return today.year
    }

    /// "in the spring of 2009", "last summer", "autumn 2008": a season needs company.
    func startingWithSeason(_ i: Int) -> Found? {
        let season = word(i).value
        var at = i + 1
        if kind(at) == .of { at += 1 }
        if let year = yearNumber(at) { return Found(start: i, end: at + 1, time: .season(year, season)) }
        if kind(at) == .relative, language != .english {
            return Found(start: i, end: at + 1, time: .season(seasonYear(season, word(at).value), season))
        }
        if at > i + 1, kind(at) == .relative, unit(at + 1) == .year {
            return Found(start: i, end: at + 2, time: .season(today.year + word(at).value, season))
        }
        guard kind(i) == .season || kind(i - 1) == .preposition || kind(i - 1) == .article else { return nil }
        guard
            kind(i - 1) == .preposition || kind(i - 1) == .edge
                || kind(i - 1) == .article && kind(i - 2) == .preposition
        else { return nil }
        // "in the fall of the government"
        if kind(i) == .ambiguousSeason, at > i + 1 || tokens[i].has(.sentenceStart) { return nil }
        return Found(
            start: i, end: i + 1, time: .season(nearestYear(season * 3 + 4, nil, direction(i), relative: nil), season))
    }
}
