/// A Python service: hundreds of imports, a thread per request, a helper program now and then.
final class PythonWorkload: Workload {
    private var python: Task?
    private var listener = 0
    private var nextPort = 40_000
    private lazy var items = names(48) { "/srv/data/item\($0).json" }
    private lazy var sessions = names(128) { "/tmp/session\($0)" }

    private static let modules = [
        "encodings", "codecs", "io", "abc", "site", "os", "stat", "posixpath", "socket",
        "socketserver", "http/server", "http/client", "email/message", "email/parser", "urllib",
        "urllib/parse", "json", "json/decoder", "json/encoder", "re", "functools", "collections",
        "threading", "logging", "string", "datetime", "random", "hashlib", "subprocess",
        "selectors", "shutil", "tempfile",
    ]

    override func begin() {
        let process = sandbox.startContainer(
            id: sandbox.name, ["python3", "-m", "service", "--port", "8080"], cwd: "/srv")
        let task = process.leader
        sandbox.load(task, ["libm.so.6", "libz.so.1", "libexpat.so.1", "libc.so.6"])
        loadLocale(task)
        for module in Self.modules { load(module, task) }
        listener = sandbox.serve(task, port: 8_080)
        python = task
    }

    private func load(_ module: String, _ task: Task) {
        let name = module.split(separator: "/").last.map(String.init) ?? module
        let path = "/usr/lib/python3.11/__pycache__/\(name).cpython-311.pyc"
        let number = sandbox.open(task, path, Sandbox.OpenFlag.closeOnExec)
        sandbox.rawCall(task, 5, Draft())
        let byteCount = Sandbox.inode(of: path) * 7
        sandbox.read(task, number, byteCount + 1, gives: byteCount)
        sandbox.read(task, number, 1, gives: 0)
        sandbox.close(task, number)
    }

    override func step() {
        guard let python else { return }
        nextPort = nextPort >= 60_000 ? 40_000 : nextPort + 1
        let connection = sandbox.accept(python, listener, peerPort: nextPort)
        let thread = sandbox.startThread(python)
        switch sandbox.random.below(8) {
        case 0: work(thread)
        case 1:
            let upstream = sandbox.socket(thread)
            sandbox.connect(thread, upstream, sandbox.address(10, 0, 0, 21, port: 6_379))
            sandbox.close(thread, upstream)
        default:
            sandbox.readFile(
                thread, items[sandbox.random.below(48)], byteCount: 3_000, chunk: 8_192)
            if sandbox.random.once(in: 3) {
                sandbox.writeFile(
                    thread, sessions[sandbox.random.below(128)], byteCount: 640)
            }
        }
        sandbox.close(thread, connection)
        sandbox.endThread(thread)
    }

    private func work(_ thread: Task) {
        let ends = sandbox.pipe(thread)
        let helper = sandbox.fork(thread, .vfork)
        sandbox.duplicate(helper.leader, ends.writer, to: 1)
        // Along PATH, as execvp(3) does.
        for folder in ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin"] {
            sandbox.failExec(
                helper.leader, folder + "/du", ["du", "-s", "/srv/data"], errno: 2)
        }
        sandbox.exec(helper.leader, program("/usr/bin/du", ["-s", "/srv/data"]))
        sandbox.load(helper.leader, ["libc.so.6"])
        sandbox.close(thread, ends.writer)
        sandbox.write(helper.leader, 1, 16)
        sandbox.read(thread, ends.reader, 32_768, gives: 16)
        closeStreams(helper.leader)
        sandbox.end(helper)
        sandbox.read(thread, ends.reader, 32_768, gives: 0)
        sandbox.close(thread, ends.reader)
    }
}
