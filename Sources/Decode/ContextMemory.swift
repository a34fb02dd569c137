internal import Core

/// Contexts of messages seen lately, known again by their bytes.
///
/// The context is most of a message, and a thread's next message has the same one but for the time,
/// which stands first. What is known again is not read again: the message gets the context that
/// was read the first time, and with it a number that says so to whoever works on it later
/// (`Message.contextSerial`).
///
/// Layout of what is compared: everything behind a time of nine bytes, as times are until 2262.
///
///     tag 0o12 | length | tag 0o10 | time, 9 bytes | compared …
///
/// Anything else is read as ever: contexts without or with two times, with unknown fields, shorter
/// than eight or longer than `byteLimit` bytes. Two contexts that fall on one slot take turns.
///
/// PERF: known again 28 ns, read 43. To learn costs 25 more, so a thread's context is learnt at its
/// second miss in a row: streams of more threads than slots, mixed, cost hardly more than reading.
///
/// One per shard, about 200 KiB; no allocation after `init`. Sandboxes share it: equal bytes mean
/// the same whoever sent them.
@usableFromInline package struct ContextMemory: ~Copyable {
    @usableFromInline static var slotBits: UInt64 { 9 }
    /// Slots, a power of two. A serial's lowest bits are its slot.
    @inlinable package static var slotCount: Int { 512 }
    static var byteLimit: Int { 256 }

    struct Entry: BitwiseCopyable {
        /// 0: none yet.
        var serial: UInt64 = 0
        /// Offset in its datagram of what is compared: ranges are only the same from there.
        var start = 0
        /// The beginning of the last context that fell on the slot and was not known.
        var lastMissed: UInt64 = 0
        var context = MessageContext()
    }

    private var entries: ReservedArray<Entry>
    private var texts: ByteSlots
    private var lastSerial: UInt64 = 0
    /// Stands for "no time was read": a sender cannot know it.
    private let noTime = Int64.random(in: .min ... .max)

    package init() {
        entries = ReservedArray(count: Self.slotCount)
        texts = ByteSlots(count: Self.slotCount, slotByteCount: Self.byteLimit)
    }

    /// The slot of a serial.
    @inlinable @inline(__always)
    package static func slot(of serial: UInt64) -> Int {
        Int(truncatingIfNeeded: serial) & (slotCount &- 1)
    }

    /// Passes over field 1 of a payload, whose tag was passed, and gives the message what was read
    /// of the same bytes before; false when they are not known and nothing was done.
    @inline(__always)
    mutating func recall(_ reader: inout WireReader, into message: inout Message) -> Bool {
        guard let field = reader.peekContext(upTo: Self.byteLimit) else { return false }
        let slot = Self.slot(of: field)
        guard entries[slot].start == field.start, texts.holds(reader.rest(of: field), in: slot)
        else { return false }
        if message.contextSerial != entries[slot].serial {
            message.context = entries[slot].context
            message.contextSerial = entries[slot].serial
        }
        message.context.timeNanos = field.timeNanos
        reader.pass(to: field.end)
        return true
    }

    /// The beginning is thread id and start: enough to tell threads apart.
    @inline(__always)
    private static func slot(of field: WireReader.ContextField) -> Int {
        Int(truncatingIfNeeded: (field.word &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- slotBits))
    }

    /// Reads field 1 of a payload, whose tag was passed and which is not known, into the message.
    @inline(never)
    mutating func read(
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        message.forgetContext()
        guard let field = reader.peekContext(upTo: Self.byteLimit) else {
            return try message.context.merge(from: &reader)
        }
        let slot = Self.slot(of: field)
        if entries[slot].lastMissed == field.word {
            return try learn(&reader, field, slot, into: &message)
        }
        entries[slot].lastMissed = field.word
        try message.context.merge(from: &reader)
    }

    /// Reads a context that is not known and remembers it.
    private mutating func learn(
        _ reader: inout WireReader, _ field: WireReader.ContextField, _ slot: Int,
        into message: inout Message
    ) throws(RejectReason) {
        message.context.timeNanos = noTime
        let rest = reader.rest(of: field)
        let unknown = reader.unknownFieldCount
        let outerEnd = try reader.enter()
        reader.pass(to: field.start)
        try message.context.mergeFields(from: &reader)
        reader.leave(outerEnd)
        if message.context.timeNanos != noTime { return }
        message.context.timeNanos = field.timeNanos
        if reader.unknownFieldCount != unknown { return }
        lastSerial &+= 1
        let serial = lastSerial &<< Self.slotBits | UInt64(truncatingIfNeeded: slot)
        message.contextSerial = serial
        entries[slot].serial = serial
        entries[slot].start = field.start
        entries[slot].context = message.context
        texts.keep(rest, in: slot)
    }
}

extension Message {
    /// Before a context is read.
    @inline(__always)
    mutating func forgetContext() {
        context = MessageContext()
        contextSerial = 0
    }

    /// One more occurrence of field 1.
    mutating func mergeContext(from reader: inout WireReader) throws(RejectReason) {
        contextSerial = 0
        try context.merge(from: &reader)
    }
}
