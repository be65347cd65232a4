internal import Article
internal import Bytes
internal import Facts

/// What a dateline says of its day; any part may be missing.
struct DateParts: Equatable {
    var year: Int?
    var month: Int?
    var day: Int?
    /// 0 is Monday.
    var weekday: Int?

    /// The day meant, in the light of a day near it: the latest that fits, no more than three days after `near`
    /// (zones, and releases dated ahead).
    func resolved(near: CalendarDay?) -> CalendarDay? {
        if let year, let month, let day { return CalendarDay(year: year, month: month, day: day) }
        guard let near else { return nil }
        let latest = near.adding(days: 3)
        if let month, let day, year == nil {
            // Eight years, for 29 February.
            for year in stride(from: latest.year, to: latest.year - 8, by: -1) {
                if let candidate = CalendarDay(year: year, month: month, day: day), candidate <= latest {
                    return candidate
                }
            }
        } else if let day, month == nil, year == nil {
            var year = latest.year
            var month = latest.month
            for _ in 0..<3 {
                if let candidate = CalendarDay(year: year, month: month, day: day), candidate <= latest {
                    return candidate
                }
                month -= 1
                if month == 0 {
                    month = 12
                    year -= 1
                }
            }
        } else if let weekday, day == nil, month == nil {
            return near.adding(days: -((near.weekday - weekday + 7) % 7))
        }
        return nil
    }

    /// As ISO 8601 where the day is not complete: `2023-03`, `--03-19`, `---19`.
    var partial: String? {
        switch (year, month, day) {
        case (let year?, let month?, nil): "\(padded(year, 4))-\(padded(month, 2))"
        case (let year?, nil, nil): padded(year, 4)
        case (nil, let month?, let day?): "--\(padded(month, 2))-\(padded(day, 2))"
        case (nil, let month?, nil): "--\(padded(month, 2))"
        case (nil, nil, let day?): "---\(padded(day, 2))"
        default: nil
        }
    }
}

/// A number token: its value and where its digits end. Digits of any script; at most eight.
func numberValue(_ token: Token, _ body: UnsafeBufferPointer<UInt8>) -> (value: Int, end: Int, digits: Int)? {
    guard token.kind == .number else { return nil }
    var i = Int(token.start)
    let end = Int(token.end)
    var value = 0
    var digits = 0
    while i < end, digits < 9 {
        let (c, length) = codePoint(at: i, in: body, end: end)
        let digit: UInt32
        switch c {
        case 0x30...0x39: digit = c - 0x30
        case 0x660...0x669: digit = c - 0x660
        case 0x6F0...0x6F9: digit = c - 0x6F0
        case 0x966...0x96F: digit = c - 0x966
        case 0x9E6...0x9EF: digit = c - 0x9E6
        case 0xFF10...0xFF19: digit = c - 0xFF10
        default:
            return digits == 0 ? nil : (value, i, digits)
        }
        value = value * 10 + Int(digit)
        digits += 1
        i += length
    }
    return digits == 0 || digits > 8 ? nil : (value, i, digits)
}

/// Reads the dates that datelines are written with, in any of the table's languages.
struct DatelineDate {
    let table: Table
    let tokens: [Token]
    let body: UnsafeBufferPointer<UInt8>

    private func byte(_ i: Int) -> UInt8 {
        i < tokens.count && tokens[i].end - tokens[i].start == 1 ? body[Int(tokens[i].start)] : 0
    }

    private func number(_ i: Int, _ range: ClosedRange<Int>) -> Int? {
        guard i < tokens.count, let (value, end, _) = numberValue(tokens[i], body), range.contains(value) else {
            return nil
        }
        // "19th", "1er", "3월": letters may follow, a fraction may not.
        if end < Int(tokens[i].end), body[end] == 0x2E || body[end] == 0x2C || body[end] == 0x3A { return nil }
        return value
    }

    private func month(_ i: Int) -> (month: Int, end: Int)? {
        guard i < tokens.count, tokens[i].kind == .word,
            let match = longestPhrase(table, tokens, body, from: i, to: tokens.count, kinds: .month),
            let month = match.first(.month)
        else { return nil }
        return (month, byte(match.end) == 0x2E ? match.end + 1 : match.end)
    }

    private func year(_ i: Int) -> Int? {
        guard i < tokens.count, let (value, end, digits) = numberValue(tokens[i], body), digits == 4,
            (1800...2199).contains(value), end == Int(tokens[i].end) || tokens[i].has(.letterSuffix)
        else { return nil }
        return value
    }

    private func isWord(_ i: Int, _ words: StaticString...) -> Bool {
        guard i < tokens.count else { return false }
        for word in words where tokens[i].hash == wordHash(word) { return true }
        return false
    }

    /// The date that begins with token `i`, and the token behind it.
    func parse(_ i: Int) -> (parts: DateParts, end: Int)? {
        guard i < tokens.count else { return nil }
        if tokens[i].kind == .word {
            let onWeekday = weekdayFirst(i)
            // "Mar 19" is a Tuesday to a Spaniard, but only before a day and a month.
            return onWeekday?.0.month != nil ? onWeekday : monthFirst(i) ?? onWeekday
        }
        guard tokens[i].kind == .number else { return nil }
        return numeric(i) ?? cjk(i) ?? dayFirst(i) ?? yearFirst(i)
    }

