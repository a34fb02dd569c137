/// An executable mapping is about to be made (type 35).
///
/// Source: gVisor seccheck wire format.
package struct MmapInfo: BitwiseCopyable {
    /// Field 2 `mapped_path`.
    package var mappedPath: ByteRange = .absent
    /// Field 3 `mapped_ino`.
    package var mappedIno: UInt64 = 0
    /// Field 4 `mapped_mode`.
    package var mappedMode: UInt32 = 0
    /// Field 5 `mapped_uid`.
    package var mappedUid: UInt32 = 0
    /// Field 6 `mapped_gid`.
    package var mappedGid: UInt32 = 0
    /// Field 7 `is_initial_mmap`.
    package var isInitialMmap: Bool = false
    /// Field 8 `mapped_ctime`.
    package var mappedCtime: Timespec = Timespec()
    /// Field 9 `overlayfs_upper`.
    package var overlayfsUpper: Bool = false
    /// Field 10 `overlayfs_lower`.
    package var overlayfsLower: Bool = false

    @inlinable package init() {}
}

extension MmapInfo {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = MmapInfo()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o22: payload.mappedPath = try reader.range()
            case 0o30: payload.mappedIno = try reader.uint64()
            case 0o40: payload.mappedMode = try reader.uint32()
            case 0o50: payload.mappedUid = try reader.uint32()
            case 0o60: payload.mappedGid = try reader.uint32()
            case 0o70: payload.isInitialMmap = try reader.bool()
            case 0o102:
                outer = reader
                try payload.mappedCtime.merge(from: &outer)
                reader = outer
            case 0o110: payload.overlayfsUpper = try reader.bool()
            case 0o120: payload.overlayfsLower = try reader.bool()
            default:
                outer = reader
                try message.decodeShared(tag, &outer, known: 0b11111111100)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
