import Ingest
import Testing

@Suite struct WakeUpPolicyTests {
    /// A policy that has seen `perSecond` datagrams a second for a while, and the time it is.
    private func settled(
        perSecond: UInt64, limitNanos: UInt64 = 1_000_000, countLimit: Int = 256
    ) -> WakeUpPolicy {
        var policy = WakeUpPolicy(limitNanos: limitNanos, countLimit: countLimit)
        for millis in UInt64(1)...200 {
            policy.turnEnded(count: Int(perSecond / 1000), nowNanos: millis * 1_000_000)
        }
        return policy
    }

    @Test func anIdleReactorWakesForTheFirstDatagram() {
        #expect(WakeUpPolicy(limitNanos: 1_000_000, countLimit: 256).collecting == nil)
        #expect(settled(perSecond: 1000).collecting == nil)
    }

    @Test func atAModerateRateDatagramsCollectUpToTheLimit() {
        #expect(settled(perSecond: 20_000).collecting?.nanos == 1_000_000)
        #expect(settled(perSecond: 5000).collecting?.nanos == 1_000_000)
    }

    @Test func atAHighRateNoQueueFillsByMoreThanAQuarter() {
        for perSecond in [UInt64(100_000), 300_000, 1_000_000] {
            guard let collecting = settled(perSecond: perSecond).collecting else {
                Issue.record("no collecting at \(perSecond)/s")
                continue
            }
            let queued = Double(perSecond) * Double(collecting.nanos) / 1e9
            #expect(queued <= 278 / 4)
            #expect(queued >= 15)
        }
    }

    @Test func theFasterTheyComeTheShorterIsTheWait() {
        let waits = [20_000, 50_000, 100_000, 150_000, 400_000, 1_000_000].map {
            settled(perSecond: $0).collecting?.nanos ?? 0
        }
        #expect(waits == waits.sorted(by: >))
        // from 150,000/s on it is the least one, until the queue's share is less
        #expect(Set(waits).count == waits.count - 1 && waits[3] == waits[4])
        #expect(waits[3] == 100_000)
    }

    /// The kernel stops receiving when all buffers are full, and the wait would end by its time.
    @Test func noMoreAreWaitedForThanThereIsRoomFor() throws {
        for countLimit in [1, 8, 32] {
            let collecting = try #require(
                settled(perSecond: 400_000, countLimit: countLimit).collecting)
            #expect(Int(collecting.count) <= max(1, countLimit / 2))
            #expect(collecting.nanos <= UInt64(countLimit) * 2_500)
        }
    }

    @Test func aLimitOfZeroNeverWaits() {
        #expect(settled(perSecond: 1_000_000, limitNanos: 0).collecting == nil)
    }

    @Test func theRateIsForgottenWithinTensOfMilliseconds() {
        var policy = settled(perSecond: 100_000)
        policy.turnEnded(count: 0, nowNanos: 200_000_000 + 100_000_000)
        policy.turnEnded(count: 1, nowNanos: 200_000_000 + 200_000_000)
        #expect(policy.collecting == nil)
    }
}
