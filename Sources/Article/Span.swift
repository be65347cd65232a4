/// A half-open range of UTF-8 bytes in a document's body.
///
/// Stages count bytes, because they scan bytes. What leaves the house counts Unicode code points: the
/// analysis writer converts, with `CodePointIndex`.
package struct Span: Hashable, Sendable, Comparable {
    package var start: Int
    package var end: Int

    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    package var count: Int { end - start }
    package var isEmpty: Bool { end <= start }
    package var range: Range<Int> { start..<Swift.max(start, end) }

    package func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
    package func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }

    package static func < (a: Span, b: Span) -> Bool { (a.start, a.end) < (b.start, b.end) }
}
