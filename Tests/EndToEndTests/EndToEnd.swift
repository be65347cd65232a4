import Foundation
import Testing

import TestKit

/// The built program on folders of its own. One after another: each starts processes enough for the machine.
@Suite(.serialized) enum EndToEnd {}

/// What our own schema says of some lines of JSON; empty where all are valid.
func faults(_ schema: String, _ lines: [UInt8]) async throws -> String {
    let checked = try await run(
        [
            "/usr/bin/python3", "-B", Place.repository + "/Tests/schema-check",
            Place.repository + "/Deploy/schema/\(schema).schema.json",
        ], input: lines)
    return checked.exit == .code(0) ? "" : "\(checked.exit): \(checked.output)"
}

/// What IPTC's schema says of files, where the shared folder has it.
func ninjsFaults(_ files: [String]) async throws -> String {
    guard let shared = Place.shared, FileManager.default.fileExists(atPath: shared + "/tools/ninjs-validate") else {
        return ""
    }
    let checked = try await run(["/usr/bin/python3", "-B", shared + "/tools/ninjs-validate"] + files)
    return checked.exit == .code(0) ? "" : "\(checked.exit): \(checked.output)"
}

/// A sample of the repository.
func sample(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: Place.repository + "/Inbox/.samples/" + name)))
}
