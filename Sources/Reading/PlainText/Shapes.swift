internal import Bytes

/// What can be told of a short piece of text by its shape alone.
struct Shape {
    var words = 0
    /// Words that begin with a capital letter (or are written in a script without capitals).
    var capitalised = 0
    var letters = 0
    var capitals = 0
    var digits = 0
    /// Columns.
    var width = 0
    /// A sentence ends inside: a full stop after a word of small letters, then a capital.
    var hasInnerStop = false

    init(_ text: ByteView) {
        var i = 0
        var atWord = true
        var smalls = 0
        var previous: UInt32 = 0
        var beforePrevious: UInt32 = 0
        while i < text.count {
            let (scalar, next) = utf8Scalar(text, at: i)
            i = next
            width += scalar >= 0x2E80 && scalar < 0xFFE0 ? 2 : 1
            if scalar == 0x20 || scalar == 0xA0 || scalar == 0x3000 {
                atWord = true
            } else {
                let isCapital: Bool
                let isSmall: Bool
                if scalar < 0x80 {
                    isCapital = scalar >= 0x41 && scalar <= 0x5A
                    isSmall = scalar >= 0x61 && scalar <= 0x7A
                } else if let known = Unicode.Scalar(scalar) {
                    isCapital = known.properties.isUppercase
                    isSmall = known.properties.isAlphabetic && !isCapital
                } else {
                    isCapital = false
                    isSmall = false
                }
                if isCapital || isSmall {
                    letters += 1
                    if isCapital { capitals += 1 }
                    if atWord {
                        words += 1
                        if isCapital || scalar >= 0x590 { capitalised += 1 }
                        if isCapital, previous == 0x20, isStop(beforePrevious), smalls >= 4 { hasInnerStop = true }
                        smalls = 0
                    }
                    if isSmall { smalls += 1 } else { smalls = 0 }
                    atWord = false
                } else if scalar >= 0x30 && scalar <= 0x39 {
                    digits += 1
                    if atWord { words += 1 }
                    atWord = false
                } else if scalar == 0x3002 {
                    if i < text.count { hasInnerStop = true }
                }
            }
            if previous != scalar || scalar != 0x20 {
                beforePrevious = previous
                previous = scalar
            }
        }
    }

    private func isStop(_ scalar: UInt32) -> Bool { scalar == 0x2E }

    /// Written in capitals throughout.
    var isAllCaps: Bool { letters >= 2 && capitals == letters }
}

/// Whether `text` may be a headline, judged by its shape: short, one sentence at most, no full stop at its end.
func canBeHeadline(_ text: ByteView, _ shape: Shape) -> Bool {
    guard shape.letters > 0, shape.width >= 2, shape.width <= 170, shape.words <= 28, !shape.hasInnerStop else {
        return false
    }
    // A page's buttons: "Share this withEmailFacebook".
    if text.hasIgnoringCase("share this with") { return false }
    // Hardly a headline is longer than a hundred letters, unless it is set in title case.
    guard shape.width <= 104 || shape.capitalised * 5 >= shape.words * 3 else { return false }
    switch lastMark(text) {
    case 0x2E: return endsInAbbreviation(text)
    case 0x2C, 0x3B, 0x3002, 0x964, 0x3001, 0xFF0C, 0x2D, 0x3D: return false
    default: return true
    }
}

/// "U.S.", "Inc.", "Jr.", "…": a full stop that ends no sentence.
private func endsInAbbreviation(_ text: ByteView) -> Bool {
    var end = text.count
    while end > 0, text[end - 1] != 0x2E { end -= 1 }
    guard end >= 3 else { return false }
    if text[end - 2] == 0x2E { return true }
    if isUpper(text[end - 2]), !isLetter(text[end - 3]) { return true }
    var start = end - 1
    while start > 0, isLetter(text[start - 1]) { start -= 1 }
    let word = text[view: start..<end - 1]
    let known: [StaticString] = ["inc", "corp", "ltd", "co", "jr", "sr", "bros", "plc", "no", "st", "vs"]
    return isUpper(text[start]) && known.contains { word.equalsIgnoringCase($0) }
}

