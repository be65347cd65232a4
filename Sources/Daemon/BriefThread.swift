internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger
internal import Markup
internal import Pages
internal import Synchronization
internal import Wire

/// Follows the ledger for those who read: keeps the search index, and writes page and feeds anew, at most every two
/// seconds.
///
/// Nothing waits for it, and all it makes can be made anew. What it costs depends on a page and not on the archive.
final class BriefThread {
    private let pipeline: Pipeline
    private let settings: Settings
    private let layout: Layout
    /// Pages are written here, and renamed to their place.
    private let aside: Path
    private let drains: Bool
    private var ledger: LedgerReader?
    private var index: SearchIndex?
    private var cursor: Int64 = 0
    private var isDue = true
    private var lastWrite: Int64 = 0
    /// When an embargo or the day ends.
    private var nextChange = Instant(seconds: 0)
    /// The items of the feeds, so that no record is read twice.
    private var items: [Int64: FeedItem] = [:]
    /// What was written last, by file.
    private var written: [String: Digest] = [:]
    private var isTroubled = false
    /// Held by the one daemon that writes page and feeds of this outbox.
    private var lock: Descriptor?
    private var isToldOfOther = false

    private static let pause: Int64 = 2_000_000
    private static let together = 64
    private static let feedLength = 50

    /// - Parameter drains: At the end all that was filed is taken in; else the next start goes on.
    init(_ pipeline: Pipeline, drains: Bool) {
        self.pipeline = pipeline
        settings = pipeline.settings.withLock { $0 }
        layout = settings.layout
        aside = layout.outbox.appending(".dateline").appending(pipeline.ledger.instance).appending("page")
        self.drains = drains
    }

    func run() {
        while true {
            let isLast = pipeline.isFiled
            var hasMore = false
            do {
                hasMore = try follow()
                while isLast, drains, hasMore { hasMore = try follow() }
                if isLast || Clock.monotonic() - lastWrite >= BriefThread.pause { try write() }
                isTroubled = false
            } catch {
                tell(error)
            }
            if isLast { return }
            // While articles come in, they have the machine.
            let isBusy = pipeline.countUnderWay > 0
            if hasMore, !isTroubled {
                if isBusy { pause(milliseconds: 200) }
            } else {
                rest()
            }
        }
    }

    private func rest() {
        // No news mends it, nor does what is due.
        if isTroubled { return pause(milliseconds: 30_000) }
        var milliseconds: Int64 = 3_600_000
        if isDue { milliseconds = max(0, (lastWrite + BriefThread.pause - Clock.monotonic()) / 1000 + 1) }
        milliseconds = min(milliseconds, max(0, (nextChange.microseconds - Clock.now().microseconds) / 1000 + 1))
        let ready = wait(
            for: [pipeline.newsBell.descriptor.raw, pipeline.filedForGoodBell.descriptor.raw],
            milliseconds: Int32(clamping: milliseconds))
        // What comes together is read together.
        if ready[0], !ready[1] { pause(milliseconds: 300) }
    }

    private func pause(milliseconds: Int32) {
        _ = wait(for: [pipeline.filedForGoodBell.descriptor.raw], milliseconds: milliseconds)
    }

    private func tell(_ error: any Error) {
        guard !isTroubled else { return }
        isTroubled = true
        let cause =
            switch error {
            case let error as SystemError: error.description
            case LedgerError.setback(let setback): setback.message
            case LedgerError.fault(let message): message
            default: "\(error)"
            }
        index = nil
        pipeline.log.write(
            LogEntry(.warning, "page and search wait, articles do not: \(cause); tried again every half minute"))
    }

    // MARK: Following

