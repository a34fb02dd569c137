internal import Core
internal import Glibc
internal import Synchronization

/// The thread of a `CaptureRecorder`: takes datagrams from the lanes and writes them to files.
struct RecorderLoop: ~Copyable {
    /// What is buffered reaches the disk after this long at the latest.
    private static let flushNanos: UInt64 = 1_000_000_000

    private let recorder: CaptureRecorder
    private let lanes: [Lane]
    private let prefix: String
    private var lastFlushNanos = Clock.coarseNanos()

    /// One shard's queue and its open files by connection serial.
    private final class Lane {
        var consumer: SPSCConsumer
        var files: [UInt32: File] = [:]

        init(_ queue: SPSCByteQueue) { consumer = queue.takeConsumer() }
    }

    /// A file being written; without a writer after an error, so that the rest is only counted.
    private final class File {
        var writer: CaptureWriter?
        var isDirty = false

        init(_ writer: consuming CaptureWriter?) { self.writer = writer }
    }

    init(_ recorder: CaptureRecorder) {
        self.recorder = recorder
        lanes = recorder.queues.map { Lane($0) }
        // seconds since 1970 first, so that recordings sort by age
        prefix = "\(Clock.realtimeNanos() / 1_000_000_000)-\(getpid())"
    }

    consuming func run() {
        while true {
            // read before the queues, so that what was queued before the stop is still taken
            let isStopping = recorder.isStopping.load(ordering: .acquiring)
            let count = takeAll()
            flushIfDue(isLast: isStopping)
            if isStopping { break }
            if count > 0 { continue }
            recorder.wake.prepareToSleep()
            if hasWork() {
                recorder.wake.cancelSleep()
            } else {
                recorder.wake.sleep(timeoutMillis: 1000)
            }
        }
    }

    private func hasWork() -> Bool {
        for lane in lanes where lane.consumer.hasRecord() { return true }
        return recorder.isStopping.load(ordering: .acquiring)
    }

    private func takeAll() -> Int {
        var taken = 0
        for (shard, lane) in lanes.enumerated() {
            while let record = lane.consumer.next() {
                take(record, from: lane, shard: shard)
                lane.consumer.release()
                taken += 1
            }
        }
        return taken
    }

    private func take(_ record: BorrowedBytes, from lane: Lane, shard: Int) {
        let head = unsafe record.rawBuffer
        let kind = unsafe head.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
        let serial = unsafe head.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        if kind == 1 {
            if let file = lane.files.removeValue(forKey: serial) { flush(file) }
            return
        }
        let file = lane.files[serial] ?? open(serial, shard: shard)
        lane.files[serial] = file
        do throws(CaptureError) {
            if file.writer == nil {
                recorder.update { $0.droppedCount += 1 }
                return
            }
            try file.writer?.write(record.dropFirst(CaptureLane.headBytes))
            file.isDirty = true
            recorder.update { $0.writtenCount += 1 }
        } catch {
            fail(file, error)
            recorder.update { $0.droppedCount += 1 }
        }
    }

    private func open(_ serial: UInt32, shard: Int) -> File {
        let number = String(serial)
        let padding = String(repeating: "0", count: max(0, 6 - number.count))
        let path = "\(recorder.folder)/\(prefix)-\(shard)-\(padding)\(number).trace"
        do throws(CaptureError) {
            let writer = try CaptureWriter(path: path)
            recorder.update { $0.fileCount += 1 }
            return File(writer)
        } catch {
            let file = File(nil)
            fail(file, error)
            return file
        }
    }

    private func fail(_ file: File, _ error: CaptureError) {
        file.writer = nil
        recorder.update {
            $0.errorCount += 1
            $0.lastError = error
        }
    }

    private func flush(_ file: File) {
        if !file.isDirty { return }
        file.isDirty = false
        do throws(CaptureError) { try file.writer?.flush() } catch { fail(file, error) }
    }

    private mutating func flushIfDue(isLast: Bool) {
        let now = Clock.coarseNanos()
        if !isLast && now &- lastFlushNanos < Self.flushNanos { return }
        lastFlushNanos = now
        for lane in lanes {
            for file in lane.files.values { flush(file) }
        }
    }
}
