internal import Article
internal import Bytes

/// What the wire formats of the 1970s have in common: control characters that frame header, text and trailer.
struct WireMessage {
    /// Between SOH and STX.
    var header: ArraySlice<UInt8>
    /// Between STX and ETX.
    var text: ArraySlice<UInt8>
    /// After ETX.
    var trailer: ArraySlice<UInt8>

    static let soh: UInt8 = 0x01
    static let stx: UInt8 = 0x02
    static let etx: UInt8 = 0x03
    static let eot: UInt8 = 0x04

    /// `nil` where there is no start of the text.
    init?(_ bytes: [UInt8]) {
        let start = bytes.prefix(512).firstIndex(of: WireMessage.soh).map { $0 + 1 } ?? 0
        guard let text = bytes[start...].prefix(4096).firstIndex(of: WireMessage.stx) else { return nil }
        header = bytes[start..<text]
        let rest = bytes[(text + 1)...]
        let end = rest.firstIndex(of: WireMessage.etx) ?? rest.firstIndex(of: WireMessage.eot) ?? bytes.endIndex
        self.text = rest[..<end]
        trailer = end < bytes.endIndex ? bytes[(end + 1)...] : []
    }

    /// Whether a header of text stands between SOH and STX, and nothing but fillers before it.
    static func isHeader(_ near: some Collection<UInt8>) -> Bool {
        guard let start = near.firstIndex(of: soh), near[..<start].allSatisfy({ $0 <= 0x20 || $0 == 0x7F }),
            let text = near[start...].firstIndex(of: stx)
        else { return false }
        let header = near[start..<text]
        let printed = header.count { $0 >= 0x20 || $0 == 0x0A || $0 == 0x0D }
        return header.count >= 8 && printed * 10 >= header.count * 8 && !header.contains(0)
            && header.contains(where: isDigit)
    }

    /// Whether the text's end is marked.
    var isComplete: Bool { text.endIndex < trailer.startIndex || !trailer.isEmpty }

    /// Lines without their ends, trimmed at the right; runs of carriage returns and line feeds end one line.
    static func lines(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in bytes {
            if byte == 0x0A {
                lines.append(line)
                line = []
            } else if byte != 0x0D {
                line.append(byte)
            }
        }
        lines.append(line)
        return lines
    }
}

/// A date-time put together from the digits of a wire's header or trailer; `nil` where there is no such moment.
///
/// - Parameter zone: `Z`, an offset, or nothing where the wire gives none.
func wireStamp(year: Int, month: Int, day: Int, hour: Int, minute: Int, zone: String) -> Stamp? {
    guard CalendarDay(year: year, month: month, day: day) != nil, hour < 24, minute < 60 else { return nil }
    let text =
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(hour, 2)):\(padded(minute, 2))\(zone)"
    return DateStamps.parse(text)
}

/// Two digits of a year: 1970 to 2069.
func wireYear(_ two: Int) -> Int { two < 70 ? 2000 + two : 1900 + two }

/// The numbers in `text`, each with how many digits it has, in order; at most 16.
func wireNumbers(_ text: [UInt8]) -> [(value: Int, digits: Int)] {
    var found: [(value: Int, digits: Int)] = []
    var value = 0
    var digits = 0
    for byte in text + [0x20] {
        if isDigit(byte) {
            if digits < 9 { value = value * 10 + Int(byte - 0x30) }
            digits += 1
        } else if digits > 0 {
            found.append((value, digits))
            value = 0
            digits = 0
            if found.count == 16 { break }
        }
    }
    return found
}

extension ReaderEntry {
    /// Reads an original that is one wire message.
    static func readWire(
        _ original: Original, _ format: String, _ reason: String,
        _ read: (WireMessage, String, ReadingContext) -> Document, _ emit: Emit
    ) throws {
        try Document.checkSize(original, format: format)
        guard let message = WireMessage(original.bytes) else {
            throw Rejection(.malformed, stage: .decode, "The text's start (STX) is missing.", format: format)
        }
        var article = read(message, reason, original.context)
        if !message.isComplete {
            article.warnings.append(
                Warning(code: "truncated", message: "The end of the text (ETX) is missing; it may be cut off."))
        }
        try emit(Reading(result: article.checked()))
    }
}

extension Document {
    /// The text of a wire message, decoded, with what its lines hold before the story.
    mutating func takeWireText(_ text: [UInt8], context: ReadingContext) {
        self = text.withUnsafeBufferPointer { PlainTextReader.read($0, into: self, context: context) }
    }
}
