public import Core

/// One thing that a reactor reports: a datagram, or what became of a connection. 32 bytes.
///
/// For one connection the order is: `opened`, its datagrams, `closed`; or `handshakeFailed` alone.
@usableFromInline package struct IngestItem: BitwiseCopyable {
    @usableFromInline package enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// `bytes` is one whole datagram, never empty and never truncated.
        case datagram
        /// The handshake is done; `value` is the pid of the process that connected (the short-lived
        /// launcher, not the sandbox), 0 when not known.
        case opened
        /// The connection is over; `reason` says why, `value` is errno or 0.
        case closed
        /// The peer connected and never became a sandbox; `reason` says why.
        case handshakeFailed
    }

    @usableFromInline package var kind: Kind
    @usableFromInline package var reason: CloseReason
    @usableFromInline package var value: Int32
    @usableFromInline package var connection: ConnectionID
    /// Valid until the reactor's next turn.
    @usableFromInline package var bytes: BorrowedBytes

    @inlinable package init(
        kind: Kind, connection: ConnectionID, reason: CloseReason = .none, value: Int32 = 0,
        bytes: BorrowedBytes = BorrowedBytes()
    ) {
        self.kind = kind
        self.reason = reason
        self.value = value
        self.connection = connection
        self.bytes = bytes
    }
}

/// Why a connection ended.
@usableFromInline package enum CloseReason: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    case none
    /// The peer closed; all its datagrams were delivered before.
    case endOfFile
    /// The kernel refused to receive; errno in the item.
    case receiveError
    /// `close(_:)` was called.
    case requested
    /// No first datagram before the deadline.
    case handshakeTimeout
    /// The first datagram is not a protobuf message.
    case handshakeMalformed
    /// The peer's version is 0.
    case handshakeVersion
    /// The reply could not be sent at once.
    case handshakeReply
    /// The peer closed before its first datagram.
    case handshakeEndOfFile
}

/// What one turn of a reactor found. Valid until the reactor's next turn.
///
/// Safety: reads only the `count` items that the reactor wrote.
@safe
@usableFromInline package struct IngestRun: BitwiseCopyable {
    @usableFromInline let items: UnsafePointer<IngestItem>
    @usableFromInline package let count: Int

    init(items: UnsafePointer<IngestItem>, count: Int) {
        unsafe self.items = items
        self.count = count
    }

    @inlinable package var isEmpty: Bool { count == 0 }

    /// The item at `index`, 0-based, oldest first; traps beyond the end.
    @inlinable package subscript(_ index: Int) -> IngestItem {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return unsafe items[index]
    }
}
