package import Core

extension ParameterText {
    /// The raw text of a parameter that the event has.
    package func appendRaw<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        of event: SyscallEventView, _ index: Int, _ lookup: borrowing Lookup,
        to scratch: inout ByteScratch
    ) {
        guard has(event, index) else { return }
        let row = table.parameter(event.code, index)
        let value = event.integer(index)
        let bytes = event.bytes(index)
        switch row.type {
        case .charbuf, .fspath, .fsrelpath: scratch.append(bytes)
        case .bytebuf: appendBuffer(bytes, isList: Self.isList(row.name), to: &scratch)
        case .charbufArray, .charbufPairArray: Self.appendList(bytes, to: &scratch)
        case .fdlist: scratch.append(bytes.isEmpty ? BorrowedBytes(literal: "NULL") : bytes)
        case .sockaddr:
            if !AddressText.appendAddress(event.tuple, to: &scratch) { scratch.append("NULL") }
        case .socktuple:
            if !AddressText.appendTuple(event.tuple, to: &scratch) { scratch.append("NULL") }
        case .abstime: lookup.appendLocalTime(UInt64(bitPattern: value), to: &scratch)
        case .uid, .gid:
            let isNone = value == 0xFFFF_FFFF || value == -1
            scratch.append(signed: isNone ? -1 : value)
        case .mode: Self.appendOctal(UInt64(bitPattern: value), to: &scratch)
        case .errno, .fd, .fd32, .pid, .pid32, .flags8, .flags16, .flags32, .enumflags8,
            .enumflags16, .enumflags32, .sigtype, .syscallid, .reltime:
            appendNumber(value, row, isPlain: row.type != .errno, to: &scratch)
        case .ipv4addr:
            let address = UInt32(truncatingIfNeeded: value)
            AddressText.append(IPAddress(ipv4: address), to: &scratch)
        default: appendNumber(value, row, isPlain: false, to: &scratch)
        }
    }

    /// An integer in its print format; `isPlain` ones are always decimal.
    private func appendNumber(
        _ value: Int64, _ row: EventParameterRow, isPlain: Bool, to scratch: inout ByteScratch
    ) {
        let bits = UInt64(bitPattern: value) & Self.mask(row.type)
        switch row.format {
        case .hexadecimal where !isPlain && (value >= 0 || row.type != .errno):
            scratch.append(bits, bitsPerDigit: 4)
        case .octal where !isPlain: Self.appendOctal(bits, to: &scratch)
        default:
            if Self.isUnsigned(row.type) {
                scratch.append(decimal: bits)
            } else {
                scratch.append(signed: value)
            }
        }
    }

    /// The bits that a type's number has.
    private static func mask(_ type: ParameterType) -> UInt64 {
        switch type {
        case .int8, .uint8, .flags8, .enumflags8: 0xFF
        case .int16, .uint16, .flags16, .enumflags16, .port: 0xFFFF
        case .int32, .uint32, .flags32, .enumflags32, .mode, .sigset: 0xFFFF_FFFF
        default: .max
        }
    }

    private static func isUnsigned(_ type: ParameterType) -> Bool {
        switch type {
        case .uint8, .uint16, .uint32, .uint64, .flags8, .flags16, .flags32, .enumflags8,
            .enumflags16, .enumflags32, .port, .sigset, .reltime, .syscallid, .sigtype:
            true
        default: false
        }
    }

    /// Octal behind a zero; zero itself is one digit.
    private static func appendOctal(_ value: UInt64, to scratch: inout ByteScratch) {
        if value != 0 { scratch.append(UInt8(ascii: "0")) }
        scratch.append(value, bitsPerDigit: 3)
    }

    /// Buffers that hold texts ended by NUL bytes.
    private static func isList(_ name: BorrowedBytes) -> Bool {
        name.equals(BorrowedBytes(literal: "args")) || name.equals(BorrowedBytes(literal: "env"))
            || name.equals(BorrowedBytes(literal: "cgroups"))
    }

    /// Printable ASCII as it is, anything else a dot; the NUL that ends a list's last text too.
    private func appendBuffer(
        _ bytes: BorrowedBytes, isList: Bool, to scratch: inout ByteScratch
    ) {
        if bytes.isEmpty {
            scratch.append("NULL")
            return
        }
        if isBufferBase64 && !isList {
            Base64.append(bytes.slice(0, Self.bufferLimit / 4 * 3), to: &scratch)
            return
        }
        let shown = bytes.slice(0, Self.bufferLimit)
        for index in 0..<shown.count {
            let byte = shown[index]
            scratch.append(byte >= 0x20 && byte < 0x7F ? byte : UInt8(ascii: "."))
        }
        if isList && shown.count < Self.bufferLimit { scratch.append(UInt8(ascii: ".")) }
    }

    /// `(a,b)` of texts joined by NUL bytes.
    private static func appendList(_ bytes: BorrowedBytes, to scratch: inout ByteScratch) {
        scratch.append(UInt8(ascii: "("))
        for index in 0..<bytes.count {
            scratch.append(bytes[index] == 0 ? UInt8(ascii: ",") : bytes[index])
        }
        scratch.append(UInt8(ascii: ")"))
    }
}
