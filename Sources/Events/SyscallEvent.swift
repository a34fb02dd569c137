public import Core

/// The value of one parameter of an event: which half counts is a matter of the parameter's type in
/// the event table.
@usableFromInline package struct EventParameter: BitwiseCopyable {
    /// Numbers, flags (in Falco's encoding), descriptors, ids, results; unsigned by bit pattern.
    @usableFromInline package var integer: Int64
    /// Text, paths, buffers; lists of arguments are joined by NUL bytes.
    @usableFromInline package var bytes: BorrowedBytes

    @inlinable package init(integer: Int64 = 0, bytes: BorrowedBytes = BorrowedBytes()) {
        self.integer = integer
        self.bytes = bytes
    }
}

/// One event in the vocabulary of Falco's event table, the form in which State and Rules see the
/// world. Made from a gVisor message by `EventMapper`; tests build it directly.
///
/// One per shard, reused for every event (about 1.2 KB): the bytes it borrows are valid until the
/// next event.
@usableFromInline package struct SyscallEvent: BitwiseCopyable {
    @usableFromInline package static var parameterLimit: Int { 32 }

    @usableFromInline package var code = EventCode(0)
    /// `evt.num`: running number, the first event is 1.
    package var number: UInt64 = 0
    /// Nanoseconds since 1970.
    package var timeNanos: UInt64 = 0
    /// Thread that the event belongs to, root namespace.
    package var threadID: Int32 = 0
    /// Number of the system call on the calling architecture, -1 for events without one.
    @usableFromInline package var sysno: Int32 = -1
    /// Bit i: parameter i of the table's row is there.
    @usableFromInline package var presentParameters: UInt32 = 0
    @usableFromInline package var parameters = InlineArray<32, EventParameter>(
        repeating: EventParameter())
    /// The value of a `socktuple` or `sockaddr` parameter, if the event has one.
    @usableFromInline package var tuple = SocketTuple()
    package var task = TaskContext()
    /// The details of an exec that only gVisor's `sentry/execve` tells.
    @usableFromInline package var exec = ExecDetails()

    @inlinable package init() {}

    /// Makes it an event of `code` without parameters; the rest is for the caller to fill.
    @inlinable package mutating func begin(_ code: EventCode) {
        self.code = code
        presentParameters = 0
        sysno = -1
        tuple.family = .none
        tuple.hasSource = false
        tuple.hasDestination = false
        exec.isPresent = false
    }

    @inlinable package func has(_ index: Int) -> Bool {
        index < Self.parameterLimit
            && presentParameters & (1 &<< UInt32(truncatingIfNeeded: index)) != 0
    }

    /// The text of a parameter, empty when it is not there: what stands in its place then belongs
    /// to an earlier event, perhaps of another sandbox.
    @inlinable package func bytes(_ index: Int) -> BorrowedBytes {
        has(index) ? parameters[index].bytes : BorrowedBytes()
    }

    /// The number of a parameter, 0 when it is not there.
    @inlinable package func integer(_ index: Int) -> Int64 {
        has(index) ? parameters[index].integer : 0
    }

    @inlinable package mutating func set(_ index: Int, integer: Int64) {
        parameters[index] = EventParameter(integer: integer)
        presentParameters |= 1 &<< UInt32(truncatingIfNeeded: index)
    }

    @inlinable package mutating func set(_ index: Int, bytes: BorrowedBytes) {
        parameters[index] = EventParameter(bytes: bytes)
        presentParameters |= 1 &<< UInt32(truncatingIfNeeded: index)
    }

    /// Marks a parameter whose value is in `tuple`.
    @inlinable package mutating func setTuple(_ index: Int) {
        parameters[index] = EventParameter()
        presentParameters |= 1 &<< UInt32(truncatingIfNeeded: index)
    }
}

/// What gVisor's `sentry/execve` adds to an exec event.
@usableFromInline package struct ExecDetails: BitwiseCopyable {
    @usableFromInline package var isPresent = false
    /// Path of the file that runs, symbolic links resolved.
    package var binaryPath = BorrowedBytes()
    package var argumentZero = BorrowedBytes()
    /// Path as passed to the call, links not resolved; empty where the release does not tell.
    package var passedPath = BorrowedBytes()
    package var inode: UInt64 = 0
    package var changeTimeNanos: UInt64 = 0
    package var mode: UInt32 = 0
    package var isUpperLayer = false
    package var isLowerLayer = false
    package var isFromMemfd = false
    package var sha256 = BorrowedBytes()
    package var sha1 = BorrowedBytes()

    @inlinable package init() {}
}
