internal import Core
internal import Events

// Sockets: family, both ends as far as they are known, and who called whom.
extension StateTable {
    static var inProgress: Int64 { -115 }

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
        addDescriptor(&row, of: slot)
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
            addDescriptor(&row, of: slot)
        }
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
        addDescriptor(&row, of: slot, marksName: false)
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
