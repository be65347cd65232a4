package import Article
internal import Bytes
package import Host
internal import Synchronization

/// Chooses names in the outbox that nothing has: neither on disk nor promised to something under way.
package final class Names: Sendable {
    private let layout: Layout
    private let promised = Mutex<Set<String>>([])

    package init(layout: Layout) { self.layout = layout }

    /// `articles/2023/03/19/<slug>-<id8>`.
    package func record(day: String, slug: String, id: Digest) throws(SystemError) -> String {
        let folder = "articles/" + day.split(separator: "-").joined(separator: "/")
        return try free(id) { "\(folder)/\(slug.isEmpty ? "article" : slug)-\($0)" }
    }

    /// `originals/2026/11/24/<id8>-<name>`, or the same in `rejected/`.
    package func original(_ root: String, arrived: Instant, sha256: Digest, name: [UInt8]) throws(SystemError) -> String
    {
        let folder = "\(root)/" + arrived.day.text.split(separator: "-").joined(separator: "/")
        let name = Names.safe(name)
        return try free(sha256) { "\(folder)/\($0)-\(name)" }
    }

    /// Takes a name out of the promised ones: it is on disk now, or will never be.
    package func release(_ name: String) { _ = promised.withLock { $0.remove(name) } }

    /// Promises a name that was chosen before a restart.
    package func keep(_ name: String) { _ = promised.withLock { $0.insert(name) } }

    private func free(_ id: Digest, _ form: (String) -> String) throws(SystemError) -> String {
        for digits in [8, 12, 16, 64] {
            if let name = try promise(form(id.prefix(digits))) { return name }
        }
        var n = 2
        while true {
            if let name = try promise(form(id.prefix(8) + ".\(n)")) { return name }
            n += 1
        }
    }

    private func promise(_ name: String) throws(SystemError) -> String? {
        guard promised.withLock({ $0.insert(name).inserted }) else { return nil }
        do throws(SystemError) {
            let place = layout.absolute(name)
            // A rejected file's reason stays when the file itself is taken away or retried.
            var isTaken = try Files.exists(place)
            if !isTaken, name.hasPrefix("rejected/") {
                isTaken = try Files.exists(Path(place.bytes + Array(".reason.json".utf8)))
            }
            if !isTaken { return name }
        } catch {
            release(name)
            throw error
        }
        release(name)
        return nil
    }

    /// The dropped name's bytes as text for the ledger's paths: control characters and what is not UTF-8 as `_`, cut
    /// before its extension so that every name made from it fits 255 bytes.
    package static func safe(_ name: [UInt8]) -> String {
        var out = ""
        for scalar in String(decoding: name, as: UTF8.self).unicodeScalars {
            out.unicodeScalars.append(
                isHarmless(scalar) && scalar.value != 0x2F && scalar.value != 0xFFFD ? scalar : "_")
        }
        // The longest addition: 64 digits and a dash before it, ".reason.json" behind it, a dot and ".new" aside.
        let limit = 255 - 65 - 12 - 5
        guard out.utf8.count > limit else { return out }
        var ending = ""
        if let dot = out.lastIndex(of: "."), out[dot...].utf8.count <= 16 { ending = String(out[dot...]) }
        var stem = out.dropLast(ending.count)
        while stem.utf8.count + ending.utf8.count > limit { stem.removeLast() }
        return stem + ending
    }
}
