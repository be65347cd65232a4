internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// Shows one article.
///
/// - Parameter text: The whole body instead of the summary.
/// - Returns: The exit code: 1 where there is no record of it any more, or never was.
package func showArticle(_ settings: Settings, id: String, text: Bool, json: Bool) throws(Fault) -> Int32 {
    LocalTime.use(settings.timeZone)
    let ledger = try needLedger(settings)
    let rows = try Lookup(ledger: ledger, layout: settings.layout).outcomes(id)
    let output = Output()
    defer { output.flush() }
    guard let row = rows.last(where: { $0.kind == .filed || $0.kind == .superseded }) ?? rows.last else {
        throw Fault(ExitCode.bad, "No id begins with \(id).")
    }
    let folder = row.kind == .rejected ? nil : row.path.map { settings.layout.absolute($0) }
    let files = folder.map { RecordFiles($0) }
    if json {
        output.write(line(row, ledger: ledger.name, files))
    } else if let files, let article = files.article {
        ArticlePage(output: output, settings: settings, row: row, files: files, article: article).show(whole: text)
    } else {
        output.flush()
        throw Fault(ExitCode.bad, missing(row, folder))
    }
    return files?.article == nil ? ExitCode.bad : ExitCode.done
}

private func missing(_ row: OutcomeRow, _ folder: Path?) -> String {
    if row.kind == .rejected {
        let why = row.what.hasSuffix(".") ? row.what : row.what + "."
        return
            "\(row.id.prefix(8)) (\(printable(row.name))) was rejected: \(why) See: dateline explain \(row.id.prefix(8))"
    }
    return
        "\"\(row.title ?? "")\" was filed as \(folder?.description ?? ""), which is not there any more or can't be read. See: dateline explain \(row.id.prefix(8))"
}

private func line(_ row: OutcomeRow, ledger: String, _ files: RecordFiles?) -> [UInt8] {
    var json = JSONWriter(capacity: 16_384)
    json.object { json in
        json.key("outcome")
        row.write(to: &json, ledger: ledger)
        for (key, bytes, isSound) in [
            ("article", files?.articleBytes, files?.article != nil),
            ("analysis", files?.analysisBytes, files?.analysis != nil),
        ] {
            json.key(key)
            if let bytes, isSound { json.raw(bytes.filter { $0 != 0x0A }) } else { json.null() }
        }
    }
    return json.take() + [0x0A]
}

private struct ArticlePage {
    let output: Output
    let settings: Settings
    let row: OutcomeRow
    let files: RecordFiles
    let article: FiledArticle

    func show(whole: Bool) {
        let lines = files.summaryLines
        output.line(output.styled(printable(article.title ?? row.title ?? ""), .bold))
        if lines.count > 1, !lines[1].isEmpty { output.line(output.styled(lines[1], .dim)) }
        if let by = article.by { output.line(output.styled(printable(by), .dim)) }
        output.line()
        if whole {
            for paragraph in (article.body ?? "").split(separator: "\n") {
                output.paragraph(printable(String(paragraph)))
                output.line()
            }
            return
        }
        if lines.count > 3, !lines[3].isEmpty {
            output.paragraph(lines[3])
            output.line()
        }
        showFacts(lines)
        showConcepts()
        output.line()
        showWhere()
    }

    private func member(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        output.line("\(output.styled(name.padded(to: 15), .dim))\(value)")
    }

    /// `Who: … | What: …`
    private func showFacts(_ lines: [String]) {
        guard lines.count > 5 else { return }
        for fact in lines[5].split(separator: " | ") {
            guard let colon = fact.firstIndex(of: ":") else { continue }
            member(String(fact[..<colon]), String(fact[colon...].dropFirst(2)))
        }
    }

    private func showConcepts() {
        var roles: [String: [String]] = [:]
        for entity in files.analysis?.entities ?? [] where entity.type == "person" {
            roles[entity.name ?? ""] = entity.roles
        }
        func names(_ concepts: [FiledArticle.Concept]?) -> String {
            (concepts ?? []).filter { $0.rel != "author" }.prefix(12).compactMap { concept in
                guard let name = concept.name else { return nil }
                return printable(name) + (roles[name]?.first.map { " (\(printable($0)))" } ?? "")
            }.joined(separator: ", ")
        }
        member("People", names(article.people))
        member("Organisations", names(article.organisations))
        member("Places", names(article.places))
    }

    private func showWhere() {
        let name = printable(row.name) + (row.member.map { ", \(printable($0))" } ?? "")
        member("Arrived", "\(LocalTime.text(row.arrived)) from \(printable(row.source)) as \(name)")
        member("Record", files.folder.description)
        if let original = row.original { member("Original", settings.layout.absolute(original).description) }
        member("Link", article.text("url", of: article.altIds).map { printable($0) })
        member("Id", row.id.hex)
        member("Story", row.uri.map { "\(printable($0)), revision \(row.revision ?? 1)" })
        member("Replaces", row.replaces?.hex)
        member("Superseded by", row.supersededBy?.hex)
        if article.pubStatus == "canceled" { member("Status", output.styled("killed by its sender", .red)) }
    }
}

extension String {
    /// With blanks behind it, at least one.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - Daemon.columns(of: self)))
    }
}
