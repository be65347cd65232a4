import ArgumentParser
import Daemon

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks configuration and folders, and shows each setting and where it comes from.",
        discussion: """
            It tries what the daemon does: writes, renames from inbox to outbox, waits for an event; and leaves nothing behind. \
            Exit status: 1 the daemon could not work with these folders, 78 a setting is wrong.
            """)

    @OptionGroup var folders: Folders
    @Flag(name: .shortAndLong, help: "Tells only what is wrong.")
    var quiet = false
    @Flag(help: "Prints one JSON object, for programs.")
    var json = false
    @Flag(help: "Prints a commented sample configuration with every default instead.")
    var sample = false

    func run() throws {
        try answering { () throws(Fault) in
            if sample {
                print(sampleConfiguration(), terminator: "")
                return 0
            }
            return try checkSettings(folders.loaded(), quiet: quiet, json: json)
        }
    }
}
