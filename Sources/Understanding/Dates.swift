internal import Article
internal import Bytes

/// Finds expressions of time in a text and resolves them against `today`, the article's own day.
///
/// A hand scanner over tokens: words of time are looked up by hash, and short rules join them. One grammar serves all
/// languages; what differs between them is in `DateVocabulary`. Linear.
///
/// `sentences`: only these, by index; `nil` means all.
func findDates(
    _ text: Text, language: String?, today: CalendarDay, dayFirst: Bool, sentences: Range<Int>? = nil
) -> [DateMention] {
    var scanner = DateScanner(text: text, language: KnownLanguage(tag: language), today: today, dayFirst: dayFirst)
    if let primary = language?.prefix(2), primary == "zh" || primary == "ja" || primary == "ko" {
        findEasternDates(text, today: today, sentences: sentences, into: &scanner.mentions)
        return scanner.mentions
    }
    scanner.scan(sentences ?? 0..<text.sentences.count)
    return scanner.mentions
}

struct DateScanner {
    let text: Text
    let tokens: [Token]
    let table: WordTable
    let language: KnownLanguage
    let today: CalendarDay
    /// Numeric dates name the day before the month ("19/03/2023").
    let dayFirst: Bool
    var mentions: [DateMention] = []

    /// The sentence under way, as token indices.
    private var low = 0
    private var high = 0
    /// `DateWord`s, packed, by token.
    private var words: [UInt32] = []
    /// The day the text spoke of last, to which "the next day" refers.
    private var reference: CalendarDay
    /// The day a clock time belongs to: the one spoken of last in the sentence.
    private var clockDay: CalendarDay

    init(text: Text, language: KnownLanguage, today: CalendarDay, dayFirst: Bool) {
        self.text = text
        tokens = text.tokens
        self.language = language
        table = DateVocabulary.tables[language.rawValue]
        self.today = today
        self.dayFirst = dayFirst
        reference = today
        clockDay = today
    }

    mutating func scan(_ sentences: Range<Int>) {
        words = [UInt32](repeating: 0, count: tokens.count)
        guard let first = sentences.first, let last = sentences.last else { return }
        for i in text.sentenceTokens[first].lowerBound..<text.sentenceTokens[last].upperBound {
            switch tokens[i].kind {
            case .word: words[i] = table[tokens[i].hash]
            case .number: words[i] = DateScanner.numberMark
            default: break
            }
        }
        for range in text.sentenceTokens[sentences] {
            low = range.lowerBound
            high = range.upperBound
            clockDay = today
            var i = low
            while i < high {
                guard words[i] != 0, let found = match(i), found.end > i else {
                    i += 1
                    continue
                }
                add(found)
                i = found.end
            }
        }
    }

    private static let numberMark: UInt32 = 0xFFFF_FFFF

    // MARK: Looking at tokens

    /// What was found: tokens `start..<end` and what they mean.
    private struct Found {
        var start: Int
        var end: Int
        var time: TimeValue
    }

    private func word(_ i: Int) -> DateWord {
        guard i >= low, i < high, words[i] != DateScanner.numberMark, words[i] != 0 else { return .none }
        return DateWord(packed: words[i])
    }

    private func kind(_ i: Int) -> DateWord.Kind { word(i).kind }

    private func isMark(_ i: Int, _ byte: UInt8) -> Bool {
        i >= low && i < high && tokens[i].end - tokens[i].start == 1 && text.byte(tokens[i]) == byte
    }

    /// A hyphen or en dash, also the minus sign.
    private func isDash(_ i: Int) -> Bool {
        guard i >= low, i < high, tokens[i].kind == .punctuation else { return false }
        let length = tokens[i].end - tokens[i].start
        if length == 1 { return text.byte(tokens[i]) == 0x2D }
        guard length == 3 else { return false }
        let at = Int(tokens[i].start)
        return text.body[at] == 0xE2 && text.body[at + 1] == 0x80 && text.body[at + 2] >= 0x90
            && text.body[at + 2] <= 0x95
    }

    /// No white space between the token and the one before.
    private func joined(_ i: Int) -> Bool { i > low && i < high && !tokens[i].has(.spaceBefore) }

