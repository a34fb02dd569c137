import Core
import Events
import State

/// Makes events as `EventMapper` does from a Sentry's messages and applies them.
struct EventMaker: ~Copyable {
    private var event = SyscallEvent()
    private var time: UInt64 = 1_700_000_000_000_000_000
    private var container = ByteBuffer(capacity: 64)
    private var path = ByteBuffer(capacity: 128)
    private var name = ByteBuffer(capacity: 64)

    /// The first process of a container: clone, then exec.
    mutating func startContainer(
        number: Int, _ table: inout StateTable, _ sandbox: SandboxSlot
    ) {
        begin(223, 1, container: number)
        event.task.isContainerStart = true
        event.set(CloneParameter.result, integer: 0)
        setIDs(1, parent: 0)
        apply(&table, sandbox)
        fillExec(1, container: number)
        event.task.isContainerStart = true
        apply(&table, sandbox)
    }

    /// A new process, child of the container's first one.
    mutating func clone(
        _ id: Int32, container: Int, _ table: inout StateTable, _ sandbox: SandboxSlot
    ) {
        begin(223, id, container: container)
        event.task.parentProcessID = 1
        event.set(CloneParameter.result, integer: 0)
        event.set(CloneParameter.flags, integer: 0x180_0000)
        setIDs(id, parent: 1)
        event.set(CloneParameter.comm, bytes: literal("worker"))
        apply(&table, sandbox)
    }

    mutating func exec(
        _ id: Int32, container: Int, _ table: inout StateTable, _ sandbox: SandboxSlot
    ) {
        fillExec(id, container: container)
        apply(&table, sandbox)
    }

    private mutating func fillExec(_ id: Int32, container: Int) {
        begin(293, id, container: container)
        event.exec.isPresent = true
        event.exec.binaryPath = literal("/usr/bin/worker")
        event.set(ExecParameter.result, integer: 0)
        event.set(ExecParameter.exe, bytes: literal("worker"))
        name.removeAll()
        name.append("--container\0n")
        name.append(decimal: UInt64(container))
        event.set(ExecParameter.args, bytes: name.bytes)
        event.set(ExecParameter.env, bytes: literal("PATH=/usr/bin:/bin\0HOME=/root\0LANG=C.UTF-8"))
        event.set(ExecParameter.comm, bytes: literal("worker"))
        event.set(ExecParameter.trustedExepath, bytes: literal("/usr/bin/worker"))
        event.set(ExecParameter.filename, bytes: literal("/usr/bin/worker"))
        event.set(ExecParameter.tid, integer: Int64(id))
        event.set(ExecParameter.pid, integer: Int64(id))
        event.set(ExecParameter.cwd, bytes: literal("/srv"))
        event.set(ExecParameter.uid, integer: 0)
        event.set(ExecParameter.gid, integer: 0)
    }

    /// A file of a name that no other descriptor has.
    mutating func open(
        _ id: Int32, _ fd: Int64, container: Int, _ table: inout StateTable,
        _ sandbox: SandboxSlot
    ) {
        begin(307, id, container: container)
        path.removeAll()
        path.append("/srv/data/")
        path.append(decimal: UInt64(container))
        path.append("/worker-")
        path.append(decimal: UInt64(id))
        path.append("/file-")
        path.append(decimal: UInt64(bitPattern: fd))
        event.set(0, integer: fd)
        event.set(1, integer: -100)
        event.set(2, bytes: path.bytes)
        event.set(3, integer: 1)
        event.set(4, integer: 0)
        apply(&table, sandbox)
    }

    mutating func close(
        _ id: Int32, _ fd: Int64, _ table: inout StateTable, _ sandbox: SandboxSlot
    ) {
        begin(5, id, container: 0)
        event.set(0, integer: 0)
        event.set(1, integer: fd)
        apply(&table, sandbox)
    }

    mutating func exit(_ id: Int32, _ table: inout StateTable, _ sandbox: SandboxSlot) {
        begin(186, id, container: 0)
        event.set(0, integer: 0)
        event.set(1, integer: 0)
        apply(&table, sandbox)
    }

    private mutating func apply(_ table: inout StateTable, _ sandbox: SandboxSlot) {
        let binding = table.apply(&event, in: sandbox)
        table.finish(event, binding)
    }

    private mutating func begin(_ code: UInt16, _ id: Int32, container number: Int) {
        time &+= 1_000
        container.removeAll()
        container.append("0123456789abcdef0123456789abcdef0123456789abcdef")
        container.append(decimal: UInt64(number), digits: 16)
        event.begin(EventCode(code))
        event.timeNanos = time
        event.threadID = id
        event.task = TaskContext()
        event.task.isPresent = true
        event.task.processID = id
        event.task.startTimeNanos = 1_600_000_000_000_000_000 &+ UInt64(UInt32(bitPattern: id))
        event.task.processStartTimeNanos = event.task.startTimeNanos
        event.task.containerID = container.bytes
        event.task.hasCredentials = true
    }

    private mutating func setIDs(_ id: Int32, parent: Int64) {
        event.set(CloneParameter.tid, integer: Int64(id))
        event.set(CloneParameter.pid, integer: Int64(id))
        event.set(CloneParameter.ptid, integer: parent)
        event.set(CloneParameter.vtid, integer: Int64(id))
        event.set(CloneParameter.vpid, integer: Int64(id))
    }

    private func literal(_ text: StaticString) -> BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
    }
}
