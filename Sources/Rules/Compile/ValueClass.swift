package import Events

/// How values of a type are compared.
package enum ValueClass: Hashable, Sendable {
    case text, bytes
    /// Numbers, by the bits of their type: literals are cut to that many.
    case signed(Int), unsigned(Int)
    case double, port, bool, address, network
    /// Several texts at once.
    case list
    /// Socket addresses and the like: they can only be asked whether they exist.
    case opaque

    package init(_ definition: FieldDefinition) {
        if definition.flags.contains(.list) {
            self = .list
            return
        }
        switch definition.type {
        case .charbuf: self = .text
        case .bytebuf: self = .bytes
        case .int16: self = .signed(16)
        case .int32: self = .signed(32)
        case .int64: self = .signed(64)
        case .uint32: self = .unsigned(32)
        case .uint64, .reltime, .abstime: self = .unsigned(64)
        case .double: self = .double
        case .port: self = .port
        case .bool: self = .bool
        case .ipaddr: self = .address
        case .ipnet: self = .network
        case .dynamic: self = .opaque
        }
    }

    /// The class of an event's parameter.
    package init(_ type: ParameterType) {
        switch type {
        case .charbuf, .fspath, .fsrelpath: self = .text
        case .bytebuf: self = .bytes
        case .int8: self = .signed(8)
        case .int16: self = .signed(16)
        case .int32, .fd32, .pid32: self = .signed(32)
        case .int64, .errno, .fd, .pid: self = .signed(64)
        case .uint8, .flags8, .enumflags8, .sigtype: self = .unsigned(8)
        case .uint16, .flags16, .enumflags16, .syscallid: self = .unsigned(16)
        case .uint32, .flags32, .enumflags32, .mode, .uid, .gid: self = .unsigned(32)
        case .uint64, .reltime, .abstime: self = .unsigned(64)
        case .port: self = .port
        case .unknown, .sockaddr, .socktuple, .fdlist, .sigset, .dyn, .ipv4addr, .ipv6addr,
            .charbufArray, .charbufPairArray:
            self = .opaque
        }
    }

    package var isNumber: Bool {
        switch self {
        case .signed, .unsigned, .double, .port: true
        default: false
        }
    }

    /// Whether values of this class can be compared so.
    package func supports(_ comparison: Comparison) -> Bool {
        switch comparison {
        case .exists: true
        case .isIn, .intersects: self != .opaque
        case .equal, .notEqual: self != .opaque && self != .list
        case .less, .lessOrEqual, .greater, .greaterOrEqual: self == .text || isNumber
        case .contains, .startsWith, .endsWith: self == .text || self == .bytes
        case .bcontains, .bstartsWith: self == .bytes
        case .icontains, .glob, .iglob, .regex, .pmatch: self == .text
        }
    }

    /// The word for it in error messages.
    package var name: String {
        switch self {
        case .text: "text"
        case .bytes: "bytes"
        case .signed, .unsigned: "a number"
        case .double: "a fraction"
        case .port: "a port"
        case .bool: "true or false"
        case .address: "an address"
        case .network: "a network"
        case .list: "a list"
        case .opaque: "a value without comparisons"
        }
    }
}
