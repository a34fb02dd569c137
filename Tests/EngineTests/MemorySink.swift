import Alerts
import Core
import Synchronization

/// Keeps the lines of alerts.
final class LineStore: Sendable {
    private let stored = Mutex<[String]>([])
    var lines: [String] { stored.withLock { $0 } }
    func add(_ line: String) { stored.withLock { $0.append(line) } }
}

/// An output that keeps its lines in memory, or takes none at all.
final class MemorySink: AlertSink {
    let name = "memory"
    private let store: LineStore

    init(_ store: LineStore) { self.store = store }

    func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        for entry in batch.entries { store.add(batch.text(of: entry).string) }
        return SinkOutcome(deliveredCount: batch.count)
    }

    func reopen() {}
    func finish(cancel: Int32) {}
}
