import Alerts
import Core
import Synchronization

/// Takes a record for the line itself.
final class PlainRenderer: AlertRendering {
    func render(_ record: BorrowedBytes, into line: inout ByteBuffer) -> AlertLine? {
        line.append(record)
        return AlertLine(rule: 7, generation: 1, priority: 4, isJSON: false)
    }

    func renderDrops(_ drops: AlertDrops, into line: inout ByteBuffer) -> AlertLine? {
        line.append(text: "dropped \(drops.count) of \(drops.total)")
        return AlertLine(rule: AlertLine.noRule, generation: 0, priority: 7, isJSON: false)
    }
}

/// Keeps log lines.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

extension AlertProducer {
    /// Pushes text as a record.
    @discardableResult mutating func push(text: String) -> Bool {
        var buffer = ByteBuffer()
        buffer.append(text: text)
        return push(buffer.bytes)
    }
}

func makePipeline(
    shards: Int = 1, sinks: [any AlertSink], options: AlertPipeline.Options = .init(),
    log: LogLines = LogLines()
) throws -> AlertPipeline {
    try AlertPipeline(
        shardCount: shards, sinks: sinks, options: options, makeRenderer: { PlainRenderer() },
        log: { log.add($0) })
}

/// Whether all sums of a stopped pipeline close; `internalCount` lines were not records.
func sumsClose(_ counters: AlertCounters, internalCount: UInt64) -> Bool {
    let queued = counters.queued.reduce(0, +)
    if counters.queued != counters.taken { return false }
    if queued != counters.rendered + counters.lost { return false }
    return counters.sinks.allSatisfy {
        counters.rendered + internalCount == $0.queued + $0.dropped
            && $0.queued == $0.delivered + $0.failed
    }
}
