import Events
package import Rules

/// Makes conditions from the grammar: all operators and kinds of fields, literals that occur in the
/// generated events, so that about as many parts hold as not.
package struct ConditionGenerator {
    private var random: SeededGenerator

    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The text of a condition.
    package mutating func condition() -> String { expression(depth: 0) }

    private mutating func expression(depth: Int) -> String {
        if depth >= 3 || random.once(in: 3) { return check() }
        switch random.below(5) {
        case 0: return "not (" + expression(depth: depth + 1) + ")"
        case 1, 2:
            return "(" + expression(depth: depth + 1) + " and " + expression(depth: depth + 1)
                + ")"
        default:
            return "(" + expression(depth: depth + 1) + " or " + expression(depth: depth + 1) + ")"
        }
    }

    private mutating func check() -> String {
        switch random.below(20) {
        case 0...9: return textCheck()
        case 10...12: return numberCheck()
        case 13: return boolCheck()
        case 14, 15: return addressCheck()
        case 16: return eventCheck()
        case 17: return transformerCheck()
        case 18: return fieldCheck()
        default: return listCheck()
        }
    }

    private mutating func pick(_ values: [String]) -> String { values[random.below(values.count)] }

    private mutating func list(_ values: [String]) -> String {
        let items = (0..<(1 + random.below(4))).map { _ in pick(values) }
        return "(" + items.joined(separator: ", ") + ")"
    }

    private mutating func textCheck() -> String {
        let field = pick(Self.textFields)
        switch random.below(12) {
        case 0: return field + " exists"
        case 1, 2: return field + " in " + list(Self.texts)
        case 3: return field + " intersects " + list(Self.texts)
        case 4: return field + " pmatch " + list(Self.paths)
        case 5: return field + " glob " + pick(Self.globs)
        case 6: return field + " iglob " + pick(Self.globs)
        case 7: return field + " regex " + pick(Self.expressions)
        case 8:
            return field + " " + pick(["contains", "startswith", "endswith", "=", "!="]) + " "
                + pick(["anyof", "allof", "oneof"]) + " " + list(Self.texts)
        case 9: return field + " " + pick(["<", "<=", ">", ">="]) + " " + pick(["4", "5", "30"])
        default:
            return field + " "
                + pick(["=", "!=", "contains", "icontains", "startswith", "endswith"]) + " "
                + pick(Self.texts)
        }
    }

    private mutating func numberCheck() -> String {
        let field = pick(Self.numberFields)
        if random.once(in: 8) { return field + " exists" }
        if random.once(in: 4) { return field + " in " + list(Self.numbers) }
        return field + " " + pick(["=", "!=", "<", "<=", ">", ">="]) + " " + pick(Self.numbers)
    }

    private mutating func boolCheck() -> String {
        pick(Self.boolFields) + " " + pick(["=", "!="]) + " " + pick(["true", "false"])
    }

    private mutating func addressCheck() -> String {
        if random.once(in: 5) {
            let field = pick(["fd.sip.name", "fd.cip.name", "fd.rip.name", "fd.lip.name"])
            if random.once(in: 2) { return field + " in " + list(Self.hostNames) }
            return field + " " + pick(["=", "!="]) + " " + pick(Self.hostNames)
        }
        if random.once(in: 2) {
            let field = pick(["fd.ip", "fd.sip", "fd.cip", "fd.lip", "fd.rip"])
            if random.once(in: 6) { return field + " exists" }
            if random.once(in: 2) { return field + " in " + list(Self.addresses) }
            return field + " " + pick(["=", "!="]) + " " + pick(Self.addresses)
        }
        let field = pick(["fd.net", "fd.snet", "fd.cnet"])
        if random.once(in: 3) { return field + " in " + list(Self.networks) }
        return field + " " + pick(["=", "!="]) + " " + pick(Self.networks)
    }

    private mutating func eventCheck() -> String {
        let names = ["open", "openat", "read", "connect", "close", "execve", "clone", "dup2"]
        if random.once(in: 3) { return "evt.type in " + list(names) }
        return "evt.type " + pick(["=", "!="]) + " " + pick(names)
    }

    private mutating func transformerCheck() -> String {
        let field = pick(["proc.name", "fd.name", "proc.cmdline", "fd.directory"])
        switch random.below(5) {
        case 0: return "tolower(" + field + ") contains " + pick(Self.texts)
        case 1: return "toupper(basename(" + field + ")) != " + pick(["PASSWD", "SH", "X"])
        case 2: return "len(" + field + ") > " + pick(Self.numbers)
        case 3: return "concat(" + field + ", \"-\", proc.exe) endswith sh"
        default: return "basename(" + field + ") in " + list(Self.texts)
        }
    }

    private mutating func fieldCheck() -> String {
        let fields = ["proc.name", "proc.exe", "fd.name", "fd.directory", "proc.cwd", "evt.res"]
        return pick(fields) + " " + pick(["=", "!=", "contains", "startswith", "endswith"])
            + " val(" + pick(fields) + ")"
    }

    private mutating func listCheck() -> String {
        "fd.types " + pick(["in", "intersects"]) + " "
            + list(["file", "ipv4", "pipe", "directory"])
    }
}

