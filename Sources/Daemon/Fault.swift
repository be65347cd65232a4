internal import Bytes
internal import Host

/// sysexits(3) and what systemd makes of them.
package enum ExitCode {
    package static let done: Int32 = 0
    package static let bad: Int32 = 1
    package static let notRunning: Int32 = 3
    package static let usage: Int32 = 64
    package static let foreignCursor: Int32 = 65
    package static let noLedger: Int32 = 69
    package static let alreadyRunning: Int32 = 75
    package static let forbidden: Int32 = 77
    package static let configuration: Int32 = 78
}

/// Why the daemon can't run or go on: told once, with the exit code that tells systemd whether to try again.
package struct Fault: Error, Sendable {
    package var code: Int32
    package var message: String
    package init(_ code: Int32, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// On stderr, from the program itself: a line for each that is wrong.
package func complain(_ message: String) {
    for line in message.split(separator: "\n") {
        try? Files.write(.error, Array("dateline: \(printable(String(line)))\n".utf8))
    }
}
