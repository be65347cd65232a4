import ArgumentParser
import Daemon

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains what became of a file: every arrival of it, or why it still waits.",
        discussion: """
            Exit status 1 where nothing of it was ever seen; then the source's arrivals before and after it are shown.

              dateline explain story.txt            every arrival of that name
              dateline explain reuters/story.txt    those of one source
              dateline explain ~/copy.txt           every arrival of these bytes
              dateline explain 36c3aa98             of that id
            """)

    @Argument(help: "A dropped name, a file, four or more hex digits of an id, or a path in the outbox.")
    var what: String
    @OptionGroup var folders: Folders
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            try explainArrival(folders.settings(output), what, json: output.json)
        }
    }
}
