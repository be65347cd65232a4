import ArgumentParser
import Daemon

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Proves that every arrival has one outcome and every output the bytes that were written.",
        discussion: """
            What users took away is counted as removed; that is their right, and the answer is still good. Exit status 1: \
            something is altered, incomplete, doubled or lost, or the ledger itself was changed.

            Keep the last link of the chain elsewhere, and a later audit proves that nothing before it was changed.
            """)

    @OptionGroup var folders: Folders
    @Flag(help: "What was removed, or is in the outbox without an outcome, is bad too.")
    var strict = false
    @Flag(
        help:
            "Makes a lost or corrupt ledger anew from the outbox; the old one is moved aside. Needs root or the daemon's user."
    )
    var rebuild = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        try answering { () throws(Fault) in
            let settings = try folders.settings(output)
            return rebuild
                ? try rebuildLedger(settings, json: output.json)
                : try auditOutbox(settings, strict: strict, json: output.json)
        }
    }
}
