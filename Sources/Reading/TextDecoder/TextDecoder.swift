internal import Article
internal import Bytes

/// Text as every reader wants it: UTF-8 in normalization form C, lines ended by LF, no control characters.
struct DecodedText {
    var bytes: [UInt8]
    /// IANA name in lower case.
    var encoding: String
    /// What was mended, each a short sentence.
    var repairs: [String] = []
    /// Share of the characters that could not be decoded, 0 to 1.
    var undecodable: Double = 0
}

extension Document {
    /// A document that was read from this text.
    init(format: String, formatReason: String, _ text: DecodedText) {
        self.init(format: format, formatReason: formatReason)
        encoding = text.encoding
        repairs = text.repairs
    }
}

/// Decodes bytes to text: by byte order mark, by what a page or message declares, else by what they look like.
enum TextDecoder {
    /// - Parameter declared: the encoding the document itself states. Believed unless the bytes contradict it.
    static func decode(_ bytes: [UInt8], declared: Charset? = nil) -> DecodedText {
        bytes.withUnsafeBufferPointer { decode($0, whole: bytes, declared: declared) }
    }

    /// In this encoding and no other, for pieces too short to be judged; to UTF-8, not cleaned.
    static func decode(_ bytes: [UInt8], as charset: Charset) -> [UInt8] {
        bytes.withUnsafeBufferPointer { transcode($0, charset, offset: 0).bytes }
    }

    private static func decode(_ bytes: ByteView, whole: [UInt8], declared: Charset?) -> DecodedText {
        // ASCII and UTF-8 with no need to touch a byte: the common case.
        let illFormed = firstIllFormedUTF8(bytes)
        if illFormed == bytes.count, TextCleaning.isClean(bytes), !isDeclaredOtherwise(declared, bytes) {
            return DecodedText(bytes: normalized(bytes) ?? whole, encoding: "utf-8")
        }
        let (charset, mark) = EncodingChoice.choose(bytes, illFormed: illFormed, declared: declared)
        var text = transcode(bytes[view: mark..<bytes.count], charset, offset: mark)
        var cleaning = TextCleaning()
        if let clean = text.bytes.withUnsafeBufferPointer({ cleaning.clean($0) }) {
            text.bytes = clean
            text.repairs += cleaning.repairs
        }
        if let composed = text.bytes.withUnsafeBufferPointer({ normalized($0) }) { text.bytes = composed }
        return text
    }

    /// UTF-8 and ASCII need no second look; ISO-2022 and UTF-7 are ASCII to the eye.
    private static func isDeclaredOtherwise(_ declared: Charset?, _ bytes: ByteView) -> Bool {
        guard let declared, case .multiByte(let index) = declared.kind else { return false }
        return multiByteNames[index].name.hasPrefix("iso-2022") || declared.isUTF7
    }

    private static func transcode(_ bytes: ByteView, _ charset: Charset, offset: Int) -> DecodedText {
        switch charset.kind {
        case .utf8: return UTF8Repair.repair(bytes, offset: offset)
        case .utf16(let big): return utf16(bytes, big, charset.name, offset)
        case .utf32(let big): return utf32(bytes, big, charset.name, offset)
        case .singleByte(let index): return singleByte(bytes, index, charset.name, offset)
        case .multiByte(let index):
            let result = Iconv.shared.decode(bytes, with: index)
            var text = DecodedText(bytes: result.text, encoding: charset.name)
            text.report(undecodable: result.invalid, of: bytes.count, first: result.firstInvalid.map { $0 + offset })
            return text
        }
    }

    private static func singleByte(_ bytes: ByteView, _ index: Int, _ name: String, _ offset: Int) -> DecodedText {
        let scalars = SingleByte.scalars(of: index)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 2 + 8)
        var undefined = 0
        var first: Int?
        var usesControls = false
        for (i, byte) in bytes.enumerated() {
            if byte < 0x80 {
                out.append(byte)
                continue
            }
            if byte < 0xA0 { usesControls = true }
            let scalar = scalars[Int(byte - 0x80)]
            if scalar == "\u{FFFD}" {
                undefined += 1
                if first == nil { first = i + offset }
            }
            out.append(scalar: scalar.value)
        }
        // Where windows-1252 and ISO 8859-1 do not differ, the standard's name is the right one.
        var text = DecodedText(bytes: out, encoding: name == "windows-1252" && !usesControls ? "iso-8859-1" : name)
        text.report(undecodable: undefined, of: bytes.count, first: first)
        return text
    }

    private static func utf16(_ bytes: ByteView, _ big: Bool, _ name: String, _ offset: Int) -> DecodedText {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var bad = 0
        var first: Int?
        var i = 0
        @inline(__always) func unit(_ i: Int) -> UInt32 {
            big ? UInt32(bytes[i]) << 8 | UInt32(bytes[i + 1]) : UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i])
        }
        while i + 1 < bytes.count {
            let a = unit(i)
            if a & 0xFC00 == 0xD800, i + 3 < bytes.count {
                let b = unit(i + 2)
                if b & 0xFC00 == 0xDC00 {
                    out.append(scalar: 0x10000 + (a & 0x3FF) << 10 + (b & 0x3FF))
                    i += 4
                    continue
                }
            }
            if a & 0xF800 == 0xD800 {
                bad += 1
                if first == nil { first = i + offset }
            }
            out.append(scalar: a)
            i += 2
        }
        if i < bytes.count {
            bad += 1
            if first == nil { first = i + offset }
            out.append(scalar: 0xFFFD)
        }
        var text = DecodedText(bytes: out, encoding: name)
        text.report(undecodable: bad, of: bytes.count / 2, first: first)
        return text
    }

    private static func utf32(_ bytes: ByteView, _ big: Bool, _ name: String, _ offset: Int) -> DecodedText {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 2)
        var bad = 0
        var first: Int?
        var i = 0
        while i < bytes.count {
            var scalar: UInt32 = 0xFFFD
            if i + 3 < bytes.count {
                let (a, b) = (UInt32(bytes[i]), UInt32(bytes[i + 1]))
                let (c, d) = (UInt32(bytes[i + 2]), UInt32(bytes[i + 3]))
                scalar = big ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a
            }
            if Unicode.Scalar(scalar) == nil || i + 3 >= bytes.count {
                bad += 1
                if first == nil { first = i + offset }
            }
            out.append(scalar: scalar)
            i += 4
        }
        var text = DecodedText(bytes: out, encoding: name)
        text.report(undecodable: bad, of: bytes.count / 4, first: first)
        return text
    }
}

extension DecodedText {
    mutating func report(undecodable count: Int, of all: Int, first: Int?) {
        guard count > 0 else { return }
        undecodable = Double(count) / Double(max(1, all))
        let what = count == 1 ? "1 invalid byte" : "\(count) invalid bytes"
        let place = first.map { count == 1 ? " at byte \($0)" : ", the first at byte \($0)" } ?? ""
        repairs.append("\(what) replaced with U+FFFD\(place)")
    }
}
