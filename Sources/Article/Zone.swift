/// The rules of one time zone, as the machine's database has them.
///
/// Format: RFC 8536 (TZif), of which the table of changes is used: it reaches to 2037 as Debian builds it.
package struct Zone: Hashable, Sendable {
    /// The file's bytes.
    package let data: [UInt8]
    private let layout: Layout

    /// Where the tables of the block with 64-bit times begin.
    private struct Layout: Hashable, Sendable {
        var times: Int
        var indices: Int
        var types: Int
        var timeCount: Int
        var typeCount: Int
    }

    /// `nil` where the bytes are no TZif file of version 2 or later.
    package init?(data: [UInt8]) {
        guard let first = Zone.counts(data, at: 0), data.count > 4, data[4] >= 0x32 else { return nil }
        // The first block has 32-bit times, and is there for old readers only.
        let second =
            44 + first.times * 5 + first.types * 6 + first.characters + first.leaps * 8 + first.standards
            + first.universals
        guard let counts = Zone.counts(data, at: second), counts.types > 0 else { return nil }
        let times = second + 44
        layout = Layout(
            times: times, indices: times + counts.times * 8, types: times + counts.times * 9, timeCount: counts.times,
            typeCount: counts.types)
        guard layout.types + counts.types * 6 <= data.count else { return nil }
        self.data = data
    }

    private struct Counts {
        var universals, standards, leaps, times, types, characters: Int
    }

    private static func counts(_ data: [UInt8], at start: Int) -> Counts? {
        guard start + 44 <= data.count, data[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
        func number(_ n: Int) -> Int {
            data[(start + 20 + n * 4)..<(start + 24 + n * 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        let counts = Counts(
            universals: number(0), standards: number(1), leaps: number(2), times: number(3), types: number(4),
            characters: number(5))
        // More than any zone has.
        guard
            [counts.universals, counts.standards, counts.leaps, counts.times, counts.types, counts.characters]
                .allSatisfy({ $0 < 1 << 16 })
        else { return nil }
        return counts
    }

    /// Seconds east of Greenwich at a moment, in seconds since 1970.
    package func offset(at moment: Int64) -> Int {
        var low = 0
        var high = layout.timeCount
        while low < high {
            let middle = (low + high) / 2
            if time(middle) <= moment { low = middle + 1 } else { high = middle }
        }
        let type = low == 0 ? 0 : Int(data[layout.indices + low - 1])
        guard type < layout.typeCount else { return 0 }
        let at = layout.types + type * 6
        let bits = data[at..<at + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return Int(Int32(bitPattern: bits))
    }

    private func time(_ n: Int) -> Int64 {
        let at = layout.times + n * 8
        return Int64(bitPattern: data[at..<at + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    /// Seconds east of Greenwich when a clock of the zone shows `local`, given as if it were UTC. Of a time that comes twice the
    /// first; one that is left out is read with the offset before it.
    package func offset(ofLocal local: Int64) -> Int {
        let before = offset(at: local - 86_400)
        if offset(at: local - Int64(before)) == before { return before }
        let after = offset(at: local + 86_400)
        return offset(at: local - Int64(after)) == after ? after : before
    }
}

extension Stamp {
    /// A time for which the source names no zone, taken to be in `zone`; others are left as they are.
    package func placed(in zone: Zone) -> Stamp {
        guard precision >= .minute, value.utf8.count > 11, !hasZone else { return self }
        let offset = zone.offset(ofLocal: instant.seconds)
        var stamp = self
        stamp.instant = Instant(microseconds: instant.microseconds - Int64(offset) * 1_000_000)
        let minutes = abs(offset) / 60
        stamp.value +=
            offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
        return stamp
    }

    /// Whether `value` names its zone.
    private var hasZone: Bool {
        value.utf8.dropFirst(11).contains { $0 == 0x5A || $0 == 0x2B || $0 == 0x2D }
    }
}
