internal import Article
internal import Bytes
internal import Encoding
internal import Glibc
internal import Host
internal import Reading
internal import Understanding
internal import Wire

/// The worker's life: closes its sandbox, then reads one original after another until the daemon hangs up.
///
/// Single-threaded: Dispatch and the concurrency pool die under Landlock.
///
/// - Parameters:
///   - arguments: Memory budget in MiB and document limit in MiB, as the pool passes them.
///   - before: Called with each original's bytes before they are read; only tests misbehave here.
package func serve(_ arguments: [String], before: @escaping ([UInt8]) -> Void = { _ in }) -> Int32 {
    let memory = arguments.first.flatMap { Int($0) } ?? 512
    let documentLimit = (arguments.dropFirst().first.flatMap { Int($0) } ?? 32) << 20
    prepareReading()
    prepareUnderstanding()
    let pdf = PDFJail(memoryMiB: memory)
    let sandbox = closeSandbox(memoryMiB: memory)
    let channel = Channel(Descriptor(3), limit: 1 << 24)
    do {
        try channel.send(.hello(sandbox))
        while true {
            guard case (.read(let request), let file?) = try channel.receive() else { return 70 }
            try Reader(channel: channel, request: request, documentLimit: documentLimit, pdf: pdf, before: before).run(
                file)
        }
    } catch Channel.Trouble.closed {
        return 0
    } catch {
        return 70
    }
}

/// One original's way through the worker.
private struct Reader {
    var channel: Channel
    var request: ReadRequest
    var documentLimit: Int
    var pdf: (any PDFConverter)?
    var before: ([UInt8]) -> Void

    func run(_ file: Descriptor) throws(Channel.Trouble) {
        let failure: Rejection?
        do {
            var original = try open(file)
            original.pdf = pdf
            before(original.bytes)
            var started = Clock.monotonic()
            try read(original) { reading in
                let readTime = Clock.monotonic() - started
                try handle(reading, readTime: readTime)
                started = Clock.monotonic()
            }
            failure = nil
        } catch let error as Channel.Trouble {
            throw error
        } catch is PDFJail.Gone {
            throw .closed
        } catch let rejection as Rejection {
            failure = rejection
        } catch {
            failure = Rejection(.unreadable, stage: .read, "The file could not be read: \(error).")
        }
        try channel.send(.done(failure))
    }

    /// The whole in memory, or of what is larger than a document may be its beginning: a container is read piece by piece.
    private func open(_ file: Descriptor) throws -> Original {
        if let bytes = try Files.readAll(file, size: request.size, limit: documentLimit) {
            return Original(bytes: bytes, context: request.context, limit: documentLimit)
        }
        return Original(
            beginning: try Files.read(file, at: 0, count: 1 << 20), size: request.size, context: request.context,
            limit: documentLimit
        ) { offset, count in
            try Files.read(file, at: offset, count: count)
        }
    }

    private func handle(_ reading: Reading, readTime: Int64) throws(Channel.Trouble) {
        let id = reading.memberBytes.map { SHA256.digest($0) } ?? request.sha256
        let document: Document
        switch reading.result {
        case .failure(let rejection):
            return try channel.send(.rejection(member: reading.member, id: id, rejection))
        case .success(let read): document = read
        }
        let began = Clock.monotonic()
        let wanted = request.wanted
        let findings = understand(document, context: request.context, wanted: wanted)
        let understood = Clock.monotonic()

        let decision: Decision
        if request.asks {
            var identity = identity(id, document, findings)
            identity.member = reading.member
            try channel.send(.identity(identity))
            guard case (.decision(let answer), _) = try channel.receive() else { throw .nonsense }
            guard answer.outcome != .duplicate else { return }
            decision = answer
        } else {
            decision = Decision(
                outcome: .filed,
                uri: storyURI(senderID: document.senderID, source: request.context.source, firstID: id),
                version: document.senderVersion ?? "1", revision: 1)
        }
        let asked = Clock.monotonic()
        let provenance = Provenance(
            source: request.context.source, original: request.original, sha256: request.sha256, bytes: request.size,
            arrived: request.context.arrived, member: reading.member)
        let outputs = encode(
            document, findings, id: decision.id ?? id, decision: decision, provenance: provenance,
            article: wanted.contains(.article), analysis: wanted.contains(.analysis),
            summary: wanted.contains(.summary), page: wanted.contains(.page))
        let record = Frame.record(
            FinishedRecord(
                id: decision.id ?? id, member: reading.member, outputs: outputs, readTime: readTime,
                understandTime: understood - began, encodeTime: Clock.monotonic() - asked))
        // The only article of its file goes with `done`. A member's record does not wait for the members behind it.
        if reading.member == nil { channel.hold(record) } else { try channel.send(record) }
    }

    /// What the daemon decides by.
    private func identity(_ id: Digest, _ document: Document, _ findings: Findings) -> Identity {
        let title = Title(document, findings).text
        var identity = Identity(
            id: id, source: request.context.source, headline: title,
            day: recordDay(findings.created, arrived: request.context.arrived).text,
            slug: slug(title), format: document.format,
            textDigest: textDigest(document.body))
        identity.sketch = Sketch(of: document.body)
        identity.withdrawn = document.withdrawn
        identity.senderID = document.senderID
        identity.senderVersion = document.senderVersion
        identity.status = document.status
        identity.versionTime = document.versionCreated?.instant ?? findings.created?.stamp.instant
        identity.slugline = document.slugline
        identity.language = findings.language?.tag
        identity.place = findings.dateline?.city
        return identity
    }
}
