public import Core

extension ByteRange {
    /// The bytes of this field of `datagram`; empty when the field is absent. Valid as long as the
    /// datagram. A range of another datagram gives what there is, never a trap.
    @inlinable @inline(__always)
    package func bytes(of datagram: BorrowedBytes) -> BorrowedBytes {
        datagram.part(offset, byteCount)
    }

    /// The bytes of this field of `datagram`, in the same way.
    @inlinable
    @_lifetime(copy datagram)
    package func bytes(of datagram: RawSpan) -> RawSpan {
        let first = min(Int(offset), datagram.byteCount)
        let count = min(Int(byteCount), datagram.byteCount &- first)
        return datagram.extracting(first..<first &+ count)
    }
}

extension RepeatedRange {
    /// The elements of this field of `datagram`. Valid as long as the datagram.
    @inlinable
    package func strings(of datagram: BorrowedBytes) -> RepeatedStrings {
        RepeatedStrings(of: datagram, self)
    }
}

extension BorrowedBytes {
    /// The same bytes as a span, for the decoder. The caller keeps them alive meanwhile.
    @inlinable package var rawSpan: RawSpan {
        @_lifetime(borrow self) get {
            unsafe _overrideLifetime(rawBuffer.bytes, borrowing: self)
        }
    }
}
