import ArgumentParser
import Daemon

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists arrivals, newest first, whatever became of them.",
        discussion: """
            Times are those of arrival and may be written as journalctl takes them: 01:30, yesterday, -2h, "2026-11-24 10:00".
            On a terminal the newest 50 are shown, elsewhere all; --limit says otherwise.

              dateline list --since 01:30 --until 01:50 --source reuters
              dateline list --outcome rejected,waiting
              dateline list --since today --json | jq -r .path
            """)

    @OptionGroup var folders: Folders
    @Option(parsing: .unconditional, help: ArgumentHelp("Arrived then or later.", valueName: "time"))
    var since: String?
    @Option(parsing: .unconditional, help: ArgumentHelp("Arrived then or before.", valueName: "time"))
    var until: String?
    @Option(help: ArgumentHelp("From this source.", valueName: "name"))
    var source: String?
    @Option(
        help: ArgumentHelp(
            "Any of filed, duplicate, superseded, rejected, waiting; with commas between.", valueName: "words"))
    var outcome: String?
    @Option(help: ArgumentHelp("Rejected, or waiting, for this reason.", valueName: "code"))
    var reason: String?
    @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "n"))
    var limit: Int?
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            try listArrivals(
                folders.settings(output),
                ListRequest(since: since, until: until, source: source, outcome: outcome, reason: reason, limit: limit),
                json: output.json)
            return 0
        }
    }
}
