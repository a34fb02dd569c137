/// A shell script that works through files with small programs.
final class ShellWorkload: Workload {
    private var shell: Task?
    private var round = 0

    override func begin() {
        let process = sandbox.startContainer(
            id: sandbox.name, ["bash", "/job/job.sh"], cwd: "/job")
        let task = process.leader
        sandbox.load(task, ["libtinfo.so.6", "libc.so.6"])
        sandbox.failOpen(task, "/dev/tty", Sandbox.OpenFlag.readWrite, errno: 6)
        loadLocale(task)
        sandbox.readFile(task, "/job/job.sh", byteCount: 512)
        shell = task
    }

    override func step() {
        guard let shell else { return }
        round += 1
        switch sandbox.random.below(7) {
        case 0: list(shell)
        case 1: search(shell)
        case 2: pack(shell)
        case 3: copy(shell)
        case 4: pipeline(shell)
        case 5: walk(shell)
        default: redirect(shell)
        }
    }

    private func list(_ shell: Task) {
        sandbox.run(
            shell,
            program(
                "/usr/bin/ls", ["-l", "/job/data"],
                libraries: ["libselinux.so.1", "libpcre2-8.so.0", "libc.so.6"])
        ) { task in
            loadLocale(task)
            let folder = sandbox.open(
                task, "/job/data", Sandbox.OpenFlag.directory | Sandbox.OpenFlag.closeOnExec)
            sandbox.close(task, folder)
            sandbox.lookUpName(task)
            sandbox.write(task, 1, 412)
            closeStreams(task)
        }
    }

    private func search(_ shell: Task) {
        sandbox.run(shell, program("/usr/bin/grep", ["-r", "total", "/job/data"])) { task in
            loadLocale(task)
            for _ in 0..<6 + sandbox.random.below(10) {
                let folder = sandbox.random.below(40)
                let file = sandbox.random.below(50)
                sandbox.readFile(
                    task, "/job/tree/d\(folder)/file\(file).txt", byteCount: 20_000,
                    chunk: 98_304)
            }
            closeStreams(task)
        }
    }

    private func pack(_ shell: Task) {
        let archive = "/job/out/backup\(round % 32).tar"
        sandbox.run(shell, program("/usr/bin/tar", ["cf", archive, "data"])) { task in
            let output = sandbox.open(task, archive, Sandbox.OpenFlag.redirect, mode: 0o666)
            for index in 0..<8 {
                sandbox.readFile(
                    task, "/job/data/part\(index).txt", byteCount: 10_240, chunk: 10_240)
                sandbox.write(task, output, 10_240)
            }
            sandbox.close(task, output)
            closeStreams(task)
        }
    }

    private func copy(_ shell: Task) {
        let name = "part\(sandbox.random.below(16)).txt"
        sandbox.run(shell, program("/usr/bin/cp", ["data/\(name)", "/job/out/\(name)"])) { task in
            loadLocale(task)
            let source = sandbox.open(task, "/job/data/\(name)")
            let target = sandbox.open(
                task, "/job/out/\(name)", Sandbox.OpenFlag.write | Sandbox.OpenFlag.truncate)
            for _ in 0..<4 {
                sandbox.read(task, source, 131_072)
                sandbox.write(task, target, 131_072)
            }
            sandbox.read(task, source, 131_072, gives: 0)
            sandbox.close(task, target)
            sandbox.close(task, source)
        }
    }

    private func pipeline(_ shell: Task) {
        let ends = sandbox.pipe(shell)
        let writer = sandbox.fork(shell)
        let reader = sandbox.fork(shell)
        sandbox.close(shell, ends.reader)
        sandbox.close(shell, ends.writer)
        func startWriter() {
            connect(writer.leader, ends.writer, to: 1, closing: ends.reader)
            sandbox.exec(writer.leader, program("/usr/bin/seq", ["500"]))
            sandbox.load(writer.leader, ["libc.so.6"])
        }
        func startReader() {
            connect(reader.leader, ends.reader, to: 0, closing: ends.writer)
            sandbox.exec(reader.leader, program("/usr/bin/wc", ["-l"]))
            sandbox.load(reader.leader, ["libc.so.6"])
        }
        // Either may be the first to run. Whichever comes second finds the other at its pipe, which
        // only a recent Sentry tells.
        if sandbox.world.personality.isRecent, sandbox.random.once(in: 4) {
            startReader()
            startWriter()
        } else {
            startWriter()
            startReader()
        }
        for _ in 0..<4 {
            sandbox.write(writer.leader, 1, 512)
            sandbox.read(reader.leader, 0, 16_384, gives: 512)
        }
        closeStreams(writer.leader)
        sandbox.end(writer)
        sandbox.read(reader.leader, 0, 16_384, gives: 0)
        sandbox.write(reader.leader, 1, 4)
        closeStreams(reader.leader)
        sandbox.end(reader)
    }

    private func connect(_ task: Task, _ number: Int, to target: Int, closing other: Int) {
        sandbox.duplicate(task, number, to: target)
        sandbox.close(task, number)
        sandbox.close(task, other)
    }

    private func walk(_ shell: Task) {
        sandbox.run(shell, program("/usr/bin/find", ["/job", "-name", "*.log"])) { task in
            loadLocale(task)
            for _ in 0..<10 {
                let index = sandbox.random.below(40)
                let flags = Sandbox.OpenFlag.directory | Sandbox.OpenFlag.closeOnExec
                let folder = sandbox.open(task, "/job/tree/d\(index)", flags)
                sandbox.fcntl(task, folder, 1, 0, result: 1)
                let copy = sandbox.open(task, "sub", flags)
                sandbox.close(task, copy)
                sandbox.close(task, folder)
            }
            closeStreams(task)
        }
    }

    private func redirect(_ shell: Task) {
        let file = sandbox.open(
            shell, "/tmp/result\(round % 64)", Sandbox.OpenFlag.redirect, mode: 0o666)
        sandbox.fcntl(shell, 1, 0, 10, result: 10)
        if let descriptor = shell.process.descriptor(1) {
            shell.process.put(descriptor, at: 10)
        }
        sandbox.duplicate(shell, file, to: 1)
        sandbox.close(shell, file)
        sandbox.write(shell, 1, 24)
        sandbox.duplicate(shell, 10, to: 1)
        sandbox.close(shell, 10)
    }
}
