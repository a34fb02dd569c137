package import Core
internal import Events

/// What a match leaves behind: the raw values that its rule's output names, as bytes that outlive
/// the event.
///
/// ```
/// 0          8         12         14        16          20        24
/// +----------+---------+----------+---------+-----------+---------+--------- - -
/// | time, ns |  rule   | values   | values  | plan set  |    0    | values
/// | 8 bytes  | 4 bytes | 2 bytes  | cut, 2  | 4 bytes   | 4 bytes |
/// +----------+---------+----------+---------+-----------+---------+--------- - -
/// value:  [kind 1]                      missing
///         [kind 1][0 or 1]              boolean
///         [kind 1][8 bytes]             signed, unsigned, double
///         [kind 1][6 or 4][16 bytes]    address: family, high and low word
///         [kind 1][count 4][bytes]      text, list
/// ```
///
/// Numbers are in the machine's order: a record never leaves the process.
package enum AlertRecord {
    /// Bytes in front of the values.
    @usableFromInline package static var headerBytes: Int { 24 }
    /// No record is larger: 16 values of `valueLimit` and what goes with them.
    package static var byteLimit: Int { 132 * 1024 }
    /// Longer texts are cut, more so when a rule names more than 16 fields, so that no value can
    /// crowd out another. Falco's own limit on most texts is half of it.
    package static var valueLimit: Int { 8192 }
    /// Fields of one rule's output beyond it do not compile.
    package static var fieldLimit: Int { 512 }

    /// The longest text of a rule with `fieldCount` fields.
    package static func valueLimit(fieldCount: Int) -> Int {
        let share = (byteLimit - headerBytes) / max(1, fieldCount) - 32
        return max(0, min(valueLimit, share))
    }
}

/// Lays out one record at a time in memory of its own; one per shard. Allocates nothing.
package struct AlertRecorder: ~Copyable, Sendable {
    private var buffer = ByteBuffer(capacity: AlertRecord.byteLimit)
    private var valueLimit = 0
    private var valueCount: UInt16 = 0
    private var cutCount: UInt16 = 0
    /// Values cut so far, over all records.
    package var cutTotal: UInt64 = 0

    package init() {}

    /// Begins a record with `fieldCount` values to follow.
    package mutating func begin(
        timeNanos: UInt64, rule: UInt32, planSet: UInt32, fieldCount: Int
    ) {
        precondition(fieldCount <= AlertRecord.fieldLimit)
        buffer.removeAll()
        valueLimit = AlertRecord.valueLimit(fieldCount: fieldCount)
        valueCount = 0
        cutCount = 0
        buffer.append(native: timeNanos)
        buffer.append(native: UInt64(rule))
        buffer.append(native: UInt64(planSet))
    }

    /// Adds the next value, its bytes cut to the limit.
    package mutating func append(_ value: FieldValue) {
        precondition(buffer.count + valueLimit + 32 <= AlertRecord.byteLimit)
        valueCount &+= 1
        buffer.append(value.kind.rawValue)
        switch value.kind {
        case .missing: break
        case .boolean: buffer.append(value.bits == 0 ? 0 : 1)
        case .signed, .unsigned, .double: buffer.append(native: value.bits)
        case .address:
            buffer.append(value.address.isIPv6 ? 6 : 4)
            buffer.append(native: value.address.high)
            buffer.append(native: value.address.low)
        case .text:
            appendBytes(value.bytes.count > valueLimit ? cutText(value.bytes) : value.bytes)
        case .list:
            appendBytes(value.bytes.count > valueLimit ? cutList(value.bytes) : value.bytes)
        }
    }

    /// The record; valid until the next `begin`.
    package mutating func finish() -> BorrowedBytes {
        buffer.set(12, UInt8(truncatingIfNeeded: valueCount))
        buffer.set(13, UInt8(truncatingIfNeeded: valueCount &>> 8))
        buffer.set(14, UInt8(truncatingIfNeeded: cutCount))
        buffer.set(15, UInt8(truncatingIfNeeded: cutCount &>> 8))
        return buffer.bytes
    }

    private mutating func appendBytes(_ bytes: BorrowedBytes) {
        buffer.append(native: UInt32(truncatingIfNeeded: bytes.count))
        buffer.append(bytes)
    }

    /// Cuts at the limit, or up to three bytes before it where a UTF-8 sequence would be split.
    private mutating func cutText(_ bytes: BorrowedBytes) -> BorrowedBytes {
        noteCut()
        var end = valueLimit
        var steps = 0
        while end > 0, steps < 3, bytes[end] & 0xC0 == 0x80 {
            end -= 1
            steps += 1
        }
        return bytes.slice(0, bytes[end] & 0xC0 == 0x80 ? valueLimit : end)
    }

    /// Keeps the elements that fit whole.
    private mutating func cutList(_ bytes: BorrowedBytes) -> BorrowedBytes {
        noteCut()
        guard let end = bytes.slice(0, valueLimit).lastIndex(of: 0) else { return BorrowedBytes() }
        return bytes.slice(0, end + 1)
    }

    private mutating func noteCut() {
        cutCount &+= 1
        cutTotal &+= 1
    }
}

extension ByteBuffer {
    fileprivate mutating func append(native value: UInt64) {
        unsafe withUnsafeBytes(of: value) { unsafe append(BorrowedBytes($0)) }
    }

    fileprivate mutating func append(native value: UInt32) {
        unsafe withUnsafeBytes(of: value) { unsafe append(BorrowedBytes($0)) }
    }
}
