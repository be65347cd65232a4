import Foundation
import Glibc
import Testing

import Article
import Bytes
import Host
import TestKit

/// What tests run on.
@Suite struct ChildTests {
    @Test func aChildHoldsNoFileOfItsTest() async throws {
        let folder = try TemporaryFolder()
        let file = open(folder.path + "/being-written", O_WRONLY | O_CREAT, 0o644)
        defer { close(file) }
        let listed = try await run(["readlink", "/proc/self/fd/\(file)"])
        #expect(listed.exit == .code(1), "\(listed.output)")
    }
}

@Suite struct FilesTests {
    let folder: TemporaryFolder
    var root: Path { Path(folder.path) }

    init() throws { folder = try TemporaryFolder() }

    func text(_ name: String) throws -> String {
        String(decoding: try Files.read(root.appending(name)) ?? [], as: UTF8.self)
    }

    @Test func aFileIsReplacedWhole() throws {
        let path = root.appending("a")
        for text in ["one", "", "three"] {
            try Files.replace(path, with: Array(text.utf8), mode: 0o600)
            #expect(try self.text("a") == text)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }

    @Test func readingStopsAtTheLimit() throws {
        let path = root.appending("a")
        _ = try Files.create(path, [UInt8](repeating: 1, count: 1000))
        let file = try Files.openToRead(path)
        #expect(try Files.readAll(file, size: 1000, limit: 999) == nil)
        #expect(try Files.readAll(file, size: 1000, limit: 1000)?.count == 1000)
        // A file that is longer than it was said to be, and one that is shorter.
        #expect(try Files.readAll(file, size: 10, limit: 1000)?.count == 1000)
        #expect(try Files.readAll(file, size: 10, limit: 900) == nil)
        #expect(try Files.readAll(file, size: 1 << 20, limit: 1 << 20)?.count == 1000)
    }

    @Test func aNameThatIsThereIsNotTaken() throws {
        for name in ["a", "b"] { _ = try Files.create(root.appending(name), Array(name.utf8)) }
        #expect(throws: SystemError.self) { try Files.renameNew(root.appending("a"), root.appending("b")) }
        #expect(try text("b") == "b")
        try Files.renameNew(root.appending("a"), root.appending("c"))
        #expect(try text("c") == "a")
        #expect(throws: SystemError.self) { try Files.create(root.appending("b"), []) }
    }

    @Test func linksAndPipesAreNotFollowed() throws {
        symlink("/etc/passwd", folder.path + "/link")
        mkfifo(folder.path + "/pipe", 0o600)
        #expect(throws: SystemError.self) { try Files.openToRead(root.appending("link")) }
        // Without a writer, and at once.
        #expect(try Files.status(Files.openToRead(root.appending("pipe"))).kind == .fifo)
        #expect(try Files.status(at: root.appending("link"))?.kind == .link)
        #expect(try Files.status(at: root.appending("none")) == nil)
        #expect(try Files.status(at: root.appending("pipe/none")) == nil)
    }

    @Test func foldersAreMadeAndListed() throws {
        let deep = root.appending("a/b/c")
        try Files.makeDirectories(deep)
        try Files.makeDirectories(deep)
        #expect(try Files.status(at: deep)?.kind == .folder)
        let names: [[UInt8]] = [
            [0x80, 0xFF], Array("-rf".utf8), Array("a\nb".utf8), Array(repeating: 0x78, count: 255),
        ]
        for name in names { _ = try Files.create(deep.appending(name), []) }
        var listed: Set<[UInt8]> = []
        try Files.list(deep) { name, _ in listed.insert(name) }
        #expect(listed == Set(names))
        try Files.removeFlatDirectory(deep)
        #expect(try !Files.exists(deep))
        _ = try Files.create(root.appending("file"), [])
        let refused = #expect(throws: SystemError.self) { try Files.makeDirectories(root.appending("file/x")) }
        #expect(refused?.isNotFolder == true)
    }

    @Test func linksOnTheWayAreResolved() throws {
        try Files.makeDirectories(root.appending("real/inner"))
        symlink("real", folder.path + "/link")
        #expect(
            try Files.resolve(root.appending("link/../link/inner/.")) == Files.resolve(root).appending("real/inner"))
        #expect(throws: SystemError.self) { try Files.resolve(root.appending("none")) }
    }

    @Test func digests() throws {
        // FIPS 180-4's own examples.
        #expect(SHA256.digest([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256.digest(Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        var random = Random(seed: 11)
        for size in [1, 1 << 18, (1 << 18) + 1, 600_000] {
            let bytes = random.bytes(size)
            let path = root.appending("\(size)")
            _ = try Files.create(path, bytes)
            let (digest, count) = try SHA256.digest(of: try Files.openToRead(path))
            #expect(digest == SHA256.digest(bytes) && count == size)
        }
    }

    /// Only a file that nobody writes to is granted a lease; where another user's is asked for, none is.
    @Test func leases() throws {
        signal(SIGIO, SIG_IGN)
        let path = root.appending("a")
        do {
            let writer = try Files.create(path, [1])
            #expect(Lease.ask(try Files.openToRead(path)) == .somebodyWrites)
            withExtendedLifetime(writer) {}
        }
        #expect(Lease.ask(try Files.openToRead(path)) == .nobodyWrites)
    }

    @Test func mounts() throws {
        #expect(try Mount(of: Path("/proc")) != Mount(of: root))
        #expect(try Mount(of: root) == Mount(of: root.parent))
    }
}