/// Whether `text` opens as a wire story does, with a place, an agency or both before a dash: such text is body.
func opensWithDateline(_ text: ByteView) -> Bool {
    let b = text[view: 0..<min(text.count, 160)]
    guard let first = b.first else { return false }
    // (CNN), (ANSA) - …, （中央社記者…日電）
    if first == 0x28, let close = b.index(of: 0x29), close <= 24 {
        let inside = Shape(b[view: 1..<close])
        // (서울=연합뉴스) … =
        if b[view: 1..<close].contains(0x3D) { return true }
        return inside.isAllCaps && inside.digits == 0 && inside.words <= 2
    }
    if b.has("\u{FF08}") || b.has("\u{FF3B}") || b.has("\u{3010}") || b.has("\u{65B0}\u{534E}\u{793E}") {
        return eastAsianDateline(b)
    }
    if first >= 0xE3, eastAsianDateline(b) { return true }
    // /PRNewswire/, /TASS/
    if let slash = b.index(of: 0x2F), slash > 2, slash + 3 < b.count, isUpper(b[slash + 1]),
        let close = b.index(of: 0x2F, from: slash + 2), close - slash < 30, b[slash - 1] == 0x20
    {
        return true
    }
    // A bracket near the start, and a dash or "=" after it; before it a place in capitals or a date.
    var from = 0
    while let open = b.index(of: 0x28, from: from), open < 90 {
        guard let close = b.index(of: 0x29, from: open), close - open < 50 else { return false }
        from = close
        let after = b.skipSpace(from: close + 1)
        let isDashed = isDash(b, at: after) || b.has(".", at: close + 1) && isDash(b, at: close + 2)
        let before = b[view: 0..<open]
        let isPlace = leadingCapitals(before) >= 3 || isDate(before)
        // 19th March 2023 – (Beijing)
        if endsInDash(before), isDate(before) { return true }
        if isDashed && (isPlace || Shape(before).words <= 6 && open < 60) && open > 0 { return true }
    }
    // CITY, Month day …; CITY, Region, Month day …
    guard leadingCapitals(b) >= 3 else { return false }
    var comma = -1
    while let next = b.index(of: 0x2C, from: comma + 1), next < 50, next + 2 < b.count {
        comma = next
        var end = comma + 2
        while end < b.count, isLetter(b[end]) || b[end] >= 0x80 { end += 1 }
        if case .month? = DateWord.all[b[view: comma + 2..<end].map(lowered)] { return true }
    }
    return false
}

/// A report's opening in Chinese or Japanese: 新华社北京3月19日电, （…台北19日電）, 【ドーハ共同】.
private func eastAsianDateline(_ b: ByteView) -> Bool {
    let near = b[view: 0..<min(b.count, 90)]
    return near.index(of: "\u{65E5}\u{7535}") != nil || near.index(of: "\u{65E5}\u{96FB}") != nil
        || near.index(of: "\u{65E5}\u{8BAF}") != nil || near.index(of: "\u{5171}\u{540C}\u{3011}") != nil
        || near.index(of: "\u{65E5} \u{30ED}\u{30A4}\u{30BF}\u{30FC}") != nil
}

func isDash(_ b: ByteView, at i: Int) -> Bool {
    guard i >= 0, i < b.count else { return false }
    switch b[i] {
    case 0x2D, 0x5F, 0x3D: return true
    case 0xE2:
        return b.has("\u{2013}", at: i) || b.has("\u{2014}", at: i) || b.has("\u{2015}", at: i)
            || b.has("\u{2212}", at: i)
    default: return false
    }
}

private func endsInDash(_ b: ByteView) -> Bool {
    let text = b.trimmed
    return isDash(text, at: text.count - 1) || isDash(text, at: text.count - 3)
}

/// How many capital letters `b` begins with, spaces, commas, full stops and hyphens between aside.
private func leadingCapitals(_ b: ByteView) -> Int {
    var count = 0
    var i = 0
    while i < b.count {
        let (scalar, next) = utf8Scalar(b, at: i)
        if scalar >= 0x41 && scalar <= 0x5A {
            count += 1
        } else if scalar >= 0xC0, let known = Unicode.Scalar(scalar), known.properties.isUppercase {
            count += 1
        } else if scalar != 0x20 && scalar != 0x2D && scalar != 0x2E && scalar != 0x27 && scalar != 0x2F {
            break
        }
        i = next
    }
    // A word that goes on in small letters is no capitals.
    if i > 0, i < b.count, isLower(b[i]) { count -= 1 }
    return count
}

private func isDate(_ b: ByteView) -> Bool {
    let line = DateLine(b)
    return line.published != nil || line.yearless != nil
}
