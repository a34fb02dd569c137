/// Opening, reading, mapping: the bulk of what a sandbox does.
extension Sandbox {
    enum OpenFlag {
        static let write: Int64 = 1
        static let readWrite: Int64 = 2
        static let create: Int64 = 0o100
        static let exclusive: Int64 = 0o200
        static let truncate: Int64 = 0o1000
        static let append: Int64 = 0o2000
        static let nonblock: Int64 = 0o4000
        static let directory: Int64 = 0o200_000
        static let closeOnExec: Int64 = 0o2_000_000
        /// What a shell's `>` asks for.
        static let redirect = write | create | truncate
        /// What `touch` asks for.
        static let touch = write | create | 0o400 | nonblock
    }

    /// openat with AT_FDCWD; the descriptor.
    @discardableResult
    func open(_ task: Task, _ path: String, _ flags: Int64 = 0, mode: Int64 = 0) -> Int {
        open(task, world.texts.id(path), flags, mode: mode)
    }

    @discardableResult
    func open(_ task: Task, _ path: TextID, _ flags: Int64 = 0, mode: Int64 = 0) -> Int {
        var draft = Draft()
        draft.n0 = -100
        draft.text1 = path
        draft.n1 = flags
        draft.n2 = mode
        enter(task, .openat, draft)
        var target = world.resolved(path)
        if target == Texts.none {
            let absolute = joined(task.process.cwd, world.texts.string(path))
            target = world.texts.id(Self.resolved(absolute))
        }
        let number = task.process.install(
            Descriptor(path: target, isCloseOnExec: flags & OpenFlag.closeOnExec != 0))
        draft.result = Int64(number)
        exit(task, .openat, draft)
        return number
    }

    private func joined(_ folder: TextID, _ name: String) -> String {
        let folder = world.texts.string(folder)
        return folder == "/" ? "/" + name : folder + "/" + name
    }

    /// An open that fails.
    func failOpen(_ task: Task, _ path: String, _ flags: Int64 = 0, errno: Int32 = 2) {
        failOpen(task, world.texts.id(path), flags, errno: errno)
    }

    func failOpen(_ task: Task, _ path: TextID, _ flags: Int64 = 0, errno: Int32 = 2) {
        var draft = Draft()
        draft.n0 = -100
        draft.text1 = path
        draft.n1 = flags
        enter(task, .openat, draft)
        draft.errno = errno
        exit(task, .openat, draft)
    }

    func path(_ task: Task, _ number: Int) -> TextID {
        task.process.descriptor(number)?.path ?? world.names.notFound
    }

