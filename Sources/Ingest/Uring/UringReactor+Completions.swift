internal import CLiburing
internal import CLinux
internal import Core
internal import Glibc

extension UringReactor {
    /// Turns the completions that are there into items, as many as the run has room for. Returns
    /// how many completions it took.
    mutating func reap() -> UInt32 {
        let available = ring.completionCount
        var taken: UInt32 = 0
        while taken < available && core.freeItemCount > 0 {
            let completion = ring.completion(taken)
            taken &+= 1
            let operation = UringOperation(tag: completion.user_data)
            switch operation.kind {
            case .receive:
                received(operation, result: completion.res, flags: completion.flags)
            case .accept:
                accepted(result: completion.res, flags: completion.flags)
            case .inbox:
                core.inbox.signal.drain()
                isNotified = true
                if completion.flags & IORING_CQE_F_MORE == 0 { isWatchingInbox = false }
            case .cancel, nil:
                break
            }
        }
        ring.advance(taken)
        return taken
    }

    private mutating func received(_ operation: UringOperation, result: Int32, flags: UInt32) {
        let slot = operation.slot
        let id = ConnectionID(slot: slot, serial: core.connections[slot].serial)
        // a slot is used again only after its receive has ended, so the completion is its own
        precondition(UringOperation(receive: id).tag == operation.tag)
        if flags & IORING_CQE_F_MORE == 0 { core.connections[slot].isArmed = false }
        if flags & IORING_CQE_F_BUFFER != 0 {
            let number = UInt16(truncatingIfNeeded: flags &>> UInt32(IORING_CQE_BUFFER_SHIFT))
            let length = UInt32(truncatingIfNeeded: max(0, result))
            borrow(number, length: length)
            if core.connections[slot].state == .closing {
                releaseIfDone(id)
            } else if Int(length) > buffers.byteCount {
                end(id, core.receivedTruncated(id))
            } else if length > 0 {
                end(id, core.received(id, buffers.bytes(Int(number), length: Int(length))))
            } else {
                receivedNothing(id)
            }
        } else if core.connections[slot].state == .closing {
            releaseIfDone(id)
        } else if result == 0 {
            receivedNothing(id)
        } else if result == -ENOBUFS {
            core.counters.bufferShortageCount &+= 1
        } else if result < 0 && !ReactorCore.goesOn(afterReceive: -result) {
            end(id, .receiveError, code: -result)
        }
        if !core.connections[slot].isArmed { armLater(id) }
    }

    /// A receive of 0 bytes ends the multishot, be it an empty datagram or the end.
    private mutating func receivedNothing(_ id: ConnectionID) {
        if core.isAtEndOfFile(id) {
            end(id, .endOfFile)
        } else {
            end(id, core.receivedEmpty(id))
        }
    }

    /// Ends a connection for a reason; without one it goes on.
    private mutating func end(_ id: ConnectionID, _ reason: CloseReason?, code: Int32 = 0) {
        guard let reason else { return }
        core.reportEnd(id, reason, code: code)
        if core.connections[id.slot].isArmed { cancel(UringOperation(receive: id).tag) }
        releaseIfDone(id)
    }

    /// Lets go of a connection that was reported, once the kernel has let go of its receive.
    private mutating func releaseIfDone(_ id: ConnectionID) {
        let slot = id.slot
        if core.connections[slot].state == .closing && !core.connections[slot].isArmed {
            core.release(id)
        }
    }

    mutating func endOverdueHandshakes() {
        while core.freeItemCount > 0, let id = core.nextOverdueHandshake() {
            end(id, .handshakeTimeout)
        }
    }

    mutating func endRequested() {
        while let id = core.nextRequestedClose() { end(id, .requested) }
    }

    private mutating func accepted(result: Int32, flags: UInt32) {
        if flags & IORING_CQE_F_MORE == 0 { core.acceptor?.isArmed = false }
        if result >= 0 {
            if let id = core.accepted(fd: result) { armLater(id) }
        } else if result != -ECANCELED {
            _ = core.acceptFailed(code: -result)
        }
    }

    mutating func takeAdoptions() {
        while let adoption = core.takeAdoption(wasNotified: isNotified) {
            isNotified = false
            // a non-blocking socket would answer EAGAIN where the kernel should wait for us
            let status = fcntl(adoption.fd, F_GETFL)
            if status >= 0 { _ = fcntl(adoption.fd, F_SETFL, status & ~O_NONBLOCK) }
            let id = core.add(
                fd: adoption.fd, peer: adoption.peer, isHandshaken: adoption.isHandshaken)
            if let id { armLater(id) }
        }
        isNotified = false
    }

    /// Notes that a connection's receive has to be submitted at the next turn.
    private mutating func armLater(_ id: ConnectionID) {
        let slot = id.slot
        let state = core.connections[slot].state
        guard state == .open || state == .handshaking else { return }
        if core.connections[slot].isWaitingToArm { return }
        core.connections[slot].isWaitingToArm = true
        precondition(toArm.append(id), "a connection stands in the list once")
    }

    /// Prepares the submissions of this turn: inbox, listener, receives.
    mutating func arm() {
        if !isWatchingInbox {
            let entry = unsafe ring.submission()
            unsafe io_uring_prep_poll_multishot(entry, core.inbox.signal.fd, UInt32(POLLIN))
            unsafe io_uring_sqe_set_data64(entry, UringOperation.inbox.tag)
            isWatchingInbox = true
        }
        if let fd = core.listenerToArm() {
            let entry = unsafe ring.submission()
            unsafe io_uring_prep_multishot_accept(
                entry, fd, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
            unsafe io_uring_sqe_set_data64(entry, UringOperation.accept.tag)
        }
        while let id = toArm.removeFirst() {
            guard core.isCurrent(id) else { continue }
            core.connections[id.slot].isWaitingToArm = false
            let state = core.connections[id.slot].state
            guard state == .open || state == .handshaking else { continue }
            let entry = unsafe ring.submission()
            // MSG_TRUNC makes the result the datagram's true length
            unsafe io_uring_prep_recv_multishot(
                entry, core.connections[id.slot].fd, nil, 0, Int32(MSG_TRUNC))
            unsafe io_uring_sqe_set_flags(entry, UInt32(gvfast_IOSQE_BUFFER_SELECT))
            unsafe entry.pointee.buf_group = UringRing.bufferGroup
            unsafe io_uring_sqe_set_data64(entry, UringOperation(receive: id).tag)
            core.connections[id.slot].isArmed = true
        }
    }

    /// Asks the kernel to end an operation, which then completes with ECANCELED.
    func cancel(_ tag: UInt64) {
        let entry = unsafe ring.submission()
        unsafe io_uring_prep_cancel64(entry, tag, 0)
        unsafe io_uring_sqe_set_data64(entry, UringOperation.cancel.tag)
    }
}
