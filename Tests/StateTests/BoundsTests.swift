import Core
import Events
import Glibc
import State
import Testing

/// What things cost, and that one sandbox cannot take what belongs to others.
@Suite(.serialized) struct BoundsTests {
    /// Resident bytes of the process.
    fileprivate static func residentBytes() -> Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        let count = unsafe fread(&buffer, 1, 127, file)
        let text = String(decoding: buffer[0..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }

    fileprivate static let sandboxCount = 10_000

    /// 20 processes of 10 open files each, no two of a sandbox's files alike.
    fileprivate static func fill(
        _ table: inout StateTable, _ event: inout SyscallEvent, _ index: Int
    ) {
        let sandbox = table.openSandbox()!
        var text = Array("/srv/sandbox-\(index)/process-00/file-000000".utf8)
        for process in 1...20 {
            event.begin(EventCode(223))
            event.threadID = Int32(process)
            event.task = TaskContext()
            event.task.isPresent = true
            event.task.startTimeNanos = UInt64(process)
            event.timeNanos = 1
            for (place, value) in [(0, 0), (3, process), (4, process), (5, process - 1)] {
                event.set(place, integer: Int64(value))
            }
            table.finish(event, table.apply(&event, in: sandbox))
            for file in 0..<10 {
                text[text.count - 2] = UInt8(ascii: "0") + UInt8(file)
                text[text.count - 10] = UInt8(ascii: "a") + UInt8(process)
                event.begin(EventCode(3))
                event.set(0, integer: Int64(file + 3))
                event.set(2, integer: 1)
                unsafe text.withUnsafeBytes { buffer in
                    event.set(1, bytes: unsafe BorrowedBytes(buffer))
                    table.finish(event, table.apply(&event, in: sandbox))
                }
            }
        }
    }

    /// In a process of its own, since other tests take memory meanwhile.
    @Test func tenThousandSandboxesFitInAGibibyte() async {
        await #expect(processExitsWith: .success) {
            let before = BoundsTests.residentBytes()
            var table = StateTable()
            let empty = BoundsTests.residentBytes() - before
            var event = SyscallEvent()
            for index in 0..<BoundsTests.sandboxCount {
                BoundsTests.fill(&table, &event, index)
            }
            #expect(table.threads.count == BoundsTests.sandboxCount * 20)
            #expect(table.descriptors.count == BoundsTests.sandboxCount * 200)
            let used = BoundsTests.residentBytes() - before
            let perSandbox = (used - empty) / BoundsTests.sandboxCount
            print(
                "\(BoundsTests.sandboxCount) sandboxes × 20 processes × 10 files: "
                    + "\(used >> 20) MiB, \(perSandbox) bytes each; empty table "
                    + "\(empty >> 10) KiB; rows: thread \(MemoryLayout<ThreadRow>.stride), "
                    + "descriptor \(MemoryLayout<DescriptorRow>.stride), container "
                    + "\(MemoryLayout<ContainerRow>.stride), sandbox "
                    + "\(MemoryLayout<SandboxRow>.stride + MemoryLayout<StateCounters>.stride)")
            #expect(used < 1 << 30)
        }
    }

    @Test func rowsStayInTheirCacheLines() {
        #expect(MemoryLayout<ThreadRow>.stride <= 448)
        #expect(MemoryLayout<DescriptorRow>.stride <= 160)
    }

    private static let bombCount = 1_000_000

    @Test func aForkBombStaysInItsQuota() {
        var limits = StateLimits()
        limits.threadsPerSandbox = 4_096
        var maker = EventMaker(limits: limits, isSentry: true)
        let victim = maker.table.openSandbox()!
        let bomb = maker.sandbox
        // The victim: a parent with a child and a file.
        Self.fork(&maker, child: 1, parent: 0, start: 1, in: victim)
        Self.fork(&maker, child: 2, parent: 1, start: 2, in: victim)
        maker.begin(3, thread: 2)
        maker.set(0, 5)
        maker.set(1, "/etc/hostname")
        maker.set(2, 1)
        maker.table.finish(maker.event, maker.table.apply(&maker.event, in: victim))
        Self.fork(&maker, child: 1, parent: 0, start: 1, in: bomb)
        for step in 2..<Self.bombCount {
            let id = Int32(2 + step % 65_000)
            Self.fork(
                &maker, child: id, parent: Int32(1 + step / 3 % 65_000), start: step, in: bomb)
        }
        #expect(maker.table[bomb].threadCount == 4_096)
        #expect(maker.counters[.threadsEvicted] > UInt64(Self.bombCount / 2))
        #expect(!maker.table.thread(id: 1, in: bomb).isNone, "the first process stays")
        #expect(maker.table[victim].threadCount == 2)
        let child = maker.table.thread(id: 2, in: victim)
        let parent = maker.table.parent(of: child)
        #expect(!parent.isNone && maker.table[parent].threadID == 1)
        let file = maker.table.descriptor(5, of: child)
        #expect(!file.isNone && maker.text(maker.table[file].name) == "/etc/hostname")
        maker.table.closeSandbox(bomb)
        #expect(maker.table.threads.count == 2)
    }

    private static func fork(
        _ maker: inout EventMaker, child: Int32, parent: Int32, start: Int, in sandbox: SandboxSlot
    ) {
        maker.begin(223, thread: child)
        maker.event.task.startTimeNanos = UInt64(start)
        maker.event.task.containerID = maker.bytes("bomb")
        maker.set(0, 0)
        maker.set(3, Int(child))
        maker.set(4, Int(child))
        maker.set(5, Int(parent))
        maker.set(13, "bomb")
        maker.table.finish(maker.event, maker.table.apply(&maker.event, in: sandbox))
    }

    @Test func aProcessKeepsSoManyDescriptors() {
        var maker = EventMaker()
        maker.call(203, thread: 7, 0)
        for number in 0..<5_000 {
            maker.begin(3, thread: 7)
            maker.set(0, number)
            maker.set(1, "/f")
            maker.set(2, 1)
            maker.send()
        }
        #expect(maker.table.descriptorCount(of: maker.slot(7)) == 4_096)
        #expect(maker.counters[.descriptorsRefused] == 5_000 - 4_096)
        #expect(maker.fileName(4_095, of: 7) == "/f")
        #expect(maker.descriptor(4_096, of: 7) == nil)
    }

    @Test func longTextIsChargedToItsSandboxAndCut() {
        var limits = EventMaker.smallLimits
        limits.symbolBytesPerSandbox = 10_000
        var maker = EventMaker(limits: limits)
        for id in 1...20 {
            maker.begin(223, thread: Int32(id))
            maker.set(0, 0)
            maker.set(2, String(repeating: "x", count: 900) + "\(id)")
            maker.set(3, id)
            maker.set(4, id)
            maker.set(5, 0)
            maker.set(13, "n")
            maker.send()
        }
        #expect(maker.counters[.textsRefused] == 9)
        #expect(maker.text(maker.row(20)!.arguments).count == SymbolTable.sharedLimit)
        #expect(maker.text(maker.row(1)!.arguments).count == 901)
        let other = maker.table.openSandbox()!
        maker.begin(223, thread: 1)
        maker.set(0, 0)
        maker.set(2, String(repeating: "y", count: 900))
        maker.set(13, "n")
        let binding = maker.table.apply(&maker.event, in: other)
        #expect(maker.text(maker.table[binding.thread].arguments).count == 900)
    }
}
