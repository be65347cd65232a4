/// Makes up stories as agencies send them: headline, dateline, paragraphs with names, dates, sums and quotes. No two are
/// the same, and the same seed gives the same stories.
struct WireStory {
    private var random: Random
    private var text: [UInt8] = []
    private var city = 0
    /// Family name of the person who spoke last.
    private var speaker = 0

    init(seed: UInt64) { random = Random(seed: seed) }

    /// The next story, of about `size` bytes.
    mutating func next(size: Int) -> [UInt8] {
        begin()
        headline()
        text.append(contentsOf: "\n\n".utf8)
        dateline()
        fill(any(Vocabulary.openings))
        while text.count < size {
            text.append(contentsOf: "\n\n".utf8)
            paragraph()
        }
        text.append(0x0A)
        return text
    }

    mutating func begin() {
        text.removeAll(keepingCapacity: true)
        city = random.below(Vocabulary.places.count)
        speaker = random.below(Vocabulary.family.count)
    }

    /// Takes out what was written since the last call.
    mutating func take() -> String {
        defer { text.removeAll(keepingCapacity: true) }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func headline() { fill(any(Vocabulary.headlines), capital: true) }

    mutating func paragraph() {
        fill(any(random.below(3) == 0 ? Vocabulary.quotes : Vocabulary.sentences), capital: true)
        for _ in 0..<random.below(3) {
            text.append(0x20)
            fill(any(Vocabulary.sentences), capital: true)
        }
    }

    /// In one of the ways of the large agencies; the stories of a seed are of three days.
    mutating func dateline() {
        let (name, _) = Vocabulary.places[city]
        let day = 22 + random.below(3)
        switch random.below(4) {
        case 0: put("\(name.uppercased()), November \(day), 2026 – ")
        case 1: put("\(name.uppercased()), Nov. \(day) (\(any(Vocabulary.agencies))) - ")
        case 2: put("\(day) November 2026 – (\(name)) – ")
        default: put("\(name.uppercased()), Nov. \(day), 2026 (\(any(Vocabulary.agencies))) -- ")
        }
    }

    private mutating func any<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }

    private mutating func put(_ string: String) { text.append(contentsOf: string.utf8) }

    private mutating func fill(_ template: String, capital: Bool = false) {
        let start = text.count
        var bytes = template.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == 0x7B, let slot = bytes.next() else {
                text.append(byte)
                continue
            }
            _ = bytes.next()
            put(word(for: slot))
        }
        if capital, start < text.count, (0x61...0x7A).contains(text[start]) { text[start] -= 0x20 }
    }

    private mutating func word(for slot: UInt8) -> String {
        switch slot {
        case UInt8(ascii: "p"):
            speaker = random.below(Vocabulary.family.count)
            return "\(any(Vocabulary.offices)) \(any(Vocabulary.given)) \(Vocabulary.family[speaker])"
        case UInt8(ascii: "q"): return Vocabulary.family[speaker]
        case UInt8(ascii: "o"): return any(Vocabulary.organisations)
        case UInt8(ascii: "c"): return random.below(2) == 0 ? Vocabulary.places[city].0 : any(Vocabulary.places).0
        case UInt8(ascii: "y"): return any(Vocabulary.places).1
        case UInt8(ascii: "t"): return any(Vocabulary.things)
        case UInt8(ascii: "n"): return "\(random.within(2...96))"
        case UInt8(ascii: "m"):
            let sum = random.within(2...980)
            return random.below(2) == 0 ? "\(sum) million euros" : "$\(sum).\(random.below(10)) million"
        case UInt8(ascii: "w"): return any(Vocabulary.weekdays)
        case UInt8(ascii: "d"): return "\(any(Vocabulary.months)) \(random.within(1...28))"
        default: return "\(any(Vocabulary.months)) \(random.within(1...28)), \(random.within(2024...2028))"
        }
    }
}
