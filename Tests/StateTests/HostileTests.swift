import Core
import Events
import State
import Testing

/// Whatever a peer sends, nothing traps, every limit holds, and closing leaves nothing behind.
@Suite struct HostileTests {
    static var tinyLimits: StateLimits {
        var limits = StateLimits()
        limits.sandboxes = 4
        limits.threads = 64
        limits.threadsPerSandbox = 24
        limits.descriptors = 128
        limits.descriptorsPerSandbox = 48
        limits.descriptorsPerProcess = 12
        limits.containers = 8
        limits.containersPerSandbox = 3
        limits.symbols = 400
        limits.symbolBytes = 64 << 10
        limits.symbolBytesPerSandbox = 2048
        limits.argumentBytes = 600
        limits.environmentBytes = 600
        return limits
    }

    static var eventCount: Int {
        #if DEBUG
            return 12_000
        #else
            return 1_000_000
        #endif
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [true, false])
    func randomEventsNeitherTrapNorLeak(_ seed: UInt64, _ isTiny: Bool) {
        var random = SplitMix(seed)
        let limits = isTiny ? Self.tinyLimits : EventMaker.smallLimits
        var table = StateTable(limits: limits)
        var sandboxes = [table.openSandbox()!, table.openSandbox()!]
        var source = RandomEvents(seed: seed)
        for index in 0..<Self.eventCount {
            let sandbox = sandboxes[Int(random.next() % 2)]
            source.fill()
            let binding = table.apply(&source.event, in: sandbox)
            if !binding.thread.isNone {
                _ = table.ancestor(of: binding.thread, Int(random.next() % 300))
                _ = table.sessionLeader(of: binding.thread)
                _ = table.groupLeader(of: binding.thread, isVirtual: index % 2 == 0)
            }
            table.finish(source.event, binding)
            if isTiny {
                let wrong = table.inconsistencies(of: sandbox)
                if !wrong.isEmpty {
                    let code = source.event.code.rawValue
                    Issue.record("seed \(seed), event \(index), code \(code): \(wrong)")
                    break
                }
            }
            let row = table[sandbox]
            if Int(row.threadCount) > limits.threadsPerSandbox
                || Int(row.descriptorCount) > limits.descriptorsPerSandbox
                || Int(row.containerCount) > limits.containersPerSandbox
            {
                Issue.record("seed \(seed), event \(index): over a limit")
                break
            }
            if random.next() % 5000 == 0 {
                let victim = Int(random.next() % 2)
                table.closeSandbox(sandboxes[victim])
                sandboxes[victim] = table.openSandbox()!
            }
        }
        for sandbox in sandboxes { table.closeSandbox(sandbox) }
        #expect(table.threads.count == 0 && table.descriptors.count == 0)
        #expect(table.containers.count == 0 && table.symbols.count == 2)
        #expect(table.descriptorNodeCount == 0)
    }
}

/// Events of every code with values that mean trouble: small ids that meet, extremes, long text.
@safe
struct RandomEvents: ~Copyable {
    var event = SyscallEvent()
    private var random: SplitMix
    private let noise: UnsafeMutablePointer<UInt8>
    private static var noiseCount: Int { 8192 }
    private static let codes: [UInt16] = [
        2, 3, 5, 7, 19, 21, 23, 25, 37, 43, 49, 61, 63, 95, 97, 127, 137, 145, 151, 186, 186, 193,
        199, 223, 223, 223, 223, 225, 227, 247, 267, 275, 292, 293, 293, 293, 295, 306, 307, 307,
        307, 330, 331, 335, 353, 363, 365, 367, 389, 393, 397, 405, 407, 427, 451,
    ]

