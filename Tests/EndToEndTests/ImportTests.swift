import Foundation
import Testing

import TestKit

/// The arrows between modules, read from the imports themselves: SwiftPM does not catch one that is undeclared.
@Suite struct ImportTests {
    /// What each module may import, beside the standard library. Stages know `Article` and `Bytes` and never each other;
    /// only `Daemon` and `Worker` see several; system calls are made by those that do input and output alone.
    static let allowed: [String: Set<String>] = [
        "dateline": ["Daemon", "Worker", "ArgumentParser", "Glibc"],
        "Daemon": [
            "Intake", "Filing", "Ledger", "Pages", "Markup", "Wire", "Host", "Article", "Bytes", "CSystem", "Glibc",
            "Foundation",
            "Synchronization", "TOMLKit",
        ],
        "Worker": [
            "Reading", "Understanding", "Encoding", "Wire", "Host", "Article", "Bytes", "CSystem", "Glibc",
        ],
        "Intake": ["Host", "Article", "Bytes", "CSystem", "Glibc"],
        "Reading": ["Article", "Bytes", "CXML", "CDetect", "CArchive", "Yams", "Glibc", "Synchronization"],
        "Understanding": ["Article", "Bytes", "Facts", "CLanguage", "CSummary", "Glibc"],
        "Encoding": ["Article", "Bytes", "Markup"],
        "Markup": ["Bytes"],
        "Pages": ["Markup", "Host", "Article", "Bytes"],
        "Training": ["Reading", "Understanding", "Host", "Article", "Bytes", "Foundation", "Glibc"],
        "Filing": ["Host", "Article", "Bytes", "Foundation", "Synchronization"],
        "Ledger": ["Host", "Article", "Bytes", "GRDB", "GRDBSQLite", "Foundation", "Synchronization"],
        "Wire": ["Host", "Article", "Bytes", "CSystem", "Glibc"],
        "Host": ["Article", "Bytes", "CSystem", "CSystemd", "CNettle", "Glibc", "Synchronization"],
        "Facts": ["CFacts"],
        "Bytes": ["Glibc"],
        "Article": [],
    ]

    /// Libraries and the one module that knows each. `CSystem`, a few system calls, is for all that make any.
    static let only = [
        "CSystemd": "Host", "CNettle": "Host", "CXML": "Reading", "CDetect": "Reading", "CLanguage": "Understanding",
        "CSummary": "Understanding",
        "CFacts": "Facts", "CArchive": "Reading", "GRDB": "Ledger", "GRDBSQLite": "Ledger",
        "ArgumentParser": "dateline", "Yams": "Reading",
    ]

    struct Import: Hashable {
        var module: String
        var imported: String
        var file: String
        /// `internal` and the like; empty where none is written.
        var access: String
    }

    static func imports() throws -> [Import] {
        let sources = Place.repository + "/Sources"
        var found: [Import] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources) where path.hasSuffix(".swift") {
            let module = String(path.prefix { $0 != "/" })
            for line in try String(contentsOfFile: sources + "/" + path, encoding: .utf8).split(separator: "\n") {
                guard
                    let match = line.wholeMatch(
                        of: /(?:@\w+ )*(?:(\w+) )?import (?:(?:struct|class|enum|func|protocol|let|var) )?(\w+).*/)
                else { continue }
                found.append(
                    Import(
                        module: module, imported: String(match.2), file: path, access: match.1.map(String.init) ?? ""))
            }
        }
        return found
    }

    @Test func arrowsPointDown() throws {
        let imports = try Self.imports()
        #expect(Set(imports.map(\.module)).isSubset(of: Self.allowed.keys))
        for one in imports {
            #expect(Self.allowed[one.module]?.contains(one.imported) == true, "\(one.file) imports \(one.imported)")
        }
        // No arrow that nobody uses stays in the table.
        for (module, allowed) in Self.allowed {
            let used = Set(imports.filter { $0.module == module }.map(\.imported))
            #expect(allowed.subtracting(used).subtracting(["Glibc"]) == [], "\(module)")
        }
    }

    @Test func eachLibraryIsKnownToOneModule() throws {
        for one in try Self.imports() {
            if let owner = Self.only[one.imported] {
                #expect(one.module == owner, "\(one.file) imports \(one.imported)")
                if owner != "dateline" { #expect(one.access == "internal", "\(one.file): \(one.imported) leaks out") }
            }
        }
        let modules = try FileManager.default.contentsOfDirectory(atPath: Place.repository + "/Sources/C")
        #expect(Set(modules) == Set(Self.only.keys.filter { $0.hasPrefix("C") }).union(["CSystem"]))
    }

    /// No loop, and none of what a worker is made of can bring in Foundation, which can't work in its sandbox.
    @Test func theWorkerIsFreeOfFoundation() {
        var reached: Set<String> = []
        var next: Set<String> = ["Worker"]
        while let module = next.popFirst() {
            guard reached.insert(module).inserted else { continue }
            next.formUnion(Self.allowed[module] ?? [])
        }
        #expect(reached.isDisjoint(with: ["Foundation", "Dispatch", "GRDB", "Ledger", "Filing", "Intake", "Daemon"]))
        for module in Self.allowed.keys {
            var above: Set<String> = []
            var next = Self.allowed[module] ?? []
            while let other = next.popFirst() {
                guard above.insert(other).inserted else { continue }
                next.formUnion(Self.allowed[other] ?? [])
            }
            #expect(!above.contains(module), "\(module) imports itself in the end")
        }
    }
}
