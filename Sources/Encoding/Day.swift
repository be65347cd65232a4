package import Article

/// The day under which a record is filed: the article's own as its source states it, else the UTC day of arrival.
///
/// The stated day is the first ten characters of `created.value`, in the source's own zone; it counts only where they
/// are a whole day.
package func recordDay(_ created: Created?, arrived: Instant) -> CalendarDay {
    created.flatMap { statedDay($0.stamp.value) } ?? arrived.day
}

/// The day that begins `value` (`2023-03-19`, `2023-03-19T22:05:00+08:00`), `nil` where none does.
package func statedDay(_ value: String) -> CalendarDay? {
    var numbers = (0, 0, 0)
    var length = 0
    for c in value.utf8 {
        switch (length, c) {
        case (4, 0x2D), (7, 0x2D): break
        case (0...3, 0x30...0x39): numbers.0 = numbers.0 * 10 + Int(c - 0x30)
        case (5...6, 0x30...0x39): numbers.1 = numbers.1 * 10 + Int(c - 0x30)
        case (8...9, 0x30...0x39): numbers.2 = numbers.2 * 10 + Int(c - 0x30)
        default: return nil
        }
        length += 1
        if length == 10 { return CalendarDay(year: numbers.0, month: numbers.1, day: numbers.2) }
    }
    return nil
}

extension CalendarDay {
    /// `text`; `nil` outside the years 1 to 9999, which reckoning may leave and no date format has.
    var dated: String? { (1...9999).contains(year) ? text : nil }
}
