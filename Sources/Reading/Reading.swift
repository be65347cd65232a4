package import Article

/// Turns PDF documents into text; runs outside of the sandbox that readers are in.
package protocol PDFConverter: Sendable {
    /// - Returns: UTF-8, pages parted by form feeds.
    /// - Throws: `Rejection`; another error where the converter itself is not there any more.
    func text(of document: [UInt8]) throws -> [UInt8]
}

/// The bytes of one original (or member), and what is known about it beside them.
package struct Original {
    /// All of it, or the beginning of an original that is too large for that.
    package var bytes: [UInt8]
    package var context: ReadingContext
    /// Most bytes that one document may have.
    package var limit: Int
    /// `nil` where PDF documents can't be read here.
    package var pdf: (any PDFConverter)?
    /// Size of the whole.
    package let size: Int
    /// Gives bytes from an offset on, at most so many; fewer or none at the end.
    private let fetch: ((_ offset: Int, _ count: Int) throws -> [UInt8])?
    /// How many containers it lies in.
    let depth: Int

    /// An original that is all in memory.
    package init(bytes: [UInt8], context: ReadingContext, limit: Int = Document.sizeLimit) {
        self.init(bytes: bytes, context: context, limit: limit, depth: 0)
    }

    /// One that is too large for that: only containers, which are read piece by piece, take it.
    package init(
        beginning: [UInt8], size: Int, context: ReadingContext, limit: Int,
        fetch: @escaping (_ offset: Int, _ count: Int) throws -> [UInt8]
    ) {
        bytes = beginning
        self.size = size
        self.context = context
        self.limit = limit
        self.fetch = fetch
        depth = 0
    }

    private init(bytes: [UInt8], context: ReadingContext, limit: Int, depth: Int) {
        self.bytes = bytes
        size = bytes.count
        self.context = context
        self.limit = limit
        fetch = nil
        self.depth = depth
    }

    /// Whether `bytes` is all of it.
    var isWhole: Bool { bytes.count >= size }

    func fetched(_ offset: Int, _ count: Int) throws -> [UInt8] { try fetch?(offset, count) ?? [] }

    /// Calls `each` with piece after piece.
    func pieces(_ each: (ArraySlice<UInt8>) throws -> Void) throws {
        guard !isWhole, let fetch else { return try each(bytes[...]) }
        var offset = 0
        while offset < size {
            let piece = try fetch(offset, 1 << 20)
            guard !piece.isEmpty else { return }
            offset += piece.count
            try each(piece[...])
        }
    }

    /// Calls `each` with every line, without its line feed. A line longer than `limit` is cut.
    func lines(_ each: (ArraySlice<UInt8>) throws -> Void) throws {
        var rest: [UInt8] = []
        try pieces { piece in
            var start = piece.startIndex
            while let end = piece[start...].firstIndex(of: 0x0A) {
                if rest.isEmpty {
                    try each(piece[start..<end])
                } else {
                    rest += piece[start..<end]
                    try each(rest[...])
                    rest.removeAll(keepingCapacity: rest.capacity < 1 << 20)
                }
                start = end + 1
            }
            if rest.count < limit { rest += piece[start...] }
        }
        if !rest.isEmpty { try each(rest[...]) }
    }

    /// Containers in containers that are read.
    static let depthLimit = 6

    /// Reads a member as whatever it looks like. Why it can't be read is the member's outcome, not the container's.
    func readMember(_ name: String, _ bytes: [UInt8], _ emit: (Reading) throws -> Void) throws {
        func refuse(_ rejection: Rejection) throws {
            try emit(Reading(member: name, memberBytes: bytes, result: .failure(rejection)))
        }
        guard depth < Original.depthLimit else {
            return try refuse(
                Rejection(
                    .tooDeep, stage: .decode, "\(name) lies in more than \(Original.depthLimit) containers.",
                    hint: "Unpack it and drop the files."))
        }
        var context = context
        context.name = Array(name.utf8.split(separator: 0x2F).last.map(Array.init) ?? [])
        var member = Original(bytes: bytes, context: context, limit: limit, depth: depth + 1)
        member.pdf = pdf
        do {
            try read(member) { reading in
                var reading = reading
                reading.member = reading.member.map { "\(name)/\($0)" } ?? name
                if reading.memberBytes == nil { reading.memberBytes = bytes }
                try emit(reading)
            }
        } catch let rejection as Rejection {
            try refuse(rejection)
        }
    }
}

/// One article found in an original, or why one of its members can't be read.
package struct Reading: Sendable {
    /// Path inside the container; `nil` where the file is the article.
    package var member: String?
    /// The member's own bytes, from which its id is made; `nil` where the file is the article.
    package var memberBytes: [UInt8]?
    package var result: Result<Document, Rejection>
    package init(member: String? = nil, memberBytes: [UInt8]? = nil, result: Result<Document, Rejection>) {
        self.member = member
        self.memberBytes = memberBytes
        self.result = result
    }
}

/// Reads an original: finds its format from the bytes, decodes, and hands over its articles one by one, each as
/// soon as it is read.
///
/// - Throws: `Rejection` when the original as a whole can't be read, or what `each` throws.
package func read(_ original: Original, each: (Reading) throws -> Void) throws {
    let (entry, reason) = try original.bytes.withUnsafeBufferPointer { try FormatSniffer.sniff($0) }
    if entry.format == ReaderEntry.text.format { try DocumentName.check(original.context.name) }
    let zone = original.context.settings.zone
    try entry.read(original, reason) { reading in
        var reading = reading
        if case .success(var document) = reading.result {
            if let zone { document.place(in: zone) }
            document.takeKillWords()
            reading.result = .success(document)
        }
        try each(reading)
    }
}

extension Document {
    /// Times without a zone are the source's own.
    fileprivate mutating func place(in zone: Zone) {
        contentCreated = contentCreated?.placed(in: zone)
        firstCreated = firstCreated?.placed(in: zone)
        versionCreated = versionCreated?.placed(in: zone)
        embargoedUntil = embargoedUntil?.placed(in: zone)
        expires = expires?.placed(in: zone)
    }
}

/// Reads an original as one format, whatever it looks like; for fuzzing one reader.
///
/// - Throws: as `read(_:each:)`; `unknown-format` where there is no such format.
package func read(_ original: Original, as format: String, each: (Reading) throws -> Void) throws {
    guard let entry = formats.first(where: { $0.format == format }) else {
        throw Rejection(.unknownFormat, stage: .decode, "There is no reader for \(format).")
    }
    try entry.read(original, "said so", each)
}

/// Loads whatever is loaded on first use, so that `read` opens no file: call it before the sandbox closes.
package func prepareReading() {
    Iconv.shared.openAll()
    EncodingDetection.prepare()
}
