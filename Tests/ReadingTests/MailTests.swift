import Article
import Reading
import Testing

/// Mail as newsrooms get it. The messages are made up.
@Suite struct MailTests {
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

    private static let harbour = """
        The ferry between Alder and Birk opened again on Monday after two years of repairs, the harbour office said.
        """

    private func message(_ type: String, _ parts: [String], boundary: String = "; boundary=\"b\"") -> [UInt8] {
        let head = """
            Subject: Harbour news
            From: Harbour Post <news@post.example>
            Message-ID: <7@post.example>
            Content-Type: \(type)\(boundary)


            """
        return Array((head + parts.map { "--b\n" + $0 + "\n" }.joined() + "--b--\n").utf8)
    }

    private func alternative(_ parts: String...) -> [UInt8] { message("multipart/alternative", parts) }

    @Test func aPlainPartThatOnlyPointsElsewhereIsNotTheText() {
        let mail = alternative(
            "Content-Type: text/plain\n\nRead this mail in your browser.",
            "Content-Type: text/html\n\n<p>\(Self.harbour)</p><p>Tickets cost nine crowns.</p>")
        #expect(article(mail)?.paragraphTexts == [Self.harbour, "Tickets cost nine crowns."])
        let equal = alternative(
            "Content-Type: text/plain\n\n\(Self.harbour)\n\nTickets cost 9 crowns.",
            "Content-Type: text/html\n\n<p>\(Self.harbour)</p><p>Tickets cost nine crowns.</p>")
        #expect(article(equal)?.paragraphTexts.last == "Tickets cost 9 crowns.")
    }

    @Test func whatIsAttachedToTheOtherFormOfTheTextIsReadToo() {
        let mixed = """
            Content-Type: multipart/mixed; boundary="c"

            --c
            Content-Type: text/html

            <p>\(Self.harbour)</p>
            --c
            Content-Type: text/plain
            Content-Disposition: attachment; filename="bridge.txt"

            Bridge closed for ice

            The bridge at Colm was closed on Friday night because of ice, the road office said.
            --c--
            """
        let all = readings(alternative("Content-Type: text/plain\n\n\(Self.harbour)", mixed))
        #expect(all.compactMap { try? $0.get() }.map(\.headline) == ["Harbour news", "Bridge closed for ice"])
    }

    @Test func aNewslettersBoxesAreParagraphs() throws {
        let html = """
            <div style="display:none">Preview &#847;&zwnj;&nbsp;</div>
            <table><tr><td><table><tr><td><p>\(Self.harbour)</p><p>Tickets cost nine crowns.</p></td></tr>
            <tr><td><img></td><td><p>A second boat follows in spring.</p></td></tr></table></td></tr></table>
            <table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>4</td></tr></table>
            <p>You get this mail because you subscribed. <a href="https://post.example/u">Unsubscribe</a></p>
            """
        let document = try #require(article(alternative("Content-Type: text/html\n\n" + html)))
        #expect(
            document.paragraphTexts == [
                Self.harbour, "Tickets cost nine crowns.", "A second boat follows in spring.", "Day | Boats",
                "Monday | 4", "You get this mail because you subscribed. Unsubscribe",
            ])
        #expect(document.asides == [3, 4, 5])
    }

    @Test func aListsFooterBelowBase64IsNoText() {
        let mail = """
            Subject: Harbour news
            From: news@post.example
            Message-ID: <8@post.example>
            Content-Transfer-Encoding: base64

            VGhlIGZlcnJ5IG9wZW5lZCBhZ2Fp
            biBvbiBNb25kYXkuCg==
            ____________________________
            Harbour mailing list
            harbour@post.example

            """
        #expect(article(mail)?.text == "The ferry opened again on Monday.")
    }

    @Test func anEncryptedMessageIsCalledSo() {
        let parts = [
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            "Content-Type: application/octet-stream; name=\"m.asc\"\n\n-----BEGIN PGP MESSAGE-----\nhQEM",
        ]
        #expect(rejection(message("multipart/encrypted", parts))?.code == .encrypted)
        #expect(rejection("-----BEGIN PGP MESSAGE-----\n\nhQEM\n")?.code == .encrypted)
        let inline = "Subject: A\nFrom: b@c.example\nMessage-ID: <9@c.example>\n\n-----BEGIN PGP MESSAGE-----\nhQEM\n"
        #expect(rejection(inline)?.code == .encrypted)
    }

    @Test func aBoundaryThatTheHeaderDoesNotNameIsFound() {
        let mail = message("multipart/mixed", ["Content-Type: text/plain\n\n\(Self.harbour)"], boundary: "")
        #expect(article(mail)?.text == Self.harbour)
        let none = "Subject: A\nFrom: b@c.example\nMessage-ID: <9@c.example>\nContent-Type: multipart/alternative\n\n"
        #expect(article(none + Self.harbour)?.text == Self.harbour)
    }

    @Test func whatStandsBeforeTheHeaderIsNoneOfIt() {
        let mail = "Subject: Harbour news\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\n\(Self.harbour)\n"
        for before in ["\n\n", "\u{FEFF}"] {
            #expect(article(before + mail)?.headline == "Harbour news")
            #expect(article(before + mail)?.text == Self.harbour)
        }
    }

    @Test func aSignatureAndWhatIsQuotedAreAsides() {
        let text = "\(Self.harbour)\n\n> When does it open?\n\nOn Monday.\n\n-- \nAne Lund, Harbour Post\n"
        let mail = "Subject: Harbour news\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\n" + text
        #expect(article(mail)?.asides == [1, 3])
    }

    @Test func messagesInMessagesHaveAnEnd() {
        func nested(_ depth: Int) -> [UInt8] {
            var mail = "Subject: Message 0\nFrom: a@b.example\nMessage-ID: <0@b.example>\n\n\(Self.harbour)\n"
            for n in 1...depth {
                mail = """
                    Subject: Message \(n)
                    From: a@b.example
                    Message-ID: <\(n)@b.example>
                    Content-Type: multipart/mixed; boundary="b\(n)"

                    --b\(n)

                    The text of message \(n).
                    --b\(n)
                    Content-Type: message/rfc822

                    \(mail)
                    --b\(n)--

                    """
            }
            return Array(mail.utf8)
        }
        let ten = readings(nested(10)).compactMap { try? $0.get() }
        #expect(ten.map(\.headline) == (0...10).reversed().map { "Message \($0)" })
        guard case .failure(let rejection)? = readings(nested(40)).last else {
            Issue.record("read at any depth")
            return
        }
        #expect(rejection.code == .tooDeep)
    }

    /// None is looked for through all that follows: this would take hours.
    @Test func wordsWithoutAnEnd() {
        let mail =
            "From: a@nwa.example\nSubject: " + String(repeating: "=?a?q? ", count: 200_000)
            + "\nDate: Tue, 4 Mar 2025 11:45:00 +0000\n\nThe mill opens on Sunday, the miller said.\n"
        #expect(readings(Array(mail.utf8)).count == 1)
    }
}
