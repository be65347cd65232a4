internal import Article
internal import Bytes

/// Reads date-times as they stand in fields and lines: ISO 8601 in its variants, RFC 2822, and those written in words.
enum DateStamps {
    /// The stamp that `text` begins with and in essence is; `nil` where it states no complete day, month or year, or
    /// a date that can't be an article's (before 1600, placeholders such as 0001-01-01).
    static func parse(_ text: ByteView) -> Stamp? {
        let text = text.trimmed
        guard text.count >= 4 else { return nil }
        if let stamp = iso(text) ?? epoch(text) { return stamp }
        return DateLine(text).published ?? DateLine(text).updated
    }

    static func parse(_ text: String?) -> Stamp? {
        guard var text else { return nil }
        return text.withUTF8 { parse($0) }
    }

    static func parse(_ text: [UInt8]?) -> Stamp? {
        guard let text else { return nil }
        return text.withUnsafeBufferPointer { parse($0) }
    }

    // MARK: ISO 8601

    /// `2023-03-19T14:05:00.123+08:00`, `20190129T124550Z`, `2023-03-19 14:05`, `2023-03`, `20230319`.
    ///
    /// What follows the date-time may only be white space or a zone in words.
    private static func iso(_ b: ByteView) -> Stamp? {
        var i = 0
        func digits(_ count: Int) -> Int? {
            guard i + count <= b.count else { return nil }
            var value = 0
            for k in i..<i + count {
                guard isDigit(b[k]) else { return nil }
                value = value * 10 + Int(b[k] - 0x30)
            }
            i += count
            return value
        }
        func at(_ byte: UInt8) -> Bool { i < b.count && b[i] == byte }
        guard let year = digits(4) else { return nil }
        var parts = DateParts(year: year)
        let separator: UInt8? = at(0x2D) ? 0x2D : at(0x2F) ? 0x2F : nil
        if separator != nil { i += 1 }
        guard i < b.count else { return separator == nil ? parts.stamp : nil }
        guard let month = digits(2) else { return nil }
        parts.month = month
        if let separator {
            if at(separator) {
                i += 1
                guard let day = digits(2) else { return nil }
                parts.day = day
            }
        } else {
            guard let day = digits(2) else { return nil }
            parts.day = day
        }
        guard i < b.count else { return parts.stamp }
        guard parts.day != nil else { return nil }
        guard at(0x54) || at(0x74) || at(0x20) || at(0x5F) else { return at(0x5A) || at(0x2B) ? parts.stamp : nil }
        i = b.skipSpace(from: i + 1)
        if let hour = digits(2) {
            let colon = at(0x3A)
            if colon { i += 1 }
            guard let minute = digits(2) else { return nil }
            parts.hour = hour
            parts.minute = minute
            if colon ? at(0x3A) : i < b.count && isDigit(b[i]) {
                if colon { i += 1 }
                guard let second = digits(2) else { return nil }
                parts.second = second
                if at(0x2E) || at(0x2C) {
                    i += 1
                    while i < b.count, isDigit(b[i]) { i += 1 }
                }
            }
        } else {
            return nil
        }
        i = b.skipSpace(from: i)
        if i < b.count {
            // Anything else after a time, such as "pm", is for the reader of words.
            guard let zone = DateLine.zone(b[view: i..<b.count]) else { return nil }
            parts.setZone(zone)
        }
        return parts.stamp
    }

    /// Seconds or milliseconds since 1970.
    private static func epoch(_ b: ByteView) -> Stamp? {
        guard b.count == 10 || b.count == 13, b.allSatisfy(isDigit) else { return nil }
        var value: Int64 = 0
        for byte in b.prefix(10) { value = value * 10 + Int64(byte - 0x30) }
        let instant = Instant(seconds: value)
        return Stamp(instant: instant, value: instant.text, precision: .second)
    }
}

/// The pieces of a date-time, as far as they are known.
struct DateParts {
    var year: Int
    var month: Int?
    var day: Int?
    var hour: Int?
    var minute: Int?
    var second: Int?
    /// Minutes east of Greenwich.
    var zone: Int?
    private var americanZone: Int?

    init(year: Int) { self.year = year }

    mutating func setZone(_ word: DateWord) {
        switch word {
        case .zone(let minutes): zone = minutes
        case .americanZone(let minutes): americanZone = minutes
        default: break
        }
    }

    /// `nil` where there is no such date, or it can't be an article's.
    var stamp: Stamp? {
        guard year >= 1600, year <= 2200 else { return nil }
        guard let month else {
            guard let first = CalendarDay(year: year, month: 1, day: 1) else { return nil }
            var stamp = Stamp(day: first)
            stamp.value = padded(year, 4)
            stamp.precision = .year
            return stamp
        }
        guard let day else {
            guard let first = CalendarDay(year: year, month: month, day: 1) else { return nil }
            var stamp = Stamp(day: first)
            stamp.value = "\(padded(year, 4))-\(padded(month, 2))"
            stamp.precision = .month
            return stamp
        }
        guard let date = CalendarDay(year: year, month: month, day: day) else { return nil }
        guard let hour, let minute else { return Stamp(day: date) }
        guard hour <= 24, minute < 60, (second ?? 0) <= 60 else { return Stamp(day: date) }
        let zone = zone ?? americanZone.map { $0 + (DateParts.isAmericanSummer(date) ? 60 : 0) }
        var seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + min(second ?? 0, 59))
        seconds -= Int64(zone ?? 0) * 60
        // 24:00 is the next day's 00:00.
        let shown = hour == 24 ? date.adding(days: 1) : date
        var value = "\(shown.text)T\(padded(hour % 24, 2)):\(padded(minute, 2))"
        if let second { value += ":" + padded(min(second, 59), 2) }
        if let zone {
            value +=
                zone == 0 ? "Z" : "\(zone < 0 ? "-" : "+")\(padded(abs(zone) / 60, 2)):\(padded(abs(zone) % 60, 2))"
        }
        return Stamp(instant: Instant(seconds: seconds), value: value, precision: second == nil ? .minute : .second)
    }

    /// From the second Sunday of March to the first of November. Source: Energy Policy Act of 2005.
    private static func isAmericanSummer(_ day: CalendarDay) -> Bool {
        if day.month < 3 || day.month > 11 { return false }
        if day.month > 3 && day.month < 11 { return true }
        // Day of the month of the last Sunday on or before this day; 0 or less where there was none.
        let sunday = day.day - (day.weekday + 1) % 7
        return day.month == 3 ? sunday >= 8 : sunday < 1
    }
}
