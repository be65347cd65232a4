internal import Article

/// A point or length of time with its TIMEX3 value and the days it covers.
///
/// Source of the values: TimeML annotation guidelines 1.2.1 (TIMEX3), which take them from ISO 8601.
struct TimeValue {
    var kind: DateMention.Kind
    var value: String
    var from: CalendarDay?
    var until: CalendarDay?

    private init(_ kind: DateMention.Kind, _ value: String, _ from: CalendarDay?, _ until: CalendarDay?) {
        self.kind = kind
        self.value = value
        self.from = from
        self.until = until
    }

    static func day(_ day: CalendarDay) -> TimeValue { TimeValue(.date, day.text, day, day) }

    static func days(_ first: CalendarDay, _ last: CalendarDay) -> TimeValue {
        guard first < last else { return first == last ? day(first) : days(last, first) }
        return TimeValue(.date, "\(first.text)/\(last.text)", first, last)
    }

    static func month(_ year: Int, _ month: Int) -> TimeValue {
        let (year, month) = normalised(year, month)
        let length = CalendarDay.length(ofMonth: month, year: year)
        return TimeValue(
            .date, "\(padded(year, 4))-\(padded(month, 2))", CalendarDay(year: year, month: month, day: 1),
            CalendarDay(year: year, month: month, day: length))
    }

    static func year(_ year: Int) -> TimeValue {
        TimeValue(
            .date, padded(max(0, year), 4), CalendarDay(year: year, month: 1, day: 1),
            CalendarDay(year: year, month: 12, day: 31))
    }

    static func years(_ first: Int, _ last: Int) -> TimeValue {
        TimeValue(
            .date, "\(padded(first, 4))/\(padded(last, 4))", CalendarDay(year: first, month: 1, day: 1),
            CalendarDay(year: last, month: 12, day: 31))
    }

    /// The ISO week that holds the day: `2023-W12`.
    static func week(of day: CalendarDay) -> TimeValue {
        let monday = day.adding(days: -day.weekday)
        return TimeValue(.date, weekText(monday), monday, monday.adding(days: 6))
    }

    /// Saturday and Sunday of the ISO week that holds the day: `2023-W12-WE`.
    static func weekend(of day: CalendarDay) -> TimeValue {
        let monday = day.adding(days: -day.weekday)
        return TimeValue(.date, weekText(monday) + "-WE", monday.adding(days: 5), monday.adding(days: 6))
    }

    private static func weekText(_ monday: CalendarDay) -> String {
        // The year of its Thursday.
        let thursday = monday.adding(days: 3)
        guard let first = CalendarDay(year: thursday.year, month: 1, day: 1) else { return "XXXX-WXX" }
        let week = (thursday.daysSince1970 - first.daysSince1970) / 7 + 1
        return "\(padded(thursday.year, 4))-W\(padded(week, 2))"
    }

    /// `quarter` is 1 to 4: `2023-Q1`.
    static func quarter(_ year: Int, _ quarter: Int) -> TimeValue {
        span("\(padded(year, 4))-Q\(quarter)", year, (quarter - 1) * 3 + 1, 3)
    }

    /// `half` is 1 or 2: `2023-H1`.
    static func half(_ year: Int, _ half: Int) -> TimeValue {
        span("\(padded(year, 4))-H\(half)", year, (half - 1) * 6 + 1, 6)
    }

    /// `season` is 0 (spring) to 3 (winter, which begins in December): `2023-SU`.
    static func season(_ year: Int, _ season: Int) -> TimeValue {
        let codes = ["SP", "SU", "FA", "WI"]
        return span("\(padded(year, 4))-\(codes[min(3, max(0, season))])", year, season * 3 + 3, 3)
    }

