internal import Core
internal import Events

// Sockets: family, both ends as far as they are known, and who called whom.
extension StateTable {
    private static var inProgress: Int64 { -115 }

    mutating func applySocket(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        switch event.code.rawValue {
        case Code.socket: addSocket(event, of: slot)
        case Code.socketpair: addSocketPair(event, of: slot)
        case Code.bind: applyBind(event, of: slot)
        case Code.listen: applyListen(event, of: slot)
        case Code.connect: applyConnect(event, of: slot)
        case Code.accept, Code.accept4: addAccepted(event, of: slot)
        case Code.shutdown: applyShutdown(event, of: slot)
        default: applyTransfer(event, of: slot)
        }
    }

    // MARK: - New sockets

    private static func type(ofDomain domain: Int64) -> DescriptorType {
        switch domain {
        case 1: .unix
        case 2: .ipv4
        case 10: .ipv6
        case 16: .netlink
        default: .unknown
        }
    }

    /// What `fd.l4proto` says: by the protocol, else by the type. Exactly SOCK_RAW makes it raw.
    private static func protocolNumber(type: Int64, protocol number: Int64) -> UInt8 {
        let raw: Int64 = 3
        switch number {
        case 6, 17, 1: return type == raw ? 255 : UInt8(truncatingIfNeeded: number)
        case 255: return 255
        case 0:
            if type & 0xFF == 1 { return 6 }
            return type & 0xFF == 2 ? 17 : 0
        default: return 0
        }
    }

    private static var closeOnExecBit: Int64 { 0x8_0000 }

    private mutating func addSocket(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        guard event.has(0), result >= 0, result <= Int64(Int32.max) else { return }
        var row = DescriptorRow()
        row.number = Int32(truncatingIfNeeded: result)
        row.type = Self.type(ofDomain: event.integer(1))
        let type = event.integer(2)
        row.socketType = UInt32(truncatingIfNeeded: type & 0xFF)
        row.isCloseOnExec = type & Self.closeOnExecBit != 0
        if row.type == .ipv4 || row.type == .ipv6 {
            row.protocolNumber = Self.protocolNumber(
                type: type, protocol: event.integer(3))
        }
        addDescriptor(row, of: slot)
    }

    private mutating func addSocketPair(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.has(0), event.integer(0) == 0 else { return }
        let domain = event.has(5) ? event.integer(5) : 1
        for index in 1...2 where event.has(index) {
            var row = DescriptorRow()
            row.number = Int32(truncatingIfNeeded: event.integer(index))
            row.type = Self.type(ofDomain: domain)
            row.unixSource = UInt64(bitPattern: event.integer(3))
            row.unixDestination = UInt64(bitPattern: event.integer(4))
            row.isCloseOnExec = event.integer(6) & Self.closeOnExecBit != 0
            addDescriptor(row, of: slot)
        }
    }

    // MARK: - Addresses

    private static func hasPorts(_ row: DescriptorRow) -> Bool {
        row.protocolNumber != 1 && row.protocolNumber != 255
    }

    /// The row of an event's descriptor, made this process's own.
    private mutating func socketForWrite(_ number: Int64, of slot: ThreadSlot) -> UInt32? {
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

    private mutating func applyBind(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(1) else { return }
        setBound(event, event.integer(2), of: slot, listens: false)
    }

    /// gVisor's listen tells the address that the kernel has bound.
    private mutating func applyListen(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
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

    private mutating func applyConnect(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
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
        addDescriptor(row, of: slot)
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

    private mutating func setTuple(
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

    /// accept: a new socket whose client is the peer. Its own end is the listening socket's where
    /// the event does not tell it, the address only when that is bound to one.
    private mutating func addAccepted(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        guard event.has(0), result >= 0, result <= Int64(Int32.max) else { return }
        var tuple = event.tuple
        var row = DescriptorRow()
        row.number = Int32(truncatingIfNeeded: result)
        row.protocolNumber = 6
        let flags = event.code.rawValue == Code.accept4 ? event.integer(5) : 0
        row.isCloseOnExec = flags & Self.closeOnExecBit != 0
        var localPort: UInt16 = 0
        if event.task.isPresent {
            let listening = descriptor(Int64(event.task.listeningDescriptor), of: slot)
            if !listening.isNone {
                completeAccepted(&tuple, &row, self[listening], &localPort)
            } else if tuple.family == .none {
                row.protocolNumber = 0
            }
        }
        addDescriptor(row, of: slot, marksName: false)
        guard let made = socketForWrite(result, of: slot) else { return }
        setTuple(tuple, made, role: .server, isFromSentry: event.task.isPresent)
        descriptors[made].isConnected = true
        if localPort != 0 && !tuple.hasDestination {
            descriptors[made].destinationPort = localPort
            descriptors[made].hasDestinationPort = true
        }
    }

    private func completeAccepted(
        _ tuple: inout SocketTuple, _ row: inout DescriptorRow, _ listening: DescriptorRow,
        _ localPort: inout UInt16
    ) {
        row.protocolNumber = listening.protocolNumber
        if tuple.family == .none {
            switch listening.type {
            case .ipv4, .listeningIPv4: tuple.family = .ipv4
            case .ipv6, .listeningIPv6: tuple.family = .ipv6
            case .unix: tuple.family = .unix
            default: break
            }
        }
        guard !tuple.hasDestination, listening.hasDestination else { return }
        localPort = listening.destinationPort
        let address = listening.destinationAddress
        if address.high == 0 && address.low == 0 { return }
        tuple.hasDestination = true
        tuple.destinationAddress = address
        tuple.destinationPort = listening.destinationPort
    }

    private mutating func applyShutdown(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let both: Int64 = 2
        guard event.integer(0) == 0, event.integer(2) == both,
            let row = socketForWrite(event.integer(1), of: slot)
        else { return }
        descriptors[row].isConnected = false
        descriptors[row].generation = nextGeneration()
    }

    /// Datagrams tell both ends of a socket that was never connected: who sends first is the
    /// client.
    private mutating func applyTransfer(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let family = event.tuple.family
        guard event.integer(0) >= 0, family == .ipv4 || family == .ipv6 else { return }
        let isSend: Bool
        let index: Int
        switch event.code.rawValue {
        case Code.sendto, Code.sendmsg: (isSend, index) = (true, 2)
        case Code.recvfrom: (isSend, index) = (false, 3)
        default: (isSend, index) = (false, 5)
        }
        guard let row = socketForWrite(event.integer(index), of: slot) else { return }
        let socket = descriptors[row]
        let isKnown = socket.hasSource || socket.hasDestination
        guard socket.protocolNumber == 17 || !isKnown else { return }
        let role: SocketRole = socket.role == .none ? (isSend ? .client : .server) : .none
        setTuple(event.tuple, row, role: role, isFromSentry: event.task.isPresent)
    }
}
