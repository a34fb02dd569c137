/// What an event does to descriptors and state, from Falco's event table.
@usableFromInline package struct EventFlags: OptionSet, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable package static var createsFD: EventFlags { EventFlags(rawValue: 1) }
    @inlinable package static var usesFD: EventFlags { EventFlags(rawValue: 2) }
    @inlinable package static var destroysFD: EventFlags { EventFlags(rawValue: 4) }
    @inlinable package static var modifiesState: EventFlags { EventFlags(rawValue: 8) }
    @inlinable package static var readsFromFD: EventFlags { EventFlags(rawValue: 16) }
    @inlinable package static var writesToFD: EventFlags { EventFlags(rawValue: 32) }
    @inlinable package static var waits: EventFlags { EventFlags(rawValue: 64) }
    @inlinable package static var skipParserReset: EventFlags { EventFlags(rawValue: 128) }
    @inlinable package static var largePayload: EventFlags { EventFlags(rawValue: 256) }

    /// Letter in the table's text and name in listings, in bit order.
    static let spellings: [(letter: UInt8, name: String)] = [
        (UInt8(ascii: "c"), "creates_fd"), (UInt8(ascii: "u"), "uses_fd"),
        (UInt8(ascii: "d"), "destroys_fd"), (UInt8(ascii: "m"), "modifies_state"),
        (UInt8(ascii: "r"), "reads_fd"), (UInt8(ascii: "w"), "writes_fd"),
        (UInt8(ascii: "s"), "waits"), (UInt8(ascii: "k"), "skip_parser_reset"),
        (UInt8(ascii: "l"), "large_payload"),
    ]

    /// Names as listings show them.
    package var names: [String] {
        Self.spellings.indices.filter { rawValue & (1 &<< UInt16($0)) != 0 }.map {
            Self.spellings[$0].name
        }
    }
}

/// Subject of an event. `evt.category` prints it, but for I/O whose subject the descriptor decides.
@usableFromInline package enum EventCategory: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case unknown, other, file, net, ipc, memory, process, sleep, system, signal, user, time
    case ioRead, ioWrite, ioOther, wait, scheduler, `internal`

    /// Spelling in the event table.
    package var name: String {
        switch self {
        case .ioRead: "io_read"
        case .ioWrite: "io_write"
        case .ioOther: "io_other"
        default: "\(self)"
        }
    }

    /// Reads, writes and other I/O: `evt.category` goes by the descriptor.
    @inlinable package var isIO: Bool {
        self == .ioRead || self == .ioWrite || self == .ioOther
    }
}

/// Where events of a code come from.
package enum EventClass: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case none, syscall, tracepoint, meta, `internal`, plugin
}

/// How a code stands in the table.
package enum EventStatus: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// Sent by current sources.
    case current
    /// Kept so that its number stays taken; older recordings hold it.
    case legacy
    /// A place without event.
    case unused
}

/// Type of a parameter, spelled as in the event table.
@usableFromInline package enum ParameterType: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case unknown
    case int8, int16, int32, int64, uint8, uint16, uint32, uint64
    case charbuf, bytebuf, errno, fd, pid, uid, gid, fspath, fsrelpath
    case sigtype, reltime, abstime, syscallid, sockaddr, socktuple, fdlist, sigset, port
    case flags8, flags16, flags32, enumflags8, enumflags16, enumflags32, mode
    case dyn, fd32, pid32, ipv4addr, ipv6addr
    case charbufArray, charbufPairArray

    /// Spelling in the event table.
    package var name: String {
        switch self {
        case .charbufArray: "charbuf_array"
        case .charbufPairArray: "charbuf_pair_array"
        default: "\(self)"
        }
    }

    /// The value is in `EventParameter.bytes`; else in `integer` or in the event's tuple.
    @inlinable package var isText: Bool {
        switch self {
        case .charbuf, .bytebuf, .fspath, .fsrelpath, .fdlist, .charbufArray, .charbufPairArray:
            true
        default: false
        }
    }

    /// The value is in the event's `tuple`.
    @inlinable package var isAddress: Bool { self == .sockaddr || self == .socktuple }

    /// Format where the table's text names none.
    var usualFormat: PrintFormat {
        switch self {
        case .charbuf, .fspath, .fsrelpath, .bytebuf, .sockaddr, .socktuple, .charbufArray,
            .charbufPairArray:
            .none
        case .mode: .octal
        case .flags8, .flags16, .flags32: .hexadecimal
        default: .decimal
        }
    }
}

/// How the integer behind a parameter is printed, where its type leaves a choice.
package enum PrintFormat: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case none, decimal, hexadecimal, octal

    /// Spelling in the event table.
    package var name: String {
        switch self {
        case .none: "na"
        case .decimal: "dec"
        case .hexadecimal: "hex"
        case .octal: "oct"
        }
    }
}
