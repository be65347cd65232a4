import Article
import Reading

/// Reads bytes as one original; what every article in them became.
func readings(_ bytes: [UInt8]) -> [Result<Document, Rejection>] {
    // 2026-03-10T12:00:00Z
    let context = ReadingContext(source: "default", name: Array("story".utf8), arrived: Instant(seconds: 1_773_144_000))
    var out: [Result<Document, Rejection>] = []
    do {
        try read(Original(bytes: bytes, context: context)) { out.append($0.result) }
    } catch let rejection as Rejection {
        out.append(.failure(rejection))
    } catch {
        out = []
    }
    return out
}

/// The one article in `bytes`; `nil` where there is none or more than one.
func article(_ bytes: [UInt8]) -> Document? {
    let all = readings(bytes)
    guard all.count == 1, case .success(let document)? = all.first else { return nil }
    return document
}

func article(_ text: String) -> Document? { article(Array(text.utf8)) }

func rejection(_ bytes: [UInt8]) -> Rejection? {
    let all = readings(bytes)
    guard all.count == 1, case .failure(let rejection)? = all.first else { return nil }
    return rejection
}

func rejection(_ text: String) -> Rejection? { rejection(Array(text.utf8)) }

extension Document {
    var text: String { String(decoding: body, as: UTF8.self) }
    var paragraphTexts: [String] { paragraphs.map { String(decoding: body[$0.range], as: UTF8.self) } }
    var asideTexts: [String] { asides.sorted().map { paragraphTexts[$0] } }
}

/// What is wrong with a document by the promises of `Document.body`; empty where nothing is.
func faults(_ document: Document) -> [String] {
    var out: [String] = []
    let body = document.body
    if String(validating: body, as: UTF8.self) == nil { out.append("not UTF-8") }
    if !String(decoding: body, as: UTF8.self)._nfcCodeUnits.elementsEqual(body) { out.append("not NFC") }
    for scalar in String(decoding: body, as: UTF8.self).unicodeScalars {
        let isControl = scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
        if isControl { out.append("control character \(scalar.value)") }
    }
    var end = 0
    for (i, span) in document.paragraphs.enumerated() {
        if span.isEmpty { out.append("empty paragraph") }
        if span.start != end + (i == 0 ? 0 : 2) { out.append("paragraph \(i) starts at \(span.start), after \(end)") }
        if i > 0, span.start >= 2, body[span.start - 1] != 0x0A || body[span.start - 2] != 0x0A {
            out.append("no blank line")
        }
        let text = body[span.range]
        if let first = text.first, first == 0x20 || first == 0x0A { out.append("white space at a start") }
        if let last = text.last, last == 0x20 || last == 0x0A { out.append("white space at an end") }
        for k in text.indices.dropLast() where text[k] == 0x0A && text[k + 1] == 0x0A {
            out.append("blank line inside")
        }
        end = span.end
    }
    if end != body.count { out.append("the body goes on after its paragraphs") }
    if document.asides.contains(where: { $0 >= document.paragraphs.count || $0 < 0 }) {
        out.append("aside out of range")
    }
    for line in [document.headline, document.kicker, document.deck, document.byline, document.slugline].compactMap({
        $0
    }) {
        if line.contains("\n") || line.hasPrefix(" ") || line.hasSuffix(" ") || line.isEmpty {
            out.append("bad line \(line)")
        }
    }
    return Array(Set(out))
}

extension String {
    /// With the first `old` replaced.
    func replacingFirst(_ old: String, _ new: String) -> String {
        firstRange(of: old).map { String(self[..<$0.lowerBound]) + new + String(self[$0.upperBound...]) } ?? self
    }
}
