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
    var low = 0
    var high = 0
    /// `DateWord`s, packed, by token.
    var words: [UInt32] = []
    /// The day the text spoke of last, to which "the next day" refers.
    var reference: CalendarDay
    /// The day a clock time belongs to: the one spoken of last in the sentence.
    var clockDay: CalendarDay

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

    static let numberMark: UInt32 = 0xFFFF_FFFF

    // MARK: Looking at tokens

    /// What was found: tokens `start..<end` and what they mean.
    struct Found {
        var start: Int
        var end: Int
        var time: TimeValue
    }

    func word(_ i: Int) -> DateWord {
        guard i >= low, i < high, words[i] != DateScanner.numberMark, words[i] != 0 else { return .none }
        return DateWord(packed: words[i])
    }

    func kind(_ i: Int) -> DateWord.Kind { word(i).kind }

    func isMark(_ i: Int, _ byte: UInt8) -> Bool {
        i >= low && i < high && tokens[i].end - tokens[i].start == 1 && text.byte(tokens[i]) == byte
    }

    /// A hyphen or en dash, also the minus sign.
    func isDash(_ i: Int) -> Bool {
        guard i >= low, i < high, tokens[i].kind == .punctuation else { return false }
        let length = tokens[i].end - tokens[i].start
        if length == 1 { return text.byte(tokens[i]) == 0x2D }
        guard length == 3 else { return false }
        let at = Int(tokens[i].start)
        return text.body[at] == 0xE2 && text.body[at + 1] == 0x80 && text.body[at + 2] >= 0x90
            && text.body[at + 2] <= 0x95
    }

    /// No white space between the token and the one before.
    func joined(_ i: Int) -> Bool { i > low && i < high && !tokens[i].has(.spaceBefore) }

    func unit(_ i: Int) -> DateWord.Unit? {
        let found = word(i)
        switch found.kind {
        case .unit: return DateWord.Unit(rawValue: found.value)
        case .fraction where found.value == 0: return .quarter
        default: return nil
        }
    }

    /// The digits of a number token: value, count of digits, whether letters follow ("19th"). No separators.
    func number(_ i: Int) -> (value: Int, digits: Int, suffix: Bool)? {
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
    func dayNumber(_ i: Int) -> Int? {
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
    func yearNumber(_ i: Int) -> Int? {
        guard let n = number(i), n.digits == 4, !n.suffix, (1000...2199).contains(n.value) else { return nil }
        return n.value
    }

    /// A month that is surely one: ambiguous words need a capital inside the sentence, or a number beside them.
    func month(_ i: Int) -> Int? {
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

    func weekday(_ i: Int) -> (day: Int, end: Int)? {
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

    static let feira = wordHash("feira")

    /// A full stop right behind a short word, not the end of the sentence.
    func isAbbreviationDot(_ i: Int) -> Bool {
        isMark(i, 0x2E) && joined(i) && i + 1 < high && tokens[i - 1].end - tokens[i - 1].start <= 5
    }

    /// A number in digits or words at `i`; 0 is "several". `end` is behind it.
    func count(_ i: Int) -> (value: Int, end: Int)? {
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
    func match(_ i: Int) -> Found? {
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

    mutating func add(_ found: Found) {
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
    func modifierStart(_ i: Int) -> Int {
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

    static let than = wordHash("than")
    static let least = wordHash("least")
    static let most = wordHash("most")
    static let at = wordHash("at")
    static let compared = WordTable([(1, "more less fewer longer later earlier")])

    /// "the third quarter", "the weekend", "the past decade", "the end of the year", "the next day".
    func takesArticle(_ found: Found) -> Bool {
        switch kind(found.start) {
        case .ordinal, .past, .edge, .fraction, .relative: true
        case .unit: true
        case .none: tokens[found.start].has(.letterSuffix) && found.time.kind == .date
        default: false
        }
    }
}
