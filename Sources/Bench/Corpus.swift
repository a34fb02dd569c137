import Core
import Glibc

/// Datagrams of capture files, one behind the other in one piece of memory, as a reader would have
/// them in its buffers.
@safe
struct Corpus: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    /// Where each datagram lies.
    let ranges: [Range<Int>]

    init(_ datagrams: [[UInt8]]) {
        let byteCount = datagrams.reduce(0) { $0 + $1.count }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
        var ranges: [Range<Int>] = []
        var offset = 0
        for datagram in datagrams {
            unsafe memory[offset..<offset + datagram.count].copyBytes(from: datagram)
            ranges.append(offset..<offset + datagram.count)
            offset += datagram.count
        }
        unsafe self.memory = memory
        self.ranges = ranges
    }

    deinit { unsafe memory.deallocate() }

    var byteCount: Int { unsafe memory.count }

    /// All bytes; valid as long as the corpus.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(memory) }

    /// One datagram; valid as long as the corpus.
    func datagram(_ index: Int) -> BorrowedBytes {
        unsafe BorrowedBytes(UnsafeRawBufferPointer(rebasing: bytes[ranges[index]]))
    }
}
