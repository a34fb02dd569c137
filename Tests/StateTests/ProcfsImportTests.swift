import Core
import Events
import State
import Testing

/// What a dump does to the table, before, after and beside what the stream tells.
@Suite struct ProcfsImportTests {
    private static let start: UInt64 = 1_500_000_000_000_000_000

    private static func process(
        _ id: Int32, parent: Int32 = 1, second: UInt64 = 1,
        _ change: (inout ImportedThread) -> Void = { _ in }
    ) -> ImportedThread {
        var process = ImportedThread(threadID: id)
        process.parentID = parent
        process.startTimeNanos = start + second * 1_000_000_000
        process.comm = "p\(id)"
        process.exe = "p\(id)"
        process.exePath = "/bin/p\(id)"
        change(&process)
        return process
    }

    private static func table(_ processes: ImportedThread..., rejected: Int = 0) -> EventMaker {
        var maker = EventMaker(isSentry: true)
        maker.table.importProcesses((processes, rejected), in: maker.sandbox)
        return maker
    }

    @Test func theSampleBecomesAProcess() throws {
        var maker = EventMaker(isSentry: true)
        let count = maker.table.importProcfs(
            ProcfsDumpTests.sample + "\n{}", containers: [7: "web"], in: maker.sandbox)
        #expect(count == 1)
        #expect(maker.counters[.threadsImported] == 1)
        #expect(maker.counters[.procfsEntriesRejected] == 1)
        let found = maker.row(7)
        let row = try #require(found)
        #expect(maker.text(row.comm) == "sleep")
        #expect(maker.text(row.exe) == "sleep")
        #expect(maker.text(row.exePath) == "/usr/bin/sleep")
        #expect(maker.text(row.arguments) == "100")
        #expect(
            maker.text(row.environment) == "HOME=/root\0GREETING=hello\0PATH=/usr/bin:/bin\0PWD=/")
        #expect(maker.text(row.cwd) == "/srv/")
        #expect(maker.text(row.root) == "/jail")
        #expect(row.uid == 2 && row.gid == 5)
        #expect(row.processID == 7 && row.parentID == 2)
        #expect(row.groupID == 2 && row.sessionID == 3)
        #expect(row.fdLimit == 1024)
        #expect(row.vmSize == 10_540 && row.vmResident == 4_324)
        #expect(row.cloneTimeNanos == 1_795_451_819_198_480_589)
        #expect(!row.isSynthetic)
        #expect(maker.text(maker.table[row.container].fullID) == "web")
        #expect(maker.fileName(1, of: 7) == "/var/log/x")
        #expect(maker.descriptor(1, of: 7)?.type == .file)
        // Of two entries with a number the first counts; one without a path is a descriptor still.
        #expect(maker.descriptor(0, of: 7)?.type != .directory)
        #expect(maker.descriptor(2, of: 7)?.type == .unknown)
        #expect(maker.table.descriptorCount(of: maker.slot(7)) == 3)
    }

    @Test func descriptorsHaveTheirKinds() {
        let maker = Self.table(
            Self.process(5) {
                $0.files = [
                    ImportedThread.File(number: 3, path: "/etc", mode: 0o040755),
                    ImportedThread.File(number: 4, path: "pipe:[3]", mode: 0o010600),
                    ImportedThread.File(number: 5, path: "socket:[4]", mode: 0o140777),
                    ImportedThread.File(number: 6, path: "anon_inode:[eventfd]"),
                    ImportedThread.File(number: 7, path: "/etc/hosts", mode: 0o100644),
                ]
            })
        #expect(maker.descriptor(3, of: 5)?.type == .directory)
        #expect(maker.fileName(3, of: 5) == "/etc")
        #expect(maker.descriptor(4, of: 5)?.type == .pipe)
        #expect(maker.fileName(4, of: 5) == "")
        #expect(maker.descriptor(5, of: 5).map { $0.type != .file } == true)
        #expect(maker.descriptor(7, of: 5)?.type == .file)
        #expect(maker.table.descriptorCount(of: maker.slot(5)) == 5)
    }

    /// A process of the dump may have ended before the dump arrived.
    @Test func whoHasEndedMeanwhileStaysAway() {
        var maker = EventMaker(isSentry: true)
        let parent = Self.process(7, second: 7)
        let child = Self.process(8, parent: 7, second: 8)
        let first = Self.process(1, parent: 0, second: 1) { $0.containerID = "c" }
        for (id, isKnown) in [(7, false), (9, true)] as [(Int32, Bool)] {
            maker.context.startTimeNanos = Self.start + UInt64(id) * 1_000_000_000
            maker.context.processID = id
            if isKnown { maker.call(203, thread: id, 0) }
            maker.call(186, thread: id, 0)
        }
        let reused = Self.process(9, second: 50)
        let dump = [first, parent, child, Self.process(9, second: 9), reused]
        maker.table.importProcesses((dump, 0), in: maker.sandbox)
        #expect(maker.row(7) == nil)
        #expect(maker.row(8) != nil)
        #expect(maker.table.parent(of: maker.slot(8)).isNone)
        #expect(maker.row(9)?.cloneTimeNanos == reused.startTimeNanos)
    }

    @Test func parentsAreFoundWhateverTheOrder() {
        let maker = Self.table(
            Self.process(9, parent: 4, second: 30), Self.process(4, parent: 1, second: 20),
            Self.process(1, parent: 0, second: 10))
        let chain = (1...3).map { step -> Int32 in
            let up = maker.table.ancestor(of: maker.slot(9), step)
            return up.isNone ? 0 : maker.table[up].threadID
        }
        #expect(chain == [4, 1, 0])
    }

    /// What `runsc exec` started has no parent either, but is younger than the first process.
    @Test func theOldestParentlessProcessIsTheContainersFirst() {
        let maker = Self.table(
            Self.process(6, parent: 0, second: 50) { $0.containerID = "c" },
            Self.process(2, parent: 0, second: 40) { $0.containerID = "c" })
        let container = maker.row(2)!.container
        #expect(maker.table[container].startTimeNanos == Self.start + 40_000_000_000)
        #expect(maker.row(6)?.container == container)
    }

    /// The id of a session's first process may come again when that has gone.
    @Test func aSessionsNameIsNotThatOfAnIdsNextOwner() {
        var maker = Self.table(
            Self.process(5, second: 5) {
                $0.sessionID = 4
                $0.groupID = 4
            })
        #expect(maker.table.sessionLeader(of: maker.slot(5)) == maker.slot(5))
        let other = Self.process(4, second: 9) {
            $0.sessionID = 1
            $0.groupID = 1
        }
        maker.table.importProcesses(([other], 0), in: maker.sandbox)
        #expect(maker.table.sessionLeader(of: maker.slot(5)) == maker.slot(5))
        #expect(maker.table.groupLeader(of: maker.slot(5), isVirtual: false) == maker.slot(5))
        let leader = Self.process(4, second: 12) {
            $0.sessionID = 4
            $0.groupID = 4
        }
        maker.table.importProcesses(([leader], 0), in: maker.sandbox)
        #expect(maker.table.sessionLeader(of: maker.slot(5)) == maker.slot(4))
        #expect(maker.table.groupLeader(of: maker.slot(5), isVirtual: false) == maker.slot(4))
    }

    @Test func theMarkOfADeletedProgramIsNoPartOfItsPath() {
        let maker = Self.table(Self.process(5) { $0.exePath = "/tmp/x (deleted)" })
        #expect(maker.text(maker.row(5)!.exePath) == "/tmp/x")
    }

    @Test func whatTheStreamHasToldStays() {
        var maker = EventMaker(isSentry: true)
        maker.context.processID = 5
        maker.context.startTimeNanos = Self.start + 1_000_000_000
        maker.context.processStartTimeNanos = Self.start + 1_000_000_000
        maker.context.cwd = maker.bytes("/new")
        maker.context.processName = maker.bytes("new")
        maker.begin(307, thread: 5)
        for (index, value) in [(0, 3), (1, -100), (3, 1), (4, 0)] { maker.set(index, value) }
        maker.set(2, "/etc/opened-since")
        maker.event.task.processName = maker.bytes("new")
        maker.event.task.cwd = maker.bytes("/new")
        maker.send()
        let process = Self.process(5) {
            $0.cwd = "/old"
            $0.files = [
                ImportedThread.File(number: 3, path: "/etc/old", mode: 0o100644),
                ImportedThread.File(number: 4, path: "/etc/kept", mode: 0o100644),
            ]
        }
        maker.table.importProcesses(([process], 0), in: maker.sandbox)
        #expect(maker.text(maker.row(5)!.cwd) == "/new/")
        #expect(maker.fileName(3, of: 5) == "/etc/opened-since")
        #expect(maker.fileName(4, of: 5) == "/etc/kept")
        #expect(maker.text(maker.row(5)!.exePath) == "/bin/p5")
        #expect(maker.counters[.idsReused] == 0)
    }

    @Test func anIdOfAYoungerThreadIsNotTheDumps() {
        var maker = Self.table(Self.process(5, second: 9) { $0.cwd = "/young" })
        let old = Self.process(5, second: 3) { $0.cwd = "/old" }
        maker.table.importProcesses(([old], 0), in: maker.sandbox)
        #expect(maker.text(maker.row(5)!.cwd) == "/young/")
        #expect(maker.counters[.threadsImported] == 1)
        // The other way round the dump knows the id's new owner.
        let young = Self.process(5, second: 20) { $0.exePath = "/bin/third" }
        maker.table.importProcesses(([young], 0), in: maker.sandbox)
        #expect(maker.text(maker.row(5)!.exePath) == "/bin/third")
        #expect(maker.counters[.idsReused] == 1)
        #expect(maker.table.threads.count == 1)
    }

    @Test func aDumpIsBoundedLikeTheStream() {
        var limits = EventMaker.smallLimits
        limits.threadsPerSandbox = 10
        var maker = EventMaker(limits: limits, isSentry: true)
        let processes = (1...30).map { Self.process(Int32($0), parent: 0, second: UInt64($0)) }
        maker.table.importProcesses((processes, 0), in: maker.sandbox)
        #expect(maker.table[maker.sandbox].threadCount <= 10)
        #expect(maker.counters[.threadsEvicted] + maker.counters[.threadsImported] > 0)
        maker.table.closeSandbox(maker.sandbox)
        #expect(maker.table.threads.count == 0)
        #expect(maker.table.symbols.count == 2)
    }

    /// A world that nobody watched, its dump, and then the stream: nothing shows that there was a
    /// time before. Threads that are no process's first are not in a dump; they are known as soon
    /// as they speak.
    @Test(arguments: [41, 42, 43, 44] as [UInt64])
    func aDumpIsAsGoodAsHavingWatched(_ seed: UInt64) {
        var checker = ModelChecker(
            ModelTests.Run(name: "imported", seed: seed, isImported: true))
        checker.skipUntilDump(steps: 3_000)
        checker.importDump()
        checker.compareProcesses()
        for _ in 0..<5_000 {
            checker.step()
            if checker.failures.count > 3 { break }
        }
        for failure in checker.failures.prefix(5) { Issue.record("seed \(seed): \(failure)") }
        #expect(checker.maker.counters[.threadsImported] > 5)
        #expect(checker.sentCount > 5_000)
    }
}
