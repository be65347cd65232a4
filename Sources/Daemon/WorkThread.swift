internal import Foundation
internal import Host

/// A thread for work that blocks: the concurrency pool has only as many threads as cores.
final class WorkThread: Sendable {
    private let finished: Bell?

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        finished = try? Bell()
        let finished = finished
        let thread = Thread {
            Thread.current.name = name
            body()
            finished?.ring()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    func join() {
        guard let finished else { return }
        _ = wait(for: [finished.descriptor.raw], milliseconds: -1)
    }
}
