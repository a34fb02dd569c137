internal import Core
internal import Decode

extension EventMapper {
    mutating func map(
        _ call: SocketSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(19) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: Int64(SocketConversions.family(call.domain)))
        event.set(2, integer: Int64(UInt32(bitPattern: call.type)))
        event.set(3, integer: Int64(UInt32(bitPattern: call.protocolNumber)))
        return true
    }

    mutating func map(
        _ call: SocketPairSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(43) else { return false }
        event.set(0, integer: result)
        if result >= 0 {
            event.set(1, integer: Int64(call.socket1))
            event.set(2, integer: Int64(call.socket2))
        }
        event.set(5, integer: Int64(SocketConversions.family(call.domain)))
        event.set(6, integer: Int64(UInt32(bitPattern: call.type)))
        event.set(7, integer: Int64(UInt32(bitPattern: call.protocolNumber)))
        return true
    }

    /// connect, on enter too. The address is the server's; the client's own is not on the wire.
    mutating func mapConnect(
        _ message: inout Message, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) -> Mapping {
        let call = message.read(ConnectSyscall.self)
        guard syscalls[message.sysno].exitCode == EventCode(23) else {
            counts.wrongSyscall &+= 1
            return .nothing
        }
        let isExit = message.exit.isPresent
        event.begin(EventCode(isExit ? 23 : 22))
        event.sysno = Int32(truncatingIfNeeded: message.sysno)
        setPath(call.fdPath, of: datagram, into: &event)
        if isExit { event.set(0, integer: result(of: message.exit)) }
        event.set(isExit ? 2 : 0, integer: call.fd)
        guard let endpoint = endpoint(call.address, of: datagram), endpoint.family != .none else {
            return .one
        }
        setDestination(endpoint, into: &event)
        if isExit { event.setTuple(1) }
        event.setTuple(isExit ? 3 : 1)
        return .one
    }

    mutating func map(
        _ call: BindSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(21) else { return false }
        event.set(0, integer: result)
        event.set(2, integer: Int64(call.fd))
        setPath(call.fdPath, of: datagram, into: &event)
        if let endpoint = endpoint(call.address, of: datagram), endpoint.family != .none {
            setDestination(endpoint, into: &event)
            event.setTuple(1)
        }
        return true
    }

    /// accept, accept4. The new descriptor is the result; the message's is the listening one. The
    /// address is the client's on success, and whatever the caller had there on failure.
    mutating func map(
        _ call: AcceptSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(247) || event.code == EventCode(389) else { return false }
        event.set(0, integer: result)
        event.task.listeningDescriptor = call.fd
        if event.code == EventCode(389) {
            event.set(5, integer: Int64(call.flags))
        }
        setPath(call.fdPath, of: datagram, into: &event)
        guard result >= 0, let endpoint = endpoint(call.address, of: datagram),
            endpoint.family != .none
        else { return true }
        event.tuple.family = endpoint.family
        event.tuple.sourceAddress = endpoint.address
        event.tuple.sourcePort = endpoint.port
        event.tuple.unixPath = endpoint.path
        event.tuple.hasSource = endpoint.family == .ipv4 || endpoint.family == .ipv6
        event.setTuple(1)
        return true
    }

    /// listen. Its address is what the kernel has bound: it goes into the tuple although the
    /// table's row has no parameter for it.
    mutating func map(
        _ call: ListenSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(25) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: Int64(call.fd))
        event.set(2, integer: Int64(call.backlog))
        setPath(call.fdPath, of: datagram, into: &event)
        if let endpoint = endpoint(call.address, of: datagram), endpoint.family != .none {
            setDestination(endpoint, into: &event)
        }
        return true
    }

    private func setDestination(
        _ endpoint: SocketConversions.Endpoint, into event: inout SyscallEvent
    ) {
        event.tuple.family = endpoint.family
        event.tuple.destinationAddress = endpoint.address
        event.tuple.destinationPort = endpoint.port
        event.tuple.unixPath = endpoint.path
        event.tuple.hasDestination = endpoint.family == .ipv4 || endpoint.family == .ipv6
    }
}
