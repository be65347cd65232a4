import ArgumentParser
import Daemon

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Reads originals again with today's reader, and files what comes out differently as the next version.",
        discussion: """
            A new reading is a record of its own that replaces the old one, which stays. Originals that were taken away, and \
            records that were, are left out. Where a version of the sender came after a record, its new reading is filed \
            as superseded.

            --diff only shows what would change, field by field. Without it, replay needs root or the daemon's user, and \
            the daemon files: the running one now, else the next that starts.

              dateline replay --since 2026-11-01 --diff
            """)

    @Argument(help: "Only these: four or more hex digits of an id, or a path in the outbox. Else all.")
    var ids: [String] = []
    @OptionGroup var folders: Folders
    @Flag(help: "Shows what would change, and writes nothing.")
    var diff = false
    @Option(parsing: .unconditional, help: ArgumentHelp("Arrived then or later.", valueName: "time"))
    var since: String?
    @Option(parsing: .unconditional, help: ArgumentHelp("Arrived then or before.", valueName: "time"))
    var until: String?
    @Option(help: ArgumentHelp("From this source.", valueName: "name"))
    var source: String?
    @Option(help: "Worker processes; one a core where not given.")
    var jobs: Int?
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            try replayOriginals(
                folders.settings(output),
                ReplayRequest(ids: ids, since: since, until: until, source: source, isDiff: diff, jobs: jobs),
                json: output.json)
        }
    }
}
