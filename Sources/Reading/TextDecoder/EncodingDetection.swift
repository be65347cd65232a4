internal import Bytes
internal import CDetect
internal import Synchronization

/// Finds the encoding of text that is neither ASCII, UTF-8 nor marked as anything else, from a bounded sample.
///
/// Every encoding is scored by how well the text reads in it: the mean logarithm (base 2) of the likelihood of its
/// characters, a byte. Letters count by their frequency in a language, and by their neighbours: no capital follows a
/// small letter, no letter beyond ASCII of another script touches an ASCII letter, no sign stands inside a word. In
/// the East Asian encodings the frequent characters of running text decide. uchardet is asked where nothing reads well.
enum EncodingDetection {
    /// Bytes beyond ASCII that are looked at.
    static let sampleSize = 400

    struct Guess {
        var charset: Charset
        /// Mean log2 likelihood a byte beyond ASCII; below `plausible` nothing reads well.
        var score: Float
    }

    static let plausible: Float = -8.5

    static func guess(_ bytes: ByteView) -> Guess {
        let sample = Sample(bytes)
        var best = singleByte(sample)
        for index in 0..<5 {
            if let score = multiByte(index, sample), score > best.score {
                best = Guess(charset: Charset(multiByte: index), score: score)
            }
        }
        if best.score < plausible, let other = uchardet(sample.view) { best.charset = other }
        return best
    }

    /// Builds the tables, which takes a millisecond.
    static func prepare() { _ = tables.count + frequent.count }

    // MARK: Sample

    /// The lines around the first `sampleSize` bytes beyond ASCII.
    private struct Sample {
        var view: ByteView
        /// Indices of the bytes beyond ASCII.
        var high: [Int] = []

        init(_ bytes: ByteView) {
            high.reserveCapacity(EncodingDetection.sampleSize)
            var end = bytes.count
            for i in 0..<bytes.count where bytes[i] >= 0x80 {
                high.append(i)
                if high.count == EncodingDetection.sampleSize {
                    end = min(i + 64, bytes.count)
                    break
                }
            }
            // What lies before the first of them says nothing; a little of it stays as context.
            let start = max(0, (high.first ?? 0) - 64)
            view = bytes[view: start..<end]
            if start > 0 { for k in high.indices { high[k] -= start } }
        }
    }

    // MARK: Single-byte encodings

    private enum Class: UInt8 {
        case lower, upper, letter, mark, opening, closing, dash, apostrophe, space, symbol, bad
        var isLetter: Bool { rawValue <= Class.mark.rawValue }
    }

    private struct Table {
        var charset: Charset
        var isLatin: Bool
        var prior: Float
        /// For the bytes from 0x80 on.
        var classes: [Class]
        var logs: [Float]
        /// Likelihood without context.
        var alone: [Float]
    }

    private static let tables: [Table] = {
        var out: [Table] = []
        for model in EncodingModel.all {
            let letters = Array(model.letters.unicodeScalars)
            // Zipf's law over ranks, softened: P(rank) ~ 1 / (rank + 3).
            var total: Float = 0
            for rank in letters.indices { total += 1 / Float(rank + 3) }
            for (place, name) in model.charsets.enumerated() {
                let charset = Charset(singleByte: name)
                guard case .singleByte(let index) = charset.kind else { continue }
                let upper = SingleByte.scalars(of: index)
                var classes: [Class] = []
                var logs: [Float] = []
                for scalar in upper {
                    let kind = classify(scalar)
                    classes.append(kind)
                    guard kind.isLetter else {
                        logs.append(0)
                        continue
                    }
                    let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
                    if let rank = letters.firstIndex(of: small) {
                        logs.append(log2(1 / Float(rank + 3) / total))
                    } else {
                        logs.append(-10)
                    }
                }
                let alone = zip(classes, logs).map { kind, log -> Float in
                    switch kind {
                    case .lower, .letter, .mark: log
                    case .upper: log - 1
                    case .opening, .closing, .dash, .apostrophe, .space: -3
                    case .symbol: -9
                    case .bad: -16
                    }
                }
                out.append(
                    Table(
                        charset: charset, isLatin: model.isLatin,
                        prior: model.prior - (place == 0 ? 0 : place == 1 ? 0.02 : 1.2),
                        classes: classes, logs: logs, alone: alone))
            }
        }
        return out
    }()

