import ArgumentParser
import Daemon

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Watches the inbox until stopped: what systemd starts.")

    @OptionGroup var folders: Folders
    @Flag(help: "Files what is there and exits.")
    var once = false
    @Option(help: ArgumentHelp("Another program as worker.", visibility: .private))
    var workerProgram: String?

    func run() throws {
        try answering { () throws(Fault) in
            let settings = try folders.settings()
            try Daemon.run(settings, once: once, workerProgram: workerProgram) { try folders.settings() }
            return 0
        }
    }
}
