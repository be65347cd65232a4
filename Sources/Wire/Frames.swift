package import Article
package import Bytes
internal import Host

/// What the daemon and a worker say to each other, in the order of one conversation:
///
///     worker → daemon   hello                       once, when its sandbox is closed
///     daemon → worker   read (with the descriptor)
///     worker → daemon   identity                    for each article: new, or known?
///     daemon → worker   decision
///     worker → daemon   record                      unless it is a duplicate
///     worker → daemon   rejection                   for each member that can't be read
///     worker → daemon   done                        that was all, or why the whole can't be read
///
/// The worker has read hostile bytes: nothing it says is believed without a look. Its records are bytes to the daemon,
/// which writes them and never parses them.
package enum Frame: Sendable {
    case hello(Sandbox)
    case read(ReadRequest)
    case identity(Identity)
    case decision(Decision)
    case record(FinishedRecord)
    case rejection(member: String?, id: Digest, Rejection)
    case done(Rejection?)
}

/// What keeps a worker in its place, as it found it.
package struct Sandbox: Hashable, Sendable {
    /// Landlock ABI in force, 0 for none.
    package var landlock: Int
    package var seccomp: Bool
    package var limits: Bool
    package init(landlock: Int, seccomp: Bool, limits: Bool) {
        self.landlock = landlock
        self.seccomp = seccomp
        self.limits = limits
    }
}

/// What a worker is told of an original; its bytes come as an open descriptor beside it.
package struct ReadRequest: Sendable {
    package var sha256: Digest
    /// Size of the file in bytes.
    package var size: Int
    package var context: ReadingContext
    /// Where the original will lie.
    package var original: String
    /// Ask before encoding; without it every article is new (`dateline parse`).
    package var asks: Bool
    package var wanted: Wanted

    package init(
        sha256: Digest, size: Int, context: ReadingContext, original: String, asks: Bool, wanted: Wanted
    ) {
        self.sha256 = sha256
        self.size = size
        self.context = context
        self.original = original
        self.asks = asks
        self.wanted = wanted
    }
}

/// One article's files, as the worker made them.
package struct FinishedRecord: Sendable {
    package var id: Digest
    package var member: String?
    package var outputs: Outputs
    /// Microseconds spent reading, understanding and encoding it.
    package var readTime: Int64
    package var understandTime: Int64
    package var encodeTime: Int64
    package init(
        id: Digest, member: String?, outputs: Outputs, readTime: Int64, understandTime: Int64, encodeTime: Int64
    ) {
        self.id = id
        self.member = member
        self.outputs = outputs
        self.readTime = readTime
        self.understandTime = understandTime
        self.encodeTime = encodeTime
    }
}

extension Frame {
    /// With its length before it, as it goes over the wire.
    package var packed: [UInt8] {
        var p = Packer()
        p.bytes = [0, 0, 0, 0, tag]
        switch self {
        case .hello(let sandbox):
            p.pack(sandbox.landlock)
            p.pack(sandbox.seccomp)
            p.pack(sandbox.limits)
        case .read(let request):
            p.pack(request.sha256)
            p.pack(request.size)
            p.pack(request.context.source)
            p.pack(request.context.name)
            p.pack(request.context.arrived.microseconds)
            p.pack(request.context.settings.timeZone)
            p.pack(request.context.settings.zone?.data ?? [])
            p.pack(request.context.settings.language)
            p.pack(request.context.settings.agency)
            p.pack(request.original)
            p.pack(request.asks)
            p.pack(request.wanted.rawValue)
        case .identity(let identity):
            p.pack(identity.id)
            p.pack(identity.source)
            p.pack(identity.headline)
            p.pack(identity.day)
            p.pack(identity.slug)
            p.pack(identity.format)
            p.pack(identity.textDigest)
            p.pack(identity.member)
            p.pack(identity.senderID)
            p.pack(identity.senderVersion)
            p.pack(identity.status?.rawValue)
            p.pack((identity.versionTime?.microseconds).map { Int($0) })
            p.pack(identity.slugline)
            p.pack(identity.language)
            p.pack(identity.place)
            p.pack(identity.sketch.packed)
            p.pack(identity.withdrawn.count)
            for name in identity.withdrawn { p.pack(name) }
        case .decision(let decision):
            p.pack(decision.outcome.rawValue)
            p.pack(decision.uri)
            p.pack(decision.version)
            p.pack(decision.revision)
            p.pack(decision.replaces?.hex)
            p.pack(decision.supersededBy?.hex)
            p.pack(decision.id?.hex)
            p.pack(decision.related.count)
            for one in decision.related {
                p.pack(one.id)
                p.pack(one.uri)
                p.pack(one.path)
                p.pack(one.relation.rawValue)
                p.pack(one.similarity)
            }
        case .record(let record):
            let outputs = record.outputs
            p.bytes.reserveCapacity(
                512 + outputs.article.count + outputs.analysis.count + outputs.summary.count + outputs.page.count)
            p.pack(record.id)
            p.pack(record.member)
            p.pack(record.outputs.article)
            p.pack(record.outputs.analysis)
            p.pack(record.outputs.summary)
            p.pack(record.outputs.page)
            p.pack(record.readTime)
            p.pack(record.understandTime)
            p.pack(record.encodeTime)
        case .rejection(let member, let id, let rejection):
            p.pack(member)
            p.pack(id)
            p.pack(rejection)
        case .done(let rejection):
            p.pack(rejection != nil)
            if let rejection { p.pack(rejection) }
        }
        let length = UInt32(p.bytes.count - 4)
        withUnsafeBytes(of: length.littleEndian) { for i in 0..<4 { p.bytes[i] = $0[i] } }
        return p.bytes
    }