    /// Takes in the next outcomes; `true` where more may be there.
    private func follow() throws -> Bool {
        let (ledger, index) = try opened()
        pipeline.newsBell.answer()
        let rows = try ledger.done(after: cursor, limit: BriefThread.together)
        guard let last = rows.last else { return false }
        var entries: [SearchIndex.Entry] = []
        for row in rows {
            switch row.kind {
            case .duplicate: entries.append(.duplicate(arrived: row.arrived))
            case .rejected:
                entries.append(
                    .rejected(
                        RefusedCard(
                            seq: row.seq, arrived: row.arrived, source: row.source,
                            name: printable(row.name) + (row.member.map { ", \(printable($0))" } ?? ""),
                            code: row.reason?.rawValue ?? "", message: plainLine(row.message ?? "", atMost: 1000),
                            path: row.path)))
            case .filed, .superseded:
                guard let path = row.path, let filed = FiledCard(row, folder: layout.absolute(path)) else { continue }
                entries.append(
                    .article(
                        filed.card, text: filed.text, status: filed.status, isSuperseded: row.kind == .superseded,
                        isReading: row.readingOf != nil))
            }
        }
        try index.add(entries, upTo: last.seq) { LocalTime.dayAndHour($0) }
        cursor = last.seq
        isDue = true
        return rows.count == BriefThread.together
    }

    private func opened() throws -> (LedgerReader, SearchIndex) {
        let ledger = try ledger ?? LedgerReader(folder: settings.state)
        self.ledger = ledger
        if let index { return (ledger, index) }
        let index = try SearchIndex(folder: settings.state, ledger: ledger.name)
        cursor = try index.cursor()
        self.index = index
        return (ledger, index)
    }

    // MARK: Writing

    private func write() throws {
        let now = Clock.now()
        guard isDue || now >= nextChange, let index else { return }
        guard try ownsPages() else {
            // When the other one ends, this one takes over.
            isDue = false
            nextChange = Instant(microseconds: now.microseconds + 60_000_000)
            return
        }
        let embargo = try index.endEmbargoes(now: now)
        let today = LocalTime.dayAndHour(now).day
        try writeToday(today, index, now)
        try writeFeeds(index, now)
        // A part changes until it is full; older ones when an embargo or a kill touches them. A few at a time.
        let changed = try index.changedParts(limit: 4)
        for part in changed { try write(part, index, now) }
        try index.written(changed)
        isDue = changed.count == 4
        lastWrite = Clock.monotonic()
        nextChange = min(embargo ?? .init(microseconds: .max), LocalTime.parse("tomorrow") ?? .init(microseconds: .max))
    }

    /// Of several daemons that file into one outbox the first writes its page and feeds: else each would write its own
    /// over the others'.
    private func ownsPages() throws -> Bool {
        if lock != nil { return true }
        let path = layout.outbox.appending(".dateline").appending("page.lock")
        do throws(SystemError) {
            let file = try Files.open(path, Files.readCreate)
            try Files.lock(file, path)
            lock = file
            return true
        } catch {
            guard error.isHeld || error.isForbidden else { throw error }
            guard !isToldOfOther else { return false }
            isToldOfOther = true
            pipeline.log.write(
                LogEntry(
                    .warning,
                    "page and feeds of \(layout.outbox) are another Dateline's, which files into it too: what this one files is not on them"
                ))
            return false
        }
    }

    /// Only what users did not take away.
    private func there(_ cards: [Card]) -> [Card] {
        cards.filter { (try? Files.exists(layout.absolute($0.path).appending("article.json"))) == true }
    }

    private func brief(_ day: String, part: Int?, _ cards: [Card], _ index: SearchIndex) throws -> Brief {
        var brief = Brief(day: day, part: part)
        brief.cards = there(cards)
        brief.rejected = try index.rejected(on: day, limit: 100)
        brief.linksReasons = layout.rejected == layout.outbox.appending("rejected")
        for (hour, kind, count) in try index.arrivals(on: day) where brief.hours.indices.contains(hour) {
            switch kind {
            case "filed": brief.hours[hour].filed += count
            case "rejected": brief.hours[hour].rejected += count
            default: brief.hours[hour].duplicate += count
            }
        }
        return brief
    }

