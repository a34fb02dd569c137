internal import Core
internal import Events

// Both ends of sockets, as bind, listen and connect tell them.
extension StateTable {
    private static func hasPorts(_ row: DescriptorRow) -> Bool {
        row.protocolNumber != 1 && row.protocolNumber != 255
    }

    /// The row of an event's descriptor, made this process's own.
    mutating func socketForWrite(_ number: Int64, of slot: ThreadSlot) -> UInt32? {
        guard !descriptor(number, of: slot).isNone else { return nil }
        return descriptorForWrite(
            UInt32(truncatingIfNeeded: number), in: descriptorTable(of: slot),
            of: threads[slot.rawValue].sandbox)
    }

    /// The name in the text scratch becomes the row's.
    private mutating func setSocketName(_ row: UInt32) {
        let old = descriptors[row].name
        descriptors[row].generation = nextGeneration()
        guard let name = hold(textScratch.view, in: descriptors[row].sandbox) else { return }
        if name != old {
            descriptors[row].isNameChanged = true
            renamedDescriptor = DescriptorSlot(rawValue: row)
        }
        descriptors[row].name = name
        symbols.release(old)
    }

    /// A unix path as text: an abstract name begins with `@`.
    private mutating func appendUnixPath(_ path: BorrowedBytes) {
        if !path.isEmpty && path[0] == 0 {
            textScratch.append(UInt8(ascii: "@"))
            textScratch.append(path.dropFirst(1))
        } else {
            textScratch.append(path)
        }
    }

    mutating func applyBind(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(1) else { return }
        setBound(event, event.integer(2), of: slot, listens: false)
    }

    /// gVisor's listen tells the address that the kernel has bound.
    mutating func applyListen(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.tuple.family != .none else { return }
        setBound(event, event.integer(1), of: slot, listens: true)
    }

    private mutating func setBound(
        _ event: borrowing SyscallEvent, _ number: Int64, of slot: ThreadSlot, listens: Bool
    ) {
        let family = event.tuple.family
        guard family == .ipv4 || family == .ipv6 || family == .unix,
            let row = socketForWrite(number, of: slot)
        else { return }
        textScratch.clear()
        if family == .unix {
            descriptors[row].type = .unix
            appendUnixPath(event.tuple.unixPath)
            setSocketName(row)
            return
        }
        SocketText.append(
            event.tuple.destinationAddress, port: event.tuple.destinationPort,
            hasPort: Self.hasPorts(descriptors[row]), to: &textScratch)
        descriptors[row].isLocalByRole = event.task.isPresent
        if event.tuple.destinationPort != 0 {
            descriptors[row].type = family == .ipv4 ? .listeningIPv4 : .listeningIPv6
            descriptors[row].role = .server
            descriptors[row].hasDestination = true
            descriptors[row].hasDestinationPort = true
            descriptors[row].destinationAddress = event.tuple.destinationAddress
            descriptors[row].destinationPort = event.tuple.destinationPort
        }
        setSocketName(row)
    }

    mutating func applyConnect(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        guard event.has(0), result == 0 || result == Self.inProgress else { return }
        let number = event.integer(2)
        let isPresent = event.task.isPresent
        if isPresent && descriptor(number, of: slot).isNone {
            addUnseenSocket(event, number, of: slot)
        }
        guard let row = socketForWrite(number, of: slot) else { return }
        let family = event.tuple.family
        if family == .none || family == .other {
            if event.task.isPresent { disconnect(row) }
            return
        }
        var tuple = event.tuple
        if event.task.isPresent { fillLocalEnd(&tuple, descriptors[row]) }
        setTuple(tuple, row, role: .client, isFromSentry: event.task.isPresent)
        descriptors[row].isConnected = result == 0
        descriptors[row].isConnectPending = result != 0
    }

    /// A socket of which only its use is known.
    private mutating func addUnseenSocket(
        _ event: borrowing SyscallEvent, _ number: Int64, of slot: ThreadSlot
    ) {
        guard number >= 0, number <= Int64(Int32.max), event.tuple.family != .none else { return }
        var row = DescriptorRow()
        row.number = Int32(truncatingIfNeeded: number)
        count(.descriptorsFirstSeen, in: threads[slot.rawValue].sandbox)
        addDescriptor(&row, of: slot)
    }

    /// connect with AF_UNSPEC, or to an address that could not be read: no peer is known any more.
    private mutating func disconnect(_ row: UInt32) {
        descriptors[row].role = .none
        descriptors[row].hasSource = false
        descriptors[row].hasSourcePort = false
        descriptors[row].hasDestination = false
        descriptors[row].hasDestinationPort = false
        descriptors[row].isConnected = false
        descriptors[row].isConnectPending = false
        textScratch.clear()
        setSocketName(row)
    }

    /// A client that was bound before has that as its own end, if not to any address.
    private func fillLocalEnd(_ tuple: inout SocketTuple, _ row: DescriptorRow) {
        if tuple.hasSource || !row.hasDestination || row.role != .server { return }
        if row.destinationAddress.high == 0 && row.destinationAddress.low == 0 { return }
        tuple.hasSource = true
        tuple.sourceAddress = row.destinationAddress
        tuple.sourcePort = row.destinationPort
    }

    mutating func setTuple(
        _ tuple: SocketTuple, _ row: UInt32, role: SocketRole, isFromSentry: Bool
    ) {
        var socket = descriptors[row]
        switch tuple.family {
        case .ipv4: socket.type = .ipv4
        case .ipv6: socket.type = .ipv6
        case .unix: socket.type = .unix
        case .none, .other: break
        }
        if role != .none { socket.role = role }
        if tuple.family == .unix { socket.protocolNumber = 0 }
        socket.hasSource = tuple.hasSource
        socket.hasSourcePort = tuple.hasSource
        socket.hasDestination = tuple.hasDestination
        socket.hasDestinationPort = tuple.hasDestination
        socket.sourceAddress = tuple.sourceAddress
        socket.destinationAddress = tuple.destinationAddress
        socket.sourcePort = tuple.sourcePort
        socket.destinationPort = tuple.destinationPort
        socket.unixSource = tuple.unixSource
        socket.unixDestination = tuple.unixDestination
        socket.isLocalByRole = isFromSentry
        descriptors[row] = socket
        textScratch.clear()
        if tuple.family == .unix {
            var text = tuple
            text.unixPath = BorrowedBytes()
            SocketText.append(text, hasPorts: true, to: &textScratch)
            if !tuple.unixPath.isEmpty {
                textScratch.append(UInt8(ascii: " "))
                appendUnixPath(tuple.unixPath)
            }
        } else {
            SocketText.append(tuple, hasPorts: Self.hasPorts(socket), to: &textScratch)
        }
        setSocketName(row)
    }
    mutating func applyShutdown(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let both: Int64 = 2
        guard event.integer(0) == 0, event.integer(2) == both,
            let row = socketForWrite(event.integer(1), of: slot)
        else { return }
        descriptors[row].isConnected = false
        descriptors[row].generation = nextGeneration()
    }

    /// Datagrams tell both ends of a socket that was never connected: who sends first is the
    /// client.
}
