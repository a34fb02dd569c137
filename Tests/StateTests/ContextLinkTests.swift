import Core
import Decode
import Events
import State
import Testing

/// A context that is known again changes what it would change if nobody had known it.
@Suite struct ContextLinkTests {
    static var eventCount: Int {
        #if DEBUG
            return 8_000
        #else
            return 100_000
        #endif
    }

    /// Contexts that a stream goes through: threads that mostly agree about their processes, with
    /// two names and directories each, and a few that agree with nobody.
    @safe
    struct Contexts: ~Copyable {
        private(set) var all: [(threadID: Int32, task: TaskContext)] = []
        private let text: UnsafeMutablePointer<UInt8>

        init(_ random: inout SplitMix) {
            unsafe text = .allocate(capacity: 64)
            for (index, byte) in "/a/b/c/d/e/f/g/h".utf8.enumerated() { unsafe text[index] = byte }
            for id in 1...24 as ClosedRange<Int32> {
                for variant in 0..<2 {
                    var task = TaskContext()
                    task.isPresent = true
                    let isOdd = random.next() % 10 == 0
                    task.processID = isOdd ? Int32(random.next() % 24) : (id - 1) / 3 * 3 + 1
                    task.parentProcessID =
                        isOdd ? Int32(random.next() % 24) : max(1, task.processID - 3)
                    task.startTimeNanos = isOdd && variant == 1 ? 500 : UInt64(100 + id)
                    task.processStartTimeNanos = UInt64(100 + task.processID)
                    task.containerID = bytes(8, 4 + 2 * variant * Int(id % 7 == 0 ? 1 : 0))
                    task.hasCredentials = true
                    task.effectiveUID = UInt32(id % 3 == 0 ? variant : 0)
                    task.cwd = bytes(0, 2 + 2 * Int(task.processID / 3 % 3 + Int32(variant)))
                    task.processName = bytes(1, 3 + Int(id % 5) + variant)
                    all.append((id, task))
                }
            }
        }

        deinit { unsafe text.deallocate() }

        private func bytes(_ offset: Int, _ count: Int) -> BorrowedBytes {
            unsafe BorrowedBytes(unsafeStart: UnsafePointer(text + offset), count: count)
        }
    }

    /// What State says of an event, and all that it keeps of the event's thread.
    private func description(
        _ table: borrowing StateTable, _ binding: EventBinding, _ event: borrowing SyscallEvent
    ) -> String {
        var words = "\(binding) \(event.timeNanos) \(event.presentParameters)"
        for index in 0..<32 where event.has(index) {
            words += " \(event.integer(index)) \(event.bytes(index).hash())"
        }
        if binding.thread.isNone { return words }
        words += "\n\(table[binding.thread])\n\(table[table.commonRow(of: binding.thread)])"
        words += " \(table.parent(of: binding.thread))"
        if !binding.descriptor.isNone { words += "\n\(table[binding.descriptor])" }
        return words
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64], [false, true])
    func knownContextsChangeTheSame(_ seed: UInt64, _ isTiny: Bool) {
        var random = SplitMix(seed)
        let limits = isTiny ? HostileTests.tinyLimits : EventMaker.smallLimits
        var known = StateTable(limits: limits)
        var anew = StateTable(limits: limits)
        var sandboxes = [known.openSandbox()!, known.openSandbox()!]
        for sandbox in sandboxes {
            let other = anew.openSandbox()
            #expect(other == sandbox)
        }
        let contexts = Contexts(&random)
        var source = RandomEvents(seed: seed)
        var copy = SyscallEvent()
        for index in 0..<Self.eventCount {
            let sandbox = sandboxes[Int(random.next() % 8 == 0 ? 1 : 0)]
            source.fill()
            // Most of a stream are reads and writes of few threads.
            if random.next() % 4 != 0 {
                source.event.begin(EventCode(random.next() % 2 == 0 ? 7 : 9))
            }
            let place = Int(random.next() % (random.next() % 3 == 0 ? 48 : 6))
            let path = source.event.task.fdPath
            source.event.threadID = contexts.all[place].threadID
            source.event.task = contexts.all[place].task
            source.event.task.fdPath = path
            copy.copy(from: source.event)
            source.event.task.serial = UInt64(place + 1) << 9 | UInt64(place / 2)
            let left = known.apply(&source.event, in: sandbox)
            let right = anew.apply(&copy, in: sandbox)
            // All of it is slow to write down; what differs once differs from then on.
            let isLookedAt = index % 16 == 0
            let found = isLookedAt ? description(known, left, source.event) : "\(left)"
            let expected = isLookedAt ? description(anew, right, copy) : "\(right)"
            if found != expected {
                Issue.record("seed \(seed), event \(index):\n\(found)\n\(expected)")
                return
            }
            known.finish(source.event, left)
            anew.finish(copy, right)
            if random.next() % 3000 == 0 {
                let victim = Int(random.next() % 2)
                known.closeSandbox(sandboxes[victim])
                anew.closeSandbox(sandboxes[victim])
                sandboxes[victim] = known.openSandbox()!
                let other = anew.openSandbox()
                #expect(other == sandboxes[victim])
            }
        }
        for counter in StateCounter.allCases {
            let (found, expected) = (known.totals[counter], anew.totals[counter])
            #expect(found == expected, "\(counter)")
        }
    }
}
