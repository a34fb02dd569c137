import Core
import Events
import State
import Testing

/// Working directory and root: threads have one for all, processes that were made so as well.
@Suite struct SharedDirectoryTests {
    private static let (files, fileSystem, mounts, thread) = (1, 2, 32, 8_192)

    /// A table whose process 1 is in /start; contexts have no directory.
    private static func table() -> EventMaker {
        var maker = EventMaker(isSentry: true)
        clone(&maker, 1, by: 0, cwd: "/start")
        return maker
    }

    private static func clone(
        _ maker: inout EventMaker, _ id: Int32, by parent: Int32, process: Int32? = nil,
        flags: Int = 0, cwd: String = ""
    ) {
        maker.begin(223, thread: id)
        maker.event.task.processID = process ?? id
        maker.event.task.callerThreadID = parent
        maker.event.task.callerProcessID = parent
        maker.set(0, 0)
        maker.set(3, Int(id))
        maker.set(4, Int(process ?? id))
        maker.set(5, Int(parent))
        if !cwd.isEmpty { maker.set(6, cwd) }
        maker.set(13, "p\(id)")
        maker.set(15, flags)
        maker.send()
    }

    private static func go(_ maker: inout EventMaker, _ id: Int32, to path: String) {
        maker.begin(95, thread: id)
        maker.set(0, 0)
        maker.set(1, path)
        maker.send()
    }

    private static func cwd(_ maker: borrowing EventMaker, _ id: Int32) -> String {
        let common = maker.table.commonRow(of: maker.slot(id))
        return maker.text(maker.table[common].cwd)
    }

    @Test func threadsAreWhereTheirProcessIs() {
        var maker = Self.table()
        Self.clone(&maker, 2, by: 1, process: 1, flags: Self.thread | Self.fileSystem | Self.files)
        Self.go(&maker, 2, to: "sub")
        #expect(Self.cwd(maker, 1) == "/start/sub/")
        Self.go(&maker, 1, to: "..")
        #expect(Self.cwd(maker, 2) == "/start/")
    }

    @Test func aForkIsElsewhereAfterItsFirstStep() {
        var maker = Self.table()
        Self.clone(&maker, 2, by: 1)
        #expect(Self.cwd(maker, 2) == "/start/")
        Self.go(&maker, 2, to: "/child")
        #expect(Self.cwd(maker, 1) == "/start/")
        Self.go(&maker, 1, to: "/parent")
        #expect(Self.cwd(maker, 2) == "/child/")
    }

    @Test func processesThatShareMoveTogether() {
        var maker = Self.table()
        for (id, parent) in [(2, 1), (3, 2), (4, 1)] as [(Int32, Int32)] {
            Self.clone(&maker, id, by: parent, flags: Self.fileSystem)
        }
        let stamps = (1...4).map { maker.table.processStamp(of: maker.slot(Int32($0))) }
        Self.go(&maker, 3, to: "/all")
        for id in 1...4 as ClosedRange<Int32> {
            #expect(Self.cwd(maker, id) == "/all/", "\(id)")
            // What fields were computed from before must not be used on.
            #expect(maker.table.processStamp(of: maker.slot(id)) != stamps[Int(id) - 1], "\(id)")
        }
    }

    @Test func aNewRootIsEverybodysToo() {
        var maker = Self.table()
        Self.clone(&maker, 2, by: 1, flags: Self.fileSystem)
        Self.clone(&maker, 3, by: 1)
        maker.begin(EventNumber.chroot, thread: 2)
        maker.set(0, 0)
        maker.set(1, "/jail")
        maker.send()
        #expect(maker.row(1).map { maker.text($0.root) } == "/jail")
        #expect(maker.row(2).map { maker.text($0.root) } == "/jail")
        #expect(maker.row(3).map { maker.text($0.root) } == "")
    }

    @Test(arguments: [fileSystem, mounts, files, fileSystem | files])
    func unshareEndsIt(_ flags: Int) {
        var maker = Self.table()
        Self.clone(&maker, 2, by: 1, flags: Self.fileSystem | Self.files)
        maker.call(EventNumber.unshare, thread: 2, 0, flags)
        Self.go(&maker, 2, to: "/own")
        let isOwn = flags & (Self.fileSystem | Self.mounts) != 0
        #expect(Self.cwd(maker, 1) == (isOwn ? "/start/" : "/own/"))
        maker.begin(3, thread: 2)
        maker.set(0, 5)
        maker.set(1, "/f")
        maker.set(2, 1)
        maker.send()
        #expect((maker.descriptor(5, of: 1) == nil) == (flags & Self.files != 0))
    }

    @Test func whatFailsOrIsOneThreadsAloneChangesNothing() {
        var maker = Self.table()
        Self.clone(&maker, 2, by: 1, flags: Self.fileSystem)
        maker.call(EventNumber.unshare, thread: 2, -1, Self.fileSystem)
        Self.go(&maker, 2, to: "/both")
        #expect(Self.cwd(maker, 1) == "/both/")
        Self.clone(&maker, 3, by: 2, process: 2, flags: Self.thread | Self.fileSystem)
        maker.call(EventNumber.unshare, thread: 3, 0, Self.fileSystem)
        Self.go(&maker, 2, to: "/still")
        #expect(Self.cwd(maker, 1) == "/still/")
    }

    /// Whoever goes leaves the others together, and nothing behind.
    @Test(arguments: [1, 2, 3, 4] as [Int32])
    func theEndOfOneLeavesTheOthers(_ gone: Int32) {
        var maker = Self.table()
        for id in 2...4 as ClosedRange<Int32> {
            Self.clone(&maker, id, by: 1, flags: Self.fileSystem)
        }
        maker.call(EventNumber.exit, thread: gone, 0)
        #expect(maker.row(gone) == nil)
        let rest = (1...4).filter { $0 != gone }
        Self.go(&maker, rest[1], to: "/rest")
        for id in rest { #expect(Self.cwd(maker, id) == "/rest/", "\(id)") }
        for id in rest { maker.call(EventNumber.exit, thread: id, 0) }
        #expect(maker.table.threads.count == 0)
        #expect(maker.table.symbols.count == 2)
    }
}

private enum EventNumber {
    static let chroot: UInt16 = 267
    static let unshare: UInt16 = 285
    static let exit: UInt16 = 186
}
