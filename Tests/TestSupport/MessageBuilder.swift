/// Writes a gVisor message by field numbers: header, then protobuf.
package struct MessageBuilder {
    package private(set) var payload: [UInt8] = []

    package init() {}

    package mutating func number(_ field: UInt64, _ value: Int64) {
        varint(field << 3)
        varint(UInt64(bitPattern: value))
    }

    package mutating func bytes(_ field: UInt64, _ value: [UInt8]) {
        varint(field << 3 | 2)
        varint(UInt64(value.count))
        payload += value
    }

    package mutating func text(_ field: UInt64, _ value: String) { bytes(field, Array(value.utf8)) }

    package mutating func message(_ field: UInt64, _ fill: (inout MessageBuilder) -> Void) {
        var inner = MessageBuilder()
        fill(&inner)
        bytes(field, inner.payload)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            payload.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        payload.append(UInt8(rest))
    }

    /// A whole datagram of a type.
    package static func datagram(_ type: UInt8, _ fill: (inout MessageBuilder) -> Void) -> [UInt8] {
        var builder = MessageBuilder()
        fill(&builder)
        return [8, 0, type, 0, 0, 0, 0, 0] + builder.payload
    }

    /// A system call's exit: number, result or error, own fields.
    package static func exit(
        _ type: UInt8, sysno: Int64, result: Int64 = 0, errorno: Int64 = 0,
        _ fill: (inout MessageBuilder) -> Void = { _ in }
    ) -> [UInt8] {
        datagram(type) { builder in
            builder.message(2) {
                if result != 0 { $0.number(1, result) }
                if errorno != 0 { $0.number(2, errorno) }
            }
            builder.number(type == 6 ? 4 : 3, sysno)
            fill(&builder)
        }
    }
}
