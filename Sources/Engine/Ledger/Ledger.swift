package import Decode

/// What became of every datagram, event and alert of one sandbox, or of all.
///
/// Plain numbers of one writer, the shard. Each step's input is the sum of its outcomes, so a loss
/// inside gvfast cannot hide; `imbalances` checks that.
///
/// ```
/// received ─► rejected (by reason) | unknown type | decoded
/// decoded  ─► without event | with events
/// applied  ─► hidden | evaluated            (events; a message can make two)
/// matched  ─► queued | dropped by the queue (alerts)
/// queued   ─► delivered | failed            (known to the output thread, in totals)
/// ```
package struct Ledger: BitwiseCopyable, Sendable {
    /// Datagrams read whole, and their bytes.
    package var received: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    /// Datagrams that are not messages, by `RejectReason`.
    package var rejectedByReason = InlineArray<16, UInt64>(repeating: 0)
    /// Messages of a type that this release does not know; skipped.
    package var unknownType: UInt64 = 0
    package var decoded: UInt64 = 0
    /// Fields that this release does not know, within decoded messages; skipped.
    package var unknownFields: UInt64 = 0
    /// Messages that say nothing that rules could ask for.
    package var withoutEvent: UInt64 = 0
    package var withEvents: UInt64 = 0
    /// Events that State took in.
    package var applied: UInt64 = 0
    /// Events that State keeps from the rules: the other half of a call that was seen already.
    package var hidden: UInt64 = 0
    package var evaluated: UInt64 = 0
    /// Rules that held, each an alert.
    package var matched: UInt64 = 0
    package var queued: UInt64 = 0
    /// Alerts that found the output queue full.
    package var droppedByQueue: UInt64 = 0
    /// Points that the Sentry could not deliver, as far as it said.
    package var droppedBySender: UInt64 = 0
    /// Datagrams larger than the receive buffer, and empty ones: seen by Ingest, not received.
    package var truncated: UInt64 = 0
    package var empty: UInt64 = 0

    package init() {
        precondition(RejectReason.allCases.count <= 16, "room for every reason")
    }

    /// Datagrams that are not messages.
    package var rejected: UInt64 {
        var sum: UInt64 = 0
        for index in rejectedByReason.indices { sum &+= rejectedByReason[index] }
        return sum
    }

    package mutating func countRejected(_ reason: RejectReason) {
        rejectedByReason[Int(reason.rawValue)] &+= 1
    }

    package func rejected(_ reason: RejectReason) -> UInt64 {
        rejectedByReason[Int(reason.rawValue)]
    }

    /// Adds another sandbox's numbers.
    package mutating func add(_ other: Ledger) {
        received &+= other.received
        receivedBytes &+= other.receivedBytes
        for index in rejectedByReason.indices {
            rejectedByReason[index] &+= other.rejectedByReason[index]
        }
        unknownType &+= other.unknownType
        decoded &+= other.decoded
        unknownFields &+= other.unknownFields
        withoutEvent &+= other.withoutEvent
        withEvents &+= other.withEvents
        applied &+= other.applied
        hidden &+= other.hidden
        evaluated &+= other.evaluated
        matched &+= other.matched
        queued &+= other.queued
        droppedByQueue &+= other.droppedByQueue
        droppedBySender &+= other.droppedBySender
        truncated &+= other.truncated
        empty &+= other.empty
    }

    /// The sums that do not close, in words; empty when all do.
    package var imbalances: [String] {
        var found: [String] = []
        func check(_ name: String, _ whole: UInt64, _ parts: UInt64) {
            if whole != parts { found.append("\(name): \(whole) are not \(parts)") }
        }
        check("received", received, rejected &+ unknownType &+ decoded)
        check("decoded", decoded, withoutEvent &+ withEvents)
        check("applied", applied, hidden &+ evaluated)
        check("matched", matched, queued &+ droppedByQueue)
        if applied < withEvents { found.append("applied: \(applied) below \(withEvents)") }
        return found
    }
}
