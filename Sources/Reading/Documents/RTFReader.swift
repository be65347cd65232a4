internal import Article
internal import Bytes

/// Reads Rich Text Format. Our own, as Debian has no library for it. Source: Microsoft, RTF Specification 1.9.1.
struct RTFReader {
    private struct State {
        /// The group is no text: fonts, styles, pictures, notes.
        var isSilent = false
        var isHidden = false
        /// Bytes to pass over behind a Unicode character.
        var fallback = 1
        var font = 0
        var target = Target.text
    }
    private enum Target { case text, title, author, created, fonts, keywords }

    private let b: ByteView
    private var state = State()
    private var stack: [State] = []
    private var builder = BodyBuilder()
    private var line: [UInt8] = []
    /// Bytes in the font's code page that are not decoded yet: a character may take two of them.
    private var pending: [UInt8] = []
    private var surrogate: UInt32?
    private var codePage = Charset.windows1252
    private var fonts: [Int: Charset] = [:]
    private var skip = 0
    private var isRow = false
    private var fields: [Target: [UInt8]] = [:]
    private var created = (0, 0, 0, 0, 0)
    private static let depthLimit = 1_000

    static func read(_ original: Original, _ reason: String) throws -> Document {
        try Document.checkSize(original, format: "rtf")
        return try original.bytes.withUnsafeBufferPointer { bytes in
            var reader = RTFReader(b: bytes)
            try reader.read()
            var document = Document(format: "rtf", formatReason: reason)
            document.encoding = reader.codePage.name
            reader.builder.takeFront(into: &document, context: original.context)
            if let name = reader.fields[.author].flatMap({ fieldText($0) }), document.byline == nil {
                document.byline = name
                document.authors = [Document.Author(name: name)]
            }
            if document.headline == nil { document.headline = reader.fields[.title].flatMap { fieldText($0) } }
            let (year, month, day, hour, minute) = reader.created
            if year > 1600, month > 0, day > 0, document.contentCreated == nil {
                func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
                document.contentCreated = DateStamps.parse(
                    "\(year)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute))")
            }
            reader.builder.finish(&document)
            return document
        }
    }

    private init(b: ByteView) { self.b = b }

    private mutating func read() throws {
        var i = 0
        while i < b.count {
            switch b[i] {
            case 0x7B:
                flush()
                guard stack.count < RTFReader.depthLimit else {
                    throw Rejection(
                        .tooDeep, stage: .read, "Its groups are nested more than \(RTFReader.depthLimit) deep.",
                        hint: "Save it again.", format: "rtf", offset: i)
                }
                stack.append(state)
                skip = 0
                i += 1
            case 0x7D:
                flush()
                if let before = stack.popLast() { state = before }
                skip = 0
                i += 1
                if stack.isEmpty {
                    endParagraph(isRow: true)
                    return
                }
            case 0x5C: i = control(at: i + 1)
            case 0x0A, 0x0D, 0x00: i += 1
            default:
                byte(b[i])
                i += 1
            }
        }
        endParagraph(isRow: true)
    }

    private mutating func byte(_ byte: UInt8) {
        if skip > 0 {
            skip -= 1
            return
        }
        pending.append(byte)
    }

    private mutating func control(at start: Int) -> Int {
        guard start < b.count else { return start }
        let c = b[start]
        guard isLetter(c) else {
            switch c {
            case 0x27:
                if start + 2 < b.count, let high = hexDigit(b[start + 1]), let low = hexDigit(b[start + 2]) {
                    byte(high << 4 | low)
                    return start + 3
                }
            case 0x2A: state.isSilent = true
            case 0x7E: put(0xA0)
            case 0x5F: put(0x2011)
            case 0x2D: break
            case 0x0A, 0x0D: word("par", nil)
            case 0x5C, 0x7B, 0x7D: byte(c)
            default: break
            }
            return start + 1
        }
        var i = start
        while i < b.count, isLetter(b[i]), i - start < 40 { i += 1 }
        let name = String(decoding: b[view: start..<i], as: UTF8.self)
        var number: Int?
        var isNegative = false
        if i + 1 < b.count, b[i] == 0x2D, isDigit(b[i + 1]) {
            isNegative = true
            i += 1
        }
        let digits = i
        while i < b.count, isDigit(b[i]), i - digits < 10 {
            number = (number ?? 0) * 10 + Int(b[i] - 0x30)
            i += 1
        }
        if isNegative { number = number.map { -$0 } }
        if i < b.count, b[i] == 0x20 { i += 1 }
        if name == "bin" {
            return min(b.count, i + max(0, number ?? 0))
        }
        if skip > 0, name != "u" {
            // A control word counts as one of the characters that stand in.
            skip -= 1
            if name != "par" && name != "line" { return i }
        }
        word(name, number)
        return i
    }

