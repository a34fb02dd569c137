import Core
import Events
import State

/// One message of the model's sentry, and what is true when it is made.
struct Telling {
    enum Value {
        case number(Int)
        case text(String)
    }

    /// What an event of a thread must find in the table once it is applied.
    struct Truth {
        var comm = ""
        var uid = 0
        var processID = 0
        var cwd = ""
        var container = ""
        var parentID = 0
        var parentStart: UInt64 = 0
        var exe = ""
        var exePath = ""
        var arguments: [String] = []
    }

    var code: UInt16
    var threadID: Int
    var timeNanos: UInt64
    var values: [Int: Value] = [:]
    var start: UInt64
    var processStart: UInt64
    var truth = Truth()
    /// The name in the context, the old one for an exec.
    var contextName = ""
    var caller: (id: Int, start: UInt64, key: UInt64, process: World.Process)?
    var isProof = false
    /// Number of the exec that an enter, proof or exit tells of; 0 none.
    var execNumber = 0
    var taskKey: UInt64
    var isContainerStart = false
    var fdPath = ""
    /// `fd.name` that the event's descriptor must have, when the message tells enough to know.
    var fileName: String?
    /// The exec or clone that tells this process's image.
    var tellsImageOf: World.Process?
    var process: World.Process
    var clientPort: UInt16 = 0

    init(_ code: UInt16, _ task: World.Task, _ world: World) {
        self.code = code
        threadID = task.id
        timeNanos = world.now()
        start = task.start
        taskKey = task.key
        processStart = task.process.start
        process = task.process
        contextName = task.comm
        truth = Self.truth(of: task)
    }

    static func truth(of task: World.Task) -> Truth {
        let process = task.process
        return Truth(
            comm: task.comm, uid: task.uid, processID: process.id, cwd: process.directory,
            container: process.container, parentID: process.parent?.id ?? 0,
            parentStart: process.parent?.start ?? 0, exe: process.exe, exePath: process.exePath,
            arguments: process.arguments)
    }

    subscript(_ index: Int) -> Value? {
        get { values[index] }
        set { values[index] = newValue }
    }
}

extension EventMaker {
    /// Sends a message with its whole context, which need not have the working directory.
    mutating func deliver(_ telling: Telling, tellsDirectory: Bool = true) {
        begin(telling.code, thread: Int32(telling.threadID))
        event.timeNanos = telling.timeNanos
        for (index, value) in telling.values {
            switch value {
            case .number(let number): set(index, number)
            case .text(let text): set(index, text)
            }
        }
        let truth = telling.truth
        event.task.processID = Int32(truth.processID)
        event.task.parentProcessID = Int32(truth.parentID)
        event.task.startTimeNanos = telling.start
        event.task.processStartTimeNanos = telling.processStart
        event.task.containerID = bytes(truth.container)
        event.task.hasCredentials = true
        event.task.effectiveUID = UInt32(truth.uid)
        event.task.effectiveGID = UInt32(truth.uid)
        if tellsDirectory {
            event.task.cwd = bytes(String(truth.cwd == "/" ? "/" : truth.cwd.dropLast()))
        }
        event.task.processName = bytes(telling.contextName)
        event.task.fdPath = bytes(telling.fdPath)
        event.task.isContainerStart = telling.isContainerStart
        if let caller = telling.caller {
            event.task.callerThreadID = Int32(caller.id)
            event.task.callerStartTimeNanos = caller.start
            event.task.callerProcessID = Int32(caller.process.id)
            event.task.callerProcessStartTimeNanos = caller.process.start
            event.task.callerParentProcessID = Int32(caller.process.parent?.id ?? 0)
        }
        // The rest is as a stream's decoder would have it.
        let isOwn = telling.caller == nil && !telling.isContainerStart
        event.task.serial = isOwn ? serial(of: telling) : 0
        event.exec.isPresent = telling.isProof
        if telling.clientPort != 0 {
            event.tuple.family = .ipv4
            event.tuple.hasDestination = true
            event.tuple.destinationAddress = IPAddress(ipv4: 0x0A00_0001)
            event.tuple.destinationPort = telling.clientPort
            event.setTuple(1)
        }
        send()
    }

    /// Equal contexts of equal threads have equal numbers.
    private mutating func serial(of telling: Telling) -> UInt64 {
        let truth = telling.truth
        let content = [
            "\(telling.threadID)", "\(telling.start)", "\(truth.processID)",
            "\(telling.processStart)", "\(truth.parentID)", "\(truth.uid)", truth.container,
            truth.cwd, telling.contextName,
        ].joined(separator: "\n")
        if let known = serials[content] { return known }
        serials[content] = UInt64(serials.count + 1)
        return UInt64(serials.count)
    }
}
