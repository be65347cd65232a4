// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "dateline",
    products: [.executable(name: "dateline", targets: ["dateline"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "dateline",
            dependencies: [
                "Daemon", "Worker", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings,
            // Runs where no Swift toolchain is. The libraries that Swift's own static build of Foundation stands on are
            // named, since only modules compiled for it name them themselves: so tests and program share one build.
            linkerSettings: [
                .unsafeFlags([
                    "-static-stdlib", "-use-ld=lld", "-Xlinker", "--gc-sections",
                    // Packed, relocations take 20 KB instead of 2 MB, all of it read at each start; glibc 2.36 knows them.
                    "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
                ]),
                .linkedLibrary("CoreFoundation"), .linkedLibrary("_FoundationICU"),
                .linkedLibrary("_FoundationCollections"),
                .linkedLibrary("_FoundationCShims"), .linkedLibrary("FoundationInternationalization"),
                .linkedLibrary("FoundationEssentials"), .linkedLibrary("swiftSynchronization"),
                .linkedLibrary("dispatch"),
                .linkedLibrary("BlocksRuntime"), .linkedLibrary("swiftDispatch"), .linkedLibrary("stdc++"),
            ]),
        // The daemon's side: composes everything.
        module(
            "Daemon",
            ["Wire", "Intake", "Filing", "Ledger", "Pages", "Markup", "Host", "Article", "Bytes", "CSystem", "TOMLKit"]),
        // The other side of the process wall.
        module("Worker", ["Wire", "Reading", "Understanding", "Encoding", "Host", "Article", "Bytes", "CSystem"]),
        // The pipeline, in reading order.
        module("Intake", ["Article", "Bytes", "Host", "CSystem"]),
        module("Reading", ["Article", "Bytes", "CXML", "CDetect", "CArchive", "Yams"]),
        module("Understanding", ["Article", "Bytes", "Facts", "CLanguage", "CSummary"]),
        module("Encoding", ["Article", "Bytes", "Markup"]),
        module("Filing", ["Article", "Bytes", "Host", "CSystem"]),
        // Beside it.
        module("Pages", ["Article", "Bytes", "Host", "Markup"]),
        module("Wire", ["Article", "Bytes", "Host", "CSystem"]),
        module(
            "Ledger",
            [
                "Article", "Bytes", "Host", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        module("Host", ["Article", "Bytes", "CSystem", "CSystemd", "CNettle"]),
        // Below it.
        module("Article"),
        module("Bytes"),
        module("Markup", ["Bytes"]),
        module("Facts", ["CFacts"]),
        .target(name: "CSystem", path: "Sources/C/CSystem"),
        .target(name: "CFacts", path: "Sources/C/CFacts"),
        .target(name: "CSummary", path: "Sources/C/CSummary"),
        .target(name: "CLanguage", path: "Sources/C/CLanguage", linkerSettings: [.linkedLibrary("cld2")]),
        tests("FactsTests", ["Facts", "Bytes"]),
        tests("UnderstandingTests", ["Understanding", "Article"]),
        system("CSystemd", pkgConfig: "libsystemd", apt: "libsystemd-dev"),
        system("CXML", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        system("CDetect", pkgConfig: "uchardet", apt: "libuchardet-dev"),
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        system("CNettle", pkgConfig: "nettle", apt: "nettle-dev"),
        // Trains the summary's model (Deploy/train).
        .executableTarget(
            name: "train", dependencies: ["Reading", "Understanding", "Host", "Article", "Bytes"],
            path: "Sources/Training", swiftSettings: settings),
        // Measures the built program (Deploy/bench).
        .executableTarget(
            name: "bench",
            dependencies: ["Reading", "Understanding", "Encoding", "Ledger", "Host", "Article", "Bytes", "CSystem"],
            path: "Tests/Bench", swiftSettings: settings),
        // Tests.
        .target(name: "TestKit", path: "Tests/TestKit", swiftSettings: settings),
        // A worker that misbehaves; the tests give it to the daemon.
        .executableTarget(
            name: "FaultyWorker", dependencies: ["Worker", "Wire", "Article", "Bytes"], path: "Tests/FaultyWorker",
            swiftSettings: settings),
        tests("BytesTests", ["Bytes", "TestKit"]),
        tests("ArticleTests", ["Article", "TestKit"]),
        tests("HostTests", ["Host", "Article", "Bytes", "TestKit"]),
        tests("WireTests", ["Wire", "Host", "Article", "Bytes", "TestKit"]),
        tests("LedgerTests", ["Ledger", "Host", "Article", "Bytes", "TestKit"]),
        tests("FilingTests", ["Filing", "Host", "Article", "Bytes", "TestKit"]),
        tests("IntakeTests", ["Intake", "Host", "Article", "Bytes", "TestKit"]),
        tests("EndToEndTests", ["TestKit"]),
        tests("EncodingTests", ["Encoding", "Article", "Bytes"]),
        tests("MarkupTests", ["Markup"]),
        tests("PagesTests", ["Pages", "Markup", "Article", "Bytes"]),
        tests("DaemonTests", ["Daemon", "Intake", "Filing", "Ledger", "Host", "Article", "Bytes", "TestKit"]),
        // On the built executable.
        tests("CommandTests", ["TestKit", .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        tests("ReadingTests", ["Reading", "Article", "Bytes"]),
    ],
    cxxLanguageStandard: .cxx17
)

// Fuzzing needs every module built for it (Deploy/fuzz), and so does not belong to the ordinary build.
if Context.environment["DATELINE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["Reading", "Understanding", "Encoding", "Article", "Bytes"],
            path: "Tests/Fuzz", exclude: ["corpus"], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}
