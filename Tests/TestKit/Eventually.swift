/// What a test waited for did not happen.
package struct NotInTime: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// Waits until something is so. Tests wait for facts; the deadline is only for what never happens, and generous, since
/// the machine may be busy.
///
/// - Parameter last: Shown when it never was: what was there instead.
package func eventually(
    _ what: String, within deadline: Duration = .seconds(60), last: () -> String = { "" },
    _ fact: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + deadline
    while try await !fact() {
        if ContinuousClock.now > end { throw NotInTime(description: "never: \(what). \(last())") }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// The value, as soon as there is one.
package func awaited<T>(
    _ what: String, within deadline: Duration = .seconds(60), last: () -> String = { "" }, _ value: () throws -> T?
) async throws -> T {
    let end = ContinuousClock.now + deadline
    while true {
        if let value = try value() { return value }
        if ContinuousClock.now > end { throw NotInTime(description: "never: \(what). \(last())") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
