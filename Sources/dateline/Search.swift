import ArgumentParser
import Daemon

struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds articles by their words, newest first.",
        discussion: """
            All words must be there. "some words" is a phrase, word* a beginning, -word must not be there. Accents and case \
            do not matter. Of a story only its newest version is found; killed ones are not.

              dateline search ferry winter --source reuters
              dateline search '"night train"' --from 2026-11-01 --to 2026-11-30 --best
              dateline search --person "Inês Carvalhal" --json | jq -r .path
            """)

    @Argument(help: "Words to find; -word after --.")
    var query: [String] = []
    @Flag(help: "By relevance among the newest hits.")
    var best = false
    @Option(help: ArgumentHelp("Of this day of the article's own or later.", valueName: "day"))
    var from: String?
    @Option(help: ArgumentHelp("Of this day or before.", valueName: "day"))
    var to: String?
    @Option(help: ArgumentHelp("From this source.", valueName: "name"))
    var source: String?
    @Option(help: ArgumentHelp("In this language.", valueName: "tag"))
    var language: String?
    @Option(help: ArgumentHelp("That name this person.", valueName: "name"))
    var person: String?
    @Option(help: ArgumentHelp("That name this place.", valueName: "name"))
    var place: String?
    @Option(help: ArgumentHelp("That name this organisation.", valueName: "name"))
    var organisation: String?
    @Option(help: ArgumentHelp("On this subject.", valueName: "name"))
    var subject: String?
    @Flag(help: "Also versions that a newer one has replaced.")
    var versions = false
    @Option(help: ArgumentHelp("At most so many; 20 where not given.", valueName: "n"))
    var limit: Int?
    @OptionGroup var folders: Folders
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            var words = SearchWords(query: query.joined(separator: " "))
            words.isBest = best
            words.from = from
            words.to = to
            words.source = source
            words.language = language
            words.person = person
            words.place = place
            words.organisation = organisation
            words.subject = subject
            words.withReplaced = versions
            words.limit = limit
            try searchArticles(folders.settings(output), words, json: output.json)
            return 0
        }
    }
}
