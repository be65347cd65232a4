internal import Article
internal import Bytes

/// Reads a short line for the dates and times written in it, in words or figures: `Published: Tuesday, May 7, 2019`,
/// `Jan. 5, 2021 | Updated 6:10 p.m. ET`, `19. März 2023, 10.30 Uhr`, `2023年3月19日 10:32`.
struct DateLine {
    /// The first date that is not said to be that of an update.
    private(set) var published: Stamp?
    private(set) var updated: Stamp?
    /// Day and month without a year, where no complete date was found.
    private(set) var yearless: (month: Int, day: Int)?
    /// A day of the week, where no date was found. 0 is Monday.
    private(set) var weekday: Int?
    /// A clock time that belongs to no date, or to one without a year.
    private(set) var clock: DateParts?
    /// Every word and number was part of a date or time: the line is nothing else.
    private(set) var isNothingElse = false

    private enum Token {
        case number(value: Int, digits: Int)
        case word(DateWord)
        case sign(UInt8)
        /// 年, 月, 日, 时, 分.
        case unit(UInt32)
        case unknown
    }

    /// At most this many bytes are looked at.
    static let limit = 240

    init(_ text: ByteView) {
        let tokens = DateLine.tokens(text[view: 0..<min(text.count, DateLine.limit)])
        read(tokens)
        if text.count > DateLine.limit { isNothingElse = false }
    }

    /// The zone that `text` is: `Z`, `+08:00`, `-0500`, `GMT`, `EST`, `+0000 (UTC)`.
    static func zone(_ text: ByteView) -> DateWord? {
        let text = text.trimmed
        guard let first = text.first else { return nil }
        if first == 0x2B || first == 0x2D || text.has("\u{2212}") {
            var digits: [Int] = []
            for byte in text.dropFirst() {
                if isDigit(byte) { digits.append(Int(byte - 0x30)) } else if byte == 0x28 { break }
                if digits.count > 4 { return nil }
            }
            guard digits.count == 4 || digits.count == 2 else { return nil }
            let hours = digits[0] * 10 + digits[1]
            let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
            guard hours <= 15, minutes < 60 else { return nil }
            return .zone((hours * 60 + minutes) * (first == 0x2B ? 1 : -1))
        }
        guard let word = DateWord.all[text.map(lowered)] else { return nil }
        switch word {
        case .zone, .americanZone: return word
        default: return nil
        }
    }

    // MARK: Tokens

    private static func tokens(_ b: ByteView) -> [Token] {
        var out: [Token] = []
        var i = 0
        while i < b.count {
            let byte = b[i]
            if isSpace(byte) {
                i += 1
            } else if isDigit(byte) {
                let start = i
                var value = 0
                while i < b.count, isDigit(b[i]) {
                    if i - start < 12 { value = value * 10 + Int(b[i] - 0x30) }
                    i += 1
                }
                out.append(.number(value: value, digits: i - start))
            } else if isLetter(byte) || byte >= 0x80 {
                let (scalar, next) = utf8Scalar(b, at: i)
                switch scalar {
                case 0x5E74, 0x6708, 0x65E5, 0x65F6, 0x6642, 0x5206, 0xB144, 0xC6D4, 0xC77C:
                    out.append(.unit(scalar))
                    i = next
                    continue
                case 0xA0, 0x3000, 0x202F, 0x2009, 0x200E, 0x200F:
                    i = next
                    continue
                case 0xB7, 0x2013, 0x2014, 0x2022, 0xFF1A, 0xFF08, 0xFF09, 0xFF5C, 0x7C:
                    out.append(.sign(scalar == 0xFF1A ? 0x3A : 0x7C))
                    i = next
                    continue
                default: break
                }
                let start = i
                while i < b.count, isLetter(b[i]) || b[i] >= 0x80 || b[i] == 0x2E && isInsideAbbreviation(b, i) {
                    // A sign or a figure's unit ends the word.
                    if b[i] >= 0x80 {
                        let (inner, after) = utf8Scalar(b, at: i)
                        if inner == 0xA0 || inner == 0x5E74 || inner == 0x2013 || inner == 0x2014 || inner == 0xB7 {
                            break
                        }
                        i = after
                    } else {
                        i += 1
                    }
                }
                if i == start { i = next }
                let word = b[view: start..<i].filter { $0 != 0x2E }
                let small =
                    word.allSatisfy { $0 < 0x80 }
                    ? word.map(lowered) : Array(String(decoding: word, as: UTF8.self).lowercased().utf8)
                out.append(DateWord.all[small].map { .word($0) } ?? .unknown)
            } else {
                out.append(.sign(byte))
                i += 1
            }
            if out.count > 64 { break }
        }
        return out
    }

    /// The full stop of "a.m." and "p.m.".
    private static func isInsideAbbreviation(_ b: ByteView, _ i: Int) -> Bool {
        i + 1 < b.count && i > 0 && b[i + 1] | 0x20 == 0x6D && (b[i - 1] | 0x20 == 0x61 || b[i - 1] | 0x20 == 0x70)
    }

