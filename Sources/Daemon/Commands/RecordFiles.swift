internal import Article
internal import Bytes
internal import Foundation
internal import Host

/// A filed record as it is read back from its folder. Users may have taken or changed any of it: all is optional.
struct RecordFiles {
    let folder: Path
    /// The files' bytes; `nil` where one is missing or can't be read.
    let articleBytes: [UInt8]?
    let analysisBytes: [UInt8]?
    let summaryBytes: [UInt8]?
    let pageBytes: [UInt8]?
    let article: FiledArticle?
    let analysis: FiledAnalysis?

    init(_ folder: Path) {
        self.folder = folder
        articleBytes = (try? Files.read(folder.appending("article.json"), limit: 1 << 30)) ?? nil
        analysisBytes = (try? Files.read(folder.appending("analysis.json"), limit: 1 << 30)) ?? nil
        summaryBytes = (try? Files.read(folder.appending("summary.txt"), limit: 1 << 30)) ?? nil
        pageBytes = (try? Files.read(folder.appending("article.html"), limit: 1 << 30)) ?? nil
        article = articleBytes.flatMap { try? JSONDecoder().decode(FiledArticle.self, from: Data($0)) }
        analysis = analysisBytes.flatMap { try? JSONDecoder().decode(FiledAnalysis.self, from: Data($0)) }
    }

    /// The lines of summary.txt: headline, dateline, nothing, summary, nothing, facts.
    var summaryLines: [String] {
        (summaryBytes ?? []).split(separator: 0x0A, omittingEmptySubsequences: false).map { printable($0) }
    }
}

/// What Dateline reads again of an `article.json`.
struct FiledArticle: Decodable {
    struct Text: Decodable {
        var role, value: String?
    }
    struct Concept: Decodable {
        var name, rel: String?
    }
    var uri, version, title, by, located, language, pubStatus, versionCreated, contentCreated, embargoedUntil,
        slugline: String?
    var descriptions, bodies, altIds: [Text]?
    var people, organisations, places: [Concept]?

    func text(_ role: String, of texts: [Text]?) -> String? { texts?.first { $0.role == role }?.value }
    var body: String? { text("main", of: bodies) ?? bodies?.first?.value }
}

/// What Dateline reads again of an `analysis.json`.
struct FiledAnalysis: Decodable {
    struct Provenance: Decodable {
        var source, original, sha256, format, formatReason, encoding, member, arrived: String?
        var bytes: Int?
    }
    struct Created: Decodable {
        var value: String?
    }
    struct Language: Decodable {
        var tag: String?
    }
    struct Entity: Decodable {
        var type, name: String?
        var roles: [String]?
    }
    struct Related: Decodable {
        var id, uri, path, relation: String?
        var similarity: Double?
    }
    struct Warning: Decodable {
        var code, message: String?
    }
    var id, uri, replaces, supersededBy: String?
    var revision: Int?
    var language: Language?
    var provenance: Provenance?
    var created: Created?
    var entities: [Entity]?
    var related: [Related]?
    var warnings: [Warning]?
}

/// What Dateline reads again of a `.reason.json`.
struct FiledReason: Decodable {
    var schema, id, source, name, nameBase64, member, sha256, arrived, rejected, code, message, hint, stage, format,
        original: String?
    var seq: Int64?
    var bytes, line, offset, attempts: Int?

    init?(_ path: Path) {
        guard let bytes = try? Files.read(path, limit: 16 << 20),
            let reason = try? JSONDecoder().decode(FiledReason.self, from: Data(bytes))
        else { return nil }
        self = reason
    }
}
