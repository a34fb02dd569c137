import Core
import Glibc
import Ingest
import Testing

@Suite struct CaptureRecorderTests {
    private func datagrams(_ path: String) throws -> [[UInt8]] {
        var reader = try CaptureReader(path: path)
        var all: [[UInt8]] = []
        while let datagram = try reader.next() { all.append(datagram.array) }
        return all
    }

    @Test func everyConnectionOfEveryShardHasItsFile() throws {
        let folder = try TemporaryFolder()
        let recorder = try CaptureRecorder(folder: folder.path + "/rec", shardCount: 2)
        var lanes = [LaneBox(recorder.lane(shard: 0)), LaneBox(recorder.lane(shard: 1))]
        for shard in 0..<2 {
            for serial in UInt32(1)...3 {
                let id = ConnectionID(slot: 0, serial: serial)
                for value in 0..<UInt8(100) {
                    lanes[shard].record(id, [UInt8(shard), UInt8(serial), value])
                }
                if serial == 1 { lanes[shard].lane.ended(id) }
            }
            lanes[shard].lane.publish()
        }
        recorder.stop()
        let names = TemporaryFolder.entries(folder.path + "/rec")
        #expect(names.count == 6)
        var seen: Set<[UInt8]> = []
        for name in names {
            let all = try datagrams(folder.path + "/rec/" + name)
            #expect(all.count == 100)
            let first = Array(all[0].prefix(2))
            #expect(all == (0..<UInt8(100)).map { first + [$0] })
            seen.insert(first)
        }
        #expect(seen.count == 6)
        let counters = recorder.counters
        #expect(counters.writtenCount == 600)
        #expect(counters.droppedCount == 0 && counters.errorCount == 0)
        lanes.removeAll()
    }

    @Test func aFullQueueDropsAndCountsInsteadOfWaiting() throws {
        let folder = try TemporaryFolder()
        let recorder = try CaptureRecorder(
            folder: folder.path + "/rec", shardCount: 1, queueBytes: 4096)
        var lane = recorder.lane(shard: 0)
        let id = ConnectionID(slot: 0, serial: 1)
        // nothing is published, so the queue cannot empty: 4096 / (8 + 8 + 1000) records fit
        let bytes = [UInt8](repeating: 5, count: 1000)
        for _ in 0..<10 {
            unsafe bytes.withUnsafeBytes { unsafe lane.record(id, BorrowedBytes($0)) }
        }
        lane.publish()
        recorder.stop()
        let counters = recorder.counters
        #expect(counters.writtenCount == 4)
        #expect(counters.droppedCount == 6)
    }

    @Test func aFolderThatCannotBeMadeIsTold() {
        #expect(throws: CaptureError.self) {
            _ = try CaptureRecorder(folder: "/dev/null/x", shardCount: 1)
        }
    }

    @Test func aStopWithoutAnyDatagramEnds() throws {
        let folder = try TemporaryFolder()
        let recorder = try CaptureRecorder(folder: folder.path, shardCount: 3)
        recorder.stop()
        recorder.stop()
        #expect(recorder.counters == CaptureRecorder.Counters())
    }
}

/// Keeps a lane in an array, which cannot hold noncopyable values.
private final class LaneBox {
    var lane: CaptureLane

    init(_ lane: consuming CaptureLane) { self.lane = lane }

    func record(_ id: ConnectionID, _ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe lane.record(id, BorrowedBytes($0)) }
    }
}
