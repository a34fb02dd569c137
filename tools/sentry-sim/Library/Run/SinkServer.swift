internal import CLinux
internal import Core
internal import Glibc
internal import Ingest

/// A server that takes what sandboxes send and does as little as possible: it discards, or stores
/// each connection as a capture. One thread, epoll.
@safe
package final class SinkServer {
    private let path: String
    private let folder: String?
    private let listener: Int32
    private let epoll: Int32
    private var connections: [Int32: Connection] = [:]
    private var nextFile = 0
    package private(set) var messageCount = 0
    package private(set) var byteCount = 0
    package private(set) var connectionCount = 0
    /// Datagrams that were larger than what a Sentry can send, and stored in part.
    package private(set) var truncatedCount = 0
    /// Connections wait in the backlog while there are no descriptors for them.
    private var isAccepting = true
    /// CPU time of the thread that ran the server.
    package private(set) var cpuNanos: UInt64 = 0
    private let vector: UnsafeMutableRawPointer
    private let buffers: UnsafeMutableRawPointer

    private static let slotCount: UInt32 = 64
    /// Of each buffer: a Sentry's largest datagram at the usual socket buffer.
    private let datagramByteCount: Int

    private final class Connection {
        var isReady = false
        private var file: CaptureWriter?

        func open(_ path: String) throws(SimError) { file = try CaptureFile.create(path) }

        func store(_ datagram: UnsafeRawBufferPointer) throws(SimError) {
            try CaptureFile.stating { () throws(CaptureError) in
                try unsafe file?.write(BorrowedBytes(datagram))
            }
        }

        func flush() throws(SimError) {
            try CaptureFile.stating { () throws(CaptureError) in try file?.flush() }
        }
    }

    /// Listens on `path`; stores captures in `folder` when one is given.
    package init(path: String, folder: String? = nil) throws(SimError) {
        try Self.clear(path)
        SimRunner.raiseDescriptorLimit()
        let fd = gvfast_seqpacket_socket(1)
        var result = fd < 0 ? fd : unsafe gvfast_bind_path(fd, path)
        if result >= 0, listen(fd, 4_096) != 0 { result = -errno }
        guard result >= 0 else {
            if fd >= 0 { Glibc.close(fd) }
            throw SimError("listen on \(path): \(unsafe String(cString: strerror(-result)))")
        }
        if let folder { unsafe mkdir(folder, 0o777) }
        self.path = path
        self.folder = folder
        listener = fd
        epoll = gvfast_epoll_create()
        gvfast_epoll_add(epoll, fd, UInt64(fd))
        // What is discarded need not be copied; its length is told all the same.
        datagramByteCount = folder == nil ? 0 : 213_000
        let slots = Int(Self.slotCount)
        unsafe vector = .allocate(
            byteCount: gvfast_receive_vector_size(Self.slotCount), alignment: 16)
        unsafe buffers = .allocate(byteCount: max(1, slots * datagramByteCount), alignment: 64)
        for index in 0..<slots {
            unsafe gvfast_receive_vector_set(
                vector, Self.slotCount, UInt32(index), buffers + index * datagramByteCount,
                datagramByteCount)
        }
    }

    /// Removes a socket that an earlier server left behind, and nothing else.
    static func clear(_ path: String) throws(SimError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw SimError("listen on \(path): there is something that is no socket")
        }
        unsafe unlink(path)
    }

    deinit {
        for fd in connections.keys { Glibc.close(fd) }
        Glibc.close(listener)
        Glibc.close(epoll)
        unsafe unlink(path)
        unsafe vector.deallocate()
        unsafe buffers.deallocate()
    }

    /// Serves until `isOver` says so, which is asked at least every 100 ms, or until every one of
    /// `connectionLimit` connections has come and gone.
    package func serve(
        connectionLimit: Int? = nil, isOver: () -> Bool = { false }
    ) throws(SimError) {
        let cpuStart = SimRunner.threadCPUNanos()
        var events = [gvfast_epoll_event](
            repeating: gvfast_epoll_event(data: 0, events: 0, unused: 0), count: 256)
        while !isOver() {
            if let connectionLimit, connectionCount >= connectionLimit, connections.isEmpty {
                break
            }
            let count = unsafe gvfast_epoll_wait(epoll, &events, 256, 100_000_000)
            for index in 0..<max(0, Int(count)) {
                let fd = Int32(truncatingIfNeeded: events[index].data)
                if fd == listener { accept() } else { try receive(fd) }
            }
            if folder == nil, connections.count == 1, let fd = connections.keys.first {
                try serveAlone(fd, isOver)
            }
        }
        for connection in connections.values { try connection.flush() }
        cpuNanos = SimRunner.threadCPUNanos() - cpuStart
    }

    /// Discards what the only connection sends until it ends or another one comes.
    ///
    /// PERF: a descriptor that epoll watches costs its sender a call for every message, one that is
    /// waited for only when it is empty does not: some 0.08 µs of CPU a message.
    private func serveAlone(_ fd: Int32, _ isOver: () -> Bool) throws(SimError) {
        gvfast_epoll_remove(epoll, fd)
        while !isOver(), gvfast_poll_in(listener, 0) == 0 {
            if gvfast_poll_in(fd, 100) == 0 { continue }
            try receive(fd)
            if connections[fd] == nil { return }
        }
        gvfast_epoll_add(epoll, fd, UInt64(fd))
    }

    private func accept() {
        while true {
            let fd = gvfast_accept(listener)
            if fd == -EMFILE || fd == -ENFILE {
                gvfast_epoll_remove(epoll, listener)
                isAccepting = false
            }
            if fd < 0 { return }
            connections[fd] = Connection()
            connectionCount += 1
            gvfast_epoll_add(epoll, fd, UInt64(fd))
        }
    }

    private func receive(_ fd: Int32) throws(SimError) {
        guard let connection = connections[fd] else { return }
        while true {
            // The handshake comes alone: the client waits for the answer.
            let wanted = connection.isReady ? Self.slotCount : 1
            let count = unsafe gvfast_receive_many(fd, vector, 0, wanted)
            if count == -EAGAIN { return }
            guard count > 0 else { return try end(fd, connection) }
            for index in 0..<UInt32(count) {
                let length = Int(unsafe gvfast_receive_vector_length(vector, index))
                // At the end of a connection every slot reports an empty datagram.
                if length == 0, gvfast_poll_state(fd) & gvfast_POLLRDHUP != 0 {
                    return try end(fd, connection)
                }
                if connection.isReady {
                    messageCount += 1
                    if folder != nil, length > datagramByteCount { truncatedCount += 1 }
                    byteCount += length
                    let stored = min(length, datagramByteCount)
                    try unsafe connection.store(
                        UnsafeRawBufferPointer(
                            start: buffers + Int(index) * datagramByteCount, count: stored))
                } else {
                    try welcome(fd, connection)
                }
            }
            if count < Int32(wanted) { return }
        }
    }

    private func welcome(_ fd: Int32, _ connection: Connection) throws(SimError) {
        connection.isReady = true
        let reply: [UInt8] = [0x08, 0x01]
        _ = unsafe gvfast_send(fd, reply, reply.count, 0)
        guard let folder else { return }
        let digits = String(nextFile)
        nextFile += 1
        let name = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        try connection.open("\(folder)/connection-\(name).trace")
    }

    private func end(_ fd: Int32, _ connection: Connection) throws(SimError) {
        try connection.flush()
        connections[fd] = nil
        gvfast_epoll_remove(epoll, fd)
        Glibc.close(fd)
        if !isAccepting {
            gvfast_epoll_add(epoll, listener, UInt64(listener))
            isAccepting = true
        }
    }
}
