internal import Bytes
internal import Host

/// Calls `each` with every record, original, rejected file or reason below a root, as the ledger names it: they lie four
/// levels down. What lies higher, or begins with a dot, is not ours.
func eachOutput(below root: Path, _ name: String, depth: Int = 4, _ each: (String) -> Void) {
    var names: [[UInt8]] = []
    try? Files.list(root) { name, _ in if name.first != 0x2E { names.append(name) } }
    for child in names {
        let path = name + "/" + String(decoding: child, as: UTF8.self)
        if depth == 1 { each(path) } else { eachOutput(below: root.appending(child), path, depth: depth - 1, each) }
    }
}
