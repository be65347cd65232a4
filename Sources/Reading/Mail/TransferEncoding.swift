internal import Bytes

/// Source: RFC 2045, 6.7 and 6.8; both read as far as they go.
enum TransferEncoding {
    static func decode(_ bytes: [UInt8], _ name: [UInt8]?) -> [UInt8] {
        let name = String(decoding: (name ?? []).map(lowered), as: UTF8.self).trimmingSpaces
        if name.hasPrefix("base64") { return base64(bytes) }
        if name.hasPrefix("quoted-printable") { return quotedPrintable(bytes) }
        if ["x-uuencode", "uuencode", "x-uue", "uue"].contains(name) {
            var text = bytes
            return UUEncoding.takeFiles(from: &text).first?.bytes ?? bytes
        }
        return bytes
    }

    /// Of a body: lines that hold anything else, such as what a list's server writes below, are no part of it.
    private static func base64(_ body: [UInt8]) -> [UInt8] {
        let lines = body.split(separator: 0x0A).filter { line in
            let ending = line.reversed().prefix(while: isSpace).count
            return line.dropLast(ending).allSatisfy {
                isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D
            }
        }
        return Base64.decode(lines.joined()) ?? []
    }

    static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var i = 0
        while i < bytes.count {
            guard bytes[i] == 0x3D else {
                out.append(bytes[i])
                i += 1
                continue
            }
            if i + 2 < bytes.count, let high = hexDigit(bytes[i + 1]), let low = hexDigit(bytes[i + 2]) {
                out.append(high << 4 | low)
                i += 3
                continue
            }
            // A soft line break; white space may stand before the line's end.
            var end = i + 1
            while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
            if end < bytes.count, bytes[end] == 0x0A {
                i = end + 1
            } else {
                out.append(bytes[i])
                i += 1
            }
        }
        return out
    }
}

/// `%C3%BC` as the bytes that it stands for.
func percentDecoded(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var i = 0
    while i < text.count {
        if text[i] == 0x25, i + 2 < text.count, let high = hexDigit(text[i + 1]), let low = hexDigit(text[i + 2]) {
            out.append(high << 4 | low)
            i += 3
        } else {
            out.append(text[i])
            i += 1
        }
    }
    return out
}

func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}
