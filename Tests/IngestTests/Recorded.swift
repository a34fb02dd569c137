import Core
import Ingest

/// Copies of what a reactor reported.
struct Recorded {
    struct Item: Equatable {
        var kind: IngestItem.Kind
        var connection: ConnectionID
        var reason: CloseReason
        var value: Int32
        var bytes: [UInt8]
    }

    var items: [Item] = []

    mutating func add(_ run: IngestRun) {
        for index in 0..<run.count {
            let item = run[index]
            items.append(
                Item(
                    kind: item.kind, connection: item.connection, reason: item.reason,
                    value: item.value, bytes: item.bytes.array))
        }
    }

    func count(_ kind: IngestItem.Kind) -> Int { items.count { $0.kind == kind } }

    /// The datagrams of one connection, or of all.
    func datagrams(of connection: ConnectionID? = nil) -> [[UInt8]] {
        items.filter {
            $0.kind == .datagram && (connection == nil || $0.connection == connection)
        }.map(\.bytes)
    }

    var connections: [ConnectionID] { items.filter { $0.kind == .opened }.map(\.connection) }

    var reasons: [CloseReason] {
        items.filter { $0.kind == .closed || $0.kind == .handshakeFailed }.map(\.reason)
    }
}

/// A test took longer than any healthy run.
struct TurnLimitReached: Error {}

extension Reactor where Self: ~Copyable {
    /// Takes turns until `isDone`; fails after many turns without it, so that a hang is a failure.
    mutating func collect(
        into recorded: inout Recorded, until isDone: (Recorded) -> Bool
    ) throws {
        var emptyTurns = 0
        while !isDone(recorded) {
            let run = next(maxWaitNanos: 100_000_000)
            recorded.add(run)
            emptyTurns = run.isEmpty ? emptyTurns + 1 : 0
            if emptyTurns > 100 { throw TurnLimitReached() }
        }
    }

    /// Takes turns until nothing is queued.
    mutating func drain(into recorded: inout Recorded) {
        var emptyTurns = 0
        while emptyTurns < 3 {
            let run = next(maxWaitNanos: 0)
            recorded.add(run)
            emptyTurns = run.isEmpty ? emptyTurns + 1 : 0
        }
    }
}
