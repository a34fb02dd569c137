import State

/// A small slow model of a sandbox: what is true, in dictionaries. It is the reference for the
/// table.
final class World {
    final class File {
        var name: String
        var type: DescriptorType
        init(_ name: String, _ type: DescriptorType) {
            self.name = name
            self.type = type
        }
    }

    /// One entry of a process's table.
    struct Descriptor {
        var file: File
        var closesOnExec: Bool
    }

    final class Files {
        var entries: [Int: Descriptor] = [:]
        init(_ entries: [Int: Descriptor] = [:]) { self.entries = entries }
    }

    /// Working directory of the processes that share it.
    final class Place {
        var cwd: String
        init(_ cwd: String) { self.cwd = cwd }
    }

    final class Task {
        var id: Int
        var start: UInt64
        var comm: String
        var uid: Int
        unowned let process: Process
        /// The same for all of its life, whatever id it takes over.
        let key: UInt64
        init(id: Int, start: UInt64, comm: String, uid: Int, process: Process) {
            self.id = id
            self.start = start
            self.comm = comm
            self.uid = uid
            self.process = process
            key = start
        }
    }

    final class Process {
        let id: Int
        let start: UInt64
        var parent: Process?
        var tasks: [Task] = []
        var exe = ""
        var exePath = ""
        var arguments: [String] = []
        var environment: [String] = []
        var place = Place("/")
        var cwd: String {
            get { place.cwd }
            set { place.cwd = newValue }
        }
        var files = Files()
        var container: String
        /// The message that told the image was delivered; and some message of the process was.
        var isImageTold = true
        var hasSpoken = false
        var isInit = false
        /// Its main thread has ended before others.
        var hasLostLeader = false
        /// Of whoever began it; children are in their parent's.
        var session: Int

        init(id: Int, start: UInt64, container: String) {
            self.id = id
            session = id
            self.start = start
            self.container = container
        }

        /// The main thread, unless it has exited.
        var leader: Task? { tasks.first { $0.id == id } }
        var directory: String { cwd == "/" ? "/" : cwd + "/" }
    }

    var random: SplitMix
    let idLimit: Int
    var processes: [Process] = []
    var clock: UInt64 = 1_700_000_000_000_000_000
    private var lastID = 0
    /// Execs so far.
    var execCount = 0

    init(seed: UInt64, idLimit: Int) {
        random = SplitMix(seed)
        self.idLimit = idLimit
    }

    var tasks: [Task] { processes.flatMap(\.tasks) }

    /// A time later than all before.
    func now() -> UInt64 {
        clock += 1_000 + random.next() % 5_000_000
        return clock
    }

    /// The next free id, wrapping to 2 as the kernel does. Ids of dead main threads are in use as
    /// long as their process lives, those of sessions as long as somebody is in them.
    func takeID() -> Int? {
        var used = Set(tasks.map(\.id))
        for process in processes { used.formUnion([process.id, process.session]) }
        for _ in 0..<idLimit {
            lastID = lastID >= idLimit ? 2 : lastID + 1
            if !used.contains(lastID) { return lastID }
        }
        return nil
    }

    func initProcess(of container: String) -> Process? {
        processes.first { $0.container == container && $0.isInit }
    }

    func pick<T>(_ list: [T]) -> T { list[Int(random.next() % UInt64(list.count))] }

    func chance(_ percent: Int) -> Bool { Int(random.next() % 100) < percent }
}

/// A seeded generator of random numbers.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
