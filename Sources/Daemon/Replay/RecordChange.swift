internal import Article
internal import Bytes

/// One field of a record that another reading would change.
struct RecordChange {
    /// `article.json`, `analysis.json` or `summary.txt`.
    var file: String
    /// `people[2].name`, `line 4`; empty for the file as a whole.
    var field: String
    /// As JSON; `nil` where the field is not there.
    var old: [UInt8]?
    var new: [UInt8]?

    /// Field by field; by which reader it was read is no difference. The page is made of the rest and is not compared: a
    /// new style of pages is no new reading.
    static func between(_ old: RecordFiles, _ new: Outputs) -> [RecordChange] {
        var comparison = Comparison()
        comparison.compareJSON(old.articleBytes, new.article, "article.json")
        comparison.compareJSON(old.analysisBytes, new.analysis, "analysis.json")
        comparison.compareLines(old.summaryBytes, new.summary, "summary.txt")
        return comparison.changes
    }

    private struct Comparison {
        var changes: [RecordChange] = []

        mutating func compareJSON(_ old: [UInt8]?, _ new: [UInt8], _ file: String) {
            guard old != new else { return }
            guard let old, let before = try? JSONParser.parse(old), let after = try? JSONParser.parse(new) else {
                changes.append(RecordChange(file: file, field: "", old: nil, new: nil))
                return
            }
            compare(before, after, file, "")
        }

        private mutating func compare(_ old: JSON, _ new: JSON, _ file: String, _ field: String) {
            if old.isObject, new.isObject {
                let after = new.members
                for (name, value) in old.members {
                    compare(
                        value, after.first { $0.name == name }?.value, file, field.isEmpty ? name : "\(field).\(name)")
                }
                let before = Set(old.members.map(\.name))
                for (name, value) in after where !before.contains(name) {
                    compare(nil, value, file, field.isEmpty ? name : "\(field).\(name)")
                }
            } else if old.isArray, new.isArray {
                compare(old.elements, new.elements, file, field)
            } else if old.bytes != new.bytes, field != "provenance.reader" {
                changes.append(RecordChange(file: file, field: field, old: old.bytes, new: new.bytes))
            }
        }

        private mutating func compare(_ old: JSON?, _ new: JSON?, _ file: String, _ field: String) {
            if let old, let new { return compare(old, new, file, field) }
            changes.append(RecordChange(file: file, field: field, old: old?.bytes, new: new?.bytes))
        }

        /// What both begin and end with is left out; so one more element does not shift all behind it.
        private mutating func compare(_ old: [JSON], _ new: [JSON], _ file: String, _ field: String) {
            let before = old.map(\.bytes)
            let after = new.map(\.bytes)
            var start = 0
            while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
            var end = 0
            while end < min(before.count, after.count) - start,
                before[before.count - 1 - end] == after[after.count - 1 - end]
            {
                end += 1
            }
            for i in start..<max(before.count, after.count) - end {
                compare(
                    i < before.count - end ? old[i] : nil, i < after.count - end ? new[i] : nil, file, "\(field)[\(i)]")
            }
        }

        mutating func compareLines(_ old: [UInt8]?, _ new: [UInt8], _ file: String) {
            guard old != new else { return }
            let before = (old ?? []).split(separator: 0x0A, omittingEmptySubsequences: false)
            let after = new.split(separator: 0x0A, omittingEmptySubsequences: false)
            func text(_ lines: [ArraySlice<UInt8>], _ i: Int) -> [UInt8]? {
                guard lines.indices.contains(i) else { return nil }
                var json = JSONWriter(capacity: lines[i].count + 16)
                json.string(lines[i])
                return json.take()
            }
            for i in 0..<max(before.count, after.count) where text(before, i) != text(after, i) {
                changes.append(
                    RecordChange(file: file, field: "line \(i + 1)", old: text(before, i), new: text(after, i)))
            }
        }
    }
}
