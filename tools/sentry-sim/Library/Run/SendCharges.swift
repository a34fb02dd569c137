internal import CLinux
internal import Glibc

/// What the kernel counts against a socket's send buffer for a datagram, measured at start on a
/// pair of sockets: it allocates in steps that depend on its build.
package struct SendCharges {
    private static let stepByteCount = 64
    /// Sizes up to 4,096 bytes are measured.
    private static let stepCount = 64
    /// `SO_MEMINFO` and the places of its numbers; linux/sock_diag.h.
    private static let memoryOption: Int32 = 55
    private static let queuedPlace = 2
    private static let bufferPlace = 3

    /// By steps of 64 bytes: what the largest datagram of the step costs.
    private var charges: [Int] = []
    private let bufferByteCount: Int

    /// Nil where the kernel does not tell.
    package init?() {
        var pair: [Int32] = [-1, -1]
        guard unsafe gvfast_seqpacket_pair(1, &pair) == 0 else { return nil }
        defer { for fd in pair { close(fd) } }
        let bytes = [UInt8](repeating: 0, count: Self.stepCount * Self.stepByteCount)
        var room = bytes
        guard let empty = Self.memory(pair[0]) else { return nil }
        bufferByteCount = empty.buffer
        for step in 1...Self.stepCount {
            let count = step * Self.stepByteCount
            guard unsafe gvfast_send(pair[0], bytes, count, 0) == Int64(count),
                let memory = Self.memory(pair[0]), memory.queued > 0,
                unsafe gvfast_receive(pair[1], &room, room.count) == Int64(count)
            else { return nil }
            charges.append(max(memory.queued, charges.last ?? 0))
        }
    }

    private static func memory(_ fd: Int32) -> (queued: Int, buffer: Int)? {
        var numbers = [UInt32](repeating: 0, count: 16)
        var byteCount = socklen_t(numbers.count * 4)
        let status = unsafe getsockopt(fd, SOL_SOCKET, memoryOption, &numbers, &byteCount)
        guard status == 0, Int(byteCount) >= 4 * (bufferPlace + 1) else { return nil }
        return (Int(numbers[queuedPlace]), Int(numbers[bufferPlace]))
    }

    /// A socket is told to have room when at most a quarter of its buffer is used; unix(7),
    /// `unix_writable` in the kernel.
    package var roomByteCount: Int { bufferByteCount - bufferByteCount / 4 }

    /// What a datagram of `byteCount` bytes costs at most; more than there is for large ones.
    package func charge(_ byteCount: Int) -> Int {
        let step = (max(1, byteCount) - 1) / Self.stepByteCount
        return step < charges.count ? charges[step] : .max / 2
    }
}