extension ConditionGenerator {
    private static let textFields = [
        "proc.name", "proc.pname", "proc.exe", "proc.exepath", "proc.cmdline", "proc.args",
        "proc.args[0]", "proc.pcmdline", "proc.aname[2]", "proc.aname", "proc.acmdline",
        "proc.aexepath", "proc.aenv", "proc.env", "proc.env[HOME]", "proc.cwd", "proc.sname",
        "proc.exeline", "proc.pexepath", "fd.name", "fd.directory", "fd.filename", "fd.nameraw",
        "fd.typechar", "fd.type", "fd.l4proto", "fd.sockfamily", "fs.path.name",
        "fs.path.nameraw", "evt.dir", "evt.res", "evt.category", "evt.arg.name", "evt.arg.flags",
        "evt.arg[0]", "evt.args", "user.name", "group.name", "container.id",
        "container.image.repository", "evt.abspath", "proc.vpgid.name", "fd.uid",
        "proc.stdin.name", "k8s.ns.name",
    ]

    /// Names for `hosts`, and one that it does not know.
    private static let hostNames = ["web.test", "local.test", "nowhere.test", "unknown.test"]

    /// What the names of the conditions stand for: addresses of the generated events.
    package static let hosts = HostAddresses([
        "web.test": [IPAddress(ipv4: 0x5DB8_D822)], "local.test": [IPAddress(ipv4: 0x7F00_0001)],
        "nowhere.test": [],
    ])

    private static let texts = [
        "sh", "bash", "nginx", "init", "curl", "passwd", "/etc", "/etc/passwd", "/tmp",
        "/tmp/work", "/tmp/work/x", "f", "d", "4", "file", "ipv4", "tcp", "O_RDONLY", "ENOENT",
        "SUCCESS", "root", "\"<NA>\"", "host", "\"\"", "s", "\"sh -c echo hi\"", "e", "PASSWD",
        "/ETC", "\"<\"", "x", "\"10.0.0.5:54321->93.184.216.34:443\"", "3", "/", "home", "caf",
    ]

    private static let paths = [
        "/etc", "/etc/passwd", "/", "tmp", "/tmp/work/", "/e*/p*", "/*/work", "/tmp/[a-z]ork", "/x",
    ]

    private static let globs = [
        "*", "/etc/*", "*passwd", "/tmp/?ork/*", "[s-z]h", "*[!a]h", "/ETC/*", "*o*r*", "\"\"",
        "?", "\\*",
    ]

    private static let expressions = [
        "\".*passwd\"", "\"/etc/.*\"", "\"(sh|bash)\"", "\"[a-z]+\"", "\".*\"", "\"/tmp/.*x.*\"",
        "\"^.h$\"",
    ]

    private static let numberFields = [
        "proc.pid", "proc.vpid", "proc.ppid", "proc.pvpid", "user.uid", "evt.rawres", "fd.num",
        "fd.sport", "fd.cport", "fd.port", "evt.buflen", "proc.tty", "evt.num", "user.loginuid",
        "proc.apid", "proc.apid[1]", "evt.rawarg.fd", "evt.rawarg.flags", "proc.fdopencount",
        "proc.nthreads", "proc.duration", "proc.sid", "proc.loginshellid", "fd.ino",
        "proc.cmdnargs", "thread.vtid", "evt.count.error.file", "group.gid",
    ]

    private static let numbers = [
        "0", "1", "-1", "4", "30", "20", "10", "443", "1234", "-2", "40", "8", "6", "80", "123",
    ]

    private static let boolFields = [
        "evt.is_open_read", "evt.is_open_write", "evt.is_open_exec", "evt.failed", "evt.is_io",
        "evt.is_io_read", "fd.connected", "fd.name_changed", "fd.is_server",
        "proc.is_exe_writable", "thread.ismain", "proc.is_vpgid_leader", "container.privileged",
    ]

    private static let addresses = [
        "10.0.0.5", "93.184.216.34", "0.0.0.0", "127.0.0.1", "2001:db8::1", "1.2.3.4",
    ]

    private static let networks = [
        "10.0.0.0/8", "93.184.0.0/16", "0.0.0.0/0", "127.0.0.0/8", "2001:db8::/32", "1.0.0.0/8",
    ]
}
