internal import Core
internal import CLinux
internal import Glibc
internal import Synchronization

/// Limits and choices of a reactor.
package struct IngestSettings: Sendable {
    /// Connections of all shards together; one more is accepted and closed at once, counted.
    package var maxConnections = 4096
    /// How long a peer may take for its first datagram. Afterwards silence is legal for ever.
    package var handshakeDeadlineNanos: UInt64 = 10_000_000_000
    /// The largest datagram that is received whole. A sender without privilege cannot send more
    /// than the host's default send buffer.
    package var maxDatagramBytes = SystemLimits.defaultSendBufferBytes
    /// Receive buffers of a reactor: the most datagrams of one turn.
    /// PERF: CPU per small datagram with 64, 128, 256, 512, 1024 buffers and 16 busy connections:
    /// 1.02, 1.17, 0.90, 0.96, 1.10 µs; with one connection 0.85, 0.88, 0.81, 0.91, 1.00.
    package var bufferCount = 256
    /// Entries of the completion queue; a power of two.
    package var completionCapacity = 2048
    /// The longest that a datagram waits in the kernel so that a wake-up serves many; 0 never
    /// waits. PERF: at 30,000/s a wake-up per datagram cost 8.4 µs each, one per 1 ms 2.2 µs;
    /// from event to alert the median was 1.1 ms with 1.5 ms here, 0.7 ms with 1 ms.
    package var coalesceLimitNanos: UInt64 = 1_200_000
    /// How long accepting pauses after the process or system ran out of descriptors or memory, and
    /// how many such pauses peers wait before they are refused.
    package var acceptPauseNanos: UInt64 = 50_000_000
    package var acceptPauseLimit = 20
    /// Where the reactor takes the time from.
    package var time = TimeSource.system

    package init() {}
}

/// The clock of deadlines and pauses: the system's, or one that a test moves.
package enum TimeSource: Sendable {
    case system
    case manual(ManualClock)

    var nowNanos: UInt64 {
        switch self {
        case .system: Clock.monotonicNanos()
        case .manual(let clock): clock.nowNanos
        }
    }
}

/// A clock that stands still until it is moved. Any thread.
package final class ManualClock: Sendable {
    private let nanos = Atomic<UInt64>(1_000_000_000)

    package init() {}

    package var nowNanos: UInt64 { nanos.load(ordering: .relaxed) }

    package func advance(byNanos count: UInt64) { nanos.add(count, ordering: .relaxed) }
}

/// Sizes that the host sets.
package enum SystemLimits {
    /// `net.core.wmem_default`: the send buffer of a new socket and so a bound on its datagrams,
    /// from 64 KiB to 16 MiB; 212,992 when it cannot be read.
    package static let defaultSendBufferBytes: Int = {
        let usual = 212_992
        let fd = unsafe gvfast_open("/proc/sys/net/core/wmem_default", O_RDONLY | O_CLOEXEC, 0)
        guard fd >= 0 else { return usual }
        let file = OwnedDescriptor(fd)
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe read(file.fd, buffer.baseAddress, buffer.count)
        }
        let digits = bytes.prefix(max(0, count)).prefix { $0 >= 48 && $0 <= 57 }
        guard let value = Int(String(decoding: digits, as: UTF8.self)) else { return usual }
        return min(max(value, 65_536), 16 << 20)
    }()
}