    private mutating func word(_ name: String, _ number: Int?) {
        switch name {
        case "u":
            flush()
            skip = state.fallback
            var value = number ?? 0
            if value < 0 { value += 65_536 }
            unicode(UInt32(clamping: value))
            return
        case "uc": state.fallback = min(max(0, number ?? 1), 64)
        case "ansicpg": codePage = RTFReader.charset(codePage: number ?? 0) ?? codePage
        case "mac": codePage = Charset(singleByte: "macintosh")
        case "pc": codePage = Charset(singleByte: "ibm850")
        case "f":
            flush()
            state.font = number ?? 0
        case "fcharset":
            if state.target == .fonts, let charset = RTFReader.charset(fontCharset: number ?? 0) {
                fonts[state.font] = charset
            }
        case "plain":
            flush()
            state.isHidden = false
            state.font = 0
        case "v":
            flush()
            state.isHidden = number != 0
        case "deleted":
            flush()
            state.isHidden = number != 0
        case "par", "sect", "page", "row":
            flush()
            if isText { endParagraph(isRow: name == "row") }
        case "cell", "nestcell":
            flush()
            if isText {
                line += Array(" | ".utf8)
                isRow = true
            }
        case "line": flush(); if isText { line.append(0x0B) }
        case "tab": put(0x20)
        case "emdash": put(0x2014)
        case "endash": put(0x2013)
        case "lquote": put(0x2018)
        case "rquote": put(0x2019)
        case "ldblquote": put(0x201C)
        case "rdblquote": put(0x201D)
        case "bullet": put(0x2022)
        case "emspace", "enspace", "qmspace": put(0x20)
        case "fonttbl":
            state.target = .fonts
            state.isSilent = true
        case "title": aim(.title)
        case "author": aim(.author)
        case "keywords": aim(.keywords)
        case "creatim": aim(.created)
        case "yr": if state.target == .created { created.0 = number ?? 0 }
        case "mo": if state.target == .created { created.1 = number ?? 0 }
        case "dy": if state.target == .created { created.2 = number ?? 0 }
        case "hr": if state.target == .created { created.3 = number ?? 0 }
        case "min": if state.target == .created { created.4 = number ?? 0 }
        case "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "info",
            "pict",
            "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote",
            "annotation", "atnid", "atnauthor", "fldinst", "themedata", "colorschememapping", "latentstyles",
            "datastore",
            "xmlnstbl", "filetbl", "nonshppict", "shpinst", "pntext", "listtext", "tc", "xe", "bkmkstart", "bkmkend",
            "private", "company", "operator", "doccomm", "subject", "comment", "template", "userprops", "mmathPr",
            "pgptbl":
            state.isSilent = true
        default: break
        }
    }

    private mutating func aim(_ target: Target) {
        flush()
        state.target = target
    }

    private var isText: Bool { !state.isSilent && !state.isHidden && state.target == .text }

    private mutating func put(_ scalar: UInt32) {
        flush()
        unicode(scalar)
    }

    private mutating func unicode(_ value: UInt32) {
        var value = value
        if value & 0xFFFFFC00 == 0xD800 {
            surrogate = value
            return
        }
        if value & 0xFFFFFC00 == 0xDC00, let high = surrogate {
            value = 0x10000 + (high & 0x3FF) << 10 + (value & 0x3FF)
        }
        surrogate = nil
        // Symbol fonts lie in the private area.
        guard let scalar = Unicode.Scalar(value), !(0xF000...0xF0FF).contains(value), value >= 0x20 else { return }
        keep(Array(String(Character(scalar)).utf8))
    }

    private mutating func keep(_ text: [UInt8]) {
        if isText {
            line += text
        } else if state.target == .title || state.target == .author {
            fields[state.target, default: []] += text
        }
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        defer { pending = [] }
        guard isText || state.target == .title || state.target == .author else { return }
        if pending.allSatisfy({ $0 < 0x80 }) {
            keep(pending)
        } else {
            keep(TextDecoder.decode(pending, as: fonts[state.font] ?? codePage))
        }
    }

    private mutating func endParagraph(isRow ends: Bool = false) {
        flush()
        if isRow, !ends {
            // Within a cell.
            line.append(0x20)
            return
        }
        defer {
            line = []
            isRow = false
        }
        if isRow { while line.last == 0x20 || line.last == 0x7C { line.removeLast() } }
        guard line.contains(where: { $0 > 0x20 }) else { return }
        builder.begin()
        let lines = line.split(separator: 0x0B)
        for (k, piece) in lines.enumerated() {
            cleaned(Array(piece)).withUnsafeBufferPointer { builder.append($0) }
            if k + 1 < lines.count { builder.breakLine() }
        }
        builder.end(aside: isRow)
    }

    private static func charset(codePage: Int) -> Charset? {
        switch codePage {
        case 437, 850, 819: Charset(singleByte: codePage == 819 ? "windows-1252" : "ibm850")
        case 65_001: .utf8
        case 10_000: Charset(singleByte: "macintosh")
        default: Array("cp\(codePage)".utf8).withUnsafeBufferPointer { Charset(label: $0) }
        }
    }

    /// Windows' numbers for character sets. Source: RTF 1.9.1, font table.
    private static func charset(fontCharset: Int) -> Charset? {
        let pages = [
            77: 10_000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
            186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
        ]
        return pages[fontCharset].flatMap { charset(codePage: $0) } ?? (fontCharset == 0 ? .windows1252 : nil)
    }
}

extension ReaderEntry {
    static let rtf = ReaderEntry(
        format: "rtf", recognise: { $0.starts(Array("{\\rtf".utf8)) ? "RTF signature" : nil },
        read: { original, reason, emit in try emit(Reading(result: RTFReader.read(original, reason).checked())) })
}
