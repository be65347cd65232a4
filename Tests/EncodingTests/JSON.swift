import Foundation

/// A JSON value as Foundation's parser understands it: another parser than ours, which only writes.
enum JSON: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Tree.self, from: Data(bytes)).value
    }

    subscript(_ key: String) -> JSON? { if case .object(let members) = self { members[key] } else { nil } }
    subscript(_ index: Int) -> JSON? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var int: Int? { if case .number(let value) = self { Int(value) } else { nil } }
    var array: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    var keys: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }

    private struct Tree: Decodable {
        var value: JSON
        init(from decoder: any Decoder) throws {
            let single = try decoder.singleValueContainer()
            if let number = try? single.decode(Double.self) {
                value = .number(number)
            } else if let string = try? single.decode(String.self) {
                value = .string(string)
            } else if single.decodeNil() {
                value = .null
            } else if let bool = try? single.decode(Bool.self) {
                value = .bool(bool)
            } else if let members = try? decoder.container(keyedBy: Key.self) {
                var object: [String: JSON] = [:]
                for key in members.allKeys {
                    object[key.stringValue] = try members.decode(Tree.self, forKey: key).value
                }
                value = .object(object)
            } else {
                var elements = try decoder.unkeyedContainer()
                var array: [JSON] = []
                while !elements.isAtEnd { array.append(try elements.decode(Tree.self).value) }
                value = .array(array)
            }
        }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// The keys of the first object in `bytes`, in the order written, with what is nested left out.
func orderedKeys(_ bytes: [UInt8]) -> [String] {
    var keys: [String] = []
    var depth = 0
    var at = 0
    while at < bytes.count {
        switch bytes[at] {
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= 1
        case 0x22:
            let start = at + 1
            at += 1
            while at < bytes.count, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
            if depth == 1, at + 1 < bytes.count, bytes[at + 1] == 0x3A {
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
        default: break
        }
        at += 1
    }
    return keys
}
