import Core
import Decode
import Events
import Foundation
import State
import Testing

/// A real sandbox does what the model only claims.
@Suite struct RealSandboxTests {
    private static let points = [
        "container/start", "sentry/clone", "sentry/execve", "sentry/task_exit",
        "syscall/execve/enter", "syscall/execve/exit", "syscall/openat/enter",
        "syscall/openat/exit", "syscall/close/exit", "syscall/chdir/exit", "syscall/fchdir/exit",
        "syscall/chroot/exit",
        "syscall/setuid/exit", "syscall/setresuid/exit", "syscall/socket/exit",
        "syscall/connect/exit", "syscall/bind/exit", "syscall/accept4/exit", "syscall/read/exit",
        "syscall/dup2/exit", "syscall/fcntl/exit", "syscall/clone/exit", "syscall/fork/exit",
        "syscall/vfork/exit", "syscall/setsid/exit", "syscall/sysno/272/exit",
        "syscall/sysno/272/enter", "syscall/sysno/59/enter", "syscall/sysno/59/exit",
        "syscall/sysno/436/enter", "syscall/sysno/436/exit", "syscall/sysno/319/enter",
        "syscall/sysno/319/exit",
    ]

    /// - Parameter tellsDirectory: false leaves the working directory to the calls that change it.
    private static func configuration(_ socket: String, tellsDirectory: Bool) -> String {
        let fields = [
            "time", "thread_id", "task_start_time", "group_id", "thread_group_start_time",
            "container_id", "credentials", "cwd", "process_name",
        ].filter { tellsDirectory || $0 != "cwd" }.map { "\"\($0)\"" }.joined(separator: ",")
        let list = points.map { point in
            let optional = point.contains("read") ? "\"fd_path\"" : ""
            return "{\"name\":\"\(point)\",\"optional_fields\":[\(optional)],"
                + "\"context_fields\":[\(fields)]}"
        }.joined(separator: ",")
        return "{\"trace_session\":{\"name\":\"Default\",\"ignore_missing\":true,"
            + "\"points\":[\(list)],\"sinks\":[{\"name\":\"remote\","
            + "\"config\":{\"endpoint\":\"\(socket)\",\"retries\":10}}]}}"
    }

