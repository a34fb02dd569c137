/// The session file that gvfast asks for.
///
/// Loads on every runsc from 20221219 on: unknown points and fields are skipped
/// (`ignore_missing`), keys that older releases refuse are left out (`options`).
///
/// A Sentry discards a message whole when a text in it is not UTF-8, without counting it, and a
/// workload can bring that about with its own name (`prctl`) and its working directory. So whatever
/// proves an act (exit points, exec, clone, exit) carries numbers and the container's id only, and
/// the enter points, which only inform, carry `process_name`, `cwd` and `fd_path`.
package enum SessionGenerator {
    /// Where gvfast listens unless told otherwise.
    package static let defaultEndpoint = "/run/gvfast/gvisor.sock"

    /// Who and when: on every point.
    private static let identity = [
        "time", "thread_id", "task_start_time", "group_id", "container_id",
    ]
    /// Numbers that cannot be suppressed; parent and exec session come with recent releases.
    private static let person =
        identity + [
            "credentials", "parent_thread_group_id", "is_exec_session",
        ]
    /// With the names that a workload can make unreadable.
    private static let everything = person + ["cwd", "process_name"]

    private struct Request {
        let name: String
        var optionalFields: [String] = []
        let contextFields: [String]
    }

    /// Calls whose exits are frequent and need no more than the thread.
    private static let frequentCalls = [
        "close", "read", "pread64", "readv", "preadv", "preadv2", "write", "pwrite64", "writev",
        "pwritev", "pwritev2", "mmap", "fcntl", "eventfd", "eventfd2", "timerfd_create",
        "timerfd_settime", "timerfd_gettime", "signalfd", "signalfd4", "inotify_init",
        "inotify_init1", "inotify_add_watch", "inotify_rm_watch", "pipe", "pipe2", "dup", "dup2",
        "dup3", "socketpair",
    ]

    /// Calls that rules are mostly about.
    private static let importantCalls = [
        "open", "openat", "creat", "connect", "execve", "execveat", "socket", "bind", "listen",
        "accept", "accept4", "clone", "fork", "vfork", "setuid", "setgid", "setsid", "setresuid",
        "setresgid", "prlimit64", "ptrace", "chroot",
    ]

    /// Numbers of calls that have no message of their own (on amd64, on arm64): without them the
    /// descriptors, directories and users of a process would be others than State has.
    private static let rawCalls: [(amd64: Int, arm64: Int, contextFields: [String])] = [
        (436, 436, identity),  // close_range
        (319, 279, identity),  // memfd_create
        (272, 97, identity),  // unshare
        (113, 145, person),  // setreuid
        (114, 143, person),  // setregid
        // execve, execveat: arguments that are not UTF-8 suppress their messages, not the numbers.
        (59, 221, identity), (322, 281, identity),
    ]

    /// Numbers differ between architectures: the file is for sandboxes of this machine.
    private static func number(_ call: (amd64: Int, arm64: Int, contextFields: [String])) -> Int {
        #if arch(arm64)
            return call.arm64
        #else
            return call.amd64
        #endif
    }

    private static let requests: [Request] = {
        var requests = [
            Request(name: "container/start", optionalFields: ["env"], contextFields: everything),
            Request(name: "sentry/clone", contextFields: person),
            Request(
                name: "sentry/execve", optionalFields: ["binary_info"], contextFields: person),
            Request(name: "sentry/task_exit", contextFields: identity),
        ]
        for name in ["open", "openat", "creat", "connect", "execve", "execveat"] {
            let hasPath = name != "open" && name != "execve"
            requests.append(
                Request(
                    name: "syscall/\(name)/enter", optionalFields: hasPath ? ["fd_path"] : [],
                    contextFields: everything))
        }
        requests += importantCalls.map {
            Request(name: "syscall/\($0)/exit", contextFields: person)
        }
        // The new working directory is what these calls are about.
        requests += [
            Request(name: "syscall/chdir/exit", contextFields: person + ["cwd"]),
            Request(
                name: "syscall/fchdir/exit", optionalFields: ["fd_path"],
                contextFields: person + ["cwd"]),
        ]
        requests += frequentCalls.map {
            Request(name: "syscall/\($0)/exit", contextFields: identity)
        }
        // The exit has the context that the enter asks for, and none without it.
        for call in rawCalls {
            requests += ["enter", "exit"].map {
                Request(
                    name: "syscall/sysno/\(number(call))/\($0)",
                    contextFields: call.contextFields)
            }
        }
        return requests
    }()

    /// The points of the generated session.
    package static let points: [SessionConfig.Point] = requests.map {
        SessionConfig.Point(
            name: $0.name, optionalFields: $0.optionalFields, contextFields: $0.contextFields)
    }

    /// The whole file, ending in a newline.
    package static func text(endpoint: String = defaultEndpoint) -> String {
        let lines = requests.map { request -> String in
            var parts = ["\"name\": \(quoted(request.name))"]
            if !request.optionalFields.isEmpty {
                parts.append("\"optional_fields\": \(array(request.optionalFields))")
            }
            parts.append("\"context_fields\": \(array(request.contextFields))")
            return "      {\(parts.joined(separator: ", "))}"
        }
        return """
            {
              "trace_session": {
                "name": "Default",
                "ignore_missing": true,
                "points": [
            \(lines.joined(separator: ",\n"))
                ],
                "sinks": [
                  {
                    "name": "remote",
                    "ignore_setup_error": true,
                    "config": {"endpoint": \(quoted(endpoint)), "retries": 3}
                  }
                ]
              }
            }

            """
    }

    private static func array(_ items: [String]) -> String {
        "[\(items.map(quoted).joined(separator: ", "))]"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
