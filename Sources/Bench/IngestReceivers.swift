import CLinux
import Core
import Glibc
import Ingest
import Synchronization

/// What a receiver thread and the main thread say to each other.
final class ReceiverLink: Sendable {
    /// All connections are open: the senders may begin.
    let ready: WakeSignal
    let usage = Mutex(ReceiverUsage())

    init() throws(SystemError) { ready = try WakeSignal() }
}

/// Runs a bare receiver on the calling thread until the reactor is at its end.
func receiveBare<Source: Reactor & ~Copyable>(from reactor: consuming Source) {
    var reactor = reactor
    var receiver = BareReceiver()
    while !reactor.isAtEnd { receiver.take(reactor.next(maxWaitNanos: 1_000_000_000)) }
}

/// The other floor: what a plain program does, epoll and `recvmmsg` of 64 into small buffers, or
/// `recvmmsg` alone for one connection.
enum PlainReceiver {
    private static let batch = 64
    private static let bufferBytes = 4096

    static func run(
        _ listener: borrowing SocketListener, connectionCount: Int, _ link: ReceiverLink
    ) {
        let sockets = (0..<connectionCount).map { _ in accept(listener.fd) }
        let buffers = UnsafeMutableRawPointer.allocate(
            byteCount: batch * bufferBytes, alignment: 4096)
        let vector = UnsafeMutableRawPointer.allocate(
            byteCount: gvfast_receive_vector_size(UInt32(batch)), alignment: 16)
        defer {
            unsafe buffers.deallocate()
            unsafe vector.deallocate()
            for fd in sockets { closeDescriptor(fd) }
        }
        for index in 0..<batch {
            unsafe gvfast_receive_vector_set(
                vector, UInt32(batch), UInt32(index), buffers + index * bufferBytes, bufferBytes)
        }
        let start = ReceiverUsage.now()
        link.ready.notify()
        var usage =
            unsafe sockets.count == 1
            ? drainOne(sockets[0], vector) : drainMany(sockets, vector)
        let (events, bytes) = (usage.events, usage.bytes)
        usage = ReceiverUsage.now()
        usage.subtract(start)
        usage.events = events
        usage.bytes = bytes
        usage.checksum = events &* 31 &+ bytes
        link.usage.withLock { [usage] in $0 = usage }
    }

    private static func accept(_ listener: Int32) -> Int32 {
        _ = gvfast_poll_in(listener, -1)
        let fd = gvfast_accept(listener)
        precondition(fd >= 0)
        _ = fcntl(fd, F_SETFL, 0)
        _ = gvfast_poll_in(fd, -1)
        var hello: [UInt8] = [0, 0]
        unsafe hello.withUnsafeMutableBytes { bytes in
            _ = unsafe gvfast_receive(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count)
            _ = unsafe gvfast_send(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count, 1)
        }
        return fd
    }

    /// Adds what one call has received; false at the end of the connection.
    private static func add(
        _ count: Int32, _ vector: UnsafeMutableRawPointer, _ usage: inout ReceiverUsage
    ) -> Bool {
        for index in 0..<max(0, count) {
            let length = unsafe gvfast_receive_vector_length(vector, UInt32(index))
            if length == 0 { return false }
            usage.events += 1
            usage.bytes += UInt64(length)
        }
        return count > 0
    }

    private static func drainOne(_ fd: Int32, _ vector: UnsafeMutableRawPointer) -> ReceiverUsage {
        var usage = ReceiverUsage()
        while unsafe add(
            gvfast_receive_many_waiting(fd, vector, UInt32(batch)), vector, &usage)
        {}
        return usage
    }

    private static func drainMany(
        _ sockets: [Int32], _ vector: UnsafeMutableRawPointer
    ) -> ReceiverUsage {
        var usage = ReceiverUsage()
        let epoll = OwnedDescriptor(gvfast_epoll_create())
        for fd in sockets { _ = gvfast_epoll_add(epoll.fd, fd, UInt64(fd)) }
        var events = [gvfast_epoll_event](repeating: gvfast_epoll_event(), count: 64)
        var liveCount = sockets.count
        while liveCount > 0 {
            let count = unsafe gvfast_epoll_wait(epoll.fd, &events, 64, -1)
            for index in 0..<Int(max(0, count)) {
                let fd = Int32(truncatingIfNeeded: events[index].data)
                let received = unsafe gvfast_receive_many(fd, vector, 0, UInt32(batch))
                if unsafe !add(received, vector, &usage) {
                    _ = gvfast_epoll_remove(epoll.fd, fd)
                    liveCount -= 1
                }
            }
        }
        return usage
    }
}
