import ArgumentParser
import Daemon

struct Follow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Prints each outcome as one JSON line, in order, from now on.",
        discussion: """
            A consumer that saves the last line's "cursor" after its work, and begins with it again, gets every outcome at \
            least once; "id" tells what it has had. Exit status 65: the cursor is of another ledger.

              dateline follow --after "$(cat cursor)" --no-wait --outcome filed
            """)

    @OptionGroup var folders: Folders
    @Option(help: ArgumentHelp("Begins after this one; 0 begins with the first.", valueName: "cursor"))
    var after: String?
    @Flag(help: "Ends when all that is there has been printed.")
    var noWait = false
    @Option(
        help: ArgumentHelp(
            "Only these: filed, duplicate, superseded, rejected; with commas between.", valueName: "words"))
    var outcome: String?
    @Flag(help: ArgumentHelp("Always so.", visibility: .hidden))
    var json = false

    func run() throws {
        try answering { () throws(Fault) in
            try followOutcomes(folders.settings(), after: after, waits: !noWait, outcome: outcome)
            return 0
        }
    }
}
