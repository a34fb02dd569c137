import State

/// The steps of the model: each changes the truth and gives the messages that tell of it.
extension World {
    private static let names = ["sh", "cat", "nginx", "python3", "a-name-of-15byt", "x"]
    private static let folders = ["/", "/tmp", "/usr/lib", "/home/user/deep/er"]

    /// A container begins.
    func startContainer(_ name: String) -> [Telling] {
        guard let id = takeID() else { return [] }
        let process = Process(id: id, start: now(), container: name)
        process.isInit = true
        process.exe = "/sbin/init"
        process.exePath = "/sbin/init"
        process.environment = ["A=1"]
        let task = Task(id: id, start: process.start, comm: "init", uid: 0, process: process)
        process.tasks = [task]
        processes.append(process)
        var clone = Telling(223, task, self)
        clone[0] = .number(0)
        clone[3] = .number(id)
        clone[4] = .number(id)
        clone[5] = .number(0)
        clone[1] = .text("/sbin/init")
        clone[6] = .text("/")
        clone[13] = .text("init")
        clone.isContainerStart = true
        var exec = Telling(293, task, self)
        fillExec(&exec, process, task)
        exec.isContainerStart = true
        exec.tellsImageOf = process
        return [clone, exec]
    }

    /// A process that nothing announces: `runsc exec`.
    func startExecSession() -> [Telling] {
        guard let id = takeID(), let first = processes.first(where: \.isInit) else { return [] }
        let process = Process(id: id, start: now(), container: first.container)
        process.exe = "<NA>"
        process.cwd = pick(Self.folders)
        let task = Task(id: id, start: process.start, comm: "sh", uid: 0, process: process)
        process.tasks = [task]
        processes.append(process)
        return [neutral(task)]
    }

    func neutral(_ task: Task) -> Telling {
        var telling = Telling(203, task, self)
        telling[0] = .number(0)
        return telling
    }

    /// fork, or clone of a thread.
    func clone(_ maker: Task, isThread: Bool) -> [Telling] {
        guard let id = takeID() else { return [] }
        let sharesFiles = isThread || chance(10)
        let sharesPlace = isThread || chance(20)
        let start = now()
        let old = maker.process
        let process: Process
        if isThread {
            process = old
        } else {
            process = Process(id: id, start: start, container: old.container)
            process.parent = old
            process.session = old.session
            process.exe = old.exe
            process.exePath = old.exePath
            process.arguments = old.arguments
            process.environment = old.environment
            process.place = sharesPlace ? old.place : Place(old.cwd)
            process.files = sharesFiles ? old.files : Files(old.files.entries)
            process.isImageTold = old.isImageTold
            processes.append(process)
        }
        let task = Task(id: id, start: start, comm: maker.comm, uid: maker.uid, process: process)
        process.tasks.append(task)
        var telling = Telling(223, task, self)
        telling[0] = .number(0)
        telling[3] = .number(id)
        telling[4] = .number(process.id)
        if let parent = process.parent { telling[5] = .number(parent.id) }
        telling[13] = .text(task.comm)
        telling[15] = .number(
            (sharesFiles ? 1 : 0) | (sharesPlace ? 2 : 0) | (isThread ? 8192 : 0))
        telling.caller = (maker.id, maker.start, maker.key, old)
        if !isThread { telling.tellsImageOf = process }
        var result = Telling(223, maker, self)
        result[0] = .number(id)
        return [telling, result]
    }

    private func fillExec(_ telling: inout Telling, _ process: Process, _ task: Task) {
        telling[0] = .number(0)
        telling[1] = .text(process.exe)
        telling[2] = .text(process.arguments.joined(separator: "\0"))
        telling[13] = .text(task.comm)
        telling[15] = .text(process.environment.joined(separator: "\0"))
        telling[27] = .text(process.exePath)
        telling[30] = .text(process.exePath)
    }