    func close(_ task: Task, _ number: Int) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        enter(task, .close, draft)
        if number < task.process.descriptors.count { task.process.descriptors[number] = nil }
        draft.text0 = world.names.notFound
        exit(task, .close, draft)
    }

    func read(_ task: Task, _ number: Int, _ count: Int64, gives result: Int64? = nil) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.n1 = count
        draft.result = result ?? count
        call(task, .read, draft)
    }

    func write(_ task: Task, _ number: Int, _ count: Int64, as writing: Call = .write) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.n1 = count
        draft.result = count
        call(task, writing, draft)
    }

    /// pread64 and pwrite64.
    func transfer(
        _ task: Task, _ number: Int, _ count: Int64, at offset: Int64, _ transfer: Call
    ) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.n1 = count
        draft.n2 = offset
        draft.flags = DraftFlag.hasOffset
        draft.result = count
        call(task, transfer, draft)
    }

    /// Opens, reads to the end, closes.
    func readFile(_ task: Task, _ path: String, byteCount: Int64, chunk: Int64 = 4_096) {
        readFile(task, world.texts.id(path), byteCount: byteCount, chunk: chunk)
    }

    func readFile(_ task: Task, _ path: TextID, byteCount: Int64, chunk: Int64 = 4_096) {
        let number = open(task, path, OpenFlag.closeOnExec)
        rawCall(task, 262, Draft())
        var left = byteCount
        while left > 0 {
            read(task, number, chunk, gives: min(left, chunk))
            left -= chunk
        }
        read(task, number, chunk, gives: 0)
        close(task, number)
    }

    /// Opens for writing, writes, closes.
    func writeFile(
        _ task: Task, _ path: String, byteCount: Int64, _ flags: Int64 = OpenFlag.redirect
    ) {
        writeFile(task, world.texts.id(path), byteCount: byteCount, flags)
    }

    func writeFile(
        _ task: Task, _ path: TextID, byteCount: Int64, _ flags: Int64 = OpenFlag.redirect
    ) {
        let number = open(task, path, flags, mode: 0o666)
        write(task, number, byteCount)
        close(task, number)
    }

    /// The mapping of a file, or of nothing (`number` -1).
    func map(
        _ task: Task, _ number: Int, length: Int64, prot: Int64, flags: Int64, at address: Int64,
        isFixed: Bool = false, offset: Int64 = 0
    ) {
        guard world.personality.isRecent else { return }
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = number < 0 ? Texts.none : path(task, number)
        draft.n1 = isFixed ? address : 0
        draft.n2 = length
        draft.n3 = prot
        draft.n4 = flags
        draft.n5 = offset
        enter(task, .mmap, draft)
        if prot & 4 != 0 {
            var info = Draft()
            info.type = 35
            if number >= 0 {
                info.text0 = draft.text0
                info.n0 = Self.inode(of: world.texts.string(draft.text0))
                info.n1 = 0o100_755
                info.n2 = 1_795_456_697
            }
            emit(task, .sentryMmap, info)
        }
        draft.result = address
        exit(task, .mmap, draft)
    }

    /// What the dynamic loader does before a program begins.
    func load(_ task: Task, _ libraries: [String]) {
        let base = 0x7E80_0000_0000 + task.process.mapBase
        map(task, -1, length: 8_192, prot: 3, flags: 34, at: base)
        let cache = open(task, "/etc/ld.so.cache", OpenFlag.closeOnExec)
        map(task, cache, length: 48_343, prot: 1, flags: 2, at: base + 0x1_0000)
        close(task, cache)
        for (index, library) in libraries.enumerated() {
            let start = base + Int64(index + 1) << 24
            let number = open(task, "/lib/x86_64-linux-gnu/\(library)", OpenFlag.closeOnExec)
            read(task, number, 832)
            if library == "libc.so.6" {
                transfer(task, number, 784, at: 64, .pread64)
                transfer(task, number, 784, at: 64, .pread64)
            }
            map(task, number, length: 1_974_096, prot: 1, flags: 2_050, at: start)
            map(
                task, number, length: 1_400_832, prot: 5, flags: 2_066, at: start + 155_648,
                isFixed: true, offset: 155_648)
            map(
                task, number, length: 24_576, prot: 3, flags: 2_066, at: start + 1_896_448,
                isFixed: true, offset: 1_896_448)
            map(
                task, -1, length: 53_072, prot: 3, flags: 50, at: start + 1_921_024, isFixed: true)
            close(task, number)
        }
        map(task, -1, length: 12_288, prot: 3, flags: 34, at: base + 0x2_0000)
        prlimit(task, resource: 3, current: 8_388_608)
    }

    func prlimit(_ task: Task, resource: Int64, current: Int64) {
        var draft = Draft()
        draft.n1 = resource
        draft.flags = DraftFlag.oldLimit
        draft.n4 = 139_369_783_411_424
        draft.n5 = 139_369_783_201_934
        enter(task, .prlimit64, draft)
        draft.n4 = current
        draft.n5 = -1
        exit(task, .prlimit64, draft)
    }

    func chdir(_ task: Task, _ path: String) {
        var draft = Draft()
        draft.n0 = -100
        draft.text1 = world.texts.id(path)
        enter(task, .chdir, draft)
        task.process.cwd = world.texts.id(path)
        task.process.forgetContexts()
        exit(task, .chdir, draft)
    }

    func fcntl(_ task: Task, _ number: Int, _ command: Int64, _ argument: Int64, result: Int64) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.n1 = command
        draft.n2 = argument
        draft.result = result
        call(task, .fcntl, draft)
    }

    /// dup2; `target` then is what `source` is.
    func duplicate(_ task: Task, _ source: Int, to target: Int) {
        var draft = Draft()
        draft.n0 = Int64(source)
        draft.n1 = Int64(target)
        draft.text0 = path(task, source)
        draft.result = Int64(target)
        enter(task, .dup2, draft)
        if var descriptor = task.process.descriptor(source) {
            descriptor.isCloseOnExec = false
            task.process.put(descriptor, at: target)
        }
        exit(task, .dup2, draft)
    }

    /// A pipe: reading end, writing end.
    func pipe(_ task: Task) -> (reader: Int, writer: Int) {
        enter(task, .pipe2, Draft())
        let descriptor = Descriptor(path: pipeName())
        let reader = task.process.install(descriptor)
        let writer = task.process.install(descriptor)
        var draft = Draft()
        draft.n1 = Int64(reader)
        draft.n2 = Int64(writer)
        exit(task, .pipe2, draft)
        return (reader, writer)
    }
}
