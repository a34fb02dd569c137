package import Core
internal import Glibc
internal import Synchronization

/// Records every connection of the shards into a folder, one capture file each, on a thread of its
/// own, so that no shard ever waits for the disk.
///
/// Each shard has a lane with a bounded queue to the thread; a datagram that finds the queue full
/// is left out of the recording and counted. Any thread may read the counters.
package final class CaptureRecorder: Sendable {
    /// What was recorded and what was not, of all shards.
    package struct Counters: Equatable, Sendable {
        package var writtenCount: UInt64 = 0
        package var droppedCount: UInt64 = 0
        package var fileCount: UInt64 = 0
        package var errorCount: UInt64 = 0
        /// The newest error, for the log.
        package var lastError: CaptureError?

        package init() {}
    }

    /// The folder that is written to.
    package let folder: String
    let wake: WakeSignal
    let isStopping = Atomic<Bool>(false)
    /// One for each shard.
    let queues: [SPSCByteQueue]
    private let state = Mutex(Counters())
    private let thread: Mutex<ShardThread?>

    /// Starts recording into `folder`, which is made when missing, for `shardCount` shards with a
    /// queue of `queueBytes` (a power of two; a datagram may take half of it) each.
    package init(folder: String, shardCount: Int, queueBytes: Int = 8 << 20) throws(CaptureError) {
        if unsafe mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw .system(path: folder, SystemError(call: "mkdir", code: errno))
        }
        if unsafe access(folder, W_OK | X_OK) != 0 {
            throw .system(path: folder, SystemError(call: "access", code: errno))
        }
        self.folder = folder
        queues = (0..<shardCount).map { _ in SPSCByteQueue(capacity: queueBytes) }
        do throws(SystemError) { wake = try WakeSignal() } catch {
            throw .system(path: folder, error)
        }
        thread = Mutex(nil)
        try startThread()
    }

    private func startThread() throws(CaptureError) {
        do throws(SystemError) {
            try thread.withLock { (slot) throws(SystemError) in
                slot = try ShardThread(name: "gvfast-record", payload: self) {
                    (recorder: consuming CaptureRecorder) in RecorderLoop(recorder).run()
                }
            }
        } catch {
            throw .system(path: folder, error)
        }
    }

    /// The lane of one shard; each can be taken once.
    package func lane(shard: Int) -> CaptureLane {
        CaptureLane(recorder: self, producer: queues[shard].takeProducer())
    }

    /// Writes what is queued, closes the files, ends the thread. A second call does nothing.
    package func stop() {
        let running = thread.withLock { $0.take() }
        guard let running else { return }
        isStopping.store(true, ordering: .releasing)
        wake.notify()
        running.join()
    }

    package var counters: Counters { state.withLock { $0 } }

    func update(_ body: (inout Counters) -> Void) { state.withLock { body(&$0) } }
}

/// One shard's way into the recording; used by that shard's thread alone.
///
/// ```
/// queue record: [ UInt32: 0 datagram, 1 end of connection ][ UInt32 serial ][ datagram ]
/// ```
package struct CaptureLane: ~Copyable, Sendable {
    static let headBytes = 8

    private let recorder: CaptureRecorder
    private var producer: SPSCProducer
    private var isDirty = false

    init(recorder: CaptureRecorder, producer: consuming SPSCProducer) {
        self.recorder = recorder
        self.producer = producer
    }

    /// Adds a datagram of a connection, or counts it as dropped. Copies, never waits.
    package mutating func record(_ connection: ConnectionID, _ datagram: BorrowedBytes) {
        if !write(0, connection, datagram) { recorder.update { $0.droppedCount += 1 } }
    }

    /// The connection is over: its file is closed.
    package mutating func ended(_ connection: ConnectionID) {
        // without room the file stays open until the recording stops
        _ = write(1, connection, BorrowedBytes())
    }

    /// Shows what was added to the recorder's thread; once per turn.
    package mutating func publish() {
        if !isDirty { return }
        isDirty = false
        producer.publish()
        recorder.wake.wake()
    }

    private mutating func write(
        _ kind: UInt32, _ connection: ConnectionID, _ bytes: BorrowedBytes
    ) -> Bool {
        guard let room = unsafe producer.reserve(Self.headBytes + bytes.count) else {
            return false
        }
        unsafe room.storeBytes(of: kind, toByteOffset: 0, as: UInt32.self)
        unsafe room.storeBytes(of: connection.serial, toByteOffset: 4, as: UInt32.self)
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[Self.headBytes...])
            .copyMemory(from: bytes.rawBuffer)
        producer.commit(Self.headBytes + bytes.count)
        isDirty = true
        return true
    }
}
