import ArgumentParser
import Daemon

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What the daemon is doing now and has done.")

    @OptionGroup var folders: Folders
    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        try answering { try showStatus(folders.settings(), json: json) }
    }
}
