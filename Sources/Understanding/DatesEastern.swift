internal import Article
internal import Bytes

/// Dates in Chinese, Japanese and Korean: "2023年3月19日", "3月19日", "19日", "昨天", "去年", "三月", "下周".
///
/// These scripts write no spaces, so the scanner walks the tokens as a string of characters and numbers.
func findEasternDates(_ text: Text, today: CalendarDay, sentences: Range<Int>?, into mentions: inout [DateMention]) {
    let tokens = text.tokens
    var i = 0
    var stop = tokens.count
    if let sentences {
        guard let first = sentences.first, let last = sentences.last else { return }
        i = text.sentenceTokens[first].lowerBound
        stop = text.sentenceTokens[last].upperBound
    }

    /// A number in digits or Han numerals at `i`: value and where it ends.
    func number(_ i: Int) -> (value: Int, end: Int)? {
        guard i < tokens.count else { return nil }
        if tokens[i].kind == .number {
            var value = 0
            var digits = 0
            var at = Int(tokens[i].start)
            while at < Int(tokens[i].end) {
                let (c, length) = codePoint(at: at, in: text.body, end: Int(tokens[i].end))
                guard let digit = digitValue(c), digits < 5 else { return nil }
                value = value * 10 + digit
                digits += 1
                at += length
            }
            return (value, i + 1)
        }
        var total = 0
        var ones: Int?
        var digits = 0
        var at = i
        while at < tokens.count, tokens[at].kind == .han, at - i < 5 {
            switch text.scalar(tokens[at]) {
            case 0x5341:  // 十
                total += (ones ?? 1) * 10
                ones = nil
                digits = 0
            case let c:
                guard let value = hanDigits[c] else {
                    guard at > i else { return nil }
                    return (total + (ones ?? 0), at)
                }
                ones = (digits > 0 ? (ones ?? 0) * 10 : 0) + value
                digits += 1
            }
            at += 1
        }
        return at > i ? (total + (ones ?? 0), at) : nil
    }

    /// Number and unit at `i`: "3" "月", or Korean "3월" in one token. `end` is behind the unit, `last` the byte behind it.
    func measure(_ i: Int) -> (value: Int, unit: UInt32, end: Int, last: Int)? {
        guard i < tokens.count else { return nil }
        if tokens[i].kind == .number, tokens[i].has(.letterSuffix) {
            var value = 0
            var at = Int(tokens[i].start)
            let end = Int(tokens[i].end)
            while at < end, at - Int(tokens[i].start) < 15 {
                let (c, length) = codePoint(at: at, in: text.body, end: end)
                at += length
                guard let digit = digitValue(c) else { return (value, c, i + 1, at) }
                value = value * 10 + digit
            }
            return nil
        }
        guard let n = number(i), n.end < tokens.count else { return nil }
        let unit = scalar(n.end)
        return unit == 0 ? nil : (n.value, unit, n.end + 1, Int(tokens[n.end].end))
    }

    func scalar(_ i: Int) -> UInt32 {
        guard i < tokens.count, tokens[i].kind == .han || tokens[i].kind == .word else { return 0 }
        return text.scalar(tokens[i])
    }

    func isYear(_ c: UInt32) -> Bool { c == 0x5E74 || c == 0xB144 }  // 年 년
    func isMonth(_ c: UInt32) -> Bool { c == 0x6708 || c == 0xC6D4 }  // 月 월
    func isDay(_ c: UInt32) -> Bool { c == 0x65E5 || c == 0x53F7 || c == 0x865F || c == 0xC77C }  // 日 号 號 일

    func add(_ start: Int, _ last: Int, _ time: TimeValue) {
        let span = Span(Int(tokens[start].start), last)
        mentions.append(DateMention(span: span, kind: time.kind, value: time.value, from: time.from, until: time.until))
    }

    while i < stop {
        if let first = measure(i), isYear(first.unit) || isMonth(first.unit) || isDay(first.unit) {
            var at = i
            var last = 0
            var year: Int?
            var month: Int?
            var day: Int?
            if isYear(first.unit), (1000...2199).contains(first.value) {
                year = first.value
                (at, last) = (first.end, first.last)
            }
            if let second = measure(at), isMonth(second.unit), (1...12).contains(second.value) {
                month = second.value
                (at, last) = (second.end, second.last)
                if scalar(at) == 0x4EFD {  // 月份
                    last = Int(tokens[at].end)
                    at += 1
                }
            }
            if let third = measure(at), isDay(third.unit), (1...31).contains(third.value),
                month != nil || year == nil && isBareDay(third.unit, third.end)
            {
                day = third.value
                (at, last) = (third.end, third.last)
            }
            if at > i, let time = resolve(year, month, day) {
                // "3月20日至22日"
                if let from = time.from, day != nil, isRange(at), let second = measure(at + 1), isDay(second.unit),
                    let until = CalendarDay(year: from.year, month: from.month, day: second.value), from < until
                {
                    add(i, second.last, .days(from, until))
                    i = second.end
                } else {
                    add(i, last, time)
                    i = at
                }
                continue
            }
        }
        if let (time, end) = word(i) {
            add(i, Int(tokens[end - 1].end), time)
            i = end
            continue
        }
        i += 1
    }

    /// 至 到 - – — ～ 〜 ~
    func isRange(_ i: Int) -> Bool {
        guard i < tokens.count else { return false }
        switch text.scalar(tokens[i]) {
        case 0x81F3, 0x5230, 0x2D, 0x2013, 0x2014, 0xFF5E, 0x301C, 0x7E: return true
        default: return false
        }
    }

    /// "19日" alone is a day, "3日間" a length.
    func isBareDay(_ unit: UInt32, _ next: Int) -> Bool {
        let after = scalar(next)
        return unit == 0x65E5 && after != 0x9593 && after != 0x95F4
    }

    func resolve(_ year: Int?, _ month: Int?, _ day: Int?) -> TimeValue? {
        guard let month else {
            if let day {
                // The nearest past day of that number.
                var date = CalendarDay(year: today.year, month: today.month, day: day)
                if let found = date, found.daysSince1970 > today.daysSince1970 + 15 {
                    let (y, m) = TimeValue.normalised(today.year, today.month - 1)
                    date = CalendarDay(year: y, month: m, day: day)
                }
                return date.map { .day($0) }
            }
            return year.map { .year($0) }
        }
        var resolved = year ?? today.year
        if year == nil, let date = CalendarDay(year: resolved, month: month, day: day ?? 15) {
            let distance = date.daysSince1970 - today.daysSince1970
            if distance > 183 { resolved -= 1 } else if distance < -183 { resolved += 1 }
        }
        guard let day else { return .month(resolved, month) }
        return CalendarDay(year: resolved, month: month, day: day).map { .day($0) }
    }

    /// Words of two or three characters.
    func word(_ i: Int) -> (TimeValue, Int)? {
        let a = scalar(i)
        guard a != 0 else { return nil }
        let b = scalar(i + 1)
        switch (a, b) {
        case (0x6628, 0x5929), (0x6628, 0x65E5): return (.day(today.adding(days: -1)), i + 2)  // 昨天 昨日
        case (0x4ECA, 0x5929), (0x4ECA, 0x65E5): return (.day(today), i + 2)  // 今天 今日
        case (0x660E, 0x5929), (0x660E, 0x65E5): return (.day(today.adding(days: 1)), i + 2)  // 明天 明日
        case (0x524D, 0x5929): return (.day(today.adding(days: -2)), i + 2)  // 前天
        case (0x540E, 0x5929), (0x5F8C, 0x5929): return (.day(today.adding(days: 2)), i + 2)  // 后天 後天
        case (0x53BB, 0x5E74), (0x6628, 0x5E74): return (.year(today.year - 1), i + 2)  // 去年 昨年
        case (0x4ECA, 0x5E74): return (.year(today.year), i + 2)  // 今年
        case (0x660E, 0x5E74), (0x6765, 0x5E74): return (.year(today.year + 1), i + 2)  // 明年 来年
        case (0x4E0A, 0x5468), (0x5148, 0x9031): return (.week(of: today.adding(days: -7)), i + 2)  // 上周 先週
        case (0x672C, 0x5468), (0x4ECA, 0x9031): return (.week(of: today), i + 2)  // 本周 今週
        case (0x4E0B, 0x5468), (0x6765, 0x9031): return (.week(of: today.adding(days: 7)), i + 2)  // 下周 来週
        case (0x4E0A, 0x6708), (0x5148, 0x6708):  // 上月 先月
            let (y, m) = TimeValue.normalised(today.year, today.month - 1)
            return (.month(y, m), i + 2)
        case (0x672C, 0x6708), (0x4ECA, 0x6708): return (.month(today.year, today.month), i + 2)  // 本月 今月
        case (0x4E0B, 0x6708), (0x6765, 0x6708):  // 下月 来月
            let (y, m) = TimeValue.normalised(today.year, today.month + 1)
            return (.month(y, m), i + 2)
        case (0x5468, _), (0x9031, _), (0x661F, 0x671F):  // 周一, 星期一
            let at = a == 0x661F ? i + 2 : i + 1
            let day = scalar(at)
            guard let index = day == 0x65E5 || day == 0x5929 ? 7 : hanDigits[day], (1...7).contains(index) else {
                return nil
            }
            let ahead = (index - 1 - today.weekday + 7) % 7
            return (.day(today.adding(days: ahead == 0 ? 0 : ahead - 7)), at + 1)
        default:
            // 月曜日
            guard b == 0x66DC, let index = [0x6708, 0x706B, 0x6C34, 0x6728, 0x91D1, 0x571F, 0x65E5].firstIndex(of: a)
            else { return nil }
            let ahead = (index - today.weekday + 7) % 7
            return (.day(today.adding(days: ahead == 0 ? 0 : ahead - 7)), scalar(i + 2) == 0x65E5 ? i + 3 : i + 2)
        }
    }
}

private let hanDigits: [UInt32: Int] = [
    0x3007: 0, 0x96F6: 0, 0x4E00: 1, 0x4E8C: 2, 0x4E09: 3, 0x56DB: 4, 0x4E94: 5, 0x516D: 6, 0x4E03: 7, 0x516B: 8,
    0x4E5D: 9,
]

extension Text {
    /// The first code point of a token.
    fileprivate func scalar(_ token: Token) -> UInt32 {
        codePoint(at: Int(token.start), in: body, end: Int(token.end)).value
    }
}
