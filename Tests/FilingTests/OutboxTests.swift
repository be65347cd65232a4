import Foundation
import Testing

import Article
import Bytes
import Filing
import Host
import TestKit

@Suite struct OutboxTests {
    let folder: TemporaryFolder
    let layout: Layout
    let target = "articles/2023/03/19/a-slug-01234567"

    init() throws {
        folder = try TemporaryFolder()
        layout = Layout(outbox: Path(folder.path + "/outbox"))
    }

    func outbox(_ layout: Layout? = nil, instance: String = "one") throws -> Outbox {
        var outbox = Outbox(layout: layout ?? self.layout, instance: instance)
        try outbox.prepare()
        return outbox
    }

    func outputs(_ n: Int) -> Outputs {
        Outputs(article: Array("article \(n)".utf8), analysis: Array("analysis \(n)".utf8), summary: [], page: [])
    }

    func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: layout.outbox.description + "/" + path).sorted()
    }

    @Test func aRecordAppearsWhole() throws {
        var outbox = try outbox()
        var draft = try outbox.write(outputs(1), to: target)
        #expect(try names("articles").isEmpty)
        try outbox.sync(&draft)
        #expect(try names("articles").isEmpty)
        guard case .placed = try outbox.publish(draft) else {
            Issue.record("not placed")
            return
        }
        #expect(try names(target) == ["analysis.json", "article.html", "article.json", "summary.txt"])
        #expect(try Files.read(layout.absolute(target).appending("article.json")) == Array("article 1".utf8))
        #expect(draft.hashes == [outputs(1).article, outputs(1).analysis, [], []].map { SHA256.digest($0) })
        #expect(try Outbox.holds(draft.hashes, at: layout.absolute(target)))
        // Once more, as after a crash: nothing changes.
        guard case .placed = try outbox.publish(draft) else {
            Issue.record("not placed again")
            return
        }
        #expect(try names(".dateline/one").isEmpty)
    }

    @Test func whatHoldsARecord() throws {
        var outbox = try outbox()
        let draft = try outbox.write(outputs(1), to: target)
        _ = try outbox.publish(draft)
        let place = layout.absolute(target)
        #expect(try !Outbox.holds(draft.hashes, at: layout.absolute("articles/none")))
        #expect(try !Outbox.holds([draft.hashes[1], draft.hashes[0], draft.hashes[2]], at: place))
        try Files.remove(place.appending("summary.txt"))
        #expect(try !Outbox.holds(draft.hashes, at: place))
    }

    /// A folder that a stranger made keeps its name and its content.
    @Test func aNameThatIsTaken() throws {
        var outbox = try outbox()
        try Files.makeDirectories(layout.absolute(target))
        _ = try Files.create(layout.absolute(target).appending("mine"), [1])
        let draft = try outbox.write(outputs(1), to: target)
        guard case .taken = try outbox.publish(draft) else {
            Issue.record("not taken")
            return
        }
        #expect(try names(target) == ["mine"])
        outbox.discard(draft)
        #expect(try names(".dateline/one").isEmpty)
    }

    /// The same bytes under the name: an earlier run got so far.
    @Test func aRepeatFindsItsOwn() throws {
        var before = try outbox()
        _ = try before.publish(try before.write(outputs(1), to: target))
        var outbox = try outbox()
        let draft = try outbox.write(outputs(1), to: target)
        guard case .placed = try outbox.publish(draft) else {
            Issue.record("not placed")
            return
        }
        #expect(try names(".dateline/one").isEmpty)
        #expect(try names("articles/2023/03/19").count == 1)
    }

    @Test func foldersThatAreTakenAwayComeAgain() throws {
        var outbox = try outbox()
        _ = try outbox.publish(try outbox.write(outputs(1), to: target))
        try FileManager.default.removeItem(atPath: layout.outbox.description)
        let draft = try outbox.write(outputs(2), to: target)
        _ = try outbox.publish(draft)
        #expect(try Outbox.holds(draft.hashes, at: layout.absolute(target)))
    }

    @Test func aDraftThatIsTakenAwayIsMissed() throws {
        var outbox = try outbox()
        let draft = try outbox.write(outputs(1), to: target)
        try FileManager.default.removeItem(atPath: draft.aside.description)
        guard case .lost = try outbox.publish(draft) else {
            Issue.record("not missed")
            return
        }
    }

    /// The outbox is its user's: what was taken away is made again.
    @Test(arguments: ["rejected/2023", "rejected", "articles/2023/03", "articles", ".dateline"])
    func foldersThatWereTakenAway(_ gone: String) throws {
        var outbox = try outbox()
        func file(_ day: Int) throws {
            let reason = "rejected/2023/03/\(day)/x.reason.json"
            var drafts = [try outbox.write(reason: [0x31], to: reason, isRepeat: false)]
            drafts.append(try outbox.write(outputs(day), to: "articles/2023/03/\(day)/a"))
            for draft in drafts {
                guard case .placed = try outbox.publish(draft) else {
                    Issue.record("not placed")
                    continue
                }
            }
            #expect(try Files.read(layout.absolute(reason)) == [0x31])
        }
        try file(10)
        for day in [11, 12] {
            try FileManager.default.removeItem(atPath: layout.outbox.description + "/" + gone)
            try file(day)
        }
        // Of a day that was there.
        for kind in ["articles", "rejected"] {
            try FileManager.default.removeItem(atPath: layout.outbox.description + "/" + kind)
        }
        try file(12)
    }

    /// What a crash left is removed by the same daemon's next start, and by no other's.
    @Test func onlyItsOwnLeftoversAreRemoved() throws {
        var one = try outbox()
        var two = try outbox(instance: "two")
        let ofOne = try one.write(outputs(1), to: target)
        let ofTwo = try two.write(outputs(2), to: target + "2")
        #expect(ofOne.aside != ofTwo.aside)
        _ = try outbox(instance: "two")
        #expect(try Files.exists(ofOne.aside))
        #expect(try !Files.exists(ofTwo.aside))
        guard case .placed = try one.publish(ofOne) else {
            Issue.record("not placed")
            return
        }
    }

    @Test func aReasonIsWrittenAsideToo() throws {
        var outbox = try outbox()
        let target = "rejected/2026/11/24/01234567-a.txt.reason.json"
        for text in ["first", "again"] {
            var draft = try outbox.write(reason: Array(text.utf8), to: target, isRepeat: text == "again")
            try outbox.sync(&draft)
            guard case .placed = try outbox.publish(draft) else {
                Issue.record("not placed")
                return
            }
            #expect(try Files.read(layout.absolute(target)) == Array(text.utf8))
        }
        #expect(try names("rejected/2026/11/24").count == 1)
    }

    /// Two daemons reject the same bytes at the same moment: neither takes what the other writes, nor its name.
    @Test func anotherDaemonsReasonIsLeft() throws {
        var one = try outbox()
        var two = try outbox(instance: "two")
        let target = "rejected/2026/11/24/01234567-a.txt.reason.json"
        let ofOne = try one.write(reason: Array("one".utf8), to: target, isRepeat: false)
        let ofTwo = try two.write(reason: Array("two".utf8), to: target, isRepeat: false)
        guard case .placed = try one.publish(ofOne), case .taken = try two.publish(ofTwo) else {
            Issue.record("both have the name")
            return
        }
        #expect(try Files.read(layout.absolute(target)) == Array("one".utf8))
    }

    // MARK: Originals

    static let original = "originals/2026/11/24/01234567-a.txt"

    func claimed(_ text: String, _ name: String = "a.txt") throws -> (Path, Descriptor, Digest) {
        let path = Path(folder.path).appending("claims").appending(name)
        try Files.makeDirectories(path.parent)
        _ = try Files.create(path, Array(text.utf8))
        return (path, try Files.openToRead(path), SHA256.digest(Array(text.utf8)))
    }

    @Test func anOriginalMovesToItsPlace() throws {
        var outbox = try outbox()
        let (path, file, sha256) = try claimed("one")
        #expect(try outbox.archive(path, file: file, sha256: sha256, to: Self.original) == Self.original)
        #expect(try !Files.exists(path))
        #expect(try Files.read(layout.absolute(Self.original)) == Array("one".utf8))
        // And once more, as after a crash.
        #expect(try outbox.archive(path, file: nil, sha256: sha256, to: Self.original) == Self.original)
        // Both are there: the claim was copied, and not removed yet.
        let (again, _, _) = try claimed("one")
        #expect(try outbox.archive(again, file: nil, sha256: sha256, to: Self.original) == Self.original)
        #expect(try !Files.exists(again))
    }

    @Test func aStrangersFileIsKept() throws {
        var outbox = try outbox()
        for (n, text) in ["one", "two", "three"].enumerated() {
            let (path, file, sha256) = try claimed(text)
            let place = try outbox.archive(path, file: file, sha256: sha256, to: Self.original)
            #expect(place == [Self.original, Self.original + ".2", Self.original + ".3"][n])
            #expect(try Files.read(layout.absolute(place)) == Array(text.utf8))
        }
    }

    @Test func withoutAPlaceItIsDeleted() throws {
        var outbox = try outbox()
        let (path, file, sha256) = try claimed("one")
        for _ in 0..<2 { #expect(try outbox.archive(path, file: file, sha256: sha256, to: "") == "") }
        #expect(try !Files.exists(path))
    }

    /// The inbox is gone, with the claim: the open file still has the bytes.
    @Test func aClaimThatIsGoneIsCopiedFromWhatIsOpen() throws {
        var outbox = try outbox()
        let (path, file, sha256) = try claimed("one")
        try FileManager.default.removeItem(atPath: path.parent.description)
        #expect(try outbox.archive(path, file: file, sha256: sha256, to: Self.original) == Self.original)
        #expect(try Files.read(layout.absolute(Self.original)) == Array("one".utf8))
    }

    static let memory: String? = {
        guard let memory = try? Mount(of: Path("/dev/shm")), let temporary = try? TemporaryFolder(),
            let disk = try? Mount(of: Path(temporary.path)), memory != disk,
            FileManager.default.isWritableFile(atPath: "/dev/shm")
        else { return nil }
        return "/dev/shm"
    }()

    /// Another file system: copied, made durable, and only then removed.
    @Test(.enabled(if: memory != nil)) func acrossFileSystems() throws {
        let elsewhere = try TemporaryFolder(in: Self.memory)
        let layout = Layout(
            outbox: self.layout.outbox, originals: Path(elsewhere.path + "/o"), rejected: Path(elsewhere.path + "/r"))
        var outbox = try outbox(layout)
        let (path, file, sha256) = try claimed(String(repeating: "long ", count: 200_000))
        // What a copy left that was interrupted.
        try Files.makeDirectories(layout.absolute(Self.original).parent)
        let aside = ".one-\(SHA256.digest(Array("01234567-a.txt".utf8)).prefix(16)).new"
        _ = try Files.create(layout.absolute(Self.original).parent.appending(aside), [1, 2, 3])
        #expect(try outbox.archive(path, file: file, sha256: sha256, to: Self.original) == Self.original)
        #expect(try !Files.exists(path))
        #expect(try SHA256.digest(of: Files.openToRead(layout.absolute(Self.original))).digest == sha256)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: layout.absolute(Self.original).parent.description)
                == ["01234567-a.txt"])
        // Copied, and the power cut before the claim was removed.
        let (again, _, _) = try claimed(String(repeating: "long ", count: 200_000))
        #expect(try outbox.archive(again, file: nil, sha256: sha256, to: Self.original) == Self.original)
        #expect(try !Files.exists(again))
    }

    @Test func layouts() {
        let layout = Layout(outbox: Path("/o"), originals: Path("/x"))
        #expect(layout.absolute("articles/1") == Path("/o/articles/1"))
        #expect(layout.absolute("originals/1/2") == Path("/x/1/2"))
        #expect(layout.absolute("rejected/1") == Path("/o/rejected/1"))
        #expect(layout.root(of: "originals/1") == Path("/x") && layout.root(of: "articles/1") == Path("/o"))
    }
}
