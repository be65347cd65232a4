internal import Article
internal import Bytes
internal import Host
internal import Ledger

/// The ledger for a command that only reads; `nil` where there is none yet.
func readLedger(_ settings: Settings) throws(Fault) -> LedgerReader? {
    let path = Ledger.file(in: settings.state)
    do throws(SystemError) { _ = try Files.openToRead(path) } catch {
        if error.isMissing { return nil }
        guard error.isForbidden else { throw Fault(ExitCode.noLedger, "The ledger can't be read: \(error).") }
        throw Fault(
            ExitCode.forbidden,
            "The ledger may not be read: \(error). Members of the group that owns it may (adduser USER dateline).")
    }
    do throws(LedgerError) { return try LedgerReader(folder: settings.state) } catch { throw Fault(error) }
}

func needLedger(_ settings: Settings) throws(Fault) -> LedgerReader {
    if let ledger = try readLedger(settings) { return ledger }
    throw Fault(
        ExitCode.noLedger,
        "There is no ledger in \(settings.state) yet: `dateline run` makes it. Is this the right state folder (--state, --desk)?"
    )
}

extension Fault {
    /// A command can't wait until it passes.
    init(_ error: LedgerError) {
        switch error {
        case .setback(let setback): self.init(ExitCode.noLedger, "The ledger can't be used now: \(setback.message).")
        case .fault(let message): self.init(ExitCode.noLedger, message)
        }
    }
}

/// Runs a query; what fails is the command's fault.
func asking<T>(_ query: () throws(LedgerError) -> T) throws(Fault) -> T {
    do throws(LedgerError) { return try query() } catch { throw Fault(error) }
}
