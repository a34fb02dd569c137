internal import Core
internal import Events
internal import Glibc

extension ByteBuffer {
    /// Appends bytes as base64 with padding.
    mutating func append(base64 source: BorrowedBytes) {
        let digits: StaticString =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        func digit(_ value: UInt32) -> UInt8 {
            unsafe digits.utf8Start[Int(value & 63)]
        }
        var index = 0
        while index < source.count {
            let rest = source.count - index
            let first = UInt32(source[index]) &<< 16
            let second = rest > 1 ? UInt32(source[index + 1]) &<< 8 : 0
            let third = rest > 2 ? UInt32(source[index + 2]) : 0
            let group = first | second | third
            append(digit(group &>> 18))
            append(digit(group &>> 12))
            append(rest > 1 ? digit(group &>> 6) : 0x3D)
            append(rest > 2 ? digit(group) : 0x3D)
            index += 3
        }
    }
}

/// Lays one value out; owned by an output thread.
struct ValueText {
    var time = TimeText()
    let usesBase64Buffers: Bool

    init(usesBase64Buffers: Bool) { self.usesBase64Buffers = usesBase64Buffers }

    /// Appends the text of a value, not escaped; `<NA>` when it is missing.
    mutating func append(_ value: FieldValue, _ style: FieldStyle, to buffer: inout ByteBuffer) {
        switch value.kind {
        case .missing: buffer.append("<NA>")
        case .text:
            if style == .buffer {
                appendBuffer(value.bytes, to: &buffer)
            } else {
                buffer.append(value.bytes)
            }
        case .signed, .unsigned: Self.appendNumber(value, style, to: &buffer)
        case .boolean:
            if value.bits != 0 { buffer.append("true") } else { buffer.append("false") }
        case .double: Self.append(double: Double(bitPattern: value.bits), to: &buffer)
        case .address: Self.append(value.address, to: &buffer)
        case .list: Self.appendList(value.bytes, to: &buffer)
        }
    }

    /// Appends the time of an event as the style says.
    mutating func append(time nanos: UInt64, _ style: FieldStyle, to buffer: inout ByteBuffer) {
        switch style {
        case .clockSeconds: time.appendClock(nanos, withFraction: false, to: &buffer)
        case .dateTime: time.appendDateTime(nanos, withFraction: true, to: &buffer)
        case .dateTimeSeconds: time.appendDateTime(nanos, withFraction: false, to: &buffer)
        case .iso8601:
            TimeText.appendISO(nanos, to: &buffer)
            buffer.append("+0000")
        default: time.appendClock(nanos, withFraction: true, to: &buffer)
        }
    }

    /// Appends a value as JSON.
    mutating func append(
        json value: FieldValue, _ style: FieldStyle, scratch: inout ByteBuffer,
        to buffer: inout ByteBuffer
    ) {
        switch value.kind {
        case .missing: buffer.append("null")
        case .boolean, .signed, .unsigned:
            let isText = style == .hex || style == .octal
            if isText { buffer.append(0x22) }
            append(value, style == .fraction ? .plain : style, to: &buffer)
            if isText { buffer.append(0x22) }
        case .double: Self.append(jsonDouble: Double(bitPattern: value.bits), to: &buffer)
        case .text where style != .buffer: buffer.append(json: value.bytes)
        case .text, .address:
            scratch.removeAll()
            append(value, style, to: &scratch)
            buffer.append(json: scratch.bytes)
        case .list: Self.append(jsonList: value.bytes, to: &buffer)
        }
    }

    private static func appendNumber(
        _ value: FieldValue, _ style: FieldStyle, to buffer: inout ByteBuffer
    ) {
        switch style {
        case .hex: buffer.append(value.bits, bitsPerDigit: 4)
        case .octal:
            buffer.append(0x30)
            if value.bits != 0 { buffer.append(value.bits, bitsPerDigit: 3) }
        case .fraction: buffer.append(decimal: value.bits, digits: 9)
        default:
            if value.kind == .signed {
                buffer.append(decimal: Int64(bitPattern: value.bits))
            } else {
                buffer.append(decimal: value.bits)
            }
        }
    }

    private func appendBuffer(_ bytes: BorrowedBytes, to buffer: inout ByteBuffer) {
        if usesBase64Buffers {
            buffer.append(base64: bytes)
            return
        }
        let start = buffer.count
        buffer.append(bytes)
        buffer.map(from: start) { $0 >= 0x20 && $0 < 0x7F ? $0 : 0x2E }
    }

    /// One decimal, as the reference prints it.
    private static func append(double value: Double, to buffer: inout ByteBuffer) {
        guard value.isFinite, value.magnitude < 1e15 else {
            buffer.append("<NA>")
            return
        }
        let tenths = Int64((value * 10).rounded(.toNearestOrEven))
        if tenths < 0 { buffer.append(0x2D) }
        buffer.append(decimal: tenths.magnitude / 10)
        buffer.append(0x2E)
        buffer.append(decimal: tenths.magnitude % 10)
    }

    private static func append(jsonDouble value: Double, to buffer: inout ByteBuffer) {
        if value.isFinite {
            buffer.append(text: value.description)
        } else {
            buffer.append("null")
        }
    }

    private static func appendList(_ bytes: BorrowedBytes, to buffer: inout ByteBuffer) {
        buffer.append(0x28)
        var offset = 0
        while let end = bytes.firstIndex(of: 0, from: offset) {
            if offset > 0 { buffer.append(0x2C) }
            buffer.append(bytes.slice(offset, end - offset))
            offset = end + 1
        }
        buffer.append(0x29)
    }

    private static func append(jsonList bytes: BorrowedBytes, to buffer: inout ByteBuffer) {
        if bytes.isEmpty {
            buffer.append("null")
            return
        }
        buffer.append(0x5B)
        var offset = 0
        while let end = bytes.firstIndex(of: 0, from: offset) {
            if offset > 0 { buffer.append(0x2C) }
            buffer.append(json: bytes.slice(offset, end - offset))
            offset = end + 1
        }
        buffer.append(0x5D)
    }

    /// Appends an address: dotted decimals, or IPv6 with the longest run of zero groups left out
    /// (RFC 5952).
    static func append(_ address: IPAddress, to buffer: inout ByteBuffer) {
        if !address.isIPv6 {
            var shift: UInt64 = 24
            while true {
                buffer.append(decimal: (address.low &>> shift) & 0xFF)
                if shift == 0 { return }
                buffer.append(0x2E)
                shift &-= 8
            }
        }
        var raw = in6_addr()
        var text = InlineArray<48, CChar>(repeating: 0)
        unsafe withUnsafeMutableBytes(of: &raw) { target in
            unsafe target.storeBytes(of: address.high.bigEndian, toByteOffset: 0, as: UInt64.self)
            unsafe target.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        unsafe withUnsafeMutableBytes(of: &text) { target in
            guard let base = target.baseAddress else { return }
            let space = unsafe base.assumingMemoryBound(to: CChar.self)
            guard unsafe inet_ntop(AF_INET6, &raw, space, 48) != nil else { return }
            unsafe buffer.append(
                BorrowedBytes(UnsafeRawBufferPointer(start: base, count: strlen(space))))
        }
    }
}