    init(seed: UInt64) {
        random = SplitMix(seed &* 77)
        unsafe noise = .allocate(capacity: Self.noiseCount)
        let alphabet = Array("//..abc\0 ".utf8)
        for index in 0..<Self.noiseCount {
            unsafe noise[index] =
                random.next() % 20 == 0
                ? UInt8(truncatingIfNeeded: random.next())
                : alphabet[Int(random.next() % UInt64(alphabet.count))]
        }
    }

    deinit { unsafe noise.deallocate() }

    private mutating func text() -> BorrowedBytes {
        let lengths: [UInt64] = [0, 1, 8, 40, 140, 700, 5000]
        let limit = lengths[Int(random.next() % 7)]
        let count = Int(random.next() % (limit + 1))
        let offset = Int(random.next() % UInt64(Self.noiseCount - count))
        return unsafe BorrowedBytes(unsafeStart: UnsafePointer(noise + offset), count: count)
    }

    private mutating func number() -> Int64 {
        switch random.next() % 12 {
        case 0: Int64.min
        case 1: Int64.max
        case 2: -1
        case 3: -100
        case 4: Int64(Int32.max)
        case 5: 4_294_967_295
        case 6: -115
        default: Int64(random.next() % 24)
        }
    }

    mutating func fill() {
        let isListed = random.next() % 8 != 0
        let code =
            isListed
            ? Self.codes[Int(random.next() % UInt64(Self.codes.count))]
            : UInt16(truncatingIfNeeded: random.next() % 512)
        event.begin(EventCode(code))
        event.threadID = Int32(truncatingIfNeeded: number())
        event.timeNanos = random.next() % 3 == 0 ? random.next() : 1_000_000_000_000
        for index in 0..<32 where random.next() % 4 != 0 {
            event.parameters[index].bytes = text()
            event.parameters[index].integer = number()
            event.presentParameters |= 1 << UInt32(index)
        }
        if random.next() % 3 != 0 { event.parameters[0].integer = Int64(random.next() % 20) }
        fillTask()
        let families: [SocketTuple.Family] = [.none, .unix, .ipv4, .ipv6, .other]
        event.tuple.family = families[Int(random.next() % 5)]
        event.tuple.hasSource = random.next() % 2 == 0
        event.tuple.hasDestination = random.next() % 2 == 0
        event.tuple.destinationPort = UInt16(truncatingIfNeeded: random.next())
        event.tuple.destinationAddress.low = random.next()
        event.tuple.unixPath = text()
        event.exec.isPresent = random.next() % 2 == 0
        event.exec.passedPath = random.next() % 2 == 0 ? BorrowedBytes() : text()
    }

    private mutating func fillTask() {
        event.task = TaskContext()
        event.task.isPresent = random.next() % 4 != 0
        event.task.processID = Int32(truncatingIfNeeded: number())
        event.task.parentProcessID = Int32(truncatingIfNeeded: number())
        event.task.startTimeNanos = random.next() % 3 == 0 ? 0 : random.next() % 6
        event.task.processStartTimeNanos = random.next() % 6
        event.task.callerThreadID = Int32(truncatingIfNeeded: number())
        event.task.callerProcessID = Int32(truncatingIfNeeded: number())
        event.task.callerParentProcessID = Int32(truncatingIfNeeded: number())
        event.task.callerStartTimeNanos = random.next() % 6
        event.task.callerProcessStartTimeNanos = random.next() % 6
        event.task.containerID = random.next() % 3 == 0 ? text() : BorrowedBytes()
        event.task.hasCredentials = random.next() % 2 == 0
        event.task.effectiveUID = UInt32(truncatingIfNeeded: random.next() % 3)
        event.task.cwd = random.next() % 3 == 0 ? text() : BorrowedBytes()
        event.task.processName = random.next() % 2 == 0 ? text() : BorrowedBytes()
        event.task.isContainerStart = random.next() % 10 == 0
        event.task.listeningDescriptor = Int32(truncatingIfNeeded: number())
        event.task.fdPath = random.next() % 3 == 0 ? text() : BorrowedBytes()
    }
}
