import Article
import Encoding
import Foundation
import Testing

/// What is written is valid against the schemas that are shipped, and IPTC's own where the shared folder has it.
@Suite struct SchemaTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Records of all kinds: the example, an empty one, and many at random.
    static let records: [Outputs] =
        [Example.encoded(), Example.encoded(Document(format: "text", formatReason: ""), Findings())]
        + (0..<300).map { seed in
            var random = Random(seed: UInt64(1_000_000 + seed))
            let document = random.document()
            return Example.encoded(document, random.findings(document))
        }

    @Test func analysesAreValid() throws {
        let faults = try check("analysis", Self.records.flatMap(\.analysis))
        #expect(faults == "")
    }

    @Test func theSchemasRefuseWhatIsWrong() throws {
        let analysis = String(decoding: Example.encoded().analysis, as: UTF8.self)
        for (right, wrong) in [
            (#""revision":2,"#, ""), (#""precision":"second""#, #""precision":"hour""#),
            (#""salience":0.9"#, #""salience":1.9"#),
            (#""speaker":"e1""#, #""speaker":1"#), (#""how":null"#, #""how":"""#), ("medtop:20001343", "20001343"),
        ] {
            #expect(analysis.contains(right))
            #expect(try check("analysis", Array(analysis.replacing(right, with: wrong).utf8)) != "")
        }
    }

    @Test(arguments: ["reason", "outcome", "status"])
    func examplesAreValid(schema: String) throws {
        let example = try #require(Self.examples[schema])
        let faults = try check(schema, example.utf8.filter { $0 != 0x0A } + [0x0A])
        #expect(faults == "")
    }

    static var ninjs: URL? {
        let shared =
            ProcessInfo.processInfo.environment["DATELINE_SHARED"].map { URL(filePath: $0) }
            ?? repository.deletingLastPathComponent().appending(path: "shared")
        let tool = shared.appending(path: "tools/ninjs-validate")
        return FileManager.default.fileExists(atPath: tool.path) ? tool : nil
    }

    @Test(.enabled(if: ninjs != nil))
    func articlesAreValidNinjs() throws {
        let tool = try #require(Self.ninjs)
        var lines: [UInt8] = []
        for record in Self.records {
            lines += Array(#"{"path":"x","article":"#.utf8) + record.article.dropLast() + Array("}\n".utf8)
        }
        let checked = try run(tool.path, ["-"], lines)
        #expect(checked.status == 0, "\(checked.text)")
    }

    /// What `Tests/schema-check` says of some lines: nothing where all are valid.
    func check(_ schema: String, _ lines: [UInt8]) throws -> String {
        let checked = try run(
            Self.repository.appending(path: "Tests/schema-check").path,
            [Self.repository.appending(path: "Deploy/schema/\(schema).schema.json").path], lines)
        return checked.status == 0 ? "" : "\(checked.status): \(checked.text)"
    }

    /// Runs a Python script with Debian's Python, which has Debian's modules.
    func run(_ script: String, _ arguments: [String], _ input: [UInt8]) throws -> (status: Int32, text: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "dateline-\(UUID().uuidString).jsonl")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-B", script] + arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    static let examples = [
        "reason": """
        {"schema":"dateline-reason-1","id":"\(String(repeating: "0a", count: 32))","seq":12,"source":"norpress",
        "name":"bad\\\\xff.xml","nameBase64":"YmFk/y54bWw=","member":null,"bytes":120,
        "sha256":"\(String(repeating: "0a", count: 32))","arrived":"2023-03-03T17:05:23Z","rejected":"2023-03-03T17:05:23Z",
        "code":"malformed","message":"<nitf> is not closed, line 8","hint":"Ask the sender for a whole file.","stage":"read",
        "format":"nitf","line":8,"offset":119,"attempts":1,"original":"rejected/2023/03/03/0a0a0a0a-bad_.xml","reader":"1.0.0"}
        """,
        "outcome": """
        {"seq":12,"cursor":"1.12","time":"2023-03-03T17:05:23Z","outcome":"filed","id":"\(String(repeating: "0a", count: 32))",
        "uri":"urn:example:1","revision":1,"replaces":null,"supersededBy":null,"title":"Skerry Tunnel opens","language":"en",
        "source":"norpress","name":"story.txt","member":null,"path":"articles/2023/03/03/skerry-tunnel-opens-0a0a0a0a",
        "original":"2023/03/03/0a0a0a0a-story.txt","reason":null,"message":null}
        """,
        "status": """
        {"schema":"dateline-status-1","state":"running","since":"2023-03-03T17:05:23Z","version":"1.0.0","desk":null,
        "inbox":"/var/lib/dateline/inbox","outbox":"/var/lib/dateline/outbox","statePath":"/var/lib/dateline/state",
        "queue":{"waiting":1,"claimed":0,"reading":2,"filing":0},"rate":{"perSecond1m":1.5,"perSecond1h":0.2},
        "totals":{"filed":10,"duplicate":1,"superseded":0,"rejected":1},
        "bySource":[{"source":"norpress","filed":10,"duplicate":1,"superseded":0,"rejected":1,
        "lastArrival":"2023-03-03T17:05:23Z"}],"rejections":[{"code":"malformed","count":1}],
        "stages":[{"stage":"read","p50Micros":310,"p99Micros":900}],
        "last":[{"seq":12,"outcome":"rejected","time":"2023-03-03T17:05:23Z"}],
        "waiting":[{"path":"norpress/story.part","reason":"temporary-name","since":"2023-03-03T17:05:23Z"}],
        "setbacks":[{"kind":"disk-full","message":"No space left on device","since":"2023-03-03T17:05:23Z"}],
        "sandbox":{"landlock":7,"seccomp":true,"rlimits":true},"workers":[{"pid":4711,"articles":17}]}
        """,
    ]
}
