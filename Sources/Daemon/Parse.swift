internal import Article
internal import Bytes
internal import Foundation
internal import Glibc
internal import Host
internal import Synchronization
internal import Wire

/// The one output that is wanted.
package enum ParseOnly: String, Sendable, CaseIterable {
    case article, analysis, summary
}

/// Reads files in worker processes and prints what is found, in the order of the files.
///
/// - Parameter settings: Of these the limits, and what is set for the source `default`.
package func parseFiles(_ files: [String], list: String?, only: ParseOnly?, jobs: Int?, _ settings: Settings)
    throws(Fault)
{
    signal(SIGPIPE, SIG_IGN)
    var paths = files.map { Path($0) }
    if let list {
        guard let bytes = try? Files.read(Path(list), limit: 1 << 30) else {
            throw Fault(ExitCode.bad, "The list \(list) can't be read.")
        }
        paths += bytes.split(separator: 0x0A).map { Path($0) }
    }
    guard !paths.isEmpty else { throw Fault(ExitCode.usage, "Name at least one file, or - for standard input.") }
    let jobs = max(1, min(jobs ?? workersWorthStarting(for: paths), paths.count))
    let printer: ParsePrinter
    do throws(SystemError) { printer = try ParsePrinter(paths, window: 4096) } catch {
        throw Fault(ExitCode.bad, error.description)
    }
    let threads = (0..<jobs).map { n in
        WorkThread("parse \(n)") { ParseLane(printer, only: only, settings).run() }
    }
    for thread in threads { thread.join() }
    if printer.hasFailed { throw Fault(ExitCode.bad, "Some files could not be read; their lines say why.") }
}

/// One a core, but no more than the files keep busy: to start one costs as much as to read sixty articles.
private func workersWorthStarting(for paths: [Path]) -> Int {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    var bytes = 0
    for path in paths where bytes < cores * bytesForAWorker { bytes += Files.size(at: path) ?? 0 }
    return min(cores, bytes / bytesForAWorker + 1)
}

/// What one reads in a tenth of a second.
private let bytesForAWorker = 2 << 20

/// Hands out files and prints their lines in order.
private final class ParsePrinter: Sendable {
    private struct State: Sendable {
        var next = 0
        var printed = 0
        var ready: [Int: [UInt8]] = [:]
        var isClosed = false
        var hasFailed = false
        var isAwaited = false
    }
    private let paths: [Path]
    private let window: Int
    private let state = Mutex(State())
    private let moved: Bell
    /// Where the lines go to the same terminal, they are progress enough.
    private let progress = isatty(1) == 1 ? nil : Progress("files")

    init(_ paths: [Path], window: Int) throws(SystemError) {
        self.paths = paths
        self.window = window
        moved = try Bell()
    }

    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    func next() -> (Int, Path)? {
        while true {
            let (taken, mustWait) = state.withLock { state -> ((Int, Path)?, Bool) in
                guard state.next < paths.count, !state.isClosed else { return (nil, false) }
                // One slow file must not make all others' lines pile up.
                guard state.next - state.printed < window else {
                    state.isAwaited = true
                    return (nil, true)
                }
                defer { state.next += 1 }
                return ((state.next, paths[state.next]), false)
            }
            guard mustWait else { return taken }
            moved.answer()
            _ = wait(for: [moved.descriptor.raw], milliseconds: 100)
        }
    }

    /// Prints lines of a file that has more to come, where it is that file's turn.
    ///
    /// - Returns: whether they were printed.
    func printEarly(_ index: Int, _ lines: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.printed == index else { return false }
            guard !state.isClosed else { return true }
            do { try Files.write(.output, lines) } catch { state.isClosed = true }
            return true
        }
    }

    func finished(_ index: Int, _ lines: [UInt8], failed: Bool) {
        let isAwaited = state.withLock { state in
            defer { state.isAwaited = false }
            state.hasFailed = state.hasFailed || failed
            state.ready[index] = lines
            while let lines = state.ready.removeValue(forKey: state.printed) {
                state.printed += 1
                if lines.isEmpty || state.isClosed { continue }
                do { try Files.write(.output, lines) } catch { state.isClosed = true }
            }
            return state.isAwaited
        }
        let done = state.withLock { $0.printed }
        if done == paths.count { progress?.end() } else { progress?.show(done, of: paths.count) }
        if isAwaited { moved.ring() }
    }
}

/// One worker and the thread that feeds it.
private final class ParseLane {
    private let printer: ParsePrinter
    private let only: ParseOnly?
    private let limits: Limits
    private let source: SourceSettings
    private var worker: WorkerProcess?

    init(_ printer: ParsePrinter, only: ParseOnly?, _ settings: Settings) {
        self.printer = printer
        self.only = only
        limits = settings.limits
        source = settings.settings(of: "default")
    }

    /// One file's way through the lane.
    private struct Work {
        let index: Int
        let lines: Lines
        /// What the worker is asked, or why there is nothing to ask.
        let question: Result<(ReadRequest, Descriptor), Rejection>
        var isAsked = false
    }

    func run() {
        var following = next()
        while var work = following {
            ask(&work)
            following = next()
            // While the worker reads this file, the next one waits in its socket: it need not sleep in between.
            if worker != nil, var ahead = following {
                ask(&ahead)
                following = ahead
            }
            if let rejection = answer(work) { work.lines.refuse(nil, rejection) }
            if worker == nil { following?.isAsked = false }
            printer.finished(work.index, work.lines.bytes, failed: work.lines.hasFailed)
        }
    }

