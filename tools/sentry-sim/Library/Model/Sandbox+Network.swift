/// Sockets and what is done with them, and calls on identity.
extension Sandbox {
    /// A raw IPv4 socket address.
    func address(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: Int) -> TextID {
        world.texts.id(
            bytes: [2, 0, UInt8(port >> 8), UInt8(port & 255), a, b, c, d]
                + [UInt8](repeating: 0, count: 8))
    }

    /// The raw address of a unix socket at `path`, padded as glibc's callers do.
    func address(unix path: String) -> TextID {
        var bytes: [UInt8] = [1, 0] + Array(path.utf8)
        while bytes.count < 110 { bytes.append(0) }
        return world.texts.id(bytes: bytes)
    }

    static let loopback: (UInt8, UInt8, UInt8, UInt8) = (127, 0, 0, 1)

    func socket(_ task: Task, family: Int64 = 2, type: Int64 = 1, protocol number: Int64 = 0)
        -> Int
    {
        var draft = Draft()
        draft.n0 = family
        draft.n1 = type | 0x8_0000
        draft.n2 = number
        enter(task, .socket, draft)
        let descriptor = task.process.install(
            Descriptor(
                path: socketName(), isCloseOnExec: true, family: family, socketType: type))
        draft.result = Int64(descriptor)
        exit(task, .socket, draft)
        return descriptor
    }

    func connect(_ task: Task, _ number: Int, _ address: TextID, errno: Int32 = 0) {
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.text1 = address
        enter(task, .connect, draft)
        draft.errno = errno
        exit(task, .connect, draft)
    }

    /// A listening socket.
    func serve(_ task: Task, port: Int) -> Int {
        let number = socket(task)
        let local = address(0, 0, 0, 0, port: port)
        var draft = Draft()
        draft.n0 = Int64(number)
        draft.text0 = path(task, number)
        draft.text1 = local
        call(task, .bind, draft)
        guard world.personality.isRecent else { return number }
        draft.n1 = 511
        draft.n2 = 2
        draft.n3 = 1
        call(task, .listen, draft)
        return number
    }

    /// A connection that a client at `port` of this host made; its descriptor.
    func accept(_ task: Task, _ listener: Int, peerPort: Int) -> Int {
        var draft = Draft()
        draft.n0 = Int64(listener)
        draft.text0 = path(task, listener)
        draft.n1 = 0x8_0800
        draft.text1 = world.emptyAddress
        enter(task, .accept4, draft)
        let number = task.process.install(
            Descriptor(path: socketName(), isCloseOnExec: true, family: 2, socketType: 1))
        draft.text1 = world.clientAddress(port: peerPort)
        draft.result = Int64(number)
        exit(task, .accept4, draft)
        return number
    }

    func setuid(_ task: Task, _ id: UInt32) {
        var draft = Draft()
        draft.n0 = Int64(id)
        enter(task, .setuid, draft)
        task.process.realUID = id
        task.process.effectiveUID = id
        task.process.forgetContexts()
        exit(task, .setuid, draft)
    }

    func setgid(_ task: Task, _ id: UInt32) {
        var draft = Draft()
        draft.n0 = Int64(id)
        enter(task, .setgid, draft)
        task.process.gid = id
        task.process.forgetContexts()
        exit(task, .setgid, draft)
    }

    func setsid(_ task: Task) {
        var draft = Draft()
        enter(task, .setsid, draft)
        draft.result = Int64(task.process.pid)
        exit(task, .setsid, draft)
    }

    func ptrace(_ task: Task, request: Int64, pid: Int32, errno: Int32 = 0) {
        guard world.personality.isRecent else { return }
        var draft = Draft()
        draft.n0 = request
        draft.n1 = Int64(pid)
        draft.errno = errno
        call(task, .ptrace, draft)
    }

    func chroot(_ task: Task, _ path: String) {
        var draft = Draft()
        draft.text1 = world.texts.id(path)
        call(task, .chroot, draft)
    }

    /// The failed visit to nscd that every glibc program pays that looks a name up.
    func lookUpName(_ task: Task) {
        for _ in 0..<2 {
            let number = socket(task, family: 1, type: 1)
            connect(task, number, address(unix: "/var/run/nscd/socket"), errno: 2)
            close(task, number)
        }
        readFile(task, "/etc/nsswitch.conf", byteCount: 494)
        readFile(task, "/etc/passwd", byteCount: 839)
    }
}
