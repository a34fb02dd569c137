/// make: compilers, an assembler and a linker per object, hundreds of headers.
final class BuildWorkload: Workload {
    private var make: Task?
    private var built = 0

    private static let headers = [
        "stdio.h", "stdlib.h", "string.h", "unistd.h", "errno.h", "sys/types.h", "sys/stat.h",
        "sys/socket.h", "netinet/in.h", "arpa/inet.h", "pthread.h", "time.h", "fcntl.h",
        "features.h", "features-time64.h", "bits/types.h", "bits/typesizes.h", "bits/wordsize.h",
        "bits/timesize.h", "bits/libc-header-start.h", "bits/floatn.h", "bits/endian.h",
        "bits/stdint-intn.h", "bits/stdint-uintn.h", "gnu/stubs.h", "gnu/stubs-64.h",
        "linux/errno.h", "asm/errno.h", "asm-generic/errno.h", "bits/sockaddr.h",
    ]

    private static let includeFolders = [
        "/usr/lib/gcc/x86_64-linux-gnu/12/include", "/usr/local/include", "/usr/include",
    ]

    /// By include folder: the paths of all headers.
    private lazy var paths = Self.includeFolders.map { folder in
        names(Self.headers.count) { "\(folder)/\(Self.headers[$0])" }
    }

    override func begin() {
        let shell = sandbox.startContainer(
            id: sandbox.name, ["bash", "/src/build.sh"], cwd: "/src")
        sandbox.load(shell.leader, ["libtinfo.so.6", "libc.so.6"])
        sandbox.readFile(shell.leader, "/src/build.sh", byteCount: 211)
        let child = sandbox.fork(shell.leader)
        sandbox.exec(child.leader, program("/usr/bin/make", ["-j1", "all"]))
        sandbox.load(child.leader, ["libguile-3.0.so.1", "libdl.so.2", "libc.so.6"])
        loadLocale(child.leader)
        make = child.leader
    }

    override func step() {
        guard let make else { return }
        built += 1
        let name = "unit\(built % 64)"
        sandbox.readFile(make, "Makefile", byteCount: 1_403)
        let gcc = program(
            "/usr/bin/gcc", ["-O2", "-c", "-o", "\(name).o", "\(name).c"],
            at: "/usr/bin/x86_64-linux-gnu-gcc-12")
        sandbox.run(make, gcc, fork: .vfork) { driver in
            loadLocale(driver)
            let temporary = "/tmp/cc\(name).s"
            sandbox.writeFile(driver, temporary, byteCount: 0)
            let compiler = program(
                "/usr/lib/gcc/x86_64-linux-gnu/12/cc1",
                ["-quiet", "-O2", "\(name).c", "-o", temporary],
                libraries: [
                    "libisl.so.23", "libmpc.so.3", "libmpfr.so.6", "libgmp.so.10",
                    "libz.so.1", "libzstd.so.1", "libm.so.6", "libc.so.6",
                ])
            sandbox.run(driver, compiler, fork: .vfork) { compile($0, name, temporary) }
            let assembler = program(
                "/usr/bin/as", ["--64", "-o", "\(name).o", temporary],
                libraries: ["libopcodes-2.40-system.so", "libbfd-2.40-system.so", "libc.so.6"],
                at: "/usr/bin/x86_64-linux-gnu-as")
            sandbox.run(driver, assembler, fork: .vfork) {
                sandbox.readFile($0, temporary, byteCount: 9_120)
                sandbox.writeFile($0, "/src/\(name).o", byteCount: 4_096)
            }
        }
        if built % 8 == 0 { link(make) }
    }

    private func compile(_ task: Task, _ name: String, _ output: String) {
        sandbox.readFile(task, "/src/\(name).c", byteCount: 5_210)
        for _ in 0..<18 + sandbox.random.below(8) {
            let header = sandbox.random.below(Self.headers.count)
            for folder in 0..<2 { sandbox.failOpen(task, paths[folder][header], 0o400) }
            let number = sandbox.open(task, paths[2][header], 0o400)
            sandbox.read(task, number, 8_192, gives: 4_712)
            sandbox.read(task, number, 3_480, gives: 0)
            sandbox.close(task, number)
        }
        sandbox.writeFile(task, output, byteCount: 9_120)
    }

    private func link(_ make: Task) {
        let linker = program(
            "/usr/bin/ld", ["-o", "/src/app"] + (0..<8).map { "unit\($0).o" },
            libraries: ["libbfd-2.40-system.so", "libctf.so.0", "libc.so.6"],
            at: "/usr/bin/x86_64-linux-gnu-ld.bfd")
        sandbox.run(make, linker, fork: .vfork) { task in
            for index in 0..<8 { sandbox.readFile(task, "/src/unit\(index).o", byteCount: 4_096) }
            sandbox.readFile(task, "/usr/lib/x86_64-linux-gnu/crt1.o", byteCount: 1_736)
            sandbox.writeFile(task, "/src/app", byteCount: 40_960)
        }
        sandbox.run(make, program("/usr/bin/git", ["status", "--short"])) { task in
            sandbox.readFile(task, "/src/.git/HEAD", byteCount: 23)
            sandbox.readFile(task, "/src/.git/config", byteCount: 92)
            sandbox.readFile(task, "/src/.git/index", byteCount: 6_212)
            closeStreams(task)
        }
    }
}
