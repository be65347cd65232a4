internal import Article
internal import Bytes
internal import CSystem
internal import Glibc
internal import Host
internal import Synchronization
internal import Wire

/// How a worker ended before it was asked to.
struct WorkerDeath: Error, Sendable {
    var code: Rejection.Code
    /// In a few words: `killed by SIGSEGV`.
    var cause: String
}

/// One worker process and the socket to it. Used by one thread.
final class WorkerProcess {
    private let process: pid_t
    private let channel: Channel
    private let complaints: Descriptor
    private(set) var sandbox: Sandbox
    private(set) var served = 0
    private var isGone = false

    var pid: Int { Int(process) }

    /// Starts this same program as a worker.
    ///
    /// - Parameter program: Another program to start; only tests have one.
    init(limits: Limits, program: Path?) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .last("socketpair")
        }
        let ours = Descriptor(ends[0])
        let theirs = try WorkerProcess.lift(Descriptor(ends[1]))
        var pipeEnds: [Int32] = [-1, -1]
        guard pipe(&pipeEnds) == 0 else { throw .last("pipe") }
        let complaints = Descriptor(pipeEnds[0])
        let stderr = try WorkerProcess.lift(Descriptor(pipeEnds[1]))
        for fd in [complaints, stderr] {
            // A worker that writes more than anybody reads loses the rest instead of waiting for ever.
            _ = fd.use { fcntl($0, F_SETFL, O_NONBLOCK) }
            _ = fd.use { fcntl($0, F_SETFD, FD_CLOEXEC) }
        }
        // The old binary also after an upgrade by rename, so that daemon and worker speak the same protocol.
        let program = program ?? Path("/proc/self/exe")
        process = try WorkerProcess.spawn(
            program, ["dateline", WorkerProcess.command, "\(limits.memoryMiB)", "\(limits.documentMiB)"],
            socket: theirs, stderr: stderr)
        channel = Channel(ours, limit: limits.outputMiB << 20)
        self.complaints = complaints
        sandbox = Sandbox(landlock: 0, seccomp: false, limits: false)
    }

    /// The hidden sub-command by which a worker starts.
    static let command = "--worker"

    private static func lift(_ fd: Descriptor) throws(SystemError) -> Descriptor {
        let high = fd.use { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        guard high >= 0 else { throw .last("dup") }
        return Descriptor(high)
    }

    /// All that a worker is told of its surroundings.
    private static let environment = [
        // Keeps a crash quick: the backtracer would start another program.
        "SWIFT_BACKTRACE=enable=no",
        // What an article needed the next one will need: glibc keeps it at hand instead of sorting it into bins, or giving
        // it back to the system for the price of page faults.
        "GLIBC_TUNABLES=glibc.malloc.tcache_count=127:glibc.malloc.tcache_max=65536"
            + ":glibc.malloc.trim_threshold=8388608:glibc.malloc.mmap_threshold=8388608",
    ]

    private static func spawn(_ program: Path, _ arguments: [String], socket: Descriptor, stderr: Descriptor)
        throws(SystemError) -> pid_t
    {
        var pid: pid_t = 0
        let strings = arguments.map { strdup($0) }
        defer { for string in strings { free(string) } }
        let environment = WorkerProcess.environment.map { strdup($0) }
        defer { for string in environment { free(string) } }
        let result = spawning.withLock { _ in
            program.withCString { path in
                socket.use { socket in
                    stderr.use { stderr in
                        dateline_spawn(&pid, path, strings + [nil], environment + [nil], socket, stderr, 64 << 20)
                    }
                }
            }
        }
        guard result == 0 else { throw .last("start worker", program) }
        return pid
    }

    /// The stack limit is set for a moment in this process: one spawn at a time.
    private static let spawning = Mutex(())

    /// Waits until the worker has closed its sandbox, and learns what keeps it in its place.
    func greet() throws(Trouble) {
        do throws(Channel.Trouble) {
            guard case .hello(let sandbox) = try channel.receive(until: Clock.monotonic() + 30_000_000).0 else {
                throw .nonsense
            }
            self.sandbox = sandbox
        } catch {
            _ = end()
            throw .setback(Setback(.workers, "a worker process does not start"))
        }
    }

    deinit { if !isGone { _ = end() } }

    /// What the worker does not know while it reads.
    struct Answers {
        /// Called with each article's identity.
        var decide: (Identity) throws(AnswerTrouble) -> Decision
        var record: (FinishedRecord) throws(AnswerTrouble) -> Void
        var rejection: (String?, Digest, Rejection) throws(AnswerTrouble) -> Void
        init(
            decide: @escaping (Identity) throws(AnswerTrouble) -> Decision,
            record: @escaping (FinishedRecord) throws(AnswerTrouble) -> Void,
            rejection: @escaping (String?, Digest, Rejection) throws(AnswerTrouble) -> Void
        ) {
            self.decide = decide
            self.record = record
            self.rejection = rejection
        }
    }

    /// Why the daemon does not answer.
    enum AnswerTrouble: Error {
        case setback(Setback)
        /// What the worker said can't be: it read hostile bytes and may be theirs now.
        case nonsense
    }

    enum Trouble: Error {
        case died(WorkerDeath)
        /// The daemon's own: the conversation can't go on, and the worker is ended.
        case setback(Setback)
    }

    /// Has one original read. Returns why the whole can't be read, or `nil`.
    func read(_ request: ReadRequest, _ file: Descriptor, seconds: Int, _ answers: Answers) throws(Trouble)
        -> Rejection?
    {
        ask(request, file)
        return try answer(seconds: seconds, answers)
    }

    /// Hands over one original. While the worker reads one, the next may be handed over already. Where the worker is
    /// gone, its next answer tells how it ended.
    func ask(_ request: ReadRequest, _ file: Descriptor) {
        try? channel.send(.read(request), with: file)
        served += 1
    }

    /// What the worker says of the first original that it has not answered yet. Returns why the whole can't be read, or
    /// `nil`.
    func answer(seconds: Int, _ answers: Answers) throws(Trouble) -> Rejection? {
        // A container may hold a million articles: the time is that of one.
        var clock = WorkTime(pid: process, seconds: seconds)
        while true {
            switch try receive(clock) {
            case .hello: throw .died(nonsense())
            case .identity(let identity):
                let decision = try handled { () throws(AnswerTrouble) in try answers.decide(identity) }
                do throws(Channel.Trouble) { try channel.send(.decision(decision)) } catch { throw .died(hungUp()) }
                if decision.outcome == .duplicate { clock = WorkTime(pid: process, seconds: seconds) }
            case .record(let record):
                try handled { () throws(AnswerTrouble) in try answers.record(record) }
                clock = WorkTime(pid: process, seconds: seconds)
            case .rejection(let member, let id, let rejection):
                try handled { () throws(AnswerTrouble) in try answers.rejection(member, id, rejection) }
                clock = WorkTime(pid: process, seconds: seconds)
            case .done(let rejection): return rejection
            case .read, .decision: throw .died(nonsense())
            }
        }
    }

    /// Trouble ends the conversation: the worker would wait for an answer that does not come.
    private func handled<T>(_ answer: () throws(AnswerTrouble) -> T) throws(Trouble) -> T {
        do throws(AnswerTrouble) { return try answer() } catch {
            switch error {
            case .setback(let setback):
                _ = end()
                throw .setback(setback)
            case .nonsense: throw .died(nonsense())
            }
        }
    }

    private func receive(_ clock: WorkTime) throws(Trouble) -> Frame {
        while true {
            do throws(Channel.Trouble) {
                return try channel.receive(until: clock.nextLook).0
            } catch {
                switch error {
                case .closed: throw .died(hungUp())
                case .nonsense: throw .died(nonsense())
                case .late:
                    guard clock.isOver else { continue }
                    _ = end()
                    throw .died(
                        WorkerDeath(code: .timeout, cause: "still reading after \(clock.limit) s of processor time"))
                }
            }
        }
    }

    private func nonsense() -> WorkerDeath {
        _ = end()
        return WorkerDeath(code: .crash, cause: "the worker sent what no worker sends, or too much")
    }

    /// How it ended, where nobody is at the other end any more.
    private func hungUp() -> WorkerDeath {
        // The socket closes a moment before the process is gone: one that stays has closed it itself.
        let watched = dateline_pidfd_open(process)
        let pidfd = watched >= 0 ? Descriptor(watched) : nil
        let stays = pidfd.map { $0.use { !wait(for: [$0], milliseconds: 2000)[0] } } ?? false
        let death = end()
        return stays ? WorkerDeath(code: .crash, cause: "the worker closed its connection") : death
    }

    /// Ends the process if it still runs, and tells how it ended.
    private func end() -> WorkerDeath {
        isGone = true
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1 && errno == EINTR {}
        let said = lastWords()
        guard status & 0x7F != 0 else {
            return WorkerDeath(code: .crash, cause: "the worker exited with \((status >> 8) & 0xFF)")
        }
        let signal = status & 0x7F
        let name = signalName(signal)
        if said.contains("allocate") || said.contains("bad_alloc") || signal == SIGKILL {
            return WorkerDeath(code: .memory, cause: "more memory than a worker may have (killed by \(name))")
        }
        if signal == SIGXCPU { return WorkerDeath(code: .timeout, cause: "killed by \(name)") }
        return WorkerDeath(code: .crash, cause: "killed by \(name)")
    }

    private func lastWords() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = buffer.withUnsafeMutableBytes { Glibc.read(complaints.raw, $0.baseAddress, $0.count) }
        return got > 0 ? String(decoding: buffer[..<got], as: UTF8.self) : ""
    }
}

