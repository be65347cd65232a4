internal import Article
internal import Bytes

/// What stands before the story: headline, kicker, deck, byline, dates, header lines.
///
/// Reads pieces (lines, or wrapped lines joined) from the top until one is body. Only shape and place decide what
/// is a headline; a first paragraph of the story is never taken for one.
struct Front {
    struct Piece {
        var bytes: [UInt8]
        var blankBefore: Bool
    }

    /// Pieces looked at.
    static let limit = 24
    /// Bytes of a piece looked at; one that is longer is body.
    static let longest = 420

    private struct Candidate {
        var index: Int
        var text: String
        var shape: Shape
    }

    let context: ReadingContext
    /// Lines that could be headline, kicker or deck, in order.
    private var candidates: [Candidate] = []
    private var byline: Byline?
    private var fields: [(HeaderLine.Field, [UInt8])] = []
    private var published: Stamp?
    private var updated: Stamp?
    private var embargo: [UInt8]?
    private var isKilled = false
    private var notes: [String] = []
    private var slug: String?
    private var headline: String?
    private var kicker: String?
    private var deck: String?

    /// The headline comes from a line that says so.
    private(set) var isLabelled = false

    /// The format has said the headline already: no line can be one.
    private let hasHeadline: Bool

    init(context: ReadingContext, hasHeadline: Bool = false) {
        self.context = context
        self.hasHeadline = hasHeadline
    }

    /// - Parameter isWhole: `pieces` are all there are.
    /// - Returns: how many of the pieces belong to the front.
    mutating func read(_ pieces: [Piece], isWhole: Bool) -> Int {
        var i = 0
        // The piece after the last one that is front for certain.
        var end = 0
        loop: while i < pieces.count {
            let bytes = pieces[i].bytes
            let step = bytes.withUnsafeBufferPointer { take($0, i, pieces, isWhole) }
            switch step {
            case .front:
                i += 1
                end = i
            case .candidate: i += 1
            case .body: break loop
            }
        }
        return decide(end: end, body: i, pieces, isWhole)
    }

    private enum Step { case front, candidate, body }

    private mutating func take(_ line: ByteView, _ i: Int, _ pieces: [Piece], _ isWhole: Bool) -> Step {
        guard line.count < Front.longest - 4, !line.isEmpty else { return .body }
        if let header = HeaderLine(line) {
            switch header {
            case .signal: return .front
            case .embargo:
                embargo = embargo ?? Array(line)
                return .front
            case .kill(let isBare):
                isKilled = true
                if isBare { return isWhole && i == pieces.count - 1 ? .body : .front }
                // "KILL: Ferry talks fail" is the story's headline, a sentence is the notice itself.
                guard StoryName(bytes: line).isKill else { return .body }
            case .slug:
                if isKeyword(line, "kill") { isKilled = true }
                slug = slug ?? fieldText(line)
                return .front
            case .note:
                if let text = fieldText(line) { notes.append(text) }
                return .front
            case .field(let field, let value):
                // A long value is a sentence that begins with such a word.
                if field != .summary, field != .note, value.count > 240 { return .body }
                if field == .date || field == .updated, DateStamps.parse(line[view: value]) == nil { break }
                fields.append((field, Array(line[view: value])))
                return .front
            }
        }
        if let byline = Byline(line) {
            guard self.byline == nil else { return .body }
            self.byline = byline
            return .front
        }
        if isDigit(line[0]), line.count <= 40, line.index(of: 0x20) == nil, let stamp = DateStamps.parse(line),
            stamp.precision >= .day
        {
            published = published ?? stamp
            return .front
        }
        if line.count <= 120 {
            let date = DateLine(line)
            if date.isNothingElse, date.published != nil || date.updated != nil {
                published = published ?? date.published
                updated = updated ?? date.updated
                return .front
            }
        }
        if opensWithDateline(line) { return .body }
        let shape = Shape(line)
        if !candidates.isEmpty || headlineField || hasHeadline, byline == nil, let bare = Byline(line, bare: true),
            isBylinePlace(i, pieces)
        {
            byline = bare
            return .front
        }
        guard !hasHeadline, candidates.count < 3, canBeHeadline(line, shape), let text = fieldText(line) else {
            return .body
        }
        candidates.append(Candidate(index: i, text: text, shape: shape))
        return .candidate
    }

    private var headlineField: Bool { fields.contains { $0.0 == .headline } }

    private func isKeyword(_ line: ByteView, _ word: StaticString) -> Bool {
        line.indexIgnoringCase(of: word) == 3
    }