    private var tag: UInt8 {
        switch self {
        case .hello: 1
        case .read: 2
        case .identity: 3
        case .decision: 4
        case .record: 5
        case .rejection: 6
        case .done: 7
        }
    }

    /// From the bytes behind the length.
    package init(unpacking bytes: [UInt8], _ range: Range<Int>) throws(Unpacker.Malformed) {
        guard let first = range.first, range.upperBound <= bytes.count else { throw Unpacker.Malformed() }
        let tag = bytes[first]
        var u = Unpacker(bytes, range.dropFirst())
        switch tag {
        case 1: self = .hello(Sandbox(landlock: try u.int(), seccomp: try u.bool(), limits: try u.bool()))
        case 2:
            let sha256 = try u.digest()
            let size = try u.int()
            var context = ReadingContext(
                source: try u.string(), name: try u.array(), arrived: Instant(microseconds: try u.integer()))
            context.settings = SourceSettings(
                timeZone: try u.optionalString(), zone: Zone(data: try u.array()), language: try u.optionalString(),
                agency: try u.optionalString())
            self = .read(
                ReadRequest(
                    sha256: sha256, size: size, context: context, original: try u.string(), asks: try u.bool(),
                    wanted: Wanted(rawValue: try u.int())))
        case 3:
            var identity = Identity(
                id: try u.digest(), source: try u.string(), headline: try u.string(), day: try u.string(),
                slug: try u.string(), format: try u.string(), textDigest: try u.unsigned())
            identity.member = try u.optionalString()
            identity.senderID = try u.optionalString()
            identity.senderVersion = try u.optionalString()
            identity.status = try u.optionalString().flatMap(PublicationStatus.init(rawValue:))
            identity.versionTime = try u.optionalInt().map { Instant(microseconds: Int64($0)) }
            identity.slugline = try u.optionalString()
            identity.language = try u.optionalString()
            identity.place = try u.optionalString()
            guard let sketch = Sketch(packed: try u.array()) else { throw Unpacker.Malformed() }
            identity.sketch = sketch
            for _ in 0..<max(0, try u.int()) { identity.withdrawn.append(try u.string()) }
            self = .identity(identity)
        case 4:
            guard let outcome = OutcomeKind(rawValue: try u.string()) else { throw Unpacker.Malformed() }
            var decision = Decision(
                outcome: outcome, uri: try u.string(), version: try u.string(), revision: try u.int(),
                replaces: try u.optionalString().flatMap { Digest(hex: $0) },
                supersededBy: try u.optionalString().flatMap { Digest(hex: $0) })
            decision.id = try u.optionalString().flatMap { Digest(hex: $0) }
            for _ in 0..<max(0, try u.int()) {
                let id = try u.digest()
                let uri = try u.string()
                let path = try u.string()
                guard let relation = Decision.Related.Relation(rawValue: try u.string()) else {
                    throw Unpacker.Malformed()
                }
                decision.related.append(
                    Decision.Related(id: id, uri: uri, path: path, relation: relation, similarity: try u.double()))
            }
            self = .decision(decision)
        case 5:
            self = .record(
                FinishedRecord(
                    id: try u.digest(), member: try u.optionalString(),
                    outputs: Outputs(
                        article: try u.array(), analysis: try u.array(), summary: try u.array(), page: try u.array()),
                    readTime: try u.integer(), understandTime: try u.integer(), encodeTime: try u.integer()))
        case 6: self = .rejection(member: try u.optionalString(), id: try u.digest(), try u.rejection())
        case 7: self = .done(try u.bool() ? try u.rejection() : nil)
        default: throw Unpacker.Malformed()
        }
        guard u.isAtEnd else { throw Unpacker.Malformed() }
    }
}

extension Packer {
    /// Its four words: to make bytes of it first costs a hundred times as much.
    fileprivate mutating func pack(_ digest: Digest) {
        pack(digest.words.0)
        pack(digest.words.1)
        pack(digest.words.2)
        pack(digest.words.3)
    }

    fileprivate mutating func pack(_ rejection: Rejection) {
        pack(rejection.code.rawValue)
        pack(rejection.stage.rawValue)
        pack(rejection.message)
        pack(rejection.hint)
        pack(rejection.format)
        pack(rejection.line)
        pack(rejection.offset)
    }
}

extension Unpacker {
    fileprivate mutating func digest() throws(Malformed) -> Digest {
        Digest(words: (try unsigned(), try unsigned(), try unsigned(), try unsigned()))
    }

    fileprivate mutating func rejection() throws(Malformed) -> Rejection {
        guard let code = Rejection.Code(rawValue: try string()), let stage = Rejection.Stage(rawValue: try string())
        else {
            throw Malformed()
        }
        return Rejection(
            code, stage: stage, try string(), hint: try optionalString(), format: try optionalString(),
            line: try optionalInt(), offset: try optionalInt())
    }
}