    /// A thread runs another image: the others end, it becomes the main thread.
    func exec(_ task: Task, order: ExecOrder) -> [Telling] {
        let process = task.process
        let name = pick(Self.names)
        let oldName = task.comm
        var enter = Telling(292, task, self)
        enter[0] = .text("/bin/" + name)
        let others = process.tasks.filter { $0 !== task }
        var exits: [Telling] = []
        for other in others { exits.append(exitTelling(other)) }
        let before = task.id
        process.exe = name
        process.exePath = "/bin/" + name
        process.arguments = (0..<Int(random.next() % 4)).map { "arg\($0)-\(random.next() % 9)" }
        process.environment = ["A=\(random.next() % 5)"]
        process.isImageTold = true
        process.files = Files(process.files.entries)
        for (number, entry) in process.files.entries where entry.closesOnExec {
            process.files.entries[number] = nil
        }
        task.comm = name
        process.tasks = [task]
        var proof = Telling(293, task, self)
        fillExec(&proof, process, task)
        proof.contextName = oldName
        proof.isProof = true
        proof.tellsImageOf = process
        // From now on it has the main thread's id and start.
        let leads = before == process.id
        task.id = process.id
        task.start = process.start
        var exit = Telling(293, task, self)
        fillExec(&exit, process, task)
        exit.contextName = oldName
        execCount += 1
        proof.execNumber = execCount
        exit.execNumber = execCount
        switch order {
        case .old:
            if chance(50) { return [enter, proof] + exits + [exit] }
            // The exit can come before the others' end, under the id of before.
            exit.threadID = before
            exit.start = proof.start
            return [enter, proof, exit] + exits
        case .new:
            exit.threadID = before
            exit.start = proof.start
            return [enter, exit, proof] + exits
        case .exitsOnly:
            // The leader's exit comes before the exec's, which then has the leader's id.
            exit.tellsImageOf = process
            return (leads ? [enter] : []) + exits + [exit]
        }
    }

    enum ExecOrder { case old, new, exitsOnly }

    private func exitTelling(_ task: Task) -> Telling {
        var telling = Telling(186, task, self)
        for index in 0..<4 { telling[index] = .number(0) }
        return telling
    }

    /// One thread ends, and the process with its last one.
    func exit(_ task: Task) -> [Telling] {
        let telling = exitTelling(task)
        let process = task.process
        process.tasks.removeAll { $0 === task }
        if task.id == process.id { process.hasLostLeader = true }
        if process.tasks.isEmpty { end(process) }
        return [telling]
    }

    private func end(_ process: Process) {
        processes.removeAll { $0 === process }
        let reaper = initProcess(of: process.container)
        for child in processes where child.parent === process { child.parent = reaper }
    }

    /// A container's first process ends and takes all others of its namespace along.
    func stopContainer(_ name: String) -> [Telling] {
        let members = processes.filter { $0.container == name }
        var tellings: [Telling] = []
        for process in members { tellings += process.tasks.map(exitTelling) }
        for process in members {
            process.tasks = []
            processes.removeAll { $0 === process }
        }
        for process in processes where process.parent.map({ $0.container == name }) ?? false {
            process.parent = nil
        }
        return tellings
    }

    // MARK: - Files

    func open(_ task: Task, sendsEnter: Bool) -> [Telling] {
        let process = task.process
        let number = freeNumber(process)
        let closes = chance(30)
        let folders = process.files.entries.filter { $0.value.file.type == .directory }
        var telling = Telling(307, task, self)
        var directory = -100
        var path = "f\(random.next() % 20)"
        var full = process.directory + path
        if chance(40) {
            path = pick(Self.folders) + "/./g\(random.next() % 20)"
            full = path.replacing("/./", with: "/").replacing("//", with: "/")
        } else if chance(50), let folder = anyEntry(folders) {
            directory = folder.key
            telling.fdPath = folder.value.file.name
            let base = folder.value.file.name
            full = (base == "/" ? "/" : base + "/") + path
        }
        let isDirectory = chance(20)
        if isDirectory {
            full = pick(Self.folders)
            path = full
            directory = -100
            telling.fdPath = ""
        }
        let flags = 1 | (isDirectory ? 1024 : 0) | (closes ? 4096 : 0)
        let fails = chance(15)
        telling[0] = .number(fails ? -2 : number)
        telling[1] = .number(directory)
        telling[2] = .text(path)
        telling[3] = .number(flags)
        telling[4] = .number(0)
        if !fails {
            let file = File(full, isDirectory ? .directory : .file)
            process.files.entries[number] = Descriptor(file: file, closesOnExec: closes)
            telling.fileName = full
        }
        guard sendsEnter else { return [telling] }
        var enter = Telling(306, task, self)
        enter[0] = .number(directory)
        enter[1] = .text(path)
        enter[2] = .number(flags)
        enter[3] = .number(0)
        return [enter, telling]
    }

