internal import Bytes
internal import Foundation
internal import Host

/// Prints what the daemon is doing now and has done.
package func showStatus(_ settings: Settings, json: Bool) throws(Fault) {
    guard let answer = askDaemon(state: settings.state) else {
        throw Fault(ExitCode.notRunning, "No daemon works with the state folder \(settings.state).")
    }
    try? Files.write(.output, answer)
}
