import Article
import Daemon
import Testing

struct RhythmTests {
    private static let hour: Int64 = 3_600_000_000

    private func rhythm(days: Int, everyHours pause: Int64) -> Rhythm {
        var rhythm = Rhythm(first: Instant(microseconds: 0))
        for n in 1...max(1, Int64(days) * 24 / pause) {
            rhythm.arrived(Instant(microseconds: n * pause * RhythmTests.hour))
        }
        return rhythm
    }

    @Test func nothingIsLearnedBeforeAWeekIsOver() {
        #expect(rhythm(days: 6, everyHours: 4).usual == nil)
        #expect(rhythm(days: 7, everyHours: 4).usual == 6 * RhythmTests.hour)
    }

    @Test func pausesOfLessThanAnHourAreNeverTooLong() {
        var rhythm = Rhythm(first: Instant(microseconds: 0))
        for n in 1...(8 * 24 * 60) as ClosedRange<Int64> { rhythm.arrived(Instant(microseconds: n * 60_000_000)) }
        #expect(rhythm.usual == RhythmTests.hour)
    }

    @Test func aLongPauseIsForgottenAfterTwoWeeks() {
        var rhythm = rhythm(days: 7, everyHours: 4)
        var now = rhythm.last.microseconds + 60 * RhythmTests.hour
        rhythm.arrived(Instant(microseconds: now))
        #expect(rhythm.usual == 90 * RhythmTests.hour)
        for _ in 0..<(16 * 6) {
            now += 4 * RhythmTests.hour
            rhythm.arrived(Instant(microseconds: now))
        }
        #expect(rhythm.usual == 6 * RhythmTests.hour)
    }

    @Test func aClockThatIsSetBackTeachesNothing() {
        var rhythm = rhythm(days: 8, everyHours: 4)
        let before = rhythm
        rhythm.arrived(Instant(microseconds: 5))
        #expect(rhythm == before)
    }

    @Test func aSilenceIsToldOnce() {
        let sources = QuietSources()
        var settings = Settings()
        var own = SourceSettings()
        own.quietHours = 2
        settings.sources["wire"] = own
        let start = Instant(microseconds: 0)
        let early = sources.look(settings, at: Instant(microseconds: RhythmTests.hour), started: start)
        #expect(early.all.isEmpty)
        #expect(early.next == RhythmTests.hour)
        let late = sources.look(settings, at: Instant(microseconds: 2 * RhythmTests.hour), started: start)
        #expect(late.new.map(\.source) == ["wire"])
        let later = sources.look(settings, at: Instant(microseconds: 3 * RhythmTests.hour), started: start)
        #expect(later.new.isEmpty)
        #expect(later.all.map(\.source) == ["wire"])
    }
}
