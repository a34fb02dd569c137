internal import CLinux
internal import Core
internal import Glibc

extension EpollReactor {
    /// Takes up to `burstLimit` datagrams from one readable connection.
    mutating func serve(slot: UInt32) {
        let id = ConnectionID(slot: slot, serial: core.connections[slot].serial)
        guard isActive(id) else { return }  // ended since the event was reported
        // an item more than datagrams: the connection can end
        let room = min(buffers.count - usedCount, core.freeItemCount - 1, Self.burstLimit)
        let first = usedCount
        let count = unsafe gvfast_receive_many(
            core.connections[slot].fd, vector, UInt32(first), UInt32(room))
        if count < 0 {
            if !ReactorCore.goesOn(afterReceive: -count) {
                end(id, .receiveError, code: -count)
            }
            return
        }
        usedCount += Int(count)
        if Int(count) == room { hasMore = true }
        // at the end of file every remaining slot of the call reads 0 bytes
        var emptyCount = 0
        for number in first..<usedCount {
            let length = unsafe gvfast_receive_vector_length(vector, UInt32(number))
            let slots = unsafe lengths
            unsafe (slots + number).initialize(to: min(length, UInt32(buffers.byteCount)))
            if length == 0 {
                emptyCount += 1
                continue
            }
            take(id, emptyCount: emptyCount)
            emptyCount = 0
            if isActive(id) { take(id, number: number, length: Int(length)) }
        }
        if emptyCount > 0 && isActive(id) {
            if core.isAtEndOfFile(id) {
                end(id, .endOfFile)
            } else {
                take(id, emptyCount: emptyCount)
            }
        }
    }

    private mutating func take(_ id: ConnectionID, number: Int, length: Int) {
        let isTruncated = unsafe gvfast_receive_vector_truncated(vector, UInt32(number)) != 0
        if isTruncated || length > buffers.byteCount {
            end(id, core.receivedTruncated(id))
        } else {
            end(id, core.received(id, buffers.bytes(number, length: length)))
        }
    }

    private mutating func take(_ id: ConnectionID, emptyCount: Int) {
        for _ in 0..<emptyCount where isActive(id) { end(id, core.receivedEmpty(id)) }
    }

    /// The connection still delivers.
    private func isActive(_ id: ConnectionID) -> Bool {
        guard core.isCurrent(id) else { return false }
        let state = core.connections[id.slot].state
        return state == .open || state == .handshaking
    }

    /// Ends a connection for a reason; without one it goes on. Closing the descriptor takes it out
    /// of the epoll set.
    mutating func end(_ id: ConnectionID, _ reason: CloseReason?, code: Int32 = 0) {
        guard let reason else { return }
        core.reportEnd(id, reason, code: code)
        core.release(id)
    }

    /// Accepts what waits, some at a time so that a storm of connections does not hold up
    /// datagrams.
    mutating func accept() {
        for _ in 0..<64 {
            // a connection that cannot be watched is reported
            guard core.freeItemCount > 1, let fd = core.acceptor?.listener.fd else { return }
            let result = gvfast_accept(fd)
            if result >= 0 {
                if let id = core.accepted(fd: result) { watch(id) }
                continue
            }
            if core.acceptFailed(code: -result) {
                core.acceptor?.isArmed = false
                _ = gvfast_epoll_remove(epoll.fd, fd)
            }
            if result != -ECONNABORTED { return }
        }
    }

    mutating func armListener() {
        guard let fd = core.listenerToArm() else { return }
        let status = gvfast_epoll_add(epoll.fd, fd, Self.listenerData)
        precondition(status == 0, "epoll_ctl of our listener: error \(-status)")
    }

    mutating func takeAdoptions() {
        while let adoption = core.takeAdoption(wasNotified: isNotified) {
            isNotified = false
            let id = core.add(
                fd: adoption.fd, peer: adoption.peer, isHandshaken: adoption.isHandshaken)
            if let id { watch(id) }
        }
        isNotified = false
    }

    /// Puts a new connection into the epoll set; without memory for that it cannot be served.
    private mutating func watch(_ id: ConnectionID) {
        let fd = core.connections[id.slot].fd
        let status = gvfast_epoll_add(epoll.fd, fd, UInt64(id.slot))
        if status != 0 { end(id, .receiveError, code: -status) }
    }
}