    // MARK: Reading

    private mutating func read(_ tokens: [Token]) {
        var i = 0
        var isUpdate = false
        var unknown = 0
        var time = DateParts(year: 0)
        var dates: [(parts: DateParts, isUpdate: Bool)] = []
        func number(_ k: Int) -> (value: Int, digits: Int)? {
            if k < tokens.count, case .number(let value, let digits) = tokens[k] { return (value, digits) }
            return nil
        }
        func sign(_ k: Int) -> UInt8? {
            if k < tokens.count, case .sign(let byte) = tokens[k] { return byte }
            return nil
        }
        func word(_ k: Int) -> DateWord? {
            if k < tokens.count, case .word(let word) = tokens[k] { return word }
            return nil
        }
        func unit(_ k: Int) -> UInt32? {
            if k < tokens.count, case .unit(let unit) = tokens[k] { return unit }
            return nil
        }
        func month(_ k: Int) -> Int? {
            if case .month(let month)? = word(k) { return month }
            return nil
        }
        /// Skips fillers, full stops and commas.
        func after(_ k: Int) -> Int {
            var k = k
            while k < tokens.count {
                if word(k) == .filler || sign(k) == 0x2E || sign(k) == 0x2C { k += 1 } else { break }
            }
            return k
        }
        func finish(_ parts: DateParts) {
            dates.append((parts, isUpdate))
            isUpdate = false
        }

        while i < tokens.count {
            switch tokens[i] {
            case .word(.updated):
                isUpdate = true
                i += 1
            case .word(.weekday(let day)):
                weekday = weekday ?? day
                i += 1
            case .word(.month(let month)):
                // Month, day, year; month, year; month, day.
                var k = after(i + 1)
                if let first = number(k) {
                    if first.digits == 4 {
                        var parts = DateParts(year: first.value)
                        parts.month = month
                        finish(parts)
                        i = k + 1
                    } else if first.value >= 1, first.value <= 31, sign(k + 1) != 0x3A {
                        k = after(k + 1)
                        if let year = number(k), year.digits == 4, sign(k + 1) != 0x3A {
                            var parts = DateParts(year: year.value)
                            parts.month = month
                            parts.day = first.value
                            finish(parts)
                            i = k + 1
                        } else {
                            yearless = yearless ?? (month, first.value)
                            i = after(i + 1) + 1
                        }
                    } else {
                        i += 1
                    }
                } else {
                    unknown += 1
                    i += 1
                }
            case .word(.zone), .word(.americanZone):
                if let zone = word(i) {
                    time.setZone(zone)
                    // "GMT+8", "UTC+01:00".
                    if let byte = sign(i + 1), byte == 0x2B || byte == 0x2D, let hours = number(i + 2),
                        hours.value <= 14
                    {
                        time.setZone(.zone(hours.value * (byte == 0x2B ? 60 : -60)))
                        i += 2
                    }
                }
                i += 1
            case .word: i += 1
            case .unit: i += 1
            case .unknown:
                unknown += 1
                i += 1
            case .sign(let byte):
                // An offset after a time: "+0100", "-05:00".
                if byte == 0x2B || byte == 0x2D, time.hour != nil, let offset = number(i + 1),
                    offset.digits == 4 || offset.digits == 2,
                    number(i - 1) != nil || byte == 0x2B
                {
                    var minutes = offset.digits == 4 ? offset.value / 100 * 60 + offset.value % 100 : offset.value * 60
                    i += 2
                    if offset.digits == 2, sign(i) == 0x3A, let rest = number(i + 1), rest.value < 60 {
                        minutes += rest.value
                        i += 2
                    }
                    if minutes <= 900 { time.zone = byte == 0x2B ? minutes : -minutes }
                } else {
                    i += 1
                }
            case .number(let value, let digits):
                // A clock time.
                if digits <= 2, sign(i + 1) == 0x3A, let minute = number(i + 2), minute.digits == 2, value < 25,
                    minute.value < 60
                {
                    time.hour = value
                    time.minute = minute.value
                    i += 3
                    if sign(i) == 0x3A, let second = number(i + 1), second.digits == 2 {
                        time.second = second.value
                        i += 2
                        if sign(i) == 0x2E, number(i + 1) != nil { i += 2 }
                    }
                    adjust(&time, word(i))
                    continue
                }
                if digits <= 2, value <= 12, word(i + 1) == .am || word(i + 1) == .pm {
                    time.hour = value
                    time.minute = 0
                    adjust(&time, word(i + 1))
                    i += 2
                    continue
                }
                if digits <= 2, value < 25, sign(i + 1) == 0x2E, let minute = number(i + 2), minute.digits == 2,
                    minute.value < 60,
                    sign(i + 3) != 0x2E,
                    !dates.isEmpty || word(i + 3) == .filler || word(i + 3) == .am || word(i + 3) == .pm
                {
                    time.hour = value
                    time.minute = minute.value
                    i += 3
                    adjust(&time, word(i))
                    continue
                }
                if digits == 4, value < 2400, value % 100 < 60, isZone(word(i + 1)) {
                    time.hour = value / 100
                    time.minute = value % 100
                    i += 1
                    continue
                }
                // Year, month, day in figures, with one separator or the East Asian units.
                if digits == 4, let middle = number(i + 2), let last = number(i + 4), middle.value <= 12,
                    last.value <= 31,
                    unit(i + 1) != nil || sign(i + 1) == 0x2D || sign(i + 1) == 0x2F || sign(i + 1) == 0x2E
                {
                    var parts = DateParts(year: value)
                    parts.month = middle.value
                    parts.day = last.value
                    finish(parts)
                    i += 5
                    if unit(i) != nil { i += 1 }
                    continue
                }
                // Day, month, year in figures; month first where only that can be.
                if digits <= 2, let separator = sign(i + 1),
                    separator == 0x2E || separator == 0x2F || separator == 0x2D,
                    let middle = number(i + 2), middle.digits <= 2, sign(i + 3) == separator, let last = number(i + 4),
                    last.digits == 4 || last.digits == 2
                {
                    var parts = DateParts(year: last.digits == 4 ? last.value : 2000 + last.value)
                    (parts.day, parts.month) = middle.value > 12 ? (middle.value, value) : (value, middle.value)
                    finish(parts)
                    i += 5
                    continue
                }
                // Day, month in words, year.
                let k = after(i + 1)
                let dashed = sign(i + 1) == 0x2D ? i + 2 : k
                if digits <= 2, value >= 1, value <= 31, let month = month(dashed) {
                    var y = after(dashed + 1)
                    if sign(y) == 0x2D { y += 1 }
                    if let year = number(y),
                        year.digits == 4 || year.digits == 2 && sign(y + 1) != 0x3A && sign(y + 1) != 0x2E,
                        sign(y + 1) != 0x3A
                    {
                        var parts = DateParts(year: year.digits == 4 ? year.value : 2000 + year.value)
                        parts.month = month
                        parts.day = value
                        finish(parts)
                        i = y + 1
                    } else {
                        yearless = yearless ?? (month, value)
                        i = dashed + 1
                    }
                    continue
                }
                // asctime puts the year last.
                if digits == 4, let found = yearless, value > 1600, value < 2200 {
                    var parts = DateParts(year: value)
                    parts.month = found.month
                    parts.day = found.day
                    yearless = nil
                    finish(parts)
                    i += 1
                    continue
                }
                unknown += 1
                i += 1
            }
        }
        // The time belongs to the last date before or after it: with one date there is no doubt, and with two the
        // time stands with the update.
        if time.hour != nil {
            if var last = dates.last {
                last.parts.hour = time.hour
                last.parts.minute = time.minute
                last.parts.second = time.second
                last.parts.copyZone(of: time)
                // "Jan. 5, 2021 | Updated 6:10 p.m. ET": the time of an update that names no day is that day's.
                if isUpdate, dates.count == 1 { updated = last.parts.stamp } else { dates[dates.count - 1] = last }
            } else {
                clock = time
            }
        }
        for (parts, update) in dates {
            guard let stamp = parts.stamp else { continue }
            if update { updated = updated ?? stamp } else { published = published ?? stamp }
        }
        isNothingElse = unknown == 0 && (published != nil || updated != nil || yearless != nil || weekday != nil)
    }