/// `SIGSEGV` for 11.
private func signalName(_ signal: Int32) -> String {
    let names: [Int32: String] = [
        SIGSEGV: "SIGSEGV", SIGILL: "SIGILL", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL",
        SIGXCPU: "SIGXCPU", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXFSZ: "SIGXFSZ",
    ]
    return names[signal] ?? "signal \(signal)"
}

/// How long a worker has worked on one original, by the processor's time: on a busy machine the clock runs faster.
private struct WorkTime {
    let limit: Int
    private let clock: clockid_t?
    private let usedBefore: Int64
    private let started: Int64

    init(pid: pid_t, seconds: Int) {
        limit = seconds
        var id: clockid_t = 0
        clock = clock_getcpuclockid(pid, &id) == 0 ? id : nil
        usedBefore = WorkTime.used(clock)
        started = Clock.monotonic()
    }

    var nextLook: Int64 {
        let elapsed = Clock.monotonic() - started
        return Clock.monotonic() + max(100_000, Int64(limit) * 1_000_000 - elapsed)
    }

    /// The processor's time is used up, or the worker sleeps: six times the limit has passed.
    var isOver: Bool {
        WorkTime.used(clock) - usedBefore >= Int64(limit) * 1_000_000
            || Clock.monotonic() - started >= 6 * Int64(limit) * 1_000_000
    }

    private static func used(_ clock: clockid_t?) -> Int64 {
        var t = timespec()
        guard let clock, clock_gettime(clock, &t) == 0 else { return .max / 2 }
        return Int64(t.tv_sec) * 1_000_000 + Int64(t.tv_nsec) / 1000
    }
}
