/// A file's name or path as the kernel sees it: bytes, not text.
///
/// Two names that are equal as Strings (NFC and NFD, or two invalid sequences) are two files on Linux, so names
/// stay bytes from the directory to the rename. `description` is for people, and safe to print anywhere.
package struct Path: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The last component.
    package var name: [UInt8] {
        guard let slash = bytes.lastIndex(of: 0x2F) else { return bytes }
        return Array(bytes[(slash + 1)...])
    }

    /// All before the last component; empty where there is none.
    package var parent: Path {
        guard let slash = bytes.lastIndex(of: 0x2F) else { return Path([]) }
        return Path(slash == 0 ? bytes[...0] : bytes[..<slash])
    }

    package func appending(_ component: some Collection<UInt8>) -> Path {
        var out = Path([])
        out.bytes.reserveCapacity(bytes.count + 1 + component.count)
        out.bytes.append(contentsOf: bytes)
        if let last = bytes.last, last != 0x2F, !component.isEmpty { out.bytes.append(0x2F) }
        out.bytes.append(contentsOf: component)
        return out
    }

    package func appending(_ component: String) -> Path { appending(Array(component.utf8)) }
    package func appending(_ path: Path) -> Path { appending(path.bytes) }

    /// What is left of it below `root`, or `nil` where it does not lie there.
    package func relative(to root: Path) -> Path? {
        guard bytes.starts(with: root.bytes), bytes.count > root.bytes.count else { return nil }
        if root.bytes.last == 0x2F { return Path(bytes[root.bytes.count...]) }
        guard bytes[root.bytes.count] == 0x2F else { return nil }
        return Path(bytes[(root.bytes.count + 1)...])
    }

    /// Its components, in order, without empty ones.
    package var components: [[UInt8]] { bytes.split(separator: 0x2F).map(Array.init) }

    package func withCString<R, E: Error>(_ body: (UnsafePointer<CChar>) throws(E) -> R) throws(E) -> R {
        var terminated = bytes
        terminated.append(0)
        var result: Result<R, E>?
        terminated.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                guard let base = chars.baseAddress else { return }
                do throws(E) { result = .success(try body(base)) } catch { result = .failure(error) }
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw error
        case nil: preconditionFailure("a buffer with its terminator is never empty")
        }
    }

    /// Valid UTF-8 as it is; other bytes as `\xNN`, control and bidirectional control characters as `\u{N}`.
    package var description: String { printable(bytes) }

    package static func < (a: Path, b: Path) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// Bytes from outside as text that can't forge a line, a field or a terminal command: bytes that are not UTF-8
/// become `\xNN`, control characters and bidirectional controls `\u{N}`.
package func printable(_ bytes: some Collection<UInt8>) -> String {
    let all = Array(bytes)
    if all.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: all, as: UTF8.self) }
    var out = ""
    var decoder = UTF8()
    var at = 0
    while at < all.count {
        var iterator = all[at...].makeIterator()
        switch decoder.decode(&iterator) {
        case .scalarValue(let scalar):
            if isHarmless(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
            at += String(scalar).utf8.count
        case .emptyInput: at = all.count
        case .error:
            let hex = String(all[at], radix: 16)
            out += "\\x" + (hex.utf8.count == 1 ? "0" + hex : hex)
            at += 1
        }
        decoder = UTF8()
    }
    return out
}

package func printable(_ text: String) -> String { printable(Array(text.utf8)) }

/// Not a control character, not a line or paragraph separator, not a bidirectional control.
package func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
    default: true
    }
}
