import ArgumentParser
import Daemon
import Glibc
import Worker

// Signals that the program's parent had blocked would stay so, and Ctrl-C would not end a command.
var none = sigset_t()
sigemptyset(&none)
sigprocmask(SIG_SETMASK, &none, nil)
// A worker is this same program: tested before anything else, so that it starts fast and small.
if CommandLine.arguments.dropFirst().first == "--worker" {
    exit(serve(Array(CommandLine.arguments.dropFirst(2))))
}
Dateline.main()

/// The command that users type.
///
/// It and each sub-command are given their names: the parser would have to ask the runtime for those of their types, which
/// takes longer than all else it does.
struct Dateline: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dateline",
        abstract: "Watches an inbox folder, reads every news article dropped there, and files a record of it.",
        version: version,
        subcommands: [
            Run.self, Parse.self, Status.self, List.self, Search.self, Show.self, Explain.self, Follow.self, Retry.self,
            Replay.self, Audit.self, Check.self,
        ])
}
