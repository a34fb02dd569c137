/// nginx: a master, two workers, static files, a log, now and then an upstream.
final class WebWorkload: Workload {
    private var workers: [(task: Task, log: Int)] = []
    private var listener = 0
    private var nextPort = 20_000
    private var upstreamAddress = Texts.none
    private lazy var paths = names(Self.files.count) { "/var/www/html/\(Self.files[$0].0)" }
    private lazy var missing = names(40) { "/var/www/html/missing\($0).html" }

    private static let files = [
        ("index.html", 4_312), ("style.css", 18_204), ("app.js", 96_411), ("logo.svg", 3_210),
        ("favicon.ico", 1_406), ("img/hero.jpg", 201_734), ("img/team.jpg", 88_120),
        ("fonts/inter.woff2", 45_220), ("about.html", 6_120), ("docs/intro.html", 12_880),
        ("docs/api.html", 40_021), ("robots.txt", 120),
    ]

    override func begin() {
        let master = sandbox.startContainer(
            id: sandbox.name, ["nginx", "-g", "daemon off;"])
        let task = master.leader
        sandbox.load(task, ["libcrypt.so.1", "libpcre2-8.so.0", "libssl.so.3", "libc.so.6"])
        sandbox.lookUpName(task)
        for name in ["nginx.conf", "mime.types", "conf.d/default.conf"] {
            sandbox.readFile(task, "/etc/nginx/\(name)", byteCount: 2_656)
        }
        listener = sandbox.serve(task, port: 80)
        upstreamAddress = sandbox.address(127, 0, 0, 1, port: 9_000)
        sandbox.fcntl(task, listener, 4, 2_050, result: 0)
        let append = Sandbox.OpenFlag.write | Sandbox.OpenFlag.create | Sandbox.OpenFlag.append
        for _ in 0..<2 {
            let worker = sandbox.fork(task)
            sandbox.setgid(worker.leader, 33)
            sandbox.setuid(worker.leader, 33)
            let log = sandbox.open(
                worker.leader, "/var/log/nginx/access.log",
                append | Sandbox.OpenFlag.closeOnExec, mode: 0o644)
            sandbox.prlimit(worker.leader, resource: 7, current: 1_024)
            workers.append((worker.leader, log))
        }
    }

    override func step() {
        let (task, log) = workers[sandbox.random.below(workers.count)]
        nextPort = nextPort >= 60_000 ? 20_000 : nextPort + 1
        let connection = sandbox.accept(task, listener, peerPort: nextPort)
        for _ in 0...sandbox.random.below(4) { serve(task, connection, log) }
        sandbox.close(task, connection)
    }

    private func serve(_ task: Task, _ connection: Int, _ log: Int) {
        if sandbox.random.once(in: 12) {
            sandbox.failOpen(
                task, missing[sandbox.random.below(40)],
                Sandbox.OpenFlag.nonblock | Sandbox.OpenFlag.closeOnExec)
            sandbox.write(task, connection, 338, as: .writev)
            sandbox.write(task, log, 104)
            return
        }
        if sandbox.random.once(in: 6) {
            let upstream = sandbox.socket(task)
            sandbox.fcntl(task, upstream, 4, 2_050, result: 0)
            sandbox.connect(task, upstream, upstreamAddress, errno: 115)
            sandbox.write(task, upstream, 612, as: .writev)
            sandbox.write(task, connection, 1_480, as: .writev)
            sandbox.close(task, upstream)
        } else {
            let index = sandbox.random.below(Self.files.count)
            let byteCount = Self.files[index].1
            let number = sandbox.open(
                task, paths[index],
                Sandbox.OpenFlag.nonblock | Sandbox.OpenFlag.closeOnExec)
            var offset: Int64 = 0
            while offset < Int64(byteCount) {
                let count = min(32_768, Int64(byteCount) - offset)
                sandbox.transfer(task, number, count, at: offset, .pread64)
                sandbox.write(task, connection, count, as: .writev)
                offset += count
            }
            sandbox.close(task, number)
        }
        sandbox.write(task, log, 96 + Int64(sandbox.random.below(16)))
    }
}
