/// One decoded datagram. Text is given as ranges of the datagram, which must stay alive while the
/// message is read.
@usableFromInline package struct Message: BitwiseCopyable {
    /// `MessageType` as found in the header; may be one that this decoder does not know.
    package var rawType: UInt16 = 0
    /// `DroppedCount` of the header: points that the session could not deliver so far, modulo 2³².
    package var droppedCount: UInt32 = 0
    /// Field 1 of every payload.
    package var context = MessageContext()
    /// Names the content of `context`, its time left out: two messages read with the same
    /// `ContextMemory` whose numbers are equal have equal contexts at the same offsets. 0 says
    /// nothing.
    package var contextSerial: UInt64 = 0
    /// Field 2 of system call payloads: present on exit points only.
    package var exit = MessageExit()
    /// Field 3 of system call payloads (4 of the raw one): number on the calling architecture.
    package var sysno: UInt64 = 0
    /// The fields of the message's own type lie here in the form of that type's struct; see
    /// `store(_:)` and `read(_:)`.
    @usableFromInline var storage = InlineArray<16, UInt64>(repeating: 0)
    /// `storage` holds the payload of a message of `rawType`.
    package internal(set) var hasPayload = false
    /// What an exec says of its standard descriptors; of any other message, and of one that is
    /// rejected, it holds nothing of meaning.
    package var execDescriptors = ExecDescriptors()
    /// Fields that the decoder does not know and has skipped.
    package var unknownFieldCount: UInt32 = 0

    package init() {}
}

/// Field 2 `exit` of system call payloads. On failure `errorno` is the positive Linux number and
/// `result` is 0. Source: gVisor seccheck wire format.
package struct MessageExit: BitwiseCopyable {
    /// The one thing that tells an exit point from an enter point.
    package var isPresent = false
    /// Field 1 `result`.
    package var result: Int64 = 0
    /// Field 2 `errorno`, so spelled on the wire.
    package var errorno: Int64 = 0

    @inlinable package init() {}
}
