internal import Core

/// What a receiver that does nothing has received.
package struct BareTotals: Equatable, BitwiseCopyable, Sendable {
    package var datagramCount: UInt64 = 0
    package var byteCount: UInt64 = 0
    package var openedCount: UInt64 = 0
    package var endedCount: UInt64 = 0

    package init() {}
}

/// The floor of every measurement: takes datagrams from a reactor, counts them and their bytes, and
/// looks into none.
package struct BareReceiver: ~Copyable {
    package private(set) var totals = BareTotals()

    package init() {}

    /// Counts one run.
    package mutating func take(_ run: IngestRun) {
        for index in 0..<run.count {
            let item = run[index]
            switch item.kind {
            case .datagram:
                totals.datagramCount &+= 1
                totals.byteCount &+= UInt64(item.bytes.count)
            case .opened: totals.openedCount &+= 1
            case .closed, .handshakeFailed: totals.endedCount &+= 1
            }
        }
    }
}
