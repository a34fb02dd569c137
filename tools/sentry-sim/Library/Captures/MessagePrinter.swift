internal import CSentryWire
internal import Glibc

/// Prints datagrams by the descriptors of libprotobuf-c, field by field under their wire names.
package struct MessagePrinter {
    /// JSON lines instead of text.
    let isJSON: Bool

    package init(isJSON: Bool) { self.isJSON = isJSON }

    /// One line for the datagram that is number `index` of its capture.
    package func line(_ datagram: [UInt8], index: Int) -> String {
        var json = JSONText()
        json.open("{")
        json.member("index", index)
        let body = describe(datagram, into: &json)
        json.close("}")
        return isJSON ? json.text : "\(index) \(body)"
    }

    private func describe(_ datagram: [UInt8], into json: inout JSONText) -> String {
        guard datagram.count >= 8 else {
            json.member("error", "shorter than a header")
            return "error: shorter than a header"
        }
        let headerSize = Int(datagram[0]) | Int(datagram[1]) << 8
        let type = Int(datagram[2]) | Int(datagram[3]) << 8
        let dropped = (4..<8).reversed().reduce(0) { $0 << 8 | Int(datagram[$1]) }
        json.member("type", MessageNames.name(of: type))
        if dropped != 0 { json.member("dropped", dropped) }
        let title = MessageNames.name(of: type) + (dropped == 0 ? "" : " dropped=\(dropped)")
        guard headerSize >= 8, headerSize <= datagram.count else {
            json.member("error", "header size \(headerSize)")
            return "\(title) error: header size \(headerSize)"
        }
        guard let descriptor = unsafe sentry_wire_descriptor(UInt16(type)) else {
            json.member("bytes", datagram.count - headerSize)
            return "\(title) \(datagram.count - headerSize) bytes of an unknown type"
        }
        let payload = Array(datagram[headerSize...])
        let message = unsafe payload.withUnsafeBufferPointer {
            unsafe protobuf_c_message_unpack(descriptor, nil, $0.count, $0.baseAddress)
        }
        guard let message = unsafe message else {
            json.member("error", "not protobuf")
            return "\(title) error: not protobuf"
        }
        defer { unsafe protobuf_c_message_free_unpacked(message, nil) }
        var text = title
        unsafe fields(UnsafeRawPointer(message), descriptor, &text, &json)
        return text
    }

    private func fields(
        _ message: UnsafeRawPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        _ text: inout String, _ json: inout JSONText
    ) {
        for index in 0..<Int(unsafe descriptor.pointee.n_fields) {
            let field = unsafe descriptor.pointee.fields[index]
            let name = unsafe String(cString: field.name)
            let member = unsafe message + Int(field.offset)
            if unsafe field.type == PROTOBUF_C_TYPE_MESSAGE {
                guard let inner = unsafe member.load(as: UnsafeRawPointer?.self) else { continue }
                let type = unsafe field.descriptor.assumingMemoryBound(
                    to: ProtobufCMessageDescriptor.self)
                text += " \(name)={"
                json.open("{", key: name)
                unsafe fields(inner, type, &text, &json)
                json.close("}")
                text += " }"
            } else if unsafe field.label == PROTOBUF_C_LABEL_REPEATED {
                let count = unsafe (message + Int(field.quantifier_offset)).load(as: Int.self)
                if count == 0 { continue }
                let elements = (0..<count).map {
                    let pointers = unsafe member.load(as: UnsafeRawPointer.self)
                    return unsafe JSONText.quoted(
                        Self.string(pointers + 8 * $0))
                }.joined(separator: ",")
                text += " \(name)=[\(elements)]"
                json.raw(name, "[\(elements)]")
            } else if let value = unsafe Self.scalar(member, field.type) {
                text += " \(name)=\(value)"
                json.raw(name, value)
            }
        }
    }

    /// The value as JSON; nil when it is the default, which is not on the wire.
    private static func scalar(_ member: UnsafeRawPointer, _ type: ProtobufCType) -> String? {
        switch type {
        case PROTOBUF_C_TYPE_INT32: nonzero(unsafe member.load(as: Int32.self))
        case PROTOBUF_C_TYPE_UINT32: nonzero(unsafe member.load(as: UInt32.self))
        case PROTOBUF_C_TYPE_INT64: nonzero(unsafe member.load(as: Int64.self))
        case PROTOBUF_C_TYPE_UINT64: nonzero(unsafe member.load(as: UInt64.self))
        case PROTOBUF_C_TYPE_BOOL:
            unsafe member.load(as: protobuf_c_boolean.self) != 0 ? "true" : nil
        case PROTOBUF_C_TYPE_BYTES: unsafe hex(member.load(as: ProtobufCBinaryData.self))
        default:
            {
                let value = unsafe string(member)
                return value.isEmpty ? nil : JSONText.quoted(value)
            }()
        }
    }

    private static func nonzero(_ value: some BinaryInteger) -> String? {
        value == 0 ? nil : "\(value)"
    }

    private static func string(_ pointer: UnsafeRawPointer) -> String {
        unsafe String(cString: pointer.load(as: UnsafePointer<CChar>.self))
    }

    private static func hex(_ data: ProtobufCBinaryData) -> String? {
        if unsafe data.len == 0 { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: data.data, count: data.len)
        let digits = unsafe bytes.map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }.joined()
        return "\"\(digits)\""
    }
}
