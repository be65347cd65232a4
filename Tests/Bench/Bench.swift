internal import Bytes
internal import Foundation
internal import Glibc
internal import Host

/// Measures the built program and prints one table. Nothing passes or fails here: figures are to be read beside their
/// references, which are taken in the same minute, because a disk's fsync may vary a hundredfold within an hour.
@main
struct Bench: Sendable {
    var program = Path(".build/release/dateline")
    var isQuick = false
    /// Articles in the ledger of `scale`.
    var rows = 1_000_000
    /// A Python that has warcio and trafilatura.
    var python: Path?
    /// Where records must survive a power cut.
    var disk: (name: String, folder: Path)
    /// A RAM file system, or the disk where there is none.
    var fast: (name: String, folder: Path)

    /// Rounds of one figure go on as long as this, whatever the disk does; the first is always whole.
    private static let longest: Int64 = 300_000_000

    func rounds(_ count: Int, _ name: String, _ body: () throws -> Void) throws {
        let began = Clock.monotonic()
        for round in 1...count where round == 1 || Clock.monotonic() - began < Bench.longest {
            progress("\(name), round \(round) of \(count)")
            try body()
        }
    }

    func progress(_ text: String) { try? Files.write(.error, Array("\(text)\n".utf8)) }

    static let sections = [
        "latency", "burst", "ledger", "parse", "stages", "sentences", "start", "idle", "archive",
        "likeness", "backlog", "scale",
    ]

    static func main() {
        var work = ".build/bench"
        var program = ".build/release/dateline"
        var python: String?
        var isQuick = false
        var rows = 1_000_000
        var wanted: [String] = []
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--help", "-h":
                print(usage)
                return
            case "--quick": isQuick = true
            case "--work": work = arguments.next() ?? work
            case "--rows": rows = arguments.next().flatMap { Int($0) } ?? rows
            case "--program": program = arguments.next() ?? program
            case "--python": python = arguments.next()
            case _ where sections.contains(argument): wanted.append(argument)
            default:
                try? Files.write(.error, Array("bench: what is \(argument)?\n\(usage)\n".utf8))
                exit(64)
            }
        }
        do {
            var (bench, folders) = try prepared(work: work, program: program, isQuick: isQuick)
            bench.rows = rows
            bench.python = python.map { Path($0) }
            defer { for folder in folders { remove(folder) } }
            try bench.run(wanted.isEmpty ? sections.filter { $0 != "backlog" && $0 != "scale" } : wanted)
        } catch {
            let text = (error as? SystemError)?.description ?? "\(error)"
            try? Files.write(.error, Array("bench: \(text)\n".utf8))
            exit(1)
        }
    }

    static let usage = """
        usage: Deploy/bench [\(sections.joined(separator: "|"))]… [--work DIR] [--quick] [--rows N]
          latency    50 articles a second: from the drop until the record is visible
          burst      10,000 articles at once, beside bare durable writes of the same records and beside dateline parse
          ledger     the same burst with 0, 100,000 and 1,000,000 rows in the ledger
          parse      dateline parse, articles and bytes a second on one core, whole and for summaries alone
          stages     the same without processes: reading, understanding and encoding
          sentences  the splitter of sentences, beside ICU's break iterator
          start      time to start
          idle       memory, wake-ups and processor time while nothing happens
          archive    a web archive of 1 GiB: pages a second, and its worker's memory; beside warcio and trafilatura, where they
                     can be installed
          likeness   texts changed in nine ways: how many are found again, how many others are; what that costs
          backlog    a million articles that lie in the inbox before the start; takes long, so only when named
          scale      a million articles in ledger and search index, or --rows; takes long, so only when named
        DIR lies on the disk to be measured (default: .build/bench); --quick takes fewer and shorter rounds.
        """

    /// Makes work folders of this process's own; the second value is what to remove.
    private static func prepared(work: String, program: String, isQuick: Bool) throws -> (Bench, [Path]) {
        umask(0o022)
        func absolute(_ path: String) -> Path {
            Path(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
        }
        var folders = [absolute(work).appending("\(getpid())")]
        if isRAM("/dev/shm") { folders.append(Path("/dev/shm/dateline-bench-\(getpid())")) }
        for folder in folders { try Files.makeDirectories(folder) }
        let disk = (isRAM(folders[0].description) ? "RAM" : "disk", folders[0])
        let fast = folders.count > 1 ? ("RAM", folders[1]) : disk
        return (Bench(program: absolute(program), isQuick: isQuick, disk: disk, fast: fast), folders)
    }

    /// Whether a folder lies on tmpfs and can be written.
    private static func isRAM(_ folder: String) -> Bool {
        var mount = (folder: "", kind: "")
        for line in (text("/proc/self/mounts") ?? "").split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2, words[1].utf8.count >= mount.folder.utf8.count else { continue }
            let isAbove = words[1] == "/" || folder == words[1] || folder.hasPrefix(words[1] + "/")
            if isAbove { mount = (words[1], words[2]) }
        }
        return mount.kind == "tmpfs" && access(folder, W_OK) == 0
    }

    private func run(_ wanted: [String]) throws {
        var table = Table()
        let places = fast.folder == disk.folder ? [disk] : [fast, disk]
        for section in Bench.sections where wanted.contains(section) {
            switch section {
            case "latency":
                table.title("Dropped 50 times a second, until the record is visible")
                for place in places { try Latency(bench: self).run(on: place, &table) }
            case "burst":
                table.title("A burst of \(isQuick ? "2,000" : "10,000")")
                for place in places { try Burst(bench: self).run(on: place, &table) }
            case "ledger":
                table.title("The burst, with rows in the ledger")
                for place in places { try Burst(bench: self).runWithRows(on: place, &table) }
            case "parse":
                table.title("dateline parse, one core")
                try ParseSpeed(bench: self).run(&table)
            case "stages":
                table.title("Reading, understanding, encoding in one process")
                try Stages(bench: self).run(&table)
            case "sentences":
                table.title("Sentences, one core")
                try SentenceSpeed(bench: self).run(&table)
            case "start":
                table.title("Start-up, on \(disk.name)")
                try StartUp(bench: self).run(&table)
            case "archive":
                table.title("A web archive, on \(disk.name)")
                try BigArchive(bench: self).run(&table)
            case "likeness":
                table.title("Texts that are mostly the same")
                try Likeness(bench: self).run(&table)
            case "backlog":
                table.title("A backlog, on \(disk.name)")
                try Backlog(bench: self).run(&table)
            case "scale":
                table.title("With \(rows) articles, on \(disk.name)")
                try Scale(bench: self, rows: rows).run(&table)
            default:
                table.title("Idle")
                try Idle(bench: self).run(&table)
            }
        }
        print(table.text, terminator: "")
    }
}
