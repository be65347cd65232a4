import Article
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

    @Test func aMessageAndWhatIsAttached() {
        let mail = """
            From: "Hanne Ostrow" <h@nwa.example>\r
            Subject: =?utf-8?Q?M=C3=BChle?= =?utf-8?B?IMO2ZmZuZXQ=?=\r
            Date: Tue, 4 Mar 2025 11:45:00 -0000\r
            Message-ID: <1@nwa.example>\r
            Content-Type: multipart/mixed; boundary="b"\r
            \r
            --b\r
            Content-Type: text/plain; charset=iso-8859-1; format=flowed\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            The mill =E4 opens=20\r
            on Sunday.\r
            It closes in May.\r
            --b\r
            Content-Type: message/rfc822\r
            \r
            Subject: Ferry\r
            From: a@nwa.example\r
            Message-ID: <2@nwa.example>\r
            \r
            The ferry drifts off the point, the coast guard says.\r
            --b--\r

            """
        let documents = readings(Array(mail.utf8)).compactMap { try? $0.get() }
        #expect(documents.map(\.headline) == ["Mühle öffnet", "Ferry"])
        #expect(documents.first?.authors.map(\.name) == ["Hanne Ostrow"])
        #expect(documents.first?.contentCreated?.value == "2025-03-04T11:45:00Z")
        #expect(documents.first?.paragraphs.count == 2)
        #expect(
            documents.first.map { String(decoding: $0.body, as: UTF8.self) }?.contains("The mill ä opens on Sunday.")
                == true)
    }

    /// As some mail programs send it: what is attached lies within the rich one of the two alternatives.
    @Test func whatIsAttachedToAnAlternative() {
        let mail = """
            From: h@nwa.example
            Subject: Mill opens
            Message-ID: <3@nwa.example>
            Content-Type: multipart/alternative; boundary="a"

            --a
            Content-Type: text/plain

            The mill opens on Sunday, the miller says.
            --a
            Content-Type: multipart/mixed; boundary="m"

            --m
            Content-Type: text/html

            <p>The mill opens on Sunday, the miller says.</p>
            --m
            Content-Type: text/plain; name="ferry.txt"
            Content-Disposition: attachment; filename="ferry.txt"

            Ferry drifts off the point

            The ferry drifts off the point with forty people aboard, the coast guard says.
            --m
            Content-Type: text/html

            <p>Regards</p>
            --m--
            --a--

            """
        let documents = readings(Array(mail.utf8)).compactMap { try? $0.get() }
        #expect(documents.map(\.headline) == ["Mill opens", "Ferry drifts off the point"])
        #expect(documents.first?.paragraphs.count == 1)
    }

    @Test func aMailboxWithQuotedMarks() {
        let box = """
            From a@nwa.example Tue Mar  4 11:45:00 2025
            Subject: One

            The first message says this.

            >From here on it is quoted.

            From b@nwa.example Tue Mar  4 11:46:00 2025
            Subject: Two

            The second message says that.

            """
        let documents = readings(Array(box.utf8)).compactMap { try? $0.get() }
        #expect(documents.map(\.headline) == ["One", "Two"])
        #expect(documents.first.map { String(decoding: $0.body, as: UTF8.self) }?.contains("\n\nFrom here on") == true)
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
