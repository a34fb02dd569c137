/// What a completion answers: an operation, and for receives its connection, packed into the 64
/// bits that the kernel carries along.
///
/// ```
/// [ kind: 8 ][ serial, low 24 bits ][ slot: 32 ]
/// ```
struct UringOperation {
    enum Kind: UInt8 {
        case receive = 1
        case accept = 2
        case inbox = 3
        case cancel = 4
    }

    static let accept = UringOperation(kind: .accept)
    static let inbox = UringOperation(kind: .inbox)
    static let cancel = UringOperation(kind: .cancel)

    let tag: UInt64

    private init(kind: Kind) { tag = UInt64(kind.rawValue) &<< 56 }

    /// The receive of one connection.
    init(receive id: ConnectionID) {
        tag =
            UInt64(Kind.receive.rawValue) &<< 56
            | (UInt64(id.serial) & 0xFF_FFFF) &<< 32 | UInt64(id.slot)
    }

    init(tag: UInt64) { self.tag = tag }

    var kind: Kind? { Kind(rawValue: UInt8(truncatingIfNeeded: tag &>> 56)) }
    var slot: UInt32 { UInt32(truncatingIfNeeded: tag) }
}