    private func writeToday(_ today: String, _ index: SearchIndex, _ now: Instant) throws {
        let parts = try index.parts(of: today)
        var cards: [Card] = []
        for part in parts.reversed() where cards.count < SearchIndex.partSize {
            cards += try index.cards(in: part, now: now)
        }
        var page = try brief(today, part: nil, Array(cards.prefix(SearchIndex.partSize)), index)
        if let last = parts.last, last.number > 1 {
            page.isCut = true
            page.neighbours = parts.reversed().prefix(20).map {
                ("Today, part \($0.number)", Address(path: BriefThread.file($0.day, $0.number)))
            }
        }
        page.neighbours += try index.days(before: today, limit: 14).map {
            (spelledDay($0, short: true), Address(path: BriefThread.file($0, 1)))
        }
        try put(writeBrief(page, toOutbox: "", clock: { LocalTime.clock($0) }), "index.html")
    }

    private func write(_ part: SearchIndex.Part, _ index: SearchIndex, _ now: Instant) throws {
        let parts = try index.parts(of: part.day)
        var page = try brief(part.day, part: part.number, index.cards(in: part, now: now), index)
        if part.number != parts.last?.number { page.rejected = [] }
        page.neighbours = [("Today’s brief", Address(path: "index.html", prefix: "../"))]
        if parts.count > 1 {
            page.neighbours += parts.filter { abs($0.number - part.number) < 10 }.map {
                ("Part \($0.number)", Address(path: BriefThread.file($0.day, $0.number), prefix: "../"))
            }
        }
        page.neighbours += try index.days(before: part.day, limit: 7).map {
            (spelledDay($0, short: true), Address(path: BriefThread.file($0, 1), prefix: "../"))
        }
        try put(
            writeBrief(page, toOutbox: "../", clock: { LocalTime.clock($0) }), BriefThread.file(part.day, part.number))
    }

    /// `days/2026-11-26.html`, `days/2026-11-26-2.html`.
    private static func file(_ day: String, _ part: Int) -> String {
        "days/\(day)\(part > 1 ? "-\(part)" : "").html"
    }

    private func writeFeeds(_ index: SearchIndex, _ now: Instant) throws {
        let base = pipeline.settings.withLock { $0.baseURL }.flatMap { Address(web: $0) }
        let name = pipeline.ledger.name
        var feed = Feed(
            id: storyURI(senderID: "feed", source: name, firstID: Digest(words: (0, 0, 0, 0))),
            title: "Dateline" + (settings.desk.map { ", \($0)" } ?? ""), base: base)
        var kept: [Int64: FeedItem] = [:]
        for card in try there(index.newest(BriefThread.feedLength, now: now)) {
            let item = items[card.seq] ?? FeedItem(card: card, text: text(of: card))
            kept[card.seq] = item
            feed.items.append(item)
        }
        items = kept
        try put(writeJSONFeed(feed), "feed.json")
        try put(writeAtomFeed(feed), "feed.atom")
    }

    private func text(of card: Card) -> String {
        let path = layout.absolute(card.path).appending("article.json")
        guard let bytes = try? Files.read(path, limit: 1 << 20), let article = try? JSONParser.parse(bytes),
            let body = article["bodies"]?.elements.first?["value"]?.string
        else { return card.summary }
        return body
    }

    /// So that the name shows the old page or the new, never a part, also after a power cut.
    private func put(_ bytes: [UInt8], _ name: String) throws {
        let place = layout.outbox.appending(name)
        let digest = SHA256.digest(bytes)
        if written[name] == digest, try Files.exists(place) { return }
        if try Files.exists(aside) { try Files.remove(aside) }
        try Files.makeDirectory(place.parent)
        let file = try Files.create(aside, bytes)
        try Files.sync(file, aside)
        try Files.rename(aside, place)
        try Files.syncDirectory(place.parent)
        if written.count > 100 { written = [:] }
        written[name] = digest
    }
}