    private static func span(_ value: String, _ year: Int, _ month: Int, _ months: Int) -> TimeValue {
        let (lastYear, last) = normalised(year, month + months - 1)
        return TimeValue(
            .date, value, CalendarDay(year: year, month: month, day: 1),
            CalendarDay(year: lastYear, month: last, day: CalendarDay.length(ofMonth: last, year: lastYear)))
    }

    /// The ten years from `year`: `197` for the 1970s.
    static func decade(_ year: Int) -> TimeValue {
        TimeValue(
            .date, padded(year / 10, 3), CalendarDay(year: year, month: 1, day: 1),
            CalendarDay(year: year + 9, month: 12, day: 31))
    }

    /// `19` for the 20th century.
    static func century(_ number: Int) -> TimeValue {
        TimeValue(
            .date, padded(number - 1, 2), CalendarDay(year: (number - 1) * 100 + 1, month: 1, day: 1),
            CalendarDay(year: number * 100, month: 12, day: 31))
    }

    /// `2023-03-19TMO`.
    static func part(_ day: CalendarDay, _ part: DateWord.DayPart) -> TimeValue {
        TimeValue(.time, "\(day.text)T\(part.code)", day, day)
    }

    /// `2023-03-19T18:40`, with `Z` for UTC.
    static func clock(_ day: CalendarDay, _ hour: Int, _ minute: Int, utc: Bool) -> TimeValue {
        TimeValue(.time, "\(day.text)T\(padded(hour, 2)):\(padded(minute, 2))\(utc ? "Z" : "")", day, day)
    }

    /// `P3D`, `PT30M`; `count` 0 is unknown: `PXY`.
    static func duration(_ count: Int, _ unit: DateWord.Unit) -> TimeValue {
        let number = count <= 0 ? "X" : String(unit == .fortnight ? count * 2 : unit == .quarter ? count * 3 : count)
        let value =
            switch unit {
            case .second: "PT\(number)S"
            case .minute: "PT\(number)M"
            case .hour: "PT\(number)H"
            case .day: "P\(number)D"
            case .week, .fortnight: "P\(number)W"
            case .weekend: "P\(number)WE"
            case .month, .quarter: "P\(number)M"
            case .year: "P\(number)Y"
            case .decade: count <= 0 ? "PXDE" : "P\(count * 10)Y"
            case .century: count <= 0 ? "PXCE" : "P\(count * 100)Y"
            }
        return TimeValue(.duration, value, nil, nil)
    }

    /// The time that is repeated, as a duration or a weekday: `P1W`, `XXXX-WXX-1`.
    static func set(_ value: String) -> TimeValue { TimeValue(.set, value, nil, nil) }

    /// `PRESENT_REF`, `PAST_REF`.
    static func reference(_ value: String) -> TimeValue { TimeValue(.date, value, nil, nil) }

    /// Also from the first day of the one to the last of the other.
    func through(_ other: TimeValue) -> TimeValue {
        guard let from, let until = other.until, from <= until else { return self }
        return TimeValue(.date, "\(value)/\(other.value)", from, until)
    }

    func until(_ day: CalendarDay) -> TimeValue { TimeValue(kind, value, from, day) }
    func covering(_ from: CalendarDay, _ until: CalendarDay) -> TimeValue { TimeValue(kind, value, from, until) }

    /// A month beyond 1 to 12 carried into the year.
    static func normalised(_ year: Int, _ month: Int) -> (Int, Int) {
        let zero = month - 1
        let carry = zero >= 0 ? zero / 12 : (zero - 11) / 12
        return (year + carry, zero - carry * 12 + 1)
    }
}

extension CalendarDay {
    /// The same day `months` later; the month's last day where it has no such day.
    func adding(months: Int) -> CalendarDay {
        let (year, month) = TimeValue.normalised(self.year, self.month + months)
        let last = CalendarDay.length(ofMonth: month, year: year)
        return CalendarDay(year: year, month: month, day: min(day, last)) ?? self
    }

    static func <= (a: CalendarDay, b: CalendarDay) -> Bool { !(b < a) }
}
