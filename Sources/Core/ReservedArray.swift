internal import Glibc

/// A fixed run of elements of one plain type whose memory is zero and is taken page by page as it
/// is first written: address space for a large limit costs nothing until it is used.
///
/// One owner, no locking. Safety: every access checks the index against `count`.
@safe
@usableFromInline package struct ReservedArray<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    /// Elements there are; all of them are legal to read, zero bytes at first.
    @usableFromInline package let count: Int

    /// Reserves `count` elements, whose zero pattern must be a value of `Element`.
    package init(count: Int) {
        precondition(count > 0)
        let byteCount = count * MemoryLayout<Element>.stride
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let memory = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            preconditionFailure("cannot reserve \(byteCount) bytes of address space")
        }
        unsafe elements = memory.assumingMemoryBound(to: Element.self)
        self.count = count
    }

    deinit {
        unsafe munmap(elements, count * MemoryLayout<Element>.stride)
    }

    @inlinable package subscript(_ index: Int) -> Element {
        unsafeAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe UnsafePointer(elements + index)
        }
        unsafeMutableAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe elements + index
        }
    }

    /// The address of the first element, for the types of this module that wrap the array.
    @unsafe @usableFromInline var base: UnsafeMutablePointer<Element> { unsafe elements }
}
