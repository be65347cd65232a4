/// A day of the proleptic Gregorian calendar, with no zone.
package struct CalendarDay: Hashable, Sendable, Comparable {
    package var year: Int
    package var month: Int
    package var day: Int

    /// `nil` where there is no such day (30 February, month 13, a year outside 1...9999).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDay.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// `nil` unless it is exactly `YYYY-MM-DD` and such a day exists.
    package init?(text: String) {
        let b = Array(text.utf8)
        guard b.count == 10, b[4] == 0x2D, b[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            range.reduce(0 as Int?) { sum, i in
                guard let sum, (0x30...0x39).contains(b[i]) else { return nil }
                return sum * 10 + Int(b[i] - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that lies `days` after 1970-01-01.
    ///
    /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    package init(daysSince1970 days: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        day = doy - (153 * mp + 2) / 5 + 1
        month = mp < 10 ? mp + 3 : mp - 9
        year = yoe + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Source: the same, `days_from_civil`.
    package var daysSince1970: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yoe = y - era * 400
        let doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy
        return era * 146_097 + doe - 719_468
    }

    /// 0 is Monday, 6 is Sunday (ISO 8601 order).
    package var weekday: Int {
        let d = (daysSince1970 + 3) % 7
        return d < 0 ? d + 7 : d
    }

    package func adding(days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + days) }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func < (a: CalendarDay, b: CalendarDay) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// `2023-03-19`.
    package var text: String {
        guard (0...9999).contains(year) else { return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
        return String(unsafeUninitializedCapacity: 10) { text in
            write(to: text)
            return 10
        }
    }

    /// The ten bytes of `text`; the year must have four digits.
    fileprivate func write(to text: UnsafeMutableBufferPointer<UInt8>) {
        twoDigits(year / 100, to: text, at: 0)
        twoDigits(year % 100, to: text, at: 2)
        text[4] = 0x2D
        twoDigits(month, to: text, at: 5)
        text[7] = 0x2D
        twoDigits(day, to: text, at: 8)
    }
}

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Sendable, Comparable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    package var seconds: Int64 {
        let (q, r) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return r < 0 ? q - 1 : q
    }

    /// The UTC day it falls on.
    package var day: CalendarDay {
        let (q, r) = seconds.quotientAndRemainder(dividingBy: 86_400)
        return CalendarDay(daysSince1970: Int(r < 0 ? q - 1 : q))
    }

    /// UTC to the second: `2023-03-19T14:05:00Z`.
    package var text: String {
        let day = day
        let rest = Int(seconds - Int64(day.daysSince1970) * 86_400)
        guard (0...9999).contains(day.year) else {
            return "\(day.text)T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
        }
        return String(unsafeUninitializedCapacity: 20) { text in
            day.write(to: text)
            text[10] = 0x54
            twoDigits(rest / 3600, to: text, at: 11)
            text[13] = 0x3A
            twoDigits(rest / 60 % 60, to: text, at: 14)
            text[16] = 0x3A
            twoDigits(rest % 60, to: text, at: 17)
            text[19] = 0x5A
            return 20
        }
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
}

/// How exactly a time is known.
package enum Precision: String, Sendable, Comparable {
    case year, month, day, minute, second

    private var rank: Int {
        switch self {
        case .year: 0
        case .month: 1
        case .day: 2
        case .minute: 3
        case .second: 4
        }
    }
    package static func < (a: Precision, b: Precision) -> Bool { a.rank < b.rank }
}

/// A date-time as a source states it.
package struct Stamp: Hashable, Sendable {
    /// The moment; where only the day is known, that day at 00:00 UTC, never shifted by a zone.
    package var instant: Instant
    /// ISO 8601 as the source states it, with its own zone and to its own precision: `2023-03-19`,
    /// `2023-03-19T22:05:00+08:00`. Its first ten characters are the article's own day.
    package var value: String
    package var precision: Precision

    package init(instant: Instant, value: String, precision: Precision) {
        self.instant = instant
        self.value = value
        self.precision = precision
    }

    package init(day: CalendarDay) {
        instant = Instant(seconds: Int64(day.daysSince1970) * 86_400)
        value = day.text
        precision = .day
    }
}

/// `number` in decimal with leading zeros up to `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width
        ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}

/// `number`, 0 to 99, as two decimal digits.
private func twoDigits(_ number: Int, to text: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
    text[place] = 0x30 + UInt8(truncatingIfNeeded: number / 10)
    text[place + 1] = 0x30 + UInt8(truncatingIfNeeded: number % 10)
}
