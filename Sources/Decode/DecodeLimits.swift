/// Every limit of the decoder. What is beyond one is rejected with a reason, never cut.
///
/// There is no limit on the number of fields or of repeated elements but the datagram's length: a
/// field costs at least two bytes and nothing is stored per element, so the work per datagram is
/// linear in its length. Nesting is bounded by the message types themselves, which do not refer to
/// each other in a circle; unknown submessages are skipped by length, never entered.
package enum DecodeLimits {
    /// Bytes of a datagram with its header. A sender's socket buffer bounds it (212,960 bytes at
    /// the usual `net.core.wmem_default`); 16 MiB leaves room for hosts that raised it.
    @inlinable package static var datagramByteCount: Int { 16 << 20 }
    /// Bytes of the header as it is today, and the least it can ever be.
    @inlinable package static var headerByteCountMin: Int { 8 }
    /// Bytes of one varint: 64 bits in groups of seven.
    @inlinable package static var varintByteCount: Int { 10 }
    /// Bytes of a field's tag, which is a 32-bit varint.
    @inlinable package static var tagByteCount: Int { 5 }
    /// Bytes of the length before a string, bytes or message field.
    @inlinable package static var lengthByteCount: Int { 5 }
    /// Messages within messages, the payload being the first: `ExecveInfo` → `PipeProcInfo` →
    /// context → credentials, and `ExecveInfo` → `FdInfo` → `SocketInfo` → `SocketIp`.
    @inlinable package static var nestingDepth: Int { 4 }
}
