internal import Article
internal import Bytes
internal import Ledger

/// When a record and an article are versions of one story, and which of them is the later one.
extension Identity {
    /// Mostly the same text as a record of the same source that has its headline or slugline.
    ///
    /// A series ("Markets wrap", a newsletter) shares headline and turns of phrase. So what says nothing of being a version, and
    /// is of another day or has an identifier of its own, must be nearly the same text.
    func continues(_ row: OutcomeRow) -> Bool {
        if textDigest == row.textDigest { return true }
        guard let other = row.sketch else { return false }
        if isMarked || row.isMarked { return sketch.isMostly(other) }
        if abs(days(from: row)) > 1 { return sketch.resemblance(other) >= 0.9 }
        return (senderID ?? "").isEmpty ? sketch.isMostly(other) : sketch.resemblance(other) >= 0.8
    }

    /// A kill names what it withdraws; a slugline alone names many stories in turn.
    func kills(_ row: OutcomeRow, titles: [Int64]) -> Bool {
        row.titleKey.map(titles.contains) ?? false || abs(days(from: row)) <= 7
    }

    /// By the sender's numbers where both have one, else by the sender's times, else by what the headlines say. Equal is not
    /// older, but under a kill only what is newer for certain is newer.
    func isOlder(than current: OutcomeRow) -> Bool {
        if status == .canceled { return false }
        let isKilled = current.status == .canceled
        if let new = senderVersion.flatMap({ Int($0) }), let old = current.version.flatMap({ Int($0) }) {
            if new != old { return new < old }
            if isKilled { return true }
        }
        if let new = versionTime, let old = current.versionTime {
            if new.isMidnight || old.isMidnight {
                // A day without a zone may be the day after or before that of a time with one.
                let days = new.day.daysSince1970 - old.day.daysSince1970
                if abs(days) > (new.isMidnight && old.isMidnight ? 0 : 1) { return days < 0 }
            } else if new != old {
                return new < old
            }
        }
        return !isKilled && StoryName(headline).rank < StoryName(current.title ?? "").rank
    }

    private var isMarked: Bool { StoryName(headline).isMarked || slugline.map { StoryName($0).isMarked } ?? false }

    private func days(from row: OutcomeRow) -> Int {
        guard let own = CalendarDay(text: day), let other = row.day.flatMap({ CalendarDay(text: $0) }) else { return 0 }
        return own.daysSince1970 - other.daysSince1970
    }
}

extension OutcomeRow {
    fileprivate var isMarked: Bool { StoryName(title ?? "").isMarked }
}

extension Instant {
    /// Where only the day is known, it stands for its first second.
    fileprivate var isMidnight: Bool { microseconds % 86_400_000_000 == 0 }
}
