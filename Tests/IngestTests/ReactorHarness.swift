import Core
import Ingest

/// Builds reactors of either backend and runs a test body, written once, on each.
enum ReactorHarness {
    /// The backends that work here: both, unless io_uring is forbidden, which is said.
    static let backends: [IngestBackend] = {
        if let reason = try? IngestBackend.select(.auto).reason {
            print("tests run on epoll alone: \(reason)")
            return [.epoll]
        }
        return [.uring, .epoll]
    }()

    /// Settings with buffers small enough for a test.
    static func settings() -> IngestSettings {
        var settings = IngestSettings()
        settings.maxConnections = 64
        return settings
    }

    /// A reactor that listens at `path`.
    static func listening(
        _ backend: IngestBackend, settings: IngestSettings = settings(),
        body: (inout AnyReactor, String) throws -> Void
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/gvfast.sock"
        let group = try ReactorGroup(count: 1, maxConnections: settings.maxConnections)
        let listener = try SocketListener(path: path)
        var reactor = try AnyReactor(
            backend, settings: settings, group: group, index: 0, listener: listener)
        try body(&reactor, path)
    }

    /// A reactor without a listener, and its group for adoptions.
    static func bare(
        _ backend: IngestBackend, settings: IngestSettings = settings(),
        body: (inout AnyReactor, ReactorGroup) throws -> Void
    ) throws {
        let group = try ReactorGroup(count: 1, maxConnections: settings.maxConnections)
        var reactor = try AnyReactor(backend, settings: settings, group: group, index: 0)
        try body(&reactor, group)
    }
}

/// Either backend behind one type, for tests only.
enum AnyReactor: ~Copyable, Reactor {
    case uring(UringReactor)
    case epoll(EpollReactor)

    init(
        _ backend: IngestBackend, settings: IngestSettings, group: ReactorGroup, index: Int,
        listener: consuming SocketListener? = nil
    ) throws(SystemError) {
        let taken = listener.take()
        switch backend {
        case .uring:
            self = .uring(
                try UringReactor(
                    settings: settings, group: group, index: index, listener: taken))
        case .epoll:
            self = .epoll(
                try EpollReactor(
                    settings: settings, group: group, index: index, listener: taken))
        }
    }

    mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        switch consume self {
        case .uring(var reactor):
            let run = reactor.next(maxWaitNanos: maxWaitNanos)
            self = .uring(reactor)
            return run
        case .epoll(var reactor):
            let run = reactor.next(maxWaitNanos: maxWaitNanos)
            self = .epoll(reactor)
            return run
        }
    }

    mutating func close(_ connection: ConnectionID) {
        switch consume self {
        case .uring(var reactor):
            reactor.close(connection)
            self = .uring(reactor)
        case .epoll(var reactor):
            reactor.close(connection)
            self = .epoll(reactor)
        }
    }

    mutating func stopAccepting() {
        switch consume self {
        case .uring(var reactor):
            reactor.stopAccepting()
            self = .uring(reactor)
        case .epoll(var reactor):
            reactor.stopAccepting()
            self = .epoll(reactor)
        }
    }

    var counters: IngestCounters {
        switch self {
        case .uring(let reactor): reactor.counters
        case .epoll(let reactor): reactor.counters
        }
    }

    func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters {
        switch self {
        case .uring(let reactor): reactor.connectionCounters(connection)
        case .epoll(let reactor): reactor.connectionCounters(connection)
        }
    }

    func peer(_ connection: ConnectionID) -> PeerCredentials {
        switch self {
        case .uring(let reactor): reactor.peer(connection)
        case .epoll(let reactor): reactor.peer(connection)
        }
    }

    var connectionCount: Int {
        switch self {
        case .uring(let reactor): reactor.connectionCount
        case .epoll(let reactor): reactor.connectionCount
        }
    }

    var isAtEnd: Bool { false }
}
