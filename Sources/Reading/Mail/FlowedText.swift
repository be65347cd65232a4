/// Text whose lines go on where they end in a space. Source: RFC 3676.
enum FlowedText {
    /// What belongs together on one line, and a blank line between such lines; `nil` where no line flows.
    static func unflowed(_ text: [UInt8], deletesSpace: Bool) -> [UInt8]? {
        var out: [UInt8] = []
        var isOpen = false
        var openDepth = 0
        var hasFlow = false
        var isPastSignature = false
        for raw in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var line = raw
            if line.last == 0x0D { line.removeLast() }
            let depth = line.prefix { $0 == 0x3E }.count
            line.removeFirst(depth)
            // A space that was put before it, so that it did not look like something else.
            if line.first == 0x20 { line.removeFirst() }
            let isSignature = line.elementsEqual([0x2D, 0x2D, 0x20])
            let flows = line.last == 0x20 && !isSignature
            if isOpen, depth != openDepth || isSignature {
                out += [0x0A, 0x0A]
                isOpen = false
            }
            if !isOpen, depth > 0 { out += [UInt8](repeating: 0x3E, count: depth) + [0x20] }
            if flows, deletesSpace { line.removeLast() }
            out += line
            isPastSignature = isPastSignature || isSignature
            if !flows { out += isPastSignature ? [0x0A] : [0x0A, 0x0A] }
            hasFlow = hasFlow || flows
            isOpen = flows
            openDepth = depth
        }
        return hasFlow ? out : nil
    }
}
