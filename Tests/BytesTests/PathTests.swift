import Testing

import Bytes
import TestKit

@Suite struct PathTests {
    @Test func componentsAndParents() {
        let path = Path("/var/lib/inbox/reuters/a.txt")
        #expect(path.name == Array("a.txt".utf8))
        #expect(path.parent == Path("/var/lib/inbox/reuters"))
        #expect(path.relative(to: Path("/var/lib/inbox")) == Path("reuters/a.txt"))
        #expect(path.relative(to: Path("/var/lib/inbox/")) == Path("reuters/a.txt"))
        #expect(path.relative(to: Path("/var/lib/in")) == nil)
        #expect(path.relative(to: path) == nil)
        #expect(Path("/a").parent == Path("/"))
        #expect(Path("a").parent.isEmpty)
        #expect(Path("/").appending("a") == Path("/a"))
        #expect(Path("").appending("a") == Path("a"))
        #expect(Path("a").appending("") == Path("a"))
    }

    /// What is put together comes apart again, whatever bytes the names have.
    @Test func propertiesOfAnyNames() {
        var random = Random(seed: 9)
        for _ in 0..<3000 {
            let names = (0...random.below(5)).map { _ in
                (0...random.below(30)).map { _ -> UInt8 in
                    let byte = UInt8(truncatingIfNeeded: random.next())
                    return byte == 0 || byte == 0x2F ? 0x80 : byte
                }
            }
            let root = Path("/root")
            let path = names.reduce(root) { $0.appending($1) }
            #expect(path.components == [Array("root".utf8)] + names)
            #expect(path.name == names.last)
            #expect(path.parent.appending(path.name) == path)
            #expect(path.relative(to: root).map { root.appending($0) } == path)
            #expect(path.withCString { Array(String(cString: $0).utf8) }.count >= 0)
        }
    }

    /// One line that nobody can turn into two, into a command or into other text, and that tells names apart.
    @Test func printableIsHarmlessAndTellsApart() {
        var random = Random(seed: 10)
        for round in 0..<20_000 {
            var name = round & 1 == 0 ? random.bytes(random.below(12)) : Array(random.text(8).utf8)
            // A backslash is what an escape begins with, and stays as it is: it may look like one.
            name.removeAll { $0 == 0x5C }
            let shown = printable(name)
            #expect(shown.unicodeScalars.allSatisfy(isHarmless))
            #expect(!shown.contains("\n") && !shown.contains("\u{1B}"))
            #expect(printable(shown) == shown)
        }
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], "a\\xff"), ([0x0A], "\\u{a}"), ([0x1B, 0x5B, 0x6D], "\\u{1b}[m"),
            ([0xE2, 0x80, 0xAE], "\\u{202e}"), ([0xC3, 0xA9], "é"), ([0xC3], "\\xc3"),
            ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
            ([0x00], "\\u{0}"), ([0xC2, 0x9B], "\\u{9b}"), ([0xF0, 0x9F, 0x93], "\\xf0\\x9f\\x93"),
        ] as [([UInt8], String)])
    func shown(name: [UInt8], as text: String) { #expect(printable(name) == text) }
}
