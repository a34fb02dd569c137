/// A break-in: a script of suspicious acts in one container, a web server that is led astray in
/// another. Every act says which rules it must make fire.
final class AttackWorkload: Workload {
    private(set) var shell: Task?
    private(set) var server: Task?
    private var nextAct = 0

    override func begin() {
        let script = sandbox.startContainer(
            id: sandbox.name, ["bash", "/job/attack.sh"], cwd: "/job")
        sandbox.load(script.leader, ["libtinfo.so.6", "libc.so.6"])
        sandbox.readFile(script.leader, "/job/attack.sh", byteCount: 2_048)
        shell = script.leader
        let web = sandbox.startContainer(
            id: String(sandbox.name.reversed()), ["nginx", "-g", "daemon off;"])
        sandbox.load(web.leader, ["libcrypt.so.1", "libpcre2-8.so.0", "libc.so.6"])
        let worker = sandbox.fork(web.leader)
        sandbox.setgid(worker.leader, 33)
        sandbox.setuid(worker.leader, 33)
        server = worker.leader
    }

    override func step() {
        guard let shell, let server else { return }
        let acts = Self.fileActs + Self.programActs + Self.networkActs + Self.serverActs
        // Every act once, in order, then at random.
        let act = nextAct < acts.count ? nextAct : sandbox.random.below(acts.count)
        nextAct += 1
        acts[act].perform(self, act < acts.count - Self.serverActs.count ? shell : server)
    }

    /// One suspicious act and the task that performs it.
    struct Act: Sendable {
        let name: String
        let perform: @Sendable (AttackWorkload, Task) -> Void
    }

    /// The message made last makes these rules fire for `task`'s process.
    func expect(_ task: Task, upstream: [String] = [], own: [String] = []) {
        sandbox.fires(.upstream, upstream, by: task)
        sandbox.fires(.own, own, by: task)
    }

    /// Runs a program whose start alone is what rules look for.
    func run(
        _ task: Task, _ program: Sandbox.Program, upstream: [String] = [], own: [String] = [],
        _ body: (Task) -> Void = { _ in }
    ) {
        let child = sandbox.fork(task)
        sandbox.exec(child.leader, program)
        expect(child.leader, upstream: upstream, own: own)
        sandbox.load(child.leader, program.libraries)
        body(child.leader)
        sandbox.end(child)
    }

    /// Runs `name path`, which opens `path`.
    func touch(
        _ task: Task, _ name: String, _ path: String, _ flags: Int64, upstream: [String] = [],
        own: [String] = []
    ) {
        run(task, program("/usr/bin/\(name)", [path])) { child in
            loadLocale(child)
            let number = sandbox.open(child, path, flags, mode: 0o666)
            expect(child, upstream: upstream, own: own)
            sandbox.close(child, number)
            closeStreams(child)
        }
    }

    /// The shell itself opens `path`, as `>` and `>>` make it.
    func redirect(
        _ task: Task, _ path: String, _ flags: Int64, upstream: [String] = [],
        own: [String] = []
    ) {
        let number = sandbox.open(task, path, flags, mode: 0o666)
        expect(task, upstream: upstream, own: own)
        sandbox.write(task, number, 32)
        sandbox.close(task, number)
    }
}
