internal import Bytes

/// Times of the day.
extension DateScanner {
    struct Clock {
        var hour: Int
        var minute: Int
        var utc: Bool
        var end: Int
    }

    /// "6 p.m.", "6:40 p.m. GMT", "18:00 UTC", "at 22:30", "0800 GMT", "18 Uhr".
    func clock(_ i: Int) -> Clock? {
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

    func zoned(_ time: Clock) -> Clock {
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

    func i8(_ i: Int) -> Bool { i < high && tokens[i].kind == .symbol && text.byte(tokens[i]) == 0x2B }
    static let gmt = wordHash("gmt")
    static let utc = wordHash("utc")

    /// A clock time behind a day: "Monday at 6 p.m.", "March 20, 18:00 GMT".
    func clock(behind i: Int) -> Clock? {
        var at = i
        if isMark(at, 0x2C) { at += 1 }
        if kind(at) == .preposition || kind(at) == .about { at += 1 }
        return clock(at)
    }
}
