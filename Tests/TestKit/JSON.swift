internal import Foundation

/// A JSON value as Foundation reads it: `json.places[0].name.text`. What is not there is a value without a content.
@dynamicMemberLookup
package struct JSON: @unchecked Sendable, CustomStringConvertible {
    private let value: Any?

    package init(_ bytes: some Sequence<UInt8>) throws {
        value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    package init(file: String) throws { try self.init(Data(contentsOf: URL(filePath: file))) }

    /// One value a line.
    package static func lines(_ text: String) throws -> [JSON] {
        try text.split(separator: "\n").map { try JSON($0.utf8) }
    }

    private init(value: Any?) { self.value = value is NSNull ? nil : value }

    package subscript(dynamicMember key: String) -> JSON { self[key: key] }
    package subscript(key key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
    package subscript(index: Int) -> JSON {
        let all = value as? [Any] ?? []
        return JSON(value: all.indices.contains(index) ? all[index] : nil)
    }

    package var text: String? { value as? String }
    package var int: Int? { (value as? NSNumber)?.intValue }
    package var bool: Bool? { value as? Bool }
    package var isNull: Bool { value == nil }
    package var array: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
    package var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
    package var description: String { value.map { "\($0)" } ?? "null" }
}