    /// The datagrams of `runsc do sh -c script`, or nil without runsc.
    private static func record(
        _ script: String, tellsDirectory: Bool = true
    ) async throws -> [[UInt8]]? {
        let runsc = "/usr/bin/runsc"
        guard FileManager.default.isExecutableFile(atPath: runsc), getuid() == 0 else {
            print("skipped: needs runsc and root")
            return nil
        }
        let folder = FileManager.default.temporaryDirectory.path + "/state-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let socket = folder + "/s"
        let file = folder + "/config.json"
        try configuration(socket, tellsDirectory: tellsDirectory).write(
            toFile: file, atomically: true, encoding: .utf8)
        guard let listener = TraceServer.listen(at: socket) else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: runsc)
        process.arguments = [
            "--network=none", "--rootless", "--root=\(folder)/root", "--pod-init-config=\(file)",
            "do", "/bin/sh", "-c", script,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let datagrams = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: TraceServer.receive(from: listener))
            }
        }
        process.waitUntilExit()
        close(listener)
        return datagrams
    }

    @Test func pathsAncestryCredentialsAndChroot() async throws {
        let script = """
            cd /usr; cat lib/os-release > /dev/null; cd ..; cat etc/hostname;
            sh -c 'sh -c "sh -c \\"cat /etc/group; true\\"; true"; true';
            mkdir -p /tmp/jail/etc; echo x > /tmp/jail/etc/inside;
            python3 -c '
            import os, threading, socket
            s = socket.socket(); s.bind(("127.0.0.1", 8099)); s.listen(1)
            c = socket.socket(); c.connect(("127.0.0.1", 8099)); a, _ = s.accept()
            d = os.open("/etc", os.O_RDONLY | os.O_DIRECTORY)
            f = os.open("passwd", os.O_RDONLY, dir_fd=d); os.read(f, 1)
            p = os.fork()
            if p == 0:
                os.chroot("/tmp/jail"); os.chdir("/")
                os.read(os.open("etc/inside", os.O_RDONLY), 1)
                os._exit(0)
            os.waitpid(p, 0)
            os.setuid(1234); open("/etc/issue").read()
            threading.Thread(target=lambda: os.execv("/bin/cat", ["cat", "/etc/shells"])).start()
            threading.Event().wait()'
            """.replacing("\n            ", with: "\n")
        guard let datagrams = try await Self.record(script) else { return }
        var seen: [String: GoldenTests.Values] = [:]
        var names: Set<String> = []
        var visibleExecs: [String: Int] = [:]
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(datagrams) { event, binding, table in
            let values = GoldenTests.values(event, binding, table)
            if let name = values["fd.name"] {
                seen[name] = values
                names.insert(name)
            }
            if event.code.rawValue == 293 && binding.isVisible {
                visibleExecs[values["proc.cmdline"] ?? "", default: 0] += 1
            }
        }
        print("real sandbox: \(datagrams.count) messages, \(names.count) names")
        #expect(stream.rejectedCount == 0 && datagrams.count > 100)
        #expect(names.isSuperset(of: ["/usr/lib/os-release", "/etc/hostname", "/etc/passwd"]))
        let deep = seen["/etc/group"] ?? [:]
        #expect(deep["proc.cmdline"] == "cat /etc/group")
        #expect(deep["proc.pname"] == "sh" && deep["proc.aname[3]"] == "sh")
        #expect(seen["/etc/issue"]?["user.uid"] == "1234")
        #expect(names.contains("/tmp/jail/etc/inside"), "fd_path is the mount namespace's")
        #expect(names.contains("127.0.0.1:8099") && names.contains("->127.0.0.1:8099"))
        #expect(names.contains { $0.hasPrefix("127.0.0.1:") && $0.hasSuffix("->127.0.0.1:8099") })
        // The thread's exec takes over the process.
        #expect(seen["/etc/shells"]?["proc.cmdline"] == "cat /etc/shells")
        #expect(seen["/etc/shells"]?["proc.pname"] == "sh")
        #expect(visibleExecs["cat /etc/shells"] == 1)
        let counters = stream.table.counters(of: stream.sandbox)
        #expect(counters[.leadersTakenOver] == 1)
        #expect(stream.table.threads.count == 0)
    }

    /// Sharing as the kernel has it, without being told where anybody is: by threads, by processes
    /// made with CLONE_FS, by neither after a fork or unshare.
    @Test(arguments: [true, false])
    func directoriesAreSharedAsTheKernelSharesThem(_ tellsDirectory: Bool) async throws {
        let script = """
            python3 -c '
            import ctypes, os, threading
            libc = ctypes.CDLL(None)
            def clone(flags, act):
                p = libc.syscall(56, flags | 17, 0, 0, 0, 0)
                if p == 0:
                    act(); os._exit(0)
                os.waitpid(p, 0)
            def look(name):
                try: open(name)
                except OSError: pass
            os.chdir("/usr"); look("a1")
            t = threading.Thread(target=lambda: os.chdir("lib")); t.start(); t.join(); look("a2")
            clone(0x200, lambda: (look("b1"), os.chdir("/etc"))); look("b2")
            clone(0, lambda: (look("c1"), os.chdir("/tmp"), look("c2"))); look("c3")
            clone(0x200, lambda: (libc.unshare(0x200), os.chdir("/srv"), look("d1"))); look("d2")'
            """.replacing("\n            ", with: "\n")
        let recorded = try await Self.record(script, tellsDirectory: tellsDirectory)
        guard let datagrams = recorded else { return }
        var names: [String] = []
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(datagrams) { event, binding, table in
            guard event.code.rawValue == 307, event.integer(0) < 0, !binding.thread.isNone else {
                return
            }
            let name = event.bytes(2).string
            guard name.count == 2 else { return }
            let common = table[table.commonRow(of: binding.thread)]
            names.append(table.text(of: common.cwd).string + name)
        }
        #expect(
            names == [
                "/usr/a1", "/usr/lib/a2", "/usr/lib/b1", "/etc/b2", "/etc/c1", "/tmp/c2", "/etc/c3",
                "/srv/d1", "/etc/d2",
            ])
        #expect(stream.table.counters(of: stream.sandbox)[.directoriesCorrected] == 0)
        #expect(stream.rejectedCount == 0)
    }

    /// Paths relative to whatever: the table works out what the kernel says afterwards.
    @Test func relativePathsAreWhereTheKernelFindsThem() async throws {
        let script = """
            python3 -c '
            import os
            def look(path, at=None):
                f = os.open(path, os.O_RDONLY, dir_fd=at); os.read(f, 1); return f
            try: os.open("/none/begin", os.O_RDONLY)
            except OSError: pass
            os.chdir("/usr/share"); d = os.open("/etc", os.O_RDONLY | os.O_DIRECTORY)
            e = os.open("apt", os.O_RDONLY | os.O_DIRECTORY, dir_fd=d)
            look("passwd", d); look("./../etc//group", d); look("../hostname", e); look("/etc/issue", d)
            look("../share/./../../etc/shells"); look("../../../../../etc/debian_version")
            os.fchdir(e); look("../hosts"); os.chdir(".."); look("host.conf")
            g = os.dup(d); os.close(d); look("profile", g)
            os.mkdir("/tmp/x"); os.symlink("/etc/bash.bashrc", "/tmp/x/link"); os.chdir("/tmp/x")
            look("link")'
            """.replacing("\n            ", with: "\n")
        guard let datagrams = try await Self.record(script, tellsDirectory: false) else { return }
        var opened: [String] = []
        var renamed: Set<String> = []
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(datagrams) { event, binding, table in
            // What Python opens by itself before the script depends on its surroundings.
            if event.code.rawValue == 307, event.bytes(2).string == "/none/begin" { opened = [] }
            guard !binding.descriptor.isNone else { return }
            let name = table.text(of: table[binding.descriptor].name).string
            if event.code.rawValue == 307 { opened.append(name) }
            if event.code.rawValue == 7, !opened.contains(name) { renamed.insert(name) }
        }
        let expected = [
            "/etc", "/etc/apt", "/etc/passwd", "/etc/group", "/etc/hostname", "/etc/issue",
            "/etc/shells", "/etc/debian_version", "/etc/hosts", "/etc/host.conf", "/etc/profile",
            "/tmp/x/link",
        ]
        #expect(opened.filter { expected.contains($0) } == expected)
        #expect(renamed.contains("/etc/bash.bashrc"), "what is behind the link")
        #expect(!opened.contains { $0.contains("..") || $0.hasPrefix("<UNKNOWN>") })
    }

    /// An environment and arguments that are not UTF-8 suppress messages; closing many descriptors
    /// has none but the raw one.
    @Test func whatTheSentryDoesNotTellIsNotMadeUp() async throws {
        let script = """
            cat /none/one; X=$(printf '\\377') cat /none/two; cat /none/x$(printf '\\377') /none/four
            python3 -c '
            import ctypes, os
            libc = ctypes.CDLL(None); f = os.open("/etc/passwd", os.O_RDONLY)
            libc.syscall(436, f, f, 0); os.read(libc.syscall(319, b"m", 0), 1)'
            """.replacing("\n            ", with: "\n")
        guard let datagrams = try await Self.record(script) else { return }
        var lines: [String: String] = [:]
        var memoryTypes: [DescriptorType] = []
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(datagrams) { event, binding, table in
            if binding.thread.isNone { return }
            let row = table[binding.thread]
            if event.code.rawValue == 307 {
                lines[event.bytes(2).string] =
                    "\(table.text(of: row.exe).string) \(table.text(of: row.arguments).string)"
            }
            if event.code.rawValue == 7, event.task.fdPath.string.hasPrefix("/memfd:") {
                memoryTypes.append(
                    binding.descriptor.isNone ? .unknown : table[binding.descriptor].type)
            }
        }
        #expect(lines["/none/one"] == "cat /none/one")
        #expect(lines["/none/two"] == "cat /none/two")
        #expect(lines["/none/four"] == "<NA> ")
        #expect(memoryTypes == [.memfd])
        #expect(stream.counters[.descriptorsCorrected] == 0)
        #expect(stream.counters[.execsUnseen] > 0)
    }

    /// A program with the set-user-id bit, run by somebody else: it says itself who it is then, as
    /// gVisor keeps the bit's promise only since some release.
    @Test func aSetUserIdProgramIsWhoItSaysItIs() async throws {
        let script = """
            cp /usr/bin/id /tmp/plain; cp /usr/bin/id /tmp/setuid; chmod 4755 /tmp/setuid
            chmod 755 /tmp; for p in plain setuid; do
            cat /none/$p-$(setpriv --reuid 1234 --clear-groups /tmp/$p -u)
            done
            """.replacing("\n            ", with: "\n")
        guard let datagrams = try await Self.record(script) else { return }
        var said: [String: String] = [:]
        var shown: [String: String] = [:]
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(datagrams) { event, binding, table in
            guard event.code.rawValue == 307, !binding.thread.isNone else { return }
            let row = table[binding.thread]
            let path = event.bytes(2).string
            if path.hasPrefix("/none/") {
                let parts = path.dropFirst(6).split(separator: "-").map(String.init)
                if parts.count == 2 { said[parts[0]] = parts[1] }
            }
            // The last word of the program itself.
            shown[table.text(of: row.comm).string] = "\(row.uid)"
        }
        #expect(said.keys.sorted() == ["plain", "setuid"])
        #expect(said["plain"] == "1234")
        for (name, uid) in said { #expect(shown[name] == uid, "\(name)") }
        print("set-user-id program: \(said["setuid"] ?? "-")")
    }
}
