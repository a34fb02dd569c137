/// A container of a sandbox.
final class Container {
    let id: TextID
    let environment: [String]
    /// Distinct sets of context fields that the session asks for.
    let contextCount: Int
    /// Its init; a sandbox's first container is the root one.
    var leader: Process?

    init(id: TextID, environment: [String], contextCount: Int) {
        self.id = id
        self.environment = environment
        self.contextCount = contextCount
    }
}

/// What an open descriptor refers to.
struct Descriptor {
    /// Path from the root of the mount namespace, symbolic links resolved, or a pseudo name.
    var path: TextID
    var isCloseOnExec = false
    /// For sockets: the address family.
    var family: Int64 = 0
    /// For sockets: the type without flags.
    var socketType: Int64 = 0
    /// For bound sockets: the raw address.
    var address = Texts.none
}

/// One thread.
final class Task {
    let tid: Int32
    let startNanos: Int64
    unowned let process: Process
    /// By the selection's context index: the context without its time.
    let contexts: TaskContexts

    init(tid: Int32, startNanos: Int64, process: Process) {
        self.tid = tid
        contexts = TaskContexts(count: process.container.contextCount)
        self.startNanos = startNanos
        self.process = process
    }
}

/// One process. Ids are those of the sandbox's root namespace.
final class Process {
    let pid: Int32
    let startNanos: Int64
    let container: Container
    /// 0 for a container's init and for what `runsc exec` started.
    let parentPID: Int32
    var comm: TextID
    var cwd: TextID
    var realUID: UInt32 = 0
    var effectiveUID: UInt32 = 0
    var gid: UInt32 = 0
    var isExecSession = false
    var descriptors: [Descriptor?] = []
    var threads: [Task] = []
    /// Part of the addresses of its mappings.
    var mapBase: Int64 = 0
    var environment = Texts.noList

    init(
        pid: Int32, startNanos: Int64, container: Container, parentPID: Int32, comm: TextID,
        cwd: TextID
    ) {
        self.pid = pid
        self.startNanos = startNanos
        self.container = container
        self.parentPID = parentPID
        self.comm = comm
        self.cwd = cwd
        threads = [Task(tid: pid, startNanos: startNanos, process: self)]
    }

    var leader: Task { threads[0] }

    /// Something that the context shows has changed.
    func forgetContexts() {
        for thread in threads { thread.contexts.forget() }
    }

    /// The lowest free number from `lowest` on, taken by `descriptor`.
    func install(_ descriptor: Descriptor, from lowest: Int = 0) -> Int {
        var number = lowest
        while number < descriptors.count, descriptors[number] != nil { number += 1 }
        put(descriptor, at: number)
        return number
    }

    func put(_ descriptor: Descriptor, at number: Int) {
        while descriptors.count <= number { descriptors.append(nil) }
        descriptors[number] = descriptor
    }

    func descriptor(_ number: Int) -> Descriptor? {
        number >= 0 && number < descriptors.count ? descriptors[number] : nil
    }
}
