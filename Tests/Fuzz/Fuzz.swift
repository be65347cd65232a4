internal import Article
internal import Bytes
internal import Encoding
internal import Glibc
internal import Reading
internal import Understanding

/// libFuzzer's loop (llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// SwiftPM calls an executable's entry `<name>_main`.
@_cdecl("fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    prepareReading()
    prepareUnderstanding()
    var count = count
    var arguments = arguments
    return runFuzzer(&count, &arguments, readOne)
}

/// Bytes that libFuzzer made up (Deploy/fuzz builds and runs it) are read as the format that `DATELINE_FUZZ_FORMAT` names, or
/// as what they look like, understood and encoded. A trap, a bad access, a stall or an output that is no JSON is a finding; a
/// `Rejection` is an answer.
private func readOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let context = ReadingContext(
        source: "fuzz", name: Array("made-up".utf8), arrived: Instant(microseconds: 1_764_000_000_000_000))
    let original = Original(bytes: bytes, context: context)
    do {
        if let format {
            try read(original, as: format) { try file($0, context) }
        } else {
            try read(original) { try file($0, context) }
        }
    } catch {
        guard error is Rejection else { stop("an error that is no rejection: \(error)") }
    }
    return 0
}

private let format: String? = getenv("DATELINE_FUZZ_FORMAT").map { String(cString: $0) }

private func file(_ reading: Reading, _ context: ReadingContext) throws {
    guard case .success(let document) = reading.result else { return }
    let findings = understand(document, context: context, wanted: Wanted(rawValue: 7))
    let id = Digest(words: (1, 2, 3, 4))
    let outputs = encode(
        document, findings, id: id,
        decision: Decision(outcome: .filed, uri: "urn:uuid:0", version: "1", revision: 1),
        provenance: Provenance(
            source: context.source, original: "made-up", sha256: id, bytes: 0, arrived: context.arrived,
            member: reading.member))
    for output in [outputs.article, outputs.analysis] where (try? JSONParser.parse(output)) == nil {
        stop("an output that is no JSON: \(String(decoding: output.prefix(2000), as: UTF8.self))")
    }
}

private func stop(_ text: String) -> Never {
    Array("fuzz: \(text)\n".utf8).withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    abort()
}
