internal import Bytes

/// Files inside of text, as mail carried them before MIME. Source: POSIX, uuencode; Mozilla and Outlook still write it.
enum UUEncoding {
    struct File {
        var name: String
        var bytes: [UInt8]
    }

    /// Takes whole files out of a text.
    static func takeFiles(from text: inout [UInt8]) -> [File] {
        guard text.withUnsafeBufferPointer({ $0.index(of: "begin ") }) != nil else { return [] }
        var files: [File] = []
        var rest: [UInt8] = []
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        var i = 0
        while i < lines.count {
            if let name = name(lines[i]), let (bytes, end) = decode(lines, from: i + 1) {
                files.append(File(name: name, bytes: bytes))
                i = end
            } else {
                if i > 0 { rest.append(0x0A) }
                rest += lines[i]
                i += 1
            }
        }
        if !files.isEmpty { text = rest }
        return files
    }

    /// `begin 644 name`.
    private static func name(_ line: ArraySlice<UInt8>) -> String? {
        let words = line.split(separator: 0x20, maxSplits: 2)
        guard words.count == 3, words[0].elementsEqual(Array("begin".utf8)), (3...4).contains(words[1].count),
            words[1].allSatisfy({ $0 >= 0x30 && $0 < 0x38 })
        else { return nil }
        return fieldText(Array(words[2]))
    }

    /// - Returns: the file's bytes and the line behind its end; `nil` where a line is none of it, or `end` never comes.
    private static func decode(_ lines: [ArraySlice<UInt8>], from start: Int) -> (bytes: [UInt8], end: Int)? {
        var bytes: [UInt8] = []
        for i in start..<max(start, lines.count) {
            let line = lines[i].last == 0x0D ? lines[i].dropLast() : lines[i]
            if line.elementsEqual(Array("end".utf8)) { return (bytes, i + 1) }
            guard let first = line.first else { continue }
            guard first >= 0x20, first <= 0x60, line.allSatisfy({ $0 >= 0x20 && $0 <= 0x60 }) else { return nil }
            let count = Int((first - 0x20) & 0x3F)
            // Spaces at a line's end are lost on the way.
            guard line.count - 1 <= (count + 2) / 3 * 4 + 2 else { return nil }
            var bits: UInt32 = 0
            var decoded: [UInt8] = []
            for k in 0..<(count + 2) / 3 * 4 {
                let at = line.startIndex + 1 + k
                bits = bits << 6 | UInt32(((at < line.endIndex ? line[at] : 0x20) - 0x20) & 0x3F)
                if k % 4 == 3 {
                    decoded += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
                    decoded.append(UInt8(truncatingIfNeeded: bits))
                }
            }
            bytes += decoded.prefix(count)
        }
        return nil
    }
}
