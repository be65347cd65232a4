/// Unicode Normalization Form C (UAX #15), over bytes.

/// Whether well-formed UTF-8 may not be in normalization form C: it holds a scalar of a block in which composition,
/// decomposition or the order of marks matters. Most text has none, and needs no closer look.
package func mayNeedNormalization(_ bytes: ByteView) -> Bool { firstSuspect(bytes, from: 0) < bytes.count }

/// Puts well-formed UTF-8 into normalization form C. Returns `nil` where it is already.
///
/// Works line by line, and only on lines that hold a suspect: a line feed neither composes nor reorders.
package func normalized(_ bytes: ByteView) -> [UInt8]? {
    var suspect = firstSuspect(bytes, from: 0)
    guard suspect < bytes.count else { return nil }
    var out: [UInt8] = []
    var copied = 0
    while suspect < bytes.count {
        // A window around the suspect: back to a line feed or space, on to the next line feed, bounded, so that one
        // line of 200 MB costs no second 200 MB at once.
        var low = suspect
        while low > copied, bytes[low - 1] != 0x0A, bytes[low - 1] != 0x20 { low -= 1 }
        var high = suspect
        while high < bytes.count, bytes[high] != 0x0A, high - low < 65_536 || bytes[high] != 0x20 { high += 1 }
        let window = bytes[view: low..<high]
        let composed = String(decoding: window, as: UTF8.self)._nfcCodeUnits
        if composed.count != window.count || !composed.elementsEqual(window) {
            if out.isEmpty { out.reserveCapacity(bytes.count) }
            out.append(contentsOf: bytes[view: copied..<low])
            out.append(contentsOf: composed)
            copied = high
        }
        suspect = firstSuspect(bytes, from: high)
    }
    guard copied > 0 else { return nil }
    out.append(contentsOf: bytes[view: copied..<bytes.count])
    return out
}

/// First index at or after `start` of a scalar whose NFC_Quick_Check is not Yes or whose combining class is not 0,
/// judged by blocks and so a little too often; the count where there is none.
private func firstSuspect(_ bytes: ByteView, from start: Int) -> Int {
    var i = start
    let n = bytes.count
    while i < n {
        let lead = bytes[i]
        if lead < 0x80 {
            i = skipASCII(bytes, from: i)
            continue
        }
        // Latin letters; Cyrillic letters; the Chinese characters and Hangul syllables of U+4000 to U+9FFF and
        // U+B000 to U+CFFF: none is suspect.
        switch lead {
        case ..<0xCC, 0xD0, 0xD1:
            i += 2
            continue
        case 0xE4...0xE9, 0xEB, 0xEC:
            i += 3
            continue
        default: break
        }
        let (scalar, next) = utf8Scalar(bytes, at: i)
        if isSuspect(scalar) { return i }
        i = next
    }
    return n
}

private func isSuspect(_ s: UInt32) -> Bool {
    switch s {
    case ..<0x300: false
    case 0x300...0x36F, 0x374, 0x37E, 0x387: true
    case 0x370...0x482: false
    case 0x483...0x487: true
    case 0x488...0x590: false
    case 0x5D0...0x60F: false
    case 0x61B...0x64A, 0x660...0x66F, 0x671...0x6D5, 0x6EE...0x710: false
    case 0x591...0x8FF: true
    // Indic and South-East Asian blocks: nuktas, viramas, split vowels, tone marks.
    case 0x900...0x903, 0x905...0x93B, 0x93D...0x94C: false
    case 0x900...0xDFF: true
    case 0xE00...0xE37, 0xE3F...0xE47, 0xE4F...0xEB7: false
    case 0xE38...0x10FF: true
    case 0x1100...0x1160: false
    case 0x1161...0x11FF: true
    case 0x1200...0x135C: false
    case 0x135D...0x1DBF: true
    case 0x1DC0...0x1DFF: true
    case 0x1E00...0x1EFF: false
    case 0x1F00...0x1FFF: true
    case 0x2000...0x2001: true
    case 0x2002...0x20CF: false
    case 0x20D0...0x212B: true
    case 0x212C...0x2328: false
    case 0x2329...0x232A, 0x2ADC, 0x2CEF...0x2CF1, 0x2D7F, 0x2DE0...0x2DFF: true
    case 0x232B...0x3029: false
    case 0x302A...0x302F, 0x3099...0x309A: true
    case 0x3030...0xA66E: false
    case 0xA66F...0xABFF: true
    case 0xAC00...0xF8FF: false
    case 0xF900...0xFEFF: true
    case 0xFF00...0xFFFF: false
    case 0x1F000...0x2F7FF: false
    default: true
    }
}
