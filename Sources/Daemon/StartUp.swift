internal import Article
internal import Glibc
internal import Host
internal import Ledger

/// Starts in spite of trouble that passes: a full disk or an unmounted folder at boot is waited out, and told.
struct StartUp {
    let service: ServiceManager
    let log: any Log
    /// Readable when the daemon is to stop.
    let signals: Descriptor

    /// Does one part of the start until it works. What does not pass by itself is a fault and ends the daemon.
    func insist<T>(_ part: String, _ body: () throws -> T) throws(Fault) -> T {
        var pause: Int32 = 100
        var told: Setback.Kind?
        while true {
            do { return try body() } catch {
                let setback: Setback
                switch error {
                case let fault as Fault: throw fault
                case LedgerError.fault(let message): throw Fault(ExitCode.noLedger, message)
                case LedgerError.setback(let trouble): setback = trouble
                case let error as SystemError:
                    setback = error.setback
                    // Rights do not come by themselves; but a first refusal may be a passing one.
                    if error.isForbidden, told == .permission {
                        throw Fault(ExitCode.forbidden, "The \(part) can't be used: \(error).")
                    }
                default: throw Fault(ExitCode.bad, "\(error)")
                }
                if told != setback.kind {
                    told = setback.kind
                    log.write(
                        LogEntry(
                            .error, "setback at start: \(setback.message); it is tried again until it works",
                            id: .setback,
                            fields: [("SETBACK", setback.kind.rawValue), ("PART", part)]))
                }
                service.status("Setback at start: \(setback.message)")
                service.extendTimeout(seconds: 30)
                if wait(for: [signals.raw], milliseconds: pause)[0] {
                    throw Fault(ExitCode.done, "Stopped before it had started.")
                }
                pause = min(pause * 2, 5000)
            }
        }
    }
}
