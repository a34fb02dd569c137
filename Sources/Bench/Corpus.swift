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

extension Corpus {
    /// The datagrams of a capture in gVisor's replay format: 16 bytes of magic, then records behind
    /// their length of eight bytes, the first of which is not a datagram.
    static func read(_ path: String) throws -> [[UInt8]] {
        let content = try file(path)
        guard content.count > 16, content.starts(with: Array("tracereplay file".utf8)) else {
            throw BenchError("\(path) is not a capture")
        }
        var datagrams: [[UInt8]] = []
        var position = 16
        while position + 8 <= content.count {
            let length = (0..<8).reversed().reduce(UInt64(0)) {
                $0 << 8 | UInt64(content[position + $1])
            }
            position += 8
            guard length <= UInt64(content.count - position) else {
                throw BenchError("\(path) ends within a record")
            }
            datagrams.append(Array(content[position..<position + Int(length)]))
            position += Int(length)
        }
        return Array(datagrams.dropFirst())
    }

    static func file(_ path: String) throws -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { throw BenchError("cannot open \(path)") }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return content }
            content.append(contentsOf: chunk[0..<count])
        }
    }
}

/// What the user must know when a benchmark cannot run.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
