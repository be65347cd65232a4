internal import Article
internal import Host

/// What a file is known by: the SHA-256 of its bytes.
///
/// One that is too large to be read whole, and so is rejected, is known by its size and its first MiB: to read terabytes,
/// sparse or growing, would take hours.
struct Fingerprint {
    static let largest = 4 << 30

    let digest: Digest
    let size: Int
    /// It is that of all bytes.
    let isWhole: Bool

    /// - Parameter size: As it was when the file was claimed, or is now.
    init(_ file: Descriptor, size: Int) throws(SystemError) {
        isWhole = size <= Fingerprint.largest
        if isWhole {
            (digest, self.size) = try SHA256.digest(of: file, size: size)
        } else {
            digest = SHA256.digest(Array("\(size) ".utf8) + (try Files.read(file, at: 0, count: 1 << 20)))
            self.size = size
        }
    }
}
