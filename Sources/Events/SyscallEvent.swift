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
/// One per shard, reused for every event: the bytes it borrows are valid until the next event.
///
/// PERF: what it holds (about 1.1 KB) lies in memory of its own, so the struct is one address. As
/// a plain struct it was copied whole by most calls that borrow it: 900 of 4,500 instructions per
/// message.
///
/// Safety: the initialiser makes the memory for its one owner and the deinitialiser frees it. The
/// addressors lend parts of it for the time of an access, during which the owner is held.
@safe
@usableFromInline package struct SyscallEvent: ~Copyable {
    @usableFromInline package static var parameterLimit: Int { 32 }

    @usableFromInline struct Content: BitwiseCopyable {
        @usableFromInline var code = EventCode(0)
        @usableFromInline var presentParameters: UInt32 = 0
        @usableFromInline var number: UInt64 = 0
        @usableFromInline var timeNanos: UInt64 = 0
        @usableFromInline var threadID: Int32 = 0
        @usableFromInline var sysno: Int32 = -1
        @usableFromInline var parameters = InlineArray<32, EventParameter>(
            repeating: EventParameter())
        @usableFromInline var tuple = SocketTuple()
        @usableFromInline var task = TaskContext()
        @usableFromInline var exec = ExecDetails()

        init() {}
    }

    @usableFromInline let content: UnsafeMutablePointer<Content>

    package init() {
        unsafe content = .allocate(capacity: 1)
        unsafe content.initialize(to: Content())
    }

    deinit { unsafe content.deallocate() }

    /// Takes over what another event holds.
    package mutating func copy(from other: borrowing SyscallEvent) {
        unsafe content.pointee = other.content.pointee
    }

    /// The event to read, for closures, which cannot borrow what their function borrows.
    @inlinable package var view: SyscallEventView { unsafe SyscallEventView(content) }

    /// Which event of the table it is.
    @inlinable package var code: EventCode {
        get { unsafe content.pointee.code }
        set { unsafe content.pointee.code = newValue }
    }

    /// `evt.num`: running number, the first event is 1.
    @inlinable package var number: UInt64 {
        get { unsafe content.pointee.number }
        set { unsafe content.pointee.number = newValue }
    }

    /// Nanoseconds since 1970.
    @inlinable package var timeNanos: UInt64 {
        get { unsafe content.pointee.timeNanos }
        set { unsafe content.pointee.timeNanos = newValue }
    }

    /// Thread that the event belongs to, root namespace.
    @inlinable package var threadID: Int32 {
        get { unsafe content.pointee.threadID }
        set { unsafe content.pointee.threadID = newValue }
    }

    /// Number of the system call on the calling architecture, -1 for events without one.
    @inlinable package var sysno: Int32 {
        get { unsafe content.pointee.sysno }
        set { unsafe content.pointee.sysno = newValue }
    }

    /// Bit i: parameter i of the table's row is there.
    @inlinable package var presentParameters: UInt32 {
        get { unsafe content.pointee.presentParameters }
        set { unsafe content.pointee.presentParameters = newValue }
    }

    /// Values by their place in the table's row, stale where `has` denies them.
    @inlinable package var parameters: InlineArray<32, EventParameter> {
        unsafeAddress {
            unsafe UnsafePointer(
                withUnsafeMutablePointer(to: &content.pointee.parameters) { unsafe $0 })
        }
        unsafeMutableAddress {
            unsafe withUnsafeMutablePointer(to: &content.pointee.parameters) { unsafe $0 }
        }
    }

    /// The value of a `socktuple` or `sockaddr` parameter, if the event has one.
    @inlinable package var tuple: SocketTuple {
        unsafeAddress {
            unsafe UnsafePointer(
                withUnsafeMutablePointer(to: &content.pointee.tuple) { unsafe $0 })
        }
        unsafeMutableAddress {
            unsafe withUnsafeMutablePointer(to: &content.pointee.tuple) { unsafe $0 }
        }
    }

    /// What the message says about the task behind the event.
    @inlinable package var task: TaskContext {
        unsafeAddress {
            unsafe UnsafePointer(
                withUnsafeMutablePointer(to: &content.pointee.task) { unsafe $0 })
        }
        unsafeMutableAddress {
            unsafe withUnsafeMutablePointer(to: &content.pointee.task) { unsafe $0 }
        }
    }

    /// The details of an exec that only gVisor's `sentry/execve` tells.
    @inlinable package var exec: ExecDetails {
        unsafeAddress {
            unsafe UnsafePointer(
                withUnsafeMutablePointer(to: &content.pointee.exec) { unsafe $0 })
        }
        unsafeMutableAddress {
            unsafe withUnsafeMutablePointer(to: &content.pointee.exec) { unsafe $0 }
        }
    }

    /// Makes it an event of `code` without parameters; the rest is for the caller to fill.
    @inlinable package mutating func begin(_ code: EventCode) {
        self.code = code
        presentParameters = 0
        sysno = -1
        tuple.family = .none
        tuple.hasSource = false
        tuple.hasDestination = false
        exec.isPresent = false
        exec.isRawTwin = false
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
    /// The event is the raw twin of an exec's exit, which has its result and nothing else.
    @usableFromInline package var isRawTwin = false
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

/// What renders an event's parameters sees of it: an address, passed by value.
///
/// Safety: only read, by code that ends before its caller's borrow of the event does.
@safe
@usableFromInline package struct SyscallEventView: BitwiseCopyable {
    @usableFromInline let content: UnsafePointer<SyscallEvent.Content>

    @inlinable init(_ content: UnsafeMutablePointer<SyscallEvent.Content>) {
        unsafe self.content = UnsafePointer(content)
    }

    @inlinable package var code: EventCode { unsafe content.pointee.code }

    @inlinable package var tuple: SocketTuple {
        unsafe content.pointee.tuple
    }

    @inlinable package func has(_ index: Int) -> Bool {
        let present = unsafe content.pointee.presentParameters
        return index < SyscallEvent.parameterLimit
            && present & (1 &<< UInt32(truncatingIfNeeded: index)) != 0
    }

    /// The text of a parameter, empty when it is not there.
    @inlinable package func bytes(_ index: Int) -> BorrowedBytes {
        has(index) ? unsafe content.pointee.parameters[index].bytes : BorrowedBytes()
    }

    /// The number of a parameter, 0 when it is not there.
    @inlinable package func integer(_ index: Int) -> Int64 {
        has(index) ? unsafe content.pointee.parameters[index].integer : 0
    }
}
