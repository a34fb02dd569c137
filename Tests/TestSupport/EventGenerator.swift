/// Makes plausible runs of events on the base threads: forks, execs, files, sockets, ids.
package struct EventGenerator {
    private var random: SeededGenerator
    private var nextThread: Int32 = 40
    /// Threads that exist, and one that does not.
    private var threads: [Int32] = [1, 10, 20, 30, 9999]

    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let paths = [
        "/etc/passwd", "/etc/shadow", "x", "../x", "/tmp/work/x", "/tmp/café", "/", "",
        "/var/log/a", "/bin/sh", "work/./y//z",
    ]

    /// One more event.
    package mutating func next() -> ConformanceEvent {
        let thread = threads[random.below(threads.count)]
        let fd = Int64(3 + random.below(6))
        switch random.below(20) {
        case 0...3: return open(thread, fd)
        case 4, 5:
            return ConformanceFixtures.openat(
                fd: random.once(in: 3) ? -2 : fd, directory: random.once(in: 2) ? -100 : fd,
                path(), flags: Int64([1, 2, 3, 0x107][random.below(4)]), thread: thread)
        case 6...9:
            return ConformanceFixtures.read(
                random.once(in: 2) ? "read" : "write", result: Int64(random.below(12)) - 2,
                Array("root".utf8), fd: fd, thread: thread)
        case 10: return ConformanceFixtures.close(fd: fd, thread: thread)
        case 11: return ConformanceFixtures.socket(fd: fd, thread: thread)
        case 12:
            return ConformanceFixtures.connect(
                to: ([("93.184.216.34", 443), ("127.0.0.1", 80)][random.below(2)]), fd: fd,
                result: random.once(in: 3) ? -111 : 0, thread: thread)
        case 13: return fork()
        case 14, 15: return exec(thread)
        case 16:
            return ConformanceEvent(
                "setuid", threadID: thread,
                [("res", .integer(0)), ("uid", .integer(Int64(random.below(3))))])
        case 17:
            return ConformanceEvent(
                "chdir", threadID: thread, [("res", .integer(0)), ("path", .text(path()))])
        case 18:
            return ConformanceEvent(
                "dup2", threadID: thread,
                [
                    ("res", .integer(fd + 1)), ("oldfd", .integer(fd)),
                    ("newfd", .integer(fd + 1)),
                ])
        default: return exit(thread)
        }
    }

    private mutating func path() -> String { Self.paths[random.below(Self.paths.count)] }

    private mutating func open(_ thread: Int32, _ fd: Int64) -> ConformanceEvent {
        ConformanceFixtures.open(
            fd: random.once(in: 4) ? -2 : fd, Array(path().utf8),
            flags: Int64([1, 2, 3, 0x107, 0x401][random.below(5)]),
            mode: Int64([0, 0o644, 0o755][random.below(3)]), thread: thread)
    }

    private mutating func fork() -> ConformanceEvent {
        let thread = nextThread
        nextThread += 1
        let parent = threads[random.below(4)]
        threads.append(thread)
        return ConformanceFixtures.clone(
            reportedBy: thread, process: Int64(thread), parent: Int64(parent),
            comm: ["sh", "bash", "nginx"][random.below(3)])
    }

    private mutating func exec(_ thread: Int32) -> ConformanceEvent {
        let names = ["curl", "sh", "nginx", "bash"]
        let name = names[random.below(names.count)]
        return ConformanceFixtures.execve(
            result: random.once(in: 4) ? -2 : 0, thread: thread, parent: 20,
            exe: "/usr/bin/" + name, comm: name, path: "/usr/bin/" + name)
    }

    /// Never one of the first four, whose end would leave nothing to look at.
    private mutating func exit(_ thread: Int32) -> ConformanceEvent {
        guard thread >= 40, thread != 9999, let index = threads.firstIndex(of: thread) else {
            return ConformanceFixtures.close(fd: 99, thread: thread)
        }
        threads.remove(at: index)
        return ConformanceFixtures.procexit(thread: thread, reaper: 1)
    }
}