    /// Names alone are a byline where a date, or the story's dateline, follows.
    private func isBylinePlace(_ i: Int, _ pieces: [Piece]) -> Bool {
        guard i + 1 < pieces.count else { return false }
        return pieces[i + 1].bytes.withUnsafeBufferPointer { next in
            if opensWithDateline(next) { return true }
            let date = DateLine(next)
            return date.isNothingElse && next.count <= 120
        }
    }

    /// - Parameter end: pieces that are front for certain.
    /// - Parameter body: the first piece that is body.
    private mutating func decide(end: Int, body: Int, _ pieces: [Piece], _ isWhole: Bool) -> Int {
        let isOnlyFront = isWhole && body >= pieces.count
        if let value = fields.first(where: { $0.0 == .headline })?.1 {
            headline = value.withUnsafeBufferPointer { fieldText($0) }
            isLabelled = headline != nil
            // What was not labelled is the story, or its kicker where front follows it.
            let inside = candidates.filter { $0.index < end }
            if inside.count == 1, let only = inside.first, isKicker(only.text, only.shape) { kicker = only.text }
            return inside.count > 1 || kicker == nil && !inside.isEmpty ? inside[0].index : end
        }
        guard let first = candidates.first else { return end }
        var next = max(end, first.index + 1)
        if candidates.count == 1 {
            if isLabelAlone(first.text), !isOnlyFront {
                kicker = first.text
            } else {
                headline = first.text
            }
            return isOnlyFront ? max(end, body) : next
        }
        let second = candidates[1]
        let isApart = pieces[second.index].blankBefore
        if isApart && isKicker(first.text, first.shape), second.shape.words >= 2,
            second.shape.width > first.shape.width || isLabelAlone(first.text),
            // There must be a story after it.
            !(isOnlyFront && candidates.count == 2 && second.index + 1 >= pieces.count)
        {
            kicker = first.text
            headline = second.text
            next = max(end, second.index + 1)
            if candidates.count == 3, candidates[2].index < end {
                deck = candidates[2].text
                next = max(next, candidates[2].index + 1)
            }
            return next
        }
        headline = first.text
        // A second line before byline or date is the deck; else it is the story's first line.
        if second.index < end {
            deck = second.text
            return candidates.count == 3 && candidates[2].index < end ? end : max(end, second.index + 1)
        }
        return next
    }

    /// Section names and labels: what stands above a headline.
    private func isKicker(_ text: String, _ shape: Shape) -> Bool {
        guard shape.words <= 5, shape.width <= 44 else { return false }
        if isLabelAlone(text) { return true }
        let last = text.utf8.last
        if last == 0x3A || text.utf8.contains(0x7C) { return true }
        return shape.words <= 2 && shape.width <= 24 || shape.isAllCaps && shape.words <= 3
    }

    private func isLabelAlone(_ text: String) -> Bool {
        var key = Array(text.utf8.map(lowered))
        while let last = key.last, last == 0x3A || last == 0x21 || last == 0x20 { key.removeLast() }
        return Front.labels.contains(key) || key.starts(with: "media release".utf8)
            || key.starts(with: "press release".utf8)
            || key.starts(with: "news release".utf8)
    }

    private static let labels: Set<[UInt8]> = {
        let words = """
            business|world|world news|politics|sport|sports|exclusive|breaking|breaking news|analysis|opinion|comment|feature|interview|\
            update|urgent|news|local news|uk news|us news|top news|top stories|technology|tech|science|health|education|culture|\
            entertainment|arts|travel|lifestyle|economy|markets|finance|money|environment|climate|europe|asia|africa|americas|\
            middle east|obituary|editorial|column|factbox|explainer|timeline|correction|newsalert|alert|flash|snap|live|watch|video|\
            wirtschaft|politik|kultur|wissenschaft|panorama|ausland|inland|économie|politique|monde|culture|economía|política|mundo|\
            deportes|cultura|cronaca|esteri|economia|national|international|crime|weather|football|investigation|special report
            """
        return Set(words.split(separator: "|").map { Array($0.utf8) })
    }()

    // MARK: Handing over

    func finish(_ document: inout Document) {
        document.headline = document.headline ?? headline
        document.kicker = document.kicker ?? kicker
        document.deck = document.deck ?? deck
        document.slugline = document.slugline ?? slug
        document.contentCreated = document.contentCreated ?? published
        document.versionCreated = document.versionCreated ?? updated
        if let byline { document.take(byline) }
        if isKilled { document.status = .canceled }
        if !notes.isEmpty { document.editorialNote = notes.joined(separator: "\n") }
        for (field, value) in fields { value.withUnsafeBufferPointer { document.take(field, $0) } }
        if let embargo { embargo.withUnsafeBufferPointer { document.takeEmbargo($0, arrived: context.arrived) } }
    }
}
