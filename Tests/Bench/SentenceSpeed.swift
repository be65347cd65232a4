internal import Article
internal import Glibc
internal import Host
internal import Understanding

/// The splitter of sentences on one core, in this process, beside ICU's break iterator on the same stories.
struct SentenceSpeed {
    let bench: Bench

    func run(_ table: inout Table) throws {
        var stories = WireStory(seed: 5)
        let texts = (0..<(bench.isQuick ? 300 : 1500)).map { _ in stories.next(size: 3000) }
        let bytes = texts.reduce(0) { $0 + $1.count }
        let cuts = texts.map(lines)
        let icu = ICU()
        // ICU reads UTF-16; it is handed it ready-made.
        let wide = icu == nil ? [] : texts.map { Array(String(decoding: $0, as: UTF8.self).utf16) }
        var own: [Double] = []
        var peer: [Double] = []
        try bench.rounds(bench.isQuick ? 3 : 9, "sentences") {
            var found = 0
            own.append(
                megabytesPerSecond(bytes) {
                    for (text, lines) in zip(texts, cuts) {
                        found += text.withUnsafeBufferPointer { splitSentences($0, lines, language: "en").count }
                    }
                })
            guard found > texts.count else { throw Failure("no sentences found") }
            if let icu { peer.append(megabytesPerSecond(bytes) { for text in wide { icu.count(text) } }) }
        }
        let name = icu.map { "ICU \($0.version) break iterator" } ?? ""
        table.add(
            Row("sentences of 3 KB stories", "MB/s", .high, own, beside: icu == nil ? nil : (name, peer)))
    }

    private func lines(_ text: [UInt8]) -> [Span] {
        var found: [Span] = []
        var start = 0
        for (i, byte) in text.enumerated() where byte == 0x0A {
            if i > start { found.append(Span(start, i)) }
            start = i + 1
        }
        return found
    }

    /// By processor time of this thread.
    private func megabytesPerSecond(_ bytes: Int, _ work: () -> Void) -> Double {
        let before = processorSeconds()
        work()
        return Double(bytes) / 1e6 / (processorSeconds() - before)
    }

    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// ICU's sentence break iterator, where the system has its library: Debian's libxml2 brings it.
private final class ICU {
    typealias Open =
        @convention(c) (Int32, UnsafePointer<CChar>, UnsafePointer<UInt16>?, Int32, UnsafeMutablePointer<Int32>) ->
        OpaquePointer?
    typealias SetText =
        @convention(c) (OpaquePointer, UnsafePointer<UInt16>?, Int32, UnsafeMutablePointer<Int32>) -> Void
    typealias Next = @convention(c) (OpaquePointer) -> Int32
    typealias Close = @convention(c) (OpaquePointer) -> Void

    let version: Int
    private let iterator: OpaquePointer
    private let setText: SetText
    private let next: Next
    private let close: Close

    init?() {
        for version in (60...99).reversed() {
            guard let library = dlopen("libicuuc.so.\(version)", RTLD_NOW) else { continue }
            guard let open = dlsym(library, "ubrk_open_\(version)"),
                let setText = dlsym(library, "ubrk_setText_\(version)"),
                let next = dlsym(library, "ubrk_next_\(version)"), let close = dlsym(library, "ubrk_close_\(version)")
            else { continue }
            var status: Int32 = 0
            let sentences: Int32 = 3  // UBRK_SENTENCE
            guard let iterator = unsafeBitCast(open, to: Open.self)(sentences, "en", nil, 0, &status), status <= 0
            else {
                continue
            }
            self.version = version
            self.iterator = iterator
            self.setText = unsafeBitCast(setText, to: SetText.self)
            self.next = unsafeBitCast(next, to: Next.self)
            self.close = unsafeBitCast(close, to: Close.self)
            return
        }
        return nil
    }

    deinit { close(iterator) }

    /// The sentences of a text.
    @discardableResult
    func count(_ text: [UInt16]) -> Int {
        text.withUnsafeBufferPointer { text in
            var status: Int32 = 0
            setText(iterator, text.baseAddress, Int32(text.count), &status)
            var count = 0
            while next(iterator) >= 0 { count += 1 }
            return count
        }
    }
}
