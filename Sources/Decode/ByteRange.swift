/// Where a string or bytes field lies in its datagram: offset and length in bytes from the
/// datagram's first byte. Valid as long as the datagram. Offset 0 (the header) means absent.
@usableFromInline package struct ByteRange: Equatable, BitwiseCopyable, Sendable {
    @usableFromInline package var offset: UInt32
    @usableFromInline package var byteCount: UInt32

    @inlinable package init(offset: UInt32, byteCount: UInt32) {
        self.offset = offset
        self.byteCount = byteCount
    }

    /// The field is not on the wire, which proto3 also uses for the empty string.
    @inlinable package static var absent: ByteRange { ByteRange(offset: 0, byteCount: 0) }

    @inlinable package var isPresent: Bool { offset != 0 }
    @inlinable package var isEmpty: Bool { byteCount == 0 }
}

/// A repeated string field: where its first occurrence's tag begins, where its last one ends, and
/// how many there are. Elements are found again by walking the fields between, since other fields
/// may stand among them.
@usableFromInline package struct RepeatedRange: Equatable, BitwiseCopyable, Sendable {
    @usableFromInline package var startOffset: UInt32
    @usableFromInline package var endOffset: UInt32
    @usableFromInline package var count: UInt32
    @usableFromInline package var fieldNumber: UInt32

    @inlinable package init(
        startOffset: UInt32, endOffset: UInt32, count: UInt32, fieldNumber: UInt32
    ) {
        self.startOffset = startOffset
        self.endOffset = endOffset
        self.count = count
        self.fieldNumber = fieldNumber
    }

    @inlinable package static var none: RepeatedRange {
        RepeatedRange(startOffset: 0, endOffset: 0, count: 0, fieldNumber: 0)
    }

    @inlinable package var isEmpty: Bool { count == 0 }
}
