internal import Article
internal import Bytes
internal import Filing
internal import Host
internal import Ledger

/// The other daemons that file into an outbox. Each knows what is its own; what this one does not know may be theirs.
///
/// Each says where its ledger lies, in a file beside the folder of its drafts: `outbox/.dateline/<instance>.state`.
struct OtherDaemons {
    /// State folders whose ledgers were read.
    private(set) var asked: [Path] = []
    /// State folders whose ledgers could not be read.
    private(set) var unread: [Path] = []
    /// Hashes of the places that their ledgers name.
    private var places: Set<Int> = []

    private static let ending = Array(".state".utf8)

    /// Says where this daemon's ledger lies.
    static func announce(_ state: Path, instance: String, in outbox: Path) throws(SystemError) {
        let file = outbox.appending(".dateline").appending(Array(instance.utf8) + ending)
        let bytes = try Files.resolve(state).bytes
        if let said = try? Files.read(file), said == bytes { return }
        try Files.replace(file, with: bytes)
    }

    /// Whether an earlier ledger of the same state folder has filed into the outbox.
    static func hadLedger(_ state: Path, before instance: String, in outbox: Path) -> Bool {
        guard let state = try? Files.resolve(state).bytes else { return false }
        let folder = outbox.appending(".dateline")
        var isFound = false
        try? Files.list(folder) { name, _ in
            guard name.suffix(ending.count) == ending[...], name != Array(instance.utf8) + ending else { return }
            if let said = try? Files.read(folder.appending(name), limit: 4096), said == state { isFound = true }
        }
        return isFound
    }

    /// Reads the ledgers of all but this one.
    init(_ settings: Settings, instance: String?) {
        let folder = settings.outbox.appending(".dateline")
        let own = try? Files.resolve(settings.state)
        var names: [[UInt8]] = []
        try? Files.list(folder) { name, _ in
            if name.count > OtherDaemons.ending.count,
                name.suffix(OtherDaemons.ending.count) == OtherDaemons.ending[...]
            {
                names.append(name)
            }
        }
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let other = String(decoding: name.dropLast(OtherDaemons.ending.count), as: UTF8.self)
            guard other != instance, let said = try? Files.read(folder.appending(name), limit: 4096) else { continue }
            let state = Path(said)
            // An earlier ledger in the same folder tells nothing any more.
            guard state != own else { continue }
            guard let ledger = try? LedgerReader(folder: state), ledger.instance == other,
                (try? note(ledger)) != nil
            else {
                unread.append(state)
                continue
            }
            asked.append(state)
        }
    }

    private mutating func note(_ ledger: LedgerReader) throws(LedgerError) {
        func note(_ row: OutcomeRow) {
            if let path = row.path { places.insert(path.hashValue) }
            if let original = row.original { places.insert(original.hashValue) }
        }
        var last: Int64 = 0
        while true {
            let page = try ledger.done(after: last, limit: 500)
            page.forEach(note)
            guard let end = page.last else { break }
            last = end.seq
        }
        try ledger.decided(limit: 100_000).forEach(note)
        for claim in try ledger.claims() { places.insert(claim.original.hashValue) }
    }

    func know(_ place: String) -> Bool { places.contains(place.hashValue) }
}
