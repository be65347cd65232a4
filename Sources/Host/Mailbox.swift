internal import CSystem
internal import Glibc
internal import Synchronization

/// A descriptor that becomes readable when somebody calls `ring`.
package final class Bell: Sendable {
    package let descriptor: Descriptor

    package init() throws(SystemError) {
        let fd = dateline_eventfd()
        guard fd >= 0 else { throw .last("eventfd") }
        descriptor = Descriptor(fd)
    }

    package func ring() {
        var one: UInt64 = 1
        _ = descriptor.use { write($0, &one, 8) }
    }

    /// Makes it quiet again.
    package func answer() {
        var count: UInt64 = 0
        _ = descriptor.use { read($0, &count, 8) }
    }
}

/// A queue between threads: any thread puts, one or several take and wait in `poll` beside other descriptors.
package final class Mailbox<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var elements: [Element] = []
        var head = 0
        var isClosed = false
    }
    private let state = Mutex(State())
    /// Rung whenever an element may be there.
    package let bell: Bell

    package init() throws(SystemError) { bell = try Bell() }

    package var count: Int { state.withLock { $0.elements.count - $0.head } }

    package func put(_ element: Element) {
        state.withLock { $0.elements.append(element) }
        bell.ring()
    }

    /// Puts it before the first of those at the end that may wait for it.
    package func put(_ element: Element, before mayWait: (Element) -> Bool) {
        state.withLock { state in
            var place = state.elements.count
            while place > state.head, mayWait(state.elements[place - 1]) { place -= 1 }
            state.elements.insert(element, at: place)
        }
        bell.ring()
    }

    /// No more will come: takers that find it empty end.
    package func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    package var isClosedAndEmpty: Bool { state.withLock { $0.isClosed && $0.head == $0.elements.count } }

    /// Up to `limit` elements, at once; none when there are none.
    package func take(_ limit: Int) -> [Element] {
        bell.answer()
        let (taken, more) = state.withLock { state -> ([Element], Bool) in
            let end = min(state.elements.count, state.head + limit)
            let taken = Array(state.elements[state.head..<end])
            state.head = end
            if end == state.elements.count {
                state.elements.removeAll(keepingCapacity: state.elements.count < 4096)
                state.head = 0
            } else if state.head > state.elements.count - state.head {
                // What was taken must not be kept, and with it what it holds open, until the queue is empty once.
                state.elements.removeFirst(state.head)
                state.head = 0
            }
            return (taken, state.elements.count > state.head || state.isClosed)
        }
        if more { bell.ring() }  // for the next taker
        return taken
    }
}

/// Waits until one of `descriptors` is readable (or its other end is gone) or `milliseconds` have passed (-1: for ever).
/// Returns which are ready.
package func wait(for descriptors: [Int32], milliseconds: Int32) -> [Bool] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&polled, nfds_t(polled.count), milliseconds)
    return polled.map { $0.revents != 0 }
}