    private func weekdayFirst(_ i: Int) -> (DateParts, Int)? {
        guard let match = longestPhrase(table, tokens, body, from: i, to: tokens.count, kinds: .weekday),
            let weekday = match.first(.weekday), tokens[i].end - tokens[i].start > 2
        else { return nil }
        var next = match.end
        while byte(next) == 0x2C || byte(next) == 0x2E { next += 1 }
        if next < tokens.count,
            let (parts, end) = tokens[next].kind == .word
                ? monthFirst(next) : tokens[next].kind == .number ? numeric(next) ?? dayFirst(next) : nil
        {
            return (parts, end)
        }
        return (DateParts(weekday: weekday), match.end)
    }

    /// "March 19, 2023"
    private func monthFirst(_ i: Int) -> (DateParts, Int)? {
        guard let (month, after) = month(i), let day = number(after, 1...31) else { return nil }
        var parts = DateParts(month: month, day: day)
        var end = after + 1
        let next = byte(end) == 0x2C ? end + 1 : end
        if let year = year(next) {
            parts.year = year
            end = next + 1
        }
        return (parts, end)
    }

    /// "19 March 2023", "19th March", "14. července", "5 de mayo de 2023"
    private func dayFirst(_ i: Int) -> (DateParts, Int)? {
        guard let day = number(i, 1...31) else { return nil }
        var next = i + 1
        if byte(next) == 0x2E || byte(next) == 0x2C { next += 1 }
        if isWord(next, "de", "of", "di", "º") { next += 1 }
        guard let (month, after) = month(next) else { return nil }
        var parts = DateParts(month: month, day: day)
        var end = after
        next = byte(end) == 0x2C ? end + 1 : end
        if isWord(next, "de", "del") { next += 1 }
        if let year = year(next) {
            parts.year = year
            end = next + 1
            if isWord(end, "года", "г", "р", "року", "m") { end += byte(end + 1) == 0x2E ? 2 : 1 }
        }
        return (parts, end)
    }

    /// "2023. március 19."
    private func yearFirst(_ i: Int) -> (DateParts, Int)? {
        guard let year = year(i) else { return nil }
        guard let (month, after) = month(byte(i + 1) == 0x2E ? i + 2 : i + 1), let day = number(after, 1...31) else {
            return nil
        }
        var end = after + 1
        if byte(end) == 0x2E { end += 1 }
        if byte(end) == 0x2C, end + 1 < tokens.count,
            let match = longestPhrase(table, tokens, body, from: end + 1, to: tokens.count, kinds: .weekday)
        {
            end = match.end
        }
        return (DateParts(year: year, month: month, day: day), end)
    }

    /// "21.03.2022", "21.03.", "19/03/2023", "2023-03-19"
    private func numeric(_ i: Int) -> (DateParts, Int)? {
        let token = tokens[i]
        // One token with full stops inside.
        var values: [Int] = []
        var at = Int(token.start)
        while at < Int(token.end), values.count < 4 {
            var value = 0
            let start = at
            while at < Int(token.end), body[at] &- 0x30 < 10, at - start < 5 {
                value = value * 10 + Int(body[at] &- 0x30)
                at += 1
            }
            guard at > start else { return nil }
            values.append(value)
            guard at < Int(token.end) else { break }
            guard body[at] == 0x2E else { return nil }
            at += 1
        }
        if values.count == 3 { return ordered(values[0], values[1], values[2]).map { ($0, i + 1) } }
        if values.count == 2, byte(i + 1) == 0x2E, (1...31).contains(values[0]), (1...12).contains(values[1]) {
            return (DateParts(month: values[1], day: values[0]), i + 2)
        }
        guard values.count == 1, i + 4 < tokens.count, byte(i + 1) == 0x2D || byte(i + 1) == 0x2F,
            byte(i + 3) == byte(i + 1),
            let second = number(i + 2, 1...31), let third = number(i + 4, 1...2199), !tokens[i + 1].has(.spaceBefore)
        else { return nil }
        return ordered(values[0], second, third).map { ($0, i + 5) }
    }

    /// Three numbers of a date: the year is the one of four digits; day before month, unless that can't be.
    private func ordered(_ a: Int, _ b: Int, _ c: Int) -> DateParts? {
        if (1800...2199).contains(a), (1...12).contains(b), (1...31).contains(c) {
            return DateParts(year: a, month: b, day: c)
        }
        guard (1800...2199).contains(c) else { return nil }
        if (1...31).contains(a), (1...12).contains(b) { return DateParts(year: c, month: b, day: a) }
        if (1...12).contains(a), (1...31).contains(b) { return DateParts(year: c, month: a, day: b) }
        return nil
    }

    /// "2023年3月19日", "3月19日", "19日", "3월 19일"
    private func cjk(_ i: Int) -> (DateParts, Int)? {
        var parts = DateParts()
        var next = i
        while next < tokens.count, parts.day == nil, let (value, end, _) = numberValue(tokens[next], body) {
            // The unit is the rest of the token (Hangul) or a token of its own (Han).
            let inside = end < Int(tokens[next].end)
            let unitStart = inside ? end : next + 1 < tokens.count ? Int(tokens[next + 1].start) : body.count
            guard inside || next + 1 < tokens.count, unitStart + 2 < body.count else { return nil }
            let unit = codePoint(at: unitStart, in: body, end: body.count).value
            switch unit {
            case 0x5E74, 0xB144: parts.year = value  // 年 년
            case 0x6708, 0xC6D4:  // 月 월
                guard (1...12).contains(value) else { return nil }
                parts.month = value
            case 0x65E5, 0xC77C:  // 日 일
                guard (1...31).contains(value) else { return nil }
                parts.day = value
            default: return nil
            }
            next += inside ? 1 : 2
        }
        return parts.day == nil ? nil : (parts, next)
    }
}
