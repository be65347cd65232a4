import Article
import Daemon
import Foundation
import Testing

/// Times as journalctl takes them. The zone is one for all: one test after the other.
@Suite(.serialized) struct LocalTimeTests {
    /// 2026-11-24 15:04:05 in Berlin, a Tuesday.
    private let now = Instant(seconds: 1_795_529_045)

    private func text(_ typed: String) -> String? { LocalTime.parse(typed, now: now).map { $0.text } }

    @Test(arguments: [
        ("now", "2026-11-24T14:04:05Z"), ("today", "2026-11-23T23:00:00Z"), ("yesterday", "2026-11-22T23:00:00Z"),
        ("tomorrow", "2026-11-24T23:00:00Z"), ("01:30", "2026-11-24T00:30:00Z"), ("01:30:15", "2026-11-24T00:30:15Z"),
        ("-2h", "2026-11-24T12:04:05Z"), ("2h ago", "2026-11-24T12:04:05Z"), ("+1day", "2026-11-25T14:04:05Z"),
        ("-1h 30min", "2026-11-24T12:34:05Z"), ("-1.5h", "2026-11-24T12:34:05Z"), ("-90", "2026-11-24T14:02:35Z"),
        ("2026-11-24 10:00", "2026-11-24T09:00:00Z"), ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-07-01 12:00", "2026-07-01T10:00:00Z"), ("2026-11-24 10:00 UTC", "2026-11-24T10:00:00Z"),
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"), ("Tue 2026-11-24 10:00", "2026-11-24T09:00:00Z"),
        ("yesterday 08:00", "2026-11-23T07:00:00Z"), ("@1795529045", "2026-11-24T14:04:05Z"),
        ("26-11-24", "2026-11-23T23:00:00Z"),
    ])
    func areUnderstood(typed: String, expected: String) {
        LocalTime.use("Europe/Berlin")
        #expect(text(typed) == expected, "\(typed)")
    }

    @Test(arguments: [
        "", "noon", "25:00", "10:60", "2026-02-30", "2026-13-01", "2026-11", "-", "-2parsecs", "ago", "h ago", "@",
        "@x", "1:2:3:4",
        "2026-11-24 10:00 CET", "2026-11-24 10:00 11:00", "-1e400h", "@99999999999999999999", "--2h", "10:-5",
    ])
    func elseAreRefused(typed: String) {
        LocalTime.use("Europe/Berlin")
        #expect(text(typed) == nil, "\(typed)")
    }

    @Test func timesAreShownInTheZone() {
        LocalTime.use("Europe/Berlin")
        #expect(LocalTime.text(now) == "2026-11-24 15:04:05")
        LocalTime.use("UTC")
        #expect(LocalTime.text(now) == "2026-11-24 14:04:05")
    }

    @Test func zonesAreThoseTheMachineKnows() {
        #expect(LocalTime.isZone("UTC"))
        for wrong in ["", "/etc/passwd", "../passwd", "Mars/Olympus", "Europe", "Europe//Berlin", "a b"] {
            #expect(!LocalTime.isZone(wrong), "\(wrong)")
        }
    }
}
