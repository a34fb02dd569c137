import Core
import Events
import State
import Testing

/// Every healing and every use of a limit is counted, once, and does what it says.
@Suite struct HealingCountTests {
    /// What a message says of its thread.
    private struct Task {
        var id: Int32
        var process: Int32?
        var start: UInt64 = 0
        var parent: Int32 = 0
        var comm = ""
        var cwd = ""
        var uid: UInt32?
        var container = ""
        var path = ""
    }

    private static func prepare(_ maker: inout EventMaker, _ code: UInt16, _ task: Task) {
        maker.begin(code, thread: task.id)
        maker.event.task.processID = task.process ?? task.id
        maker.event.task.parentProcessID = task.parent
        maker.event.task.startTimeNanos = task.start
        maker.event.task.processName = maker.bytes(task.comm)
        maker.event.task.cwd = maker.bytes(task.cwd)
        maker.event.task.containerID = maker.bytes(task.container)
        maker.event.task.fdPath = maker.bytes(task.path)
        if let uid = task.uid {
            maker.event.task.hasCredentials = true
            maker.event.task.effectiveUID = uid
            maker.event.task.effectiveGID = uid
        }
    }

    /// An event that changes nothing by itself.
    private static func speak(_ maker: inout EventMaker, _ task: Task) {
        prepare(&maker, 203, task)
        maker.set(0, 0)
        maker.send()
    }

    private static func read(_ maker: inout EventMaker, _ task: Task, fd: Int) {
        prepare(&maker, 7, task)
        maker.set(0, 1)
        maker.set(2, fd)
        maker.set(3, 1)
        maker.send()
    }

    private static func open(_ maker: inout EventMaker, _ task: Task, fd: Int, _ path: String) {
        prepare(&maker, 3, task)
        maker.set(0, fd)
        maker.set(1, path)
        maker.set(2, 1)
        maker.send()
    }

    private static func clone(
        _ maker: inout EventMaker, _ task: Task, by caller: Int32, isThread: Bool = false
    ) {
        prepare(&maker, 223, task)
        maker.event.task.callerThreadID = caller
        maker.event.task.callerProcessID = caller
        maker.set(0, 0)
        maker.set(3, Int(task.id))
        maker.set(4, Int(task.process ?? task.id))
        maker.set(5, Int(caller))
        maker.set(13, "p\(task.id)")
        maker.set(15, isThread ? 8_195 : 0)
        maker.send()
    }

    /// Everything that is not zero but for the beginnings and ends of threads.
    private static func healings(_ maker: borrowing EventMaker) -> [StateCounter: UInt64] {
        let plain: Set<StateCounter> = [.threadsAnnounced, .threadsFirstSeen, .threadsExited]
        var found: [StateCounter: UInt64] = [:]
        for counter in StateCounter.allCases where !plain.contains(counter) {
            if maker.counters[counter] > 0 { found[counter] = maker.counters[counter] }
        }
        return found
    }

    @Test func beginningsAndEnds() {
        var maker = EventMaker(isSentry: true)
        Self.clone(&maker, Task(id: 1, start: 1), by: 0)
        Self.speak(&maker, Task(id: 5, start: 5, comm: "exec"))
        maker.call(186, thread: 5, 0)
        #expect(maker.counters[.threadsAnnounced] == 1)
        #expect(maker.counters[.threadsFirstSeen] == 1)
        #expect(maker.counters[.threadsExited] == 1)
        #expect(Self.healings(maker) == [:])
    }

