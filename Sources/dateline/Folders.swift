import ArgumentParser
import Daemon

/// Where things lie: options that every command takes.
struct Folders: ParsableArguments {
    @Option(help: "Configuration file (default: $DATELINE_CONFIG, else /etc/dateline/dateline.toml).")
    var config: String?
    @Option(help: "The desk's configuration: /etc/dateline/NAME.toml.")
    var desk: String?
    @Option(help: "Folder to watch.")
    var inbox: String?
    @Option(help: "Folder to file into.")
    var outbox: String?
    @Option(help: "Folder of the ledger.")
    var state: String?
    @Option(help: "Folder of originals, where it does not lie in the outbox.")
    var originals: String?
    @Option(help: "Folder of rejected files, where it does not lie in the outbox.")
    var rejected: String?

    func settings() throws -> Settings {
        try Settings.load(
            SettingsSources(
                config: config, desk: desk, inbox: inbox, outbox: outbox, state: state, originals: originals,
                rejected: rejected))
    }
}

/// Runs a command; a fault is told in one line, with its exit code.
func answering(_ body: () throws -> Void) throws {
    do { try body() } catch let fault as Fault {
        complain(fault.message)
        throw ExitCode(fault.code)
    }
}