    private func isZone(_ word: DateWord?) -> Bool {
        switch word {
        case .zone, .americanZone: true
        default: false
        }
    }

    private func adjust(_ time: inout DateParts, _ word: DateWord?) {
        guard let hour = time.hour, hour <= 12 else { return }
        if word == .pm, hour < 12 { time.hour = hour + 12 }
        if word == .am, hour == 12 { time.hour = 0 }
    }

    /// The day meant where the line gives no year or only a day of the week: the nearest one to `reference`.
    func resolved(near reference: CalendarDay, future: Bool) -> Stamp? {
        if let stamp = published ?? updated { return stamp }
        var day: CalendarDay?
        if let yearless {
            var best = Int.max
            for year in reference.year - 1...reference.year + 1 {
                guard let candidate = CalendarDay(year: year, month: yearless.month, day: yearless.day) else {
                    continue
                }
                let distance = abs(candidate.daysSince1970 - reference.daysSince1970)
                if distance < best {
                    best = distance
                    day = candidate
                }
            }
        } else if let weekday {
            let ahead = (weekday - reference.weekday + 7) % 7
            day = reference.adding(days: future ? ahead : ahead == 0 ? 0 : ahead - 7)
        } else if clock != nil {
            day = reference
        }
        guard let day else { return nil }
        var parts = clock ?? DateParts(year: day.year)
        (parts.year, parts.month, parts.day) = (day.year, day.month, day.day)
        return parts.stamp
    }
}

extension DateParts {
    mutating func copyZone(of other: DateParts) {
        let (year, month, day) = (year, month, day)
        self = other
        (self.year, self.month, self.day) = (year, month, day)
    }
}
