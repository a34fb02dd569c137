internal import Synchronization

/// What the caller and the output thread share.
final class PipelineState: Sendable {
    let isLossless: Bool
    let log: @Sendable (String) -> Void
    let isStopping = Atomic<Bool>(false)
    let hasDispatcherEnded = Atomic<Bool>(false)
    let hasPosted = Atomic<Bool>(false)
    /// Records rendered. Written by the output thread.
    let rendered = Atomic<UInt64>(0)
    /// Records of programs that are gone. Written by the output thread.
    let lost = Atomic<UInt64>(0)
    private let posted = Mutex<[Posted]>([])

    /// A finished line from elsewhere in the engine.
    struct Posted: Sendable {
        var text: [UInt8]
        var line: AlertLine
    }

    /// Lines that may wait to be taken; the engine posts a few per second at most.
    private static var postedLimit: Int { 1024 }

    init(isLossless: Bool, log: @escaping @Sendable (String) -> Void) {
        self.isLossless = isLossless
        self.log = log
    }

    /// False when too many wait.
    func post(_ text: [UInt8], _ line: AlertLine) -> Bool {
        let isTaken = posted.withLock { posted in
            if posted.count >= Self.postedLimit { return false }
            posted.append(Posted(text: text, line: line))
            return true
        }
        hasPosted.store(true, ordering: .releasing)
        return isTaken
    }

    func takePosted() -> [Posted] {
        posted.withLock { posted in
            defer { posted = [] }
            return posted
        }
    }
}
