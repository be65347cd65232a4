internal import Article
internal import Bytes
internal import Glibc
internal import Wire

// A worker that does what a worker taken over by an article, or broken by it, would do: an article that begins with
// the line `misbehave: KIND` says which. All others are read as usual. The tests give it to the daemon as
// `--worker-program`; it is no part of the product.

@_silgen_name("tgkill") func tgkill(_ process: Int32, _ thread: Int32, _ signal: Int32) -> Int32

/// - Parameter daemon: Its process.
func misbehave(_ bytes: [UInt8], daemon: pid_t) {
    let mark = Array("misbehave: ".utf8)
    guard bytes.starts(with: mark) else { return }
    let kind = String(decoding: bytes.dropFirst(mark.count).prefix { $0 != 0x0A }, as: UTF8.self)
    switch kind {
    // Faults of the reader.
    case "trap": print(bytes[bytes.count + Int(daemon)])
    case "segv": UnsafeMutablePointer<UInt8>(bitPattern: 4096)?.pointee = 1
    case "stack": print(recurse(0))
    case "abort": abort()
    case "exit": exit(0)
    case "loop": while true {}
    case "hang": hang()
    case "memory": fillMemory()
    case "chatter": for _ in 0..<1000 { write(2, bytes, bytes.count) }
    case "wait": waitWhileExecutable()

    // Attempts to get out. What is refused and lives on is read like any other article.
    case "open": refuse(open("/etc/passwd", O_RDONLY))
    case "create": refuse(open("/tmp/dateline-faulty-worker", O_WRONLY | O_CREAT, 0o600))
    case "unlink": refuse(unlink("/tmp/dateline-faulty-worker"))
    case "connect-inet": refuse(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    case "connect-unix": refuse(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    case "fork": refuse(fork())
    case "exec":
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
        refuse(execv("/bin/true", &arguments))
    case "kill": refuse(kill(daemon, SIGKILL))
    case "tgkill": refuse(tgkill(daemon, daemon, SIGKILL))

    // Lies to the daemon.
    case "close":
        close(3)
        hang()
    case "garbage": say(Array("HTTP/1.1 200 OK\r\n\r\n<p>Hello</p>".utf8))
    case "endless-frame": say([0xFF, 0xFF, 0xFF, 0x7F, 5] + [UInt8](repeating: 0x41, count: 100_000))
    case "stranger's-record": say(Frame.record(record(id: bytes)).packed)
    case "other-id": claim { $0.id = digest(Array("another article".utf8)) }
    case "path-in-slug": claim { $0.slug = "../../../../escaped" }
    case "path-in-day": claim { $0.day = "../../escaped" }
    default: break
    }
}

/// It worked, and must not have: the daemon sees a worker that exits with 99.
func refuse(_ result: Int32) { if result >= 0 { exit(99) } }

func hang() { while true { poll(nil, 0, 60_000) } }

@inline(never) func recurse(_ depth: Int) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { space in
        space[0] = UInt8(truncatingIfNeeded: depth)
        return recurse(depth + 1) + Int(space[0])
    }
}

func fillMemory() {
    var all: [[UInt8]] = []
    while true { all.append([UInt8](repeating: UInt8(truncatingIfNeeded: all.count), count: 16 << 20)) }
}

/// As long as its own article may be executed by others: the test says when to go on.
func waitWhileExecutable() {
    for fd in 4..<16 as Range<Int32> {
        var st = stat()
        guard fstat(fd, &st) == 0, st.st_mode & S_IFMT == S_IFREG else { continue }
        while fstat(fd, &st) == 0, st.st_mode & 0o001 != 0 { poll(nil, 0, 5) }
    }
}

func say(_ bytes: [UInt8]) { write(3, bytes, bytes.count) }

func digest(_ bytes: [UInt8]) -> Digest {
    var hash: [UInt8] = Array(bytes.prefix(32))
    while hash.count < 32 { hash.append(7) }
    return Digest(bytes: hash) ?? Digest(words: (1, 2, 3, 4))
}

func record(id: [UInt8]) -> FinishedRecord {
    FinishedRecord(
        id: digest(id), member: nil,
        outputs: Outputs(
            article: Array("{}\n".utf8), analysis: Array("{}\n".utf8), summary: Array("\n".utf8),
            page: Array("<!DOCTYPE html>\n".utf8)),
        readTime: 0, understandTime: 0, encodeTime: 0)
}

/// Says what no honest worker says of an article, and files it where the daemon lets it.
func claim(_ lie: (inout Identity) -> Void) {
    var identity = Identity(
        id: digest(Array("an article".utf8)), source: "default", headline: "Owned", day: "2023-03-03", slug: "owned",
        format: "text", textDigest: 1)
    identity.member = "member"
    lie(&identity)
    if identity.slug == "owned", identity.day == "2023-03-03" { identity.member = nil }
    say(Frame.identity(identity).packed)
    var answer = [UInt8](repeating: 0, count: 65_536)
    guard read(3, &answer, answer.count) > 0 else { exit(0) }
    var forged = record(id: identity.id.bytes)
    forged.member = identity.member
    say(Frame.record(forged).packed)
    say(Frame.done(nil).packed)
    hang()
}
