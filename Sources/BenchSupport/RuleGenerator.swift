internal import SentrySim

/// Makes rules as people write them: lists of names, macros, path prefixes, exceptions, several
/// kinds of events. Most look for names and paths that no stream shows, as most rules do; some for
/// those that every stream shows, so that conditions are decided early and late.
package struct RuleGenerator {
    /// Shares of the kinds of rules, about those of Falco's own files.
    private static let kinds: [(weight: Int, kind: Kind)] = [
        (30, .writtenFile), (20, .startedProgram), (15, .readFile), (10, .connection),
        (10, .changedPath), (5, .link), (5, .io), (5, .identity),
    ]

    private enum Kind {
        case writtenFile, startedProgram, readFile, connection, changedPath, link, io, identity
    }

    /// Lists and macros that rules share: a tenth as many as rules, within bounds.
    private let sharedCount: Int
    private let count: Int
    private var random: SimRandom

    package init(count: Int, seed: UInt64) {
        self.count = count
        sharedCount = max(4, min(200, count / 10))
        random = SimRandom(seed: seed)
    }

    /// The rules file. Rules are named `Generated rule 0` and so on.
    package mutating func file() -> String {
        var text = ""
        for index in 0..<sharedCount {
            text += "- list: names_\(index)\n  items: [\(names(3 + random.below(25)))]\n"
            text += "- list: paths_\(index)\n  items: [\(paths(2 + random.below(10)))]\n"
            text += "- macro: trusted_\(index)\n  condition: >\n"
            text += "    (proc.name in (names_\(index)) or proc.pname in (names_\(index)))\n"
        }
        for index in 0..<count { text += rule(index) }
        return text
    }

    private mutating func rule(_ index: Int) -> String {
        var text = """
            - rule: Generated rule \(index)
              desc: Looks for what is made up, number \(index)
              condition: >
                \(condition(index))
              output: Found \(index) (user=%user.name command=%proc.cmdline file=%fd.name)
              priority: \(random.pick(["NOTICE", "WARNING", "ERROR"]))
              tags: [generated]

            """
        if random.once(in: 4) {
            text += """
                  exceptions:
                  - name: known
                    fields: [proc.name, proc.cmdline]
                    comps: [=, startswith]
                    values:
                    - [\(name()), "\(name()) --option \(index)"]

                """
        }
        return text
    }

    private mutating func condition(_ index: Int) -> String {
        var place = random.below(Self.kinds.reduce(0) { $0 + $1.weight })
        for entry in Self.kinds {
            if place < entry.weight { return condition(index, entry.kind) }
            place -= entry.weight
        }
        preconditionFailure("the place is below the sum")
    }

    private mutating func condition(_ index: Int, _ kind: Kind) -> String {
        switch kind {
        case .writtenFile:
            return "evt.type in (open, openat, openat2) and evt.is_open_write = true and "
                + "\(fileTest()) and not trusted_\(shared()) and not proc.name in (\(names(3)))"
        case .startedProgram:
            return "evt.type in (execve, execveat) and \(programTest(index)) and "
                + "not proc.pname in (names_\(shared()))"
        case .readFile:
            return "evt.type in (open, openat, openat2) and evt.is_open_read = true and "
                + "(fd.name in (paths_\(shared())) or \(fileTest())) and not trusted_\(shared())"
        case .connection:
            return "evt.type in (connect, sendto) and fd.sport in (\(ports())) and "
                + "not proc.name in (names_\(shared())) and not fd.sip = \"10.1.\(index % 256).1\""
        case .changedPath:
            return "evt.type in (rename, renameat, renameat2, mkdir, mkdirat, unlink, unlinkat) "
                + "and fs.path.name startswith \(path()) and not trusted_\(shared())"
        case .link:
            return "evt.type in (symlink, symlinkat, link, linkat) and "
                + "evt.arg.target in (\(paths(3))) and not trusted_\(shared())"
        case .io:
            return "evt.type in (read, write, pread64, pwrite64, readv, writev) and "
                + "fd.name startswith \(path()) and proc.name in (names_\(shared()))"
        case .identity:
            return "evt.type in (setuid, setgid, setresuid, setsid) and user.name != root and "
                + "proc.exepath startswith \(path()) and not trusted_\(shared())"
        }
    }

    private mutating func fileTest() -> String {
        switch random.below(6) {
        case 0: return "fd.directory in (paths_\(shared()))"
        case 1: return "fd.name pmatch (paths_\(shared()))"
        case 2: return "fd.name endswith .\(name())"
        case 3: return "fd.filename in (\(names(4)))"
        default: return "fd.name startswith \(path())"
        }
    }

    private mutating func programTest(_ index: Int) -> String {
        switch random.below(5) {
        case 0: return "proc.exepath startswith \(path())"
        case 1: return "proc.name = \(name()) and proc.args contains \"--option \(index)\""
        case 2: return "proc.aname[2] in (names_\(shared())) and proc.name in (\(names(4)))"
        case 3: return "proc.cmdline contains \"\(name())-\(index) \""
        default: return "proc.name in (names_\(shared())) and proc.args endswith .\(name())"
        }
    }

    private mutating func shared() -> Int { random.below(sharedCount) }

    private mutating func ports() -> String {
        (0..<4).map { _ in "\(1024 + random.below(60_000))" }.joined(separator: ", ")
    }

    /// A program's name: one in eight is one that sandboxes really run.
    private mutating func name() -> String {
        random.once(in: 8) ? random.pick(Self.realNames) : "tool\(random.below(20_000))"
    }

    private mutating func names(_ count: Int) -> String {
        (0..<count).map { _ in name() }.joined(separator: ", ")
    }

    /// A path of which the first part is one that sandboxes really have.
    private mutating func path() -> String {
        var path = random.pick(Self.realFolders) + "/part\(random.below(5_000))"
        if random.once(in: 2) { path += "/file\(random.below(100))" }
        return path
    }

    private mutating func paths(_ count: Int) -> String {
        (0..<count).map { _ in path() }.joined(separator: ", ")
    }

    private static let realNames = [
        "sh", "bash", "python3", "curl", "git", "make", "gcc", "cc1", "as", "ld", "tar", "find",
        "grep", "cp", "dd", "touch", "cat", "ls", "sed", "nginx",
    ]

    private static let realFolders = [
        "/etc", "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/share", "/var/log", "/var/lib",
        "/tmp", "/root", "/home", "/proc", "/dev", "/opt", "/srv", "/bin", "/run",
    ]
}
