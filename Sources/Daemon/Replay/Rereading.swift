internal import Article
internal import Bytes
internal import Filing
internal import Glibc
internal import Host
internal import Ledger
internal import Wire

/// Why an original can't be read again.
enum RereadingTrouble: Error {
    /// Taken away by somebody, or when its time was over.
    case gone
    case failed(String)
    case setback(Setback)
}

/// One worker that reads originals of the outbox again, as they were read when they arrived. Used by one thread.
final class Rereading {
    private let program: Path?
    private var worker: WorkerProcess?

    /// - Parameter program: Another program as worker; for tests.
    init(program: Path?) { self.program = program }

    /// What is done with one original's articles.
    struct Answers {
        /// The decision on an article; `nil` leaves it out.
        var decide: (Identity) throws(Setback) -> Decision?
        var record: (FinishedRecord) -> Void
        /// A member that can't be read.
        var rejection: (String?, Rejection) -> Void
    }

    /// - Parameter row: Any of the original's outcomes.
    func read(_ row: OutcomeRow, _ settings: Settings, _ answers: Answers) throws(RereadingTrouble) {
        guard let original = row.original else { throw .gone }
        let file = try open(settings.layout.absolute(original), row.sha256)
        let request = ReadRequest(
            sha256: row.sha256, size: row.bytes,
            context: ReadingContext(
                source: row.source, name: row.name, arrived: row.arrived, settings: settings.settings(of: row.source)),
            original: original, asks: true, wanted: .all)
        let rejection: Rejection?
        do throws(WorkerProcess.Trouble) {
            let worker = try currentWorker(settings.limits)
            rejection = try worker.read(
                request, file, seconds: settings.limits.seconds,
                WorkerProcess.Answers(
                    decide: { said throws(WorkerProcess.AnswerTrouble) in
                        guard let identity = said.believed(from: row.source, ofFile: row.sha256) else {
                            throw .nonsense
                        }
                        do throws(Setback) {
                            return try answers.decide(identity)
                                ?? Decision(outcome: .duplicate, uri: "", version: "1", revision: 1)
                        } catch { throw .setback(error) }
                    },
                    record: { record throws(WorkerProcess.AnswerTrouble) in answers.record(record) },
                    rejection: { member, _, rejection throws(WorkerProcess.AnswerTrouble) in
                        answers.rejection(member, rejection)
                    }))
            if worker.served >= settings.limits.originalsPerWorker { self.worker = nil }
        } catch {
            worker = nil
            switch error {
            case .setback(let setback): throw .setback(setback)
            case .died(let death): throw .failed("\(death.code.rawValue): reading it ended the worker: \(death.cause)")
            }
        }
        if let rejection { throw .failed("\(rejection.code.rawValue): \(rejection.message)") }
    }

    /// The worker ends; the next original starts another.
    func rest() { worker = nil }

    private func open(_ path: Path, _ sha256: Digest) throws(RereadingTrouble) -> Descriptor {
        do throws(SystemError) {
            let file = try Files.openToRead(path)
            guard try SHA256.digest(of: file).digest == sha256 else {
                throw SystemError("read", path, code: EILSEQ)
            }
            return file
        } catch {
            if error.isMissing { throw .gone }
            if error.code == EILSEQ { throw .failed("the original has not the bytes that were dropped") }
            throw .setback(error.setback)
        }
    }

    private func currentWorker(_ limits: Limits) throws(WorkerProcess.Trouble) -> WorkerProcess {
        if let worker { return worker }
        let fresh: WorkerProcess
        do throws(SystemError) { fresh = try WorkerProcess(limits: limits, program: program) } catch {
            throw .setback(Setback(.workers, error.description))
        }
        try fresh.greet()
        worker = fresh
        return fresh
    }
}