    private static func classify(_ scalar: Unicode.Scalar) -> Class {
        switch scalar.value {
        case 0xFFFD, 0x80...0x9F: return .bad
        case 0x201C, 0x201E, 0x2018, 0x201A, 0xAB, 0x2039, 0xBF, 0xA1: return .opening
        case 0x201D, 0xBB, 0x203A, 0x2026, 0x60C, 0x61B, 0x61F, 0xB0, 0x2030, 0x20AC: return .closing
        case 0x2013, 0x2014, 0x2015, 0x2022, 0xB7: return .dash
        case 0x2019, 0x2BC: return .apostrophe
        case 0xA0: return .space
        default: break
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter:
            return scalar.value == 0xAA || scalar.value == 0xBA || scalar.value == 0xB5 ? .symbol : .lower
        case .uppercaseLetter: return .upper
        case .otherLetter, .modifierLetter: return scalar.value < 0x100 ? .symbol : .letter
        case .nonspacingMark, .spacingMark: return .mark
        default: return .symbol
        }
    }

    /// How many of the models, the best by their letters alone, are read with context.
    private static let finalists = 8

    private static func singleByte(_ sample: Sample) -> Guess {
        var best = Guess(charset: .windows1252, score: -.infinity)
        guard !sample.high.isEmpty else { return best }
        var counts = [Float](repeating: 0, count: 128)
        for i in sample.high { counts[Int(sample.view[i] - 0x80)] += 1 }
        let present = counts.indices.filter { counts[$0] > 0 }
        var ranked: [(table: Int, sum: Float)] = []
        for (index, table) in tables.enumerated() {
            var sum: Float = table.prior * Float(sample.high.count)
            for byte in present { sum += counts[byte] * table.alone[byte] }
            ranked.append((index, sum))
        }
        ranked.sort { $0.sum > $1.sum || $0.sum == $1.sum && $0.table < $1.table }
        // In the order of the models, so that the likeliest wins a tie.
        for index in ranked.prefix(finalists).map(\.table).sorted() {
            let table = tables[index]
            let floor = best.score * Float(sample.high.count)
            let score = table.classes.withUnsafeBufferPointer { classes in
                table.logs.withUnsafeBufferPointer { logs in
                    read(sample, table, classes, logs, floor: floor) / Float(sample.high.count)
                }
            }
            if score > best.score { best = Guess(charset: table.charset, score: score) }
        }
        return best
    }

    /// Gives up when the sum falls below `floor`: every term is negative.
    private static func read(
        _ sample: Sample, _ table: Table, _ classes: UnsafeBufferPointer<Class>, _ logs: UnsafeBufferPointer<Float>,
        floor: Float
    ) -> Float {
        let bytes = sample.view
        @inline(__always) func classOf(_ i: Int) -> Class {
            guard i >= 0, i < bytes.count else { return .space }
            let byte = bytes[i]
            if byte >= 0x80 { return classes[Int(byte - 0x80)] }
            return isLower(byte)
                ? .lower : isUpper(byte) ? .upper : isDigit(byte) ? .mark : isSpace(byte) ? .space : .dash
        }
        @inline(__always) func isASCIILetter(_ i: Int) -> Bool { i >= 0 && i < bytes.count && isLetter(bytes[i]) }
        var sum: Float = table.prior * Float(sample.high.count)
        for i in sample.high {
            if sum < floor { return sum }
            let own = Int(bytes[i] - 0x80)
            let before = classOf(i - 1)
            let after = classOf(i + 1)
            switch classes[own] {
            case .lower, .letter, .mark:
                sum += logs[own]
                if table.isLatin {
                    // A second letter beyond ASCII right before is rare in Latin script.
                    if i > 0, bytes[i - 1] >= 0x80, before.isLetter { sum -= 2 }
                } else if isASCIILetter(i - 1) || isASCIILetter(i + 1) {
                    sum -= 5
                }
            case .upper:
                sum += logs[own] - 1
                if before == .lower { sum -= 6 }
                if table.isLatin {
                    if i > 0, bytes[i - 1] >= 0x80, before.isLetter { sum -= 2 }
                } else if isASCIILetter(i - 1) || isASCIILetter(i + 1) {
                    sum -= 5
                }
            case .opening: sum -= after.isLetter && !before.isLetter ? 3 : 7
            case .closing: sum -= before != .space && !(before.isLetter && after.isLetter) ? 3 : 8
            case .dash: sum -= before == .space || after == .space ? 3 : 6
            case .apostrophe: sum -= before.isLetter ? 2.5 : 7
            case .space: sum -= 2
            case .symbol: sum -= before.isLetter && after.isLetter ? 12 : 8
            case .bad: sum -= 16
            }
        }
        return sum
    }

    // MARK: Multi-byte encodings