    private func unit(_ i: Int) -> DateWord.Unit? {
        let found = word(i)
        switch found.kind {
        case .unit: return DateWord.Unit(rawValue: found.value)
        case .fraction where found.value == 0: return .quarter
        default: return nil
        }
    }

    /// The digits of a number token: value, count of digits, whether letters follow ("19th"). No separators.
    private func number(_ i: Int) -> (value: Int, digits: Int, suffix: Bool)? {
        guard i >= low, i < high, tokens[i].kind == .number else { return nil }
        var value = 0
        var digits = 0
        var at = Int(tokens[i].start)
        let end = Int(tokens[i].end)
        while at < end {
            let (c, length) = codePoint(at: at, in: text.body, end: end)
            guard let digit = digitValue(c) else { break }
            guard digits < 8 else { return nil }
            value = value * 10 + digit
            digits += 1
            at += length
        }
        if at < end {
            let (c, _) = codePoint(at: at, in: text.body, end: end)
            guard c != 0x2E, c != 0x2C, c != 0x27 else { return nil }
        }
        return digits > 0 ? (value, digits, at < end) : nil
    }

    /// The letters behind the digits are those of an ordinal ("st", "th", "er", "º") or none.
    private func dayNumber(_ i: Int) -> Int? {
        guard let n = number(i), n.digits <= 2, (1...31).contains(n.value) else { return nil }
        if n.suffix {
            let length = Int(tokens[i].end) - Int(tokens[i].start) - n.digits
            guard length <= 4 else { return nil }
            switch text.body[Int(tokens[i].end) - 1] | 0x20 {
            case 0x74, 0x64, 0x68, 0x72, 0x65, 0xBA, 0xAA: break
            default: return nil
            }
        }
        return n.value
    }

    /// A year in four digits.
    private func yearNumber(_ i: Int) -> Int? {
        guard let n = number(i), n.digits == 4, !n.suffix, (1000...2199).contains(n.value) else { return nil }
        return n.value
    }

    /// A month that is surely one: ambiguous words need a capital inside the sentence, or a number beside them.
    private func month(_ i: Int) -> Int? {
        let found = word(i)
        switch found.kind {
        case .month: return found.value
        case .ambiguousMonth:
            guard tokens[i].has(.capitalised) else { return nil }
            if number(i + 1) != nil || number(i - 1) != nil || isMark(i + 1, 0x2E) && number(i + 2) != nil {
                return found.value
            }
            if tokens[i].end - tokens[i].start < 4 && found.value != 5 { return nil }
            // "in May", "last March"; not "May I", "March on".
            if tokens[i].has(.sentenceStart) { return nil }
            switch kind(i - 1) {
            case .preposition, .relative, .edge, .from, .between, .joiner, .of, .past: return found.value
            default: return nil
            }
        default: return nil
        }
    }

    private func weekday(_ i: Int) -> (day: Int, end: Int)? {
        let found = word(i)
        switch found.kind {
        case .weekday: return (found.value, isAbbreviationDot(i + 1) ? i + 2 : i + 1)
        case .ambiguousWeekday:
            guard tokens[i].has(.capitalised), isAbbreviationDot(i + 1) || isMark(i + 1, 0x2C) else { return nil }
            if i > low, tokens[i - 1].kind == .word, tokens[i - 1].has(.capitalised) { return nil }
            let next = isMark(i + 1, 0x2C) ? i + 2 : isMark(i + 2, 0x2C) ? i + 3 : i + 2
            guard month(next) != nil || dayNumber(next) != nil else { return nil }
            return (found.value, isAbbreviationDot(i + 1) ? i + 2 : i + 1)
        case .ordinal where language == .portuguese && (2...6).contains(found.value):
            // segunda-feira is the second day, Monday
            guard isDash(i + 1), i + 2 < high, tokens[i + 2].hash == DateScanner.feira else { return nil }
            return (found.value - 2, i + 3)
        default: return nil
        }
    }

    private static let feira = wordHash("feira")

    /// A full stop right behind a short word, not the end of the sentence.
    private func isAbbreviationDot(_ i: Int) -> Bool {
        isMark(i, 0x2E) && joined(i) && i + 1 < high && tokens[i - 1].end - tokens[i - 1].start <= 5
    }

