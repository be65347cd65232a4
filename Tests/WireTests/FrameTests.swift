import Testing

import Article
import Bytes
import TestKit
import Wire

@Suite struct FrameTests {
    /// A frame of each kind, with values from all over their types.
    static func frames(_ random: inout Random) -> [Frame] {
        var context = ReadingContext(
            source: random.text(20), name: random.bytes(random.below(255)),
            arrived: Instant(microseconds: Int64(bitPattern: random.next())))
        context.settings = SourceSettings(
            timeZone: random.below(2) == 0 ? nil : random.text(20), language: random.below(2) == 0 ? nil : "en",
            agency: random.below(2) == 0 ? nil : "")
        var identity = Identity(
            id: digest(&random), source: random.text(9), headline: random.text(90), day: "2023-03-03",
            slug: random.text(60), format: "text", textDigest: random.next())
        if random.below(2) == 0 {
            identity.member = random.text(40)
            identity.senderID = random.text(40)
            identity.senderVersion = "\(random.below(9))"
            identity.status = .canceled
            identity.versionTime = Instant(microseconds: Int64(random.below(1 << 40)))
            identity.slugline = ""
            identity.language = "pt-BR"
            identity.place = random.text(9)
            identity.sketch = Sketch(of: random.bytes(400))
            identity.withdrawn = (0..<random.below(4)).map { _ in random.text(30) }
        }
        let related = (0..<random.below(4)).map { _ in
            Decision.Related(
                id: digest(&random), uri: random.text(9), path: random.text(9),
                relation: random.below(2) == 0 ? .version : .sameStory, similarity: Double(random.below(100)) / 100)
        }
        let rejection = Rejection(
            Rejection.Code.allCases[random.below(Rejection.Code.allCases.count)], stage: .decode, random.text(90),
            hint: random.below(2) == 0 ? nil : random.text(9), format: "html", line: random.below(2) == 0 ? nil : -1,
            offset: Int(truncatingIfNeeded: random.next()))
        return [
            .hello(Sandbox(landlock: random.below(9), seccomp: random.below(2) == 0, limits: random.below(2) == 0)),
            .read(
                ReadRequest(
                    sha256: digest(&random), size: random.below(1 << 40), context: context, original: random.text(90),
                    asks: random.below(2) == 0, wanted: Wanted(rawValue: random.below(8)))),
            .identity(identity),
            .decision(
                Decision(
                    outcome: OutcomeKind.allCases[random.below(4)], uri: random.text(40), version: random.text(4),
                    revision: random.below(99), replaces: random.below(2) == 0 ? nil : digest(&random),
                    supersededBy: random.below(2) == 0 ? nil : digest(&random), related: related)),
            .record(
                FinishedRecord(
                    id: digest(&random), member: random.below(2) == 0 ? nil : random.text(9),
                    outputs: Outputs(
                        article: random.bytes(random.below(4000)), analysis: random.bytes(random.below(4000)),
                        summary: random.bytes(random.below(400)), page: random.bytes(random.below(400))),
                    readTime: Int64(random.below(1 << 30)), understandTime: -1, encodeTime: 0)),
            .rejection(member: random.below(2) == 0 ? nil : random.text(9), id: digest(&random), rejection),
            .done(random.below(2) == 0 ? nil : rejection),
        ]
    }

    static func digest(_ random: inout Random) -> Digest {
        Digest(words: (random.next(), random.next(), random.next(), random.next()))
    }

    @Test func whatIsPackedIsUnpacked() throws {
        var random = Random(seed: 1)
        for _ in 0..<300 {
            for frame in Self.frames(&random) {
                let packed = frame.packed
                let length = packed.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                #expect(length == packed.count - 4)
                #expect(try Frame(unpacking: Array(packed.dropFirst(4))).packed == packed)
            }
        }
    }

    /// All that is shorter than a frame is none, and nothing may follow it.
    @Test func partsAreMalformed() {
        var random = Random(seed: 2)
        for frame in Self.frames(&random) {
            let body = Array(frame.packed.dropFirst(4))
            for count in 0..<min(body.count, 600) {
                #expect(throws: Unpacker.Malformed.self) { try Frame(unpacking: Array(body.prefix(count))) }
            }
            #expect(throws: Unpacker.Malformed.self) { try Frame(unpacking: body + [0]) }
        }
    }

    /// Bytes at random, and frames with bytes changed: refused or a frame, never a trap, never more memory than bytes.
    @Test func noiseIsRefused() {
        var random = Random(seed: 3)
        for round in 0..<20_000 {
            var body = random.bytes(random.below(300))
            if !body.isEmpty, round & 1 == 0 { body[0] = UInt8(1 + random.below(8)) }
            _ = try? Frame(unpacking: body)
        }
        for _ in 0..<200 {
            for frame in Self.frames(&random) {
                var body = Array(frame.packed.dropFirst(4))
                for _ in 0...random.below(4) {
                    let place = random.below(body.count)
                    switch random.below(4) {
                    case 0: body[place] = UInt8(truncatingIfNeeded: random.next())
                    case 1: body[place] ^= 1 << UInt8(random.below(8))
                    case 2: body[place] = 0xFF
                    default: if body.count > 1 { body.remove(at: place) }
                    }
                }
                if let other = try? Frame(unpacking: body) {
                    #expect((try? Frame(unpacking: Array(other.packed.dropFirst(4)))) != nil)
                }
            }
        }
    }

    /// Counts that promise more than there is.
    @Test(arguments: [Int64.max, Int64.min, -1, 1 << 40, 9])
    func countsAreNotBelieved(count: Int64) {
        var packer = Packer()
        packer.pack(count)
        for tag in UInt8(0)...9 {
            #expect(throws: Unpacker.Malformed.self) { try Frame(unpacking: [tag] + packer.bytes) }
            #expect(throws: Unpacker.Malformed.self) { try Frame(unpacking: [tag] + packer.bytes + [1, 2, 3]) }
        }
        #expect(throws: Unpacker.Malformed.self) {
            var unpacker = Unpacker(packer.bytes)
            _ = try unpacker.array()
        }
    }
}

extension Frame {
    /// From bytes that hold the frame and nothing else.
    fileprivate init(unpacking bytes: [UInt8]) throws {
        try self.init(unpacking: bytes, 0..<bytes.count)
    }
}