    /// `nil` where the bytes are no well-formed text of the encoding.
    private static func multiByte(_ index: Int, _ sample: Sample) -> Float? {
        guard !sample.high.isEmpty else { return nil }
        // The sample may begin or end inside a character.
        let forgiven = sample.high.count > 60 ? 2 : 0
        let most = forgiven + sample.high.count / 50
        let decoded = Iconv.shared.decode(sample.view, with: index, most: most)
        guard decoded.invalid <= most else { return nil }
        var sum = Float(-20 * max(0, decoded.invalid - forgiven))
        decoded.text.withUnsafeBufferPointer { text in
            var i = 0
            var afterASCIILetter = false
            while i < text.count {
                let byte = text[i]
                if byte < 0x80 {
                    afterASCIILetter = isLetter(byte)
                    i += 1
                    continue
                }
                let (scalar, next) = utf8Scalar(text, at: i)
                i = next
                let log = eastAsian(scalar, index)
                // "Zürich" read as GBK: a letter, a rare character, a letter.
                sum += afterASCIILetter && i < text.count && isLetter(text[i]) ? min(log, -14) : log
                afterASCIILetter = false
            }
        }
        return sum / Float(sample.high.count)
    }

    private static let frequent: [CharacterSet] = [
        CharacterSet(FrequentCharacters.simplified), CharacterSet(FrequentCharacters.traditional),
        CharacterSet(FrequentCharacters.japanese), CharacterSet(FrequentCharacters.japanese),
        CharacterSet(FrequentCharacters.korean),
    ]

    /// Characters of the basic plane, one bit each.
    private struct CharacterSet {
        private var words = [UInt64](repeating: 0, count: 1024)
        init(_ text: String) {
            for scalar in text.unicodeScalars where scalar.value < 0x10000 {
                words[Int(scalar.value >> 6)] |= 1 << UInt64(scalar.value & 63)
            }
        }
        func contains(_ s: UInt32) -> Bool { s < 0x10000 && words[Int(s >> 6)] >> UInt64(s & 63) & 1 != 0 }
    }

    /// Log2 likelihood of a character of running text in the language of encoding `index`.
    private static func eastAsian(_ s: UInt32, _ index: Int) -> Float {
        let isJapanese = index == 2 || index == 3
        switch s {
        case 0x3001, 0x3002, 0xFF0C, 0x300C...0x300F, 0xFF08, 0xFF09, 0xFF1A, 0x3000, 0xFF1F, 0xFF01: return -5
        case 0x201C, 0x201D, 0x2014, 0x2026, 0x2018, 0x2019, 0xB7, 0x30FB, 0x300A, 0x300B, 0x3010, 0x3011: return -7
        case 0xFF10...0xFF19, 0xFF21...0xFF5A: return -8
        case 0x3041...0x3093: return isJapanese ? -5 : -16
        case 0x30A1...0x30FE: return isJapanese ? -6.5 : -16
        case 0xFF61...0xFF9F: return -13
        case 0x4E00...0x9FFF:
            if frequent[index].contains(s) { return index == 4 ? -15 : -8 }
            return index == 4 ? -16 : -12.5
        case 0xAC00...0xD7A3: return index != 4 ? -18 : frequent[4].contains(s) ? -6.5 : -11
        case 0xFFFD: return 0
        default: return -18
        }
    }

    // MARK: uchardet

    private static func uchardet(_ bytes: ByteView) -> Charset? {
        guard let start = bytes.baseAddress, let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let status = bytes.withMemoryRebound(to: CChar.self) { _ in
            uchardet_handle_data(
                detector, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard status == 0 else { return nil }
        uchardet_data_end(detector)
        guard let name = uchardet_get_charset(detector) else { return nil }
        var label: [UInt8] = []
        var i = 0
        while name[i] != 0, i < 40 {
            label.append(UInt8(bitPattern: name[i]))
            i += 1
        }
        return label.withUnsafeBufferPointer { Charset(label: $0) }
    }
}

/// Base 2 logarithm for likelihoods, from Swift's own (no libm needed): exponent plus a series for the rest.
private func log2(_ x: Float) -> Float {
    guard x > 0 else { return -126 }
    let t = (x.significand - 1) / (x.significand + 1)
    let square = t * t
    let natural = 2 * t * (1 + square * (1 / 3 + square * (1 / 5 + square / 7)))
    return Float(x.exponent) + natural * 1.442695
}

/// The single-byte tables as scalars.
enum SingleByte {
    /// What the bytes from 0x80 on mean; U+FFFD where nothing.
    static func scalars(of index: Int) -> [Unicode.Scalar] { decoded[index] }

    private static let decoded: [[Unicode.Scalar]] = {
        let windows = Array(singleByteTables[2].upper.unicodeScalars)
        return singleByteTables.map { table in
            let upper = Array(table.upper.unicodeScalars)
            // The control codes of ISO 8859 mean nothing; what stands there was meant as in windows-1252.
            return upper.count == 96 ? Array(windows.prefix(32)) + upper : upper
        }
    }()
}
