internal import Glibc
internal import Host
internal import Synchronization

/// One line on stderr, on a terminal only, that tells how far long work is: done, total, rate, time left.
package final class Progress: Sendable {
    private struct State: Sendable {
        var last: Int64 = 0
        var isShown = false
    }
    private let state = Mutex(State())
    private let isTerminal = isatty(2) == 1
    private let began = Clock.monotonic()
    private let what: String

    /// - Parameter what: What is counted, in the plural.
    init(_ what: String) { self.what = what }

    /// - Parameter all: 0 where it is not known.
    ///
    /// At most five times a second; the first second shows nothing, as most work is done by then.
    func show(_ done: Int, of all: Int) {
        guard isTerminal else { return }
        state.withLock { state in
            let now = Clock.monotonic()
            guard now - began > 1_000_000, now - state.last > 200_000 else { return }
            state.last = now
            state.isShown = true
            let line = Progress.text(done, of: all, what, after: now - began)
            try? Files.write(.error, Array("\r\(line)\u{1B}[K".utf8))
        }
    }

    /// Before anything else is written, and at the end.
    func end() {
        state.withLock { state in
            if state.isShown { try? Files.write(.error, Array("\r\u{1B}[K".utf8)) }
            state.isShown = false
        }
    }

    /// `1,204 of 9,000 articles, 13 %, 512/s, 15 s left`.
    package static func text(_ done: Int, of all: Int, _ what: String, after microseconds: Int64) -> String {
        let seconds = Double(max(1, microseconds)) / 1_000_000
        let rate = Double(done) / seconds
        var parts = [all > 0 ? "\(grouped(done)) of \(grouped(all)) \(what)" : "\(grouped(done)) \(what)"]
        if all > 0 { parts.append("\(done.multipliedReportingOverflow(by: 100).partialValue / all) %") }
        parts.append(rate >= 10 ? "\(grouped(Int(rate)))/s" : "\(decimal(rate))/s")
        if rate > 0, all > done { parts.append("\(span(Int64(Double(all - done) / rate * 1_000_000))) left") }
        return parts.joined(separator: ", ")
    }
}
