internal import Article
internal import Bytes
internal import Host
internal import Ledger

/// An outcome as page, feeds and search show it, read back from the record's own `article.json`.
///
/// A worker that was taken over wrote that file: what comes from it is bounded here, and escaped where it is shown.
struct FiledCard {
    var card: Card
    var text: [UInt8]
    var status: PublicationStatus?

    /// `nil` where the record is not there any more, or is none.
    init?(_ row: OutcomeRow, folder: Path) {
        guard row.kind == .filed || row.kind == .superseded, let path = row.path,
            let bytes = try? Files.read(folder.appending("article.json"), limit: FiledCard.largest),
            let article = try? JSONParser.parse(bytes)
        else { return nil }
        func texts(_ list: JSON?, _ role: String) -> JSON? {
            list?.elements.first { $0["role"]?.string == role }?["value"]
        }
        func names(_ list: JSON?) -> [String] {
            var names: [String] = []
            for one in list?.elements ?? [] where one["rel"]?.string != "author" && names.count < 40 {
                if let name = one["name"]?.string { names.append(plainLine(name, atMost: 200)) }
            }
            return names
        }
        card = Card(
            seq: row.seq, id: row.id, uri: row.uri ?? "", revision: row.revision ?? 1, arrived: row.arrived,
            source: row.source, day: row.day ?? row.arrived.day.text,
            title: plainLine(article["title"]?.string ?? row.title ?? "", atMost: 1000),
            summary: plainLine(texts(article["descriptions"], "summary")?.string ?? "", atMost: 4000), path: path)
        card.language = article["language"]?.string.map { plainLine($0, atMost: 40) } ?? row.language
        card.place = article["located"]?.string.map { plainLine($0, atMost: 200) }
        card.people = names(article["people"])
        card.organisations = names(article["organisations"])
        card.places = names(article["places"])
        card.subjects = names(article["subjects"])
        card.url = texts(article["altIds"], "url")?.string.map { plainLine($0, atMost: 2000) }
        card.embargo = article["embargoedUntil"]?.string.flatMap { LocalTime.parse($0) }
        text = (texts(article["bodies"], "main") ?? article["bodies"]?.elements.first?["value"])?.utf8 ?? []
        status = article["pubStatus"]?.string.flatMap(PublicationStatus.init(rawValue:))
    }

    /// A larger record is found by its headline alone, in `list`; it is no article that anyone reads.
    private static let largest = 32 << 20
}

/// `text` as one harmless line of at most so many bytes, cut between code points.
func plainLine(_ text: String, atMost limit: Int) -> String {
    var line: [UInt8] = []
    var text = text
    text.withUTF8 { appendPlainLine(UnsafeRawBufferPointer($0), to: &line) }
    if line.count > limit {
        var end = limit
        while end > 0, line[end] & 0xC0 == 0x80 { end -= 1 }
        line.removeSubrange(end...)
        line += Array("…".utf8)
    }
    return String(decoding: line, as: UTF8.self)
}
