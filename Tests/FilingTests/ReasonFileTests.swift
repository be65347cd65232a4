import Foundation
import Testing

import Article
import Filing
import Host
import TestKit

@Suite struct ReasonFileTests {
    /// Names, members and messages of any kind give one line that is valid and gives the name back.
    @Test func anyNameGivesOneValidLine() async throws {
        var random = Random(seed: 14)
        var lines: [UInt8] = []
        for n in 0..<300 {
            let name = random.bytes(1 + random.below(255))
            let reason = ReasonFile(
                id: SHA256.digest(name), seq: Int64(n + 1), source: "s" + random.text(9), name: name,
                member: n % 3 == 0 ? "e" + random.text(30) : nil, bytes: n,
                sha256: n % 5 == 0 ? nil : SHA256.digest(name),
                arrived: Instant(seconds: 1_700_000_000), rejected: Instant(seconds: 1_700_000_001),
                rejection: Rejection(
                    Rejection.Code.allCases[n % Rejection.Code.allCases.count], stage: .read, "m" + random.text(90),
                    hint: n % 2 == 0 ? "h" + random.text(40) : nil, format: n % 4 == 0 ? "nitf" : nil,
                    line: n % 2 == 0 ? n + 1 : nil, offset: n % 7 == 0 ? n : nil),
                attempts: 1 + n % 2, original: n % 2 == 0 ? "rejected/2026/11/24/\(n)" : nil)
            let line = reason.encoded
            #expect(line.filter { $0 == 0x0A }.count == 1 && line.last == 0x0A)
            let json = try JSON(line)
            #expect(Data(base64Encoded: json.nameBase64.text ?? "") == Data(name))
            lines += line
        }
        let checked = try await run(
            [
                "/usr/bin/python3", "-B", Place.repository + "/Tests/schema-check",
                Place.repository + "/Deploy/schema/reason.schema.json",
            ], input: lines)
        #expect(checked.exit == .code(0), "\(checked.output.prefix(2000))")
    }
}
