package import Article
internal import CNettle

/// FIPS 180-4 SHA-256, by Nettle (with the processor's own instructions where it has them).
package struct SHA256 {
    private var context = sha256_ctx()

    package init() { nettle_sha256_init(&context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        nettle_sha256_update(&context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
    }

    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    package mutating func finish() -> Digest {
        var out: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &out) { buffer in
            nettle_sha256_digest(&context, 32, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        return Digest(words: (out.0.bigEndian, out.1.bigEndian, out.2.bigEndian, out.3.bigEndian))
    }

    package static func digest(_ bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// Of a whole file, read in pieces.
    ///
    /// - Parameter size: About how large it is: a small file needs no large buffer.
    package static func digest(of fd: Descriptor, size: Int = 1 << 18) throws(SystemError) -> (
        digest: Digest, size: Int
    ) {
        var hash = SHA256()
        var offset = 0
        var buffer = [UInt8](repeating: 0, count: min(max(size + 1, 512), 1 << 18))
        while true {
            var got = 0
            var failure: SystemError?
            buffer.withUnsafeMutableBytes { b in
                do throws(SystemError) {
                    got = try Files.read(fd, into: b, at: offset)
                    hash.update(UnsafeRawBufferPointer(rebasing: b[..<got]))
                } catch { failure = error }
            }
            if let failure { throw failure }
            offset += got
            if got < buffer.count { return (hash.finish(), offset) }
        }
    }
}
