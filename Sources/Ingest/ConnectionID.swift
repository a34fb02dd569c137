/// One connection of one reactor.
///
/// `slot` is below the reactor's connection limit and is used again after the connection has been
/// reported closed; `serial` grows with every connection of the reactor.
@usableFromInline package struct ConnectionID: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let slot: UInt32
    @usableFromInline package let serial: UInt32

    @inlinable package init(slot: UInt32, serial: UInt32) {
        self.slot = slot
        self.serial = serial
    }
}
