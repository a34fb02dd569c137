import Glibc

/// CPU time of the calling thread in nanoseconds.
func threadCPUNanos() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Nanoseconds per item over several rounds.
struct Timing {
    let minimum: Double
    let median: Double
    /// What `body` computed, so that nothing is optimised away and runs can be compared.
    let checksum: UInt64
}

/// Runs `body`, which handles `itemCount` items and returns a checksum, in `roundCount` rounds of
/// at least 20 ms each.
func measure(itemCount: Int, roundCount: Int, _ body: () -> UInt64) -> Timing {
    var checksum = body()  // warm up
    let probeStart = threadCPUNanos()
    checksum = body()
    let once = max(1, threadCPUNanos() - probeStart)
    let passCount = max(1, Int(20_000_000 / once))
    var times: [Double] = []
    for _ in 0..<max(1, roundCount) {
        let start = threadCPUNanos()
        for _ in 0..<passCount { checksum = body() }
        times.append(Double(threadCPUNanos() - start) / Double(passCount * max(1, itemCount)))
    }
    times.sort()
    return Timing(minimum: times[0], median: times[times.count / 2], checksum: checksum)
}
