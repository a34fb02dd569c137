/// What a reactor has counted since its start. Owned by the reactor's thread; a copy may go
/// anywhere.
package struct IngestCounters: Equatable, BitwiseCopyable, Sendable {
    /// Whole datagrams handed on, and their bytes.
    package var receivedCount: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    /// Datagrams larger than the receive buffer: rejected, since their end is lost.
    package var truncatedCount: UInt64 = 0
    /// Datagrams of no bytes: skipped.
    package var emptyCount: UInt64 = 0
    /// Connections accepted or adopted, and those that finished their handshake.
    package var connectedCount: UInt64 = 0
    package var openedCount: UInt64 = 0
    package var closedCount: UInt64 = 0
    /// Handshakes that failed, by `CloseReason`.
    package var handshakeTimeoutCount: UInt64 = 0
    package var handshakeMalformedCount: UInt64 = 0
    package var handshakeVersionCount: UInt64 = 0
    package var handshakeReplyCount: UInt64 = 0
    package var handshakeEndOfFileCount: UInt64 = 0
    /// Connections that ended with an errno.
    package var receiveErrorCount: UInt64 = 0
    /// Connections closed at once because the limit was reached or no descriptor was left.
    package var refusedCount: UInt64 = 0
    /// accept(2) that failed with an errno.
    package var acceptErrorCount: UInt64 = 0
    /// Receives that found no free buffer and were armed again; nothing is lost by it.
    package var bufferShortageCount: UInt64 = 0
    /// Times the kernel was entered, and times it returned without anything.
    package var kernelEntryCount: UInt64 = 0
    package var emptyTurnCount: UInt64 = 0

    package init() {}

    /// All failed handshakes.
    package var handshakeFailedCount: UInt64 {
        handshakeTimeoutCount + handshakeMalformedCount + handshakeVersionCount
            + handshakeReplyCount + handshakeEndOfFileCount
    }

    mutating func countFailedHandshake(_ reason: CloseReason) {
        switch reason {
        case .handshakeTimeout: handshakeTimeoutCount &+= 1
        case .handshakeMalformed: handshakeMalformedCount &+= 1
        case .handshakeVersion: handshakeVersionCount &+= 1
        case .handshakeReply: handshakeReplyCount &+= 1
        default: handshakeEndOfFileCount &+= 1
        }
    }

    /// The sums of two reactors.
    package static func + (left: IngestCounters, right: IngestCounters) -> IngestCounters {
        var sum = left
        sum.receivedCount &+= right.receivedCount
        sum.receivedBytes &+= right.receivedBytes
        sum.truncatedCount &+= right.truncatedCount
        sum.emptyCount &+= right.emptyCount
        sum.connectedCount &+= right.connectedCount
        sum.openedCount &+= right.openedCount
        sum.closedCount &+= right.closedCount
        sum.handshakeTimeoutCount &+= right.handshakeTimeoutCount
        sum.handshakeMalformedCount &+= right.handshakeMalformedCount
        sum.handshakeVersionCount &+= right.handshakeVersionCount
        sum.handshakeReplyCount &+= right.handshakeReplyCount
        sum.handshakeEndOfFileCount &+= right.handshakeEndOfFileCount
        sum.receiveErrorCount &+= right.receiveErrorCount
        sum.refusedCount &+= right.refusedCount
        sum.acceptErrorCount &+= right.acceptErrorCount
        sum.bufferShortageCount &+= right.bufferShortageCount
        sum.kernelEntryCount &+= right.kernelEntryCount
        sum.emptyTurnCount &+= right.emptyTurnCount
        return sum
    }
}

/// What one connection has delivered.
package struct ConnectionCounters: Equatable, BitwiseCopyable, Sendable {
    package var receivedCount: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    package var truncatedCount: UInt64 = 0
    package var emptyCount: UInt64 = 0

    package init() {}
}
