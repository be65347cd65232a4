internal import CSystemd
internal import Glibc

/// What the daemon tells systemd (sd_notify(3)); says nothing where there is none.
package struct ServiceManager: Sendable {
    /// Half the watchdog's interval in milliseconds: how often to say that all is well. `nil` where nobody listens.
    package let watchdogMilliseconds: Int32?
    private let isPresent: Bool

    package init() {
        isPresent = getenv("NOTIFY_SOCKET") != nil
        var microseconds: UInt64 = 0
        watchdogMilliseconds =
            sd_watchdog_enabled(0, &microseconds) > 0
            ? Int32(clamping: max(1, microseconds / 2000)) : nil
    }

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }
    package func status(_ status: String) { send("STATUS=\(status)") }
    package func alive() { send("WATCHDOG=1") }
    package func stopping(_ status: String) { send("STOPPING=1\nSTATUS=\(status)") }
    /// In one datagram with the time, as `Type=notify-reload` wants it from systemd 253 on; harmless before.
    package func reloading() { send("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic())") }
    package func extendTimeout(seconds: Int) { send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)") }

    private func send(_ message: String) {
        guard isPresent else { return }
        _ = sd_notify(0, message)
    }
}
