import ArgumentParser
import Daemon

struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Reads files and prints one JSON object a line; touches no inbox, outbox or ledger.")

    @OptionGroup var folders: Folders
    @Argument(help: "Files to read; - is standard input.")
    var files: [String] = []
    @Option(help: "A file with one path a line.")
    var fromList: String?
    @Option(help: "Prints only this: article, analysis or summary.")
    var only: ParseOnly?
    @Option(help: "Worker processes; where not given one a core, and no more than one for two megabytes of files.")
    var jobs: Int?
    @Flag(help: ArgumentHelp("Always so.", visibility: .hidden))
    var json = false

    func run() throws {
        try answering { () throws(Fault) in
            try parseFiles(files, list: fromList, only: only, jobs: jobs, try folders.settings())
            return 0
        }
    }
}

extension ParseOnly: ExpressibleByArgument {}
