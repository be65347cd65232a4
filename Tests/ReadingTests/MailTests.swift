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

    private func mail(_ type: String, _ text: String, more: String = "") -> String {
        "Subject: Harbour news\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\(more)Content-Type: \(type)\n\n\(text)\n"
    }

    @Test func aFileInsideOfTextIsAnArticleOfItsOwn() {
        let text = """
            \(Self.harbour)

            begin 644 bridge.txt
            M0G)I9&=E(&-L;W-E9"!F;W(@:6-E"@I4:&4@8G)I9&=E(&%T($-O;&T@=V%S
            G(&-L;W-E9"!O;B!&<FED87D@8F5C875S92!O9B!I8V4N"@``
            `
            end

            Regards
            """
        let all = readings(Array(mail("text/plain", text).utf8)).compactMap { try? $0.get() }
        #expect(all.map(\.headline) == ["Harbour news", "Bridge closed for ice"])
        #expect(
            all.map(\.text) == [
                "\(Self.harbour)\n\nRegards", "The bridge at Colm was closed on Friday because of ice.",
            ])
        // What only looks like one is text.
        let prose = mail("text/plain", "\(Self.harbour)\n\nbegin 644 words\nThe word begin starts a line here.\nend")
        #expect(article(prose)?.text.contains("The word begin") == true)
        let whole = mail(
            "text/plain", "begin 644 x\n55&AE(&9E<G)Y(&AA<R!O<&5N960N\nend",
            more: "Content-Transfer-Encoding: x-uuencode\n")
        #expect(article(whole)?.text == "The ferry has opened.")
    }

    @Test func sevenBitsOfUnicodeAreReadWhereDeclared() {
        let text = "F+APw-r Gäste".replacingFirst("ä", "+AOQ-")
        #expect(article(mail("text/plain; charset=utf-7", text))?.text == "Für Gäste")
        #expect(article(mail("text/plain; charset=utf-8", text))?.text == text)
        #expect(article(mail("text/plain; charset=utf-7", "Für Gäste"))?.text == "Für Gäste")
    }

    @Test func aCharsetThatCannotBeIsNotBelieved() {
        let head = Array(mail("text/plain; charset=us-ascii", "").dropLast().utf8)
        // KOI8-R: "Паром снова ходит с понедельника, сообщило управление порта."
        let russian: [UInt8] = [
            0xF0, 0xC1, 0xD2, 0xCF, 0xCD, 0x20, 0xD3, 0xCE, 0xCF, 0xD7, 0xC1, 0x20, 0xC8, 0xCF, 0xC4, 0xC9, 0xD4, 0x20,
            0xD3, 0x20, 0xD0, 0xCF, 0xCE, 0xC5, 0xC4, 0xC5, 0xCC, 0xD8, 0xCE, 0xC9, 0xCB, 0xC1, 0x2C, 0x20, 0xD3, 0xCF,
            0xCF, 0xC2, 0xDD, 0xC9, 0xCC, 0xCF, 0x20, 0xD5, 0xD0, 0xD2, 0xC1, 0xD7, 0xCC, 0xC5, 0xCE, 0xC9, 0xC5, 0x20,
            0xD0, 0xCF, 0xD2, 0xD4, 0xC1, 0x2E,
        ]
        let document = article(head + russian)
        #expect(document?.text == "Паром снова ходит с понедельника, сообщило управление порта.")
        #expect(document?.encoding == "koi8-r")
        // Bytes in the header that no encoded word holds are in the text's charset.
        let raw =
            Array("Subject: ".utf8) + russian[..<17] + Array("\nFrom: a@b.example\nMessage-ID: <1@b.example>\n".utf8)
        #expect(
            article(raw + Array("Content-Type: text/plain; charset=koi8-r\n\n".utf8) + russian)?.headline
                == "Паром снова ходит")
    }

    @Test func flowedTextKeepsQuotesApart() {
        let text = """
            The ferry opens 
            again on Monday.

            > When does it 
            > open?
            >> Nobody 
            >> knows.
            """
        #expect(
            article(mail("text/plain; format=flowed", text))?.paragraphTexts == [
                "The ferry opens again on Monday.", "> When does it open?", ">> Nobody knows.",
            ])
        let deleted = text.replacingFirst("Monday.", "Mon \nday.")
        #expect(
            article(mail("text/plain; format=flowed; delsp=yes", deleted))?.paragraphTexts.first
                == "The ferry opensagain on Monday.")
        // Said to flow, and wrapped all the same.
        let wrapped = "The ferry between Alder and Birk\nopened again on Monday.\n\nTickets cost\nnine crowns."
        #expect(
            article(mail("text/plain; format=flowed", wrapped))?.paragraphTexts == [
                "The ferry between Alder and Birk opened again on Monday.", "Tickets cost nine crowns.",
            ])
    }

    @Test func linesMayEndInACarriageReturnAlone() {
        let whole = mail("text/plain", Self.harbour)
        let head = whole.firstRange(of: "\n\n").map { String(whole[..<$0.upperBound]) } ?? ""
        for text in [whole, head] {
            let old = String(decoding: text.utf8.map { $0 == 0x0A ? 0x0D : $0 }, as: UTF8.self)
            let mended = article(old + whole.dropFirst(text.count))
            #expect(mended?.headline == "Harbour news")
            #expect(mended?.text == Self.harbour)
        }
    }

    @Test(arguments: [
        ("news@x.example (Hanne Ostrow)", ["Hanne Ostrow"]), ("\"Ostrow, Hanne\" <h@x.example>", ["Ostrow, Hanne"]),
        ("Ostrow, Hanne <h@x.example>", ["Ostrow, Hanne"]),
        ("Hanne Ostrow <h@x.example>, Jo Lund <j@x.example>", ["Hanne Ostrow", "Jo Lund"]),
        ("\"=?utf-8?Q?J=C3=B6rg_Lund?=\" <j@x.example>", ["Jörg Lund"]), ("'Jo Lund' <j@x.example>", ["Jo Lund"]),
        ("Jo Lund via Harbour-list <l@x.example>", ["Jo Lund"]), ("<h@x.example>", ["h@x.example"]),
        ("Desk: h@x.example, Jo Lund <j@x.example>;", ["h@x.example", "Jo Lund"]),
        ("jo at x.example (Jo Lund)", ["Jo Lund"]), ("Jo Lund [mailto:j@x.example]", ["Jo Lund"]),
        ("Jo Lund", ["Jo Lund"]),
    ])
    func sendersAreNamed(_ field: String, _ names: [String]) {
        let mail = mail("text/plain", Self.harbour).replacingFirst("a@b.example", field)
        #expect(article(mail)?.authors.map(\.name) == names)
    }

    @Test func marksOfMailboxesComeInManyWays() {
        func message(_ n: Int, _ text: String = Self.harbour, more: String = "") -> String {
            "Subject: Message \(n)\nFrom: a@b.example\nMessage-ID: <\(n)@b.example>\n\(more)\n\(text)\n"
        }
        func headlines(_ box: String) -> [String?] {
            readings(Array(box.utf8)).compactMap { try? $0.get() }.map(\.headline)
        }
        let mark = "From a@b.example Tue Mar  4 11:45:00 2025\n"
        let both: [String?] = ["Message 1", "Message 2"]
        for second in [
            "From - Tue Mar  4 11:46:00 2025\n", "From a at b.example  Tue Mar  4 11:46 2025\n",
            "From a@b.example Tue Mar 4 11:46:00 MET 2025\n", "From a@b.example Tue Mar  4 11:46:00 2025 +0100\n",
            "From a Tue Mar 4 11:46:00 2025 remote from quay\n", "From a@b.example Tue, 4 Mar 2025 11:46:00 +0100\n",
        ] {
            #expect(headlines(mark + message(1) + "\n" + second + message(2)) == both)
        }
        // Merged without a blank line between; what is no message's mark stays text.
        #expect(headlines(mark + message(1) + mark + message(2)) == both)
        let prose = "The office said:\n\(mark)it was text."
        #expect(headlines(mark + message(1, prose)) == ["Message 1"])
        // As long as it says, whatever is in it; where that is no longer true the marks count.
        let inside = "It says this.\n\n\(mark)It was text."
        let size = "Content-Length: \(inside.utf8.count + 1)\n"
        #expect(headlines(mark + message(1, inside, more: size) + "\n" + mark + message(2)) == both)
        #expect(headlines(mark + message(1, more: "Content-Length: 900\n") + "\n" + mark + message(2)) == both)
        let old = mark + message(1) + "\n" + mark + message(2)
        #expect(headlines(String(decoding: old.utf8.map { $0 == 0x0A ? 0x0D : $0 }, as: UTF8.self)) == both)
    }

    @Test func whatAnArchiveTookOutIsNoText() {
        let text = "\(Self.harbour)\n-------------- next part --------------\nAn HTML attachment was scrubbed...\n"
        let document = article(mail("text/plain", text))
        #expect(document?.paragraphTexts.first == Self.harbour)
        #expect(document?.asides == [1])
    }
}
