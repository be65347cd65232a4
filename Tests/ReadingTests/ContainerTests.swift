import Article
import Bytes
import Testing

/// Containers and mail: members, their names, and what is refused of them.
@Suite struct ContainerTests {
    /// One file in a tar archive. Source: POSIX, ustar.
    static func tar(_ files: [(name: String, text: String)]) -> [UInt8] {
        var out: [UInt8] = []
        for (name, text) in files {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (i, byte) in text.utf8.enumerated() { header[offset + i] = byte }
            }
            put(name, at: 0)
            put("0000644\0", at: 100)
            let size = String(text.utf8.count, radix: 8)
            put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
            put("00000000000", at: 136)
            put("        ", at: 148)
            put("0", at: 156)
            put("ustar\u{0}00", at: 257)
            let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
            out += header + Array(text.utf8) + [UInt8](repeating: 0, count: (512 - text.utf8.count % 512) % 512)
        }
        return out + [UInt8](repeating: 0, count: 1024)
    }

    static let story =
        "Mill opens\n\nOSMARRA, March 12 (NWA) - The mill opened on Sunday, the miller said.\n\nIt will close in May.\n"

    /// A file in gzip, stored. Sources: RFC 1951, RFC 1952.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let crc = ~bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1) * 0xEDB8_8320 }
        }
        let size = UInt32(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(size, 2) + little(~size, 2) + bytes + little(crc, 4)
            + little(size, 4)
    }

    @Test func whatIsCompressedOverAndOverIsTooDeep() {
        let story = Array(Self.story.utf8)
        #expect(article(Self.gzip(story))?.headline == "Mill opens")
        #expect(article(Self.gzip(Self.gzip(story)))?.headline == "Mill opens")
        #expect(rejection(Self.gzip(Self.gzip(Self.gzip(story))))?.code == .tooDeep)
        #expect(rejection(Self.gzip(Self.gzip(Self.gzip(Self.tar([("mill.txt", Self.story)])))))?.code == .tooDeep)
    }

    @Test func eachMemberHasItsOutcome() {
        let archive = Self.tar([
            ("a/mill.txt", Self.story), ("../../etc/x", "x"), ("/abs", "y"), ("empty", ""), (".hidden", "z"),
        ])
        let all = readings(archive)
        #expect(all.count == 4)
        #expect(all.compactMap { try? $0.get() }.map(\.headline) == ["Mill opens"])
        let codes = all.compactMap { result -> Rejection.Code? in
            if case .failure(let rejection) = result { return rejection.code }
            return nil
        }
        #expect(codes == [.unsafePath, .unsafePath, .empty])
    }

    @Test func aBombIsNotUnpacked() {
        // 64 MiB of zeros, compressed twice.
        let bomb = Base64.decode(
            "H4sIAAAAAAACA+3cr05CcRTA8YtcNyYbYiAZ5BGIFAYazAbNjgcgkmVzJgsvQWZjc7PSeAO02f0TnDM5L9z7GL/z+aSTTzw7+549NrLSQf1jXavth9n8f/nVOMoAAACAxM1e7+vlMSDrFtvLqxsAAAAgdePjVl4dBf5uT8+tAwAAAJL3MOi3qw+B77tJbh0AAACQvM7v26i6BWyKp5Nr+wAAAIDkvQgGAAAAQCiCAQAAABCLYAAAAADEIhgAAAAAwQgGAAAAQCyCAQAAABCLYAAAAADEIhgAAAAAwQgGAAAAQCyCAQAAABDLYtDvlo8B7Z9iOrw4zAAAAIjkufnZe1/th3wHPEzs+uL+AAA="
                .utf8)
        #expect(bomb.flatMap(rejection)?.code == .bomb)
    }

    @Test func aWebRecordWithoutAnEndOfItsHeader() {
        let archive = Array("WARC/1.0\r\n".utf8) + [UInt8](repeating: 0x61, count: 3 << 20)
        #expect(rejection(archive)?.message == "A record's header in the web archive does not end.")
    }

    /// An ODT in which a run of spaces counts less than none.
    @Test func spacesWithoutNumber() throws {
        let document = try #require(
            Base64.decode(
                "UEsDBBQAAAAIAOGbel1exjIMKQAAACcAAAAIAAAAbWltZXR5cGVLLCjIyUxOLMnMz9Mvy0vRy08szizWyy9IzUvJTy7NTc0r0StJrSgBAFBLAwQUAAAACADhm3pd249f7IoAAAD0AAAACwAAAGNvbnRlbnQueG1sdU+7DsMgDPwVi7kpUxcE/oNO7Q+kQBQkwKg4UvL3TQqqlKGLT3fn80PTNAXrlSO7JJ95sJR5R1hTzFU11wgSXWC/shEsUPfgi9z2I4eL+qhqxnuIEaj4XLXsUrMKPmcPabcbr/AFa8RwExJbBijDY8lu3C7Avd2/oY7BXfu8glqeFsvTTfLPa/gBUEsBAhQDFAAAAAgA4Zt6XV7GMgwpAAAAJwAAAAgAAAAAAAAAAAAAAIABAAAAAG1pbWV0eXBlUEsBAhQDFAAAAAgA4Zt6XduPX+yKAAAA9AAAAAsAAAAAAAAAAAAAAIABTwAAAGNvbnRlbnQueG1sUEsFBgAAAAACAAIAbwAAAAIBAAAAAA=="
                    .utf8))
        let read = readings(document).compactMap { try? $0.get() }.first
        #expect(read.map { String(decoding: $0.body, as: UTF8.self) }?.contains("The mill opens on Sunday") == true)
    }

    @Test func containersInContainersHaveAnEnd() {
        var archive = Self.tar([("mill.txt", Self.story)])
        for n in 0..<12 { archive = Self.tar([("\(n).tar", String(decoding: archive, as: UTF8.self))]) }
        let all = readings(archive)
        guard case .failure(let rejection)? = all.first else {
            Issue.record("read at any depth")
            return
        }
        #expect(rejection.code == .tooDeep)
    }

    @Test func recordsOfAWebArchive() {
        let page =
            "<html><head><title>Mill opens</title></head><body><p>The mill opened on Sunday after two years, the miller said to the town.</p></body></html>"
        let response = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        func record(_ type: String, _ address: String, _ body: String) -> String {
            "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(address)\r\nWARC-Date: 2025-03-04T11:45:00Z\r\n"
                + "Content-Type: application/http; msgtype=\(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n\r\n"
        }
        let archive =
            record("warcinfo", "x", "a: b") + record("request", "http://x.example/", "GET / HTTP/1.1\r\n\r\n")
            + record("response", "http://x.example/mill", response)
            + record(
                "response", "http://x.example/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + page)
        let documents = readings(Array(archive.utf8)).compactMap { try? $0.get() }
        #expect(documents.map(\.headline) == ["Mill opens"])
        #expect(documents.first?.url == "http://x.example/mill")
    }
}