    private func next() -> Work? {
        guard let (index, path) = printer.next() else { return nil }
        return Work(
            index: index, lines: Lines(path: path, only: only) { self.printer.printEarly(index, $0) },
            question: question(path))
    }

    private func question(_ path: Path) -> Result<(ReadRequest, Descriptor), Rejection> {
        do throws(SystemError) {
            let isInput = path == Path("-")
            let file = isInput ? try standardInput() : try Files.open(path, O_RDONLY | O_NONBLOCK)
            let status = try Files.status(file)
            guard status.kind == .file else {
                return .failure(
                    Rejection(.notRegular, stage: .intake, "\(path) is a \(status.kind.rawValue), not a file."))
            }
            let (sha256, size) = try SHA256.digest(of: file, size: status.size)
            guard size > 0 else { return .failure(Rejection(.empty, stage: .intake, "The file is empty.")) }
            let request = ReadRequest(
                sha256: sha256, size: size,
                context: ReadingContext(
                    source: "default", name: isInput ? Array("stdin".utf8) : path.name,
                    arrived: Instant(microseconds: status.modified / 1000), settings: source),
                original: path.description, asks: false, wanted: Lines.wanted(only))
            return .success((request, file))
        } catch {
            return .failure(Rejection(.unreadable, stage: .intake, "\(error)"))
        }
    }

    /// Hands the file to the worker. Where none can be started the file stays unasked.
    private func ask(_ work: inout Work) {
        guard !work.isAsked, case .success(let (request, file)) = work.question else { return }
        if worker == nil, let fresh = try? WorkerProcess(limits: limits, program: nil), (try? fresh.greet()) != nil {
            worker = fresh
        }
        guard let worker else { return }
        worker.ask(request, file)
        work.isAsked = true
    }

    private func answer(_ work: Work) -> Rejection? {
        if case .failure(let rejection) = work.question { return rejection }
        guard work.isAsked, let worker else {
            return Rejection(.crash, stage: .read, "A worker process does not start.")
        }
        do throws(WorkerProcess.Trouble) {
            return try worker.answer(
                seconds: limits.seconds,
                WorkerProcess.Answers(
                    decide: { _ throws(WorkerProcess.AnswerTrouble) in throw .nonsense },
                    record: { record throws(WorkerProcess.AnswerTrouble) in work.lines.add(record) },
                    rejection: { member, _, rejection throws(WorkerProcess.AnswerTrouble) in
                        work.lines.refuse(member, rejection)
                    }))
        } catch {
            self.worker = nil
            switch error {
            case .setback(let setback): return Rejection(.crash, stage: .read, setback.message)
            case .died(let death): return Rejection(death.code, stage: .read, "The worker died: \(death.cause).")
            }
        }
    }

    /// As a file, so that the worker can be handed it.
    private func standardInput() throws(SystemError) -> Descriptor {
        var name = Array((NSTemporaryDirectory() + "/dateline-XXXXXX").utf8CString)
        let fd = mkstemp(&name)
        guard fd >= 0 else { throw .last("make a temporary file") }
        unlink(name)
        let file = Descriptor(fd)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let got = retrying { buffer.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, $0.count) } }
            guard got >= 0 else { throw .last("read standard input") }
            if got == 0 { return file }
            try Files.write(file, Array(buffer[..<got]))
        }
    }
}

/// The lines of one file.
private final class Lines {
    private let path: Path
    private let only: ParseOnly?
    private var json = JSONWriter(capacity: 1 << 15)
    private(set) var hasFailed = false

    /// Prints what there is so far, if it may.
    private let printEarly: ([UInt8]) -> Bool

    /// Those that are not printed yet.
    var bytes: [UInt8] { json.bytes }

    init(path: Path, only: ParseOnly?, printEarly: @escaping ([UInt8]) -> Bool) {
        self.path = path
        self.only = only
        self.printEarly = printEarly
    }

    /// Without a choice article and analysis are printed; the summary stands in both.
    static func wanted(_ only: ParseOnly?) -> Wanted {
        switch only {
        case nil: [.article, .analysis]
        case .article: .article
        case .analysis: .analysis
        case .summary: .summary
        }
    }

    func add(_ record: FinishedRecord) {
        line(record.member) { json in
            if only == nil || only == .article {
                json.key("article")
                json.raw(record.outputs.article.dropLast())
            }
            if only == nil || only == .analysis {
                json.key("analysis")
                json.raw(record.outputs.analysis.dropLast())
            }
            if only == .summary {
                json.key("summary")
                json.string(record.outputs.summary)
            }
        }
    }

    func refuse(_ member: String?, _ rejection: Rejection) {
        hasFailed = true
        line(member) { json in
            json.key("error")
            json.object { json in
                json.member("code", rejection.code.rawValue)
                json.member("message", rejection.message)
            }
        }
    }

    private func line(_ member: String?, _ content: (inout JSONWriter) -> Void) {
        json.object { json in
            json.member("path", path.description)
            json.member("member", member)
            content(&json)
        }
        json.newline()
        if json.count > 1 << 20, printEarly(json.bytes) { json.removeAll() }
    }
}