    @Test func contextsCorrectTheTable() {
        var maker = EventMaker(isSentry: true)
        Self.speak(&maker, Task(id: 2, start: 2, comm: "other"))
        let first = Task(
            id: 7, start: 7, parent: 1, comm: "sh", cwd: "/a", uid: 0, container: "one")
        Self.speak(&maker, first)
        #expect(Self.healings(maker) == [:])
        let next = Task(
            id: 7, start: 7, parent: 2, comm: "bash", cwd: "/b", uid: 5, container: "two")
        Self.speak(&maker, next)
        #expect(
            Self.healings(maker) == [
                .namesCorrected: 1, .directoriesCorrected: 1, .credentialsCorrected: 1,
                .parentsCorrected: 1, .containersCorrected: 1,
            ])
        #expect(maker.name(7) == "bash")
        #expect(maker.row(7).map { maker.text($0.cwd) } == "/b/")
        #expect(maker.row(7)?.uid == 5)
        #expect(maker.table.parent(of: maker.slot(7)) == maker.slot(2))
        #expect(maker.row(7).map { maker.text(maker.table[$0.container].fullID) } == "two")
        Self.speak(&maker, next)
        #expect(maker.counters[.namesCorrected] == 1)
    }

    @Test func aThreadOfAnotherProcessIsPutRight() {
        var maker = EventMaker(isSentry: true)
        for id in [4, 5] as [Int32] { Self.speak(&maker, Task(id: id, start: UInt64(id))) }
        Self.speak(&maker, Task(id: 9, process: 4, start: 9))
        Self.speak(&maker, Task(id: 9, process: 5, start: 9))
        #expect(Self.healings(maker) == [.processesCorrected: 1])
        #expect(maker.table.mainThread(of: maker.slot(9)) == maker.slot(5))
        #expect(maker.row(4)?.threadCount == 1)
    }

    @Test func aReusedIdIsNobodysHeir() {
        var maker = EventMaker(isSentry: true)
        Self.speak(&maker, Task(id: 1, start: 1, container: "c"))
        Self.clone(&maker, Task(id: 7, start: 7), by: 1)
        Self.open(&maker, Task(id: 7, start: 7), fd: 3, "/secret")
        Self.clone(&maker, Task(id: 8, start: 8), by: 7)
        // The exit of 7 was lost.
        Self.speak(&maker, Task(id: 7, start: 50, comm: "new"))
        #expect(maker.counters[.idsReused] == 1)
        #expect(maker.name(7) == "new")
        #expect(maker.descriptor(3, of: 7) == nil)
        #expect(maker.table.parent(of: maker.slot(8)) != maker.slot(7))
        // A late word of the old one changes nothing.
        Self.speak(&maker, Task(id: 7, start: 7, comm: "old"))
        #expect(maker.name(7) == "new")
        #expect(maker.counters[.lateEvents] == 1)
    }

    @Test func pathsOfContextsNameDescriptors() {
        var maker = EventMaker(isSentry: true)
        let task = Task(id: 7, start: 7)
        Self.open(&maker, task, fd: 3, "/link")
        var use = task
        use.path = "/target"
        Self.read(&maker, use, fd: 3)
        #expect(Self.healings(maker) == [.descriptorsRenamed: 1])
        #expect(maker.fileName(3, of: 7) == "/target")
        use.path = "pipe:[4]"
        Self.read(&maker, use, fd: 3)
        #expect(maker.counters[.descriptorsCorrected] == 1)
        #expect(maker.descriptor(3, of: 7)?.type == .pipe)
        use.path = "/unseen"
        Self.read(&maker, use, fd: 9)
        #expect(maker.counters[.descriptorsFirstSeen] == 1)
        #expect(maker.fileName(9, of: 7) == "/unseen")
    }

    @Test func argumentsThatChangedMeanwhileAreNotBelieved() {
        var maker = EventMaker(isSentry: true)
        let task = Task(id: 7, start: 7)
        for (isLost, expected) in [(false, "/checked"), (true, "/swapped")] {
            Self.prepare(&maker, 2, task)
            maker.set(0, "/checked")
            maker.set(1, 1)
            maker.send()
            if isLost { maker.table.noteLoss(in: maker.sandbox) }
            Self.open(&maker, task, fd: 3, "/swapped")
            #expect(maker.fileName(3, of: 7) == expected)
            #expect(maker.counters[.argumentsChanged] == 1)
        }
    }

    /// The main thread exited, and then its id speaks: another thread has executed an image.
    @Test func anExecThatNoMessageToldOfLeavesNoOldArguments() {
        var maker = EventMaker(isSentry: true)
        Self.clone(&maker, Task(id: 7, start: 7), by: 1)
        maker.begin(293, thread: 7)
        maker.event.task.startTimeNanos = 7
        for (place, text) in [(1, "old"), (2, "secret"), (13, "old")] { maker.set(place, text) }
        maker.set(0, 0)
        maker.send()
        for id in [8, 9] as [Int32] {
            Self.clone(&maker, Task(id: id, process: 7, start: UInt64(id)), by: 7, isThread: true)
        }
        maker.call(186, thread: 7, 0)
        #expect(maker.row(7).map { maker.text($0.arguments) } == "secret")
        Self.speak(&maker, Task(id: 7, start: 7, comm: "new"))
        #expect(maker.counters[.execsUnseen] == 1)
        #expect(maker.counters[.leadersTakenOver] == 1)
        #expect(maker.counters[.threadsVanished] == 2)
        #expect(maker.row(7).map { maker.text($0.exe) } == "<NA>")
        #expect(maker.row(7).map { maker.text($0.arguments) } == "")
        #expect(maker.name(7) == "new")
        #expect(maker.row(8) == nil)
    }

    @Test func limitsAreCounted() {
        var limits = EventMaker.smallLimits
        limits.containersPerSandbox = 2
        limits.descriptorsPerSandbox = 40
        limits.argumentBytes = 10
        limits.threadsPerSandbox = 0
        var full = EventMaker(limits: limits, isSentry: true)
        Self.speak(&full, Task(id: 1, start: 1))
        #expect(full.counters[.threadsRefused] == 1)
        #expect(full.row(1) == nil)

        limits.threadsPerSandbox = 100
        var maker = EventMaker(limits: limits, isSentry: true)
        for id in 1...3 as ClosedRange<Int32> {
            Self.speak(&maker, Task(id: id, start: UInt64(id), container: "c\(id)"))
        }
        #expect(maker.counters[.containersRefused] > 0)
        #expect(maker.row(3)?.container == ContainerSlot.none)
        for id in 1...2 as ClosedRange<Int32> {
            for fd in 0..<30 { Self.open(&maker, Task(id: id, start: UInt64(id)), fd: fd, "/f") }
        }
        #expect(maker.counters[.descriptorsEvicted] > 0)
        #expect(maker.descriptor(29, of: 2) != nil)
        maker.begin(293, thread: 1)
        maker.event.task.startTimeNanos = 1
        maker.set(0, 0)
        maker.set(1, "p")
        maker.set(2, "first\0second\0third")
        maker.set(13, "p")
        maker.send()
        #expect(maker.counters[.argumentsCut] == 1)
        #expect(maker.row(1).map { maker.text($0.arguments) } == "first")
    }
}
