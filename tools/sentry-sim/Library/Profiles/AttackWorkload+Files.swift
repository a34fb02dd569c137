/// Acts on files, by the shell script.
extension AttackWorkload {
    static let fileActs: [Act] = [
        Act(name: "read shadow") {
            $0.touch(
                $1, "cat", "/etc/shadow", 0, upstream: ["Read sensitive file untrusted"],
                own: ["Secret file read"])
        },
        Act(name: "write program") {
            $0.touch(
                $1, "touch", "/bin/foo", Sandbox.OpenFlag.touch,
                upstream: ["Write below binary dir"], own: ["Write below a folder of programs"])
        },
        Act(name: "write etc") {
            $0.touch(
                $1, "touch", "/etc/newconf", Sandbox.OpenFlag.touch,
                upstream: ["Write below etc"], own: ["Write below etc"])
        },
        Act(name: "write library") {
            $0.touch(
                $1, "touch", "/usr/lib/x86_64-linux-gnu/libevil.so", Sandbox.OpenFlag.touch,
                own: ["Write below a folder of libraries"])
        },
        Act(name: "authorize key") {
            $0.redirect(
                $1, "/root/.ssh/authorized_keys",
                Sandbox.OpenFlag.write | Sandbox.OpenFlag.create | Sandbox.OpenFlag.append,
                upstream: ["Adding ssh keys to authorized_keys", "Write below monitored dir"],
                own: ["Keys for remote login changed"])
        },
        Act(name: "read authorized keys") {
            $0.touch(
                $1, "cat", "/root/.ssh/authorized_keys", 0, upstream: ["Read ssh information"])
        },
        Act(name: "empty log") {
            $0.redirect(
                $1, "/var/log/dpkg.log", Sandbox.OpenFlag.redirect,
                upstream: ["Clear Log Activities"], own: ["Log emptied"])
        },
        Act(name: "empty history") {
            $0.redirect(
                $1, "/root/.bash_history", Sandbox.OpenFlag.redirect,
                upstream: ["Delete or rename shell history"], own: ["Log emptied"])
        },
        Act(name: "schedule") {
            $0.redirect(
                $1, "/etc/cron.d/evil", Sandbox.OpenFlag.redirect,
                upstream: ["Schedule Cron Jobs", "Write below etc"],
                own: ["Write below etc", "Job scheduled"])
        },
        Act(name: "change profile") {
            $0.touch(
                $1, "touch", "/root/.bashrc", Sandbox.OpenFlag.touch,
                upstream: ["Modify Shell Configuration File", "Write below root"],
                own: ["Start-up file of a shell changed"])
        },
        Act(name: "read environment") {
            $0.touch(
                $1, "cat", "/proc/1/environ", 0,
                upstream: ["Read environment variable from /proc files"],
                own: ["Environment of another process read"])
        },
        Act(name: "read token") {
            $0.touch(
                $1, "cat", "/var/run/secrets/kubernetes.io/serviceaccount/token", 0,
                own: ["Service account token read by a tool"])
        },
        Act(name: "release agent") {
            $0.redirect(
                $1, "/sys/fs/cgroup/rdma/release_agent",
                Sandbox.OpenFlag.write | Sandbox.OpenFlag.create,
                own: ["Way out of a container tried by a file"])
        },
        Act(name: "unreadable name") { attack, task in
            // Not UTF-8: a Sentry loses both messages and tells nobody.
            var draft = Draft()
            draft.n0 = -100
            draft.text1 = attack.sandbox.world.texts.id(
                bytes: Array("/etc/cron.d/".utf8) + [0xFF, 0xFE])
            draft.n1 = Sandbox.OpenFlag.redirect
            draft.result = 3
            attack.sandbox.call(task, .openat, draft)
        },
    ]
}
