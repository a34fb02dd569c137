import BenchSupport
import CLinux
import Core
import Glibc

/// Reads alerts of the form `… @TIME@` and records how late each is.
struct AlertReader {
    let descriptor: Int32

    /// Returns how many came before nothing was heard for two seconds.
    func read(_ expected: Int, into delays: inout Histogram) -> Int {
        var found = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var time: UInt64 = 0
        var isInside = false
        var wait: Int32 = 10_000
        while found < expected, gvfast_poll_in(descriptor, wait) > 0 {
            wait = 2_000
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            let now = Clock.realtimeNanos()
            for byte in chunk[0..<count] {
                if byte == UInt8(ascii: "@") {
                    if isInside {
                        delays.record(now > time ? now - time : 0)
                        found += 1
                    }
                    isInside.toggle()
                    time = 0
                } else if isInside && byte >= 0x30 && byte <= 0x39 {
                    time = time &* 10 &+ UInt64(byte - 0x30)
                }
            }
        }
        return found
    }
}

/// The floor: wakes for each datagram, looks at nothing but the time of marked ones. What it shows
/// is what the machine and the sender make of the schedule.
struct FloorReader {
    let socket: Int32

    /// Returns how many marked datagrams came before nothing was heard for two seconds.
    func read(_ expected: Int, into delays: inout Histogram) -> Int {
        var found = 0
        var bytes = [UInt8](repeating: 0, count: 4096)
        while found < expected, gvfast_poll_in(socket, 2_000) > 0 {
            while true {
                let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe gvfast_receive(socket, buffer.baseAddress!, buffer.count)
                }
                if count <= 0 { break }
                guard count == LatencyFeed.markedByteCount else { continue }
                let time = OpenMessage.time(in: bytes)
                let now = Clock.realtimeNanos()
                delays.record(now > time ? now - time : 0)
                found += 1
            }
        }
        return found
    }
}
