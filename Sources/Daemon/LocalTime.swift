package import Article
internal import Bytes
internal import Glibc
internal import Host

/// Times for people, in the zone that is set, and times as people write them.
package enum LocalTime {
    /// Whether the machine knows a zone of this IANA name.
    package static func isZone(_ name: String) -> Bool {
        if name == "UTC" { return true }
        let isPlain = name.utf8.allSatisfy { c in
            (0x61...0x7A).contains(c | 0x20) || (0x30...0x39).contains(c) || c == 0x2D || c == 0x2B || c == 0x5F
                || c == 0x2F
        }
        guard isPlain, !name.isEmpty, name.first != "/", !name.contains("//"), name.utf8.count < 100 else {
            return false
        }
        let kind = (try? Files.status(at: Path("/usr/share/zoneinfo/\(name)")))?.kind
        return kind == .file || kind == .link
    }

    /// A zone's rules from the machine's database; `nil` where they can't be read.
    package static func rules(of name: String) -> Zone? {
        guard name == "local" || name == "UTC" || isZone(name) else { return nil }
        let path = Path(name == "local" ? "/etc/localtime" : "/usr/share/zoneinfo/\(name)")
        guard let file = try? Files.open(path, O_RDONLY), let status = try? Files.status(file),
            let data = try? Files.readAll(file, size: status.size, limit: 1 << 16)
        else { return nil }
        return Zone(data: data)
    }

    /// Sets this process's zone: before any thread is started, and before the first time is shown.
    package static func use(_ zone: String) {
        if zone != "local" { setenv("TZ", zone == "UTC" ? "UTC0" : ":" + zone, 1) }
        tzset()
    }

    private static func parts(_ instant: Instant) -> tm {
        var seconds = time_t(instant.seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    /// `2026-11-24 01:40:02`.
    package static func text(_ instant: Instant) -> String {
        let t = parts(instant)
        return "\(dayText(t)) \(padded(Int(t.tm_hour), 2)):\(padded(Int(t.tm_min), 2)):\(padded(Int(t.tm_sec), 2))"
    }

    /// The time alone where it was today, else with the day.
    static func short(_ instant: Instant, now: Instant? = nil) -> String {
        let full = text(instant)
        return dayText(parts(instant)) == dayText(parts(now ?? Clock.now())) ? String(full.dropFirst(11)) : full
    }

    /// The local day, `YYYY-MM-DD`, and its hour.
    static func dayAndHour(_ instant: Instant) -> (day: String, hour: Int) {
        let t = parts(instant)
        return (dayText(t), Int(t.tm_hour))
    }

    /// `01:40`.
    static func clock(_ instant: Instant) -> String { String(text(instant).dropFirst(11).prefix(5)) }

    private static func dayText(_ t: tm) -> String {
        "\(padded(Int(t.tm_year) + 1900, 4))-\(padded(Int(t.tm_mon) + 1, 2))-\(padded(Int(t.tm_mday), 2))"
    }

    // MARK: Times as journalctl takes them

    /// `01:30`, `yesterday`, `-2h`, `2h ago`, `2026-11-24 10:00`, `@1732442400`, `2026-11-24T10:00:00Z`; `nil` where it is none.
    ///
    /// Source: systemd.time(7), "Parsing timestamps" and "Parsing time spans". What names no zone is meant in the zone in use.
    package static func parse(_ text: String, now: Instant? = nil) -> Instant? {
        let now = now ?? Clock.now()
        let words = text.lowercased().split(separator: " ").map { String($0) }
        let text = words.joined(separator: " ")
        switch text {
        case "now": return now
        case "today": return midnight(now, days: 0)
        case "yesterday": return midnight(now, days: -1)
        case "tomorrow": return midnight(now, days: 1)
        default: break
        }
        if text.hasPrefix("@") {
            return Double(text.dropFirst()).flatMap { instant(now: 0, adding: $0 * 1e6) }
        }
        if let sign = text.first, sign == "-" || sign == "+", let span = span(String(text.dropFirst())) {
            return instant(now: now.microseconds, adding: sign == "-" ? -span : span)
        }
        if words.last == "ago", let span = span(words.dropLast().joined(separator: " ")) {
            return instant(now: now.microseconds, adding: -span)
        }
        return absolute(text, now)
    }

    /// Within the years that a day can name.
    private static func instant(now: Int64, adding microseconds: Double) -> Instant? {
        let sum = Double(now) + microseconds
        guard sum.isFinite, sum.magnitude < 2.5e17 else { return nil }
        return Instant(microseconds: now + Int64(microseconds))
    }

    private static func midnight(_ now: Instant, days: Int32) -> Instant? {
        var t = parts(now)
        t.tm_hour = 0
        t.tm_min = 0
        t.tm_sec = 0
        t.tm_mday += days
        t.tm_isdst = -1
        return Instant(seconds: Int64(mktime(&t)))
    }

    /// `2h 30min`, `1.5h`, `90` (seconds), in microseconds.
    private static func span(_ text: String) -> Double? {
        var total = 0.0
        var rest = Substring(text)
        var hasAny = false
        while true {
            rest = rest.drop { $0 == " " }
            if rest.isEmpty { return hasAny ? total : nil }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits), let size = units[String(unit)] else { return nil }
            total += number * size
            hasAny = true
        }
    }

    private static let units: [String: Double] = {
        let groups: [(Double, [String])] = [
            (1, ["us", "usec", "µs"]), (1e3, ["ms", "msec"]), (1e6, ["", "s", "sec", "second", "seconds"]),
            (60e6, ["m", "min", "minute", "minutes"]), (3600e6, ["h", "hr", "hour", "hours"]),
            (86_400e6, ["d", "day", "days"]), (604_800e6, ["w", "week", "weeks"]),
            (2_629_800e6, ["month", "months"]), (31_557_600e6, ["y", "year", "years"]),
        ]
        var out: [String: Double] = [:]
        for (size, names) in groups { for name in names { out[name] = size } }
        return out
    }()

    /// A day, a time of the day, or both.
    private static func absolute(_ text: String, _ now: Instant) -> Instant? {
        var words = text.replacing("t", with: " ", after: 10).split(separator: " ").map { String($0) }
        if let first = words.first, weekdays.contains(String(first.prefix(3))), first.allSatisfy(\.isLetter) {
            words.removeFirst()
        }
        var isUTC = false
        if let last = words.last, last == "utc" || last == "z" {
            isUTC = true
            words.removeLast()
        } else if let last = words.last, last.hasSuffix("z") {
            isUTC = true
            words[words.count - 1] = String(last.dropLast())
        }
        guard !words.isEmpty, words.count <= 2 else { return nil }
        var day = day(of: now, isUTC)
        var time: (Int, Int, Int64) = (0, 0, 0)
        if words.count == 2 || words[0].contains("-") {
            switch words.removeFirst() {
            case "today": break
            case "yesterday": day = day.adding(days: -1)
            case "tomorrow": day = day.adding(days: 1)
            case let word:
                let numbers = word.split(separator: "-", omittingEmptySubsequences: false).map { whole($0) }
                guard numbers.count == 3, let y = numbers[0], let m = numbers[1], let d = numbers[2],
                    let given = CalendarDay(year: y < 70 ? y + 2000 : y < 100 ? y + 1900 : y, month: m, day: d)
                else { return nil }
                day = given
            }
        }
        if let word = words.first {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard (2...3).contains(parts.count), let h = whole(parts[0]), let m = whole(parts[1]), h < 24, m < 60 else {
                return nil
            }
            var micros: Int64 = 0
            if parts.count == 3 {
                guard let s = Double(parts[2]), s >= 0, s < 61, parts[2].first?.isNumber == true else { return nil }
                micros = Int64(s * 1e6)
            }
            time = (h, m, micros)
        }
        let seconds: Int64
        if isUTC {
            seconds = Int64(day.daysSince1970) * 86_400 + Int64(time.0 * 3600 + time.1 * 60)
        } else {
            var t = tm()
            t.tm_year = Int32(day.year - 1900)
            t.tm_mon = Int32(day.month - 1)
            t.tm_mday = Int32(day.day)
            t.tm_hour = Int32(time.0)
            t.tm_min = Int32(time.1)
            t.tm_isdst = -1
            seconds = Int64(mktime(&t))
        }
        return Instant(microseconds: seconds * 1_000_000 + time.2)
    }

    private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func day(of instant: Instant, _ isUTC: Bool) -> CalendarDay {
        if isUTC { return instant.day }
        let t = parts(instant)
        return CalendarDay(year: Int(t.tm_year) + 1900, month: Int(t.tm_mon) + 1, day: Int(t.tm_mday)) ?? instant.day
    }

    private static func whole(_ digits: Substring) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}

extension String {
    /// ISO 8601's `T` between day and time, which stands at a fixed place.
    fileprivate func replacing(_ letter: Character, with other: Character, after offset: Int) -> String {
        guard let at = index(startIndex, offsetBy: offset, limitedBy: endIndex), at < endIndex, self[at] == letter
        else { return self }
        var out = self
        out.replaceSubrange(at...at, with: String(other))
        return out
    }
}
