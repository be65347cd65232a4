import Foundation
import Testing

extension CommandTests {
    @Suite struct ListTests {
        private func filled() throws -> World {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.drop("empty.txt", "")
            try world.file()
            try world.drop("again.txt", World.story("Lindholm"))
            try world.file()
            try world.drop("coast/new.part", "half")
            return world
        }

        @Test func everyArrivalIsListedNewestFirst() throws {
            let world = try filled()
            let answer = try world.ask("list", "--json")
            #expect(answer.status == 0)
            #expect(try world.faults("outcome", answer.output) == "")
            let lines = try answer.lines()
            #expect(lines.count == 4)
            #expect(lines[0].string("outcome") == "waiting")
            #expect(lines[0].string("reason") == "temporary-name")
            #expect(lines[1].string("outcome") == "duplicate")
            #expect(lines[1].string("name") == "again.txt")
            #expect(lines.dropFirst().compactMap { $0.int("seq") } == [3, 2, 1])
            let table = try world.ask("list")
            #expect(table.output.split(separator: "\n").count == 5)
            #expect(table.output.hasPrefix("ARRIVED"))
        }

        @Test(arguments: [
            (["--outcome", "filed"], ["a.txt"]), (["--outcome", "rejected,waiting"], ["new.part", "empty.txt"]),
            (["--source", "coast"], ["new.part", "a.txt"]), (["--reason", "empty"], ["empty.txt"]),
            (["--reason", "temporary-name"], ["new.part"]), (["--reason", "bomb"], []),
            (["--limit", "2"], ["new.part", "again.txt"]),
            (["--since", "-1h", "--outcome", "duplicate"], ["again.txt"]),
            (["--since", "tomorrow"], []), (["--until", "yesterday"], []), (["--until", "-1min"], []),
        ])
        func filtersChoose(arguments: [String], names: [String]) throws {
            let world = try filled()
            let answer = try world.run(["list", "--json"] + arguments + world.folders)
            #expect(answer.status == 0, "\(answer.complaints)")
            #expect(try answer.lines().map { $0.string("name") ?? "" } == names)
        }

        @Test(arguments: [
            ["--since", "noon"], ["--outcome", "lost"], ["--reason", "bad"], ["--limit", "-1"], ["--what"],
        ])
        func whatIsNotUnderstoodIsAUsageError(arguments: [String]) throws {
            let world = try filled()
            let answer = try world.run(["list"] + arguments + world.folders)
            #expect(answer.status == 64)
            #expect(answer.output == "")
            #expect(!answer.complaints.isEmpty)
        }

        @Test func withoutALedgerThereIsNothingToList() throws {
            let world = try World()
            let answer = try world.ask("list")
            #expect(answer.status == 69)
            #expect(answer.complaints.split(separator: "\n").count == 1)
        }

        @Test func aClosedPipeEndsItQuietly() throws {
            let world = try filled()
            let program = try #require(World.program)
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/bash")
            shell.arguments =
                [
                    "-c", "\"$@\" | :; exit ${PIPESTATUS[0]}", "bash", program.path, "list", "--json",
                ] + world.folders
            let complaints = Pipe()
            shell.standardError = complaints
            try shell.run()
            let said = complaints.fileHandleForReading.readDataToEndOfFile()
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0)
            #expect(said.isEmpty)
        }

        @Test func namesCanNotForgeLinesOrDriveATerminal() throws {
            let world = try World()
            let name = "evil\u{1B}[31m\nfiled  forged\u{202E}.txt"
            try world.drop(name, "")
            try world.drop("x/\u{9B}2J.part", "")
            try world.file()
            for command in ["list", "status"] {
                let output = try world.ask(command).output
                #expect(
                    !output.unicodeScalars.contains {
                        $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value))
                    })
                #expect(!output.contains("\u{202E}"))
                #expect(!output.contains("\nfiled  forged"))
            }
            let explained = try world.ask("explain", name)
            #expect(explained.status == 0)
            #expect(!explained.output.contains("\u{1B}"))
            let shown = try #require(
                try world.ask("list", "--json", "--outcome", "rejected").lines().first?.string("name"))
            #expect(shown == "evil\\u{1b}[31m\\u{a}filed  forged\\u{202e}.txt")
        }
    }
}
