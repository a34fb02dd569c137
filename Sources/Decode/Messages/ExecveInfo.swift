/// A task runs a new image; the context is that of before (type 3). Fields 12 to 14, 21 and 22 are
/// in `Message.execDescriptors`.
///
/// The order of the properties keeps it, and with it every payload, within 128 bytes: more are not
/// copied inline. Source: gVisor seccheck wire format.
package struct ExecveInfo: BitwiseCopyable {
    /// Field 2 `binary_path`.
    package var binaryPath: ByteRange = .absent
    /// Field 3 `argv`.
    package var argv: RepeatedRange = .none
    /// Field 4 `env`.
    package var env: RepeatedRange = .none
    /// Field 5 `binary_mode`.
    package var binaryMode: UInt32 = 0
    /// Field 6 `binary_uid`.
    package var binaryUid: UInt32 = 0
    /// Field 7 `binary_gid`.
    package var binaryGid: UInt32 = 0
    /// Field 8 `binary_sha256`.
    package var binarySha256: ByteRange = .absent
    /// Field 10 `binary_ino`.
    package var binaryIno: UInt64 = 0
    /// Field 11 `binary_ctime`.
    package var binaryCtime: Timespec = Timespec()
    /// Field 9 `binary_overlayfs_upper`.
    package var binaryOverlayfsUpper: Bool = false
    /// Field 15 `binary_overlayfs_lower`.
    package var binaryOverlayfsLower: Bool = false
    /// Field 20 `binary_in_memfd`.
    package var binaryInMemfd: Bool = false
    /// Field 16 `binary_sha1`.
    package var binarySha1: ByteRange = .absent
    /// Field 17 `execfn`.
    package var execfn: ByteRange = .absent
    /// Field 18 `binary_size`.
    package var binarySize: Int64 = 0
    /// Field 19 `binary_nlink`.
    package var binaryNlink: UInt32 = 0

    @inlinable package init() {}
}

extension ExecveInfo {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ExecveInfo()
        var reader = outer
        message.execDescriptors = ExecDescriptors()
        while reader.hasMore {
            let start = reader.position
            let tag = try reader.tag()
            switch tag {
            case 0o22: payload.binaryPath = try reader.range()
            case 0o32: try reader.append(to: &payload.argv, field: 3, from: start)
            case 0o42: try reader.append(to: &payload.env, field: 4, from: start)
            case 0o50: payload.binaryMode = try reader.uint32()
            case 0o60: payload.binaryUid = try reader.uint32()
            case 0o70: payload.binaryGid = try reader.uint32()
            case 0o102: payload.binarySha256 = try reader.range()
            case 0o110: payload.binaryOverlayfsUpper = try reader.bool()
            case 0o120: payload.binaryIno = try reader.uint64()
            case 0o132:
                outer = reader
                try payload.binaryCtime.merge(from: &outer)
                reader = outer
            case 0o142:
                outer = reader
                try message.execDescriptors.stdin.merge(from: &outer)
                reader = outer
            case 0o152:
                outer = reader
                try message.execDescriptors.stdout.merge(from: &outer)
                reader = outer
            case 0o162:
                outer = reader
                try message.execDescriptors.stderr.merge(from: &outer)
                reader = outer
            case 0o170: payload.binaryOverlayfsLower = try reader.bool()
            case 0o202: payload.binarySha1 = try reader.range()
            case 0o212: payload.execfn = try reader.range()
            case 0o220: payload.binarySize = try reader.int64()
            case 0o230: payload.binaryNlink = try reader.uint32()
            case 0o240: payload.binaryInMemfd = try reader.bool()
            case 0o252:
                outer = reader
                try message.execDescriptors.pipeInputProc.merge(from: &outer)
                reader = outer
            case 0o262:
                outer = reader
                try message.execDescriptors.pipeOutputProc.merge(from: &outer)
                reader = outer
            default:
                outer = reader
                try message.decodeShared(tag, &outer, known: 0x7FFFFC)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