    /// A number in digits or words at `i`; 0 is "several". `end` is behind it.
    private func count(_ i: Int) -> (value: Int, end: Int)? {
        if let n = number(i) {
            guard !n.suffix, n.digits <= 4 else { return nil }
            return (n.value, i + 1)
        }
        let found = word(i)
        guard found.kind == .cardinal else { return nil }
        if found.value == -1 {
            // "a few weeks", "a dozen years", "ein paar Tage"
            if kind(i + 1) == .cardinal, word(i + 1).value == 0 || word(i + 1).value == 100 { return count(i + 1) }
            return (1, i + 1)
        }
        if found.value >= 20, found.value < 100 {
            let next = isDash(i + 1) && joined(i + 1) ? i + 2 : i + 1
            let ones = word(next)
            if ones.kind == .cardinal, (1...9).contains(ones.value) { return (found.value + ones.value, next + 1) }
        }
        if kind(i + 1) == .cardinal, word(i + 1).value == 100, found.value > 0 { return (found.value * 100, i + 2) }
        return (found.value, i + 1)
    }

    // MARK: Rules

    /// The longest expression that begins at `i`.
    private func match(_ i: Int) -> Found? {
        if words[i] == DateScanner.numberMark { return startingWithNumber(i) }
        let found = word(i)
        switch found.kind {
        case .month, .ambiguousMonth: return explicit(i)
        case .weekday, .ambiguousWeekday: return startingWithWeekday(i)
        case .ordinal: return weekday(i) != nil ? startingWithWeekday(i) : startingWithOrdinal(i)
        case .cardinal: return startingWithCount(i)
        case .dayWord: return startingWithDayWord(i)
        case .relative, .past: return startingWithRelative(i)
        case .edge: return startingWithEdge(i)
        case .agoBefore: return startingWithAgo(i)
        case .every: return startingWithEvery(i)
        case .repeating:
            // "LA Weekly" is a paper.
            if tokens[i].has(.capitalised), !tokens[i].has(.sentenceStart) { return nil }
            return Found(
                start: i, end: i + 1,
                time: .set(TimeValue.duration(1, DateWord.Unit(rawValue: found.value) ?? .day).value))
        case .season, .ambiguousSeason: return startingWithSeason(i)
        case .quarterName:
            // "Q3 2022", "Q3"
            guard tokens[i].has(.capitalised) else { return nil }
            let (year, end) = yearBehind(i + 1)
            let resolved = year ?? nearestYear(found.value * 3 - 1, nil, direction(i), relative: nil)
            return Found(start: i, end: year == nil ? i + 1 : end, time: .quarter(resolved, found.value))
        case .reference:
            return Found(start: i, end: i + 1, time: .reference(found.value < 0 ? "PAST_REF" : "PRESENT_REF"))
        case .unit, .fraction: return startingWithUnit(i)
        case .dayPart: return startingWithDayPart(i)
        case .shiftAfter: return startingWithShift(i)
        default: return nil
        }
    }

    private mutating func add(_ found: Found) {
        var start = found.start
        // Modifiers and articles that belong to the expression.
        if found.time.kind == .duration || takesArticle(found) { start = modifierStart(start) }
        if takesArticle(found), start > low, kind(start - 1) == .article { start -= 1 }
        let span = Span(Int(tokens[start].start), Int(tokens[found.end - 1].end))
        if let last = mentions.last, last.span.end > span.start { return }
        mentions.append(
            DateMention(
                span: span, kind: found.time.kind, value: found.time.value, from: found.time.from,
                until: found.time.until))
        if let day = found.time.from, day == found.time.until {
            reference = day
            clockDay = day
        }
    }

    /// "nearly", "more than", "at least" before `i`.
    private func modifierStart(_ i: Int) -> Int {
        guard i - 1 >= low, kind(i - 1) == .about else { return i }
        let hash = tokens[i - 1].hash
        if hash == DateScanner.than {
            return i - 2 >= low && DateScanner.compared.contains(tokens[i - 2].hash) ? i - 2 : i
        }
        if hash == DateScanner.least || hash == DateScanner.most {
            return i - 2 >= low && tokens[i - 2].hash == DateScanner.at ? i - 2 : i
        }
        return i - 1
    }

    private static let than = wordHash("than")
    private static let least = wordHash("least")
    private static let most = wordHash("most")
    private static let at = wordHash("at")
    private static let compared = WordTable([(1, "more less fewer longer later earlier")])

