import ArgumentParser
import Daemon

/// Where things lie: options that every command takes.
struct Folders: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Configuration file. Default: $DATELINE_CONFIG, else /etc/dateline/dateline.toml.", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("The desk's configuration: /etc/dateline/NAME.toml.", valueName: "name"))
    var desk: String?
    @Option(help: ArgumentHelp("Folder to watch.", valueName: "folder"))
    var inbox: String?
    @Option(help: ArgumentHelp("Folder to file into.", valueName: "folder"))
    var outbox: String?
    @Option(help: ArgumentHelp("Folder of the ledger.", valueName: "folder"))
    var state: String?
    @Option(help: ArgumentHelp("Folder of originals, where it does not lie in the outbox.", valueName: "folder"))
    var originals: String?
    @Option(help: ArgumentHelp("Folder of rejected files, where it does not lie in the outbox.", valueName: "folder"))
    var rejected: String?

    var sources: SettingsSources {
        SettingsSources(
            config: config, desk: desk,
            flags: ["inbox": inbox, "outbox": outbox, "state": state, "originals": originals, "rejected": rejected])
    }

    func loaded() throws(Fault) -> LoadedSettings { try Settings.loadWithOrigins(sources) }
    func settings() throws(Fault) -> Settings { try Settings.load(sources) }

    func settings(_ output: OutputOptions) throws(Fault) -> Settings {
        var settings = try settings()
        if output.utc { settings.timeZone = "UTC" }
        return settings
    }
}

/// How a command that answers shows it.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Prints JSON, for programs.")
    var json = false
    @Flag(help: "Shows times in UTC; else in the zone that is set, or the machine's.")
    var utc = false
}

/// Runs a command and ends with its exit code; a fault is told in one line, with the code it has.
func answering(_ body: () throws(Fault) -> Int32) throws {
    let code: Int32
    do throws(Fault) { code = try body() } catch {
        complain(error.message)
        throw ExitCode(error.code)
    }
    if code != 0 { throw ExitCode(code) }
}
