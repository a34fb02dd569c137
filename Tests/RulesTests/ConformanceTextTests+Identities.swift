import TestSupport
import Testing

/// What a sandbox's messages become: tasks and what they run.
extension ConformanceTextTests {
    static let sandboxIdentities: [String: Answer] = [
        "gvisor-005": .instead("ids are the sandbox's, in its root namespace too") {
            let run = TextCaseRun()
            let start = run.message(1, task: 1) { $0.text(2, TextCaseRun.container) }
            let wanted = [
                "proc.pid": "7", "thread.tid": "7", "proc.vpid": "7", "thread.vtid": "7",
            ]
            let seen = try run.observe([start, run.open()], Array(wanted.keys))
            expect("gvisor-005", seen, wanted)
        },
        "gvisor-006": .instead(
            "the credentials are the task's own after an exec too", userAfterExec),
        "gvisor-007": .instead("a fork is a fork") {
            let run = TextCaseRun()
            let seen = try run.observe(
                [run.exit(29, sysno: 57, result: 8)], ["evt.type", "evt.rawres"])
            expect("gvisor-007", seen, ["evt.type": "fork", "evt.rawres": "8"])
        },
        "gvisor-009": .instead("argv[0] is told, and the path is whole", execOfAnotherName),
    ]

    /// The messages of a successful exec: the call, what the sentry found, the return.
    private static func exec(
        _ run: TextCaseRun, _ path: String, _ arguments: [String], uid: Int64, comm: String,
        cwd: String = "/", binary: String
    ) -> [[UInt8]] {
        let enter = run.message(11, uid: uid, cwd: cwd) {
            $0.number(3, 59)
            $0.text(6, path)
            for argument in arguments { $0.text(7, argument) }
        }
        let sentry = run.message(3, uid: uid, cwd: cwd) {
            $0.text(2, binary)
            for argument in arguments { $0.text(3, argument) }
        }
        let exit = run.exit(11, sysno: 59, uid: uid, comm: comm, cwd: cwd) {
            $0.text(6, path)
            for argument in arguments { $0.text(7, argument) }
        }
        return [enter, sentry, exit]
    }

    private static func userAfterExec() throws {
        let run = TextCaseRun()
        let start = run.message(1, uid: 1000) {
            $0.text(2, TextCaseRun.container)
            for argument in ["/bin/sh", "-c", "x"] { $0.text(4, argument) }
        }
        let started = try run.observe([start], ["user.uid", "proc.cmdline"])
        expect("gvisor-006", started, ["user.uid": "1000", "proc.cmdline": "sh -c x"])
        let datagrams = exec(
            run, "/bin/true", ["true"], uid: 1000, comm: "true", binary: "/bin/true")
        let wanted = ["evt.type": "execve", "user.uid": "1000", "proc.name": "true"]
        expect("gvisor-006", try run.observe(datagrams, Array(wanted.keys)), wanted)
    }

    private static func execOfAnotherName() throws {
        let run = TextCaseRun()
        let datagrams = exec(
            run, "./a.out", ["foo", "b"], uid: 0, comm: "a.out", cwd: "/srv",
            binary: "/srv/a.out")
        let wanted = [
            "evt.type": "execve", "proc.exe": "foo", "proc.exepath": "/srv/a.out",
            "proc.name": "a.out", "proc.cmdline": "a.out b",
        ]
        expect("gvisor-009", try run.observe(datagrams, Array(wanted.keys)), wanted)
    }
}
