import Article
import Testing

/// What fuzzing found (Deploy/fuzz), each by its bytes.
@Suite struct RegressionTests {
    @Test func aListMarkWithoutAnEntryIsRead() {
        for text in ["---\ntit-\n1.\n- x\n-", "# A\n\n-\n", "text\n\n1)", "- "] {
            #expect(!readings(Array(text.utf8)).isEmpty)
        }
        let found: [UInt8] = [
            0x95, 0x2D, 0x2D, 0x2D, 0x0A, 0x74, 0x69, 0x74, 0x2D, 0xAA, 0, 0, 0, 0, 0, 0, 0, 0x3A, 0x6F, 0xBB, 0x20,
            0x74, 0x68,
            0x65, 0x20, 0x76, 0x61, 0xFF, 0xFF, 0x6C, 0x65, 0x3A, 0x20, 0x4E, 0xDA, 0x67, 0x68, 0x74,
        ]
        #expect(!readings(found).isEmpty)
    }

    @Test func aFieldThatIsNoUTF8IsRead() {
        // A wire's keyword cut off within a character.
        let wire: [UInt8] =
            Array("\u{16}\u{16}\u{01}v4417\u{1F}coast\r\nb i\u{13}\u{11} BC-NW--Ferry".utf8) + [0xE2, 0x80]
            + Array(" 03-14 0038\r\n\u{02}^BC-NW--Ferry".utf8) + [0xE2, 0x80]
        #expect(!readings(wire).isEmpty)
    }
}
