internal import Core
internal import Glibc

/// Capture files as a reactor: each file is a connection that opens, delivers its datagrams, and
/// closes; one file after the other.
@safe
package struct CaptureReactor: ~Copyable, Reactor {
    private static let runCapacity = 256

    private var paths: [String]
    /// The file that is being read, or the next one to open.
    private var pathIndex = 0
    private var reader: CaptureReader?
    private var current = ConnectionID(slot: 0, serial: 0)
    private var isOpenReported = false
    private var isCloseRequested = false
    private let items: UnsafeMutablePointer<IngestItem>
    private var itemCount = 0
    private var sums = IngestCounters()
    private var fileCounters = ConnectionCounters()
    /// What went wrong with files, in order; the next file is read all the same.
    package private(set) var errors: [CaptureError] = []

    /// Reads the files in the given order. The first is opened at once, so that a wrong path is
    /// told at the start.
    package init(paths: [String]) throws(CaptureError) {
        precondition(!paths.isEmpty)
        let first = try CaptureReader(path: paths[0])
        self.paths = paths
        unsafe items = .allocate(capacity: Self.runCapacity)
        reader = consume first
    }

    deinit { unsafe items.deallocate() }

    /// Never waits: a file is always ready. The wait is ignored.
    package mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        itemCount = 0
        if isCloseRequested {
            isCloseRequested = false
            endFile(.requested)
        }
        while itemCount == 0 && pathIndex < paths.count {
            do throws(CaptureError) {
                try read()
            } catch {
                errors.append(error)
                endFile(.receiveError)
            }
        }
        return unsafe IngestRun(items: items, count: itemCount)
    }

    /// Fills the run from the present file. Datagrams lie in the reader's buffer, so a run that has
    /// some neither reads on nor leaves the file.
    private mutating func read() throws(CaptureError) {
        if reader == nil { reader = try CaptureReader(path: paths[pathIndex]) }
        if !isOpenReported { reportOpened() }
        let firstCount = fileCounters.receivedCount
        while itemCount < Self.runCapacity {
            if let datagram = try reader?.nextBuffered() {
                report(datagram)
            } else if fileCounters.receivedCount > firstCount {
                return
            } else if try reader?.fill() != true {
                // nil, or an error when the file ends inside a record
                _ = try reader?.next()
                endFile(.endOfFile)
                return
            }
        }
    }

    private mutating func report(_ datagram: BorrowedBytes) {
        if datagram.isEmpty {
            sums.emptyCount &+= 1
            fileCounters.emptyCount &+= 1
            return
        }
        sums.receivedCount &+= 1
        sums.receivedBytes &+= UInt64(datagram.count)
        fileCounters.receivedCount &+= 1
        fileCounters.receivedBytes &+= UInt64(datagram.count)
        append(IngestItem(kind: .datagram, connection: current, bytes: datagram))
    }

    private mutating func reportOpened() {
        current = ConnectionID(slot: 0, serial: current.serial &+ 1)
        isOpenReported = true
        fileCounters = ConnectionCounters()
        sums.connectedCount &+= 1
        sums.openedCount &+= 1
        append(IngestItem(kind: .opened, connection: current))
    }

    /// Leaves the present file for the next one.
    private mutating func endFile(_ reason: CloseReason) {
        reader = nil
        pathIndex += 1
        if !isOpenReported { return }
        isOpenReported = false
        sums.closedCount &+= 1
        append(IngestItem(kind: .closed, connection: current, reason: reason))
    }

    private mutating func append(_ item: IngestItem) {
        precondition(itemCount < Self.runCapacity)
        let slots = unsafe items
        unsafe (slots + itemCount).initialize(to: item)
        itemCount += 1
    }

    package var isAtEnd: Bool { pathIndex >= paths.count }

    /// Goes on with the next file; what the present run borrows stays valid until then.
    package mutating func close(_ connection: ConnectionID) {
        if connection == current && isOpenReported { isCloseRequested = true }
    }

    /// Reads the present file to its end and no other.
    package mutating func stopAccepting() { paths.removeLast(max(0, paths.count - pathIndex - 1)) }

    package var counters: IngestCounters { sums }

    package func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters {
        fileCounters
    }

    /// The process that was recorded is not in the file.
    package func peer(_ connection: ConnectionID) -> PeerCredentials { PeerCredentials() }

    package var connectionCount: Int { isAtEnd ? 0 : 1 }
}
