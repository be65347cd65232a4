import ArgumentParser
import Daemon

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one article: headline, dateline, summary, who and where.",
        discussion: "Exit status 1 where there is no such id, or no record of it.")

    @Argument(help: "Four or more hex digits of its id, or a path in the outbox.")
    var id: String
    @OptionGroup var folders: Folders
    @Flag(help: "Shows the whole text instead.")
    var text = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            try showArticle(folders.settings(output), id: id, text: text, json: output.json)
        }
    }
}