    /// "the third quarter", "the weekend", "the past decade", "the end of the year", "the next day".
    private func takesArticle(_ found: Found) -> Bool {
        switch kind(found.start) {
        case .ordinal, .past, .edge, .fraction, .relative: true
        case .unit: true
        case .none: tokens[found.start].has(.letterSuffix) && found.time.kind == .date
        default: false
        }
    }

    // MARK: Explicit dates

    /// Parts of a date as written; a missing year is to be resolved.
    private struct Written {
        var year: Int?
        var month: Int
        var day: Int?
        var lastDay: Int?
        var end: Int
    }

    /// "March 20, 2023", "20 March", "20th of March 2023", "March 20-22", "2023-03-20", "20.03.2023", "March 2023".
    private func written(_ i: Int) -> Written? {
        if let month = month(i) { return monthFirst(i, month) }
        return dayFirstWritten(i) ?? numeric(i)
    }

    private func monthFirst(_ i: Int, _ month: Int) -> Written? {
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
    private func rangeEnd(_ i: Int) -> (day: Int, end: Int)? {
        guard isDash(i) || kind(i) == .joiner || isMark(i, 0x2F) else { return nil }
        guard let day = dayNumber(i + 1), !isDecimalOrUnit(i + 1) else { return nil }
        var next = i + 2
        if kind(next) == .of { next += 1 }
        guard month(next) == nil else { return nil }
        return (day, i + 2)
    }

    /// "March 20 percent" and "May 5 people" are no dates; "5 million" neither.
    private func isDecimalOrUnit(_ i: Int) -> Bool {
        guard i + 1 < high else { return false }
        if tokens[i + 1].kind == .symbol && joined(i + 1) { return true }
        if isMark(i + 1, 0x3A) && joined(i + 1) { return true }
        return unit(i + 1) != nil && !(language == .russian || language == .ukrainian)
    }

    private func year(_ date: inout Written, _ from: Int) {
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
    private func dayFirstWritten(_ i: Int) -> Written? {
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
    private func numeric(_ i: Int) -> Written? {
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
    private func ordered(_ a: Int, _ b: Int, _ year: Int, end: Int) -> Written? {
        let monthSecond = b <= 12 && (a > 12 || dayFirst)
        let (day, month) = monthSecond ? (a, b) : (b, a)
        guard (1...12).contains(month), (1...31).contains(day), (1000...2199).contains(year) else { return nil }
        return Written(year: year, month: month, day: day, lastDay: nil, end: end)
    }

    /// "20.03.2023" is one token.
    private func dottedDate(_ i: Int) -> Written? {
        guard i >= low, i < high, tokens[i].kind == .number, tokens[i].end - tokens[i].start <= 10 else { return nil }
        var parts: [Int] = []
        var value = 0
        var digits = 0
        for at in Int(tokens[i].start)...Int(tokens[i].end) {
            if at < Int(tokens[i].end), text.body[at] &- 0x30 < 10 {
                value = value * 10 + Int(text.body[at] - 0x30)
                digits += 1
                continue
            }
            guard digits > 0, at == Int(tokens[i].end) || text.body[at] == 0x2E else { return nil }
            parts.append(value)
            if parts.count == 3, digits != 4, digits != 2 { return nil }
            value = 0
            digits = 0
        }
        guard parts.count == 3 else { return nil }
        if parts[0] > 999 {
            guard (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
            return Written(year: parts[0], month: parts[1], day: parts[2], lastDay: nil, end: i + 1)
        }
        let year = parts[2] < 100 ? parts[2] + (parts[2] < 50 ? 2000 : 1900) : parts[2]
        // With dots the day comes first everywhere.
        guard (1...31).contains(parts[0]) else { return nil }
        if parts[1] > 12 { return ordered(parts[0], parts[1], year, end: i + 1) }
        return Written(year: year, month: parts[1], day: parts[0], lastDay: nil, end: i + 1)
    }

    /// An explicit date at `i`, with the range it may begin.
    private func explicit(_ i: Int) -> Found? {
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

    private func resolve(_ date: Written, near i: Int) -> TimeValue {
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
    private func nearestYear(_ month: Int, _ day: Int?, _ direction: Int, relative: Int?) -> Int {
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

    /// Whether the clause around `i` speaks of the future (1), the past (-1), or does not tell (0): the nearest verb before
    /// it, else behind it.
    private func direction(_ i: Int) -> Int {
        if i > low, DateScanner.deadlines.contains(tokens[i - 1].hash) { return 1 }
        var at = i - 1
        var steps = 0
        while at >= low, steps < 10 {
            let found = tense(at)
            if found != 0 { return found }
            at -= 1
            steps += 1
        }
        at = i + 1
        steps = 0
        while at < high, steps < 12 {
            let found = tense(at)
            if found != 0 { return found }
            at += 1
            steps += 1
        }
        return 0
    }

    /// "until Friday", "by March 3" lie ahead.
    private static let deadlines = WordTable([(1, "until till by bis jusqu'au hasta fino até tot до")])

    private func tense(_ i: Int) -> Int {
        if language == .english, i > low {
            // "to be held", "should be completed": the verb before the participle tells.
            let before = tokens[i - 1].hash
            if before == DateScanner.be { return 0 }
            if tokens[i].hash == DateScanner.be, before == DateScanner.to { return 1 }
        }
        switch kind(i) {
        case .future: return 1
        case .former: return -1
        default: break
        }
        // English regular verbs: "announced", "killed".
        guard language == .english, tokens[i].kind == .word, !tokens[i].has(.capitalised),
            tokens[i].end - tokens[i].start > 4
        else {
            return 0
        }
        let end = Int(tokens[i].end)
        return text.body[end - 1] == 0x64 && text.body[end - 2] == 0x65 ? -1 : 0
    }

    private static let be = wordHash("be")
    private static let to = wordHash("to")

    // MARK: Numbers

    private func startingWithNumber(_ i: Int) -> Found? {
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
    private func bareYear(_ i: Int) -> Found? {
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

    private func isRightQuote(_ i: Int) -> Bool {
        guard i >= low, i < high, tokens[i].end - tokens[i].start == 3 else { return false }
        let at = Int(tokens[i].start)
        return text.body[at] == 0xE2 && text.body[at + 1] == 0x80
            && (text.body[at + 2] == 0x99 || text.body[at + 2] == 0x98)
    }

    /// Whether four digits are a year: what stands around them decides.
    private func isYear(_ i: Int, _ year: Int) -> Bool {
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
    private func isCounted(_ i: Int) -> Bool {
        guard i + 1 < high, let year = yearNumber(i) else { return false }
        guard tokens[i + 1].kind == .word, !tokens[i + 1].has(.capitalised), kind(i + 1) == .none else { return false }
        let last = text.body[Int(tokens[i + 1].end) - 1]
        if year % 100 == 0, tokens[i + 1].end - tokens[i + 1].start > 3 { return true }
        return last == 0x73 && year < 1980 || tokens[i + 1].hash == DateScanner.people
    }

    private static let people = wordHash("people")

    /// "1980s", "the '80s", "1990s", "mid-1990s".
    private func decade(_ i: Int) -> Found? {
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
    private func isDecadeBefore(_ i: Int) -> Bool {
        guard kind(i - 1) == .joiner, let n = number(i - 2), n.suffix else { return false }
        return n.value % 10 == 0 && text.body[Int(tokens[i - 2].end) - 1] == 0x73
    }

    // MARK: Clock

    private struct Clock {
        var hour: Int
        var minute: Int
        var utc: Bool
        var end: Int
    }

    /// "6 p.m.", "6:40 p.m. GMT", "18:00 UTC", "at 22:30", "0800 GMT", "18 Uhr".
    private func clock(_ i: Int) -> Clock? {
        guard let first = number(i) else { return nil }
        var hour = first.value
        var minute = 0
        var end = i + 1
        var colon = false
        if first.suffix {
            // "6pm", "6am" is one token.
            guard first.digits <= 2, Int(tokens[i].end) - Int(tokens[i].start) == first.digits + 2 else { return nil }
            let letters = (text.body[Int(tokens[i].end) - 2] | 0x20, text.body[Int(tokens[i].end) - 1] | 0x20)
            guard letters.1 == 0x6D, letters.0 == 0x61 || letters.0 == 0x70, (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (letters.0 == 0x70 ? 12 : 0)
            return zoned(Clock(hour: hour, minute: 0, utc: false, end: end))
        }
        if isMark(end, 0x3A), joined(end), joined(end + 1), let second = number(end + 1), second.digits == 2,
            second.value < 60
        {
            minute = second.value
            colon = true
            if second.suffix {
                let at = Int(tokens[end + 1].end)
                guard Int(tokens[end + 1].end) - Int(tokens[end + 1].start) == 4, text.body[at - 1] | 0x20 == 0x6D
                else { return nil }
                let letter = text.body[at - 2] | 0x20
                guard letter == 0x61 || letter == 0x70, (1...12).contains(hour) else { return nil }
                return zoned(
                    Clock(hour: hour % 12 + (letter == 0x70 ? 12 : 0), minute: minute, utc: false, end: end + 2))
            }
            end += 2
            // "10:30:15"
            if isMark(end, 0x3A), joined(end), number(end + 1)?.digits == 2 { end += 2 }
        }
        if kind(end) == .clock {
            let value = word(end).value
            if value < 2 {
                guard (1...12).contains(hour), first.digits <= 2 else { return nil }
                hour = hour % 12 + value * 12
            } else {
                guard hour < 25, first.digits <= 2 else { return nil }
                // "18 Uhr 30"
                if !colon, let more = number(end + 1), more.digits == 2, more.value < 60, !more.suffix {
                    minute = more.value
                    end += 1
                }
            }
            return zoned(Clock(hour: hour, minute: minute, utc: false, end: end + 1))
        }
        if colon {
            guard hour < 24 else { return nil }
            let time = Clock(hour: hour, minute: minute, utc: false, end: end)
            if kind(end) == .zone { return zoned(time) }
            // A score, a verse, a ratio look the same: something must announce the time.
            guard first.digits == 2 || kind(i - 1) == .preposition else { return nil }
            switch kind(i - 1) {
            case .preposition, .from, .between, .joiner, .about, .weekday, .dayWord: return time
            default: return nil
            }
        }
        if first.digits == 4, kind(end) == .zone, hour % 100 < 60, hour < 2400 {
            return zoned(Clock(hour: hour / 100, minute: hour % 100, utc: false, end: end))
        }
        return nil
    }

    private func zoned(_ time: Clock) -> Clock {
        var time = time
        var at = time.end
        let bracket = isMark(at, 0x28)
        if bracket { at += 1 }
        if kind(at) == .zone {
            time.utc = tokens[at].hash == DateScanner.gmt || tokens[at].hash == DateScanner.utc
            // "(GMT +8)"
            var end = at + 1
            if i8(end) { time.utc = false }
            while end < high, end < at + 4, !isMark(end, 0x29), bracket { end += 1 }
            if bracket { end = isMark(end, 0x29) ? end + 1 : time.end }
            time.end = end
        }
        return time
    }

    private func i8(_ i: Int) -> Bool { i < high && tokens[i].kind == .symbol && text.byte(tokens[i]) == 0x2B }
    private static let gmt = wordHash("gmt")
    private static let utc = wordHash("utc")

    /// A clock time behind a day: "Monday at 6 p.m.", "March 20, 18:00 GMT".
    private func clock(behind i: Int) -> Clock? {
        var at = i
        if isMark(at, 0x2C) { at += 1 }
        if kind(at) == .preposition || kind(at) == .about { at += 1 }
        return clock(at)
    }

    // MARK: Lengths

    /// "three days", "a week ago", "two years later", "three-day", "six straight days".
    private func startingWithCount(_ i: Int) -> Found? {
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

    private static let age = wordHash("age")

    private func isPlural(_ i: Int) -> Bool {
        guard language == .english else { return true }
        return text.body[Int(tokens[i].end) - 1] | 0x20 == 0x73
    }

    private func isAdjective(_ i: Int) -> Bool {
        guard i < high, tokens[i].kind == .word else { return false }
        return DateScanner.between.contains(tokens[i].hash)
    }

    /// Words that may stand between a number and its unit.
    private static let between = WordTable([
        (1, "more straight consecutive full trading business working whole long calendar additional successive")
    ])

    private func isPerUnit(_ i: Int) -> Bool {
        i >= low && i < high && DateScanner.rates.contains(tokens[i].hash)
    }

    private static let rates = WordTable([
        (1, "once twice times percent million billion thousand per barrels dollars pounds euros")
    ])

    /// `count` units before (-1) or after (1) a day, as exact as the unit.
    private func shifted(_ day: CalendarDay, _ count: Int, _ unit: DateWord.Unit, _ sign: Int) -> TimeValue {
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
    private func startingWithAgo(_ i: Int) -> Found? {
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

    private static let il = wordHash("il")
    private static let a = wordHash("a")

    // MARK: Days by name

    private func startingWithWeekday(_ i: Int) -> Found? {
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
    private func withPart(_ found: Found, _ day: CalendarDay) -> Found {
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

    private static let festive = WordTable([
        (1, "black good super bloody ash palm easter cyber shrove fat holy whit giving ruby")
    ])
    private static let papers = WordTable([
        (1, "times mirror telegraph mail express herald post people star world review night")
    ])

    private func nearestWeekday(_ day: Int, _ direction: Int) -> CalendarDay {
        let ahead = (day - today.weekday + 7) % 7
        if direction > 0 { return today.adding(days: ahead) }
        return today.adding(days: ahead == 0 ? 0 : ahead - 7)
    }

    private func relativeWeekday(_ day: Int, _ relative: Int) -> CalendarDay {
        let ahead = (day - today.weekday + 7) % 7
        if relative < 0 { return today.adding(days: ahead == 0 ? -7 : ahead - 7) }
        if relative > 0 { return today.adding(days: ahead == 0 ? 7 : ahead) }
        // "this Friday": of this week.
        return today.adding(days: day - today.weekday)
    }

    private func startingWithDayWord(_ i: Int) -> Found? {
        let day = today.adding(days: word(i).value)
        var start = i
        if kind(i - 1) == .shiftAfter || kind(i - 1) == .edge, language == .english { start = i - 1 }
        if language == .english, tokens[i].hash == DateScanner.tonight {
            return Found(start: start, end: i + 1, time: .part(day, .night))
        }
        // German "morgen" is morning behind another day word.
        return withPart(Found(start: start, end: i + 1, time: .day(day)), day)
    }

    private static let tonight = wordHash("tonight")

    // MARK: Last, this, next

    private func startingWithRelative(_ i: Int) -> Found? {
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
    private func relativeUnit(_ base: CalendarDay, _ unit: DateWord.Unit, _ relative: Int, past: Bool) -> TimeValue {
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

    private func seasonYear(_ season: Int, _ relative: Int) -> Int {
        let start = season * 3 + 3
        if relative < 0 { return start < today.month ? today.year : today.year - 1 }
        if relative > 0 { return start > today.month ? today.year : today.year + 1 }
        return today.year
    }

    /// "in the spring of 2009", "last summer", "autumn 2008": a season needs company.
    private func startingWithSeason(_ i: Int) -> Found? {
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

    // MARK: Quarters, halves, centuries

    private func startingWithOrdinal(_ i: Int) -> Found? {
        if word(i).kind == .ordinal, kind(i + 1) == .of || month(i + 1) != nil, let date = dayFirstWritten(i),
            date.day != nil, tokens[i].kind == .word,
            kind(i + 1) == .of && month(i + 2) != nil || language != .english
        {
            return explicit(i)
        }
        return withQuarter(i)
    }

    /// "the third quarter of 2009", "first half of last year", "fourth-quarter", "the 20th century", "day five".
    private func withQuarter(_ i: Int) -> Found? {
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
    private func yearBehind(_ i: Int) -> (Int?, Int) {
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
    private func startingWithEdge(_ i: Int) -> Found? {
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

    private func startingWithEvery(_ i: Int) -> Found? {
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
    private func startingWithUnit(_ i: Int) -> Found? {
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

    private static let recent = wordHash("recent")
    private static let long = wordHash("long")
    private static let lasting = WordTable([(1, "for in within just")])

    /// "midnight", "noon" alone.
    private func startingWithDayPart(_ i: Int) -> Found? {
        guard let part = DateWord.DayPart(rawValue: word(i).value), part == .noon || part == .midnight,
            language == .english,
            kind(i - 1) == .preposition || kind(i - 1) == .joiner || kind(i - 1) == .about
        else { return nil }
        return Found(start: i, end: i + 1, time: .part(clockDay, part))
    }

    /// "earlier this year", "later today": the word belongs to the time behind it.
    private func startingWithShift(_ i: Int) -> Found? {
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
