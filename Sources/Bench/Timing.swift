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

    init(_ times: [Double], checksum: UInt64) {
        let sorted = times.sorted()
        minimum = sorted[0]
        median = sorted[sorted.count / 2]
        self.checksum = checksum
    }
}

/// Runs `body`, which handles `itemCount` items and returns a checksum, in `roundCount` rounds of
/// at least 20 ms each.
func measure(itemCount: Int, roundCount: Int, _ body: @escaping () -> UInt64) -> Timing {
    measureTogether(itemCount: itemCount, roundCount: roundCount, [body])[0]
}

/// Measures several ways of handling the same items. They take turns within each round, so that
/// what disturbs the machine disturbs all of them.
func measureTogether(
    itemCount: Int, roundCount: Int, _ bodies: [() -> UInt64]
) -> [Timing] {
    var checksums: [UInt64] = []
    var passCounts: [Int] = []
    for body in bodies {
        _ = body()  // warm up
        let start = threadCPUNanos()
        checksums.append(body())
        passCounts.append(max(1, Int(20_000_000 / max(1, threadCPUNanos() - start))))
    }
    var times = bodies.map { _ in [Double]() }
    for _ in 0..<max(1, roundCount) {
        for (index, body) in bodies.enumerated() {
            let start = threadCPUNanos()
            for _ in 0..<passCounts[index] { checksums[index] = body() }
            times[index].append(
                Double(threadCPUNanos() - start)
                    / Double(passCounts[index] * max(1, itemCount)))
        }
    }
    return zip(times, checksums).map { Timing($0, checksum: $1) }
}
