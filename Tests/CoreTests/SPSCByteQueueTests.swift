import Core
import Glibc
import Testing

@Suite struct SPSCByteQueueTests {
    /// A queue of which both ends are used by this thread.
    private func withEnds(
        capacity: Int, _ body: (inout SPSCProducer, inout SPSCConsumer) throws -> Void
    ) rethrows {
        let queue = SPSCByteQueue(capacity: capacity)
        var producer = queue.takeProducer()
        var consumer = queue.takeConsumer()
        try body(&producer, &consumer)
    }

    private func write(_ bytes: [UInt8], to producer: inout SPSCProducer) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe producer.write(BorrowedBytes($0)) }
    }

    private func take(_ consumer: inout SPSCConsumer) -> [UInt8]? {
        consumer.next()?.array
    }

    @Test func recordsComeOutWholeAndInOrder() {
        withEnds(capacity: 1024) { producer, consumer in
            for count in [0, 1, 7, 8, 9, 100] {
                #expect(write(Array(repeating: UInt8(count), count: count), to: &producer))
            }
            producer.publish()
            for count in [0, 1, 7, 8, 9, 100] {
                #expect(take(&consumer) == Array(repeating: UInt8(count), count: count))
            }
            #expect(take(&consumer) == nil)
        }
    }

    @Test func nothingIsSeenBeforePublish() {
        withEnds(capacity: 256) { producer, consumer in
            #expect(write([1, 2, 3], to: &producer))
            let isEarly = consumer.hasRecord()
            #expect(!isEarly)
            #expect(take(&consumer) == nil)
            producer.publish()
            let isShown = consumer.hasRecord()
            #expect(isShown)
            #expect(take(&consumer) == [1, 2, 3])
        }
    }

    @Test func aFullQueueRefusesUntilMemoryIsReleased() {
        withEnds(capacity: 64) { producer, consumer in
            // four records of 8 + 8 bytes fill 64 bytes exactly
            for value in 0..<4 {
                #expect(write(Array(repeating: UInt8(value), count: 8), to: &producer))
            }
            #expect(!write([9], to: &producer))
            producer.publish()
            #expect(take(&consumer) == Array(repeating: 0, count: 8))
            #expect(!write([9], to: &producer), "taken is not yet released")
            consumer.release()
            #expect(write([9], to: &producer))
            #expect(!write([9], to: &producer))
        }
    }

    @Test func aRecordLargerThanHalfTheRingIsRefused() {
        withEnds(capacity: 128) { producer, _ in
            let limit = producer.payloadLimit
            #expect(limit == 56)
            #expect(!write(Array(repeating: 0, count: 57), to: &producer))
            #expect(write(Array(repeating: 0, count: 56), to: &producer))
        }
    }

    @Test func aRecordCanEndShorterThanReserved() {
        withEnds(capacity: 256) { producer, consumer in
            guard let room = unsafe producer.reserve(40) else {
                Issue.record("no room in an empty queue")
                return
            }
            unsafe room[0] = 42
            producer.commit(1)
            #expect(write([43], to: &producer))
            producer.publish()
            #expect(take(&consumer) == [42])
            #expect(take(&consumer) == [43])
        }
    }

    /// Random sizes against an array model, with ends that lag behind each other.
    @Test(arguments: [UInt64(1), 2, 3, 4]) func behavesAsAListOfArrays(seed: UInt64) {
        var random = seed
        func next(_ limit: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(limit))
        }
        withEnds(capacity: 512) { producer, consumer in
            var model: [[UInt8]] = []
            for step in 0..<20_000 {
                if next(2) == 0 {
                    let bytes = (0..<next(120)).map { UInt8(truncatingIfNeeded: $0 &+ step) }
                    if write(bytes, to: &producer) { model.append(bytes) }
                    producer.publish()
                } else if let record = consumer.next() {
                    #expect(!model.isEmpty, "seed \(seed) step \(step)")
                    guard !model.isEmpty else { return }
                    let expected = model.removeFirst()
                    #expect(record.array == expected, "seed \(seed) step \(step)")
                    consumer.release()
                } else {
                    #expect(model.isEmpty, "seed \(seed) step \(step)")
                }
            }
        }
    }

    @Test func anEndCanBeTakenOnce() async {
        await #expect(processExitsWith: .failure) {
            let queue = SPSCByteQueue(capacity: 64)
            let first = queue.takeProducer()
            let second = queue.takeProducer()
            _ = (first.usedBytes, second.usedBytes)
        }
    }

    @Test func twoThreadsPassEveryRecordOnce() throws {
        let recordCount: UInt64 = 50_000
        let queue = SPSCByteQueue(capacity: 4096)
        var consumer = queue.takeConsumer()
        let wake = try WakeSignal()
        let thread = try ShardThread(name: "producer", payload: queue.takeProducer()) {
            (end: consuming SPSCProducer) in
            var producer = end
            var number: UInt64 = 0
            while number < recordCount {
                let size = 8 + Int(number % 50)
                if let room = unsafe producer.reserve(size) {
                    unsafe room.storeBytes(of: number, as: UInt64.self)
                    producer.commit(size)
                    producer.publish()
                    wake.wake()
                    number += 1
                } else {
                    sched_yield()
                }
            }
        }
        var expected: UInt64 = 0
        while expected < recordCount {
            while let record = consumer.next() {
                let number = unsafe record.rawBuffer.loadUnaligned(as: UInt64.self)
                guard number == expected, record.count == 8 + Int(number % 50) else {
                    Issue.record("record \(expected) reads \(number), \(record.count) bytes")
                    return
                }
                expected += 1
                consumer.release()
            }
            wake.prepareToSleep()
            if consumer.hasRecord() || expected == recordCount {
                wake.cancelSleep()
            } else {
                wake.sleep(timeoutMillis: 10_000)
            }
        }
        thread.join()
        #expect(expected == recordCount)
    }
}
