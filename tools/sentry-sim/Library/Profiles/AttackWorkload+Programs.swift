/// Programs that the shell script starts.
extension AttackWorkload {
    static let programActs: [Act] = [
        Act(name: "search keys") {
            $0.run(
                $1, $0.program("/usr/bin/find", ["/etc/ssh", "-name", "id_rsa"]),
                upstream: ["Search Private Keys or Passwords"],
                own: ["Search for keys and passwords"])
        },
        Act(name: "search credentials") {
            $0.run(
                $1, $0.program("/usr/bin/grep", ["-r", "aws_secret_access_key", "/srv"]),
                upstream: ["Find AWS Credentials"], own: ["Search for keys and passwords"])
        },
        Act(name: "shared memory") {
            var program = $0.program("/dev/shm/evil", ["now"])
            program.arguments[0] = "/dev/shm/evil"
            $0.run(
                $1, program, upstream: ["Execution from /dev/shm"],
                own: ["Program started from a writable folder"])
        },
        Act(name: "temporary folder") {
            $0.run(
                $1, $0.program("/tmp/stage2"), own: ["Program started from a writable folder"])
        },
        Act(name: "dropped program") {
            var program = $0.program("/job/dropped")
            program.isUpperLayer = true
            $0.run(
                $1, program,
                upstream: $0.sandbox.world.personality.isRecent
                    ? ["Drop and execute new binary in container"] : [])
        },
        Act(name: "memory file") {
            var program = $0.program("/proc/self/fd/3", at: "/memfd:evil (deleted)")
            program.arguments = ["evil"]
            program.isMemfd = true
            let isRecent = $0.sandbox.world.personality.isRecent
            $0.run(
                $1, program, upstream: isRecent ? ["Fileless execution via memfd_create"] : [],
                own: ["Program started from memory"])
        },
        Act(name: "shred") {
            $0.run(
                $1, $0.program("/usr/bin/shred", ["-u", "/tmp/zz"]),
                upstream: ["Remove Bulk Data from Disk"])
        },
        Act(name: "package manager") {
            $0.run(
                $1, $0.program("/usr/bin/apt-get", ["install", "-y", "nmap"]),
                upstream: ["Launch Package Management Process in Container"],
                own: ["Package manager run in a sandbox"])
        },
        Act(name: "decode") {
            $0.run(
                $1, $0.program("/usr/bin/base64", ["-d", "/job/payload"]),
                upstream: ["Decoding Payload in Container"],
                own: ["Encoded text turned into a program"])
        },
        Act(name: "miner") {
            $0.run(
                $1,
                $0.program("/job/xmrig", ["-o", "stratum+tcp://pool.example:3333", "-u", "x"]),
                upstream: [
                    "Detect crypto miners using the Stratum protocol",
                    "Known Cryptominer Process Executed",
                ], own: ["Coin miner run"])
        },
        Act(name: "account") {
            $0.run(
                $1, $0.program("/usr/sbin/useradd", ["-o", "-u", "0", "toor"]),
                own: ["Account tool run"])
        },
        Act(name: "kubectl") {
            $0.run(
                $1, $0.program("/usr/local/bin/kubectl", ["get", "pods"]),
                upstream: ["Kubernetes Client Tool Launched in Container"])
        },
        Act(name: "trace") { attack, task in
            let isRecent = attack.sandbox.world.personality.isRecent
            attack.run(task, attack.program("/usr/bin/gdb", ["-p", "1"])) { child in
                guard isRecent else { return }
                attack.sandbox.ptrace(child, request: 16, pid: 1)
                attack.expect(
                    child, upstream: ["PTRACE attached to process"],
                    own: ["Another process traced"])
            }
        },
        Act(name: "anti-debug") { attack, task in
            let isRecent = attack.sandbox.world.personality.isRecent
            attack.run(task, attack.program("/job/packed")) { child in
                guard isRecent else { return }
                attack.sandbox.ptrace(child, request: 0, pid: 0)
                attack.expect(child, upstream: ["PTRACE anti-debug attempt"])
            }
        },
        Act(name: "chroot") { attack, task in
            attack.run(task, attack.program("/usr/sbin/chroot", ["/host", "sh"])) { child in
                attack.sandbox.chroot(child, "/host")
                attack.expect(child, own: ["Change of the root folder"])
            }
        },
    ]
}
