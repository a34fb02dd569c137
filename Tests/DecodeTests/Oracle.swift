import CSentryWire
import Decode
import Glibc

/// What libprotobuf-c makes of a payload. Descriptors are constants of its generated code.
@safe
struct Oracle: @unchecked Sendable {
    // Safety: the descriptor is immutable static data.
    let descriptor: UnsafePointer<ProtobufCMessageDescriptor>

    init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) {
        unsafe self.descriptor = descriptor
    }

    /// The oracle for the payload of `type`.
    init(_ type: MessageType) {
        guard let descriptor = unsafe sentry_wire_descriptor(type.rawValue) else {
            preconditionFailure("no descriptor for \(type)")
        }
        unsafe self.init(descriptor)
    }

    var fields: UnsafeBufferPointer<ProtobufCFieldDescriptor> {
        unsafe UnsafeBufferPointer(
            start: descriptor.pointee.fields, count: Int(descriptor.pointee.n_fields))
    }

    /// The values of the payload, or nil when libprotobuf-c refuses it.
    func values(of payload: [UInt8]) -> ValueList? {
        let message = unsafe payload.withUnsafeBufferPointer {
            unsafe protobuf_c_message_unpack(descriptor, nil, $0.count, $0.baseAddress)
        }
        guard let message = unsafe message else { return nil }
        defer { unsafe protobuf_c_message_free_unpacked(message, nil) }
        var list = ValueList()
        unsafe Self.list(UnsafeRawPointer(message), descriptor, into: &list)
        return list
    }

    private static func list(
        _ message: UnsafeRawPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        into list: inout ValueList
    ) {
        let fields = unsafe Oracle(descriptor).fields
        for index in 0..<fields.count {
            let field = unsafe fields[index]
            let member = unsafe message + Int(field.offset)
            switch unsafe field.type {
            case PROTOBUF_C_TYPE_INT32:
                list.number(unsafe member.load(as: Int32.self))
            case PROTOBUF_C_TYPE_UINT32:
                list.number(unsafe member.load(as: UInt32.self))
            case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_UINT64:
                list.number(unsafe member.load(as: UInt64.self))
            case PROTOBUF_C_TYPE_BOOL:
                list.flag(unsafe member.load(as: protobuf_c_boolean.self) != 0)
            case PROTOBUF_C_TYPE_BYTES:
                let data = unsafe member.load(as: ProtobufCBinaryData.self)
                unsafe list.binary(UnsafeRawBufferPointer(start: data.data, count: data.len))
            case PROTOBUF_C_TYPE_STRING where unsafe field.label == PROTOBUF_C_LABEL_REPEATED:
                let count = unsafe (message + Int(field.quantifier_offset)).load(as: Int.self)
                list.number(count)
                if count == 0 { continue }
                unsafe texts(member.load(as: UnsafeRawPointer.self), count, into: &list)
            case PROTOBUF_C_TYPE_STRING:
                unsafe texts(member, 1, into: &list)
            case PROTOBUF_C_TYPE_MESSAGE:
                let inner = unsafe member.load(as: UnsafeRawPointer?.self)
                guard let inner = unsafe inner else {
                    list.flag(false)
                    continue
                }
                list.flag(true)
                let type = unsafe field.descriptor.assumingMemoryBound(
                    to: ProtobufCMessageDescriptor.self)
                unsafe Self.list(inner, type, into: &list)
            default: preconditionFailure("a field type that no message has")
            }
        }
    }

    private static func texts(
        _ pointers: UnsafeRawPointer, _ count: Int, into list: inout ValueList
    ) {
        for index in 0..<count {
            let text = unsafe pointers.load(
                fromByteOffset: 8 * index, as: UnsafePointer<CChar>.self)
            unsafe list.text(UnsafeRawBufferPointer(start: text, count: strlen(text)))
        }
    }
}
