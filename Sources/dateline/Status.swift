import ArgumentParser
import Daemon

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what the daemon is doing now and has done.",
        discussion: """
            When no daemon runs, the counts come from the ledger. Exit status: 0 running, 1 running with trouble (a \
            setback, refused settings, files that wait too long), 3 not running.
            """)

    @OptionGroup var folders: Folders
    @Flag(help: "Shows it anew each second, until Ctrl-C.")
    var watch = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            try showStatus(folders.settings(output), json: output.json, watch: watch)
        }
    }
}
