package import Core
package import Events

/// An event of Falco's table, made by names: what the conformance data describes in words.
///
/// Sendable: a tuple made here borrows no bytes.
package struct ConformanceEvent: @unchecked Sendable {
    package enum Value: Sendable {
        case integer(Int64)
        case bytes([UInt8])
        /// The value is the event's tuple.
        case tuple
    }

    package var name: String
    package var isExit: Bool
    package var threadID: Int32
    package var parameters: [(name: String, value: Value)]
    package var tuple = SocketTuple()
    /// Nanoseconds by which the clock moves on before the event.
    package var advanceNanos: UInt64 = 0

    package init(
        _ name: String, isExit: Bool = true, threadID: Int32 = 30,
        _ parameters: [(name: String, value: Value)]
    ) {
        self.name = name
        self.isExit = isExit
        self.threadID = threadID
        self.parameters = parameters
    }

    /// The newest code with this name and direction that has all the parameters.
    package var code: EventCode {
        let table = EventTable.shared
        if name == "syscall" { return EventCode(isExit ? 1 : 0) }
        guard let meaning = table.meaning(of: name) else { fatalError("no event \(name)") }
        let fitting = meaning.codes.codes.filter { code in
            table[code].isExit == isExit
                && parameters.allSatisfy { index(of: $0.name, in: code) != nil }
        }
        guard let best = fitting.last(where: { table[$0].status == .current }) ?? fitting.last
        else { fatalError("no code of \(name) has \(parameters.map(\.name))") }
        return best
    }

    private func index(of parameter: String, in code: EventCode) -> Int? {
        EventTable.shared.parameterIndex(named: Bytes.immortal(parameter), in: code)
    }

    /// Fills `event`; its bytes live for ever.
    package func fill(_ event: inout SyscallEvent) {
        let code = code
        event.begin(code)
        event.threadID = threadID
        for (name, value) in parameters {
            guard let index = index(of: name, in: code) else { continue }
            switch value {
            case .integer(let integer): event.set(index, integer: integer)
            case .bytes(let bytes): event.set(index, bytes: Bytes.immortal(bytes))
            case .tuple:
                event.setTuple(index)
                event.tuple = tuple
            }
        }
    }
}

extension ConformanceEvent.Value {
    package static func text(_ text: String) -> Self { .bytes(Array(text.utf8)) }

    /// Entries as events carry lists of arguments.
    package static func list(_ entries: [String]) -> Self {
        .bytes(Array(entries.joined(separator: "\0").utf8))
    }
}

/// Bytes for tests that need not care who owns them.
package enum Bytes {
    /// A copy that is never freed.
    package static func immortal(_ bytes: [UInt8]) -> BorrowedBytes {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
        unsafe memory.update(from: bytes, count: bytes.count)
        return unsafe BorrowedBytes(unsafeStart: memory, count: bytes.count)
    }

    package static func immortal(_ text: String) -> BorrowedBytes { immortal(Array(text.utf8)) }
}

extension SocketTuple {
    /// Both ends of an IP socket; nil leaves an end out.
    package init(
        source: (IPAddress, UInt16)?, destination: (IPAddress, UInt16)?
    ) {
        self.init()
        if let (address, port) = source {
            hasSource = true
            sourceAddress = address
            sourcePort = port
            family = address.isIPv6 ? .ipv6 : .ipv4
        }
        if let (address, port) = destination {
            hasDestination = true
            destinationAddress = address
            destinationPort = port
            family = address.isIPv6 ? .ipv6 : .ipv4
        }
    }
}
