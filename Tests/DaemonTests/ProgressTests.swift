import Daemon
import Testing

struct ProgressTests {
    @Test func itTellsDoneTotalRateAndTimeLeft() {
        #expect(
            Progress.text(1204, of: 9000, "articles", after: 2_000_000)
                == "1,204 of 9,000 articles, 13 %, 602/s, 12 s left")
        #expect(Progress.text(3, of: 0, "records", after: 2_000_000) == "3 records, 1.5/s")
        #expect(Progress.text(0, of: 5, "files", after: 0) == "0 of 5 files, 0 %, 0.0/s")
    }
}
