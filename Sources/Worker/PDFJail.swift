internal import Article
internal import CSystem
internal import Glibc
internal import Host
internal import Reading

/// pdftotext in a jail of its own, which is started before the worker's sandbox closes: that one may start nothing.
///
/// It can read libraries and fonts and nothing else, has no network, writes no file, and gets the document's bytes through
/// a socket.
struct PDFJail: PDFConverter {
    /// The jail has ended, or what it says can't be told apart any more. It is no fault of the next document's: this worker ends
    /// with it, and a fresh one tries again.
    struct Gone: Error {}

    private let socket: Descriptor

    /// `nil` where pdftotext is not installed.
    init?(memoryMiB: Int) {
        let fd = dateline_start_extractor(UInt64(memoryMiB + 64) << 20)
        guard fd >= 0 else { return nil }
        socket = Descriptor(fd)
    }

    func text(of document: [UInt8]) throws -> [UInt8] {
        try send(withUnsafeBytes(of: UInt64(document.count)) { Array($0) })
        try send(document)
        let head = try receive(16)
        func number(_ range: Range<Int>) -> Int {
            head[range].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let kind = number(0..<4)
        let status = number(4..<8)
        let length = number(8..<15)
        guard length <= 128 << 20 else { throw Gone() }
        let reply = try receive(length)
        let complaint = String(decoding: reply.prefix(2_000), as: UTF8.self)
        switch Int32(kind) {
        case DATELINE_EXTRACT_DONE: return reply
        case DATELINE_EXTRACT_LATE:
            throw Rejection(
                .timeout, stage: .read, "pdftotext took too long.", hint: "Drop the article in another format.",
                format: "pdf")
        case DATELINE_EXTRACT_TOO_LONG:
            throw Rejection(
                .tooLarge, stage: .read, "The PDF document holds more than 64 MiB of text.", hint: "Split it.",
                format: "pdf")
        case DATELINE_EXTRACT_NO_MEMORY:
            throw Rejection(
                .memory, stage: .read, "There was no memory to run pdftotext.",
                hint: "Raise [limits] memory_mib and retry.", format: "pdf")
        case DATELINE_EXTRACT_CRASHED:
            throw Rejection(
                .crash, stage: .read, "The PDF document ended its reader: pdftotext ended with \(status).",
                hint: "Please report it, with the file.", format: "pdf")
        default:
            if complaint.contains("Incorrect password") || complaint.contains("ncrypt") {
                throw Rejection(
                    .encrypted, stage: .decode, "The PDF document is encrypted, and needs a password.",
                    hint: "Drop it without a password.", format: "pdf")
            }
            if complaint.contains("Memory") || complaint.contains("memory") {
                throw Rejection(
                    .memory, stage: .read, "pdftotext needed more memory than it may have.",
                    hint: "Raise [limits] memory_mib and retry.", format: "pdf")
            }
            throw Rejection(
                .malformed, stage: .read, "The PDF document is broken: pdftotext can't open it.",
                hint: "Send it again, complete.", format: "pdf")
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                retrying {
                    dateline_send_descriptor(socket.raw, buffer.baseAddress.map { $0 + done }, buffer.count - done, -1)
                }
            }
            guard put > 0 else { throw Gone() }
            done += put
        }
    }

    private func receive(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                retrying { Glibc.read(socket.raw, buffer.baseAddress.map { $0 + done }, buffer.count - done) }
            }
            guard got > 0 else { throw Gone() }
            done += got
        }
        return bytes
    }
}
