import ArgumentParser
import Daemon

struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Puts rejected originals back into the inbox: a new arrival each.",
        discussion: "The old outcome and its reason file stay. Needs root or the daemon's user.")

    @Argument(help: "Four or more hex digits of an id, or a path in the outbox.")
    var ids: [String] = []
    @OptionGroup var folders: Folders
    @Option(help: ArgumentHelp("All that were rejected for this reason.", valueName: "code"))
    var reason: String?
    @Flag(help: "All that were rejected.")
    var all = false
    @Flag(help: "Prints one JSON object, for programs.")
    var json = false

    func run() throws {
        try answering { () throws(Fault) in
            try retryRejected(folders.settings(), RetryRequest(ids: ids, reason: reason, all: all), json: json)
        }
    }
}