    private func freeNumber(_ process: Process) -> Int {
        if chance(3) { return Int(random.next() % 3000) + 200 }
        var number = 3
        while process.files.entries[number] != nil { number += 1 }
        return number
    }

    func close(_ task: Task) -> [Telling] {
        guard let number = task.process.files.entries.keys.min() else { return [] }
        var telling = Telling(5, task, self)
        task.process.files.entries[number] = nil
        telling[0] = .number(0)
        telling[1] = .number(number)
        return [telling]
    }

    func duplicate(_ task: Task) -> [Telling] {
        guard let old = anyEntry(task.process.files.entries) else { return [] }
        let number = Int(random.next() % 20) + 3
        if number == old.key { return [] }
        var telling = Telling(363, task, self)
        task.process.files.entries[number] = Descriptor(
            file: old.value.file, closesOnExec: false)
        telling[0] = .number(number)
        telling[1] = .number(old.key)
        telling[2] = .number(number)
        return [telling]
    }

    func pipe(_ task: Task) -> [Telling] {
        var telling = Telling(61, task, self)
        telling[0] = .number(0)
        for index in 1...2 {
            let number = freeNumber(task.process)
            task.process.files.entries[number] = Descriptor(
                file: File("", .pipe), closesOnExec: false)
            telling[index] = .number(number)
        }
        return [telling]
    }

    /// socket and connect, the socket without a name of its own.
    func connect(_ task: Task) -> [Telling] {
        let number = freeNumber(task.process)
        let file = File("", .ipv4)
        task.process.files.entries[number] = Descriptor(file: file, closesOnExec: false)
        var socket = Telling(19, task, self)
        socket[0] = .number(number)
        socket[1] = .number(2)
        socket[2] = .number(1)
        socket[3] = .number(0)
        var connect = Telling(23, task, self)
        connect[0] = .number(0)
        connect[2] = .number(number)
        connect.clientPort = UInt16(random.next() % 1000) + 1
        file.name = "->10.0.0.1:\(connect.clientPort)"
        connect.fileName = file.name
        return [socket, connect]
    }

    func read(_ task: Task) -> [Telling] {
        let files = task.process.files.entries.filter {
            $0.value.file.type == .file || $0.value.file.type == .directory
        }
        guard let entry = anyEntry(files) else { return [] }
        var telling = Telling(7, task, self)
        telling[0] = .number(1)
        telling[2] = .number(entry.key)
        telling[3] = .number(1)
        telling.fdPath = entry.value.file.name
        telling.fileName = entry.value.file.name
        return [telling]
    }

    /// Sets the flag for exec by fcntl.
    func mark(_ task: Task) -> [Telling] {
        guard let entry = anyEntry(task.process.files.entries) else {
            return []
        }
        let value = chance(50)
        task.process.files.entries[entry.key]?.closesOnExec = value
        var telling = Telling(151, task, self)
        telling[0] = .number(0)
        telling[1] = .number(entry.key)
        telling[2] = .number(3)
        telling[3] = .number(value ? 1 : 0)
        return [telling]
    }

    /// The same choice for the same seed, whatever the dictionary's order.
    private func anyEntry(_ entries: [Int: Descriptor]) -> (key: Int, value: Descriptor)? {
        if entries.isEmpty { return nil }
        let key = pick(entries.keys.sorted())
        return (key, entries[key]!)
    }

    // MARK: - The process itself

    func changeDirectory(_ task: Task) -> [Telling] {
        let folder = pick(Self.folders)
        task.process.cwd = folder
        var telling = Telling(95, task, self)
        telling[0] = .number(0)
        telling[1] = .text(folder)
        return [telling]
    }

    /// The process has its directory and its descriptors for itself from now on.
    func unshare(_ task: Task) -> [Telling] {
        let process = task.process
        if process.tasks.count > 1 { return [] }
        process.place = Place(process.cwd)
        process.files = Files(process.files.entries)
        var telling = Telling(285, task, self)
        telling[0] = .number(0)
        telling[1] = .number(1 | 2)
        return [telling]
    }

    func changeUser(_ task: Task) -> [Telling] {
        task.uid = Int(random.next() % 5)
        var telling = Telling(199, task, self)
        telling[0] = .number(0)
        telling[1] = .number(task.uid)
        return [telling]
    }

    /// prctl shows only in the next message's context.
    func rename(_ task: Task) -> [Telling] {
        task.comm = "renamed-\(random.next() % 9)"
        return [neutral(task)]
    }
}
